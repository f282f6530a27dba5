//! Packets on their way through a VPC: from and to its interfaces, through security groups and
//! network ACLs, along the routes of its tables. What leads out of it is in `ways`.
//!
//! Where security groups or ACLs let no packet through, that is noted, and the walk goes on as if
//! they had, so that everything in the way is told; where nothing leads on, it ends.

use super::components::{component, explained, of_path, route as shown_route};
use super::filters::{acl, acl_of, entries_of, groups, number};
use super::packets::{Packets, by_prefix};
use super::places::{At, Place};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::ids::{SubnetId, VpcId};
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::route_tables::{RouteTable, main_of_vpc, routes};
use crate::records::network::security_group_rules::Direction;
use ipnet::Ipv4Net;
use wire::{AnalysisPacketHeader, Explanation, PathComponent, Protocol, RouteState};

#[derive(Clone)]
pub(super) struct Walk<'a> {
    pub cx: Read<'a>,
    pub protocol: Protocol,
    /// Whether it is that of answers, at which security groups do not look.
    pub answers: bool,
    pub packets: Packets,
    pub components: Vec<PathComponent>,
    pub explanations: Vec<Explanation>,
    /// The interface that the packets come from, while the groups that it is in are known.
    pub origin: Option<&'a Row<NetworkInterface>>,
    /// The NAT gateway on the way.
    pub nat: Option<&'a Row<NatGateway>>,
    /// Whether a transit gateway is on the way.
    pub by_transit: bool,
}

impl<'a> Walk<'a> {
    pub fn new(cx: Read<'a>, protocol: Protocol, answers: bool, packets: Packets) -> Self {
        Self {
            cx,
            protocol,
            answers,
            packets,
            components: Vec::new(),
            explanations: Vec::new(),
            origin: None,
            nat: None,
            by_transit: false,
        }
    }

    pub fn is_through(&self) -> bool {
        self.explanations.is_empty()
    }

    /// Goes from one place to another.
    ///
    /// # Errors
    /// The refusal of what cannot be analysed.
    pub fn go(&mut self, from: &Place<'a>, to: &Place<'a>) -> Result<()> {
        match from {
            Place::Interface(at) => self.leave(at, to),
            Place::Internet(id, vpc_id) => self.enter_from_internet(id, vpc_id, to),
            Place::Vpn(id, vpc_id) => self.enter_from_vpn(id, vpc_id, to),
            Place::Peering(row) => self.enter_from_peer(row, to),
            Place::Transit(id) => self.enter_from_transit(id, to),
            Place::Service(row) => {
                self.step(self.of(&row.id));
                self.deliver(&row.vpc_id, None, to)
            }
            Place::Address(_) => Ok(()),
        }
    }

    pub fn of(&self, id: &str) -> PathComponent {
        PathComponent { outbound_header: Some(self.header()), ..of_path(self.cx, id) }
    }

    pub fn header(&self) -> AnalysisPacketHeader {
        self.packets.header(number(self.protocol))
    }

    pub fn step(&mut self, component: PathComponent) {
        let sequence_number = i32::try_from(self.components.len() + 1).ok();
        self.components.push(PathComponent { sequence_number, ..component });
    }

    /// Notes what is in the way, at the last component.
    pub fn blocked(&mut self, explanation: Explanation) {
        if let Some(last) = self.components.last_mut() {
            last.explanations.get_or_insert_default().push(explanation.clone());
        }
        self.explanations.push(explanation);
    }

    /// Goes on with what was let through, unless that is nothing.
    fn pass(&mut self, passed: Packets, explanation: impl FnOnce() -> Explanation) {
        if passed.is_empty() {
            self.blocked(explanation());
        } else {
            self.packets = passed;
        }
    }

    fn leave(&mut self, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        let header = Some(self.header());
        if let Some(id) = &at.of {
            self.step(PathComponent { outbound_header: header.clone(), ..of_path(self.cx, id) });
        }
        let outbound_header = header.filter(|_| at.of.is_none());
        self.step(PathComponent { outbound_header, ..self.interface(at.row) });
        let peer = if let Place::Interface(to) = to { Some(to.row) } else { None };
        self.groups(at, Direction::Egress, peer);
        self.origin = Some(at.row);
        match to {
            Place::Interface(to) if to.row.subnet_id == at.row.subnet_id => {
                self.arrive(to);
                Ok(())
            }
            _ => self.leave_subnet(at, to),
        }
    }

    pub fn leave_subnet(&mut self, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        self.acl(&at.row.subnet_id, true);
        self.routed(at, to)
    }

    fn interface(&self, row: &Row<NetworkInterface>) -> PathComponent {
        let cx = self.cx;
        let attachment = row.attached(cx.now()).map(|(attachment, _)| attachment);
        PathComponent {
            attached_to: attachment.map(|it| component(cx, &it.instance_id)),
            subnet: Some(component(cx, &row.subnet_id)),
            vpc: Some(component(cx, &row.vpc_id)),
            ..of_path(cx, &row.id)
        }
    }

    /// Arrives at an interface, in whose subnet it is already.
    fn arrive(&mut self, to: &At<'a>) {
        let header = Some(self.header());
        if let Some(id) = to.of.as_ref().filter(|id| id.starts_with("nat-")) {
            self.step(PathComponent { inbound_header: header, ..of_path(self.cx, id) });
            return;
        }
        self.groups(to, Direction::Ingress, self.origin);
        let header = Some(self.header());
        let inbound_header = header.clone().filter(|_| to.of.is_none());
        self.step(PathComponent { inbound_header, ..self.interface(to.row) });
        if let Some(id) = &to.of {
            self.step(PathComponent { inbound_header: header, ..of_path(self.cx, id) });
        }
    }

    fn groups(
        &mut self,
        at: &At<'a>,
        direction: Direction,
        peer: Option<&'a Row<NetworkInterface>>,
    ) {
        let (cx, row) = (self.cx, at.row);
        let Some(first) = row.groups.first() else { return };
        if self.answers {
            self.step(of_path(cx, first));
            return;
        }
        let passed =
            groups(cx, row, direction, (&self.packets, self.protocol), peer.map(|it| &**it));
        let (group, security_group_rule) =
            passed.rule.map_or((first.clone(), None), |(id, rule)| (id, Some(rule)));
        self.step(PathComponent { security_group_rule, ..of_path(cx, &group) });
        let direction = match direction {
            Direction::Ingress => "ingress",
            Direction::Egress => "egress",
        };
        self.pass(passed.packets, || Explanation {
            direction: Some(direction.to_owned()),
            network_interface: Some(component(cx, &row.id)),
            security_groups: Some(row.groups.iter().map(|id| component(cx, id)).collect()),
            subnet: Some(component(cx, &row.subnet_id)),
            vpc: Some(component(cx, &row.vpc_id)),
            ..explained("ENI_SG_RULES_MISMATCH")
        });
    }

    pub fn acl(&mut self, subnet_id: &SubnetId, egress: bool) {
        let cx = self.cx;
        let Some(row) = acl_of(cx, subnet_id) else { return };
        let passed = acl(row, egress, &self.packets, self.protocol);
        self.step(PathComponent { acl_rule: passed.rule, ..of_path(cx, &row.id) });
        let direction = if egress { "egress" } else { "ingress" };
        self.pass(passed.packets, || Explanation {
            acl: Some(component(cx, &row.id)),
            direction: Some(direction.to_owned()),
            subnet: Some(component(cx, subnet_id)),
            vpc: Some(component(cx, &row.vpc_id)),
            ..explained("SUBNET_ACL_RESTRICTION")
        });
    }

    /// Goes along a route of the table of a subnet.
    pub fn routed(&mut self, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        let cx = self.cx;
        let Some(table) = table_of(cx, &at.row.subnet_id, &at.row.vpc_id) else { return Ok(()) };
        let mut failed: Option<Self> = None;
        for (route, hit) in picks(cx, table, &self.packets) {
            if !Self::suits(&route, to)? {
                continue;
            }
            let mut attempt = Self { packets: hit, ..self.clone() };
            let route_table_route = Some(shown_route(&route));
            attempt.step(PathComponent { route_table_route, ..of_path(cx, &table.id) });
            if route.state == Some(RouteState::Blackhole) {
                attempt.blocked(Explanation {
                    route_table: Some(component(cx, &table.id)),
                    route_table_route: Some(shown_route(&route)),
                    ..explained("BAD_STATE_ROUTE")
                });
            } else {
                attempt.follow(&route, at, to)?;
            }
            if attempt.explanations.len() == self.explanations.len() {
                *self = attempt;
                return Ok(());
            }
            failed.get_or_insert(attempt);
        }
        if let Some(failed) = failed {
            *self = failed;
            return Ok(());
        }
        self.step(of_path(cx, &table.id));
        self.blocked(Explanation {
            route_table: Some(component(cx, &table.id)),
            vpc: Some(component(cx, &at.row.vpc_id)),
            ..explained("NO_ROUTE_TO_DESTINATION")
        });
        Ok(())
    }

    /// Whether a route can lead to a place.
    ///
    /// # Errors
    /// The refusal of what cannot be analysed.
    fn suits(route: &wire::Route, to: &Place<'_>) -> Result<bool> {
        let is_inside = matches!(to, Place::Interface(_) | Place::Address(_));
        let gateway = route.gateway_id.as_deref().unwrap_or_default();
        let is_outside = matches!(to, Place::Internet(..) | Place::Address(_));
        Ok(if gateway == "local" {
            is_inside
        } else if gateway.starts_with("igw-") {
            matches!(to, Place::Address(_))
                || matches!(to, Place::Internet(id, _) if **id == *gateway)
        } else if gateway.starts_with("vgw-") {
            matches!(to, Place::Address(_)) || matches!(to, Place::Vpn(id, _) if **id == *gateway)
        } else if gateway.starts_with("vpce-") {
            matches!(to, Place::Service(row) if *row.id == *gateway)
        } else if route.nat_gateway_id.is_some() {
            is_outside
        } else if let Some(id) = &route.vpc_peering_connection_id {
            is_inside || matches!(to, Place::Peering(row) if *row.id == **id)
        } else if let Some(id) = &route.transit_gateway_id {
            is_inside || matches!(to, Place::Transit(other) if **other == **id)
        } else {
            return Err(Error::not_emulated(
                "the analysis of routes to network interfaces, carrier gateways and the like",
            ));
        })
    }

    fn follow(&mut self, route: &wire::Route, at: &At<'a>, to: &Place<'a>) -> Result<()> {
        let gateway = route.gateway_id.as_deref().unwrap_or_default();
        if gateway == "local" {
            return self.deliver(&at.row.vpc_id, Some(&at.row.subnet_id), to);
        }
        if gateway.starts_with("igw-") {
            self.leave_by_internet(gateway, at);
        } else if gateway.starts_with("vgw-") {
            self.leave_by_vpn(gateway, at);
        } else if gateway.starts_with("vpce-") {
            self.leave_by_endpoint(gateway);
        } else if let Some(id) = &route.nat_gateway_id {
            self.translate(id, at, to)?;
        } else if let Some(id) = &route.vpc_peering_connection_id {
            self.leave_by_peer(id, &at.row.vpc_id, to)?;
        } else if let Some(id) = &route.transit_gateway_id {
            self.leave_by_transit(id, at, to)?;
        }
        Ok(())
    }

    /// Brings what is within a VPC to where it goes, from one of its subnets or from outside.
    pub fn deliver(
        &mut self,
        vpc_id: &VpcId,
        from: Option<&SubnetId>,
        to: &Place<'a>,
    ) -> Result<()> {
        let cx = self.cx;
        let at = match to {
            Place::Interface(at) => Some(at.clone()),
            Place::Address(address) => {
                let address = address.to_string();
                let mut rows = cx.with(NetworkInterface::BY_PRIVATE_ADDRESS, address.as_str());
                let row = rows.find(|row| row.vpc_id == *vpc_id);
                row.map(|row| At { row, of: None })
            }
            _ => None,
        };
        match at.filter(|at| at.row.vpc_id == *vpc_id) {
            Some(at) => {
                if from != Some(&at.row.subnet_id) {
                    self.acl(&at.row.subnet_id, false);
                }
                self.arrive(&at);
            }
            None => self.blocked(Explanation {
                vpc: Some(component(cx, vpc_id)),
                ..explained("NO_POSSIBLE_DESTINATION")
            }),
        }
        Ok(())
    }
}

/// The table that the traffic of a subnet goes by.
pub(super) fn table_of<'a>(
    cx: Read<'a>,
    subnet_id: &SubnetId,
    vpc_id: &VpcId,
) -> Option<&'a Row<RouteTable>> {
    let own = cx.with(RouteTable::BY_SUBNET, subnet_id).next();
    own.or_else(|| cx.find::<RouteTable>(&main_of_vpc(cx, vpc_id)?))
}

/// The routes that packets take, each with those that take it: the most specific one first.
fn picks(cx: Read<'_>, table: &Row<RouteTable>, packets: &Packets) -> Vec<(wire::Route, Packets)> {
    let mut known: Vec<(Ipv4Net, wire::Route)> = Vec::new();
    for route in routes::view(table, cx) {
        let cidr = route.destination_cidr_block.as_deref().and_then(|text| text.parse().ok());
        let list = route.destination_prefix_list_id.as_deref();
        let nets = list.map_or_else(Vec::new, |id| entries_of(cx, id));
        known.extend(cidr.into_iter().chain(nets).map(|net: Ipv4Net| (net, route.clone())));
    }
    by_prefix(known, packets)
}
