//! What a new interface is made of, and the addresses and prefixes that it is asked to have, as
//! CreateNetworkInterface and the interfaces of a launch say it.

use super::addresses::{parse, parse_ipv6};
use super::prefixes::{ADDRESSES_PER_PREFIX, parse_ipv4_prefix, parse_ipv6_prefix};
use super::record::Attachment;
use crate::engine::Tags;
use crate::error::{Error, Result};
use crate::records::ids::{SecurityGroupId, SubnetId};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};
use wire::{
    InstanceIpv6Address, Ipv4PrefixSpecificationRequest, Ipv6PrefixSpecificationRequest,
    NetworkInterfaceType, PrivateIpAddressSpecification,
};

/// What a new interface is made of; whoever asks has checked the subnet and the groups.
#[derive(Debug, Clone)]
pub(crate) struct NewInterface {
    pub subnet_id: SubnetId,
    pub description: String,
    pub groups: Vec<SecurityGroupId>,
    pub ipv4: WantedIpv4,
    pub ipv6: WantedIpv6,
    /// Whether its primary address gets a public one for the time the instance runs.
    pub public_address: bool,
    pub interface_type: NetworkInterfaceType,
    pub source_dest_check: bool,
    pub attachment: Option<Attachment>,
    pub tags: Tags,
}

impl NewInterface {
    /// Whether it is to have addresses:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html>
    ///
    /// # Errors
    /// `InvalidParameterCombination` if some are asked for that it cannot have.
    // unverified (looked up 2026-11-26): code and wording.
    pub fn has_addresses(&self) -> Result<bool> {
        if self.interface_type != NetworkInterfaceType::EfaOnly {
            return Ok(true);
        }
        let ipv4 = self.ipv4.primary.is_some() || self.ipv4.count() > 1;
        if ipv4 || self.ipv6.count() > 0 || self.public_address {
            let message = "An EFA-only network interface cannot have IP addresses.";
            return Err(Error::combination(message));
        }
        Ok(false)
    }
}

/// The IPv4 addresses and prefixes of a new interface.
#[derive(Debug, Clone, Default)]
pub(crate) struct WantedIpv4 {
    /// `None`: one is chosen.
    pub primary: Option<Ipv4Addr>,
    pub secondary: Vec<Ipv4Addr>,
    /// Secondary addresses to choose.
    pub secondary_count: u32,
    pub prefixes: Vec<Ipv4Net>,
    /// Prefixes to choose.
    pub prefix_count: u32,
}

/// The IPv6 addresses and prefixes of a new interface.
#[derive(Debug, Clone, Default)]
pub(crate) struct WantedIpv6 {
    /// Where there is to be a primary address, the first one is it.
    pub addresses: Vec<Ipv6Addr>,
    /// `None`: as many as the subnet gives to each new interface.
    pub count: Option<u32>,
    pub prefixes: Vec<Ipv6Net>,
    /// Prefixes to choose.
    pub prefix_count: u32,
    pub has_primary: bool,
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl WantedIpv4 {
    /// How many addresses and prefixes there will be: a prefix counts as one address against the
    /// limits of instance types.
    pub fn count(&self) -> u32 {
        let named = number(self.secondary.len() + self.prefixes.len()).saturating_add(1);
        named.saturating_add(self.secondary_count).saturating_add(self.prefix_count)
    }

    /// How many addresses of the subnet it takes.
    pub fn size(&self) -> u32 {
        let prefixes = number(self.prefixes.len()).saturating_add(self.prefix_count);
        let single = self.count().saturating_sub(prefixes);
        single.saturating_add(prefixes.saturating_mul(ADDRESSES_PER_PREFIX))
    }

    pub fn has_prefixes(&self) -> bool {
        self.prefix_count > 0 || !self.prefixes.is_empty()
    }
}

impl WantedIpv6 {
    /// How many addresses and prefixes are asked for.
    pub fn count(&self) -> u32 {
        let named = number(self.addresses.len() + self.prefixes.len());
        named.saturating_add(self.count.unwrap_or(0)).saturating_add(self.prefix_count)
    }

    pub fn has_prefixes(&self) -> bool {
        self.prefix_count > 0 || !self.prefixes.is_empty()
    }
}

/// What a request says of the IPv4 addresses of an interface.
#[derive(Default)]
pub(crate) struct AskedIpv4<'a> {
    pub primary: Option<&'a str>,
    pub addresses: &'a [PrivateIpAddressSpecification],
    pub secondary_count: Option<i32>,
    pub prefixes: &'a [Ipv4PrefixSpecificationRequest],
    pub prefix_count: Option<i32>,
}

impl AskedIpv4<'_> {
    /// # Errors
    /// `InvalidParameterValue` for two primary addresses, for one that is secondary, too, for what
    /// is no address, and for more than one of the ways to ask for secondary ones and prefixes.
    pub fn wanted(&self) -> Result<WantedIpv4> {
        let mut wanted = WantedIpv4::default();
        let mut primaries = Vec::new();
        if let Some(primary) = self.primary.filter(|text| !text.is_empty()) {
            primaries.push(parse(primary)?);
        }
        for specification in self.addresses {
            let text = specification.private_ip_address.as_deref();
            let address = parse(text.ok_or_else(|| Error::missing("privateIpAddress"))?)?;
            if specification.primary == Some(true) {
                primaries.push(address);
            } else {
                wanted.secondary.push(address);
            }
        }
        if primaries.len() > 1 {
            // `network_interfaces.json` of `radkawar/stackd`
            // unverified (looked up 2026-11-26): that a launch has the same code.
            let message = "Only one primary private IP address can be specified.";
            return Err(Error::invalid_value(message));
        }
        // Where no address is called primary, the subnet gives one, as the acceptance tests of
        // hashicorp/terraform-provider-aws expect.
        wanted.primary = primaries.pop();
        wanted.secondary_count =
            count("secondaryPrivateIpAddressCount", self.secondary_count)?.unwrap_or(0);
        wanted.prefix_count = count("ipv4PrefixCount", self.prefix_count)?.unwrap_or(0);
        let prefixes = self.prefixes.iter().map(|prefix| prefix.ipv4_prefix.as_deref());
        wanted.prefixes = prefixes
            .map(|text| parse_ipv4_prefix(text.ok_or_else(|| Error::missing("ipv4Prefix"))?))
            .collect::<Result<_>>()?;
        // As recorded in `network_interface_addresses.json` of `radkawar/stackd`.
        // unverified (looked up 2026-11-26): that a launch and prefixes get the same words.
        let ways = [
            !wanted.secondary.is_empty(),
            wanted.secondary_count > 0,
            !wanted.prefixes.is_empty(),
            wanted.prefix_count > 0,
        ];
        check_one_of(
            &ways,
            "You can specify one and only one secondaryPrivateIpAddressCount or \
             secondaryPrivateIpAddressCount or ipv4Prefixes or ipv4PrefixCount.",
        )?;
        if wanted.primary.is_some_and(|primary| wanted.secondary.contains(&primary)) {
            let message = "address value can't be both primary and secondary";
            return Err(Error::invalid_value(message));
        }
        Ok(wanted)
    }
}

/// What a request says of the IPv6 addresses of an interface.
#[derive(Default)]
pub(crate) struct AskedIpv6<'a> {
    pub addresses: &'a [InstanceIpv6Address],
    pub count: Option<i32>,
    pub prefixes: &'a [Ipv6PrefixSpecificationRequest],
    pub prefix_count: Option<i32>,
    pub has_primary: Option<bool>,
}

impl AskedIpv6<'_> {
    /// # Errors
    /// `InvalidParameterValue` for what is no address and for two of the ways to ask for addresses,
    /// `InvalidParameterCombination` for two primary addresses.
    pub fn wanted(&self) -> Result<WantedIpv6> {
        let mut wanted = WantedIpv6 {
            count: count("ipv6AddressCount", self.count)?,
            prefix_count: count("ipv6PrefixCount", self.prefix_count)?.unwrap_or(0),
            has_primary: self.has_primary == Some(true),
            ..WantedIpv6::default()
        };
        let mut primaries = 0;
        for specification in self.addresses {
            let text = specification.ipv6_address.as_deref();
            let address = parse_ipv6(text.ok_or_else(|| Error::missing("ipv6Address"))?)?;
            if specification.is_primary_ipv6 == Some(true) {
                wanted.addresses.insert(0, address);
                primaries += 1;
            } else {
                wanted.addresses.push(address);
            }
        }
        if primaries > 1 {
            // unverified (looked up 2026-11-26): AWS documents that there is one, and no message.
            return Err(Error::combination("Only one primary IPv6 address can be specified."));
        }
        wanted.has_primary |= primaries > 0;
        let prefixes = self.prefixes.iter().map(|prefix| prefix.ipv6_prefix.as_deref());
        wanted.prefixes = prefixes
            .map(|text| parse_ipv6_prefix(text.ok_or_else(|| Error::missing("ipv6Prefix"))?))
            .collect::<Result<_>>()?;
        check_one_of_ipv6(&[
            !wanted.addresses.is_empty(),
            wanted.count.is_some_and(|count| count > 0),
            !wanted.prefixes.is_empty(),
            wanted.prefix_count > 0,
        ])?;
        if wanted.has_primary && wanted.has_prefixes() {
            // unverified (looked up 2026-11-26): that EC2 does not take both is told in
            // <https://github.com/aws/karpenter-provider-aws/pull/7391>, its words are not.
            let message = "A primary IPv6 address cannot be specified with IPv6 prefixes.";
            return Err(Error::combination(message));
        }
        Ok(wanted)
    }
}

/// # Errors
/// `InvalidParameterValue` for more than one of the ways to ask for IPv4 addresses.
// unverified (looked up 2026-11-26): the words are those that AWS has for IPv6.
pub(crate) fn check_one_of_ipv4(asked: &[bool]) -> Result<()> {
    check_one_of(
        asked,
        "You can and can only specify one of secondary-addresses or secondary-address-count  \
         ipv4-prefix and ipv4-prefix-count.",
    )
}

/// # Errors
/// `InvalidParameterValue` for more than one of the ways to ask for IPv6 addresses, as recorded in
/// <https://github.com/aws/karpenter-provider-aws/issues/2187>.
pub(crate) fn check_one_of_ipv6(asked: &[bool]) -> Result<()> {
    check_one_of(
        asked,
        "You can and can only specify one of ipv6-addresses or ipv6-addresses-count  ipv6-prefix \
         and ipv6-prefix-count.",
    )
}

fn check_one_of(asked: &[bool], message: &str) -> Result<()> {
    if asked.iter().filter(|is_asked| **is_asked).count() > 1 {
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// A number of addresses, which is never negative.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn count(parameter: &str, number: Option<i32>) -> Result<Option<u32>> {
    let check = |number: i32| {
        u32::try_from(number)
            .map_err(|_| Error::bad_parameter(parameter, number, "It must not be negative."))
    };
    number.map(check).transpose()
}
