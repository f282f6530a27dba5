//! What may be a client token of launch templates' operations. What is said of one that came with
//! other parameters is in the same recordings as the rest, with and without the full stop.

use crate::engine::{Rules, TokenRule};

const fn worded(used: &'static str) -> Rules {
    Rules { token: TokenRule { most: 128, used, ..TokenRule::USUAL }, ..Rules::USUAL }
}

pub(crate) const CREATE: Rules = worded("Client token already used before.");
pub(crate) const CREATE_VERSION: Rules = worded("Client token already used before");
pub(crate) const MODIFY: Rules = worded("The specified client token has already been used before.");
