//! The traffic that a rule allows: a protocol, and its ports or ICMP types.

use crate::error::{Error, Result};
use serde::Serialize;
use std::fmt;
use std::ops::RangeInclusive;

/// Stands for all types, all codes, and for the ports of protocols that have none.
pub(super) const ALL: i32 = -1;
const PORTS: RangeInclusive<i32> = 0..=65_535;
const ICMP_NUMBERS: RangeInclusive<i32> = ALL..=255;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(in crate::resources) enum Protocol {
    All,
    Tcp,
    Udp,
    Icmp,
    Icmpv6,
    /// Any other by its number; never that of one above.
    Number(u8),
}

impl Protocol {
    fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            // As recorded in <https://github.com/nanovms/ops/issues/735>.
            let message = "Invalid value 'null' for protocol. \
                           VPC security group rules must specify protocols explicitly.";
            return Err(Error::invalid_value(message));
        };
        match text.to_ascii_lowercase().as_str() {
            "-1" => Ok(Self::All),
            "tcp" | "6" => Ok(Self::Tcp),
            "udp" | "17" => Ok(Self::Udp),
            "icmp" | "1" => Ok(Self::Icmp),
            "icmpv6" | "58" => Ok(Self::Icmpv6),
            other => other.parse().map(Self::Number).map_err(|_| {
                // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/1793>.
                let message = format!("Invalid value '{text}' for IP protocol. Unknown protocol.");
                Error::invalid_value(message)
            }),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("-1"),
            Self::Tcp => f.write_str("tcp"),
            Self::Udp => f.write_str("udp"),
            Self::Icmp => f.write_str("icmp"),
            Self::Icmpv6 => f.write_str("icmpv6"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(in crate::resources) struct Traffic {
    pub protocol: Protocol,
    /// First and last port, or ICMP type and code; `None` where the protocol has neither.
    pub ports: Option<(i32, i32)>,
}

impl Traffic {
    pub const EVERYTHING: Self = Self { protocol: Protocol::All, ports: None };

    /// Ports are ignored, as EC2 documents it, where the protocol has none:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
    pub fn parse(protocol: Option<&str>, from: Option<i32>, to: Option<i32>) -> Result<Self> {
        let protocol = Protocol::parse(protocol)?;
        let ports = match protocol {
            Protocol::Tcp | Protocol::Udp => Some(ports(from, to)?),
            Protocol::Icmp => Some(icmp(from.zip(to).ok_or_else(|| no_range("ICMP"))?)?),
            // unverified: that one of the two alone is refused for ICMPv6 too.
            Protocol::Icmpv6 => Some(match (from, to) {
                (None, None) => (ALL, ALL),
                _ => icmp(from.zip(to).ok_or_else(|| no_range("ICMPv6"))?)?,
            }),
            Protocol::All | Protocol::Number(_) => None,
        };
        Ok(Self { protocol, ports })
    }

    /// Where EC2 takes no absent ports for all of them.
    // unverified: that "no port range" is fine for all protocols and for those without ports, as
    // the refusal of specific ports for all protocols says.
    pub fn check_both_ports(self, from: Option<i32>, to: Option<i32>) -> Result<()> {
        if self.protocol == Protocol::Icmpv6 && from.zip(to).is_none() {
            return Err(no_range("ICMPv6"));
        }
        Ok(())
    }

    /// Where EC2 does not ignore ports that the protocol does not have.
    pub fn check_no_port(self, from: Option<i32>) -> Result<()> {
        if self.ports.is_some() || from.is_none_or(|from| from == ALL) {
            return Ok(());
        }
        // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/1920> and,
        // for a number, in 14756 there.
        let protocol = match self.protocol {
            Protocol::All => "ALL".to_owned(),
            protocol => protocol.to_string(),
        };
        let message = format!("When protocol is {protocol}, you cannot specify from-port.");
        Err(Error::invalid_value(message))
    }
}

/// As the refusal of a duplicate names it: `TCP, from port: 22, to port: 22`.
impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.ports.unwrap_or((ALL, ALL));
        let number = |number: i32| match number {
            ALL => "ALL".to_owned(),
            number => number.to_string(),
        };
        match self.protocol {
            Protocol::All => f.write_str("ALL"),
            Protocol::Tcp => write!(f, "TCP, from port: {from}, to port: {to}"),
            Protocol::Udp => write!(f, "UDP, from port: {from}, to port: {to}"),
            // Recorded in <https://github.com/timkay/aws/issues/103>.
            Protocol::Icmp => write!(f, "ICMP, type: {}, code: {}", number(from), number(to)),
            // unverified: by analogy.
            Protocol::Icmpv6 => write!(f, "ICMPv6, type: {}, code: {}", number(from), number(to)),
            // Recorded in <https://github.com/ansible/ansible-modules-core/pull/3258>.
            Protocol::Number(number) => write!(f, "protocol: {number}"),
        }
    }
}

fn ports(from: Option<i32>, to: Option<i32>) -> Result<(i32, i32)> {
    let (from, to) = from.zip(to).ok_or_else(|| no_range("TCP/UDP"))?;
    for (which, port) in [("from", from), ("to", to)] {
        if !PORTS.contains(&port) {
            // As recorded in <https://github.com/aws/aws-cli/issues/1066>.
            let message = format!("TCP/UDP ({which}) port ({port}) out of range");
            return Err(Error::invalid_value(message));
        }
    }
    if from > to {
        // unverified: the wording.
        let message = format!("Invalid TCP/UDP port range ({from}:{to})");
        return Err(Error::invalid_value(message));
    }
    Ok((from, to))
}

fn icmp((kind, code): (i32, i32)) -> Result<(i32, i32)> {
    // unverified: the wording of all three; the limits are documented.
    if !ICMP_NUMBERS.contains(&kind) {
        return Err(Error::invalid_value(format!("ICMP type ({kind}) out of range")));
    }
    if !ICMP_NUMBERS.contains(&code) {
        return Err(Error::invalid_value(format!("ICMP code ({code}) out of range")));
    }
    if kind == ALL && code != ALL {
        let message = format!("ICMP code ({code}) must be -1 where the type is -1");
        return Err(Error::invalid_value(message));
    }
    Ok((kind, code))
}

/// As recorded in <https://github.com/aws-cloudformation/cfn-lint/issues/1323>.
fn no_range(protocol: &str) -> Error {
    let message = format!(
        "Invalid value 'Must specify both from and to ports with {protocol}.' for portRange."
    );
    Error::invalid_value(message)
}
