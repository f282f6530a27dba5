//! What may be a client token of route tables and network ACLs.

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
    ..Rules::USUAL
};
