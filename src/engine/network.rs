//! CIDR blocks as EC2 takes them, and addresses out of them.

use crate::error::{Error, Result};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::Ipv4Addr;

/// Addresses of a subnet that AWS keeps: network, router, DNS, future use, broadcast.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
pub(crate) const RESERVED_ADDRESSES: u32 = 5;

/// An IPv4 block in its canonical form: EC2 takes `10.0.1.7/16` and answers `10.0.0.0/16`.
///
/// # Errors
/// `InvalidParameterValue`, naming `parameter` as EC2 spells it.
pub(crate) fn parse_ipv4_cidr(parameter: &str, text: &str) -> Result<Ipv4Net> {
    let net: Ipv4Net = text.parse().map_err(|_| not_a_cidr(parameter, text))?;
    Ok(net.trunc())
}

/// # Errors
/// `InvalidParameterValue`, naming `parameter` as EC2 spells it.
pub(crate) fn parse_ipv6_cidr(parameter: &str, text: &str) -> Result<Ipv6Net> {
    let net: Ipv6Net = text.parse().map_err(|_| not_a_cidr(parameter, text))?;
    Ok(net.trunc())
}

fn not_a_cidr(parameter: &str, text: &str) -> Error {
    Error::bad_parameter(parameter, text, "This is not a valid CIDR block.")
}

pub(crate) fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}

/// How many addresses of a subnet can be given to interfaces.
pub(crate) fn usable_addresses(subnet: &Ipv4Net) -> u32 {
    let all = 1_u64 << (32 - u32::from(subnet.prefix_len()));
    u32::try_from(all).unwrap_or(u32::MAX).saturating_sub(RESERVED_ADDRESSES)
}

/// Whether an address lies in the subnet and is not one that AWS keeps.
pub(crate) fn is_usable(subnet: &Ipv4Net, address: Ipv4Addr) -> bool {
    let first = u32::from(subnet.network()) + 4;
    let end = u32::from(subnet.broadcast());
    (first..end).contains(&u32::from(address))
}

/// A free address, of those that `draw` leads to one after another. The steps between them differ
/// from draw to draw, so that full stretches, which steps of one would make and walk through, do
/// not come to be; being odd, they lead everywhere.
pub(crate) fn free_address(
    subnet: &Ipv4Net,
    draw: u32,
    taken: impl Fn(Ipv4Addr) -> bool,
) -> Option<Ipv4Addr> {
    let first = u32::from(subnet.network());
    let mask = u32::from(subnet.hostmask());
    let step = draw.unbounded_shr(mask.count_ones()) | 1;
    (0..=mask)
        .map(|count| Ipv4Addr::from(first | (draw.wrapping_add(step.wrapping_mul(count)) & mask)))
        .find(|address| is_usable(subnet, *address) && !taken(*address))
}

/// `10.0.0.5`. Answers and indexes are full of addresses; the formatting machinery would take a
/// tenth of their time.
pub(crate) fn dotted(address: Ipv4Addr) -> String {
    let mut text = String::with_capacity("255.255.255.255".len());
    push_octets(&mut text, address, b'.');
    text
}

/// Writes the numbers of an address with something between them.
pub(crate) fn push_octets(text: &mut String, address: Ipv4Addr, between: u8) {
    let mut written = [0; "255.255.255.255".len()];
    let mut places = written.iter_mut();
    let mut put = |byte: u8| places.next().map(|place| *place = byte);
    for (at, octet) in address.octets().into_iter().enumerate() {
        if at > 0 {
            put(between);
        }
        if octet >= 100 {
            put(b'0' + octet / 100);
        }
        if octet >= 10 {
            put(b'0' + octet / 10 % 10);
        }
        put(b'0' + octet % 10);
    }
    let left = places.len();
    let end = written.len() - left;
    text.push_str(std::str::from_utf8(&written[..end]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_everywhere() {
        for octet in 0..=255 {
            let address = Ipv4Addr::new(octet, 255 - octet, 10, octet / 2);
            assert_eq!(dotted(address), address.to_string());
        }
    }

    #[test]
    fn blocks_become_canonical() {
        assert_eq!(parse_ipv4_cidr("cidrBlock", "10.0.1.7/16").unwrap().to_string(), "10.0.0.0/16");
        let refusal = parse_ipv4_cidr("cidrBlock", "10.0.0.0").unwrap_err();
        assert_eq!(
            refusal.message,
            "Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        );
    }

    #[test]
    fn a_subnet_gives_all_but_five_addresses() {
        let subnet: Ipv4Net = "10.0.0.0/28".parse().unwrap();
        for draw in [7, 0, u32::MAX, 0x1234_5678] {
            let mut given = Vec::new();
            while let Some(address) = free_address(&subnet, draw, |one| given.contains(&one)) {
                assert!(is_usable(&subnet, address));
                given.push(address);
            }
            assert_eq!(given.len(), 11);
        }
    }
}
