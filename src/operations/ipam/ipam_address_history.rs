//! Who had an address, or a block of addresses, and when.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/view-history-cidr-ipam.html>

use crate::engine::{Operation, Read, operations};
use crate::error::{Error, Result};
use crate::records::ipam::address_history::{IpamAddressRecord, overlap, under};
use crate::records::ipam::finders::scope;
use crate::records::ipam::refusals::check_tier;
use ipnet::IpNet;
use wire::{GetIpamAddressHistoryRequest, GetIpamAddressHistoryResult};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  GetIpamAddressHistory => get_ipam_address_history;
};

/// How many are shown where nothing is said, as documented.
const PAGE: i32 = 100;

/// What had the very block at some moment of the time that is asked for; now, if none is. That the
/// Free Tier has none is <https://aws.amazon.com/vpc/pricing/>.
// unverified (looked up 2026-11-26): codes and words; that a block may be written in another form
// than the canonical one; the order of what began at different moments.
fn get_ipam_address_history(
    cx: Read<'_>,
    request: &GetIpamAddressHistoryRequest,
) -> Result<GetIpamAddressHistoryResult> {
    let (scope, ipam) = scope(cx, &request.ipam_scope_id)?;
    check_tier("GetIpamAddressHistory", ipam.tier, "no history of IP addresses")?;
    let Ok(cidr) = request.cidr.parse::<IpNet>() else {
        let reason = "This is not a valid CIDR block.";
        return Err(Error::bad_parameter("cidr", &*request.cidr, reason));
    };
    let to = request.end_time.unwrap_or_else(|| cx.now().timestamp());
    let from = request.start_time.unwrap_or(to);
    if from > to {
        return Err(Error::invalid_value("The start time is after the end time."));
    }
    let most = request.max_results.unwrap_or(PAGE);
    let paging = cx.paging(Some(most), request.next_token.as_deref())?;
    let is_in = |row: &IpamAddressRecord| match request.vpc_id.as_deref() {
        Some(wanted) => row.holding.vpc_id.as_deref() == Some(wanted),
        None => true,
    };
    let rows = cx.with(IpamAddressRecord::BY_CIDR, &*under(&scope.id, &cidr.trunc()));
    let rows = rows.filter(|row| row.is_within(from, to) && is_in(row)).map(|row| {
        let (began, rank) = (row.began.0, row.holding.rank());
        let overlap = match row.ended {
            Some(_) => row.overlap,
            None => overlap(cx, ipam, &row.holding),
        };
        (format!("{began:020} {rank} {}", row.id), IpamAddressRecord::view(row, overlap))
    });
    let page = paging.sort_and_cut(rows)?;
    Ok(GetIpamAddressHistoryResult {
        history_records: Some(page.items),
        next_token: page.next_token,
    })
}
