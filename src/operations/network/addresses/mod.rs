//! Elastic IP addresses: allocated to an account until it releases them. Where one is associated is
//! a matter of the network interface; how it gets there is in `associate`. Addresses that were
//! released are in `released`, those offered to other accounts in `transfers`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>

pub(crate) mod associate;
pub(crate) mod checks;
pub(crate) mod domain_name;
pub(crate) mod released;
pub(crate) mod transfers;

use crate::effects::ipam::resource_blocks;
use crate::effects::network::network_interfaces::addresses;
use crate::engine::{Operation, Query, Read, Row, Rules, Tags, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::kind_of_group;
use crate::records::ids::AnyId;
use crate::records::network::addresses::{
    Address, OfPool, POOL, check_group, is_allocated, wanted_group, with_public_ip,
};
use crate::records::network::nat_gateways;
use crate::records::network::network_interfaces::elastic;
use crate::records::network::network_interfaces::managed::{check_is_users, not_users};
use crate::records::network::public_ipv4_pools::PublicIpv4Pool;
use associate::of_caller;
use checks::{either_or, none_named, not_found};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::{
    AllocateAddressRequest, AllocateAddressResult, DescribeAddressesRequest,
    DescribeAddressesResult, DomainType, IpamPoolAllocationResourceType as Given,
    ReleaseAddressRequest,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AllocateAddress => allocate_address, refuses ["CustomerOwnedIpv4Pool"];
    Read  DescribeAddresses => describe_addresses;
    Read  DescribeAddressesAttribute => domain_name::describe_addresses_attribute;
    Write ModifyAddressAttribute => domain_name::modify_address_attribute;
    Write ResetAddressAttribute => domain_name::reset_address_attribute;
    Write AssociateAddress => associate::associate_address, ruled by DRY;
    Write DisassociateAddress => associate::disassociate_address, ruled by DRY;
    Write EnableAddressTransfer => transfers::enable_address_transfer;
    Read  DescribeAddressTransfers => transfers::describe_address_transfers;
    Write AcceptAddressTransfer => transfers::accept_address_transfer;
    Write DisableAddressTransfer => transfers::disable_address_transfer;
    Write ReleaseAddress => release_address, ruled by DRY;
};

const DRY: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };

fn allocate_address(
    cx: &mut Write<'_>,
    request: &AllocateAddressRequest,
) -> Result<AllocateAddressResult> {
    let group = request.network_border_group.as_deref();
    let wanted = wanted_group(cx.read(), group)?;
    let address = request.address.as_deref().map(released::parse).transpose()?;
    // A dry run looks at nothing else: `public_addresses.json` of `radkawar/stackd`, which has
    // these refusals, and those of the other operations.
    cx.permitted()?;
    let tags = cx.tags_for::<Address>(&request.tag_specifications)?;
    // EC2-Classic is gone. unverified (looked up 2026-11-26): that `standard`, which Ansible's
    // ec2_eip asks for unless told otherwise, comes to an address for VPCs since then.
    let _ = request.domain;
    if let Some(pool_id) = &request.ipam_pool_id {
        return allocate_out_of_pool(cx, request, pool_id, tags);
    }
    let pool = request.public_ipv4_pool.as_deref();
    if let Some((pool_id, public_ip)) = of_own_pool(cx.read(), pool, address)? {
        check_group(cx.read(), group)?;
        let pool = Some(Box::new(OfPool { id: pool_id, from: None }));
        return allocate(cx, Address { pool, ..Address::new(public_ip) }, tags);
    }
    let asked_back =
        address.map(|address| released::asked_back(cx.read(), address, pool, group)).transpose()?;
    if let Some(pool) = pool.filter(|pool| *pool != POOL) {
        return Err(Error::invalid_value(format!("invalid value for parameter pool: {pool}")));
    }
    let (public_ip, border_group) = match asked_back {
        Some(asked_back) => asked_back,
        None => (addresses::free_public(cx), wanted),
    };
    released::forget(cx, public_ip);
    allocate(cx, Address { border_group, ..Address::new(public_ip) }, tags)
}

fn allocate(cx: &mut Write<'_>, address: Address, tags: Tags) -> Result<AllocateAddressResult> {
    let id = cx.new_id::<Address>();
    cx.insert(id.clone(), address, tags);
    Ok(allocated(cx.get::<Address>(&id)?, cx.read()))
}

/// The public IPv4 pool of the account's own that a request names, or that has the address it asks
/// for, as Terraform documents that; and which address it gives.
///
/// # Errors
/// `InsufficientAddressCapacity` for a pool that has none left.
// AWS lists the code; unverified (looked up 2026-11-26): that it is said here, and the words.
fn of_own_pool(
    cx: Read<'_>,
    pool: Option<&str>,
    asked: Option<Ipv4Addr>,
) -> Result<Option<(AnyId, Ipv4Addr)>> {
    match (pool, asked) {
        (Some(id), None) => {
            let Some(row) = cx.find::<PublicIpv4Pool>(id) else { return Ok(None) };
            let free = row.free(cx).ok_or_else(|| {
                let message = "Not enough available addresses in the pool to satisfy the request.";
                Error::new("InsufficientAddressCapacity", message)
            })?;
            Ok(Some((row.id.any(), free)))
        }
        (None, Some(asked)) => {
            let asked = Some(asked).filter(|address| !is_allocated(cx, *address));
            let has = |address: &Ipv4Addr| {
                let mut pools = cx.table::<PublicIpv4Pool>().iter(0, cx.now());
                pools.find(|(_, row)| row.contains(*address)).map(|(_, row)| row.id.any())
            };
            Ok(asked.and_then(|address| Some((has(&address)?, address))))
        }
        _ => Ok(None),
    }
}

/// <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-eip-pool.html>
fn allocate_out_of_pool(
    cx: &mut Write<'_>,
    request: &AllocateAddressRequest,
    pool_id: &str,
    tags: Tags,
) -> Result<AllocateAddressResult> {
    if request.public_ipv4_pool.is_some() {
        // unverified (looked up 2026-11-26): code and words.
        return Err(Error::exclusive("ipamPoolId", "publicIpv4Pool"));
    }
    check_group(cx.read(), request.network_border_group.as_deref())?;
    let chosen = resource_blocks::address(cx.read(), pool_id, request.address.as_deref(), &tags)?;
    let (pool_id, public_ip) = (chosen.pool_id.clone(), chosen.ipv4()?.addr());
    let id = cx.new_id::<Address>();
    let from = resource_blocks::give(cx, chosen, Given::Eip, id.any());
    let pool = Some(Box::new(OfPool { id: pool_id.any(), from: Some(from) }));
    cx.insert(id.clone(), Address { pool, ..Address::new(public_ip) }, tags);
    Ok(allocated(cx.get::<Address>(&id)?, cx.read()))
}

fn allocated(row: &Row<Address>, cx: Read<'_>) -> AllocateAddressResult {
    AllocateAddressResult {
        allocation_id: Some(row.id.to_string()),
        public_ipv4_pool: Some(row.pool()),
        network_border_group: Some(row.border_group(cx).to_owned()),
        domain: Some(DomainType::Vpc),
        public_ip: Some(row.public_ip.to_string()),
        ..AllocateAddressResult::default()
    }
}

fn missing(public_ip: &str) -> Error {
    if public_ip.parse::<Ipv4Addr>().is_ok() {
        return not_found(public_ip);
    }
    let reason = "Not a valid IPv4 address.";
    Error::invalid_value(format!("Invalid value '{public_ip}' for PublicIp. {reason}"))
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
        (None, Some(public_ip)) => {
            // As the functional tests of OpenStack's EC2 API have it, which were run against AWS.
            // unverified (looked up 2026-11-26): the words for what is no address.
            if public_ip.parse::<Ipv4Addr>().is_ok() {
                of_caller(cx.read(), public_ip)?;
            }
            let message =
                "You must specify an allocation id when releasing a VPC elastic IP address";
            return Err(Error::invalid_value(message));
        }
        (None, None) => return Err(none_named("allocation id")),
    };
    let row = cx.get::<Address>(id)?;
    let public_ip = row.public_ip;
    // Without a group it is the region's that is looked in: ekristen/aws-nuke#371 (2024).
    let group = request.network_border_group.as_deref().unwrap_or(cx.region());
    if group != &**cx.region() && kind_of_group(cx.read(), group).is_none() {
        let message = format!("invalid value for parameter network-border-group: {group}");
        return Err(Error::invalid_value(message));
    }
    if group != row.border_group(cx.read()) {
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
    let (id, pool, border_group) = (row.id.clone(), row.pool.clone(), row.border_group.clone());
    cx.remove::<Address>(&id);
    match pool {
        None => released::remember(cx, public_ip, border_group),
        Some(pool) => {
            let (what, at) = (Ipv4Net::from(public_ip).into(), cx.now().timestamp());
            resource_blocks::give_back(cx, pool.from.as_ref(), (&id.any(), what), at);
        }
    }
    Ok(())
}
