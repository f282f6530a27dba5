//! Subnets, and how many addresses they have left. How they are made is in `create`, their IPv6
//! blocks are in `ipv6_blocks`, the addresses that they keep back in `cidr_reservations`.

pub(super) mod cidr_reservations;
mod create;
mod ipv6_blocks;
pub(super) mod zone;

pub(super) use create::{NewSubnet, create, created, zone};

use super::arns::arn;
use super::network_interfaces::NetworkInterface;
use super::{network_acls, route_tables};
use crate::engine::network::usable_addresses;
use crate::engine::{
    CustomFilter, Id, Index, Now, Operation, Query, Read, Resource, Row, Write, operations,
};
use crate::error::{Error, Result};
use ipnet::Ipv4Net;
use ipv6_blocks::Ipv6Block;
use serde::Serialize;
use wire::{
    AttributeBooleanValue, BlockPublicAccessMode, BlockPublicAccessStates, DeleteSubnetRequest,
    DescribeSubnetsRequest, DescribeSubnetsResult, HostnameType, ModifySubnetAttributeRequest,
    PrivateDnsNameOptionsOnLaunch, ResourceType, SubnetState,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateSubnet => create::create_subnet, refuses [
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

impl Resource for Subnet {
    type View = wire::Subnet;
    const PREFIX: &'static str = "subnet";
    const TYPE: Option<ResourceType> = Some(ResourceType::Subnet);
    const PLURAL: &'static str = "subnets";
    const NOT_FOUND: &'static str = "InvalidSubnetID.NotFound";
    const MALFORMED: &'static str = "InvalidSubnetID.Malformed";
    const NOUN: &'static str = "subnet ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("subnet-id");
    /// Spellings that the documentation names besides the usual ones.
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("availabilityZone", |row: &Row<Self>, _| vec![row.zone.to_string()]),
        ("availabilityZoneId", |row: &Row<Self>, _| vec![row.zone_id.to_string()]),
        ("cidr", |row: &Row<Self>, _| row.cidr.iter().map(ToString::to_string).collect()),
        ("cidrBlock", |row: &Row<Self>, _| row.cidr.iter().map(ToString::to_string).collect()),
        ("defaultForAz", |row: &Row<Self>, _| vec![row.default_for_az.to_string()]),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Subnet {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        for block in &self.ipv6_blocks {
            index.add(ipv6_blocks::ASSOCIATION, block.association_id.clone());
        }
    }
}

fn conflict(message: String) -> Error {
    Error::new("InvalidSubnet.Conflict", message)
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
    check_changes(cx.get::<Subnet>(&request.subnet_id)?, request, cx.now())?;
    let wanted = |change: &Option<AttributeBooleanValue>| change.as_ref().and_then(|c| c.value);
    let assign_ipv6 = wanted(&request.assign_ipv6_address_on_creation);
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

/// # Errors
/// For none or several attributes, and for what a subnet without the family cannot have.
fn check_changes(
    subnet: &Row<Subnet>,
    request: &ModifySubnetAttributeRequest,
    now: Now<'_>,
) -> Result<()> {
    let dns_a = &request.enable_resource_name_dns_a_record_on_launch;
    let dns_aaaa = &request.enable_resource_name_dns_aaaa_record_on_launch;
    let hostname = request.private_dns_hostname_type_on_launch;
    let changes = [
        ("assignIpv6AddressOnCreation", request.assign_ipv6_address_on_creation.is_some()),
        ("enableDns64", request.enable_dns64.is_some()),
        ("enableResourceNameDnsAAAARecordOnLaunch", dns_aaaa.is_some()),
        ("enableResourceNameDnsARecordOnLaunch", dns_a.is_some()),
        ("mapPublicIpOnLaunch", request.map_public_ip_on_launch.is_some()),
        ("privateDnsHostnameTypeOnLaunch", hostname.is_some()),
    ];
    let asked = changes.iter().filter(|(_, asked)| *asked).map(|(name, _)| *name);
    let asked: Vec<&str> = asked.collect();
    if asked.is_empty() {
        return Err(Error::combination("No attributes specified."));
    }
    if asked.len() > 1 {
        let message = format!(
            "Only one subnet attribute can be modified at a time.\nProvided attributes: [{}]",
            asked.join(", ")
        );
        return Err(Error::combination(message));
    }
    let is_set = |change: &Option<AttributeBooleanValue>| {
        change.as_ref().is_some_and(|change| change.value == Some(true))
    };
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/46795> and
    // <https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/930>.
    // unverified: that it is the same, the other way round, of IPv4's attributes.
    let (ipv6, ipv4) = (subnet.ipv6_block(now).is_some(), subnet.cidr.is_some());
    for (attribute, is_set, family, has_it) in [
        (
            "assign-ipv6-address-on-creation",
            is_set(&request.assign_ipv6_address_on_creation),
            "IPv6",
            ipv6,
        ),
        ("enable-dns64", is_set(&request.enable_dns64), "IPv6", ipv6),
        ("enable-resource-name-dns-aaaa-record-on-launch", is_set(dns_aaaa), "IPv6", ipv6),
        ("enable-resource-name-dns-a-record-on-launch", is_set(dns_a), "IPv4", ipv4),
        ("map-public-ip-on-launch", is_set(&request.map_public_ip_on_launch), "IPv4", ipv4),
    ] {
        if is_set && !has_it {
            let message = format!(
                "Invalid value 'true' for {attribute}. Cannot set {attribute} to true unless the \
                 subnet ({}) has an {family} CIDR block associated with it.",
                subnet.id
            );
            return Err(Error::invalid_value(message));
        }
    }
    if hostname == Some(HostnameType::IpName) && !ipv4 {
        // unverified: documented of IPv6-only subnets, without a message.
        let message = format!(
            "Invalid value 'ip-name' for private-dns-hostname-type-on-launch. The subnet ({}) is \
             IPv6-only.",
            subnet.id
        );
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Subnet {
    pub vpc_id: Id,
    /// `None`: the subnet is IPv6-only.
    pub cidr: Option<Ipv4Net>,
    /// All it ever had; [`Subnet::ipv6_block`] tells which one it has.
    ipv6_blocks: Vec<Ipv6Block>,
    /// The zone's name and id: `us-east-1a`, `use1-az4`.
    pub zone: Id,
    pub zone_id: Id,
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
    row.cidr.map_or(0, |cidr| usable_addresses(&cidr).saturating_sub(used))
}

fn view(row: &Row<Subnet>, cx: Read<'_>) -> wire::Subnet {
    let account = cx.account();
    let ipv6 = row.ipv6_blocks.iter().map(|block| block.view(cx.now()));
    wire::Subnet {
        availability_zone_id: Some(row.zone_id.to_string()),
        map_customer_owned_ip_on_launch: Some(false),
        owner_id: Some(account.to_string()),
        assign_ipv6_address_on_creation: Some(row.assign_ipv6_address_on_creation),
        ipv6_cidr_block_association_set: Some(ipv6.collect()),
        tags: row.tags.wire_unless_empty(),
        subnet_arn: Some(arn(cx, &format!("subnet/{}", row.id))),
        enable_dns64: Some(row.enable_dns64),
        ipv6_native: Some(row.cidr.is_none()),
        private_dns_name_options_on_launch: Some(PrivateDnsNameOptionsOnLaunch {
            hostname_type: Some(row.hostname_type),
            enable_resource_name_dns_a_record: Some(row.resource_name_dns_a_record),
            enable_resource_name_dns_aaaa_record: Some(row.resource_name_dns_aaaa_record),
        }),
        block_public_access_states: Some(BlockPublicAccessStates {
            internet_gateway_block_mode: Some(BlockPublicAccessMode::Off),
        }),
        subnet_id: Some(row.id.to_string()),
        state: Some(SubnetState::Available),
        vpc_id: Some(row.vpc_id.to_string()),
        cidr_block: row.cidr.map(|cidr| cidr.to_string()),
        available_ip_address_count: i32::try_from(available_addresses(row, cx)).ok(),
        availability_zone: Some(row.zone.to_string()),
        default_for_az: Some(row.default_for_az),
        map_public_ip_on_launch: Some(row.map_public_ip_on_launch),
        ..wire::Subnet::default()
    }
}
