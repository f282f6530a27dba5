//! The subnets by which clients come into a VPC, one a zone, each with an interface and a route.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-target.html>

use super::record::{ClientVpnEndpoint, Network, Passing as _, Route, there};
use super::view;
use crate::effects::network::network_interfaces::managed;
use crate::engine::filter::ViewFilters;
use crate::engine::network::overlap;
use crate::engine::{Id, Read, Resource as _, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::check_is_regional;
use crate::records::ids::{SecurityGroupId, VpcId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::wanted::{NewInterface, WantedIpv4, WantedIpv6};
use crate::records::network::security_groups;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use wire::{
    ApplySecurityGroupsToClientVpnTargetNetworkRequest,
    ApplySecurityGroupsToClientVpnTargetNetworkResult, AssociateClientVpnTargetNetworkRequest,
    AssociateClientVpnTargetNetworkResult, AssociationStatusCode as State,
    ClientVpnRouteStatusCode, DescribeClientVpnTargetNetworksRequest,
    DescribeClientVpnTargetNetworksResult, DisassociateClientVpnTargetNetworkRequest,
    DisassociateClientVpnTargetNetworkResult, NetworkInterfaceType, Tenancy,
};

/// Terraform's acceptance tests wait some minutes for it.
const ASSOCIATING_MILLIS: i64 = 60_000;

/// Of a subnet's block.
const LONGEST_PREFIX: u8 = 27;

/// Who makes the interfaces.
// unverified (looked up 2026-11-26): that name, and their type.
const REQUESTER: &str = "amazon-aws";

pub(super) fn associate_client_vpn_target_network(
    cx: &mut Write<'_>,
    request: &AssociateClientVpnTargetNetworkRequest,
) -> Result<AssociateClientVpnTargetNetworkResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let subnet_id = request.subnet_id.as_deref().ok_or_else(|| Error::missing("SubnetId"))?;
    let subnet = target(cx.read(), row, subnet_id)?;
    let (id, subnet_id, vpc_id) = (row.id.clone(), subnet.id.clone(), subnet.vpc_id.clone());
    let groups = match &row.vpc_id {
        Some(_) => row.groups.clone(),
        None => security_groups::resolve(cx.read(), &vpc_id, &subnet_id, &[], &[])?,
    };
    let blocks: Vec<_> = cx.get::<Vpc>(&vpc_id)?.usable_ipv4_cidrs(cx.now()).collect();
    let new = NewInterface {
        subnet_id: subnet_id.clone(),
        description: "ClientVPN Endpoint resource".to_owned(),
        groups: groups.clone(),
        ipv4: WantedIpv4::default(),
        ipv6: WantedIpv6 { count: Some(0), ..WantedIpv6::default() },
        public_address: false,
        interface_type: NetworkInterfaceType::Interface,
        source_dest_check: true,
        attachment: None,
        tags: Tags::default(),
    };
    let interface_id = managed::create_managed(cx, new, REQUESTER)?;
    let state = cx.read().transition(State::Associating, State::Associated, ASSOCIATING_MILLIS);
    let network_id: Id<Network> = cx.ids().next("cvpn-assoc");
    let network =
        Network { id: network_id.clone(), subnet_id: subnet_id.clone(), interface_id, state };
    let (creating, active) = (ClientVpnRouteStatusCode::Creating, ClientVpnRouteStatusCode::Active);
    let routes = blocks.into_iter().map(|destination| Route {
        destination,
        target: subnet_id.to_string(),
        description: Some("Default Route".to_owned()),
        is_of_network: true,
        state: cx.read().transition(creating, active, ASSOCIATING_MILLIS),
        is_deleted: false,
    });
    let routes: Vec<Route> = routes.collect();
    let status = Some(view::association(&network, cx.read()));
    let now = cx.now();
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.networks.retain(|network| network.is_there(now));
    row.networks.push(network);
    row.routes.extend(routes);
    (row.vpc_id, row.groups) = (Some(vpc_id), groups);
    Ok(AssociateClientVpnTargetNetworkResult {
        association_id: Some(network_id.to_string()),
        status,
    })
}

/// A subnet that can become a network of an endpoint. The codes are in
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>.
///
/// # Errors
/// For one that is not there or of another VPC, that is associated, in a zone with another one, too
/// small, or of a VPC whose addresses the clients have.
// unverified (looked up 2026-11-26): the messages.
fn target<'a>(cx: Read<'a>, row: &Row<ClientVpnEndpoint>, id: &str) -> Result<&'a Row<Subnet>> {
    let is_in = |subnet: &&Row<Subnet>| row.vpc_id.as_ref().is_none_or(|it| *it == subnet.vpc_id);
    let Some(subnet) = cx.find::<Subnet>(id).filter(is_in) else {
        Subnet::check_id(id)?;
        let message = format!("The subnet {id} does not exist");
        return Err(Error::new("InvalidClientVpnSubnetId.NotFound", message));
    };
    check_is_regional(cx.region(), &subnet.zone, "Client VPN endpoints")?;
    for network in there(&row.networks, cx.now()) {
        if network.subnet_id == subnet.id {
            let message = format!("{id} is already associated with {}", row.id);
            return Err(Error::new("InvalidClientVpnDuplicateAssociationException", message));
        }
        let other = cx.find::<Subnet>(&network.subnet_id);
        if other.is_some_and(|other| other.zone_id == subnet.zone_id) {
            let message =
                format!("{} already has a subnet in the Availability Zone of {id}", row.id);
            return Err(Error::new("InvalidClientVpnSubnetId.DuplicateAz", message));
        }
    }
    if subnet.cidr.is_some_and(|cidr| cidr.prefix_len() > LONGEST_PREFIX) {
        // <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-target.html>
        let message = format!("The CIDR block of {id} must be /{LONGEST_PREFIX} or larger.");
        return Err(Error::invalid_value(message));
    }
    let vpc = cx.find::<Vpc>(&subnet.vpc_id);
    if vpc.is_some_and(|vpc| vpc.instance_tenancy == Tenancy::Dedicated) {
        // <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html>;
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The VPC {} of {id} has dedicated tenancy.", subnet.vpc_id);
        return Err(Error::invalid_value(message));
    }
    let mut blocks = vpc.into_iter().flat_map(|it| it.usable_ipv4_cidrs(cx.now()));
    if let Some(block) = blocks.find(|block| overlap(block, &row.client_cidr)) {
        let message = format!("The client CIDR {} overlaps with {block}", row.client_cidr);
        return Err(Error::new("InvalidClientVpnSubnetId.OverlappingCidr", message));
    }
    Ok(subnet)
}

pub(super) fn describe_client_vpn_target_networks(
    cx: Read<'_>,
    request: &DescribeClientVpnTargetNetworksRequest,
) -> Result<DescribeClientVpnTargetNetworksResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let ids = &request.association_ids;
    for id in ids {
        find(cx, row, id)?;
    }
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let networks = there(&row.networks, cx.now())
        .filter(|network| ids.is_empty() || ids.iter().any(|id| **id == *network.id))
        .map(|network| (network.id.to_string(), view::network(row, network, cx)));
    let page = paging.sort_and_cut(networks.filter(|(_, view)| filters.matches(view)))?;
    Ok(DescribeClientVpnTargetNetworksResult {
        client_vpn_target_networks: Some(page.items),
        next_token: page.next_token,
    })
}

/// # Errors
/// `InvalidClientVpnAssociationIdNotFound`
// unverified (looked up 2026-11-26): the message.
fn find<'a>(cx: Read<'a>, row: &'a Row<ClientVpnEndpoint>, id: &str) -> Result<&'a Network> {
    there(&row.networks, cx.now()).find(|network| *network.id == *id).ok_or_else(|| {
        let message = format!("Association {id} does not exist");
        Error::new("InvalidClientVpnAssociationIdNotFound", message)
    })
}

pub(super) fn disassociate_client_vpn_target_network(
    cx: &mut Write<'_>,
    request: &DisassociateClientVpnTargetNetworkRequest,
) -> Result<DisassociateClientVpnTargetNetworkResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let network = find(cx.read(), row, &request.association_id)?;
    if network.state.at(cx.now()) != State::Associated {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("{} is not in the associated state", network.id);
        return Err(Error::new("IncorrectState", message));
    }
    let then = (State::Disassociating, State::Disassociated);
    let state: Timed<State> = cx.read().transition(then.0, then.1, ASSOCIATING_MILLIS);
    let network = Network { state, ..network.clone() };
    let status = Some(view::association(&network, cx.read()));
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    let id = row.id.clone();
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.networks.retain(|other| other.id != network.id);
    // The routes by it go with it, by the guide's page on target networks.
    row.routes.retain(|route| *route.target != *network.subnet_id);
    if state.settles().is_some() {
        row.networks.push(network.clone());
    }
    drop(row);
    cx.end::<NetworkInterface>(&network.interface_id, at);
    Ok(DisassociateClientVpnTargetNetworkResult {
        association_id: Some(network.id.to_string()),
        status,
    })
}

pub(super) fn apply_security_groups_to_client_vpn_target_network(
    cx: &mut Write<'_>,
    request: &ApplySecurityGroupsToClientVpnTargetNetworkRequest,
) -> Result<ApplySecurityGroupsToClientVpnTargetNetworkResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let vpc_id: &VpcId = &cx.get::<Vpc>(&request.vpc_id)?.id;
    if row.vpc_id.as_ref() != Some(vpc_id) {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("{} has no target network in {vpc_id}", row.id);
        return Err(Error::new("InvalidClientVpnActiveAssociationNotFound", message));
    }
    let ids = &request.security_group_ids;
    let groups = security_groups::resolve(cx.read(), vpc_id, vpc_id, ids, &[])?;
    let id = row.id.clone();
    apply(cx, &id, &groups)?;
    let security_group_ids = Some(groups.iter().map(ToString::to_string).collect());
    Ok(ApplySecurityGroupsToClientVpnTargetNetworkResult { security_group_ids })
}

/// Gives an endpoint's interfaces other groups.
pub(super) fn apply(
    cx: &mut Write<'_>,
    id: &Id<ClientVpnEndpoint>,
    groups: &[SecurityGroupId],
) -> Result<()> {
    let mut row = cx.get_mut::<ClientVpnEndpoint>(id)?;
    row.groups = groups.to_vec();
    let interfaces: Vec<_> = row.networks.iter().map(|it| it.interface_id.clone()).collect();
    drop(row);
    for interface in interfaces {
        if let Some(mut interface) = cx.find_mut::<NetworkInterface>(&interface) {
            interface.groups = groups.iter().cloned().collect();
        }
    }
    Ok(())
}
