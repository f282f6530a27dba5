//! Traffic mirror filters: which packets are mirrored.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html>

use crate::engine::{Read, Resource, Row};
use crate::error::Error;
use crate::records::insight::traffic_mirror_filter_rules::shown_by_filter;
use wire::{ResourceType, TrafficDirection, TrafficMirrorFilter};

impl Resource for TrafficMirrorFilter {
    type View = Self;
    const PREFIX: &'static str = "tmf";
    const TYPE: Option<ResourceType> = Some(ResourceType::TrafficMirrorFilter);
    const PLURAL: &'static str = "trafficMirrorFilters";
    const NOT_FOUND: &'static str = "InvalidTrafficMirrorFilterId.NotFound";
    // unverified (looked up 2026-11-26): this code, and the noun.
    const MALFORMED: &'static str = "InvalidTrafficMirrorFilterId.Malformed";
    const NOUN: &'static str = "traffic mirror filter ID";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("traffic-mirror-filter-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        Self {
            traffic_mirror_filter_id: Some(row.id.to_string()),
            ingress_filter_rules: Some(shown_by_filter(cx, &row.id, TrafficDirection::Ingress)),
            egress_filter_rules: Some(shown_by_filter(cx, &row.id, TrafficDirection::Egress)),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn in_use_by(id: &str, session: &str) -> Error {
        // The code is documented; unverified (looked up 2026-11-26): the message, which is a
        // target's.
        let message = format!("Cannot delete {id}. Filter is in use by {session}");
        Error::new("TrafficMirrorFilterInUse", message)
    }
}
