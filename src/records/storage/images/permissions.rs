//! Who may launch an image beside its owner.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html>
//!
//! Which accounts an organization or a unit of one has is another service's to know: what is shared
//! with them is kept and shown, and no account here sees it by that.

use crate::engine::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Those with whom an image is shared one by one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct SharedWith {
    pub accounts: BTreeSet<Text>,
    pub organizations: BTreeSet<Text>,
    pub organizational_units: BTreeSet<Text>,
}
