//! Volumes, snapshots and images.

pub(crate) mod bundle_tasks;
pub(crate) mod conversion_tasks;
pub(crate) mod export_tasks;
pub(crate) mod fast_launch;
pub(crate) mod fast_snapshot_restores;
pub(crate) mod image_usage_reports;
pub(crate) mod images;
pub(crate) mod import_tasks;
pub(crate) mod recycle_bin;
pub(crate) mod snapshots;
pub(crate) mod store_image_tasks;
pub(crate) mod volumes;
