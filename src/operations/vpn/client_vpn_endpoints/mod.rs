//! Client VPN endpoints, to which nobody ever connects. What is kept of one is in `record`, what is
//! shown in `view`; how one is asked for in `settings`, and its parts in `networks`, `rules`,
//! `routes` and `clients`. <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html>

mod clients;
mod networks;
mod policies;
mod record;
mod routes;
mod rules;
mod settings;
mod view;

pub(crate) use record::ClientVpnEndpoint;

use crate::engine::{
    By, CustomFilter, Hold, Index, Life, Operation, Quota, Read, Resource, Row, Write, listed,
    operations,
};
use crate::error::{Error, Result};
use crate::records::ids::{SecurityGroupId, VpcId};
use crate::records::network::security_groups;
use crate::records::network::vpcs::Vpc;
use wire::{
    ClientVpnEndpointAttributeStatusCode as Applied, CreateClientVpnEndpointRequest,
    CreateClientVpnEndpointResult, DeleteClientVpnEndpointRequest, DeleteClientVpnEndpointResult,
    EndpointIpAddressType, ModifyClientVpnEndpointRequest, ModifyClientVpnEndpointResult,
    ResourceType, TrafficIpAddressType, TransportProtocol,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateClientVpnEndpoint => create_client_vpn_endpoint, refuses [
        "TransitGatewayConfiguration",
        "DevicePostureOptions",
        "ConnectionLogOptions.IncludeAuthorizationPolicyContext",
    ];
    Read  DescribeClientVpnEndpoints => listed::<ClientVpnEndpoint>;
    Write ModifyClientVpnEndpoint => modify_client_vpn_endpoint, refuses [
        "TransitGatewayConfiguration",
        "DevicePostureOptions",
        "ConnectionLogOptions.IncludeAuthorizationPolicyContext",
    ];
    Write AssociateClientVpnTargetNetwork => networks::associate_client_vpn_target_network,
        refuses ["AvailabilityZone", "AvailabilityZoneId"];
    Read  DescribeClientVpnTargetNetworks => networks::describe_client_vpn_target_networks;
    Write ApplySecurityGroupsToClientVpnTargetNetwork =>
        networks::apply_security_groups_to_client_vpn_target_network;
    Write DisassociateClientVpnTargetNetwork => networks::disassociate_client_vpn_target_network;
    Write AuthorizeClientVpnIngress => rules::authorize_client_vpn_ingress;
    Read  DescribeClientVpnAuthorizationRules => rules::describe_client_vpn_authorization_rules;
    Write RevokeClientVpnIngress => rules::revoke_client_vpn_ingress;
    Write ModifyClientVpnEndpointAuthorizationPolicy => policies::modify_policy;
    Read  GetClientVpnEndpointAuthorizationPolicy => policies::get_policy;
    Write DeleteClientVpnEndpointAuthorizationPolicy => policies::delete_policy;
    Write CreateClientVpnRoute => routes::create_client_vpn_route;
    Read  DescribeClientVpnRoutes => routes::describe_client_vpn_routes;
    Write DeleteClientVpnRoute => routes::delete_client_vpn_route;
    Read  DescribeClientVpnConnections => clients::describe_client_vpn_connections;
    Write TerminateClientVpnConnections => clients::terminate_client_vpn_connections;
    Write ImportClientVpnClientCertificateRevocationList =>
        clients::import_client_vpn_client_certificate_revocation_list;
    Read  ExportClientVpnClientCertificateRevocationList =>
        clients::export_client_vpn_client_certificate_revocation_list;
    Read  ExportClientVpnClientConfiguration => clients::export_client_vpn_client_configuration;
    Write DeleteClientVpnEndpoint => delete_client_vpn_endpoint;
};

impl ClientVpnEndpoint {
    /// No filters have these names.
    const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    const BY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
}

impl Resource for ClientVpnEndpoint {
    type View = wire::ClientVpnEndpoint;
    const PREFIX: &'static str = "cvpn-endpoint";
    const TYPE: Option<ResourceType> = Some(ResourceType::ClientVpnEndpoint);
    const PLURAL: &'static str = "clientVpnEndpoints";
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
    const NOT_FOUND: &'static str = "InvalidClientVpnEndpointId.NotFound";
    const ID_FILTER: Option<&'static str> = Some("endpoint-id");
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("endpoint-id", |row, _| vec![row.id.to_string()])];
    /// It waits for its first network; `view` tells.
    // unverified (looked up 2026-11-26): that it is not listed any more when it is gone.
    const LIFE: Option<Life> = Some(Life {
        states: ["pending-associate", "available", "deleting", "deleted"],
        making_millis: 0,
        leaving_millis: 10_000,
        listed_millis: 0,
    });
    // unverified (looked up 2026-11-26): that an endpoint without a network holds them.
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC), Hold::of(Self::BY_GROUP)];

    /// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/limits.html>
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "ClientVpnEndpointLimitExceeded",
        // unverified (looked up 2026-11-26): the text, of a route's.
        message: |_| "Limit exceeded".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ClientVpnEndpoint {
        view::view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(vpc) = &self.vpc_id {
            index.add(Self::BY_VPC, vpc);
        }
        for group in &self.groups {
            index.add(Self::BY_GROUP, group);
        }
    }

    /// As recorded in <https://github.com/cloudposse/terraform-aws-ec2-client-vpn/issues/59>.
    // unverified (looked up 2026-11-26): the words for several ids.
    fn not_found(ids: &[&str]) -> Error {
        Error::new(Self::NOT_FOUND, format!("Endpoint {} does not exist", ids.join(", ")))
    }
}

fn create_client_vpn_endpoint(
    cx: &mut Write<'_>,
    request: &CreateClientVpnEndpointRequest,
) -> Result<CreateClientVpnEndpointResult> {
    let tags = cx.tags_for::<ClientVpnEndpoint>(&request.tag_specifications)?;
    if request.endpoint_ip_address_type.is_some_and(|it| it != EndpointIpAddressType::Ipv4)
        || request.traffic_ip_address_type.is_some_and(|it| it != TrafficIpAddressType::Ipv4)
    {
        return Err(Error::not_emulated("Client VPN endpoints for IPv6"));
    }
    let client_cidr = settings::client_cidr(request.client_cidr_block.as_deref())?;
    let authentication = settings::authentication(&request.authentication_options)?;
    let settings = settings::asked_at_creation(request)?;
    let vpc_id = match &request.vpc_id {
        Some(id) => Some(cx.get::<Vpc>(id)?.id.clone()),
        None => None,
    };
    // <https://github.com/DNXLabs/terraform-aws-client-vpn/issues/25>
    let lacking = "Security Groups cannot be specified without a VPC ID";
    let groups = groups(cx.read(), vpc_id.as_ref(), &request.security_group_ids, lacking)?;
    let mut record = ClientVpnEndpoint {
        client_cidr,
        transport: request.transport_protocol.unwrap_or(TransportProtocol::Udp),
        authentication,
        settings,
        created: cx.now().timestamp().whole_seconds(),
        vpc_id,
        groups,
        networks: Vec::new(),
        rules: Vec::new(),
        routes: Vec::new(),
        revocation_list: None,
        policy: None,
    };
    let id = cx.new_id::<ClientVpnEndpoint>();
    settings::make_log_stream(cx, &id, &mut record.settings.log);
    cx.insert(id.clone(), record, tags);
    let row = cx.get::<ClientVpnEndpoint>(&id)?;
    Ok(CreateClientVpnEndpointResult {
        client_vpn_endpoint_id: Some(id.to_string()),
        status: Some(view::status(row, cx.read())),
        dns_name: Some(view::dns_name(row, cx.read())),
    })
}

/// The groups for the networks of a VPC: those asked for, or its default one.
///
/// # Errors
/// Those of the groups, and `InvalidParameterValue` for groups without a VPC, in AWS's words.
fn groups(
    cx: Read<'_>,
    vpc_id: Option<&VpcId>,
    asked: &[String],
    lacking: &str,
) -> Result<Vec<SecurityGroupId>> {
    match vpc_id {
        Some(vpc_id) => security_groups::resolve(cx, vpc_id, vpc_id, asked, &[]),
        None if asked.is_empty() => Ok(Vec::new()),
        None => Err(Error::invalid_value(lacking)),
    }
}

fn modify_client_vpn_endpoint(
    cx: &mut Write<'_>,
    request: &ModifyClientVpnEndpointRequest,
) -> Result<ModifyClientVpnEndpointResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let mut settings = settings::asked_later(row.settings.clone(), request)?;
    if request.client_connect_options.is_some() {
        settings.connect_state =
            cx.read().transition(Applied::Applying, Applied::Applied, record::CHANGING_MILLIS);
    }
    let vpc_id = match &request.vpc_id {
        Some(id) => Some(cx.get::<Vpc>(id)?.id.clone()),
        None => None,
    };
    let has_networks = record::there(&row.networks, cx.now()).next().is_some();
    if vpc_id.is_some() && vpc_id != row.vpc_id && has_networks {
        // unverified (looked up 2026-11-26): code and message; that it is so is documented.
        let message =
            "The VPC of an endpoint cannot be changed while it has target networks.".to_owned();
        return Err(Error::invalid_value(message));
    }
    let lacking = "Security Groups cannot be modified without specifying Vpc Id";
    let groups = groups(cx.read(), vpc_id.as_ref(), &request.security_group_ids, lacking)?;
    let id = row.id.clone();
    settings::make_log_stream(cx, &id, &mut settings.log);
    let mut row = cx.get_mut::<ClientVpnEndpoint>(&id)?;
    row.settings = settings;
    if vpc_id.is_some() {
        (row.vpc_id, row.groups) = (vpc_id, groups.clone());
    }
    drop(row);
    if request.vpc_id.is_some() {
        networks::apply(cx, &id, &groups)?;
    }
    Ok(ModifyClientVpnEndpointResult { r#return: Some(true) })
}

/// Its networks have to be disassociated first:
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-endpoint-delete.html>.
///
/// # Errors
/// `ClientVpnEndpointAssociationExists`, as recorded in
/// <https://github.com/hashicorp/terraform-provider-aws/issues/14115>.
// unverified (looked up 2026-11-26): what is between several ids.
fn delete_client_vpn_endpoint(
    cx: &mut Write<'_>,
    request: &DeleteClientVpnEndpointRequest,
) -> Result<DeleteClientVpnEndpointResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let networks: Vec<&str> = record::there(&row.networks, cx.now()).map(|it| &*it.id).collect();
    if !networks.is_empty() {
        let message = format!(
            "The endpoint that you're trying to delete has associations {}",
            networks.join(", ")
        );
        return Err(Error::new("ClientVpnEndpointAssociationExists", message));
    }
    let id = row.id.clone();
    let status = cx.delete::<ClientVpnEndpoint>(&id)?.view.status;
    Ok(DeleteClientVpnEndpointResult { status })
}
