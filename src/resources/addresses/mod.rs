//! Elastic IP addresses: allocated to an account until it releases them. Where one is associated is
//! a matter of the network interface; how it gets there is in `associate`. Addresses that were
//! released are in `released`, those offered to other accounts in `transfers`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>

mod associate;
mod domain_name;
mod released;
mod transfers;

pub(super) use released::ReleasedAddress;

use super::network_interfaces::elastic::{self, Placed};
use super::network_interfaces::{NetworkInterface, addresses, check_is_users};
use crate::engine::{Id, Index, Join, Operation, Query, Read, Resource, Row, Write, operations};
use crate::error::{Error, Result};
use domain_name::DomainName;
use serde::Serialize;
use std::net::Ipv4Addr;
use wire::{
    AllocateAddressRequest, AllocateAddressResult, DescribeAddressesRequest,
    DescribeAddressesResult, DomainType, ReleaseAddressRequest, ResourceType,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
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
    Write DisableAddressTransfer => transfers::disable_address_transfer;
    Write ReleaseAddress => release_address;
};

/// AWS's own addresses; an account may bring others.
const POOL: &str = "amazon";

const PUBLIC_IP: &str = "public-ip";

impl Resource for Address {
    type View = wire::Address;
    const PREFIX: &'static str = "eipalloc";
    const TYPE: Option<ResourceType> = Some(ResourceType::ElasticIp);
    const PLURAL: &'static str = "addresses";
    const NOT_FOUND: &'static str = "InvalidAllocationID.NotFound";
    const MALFORMED: &'static str = "InvalidAllocationID.Malformed";
    const NOUN: &'static str = "allocation ID";
    const ID_FILTER: Option<&'static str> = Some("allocation-id");
    const JOINS: &'static [Join] = &[
        ("association-id", |value, cx| {
            let place = elastic::of_association(cx, value);
            place.map(|place| place.elastic.allocation_id.clone()).into_iter().collect()
        }),
        ("network-interface-id", |value, cx| {
            cx.find::<NetworkInterface>(value)
                .map_or_else(Vec::new, |row| elastic::allocations(row))
        }),
        ("instance-id", |value, cx| on_interfaces(cx, "attachment.instance-id", value)),
        ("private-ip-address", |value, cx| {
            on_interfaces(cx, "addresses.private-ip-address", value)
        }),
    ];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Address {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(PUBLIC_IP, self.public_ip.to_string());
        if self.offer.is_some() {
            index.add(transfers::OFFERED, "true");
        }
    }
}

fn on_interfaces(cx: Read<'_>, index: &'static str, value: &str) -> Vec<Id> {
    let interfaces = cx.with::<NetworkInterface>(index, value);
    interfaces.flat_map(|interface| elastic::allocations(interface)).collect()
}

fn allocate_address(
    cx: &mut Write<'_>,
    request: &AllocateAddressRequest,
) -> Result<AllocateAddressResult> {
    let tags = cx.tags_for::<Address>(&request.tag_specifications)?;
    // EC2-Classic is gone. unverified: that `standard`, which Ansible's ec2_eip asks for unless
    // told otherwise, comes to an address for VPCs since then.
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
    let record = Address { public_ip, domain_name: DomainName::default(), offer: None };
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

/// All addresses are advertised from the region itself, not from a zone of its own.
// unverified: the wording.
fn check_group(cx: Read<'_>, group: Option<&str>) -> Result<()> {
    match group {
        Some(group) if group != &**cx.region() => {
            let reason = "Expecting the name of the region.";
            Err(Error::bad_parameter("networkBorderGroup", group, reason))
        }
        _ => Ok(()),
    }
}

fn describe_addresses(
    cx: Read<'_>,
    request: &DescribeAddressesRequest,
) -> Result<DescribeAddressesResult> {
    let mut ids = request.allocation_ids.clone();
    for public_ip in &request.public_ips {
        let row = with_public_ip(cx, public_ip).ok_or_else(|| not_found(public_ip))?;
        ids.push(row.id.to_string());
    }
    let query = Query { ids: &ids, filters: &request.filters, ..Query::default() };
    Ok(DescribeAddressesResult { addresses: Some(cx.select::<Address>(&query)?.items) })
}

fn with_public_ip<'a>(cx: Read<'a>, public_ip: &str) -> Option<&'a Row<Address>> {
    cx.with::<Address>(PUBLIC_IP, public_ip).next()
}

/// Whether an address is allocated, associated or not.
pub(super) fn is_allocated(cx: Read<'_>, public_ip: Ipv4Addr) -> bool {
    with_public_ip(cx, &public_ip.to_string()).is_some()
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
    if let Some(place) = elastic::of_allocation(cx.read(), id) {
        check_is_users(place.interface)?;
        let message = format!("Address {public_ip} is in use.");
        return Err(Error::new("InvalidIPAddress.InUse", message));
    }
    row.domain_name.check_releasable(id, cx.now())?;
    cx.remove::<Address>(id);
    released::remember(cx, public_ip);
    Ok(())
}

fn not_found(public_ip: &str) -> Error {
    Error::new("InvalidAddress.NotFound", format!("Address '{public_ip}' not found."))
}

fn either_or() -> Error {
    Error::combination("You may specify public IP or allocation id, but not both in the same call")
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Address {
    pub public_ip: Ipv4Addr,
    domain_name: DomainName,
    /// To another account; it may have expired.
    offer: Option<transfers::Offer>,
}

fn view(row: &Row<Address>, cx: Read<'_>) -> wire::Address {
    let view = wire::Address {
        allocation_id: Some(row.id.to_string()),
        domain: Some(DomainType::Vpc),
        tags: row.tags.wire_unless_empty(),
        public_ipv4_pool: Some(POOL.to_owned()),
        network_border_group: Some(cx.region().to_string()),
        public_ip: Some(row.public_ip.to_string()),
        ..wire::Address::default()
    };
    let Some(Placed { interface, private, elastic }) = elastic::of_allocation(cx, &row.id) else {
        return view;
    };
    let attached = interface.attached(cx.now());
    wire::Address {
        association_id: Some(elastic.association_id.to_string()),
        network_interface_id: Some(interface.id.to_string()),
        network_interface_owner_id: Some(cx.account().to_string()),
        private_ip_address: Some(private.address.to_string()),
        instance_id: attached.map(|(attachment, _)| attachment.instance_id.to_string()),
        ..view
    }
}
