//! Volumes, snapshots and images.

pub(crate) mod fast_snapshot_restores;
pub(crate) mod images;
pub(crate) mod recycle_bin;
pub(crate) mod snapshots;
pub(crate) mod volumes;
