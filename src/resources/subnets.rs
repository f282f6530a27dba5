//! Subnets, and how many addresses they have left.

use super::network_interfaces::NetworkInterface;
use super::regions::availability_zones;
use super::vpcs::Vpc;
use super::{network_acls, route_tables};
use crate::catalog::regions::Zone;
use crate::engine::network::{overlap, parse_ipv4_cidr, parse_ipv6_cidr, usable_addresses};
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::Serialize;
use wire::{
    AttributeBooleanValue, BlockPublicAccessMode, BlockPublicAccessStates, CreateSubnetRequest,
    CreateSubnetResult, DeleteSubnetRequest, DescribeSubnetsRequest, DescribeSubnetsResult,
    HostnameType, ModifySubnetAttributeRequest, PrivateDnsNameOptionsOnLaunch, ResourceType,
    SubnetCidrBlockState, SubnetCidrBlockStateCode, SubnetIpv6CidrBlockAssociation, SubnetState,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateSubnet => create_subnet, refuses [
        "OutpostArn", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId", "Ipv6NetmaskLength",
    ];
    Read  DescribeSubnets => describe_subnets;
    Write DeleteSubnet => delete_subnet;
    Write ModifySubnetAttribute => modify_subnet_attribute, refuses [
        "MapCustomerOwnedIpOnLaunch", "CustomerOwnedIpv4Pool", "EnableLniAtDeviceIndex",
        "DisableLniAtDeviceIndex",
    ];
};

const PENDING_MILLIS: i64 = 1_000;

impl Resource for Subnet {
    type View = wire::Subnet;
    const PREFIX: &'static str = "subnet";
    const TYPE: ResourceType = ResourceType::Subnet;
    const PLURAL: &'static str = "subnets";
    const NOT_FOUND: &'static str = "InvalidSubnetID.NotFound";
    const MALFORMED: &'static str = "InvalidSubnetID.Malformed";
    const NOUN: &'static str = "subnet ID";
    const ID_FILTER: Option<&'static str> = Some("subnet-id");
    /// Spellings that the documentation names besides the usual ones.
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("availabilityZone", |row: &Row<Self>, _| vec![row.zone.to_string()]),
        ("availabilityZoneId", |row: &Row<Self>, _| vec![row.zone_id.to_string()]),
        ("cidr", |row: &Row<Self>, _| vec![row.cidr.to_string()]),
        ("cidrBlock", |row: &Row<Self>, _| vec![row.cidr.to_string()]),
        ("defaultForAz", |row: &Row<Self>, _| vec![row.default_for_az.to_string()]),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Subnet {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
    }
}

fn create_subnet(cx: &mut Write<'_>, request: &CreateSubnetRequest) -> Result<CreateSubnetResult> {
    let tags = cx.tags_for::<Subnet>(&request.tag_specifications)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    if request.ipv6_native == Some(true) {
        return Err(Error::not_emulated("IPv6-only subnets"));
    }
    let cidr = request.cidr_block.as_deref().ok_or_else(|| Error::missing("cidrBlock"))?;
    let cidr = parse_ipv4_cidr("cidrBlock", cidr)?;
    let within = vpc.cidr_blocks.iter().any(|block| block.cidr.contains(&cidr));
    if !within || !(16..=28).contains(&cidr.prefix_len()) {
        return Err(Error::new("InvalidSubnet.Range", format!("The CIDR '{cidr}' is invalid.")));
    }
    let ipv6_cidr = request.ipv6_cidr_block.as_deref().map(|text| ipv6_block(vpc, text));
    let ipv6_cidr = ipv6_cidr.transpose()?;
    let vpc_id = vpc.id.clone();
    let zone = zone(cx.read(), request)?;
    for other in cx.read().with::<Subnet>("vpc-id", &vpc_id) {
        let same_ipv6 =
            ipv6_cidr.is_some() && other.ipv6_cidr.as_ref().map(|block| block.cidr) == ipv6_cidr;
        if overlap(&other.cidr, &cidr) || same_ipv6 {
            let message = format!("The CIDR '{cidr}' conflicts with another subnet");
            return Err(Error::new("InvalidSubnet.Conflict", message));
        }
    }
    let id = create(cx, &vpc_id, cidr, zone, false, tags);
    if let Some(cidr) = ipv6_cidr {
        let association_id = cx.ids().next("subnet-cidr-assoc");
        cx.get_mut::<Subnet>(&id)?.ipv6_cidr = Some(Ipv6Block { association_id, cidr });
    }
    let subnet = Subnet::view(cx.get::<Subnet>(&id)?, cx.read());
    Ok(CreateSubnetResult { subnet: Some(subnet) })
}

/// A /64 out of one of the VPC's IPv6 blocks.
fn ipv6_block(vpc: &Vpc, text: &str) -> Result<Ipv6Net> {
    let cidr = parse_ipv6_cidr("ipv6CidrBlock", text)?;
    let within = vpc.ipv6_cidr_blocks.iter().any(|block| block.cidr.contains(&cidr));
    if within && (44..=64).contains(&cidr.prefix_len()) && cidr.prefix_len() % 4 == 0 {
        return Ok(cidr);
    }
    Err(Error::new("InvalidSubnet.Range", format!("The CIDR '{cidr}' is invalid.")))
}

/// The zone asked for, or the region's first.
// unverified: which zone AWS picks is not documented; the first one is as good as any.
fn zone(cx: Read<'_>, request: &CreateSubnetRequest) -> Result<&'static Zone> {
    let mut zones = availability_zones(cx.region());
    let found = match (&request.availability_zone, &request.availability_zone_id) {
        (Some(name), _) => zones.find(|zone| zone.name == name),
        (None, Some(id)) => zones.find(|zone| zone.id == id),
        (None, None) => zones.next(),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = availability_zones(cx.region()).map(|zone| zone.name).collect();
        let asked = request.availability_zone.as_ref().or(request.availability_zone_id.as_ref());
        let reason = format!(
            "Subnets can currently only be created in the following availability zones: {}.",
            names.join(", ")
        );
        Error::bad_parameter("availabilityZone", asked.map_or("", String::as_str), &reason)
    })
}

pub(super) fn create(
    cx: &mut Write<'_>,
    vpc_id: &Id,
    cidr: Ipv4Net,
    zone: &Zone,
    default_for_az: bool,
    tags: Tags,
) -> Id {
    let id = cx.new_id::<Subnet>();
    let record = Subnet {
        vpc_id: vpc_id.clone(),
        cidr,
        ipv6_cidr: None,
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        state: cx.read().transition(SubnetState::Pending, SubnetState::Available, PENDING_MILLIS),
        default_for_az,
        map_public_ip_on_launch: default_for_az,
        assign_ipv6_address_on_creation: false,
        enable_dns64: false,
        hostname_type: HostnameType::IpName,
        resource_name_dns_a_record: false,
        resource_name_dns_aaaa_record: false,
    };
    cx.insert(id.clone(), record, tags);
    network_acls::associate_with_default(cx, vpc_id, &id);
    id
}

fn describe_subnets(
    cx: Read<'_>,
    request: &DescribeSubnetsRequest,
) -> Result<DescribeSubnetsResult> {
    let page = cx.select::<Subnet>(&Query {
        ids: &request.subnet_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeSubnetsResult { next_token: page.next_token, subnets: Some(page.items) })
}

fn delete_subnet(cx: &mut Write<'_>, request: &DeleteSubnetRequest) -> Result<()> {
    let id = cx.get::<Subnet>(&request.subnet_id)?.id.clone();
    if cx.read().with::<NetworkInterface>("subnet-id", &id).next().is_some() {
        let message = format!("The subnet '{id}' has dependencies and cannot be deleted.");
        return Err(Error::new("DependencyViolation", message));
    }
    route_tables::forget_subnet(cx, &id);
    network_acls::forget_subnet(cx, &id);
    cx.remove::<Subnet>(&id);
    Ok(())
}

fn modify_subnet_attribute(
    cx: &mut Write<'_>,
    request: &ModifySubnetAttributeRequest,
) -> Result<()> {
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    let wanted = |change: &Option<AttributeBooleanValue>| change.as_ref().and_then(|c| c.value);
    let assign_ipv6 = wanted(&request.assign_ipv6_address_on_creation);
    let changes = [
        assign_ipv6.is_some(),
        request.map_public_ip_on_launch.is_some(),
        request.enable_dns64.is_some(),
        request.private_dns_hostname_type_on_launch.is_some(),
        request.enable_resource_name_dns_a_record_on_launch.is_some(),
        request.enable_resource_name_dns_aaaa_record_on_launch.is_some(),
    ];
    match changes.iter().filter(|change| **change).count() {
        0 => return Err(Error::combination("No attributes specified.")),
        1 => {}
        _ => return Err(Error::combination("Fields for multiple attribute types specified")),
    }
    if assign_ipv6 == Some(true) && subnet.ipv6_cidr.is_none() {
        let message = format!("The subnet '{}' does not have an IPv6 CIDR block.", subnet.id);
        return Err(Error::invalid_value(message));
    }
    let mut subnet = cx.get_mut::<Subnet>(&request.subnet_id)?;
    let set = |field: &mut bool, change: Option<bool>| *field = change.unwrap_or(*field);
    set(&mut subnet.assign_ipv6_address_on_creation, assign_ipv6);
    set(&mut subnet.map_public_ip_on_launch, wanted(&request.map_public_ip_on_launch));
    set(&mut subnet.enable_dns64, wanted(&request.enable_dns64));
    set(
        &mut subnet.resource_name_dns_a_record,
        wanted(&request.enable_resource_name_dns_a_record_on_launch),
    );
    set(
        &mut subnet.resource_name_dns_aaaa_record,
        wanted(&request.enable_resource_name_dns_aaaa_record_on_launch),
    );
    if let Some(hostname_type) = request.private_dns_hostname_type_on_launch {
        subnet.hostname_type = hostname_type;
    }
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Subnet {
    pub vpc_id: Id,
    pub cidr: Ipv4Net,
    pub ipv6_cidr: Option<Ipv6Block>,
    /// The zone's name and id: `us-east-1a`, `use1-az4`.
    pub zone: Id,
    pub zone_id: Id,
    pub state: Timed<SubnetState>,
    pub default_for_az: bool,
    pub map_public_ip_on_launch: bool,
    pub assign_ipv6_address_on_creation: bool,
    pub enable_dns64: bool,
    pub hostname_type: HostnameType,
    pub resource_name_dns_a_record: bool,
    pub resource_name_dns_aaaa_record: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Ipv6Block {
    pub association_id: Id,
    pub cidr: Ipv6Net,
}

/// How many addresses no interface has.
pub(super) fn available_addresses(row: &Row<Subnet>, cx: Read<'_>) -> u32 {
    let interfaces = cx.table::<NetworkInterface>();
    let primary = interfaces.live_count_with("subnet-id", &row.id, cx.now());
    let secondary: usize = cx
        .with::<NetworkInterface>("subnet-with-secondary-addresses", &row.id)
        .map(|interface| interface.addresses.len().saturating_sub(1))
        .sum();
    let used = u32::try_from(primary + secondary).unwrap_or(u32::MAX);
    usable_addresses(&row.cidr).saturating_sub(used)
}

fn view(row: &Row<Subnet>, cx: Read<'_>) -> wire::Subnet {
    let (account, region) = (cx.account(), cx.region());
    let partition = super::partition(cx);
    let ipv6 = row.ipv6_cidr.iter().map(|block| SubnetIpv6CidrBlockAssociation {
        association_id: Some(block.association_id.to_string()),
        ipv6_cidr_block: Some(block.cidr.to_string()),
        ipv6_cidr_block_state: Some(SubnetCidrBlockState {
            state: Some(SubnetCidrBlockStateCode::Associated),
            status_message: None,
        }),
        ..SubnetIpv6CidrBlockAssociation::default()
    });
    wire::Subnet {
        availability_zone_id: Some(row.zone_id.to_string()),
        map_customer_owned_ip_on_launch: Some(false),
        owner_id: Some(account.to_string()),
        assign_ipv6_address_on_creation: Some(row.assign_ipv6_address_on_creation),
        ipv6_cidr_block_association_set: Some(ipv6.collect()),
        tags: row.tags.wire_unless_empty(),
        subnet_arn: Some(format!("arn:{partition}:ec2:{region}:{account}:subnet/{}", row.id)),
        enable_dns64: Some(row.enable_dns64),
        ipv6_native: Some(false),
        private_dns_name_options_on_launch: Some(PrivateDnsNameOptionsOnLaunch {
            hostname_type: Some(row.hostname_type),
            enable_resource_name_dns_a_record: Some(row.resource_name_dns_a_record),
            enable_resource_name_dns_aaaa_record: Some(row.resource_name_dns_aaaa_record),
        }),
        block_public_access_states: Some(BlockPublicAccessStates {
            internet_gateway_block_mode: Some(BlockPublicAccessMode::Off),
        }),
        subnet_id: Some(row.id.to_string()),
        state: Some(row.state.at(cx.now())),
        vpc_id: Some(row.vpc_id.to_string()),
        cidr_block: Some(row.cidr.to_string()),
        available_ip_address_count: i32::try_from(available_addresses(row, cx)).ok(),
        availability_zone: Some(row.zone.to_string()),
        default_for_az: Some(row.default_for_az),
        map_public_ip_on_launch: Some(row.map_public_ip_on_launch),
        ..wire::Subnet::default()
    }
}
