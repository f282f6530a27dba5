//! The rules of traffic mirror filters: rows of their own, with ids and tags.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-filters.html>

use crate::engine::{By, Id, Index, PartOf, Read, Resource, Row};
use crate::records::ids::TrafficMirrorFilterId;
use wire::{ResourceType, TrafficDirection, TrafficMirrorFilterRule};

pub(crate) const BY_FILTER: By<TrafficMirrorFilterRule, TrafficMirrorFilterId> =
    By::new("traffic-mirror-filter-id");

impl Resource for TrafficMirrorFilterRule {
    type View = Self;
    const PREFIX: &'static str = "tmfr";
    const TYPE: Option<ResourceType> = Some(ResourceType::TrafficMirrorFilterRule);
    const PLURAL: &'static str = "trafficMirrorFilterRules";
    const NOT_FOUND: &'static str = "InvalidTrafficMirrorFilterRuleId.NotFound";
    // unverified (looked up 2026-11-26): this code, and the noun.
    const MALFORMED: &'static str = "InvalidTrafficMirrorFilterRuleId.Malformed";
    const NOUN: &'static str = "traffic mirror filter rule ID";
    const OF_VPC: bool = true;
    const PART_OF: &'static [PartOf] = &[PartOf::of(BY_FILTER)];
    const ID_FILTER: Option<&'static str> = Some("traffic-mirror-filter-rule-id");

    fn view(row: &Row<Self>, _: Read<'_>) -> Self {
        Self {
            traffic_mirror_filter_rule_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(id) = &self.traffic_mirror_filter_id {
            index.add(BY_FILTER, &Id::new(id.as_str()));
        }
    }
}

/// The rules of a filter, in the order of their creation.
pub(crate) fn of_filter<'a>(
    cx: Read<'a>,
    filter_id: &TrafficMirrorFilterId,
) -> impl Iterator<Item = &'a Row<TrafficMirrorFilterRule>> + use<'a> {
    cx.with(BY_FILTER, filter_id)
}

/// Those of one direction as their filter shows them: in the order in which they are applied.
pub(crate) fn shown_by_filter(
    cx: Read<'_>,
    filter_id: &TrafficMirrorFilterId,
    direction: TrafficDirection,
) -> Vec<TrafficMirrorFilterRule> {
    let rules = of_filter(cx, filter_id).filter(|rule| rule.traffic_direction == Some(direction));
    let mut rules: Vec<_> = rules.map(|rule| TrafficMirrorFilterRule::view(rule, cx)).collect();
    rules.sort_by_key(|rule| rule.rule_number);
    rules
}
