//! Answers to who asks for an older version of the API: as of today, without what came later.

use crate::catalog::older_members;
use wire::Action;

/// Today's version, which has had no successor since 2016.
pub(super) const TODAY: &str = "2016-11-15";

/// What a version has of an answer. Texts are escaped, so that a bracket begins a tag; what was
/// written of rows before is all there as well.
pub(super) fn shown(version: &str, action: Action, written: &[u8]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(written.len());
    let mut path = action.name().to_owned();
    // How many elements are open from one on that the version has not.
    let mut left_out = 0_usize;
    for piece in written.split(|byte| *byte == b'<').filter(|piece| !piece.is_empty()) {
        let tag = piece.split(|byte| *byte == b'>').next().unwrap_or_default();
        let tag = std::str::from_utf8(tag).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            if left_out > 0 {
                left_out -= 1;
                continue;
            }
            leave(&mut path, name);
        } else {
            let name = tag.trim_end_matches('/');
            let holds_something = name == tag;
            if left_out > 0 || !older_members::has(version, &path, name) {
                left_out += usize::from(holds_something);
                continue;
            }
            if holds_something {
                enter(&mut path, name);
            }
        }
        shown.push(b'<');
        shown.extend_from_slice(piece);
    }
    shown
}

/// Lists hold these; they are no part of what members are named by.
const ITEM: &str = "item";

fn enter(path: &mut String, name: &str) {
    if name != ITEM {
        path.push('/');
        path.push_str(name);
    }
}

fn leave(path: &mut String, name: &str) {
    if name != ITEM {
        path.truncate(path.len().saturating_sub(name.len() + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_2014(written: &str) -> String {
        let shown = shown("2014-10-01", Action::DescribeVpcs, written.as_bytes());
        String::from_utf8(shown).unwrap()
    }

    #[test]
    fn what_came_later_is_left_out_with_all_that_is_in_it() {
        let later = "<cidrBlockAssociationSet><item><vpcId>x</vpcId><a/></item>\
                     </cidrBlockAssociationSet>";
        let first = "<item><vpcId>vpc-1</vpcId><tagSet/>";
        let last = "<isDefault>true</isDefault></item></vpcSet>";
        let written = format!("<vpcSet>{first}<ownerId>1</ownerId>{later}{last}<nextToken/>");
        assert_eq!(of_2014(&written), format!("<vpcSet>{first}{last}"));
        assert_eq!(
            of_2014("<vpcSet/><ownerId>a&lt;b</ownerId>"),
            "<vpcSet/><ownerId>a&lt;b</ownerId>"
        );
    }
}
