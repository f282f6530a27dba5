//! The addresses of interfaces: private ones out of their subnet, public ones out of AWS's ranges.

use crate::engine::{Key, network};
use crate::error::{Error, Result};
use crate::records::ids::SubnetId;
use std::borrow::Cow;
use std::fmt::Display;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The value under which an index has an address or a prefix of a subnet.
pub(crate) fn key(subnet_id: &SubnetId, address: impl Display) -> String {
    format!("{subnet_id}/{address}")
}

/// The same of an IPv4 address, worked out when it is needed.
pub(crate) struct InSubnet<'a>(pub &'a str, pub Ipv4Addr);

impl Key for InSubnet<'_> {
    fn text(&self) -> Cow<'_, str> {
        let mut text = String::with_capacity(self.0.len() + "/255.255.255.255".len());
        text.push_str(self.0);
        text.push('/');
        network::push_octets(&mut text, self.1, b'.');
        Cow::Owned(text)
    }
}

/// # Errors
/// `PrivateIpAddressLimitExceeded` for more than an interface can have.
pub(crate) fn check_count(present: usize, more: u32, limit: usize) -> Result<()> {
    if u64::from(more) + present as u64 > limit as u64 {
        let message = "Number of private addresses will exceed limit.";
        return Err(Error::new("PrivateIpAddressLimitExceeded", message));
    }
    Ok(())
}

/// # Errors
/// `InvalidParameterValue` for what is no IPv4 address.
pub(crate) fn parse(text: &str) -> Result<Ipv4Addr> {
    text.parse().map_err(|_| not_an_address(text))
}

/// # Errors
/// `InvalidParameterValue` for what is no IPv6 address.
pub(crate) fn parse_ipv6(text: &str) -> Result<Ipv6Addr> {
    text.parse().map_err(|_| not_an_address(text))
}

/// Recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/23114>.
fn not_an_address(text: &str) -> Error {
    Error::invalid_value(format!("invalid value for parameter address: {text}"))
}
