//! Subnets, and how many addresses they have left. Their IPv6 blocks are in `ipv6_blocks`, the
//! addresses that they keep back in `cidr_reservations`.

pub(super) mod cidr_reservations;
mod ipv6_blocks;

use super::arns::arn;
use super::network_interfaces::NetworkInterface;
use super::regions::availability_zones;
use super::vpcs::Vpc;
use super::{network_acls, route_tables};
use crate::catalog::regions::Zone;
use crate::engine::network::{overlap, parse_ipv4_cidr, usable_addresses};
use crate::engine::{
    CustomFilter, Id, Index, Operation, Query, Read, Resource, Row, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result, check_one_attribute};
use ipnet::Ipv4Net;
use ipv6_blocks::Ipv6Block;
use serde::Serialize;
use wire::{
    AttributeBooleanValue, BlockPublicAccessMode, BlockPublicAccessStates, CreateSubnetRequest,
    CreateSubnetResult, DeleteSubnetRequest, DescribeSubnetsRequest, DescribeSubnetsResult,
    HostnameType, ModifySubnetAttributeRequest, PrivateDnsNameOptionsOnLaunch, ResourceType,
    SubnetState,
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
    Write AssociateSubnetCidrBlock => ipv6_blocks::associate_subnet_cidr_block, refuses [
        "Ipv6IpamPoolId", "Ipv6NetmaskLength",
    ];
    Write CreateSubnetCidrReservation => cidr_reservations::create_subnet_cidr_reservation;
    Read  GetSubnetCidrReservations => cidr_reservations::get_subnet_cidr_reservations;
    Write DeleteSubnetCidrReservation => cidr_reservations::delete_subnet_cidr_reservation;
    Write DisassociateSubnetCidrBlock => ipv6_blocks::disassociate_subnet_cidr_block;
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
        if let Some(block) = &self.ipv6_cidr {
            index.add(ipv6_blocks::ASSOCIATION, block.association_id.clone());
        }
    }
}

fn create_subnet(cx: &mut Write<'_>, request: &CreateSubnetRequest) -> Result<CreateSubnetResult> {
    let tags = cx.tags_for::<Subnet>(&request.tag_specifications)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    if request.ipv6_native == Some(true) {
        return Err(Error::not_emulated("IPv6-only subnets"));
    }
    let cidr = request.cidr_block.as_deref().ok_or_else(|| {
        let message = "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.";
        Error::new("MissingParameter", message)
    })?;
    let cidr = parse_ipv4_cidr("cidrBlock", cidr)?;
    let within = vpc.usable_ipv4_cidrs(cx.now()).any(|block| block.contains(&cidr));
    if !within || !(16..=28).contains(&cidr.prefix_len()) {
        return Err(Error::new("InvalidSubnet.Range", format!("The CIDR '{cidr}' is invalid.")));
    }
    let vpc_id = vpc.id.clone();
    let overlaps = |other: &Row<Subnet>| overlap(&other.cidr, &cidr);
    if cx.read().with::<Subnet>("vpc-id", &vpc_id).any(overlaps) {
        return Err(conflict(&cidr.to_string()));
    }
    let asked = request.ipv6_cidr_block.as_deref();
    let ipv6_cidr = asked.map(|text| ipv6_blocks::check(cx.read(), vpc, text)).transpose()?;
    let (name, zone_id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(cx.read(), name.as_deref(), zone_id.as_deref())?;
    let id = create(cx, &vpc_id, cidr, zone, false, tags);
    if let Some(cidr) = ipv6_cidr {
        let association_id = cx.ids().next("subnet-cidr-assoc");
        cx.get_mut::<Subnet>(&id)?.ipv6_cidr = Some(Ipv6Block::associated(association_id, cidr));
    }
    let row = cx.get::<Subnet>(&id)?;
    let mut subnet = Subnet::view(row, cx.read());
    // DescribeSubnets leaves the list out where it is empty; this answer has it.
    subnet.tags = row.tags.wire();
    Ok(CreateSubnetResult { subnet: Some(subnet) })
}

fn conflict(cidr: &str) -> Error {
    let message = format!("The CIDR '{cidr}' conflicts with another subnet");
    Error::new("InvalidSubnet.Conflict", message)
}

/// The zone asked for, or the region's first.
// unverified: which zone AWS picks is not documented; the first one is as good as any.
pub(super) fn zone(cx: Read<'_>, name: Option<&str>, id: Option<&str>) -> Result<&'static Zone> {
    let mut zones = availability_zones(cx.region());
    let (parameter, found) = match (name, id) {
        (Some(_), Some(_)) => {
            // unverified: AWS documents no message for this.
            let message = "The parameter availabilityZone cannot be used with the parameter \
                           availabilityZoneId";
            return Err(Error::combination(message));
        }
        (Some(name), None) => ("availabilityZone", zones.find(|zone| zone.name == name)),
        (None, Some(id)) => ("availabilityZoneId", zones.find(|zone| zone.id == id)),
        (None, None) => ("availabilityZone", zones.next()),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = availability_zones(cx.region()).map(|zone| zone.name).collect();
        let reason = format!(
            "Subnets can currently only be created in the following availability zones: {}.",
            names.join(", ")
        );
        Error::bad_parameter(parameter, name.or(id).unwrap_or_default(), &reason)
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
    cidr_reservations::forget_subnet(cx, &id);
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
    check_one_attribute(&changes)?;
    if assign_ipv6 == Some(true) && subnet.ipv6_block(cx.now()).is_none() {
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/46795>.
        let message = format!(
            "Invalid value 'true' for assign-ipv6-address-on-creation. Cannot set \
             assign-ipv6-address-on-creation to true unless the subnet ({}) has an IPv6 CIDR block \
             associated with it.",
            subnet.id
        );
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
    /// May be gone by now; [`Subnet::ipv6_block`] tells.
    ipv6_cidr: Option<Ipv6Block>,
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

/// How many addresses no interface has.
pub(super) fn available_addresses(row: &Row<Subnet>, cx: Read<'_>) -> u32 {
    let interfaces = cx.table::<NetworkInterface>();
    let primary = interfaces.live_count_with("subnet-id", &row.id, cx.now());
    let secondary: usize = cx
        .with::<NetworkInterface>("subnet-with-secondary-addresses", &row.id)
        .map(|interface| interface.further_addresses())
        .sum();
    let used = u32::try_from(primary + secondary).unwrap_or(u32::MAX);
    usable_addresses(&row.cidr).saturating_sub(used)
}

fn view(row: &Row<Subnet>, cx: Read<'_>) -> wire::Subnet {
    let account = cx.account();
    let ipv6 = row.ipv6_block(cx.now()).map(|block| block.view(cx.now()));
    wire::Subnet {
        availability_zone_id: Some(row.zone_id.to_string()),
        map_customer_owned_ip_on_launch: Some(false),
        owner_id: Some(account.to_string()),
        assign_ipv6_address_on_creation: Some(row.assign_ipv6_address_on_creation),
        ipv6_cidr_block_association_set: Some(ipv6.into_iter().collect()),
        tags: row.tags.wire_unless_empty(),
        subnet_arn: Some(arn(cx, &format!("subnet/{}", row.id))),
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
