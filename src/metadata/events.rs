//! What the metadata tells of what is to happen to the instance.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_scheduled_events.html>,
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html>

use super::text::moment;
use super::tree::Tree;
use crate::engine::{Read, Row};
use crate::records::compute::instance_events::{self, Progress, Scheduled};
use crate::records::compute::instances::Instance;
use crate::records::ids::InstanceEventId;
use serde::Serialize;
use wire::{InstanceInterruptionBehavior as Behavior, Timestamp, WireEnum as _};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn add(tree: &mut Tree<'_>, cx: Read<'_>, row: &Row<Instance>) {
    let id = &row.id;
    let is_active = |(_, it): &(&InstanceEventId, &Scheduled)| it.progress == Progress::Active;
    let (scheduled, history): (Vec<_>, Vec<_>) =
        instance_events::scheduled(cx, id).partition(is_active);
    for (list, events) in [("scheduled", scheduled), ("history", history)] {
        let path = format!("meta-data/events/maintenance/{list}");
        tree.text("2018-08-17", path, Some(listed(&events)));
    }
    let recommended = instance_events::rebalance(cx, id);
    let recommended = recommended.map(|at| format!("{{\"noticeTime\":\"{}\"}}", moment(at)));
    tree.text("2020-10-27", "meta-data/events/recommendations/rebalance", recommended);
    let (Some(interruption), Some(spot)) = (instance_events::interruption(cx, id), row.spot())
    else {
        return;
    };
    let (action, at) = (spot.interruption, moment(interruption.at));
    let told = format!("{{\"action\": \"{}\", \"time\": \"{at}\"}}", action.as_str());
    tree.text("2016-11-15", "meta-data/spot/instance-action", Some(told));
    let ends = (action == Behavior::Terminate).then_some(at);
    tree.text("2014-11-05", "meta-data/spot/termination-time", ends);
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    not_before: String,
    code: &'static str,
    description: String,
    event_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<String>,
    state: &'static str,
}

/// `[]` where there are none, as recorded.
fn listed(events: &[(&InstanceEventId, &Scheduled)]) -> String {
    let each = events.iter().map(|(id, event)| Listed {
        not_before: date(event.not_before),
        code: event.code.as_str(),
        description: event.told(),
        event_id: id.to_string(),
        not_after: event.not_after.map(date),
        state: match event.progress {
            Progress::Active => "active",
            Progress::Completed => "completed",
            Progress::Canceled => "canceled",
        },
    });
    serde_json::to_string_pretty(&each.collect::<Vec<_>>()).unwrap_or_default()
}

/// `21 Jan 2019 09:00:43 GMT`
fn date(at: Timestamp) -> String {
    let text = moment(at);
    let (day, time) = text.trim_end_matches('Z').split_once('T').unwrap_or_default();
    let mut parts = day.split('-');
    let year = parts.next().unwrap_or_default();
    let month =
        parts.next().and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let day = parts.next().unwrap_or_default().trim_start_matches('0');
    format!("{day} {} {year} {time} GMT", month.unwrap_or(&""))
}
