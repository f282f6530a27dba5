//! Verified Access endpoints: applications in a VPC. They have network interfaces in its subnets,
//! which are not shown here.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-endpoints.html>

use super::verified_access::Policy;
use crate::engine::{By, HOUR_MILLIS, Hold, Id, Index, Life, Phase, Read, Resource, Row, Timed};
use crate::records::ids::{
    SecurityGroupId, SubnetId, VerifiedAccessGroupId, VerifiedAccessInstanceId, VpcId,
};
use serde::{Deserialize, Serialize};
use wire::{
    ResourceType, VerifiedAccessEndpointStatus, VerifiedAccessEndpointStatusCode as Status,
};

/// How long a change takes.
pub(crate) const CHANGING_MILLIS: i64 = 30_000;

impl VerifiedAccessEndpoint {
    /// No filters have these names.
    pub(crate) const BY_VERIFIED_ACCESS_GROUP: By<Self, VerifiedAccessGroupId> =
        By::new("verified-access-group-id");
    pub(crate) const BY_INSTANCE: By<Self, VerifiedAccessInstanceId> =
        By::new("verified-access-instance-id");
    const BY_SECURITY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
    const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
}

impl Resource for VerifiedAccessEndpoint {
    type View = wire::VerifiedAccessEndpoint;
    const PREFIX: &'static str = "vae";
    const TYPE: Option<ResourceType> = Some(ResourceType::VerifiedAccessEndpoint);
    const PLURAL: &'static str = "verifiedAccessEndpoints";
    const NOT_FOUND: &'static str = "InvalidVerifiedAccessEndpointId.NotFound";
    // unverified (looked up 2026-11-26): how long what is deleted is listed.
    const LIFE: Option<Life> = Some(Life {
        states: ["pending", "active", "deleting", "deleted"],
        making_millis: CHANGING_MILLIS,
        leaving_millis: CHANGING_MILLIS,
        listed_millis: HOUR_MILLIS,
    });
    // unverified (looked up 2026-11-26): that it does not hold a network interface that it names.
    const HOLDS: &'static [Hold<Self>] = &[
        Hold::of(Self::BY_VERIFIED_ACCESS_GROUP),
        Hold::of(Self::BY_SECURITY_GROUP),
        Hold::of(Self::BY_SUBNET),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VerifiedAccessEndpoint {
        let is_gone = row.life_phase(cx.now()) == Phase::Gone;
        wire::VerifiedAccessEndpoint {
            verified_access_instance_id: Some(row.instance_id.to_string()),
            verified_access_group_id: Some(row.group_id.to_string()),
            verified_access_endpoint_id: Some(row.id.to_string()),
            security_group_ids: Some(row.security_groups.iter().map(Id::to_string).collect()),
            status: Some(VerifiedAccessEndpointStatus { code: status(row, cx), message: None }),
            // AWS's example of one that is being deleted has none.
            deletion_time: row.shown.deletion_time.clone().filter(|_| is_gone),
            tags: row.tags.wire(),
            ..row.shown.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VERIFIED_ACCESS_GROUP, &self.group_id);
        index.add(Self::BY_INSTANCE, &self.instance_id);
        for id in &self.security_groups {
            index.add(Self::BY_SECURITY_GROUP, id);
        }
        for id in self.subnet_ids() {
            index.add(Self::BY_SUBNET, &Id::new(id.as_str()));
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VerifiedAccessEndpoint {
    /// All that is told of it but ids, status and tags.
    pub shown: wire::VerifiedAccessEndpoint,
    pub instance_id: VerifiedAccessInstanceId,
    pub group_id: VerifiedAccessGroupId,
    pub vpc_id: VpcId,
    pub security_groups: Vec<SecurityGroupId>,
    pub policy: Policy,
    /// The status since it was modified.
    pub modified: Option<Timed<Status>>,
}

impl VerifiedAccessEndpoint {
    /// Those that it was given; one of a network interface has none.
    fn subnet_ids(&self) -> &[String] {
        let shown = &self.shown;
        let balancer = shown.load_balancer_options.as_ref().and_then(|it| it.subnet_ids.as_ref());
        let database = shown.rds_options.as_ref().and_then(|it| it.subnet_ids.as_ref());
        let cidr = shown.cidr_options.as_ref().and_then(|it| it.subnet_ids.as_ref());
        balancer.or(database).or(cidr).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn status(row: &Row<VerifiedAccessEndpoint>, cx: Read<'_>) -> Option<Status> {
    match &row.modified {
        Some(modified) if row.life_phase(cx.now()) == Phase::There => Some(modified.at(cx.now())),
        _ => row.life_state(cx.now()),
    }
}
