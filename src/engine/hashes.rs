//! Under what tables have texts. Ids that were drawn one after another stand side by side there in
//! groups, so that a launch that enters a hundred of them touches a few places of a table, whatever
//! else it holds. Anything else stands anywhere; no client knows where.

use super::ids;
use super::postings::TAG_SHIFT;
use std::hash::{BuildHasher as _, RandomState};

/// How many bits of a number tell where in its group it is.
const GROUP_BITS: u32 = 4;
const IN_GROUP: u64 = (1 << GROUP_BITS) - 1;

#[derive(Default)]
pub(super) struct Hashes(RandomState);

impl Hashes {
    pub fn of(&self, text: &str) -> u64 {
        match ids::numbered(text) {
            Some((rest, number)) => {
                let group = self.0.hash_one((rest, number >> GROUP_BITS));
                group & !(IN_GROUP << TAG_SHIFT) | (number & IN_GROUP) << TAG_SHIFT
            }
            None => self.0.hash_one(text),
        }
    }
}
