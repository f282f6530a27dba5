//! How many instances some requests may name, which dry runs EC2 does not look at, and what it says
//! of a launch's token.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html>

use crate::engine::{ListRule, Rules, TokenRule};

const fn up_to(lists: &'static [ListRule]) -> Rules {
    Rules { lists, ..Rules::USUAL }
}

const fn ids(most: usize) -> ListRule {
    ListRule { parameter: "InstanceId", most, items: Some("instance IDs") }
}

/// As recorded in `instances_lifecycle.json` of radkawar/stackd (looked up 2026-11-26).
pub(crate) const LAUNCH: Rules = Rules {
    token: TokenRule {
        too_long: Some("Client token must be less than or equal to 64 characters"),
        ..TokenRule::USUAL
    },
    ..Rules::USUAL
};

/// Documented of TerminateInstances.
// unverified (looked up 2026-11-26): that it is the others' too.
pub(crate) const CHANGE: Rules =
    up_to(&[ListRule { parameter: "InstanceId", most: 1_000, items: None }]);

pub(crate) const STATUS: Rules = up_to(&[ids(100)]);

pub(crate) const CREDITS: Rules = up_to(&[ids(1_000)]);

// unverified (looked up 2026-11-26): that a topology is refused in the words of the others.
pub(crate) const TOPOLOGY: Rules = up_to(&[
    ids(100),
    ListRule { parameter: "GroupName", most: 100, items: Some("placement group names") },
]);

/// As in the recording `instance_credits_api.json` that `radkawar/stackd` keeps (looked up
/// 2026-11-26).
// unverified (looked up 2026-11-26): of GetDefaultCreditSpecification.
pub(crate) const CHANGE_CREDITS: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };

/// As in `console_screenshot.json` of radkawar/stackd (looked up 2026-11-26).
pub(crate) const SCREENSHOT: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };
