//! EC2-Classic, which AWS retired in 2022, seen from an account of today: no VPC is linked with it,
//! no instance and no address is in it, and none can be.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVpcClassicLink.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use crate::records::compute::instances::Instance;
use crate::records::network::addresses::with_public_ip;
use crate::records::network::security_groups::SecurityGroup;
use crate::records::network::vpcs::Vpc;
use wire::{
    AttachClassicLinkVpcRequest, AttachClassicLinkVpcResult, ClassicLinkDnsSupport,
    DescribeClassicLinkInstancesRequest, DescribeClassicLinkInstancesResult,
    DescribeMovingAddressesRequest, DescribeMovingAddressesResult,
    DescribeVpcClassicLinkDnsSupportRequest, DescribeVpcClassicLinkDnsSupportResult,
    DescribeVpcClassicLinkRequest, DescribeVpcClassicLinkResult, DetachClassicLinkVpcRequest,
    DetachClassicLinkVpcResult, MoveAddressToVpcRequest, MoveAddressToVpcResult,
    RestoreAddressToClassicRequest, RestoreAddressToClassicResult, VpcClassicLink,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeVpcClassicLink => describe_vpc_classic_link;
    Read  DescribeVpcClassicLinkDnsSupport => describe_vpc_classic_link_dns_support;
    Read  DescribeClassicLinkInstances => describe_classic_link_instances;
    Read  DescribeMovingAddresses => describe_moving_addresses;
    Write EnableVpcClassicLink => |cx, it| refuse(cx, Some(&it.vpc_id));
    Write DisableVpcClassicLink => |cx, it| refuse(cx, Some(&it.vpc_id));
    Write EnableVpcClassicLinkDnsSupport
        => |cx, it| refuse(cx, it.vpc_id.as_ref());
    Write DisableVpcClassicLinkDnsSupport
        => |cx, it| refuse(cx, it.vpc_id.as_ref());
    Write AttachClassicLinkVpc => attach_classic_link_vpc;
    Write DetachClassicLinkVpc => detach_classic_link_vpc;
    Write MoveAddressToVpc => move_address_to_vpc;
    Write RestoreAddressToClassic => restore_address_to_classic;
};

/// The regions that had EC2-Classic.
const REGIONS: [&str; 8] = [
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-west-1",
    "us-west-2",
];

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/17460> and, of a
/// description, in <https://github.com/aws/aws-sdk-java/issues/754>.
fn unavailable() -> Error {
    let message = "The functionality you requested is not available in this region.";
    Error::new("UnsupportedOperation", message)
}

/// Elsewhere nothing can be described.
// unverified (looked up 2026-11-26): that the other regions still answer, as they did for accounts
// without EC2-Classic.
fn check_region(cx: Read<'_>) -> Result<()> {
    if REGIONS.contains(&&**cx.region()) { Ok(()) } else { Err(unavailable()) }
}

fn describe_vpc_classic_link(
    cx: Read<'_>,
    request: &DescribeVpcClassicLinkRequest,
) -> Result<DescribeVpcClassicLinkResult> {
    check_region(cx)?;
    let paths: [(&str, &[&str]); 1] = [("is-classic-link-enabled", &["classicLinkEnabled"])];
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &paths)?;
    let rows = cx.listed::<Vpc>(&request.vpc_ids, None, &cx.paging(None, None)?)?;
    let views = rows.map(|(_, vpc)| VpcClassicLink {
        classic_link_enabled: Some(false),
        tags: vpc.tags.wire(),
        vpc_id: Some(vpc.id.to_string()),
    });
    let vpcs = views.filter(|view| filters.matches(view)).collect();
    Ok(DescribeVpcClassicLinkResult { vpcs: Some(vpcs) })
}

fn describe_vpc_classic_link_dns_support(
    cx: Read<'_>,
    request: &DescribeVpcClassicLinkDnsSupportRequest,
) -> Result<DescribeVpcClassicLinkDnsSupportResult> {
    check_region(cx)?;
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    let rows = cx.listed::<Vpc>(&request.vpc_ids, None, &paging)?;
    let page = paging.cut(rows.map(|(seq, vpc)| {
        let vpc_id = Some(vpc.id.to_string());
        Ok((seq, ClassicLinkDnsSupport { classic_link_dns_supported: Some(false), vpc_id }))
    }))?;
    Ok(DescribeVpcClassicLinkDnsSupportResult {
        next_token: page.next_token,
        vpcs: Some(page.items),
    })
}

fn describe_classic_link_instances(
    cx: Read<'_>,
    request: &DescribeClassicLinkInstancesRequest,
) -> Result<DescribeClassicLinkInstancesResult> {
    check_region(cx)?;
    cx.get_all::<Instance>(&request.instance_ids)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    check_none(cx, &query, ("InvalidInstanceID.NotFound", "instance ID"), &[])?;
    Ok(DescribeClassicLinkInstancesResult { instances: Some(Vec::new()), next_token: None })
}

fn describe_moving_addresses(
    cx: Read<'_>,
    request: &DescribeMovingAddressesRequest,
) -> Result<DescribeMovingAddressesResult> {
    check_region(cx)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    let paths: [(&str, &[&str]); 1] = [("moving-status", &["moveStatus"])];
    check_none(cx, &query, ("InvalidAddress.NotFound", "address"), &paths)?;
    for address in &request.public_ips {
        check_address(cx, address)?;
    }
    Ok(DescribeMovingAddressesResult {
        moving_address_statuses: Some(Vec::new()),
        next_token: None,
    })
}

fn check_address(cx: Read<'_>, public_ip: &str) -> Result<()> {
    if with_public_ip(cx, public_ip).is_some() {
        return Ok(());
    }
    Err(Error::new("InvalidAddress.NotFound", format!("Address '{public_ip}' not found.")))
}

/// Recorded where there never was EC2-Classic, which today is everywhere.
// unverified (looked up 2026-11-26): for other operations than EnableVpcClassicLink, and that AWS
// looks ids up first.
fn refuse<T>(cx: &Write<'_>, vpc_id: Option<&String>) -> Result<T> {
    if let Some(vpc_id) = vpc_id {
        cx.get::<Vpc>(vpc_id)?;
    }
    Err(unavailable())
}

fn attach_classic_link_vpc(
    cx: &mut Write<'_>,
    request: &AttachClassicLinkVpcRequest,
) -> Result<AttachClassicLinkVpcResult> {
    cx.get::<Instance>(&request.instance_id)?;
    cx.read().get_all::<SecurityGroup>(&request.groups)?;
    refuse(cx, Some(&request.vpc_id))
}

fn detach_classic_link_vpc(
    cx: &mut Write<'_>,
    request: &DetachClassicLinkVpcRequest,
) -> Result<DetachClassicLinkVpcResult> {
    cx.get::<Instance>(&request.instance_id)?;
    refuse(cx, Some(&request.vpc_id))
}

fn move_address_to_vpc(
    cx: &mut Write<'_>,
    request: &MoveAddressToVpcRequest,
) -> Result<MoveAddressToVpcResult> {
    check_address(cx.read(), &request.public_ip)?;
    refuse(cx, None)
}

fn restore_address_to_classic(
    cx: &mut Write<'_>,
    request: &RestoreAddressToClassicRequest,
) -> Result<RestoreAddressToClassicResult> {
    check_address(cx.read(), &request.public_ip)?;
    refuse(cx, None)
}
