//! Prefixes: blocks of a subnet's addresses that are delegated to an interface as a whole, /28 of
//! IPv4 and /80 of IPv6.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html>

use crate::catalog::instance_types::{Hypervisor, InstanceType};
use crate::error::{Error, Result};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::IpAddr;

/// How many addresses of its subnet an IPv4 prefix takes.
pub(crate) const ADDRESSES_PER_PREFIX: u32 = 16;

pub(crate) const IPV4_LENGTH: u8 = 28;

pub(crate) const IPV6_LENGTH: u8 = 80;

/// The block of the size of a prefix that an address lies in.
pub(crate) fn around(address: IpAddr) -> IpNet {
    let block = match address {
        IpAddr::V4(address) => Ipv4Net::new(address, IPV4_LENGTH).map(IpNet::V4),
        IpAddr::V6(address) => Ipv6Net::new(address, IPV6_LENGTH).map(IpNet::V6),
    };
    block.map_or_else(|_| IpNet::from(address), |block| block.trunc())
}

/// # Errors
/// `InvalidParameterValue` for what is no IPv4 block of the size of a prefix.
pub(crate) fn parse_ipv4_prefix(text: &str) -> Result<Ipv4Net> {
    let net = text.parse().ok().filter(|net: &Ipv4Net| net.prefix_len() == IPV4_LENGTH);
    net.filter(|net| net.trunc() == *net).ok_or_else(|| not_a_prefix("ipv4Prefix", text))
}

/// # Errors
/// `InvalidParameterValue` for what is no IPv6 block of the size of a prefix.
pub(crate) fn parse_ipv6_prefix(text: &str) -> Result<Ipv6Net> {
    let net = text.parse().ok().filter(|net: &Ipv6Net| net.prefix_len() == IPV6_LENGTH);
    net.filter(|net| net.trunc() == *net).ok_or_else(|| not_a_prefix("ipv6Prefix", text))
}

// unverified (looked up 2026-11-26): the wording.
fn not_a_prefix(parameter: &str, text: &str) -> Error {
    let length = if parameter == "ipv4Prefix" { IPV4_LENGTH } else { IPV6_LENGTH };
    let reason = format!("Expecting a CIDR block of the length /{length}.");
    Error::bad_parameter(parameter, text, &reason)
}

/// # Errors
/// `InvalidParameterCombination` for prefixes on a type that is not built on the Nitro System.
// unverified (looked up 2026-11-26): AWS documents the rule and no message.
pub(crate) fn check_type(kind: &InstanceType) -> Result<()> {
    if kind.hypervisor == Some(Hypervisor::Xen) {
        let message = format!("The instance type {} does not support prefixes.", kind.name);
        return Err(Error::combination(message));
    }
    Ok(())
}
