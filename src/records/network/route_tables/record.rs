//! What is kept of route tables.

use super::targets::gateway_vpc_id;
use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::engine::{Id, Read, Timed};
use crate::error::{Error, Result};
use crate::records::ids::{
    AnyId, CarrierGatewayId, EgressOnlyInternetGatewayId, NatGatewayId, NetworkInterfaceId,
    PrefixListId, RouteTableAssociationId, SubnetId, TransitGatewayId, VpcEndpointId, VpcId,
    VpcPeeringConnectionId, VpnGatewayId,
};
use crate::records::network::carrier_gateways::{self, CarrierGateway};
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::managed_prefix_lists::{self, PrefixList};
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::fmt;
use wire::{RouteOrigin, RouteState};

/// No filter has this name: the index has the tables with a route of their own to a prefix list,
/// not those that a gateway endpoint leads there.

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteTable {
    pub vpc_id: VpcId,
    /// Besides the local ones, which follow from the VPC's blocks.
    pub routes: Vec<Route>,
    /// The local routes that lead elsewhere than at first.
    pub replaced: Vec<Route>,
    pub associations: Vec<Association>,
    /// The VPN gateways whose routes it takes over.
    pub propagating: Vec<VpnGatewayId>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub id: RouteTableAssociationId,
    pub place: AssociatedWith,
}

/// What goes by the routes of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AssociatedWith {
    /// The VPC's subnets that have no table of their own.
    Main,
    Subnet(SubnetId),
    /// An internet or VPN gateway.
    Gateway(AnyId),
}

impl Association {
    pub fn is_subnets(&self, id: &str) -> bool {
        matches!(&self.place, AssociatedWith::Subnet(subnet) if **subnet == *id)
    }
}

impl RouteTable {
    pub fn new(vpc_id: VpcId) -> Self {
        let (routes, replaced) = (Vec::new(), Vec::new());
        Self { vpc_id, routes, replaced, associations: Vec::new(), propagating: Vec::new() }
    }

    pub fn is_main(&self) -> bool {
        self.associations.iter().any(|association| association.place == AssociatedWith::Main)
    }

    /// Whether it is the table of a gateway.
    pub fn has_gateway(&self) -> bool {
        self.associations.iter().any(|one| matches!(one.place, AssociatedWith::Gateway(_)))
    }
}

impl RouteTable {
    pub fn has(&self, destination: &Destination) -> bool {
        self.routes.iter().any(|route| route.destination == *destination)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Route {
    pub destination: Destination,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Destination {
    Cidr(IpNet),
    /// A prefix list, by its id; its entries are the destinations.
    PrefixList(PrefixListId),
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cidr(cidr) => cidr.fmt(f),
            Self::PrefixList(id) => id.fmt(f),
        }
    }
}

impl Destination {
    /// What a request names, before anything is looked up.
    ///
    /// # Errors
    /// For none or several of them, and for what is no block.
    pub fn of(ipv4: Option<&str>, ipv6: Option<&str>, prefix_list: Option<&str>) -> Result<Self> {
        let given = [
            ("destinationCidrBlock", ipv4),
            ("destinationIpv6CidrBlock", ipv6),
            ("destinationPrefixListId", prefix_list),
        ];
        let mut given = given.iter().filter_map(|(name, text)| Some((*name, (*text)?)));
        let (name, text) = given.next().ok_or_else(|| {
            // <https://github.com/hashicorp/terraform-provider-aws/issues/15274>
            let message = "The request must contain exactly one of: destinationCidrBlock, \
                           destinationIpv6CidrBlock, destinationPrefixListId";
            Error::new("MissingParameter", message)
        })?;
        if let Some((other, _)) = given.next() {
            // unverified (looked up 2026-11-26): AWS documents no message for this.
            return Err(Error::exclusive(name, other));
        }
        if ipv4.is_some() {
            return parse_ipv4_cidr(name, text).map(|cidr| Self::Cidr(cidr.into()));
        }
        if ipv6.is_some() {
            return parse_ipv6_cidr(name, text).map(|cidr| Self::Cidr(cidr.into()));
        }
        if text.is_empty() {
            // aws-solutions-library-samples/network-orchestration-for-aws-transit-gateway#77
            let message = "invalid value for parameter destination-cidr-block: ";
            return Err(Error::invalid_value(message));
        }
        Ok(Self::PrefixList(Id::new(text)))
    }

    /// # Errors
    /// For a prefix list that is not there.
    pub fn check_is_there(&self, cx: Read<'_>) -> Result<()> {
        match self {
            Self::PrefixList(id) if !managed_prefix_lists::is_of_aws(cx, id) => {
                cx.get::<PrefixList>(id).map(drop)
            }
            Self::PrefixList(_) | Self::Cidr(_) => Ok(()),
        }
    }

    /// What DeleteRoute calls it.
    pub const fn parameter(&self) -> &'static str {
        match self {
            Self::Cidr(IpNet::V4(_)) => "destination-cidr-block",
            Self::Cidr(IpNet::V6(_)) => "destination-ipv6-cidr-block",
            Self::PrefixList(_) => "destination-prefix-list-id",
        }
    }

    pub fn is_ipv6(&self, cx: Read<'_>) -> bool {
        match self {
            Self::Cidr(cidr) => matches!(cidr, IpNet::V6(_)),
            Self::PrefixList(id) => managed_prefix_lists::is_ipv6(cx, id),
        }
    }

    pub fn view(&self) -> wire::Route {
        let mut view = wire::Route::default();
        let member = match self {
            Self::Cidr(IpNet::V4(_)) => &mut view.destination_cidr_block,
            Self::Cidr(IpNet::V6(_)) => &mut view.destination_ipv6_cidr_block,
            Self::PrefixList(_) => &mut view.destination_prefix_list_id,
        };
        *member = Some(self.to_string());
        view
    }
}

impl Route {
    pub fn view(&self, origin: RouteOrigin, table: &RouteTable, cx: Read<'_>) -> wire::Route {
        let mut view = wire::Route { origin: Some(origin), ..self.destination.view() };
        let is_reachable = self.target.show(&mut view, table, cx);
        view.state = Some(if is_reachable { RouteState::Active } else { RouteState::Blackhole });
        view
    }
}

/// Where a route leads; what it names may be gone by now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Target {
    Gateway(AnyId),
    Interface(NetworkInterfaceId),
    Peering(VpcPeeringConnectionId),
    Nat(NatGatewayId),
    EgressOnly(EgressOnlyInternetGatewayId),
    Carrier(CarrierGatewayId),
    /// The endpoint of a Gateway Load Balancer.
    Endpoint(VpcEndpointId),
    /// A transit gateway, and whether the VPC is attached to it.
    Transit(TransitGatewayId, Timed<RouteState>),
}

impl Target {
    /// Puts the target into a route's view, and tells whether anything is there.
    pub fn show(&self, view: &mut wire::Route, table: &RouteTable, cx: Read<'_>) -> bool {
        match self {
            Self::Gateway(id) => {
                view.gateway_id = Some(id.to_string());
                gateway_vpc_id(cx, id).is_ok_and(|vpc_id| vpc_id == Some(&table.vpc_id))
            }
            Self::Interface(id) => {
                view.network_interface_id = Some(id.to_string());
                let interface = cx.find::<NetworkInterface>(id);
                let attached = interface.and_then(|interface| interface.attached(cx.now()));
                if let Some((attachment, _)) = attached {
                    view.instance_id = Some(attachment.instance_id.to_string());
                    view.instance_owner_id = Some(cx.account().to_string());
                }
                attached.is_some()
            }
            Self::Peering(id) => {
                view.vpc_peering_connection_id = Some(id.to_string());
                let connection = cx.find::<VpcPeeringConnection>(id);
                connection.is_some_and(|connection| connection.is_active(cx.now()))
            }
            Self::Nat(id) => {
                view.nat_gateway_id = Some(id.to_string());
                let gateway = cx.find::<NatGateway>(id);
                gateway.is_some_and(|gateway| gateway.is_available(cx.now()))
            }
            Self::EgressOnly(id) => {
                view.egress_only_internet_gateway_id = Some(id.to_string());
                cx.find::<EgressOnlyInternetGateway>(id).is_some()
            }
            Self::Carrier(id) => {
                view.carrier_gateway_id = Some(id.to_string());
                let gateway = cx.find::<CarrierGateway>(id);
                gateway
                    .is_some_and(|row| carrier_gateways::is_way_out(row, &table.vpc_id, cx.now()))
            }
            // Shown as a gateway, as Terraform's provider reads it.
            Self::Endpoint(id) => {
                view.gateway_id = Some(id.to_string());
                cx.find::<VpcEndpoint>(id).is_some_and(|endpoint| endpoint.is_target(cx.now()))
            }
            Self::Transit(id, state) => {
                view.transit_gateway_id = Some(id.to_string());
                state.at(cx.now()) == RouteState::Active
            }
        }
    }
}
