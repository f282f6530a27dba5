//! Where the logs of a Verified Access instance are to go. Nothing is ever logged here.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/access-logs.html>

use crate::engine::{Query, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::access::verified_access_instances::VerifiedAccessInstance;
use crate::records::account::arns::check_account;
use crate::records::account::other_services::check_bucket;
use wire::{
    DescribeVerifiedAccessInstanceLoggingConfigurationsRequest,
    DescribeVerifiedAccessInstanceLoggingConfigurationsResult,
    ModifyVerifiedAccessInstanceLoggingConfigurationRequest,
    ModifyVerifiedAccessInstanceLoggingConfigurationResult,
    VerifiedAccessInstanceLoggingConfiguration, VerifiedAccessLogCloudWatchLogsDestination,
    VerifiedAccessLogCloudWatchLogsDestinationOptions, VerifiedAccessLogDeliveryStatus,
    VerifiedAccessLogDeliveryStatusCode, VerifiedAccessLogKinesisDataFirehoseDestination,
    VerifiedAccessLogKinesisDataFirehoseDestinationOptions, VerifiedAccessLogS3Destination,
    VerifiedAccessLogS3DestinationOptions, VerifiedAccessLogs,
};

/// The one that there is where none was asked for is as in the AWS CLI's example of
/// modify-verified-access-instance-logging-configuration.
const VERSIONS: [&str; 2] = ["ocsf-1.0.0-rc.2", "ocsf-0.1"];

/// That nothing is logged.
pub(super) fn none() -> VerifiedAccessLogs {
    VerifiedAccessLogs {
        s3: Some(VerifiedAccessLogS3Destination {
            enabled: Some(false),
            ..VerifiedAccessLogS3Destination::default()
        }),
        cloud_watch_logs: Some(VerifiedAccessLogCloudWatchLogsDestination {
            enabled: Some(false),
            ..VerifiedAccessLogCloudWatchLogsDestination::default()
        }),
        kinesis_data_firehose: Some(VerifiedAccessLogKinesisDataFirehoseDestination {
            enabled: Some(false),
            ..VerifiedAccessLogKinesisDataFirehoseDestination::default()
        }),
        log_version: Some(VERSIONS[0].to_owned()),
        include_trust_context: Some(false),
    }
}

fn configuration(row: &Row<VerifiedAccessInstance>) -> VerifiedAccessInstanceLoggingConfiguration {
    VerifiedAccessInstanceLoggingConfiguration {
        verified_access_instance_id: Some(row.id.to_string()),
        access_logs: Some(row.logs.clone()),
    }
}

// unverified (looked up 2026-11-26): that an instance whose logs were never configured is listed.
pub(super) fn describe_verified_access_instance_logging_configurations(
    cx: Read<'_>,
    request: &DescribeVerifiedAccessInstanceLoggingConfigurationsRequest,
) -> Result<DescribeVerifiedAccessInstanceLoggingConfigurationsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let query = query.among(&request.verified_access_instance_ids);
    let page = cx.select_rows::<VerifiedAccessInstance>(&query, |_| true)?;
    let configurations = page.items.iter().map(|(row, _)| configuration(row)).collect();
    Ok(DescribeVerifiedAccessInstanceLoggingConfigurationsResult {
        logging_configurations: Some(configurations),
        next_token: page.next_token,
    })
}

// unverified (looked up 2026-11-26): that what is not given stays.
pub(super) fn modify_verified_access_instance_logging_configuration(
    cx: &mut Write<'_>,
    request: &ModifyVerifiedAccessInstanceLoggingConfigurationRequest,
) -> Result<ModifyVerifiedAccessInstanceLoggingConfigurationResult> {
    let id = request.verified_access_instance_id.as_str();
    let mut logs = cx.get::<VerifiedAccessInstance>(id)?.logs.clone();
    let asked = &request.access_logs;
    if let Some(s3) = &asked.s3 {
        logs.s3 = Some(bucket(cx.read(), s3)?);
    }
    if let Some(cloud_watch) = &asked.cloud_watch_logs {
        logs.cloud_watch_logs = Some(log_group(cloud_watch)?);
    }
    if let Some(firehose) = &asked.kinesis_data_firehose {
        logs.kinesis_data_firehose = Some(stream(firehose)?);
    }
    if let Some(version) = &asked.log_version {
        if !VERSIONS.contains(&version.as_str()) {
            // unverified (looked up 2026-11-26): the wording; the versions are documented.
            let reason = "Expecting ocsf-0.1 or ocsf-1.0.0-rc.2.";
            return Err(Error::bad_parameter("LogVersion", version, reason));
        }
        logs.log_version = Some(version.clone());
    }
    logs.include_trust_context = asked.include_trust_context.or(logs.include_trust_context);
    let mut row = cx.get_mut::<VerifiedAccessInstance>(id)?;
    row.logs = logs;
    let logging_configuration = Some(configuration(&row));
    Ok(ModifyVerifiedAccessInstanceLoggingConfigurationResult { logging_configuration })
}

/// The name of where enabled logs go, which there must be.
// unverified (looked up 2026-11-26): that AWS misses it in these words.
fn named(enabled: bool, parameter: &str, name: Option<&String>) -> Result<Option<String>> {
    match name {
        None if enabled => Err(Error::missing(parameter)),
        name => Ok(name.filter(|_| enabled).cloned()),
    }
}

fn delivery(enabled: bool) -> Option<VerifiedAccessLogDeliveryStatus> {
    enabled.then_some(VerifiedAccessLogDeliveryStatus {
        code: Some(VerifiedAccessLogDeliveryStatusCode::Success),
        message: None,
    })
}

fn bucket(
    cx: Read<'_>,
    asked: &VerifiedAccessLogS3DestinationOptions,
) -> Result<VerifiedAccessLogS3Destination> {
    let enabled = asked.enabled == Some(true);
    let bucket_name = named(enabled, "AccessLogs.S3.BucketName", asked.bucket_name.as_ref())?;
    if let Some(name) = &bucket_name {
        check_bucket(name)?;
    }
    if let Some(owner) = &asked.bucket_owner {
        check_account("BucketOwner", owner)?;
    }
    let owner = asked.bucket_owner.clone().unwrap_or_else(|| cx.account().to_string());
    Ok(VerifiedAccessLogS3Destination {
        enabled: Some(enabled),
        delivery_status: delivery(enabled),
        bucket_name,
        prefix: asked.prefix.clone().filter(|_| enabled),
        bucket_owner: enabled.then_some(owner),
    })
}

fn log_group(
    asked: &VerifiedAccessLogCloudWatchLogsDestinationOptions,
) -> Result<VerifiedAccessLogCloudWatchLogsDestination> {
    let enabled = asked.enabled == Some(true);
    let parameter = "AccessLogs.CloudWatchLogs.LogGroup";
    Ok(VerifiedAccessLogCloudWatchLogsDestination {
        enabled: Some(enabled),
        delivery_status: delivery(enabled),
        log_group: named(enabled, parameter, asked.log_group.as_ref())?,
    })
}

fn stream(
    asked: &VerifiedAccessLogKinesisDataFirehoseDestinationOptions,
) -> Result<VerifiedAccessLogKinesisDataFirehoseDestination> {
    let enabled = asked.enabled == Some(true);
    let parameter = "AccessLogs.KinesisDataFirehose.DeliveryStream";
    Ok(VerifiedAccessLogKinesisDataFirehoseDestination {
        enabled: Some(enabled),
        delivery_status: delivery(enabled),
        delivery_stream: named(enabled, parameter, asked.delivery_stream.as_ref())?,
    })
}
