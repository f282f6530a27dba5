//! What is looked at first in requests for networks: clients' tokens, dry runs and the tokens of
//! pages.

use crate::engine::{PageRule, Rules, TokenRule};
use crate::error::Error;

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

/// Of pages it is recorded for VPCs, subnets, interfaces and groups in `networking.json`,
/// `network_interfaces.json` and `pagination.json` of `radkawar/stackd`.
// unverified (looked up 2026-11-26): of gateways, ACLs, route tables and DHCP options.
pub(crate) const PAGES: Rules = Rules { page: PAGE, ..Rules::USUAL };

/// An empty token is none that was handed out: <https://github.com/boto/boto3/issues/2673>.
pub(crate) const OF_VPCS: Rules =
    Rules { page: PageRule { refuses_empty: true, ..PAGE }, ..Rules::USUAL };

const PAGE: PageRule = PageRule {
    unknown: |token| {
        let token = format_args!(" {token} ");
        Error::bad_parameter("NextToken", token, "The token is invalid.")
    },
    ..PageRule::USUAL
};
