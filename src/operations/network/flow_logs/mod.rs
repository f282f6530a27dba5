//! Flow logs of VPCs, subnets, network interfaces and transit gateways. No traffic is looked at and
//! no record is ever delivered; the status of the delivery is what it is before the first one.
//! Roles and destinations belong to other services: their ARNs are looked at, and whether there is
//! such a thing is not. GetFlowLogsIntegrationTemplate is refused by name: its answer is where in
//! S3 a template is, which nobody here can write there.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html>

mod format;

use crate::engine::{
    By, CustomFilter, Id, Index, Listing, Operation, Read, Resource, Row, Write, listed, operations,
};
use crate::error::{Error, Result, unsuccessful};
use crate::records::account::arns::partition;
use crate::records::ids::AnyId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateways::TransitGateway;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use wire::{
    CreateFlowLogsRequest, CreateFlowLogsResult, DeleteFlowLogsRequest, DeleteFlowLogsResult,
    DescribeFlowLogsRequest, DestinationFileFormat, DestinationOptionsRequest,
    DestinationOptionsResponse, FlowLogsResourceType, LogDestinationType, ResourceType, Timestamp,
    TrafficType, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateFlowLogs => create_flow_logs, refuses ["TagFieldSpecification"];
    Read  DescribeFlowLogs => describe_flow_logs;
    Write DeleteFlowLogs => delete_flow_logs;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html>
const MAX_RESOURCES: usize = 300;

/// Of a request that names them.
const MAX_IDS: usize = 1_000;

/// A log says so from its creation on, and until a delivery fails.
const DELIVERY: &str = "SUCCESS";

const INTERVALS: [i32; 2] = [60, 600];

const DEFAULT_INTERVAL: i32 = 600;

const GATEWAY_INTERVAL: i32 = 60;

impl FlowLog {
    const BY_RESOURCE: By<Self, AnyId> = By::new("resource-id");
}

impl Resource for FlowLog {
    type View = wire::FlowLog;
    const PREFIX: &'static str = "fl";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcFlowLog);
    const PLURAL: &'static str = "flowLogs";
    const NOT_FOUND: &'static str = "InvalidFlowLogId.NotFound";
    const MALFORMED: &'static str = "InvalidParameterValue";
    const NOUN: &'static str = "flow log";
    const ID_FILTER: Option<&'static str> = Some("flow-log-id");
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("deliver-log-status", |_, _| vec![DELIVERY.to_owned()])];

    fn view(row: &Row<Self>, _: Read<'_>) -> wire::FlowLog {
        view(row)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_RESOURCE, &self.resource_id);
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = format!(
            "These flow log ids in the input list are not found: [TotalCount: {}] {}",
            ids.len(),
            ids.join(" ")
        );
        Error::new("InvalidFlowLogId.NotFound", message)
    }

    // unverified (looked up 2026-11-26): that it is no mistake; Terraform expects an empty list.
    fn is_passed_over(_cx: Read<'_>, _id: &str) -> bool {
        true
    }

    fn check_id(id: &str) -> Result<()> {
        if id.rsplit_once('-').is_some_and(|(prefix, _)| prefix == Self::PREFIX) {
            return Ok(());
        }
        Err(bad_id(&format!("'{id}'")))
    }
}

/// As recorded in <https://github.com/cloud-custodian/cloud-custodian/issues/2944> of none; that a
/// value is quoted in <https://github.com/aws-cloudformation/rain/issues/288>.
fn bad_id(value: &str) -> Error {
    Error::invalid_value(format!(
        "1 validation error detected: Value {value} at 'flowLogId' has an invalid format"
    ))
}

/// One flow log for each resource; one that cannot have it does not keep the others.
fn create_flow_logs(
    cx: &mut Write<'_>,
    request: &CreateFlowLogsRequest,
) -> Result<CreateFlowLogsResult> {
    let tags = cx.tags_for::<FlowLog>(&request.tag_specifications)?;
    if request.resource_ids.is_empty() {
        return Err(missing("ResourceIds"));
    }
    request.resource_ids.iter().try_for_each(|id| check_is_of(request.resource_type, id))?;
    let settings = settings(cx.read(), request)?;
    if request.resource_ids.len() > MAX_RESOURCES {
        // unverified (looked up 2026-11-26): AWS documents the limit and no message.
        return Err(invalid(&format!("No more than {MAX_RESOURCES} resources can be specified.")));
    }
    let created = cx.now().timestamp();
    let mut made = Vec::new();
    let mut unsuccessful = Vec::new();
    for resource_id in &request.resource_ids {
        match check_resource(cx.read(), request.resource_type, resource_id, &settings) {
            Ok(()) => {
                let id = cx.new_id::<FlowLog>();
                let resource_id = Id::new(resource_id.as_str());
                let record = FlowLog { resource_id, created, settings: settings.clone() };
                cx.insert(id.clone(), record, tags.clone());
                made.push(id.to_string());
            }
            Err(error) => unsuccessful.push(error.of_item(resource_id)),
        }
    }
    // AWS makes a token where the request has none.
    let token = request.client_token.clone().unwrap_or_else(|| {
        let bytes: Vec<u8> = (0..32).map(|_| cx.ids().below(256).to_le_bytes()[0]).collect();
        STANDARD.encode(bytes)
    });
    Ok(CreateFlowLogsResult {
        client_token: Some(token),
        flow_log_ids: Some(made),
        unsuccessful: Some(unsuccessful),
    })
}

/// As recorded of a transit gateway for its attachment in
/// <https://github.com/ministryofjustice/modernisation-platform/pull/8016>.
// unverified (looked up 2026-11-26): of the other types.
fn check_is_of(kind: FlowLogsResourceType, id: &str) -> Result<()> {
    let prefix = match kind {
        FlowLogsResourceType::VPC => Vpc::PREFIX,
        FlowLogsResourceType::Subnet => Subnet::PREFIX,
        FlowLogsResourceType::NetworkInterface => NetworkInterface::PREFIX,
        FlowLogsResourceType::TransitGateway => TransitGateway::PREFIX,
        FlowLogsResourceType::TransitGatewayAttachment => TransitGatewayAttachment::PREFIX,
        _ => return Ok(()),
    };
    if id.rsplit_once('-').is_some_and(|(found, _)| found == prefix) {
        return Ok(());
    }
    Err(invalid(&format!("Invalid Resource id {id} for resource-type {}", kind.as_str())))
}

fn check_resource(
    cx: Read<'_>,
    kind: FlowLogsResourceType,
    id: &str,
    settings: &Settings,
) -> Result<()> {
    let unknown = |code| Err(Error::new(code, format!("Unknown resource {id}")));
    match kind {
        FlowLogsResourceType::VPC if cx.find::<Vpc>(id).is_none() => {
            return unknown("InvalidVpcId.NotFound");
        }
        FlowLogsResourceType::Subnet if cx.find::<Subnet>(id).is_none() => {
            return unknown("InvalidSubnetId.NotFound");
        }
        FlowLogsResourceType::NetworkInterface if cx.find::<NetworkInterface>(id).is_none() => {
            return unknown("InvalidNetworkInterfaceId.NotFound");
        }
        // unverified (looked up 2026-11-26): these two codes.
        FlowLogsResourceType::TransitGateway if cx.get_live::<TransitGateway>(id).is_err() => {
            return unknown("InvalidTransitGatewayId.NotFound");
        }
        FlowLogsResourceType::TransitGatewayAttachment
            if cx.find::<TransitGatewayAttachment>(id).is_none() =>
        {
            return unknown("InvalidTransitGatewayAttachmentId.NotFound");
        }
        _ => {}
    }
    if cx.with(FlowLog::BY_RESOURCE, &Id::new(id)).any(|row| row.settings == *settings) {
        let message = "Error. There is an existing Flow Log with the same configuration and log \
                       destination.";
        return Err(Error::new("FlowLogAlreadyExists", message));
    }
    Ok(())
}

// unverified (looked up 2026-11-26): for other parameters than ResourceIds.
fn missing(parameter: &str) -> Error {
    let message = format!(
        "The request must include the {parameter} parameter. Add the required parameter and retry \
         the request."
    );
    Error::new("MissingParameter", message)
}

fn invalid(message: &str) -> Error {
    Error::new("InvalidParameter", message)
}

fn settings(cx: Read<'_>, request: &CreateFlowLogsRequest) -> Result<Settings> {
    let of_gateway = match request.resource_type {
        FlowLogsResourceType::VPC
        | FlowLogsResourceType::Subnet
        | FlowLogsResourceType::NetworkInterface => false,
        FlowLogsResourceType::TransitGateway | FlowLogsResourceType::TransitGatewayAttachment => {
            true
        }
        other => return Err(Error::not_emulated(format!("flow logs of the type {other:?}"))),
    };
    let traffic_type = traffic_type(request, of_gateway)?;
    let destination_type =
        request.log_destination_type.unwrap_or(LogDestinationType::CloudWatchLogs);
    let (log_group_name, destination) = destination(cx, request, destination_type)?;
    check_roles(request, destination_type)?;
    let interval = interval(request.max_aggregation_interval, of_gateway)?;
    let format = request.log_format.as_deref().filter(|text| !text.is_empty());
    let options = request.destination_options.as_ref();
    let to_s3 = destination_type == LogDestinationType::S3;
    if options.is_some() && !to_s3 {
        // unverified (looked up 2026-11-26): AWS documents that they are for S3, and no message.
        return Err(invalid("DestinationOptions are only applicable for s3 delivery"));
    }
    Ok(Settings {
        traffic_type,
        destination_type,
        destination,
        log_group_name,
        deliver_logs_permission_arn: request.deliver_logs_permission_arn.clone(),
        deliver_cross_account_role: request.deliver_cross_account_role.clone(),
        log_format: format::checked(format, of_gateway)?,
        max_aggregation_interval: interval,
        destination_options: to_s3.then(|| options.map(Into::into).unwrap_or_default()),
    })
}

/// # Errors
/// `MissingParameter` without one, and `InvalidParameter` with one for a transit gateway.
// unverified (looked up 2026-11-26): the words of the latter; that it is not supported is
// documented, and those of the interval are recorded.
fn traffic_type(request: &CreateFlowLogsRequest, of_gateway: bool) -> Result<Option<TrafficType>> {
    match request.traffic_type {
        Some(_) if of_gateway => Err(not_of_gateways("traffic-type")),
        None if !of_gateway => Err(missing("TrafficType")),
        asked => Ok(asked),
    }
}

// unverified (looked up 2026-11-26): that transit gateways have a default.
fn interval(asked: Option<i32>, of_gateway: bool) -> Result<i32> {
    let usual = if of_gateway { GATEWAY_INTERVAL } else { DEFAULT_INTERVAL };
    let interval = asked.unwrap_or(usual);
    if !INTERVALS.contains(&interval) {
        return Err(invalid("Invalid Flow Log Max Aggregation Interval"));
    }
    if of_gateway && interval != GATEWAY_INTERVAL {
        return Err(not_of_gateways("max-aggregation-interval other than 60 sec / 1 min"));
    }
    Ok(interval)
}

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/pull/26169>.
fn not_of_gateways(what: &str) -> Error {
    invalid(&format!(
        "{what} is not supported when the resource-type is TransitGateway or \
         TransitGatewayAttachment"
    ))
}

/// The name of the log group, if it goes to one, and the ARN of the destination, if there is one.
// As Terraform's acceptance tests have it, AWS tells no ARN where the request named the group.
fn destination(
    cx: Read<'_>,
    request: &CreateFlowLogsRequest,
    kind: LogDestinationType,
) -> Result<(Option<String>, Option<String>)> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let start = match kind {
        LogDestinationType::CloudWatchLogs => format!("arn:{}:logs:", partition(cx)),
        LogDestinationType::S3 => format!("arn:{}:s3:::", partition(cx)),
        LogDestinationType::KinesisDataFirehose => format!("arn:{}:firehose:", partition(cx)),
    };
    let arn = match (given(&request.log_group_name), given(&request.log_destination)) {
        (Some(_), Some(_)) => {
            return Err(invalid(
                "Please only provide LogGroupName or only provide LogDestination.",
            ));
        }
        (Some(_), None) if kind != LogDestinationType::CloudWatchLogs => {
            return Err(invalid(
                "LogDestination type must be cloud-watch-logs if LogGroupName is provided.",
            ));
        }
        (Some(name), None) => return Ok((Some(name), None)),
        (None, None) => {
            return Err(invalid("LogDestination can't be empty if LogGroupName is not provided."));
        }
        (None, Some(arn)) => arn,
    };
    // unverified (looked up 2026-11-26): the wording for what is no such ARN.
    let bad =
        || invalid(&format!("LogDestination: {arn} is not a valid ARN for {}", kind.as_str()));
    let rest = arn.strip_prefix(&start).filter(|rest| !rest.is_empty()).ok_or_else(bad)?;
    let name = match kind {
        LogDestinationType::CloudWatchLogs => {
            let (place, name) = rest.split_once(":log-group:").ok_or_else(bad)?;
            // <https://github.com/nozaq/terraform-aws-secure-baseline/issues/30>
            if place.split(':').next() != Some(cx.region()) {
                let message = "LogDestination must be in the same region as the API caller.";
                return Err(invalid(message));
            }
            let name = name.split(':').next().filter(|name| !name.is_empty()).ok_or_else(bad)?;
            Some(name.to_owned())
        }
        // "You can't use AWSLogs as a subfolder name", says the API's documentation.
        LogDestinationType::S3 if rest.split('/').nth(1) == Some("AWSLogs") => return Err(bad()),
        LogDestinationType::KinesisDataFirehose if !rest.contains(":deliverystream/") => {
            return Err(bad());
        }
        _ => None,
    };
    Ok((name, Some(arn)))
}

fn check_roles(request: &CreateFlowLogsRequest, kind: LogDestinationType) -> Result<()> {
    let has = |role: &Option<String>| role.as_ref().is_some_and(|role| !role.is_empty());
    let permission = has(&request.deliver_logs_permission_arn);
    let cross_account = has(&request.deliver_cross_account_role);
    match kind {
        LogDestinationType::CloudWatchLogs if !permission => Err(invalid(
            "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
        )),
        LogDestinationType::S3 if permission => {
            Err(invalid("DeliverLogsPermissionArn is not applicable for s3 delivery"))
        }
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/28577>.
        LogDestinationType::KinesisDataFirehose if permission != cross_account => Err(invalid(
            "When providing a role for cross-account delivery, both the DeliverLogsPermissionArn \
             and DeliverCrossAccountRole fields must be set.",
        )),
        // unverified (looked up 2026-11-26): that a role nobody asks for is refused.
        LogDestinationType::S3 if cross_account => {
            Err(invalid("DeliverCrossAccountRole is not applicable for s3 delivery"))
        }
        _ => Ok(()),
    }
}

fn describe_flow_logs(
    cx: Read<'_>,
    request: &DescribeFlowLogsRequest,
) -> Result<Listing<wire::FlowLog>> {
    check_count(&request.flow_log_ids)?;
    listed::<FlowLog>(cx, request)
}

// unverified (looked up 2026-11-26): AWS documents the limit and no message.
fn check_count(ids: &[String]) -> Result<()> {
    if ids.len() > MAX_IDS {
        return Err(invalid(&format!("No more than {MAX_IDS} flow log IDs can be specified.")));
    }
    Ok(())
}

fn delete_flow_logs(
    cx: &mut Write<'_>,
    request: &DeleteFlowLogsRequest,
) -> Result<DeleteFlowLogsResult> {
    if request.flow_log_ids.is_empty() {
        return Err(bad_id("null"));
    }
    check_count(&request.flow_log_ids)?;
    for id in &request.flow_log_ids {
        FlowLog::check_id(id)?;
    }
    let ids = &request.flow_log_ids;
    let unsuccessful = unsuccessful(ids, |id| cx.delete::<FlowLog>(id).map(drop));
    Ok(DeleteFlowLogsResult { unsuccessful: Some(unsuccessful) })
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FlowLog {
    /// May be gone by now.
    // unverified (looked up 2026-11-26): that a flow log outlives what it watches.
    resource_id: AnyId,
    created: Timestamp,
    settings: Settings,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Nothing for transit gateways.
    traffic_type: Option<TrafficType>,
    destination_type: LogDestinationType,
    destination: Option<String>,
    log_group_name: Option<String>,
    deliver_logs_permission_arn: Option<String>,
    deliver_cross_account_role: Option<String>,
    log_format: String,
    max_aggregation_interval: i32,
    destination_options: Option<DestinationOptions>,
}

/// Where the logs are files: what these are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DestinationOptions {
    file_format: DestinationFileFormat,
    hive_compatible_partitions: bool,
    per_hour_partition: bool,
}

impl Default for DestinationOptions {
    fn default() -> Self {
        (&DestinationOptionsRequest::default()).into()
    }
}

impl From<&DestinationOptionsRequest> for DestinationOptions {
    fn from(asked: &DestinationOptionsRequest) -> Self {
        Self {
            file_format: asked.file_format.unwrap_or(DestinationFileFormat::PlainText),
            hive_compatible_partitions: asked.hive_compatible_partitions == Some(true),
            per_hour_partition: asked.per_hour_partition == Some(true),
        }
    }
}

fn view(row: &Row<FlowLog>) -> wire::FlowLog {
    let settings = &row.settings;
    wire::FlowLog {
        creation_time: Some(row.created),
        deliver_logs_permission_arn: settings.deliver_logs_permission_arn.clone(),
        deliver_cross_account_role: settings.deliver_cross_account_role.clone(),
        deliver_logs_status: Some(DELIVERY.to_owned()),
        flow_log_id: Some(row.id.to_string()),
        flow_log_status: Some("ACTIVE".to_owned()),
        log_group_name: settings.log_group_name.clone(),
        resource_id: Some(row.resource_id.to_string()),
        traffic_type: settings.traffic_type,
        log_destination_type: Some(settings.destination_type),
        log_destination: settings.destination.clone(),
        log_format: Some(settings.log_format.clone()),
        tags: row.tags.wire(),
        max_aggregation_interval: Some(settings.max_aggregation_interval),
        destination_options: settings.destination_options.map(|it| DestinationOptionsResponse {
            file_format: Some(it.file_format),
            hive_compatible_partitions: Some(it.hive_compatible_partitions),
            per_hour_partition: Some(it.per_hour_partition),
        }),
        ..wire::FlowLog::default()
    }
}
