//! Traffic mirror sessions: from a network interface through a filter to a target.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-sessions.html>

use crate::engine::{Index, Read, Resource, Row};
use wire::{ResourceType, TrafficMirrorSession};

/// The network interface that is listened to.
pub(crate) const SOURCE: &str = "network-interface-id";
pub(crate) const TARGET: &str = "traffic-mirror-target-id";
pub(crate) const FILTER: &str = "traffic-mirror-filter-id";
pub(crate) const NETWORK: &str = "virtual-network-id";

impl Resource for TrafficMirrorSession {
    type View = Self;
    const PREFIX: &'static str = "tms";
    const TYPE: Option<ResourceType> = Some(ResourceType::TrafficMirrorSession);
    const PLURAL: &'static str = "trafficMirrorSessions";
    const NOT_FOUND: &'static str = "InvalidTrafficMirrorSessionId.NotFound";
    // unverified: this code, and the noun.
    const MALFORMED: &'static str = "InvalidTrafficMirrorSessionId.Malformed";
    const NOUN: &'static str = "traffic mirror session ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("traffic-mirror-session-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            traffic_mirror_session_id: Some(row.id.to_string()),
            owner_id: Some(cx.account().to_string()),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        for (name, value) in [
            (SOURCE, &self.network_interface_id),
            (TARGET, &self.traffic_mirror_target_id),
            (FILTER, &self.traffic_mirror_filter_id),
        ] {
            if let Some(value) = value {
                index.add(name, value.as_str());
            }
        }
        if let Some(number) = self.virtual_network_id {
            index.add(NETWORK, number.to_string());
        }
    }
}

/// The first session that an index lists under an id.
pub(crate) fn using(cx: Read<'_>, index: &str, id: &str) -> Option<String> {
    cx.with::<TrafficMirrorSession>(index, id).next().map(|row| row.id.to_string())
}
