//! Volumes, snapshots and images.

pub(crate) mod images;
pub(crate) mod snapshots;
pub(crate) mod tasks;
pub(crate) mod volumes;
