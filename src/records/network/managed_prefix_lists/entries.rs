//! The entries of a prefix list, version by version.

use crate::error::{Error, Result};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use wire::{AddPrefixListEntry, PrefixListEntry, RemovePrefixListEntry};

const MAX_DESCRIPTION_CHARS: usize = 255;

const MAX_ENTRIES_OF_REQUEST: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AddressFamily {
    Ipv4,
    Ipv6,
}

impl AddressFamily {
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "IPv4" => Ok(Self::Ipv4),
            "IPv6" => Ok(Self::Ipv6),
            _ => {
                let reason = "It must be IPv4 or IPv6.";
                Err(Error::bad_parameter("addressFamily", text, reason))
            }
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ipv4 => "IPv4",
            Self::Ipv6 => "IPv6",
        }
    }

    /// A block without host bits.
    // unverified (looked up 2026-11-26): that a new list is refused them too, in the same words,
    // and one for IPv6.
    pub fn cidr(self, text: &str) -> Result<IpNet> {
        let net = match self {
            Self::Ipv4 => text.parse().map(IpNet::V4),
            Self::Ipv6 => text.parse().map(IpNet::V6),
        };
        net.ok().filter(|net| net.trunc() == *net).ok_or_else(|| {
            let message = format!(
                "The specified CIDR ({text}) is not valid. For example, specify a CIDR in the \
                 following form: 10.0.0.0/16."
            );
            Error::invalid_value(message)
        })
    }
}

/// Blocks with their descriptions, in the order of the blocks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Entries(pub BTreeMap<IpNet, Option<String>>);

impl Entries {
    pub fn insert(&mut self, cidr: IpNet) {
        self.0.insert(cidr, None);
    }

    /// These with some taken away and some added or described anew.
    ///
    /// # Errors
    /// `InvalidParameterValue` for too many entries, a block of another family, one that is both
    /// added and removed or added twice, or an overlong description;
    /// `InvalidPrefixListModification` to remove what
    /// is not there or to add what is there just so.
    pub fn changed(
        &self,
        family: AddressFamily,
        add: &[AddPrefixListEntry],
        remove: &[RemovePrefixListEntry],
    ) -> Result<Self> {
        if add.len().max(remove.len()) > MAX_ENTRIES_OF_REQUEST {
            // <https://github.com/hashicorp/terraform-provider-aws/issues/17191>
            let message = format!(
                "The number of entries per request cannot exceeds limit ({MAX_ENTRIES_OF_REQUEST})."
            );
            return Err(Error::invalid_value(message));
        }
        let mut changed = self.clone();
        let mut removed = BTreeSet::new();
        for entry in remove {
            let text = entry.cidr.as_deref().unwrap_or_default();
            let cidr = family.cidr(text)?;
            removed.insert(cidr);
            if changed.0.remove(&cidr).is_none() {
                // unverified (looked up 2026-11-26): but for the code and the message's end, which
                // Terraform's provider looks for when it deletes an entry.
                let message = format!("An entry with the CIDR ({text}) does not exist.");
                return Err(Error::new("InvalidPrefixListModification", message));
            }
        }
        let mut added = BTreeSet::new();
        for entry in add {
            let text = entry.cidr.as_deref().unwrap_or_default();
            let cidr = family.cidr(text)?;
            if removed.contains(&cidr) {
                let message = format!(
                    "Request cannot contain Cidr {cidr} in both AddPrefixListEntries and \
                     RemovePrefixListEntries"
                );
                return Err(Error::invalid_value(message));
            }
            if !added.insert(cidr) {
                // unverified (looked up 2026-11-26): the wording.
                let message = format!("Request cannot contain Cidr {cidr} more than once");
                return Err(Error::invalid_value(message));
            }
            check_description(entry.description.as_deref())?;
            let before = changed.0.insert(cidr, entry.description.clone());
            if before.is_some_and(|before| before == entry.description) {
                return Err(exists(text, entry.description.as_deref()));
            }
        }
        Ok(changed)
    }

    /// # Errors
    /// `PrefixListMaxEntriesExceeded`
    pub fn check_count(&self, max_entries: i32) -> Result<()> {
        if usize::try_from(max_entries).is_ok_and(|max| self.0.len() <= max) {
            return Ok(());
        }
        // As Terraform's acceptance tests have it (30642983387), and a script (38143135289).
        let message = "You've reached the maximum number of entries for the prefix list.";
        Err(Error::new("PrefixListMaxEntriesExceeded", message))
    }

    /// The entries by keys that sort as they do and stay theirs in every version.
    pub fn keyed(&self) -> Vec<(String, PrefixListEntry)> {
        let keyed = self.0.iter().map(|(cidr, description)| {
            let entry =
                PrefixListEntry { cidr: Some(cidr.to_string()), description: description.clone() };
            (key(cidr), entry)
        });
        keyed.collect()
    }
}

fn check_description(description: Option<&str>) -> Result<()> {
    if description.is_some_and(|text| text.chars().count() > MAX_DESCRIPTION_CHARS) {
        // unverified (looked up 2026-11-26): the wording.
        let message = "The description of an entry has at most 255 characters.";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// <https://github.com/hashicorp/terraform-provider-aws/issues/29204>
fn exists(cidr: &str, description: Option<&str>) -> Error {
    let description = description.unwrap_or_default();
    let message =
        format!("An entry with the CIDR ({cidr}) and description ({description}) already exists.");
    Error::new("InvalidPrefixListModification", message)
}

/// A block as text of which the order is the block's own.
pub(crate) fn key(cidr: &IpNet) -> String {
    match cidr {
        IpNet::V4(net) => format!("4 {:08x}/{:03}", net.network().to_bits(), net.prefix_len()),
        IpNet::V6(net) => format!("6 {:032x}/{:03}", net.network().to_bits(), net.prefix_len()),
    }
}

/// AWS keeps so many versions and lets go of the oldest:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_VERSIONS: usize = 1_000;

/// The entries of each version that is kept; there is always one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Versions {
    pub oldest: i64,
    pub entries: VecDeque<Arc<Entries>>,
}

impl Versions {
    pub fn new(entries: Entries) -> Self {
        Self { oldest: 1, entries: VecDeque::from([Arc::new(entries)]) }
    }

    pub fn current(&self) -> i64 {
        let later = i64::try_from(self.entries.len()).unwrap_or(i64::MAX);
        self.oldest.saturating_add(later).saturating_sub(1)
    }

    pub fn at(&self, version: i64) -> Option<&Arc<Entries>> {
        let at = usize::try_from(version.checked_sub(self.oldest)?).ok()?;
        self.entries.get(at)
    }

    pub fn push(&mut self, entries: Arc<Entries>) {
        self.entries.push_back(entries);
        if self.entries.len() > MAX_VERSIONS {
            self.entries.pop_front();
            self.oldest = self.oldest.saturating_add(1);
        }
    }
}
