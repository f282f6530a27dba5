//! What Describes show of an endpoint and its parts.

use super::record::{ClientVpnEndpoint, Network, Passing as _, Route, Rule, there};
use crate::engine::{Phase, Read, Row};
use wire::{
    AssociatedNetworkType, AssociatedTargetNetwork, AssociationStatus, AssociationStatusCode,
    AuthorizationRule, ClientConnectResponseOptions, ClientLoginBannerResponseOptions,
    ClientRouteEnforcementResponseOptions, ClientVpnAuthorizationRuleStatus,
    ClientVpnEndpointAttributeStatus, ClientVpnEndpointAttributeStatusCode as Applied,
    ClientVpnEndpointStatus, ClientVpnEndpointStatusCode as State, ClientVpnRoute,
    ClientVpnRouteStatus, EndpointIpAddressType, TargetNetwork, TrafficIpAddressType, VpnProtocol,
};

/// As the examples of AWS's guide have it, without a wildcard where an endpoint is made.
pub(super) fn dns_name(row: &Row<ClientVpnEndpoint>, cx: Read<'_>) -> String {
    format!("{}.prod.clientvpn.{}.amazonaws.com", row.id, cx.region())
}

pub(super) fn status(row: &Row<ClientVpnEndpoint>, cx: Read<'_>) -> ClientVpnEndpointStatus {
    let is_open = |network: &Network| {
        network.is_there(cx.now())
            && network.state.at(cx.now()) != AssociationStatusCode::Associating
    };
    let code = match row.life_phase(cx.now()) {
        Phase::Leaving => State::Deleting,
        Phase::Gone => State::Deleted,
        Phase::Making | Phase::There if row.networks.iter().any(is_open) => State::Available,
        Phase::Making | Phase::There => State::PendingAssociate,
    };
    ClientVpnEndpointStatus { code: Some(code), ..ClientVpnEndpointStatus::default() }
}

/// Of an endpoint that waits for a network, nothing is applied yet: so is the one shown in
/// turbot/steampipe-plugin-aws#1722, without a handler.
// unverified (looked up 2026-11-27): that it is so however long the endpoint waits.
fn connect_state(row: &Row<ClientVpnEndpoint>, cx: Read<'_>) -> Applied {
    match status(row, cx).code {
        Some(State::PendingAssociate) => Applied::Applying,
        _ => row.settings.connect_state.at(cx.now()),
    }
}

pub(super) fn view(row: &Row<ClientVpnEndpoint>, cx: Read<'_>) -> wire::ClientVpnEndpoint {
    let settings = &row.settings;
    let networks = there(&row.networks, cx.now()).map(|network| AssociatedTargetNetwork {
        network_id: Some(network.subnet_id.to_string()),
        network_type: Some(AssociatedNetworkType::Vpc),
    });
    let self_service = "https://self-service.clientvpn.amazonaws.com/endpoints";
    // The time has no zone, as in <https://github.com/boto/boto3/issues/2920>.
    let created = row.created.iso8601();
    wire::ClientVpnEndpoint {
        client_vpn_endpoint_id: Some(row.id.to_string()),
        description: settings.description.clone(),
        status: Some(status(row, cx)),
        creation_time: Some(created.trim_end_matches(".000Z").to_owned()),
        dns_name: Some(format!("*.{}", dns_name(row, cx))),
        client_cidr_block: Some(row.client_cidr.to_string()),
        // Where there is none, its groups are an empty list and its servers no list at all:
        // turbot/steampipe-plugin-aws#1722.
        dns_servers: Some(settings.dns_servers.clone()).filter(|servers| !servers.is_empty()),
        split_tunnel: Some(settings.split_tunnel),
        vpn_protocol: Some(VpnProtocol::Openvpn),
        transport_protocol: Some(row.transport),
        vpn_port: Some(settings.port),
        associated_target_networks: Some(networks.collect()),
        server_certificate_arn: Some(settings.server_certificate_arn.clone()),
        authentication_options: Some(row.authentication.clone()),
        connection_log_options: Some(settings.log.clone()),
        tags: row.tags.wire(),
        security_group_ids: Some(row.groups.iter().map(ToString::to_string).collect()),
        vpc_id: row.vpc_id.as_ref().map(ToString::to_string),
        self_service_portal_url: settings
            .self_service
            .then(|| format!("{self_service}/{}", row.id)),
        client_connect_options: Some(ClientConnectResponseOptions {
            enabled: Some(settings.connect.is_some()),
            lambda_function_arn: settings.connect.clone(),
            status: Some(ClientVpnEndpointAttributeStatus {
                code: Some(connect_state(row, cx)),
                ..ClientVpnEndpointAttributeStatus::default()
            }),
        }),
        session_timeout_hours: Some(settings.session_hours),
        client_login_banner_options: Some(ClientLoginBannerResponseOptions {
            enabled: Some(settings.banner.is_some()),
            banner_text: settings.banner.clone(),
        }),
        client_route_enforcement_options: Some(ClientRouteEnforcementResponseOptions {
            enforced: Some(settings.enforces_routes),
        }),
        disconnect_on_session_timeout: Some(settings.disconnects),
        endpoint_ip_address_type: Some(EndpointIpAddressType::Ipv4),
        traffic_ip_address_type: Some(TrafficIpAddressType::Ipv4),
        ..wire::ClientVpnEndpoint::default()
    }
}

pub(super) fn association(network: &Network, cx: Read<'_>) -> AssociationStatus {
    let code = Some(network.state.at(cx.now()));
    AssociationStatus { code, ..AssociationStatus::default() }
}

pub(super) fn network(
    row: &Row<ClientVpnEndpoint>,
    network: &Network,
    cx: Read<'_>,
) -> TargetNetwork {
    TargetNetwork {
        association_id: Some(network.id.to_string()),
        vpc_id: row.vpc_id.as_ref().map(ToString::to_string),
        target_network_id: Some(network.subnet_id.to_string()),
        client_vpn_endpoint_id: Some(row.id.to_string()),
        status: Some(association(network, cx)),
        security_groups: Some(row.groups.iter().map(ToString::to_string).collect()),
        ..TargetNetwork::default()
    }
}

pub(super) fn rule_status(rule: &Rule, cx: Read<'_>) -> ClientVpnAuthorizationRuleStatus {
    let code = Some(rule.state.at(cx.now()));
    ClientVpnAuthorizationRuleStatus { code, ..ClientVpnAuthorizationRuleStatus::default() }
}

pub(super) fn rule(row: &Row<ClientVpnEndpoint>, rule: &Rule, cx: Read<'_>) -> AuthorizationRule {
    AuthorizationRule {
        client_vpn_endpoint_id: Some(row.id.to_string()),
        description: rule.description.clone(),
        // AWS answers an empty one where all have access.
        group_id: Some(rule.group.clone().unwrap_or_default()),
        access_all: Some(rule.group.is_none()),
        destination_cidr: Some(rule.destination.to_string()),
        status: Some(rule_status(rule, cx)),
    }
}

pub(super) fn route_status(route: &Route, cx: Read<'_>) -> ClientVpnRouteStatus {
    let code = Some(route.state.at(cx.now()));
    ClientVpnRouteStatus { code, ..ClientVpnRouteStatus::default() }
}

pub(super) fn route(row: &Row<ClientVpnEndpoint>, route: &Route, cx: Read<'_>) -> ClientVpnRoute {
    let origin = if route.is_of_network { "associate" } else { "add-route" };
    ClientVpnRoute {
        client_vpn_endpoint_id: Some(row.id.to_string()),
        destination_cidr: Some(route.destination.to_string()),
        target_subnet: Some(route.target.clone()),
        r#type: Some("Nat".to_owned()),
        origin: Some(origin.to_owned()),
        status: Some(route_status(route, cx)),
        description: route.description.clone(),
        ..ClientVpnRoute::default()
    }
}
