//! The entries of one version of a prefix list.

use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::error::{Error, Result};
use ipnet::IpNet;
use serde::Serialize;
use std::collections::BTreeMap;
use wire::{AddPrefixListEntry, PrefixListEntry, RemovePrefixListEntry};

const MAX_DESCRIPTION_CHARS: usize = 255;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum AddressFamily {
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

    fn cidr(self, text: &str) -> Result<IpNet> {
        match self {
            Self::Ipv4 => parse_ipv4_cidr("cidr", text).map(IpNet::V4),
            Self::Ipv6 => parse_ipv6_cidr("cidr", text).map(IpNet::V6),
        }
    }
}

/// Blocks with their descriptions, in the order of the blocks.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Entries(BTreeMap<IpNet, Option<String>>);

impl Entries {
    pub fn insert(&mut self, cidr: IpNet) {
        self.0.insert(cidr, None);
    }

    /// These with some taken away and some added or described anew.
    ///
    /// # Errors
    /// `InvalidParameterValue` for a block of another family, one that is both added and removed
    /// or added twice, or an overlong description; `InvalidRequest` to remove what is not there.
    pub fn changed(
        &self,
        family: AddressFamily,
        add: &[AddPrefixListEntry],
        remove: &[RemovePrefixListEntry],
    ) -> Result<Self> {
        let mut changed = self.clone();
        let text = |cidr: &Option<String>| cidr.clone().unwrap_or_default();
        for entry in remove {
            let cidr = family.cidr(&text(&entry.cidr))?;
            if changed.0.remove(&cidr).is_none() {
                return Err(Error::new("InvalidRequest", "The request received was invalid."));
            }
        }
        let mut added = Vec::new();
        for entry in add {
            let cidr = family.cidr(&text(&entry.cidr))?;
            let removed = |other: &RemovePrefixListEntry| {
                family.cidr(&text(&other.cidr)).is_ok_and(|other| other == cidr)
            };
            if remove.iter().any(removed) {
                let message = format!(
                    "Request cannot contain Cidr {cidr} in both AddPrefixListEntries and \
                     RemovePrefixListEntries"
                );
                return Err(Error::invalid_value(message));
            }
            if added.contains(&cidr) {
                let message = format!("Request cannot contain Cidr {cidr} more than once");
                return Err(Error::invalid_value(message));
            }
            let description = entry.description.clone();
            if description.as_ref().is_some_and(|d| d.chars().count() > MAX_DESCRIPTION_CHARS) {
                let message = "The description of an entry has at most 255 characters.";
                return Err(Error::invalid_value(message));
            }
            added.push(cidr);
            changed.0.insert(cidr, description);
        }
        Ok(changed)
    }

    /// # Errors
    /// `PrefixListMaxEntriesExceeded`
    pub fn check_count(&self, max_entries: i32) -> Result<()> {
        if usize::try_from(max_entries).is_ok_and(|max| self.0.len() <= max) {
            return Ok(());
        }
        let message = format!("The prefix list can have at most {max_entries} entries.");
        Err(Error::new("PrefixListMaxEntriesExceeded", message))
    }

    /// The entries by keys that sort as they do.
    pub fn keyed(&self) -> Vec<(String, PrefixListEntry)> {
        let keyed = self.0.iter().enumerate().map(|(at, (cidr, description))| {
            let entry =
                PrefixListEntry { cidr: Some(cidr.to_string()), description: description.clone() };
            (format!("{at:06}"), entry)
        });
        keyed.collect()
    }
}
