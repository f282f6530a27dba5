//! Entries that outlive the process, in a directory of their own: texts with bytes under them, in
//! the order of the texts. What the entries mean is for whoever keeps them.
//!
//! One thread writes. Whatever was submitted while it wrote goes into its next transaction, so that
//! many share one sync; each is whole in it or not there at all. What cannot be written waits and
//! is tried again; until then whoever asks is told why.

mod folder;
mod packed;
mod writer;

pub(crate) use folder::{Change, Kept, open};
pub(crate) use packed::unpack;
pub(crate) use writer::Store;
