//! Connect peers: GRE tunnels from a Connect attachment to an appliance.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/create-tgw-connect-peer.html>

use crate::engine::network::overlap;
use crate::engine::{Operation, Read, Resource as _, Row, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::transit::transit_gateway_attachments::{self, TransitGatewayAttachment};
use crate::records::transit::transit_gateway_connect_peers::{
    TransitGatewayConnectPeer, of_attachment, of_gateway,
};
use crate::records::transit::transit_gateways::TransitGateway;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use wire::{
    CreateTransitGatewayConnectPeerRequest, CreateTransitGatewayConnectPeerResult,
    DeleteTransitGatewayConnectPeerRequest, DeleteTransitGatewayConnectPeerResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGatewayConnectPeer => create_transit_gateway_connect_peer;
    Read  DescribeTransitGatewayConnectPeers => listed::<TransitGatewayConnectPeer>;
    Write DeleteTransitGatewayConnectPeer => delete_transit_gateway_connect_peer;
};

/// <https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html>
const MAX_PEERS: usize = 4;

const INSIDE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);

/// Blocks that AWS keeps, as the last two bytes of their addresses.
const RESERVED: [[u8; 2]; 7] = [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [169, 248]];

const INSIDE_IPV6: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 0), 8);

fn create_transit_gateway_connect_peer(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayConnectPeerRequest,
) -> Result<CreateTransitGatewayConnectPeerResult> {
    let tags = cx.tags_for::<TransitGatewayConnectPeer>(&request.tag_specifications)?;
    let id = request.transit_gateway_attachment_id.as_str();
    let attachment = transit_gateway_attachments::available(cx.read(), id)?;
    let Some(transport) = attachment.transport() else {
        // unverified (looked up 2026-11): that AWS knows no other attachments here.
        return Err(TransitGatewayAttachment::not_found(&[id]));
    };
    let gateway = cx.get::<TransitGateway>(&attachment.gateway_id)?;
    if of_attachment(cx.read(), &attachment.id).count() >= MAX_PEERS {
        // The quota is documented; unverified (looked up 2026-11): code and message.
        let message = format!("{id} can have up to {MAX_PEERS} Connect peers.");
        return Err(Error::new("TransitGatewayConnectPeerLimitExceeded", message));
    }
    let (inside_ipv4, inside_ipv6) = inside(cx.read(), gateway, &request.inside_cidr_blocks)?;
    let peer_address = parsed("peerAddress", &request.peer_address)?;
    let wanted = request.transit_gateway_address.as_deref();
    let address = address(cx.read(), gateway, peer_address, wanted)?;
    let gateway_asn = gateway.options.amazon_side_asn;
    let peer_asn = request.bgp_options.as_ref().and_then(|options| options.peer_asn);
    if let Some(asn) = peer_asn.filter(|asn| !(1..=i64::from(u32::MAX)).contains(asn)) {
        // unverified (looked up 2026-11): the wording.
        return Err(Error::bad_parameter("peerAsn", asn, "Expecting an ASN."));
    }
    let record = TransitGatewayConnectPeer {
        attachment_id: attachment.id.clone(),
        gateway_id: gateway.id.clone(),
        created: cx.now().timestamp().whole_seconds(),
        protocol: transport.protocol,
        address,
        peer_address,
        inside_ipv4,
        inside_ipv6,
        gateway_asn,
        // That of the gateway, where none is asked for.
        peer_asn: peer_asn.unwrap_or(gateway_asn),
    };
    let made = cx.create(record, tags)?;
    Ok(CreateTransitGatewayConnectPeerResult { transit_gateway_connect_peer: Some(made) })
}

/// The addresses within the tunnel: a /29 block of 169.254.0.0/16 and perhaps a /125 block of
/// fd00::/8, which no other peer at the gateway has.
///
/// # Errors
/// `InvalidParameterValue`
// unverified (looked up 2026-11): all messages.
fn inside(
    cx: Read<'_>,
    gateway: &Row<TransitGateway>,
    texts: &[String],
) -> Result<(Ipv4Net, Option<Ipv6Net>)> {
    let (mut ipv4, mut ipv6) = (None, None);
    for text in texts {
        let refuse = |reason| Err(Error::bad_parameter("insideCidrBlocks", text, reason));
        let taken = "Another Connect peer of the transit gateway has addresses of it.";
        let mut others = of_gateway(cx, &gateway.id);
        match text.parse::<IpNet>().map(|block| block.trunc()) {
            Ok(IpNet::V4(block)) if ipv4.is_none() => {
                let [_, _, last @ ..] = block.network().octets();
                if block.prefix_len() != 29 || !INSIDE.contains(&block) {
                    return refuse("Expecting a /29 block of 169.254.0.0/16.");
                }
                if RESERVED.contains(&last) {
                    return refuse("The block is reserved.");
                }
                if others.any(|peer| overlap(&peer.inside_ipv4, &block)) {
                    return refuse(taken);
                }
                ipv4 = Some(block);
            }
            Ok(IpNet::V6(block)) if ipv6.is_none() => {
                if block.prefix_len() != 125 || !INSIDE_IPV6.contains(&block) {
                    return refuse("Expecting a /125 block of fd00::/8.");
                }
                if others.any(|peer| peer.inside_ipv6 == Some(block)) {
                    return refuse(taken);
                }
                ipv6 = Some(block);
            }
            Ok(_) => return refuse("There can be one block of IPv4 and one of IPv6."),
            Err(_) => return refuse("This is not a valid CIDR block."),
        }
    }
    match ipv4 {
        Some(ipv4) => Ok((ipv4, ipv6)),
        None => {
            let message = "The inside CIDR blocks must have a /29 block of 169.254.0.0/16.";
            Err(Error::invalid_value(message))
        }
    }
}

// unverified (looked up 2026-11): the wording.
fn parsed(parameter: &str, text: &str) -> Result<IpAddr> {
    let refusal = |_| Error::bad_parameter(parameter, text, "This is not a valid IP address.");
    text.parse().map_err(refusal)
}

/// The gateway's end of the tunnel: the one asked for, or the first of the gateway's blocks that no
/// other peer has. Both ends are of one family.
///
/// # Errors
/// `InvalidParameterValue`
// unverified (looked up 2026-11): all messages, that it begins behind a block's network address,
// and that two tunnels may end at an address that was asked for as long as their far ends differ.
fn address(
    cx: Read<'_>,
    gateway: &Row<TransitGateway>,
    peer: IpAddr,
    wanted: Option<&str>,
) -> Result<IpAddr> {
    let blocks = gateway.options.cidr_blocks.iter();
    let blocks = blocks.filter(|block| block.addr().is_ipv4() == peer.is_ipv4());
    if let Some(text) = wanted {
        let wanted = parsed("transitGatewayAddress", text)?;
        let refuse = |reason| Err(Error::bad_parameter("transitGatewayAddress", text, reason));
        if wanted.is_ipv4() != peer.is_ipv4() {
            return refuse("It must be of the same address family as the peer address.");
        }
        if !blocks.into_iter().any(|block| block.contains(&wanted)) {
            return refuse("It must be of a CIDR block of the transit gateway.");
        }
        let is_same =
            |it: &Row<TransitGatewayConnectPeer>| (it.address, it.peer_address) == (wanted, peer);
        if of_gateway(cx, &gateway.id).any(is_same) {
            return refuse("Another Connect peer is between the same addresses.");
        }
        return Ok(wanted);
    }
    let taken: Vec<IpAddr> = of_gateway(cx, &gateway.id).map(|peer| peer.address).collect();
    let mut free = blocks.flat_map(IpNet::hosts).filter(|host| !taken.contains(host));
    free.next().ok_or_else(|| {
        Error::invalid_value(format!("{} has no CIDR block with a free address.", gateway.id))
    })
}

fn delete_transit_gateway_connect_peer(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayConnectPeerRequest,
) -> Result<DeleteTransitGatewayConnectPeerResult> {
    let left = cx.delete::<TransitGatewayConnectPeer>(&request.transit_gateway_connect_peer_id)?;
    // It has no tags, as in the example of this command in
    // <https://docs.aws.amazon.com/cli/latest/reference/ec2/>.
    let view = wire::TransitGatewayConnectPeer { tags: None, ..left.view };
    Ok(DeleteTransitGatewayConnectPeerResult { transit_gateway_connect_peer: Some(view) })
}
