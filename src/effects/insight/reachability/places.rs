//! Where a path begins and ends, and which packets that makes.

use super::components::{component, explained};
use super::filters::entries_of;
use super::packets::{Field, Headers, Range, address, block};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::ids::{InternetGatewayId, TransitGatewayId, VpcId, VpnGatewayId};
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::network::vpc_endpoints::{Means, VpcEndpoint};
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_gateways::VpnGateway;
use crate::records::transit::transit_gateways::TransitGateway;
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::Explanation;

/// An interface, and the instance, endpoint or NAT gateway that it is of.
#[derive(Clone)]
pub(super) struct At<'a> {
    pub row: &'a Row<NetworkInterface>,
    pub of: Option<String>,
}

#[derive(Clone)]
pub(super) enum Place<'a> {
    Interface(At<'a>),
    Internet(InternetGatewayId, VpcId),
    Vpn(VpnGatewayId, VpcId),
    Peering(&'a Row<VpcPeeringConnection>),
    Transit(TransitGatewayId),
    /// A gateway endpoint.
    Service(&'a Row<VpcEndpoint>),
    /// Of a destination alone.
    Address(Ipv4Addr),
}

/// The kinds that a path can begin and end at, by what their ids begin with.
const KINDS: [&str; 7] = ["i", "eni", "igw", "pcx", "tgw", "vgw", "vpce"];

/// What a client names by an id or an ARN, as an id.
///
/// # Errors
/// The kind's codes for what is not there, and the refusal of what is not emulated.
// unverified (looked up 2026-11-26): that AWS answers so what is not there.
pub(crate) fn checked(cx: Read<'_>, parameter: &str, named: &str) -> Result<String> {
    let id = match named.strip_prefix("arn:") {
        None => named,
        Some(rest) => {
            let parts: Vec<&str> = rest.splitn(5, ':').collect();
            let [_, "ec2", region, account, resource] = parts[..] else {
                let reason = "Expecting an ID or an ARN.";
                return Err(Error::bad_parameter(parameter, named, reason));
            };
            if *region != **cx.region() || *account != **cx.account() {
                return Err(Error::not_emulated("paths to other accounts or Regions"));
            }
            resource.split_once('/').map_or(resource, |(_, id)| id)
        }
    };
    let prefix = id.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    if matches!(prefix, "vpce-svc" | "tgw-attach") {
        let what = "VPC endpoint services and transit gateway attachments as the ends of a path";
        return Err(Error::not_emulated(what));
    }
    match cx.exists(id) {
        Some(result) if KINDS.contains(&prefix) => result.map(|()| id.to_owned()),
        _ => {
            let reason = "This resource cannot be the source or the destination of a path.";
            Err(Error::bad_parameter(parameter, named, reason))
        }
    }
}

/// What an id stands for now; an instance for each of its interfaces.
///
/// # Errors
/// That it is there no more, or in no VPC.
pub(super) fn places<'a>(cx: Read<'a>, id: &str) -> Result<Vec<Place<'a>>, Box<Explanation>> {
    let alone = || {
        let component = Some(component(cx, id));
        Box::new(Explanation { component, ..explained("UNASSOCIATED_COMPONENT") })
    };
    let of_vpc = |vpc_id: Option<&VpcId>| vpc_id.cloned().ok_or_else(alone);
    if let Some(row) = cx.find::<NetworkInterface>(id) {
        return Ok(vec![Place::Interface(At { row, of: None })]);
    }
    if let Some(row) = cx.find::<Instance>(id) {
        let rows = attached_to(cx, &row.id).into_iter().filter(|it| !it.addresses.is_empty());
        let places = rows.map(|row| Place::Interface(At { row, of: Some(id.to_owned()) }));
        let places: Vec<_> = places.collect();
        return if places.is_empty() { Err(alone()) } else { Ok(places) };
    }
    if let Some(row) = cx.find::<InternetGateway>(id) {
        return Ok(vec![Place::Internet(row.id.clone(), of_vpc(row.vpc_id.as_ref())?)]);
    }
    if let Some(row) = cx.find::<VpnGateway>(id) {
        return Ok(vec![Place::Vpn(row.id.clone(), of_vpc(row.vpc_id(cx.now()))?)]);
    }
    if let Some(row) = cx.find::<VpcPeeringConnection>(id) {
        return Ok(vec![Place::Peering(row)]);
    }
    if let Some(row) = cx.find::<TransitGateway>(id) {
        return Ok(vec![Place::Transit(row.id.clone())]);
    }
    if let Some(row) = cx.find::<VpcEndpoint>(id) {
        let interfaces: Vec<_> = match &row.means {
            Means::Gateway(_) => return Ok(vec![Place::Service(row)]),
            Means::Interface(it) => it.places.iter().map(|it| &it.network_interface_id).collect(),
            Means::LoadBalancer(it) => vec![&it.network_interface_id],
        };
        let rows = interfaces.into_iter().filter_map(|it| cx.find::<NetworkInterface>(it));
        let places = rows.map(|row| Place::Interface(At { row, of: Some(id.to_owned()) }));
        let places: Vec<_> = places.collect();
        return if places.is_empty() { Err(alone()) } else { Ok(places) };
    }
    Err(Box::new(explained("NO_SOURCE_OR_DESTINATION")))
}

/// The blocks of a VPC.
pub(super) fn blocks(cx: Read<'_>, vpc_id: &VpcId) -> Vec<Ipv4Net> {
    let vpc = cx.find::<Vpc>(vpc_id);
    vpc.into_iter().flat_map(|vpc| vpc.usable_ipv4_cidrs(cx.now())).collect()
}

/// Addresses that no internet gateway takes: RFC 1918 and RFC 6598.
const PRIVATE: [(Ipv4Addr, Ipv4Addr); 4] = [
    (Ipv4Addr::new(10, 0, 0, 0), Ipv4Addr::new(10, 255, 255, 255)),
    (Ipv4Addr::new(100, 64, 0, 0), Ipv4Addr::new(100, 127, 255, 255)),
    (Ipv4Addr::new(172, 16, 0, 0), Ipv4Addr::new(172, 31, 255, 255)),
    (Ipv4Addr::new(192, 168, 0, 0), Ipv4Addr::new(192, 168, 255, 255)),
];

/// All but some ranges, which are in order and do not overlap.
fn all_but(mut taken: Vec<Range>) -> Vec<Range> {
    taken.sort_unstable();
    let (mut rest, mut next) = (Vec::new(), Some(0_u32));
    for (from, to) in taken {
        let Some(at) = next else { break };
        if at < from {
            rest.push((at, from - 1));
        }
        next = to.checked_add(1).map(|after| after.max(at));
    }
    rest.extend(next.map(|at| (at, u32::MAX)));
    rest
}

impl Place<'_> {
    /// The VPC whose traffic it takes.
    pub fn gateway_of(&self) -> Option<&VpcId> {
        match self {
            Self::Interface(at) => Some(&at.row.vpc_id),
            Self::Service(row) => Some(&row.vpc_id),
            Self::Internet(_, vpc_id) | Self::Vpn(_, vpc_id) => Some(vpc_id),
            Self::Peering(_) | Self::Transit(_) | Self::Address(_) => None,
        }
    }

    /// The addresses that it has, or that are behind it, as seen from a VPC.
    pub fn addresses(&self, cx: Read<'_>, from: Option<&VpcId>) -> Vec<Range> {
        let own = |vpc_id: &VpcId| blocks(cx, vpc_id).into_iter().map(block);
        match self {
            Self::Interface(at) => at.row.addresses.iter().map(|it| address(it.address)).collect(),
            Self::Internet(_, vpc_id) => {
                let private = PRIVATE.map(|(from, to)| (u32::from(from), u32::from(to)));
                all_but(private.into_iter().chain(own(vpc_id)).collect())
            }
            Self::Vpn(_, vpc_id) => all_but(own(vpc_id).collect()),
            Self::Transit(_) => all_but(from.into_iter().flat_map(own).collect()),
            Self::Peering(row) => {
                let side = from.map_or(&row.requester, |vpc_id| row.across(vpc_id));
                let vpc = side.vpc(cx);
                let cidrs = vpc.into_iter().flat_map(|vpc| vpc.usable_ipv4_cidrs(cx.now()));
                cidrs.map(block).collect()
            }
            Self::Service(row) => match &row.means {
                Means::Gateway(gateway) => {
                    let entries = entries_of(cx, &gateway.prefix_list_id);
                    entries.into_iter().map(block).collect()
                }
                Means::Interface(_) | Means::LoadBalancer(_) => Vec::new(),
            },
            Self::Address(one) => vec![address(*one)],
        }
    }
}

/// Every packet from some addresses to others.
pub(super) fn between(sources: &[Range], destinations: &[Range]) -> Vec<Headers> {
    let to = |source: Range| {
        let from = Headers::ANY.with(Field::Source, source);
        destinations.iter().map(move |to| from.with(Field::Destination, *to))
    };
    sources.iter().flat_map(|source| to(*source)).collect()
}
