//! The domain name that an address is looked up backwards to. Whether the name leads to the
//! address, as AWS demands, is not asked: there is no DNS here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Elastic_Addressing_Reverse_DNS.html>

use crate::engine::{Millis, Now, Query, Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::AllocationId;
use crate::records::network::addresses::{Address, DomainName};
use wire::{
    AddressAttribute, DescribeAddressesAttributeRequest, DescribeAddressesAttributeResult,
    ModifyAddressAttributeRequest, ModifyAddressAttributeResult, PtrUpdateStatus,
    ResetAddressAttributeRequest, ResetAddressAttributeResult,
};

const UPDATING_MILLIS: Millis = durations::ADDRESSES_DOMAIN_NAME;

pub(crate) fn modify_address_attribute(
    cx: &mut Write<'_>,
    request: &ModifyAddressAttributeRequest,
) -> Result<ModifyAddressAttributeResult> {
    let name = request.domain_name.as_deref().ok_or_else(|| Error::missing("DomainName"))?;
    let id = cx.get::<Address>(&request.allocation_id)?.id.clone();
    check_name(name)?;
    let name = format!("{}.", name.trim_end_matches('.'));
    let address = set(cx, &id, Some(name.into()))?;
    Ok(ModifyAddressAttributeResult { address: Some(address) })
}

/// <https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.1>
// unverified (looked up 2026-11-26): the reason in the message.
fn check_name(name: &str) -> Result<()> {
    let is_label = |label: &str| {
        let ends = [label.bytes().next(), label.bytes().last()];
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && ends != [Some(b'-'); 2]
            && ends.iter().flatten().all(|byte| *byte != b'-')
    };
    let bare = name.strip_suffix('.').unwrap_or(name);
    if name.len() <= 255 && bare.contains('.') && bare.split('.').all(is_label) {
        return Ok(());
    }
    Err(Error::bad_parameter("domainName", name, "Invalid domain name."))
}

pub(crate) fn reset_address_attribute(
    cx: &mut Write<'_>,
    request: &ResetAddressAttributeRequest,
) -> Result<ResetAddressAttributeResult> {
    // There is no other.
    let wire::AddressAttributeName::DomainName = request.attribute;
    let id = cx.get::<Address>(&request.allocation_id)?.id.clone();
    let address = set(cx, &id, None)?;
    Ok(ResetAddressAttributeResult { address: Some(address) })
}

fn set(cx: &mut Write<'_>, id: &AllocationId, next: Option<Text>) -> Result<AddressAttribute> {
    let moment = cx.read().transition((), (), UPDATING_MILLIS).settles();
    let current = cx.get::<Address>(id)?.domain_name.at(cx.now()).cloned();
    cx.get_mut::<Address>(id)?.domain_name = match moment {
        Some(moment) => DomainName { current, next: Some((moment, next)) },
        None => DomainName { current: next, next: None },
    };
    Ok(attribute(cx.get(id)?, cx.now()))
}

/// Lists addresses that have a record or are getting one. Terraform waits until a domain name that
/// is deleted is not found; Ansible's `ec2_eip` takes each that is listed to have a record.
pub(crate) fn describe_addresses_attribute(
    cx: Read<'_>,
    request: &DescribeAddressesAttributeRequest,
) -> Result<DescribeAddressesAttributeResult> {
    // The attribute is the domain name: there is no other.
    let _ = request.attribute;
    let now = cx.now();
    let page = cx.select_rows::<Address>(
        &Query {
            ids: &request.allocation_ids,
            filters: &[],
            max_results: request.max_results,
            next_token: request.next_token.as_deref(),
        },
        |row| row.domain_name.is_there(now),
    )?;
    let page = page.map(|(row, _)| attribute(row, now));
    Ok(DescribeAddressesAttributeResult {
        addresses: Some(page.items),
        next_token: page.next_token,
    })
}

fn attribute(row: &Row<Address>, now: Now<'_>) -> AddressAttribute {
    let update = row.domain_name.pending(now);
    AddressAttribute {
        public_ip: Some(row.public_ip.to_string()),
        allocation_id: Some(row.id.to_string()),
        ptr_record: row.domain_name.at(now).map(ToString::to_string),
        ptr_record_update: update.map(|next| PtrUpdateStatus {
            value: next.as_ref().map(ToString::to_string),
            status: Some("PENDING".to_owned()),
            reason: None,
        }),
    }
}
