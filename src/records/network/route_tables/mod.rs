//! Route tables. What they are associated with is in `associations`, their routes are in `routes`
//! and `targets`.

pub(crate) mod associations;
pub(crate) mod finders;
pub(crate) mod record;
pub(crate) mod routes;
pub(crate) mod targets;

pub(crate) use finders::{leading_to_list, main_of_vpc};
pub(crate) use record::{AssociatedWith, Association, RouteTable};

use crate::engine::{By, Hold, Index, Quota, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::ids::{AnyId, PrefixListId, RouteTableAssociationId, SubnetId, VpcId};
use crate::records::network::route_tables::record::Destination;
use finders::view;
use wire::ResourceType;

impl RouteTable {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_ASSOCIATION: By<Self, RouteTableAssociationId> =
        By::new("association.route-table-association-id");
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("association.subnet-id");
    pub(crate) const BY_GATEWAY: By<Self, AnyId> = By::new("association.gateway-id");
    pub(crate) const BY_PREFIX_LIST: By<Self, PrefixListId> = By::new("prefix-list-id");
}

impl Resource for RouteTable {
    type View = wire::RouteTable;
    const HOLDS: &'static [Hold<Self>] =
        &[Hold::of_those(Self::BY_VPC, |table, _| !table.is_main())];
    const PREFIX: &'static str = "rtb";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteTable);
    const PLURAL: &'static str = "routeTables";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("route-table-id");
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_VPC, &row.vpc_id).count() > 200,
        code: "RouteTableLimitExceeded",
        message: |_| "The maximum number of route tables has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteTable {
        view(row, cx)
    }

    /// As reported of `rtb-nat-gw-a`: terraform-linters/tflint#90. What lacks the prefix is looked
    /// up, as elsewhere in networking.
    fn check_id(id: &str) -> Result<()> {
        let digits = id.strip_prefix("rtb-").filter(|digits| !digits.contains(','));
        if digits.is_some_and(|digits| !digits.bytes().all(|it| it.is_ascii_hexdigit())) {
            return Err(Error::new(Self::MALFORMED, format!("Invalid id: \"{id}\"")));
        }
        Ok(())
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
        for association in &self.associations {
            index.add(Self::BY_ASSOCIATION, &association.id);
            match &association.place {
                AssociatedWith::Main => {}
                AssociatedWith::Subnet(id) => index.add(Self::BY_SUBNET, id),
                AssociatedWith::Gateway(id) => index.add(Self::BY_GATEWAY, id),
            }
        }
        for route in &self.routes {
            if let Destination::PrefixList(id) = &route.destination {
                index.add(Self::BY_PREFIX_LIST, id);
            }
        }
    }
}
