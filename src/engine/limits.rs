//! How long a request's texts and lists may be, before any handler sees them. What EC2 documents of
//! a kind's own texts is the kind's; here are the bounds that hold for all, so that no request can
//! have megabytes stored.

use super::rules::ListRule;
use crate::error::{Error, Result};
use wire::Node;

/// What no text of EC2's reaches, with four times as much to spare: an ARN has up to 2,048.
// unverified (looked up 2026-11-26): EC2 documents no bound that holds for all of them.
const MOST_BYTES: usize = 8 * 1024;

/// The parameters that hold documents, keys or programs, by the last part of their name.
const LONG: [(&str, usize); 5] = [
    // 16,384 bytes as base64; a document of AWS's own has 20,480 characters.
    ("UserData", 64 * 1024),
    ("PolicyDocument", 64 * 1024),
    ("PublicKeyMaterial", 64 * 1024),
    // "Length Constraints: Minimum length of 0. Maximum length of 64000."
    ("UefiData", 64_000),
    ("Value", 64 * 1024),
];

/// The longest list of which EC2 documents the bound: the accounts that may launch an image.
const MOST_ITEMS: usize = 10_000;

/// # Errors
/// `InvalidParameterValue` for a text that is too long.
pub(super) fn check_texts(pairs: &[(String, String)]) -> Result<()> {
    for (key, value) in pairs {
        if value.len() <= MOST_BYTES {
            continue;
        }
        let name = key.rsplit('.').find(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
        let name = name.unwrap_or_default();
        let most =
            LONG.iter().find(|(long, _)| *long == name).map_or(MOST_BYTES, |(_, most)| *most);
        if value.len() > most {
            // unverified (looked up 2026-11-26): EC2 has a message of its own for some of them.
            let message = format!("The value of parameter {name} has more than {most} bytes.");
            return Err(Error::invalid_value(message));
        }
    }
    Ok(())
}

/// # Errors
/// `InvalidRequest` or `ResourceCountExceeded` for a list that is too long.
pub(super) fn check_lists(rules: &[ListRule], node: &Node<'_>) -> Result<()> {
    for ListRule { parameter, most, items } in rules {
        let count = node.count(parameter);
        if count > *most {
            let Some(items) = items else { return Err(Error::too_many_resources()) };
            // <https://github.com/sensu-plugins/sensu-plugins-aws/issues/195>, spelling included.
            let message = format!(
                "{count} exceeds the maximum number of {items} that can be specificied ({most}). \
                 Please specify fewer than {most} {items}."
            );
            return Err(Error::new("InvalidRequest", message));
        }
    }
    match node.longest_list() {
        (name, count) if count > MOST_ITEMS => {
            // unverified (looked up 2026-11-26): EC2 documents no bound that holds for all lists.
            let message = format!("{name} has {count} items; a list has up to {MOST_ITEMS}.");
            Err(Error::new("InvalidRequest", message))
        }
        _ => Ok(()),
    }
}
