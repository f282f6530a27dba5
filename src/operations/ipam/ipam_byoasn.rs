//! Autonomous systems that an account brings. Nobody here can look whether one is registered to the
//! account, so that each ends as one of which AWS could not: it cannot be provisioned.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-byoasn.html>

use crate::engine::{
    By, Id, Index, Millis, Operation, PartOf, Read, Record, Row, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::IpamId;
use crate::records::ipam::ipams::Ipam;
use serde::{Deserialize, Serialize};
use wire::{
    AsnState as State, AssociateIpamByoasnRequest, AssociateIpamByoasnResult,
    DeprovisionIpamByoasnRequest, DeprovisionIpamByoasnResult, DescribeIpamByoasnRequest,
    DescribeIpamByoasnResult, DisassociateIpamByoasnRequest, DisassociateIpamByoasnResult,
    ProvisionIpamByoasnRequest, ProvisionIpamByoasnResult, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write ProvisionIpamByoasn => provision_ipam_byoasn;
    Read  DescribeIpamByoasn => describe_ipam_byoasn;
    Write AssociateIpamByoasn => associate_ipam_byoasn;
    Write DisassociateIpamByoasn => disassociate_ipam_byoasn;
    Write DeprovisionIpamByoasn => deprovision_ipam_byoasn;
};

const PROVISIONING_MILLIS: Millis = durations::IPAM_BYOASNS_PROVISIONING;

const DEPROVISIONING_MILLIS: Millis = durations::IPAM_BYOASNS_DEPROVISIONING;

// unverified (looked up 2026-11-26): what AWS says there.
const FAILED: &str = "The ASN could not be verified.";

/// Its row's id is the number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Byoasn {
    ipam_id: IpamId,
    state: Timed<State>,
}

impl Byoasn {
    const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

impl Record for Byoasn {
    const PLURAL: &'static str = "ipamByoasns";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

// unverified (looked up 2026-11-26): code and words for one that is there already.
fn provision_ipam_byoasn(
    cx: &mut Write<'_>,
    request: &ProvisionIpamByoasnRequest,
) -> Result<ProvisionIpamByoasnResult> {
    let asn = asn(&request.asn)?;
    let ipam_id = cx.read().get_live::<Ipam>(&request.ipam_id)?.id.clone();
    // What they would prove of one, none comes to have.
    let context = &request.asn_authorization_context;
    let _ = (&context.message, &context.signature);
    let id = Id::new(asn.to_string());
    if cx.find::<Byoasn>(&id).is_some() {
        return Err(Error::invalid_value(format!("The ASN {asn} is already brought.")));
    }
    let state =
        cx.read().transition(State::PendingProvision, State::FailedProvision, PROVISIONING_MILLIS);
    cx.insert(id.clone(), Byoasn { ipam_id, state }, Tags::default());
    let byoasn = cx.find::<Byoasn>(&id).map(|row| view(row, cx.read()));
    Ok(ProvisionIpamByoasnResult { byoasn })
}

/// A public one, as documented: none that is for private use, or reserved.
///
/// # Errors
/// `InvalidParameterValue`
// unverified (looked up 2026-11-26): the words.
fn asn(text: &str) -> Result<u32> {
    let number = text.parse::<u32>().ok();
    let is_public =
        |number: &u32| !matches!(number, 0 | 23_456 | 64_496..=131_071 | 4_200_000_000..=u32::MAX);
    number.filter(is_public).ok_or_else(|| {
        Error::bad_parameter("asn", text, "Expecting a public 2-byte or 4-byte ASN.")
    })
}

/// Each of them, in the order in which they were brought.
fn describe_ipam_byoasn(
    cx: Read<'_>,
    request: &DescribeIpamByoasnRequest,
) -> Result<DescribeIpamByoasnResult> {
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    let rows = cx.table::<Byoasn>().iter(paging.position(), cx.now());
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row, cx)))))?;
    Ok(DescribeIpamByoasnResult { byoasns: Some(page.items), next_token: page.next_token })
}

fn associate_ipam_byoasn(
    cx: &mut Write<'_>,
    request: &AssociateIpamByoasnRequest,
) -> Result<AssociateIpamByoasnResult> {
    // With which range, none gets as far as to be told.
    let _ = &request.cidr;
    Err(not_ready(find(cx.read(), &request.asn)?, cx.read()))
}

fn disassociate_ipam_byoasn(
    cx: &mut Write<'_>,
    request: &DisassociateIpamByoasnRequest,
) -> Result<DisassociateIpamByoasnResult> {
    // So is it here.
    let _ = &request.cidr;
    Err(not_ready(find(cx.read(), &request.asn)?, cx.read()))
}

/// What could not be provisioned is taken away.
fn deprovision_ipam_byoasn(
    cx: &mut Write<'_>,
    request: &DeprovisionIpamByoasnRequest,
) -> Result<DeprovisionIpamByoasnResult> {
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    let row = find(cx.read(), &request.asn)?;
    if row.ipam_id != ipam.id {
        return Err(not_found(&request.asn));
    }
    if row.state.at(cx.now()) != State::FailedProvision {
        return Err(not_ready(row, cx.read()));
    }
    let id = row.id.clone();
    let (first, then) = (State::PendingDeprovision, State::Deprovisioned);
    let state = cx.read().transition(first, then, DEPROVISIONING_MILLIS);
    if let Some(mut row) = cx.find_mut::<Byoasn>(&id) {
        row.state = state;
    }
    let byoasn = cx.find::<Byoasn>(&id).map(|row| view(row, cx.read()));
    // unverified (looked up 2026-11-26): that it is not listed any more when it is deprovisioned.
    cx.end::<Byoasn>(&id, state.settles().unwrap_or_else(|| cx.now().timestamp()));
    Ok(DeprovisionIpamByoasnResult { byoasn })
}

fn find<'a>(cx: Read<'a>, asn: &str) -> Result<&'a Row<Byoasn>> {
    cx.find::<Byoasn>(asn).ok_or_else(|| not_found(asn))
}

// unverified (looked up 2026-11-26): code and words.
fn not_found(asn: &str) -> Error {
    Error::new("InvalidIpamByoasn.NotFound", format!("The ASN '{asn}' does not exist"))
}

// unverified (looked up 2026-11-26): code and words.
fn not_ready(row: &Row<Byoasn>, cx: Read<'_>) -> Error {
    let state = row.state.at(cx.now()).as_str();
    Error::new("IncorrectState", format!("The ASN {} is in the state {state}.", row.id))
}

fn view(row: &Row<Byoasn>, cx: Read<'_>) -> wire::Byoasn {
    let state = row.state.at(cx.now());
    wire::Byoasn {
        asn: Some(row.id.to_string()),
        ipam_id: Some(row.ipam_id.to_string()),
        status_message: (state == State::FailedProvision).then(|| FAILED.to_owned()),
        state: Some(state),
    }
}
