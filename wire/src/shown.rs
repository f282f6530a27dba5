//! Items of a list, which need not be worked out again where what was written of them still holds.

use super::{Encode, Sink};
use std::sync::Arc;

/// An item of a list.
pub enum Shown<T> {
    /// As it is now; what is written of it may be kept.
    View(Box<T>, Option<Box<dyn Keep>>),
    /// As it was written before.
    Written(Arc<[u8]>),
}

/// Keeps what a sink wrote of an item.
pub trait Keep: Send + Sync {
    fn keep(&self, written: &[u8]);
}

impl<T> From<T> for Shown<T> {
    fn from(view: T) -> Self {
        Self::View(Box::new(view), None)
    }
}

impl<T: Encode> Encode for Shown<T> {
    fn encode(&self, sink: &mut dyn Sink) {
        match self {
            Self::Written(written) => sink.write(written),
            Self::View(view, keep) => {
                let begins = sink.written().map(<[u8]>::len);
                view.encode(sink);
                if let (Some(keep), Some(begins), Some(written)) = (keep, begins, sink.written()) {
                    keep.keep(written.get(begins..).unwrap_or_default());
                }
            }
        }
    }
}
