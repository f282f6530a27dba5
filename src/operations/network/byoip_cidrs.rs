//! Ranges of addresses that an account brings. Nobody here can look whether a range is registered
//! to the account, so that each ends as one of which AWS could not: it cannot be provisioned.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-byoip.html>

use crate::catalog::regions;
use crate::engine::{
    Id, Millis, Operation, Read, Record, Row, Tags, Timed, Write, operations, tags,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::addresses::check_group;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use wire::{
    AdvertiseByoipCidrRequest, AdvertiseByoipCidrResult, ByoipCidrState as State,
    DeprovisionByoipCidrRequest, DeprovisionByoipCidrResult, DescribeByoipCidrsRequest,
    DescribeByoipCidrsResult, MoveByoipCidrToIpamRequest, MoveByoipCidrToIpamResult,
    ProvisionByoipCidrRequest, ProvisionByoipCidrResult, ResourceType, WireEnum as _,
    WithdrawByoipCidrRequest, WithdrawByoipCidrResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ProvisionByoipCidr => provision_byoip_cidr;
    Read  DescribeByoipCidrs => describe_byoip_cidrs;
    Write AdvertiseByoipCidr => advertise_byoip_cidr;
    Write WithdrawByoipCidr => withdraw_byoip_cidr;
    Write MoveByoipCidrToIpam => move_byoip_cidr_to_ipam;
    Write DeprovisionByoipCidr => deprovision_byoip_cidr;
};

const PROVISIONING_MILLIS: Millis = durations::BYOIP_CIDRS_PROVISIONING;

const DEPROVISIONING_MILLIS: Millis = durations::BYOIP_CIDRS_DEPROVISIONING;

/// The most specific prefixes: of IPv4, and of IPv6 for the internet and for others.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ProvisionByoipCidr.html>.
const LONGEST: [u8; 3] = [24, 48, 56];

// unverified (looked up 2026-11-26): what AWS says there.
const FAILED: &str = "The address range could not be verified.";

/// Its row's id is the range.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ByoipCidr {
    description: Option<String>,
    state: Timed<State>,
}

impl Record for ByoipCidr {
    const PLURAL: &'static str = "byoipCidrs";
}

fn provision_byoip_cidr(
    cx: &mut Write<'_>,
    request: &ProvisionByoipCidrRequest,
) -> Result<ProvisionByoipCidrResult> {
    let is_public = request.publicly_advertisable != Some(false);
    let range = range(&request.cidr, is_public)?;
    check_group(cx.read(), request.network_border_group.as_deref())?;
    check_pool_tags(range, request)?;
    // What they would prove or mean of a range, no range comes to have.
    let _ = request.cidr_authorization_context.as_ref().map(|it| (&it.message, &it.signature));
    let _ = request.multi_region;
    if let Some(other) = overlapping(cx.read(), range) {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The address range {range} overlaps with {other}.");
        return Err(Error::new("InvalidParameterValue", message));
    }
    let state =
        cx.read().transition(State::PendingProvision, State::FailedProvision, PROVISIONING_MILLIS);
    let record = ByoipCidr { description: request.description.clone(), state };
    let id = Id::new(range.to_string());
    cx.insert(id.clone(), record, Tags::default());
    let byoip_cidr = cx.find::<ByoipCidr>(&id).map(|row| view(row, cx.read()));
    Ok(ProvisionByoipCidrResult { byoip_cidr })
}

/// A range of the account's that it overlaps with, in whatever region.
fn overlapping(cx: Read<'_>, range: IpNet) -> Option<IpNet> {
    let regions = regions::all().iter().filter_map(|region| cx.in_region(region.name));
    let mut others = regions.flat_map(|there| {
        let rows = there.table::<ByoipCidr>().iter(0, there.now());
        rows.filter_map(|(_, row)| row.id.parse::<IpNet>().ok()).collect::<Vec<_>>()
    });
    others.find(|other| other.contains(&range) || range.contains(other))
}

/// # Errors
/// `InvalidParameterValue` for what is no range, or too small a one.
// unverified (looked up 2026-11-26): the words.
fn range(text: &str, is_public: bool) -> Result<IpNet> {
    let refuse = |reason| Err(Error::bad_parameter("cidr", text, reason));
    let Ok(net) = text.parse::<IpNet>() else {
        return refuse("This is not a valid CIDR block.");
    };
    let [ipv4, public, private] = LONGEST;
    let longest = match net {
        IpNet::V4(_) => ipv4,
        IpNet::V6(_) if is_public => public,
        IpNet::V6(_) => private,
    };
    if net.prefix_len() > longest || net.trunc() != net {
        return refuse(
            "The prefix is too specific, or the range does not begin at its first address.",
        );
    }
    Ok(net)
}

/// The tags are for the pool that a range would get.
fn check_pool_tags(range: IpNet, request: &ProvisionByoipCidrRequest) -> Result<()> {
    let of = match range {
        IpNet::V4(_) => ResourceType::Ipv4poolEc2,
        IpNet::V6(_) => ResourceType::Ipv6poolEc2,
    };
    tags::specified(&request.pool_tag_specifications, of, &[of]).map(|_| ())
}

/// Each range, in the order in which they were brought.
fn describe_byoip_cidrs(
    cx: Read<'_>,
    request: &DescribeByoipCidrsRequest,
) -> Result<DescribeByoipCidrsResult> {
    let token = request.next_token.as_deref();
    let paging = cx.paging(Some(request.max_results), token)?;
    let rows = cx.table::<ByoipCidr>().iter(paging.position(), cx.now());
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row, cx)))))?;
    Ok(DescribeByoipCidrsResult { byoip_cidrs: Some(page.items), next_token: page.next_token })
}

fn advertise_byoip_cidr(
    cx: &mut Write<'_>,
    request: &AdvertiseByoipCidrRequest,
) -> Result<AdvertiseByoipCidrResult> {
    check_group(cx.read(), request.network_border_group.as_deref())?;
    // Whose autonomous system, no range gets as far as to be told.
    let _ = &request.asn;
    Err(not_ready(find(cx.read(), &request.cidr)?, cx.read()))
}

fn withdraw_byoip_cidr(
    cx: &mut Write<'_>,
    request: &WithdrawByoipCidrRequest,
) -> Result<WithdrawByoipCidrResult> {
    Err(not_ready(find(cx.read(), &request.cidr)?, cx.read()))
}

fn move_byoip_cidr_to_ipam(
    cx: &mut Write<'_>,
    request: &MoveByoipCidrToIpamRequest,
) -> Result<MoveByoipCidrToIpamResult> {
    // To which pool, no range gets as far as to be told.
    let _ = (&request.ipam_pool_id, &request.ipam_pool_owner);
    Err(not_ready(find(cx.read(), &request.cidr)?, cx.read()))
}

/// What could not be provisioned is taken away.
fn deprovision_byoip_cidr(
    cx: &mut Write<'_>,
    request: &DeprovisionByoipCidrRequest,
) -> Result<DeprovisionByoipCidrResult> {
    let row = find(cx.read(), &request.cidr)?;
    if row.state.at(cx.now()) != State::FailedProvision {
        return Err(not_ready(row, cx.read()));
    }
    let id = row.id.clone();
    let state = cx.read().transition(
        State::PendingDeprovision,
        State::Deprovisioned,
        DEPROVISIONING_MILLIS,
    );
    if let Some(mut row) = cx.find_mut::<ByoipCidr>(&id) {
        row.state = state;
    }
    let byoip_cidr = cx.find::<ByoipCidr>(&id).map(|row| view(row, cx.read()));
    // unverified (looked up 2026-11-26): that it is not listed any more when it is deprovisioned.
    cx.end::<ByoipCidr>(&id, state.settles().unwrap_or_else(|| cx.now().timestamp()));
    Ok(DeprovisionByoipCidrResult { byoip_cidr })
}

// unverified (looked up 2026-11-26): code and words.
fn find<'a>(cx: Read<'a>, cidr: &str) -> Result<&'a Row<ByoipCidr>> {
    let id = cidr.parse::<IpNet>().map(|net| net.to_string());
    let row = id.ok().and_then(|id| cx.find::<ByoipCidr>(id.as_str()));
    row.ok_or_else(|| {
        let message = format!("The CIDR '{cidr}' does not exist");
        Error::new("InvalidByoipCidr.NotFound", message)
    })
}

// unverified (looked up 2026-11-26): code and words.
fn not_ready(row: &Row<ByoipCidr>, cx: Read<'_>) -> Error {
    let state = row.state.at(cx.now()).as_str();
    let message = format!("The CIDR {} is in the state {state}.", row.id);
    Error::new("IncorrectState", message)
}

fn view(row: &Row<ByoipCidr>, cx: Read<'_>) -> wire::ByoipCidr {
    let state = row.state.at(cx.now());
    wire::ByoipCidr {
        cidr: Some(row.id.to_string()),
        description: row.description.clone(),
        status_message: (state == State::FailedProvision).then(|| FAILED.to_owned()),
        state: Some(state),
        network_border_group: Some(cx.region().to_string()),
        ..wire::ByoipCidr::default()
    }
}
