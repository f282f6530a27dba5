//! Making subnets: with IPv4, with both families, or with IPv6 alone.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html>

use super::ipv6_blocks::{self, Ipv6Block};
use super::{Subnet, conflict, view};
use crate::catalog::regions::Zone;
use crate::engine::network::{overlap, parse_ipv4_cidr};
use crate::engine::{Id, Read, Row, Tags, Write};
use crate::error::{Error, Result};
use crate::resources::network_acls;
use crate::resources::regions::availability_zones;
use crate::resources::vpcs::Vpc;
use ipnet::{Ipv4Net, Ipv6Net};
use wire::{CreateSubnetRequest, CreateSubnetResult, HostnameType};

/// What a subnet is made of; its blocks are known to be free.
pub(in crate::resources) struct NewSubnet {
    pub vpc_id: Id,
    /// `None`: the subnet is IPv6-only.
    pub cidr: Option<Ipv4Net>,
    pub ipv6_cidr: Option<Ipv6Net>,
    pub zone: &'static Zone,
    pub default_for_az: bool,
    pub tags: Tags,
}

pub(super) fn create_subnet(
    cx: &mut Write<'_>,
    request: &CreateSubnetRequest,
) -> Result<CreateSubnetResult> {
    let tags = cx.tags_for::<Subnet>(&request.tag_specifications)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    let is_native = request.ipv6_native == Some(true);
    let cidr = ipv4_cidr(cx.read(), vpc, request.cidr_block.as_deref(), is_native)?;
    let asked = request.ipv6_cidr_block.as_deref();
    let ipv6_cidr = asked.map(|text| ipv6_blocks::check(cx.read(), vpc, text)).transpose()?;
    if is_native && ipv6_cidr.is_none() {
        // unverified: worded as AWS words it of IPv4.
        let message = "Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.";
        return Err(Error::new("MissingParameter", message));
    }
    let (name, zone_id) = (&request.availability_zone, &request.availability_zone_id);
    let zone = zone(cx.read(), name.as_deref(), zone_id.as_deref())?;
    let vpc_id = vpc.id.clone();
    let id = create(cx, NewSubnet { vpc_id, cidr, ipv6_cidr, zone, default_for_az: false, tags });
    let subnet = created(cx.get::<Subnet>(&id)?, cx.read());
    Ok(CreateSubnetResult { subnet: Some(subnet) })
}

/// The IPv4 block of a new subnet; an IPv6-only one has none.
fn ipv4_cidr(
    cx: Read<'_>,
    vpc: &Row<Vpc>,
    text: Option<&str>,
    is_native: bool,
) -> Result<Option<Ipv4Net>> {
    let text = match (text, is_native) {
        (None, true) => return Ok(None),
        (Some(text), false) => text,
        (Some(_), true) => {
            // unverified: code and message.
            let message = "The parameter cidrBlock cannot be used with the parameter ipv6Native";
            return Err(Error::combination(message));
        }
        (None, false) => {
            // unverified: worded as for VPCs, with what can stand for the block of a subnet.
            let message = "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.";
            return Err(Error::new("MissingParameter", message));
        }
    };
    let cidr = parse_ipv4_cidr("cidrBlock", text)?;
    let within = vpc.usable_ipv4_cidrs(cx.now()).any(|block| block.contains(&cidr));
    if !within || !(16..=28).contains(&cidr.prefix_len()) {
        return Err(Error::new("InvalidSubnet.Range", format!("The CIDR '{cidr}' is invalid.")));
    }
    let overlaps = |other: &Row<Subnet>| other.cidr.is_some_and(|other| overlap(&other, &cidr));
    if cx.with::<Subnet>("vpc-id", &vpc.id).any(overlaps) {
        return Err(conflict(format!("The CIDR '{cidr}' conflicts with another subnet")));
    }
    Ok(Some(cidr))
}

/// The zone asked for, or the region's first.
// unverified: which zone AWS picks is not documented; the first one is as good as any.
pub(in crate::resources) fn zone(
    cx: Read<'_>,
    name: Option<&str>,
    id: Option<&str>,
) -> Result<&'static Zone> {
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

/// An IPv6-only subnet gives every interface an address, and hosts are named after their resource:
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/create-subnet.html>
pub(in crate::resources) fn create(cx: &mut Write<'_>, new: NewSubnet) -> Id {
    let id = cx.new_id::<Subnet>();
    let is_native = new.cidr.is_none();
    let ipv6_blocks = new.ipv6_cidr.map(|cidr| Ipv6Block::associating(cx, cidr));
    let vpc_id = new.vpc_id.clone();
    let record = Subnet {
        vpc_id: new.vpc_id,
        cidr: new.cidr,
        ipv6_blocks: ipv6_blocks.into_iter().collect(),
        zone: new.zone.name.into(),
        zone_id: new.zone.id.into(),
        default_for_az: new.default_for_az,
        map_public_ip_on_launch: new.default_for_az && !is_native,
        assign_ipv6_address_on_creation: is_native,
        enable_dns64: false,
        hostname_type: if is_native { HostnameType::ResourceName } else { HostnameType::IpName },
        resource_name_dns_a_record: false,
        resource_name_dns_aaaa_record: is_native,
    };
    cx.insert(id.clone(), record, new.tags);
    network_acls::associate_with_default(cx, &vpc_id, &id);
    id
}

/// What a create answers: two members come with DescribeSubnets only.
pub(in crate::resources) fn created(row: &Row<Subnet>, cx: Read<'_>) -> wire::Subnet {
    wire::Subnet {
        block_public_access_states: None,
        map_customer_owned_ip_on_launch: None,
        ..view(row, cx)
    }
}
