//! Making paths of Reachability Analyzer, and deleting them.
//! <https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html>

use crate::effects::insight::reachability::checked;
use crate::engine::{Operation, Read, Write, deleted, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use std::net::Ipv4Addr;
use wire::{
    CreateNetworkInsightsPathRequest, CreateNetworkInsightsPathResult, FilterPortRange,
    NetworkInsightsPath, PathFilter, PathRequestFilter, RequestFilterPortRange, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkInsightsPath => create_network_insights_path;
    Read  DescribeNetworkInsightsPaths => listed::<NetworkInsightsPath>;
    Write DeleteNetworkInsightsPath => deleted::<NetworkInsightsPath>;
};

fn create_network_insights_path(
    cx: &mut Write<'_>,
    request: &CreateNetworkInsightsPathRequest,
) -> Result<CreateNetworkInsightsPathResult> {
    let tags = cx.tags_for::<NetworkInsightsPath>(&request.tag_specifications)?;
    let read = cx.read();
    let source = checked(read, "source", &request.source)?;
    let destination = request.destination.as_deref().map(|id| checked(read, "destination", id));
    let destination = destination.transpose()?;
    let filter_at_source = filter(request.filter_at_source.as_ref())?;
    let filter_at_destination = filter(request.filter_at_destination.as_ref())?;
    check_addresses(request)?;
    let address = filter_at_source.as_ref().and_then(|it| it.destination_address.as_ref());
    if destination.is_none() && address.is_none() {
        // Whatever DestinationIp says: hashicorp/terraform-provider-aws#38132.
        let message = "The request must include either the Destination parameter or the \
                       FilterAtSource.DestinationAddress parameter. Add the required parameter \
                       and retry the request.";
        return Err(Error::new("MissingParameter", message));
    }
    let record = NetworkInsightsPath {
        created_date: Some(cx.now().timestamp()),
        source_arn: arn_of(read, &source),
        destination_arn: destination.as_deref().and_then(|id| arn_of(read, id)),
        source: Some(source),
        destination,
        source_ip: request.source_ip.clone(),
        destination_ip: request.destination_ip.clone(),
        protocol: Some(request.protocol),
        destination_port: request.destination_port,
        filter_at_source,
        filter_at_destination,
        ..NetworkInsightsPath::default()
    };
    let path = cx.create(record, tags)?;
    Ok(CreateNetworkInsightsPathResult { network_insights_path: Some(path) })
}

fn arn_of(cx: Read<'_>, id: &str) -> Option<String> {
    cx.tags_of(id).map(|(of, _)| arn(cx, &format!("{}/{id}", of.as_str())))
}

/// Addresses and ports can be said in one of two ways.
///
/// # Errors
/// `InvalidParameterCombination` for both, as AWS documents; `InvalidParameterValue` for what is no
/// address.
// unverified (looked up 2026-11-26): codes and wordings.
fn check_addresses(request: &CreateNetworkInsightsPathRequest) -> Result<()> {
    let at_source = ("filterAtSource", request.filter_at_source.is_some());
    let at_destination = ("filterAtDestination", request.filter_at_destination.is_some());
    let both = [
        ("sourceIp", request.source_ip.is_some(), at_source),
        ("destinationPort", request.destination_port.is_some(), at_source),
        ("destinationIp", request.destination_ip.is_some(), at_destination),
    ];
    for (name, is_given, (filter, has_filter)) in both {
        if is_given && has_filter {
            return Err(Error::exclusive(name, filter));
        }
    }
    let both = [("sourceIp", &request.source_ip), ("destinationIp", &request.destination_ip)];
    both.into_iter().try_for_each(|(name, text)| check_address(name, text.as_deref()))
}

fn check_address(parameter: &str, text: Option<&str>) -> Result<()> {
    match text.filter(|text| text.parse::<Ipv4Addr>().is_err()) {
        Some(text) => {
            Err(Error::bad_parameter(parameter, text, "This is not a valid IPv4 address."))
        }
        None => Ok(()),
    }
}

fn filter(asked: Option<&PathRequestFilter>) -> Result<Option<PathFilter>> {
    let Some(asked) = asked else { return Ok(None) };
    check_address("sourceAddress", asked.source_address.as_deref())?;
    check_address("destinationAddress", asked.destination_address.as_deref())?;
    Ok(Some(PathFilter {
        source_address: asked.source_address.clone(),
        source_port_range: ports(asked.source_port_range.as_ref())?,
        destination_address: asked.destination_address.clone(),
        destination_port_range: ports(asked.destination_port_range.as_ref())?,
    }))
}

// unverified (looked up 2026-11-26): that one end alone is refused, and the wording.
fn ports(asked: Option<&RequestFilterPortRange>) -> Result<Option<FilterPortRange>> {
    let Some(range) = asked else { return Ok(None) };
    match range.from_port.zip(range.to_port) {
        Some((from, to)) if from <= to => {
            Ok(Some(FilterPortRange { from_port: Some(from), to_port: Some(to) }))
        }
        _ => Err(Error::invalid_value("A port range must have a start and an end behind it")),
    }
}
