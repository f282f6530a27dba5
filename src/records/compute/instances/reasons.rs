//! Why an instance is not running, as EC2 words it.

use super::record::{BootFailure, Reason};
use wire::{StateReason, Timestamp};

/// `User initiated (2026-01-31 12:00:00 GMT)`; `Service initiated …` is recorded of Spot
/// interruptions: nousergon_lib's `spot_dispatch`. What stops from inside, as a Cloud9 environment
/// does, shows no time: cloud-custodian/cloud-custodian#6924, and a recorded answer of 2021.
// unverified (looked up 2026-11-26): that a scheduled stop says the same as an interruption.
pub(crate) fn transition(reason: Option<Reason>) -> String {
    match reason {
        Some(Reason::UserShutdown(at) | Reason::UserHibernate(at)) => by("User", at),
        Some(
            Reason::ScheduledStop(at)
            | Reason::SpotTermination(at)
            | Reason::SpotShutdown(at)
            | Reason::CapacityEnded(at),
        ) => by("Service", at),
        Some(Reason::InstanceShutdown(_)) => "User initiated".to_owned(),
        None => String::new(),
        Some(Reason::FailedBoot(failure)) => code(failure).to_owned(),
    }
}

fn by(whom: &str, at: Timestamp) -> String {
    let at = at.iso8601();
    let (day, time) = at.split_once('T').unwrap_or_default();
    format!("{whom} initiated ({day} {} GMT)", time.split('.').next().unwrap_or_default())
}

/// Codes: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html>
// unverified (looked up 2026-11-26): the words of a scheduled stop and of a Spot Instance that is
// stopped; the others are
// recorded.
pub(crate) fn state_reason(reason: Option<Reason>) -> Option<StateReason> {
    let (code, words) = match reason {
        Some(Reason::UserShutdown(_)) => {
            ("Client.UserInitiatedShutdown", "User initiated shutdown")
        }
        Some(Reason::UserHibernate(_)) => {
            ("Client.UserInitiatedHibernate", "User initiated hibernate")
        }
        Some(Reason::InstanceShutdown(_)) => {
            ("Client.InstanceInitiatedShutdown", "Instance initiated shutdown")
        }
        Some(Reason::ScheduledStop(_)) => ("Server.ScheduledStop", "Scheduled stop"),
        Some(Reason::SpotTermination(_)) => {
            ("Server.SpotInstanceTermination", "Spot instance termination")
        }
        Some(Reason::SpotShutdown(_)) => ("Server.SpotInstanceShutdown", "Spot instance shutdown"),
        Some(Reason::FailedBoot(failure)) => (code(failure), words(failure)),
        // unverified (looked up 2026-11-26): AWS lists no code for what ends with its capacity.
        Some(Reason::CapacityEnded(_)) | None => return None,
    };
    Some(StateReason { code: Some(code.to_owned()), message: Some(format!("{code}: {words}")) })
}

/// What a launch says that is on its way, and no Describe of it.
pub(crate) fn pending() -> StateReason {
    let pending = || Some("pending".to_owned());
    StateReason { code: pending(), message: pending() }
}

const fn code(failure: BootFailure) -> &'static str {
    match failure {
        BootFailure::Client => "Client.InternalError",
        BootFailure::Server => "Server.InternalError",
        BootFailure::VolumeLimit => "Client.VolumeLimitExceeded",
    }
}

const fn words(failure: BootFailure) -> &'static str {
    match failure {
        BootFailure::Client => "Client error on launch",
        BootFailure::Server => "Internal error on launch",
        BootFailure::VolumeLimit => "Volume limit exceeded",
    }
}
