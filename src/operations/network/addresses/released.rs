//! Addresses that were the account's and may become it again: AllocateAddress takes them back as
//! long as nobody else has them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html>

use crate::engine::{Id, Read, Record, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::network::addresses::Address;
use crate::records::network::network_interfaces::NetworkInterface;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;

/// An address that was released.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReleasedAddress {
    public_ip: Ipv4Addr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    border_group: Option<Text>,
}

impl Record for ReleasedAddress {
    const PLURAL: &'static str = "releasedAddresses";
}

fn key(public_ip: Ipv4Addr) -> Id<ReleasedAddress> {
    Id::new(public_ip.to_string())
}

pub(crate) fn remember(cx: &mut Write<'_>, public_ip: Ipv4Addr, border_group: Option<Text>) {
    let key = key(public_ip);
    if cx.find::<ReleasedAddress>(&key).is_none() {
        cx.insert(key, ReleasedAddress { public_ip, border_group }, Tags::default());
    }
}

/// An address that is the account's again need not be remembered.
pub(crate) fn forget(cx: &mut Write<'_>, public_ip: Ipv4Addr) {
    cx.remove::<ReleasedAddress>(&key(public_ip));
}

/// # Errors
/// `InvalidParameterValue` for what is no address.
pub(crate) fn parse(address: &str) -> Result<Ipv4Addr> {
    let not_one = |_| Error::invalid_value(format!("Invalid value '{address}' for address."));
    address.parse().map_err(not_one)
}

/// The address that a request to allocate asks to have back, and its network border group.
///
/// # Errors
/// `InvalidParameterCombination` for a pool beside it, `InvalidAddress.NotFound` for one that never
/// was the account's, that is another's, or that is of another group than the request names.
pub(crate) fn asked_back(
    cx: Read<'_>,
    public_ip: Ipv4Addr,
    pool: Option<&str>,
    group: Option<&str>,
) -> Result<(Ipv4Addr, Option<Text>)> {
    if pool.is_some() {
        // Of Amazon's pool, too, as tests of aws-controllers-k8s/ec2-controller have it.
        return Err(Error::exclusive("PublicIpv4Pool", "Address"));
    }
    let value = public_ip.to_string();
    let mut allocated = cx.anyones(Address::BY_PUBLIC_IP, value.as_str());
    let mut on = cx.anyones(NetworkInterface::BY_PUBLIC_ADDRESS, value.as_str());
    let is_free = allocated.next().is_none() && on.next().is_none();
    let released = cx.find::<ReleasedAddress>(&key(public_ip)).filter(|_| is_free);
    if let Some(group_of_it) = released.map(|it| &it.border_group)
        && group.is_none_or(|group| group == group_of_it.as_deref().unwrap_or(cx.region()))
    {
        return Ok((public_ip, group_of_it.clone()));
    }
    // As answered for an address that another account has by now.
    let message =
        format!("The Elastic IP address '{public_ip}' does not exist or is not available.");
    Err(Error::new("InvalidAddress.NotFound", message))
}
