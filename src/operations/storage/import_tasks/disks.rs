//! The disks that requests name: where they are in S3, in which format, how big.

use crate::error::{Error, Result};
use crate::records::account::other_services;
use serde::{Deserialize, Serialize};
use wire::{ClientData, UserBucket, UserBucketDetails};

const GIB: f64 = 1024.0 * 1024.0 * 1024.0;

/// The size of a disk of which the request tells none.
const USUAL_GIB: i32 = 8;

/// That of the biggest volume.
const MOST_GIB: f64 = 65_536.0;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Disk {
    pub description: Option<String>,
    pub format: Option<String>,
    pub size_gib: i32,
    place: Place,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Place {
    Url(String),
    Bucket {
        name: String,
        key: String,
    },
    /// It is a snapshot already.
    Nowhere,
}

/// A disk as a container names it.
pub(crate) struct Named<'a> {
    pub description: Option<&'a str>,
    pub format: Option<&'a str>,
    pub url: Option<&'a str>,
    pub bucket: Option<&'a UserBucket>,
    pub snapshot: Option<&'a str>,
}

impl Disk {
    /// # Errors
    /// Those of its format, and of a place that is missing or cannot be.
    // unverified (looked up 2026-11-26): the refusals of all three.
    pub fn new(named: &Named<'_>, formats: &[&str], size_gib: i32) -> Result<Self> {
        let format = named.format.map(str::to_uppercase);
        if let Some(format) = format.as_deref().filter(|format| !formats.contains(format)) {
            let reason = format!("Expecting one of {}.", formats.join(", "));
            return Err(Error::bad_parameter("format", format, &reason));
        }
        let place = match (named.url, named.bucket, named.snapshot) {
            (Some(url), None, None) => Place::Url(checked_url(url)?),
            (None, Some(bucket), None) => place(bucket)?,
            (None, None, Some(_)) => Place::Nowhere,
            (None, None, None) => return Err(Error::missing("userBucket")),
            (Some(_), Some(_), _) => return Err(Error::exclusive("url", "userBucket")),
            (Some(_), _, Some(_)) => return Err(Error::exclusive("snapshotId", "url")),
            (_, Some(_), Some(_)) => return Err(Error::exclusive("snapshotId", "userBucket")),
        };
        Ok(Self { description: named.description.map(str::to_owned), format, size_gib, place })
    }

    pub fn url(&self) -> Option<String> {
        match &self.place {
            Place::Url(url) => Some(url.clone()),
            _ => None,
        }
    }

    pub fn bucket(&self) -> Option<UserBucketDetails> {
        match &self.place {
            Place::Bucket { name, key } => {
                Some(UserBucketDetails { s3_bucket: Some(name.clone()), s3_key: Some(key.clone()) })
            }
            // Both are told, as transcripts of 2024 show.
            Place::Url(url) => {
                let (name, key) = url.strip_prefix("s3://")?.split_once('/')?;
                Some(UserBucketDetails { s3_bucket: Some(name.into()), s3_key: Some(key.into()) })
            }
            Place::Nowhere => None,
        }
    }

    pub fn is_at_url(&self) -> bool {
        matches!(self.place, Place::Url(_))
    }

    /// In bytes; nobody knows before it was looked at.
    pub fn image_size(&self, is_known: bool) -> f64 {
        if is_known { f64::from(self.size_gib) * GIB } else { 0.0 }
    }
}

fn place(bucket: &UserBucket) -> Result<Place> {
    let name = bucket.s3_bucket.clone().ok_or_else(|| Error::missing("s3Bucket"))?;
    let key = bucket.s3_key.clone().ok_or_else(|| Error::missing("s3Key"))?;
    other_services::check_bucket(&name)?;
    Ok(Place::Bucket { name, key })
}

fn checked_url(url: &str) -> Result<String> {
    let known = ["https://", "s3://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    match known {
        Some(rest) if !rest.is_empty() => Ok(url.to_owned()),
        _ => Err(Error::bad_parameter("url", url, "Expecting https://... or s3://...")),
    }
}

/// What a client says of the disk that it has put into S3, of which the size alone is shown.
///
/// # Errors
/// `InvalidParameterValue` for a size that no volume has.
pub(crate) fn size_gib(data: Option<&ClientData>) -> Result<i32> {
    let Some(data) = data else { return Ok(USUAL_GIB) };
    let _ = (&data.comment, &data.upload_start, &data.upload_end);
    match data.upload_size {
        None => Ok(USUAL_GIB),
        Some(size) if size > 0.0 && size <= MOST_GIB =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "it is within bounds")]
            Ok(size.ceil() as i32)
        }
        // unverified (looked up 2026-11-26): the wording.
        Some(size) => {
            let reason = "Expecting a size in GiB, up to 65536.";
            Err(Error::bad_parameter("uploadSize", size, reason))
        }
    }
}
