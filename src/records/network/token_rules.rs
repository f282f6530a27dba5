//! What is looked at first in requests for networks.

use crate::engine::{Rules, TokenRule};

/// As recorded in `network_creation_token_length.json`, `network_creation_whitespace.json`,
/// `network_acl_idempotency.json` and `route_table_idempotency.json` of `radkawar/stackd`.
pub(crate) const TRIMMED: Rules = Rules {
    token: TokenRule {
        is_trimmed: true,
        used: "Wrong arguments for request with token {token}",
        spent: "An error occurred (IdempotentParameterMismatch) when calling this operation: The \
                client token and arguments used in this request were used in a prior request that \
                was associated with a resource which is now deleted.",
        ..TokenRule::USUAL
    },
    ..DRY_FIRST
};

/// Of a dry run EC2 looks neither for what it names nor at its state: so it is recorded of
/// gateways, interfaces, addresses and the rules of groups and ACLs, in `internet_gateways.json`,
/// `network_interfaces.json`, `public_addresses.json` and `networking.json` of `radkawar/stackd`.
// unverified (looked up 2026-11-26): of what else has this rule.
pub(crate) const DRY_FIRST: Rules = Rules { is_dry_first: true, ..Rules::USUAL };
