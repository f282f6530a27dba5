//! What IPAMs, scopes, pools and resource discoveries show of each other.

use crate::engine::{Read, Text};
use crate::records::account::arns::global_arn;
use crate::records::ids::{IpamId, IpamScopeId};
use wire::IpamOperatingRegion;

pub(crate) fn ipam_arn(cx: Read<'_>, id: &IpamId) -> String {
    global_arn(cx, &format!("ipam/{id}"))
}

pub(crate) fn scope_arn(cx: Read<'_>, id: &IpamScopeId) -> String {
    global_arn(cx, &format!("ipam-scope/{id}"))
}

pub(crate) fn operating(regions: &[Text]) -> Vec<IpamOperatingRegion> {
    let shown = |name: &Text| IpamOperatingRegion { region_name: Some(name.to_string()) };
    regions.iter().map(shown).collect()
}

pub(crate) fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
