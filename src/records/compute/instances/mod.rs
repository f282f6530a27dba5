//! Instances: their record, its states, and how DescribeInstances finds them. The life of one is
//! told in `launch` and `lifecycle`; what can be asked and changed of it in `status`,
//! `attributes`, `credits` and `options`.

pub(crate) mod filters;
pub(crate) mod finders;
pub(crate) mod launch;
pub(crate) mod metadata_tags;
pub(crate) mod reasons;
pub(crate) mod record;
pub(crate) mod topology;
pub(crate) mod view;

pub(crate) use record::{
    BootFailure, Instance, Launch, Member, MetadataOptions, Password, PrivateDnsOptions, Rare,
    Reason, Spot, Switches, Wish,
};

use crate::engine::{By, CustomFilter, IdRule, Index, Join, Read, Resource, Row};
use crate::records::ids::{
    AnyId, CapacityReservationId, HostId, ImageId, MetricCategoryId, ReservationId,
    SpotInstanceRequestId, SubnetId, VpcId,
};
use filters::{FILTERS, JOINS};
use launch::quota;
use wire::{InstanceLifecycleType, ResourceType, Tenancy};

impl Instance {
    pub(crate) const BY_RESERVATION: By<Self, ReservationId> = By::new("reservation-id");
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
    pub(crate) const BY_IMAGE: By<Self, ImageId> = By::new("image-id");
    pub(crate) const BY_CLIENT_TOKEN: By<Self, str> = By::new("client-token");
    pub(crate) const BY_PLACEMENT_GROUP: By<Self, str> = By::new("placement-group-name");
    /// The reservation that they run in.
    pub(crate) const BY_CAPACITY_RESERVATION: By<Self, CapacityReservationId> =
        By::new("capacity-reservation-id");
    /// The Dedicated Host that they run on, or ran on last.
    pub(crate) const BY_HOST: By<Self, HostId> = By::new("host-id");
    pub(crate) const BY_SPOT_REQUEST: By<Self, SpotInstanceRequestId> =
        By::new("spot-instance-request-id");
    /// Those that are or were unlimited. No filter has this name, nor those of the next three.
    pub(crate) const UNLIMITED: By<Self, ()> = By::new("cpu-credits");
    /// Those whose type has a topology.
    pub(crate) const WITH_TOPOLOGY: By<Self, ()> = By::new("network-nodes");
    /// By the fleet, of either kind, that launched them.
    pub(crate) const BY_FLEET: By<Self, AnyId> = By::new("fleet");
    pub(crate) const BY_METRIC_CATEGORY: By<Self, MetricCategoryId> = By::new("metric-category");
    /// By the bucket of their type and its vCPUs.
    pub(crate) const BY_QUOTA: By<Self, str> = By::new("quota");
}

impl Resource for Instance {
    type View = wire::Instance;
    const PREFIX: &'static str = "i";
    const TYPE: Option<ResourceType> = Some(ResourceType::Instance);
    const PLURAL: &'static str = "instances";
    const MALFORMED: &'static str = "InvalidInstanceID.Malformed";
    const ID: IdRule = IdRule::Digits;
    const ID_FILTER: Option<&'static str> = Some("instance-id");
    const FILTERS: &'static [CustomFilter<Self>] = FILTERS;
    const JOINS: &'static [Join<Self>] = JOINS;
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("instancesSet");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Instance {
        view::instance(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        let launch = &self.launch;
        index.add(Self::BY_RESERVATION, &launch.reservation);
        index.add(Self::BY_VPC, &launch.vpc_id);
        index.add(Self::BY_SUBNET, &launch.subnet_id);
        index.add(Self::BY_IMAGE, &launch.image_id);
        // What runs on the account's own hosts counts to their quota, and what runs in a Capacity
        // Block to none, by AWS's user guide.
        let is_in_block = self.market() == Some(InstanceLifecycleType::CapacityBlock);
        if self.tenancy() != Tenancy::Host && !is_in_block {
            index.add(Self::BY_QUOTA, &quota::indexed(self.kind, self.spot().is_some()));
        }
        if let Some(token) = &launch.client_token {
            index.add(Self::BY_CLIENT_TOKEN, token);
        }
        if let Some(group) = self.rare.as_ref().and_then(|rare| rare.group.as_ref()) {
            index.add(Self::BY_PLACEMENT_GROUP, group);
        }
        if let Some(id) = self.rare.as_ref().and_then(|rare| rare.reservation.as_ref()) {
            index.add(Self::BY_CAPACITY_RESERVATION, id);
        }
        if let Some(host) = self.host() {
            index.add(Self::BY_HOST, host);
        }
        if let Some(member) = self.member() {
            index.add(Self::BY_FLEET, &member.fleet);
        }
        if let Some(spot) = self.rare.as_ref().and_then(|rare| rare.spot.as_ref()) {
            index.add(Self::BY_SPOT_REQUEST, &spot.request_id);
        }
        self.metric_categories().iter().for_each(|id| index.add(Self::BY_METRIC_CATEGORY, id));
        self.index_credits(index);
        self.index_topology(index);
    }
}
