//! What is kept of route tables.

use super::routes::{Destination, Route};
use crate::engine::Id;
use serde::Serialize;

/// No filter has this name: the index has the tables with a route of their own to a prefix list,
/// not those that a gateway endpoint leads there.
pub(crate) const PREFIX_LIST: &str = "prefix-list-id";

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RouteTable {
    pub vpc_id: Id,
    /// Besides the local ones, which follow from the VPC's blocks.
    pub routes: Vec<Route>,
    /// The local routes that lead elsewhere than at first.
    pub replaced: Vec<Route>,
    pub associations: Vec<Association>,
    /// The VPN gateways whose routes it takes over.
    pub propagating: Vec<Id>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Association {
    pub id: Id,
    pub place: Place,
}

/// What goes by the routes of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Place {
    /// The VPC's subnets that have no table of their own.
    Main,
    Subnet(Id),
    /// An internet or VPN gateway.
    Gateway(Id),
}

impl Association {
    pub fn is_subnets(&self, id: &str) -> bool {
        matches!(&self.place, Place::Subnet(subnet) if **subnet == *id)
    }
}

impl RouteTable {
    pub fn new(vpc_id: Id) -> Self {
        let (routes, replaced) = (Vec::new(), Vec::new());
        Self { vpc_id, routes, replaced, associations: Vec::new(), propagating: Vec::new() }
    }

    pub fn is_main(&self) -> bool {
        self.associations.iter().any(|association| association.place == Place::Main)
    }

    /// Whether it is the table of a gateway.
    pub fn has_gateway(&self) -> bool {
        self.associations.iter().any(|one| matches!(one.place, Place::Gateway(_)))
    }
}

impl RouteTable {
    pub fn has(&self, destination: &Destination) -> bool {
        self.routes.iter().any(|route| route.destination == *destination)
    }
}
