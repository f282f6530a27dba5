//! Network Access Analyzer: which ways packets can take of those that a scope describes.
//! <https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/> ("How it works")
//!
//! AWS gives a representative set of them. Here that is one from each resource to each other one
//! that a scope is about.

use super::filters::entries_of;
use super::packets::{Field, Range, block};
use super::paths::{Asked, Question, between_places};
use super::places::{At, Place, checked, places};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::security_groups::SecurityGroup;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_gateways::VpnGateway;
use ipnet::Ipv4Net;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use wire::{
    AccessScopePath, NetworkInsightsAccessScopeContent, NetworkInterfaceType,
    PacketHeaderStatement, PathComponent, PathStatement, Protocol, ResourceStatement,
};

/// No request looks at more of them.
const PAIRS: usize = 10_000;

#[derive(Default)]
pub(crate) struct Findings {
    pub ways: Vec<Vec<PathComponent>>,
    /// How many network interfaces were looked at.
    pub interfaces: usize,
    /// What the scope names and is not there.
    pub missing: Option<String>,
}

/// # Errors
/// The refusal of what cannot be analysed.
pub(crate) fn findings(
    cx: Read<'_>,
    content: &NetworkInsightsAccessScopeContent,
) -> Result<Findings> {
    let matched = content.match_paths.as_deref().unwrap_or_default();
    let excluded = content.exclude_paths.as_deref().unwrap_or_default();
    if let Some(missing) = matched.iter().chain(excluded).find_map(|path| missing(cx, path)) {
        return Ok(Findings { missing: Some(missing), ..Findings::default() });
    }
    let excluded = excluded.iter().map(|path| Excluded::of(cx, path));
    let excluded = excluded.collect::<Result<Vec<_>>>()?;
    let (mut ways, mut pairs, mut interfaces) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for path in matched {
        let sources = ends(cx, path.source.as_ref())?;
        let destinations = ends(cx, path.destination.as_ref())?;
        if sources.len() * destinations.len() > PAIRS {
            let what = "Network Access Scopes of more than 10,000 pairs of resources";
            return Err(Error::not_emulated(what));
        }
        let of_both = sources.iter().chain(&destinations).map(|place| id(place).to_owned());
        interfaces.extend(of_both.filter(|id| id.starts_with("eni-")));
        let (questions, through) = (questions(cx, path), through(path)?);
        let to = |source| destinations.iter().map(move |destination| (source, destination));
        for (source, destination) in sources.iter().flat_map(to) {
            let pair = (id(source).to_owned(), id(destination).to_owned());
            if pair.0 == pair.1 || pairs.contains(&pair) {
                continue;
            }
            let Some(way) = way(cx, &questions, source, destination)? else { continue };
            let is_excluded = excluded.iter().any(|it| it.has(&pair, &way));
            if !is_excluded && through.iter().all(|it| is_through(it, &way)) {
                ways.push(way);
                pairs.insert(pair);
            }
        }
    }
    Ok(Findings { ways, interfaces: interfaces.len(), missing: None })
}

/// One that a packet can take.
fn way<'a>(
    cx: Read<'a>,
    questions: &[Question],
    source: &Place<'a>,
    destination: &Place<'a>,
) -> Result<Option<Vec<PathComponent>>> {
    for question in questions {
        let found = between_places(cx, question, source, destination)?;
        if !found.is_reachable {
            continue;
        }
        let mut way = found.forward;
        // As in AWS's example, where an internet gateway gets the private address.
        // <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>
        if let (Place::Internet(..), Some(first)) = (source, way.first_mut()) {
            first.inbound_header = first.outbound_header.clone();
        }
        return Ok(Some(way));
    }
    Ok(None)
}

fn id<'a>(place: &'a Place<'_>) -> &'a str {
    match place {
        Place::Interface(at) => &at.row.id,
        Place::Internet(id, _) => id,
        Place::Vpn(id, _) => id,
        Place::Peering(row) => &row.id,
        Place::Transit(id) => id,
        Place::Service(row) => &row.id,
        Place::Address(_) => "",
    }
}

/// What an ARN or an id names, as an id.
fn last(named: &str) -> &str {
    named.rsplit('/').next().unwrap_or(named)
}

/// What a path starts or ends at, or leads around, that is not there.
fn missing(cx: Read<'_>, path: &AccessScopePath) -> Option<String> {
    let ends = [path.source.as_ref(), path.destination.as_ref()].into_iter().flatten();
    let statements = ends.filter_map(|it| it.resource_statement.as_ref());
    let mut named = statements.flat_map(|it| it.resources.as_deref().unwrap_or_default());
    named.find(|named| matches!(cx.exists(last(named)), Some(Err(_)))).cloned()
}

/// What a path can start or end at.
// unverified (looked up 2026-11-26): that this is internet gateways, VPN gateways and network
// interfaces where a scope does not say.
fn ends<'a>(cx: Read<'a>, statement: Option<&PathStatement>) -> Result<Vec<Place<'a>>> {
    let statement = statement.and_then(|it| it.resource_statement.as_ref());
    let Some(statement) = statement else {
        let all = [INTERNET_GATEWAYS, VPN_GATEWAYS, NETWORK_INTERFACES];
        let all = all.into_iter().map(|kind| of_type(cx, kind)).collect::<Result<Vec<_>>>()?;
        return Ok(all.concat());
    };
    let named = statement.resources.as_deref().unwrap_or_default().iter();
    let named = named.map(|named| of_name(cx, named));
    let kinds = statement.resource_types.as_deref().unwrap_or_default().iter();
    let kinds = kinds.map(|kind| of_type(cx, kind));
    Ok(named.chain(kinds).collect::<Result<Vec<_>>>()?.concat())
}

fn at(row: &Row<NetworkInterface>) -> Place<'_> {
    Place::Interface(At { row, of: None })
}

fn of_name<'a>(cx: Read<'a>, named: &str) -> Result<Vec<Place<'a>>> {
    let name = last(named);
    if let Some(row) = cx.find::<Subnet>(name) {
        return Ok(cx.with(NetworkInterface::BY_SUBNET, &row.id).map(at).collect());
    }
    if let Some(row) = cx.find::<Vpc>(name) {
        return Ok(cx.with(NetworkInterface::BY_VPC, &row.id).map(at).collect());
    }
    if let Some(row) = cx.find::<SecurityGroup>(name) {
        return Ok(cx.with(NetworkInterface::BY_GROUP, &row.id).map(at).collect());
    }
    Ok(now(cx, &checked(cx, "resource", named)?))
}

/// What an id stands for, as nothing but interfaces and gateways.
fn now<'a>(cx: Read<'a>, id: &str) -> Vec<Place<'a>> {
    let places = places(cx, id).unwrap_or_default().into_iter();
    let bare = |place| if let Place::Interface(it) = place { at(it.row) } else { place };
    places.map(bare).collect()
}

const INTERNET_GATEWAYS: &str = "AWS::EC2::InternetGateway";
const NETWORK_INTERFACES: &str = "AWS::EC2::NetworkInterface";
const VPC_ENDPOINTS: &str = "AWS::EC2::VPCEndpoint";
const VPC_PEERING_CONNECTIONS: &str = "AWS::EC2::VPCPeeringConnection";
const VPN_GATEWAYS: &str = "AWS::EC2::VPNGateway";

/// All of a kind, by its name at CloudFormation.
/// <https://docs.aws.amazon.com/vpc/latest/network-access-analyzer/resource-statement.html>
fn of_type<'a>(cx: Read<'a>, kind: &str) -> Result<Vec<Place<'a>>> {
    let time = cx.now();
    let ids: Vec<String> = match kind {
        NETWORK_INTERFACES => {
            let rows = cx.table::<NetworkInterface>().iter(0, time).map(|(_, row)| row);
            let rows = rows.filter(|row| row.interface_type != NetworkInterfaceType::NatGateway);
            return Ok(rows.map(at).collect());
        }
        INTERNET_GATEWAYS => {
            let rows = cx.table::<InternetGateway>().iter(0, time);
            rows.map(|(_, row)| row.id.to_string()).collect()
        }
        VPN_GATEWAYS => {
            let rows = cx.table::<VpnGateway>().iter(0, time);
            rows.map(|(_, row)| row.id.to_string()).collect()
        }
        VPC_ENDPOINTS => {
            let rows = cx.table::<VpcEndpoint>().iter(0, time);
            rows.map(|(_, row)| row.id.to_string()).collect()
        }
        VPC_PEERING_CONNECTIONS => {
            let rows = cx.table::<VpcPeeringConnection>().iter(0, time);
            let rows = rows.filter(|(_, row)| row.is_live(time));
            rows.map(|(_, row)| row.id.to_string()).collect()
        }
        _ => {
            let what = format_args!("the resource type {kind} as an end in Network Access Scopes");
            return Err(Error::not_emulated(what));
        }
    };
    Ok(ids.iter().flat_map(|id| now(cx, id)).collect())
}

/// What packets a path is about.
fn questions(cx: Read<'_>, path: &AccessScopePath) -> Vec<Question> {
    let header = |end: Option<&PathStatement>| {
        let header = end.and_then(|it| it.packet_header_statement.clone());
        header.unwrap_or_default()
    };
    let (source, destination) = (header(path.source.as_ref()), header(path.destination.as_ref()));
    let has = |header: &PacketHeaderStatement, protocol: Protocol| {
        let protocols = header.protocols.as_deref().unwrap_or_default();
        protocols.is_empty() || protocols.contains(&protocol)
    };
    let protocols = [Protocol::Tcp, Protocol::Udp].into_iter();
    let protocols = protocols.filter(|it| has(&source, *it) && has(&destination, *it));
    let question = |protocol| Question {
        protocol,
        at_source: asked(cx, &source),
        at_destination: asked(cx, &destination),
        is_answered: false,
    };
    protocols.map(question).collect()
}

fn asked(cx: Read<'_>, header: &PacketHeaderStatement) -> Vec<Asked> {
    let addresses = |blocks: Option<&[String]>, lists: Option<&[String]>| -> Vec<Range> {
        let (blocks, lists) = (blocks.unwrap_or_default(), lists.unwrap_or_default());
        let nets = blocks.iter().filter_map(|text| net(text));
        let listed = lists.iter().flat_map(|list| entries_of(cx, last(list)));
        let ranges: Vec<_> = nets.chain(listed).map(block).collect();
        // Of lists without an entry, no address.
        if ranges.is_empty() && !lists.is_empty() { vec![(1, 0)] } else { ranges }
    };
    let ports = |ports: Option<&[String]>| -> Vec<Range> {
        ports.unwrap_or_default().iter().filter_map(|text| port_range(text)).collect()
    };
    let sources =
        addresses(header.source_addresses.as_deref(), header.source_prefix_lists.as_deref());
    let destinations = addresses(
        header.destination_addresses.as_deref(),
        header.destination_prefix_lists.as_deref(),
    );
    vec![
        (Field::Source, sources, ""),
        (Field::Destination, destinations, ""),
        (Field::SourcePort, ports(header.source_ports.as_deref()), ""),
        (Field::DestinationPort, ports(header.destination_ports.as_deref()), ""),
    ]
}

/// An address or a block, as a scope writes it.
pub(crate) fn net(text: &str) -> Option<Ipv4Net> {
    text.parse().ok().or_else(|| text.parse::<Ipv4Addr>().ok().map(Ipv4Net::from))
}

/// A port, or a range of them: `20-25`.
pub(crate) fn port_range(text: &str) -> Option<(u32, u32)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to): (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to).then(|| (from.into(), to.into()))
}

/// What a path leads through, by what the ids begin with.
const ON_THE_WAY: [(&str, &str); 4] = [
    ("AWS::EC2::NatGateway", "nat-"),
    ("AWS::EC2::TransitGatewayAttachment", "tgw-attach-"),
    (VPC_ENDPOINTS, "vpce-"),
    (VPC_PEERING_CONNECTIONS, "pcx-"),
];

fn through(path: &AccessScopePath) -> Result<Vec<&ResourceStatement>> {
    let statements = path.through_resources.as_deref().unwrap_or_default().iter();
    let statements = statements.filter_map(|it| it.resource_statement.as_ref());
    let checked = |it: &ResourceStatement| {
        let mut named = it.resources.as_deref().unwrap_or_default().iter();
        let odd = named.find(|named| !ON_THE_WAY.iter().any(|(_, of)| last(named).starts_with(of)));
        let mut kinds = it.resource_types.as_deref().unwrap_or_default().iter();
        let odd = odd.or_else(|| kinds.find(|kind| !ON_THE_WAY.iter().any(|(of, _)| of == kind)));
        odd.map_or(Ok(()), |odd| {
            let what = format_args!("{odd} on the way in Network Access Scopes");
            Err(Error::not_emulated(what))
        })
    };
    statements.map(|it| checked(it).map(|()| it)).collect()
}

fn is_through(statement: &ResourceStatement, way: &[PathComponent]) -> bool {
    let named = statement.resources.as_deref().unwrap_or_default();
    let kinds = statement.resource_types.as_deref().unwrap_or_default();
    let ids = way.iter().filter_map(|part| part.component.as_ref()?.id.as_deref());
    let is_of = |id: &str| {
        let known = ON_THE_WAY.iter().filter(|(kind, _)| kinds.iter().any(|it| it == kind));
        let mut prefixes = known.map(|(_, prefix)| *prefix);
        named.iter().any(|it| last(it) == id) || prefixes.any(|prefix| id.starts_with(prefix))
    };
    ids.into_iter().any(is_of)
}

/// Ways that are not told.
struct Excluded<'a> {
    sources: Option<BTreeSet<String>>,
    destinations: Option<BTreeSet<String>>,
    through: Vec<&'a ResourceStatement>,
}

impl<'a> Excluded<'a> {
    fn of(cx: Read<'_>, path: &'a AccessScopePath) -> Result<Self> {
        let both = [path.source.as_ref(), path.destination.as_ref()];
        if both.into_iter().flatten().any(|it| it.packet_header_statement.is_some()) {
            let what = "packet headers of the paths that a Network Access Scope excludes";
            return Err(Error::not_emulated(what));
        }
        let ids = |end: Option<&PathStatement>| {
            let end = end.filter(|it| it.resource_statement.is_some());
            let places = end.map(|end| ends(cx, Some(end))).transpose()?;
            Ok::<_, Error>(places.map(|all| all.iter().map(|it| id(it).to_owned()).collect()))
        };
        Ok(Self {
            sources: ids(path.source.as_ref())?,
            destinations: ids(path.destination.as_ref())?,
            through: through(path)?,
        })
    }

    fn has(&self, (source, destination): &(String, String), way: &[PathComponent]) -> bool {
        self.sources.as_ref().is_none_or(|ids| ids.contains(source))
            && self.destinations.as_ref().is_none_or(|ids| ids.contains(destination))
            && self.through.iter().all(|it| is_through(it, way))
    }
}
