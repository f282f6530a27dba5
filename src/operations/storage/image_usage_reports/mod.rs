//! Who uses an image that one has, counted once, when the report is created; and what of one's own
//! refers to images. Parameters of Systems Manager and recipes of Image Builder are other
//! services': none of them is seen here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/your-ec2-ami-usage.html>

pub(crate) mod entries;
pub(crate) mod references;
pub(crate) mod report;

use crate::engine::{Operation, deleted, operations};
use report::ImageUsageReport;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateImageUsageReport => report::create_image_usage_report;
    Read  DescribeImageUsageReports => report::describe_image_usage_reports;
    Read  DescribeImageUsageReportEntries => entries::describe_image_usage_report_entries;
    Write DeleteImageUsageReport => deleted::<ImageUsageReport>;
    Read  DescribeImageReferences => references::describe_image_references;
};
