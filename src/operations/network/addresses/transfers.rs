//! Offers of addresses to other accounts, which take them up or let them pass.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/transfer-EIPs-intro-ec2.html>

use super::released;
use crate::engine::{Id, Now, Read, Record, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::network::addresses::{Address, Offer};
use crate::records::network::nat_gateways;
use crate::records::network::network_interfaces::elastic;
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{
    AcceptAddressTransferRequest, AcceptAddressTransferResult, AddressTransfer,
    AddressTransferStatus, DescribeAddressTransfersRequest, DescribeAddressTransfersResult,
    DisableAddressTransferRequest, DisableAddressTransferResult, EnableAddressTransferRequest,
    EnableAddressTransferResult, Timestamp,
};

/// How long the other account has: seven days.
const OFFER_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// How long the account that had it sees that the other one has it.
const ACCEPTED_MILLIS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// An address that went to another account; its id is that of the allocation it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AcceptedTransfer {
    public_ip: Ipv4Addr,
    account: Text,
    accepted: Timestamp,
    #[serde(default)]
    expires: Option<Timestamp>,
}

impl Record for AcceptedTransfer {
    const PLURAL: &'static str = "acceptedAddressTransfers";
}

/// Also an address that is associated or has a PTR record can be offered; the acceptance is what
/// would fail. A new offer takes the place of the one before.
// unverified (looked up 2026-11-26): that it does.
pub(crate) fn enable_address_transfer(
    cx: &mut Write<'_>,
    request: &EnableAddressTransferRequest,
) -> Result<EnableAddressTransferResult> {
    let row = cx.get::<Address>(&request.allocation_id)?;
    if row.pool.is_some() {
        return Err(Error::not_emulated("the transfer of an address out of an IPAM pool"));
    }
    let id = row.id.clone();
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
// unverified (looked up 2026-11-26): that EC2 does not mind an address without an offer.
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

/// Takes an address that another account offers. It is another allocation from then on, and has
/// the tags of this request alone.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithEIPs.html#accept-eip-transfer>
pub(crate) fn accept_address_transfer(
    cx: &mut Write<'_>,
    request: &AcceptAddressTransferRequest,
) -> Result<AcceptAddressTransferResult> {
    let tags = cx.tags_for::<Address>(&request.tag_specifications)?;
    let (read, address) = (cx.read(), request.address.as_str());
    let account = read.account().clone();
    let mut offered = read.anyones(Address::BY_PUBLIC_IP, address).filter(|(_, row)| {
        row.offer.as_ref().is_some_and(|it| it.account == account && it.is_open(read.now()))
    });
    let Some((owner, row)) = offered.next() else {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("There is no pending transfer of the address '{address}'.");
        return Err(Error::new("InvalidTransfer.NotFound", message));
    };
    check_transferable(owner, row)?;
    let (old, public_ip, border_group) = (row.id.clone(), row.public_ip, row.border_group.clone());
    let expires = row.offer.as_ref().map(|it| it.expires);
    let (owner, region) = (owner.account().clone(), owner.region().clone());
    drop(offered);
    let accepted = cx.now().timestamp().whole_seconds();
    let taken = AcceptedTransfer { public_ip, account: account.clone(), accepted, expires };
    cx.also_in(&owner, &region, move |cx| {
        cx.remove::<Address>(&old);
        let id = Id::<AcceptedTransfer>::new(old.as_text().clone());
        cx.insert(id.clone(), taken, Tags::default());
        cx.end::<AcceptedTransfer>(&id, accepted.plus_millis(ACCEPTED_MILLIS));
    });
    released::forget(cx, public_ip);
    let id = cx.new_id::<Address>();
    cx.insert(id.clone(), Address { border_group, ..Address::new(public_ip) }, tags);
    let transfer = AddressTransfer {
        public_ip: Some(public_ip.to_string()),
        allocation_id: Some(id.to_string()),
        transfer_account_id: Some(account.to_string()),
        // As in the CLI's example of this operation.
        transfer_offer_expiration_timestamp: expires,
        transfer_offer_accepted_timestamp: Some(accepted),
        address_transfer_status: Some(AddressTransferStatus::Accepted),
    };
    Ok(AcceptAddressTransferResult { address_transfer: Some(transfer) })
}

// The codes are documented; unverified (looked up 2026-11-26): the words.
fn check_transferable(owner: Read<'_>, row: &Row<Address>) -> Result<()> {
    let id = &row.id;
    if elastic::of_allocation(owner, id).is_some()
        || nat_gateways::of_allocation(owner, id).is_some()
    {
        let message = format!(
            "The address with allocation id [{id}] cannot be transferred because it is associated."
        );
        return Err(Error::new("InvalidTransfer.AddressAssociated", message));
    }
    if row.domain_name.check_releasable(id, owner.now()).is_err() {
        let message = format!(
            "The address with allocation id [{id}] cannot be transferred because it has a PTR \
             record set."
        );
        return Err(Error::new("InvalidTransfer.AddressCustomPtrSet", message));
    }
    Ok(())
}

/// Addresses without an open offer are left out, also where they are named.
// unverified (looked up 2026-11-26): the latter.
pub(crate) fn describe_address_transfers(
    cx: Read<'_>,
    request: &DescribeAddressTransfersRequest,
) -> Result<DescribeAddressTransfersResult> {
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let ids = &request.allocation_ids;
    for id in ids.iter().filter(|id| cx.find::<AcceptedTransfer>(*id).is_none()) {
        cx.get::<Address>(id)?;
    }
    let is_asked = |id: &str| ids.is_empty() || ids.iter().any(|asked| asked == id);
    let offers = cx.with(Address::OFFERED, &()).filter(|row| is_asked(&row.id));
    let offers = offers.filter_map(|row| pending(row, cx.now()));
    let taken = cx.table::<AcceptedTransfer>().iter(0, cx.now()).map(|(_, row)| row);
    let taken = taken.filter(|row| is_asked(&row.id)).map(accepted);
    let all = (1..).zip(offers.chain(taken)).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(all.map(Ok))?;
    Ok(DescribeAddressTransfersResult {
        address_transfers: Some(page.items),
        next_token: page.next_token,
    })
}

fn accepted(row: &Row<AcceptedTransfer>) -> AddressTransfer {
    AddressTransfer {
        public_ip: Some(row.public_ip.to_string()),
        allocation_id: Some(row.id.to_string()),
        transfer_account_id: Some(row.account.to_string()),
        transfer_offer_expiration_timestamp: row.expires,
        transfer_offer_accepted_timestamp: Some(row.accepted),
        address_transfer_status: Some(AddressTransferStatus::Accepted),
    }
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
