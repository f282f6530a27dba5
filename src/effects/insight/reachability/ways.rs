//! The ways out of a VPC and into one: gateways, peering connections, transit gateways.

use super::components::{component, explained, of_path};
use super::filters::number;
use super::packets::{Field, Headers, address, by_prefix};
use super::places::{At, Place};
use super::walk::Walk;
use crate::engine::{Id, Row};
use crate::error::{Error, Result};
use crate::records::ids::{AnyId, InternetGatewayId, TransitGatewayId, VpcId, VpnGatewayId};
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_block_public_access;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::transit::transit_gateway_attachments::{
    TransitGatewayAttachment, of_gateway, of_vpc,
};
use crate::records::transit::transit_gateway_route_tables::TransitGatewayRouteTable;
use crate::records::transit::transit_gateway_routes::all;
use ipnet::IpNet;
use std::net::Ipv4Addr;
use wire::{
    BlockPublicAccessMode, Explanation, PathComponent, Protocol, TransitGatewayRoute,
    TransitGatewayRouteState, TransitGatewayRouteTableRoute, WireEnum as _,
};

/// The private addresses of an interface that have a public one.
fn public_pairs(walk: &Walk<'_>, row: &NetworkInterface) -> Vec<(Ipv4Addr, Ipv4Addr)> {
    let now = walk.cx.now();
    if row.attached(now).is_none() && row.requester.is_none() {
        return Vec::new();
    }
    let known = row.addresses.iter();
    let known = known.filter(|it| row.requester.is_some() || row.shows_public(it, now));
    known.filter_map(|it| Some((it.address, it.public?))).collect()
}

/// How VPC Block Public Access holds for a subnet.
fn block_mode(walk: &Walk<'_>, row: &NetworkInterface) -> Option<BlockPublicAccessMode> {
    let ids: [AnyId; 2] = [row.subnet_id.any(), row.vpc_id.any()];
    vpc_block_public_access::states(walk.cx, &ids).internet_gateway_block_mode
}

fn destination_in_vpc<'p, 'a>(to: &'p Place<'a>, vpc_id: &VpcId) -> Option<&'p At<'a>> {
    match to {
        Place::Interface(at) if at.row.vpc_id == *vpc_id => Some(at),
        _ => None,
    }
}

impl<'a> Walk<'a> {
    /// What comes in from the internet has a public address, which the gateway replaces.
    pub(super) fn enter_from_internet(
        &mut self,
        id: &InternetGatewayId,
        vpc_id: &VpcId,
        to: &Place<'a>,
    ) -> Result<()> {
        let cx = self.cx;
        if cx.with(RouteTable::BY_GATEWAY, &id.any()).next().is_some() {
            return Err(Error::not_emulated("the analysis of the route tables of gateways"));
        }
        let Some(at) = destination_in_vpc(to, vpc_id) else {
            self.step(of_path(cx, id));
            self.blocked(Explanation {
                internet_gateway: Some(component(cx, id)),
                ..explained("IGW_NAT_REFLECTION")
            });
            return Ok(());
        };
        let pairs = public_pairs(self, at.row);
        let private = |(private, _): &(Ipv4Addr, Ipv4Addr)| {
            Headers::ANY.with(Field::Destination, address(*private))
        };
        let hit = self.packets.among(&pairs.iter().map(private).collect::<Vec<_>>());
        let is_public = !hit.is_empty();
        if is_public {
            self.packets = hit;
        }
        let first = self.packets.first(Field::Destination);
        let public = pairs.iter().find(|(private, _)| Some(address(*private)) == first);
        let outside = public.map(|(_, public)| {
            let seen = self.packets.replaced(Field::Destination, address(*public));
            seen.header(number(self.protocol))
        });
        self.step(PathComponent {
            inbound_header: outside,
            vpc: Some(component(cx, vpc_id)),
            ..self.of(id)
        });
        if !self.answers
            && !matches!(block_mode(self, at.row), None | Some(BlockPublicAccessMode::Off))
        {
            self.blocked(self.public_access_is_blocked(vpc_id));
        }
        self.deliver(vpc_id, None, to)?;
        // As told in a report of AWS's own tutorial: where a security group is in the way as well,
        // that alone is told.
        if !is_public && self.explanations.is_empty() {
            self.blocked(Explanation {
                internet_gateway: Some(component(cx, id)),
                network_interface: Some(component(cx, &at.row.id)),
                vpc: Some(component(cx, vpc_id)),
                ..explained("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS")
            });
        }
        Ok(())
    }

    fn public_access_is_blocked(&self, vpc_id: &VpcId) -> Explanation {
        let vpc = Some(component(self.cx, vpc_id));
        Explanation { vpc, ..explained("VPC_BLOCK_PUBLIC_ACCESS_ENABLED") }
    }

    pub(super) fn leave_by_internet(&mut self, id: &str, at: &At<'a>) {
        let cx = self.cx;
        let pairs = public_pairs(self, at.row);
        let private = |(private, _): &(Ipv4Addr, Ipv4Addr)| {
            Headers::ANY.with(Field::Source, address(*private))
        };
        let hit = self.packets.among(&pairs.iter().map(private).collect::<Vec<_>>());
        let first = hit.first(Field::Source);
        let public = pairs.iter().find(|(private, _)| Some(address(*private)) == first);
        let seen = match public {
            Some((_, public)) => hit.replaced(Field::Source, address(*public)),
            None => self.packets.clone(),
        };
        self.step(PathComponent {
            outbound_header: Some(seen.header(number(self.protocol))),
            vpc: Some(component(cx, &at.row.vpc_id)),
            ..of_path(cx, id)
        });
        if block_mode(self, at.row) == Some(BlockPublicAccessMode::BlockBidirectional) {
            self.blocked(self.public_access_is_blocked(&at.row.vpc_id));
        }
        if hit.is_empty() {
            self.blocked(Explanation {
                internet_gateway: Some(component(cx, id)),
                network_interface: Some(component(cx, &at.row.id)),
                vpc: Some(component(cx, &at.row.vpc_id)),
                ..explained("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS")
            });
        } else {
            self.packets = hit;
        }
    }

    pub(super) fn enter_from_vpn(
        &mut self,
        id: &VpnGatewayId,
        vpc_id: &VpcId,
        to: &Place<'a>,
    ) -> Result<()> {
        self.step(PathComponent { vpc: Some(component(self.cx, vpc_id)), ..self.of(id) });
        self.deliver(vpc_id, None, to)?;
        if let Some(at) = destination_in_vpc(to, vpc_id) {
            self.check_attached(at, id, "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
        }
        Ok(())
    }

    pub(super) fn leave_by_vpn(&mut self, id: &str, at: &At<'a>) {
        let vpc = Some(component(self.cx, &at.row.vpc_id));
        self.step(PathComponent { vpc, ..self.of(id) });
        self.check_attached(at, id, "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS");
    }

    fn check_attached(&mut self, at: &At<'a>, id: &str, code: &str) {
        let cx = self.cx;
        if at.row.attached(cx.now()).is_none() && at.row.requester.is_none() {
            self.blocked(Explanation {
                network_interface: Some(component(cx, &at.row.id)),
                vpn_gateway: Some(component(cx, id)),
                ..explained(code)
            });
        }
    }

    pub(super) fn leave_by_endpoint(&mut self, id: &str) {
        self.step(PathComponent { inbound_header: Some(self.header()), ..of_path(self.cx, id) });
        if self.protocol == Protocol::Udp {
            self.blocked(Explanation {
                vpc_endpoint: Some(component(self.cx, id)),
                ..explained("VPCE_GATEWAY_PROTOCOL_RESTRICTION")
            });
        }
    }

    /// Through a NAT gateway, which sends in its own name.
    pub(super) fn translate(&mut self, id: &str, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        let cx = self.cx;
        if self.nat.is_some_and(|nat| *nat.id == *id) {
            self.blocked(explained("NO_PATH"));
            return Ok(());
        }
        let gateway = cx.find::<NatGateway>(id);
        if gateway.is_some_and(|row| row.regional.is_some()) {
            return Err(Error::not_emulated("the analysis of regional NAT gateways"));
        }
        let inside = gateway.and_then(|row| row.place.as_ref());
        let inside = inside.and_then(|place| cx.find::<NetworkInterface>(place));
        let (Some(gateway), Some(inside), None) = (gateway, inside, self.nat) else {
            return Err(Error::not_emulated("the analysis of several NAT gateways on one path"));
        };
        if inside.subnet_id != at.row.subnet_id {
            self.acl(&inside.subnet_id, false);
        }
        let inbound_header = Some(self.header());
        if let Some(own) = inside.primary_address() {
            let sent = self.packets.replaced(Field::Source, address(own.address));
            self.packets = sent.replaced(Field::SourcePort, (1_024, 65_535));
        }
        self.step(PathComponent { inbound_header, ..self.of(id) });
        (self.nat, self.origin) = (Some(gateway), None);
        self.leave_subnet(&At { row: inside, of: Some(id.to_owned()) }, to)
    }

    pub(super) fn enter_from_peer(
        &mut self,
        row: &'a Row<VpcPeeringConnection>,
        to: &Place<'a>,
    ) -> Result<()> {
        let sides = [&row.requester, &row.accepter];
        let there = sides
            .into_iter()
            .find(|side| side.is_at(self.cx) && destination_in_vpc(to, &side.vpc_id).is_some());
        self.step(self.of(&row.id));
        let Some(side) = there else {
            self.blocked(explained("NO_PATH"));
            return Ok(());
        };
        self.check_active(row);
        self.deliver(&side.vpc_id, None, to)
    }

    fn check_active(&mut self, row: &Row<VpcPeeringConnection>) {
        if !row.is_active(self.cx.now()) {
            let connection = Some(component(self.cx, &row.id));
            self.blocked(Explanation {
                vpc_peering_connection: connection,
                state: Some(row.code(self.cx.now()).as_str().to_owned()),
                ..explained("BAD_STATE")
            });
        }
    }

    pub(super) fn leave_by_peer(&mut self, id: &str, vpc_id: &VpcId, to: &Place<'a>) -> Result<()> {
        let cx = self.cx;
        let Some(row) = cx.find::<VpcPeeringConnection>(id) else { return Ok(()) };
        let side = row.across(vpc_id);
        self.step(PathComponent {
            source_vpc: Some(component(cx, vpc_id)),
            destination_vpc: Some(component(cx, &side.vpc_id)),
            ..self.of(id)
        });
        self.check_active(row);
        if matches!(to, Place::Peering(_)) {
            return Ok(());
        }
        if side.is_at(cx) {
            return self.deliver(&side.vpc_id, None, to);
        }
        self.blocked(Explanation {
            vpc_peering_connection: Some(component(cx, id)),
            ..explained("NO_POSSIBLE_DESTINATION")
        });
        Ok(())
    }

    pub(super) fn leave_by_transit(&mut self, id: &str, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        let (cx, gateway) = (self.cx, Some(component(self.cx, id)));
        let found = of_vpc(cx, &at.row.vpc_id).find(|row| *row.gateway_id == *id);
        let Some(attachment) = found.filter(|row| row.is_available(cx.now())) else {
            let transit_gateway = gateway;
            self.blocked(Explanation { transit_gateway, ..explained("BAD_STATE_ATTACHMENT") });
            return Ok(());
        };
        let places = attachment.vpc().into_iter().flat_map(|vpc| &vpc.places);
        let subnets = places.filter_map(|place| cx.find::<Subnet>(&place.subnet_id));
        let near = subnets.into_iter().find(|subnet| subnet.zone == at.row.zone);
        if let Some(subnet) = near.filter(|subnet| subnet.id != at.row.subnet_id) {
            self.acl(&subnet.id, false);
        }
        (self.by_transit, self.origin) = (true, None);
        self.step(PathComponent { transit_gateway: gateway.clone(), ..self.of(&attachment.id) });
        if near.is_none() {
            self.blocked(Explanation {
                transit_gateway: gateway.clone(),
                transit_gateway_attachment: Some(component(cx, &attachment.id)),
                availability_zones: Some(vec![at.row.zone.to_string()]),
                ..explained("TGW_ROUTE_AZ_RESTRICTION")
            });
        }
        if matches!(to, Place::Transit(_)) {
            self.step(self.of(id));
            return Ok(());
        }
        self.routed_by_transit(attachment, to)
    }

    fn routed_by_transit(
        &mut self,
        attachment: &'a Row<TransitGatewayAttachment>,
        to: &Place<'a>,
    ) -> Result<()> {
        let cx = self.cx;
        let transit_gateway = Some(component(cx, &attachment.gateway_id));
        let Some((association, _)) = attachment.associated(cx.now()) else {
            self.blocked(Explanation {
                transit_gateway_attachment: Some(component(cx, &attachment.id)),
                ..explained("TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION")
            });
            return Ok(());
        };
        let table_id = &association.table_id;
        let transit_gateway_route_table = Some(component(cx, table_id));
        let told = |code: &str| Explanation {
            transit_gateway: transit_gateway.clone(),
            transit_gateway_route_table: transit_gateway_route_table.clone(),
            ..explained(code)
        };
        let Some(table) = cx.find::<TransitGatewayRouteTable>(table_id) else {
            self.blocked(told("TGW_RTB_ROUTES_ARE_UNKNOWN"));
            return Ok(());
        };
        let ipv4 = |(net, route)| if let IpNet::V4(net) = net { Some((net, route)) } else { None };
        let picks = by_prefix(all(cx, table).into_iter().filter_map(ipv4), &self.packets);
        let chosen = picks.into_iter().find_map(|(route, hit)| {
            let next = next_attachment(self, &route);
            let leads_there = match (to, next.and_then(|next| next.vpc())) {
                (Place::Interface(at), Some(vpc)) => vpc.vpc_id == at.row.vpc_id,
                (Place::Interface(_), None) => next.is_none(),
                _ => true,
            };
            leads_there.then_some((route, hit, next))
        });
        let shown = chosen.as_ref().map(|(route, ..)| shown_route(route));
        self.step(PathComponent {
            transit_gateway: transit_gateway.clone(),
            transit_gateway_route_table_route: shown.clone(),
            ..of_path(cx, table_id)
        });
        let Some((route, hit, next)) = chosen else {
            self.blocked(told("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"));
            return Ok(());
        };
        self.packets = hit;
        match next.filter(|_| route.state == Some(TransitGatewayRouteState::Active)) {
            Some(next) => self.enter_by(next, to),
            None => {
                self.blocked(Explanation {
                    transit_gateway_route_table_route: shown,
                    ..told("TGW_RTB_BAD_STATE_ROUTE")
                });
                Ok(())
            }
        }
    }

    pub(super) fn enter_from_transit(
        &mut self,
        id: &TransitGatewayId,
        to: &Place<'a>,
    ) -> Result<()> {
        let cx = self.cx;
        self.by_transit = true;
        self.step(self.of(id));
        let vpc_id = to.gateway_of();
        let attachment =
            of_gateway(cx, id).find(|row| row.vpc().is_some_and(|vpc| Some(&vpc.vpc_id) == vpc_id));
        match attachment {
            Some(attachment) => self.enter_by(attachment, to),
            None => {
                self.blocked(explained("NO_PATH"));
                Ok(())
            }
        }
    }

    /// Into a VPC by an attachment: by the subnet in the zone where the packets go, if any.
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>
    fn enter_by(
        &mut self,
        attachment: &'a Row<TransitGatewayAttachment>,
        to: &Place<'a>,
    ) -> Result<()> {
        let cx = self.cx;
        let transit_gateway = Some(component(cx, &attachment.gateway_id));
        self.step(PathComponent { transit_gateway, ..self.of(&attachment.id) });
        let Some(vpc) = attachment.vpc() else {
            // Beyond other attachments nothing is known here.
            return Ok(());
        };
        let interfaces = vpc.places.iter().filter_map(|place| place.interface_id.as_ref());
        let interfaces: Vec<_> =
            interfaces.filter_map(|id| cx.find::<NetworkInterface>(id)).collect();
        let zone = if let Place::Interface(at) = to { Some(&at.row.zone) } else { None };
        let near = interfaces.iter().find(|row| Some(&row.zone) == zone);
        let Some(row) = near.or(interfaces.first()).copied() else {
            return self.deliver(&vpc.vpc_id, None, to);
        };
        match to {
            Place::Interface(at) if at.row.subnet_id == row.subnet_id => {
                self.deliver(&vpc.vpc_id, Some(&row.subnet_id), to)
            }
            _ => self.leave_subnet(&At { row, of: None }, to),
        }
    }
}

/// The attachment that a route leads to.
fn next_attachment<'a>(
    walk: &Walk<'a>,
    route: &TransitGatewayRoute,
) -> Option<&'a Row<TransitGatewayAttachment>> {
    let first = route.transit_gateway_attachments.as_ref()?.first()?;
    let id = first.transit_gateway_attachment_id.as_deref()?;
    walk.cx.find::<TransitGatewayAttachment>(&Id::new(id))
}

fn shown_route(route: &TransitGatewayRoute) -> TransitGatewayRouteTableRoute {
    let first = route.transit_gateway_attachments.as_ref().and_then(|all| all.first());
    TransitGatewayRouteTableRoute {
        destination_cidr: route.destination_cidr_block.clone(),
        state: route.state.map(|state| state.as_str().to_owned()),
        route_origin: route.r#type.map(|of| of.as_str().to_owned()),
        prefix_list_id: route.prefix_list_id.clone(),
        attachment_id: first.and_then(|it| it.transit_gateway_attachment_id.clone()),
        resource_id: first.and_then(|it| it.resource_id.clone()),
        resource_type: first.and_then(|it| it.resource_type).map(|of| of.as_str().to_owned()),
    }
}
