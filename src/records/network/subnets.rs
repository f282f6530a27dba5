//! Subnets, and how many addresses they have left. How they are made is in `create`, their IPv6
//! blocks are in `ipv6_blocks`, the addresses that they keep back in `cidr_reservations`.

use crate::catalog::regions::{self, OptIn, Zone};
use crate::engine::network::usable_addresses;
use crate::engine::{
    By, CustomFilter, Hold, IdRule, Index, Millis, Now, PartOf, Quota, Read, Resource, Row, Tags,
    Text, Timed, Write,
};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::account::regions::{availability_zones, named_zone, opt_in};
use crate::records::durations;
use crate::records::ids::{SubnetCidrBlockId, SubnetId, VpcId};
use crate::records::network::from_pool::{self, FromPool};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::vpc_block_public_access;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr};
use wire::{
    HostnameType, PrivateDnsNameOptionsOnLaunch, ResourceType, SubnetCidrBlockState,
    SubnetCidrBlockStateCode, SubnetCidrReservationType, SubnetIpv6CidrBlockAssociation,
    SubnetState,
};

impl SubnetCidrReservation {
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
}

impl Resource for SubnetCidrReservation {
    type View = wire::SubnetCidrReservation;
    const PREFIX: &'static str = "scr";
    const TYPE: Option<ResourceType> = Some(ResourceType::SubnetCidrReservation);
    const PLURAL: &'static str = "subnetCidrReservations";
    const MALFORMED: &'static str = "InvalidSubnetCidrReservationID.Malformed";
    const NOUN: &'static str = "subnet-cidr-reservation ID";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    // unverified (looked up 2026-11-26): that they do not hold their subnet.
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_SUBNET)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::SubnetCidrReservation {
        wire::SubnetCidrReservation {
            subnet_cidr_reservation_id: Some(row.id.to_string()),
            subnet_id: Some(row.subnet_id.to_string()),
            cidr: Some(row.cidr.to_string()),
            reservation_type: Some(row.kind),
            owner_id: Some(cx.account().to_string()),
            description: row.description.clone(),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SUBNET, &self.subnet_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SubnetCidrReservation {
    pub subnet_id: SubnetId,
    pub cidr: IpNet,
    pub kind: SubnetCidrReservationType,
    pub description: Option<String>,
}

pub(crate) fn of_subnet<'a>(
    cx: Read<'a>,
    subnet_id: &SubnetId,
) -> impl Iterator<Item = &'a Row<SubnetCidrReservation>> {
    cx.with(SubnetCidrReservation::BY_SUBNET, subnet_id)
}

/// The blocks out of which no address of a subnet is given unless it is asked for.
pub(crate) fn reserved(cx: Read<'_>, subnet_id: &SubnetId) -> Vec<IpNet> {
    of_subnet(cx, subnet_id).map(|row| row.cidr).collect()
}

/// The blocks of a subnet that are for prefixes.
pub(crate) fn for_prefixes(cx: Read<'_>, subnet_id: &SubnetId) -> Vec<IpNet> {
    let rows = of_subnet(cx, subnet_id);
    rows.filter(|row| row.kind == SubnetCidrReservationType::Prefix).map(|row| row.cidr).collect()
}

/// Whether an address can be asked for.
///
/// # Errors
/// `InvalidParameterValue` for one that is reserved for prefixes.
pub(crate) fn check(cx: Read<'_>, subnet_id: &SubnetId, address: impl Into<IpAddr>) -> Result<()> {
    let address = address.into();
    let mut prefixes =
        of_subnet(cx, subnet_id).filter(|row| row.kind == SubnetCidrReservationType::Prefix);
    if !prefixes.any(|row| row.cidr.contains(&address)) {
        return Ok(());
    }
    // unverified (looked up 2026-11-26): code and message.
    let message = format!("Address {address} is in a CIDR reservation of the type prefix");
    Err(Error::invalid_value(message))
}

/// What a subnet is made of; its blocks are known to be free.
pub(crate) struct NewSubnet {
    pub vpc_id: VpcId,
    /// `None`: the subnet is IPv6-only.
    pub cidr: Option<Ipv4Net>,
    pub ipv6_cidr: Option<Ipv6Net>,
    pub zone: &'static Zone,
    pub default_for_az: bool,
    pub tags: Tags,
}

/// The zone asked for, or the region's first.
// unverified (looked up 2026-11-26): which one AWS picks; it put all four of a VPC into one zone in
// infoshareacademy/AWSMasters#4.
pub(crate) fn zone(cx: Read<'_>, name: Option<&str>, id: Option<&str>) -> Result<&'static Zone> {
    let refusal = |parameter: &str, text: &str| {
        // Each in its own terms: with a request id in the notes of transcript 16992985915.
        let is_id = parameter == "availabilityZoneId";
        let called = |zone: &'static Zone| if is_id { zone.id } else { zone.name };
        let mut names: Vec<&str> = availability_zones(cx.region()).map(called).collect();
        names.sort_unstable();
        let reason = format!(
            "Subnets can currently only be created in the following availability zones: {}.",
            names.join(", ")
        );
        Error::bad_parameter(parameter, text, &reason)
    };
    let parameter = if name.is_some() { "availabilityZone" } else { "availabilityZoneId" };
    match named_zone(cx, name, id, refusal)? {
        Some(zone) if opt_in(cx, zone) != OptIn::NotOptedIn => Ok(zone),
        Some(_) => Err(refusal(parameter, name.or(id).unwrap_or_default())),
        None => availability_zones(cx.region()).next().ok_or_else(|| refusal(parameter, "")),
    }
}

/// What a create answers: one member comes with DescribeSubnets only.
pub(crate) fn created(row: &Row<Subnet>, cx: Read<'_>) -> wire::Subnet {
    wire::Subnet { block_public_access_states: None, ..view(row, cx) }
}

pub(crate) const CHANGING_MILLIS: Millis = durations::SUBNETS_IPV6_CIDR_BLOCK;

/// One that was disassociated stays listed as that, and is otherwise gone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ipv6Block {
    pub association_id: SubnetCidrBlockId,
    pub cidr: Ipv6Net,
    pub state: Timed<SubnetCidrBlockStateCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_pool: Option<Box<FromPool>>,
}

impl Ipv6Block {
    pub fn associating(cx: &mut Write<'_>, cidr: Ipv6Net) -> Self {
        let (first, then) =
            (SubnetCidrBlockStateCode::Associating, SubnetCidrBlockStateCode::Associated);
        let state = cx.read().transition(first, then, CHANGING_MILLIS);
        let association_id = cx.ids().next("subnet-cidr-assoc");
        Self { association_id, cidr, state, from_pool: None }
    }

    pub fn is_leaving(&self, now: Now<'_>) -> bool {
        self.state.at(now) == SubnetCidrBlockStateCode::Disassociating
    }

    pub fn view(&self, now: Now<'_>) -> SubnetIpv6CidrBlockAssociation {
        let (source, attribute) = from_pool::source(self.from_pool.as_deref());
        SubnetIpv6CidrBlockAssociation {
            association_id: Some(self.association_id.to_string()),
            ipv6_cidr_block: Some(self.cidr.to_string()),
            ipv6_cidr_block_state: Some(SubnetCidrBlockState {
                state: Some(self.state.at(now)),
                status_message: None,
            }),
            ipv6_address_attribute: Some(attribute),
            ip_source: Some(source),
        }
    }
}

impl Subnet {
    /// The IPv6 block that there is at a moment.
    pub fn ipv6_block(&self, now: Now<'_>) -> Option<&Ipv6Block> {
        let mut blocks = self.ipv6_blocks.iter();
        blocks.find(|block| block.state.at(now) != SubnetCidrBlockStateCode::Disassociated)
    }
}

impl Subnet {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    /// The filter, and index, that finds a subnet by an association.
    pub(crate) const BY_ASSOCIATION: By<Self, SubnetCidrBlockId> =
        By::new("ipv6-cidr-block-association.association-id");
}

impl Resource for Subnet {
    type View = wire::Subnet;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];
    const PREFIX: &'static str = "subnet";
    const TYPE: Option<ResourceType> = Some(ResourceType::Subnet);
    const PLURAL: &'static str = "subnets";
    const MALFORMED: &'static str = "InvalidSubnetID.Malformed";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("subnet-id");
    // `pagination.json` and `network_interfaces.json` of `radkawar/stackd`
    // unverified (looked up 2026-11-26): MaxResults next to ids, of which the recording's notes
    // alone tell.
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("SubnetIds");
    const IDS_EXCLUDE_TOKENS: bool = true;
    /// Spellings that the documentation names besides the usual ones.
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("availabilityZone", |row: &Row<Self>, _| vec![row.zone.to_string()]),
        ("availabilityZoneId", |row: &Row<Self>, _| vec![row.zone_id.to_string()]),
        ("cidr", |row: &Row<Self>, _| row.cidr.iter().map(ToString::to_string).collect()),
        ("cidrBlock", |row: &Row<Self>, _| row.cidr.iter().map(ToString::to_string).collect()),
        ("defaultForAz", |row: &Row<Self>, _| vec![row.default_for_az.to_string()]),
    ];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_VPC, &row.vpc_id).count() > 200,
        code: "SubnetLimitExceeded",
        message: |_| "The maximum number of subnets has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Subnet {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
        for block in &self.ipv6_blocks {
            index.add(Self::BY_ASSOCIATION, &block.association_id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Subnet {
    pub vpc_id: VpcId,
    /// `None`: the subnet is IPv6-only.
    pub cidr: Option<Ipv4Net>,
    /// All it ever had; [`Subnet::ipv6_block`] tells which one it has.
    pub ipv6_blocks: Vec<Ipv6Block>,
    /// The zone's name and id: `us-east-1a`, `use1-az4`.
    pub zone: Text,
    pub zone_id: Text,
    pub default_for_az: bool,
    pub map_public_ip_on_launch: bool,
    pub assign_ipv6_address_on_creation: bool,
    pub enable_dns64: bool,
    pub hostname_type: HostnameType,
    pub resource_name_dns_a_record: bool,
    pub resource_name_dns_aaaa_record: bool,
    /// Of the IPv4 block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_pool: Option<Box<FromPool>>,
}

/// How many addresses no interface has, and nothing keeps back for prefixes.
pub(crate) fn available_addresses(row: &Row<Subnet>, cx: Read<'_>) -> u32 {
    let interfaces = cx.table::<NetworkInterface>();
    let primary = interfaces.live_count_with(NetworkInterface::BY_SUBNET, &row.id, cx.now());
    let secondary: usize = cx
        .with(NetworkInterface::BY_SUBNET_WITH_FURTHER_ADDRESSES, &row.id)
        .map(|interface| interface.further_addresses())
        .sum();
    let used = u32::try_from(primary + secondary).unwrap_or(u32::MAX);
    row.cidr.map_or(0, |cidr| {
        let kept = kept_for_prefixes(&row.id, &cidr, cx);
        usable_addresses(&cidr).saturating_sub(used).saturating_sub(kept)
    })
}

/// How many addresses that no interface has are reserved for prefixes. They are not available from
/// the beginning, while those that are reserved explicitly are until they are given:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>
fn kept_for_prefixes(id: &SubnetId, cidr: &Ipv4Net, cx: Read<'_>) -> u32 {
    let blocks = for_prefixes(cx, id).into_iter().filter_map(|block| match block {
        IpNet::V4(block) => Some(block),
        IpNet::V6(_) => None,
    });
    let blocks: Vec<Ipv4Net> = blocks.collect();
    if blocks.is_empty() {
        return 0;
    }
    let is_kept = |at: &Ipv4Addr| blocks.iter().any(|block| block.contains(at));
    // AWS keeps the first four addresses of a subnet and the last one.
    let (first, end) = (u32::from(cidr.network()) + 4, u32::from(cidr.broadcast()));
    let all = blocks.iter().map(|block| {
        let (from, to) = (u32::from(block.network()), u32::from(block.broadcast()));
        end.min(to.saturating_add(1)).saturating_sub(first.max(from))
    });
    let taken = cx.with(NetworkInterface::BY_SUBNET, id).map(|interface| {
        let addresses = interface.addresses.iter().filter(|it| is_kept(&it.address)).count();
        let prefixes = interface.ipv4_prefixes.iter().filter(|it| is_kept(&it.network())).count();
        addresses + prefixes * 16
    });
    let taken = u32::try_from(taken.sum::<usize>()).unwrap_or(u32::MAX);
    all.sum::<u32>().saturating_sub(taken)
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
        block_public_access_states: Some(vpc_block_public_access::states(
            cx,
            &[row.id.any(), row.vpc_id.any()],
        )),
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

/// The zone that a request names by itself or by a subnet. Client tokens are looked up before the
/// request is decoded, so this looks at its parameters.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>
pub(crate) fn zone_of(cx: Read<'_>, parameters: &[(String, String)]) -> Option<Text> {
    let last = |name: &str| {
        let of_name = |key: &str| key == name || key.rsplit('.').next() == Some(name);
        parameters.iter().find(|(key, value)| of_name(key) && !value.is_empty())
    };
    if let Some((_, zone)) = last("AvailabilityZone") {
        return Some(zone.as_str().into());
    }
    // One zone, whichever way it is named: `volume_controls.json` among the recordings of EBS in
    // radkawar/stackd (looked up 2026-11-26).
    if let Some((_, id)) = last("AvailabilityZoneId") {
        let zone = regions::find(cx.region()).and_then(|region| region.zone_by_id(id));
        return Some(zone.map_or(id.as_str(), |zone| zone.name).into());
    }
    let (_, subnet) = last("SubnetId")?;
    Some(cx.find::<Subnet>(subnet)?.zone.clone())
}
