//! The addresses of interfaces: private ones out of their subnet, public ones out of AWS's ranges.

use super::addresses::{MAX_ADDRESSES, choose, choose_ipv6};
use super::prefixes;
use crate::engine::Write;
use crate::error::Result;
use crate::records::ids::SubnetId;
use crate::records::network::network_interfaces::PrivateAddress;
use crate::records::network::network_interfaces::addresses::check_count;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The IPv4 addresses and prefixes of a new interface.
///
/// # Errors
/// Those of [`choose`] and [`prefixes::choose_ipv4`].
pub(crate) fn choose_for_new(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    wanted: &WantedIpv4,
) -> Result<(Vec<PrivateAddress>, Vec<Ipv4Net>)> {
    let mut asked: Vec<Ipv4Addr> = wanted.primary.into_iter().collect();
    asked.extend(&wanted.secondary);
    let primary_count = u32::from(wanted.primary.is_none());
    let count = wanted.secondary_count.saturating_add(primary_count);
    check_count(0, wanted.count(), MAX_ADDRESSES)?;
    let mut chosen = choose(cx, subnet_id, &asked, count)?;
    if wanted.primary.is_none() {
        // The first of those chosen is the primary one.
        if let Some(those) = chosen.get_mut(..=asked.len()) {
            those.rotate_right(1);
        }
    }
    let prefixes = (wanted.prefixes.as_slice(), wanted.prefix_count);
    let prefixes = prefixes::choose_ipv4(cx, subnet_id, &chosen, prefixes)
        .map_err(prefixes::for_a_new_interface)?;
    let private = |address| PrivateAddress { address, public: None, elastic: None };
    Ok((chosen.into_iter().map(private).collect(), prefixes))
}

/// The IPv6 addresses and prefixes of a new interface; `by_default` is the number of addresses that
/// the subnet gives to one that asks for nothing.
///
/// # Errors
/// Those of [`choose_ipv6`] and [`prefixes::choose_ipv6`].
pub(crate) fn choose_ipv6_for_new(
    cx: &mut Write<'_>,
    subnet_id: &SubnetId,
    wanted: &WantedIpv6,
    by_default: u32,
) -> Result<(Vec<Ipv6Addr>, Vec<Ipv6Net>)> {
    let asks_for_others = !wanted.addresses.is_empty() || wanted.has_prefixes();
    let count = wanted.count.unwrap_or(if asks_for_others { 0 } else { by_default });
    check_count(0, wanted.count().max(count), MAX_ADDRESSES)?;
    let chosen = choose_ipv6(cx, subnet_id, &wanted.addresses, count)?;
    let prefixes = (wanted.prefixes.as_slice(), wanted.prefix_count);
    let prefixes = prefixes::choose_ipv6(cx, subnet_id, &chosen, prefixes)?;
    Ok((chosen, prefixes))
}
