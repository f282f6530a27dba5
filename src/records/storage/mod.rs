//! Volumes, snapshots and images.

pub(crate) mod device_names;
pub(crate) mod fast_snapshot_restores;
pub(crate) mod images;
pub(crate) mod malformed;
pub(crate) mod progress;
pub(crate) mod recycle_bin;
pub(crate) mod snapshots;
pub(crate) mod tasks;
pub(crate) mod volumes;
