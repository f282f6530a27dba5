//! Traffic mirror sessions: from a network interface through a filter to a target.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-sessions.html>

use crate::engine::{By, Hold, Id, Index, PartOf, Read, Resource, Row};
use crate::records::ids::{NetworkInterfaceId, TrafficMirrorFilterId, TrafficMirrorTargetId};
use wire::{ResourceType, TrafficMirrorSession};

/// The network interface that is listened to.
pub(crate) const BY_SOURCE: By<TrafficMirrorSession, NetworkInterfaceId> =
    By::new("network-interface-id");
pub(crate) const BY_TARGET: By<TrafficMirrorSession, TrafficMirrorTargetId> =
    By::new("traffic-mirror-target-id");
pub(crate) const BY_FILTER: By<TrafficMirrorSession, TrafficMirrorFilterId> =
    By::new("traffic-mirror-filter-id");
pub(crate) const BY_NETWORK: By<TrafficMirrorSession, str> = By::new("virtual-network-id");

impl Resource for TrafficMirrorSession {
    type View = Self;
    const PREFIX: &'static str = "tms";
    const TYPE: Option<ResourceType> = Some(ResourceType::TrafficMirrorSession);
    const PLURAL: &'static str = "trafficMirrorSessions";
    const NOT_FOUND: &'static str = "InvalidTrafficMirrorSessionId.NotFound";
    // unverified (looked up 2026-11-26): this code, and the noun.
    const MALFORMED: &'static str = "InvalidTrafficMirrorSessionId.Malformed";
    const NOUN: &'static str = "traffic mirror session ID";
    const OF_VPC: bool = true;
    // unverified (looked up 2026-11-26): AWS documents nothing of it; a session has no other source
    // and can get none.
    const PART_OF: &'static [PartOf] = &[PartOf::of(BY_SOURCE)];
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(BY_TARGET), Hold::of(BY_FILTER)];
    const ID_FILTER: Option<&'static str> = Some("traffic-mirror-session-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            traffic_mirror_session_id: Some(row.id.to_string()),
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(id) = &self.network_interface_id {
            index.add(BY_SOURCE, &Id::new(id.as_str()));
        }
        if let Some(id) = &self.traffic_mirror_target_id {
            index.add(BY_TARGET, &Id::new(id.as_str()));
        }
        if let Some(id) = &self.traffic_mirror_filter_id {
            index.add(BY_FILTER, &Id::new(id.as_str()));
        }
        if let Some(number) = self.virtual_network_id {
            index.add(BY_NETWORK, &number.to_string());
        }
    }
}
