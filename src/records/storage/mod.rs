//! Volumes, snapshots and images.

pub(crate) mod device_names;
pub(crate) mod images;
pub(crate) mod snapshots;
pub(crate) mod volumes;
