//! What packets of a path can get through, and what is in the way of those that cannot.

use super::components::{component, explained};
use super::packets::{Field, Headers, Packets, Range, address};
use super::places::{At, Place, between, places};
use super::walk::Walk;
use crate::engine::Read;
use crate::error::Result;
use crate::records::ids::VpcId;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::transit::transit_gateway_attachments::of_vpc;
use std::net::Ipv4Addr;
use wire::{
    Explanation, FilterPortRange, NetworkInsightsPath, PathComponent, PathFilter, Protocol,
};

/// What an analysis finds.
#[derive(Default)]
pub(crate) struct Found {
    pub is_reachable: bool,
    pub forward: Vec<PathComponent>,
    pub back: Vec<PathComponent>,
    pub explanations: Vec<Explanation>,
}

impl Found {
    fn nothing(explanation: Explanation) -> Self {
        Self { explanations: vec![explanation], ..Self::default() }
    }
}

/// The shortest way that some packets of a path can take; where there is none, what is in the way
/// of the first one.
///
/// # Errors
/// The refusal of what cannot be analysed.
pub(crate) fn analyse(cx: Read<'_>, path: &NetworkInsightsPath) -> Result<Found> {
    let ends = || {
        let sources = places(cx, path.source.as_deref().unwrap_or_default())?;
        let destinations = match path.destination.as_deref() {
            Some(id) => places(cx, id)?,
            None => vec![by_address(cx, path, &sources)?],
        };
        Ok::<_, Box<Explanation>>((sources, destinations))
    };
    let (sources, destinations) = match ends() {
        Ok(ends) => ends,
        Err(explanation) => return Ok(Found::nothing(*explanation)),
    };
    let question = Question::of(path);
    let is_endpoint = path.source.as_deref().is_some_and(|id| id.starts_with("vpce-"));
    let mut first = None;
    for source in &sources {
        for destination in &destinations {
            let found = if is_endpoint && source.gateway_of() == destination.gateway_of() {
                Found::nothing(explained("VPCE_INTRA_VPC_TRAFFIC"))
            } else {
                between_places(cx, &question, source, destination)?
            };
            if found.is_reachable {
                return Ok(found);
            }
            first.get_or_insert(found);
        }
    }
    Ok(first.unwrap_or_else(|| Found::nothing(explained("NO_PATH"))))
}

/// The destination of a path that names none but an address: behind an internet gateway, the
/// interface with that public one.
fn by_address<'a>(
    cx: Read<'a>,
    path: &NetworkInsightsPath,
    sources: &[Place<'a>],
) -> Result<Place<'a>, Box<Explanation>> {
    let filter = path.filter_at_source.as_ref();
    let asked = filter.and_then(|it| it.destination_address.as_deref());
    let asked = asked.or(path.destination_ip.as_deref()).and_then(|text| text.parse().ok());
    let asked: Ipv4Addr = asked.ok_or_else(|| Box::new(explained("NO_SOURCE_OR_DESTINATION")))?;
    if !matches!(sources.first(), Some(Place::Internet(..))) {
        return Ok(Place::Address(asked));
    }
    let known = asked.to_string();
    let row = cx.with(NetworkInterface::BY_PUBLIC_ADDRESS, known.as_str()).next();
    let place = row.map(|row| Place::Interface(At { row, of: None }));
    place.ok_or_else(|| Box::new(explained("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS")))
}

/// What is to get through.
pub(super) struct Question {
    pub protocol: Protocol,
    pub at_source: Vec<Asked>,
    pub at_destination: Vec<Asked>,
    /// Whether answers have to get back.
    pub is_answered: bool,
}

impl Question {
    fn of(path: &NetworkInsightsPath) -> Self {
        let at_source = [
            "FILTER_AT_SOURCE_SOURCE_ADDRESS",
            "FILTER_AT_SOURCE_SOURCE_PORT_RANGE",
            "FILTER_AT_SOURCE_DESTINATION_ADDRESS",
            "FILTER_AT_SOURCE_DESTINATION_PORT_RANGE",
        ];
        let at_destination = [
            "FILTER_AT_DESTINATION_SOURCE_ADDRESS",
            "FILTER_AT_DESTINATION_SOURCE_PORT_RANGE",
            "FILTER_AT_DESTINATION_DESTINATION_ADDRESS",
            "FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE",
        ];
        let mut at_source = asked(path.filter_at_source.as_ref(), at_source);
        let port = path.destination_port.and_then(|port| u32::try_from(port).ok());
        let [source, _, destination, destination_port] = &mut at_source;
        source.1.extend(parsed(path.source_ip.as_deref()));
        destination.1.extend(parsed(path.destination_ip.as_deref()));
        destination_port.1.extend(port.map(|port| (port, port)));
        let protocol = path.protocol.unwrap_or(Protocol::Tcp);
        Self {
            protocol,
            at_source: at_source.into(),
            at_destination: asked(path.filter_at_destination.as_ref(), at_destination).into(),
            // unverified (looked up 2026-11-26): not with UDP.
            is_answered: protocol == Protocol::Tcp,
        }
    }
}

pub(super) fn between_places<'a>(
    cx: Read<'a>,
    question: &Question,
    source: &Place<'a>,
    destination: &Place<'a>,
) -> Result<Found> {
    if let Some(explanation) = disconnected(cx, source, destination) {
        return Ok(Found::nothing(explanation));
    }
    let sent = match sent(cx, question, source, destination) {
        Ok(sent) => sent,
        Err(code) => return Ok(Found::nothing(explained(code))),
    };
    let forward = |packets: Packets| {
        let mut walk = Walk::new(cx, question.protocol, false, packets);
        walk.go(source, destination)?;
        Ok::<_, crate::error::Error>(walk)
    };
    let back = |walk: &Walk<'a>| answers(cx, walk, source, destination);
    let walk = forward(sent.clone())?;
    if !walk.is_through() {
        return Ok(found(walk, None));
    }
    let arrived = match among(walk.packets.clone(), &question.at_destination) {
        Ok(arrived) => arrived,
        Err(code) => {
            let mut walk = walk;
            walk.blocked(explained(code));
            return Ok(found(walk, None));
        }
    };
    // Which of the packets get through is known by now; the ways are those of one kind of them.
    let walk = forward(of_those(&sent, &arrived, walk.nat.is_some()).alike())?;
    // As AWS documents it, no answers are looked at behind a transit gateway.
    if !question.is_answered || walk.by_transit {
        return Ok(found(walk, None));
    }
    let returned = back(&walk)?;
    if !returned.is_through() {
        return Ok(found(walk, Some(returned)));
    }
    let kept = of_those(&sent, &returned.packets.answers(), walk.nat.is_some());
    let walk = forward(kept.alike())?;
    let returned = back(&walk)?;
    Ok(found(walk, Some(returned)))
}

fn found(walk: Walk<'_>, back: Option<Walk<'_>>) -> Found {
    let mut explanations = walk.explanations;
    let mut components = Vec::new();
    if let Some(back) = back {
        explanations.extend(back.explanations);
        components = back.components;
    }
    let is_reachable = explanations.is_empty();
    Found { is_reachable, forward: walk.components, back: components, explanations }
}

/// The way of the answers; through a NAT gateway, in two parts.
fn answers<'a>(
    cx: Read<'a>,
    walk: &Walk<'a>,
    source: &Place<'a>,
    destination: &Place<'a>,
) -> Result<Walk<'a>> {
    let mut back = Walk::new(cx, walk.protocol, true, walk.packets.answers());
    let Some(gateway) = walk.nat else {
        back.go(destination, source)?;
        return Ok(back);
    };
    let inside = gateway.place.as_ref().and_then(|id| cx.find::<NetworkInterface>(id));
    let (Some(row), Place::Interface(at)) = (inside, source) else { return Ok(back) };
    let translator = At { row, of: Some(gateway.id.to_string()) };
    back.go(destination, &Place::Interface(translator.clone()))?;
    if let Some(own) = at.row.primary_address() {
        back.packets = back.packets.replaced(Field::Destination, address(own.address));
    }
    if row.subnet_id == at.row.subnet_id {
        back.deliver(&at.row.vpc_id, Some(&row.subnet_id), source)?;
    } else {
        back.leave_subnet(&translator, source)?;
    }
    Ok(back)
}

/// Those of the packets sent that are among some; a NAT gateway changes where they come from.
fn of_those(sent: &Packets, some: &Packets, is_translated: bool) -> Packets {
    let mut some = some.clone();
    if is_translated {
        some = some.replaced(Field::Source, (0, u32::MAX));
        some = some.replaced(Field::SourcePort, (0, 65_535));
    }
    sent.among(some.boxes())
}

/// Two VPCs with nothing between them.
fn disconnected(cx: Read<'_>, source: &Place<'_>, destination: &Place<'_>) -> Option<Explanation> {
    let (from, to) = (source.gateway_of()?, destination.gateway_of()?);
    if from == to {
        return None;
    }
    let requested = cx.with(VpcPeeringConnection::BY_REQUESTER, from);
    let accepted = cx.with(VpcPeeringConnection::BY_ACCEPTER, from);
    let mut peers = requested.chain(accepted).filter(|row| row.is_live(cx.now()));
    let gateways = |vpc_id: &VpcId| of_vpc(cx, vpc_id).map(|row| row.gateway_id.clone());
    let beyond: Vec<_> = gateways(to).collect();
    if peers.any(|row| row.connects(to)) || gateways(from).any(|id| beyond.contains(&id)) {
        return None;
    }
    Some(Explanation {
        source_vpc: Some(component(cx, from)),
        destination_vpc: Some(component(cx, to)),
        ..explained("DISCONNECTED_VPCS")
    })
}

fn ports(range: Option<&FilterPortRange>) -> Option<Range> {
    let range = range?;
    Some((u32::try_from(range.from_port?).ok()?, u32::try_from(range.to_port?).ok()?))
}

fn parsed(text: Option<&str>) -> Option<Range> {
    text?.parse().ok().map(address)
}

/// Which values of a field are asked for, if not all, and the code by which it is told that there
/// are none such.
pub(super) type Asked = (Field, Vec<Range>, &'static str);

/// What a path says of the packets.
fn asked(filter: Option<&PathFilter>, codes: [&'static str; 4]) -> [Asked; 4] {
    let [source, source_port, destination, destination_port] = codes;
    let address = |text: Option<&String>| parsed(text.map(String::as_str)).into_iter().collect();
    let ports = |range| ports(range).into_iter().collect();
    let source_ports = filter.and_then(|it| it.source_port_range.as_ref());
    let destination_ports = filter.and_then(|it| it.destination_port_range.as_ref());
    let destination_address = filter.and_then(|it| it.destination_address.as_ref());
    [
        (Field::Source, address(filter.and_then(|it| it.source_address.as_ref())), source),
        (Field::SourcePort, ports(source_ports), source_port),
        (Field::Destination, address(destination_address), destination),
        (Field::DestinationPort, ports(destination_ports), destination_port),
    ]
}

/// Those that are as asked.
///
/// # Errors
/// The code of what none of them is.
fn among(packets: Packets, asked: &[Asked]) -> Result<Packets, &'static str> {
    asked.iter().try_fold(packets, |packets, (field, ranges, code)| {
        if ranges.is_empty() {
            return Ok(packets);
        }
        let parts: Vec<_> = ranges.iter().map(|range| Headers::ANY.with(*field, *range)).collect();
        let kept = packets.among(&parts);
        if kept.is_empty() { Err(*code) } else { Ok(kept) }
    })
}

/// The packets that leave the source for the destination.
///
/// # Errors
/// The code of what is asked of them and none is.
fn sent(
    cx: Read<'_>,
    question: &Question,
    source: &Place<'_>,
    destination: &Place<'_>,
) -> Result<Packets, &'static str> {
    let inside = source.gateway_of().or(destination.gateway_of());
    let (from, to) = (source.addresses(cx, inside), destination.addresses(cx, inside));
    let all = Packets::new(between(&from, &to));
    let (Place::Internet(..), Place::Interface(at)) = (source, destination) else {
        return among(all, &question.at_source);
    };
    // From outside, it is a public address that is asked for.
    let inside = |ranges: &[Range]| -> Vec<Range> {
        let is_asked = |public: Ipv4Addr| {
            let (public, _) = address(public);
            ranges.iter().any(|(from, to)| (*from..=*to).contains(&public))
        };
        let pairs = at.row.addresses.iter().filter(|it| it.public.is_some_and(is_asked));
        pairs.map(|it| address(it.address)).collect()
    };
    let asked = question.at_source.iter().map(|(field, ranges, code)| {
        let own = if *field == Field::Destination { inside(ranges) } else { Vec::new() };
        (*field, if own.is_empty() { ranges.clone() } else { own }, *code)
    });
    among(all, &asked.collect::<Vec<_>>())
}
