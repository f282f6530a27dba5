//! What is kept of a task: the image as it is stored, and where.

use crate::engine::{By, Id, Index, Record, Tags};
use crate::records::ids::ImageId;
use crate::records::storage::images::Image;
use crate::records::storage::tasks::Work;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoreImageTask {
    pub image_id: ImageId,
    pub image: Image,
    pub tags: Tags,
    pub bucket: String,
    pub work: Work,
}

impl StoreImageTask {
    pub(crate) const BY_IMAGE: By<Self, ImageId> = By::new("image-id");
    /// By bucket and key.
    pub(crate) const BY_OBJECT: By<Self, str> = By::new("object");

    pub fn key(&self) -> String {
        format!("{}.bin", self.image_id)
    }

    /// Where it is stored, in the words of S3.
    pub fn object(bucket: &str, key: &str) -> String {
        format!("{bucket}/{key}")
    }

    /// The row's own id, which no client sees.
    pub fn id(image_id: &str, started: i64, number: usize) -> Id<Self> {
        Id::new(format!("{image_id}/{started}/{number}"))
    }
}

impl Record for StoreImageTask {
    const PLURAL: &'static str = "storeImageTasks";

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IMAGE, &self.image_id);
        index.add(Self::BY_OBJECT, &*Self::object(&self.bucket, &self.key()));
    }
}
