//! What happens to instances without their owners' doing: maintenance that EC2 schedules, Spot
//! interruptions and what is told of them before, status checks that fail. Nothing of this comes by
//! itself here; a test raises it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instances-status-check.html>

use crate::engine::{By, Index, Now, Read, Record, Row, Text};
use crate::records::compute::instances::{BootFailure, Instance};
use crate::records::ids::{InstanceEventId, InstanceId};
use serde::{Deserialize, Serialize};
use wire::{EventCode, InstanceStateName, InstanceStatusEvent, Timestamp};

/// What is over stays listed for a week: the guide's "completed" events.
pub(crate) const LISTED_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceEvent {
    pub instance_id: InstanceId,
    pub what: What,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum What {
    Scheduled(Scheduled),
    /// An elevated risk of an interruption, since a moment.
    Rebalance(Timestamp),
    Interruption(Interruption),
    /// A check fails, since a moment.
    Impaired(Check, Timestamp),
    /// It is to happen at a moment, which a test said before the launch.
    Coming(Timestamp, Happening),
}

/// What can be asked to happen to instances that are not there yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Happening {
    SpotInterruption {},
    RebalanceRecommendation {},
    InstanceReboot(Notice),
    SystemReboot(Notice),
    SystemMaintenance(Notice),
    InstanceRetirement(Notice),
    InstanceStop(Notice),
    Impaired { check: Check },
    Shutdown {},
    BootFailure { reason: BootFailure },
}

/// How long before maintenance it is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Notice {
    pub notice_seconds: u32,
    #[serde(default)]
    pub description: Option<Text>,
}

impl Happening {
    /// Whether only Spot Instances know it.
    pub const fn is_of_spot(&self) -> bool {
        matches!(self, Self::SpotInterruption {} | Self::RebalanceRecommendation {})
    }
}

/// Maintenance that EC2 has scheduled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Scheduled {
    pub code: EventCode,
    pub description: Text,
    pub not_before: Timestamp,
    pub not_after: Option<Timestamp>,
    /// Until when its owner may put it off.
    pub deadline: Option<Timestamp>,
    pub progress: Progress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Progress {
    Active,
    Completed,
    Canceled,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Interruption {
    /// When the instance is told.
    pub noticed: Timestamp,
    /// When it is interrupted.
    pub at: Timestamp,
    pub is_told: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    System,
    Instance,
    AttachedEbs,
}

impl InstanceEvent {
    pub const PREFIX: &'static str = "instance-event";
    pub const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
}

impl Record for InstanceEvent {
    const PLURAL: &'static str = "instanceEvents";

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE, &self.instance_id);
    }

    fn due(&self) -> Option<Timestamp> {
        match &self.what {
            What::Scheduled(it) if it.progress == Progress::Active => Some(it.comes()),
            What::Interruption(it) if it.is_told => Some(it.at),
            What::Interruption(it) => Some(it.noticed),
            What::Coming(at, _) => Some(*at),
            _ => None,
        }
    }
}

/// What maintenance is described as: as in the guide's examples and, of what stops, in answers
/// recorded in 2020 and 2022; azavea/cac-tripplanner#864 has a host's reboot.
// unverified (looked up 2026-11-26): of an instance's own reboot.
pub(crate) const fn usual_description(code: EventCode) -> &'static str {
    match code {
        EventCode::InstanceReboot | EventCode::SystemReboot => "scheduled reboot",
        EventCode::SystemMaintenance => "scheduled maintenance",
        EventCode::InstanceRetirement | EventCode::InstanceStop => {
            "The instance is running on degraded hardware"
        }
    }
}

impl Scheduled {
    pub const fn stops(&self) -> bool {
        matches!(self.code, EventCode::InstanceStop | EventCode::InstanceRetirement)
    }

    /// When what it says has happened: a stop begins with it, a reboot or maintenance is over
    /// with it.
    pub fn comes(&self) -> Timestamp {
        let end = self.not_after.filter(|_| !self.stops());
        end.unwrap_or(self.not_before)
    }

    /// `[Completed] …` of one that is over, as the guide has it.
    pub fn told(&self) -> String {
        match self.progress {
            Progress::Active => self.description.to_string(),
            Progress::Completed => format!("[Completed] {}", self.description),
            Progress::Canceled => format!("[Canceled] {}", self.description),
        }
    }

    pub fn view(&self, id: &str) -> InstanceStatusEvent {
        InstanceStatusEvent {
            instance_event_id: Some(id.to_owned()),
            code: Some(self.code),
            description: Some(self.told()),
            not_after: self.not_after,
            not_before: Some(self.not_before),
            not_before_deadline: self.deadline,
        }
    }
}

pub(crate) fn of<'a>(
    cx: Read<'a>,
    id: &InstanceId,
) -> impl Iterator<Item = &'a Row<InstanceEvent>> {
    cx.with(InstanceEvent::BY_INSTANCE, id)
}

pub(crate) fn scheduled<'a>(
    cx: Read<'a>,
    id: &InstanceId,
) -> impl Iterator<Item = (&'a InstanceEventId, &'a Scheduled)> {
    of(cx, id).filter_map(|row| match &row.what {
        What::Scheduled(scheduled) => Some((&row.id, scheduled)),
        _ => None,
    })
}

/// Since when a check of an instance fails.
pub(crate) fn impaired(cx: Read<'_>, id: &InstanceId, check: Check) -> Option<Timestamp> {
    of(cx, id).find_map(|row| match row.what {
        What::Impaired(failing, since) if failing == check => Some(since),
        _ => None,
    })
}

/// Since when a rebalance is recommended.
pub(crate) fn rebalance(cx: Read<'_>, id: &InstanceId) -> Option<Timestamp> {
    of(cx, id).find_map(|row| match row.what {
        What::Rebalance(since) => Some(since),
        _ => None,
    })
}

/// The interruption that an instance was told of.
pub(crate) fn interruption(cx: Read<'_>, id: &InstanceId) -> Option<Interruption> {
    of(cx, id).find_map(|row| match row.what {
        What::Interruption(interruption) if interruption.is_told => Some(interruption),
        _ => None,
    })
}

pub(crate) fn is_running(row: &Instance, now: Now<'_>) -> bool {
    row.state(now) == InstanceStateName::Running
}
