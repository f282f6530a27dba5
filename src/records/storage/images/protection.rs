//! Protection of an image from deregistration, with or without a day in which it goes on after it
//! was disabled.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deregistration-protection.html>

use crate::engine::Now;
use serde::{Deserialize, Serialize};
use wire::Timestamp;

const COOLDOWN_MILLIS: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum DeregistrationProtection {
    Disabled,
    Enabled,
    EnabledWithCooldown,
    /// Disabled, and still in force until then.
    CoolingDown(Timestamp),
}

impl DeregistrationProtection {
    // unverified (looked up 2026-11-26): that an image that cools down is called disabled.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disabled | Self::CoolingDown(_) => "disabled",
            Self::Enabled => "enabled-without-cooldown",
            Self::EnabledWithCooldown => "enabled-with-cooldown",
        }
    }

    pub fn disabled(self, now: Now<'_>) -> Self {
        match self {
            Self::Disabled | Self::Enabled => Self::Disabled,
            Self::EnabledWithCooldown => Self::CoolingDown(now.plus_millis(COOLDOWN_MILLIS)),
            Self::CoolingDown(until) => Self::CoolingDown(until),
        }
    }
}
