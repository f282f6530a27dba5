//! How managed prefix lists are found and shown to others.

use super::aws;
use super::entries::AddressFamily;
use super::record::PrefixList;
use crate::engine::Read;

/// Whether a rule may name the list: the caller's own, or one of AWS's.
pub(crate) fn exists(cx: Read<'_>, id: &str) -> bool {
    cx.find::<PrefixList>(id).is_some() || aws::find(cx, id).is_some()
}

pub(crate) fn is_of_aws(cx: Read<'_>, id: &str) -> bool {
    aws::find(cx, id).is_some()
}

/// Whether the entries of the list are IPv6 blocks; AWS's own lists have IPv4 ones.
pub(crate) fn is_ipv6(cx: Read<'_>, id: &str) -> bool {
    cx.find::<PrefixList>(id).is_some_and(|list| list.family == AddressFamily::Ipv6)
}

/// How many rules a reference to the list counts for.
pub(crate) fn weight(cx: Read<'_>, id: &str) -> usize {
    let own = cx.find::<PrefixList>(id).map(|list| usize::try_from(list.max_entries).unwrap_or(0));
    own.or_else(|| aws::find(cx, id).map(|list| list.weight)).unwrap_or(0)
}
