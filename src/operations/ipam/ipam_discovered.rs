//! What resource discoveries find: the account itself, its blocks of addresses, and its public
//! addresses. They look whenever they are asked. Of routes they find none, nor how these are
//! protected: no range that an account brings gets as far as to be advertised.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/res-disc-work-with-view.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Row, operations};
use crate::error::{Error, Result};
use crate::records::ids::{IpamResourceDiscoveryId, VpcId};
use crate::records::ipam::ipam_resource_discoveries::IpamResourceDiscovery;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::watched::{Watched, all_in};
use crate::records::network::addresses::Address;
use crate::records::network::network_interfaces::{
    NetworkInterface, PrivateAddress, elastic, group,
};
use wire::{
    GetIpamDiscoveredAccountsRequest, GetIpamDiscoveredAccountsResult,
    GetIpamDiscoveredPublicAddressesRequest, GetIpamDiscoveredPublicAddressesResult,
    GetIpamDiscoveredResourceCidrsRequest, GetIpamDiscoveredResourceCidrsResult,
    GetIpamDiscoveredRoutesRequest, GetIpamDiscoveredRoutesResult,
    GetIpamRouteProtectionFindingsRequest, GetIpamRouteProtectionFindingsResult,
    IpamDiscoveredAccount, IpamDiscoveredPublicAddress, IpamDiscoveredResourceCidr,
    IpamPublicAddressAssociationStatus as Association, IpamPublicAddressAwsService,
    IpamPublicAddressSecurityGroup, IpamPublicAddressTag, IpamPublicAddressTags,
    IpamPublicAddressType, IpamResourceType, NetworkInterfaceType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  GetIpamDiscoveredAccounts => get_ipam_discovered_accounts;
    Read  GetIpamDiscoveredResourceCidrs => get_ipam_discovered_resource_cidrs,
        visits "ResourceRegion";
    Read  GetIpamDiscoveredPublicAddresses => get_ipam_discovered_public_addresses,
        visits "AddressRegion";
    Read  GetIpamDiscoveredRoutes => get_ipam_discovered_routes;
    Read  GetIpamRouteProtectionFindings => get_ipam_route_protection_findings;
};

/// The discovery with an id, if it looks into a region; `parameter` as EC2 spells it.
///
/// # Errors
/// Those of the id; `InvalidParameterValue` for another region.
// unverified (looked up 2026-11-26): the words.
fn looking_into<'a>(
    cx: Read<'a>,
    id: &str,
    (parameter, region): (&str, &str),
) -> Result<&'a IpamResourceDiscoveryId> {
    let row = cx.get_live::<IpamResourceDiscovery>(id)?;
    if row.operating_regions.iter().any(|operating| **operating == *region) {
        return Ok(&row.id);
    }
    let reason = "It is not an operating Region of the resource discovery.";
    Err(Error::bad_parameter(parameter, region, reason))
}

/// The account alone, as it is in no organization.
fn get_ipam_discovered_accounts(
    cx: Read<'_>,
    request: &GetIpamDiscoveredAccountsRequest,
) -> Result<GetIpamDiscoveredAccountsResult> {
    let region = request.discovery_region.as_str();
    looking_into(cx, &request.ipam_resource_discovery_id, ("discoveryRegion", region))?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let looked = Some(cx.now().timestamp());
    let account = IpamDiscoveredAccount {
        account_id: Some(cx.account().to_string()),
        discovery_region: Some(region.to_owned()),
        failure_reason: None,
        last_attempted_discovery_time: looked,
        last_successful_discovery_time: looked,
        organizational_unit_id: None,
    };
    let page = paging.cut_sorted([(cx.account().to_string(), account)].into_iter())?;
    Ok(GetIpamDiscoveredAccountsResult {
        ipam_discovered_accounts: Some(page.items),
        next_token: page.next_token,
    })
}

/// The blocks of VPCs, subnets and public IPv4 pools, and Elastic IP addresses.
fn get_ipam_discovered_resource_cidrs(
    cx: Read<'_>,
    request: &GetIpamDiscoveredResourceCidrsRequest,
) -> Result<GetIpamDiscoveredResourceCidrsResult> {
    let region = request.resource_region.as_str();
    let id = &request.ipam_resource_discovery_id;
    let discovery_id = looking_into(cx, id, ("resourceRegion", region))?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let found = cx.in_region(region).map(all_in).unwrap_or_default();
    let keyed = found.into_iter().map(|it| {
        let key = format!("{}/{}", it.id, it.cidr);
        (key, resource_cidr(&it, discovery_id, cx))
    });
    let page = paging.sort_and_cut(keyed)?;
    Ok(GetIpamDiscoveredResourceCidrsResult {
        ipam_discovered_resource_cidrs: Some(page.items),
        next_token: page.next_token,
    })
}

fn resource_cidr(
    block: &Watched<'_>,
    discovery_id: &IpamResourceDiscoveryId,
    cx: Read<'_>,
) -> IpamDiscoveredResourceCidr {
    let is_subnet = block.of == IpamResourceType::Subnet;
    IpamDiscoveredResourceCidr {
        ipam_resource_discovery_id: Some(discovery_id.to_string()),
        resource_region: Some(block.region.to_string()),
        resource_id: Some(block.id.to_string()),
        resource_owner_id: Some(cx.account().to_string()),
        resource_cidr: Some(block.cidr.to_string()),
        ip_source: Some(block.source),
        resource_type: Some(block.of),
        resource_tags: Some(block.tags()),
        ip_usage: block.usage(),
        vpc_id: block.vpc_id.as_ref().map(VpcId::to_string),
        subnet_id: is_subnet.then(|| block.id.to_string()),
        network_interface_attachment_status: None,
        sample_time: Some(cx.now().timestamp()),
        availability_zone_id: block.zone_id.as_ref().map(ToString::to_string),
    }
}

/// Elastic IP addresses, and those that AWS gave to instances for the time they run.
fn get_ipam_discovered_public_addresses(
    cx: Read<'_>,
    request: &GetIpamDiscoveredPublicAddressesRequest,
) -> Result<GetIpamDiscoveredPublicAddressesResult> {
    let region = request.address_region.as_str();
    let id = &request.ipam_resource_discovery_id;
    let discovery_id = looking_into(cx, id, ("addressRegion", region))?;
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let mut found: Vec<IpamDiscoveredPublicAddress> = Vec::new();
    if let Some(there) = cx.in_region(region) {
        let addresses = there.table::<Address>().iter(0, there.now());
        found.extend(addresses.map(|(_, row)| elastic_address(there, row)));
        let interfaces = there.table::<NetworkInterface>().iter(0, there.now());
        found.extend(interfaces.flat_map(|(_, row)| given_addresses(there, row)));
    }
    found.retain(|address| filters.matches(address));
    let (looked, is_empty) = (cx.now().timestamp(), found.is_empty());
    let keyed = found.into_iter().map(|address| {
        let key = address.address.clone().unwrap_or_default();
        let address = IpamDiscoveredPublicAddress {
            ipam_resource_discovery_id: Some(discovery_id.to_string()),
            sample_time: Some(looked),
            ..address
        };
        (key, address)
    });
    let page = paging.sort_and_cut(keyed)?;
    Ok(GetIpamDiscoveredPublicAddressesResult {
        ipam_discovered_public_addresses: Some(page.items),
        oldest_sample_time: (!is_empty).then_some(looked),
        next_token: page.next_token,
    })
}

fn elastic_address(cx: Read<'_>, row: &Row<Address>) -> IpamDiscoveredPublicAddress {
    let place = elastic::of_allocation(cx, &row.id);
    let on = place.map(|place| on_interface(cx, place.interface)).unwrap_or_default();
    let tags = row.tags.wire_unless_empty().map(|tags| {
        let tags = tags.into_iter();
        tags.map(|tag| IpamPublicAddressTag { key: tag.key, value: tag.value }).collect()
    });
    let of_pool = row.pool.as_ref().filter(|pool| pool.from.is_none());
    IpamDiscoveredPublicAddress {
        public_ipv4_pool_id: of_pool.map(|pool| pool.id.to_string()),
        address: Some(row.public_ip.to_string()),
        address_allocation_id: Some(row.id.to_string()),
        // Pools of Amazon's addresses have contiguous ones.
        address_type: Some(match row.pool {
            Some(_) => IpamPublicAddressType::AmazonOwnedContig,
            None => IpamPublicAddressType::AmazonOwnedEip,
        }),
        association_status: Some(match place {
            Some(_) => Association::Associated,
            None => Association::Disassociated,
        }),
        tags: Some(IpamPublicAddressTags { eip_tags: tags }),
        ..of_region(cx, on)
    }
}

fn given_addresses<'a>(
    cx: Read<'a>,
    row: &'a Row<NetworkInterface>,
) -> impl Iterator<Item = IpamDiscoveredPublicAddress> + use<'a> {
    let is_given =
        move |it: &&PrivateAddress| it.elastic.is_none() && row.shows_public(it, cx.now());
    let given = row.addresses.iter().filter(is_given).filter_map(|it| it.public);
    given.map(move |public| IpamDiscoveredPublicAddress {
        address: Some(public.to_string()),
        address_type: Some(IpamPublicAddressType::Ec2PublicIp),
        association_status: Some(Association::Associated),
        tags: Some(IpamPublicAddressTags::default()),
        ..of_region(cx, on_interface(cx, row))
    })
}

fn of_region(cx: Read<'_>, address: IpamDiscoveredPublicAddress) -> IpamDiscoveredPublicAddress {
    IpamDiscoveredPublicAddress {
        address_region: Some(cx.region().to_string()),
        address_owner_id: Some(cx.account().to_string()),
        network_border_group: Some(cx.region().to_string()),
        ..address
    }
}

/// Where an address is, and for whom of AWS's services.
fn on_interface(cx: Read<'_>, row: &Row<NetworkInterface>) -> IpamDiscoveredPublicAddress {
    let gateway = row.description.strip_prefix("Interface for NAT Gateway ");
    let gateway = gateway.filter(|_| row.interface_type == NetworkInterfaceType::NatGateway);
    let groups = row.groups.iter().map(|id| {
        let group = group(id, cx);
        IpamPublicAddressSecurityGroup { group_name: group.group_name, group_id: group.group_id }
    });
    let attachment = row.attached(cx.now()).map(|(attachment, _)| attachment);
    IpamDiscoveredPublicAddress {
        service: gateway.map(|_| IpamPublicAddressAwsService::NatGateway),
        service_resource: gateway.map(str::to_owned),
        vpc_id: Some(row.vpc_id.to_string()),
        subnet_id: Some(row.subnet_id.to_string()),
        network_interface_id: Some(row.id.to_string()),
        network_interface_description: Some(row.description.to_string()),
        instance_id: attachment.map(|attachment| attachment.instance_id.to_string()),
        security_groups: Some(groups.collect()),
        ..IpamDiscoveredPublicAddress::default()
    }
}

fn get_ipam_discovered_routes(
    cx: Read<'_>,
    request: &GetIpamDiscoveredRoutesRequest,
) -> Result<GetIpamDiscoveredRoutesResult> {
    let region = ("resourceRegion", request.resource_region.as_str());
    looking_into(cx, &request.ipam_resource_discovery_id, region)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetIpamDiscoveredRoutesResult { ipam_discovered_routes: Some(Vec::new()), next_token: None })
}

fn get_ipam_route_protection_findings(
    cx: Read<'_>,
    request: &GetIpamRouteProtectionFindingsRequest,
) -> Result<GetIpamRouteProtectionFindingsResult> {
    let ipam_id = cx.get_live::<Ipam>(&request.ipam_id)?.id.to_string();
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetIpamRouteProtectionFindingsResult {
        ipam_id: Some(ipam_id),
        route_protection_findings: Some(Vec::new()),
        next_token: None,
    })
}
