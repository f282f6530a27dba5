//! Elastic IP addresses: allocated to an account until it releases them. Where one is associated is
//! a matter of the network interface; how it gets there is in `associate`. Addresses that were
//! released are in `released`, those offered to other accounts in `transfers`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>

pub(crate) mod associate;
pub(crate) mod checks;
pub(crate) mod domain_name;
pub(crate) mod released;
pub(crate) mod transfers;

use crate::effects::network::network_interfaces::addresses;
use crate::engine::{Operation, Query, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::network::addresses::{Address, DomainName, POOL, check_group, with_public_ip};
use crate::records::network::nat_gateways;
use crate::records::network::network_interfaces::elastic;
use crate::records::network::network_interfaces::managed::{check_is_users, not_users};
use checks::{either_or, not_found};
use std::net::Ipv4Addr;
use wire::{
    AllocateAddressRequest, AllocateAddressResult, DescribeAddressesRequest,
    DescribeAddressesResult, DomainType, ReleaseAddressRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AllocateAddress => allocate_address, refuses [
        "CustomerOwnedIpv4Pool", "IpamPoolId",
    ];
    Read  DescribeAddresses => describe_addresses;
    Read  DescribeAddressesAttribute => domain_name::describe_addresses_attribute;
    Write ModifyAddressAttribute => domain_name::modify_address_attribute;
    Write ResetAddressAttribute => domain_name::reset_address_attribute;
    Write AssociateAddress => associate::associate_address;
    Write DisassociateAddress => associate::disassociate_address;
    Write EnableAddressTransfer => transfers::enable_address_transfer;
    Read  DescribeAddressTransfers => transfers::describe_address_transfers;
    Write AcceptAddressTransfer => transfers::accept_address_transfer;
    Write DisableAddressTransfer => transfers::disable_address_transfer;
    Write ReleaseAddress => release_address;
};

fn allocate_address(
    cx: &mut Write<'_>,
    request: &AllocateAddressRequest,
) -> Result<AllocateAddressResult> {
    let tags = cx.tags_for::<Address>(&request.tag_specifications)?;
    // EC2-Classic is gone. unverified (looked up 2026-11-26): that `standard`, which Ansible's
    // ec2_eip asks for unless told otherwise, comes to an address for VPCs since then.
    let _ = request.domain;
    let pool = request.public_ipv4_pool.as_deref();
    let asked_back = request.address.as_deref();
    let asked_back =
        asked_back.map(|address| released::asked_back(cx.read(), address, pool)).transpose()?;
    if let Some(pool) = pool.filter(|pool| *pool != POOL) {
        return Err(Error::invalid_value(format!("invalid value for parameter pool: {pool}")));
    }
    check_group(cx.read(), request.network_border_group.as_deref())?;
    let public_ip = match asked_back {
        Some(public_ip) => public_ip,
        None => addresses::free_public(cx),
    };
    released::forget(cx, public_ip);
    let id = cx.new_id::<Address>();
    let domain_name = DomainName::default();
    let record = Address { public_ip, domain_name, offer: None, service: None };
    cx.insert(id.clone(), record, tags);
    Ok(AllocateAddressResult {
        allocation_id: Some(id.to_string()),
        public_ipv4_pool: Some(POOL.to_owned()),
        network_border_group: Some(cx.region().to_string()),
        domain: Some(DomainType::Vpc),
        public_ip: Some(public_ip.to_string()),
        ..AllocateAddressResult::default()
    })
}

/// The codes are those that Ansible's modules tell apart.
fn missing(public_ip: &str) -> Error {
    if public_ip.parse::<Ipv4Addr>().is_ok() {
        return not_found(public_ip);
    }
    // unverified (looked up 2026-11-26): the words.
    Error::new("InvalidAddress.Malformed", format!("The address '{public_ip}' is malformed"))
}

fn describe_addresses(
    cx: Read<'_>,
    request: &DescribeAddressesRequest,
) -> Result<DescribeAddressesResult> {
    let mut ids = request.allocation_ids.clone();
    for public_ip in &request.public_ips {
        let row = with_public_ip(cx, public_ip).ok_or_else(|| missing(public_ip))?;
        ids.push(row.id.to_string());
    }
    let query = Query { ids: &ids, filters: &request.filters, ..Query::default() };
    Ok(DescribeAddressesResult { addresses: Some(cx.select::<Address>(&query)?.items) })
}

fn release_address(cx: &mut Write<'_>, request: &ReleaseAddressRequest) -> Result<()> {
    let id = match (request.allocation_id.as_deref(), request.public_ip.as_deref()) {
        (Some(id), None) => id,
        (Some(_), Some(_)) => return Err(either_or()),
        (None, Some(_)) => {
            let message =
                "You must specify an allocation id when releasing a VPC elastic IP address";
            return Err(Error::invalid_value(message));
        }
        (None, None) => return Err(Error::missing("allocationId")),
    };
    let row = cx.get::<Address>(id)?;
    let public_ip = row.public_ip;
    if request.network_border_group.as_deref().is_some_and(|group| group != &**cx.region()) {
        return Err(not_found(&public_ip.to_string()));
    }
    if let Some(place) = elastic::of_allocation(cx.read(), &row.id) {
        check_is_users(place.interface)?;
        let message = format!("Address {public_ip} is in use.");
        return Err(Error::new("InvalidIPAddress.InUse", message));
    }
    if nat_gateways::of_allocation(cx.read(), &row.id).is_some() {
        return Err(not_users());
    }
    row.domain_name.check_releasable(id, cx.now())?;
    cx.remove::<Address>(id);
    released::remember(cx, public_ip);
    Ok(())
}
