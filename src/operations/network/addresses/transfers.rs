//! Offers of addresses to other accounts. Nobody takes them up here: that would change two accounts
//! with one request.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/transfer-EIPs-intro-ec2.html>

use crate::engine::{Now, Paging, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::network::addresses::{Address, Offer};
use wire::{
    AddressTransfer, AddressTransferStatus, DescribeAddressTransfersRequest,
    DescribeAddressTransfersResult, DisableAddressTransferRequest, DisableAddressTransferResult,
    EnableAddressTransferRequest, EnableAddressTransferResult,
};

/// How long the other account has: seven days.
const OFFER_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Also an address that is associated or has a PTR record can be offered; the acceptance is what
/// would fail. A new offer takes the place of the one before.
// unverified: that it does.
pub(crate) fn enable_address_transfer(
    cx: &mut Write<'_>,
    request: &EnableAddressTransferRequest,
) -> Result<EnableAddressTransferResult> {
    let id = cx.get::<Address>(&request.allocation_id)?.id.clone();
    let account = request.transfer_account_id.as_str();
    arns::check_account("transferAccountId", account)?;
    if **cx.account() == *account {
        // unverified (looked up 2026-11-26): AWS documents that it is another account, and no
        // message.
        let reason = "The address is already allocated to this account.";
        return Err(Error::bad_parameter("transferAccountId", account, reason));
    }
    let expires = cx.now().timestamp().whole_seconds().plus_millis(OFFER_MILLIS);
    let offer = Offer { account: account.into(), expires };
    cx.get_mut::<Address>(&id)?.offer = Some(offer);
    let address_transfer = pending(cx.get(&id)?, cx.now());
    Ok(EnableAddressTransferResult { address_transfer })
}

/// Takes an offer back; where there is none, nothing changes.
// unverified: that EC2 does not mind an address without an offer.
pub(crate) fn disable_address_transfer(
    cx: &mut Write<'_>,
    request: &DisableAddressTransferRequest,
) -> Result<DisableAddressTransferResult> {
    let mut row = cx.get_mut::<Address>(&request.allocation_id)?;
    row.offer = None;
    Ok(DisableAddressTransferResult {
        address_transfer: Some(AddressTransfer {
            address_transfer_status: Some(AddressTransferStatus::Disabled),
            ..of(&row)
        }),
    })
}

/// Addresses without an open offer are left out, also where they are named.
// unverified: the latter.
pub(crate) fn describe_address_transfers(
    cx: Read<'_>,
    request: &DescribeAddressTransfersRequest,
) -> Result<DescribeAddressTransfersResult> {
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let rows =
        cx.listed::<Address>(&request.allocation_ids, Some(Address::OFFERED.under(&())), &paging)?;
    let offers = rows.filter_map(|(seq, row)| Some((seq, pending(row, cx.now())?)));
    let page = paging.cut(offers.map(Ok))?;
    Ok(DescribeAddressTransfersResult {
        address_transfers: Some(page.items),
        next_token: page.next_token,
    })
}

fn of(row: &Row<Address>) -> AddressTransfer {
    AddressTransfer {
        public_ip: Some(row.public_ip.to_string()),
        allocation_id: Some(row.id.to_string()),
        ..AddressTransfer::default()
    }
}

fn pending(row: &Row<Address>, now: Now<'_>) -> Option<AddressTransfer> {
    let offer = row.offer.as_ref().filter(|offer| offer.is_open(now))?;
    Some(AddressTransfer {
        transfer_account_id: Some(offer.account.to_string()),
        transfer_offer_expiration_timestamp: Some(offer.expires),
        address_transfer_status: Some(AddressTransferStatus::Pending),
        ..of(row)
    })
}
