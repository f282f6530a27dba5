//! What is kept of a Client VPN endpoint: its settings, and its networks, rules and routes.

use crate::engine::{Id, Now, Timed};
use crate::records::ids::{NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId};
use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use wire::{
    AssociationStatusCode, ClientCertificateRevocationListStatusCode, ClientVpnAuthentication,
    ClientVpnAuthorizationPolicyShadowMode, ClientVpnAuthorizationPolicyStatus,
    ClientVpnAuthorizationRuleStatusCode, ClientVpnEndpointAttributeStatusCode,
    ClientVpnRouteStatusCode, ConnectionLogResponseOptions, Timestamp, TransportProtocol,
};

/// How long a change of an endpoint takes.
pub(super) const CHANGING_MILLIS: i64 = 5_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ClientVpnEndpoint {
    pub client_cidr: Ipv4Net,
    pub transport: TransportProtocol,
    pub authentication: Vec<ClientVpnAuthentication>,
    pub settings: Settings,
    pub created: Timestamp,
    /// That of the networks; an endpoint can be made before there are any.
    pub vpc_id: Option<VpcId>,
    pub groups: Vec<SecurityGroupId>,
    /// Of each of these, some may be over; what `there` gives is not.
    pub networks: Vec<Network>,
    pub rules: Vec<Rule>,
    pub routes: Vec<Route>,
    pub revocation_list: Option<RevocationList>,
    /// May be over; [`ClientVpnEndpoint::policy`] tells.
    #[serde(default)]
    pub policy: Option<Box<Policy>>,
}

/// What clients may do, in the language Cedar.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub document: String,
    pub description: Option<String>,
    pub shadow_mode: ClientVpnAuthorizationPolicyShadowMode,
    pub state: Timed<ClientVpnAuthorizationPolicyStatus>,
    /// Whether it is deleted, and gone when its state settles.
    pub is_deleted: bool,
}

impl ClientVpnEndpoint {
    /// The policy, unless it is over.
    pub fn policy(&self, now: Now<'_>) -> Option<&Policy> {
        self.policy.as_deref().filter(|policy| policy.is_there(now))
    }
}

/// What can be changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub description: Option<String>,
    pub server_certificate_arn: String,
    pub dns_servers: Vec<String>,
    pub port: i32,
    pub split_tunnel: bool,
    pub log: ConnectionLogResponseOptions,
    pub self_service: bool,
    /// The function that is asked about each client.
    pub connect: Option<String>,
    pub connect_state: Timed<ClientVpnEndpointAttributeStatusCode>,
    pub session_hours: i32,
    pub banner: Option<String>,
    pub enforces_routes: bool,
    pub disconnects: bool,
}

/// A subnet by which clients come into the VPC.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Network {
    pub id: Id<Self>,
    pub subnet_id: SubnetId,
    pub interface_id: NetworkInterfaceId,
    pub state: Timed<AssociationStatusCode>,
}

/// Who may reach a network: a group of users, or all.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub destination: Ipv4Net,
    pub group: Option<String>,
    pub description: Option<String>,
    pub state: Timed<ClientVpnAuthorizationRuleStatusCode>,
    /// Whether it is revoked, and gone when its state settles.
    pub is_revoked: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Route {
    pub destination: Ipv4Net,
    /// A subnet's id, or `local` for what goes from client to client.
    pub target: String,
    pub description: Option<String>,
    /// Whether it came with a network, and goes with it.
    pub is_of_network: bool,
    pub state: Timed<ClientVpnRouteStatusCode>,
    /// Whether it is deleted, and gone when its state settles.
    pub is_deleted: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RevocationList {
    pub text: String,
    pub state: Timed<ClientCertificateRevocationListStatusCode>,
}

/// A part of an endpoint that comes and goes.
pub(crate) trait Passing {
    fn is_there(&self, now: Now<'_>) -> bool;
}

impl Passing for Policy {
    fn is_there(&self, now: Now<'_>) -> bool {
        !self.is_deleted || self.state.settles().is_some_and(|at| !now.reached(at))
    }
}

impl Passing for Network {
    fn is_there(&self, now: Now<'_>) -> bool {
        self.state.at(now) != AssociationStatusCode::Disassociated
    }
}

impl Passing for Rule {
    fn is_there(&self, now: Now<'_>) -> bool {
        !self.is_revoked || self.state.settles().is_some_and(|at| !now.reached(at))
    }
}

impl Passing for Route {
    fn is_there(&self, now: Now<'_>) -> bool {
        !self.is_deleted || self.state.settles().is_some_and(|at| !now.reached(at))
    }
}

/// The parts that are not over.
pub(crate) fn there<'a, T: Passing>(all: &'a [T], now: Now<'a>) -> impl Iterator<Item = &'a T> {
    all.iter().filter(move |one| one.is_there(now))
}
