//! Instances: their record, its states, and how DescribeInstances finds them. The life of one is
//! told in `launch` and `lifecycle`; what can be asked and changed of it in `status`,
//! `attributes`, `credits` and `options`.

pub(crate) mod credits;
pub(crate) mod filters;
pub(crate) mod launch;
pub(crate) mod metadata_tags;
pub(crate) mod record;
pub(crate) mod topology;
pub(crate) mod view;

pub(crate) use record::{
    Instance, Launch, MetadataOptions, Password, PrivateDnsOptions, Rare, Reason, Spot, Switches,
    Wish,
};

use crate::engine::{CustomFilter, IdRule, Index, Join, Read, Resource, Row};
use filters::{FILTERS, JOINS};
use launch::quota::{self, INDEX};
use wire::ResourceType;

impl Resource for Instance {
    type View = wire::Instance;
    const PREFIX: &'static str = "i";
    const TYPE: Option<ResourceType> = Some(ResourceType::Instance);
    const PLURAL: &'static str = "instances";
    const MALFORMED: &'static str = "InvalidInstanceID.Malformed";
    const ID: IdRule = IdRule::Digits;
    const ID_FILTER: Option<&'static str> = Some("instance-id");
    const FILTERS: &'static [CustomFilter<Self>] = FILTERS;
    const JOINS: &'static [Join] = JOINS;
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("instancesSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Instance {
        view::instance(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        let launch = &self.launch;
        index.add("reservation-id", launch.reservation.clone());
        index.add("vpc-id", launch.vpc_id.clone());
        index.add("subnet-id", launch.subnet_id.clone());
        index.add("image-id", launch.image_id.clone());
        index.add(INDEX, quota::indexed(self.kind, self.spot().is_some()));
        if let Some(token) = &launch.client_token {
            index.add("client-token", token.clone());
        }
        if let Some(group) = self.rare.as_ref().and_then(|rare| rare.group.as_ref()) {
            index.add("placement-group-name", group.clone());
        }
        if let Some(id) = self.rare.as_ref().and_then(|rare| rare.reservation.as_ref()) {
            index.add(record::RESERVATION, id.clone());
        }
        if let Some(spot) = self.rare.as_ref().and_then(|rare| rare.spot.as_ref()) {
            index.add("spot-instance-request-id", spot.request_id.clone());
        }
        self.index_credits(index);
        self.index_topology(index);
    }
}
