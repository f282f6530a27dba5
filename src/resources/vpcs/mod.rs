//! VPCs: their attributes, and what comes and goes with them. Their blocks are in `cidr_blocks`.

mod cidr_blocks;

use super::internet_gateways::InternetGateway;
use super::network_interfaces::NetworkInterface;
use super::route_tables::RouteTable;
use super::security_groups::SecurityGroup;
use super::subnets::Subnet;
use super::{dhcp_options, network_acls, route_tables, security_groups, vpc_endpoints};
use super::{egress_only_internet_gateways, vpc_peering_connections, vpn_gateways};
use crate::engine::network::parse_ipv4_cidr;
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use cidr_blocks::{Ipv4Block, Ipv6Block};
use ipnet::Ipv4Net;
use serde::Serialize;
use wire::{
    AttributeBooleanValue, BlockPublicAccessMode, BlockPublicAccessStates, CreateVpcRequest,
    CreateVpcResult, DeleteVpcRequest, DescribeVpcAttributeRequest, DescribeVpcAttributeResult,
    DescribeVpcsRequest, DescribeVpcsResult, ModifyVpcAttributeRequest, ModifyVpcTenancyRequest,
    ModifyVpcTenancyResult, ResourceType, Tenancy, VpcAttributeName, VpcState, VpcTenancy,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpc => create_vpc, refuses [
        "Ipv6Pool", "Ipv6CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId",
        "Ipv6NetmaskLength", "VpcEncryptionControl",
    ];
    Read  DescribeVpcs => describe_vpcs;
    Write DeleteVpc => delete_vpc;
    Read  DescribeVpcAttribute => describe_vpc_attribute;
    Write ModifyVpcAttribute => modify_vpc_attribute;
    Write ModifyVpcTenancy => modify_vpc_tenancy;
    Write AssociateVpcCidrBlock => cidr_blocks::associate_vpc_cidr_block, refuses [
        "Ipv6Pool", "Ipv6CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId",
        "Ipv6NetmaskLength",
    ];
    Write DisassociateVpcCidrBlock => cidr_blocks::disassociate_vpc_cidr_block;
};

/// How long a new VPC is pending.
const PENDING_MILLIS: i64 = 1_000;

impl Resource for Vpc {
    type View = wire::Vpc;
    const PREFIX: &'static str = "vpc";
    const TYPE: Option<ResourceType> = Some(ResourceType::Vpc);
    const PLURAL: &'static str = "vpcs";
    const NOT_FOUND: &'static str = "InvalidVpcID.NotFound";
    const MALFORMED: &'static str = "InvalidVpcId.Malformed";
    const NOUN: &'static str = "vpc ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("vpc-id");
    /// An older spelling that EC2 still takes, and that clients still send.
    /// Names that EC2 takes beside the documented ones: Terraform asks for `isDefault`, Ansible for
    /// `cidr-block`. <https://github.com/Corymbia/eucalyptus/issues/316>
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("cidr-block", |row: &Row<Self>, _| vec![row.own_cidr()]),
        ("cidrBlock", |row: &Row<Self>, _| vec![row.own_cidr()]),
        ("isDefault", |row: &Row<Self>, _| vec![row.is_default.to_string()]),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Vpc {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        let is_default = if self.is_default { "true" } else { "false" };
        index.add("is-default", is_default);
        index.add("isDefault", is_default);
        index.add("dhcp-options-id", self.dhcp_options_id.clone());
        for block in &self.cidr_blocks {
            index.add(cidr_blocks::IPV4_ASSOCIATION, block.association_id.clone());
        }
        for block in &self.ipv6_cidr_blocks {
            index.add(cidr_blocks::IPV6_ASSOCIATION, block.association_id.clone());
        }
    }
}

fn create_vpc(cx: &mut Write<'_>, request: &CreateVpcRequest) -> Result<CreateVpcResult> {
    let tags = cx.tags_for::<Vpc>(&request.tag_specifications)?;
    let Some(cidr) = &request.cidr_block else {
        let message = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
        return Err(Error::new("MissingParameter", message));
    };
    let cidr = parse_ipv4_cidr("cidrBlock", cidr)?;
    cidr_blocks::check_size(cidr)?;
    if request.instance_tenancy == Some(Tenancy::Host) {
        let reason = "Instance tenancy may be default or dedicated.";
        return Err(Error::bad_parameter("instanceTenancy", "host", reason));
    }
    cidr_blocks::check_border_group(cx, request.ipv6_cidr_block_network_border_group.as_deref())?;
    let with_ipv6 = request.amazon_provided_ipv6_cidr_block == Some(true);
    let tenancy = request.instance_tenancy.unwrap_or(Tenancy::Default);
    let dhcp_options_id = dhcp_options::of_region(cx);
    let new = NewVpc { cidr, with_ipv6, tenancy, dhcp_options_id, is_default: false, tags };
    let id = create(cx, new);
    let vpc = created(cx.get::<Vpc>(&id)?, cx.read());
    Ok(CreateVpcResult { vpc: Some(vpc) })
}

/// What a create answers: with a list of IPv6 blocks that DescribeVpcs leaves out where it is
/// empty, and without the state of public access.
pub(super) fn created(row: &Row<Vpc>, cx: Read<'_>) -> wire::Vpc {
    let mut vpc = view(row, cx);
    vpc.block_public_access_states = None;
    vpc.ipv6_cidr_block_association_set.get_or_insert_default();
    vpc
}

/// The VPC that requests mean which name none, if it was not deleted.
pub(super) fn default_of_region(cx: Read<'_>) -> Option<&Row<Vpc>> {
    cx.with::<Vpc>("is-default", "true").next()
}

/// What a VPC is made of.
pub(super) struct NewVpc {
    pub cidr: Ipv4Net,
    pub with_ipv6: bool,
    pub tenancy: Tenancy,
    pub dhcp_options_id: Id,
    pub is_default: bool,
    pub tags: Tags,
}

/// Makes a VPC with its main route table, its default network ACL and default security group.
pub(super) fn create(cx: &mut Write<'_>, new: NewVpc) -> Id {
    let id = cx.new_id::<Vpc>();
    let association_id = cx.ids().next("vpc-cidr-assoc");
    let ipv6 = new.with_ipv6.then(|| cidr_blocks::amazon_ipv6_block(cx));
    let record = Vpc {
        cidr_blocks: vec![Ipv4Block::associated(association_id, new.cidr)],
        ipv6_cidr_blocks: ipv6.into_iter().collect(),
        dhcp_options_id: new.dhcp_options_id,
        instance_tenancy: new.tenancy,
        is_default: new.is_default,
        state: cx.read().transition(VpcState::Pending, VpcState::Available, PENDING_MILLIS),
        enable_dns_support: true,
        enable_dns_hostnames: new.is_default,
        enable_network_address_usage_metrics: false,
    };
    cx.insert(id.clone(), record, new.tags);
    route_tables::create_main(cx, &id);
    network_acls::create_default(cx, &id, new.with_ipv6);
    security_groups::create_default(cx, &id);
    id
}

fn describe_vpcs(cx: Read<'_>, request: &DescribeVpcsRequest) -> Result<DescribeVpcsResult> {
    let page = cx.select::<Vpc>(&Query {
        ids: &request.vpc_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeVpcsResult { next_token: page.next_token, vpcs: Some(page.items) })
}

fn delete_vpc(cx: &mut Write<'_>, request: &DeleteVpcRequest) -> Result<()> {
    let id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    let read = cx.read();
    let in_use = read.with::<Subnet>("vpc-id", &id).next().is_some()
        || read.with::<NetworkInterface>("vpc-id", &id).next().is_some()
        || read.with::<InternetGateway>("attachment.vpc-id", &id).next().is_some()
        || read.with::<SecurityGroup>("vpc-id", &id).any(|group| &*group.name != "default")
        || read.with::<RouteTable>("vpc-id", &id).any(|table| !table.is_main())
        || network_acls::has_others_than_default(read, &id)
        || egress_only_internet_gateways::are_in_vpc(read, &id)
        || vpc_endpoints::are_in_vpc(read, &id)
        || vpc_peering_connections::are_with_vpc(read, &id)
        || vpn_gateways::is_attached_to(read, &id);
    if in_use {
        let message = format!("The vpc '{id}' has dependencies and cannot be deleted.");
        return Err(Error::new("DependencyViolation", message));
    }
    route_tables::delete_of_vpc(cx, &id);
    network_acls::delete_of_vpc(cx, &id);
    security_groups::delete_of_vpc(cx, &id);
    cx.remove::<Vpc>(&id);
    Ok(())
}

fn describe_vpc_attribute(
    cx: Read<'_>,
    request: &DescribeVpcAttributeRequest,
) -> Result<DescribeVpcAttributeResult> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let mut result = DescribeVpcAttributeResult {
        vpc_id: Some(vpc.id.to_string()),
        ..DescribeVpcAttributeResult::default()
    };
    let value = |value| Some(AttributeBooleanValue { value: Some(value) });
    match request.attribute {
        VpcAttributeName::EnableDnsSupport => {
            result.enable_dns_support = value(vpc.enable_dns_support);
        }
        VpcAttributeName::EnableDnsHostnames => {
            result.enable_dns_hostnames = value(vpc.enable_dns_hostnames);
        }
        VpcAttributeName::EnableNetworkAddressUsageMetrics => {
            result.enable_network_address_usage_metrics =
                value(vpc.enable_network_address_usage_metrics);
        }
    }
    Ok(result)
}

fn modify_vpc_attribute(cx: &mut Write<'_>, request: &ModifyVpcAttributeRequest) -> Result<()> {
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    check_one_of(request)?;
    let wanted = |change: &Option<AttributeBooleanValue>| change.as_ref().and_then(|c| c.value);
    if wanted(&request.enable_dns_hostnames) == Some(true) && !vpc.enable_dns_support {
        // The restriction is documented of ModifyVpcAttribute; unverified: code and message.
        let message = "The parameter enableDnsHostnames cannot be true while enableDnsSupport is \
                       false.";
        return Err(Error::combination(message));
    }
    let mut vpc = cx.get_mut::<Vpc>(&request.vpc_id)?;
    if let Some(enable) = wanted(&request.enable_dns_hostnames) {
        vpc.enable_dns_hostnames = enable;
    }
    if let Some(enable) = wanted(&request.enable_dns_support) {
        vpc.enable_dns_support = enable;
    }
    if let Some(enable) = wanted(&request.enable_network_address_usage_metrics) {
        vpc.enable_network_address_usage_metrics = enable;
    }
    Ok(())
}

/// EC2 takes one attribute a request:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html>.
/// As recorded in <https://github.com/kubernetes-sigs/cluster-api-provider-aws/issues/783>.
fn check_one_of(request: &ModifyVpcAttributeRequest) -> Result<()> {
    let changes = [
        ("enableDnsHostnames", &request.enable_dns_hostnames),
        ("enableDnsSupport", &request.enable_dns_support),
        ("enableNetworkAddressUsageMetrics", &request.enable_network_address_usage_metrics),
    ];
    let asked = changes.iter().filter(|(_, change)| change.is_some()).map(|(name, _)| *name);
    match asked.collect::<Vec<_>>().as_slice() {
        [] => Err(Error::combination("No attributes specified.")),
        [_] => Ok(()),
        several => {
            let names = several.join(", ");
            let message = format!("Fields for multiple attribute types specified: {names}");
            Err(Error::combination(message))
        }
    }
}

/// The instances that are there keep their tenancy.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcTenancy.html>
fn modify_vpc_tenancy(
    cx: &mut Write<'_>,
    request: &ModifyVpcTenancyRequest,
) -> Result<ModifyVpcTenancyResult> {
    let VpcTenancy::Default = request.instance_tenancy;
    cx.get_mut::<Vpc>(&request.vpc_id)?.instance_tenancy = Tenancy::Default;
    Ok(ModifyVpcTenancyResult { return_value: Some(true) })
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Vpc {
    /// The first one is the VPC's own; the others were associated later.
    pub cidr_blocks: Vec<Ipv4Block>,
    pub ipv6_cidr_blocks: Vec<Ipv6Block>,
    /// `default` when the VPC uses none.
    pub dhcp_options_id: Id,
    pub instance_tenancy: Tenancy,
    pub is_default: bool,
    pub state: Timed<VpcState>,
    pub enable_dns_support: bool,
    pub enable_dns_hostnames: bool,
    pub enable_network_address_usage_metrics: bool,
}

impl Vpc {
    fn own_cidr(&self) -> String {
        self.cidr_blocks.first().map(|block| block.cidr.to_string()).unwrap_or_default()
    }
}

fn view(row: &Row<Vpc>, cx: Read<'_>) -> wire::Vpc {
    let now = cx.now();
    let ipv4 = row.cidr_blocks.iter().map(|block| block.view(now));
    let ipv6 = row.ipv6_cidr_blocks.iter().map(|block| block.view(cx.region(), now));
    wire::Vpc {
        owner_id: Some(cx.account().to_string()),
        instance_tenancy: Some(row.instance_tenancy),
        ipv6_cidr_block_association_set: Some(ipv6.collect::<Vec<_>>()).filter(|s| !s.is_empty()),
        cidr_block_association_set: Some(ipv4.collect()),
        is_default: Some(row.is_default),
        tags: row.tags.wire_unless_empty(),
        block_public_access_states: Some(BlockPublicAccessStates {
            internet_gateway_block_mode: Some(BlockPublicAccessMode::Off),
        }),
        vpc_id: Some(row.id.to_string()),
        state: Some(row.state.at(cx.now())),
        cidr_block: Some(row.own_cidr()),
        dhcp_options_id: Some(row.dhcp_options_id.to_string()),
        ..wire::Vpc::default()
    }
}
