//! Route tables. What they are associated with is in `associations`, their routes are in `routes`
//! and `targets`.

pub(crate) mod associations;
pub(crate) mod finders;
pub(crate) mod record;
pub(crate) mod routes;
pub(crate) mod targets;

pub(crate) use finders::{leading_to_list, main_of_vpc};
pub(crate) use record::{Association, Place, RouteTable};

use crate::engine::{Hold, Index, Read, Resource, Row};
use crate::records::network::route_tables::record::Destination;
use crate::records::network::vpcs::Vpc;
use associations::{GATEWAY, SUBNET};
use finders::view;
use record::PREFIX_LIST;
use wire::ResourceType;

impl Resource for RouteTable {
    type View = wire::RouteTable;
    const HOLDS: &'static [Hold<Self>] =
        &[Hold::of_those::<Vpc>("vpc-id", |table, _| !table.is_main())];
    const PREFIX: &'static str = "rtb";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteTable);
    const PLURAL: &'static str = "routeTables";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("route-table-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteTable {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        for association in &self.associations {
            index.add("association.route-table-association-id", association.id.clone());
            match &association.place {
                Place::Main => {}
                Place::Subnet(id) => index.add(SUBNET, id.clone()),
                Place::Gateway(id) => index.add(GATEWAY, id.clone()),
            }
        }
        for route in &self.routes {
            if let Destination::PrefixList(id) = &route.destination {
                index.add(PREFIX_LIST, id.clone());
            }
        }
    }
}
