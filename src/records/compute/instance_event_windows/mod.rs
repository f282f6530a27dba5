//! Event windows: in which hours of a week maintenance comes that EC2 schedules, and to which
//! instances. <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/event-windows.html>

pub(crate) mod schedule;

use crate::engine::{By, CustomFilter, HOUR_MILLIS, Index, Life, Read, Resource, Row, Text, Timed};
use crate::records::compute::instances::Instance;
use crate::records::ids::{HostId, InstanceId};
use schedule::Schedule;
use serde::{Deserialize, Serialize};
use wire::{
    InstanceEventWindowAssociationTarget, InstanceEventWindowState as State, ResourceType, Tag,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceEventWindow {
    pub name: Option<Text>,
    pub schedule: Schedule,
    /// None until something is associated for the first time.
    pub targets: Option<Targets>,
    pub state: Timed<State>,
}

/// One of the three; the others are empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Targets {
    pub instances: Vec<InstanceId>,
    pub tags: Vec<(Text, Text)>,
    pub hosts: Vec<HostId>,
}

impl InstanceEventWindow {
    pub const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
    pub const BY_HOST: By<Self, HostId> = By::new("dedicated-host-id");
    pub const BY_TAG: By<Self, str> = By::new("instance-tag");

    fn tags(&self) -> &[(Text, Text)] {
        self.targets.as_ref().map_or(&[], |targets| &targets.tags)
    }
}

impl Resource for InstanceEventWindow {
    type View = wire::InstanceEventWindow;
    const PREFIX: &'static str = "iew";
    const TYPE: Option<ResourceType> = Some(ResourceType::InstanceEventWindow);
    const PLURAL: &'static str = "instanceEventWindows";
    // unverified (looked up 2026-11-26): how long one is listed that was deleted.
    const LIFE: Option<Life> = Some(Life {
        states: ["creating", "active", "deleting", "deleted"],
        making_millis: 0,
        leaving_millis: 2_000,
        listed_millis: HOUR_MILLIS,
    });
    // unverified (looked up 2026-11-26): how the filter writes a tag and its value.
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("instance-tag", |row, _| row.tags().iter().map(tag_key).collect()),
        ("instance-tag-key", |row, _| row.tags().iter().map(|tag| tag.0.to_string()).collect()),
        ("instance-tag-value", |row, _| row.tags().iter().map(|tag| tag.1.to_string()).collect()),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::InstanceEventWindow {
        let leaving = row.is_leaving(cx.now()).then(|| row.life_state(cx.now())).flatten();
        wire::InstanceEventWindow {
            instance_event_window_id: Some(row.id.to_string()),
            time_ranges: row.schedule.time_ranges(),
            name: row.name.as_ref().map(ToString::to_string),
            cron_expression: row.schedule.cron_expression(),
            association_target: row.targets.as_ref().map(Targets::view),
            state: leaving.or(Some(row.state.at(cx.now()))),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        let Some(targets) = &self.targets else { return };
        targets.instances.iter().for_each(|id| index.add(Self::BY_INSTANCE, id));
        targets.hosts.iter().for_each(|id| index.add(Self::BY_HOST, id));
        targets.tags.iter().for_each(|tag| index.add(Self::BY_TAG, tag_key(tag).as_str()));
    }
}

impl Targets {
    fn view(&self) -> InstanceEventWindowAssociationTarget {
        let tag = |(key, value): &(Text, Text)| Tag {
            key: Some(key.to_string()),
            value: Some(value.to_string()),
        };
        InstanceEventWindowAssociationTarget {
            instance_ids: Some(self.instances.iter().map(ToString::to_string).collect()),
            tags: Some(self.tags.iter().map(tag).collect()),
            dedicated_host_ids: Some(self.hosts.iter().map(ToString::to_string).collect()),
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.instances.is_empty() && self.tags.is_empty() && self.hosts.is_empty()
    }
}

pub(crate) fn tag_key((key, value): &(Text, Text)) -> String {
    format!("{key}={value}")
}

/// The window that an instance's maintenance comes in: its own, its host's, or that of a tag.
// unverified (looked up 2026-11-26): which it is where several tags have one.
pub(crate) fn of_instance<'a>(
    cx: Read<'a>,
    instance: &Row<Instance>,
) -> Option<&'a Row<InstanceEventWindow>> {
    let own = cx.with(InstanceEventWindow::BY_INSTANCE, &instance.id);
    let of_host = instance.host().into_iter();
    let of_host = of_host.flat_map(|id| cx.with(InstanceEventWindow::BY_HOST, id));
    let of_tags = instance.tags.iter().flat_map(|(key, value)| {
        let tag = tag_key(&(key.into(), value.into()));
        cx.with(InstanceEventWindow::BY_TAG, tag.as_str())
    });
    own.chain(of_host).chain(of_tags).find(|row| !row.is_leaving(cx.now()))
}
