//! Exporting images and instances to files in S3. Nothing is written there.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/vmexport_image.html>
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/vmexport.html>

pub(crate) mod cancel;
pub(crate) mod checks;
pub(crate) mod images;
pub(crate) mod instances;

use crate::engine::{Operation, listed, operations};
use images::ExportImageTask;
use instances::ExportTask;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ExportImage => images::export_image;
    Read  DescribeExportImageTasks => listed::<ExportImageTask>;
    Write CreateInstanceExportTask => instances::create_instance_export_task;
    Read  DescribeExportTasks => listed::<ExportTask>;
    Write CancelExportTask => cancel::cancel_export_task;
};
