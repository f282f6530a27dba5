//! Site-to-Site VPN connections: making, finding and deleting them. What a connection can have is
//! in `options` and `tunnels`, its static routes in `routes`, changes in `change`, what is told
//! about tunnels in `status`, and what devices are told in `devices`.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html>

mod change;
mod devices;
mod ends;
mod finders;
mod key_exchanges;
mod options;
mod routes;
mod status;
mod tunnels;

use crate::engine::{Id, Operation, Read, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ids::{CustomerGatewayId, VpnGatewayId};
use crate::records::network::vpn_connections::{Transit, VpnConnection};
use crate::records::transit::transit_gateways::{self, TransitGateway};
use crate::records::vpn::vpn_concentrators::VpnConcentrator;
use ends::{DELETING_MILLIS, PENDING_MILLIS, attach, detach, transit};
use finders::{check_asns, customer_gateway, live, show, vpn_gateway};
use options::Wanted;
use wire::{
    CreateVpnConnectionRequest, CreateVpnConnectionResult, DeleteVpnConnectionRequest, VpnState,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpnConnection => create_vpn_connection, refuses [
        "Options.LocalIpv6NetworkCidr",
        "Options.RemoteIpv6NetworkCidr",
        "Options.TransportTransitGatewayAttachmentId",
    ];
    Read  DescribeVpnConnections => listed::<VpnConnection>;
    Write CreateVpnConnectionRoute => routes::create_vpn_connection_route;
    Write DeleteVpnConnectionRoute => routes::delete_vpn_connection_route;
    Write ModifyVpnConnection => change::modify_vpn_connection;
    Write ModifyVpnConnectionOptions => change::modify_vpn_connection_options, refuses [
        "LocalIpv6NetworkCidr",
        "RemoteIpv6NetworkCidr",
    ];
    Write ModifyVpnTunnelOptions => change::modify_vpn_tunnel_options;
    Write ModifyVpnTunnelCertificate => change::modify_vpn_tunnel_certificate;
    Write ReplaceVpnTunnel => status::replace_vpn_tunnel;
    Read  GetVpnTunnelReplacementStatus => status::get_vpn_tunnel_replacement_status;
    Read  GetActiveVpnTunnelStatus => status::get_active_vpn_tunnel_status;
    Read  GetVpnConnectionDeviceTypes => devices::get_vpn_connection_device_types;
    Read  GetVpnConnectionDeviceSampleConfiguration =>
        devices::get_vpn_connection_device_sample_configuration;
    Write DeleteVpnConnection => delete_vpn_connection;
};

/// How long a deleted connection is listed.
// unverified (looked up 2026-11-26): AWS lists it for a while;
// <https://github.com/hashicorp/terraform/issues/12440>
const LISTED_MILLIS: i64 = 3_600_000;

fn create_vpn_connection(
    cx: &mut Write<'_>,
    request: &CreateVpnConnectionRequest,
) -> Result<CreateVpnConnectionResult> {
    let tags = cx.tags_for::<VpnConnection>(&request.tag_specifications)?;
    options::check_type(&request.r#type)?;
    options::check_key_storage(request.pre_shared_key_storage.as_deref())?;
    let named = named_end(request)?;
    let customer_gateway = customer_gateway(cx.read(), &request.customer_gateway_id)?;
    let (customer_gateway_id, keyless) =
        (customer_gateway.id.clone(), customer_gateway.certificate_arn.is_some());
    let end = End::of(cx.read(), named)?;
    if let Some(id) = &end.vpn_gateway_id {
        check_asns(cx.read(), id, &customer_gateway_id)?;
    }
    let wanted = Wanted::of(request.options.as_ref())?;
    options::check_end(end.vpn_gateway_id.as_ref(), wanted.is_accelerated, wanted.is_large)?;
    if wanted.is_large {
        options::check_large(cx.region(), wanted.is_accelerated)?;
    }
    let id = match identical(cx.read(), &customer_gateway_id, &end, &wanted) {
        Some(id) => id,
        None => {
            let vpn_gateway_id = end.vpn_gateway_id;
            tunnels::check_inside_cidrs(cx.read(), vpn_gateway_id.as_ref(), &wanted.tunnels)?;
            let tunnels = tunnels::made(cx, vpn_gateway_id.as_ref(), wanted.tunnels, keyless);
            let pending = (VpnState::Pending, VpnState::Available, PENDING_MILLIS);
            let record = VpnConnection {
                customer_gateway_id,
                vpn_gateway_id,
                transit: end.transit.clone(),
                state: cx.read().transition(pending.0, pending.1, pending.2),
                static_routes_only: wanted.static_routes_only,
                local_cidr: wanted.local_cidr,
                remote_cidr: wanted.remote_cidr,
                tunnels,
                routes: Vec::new(),
                is_accelerated: wanted.is_accelerated,
                is_large: wanted.is_large,
            };
            let id = cx.new_id::<VpnConnection>();
            cx.insert(id.clone(), record, tags);
            attach(cx, &id, end.transit)?;
            id
        }
    };
    // Neither is told before it is described: the examples of AWS's CLI, and the recordings of
    // Ansible's `ec2_vpc_vpn` tests (2018).
    let shown = wire::VpnConnection { r#type: None, vgw_telemetry: None, ..show(cx, &id)? };
    Ok(CreateVpnConnectionResult { vpn_connection: Some(shown) })
}

/// What is at AWS's end of a connection; it can be made before there is anything.
struct End {
    vpn_gateway_id: Option<VpnGatewayId>,
    transit: Option<Transit>,
}

/// What a request names for that end, before anything is looked up.
///
/// # Errors
/// That it names more than one.
// unverified (looked up 2026-11-26): the words.
fn named_end(request: &CreateVpnConnectionRequest) -> Result<Option<(&'static str, &str)>> {
    let named = [
        ("VpnGatewayId", &request.vpn_gateway_id),
        ("TransitGatewayId", &request.transit_gateway_id),
        ("VpnConcentratorId", &request.vpn_concentrator_id),
    ];
    let mut named = named.into_iter().filter_map(|(of, id)| Some((of, id.as_deref()?)));
    match (named.next(), named.next()) {
        (Some((one, _)), Some((other, _))) => Err(Error::exclusive(one, other)),
        (end, _) => Ok(end),
    }
}

impl End {
    /// # Errors
    /// Those of what is named.
    // unverified (looked up 2026-11-26): which state a concentrator must be in.
    fn of(cx: Read<'_>, named: Option<(&str, &str)>) -> Result<Self> {
        match named {
            None => Ok(Self { vpn_gateway_id: None, transit: None }),
            Some(("VpnGatewayId", id)) => {
                Ok(Self { vpn_gateway_id: Some(vpn_gateway(cx, id)?.id.clone()), transit: None })
            }
            Some(("TransitGatewayId", id)) => {
                let gateway = transit_gateways::available_for_vpn(cx, id)?;
                Ok(Self { vpn_gateway_id: None, transit: Some(transit(gateway, None)) })
            }
            Some((_, id)) => {
                let concentrator = cx.get_live::<VpnConcentrator>(id)?;
                let gateway = cx.get::<TransitGateway>(&concentrator.gateway_id)?;
                let transit = transit(gateway, Some(concentrator.id.clone()));
                Ok(Self { vpn_gateway_id: None, transit: Some(transit) })
            }
        }
    }
}

/// The operation is idempotent, by `API_CreateVpnConnection` in AWS's reference: the connection
/// that the same request made is answered again.
// unverified (looked up 2026-11-26): that a request for other options makes another connection.
fn identical(
    cx: Read<'_>,
    customer_gateway_id: &CustomerGatewayId,
    end: &End,
    wanted: &Wanted,
) -> Option<Id<VpnConnection>> {
    let mut connections = cx.with(VpnConnection::BY_CUSTOMER_GATEWAY, customer_gateway_id);
    let found = connections.find(|row| {
        row.is_live(cx.now())
            && (&row.vpn_gateway_id, &row.transit) == (&end.vpn_gateway_id, &end.transit)
            && wanted.is_what_has(row)
    });
    found.map(|row| row.id.clone())
}

fn delete_vpn_connection(cx: &mut Write<'_>, request: &DeleteVpnConnectionRequest) -> Result<()> {
    let id = live(cx.read(), &request.vpn_connection_id)?.id.clone();
    let state = cx.read().transition(VpnState::Deleting, VpnState::Deleted, DELETING_MILLIS);
    let ends = state.settles().unwrap_or_else(|| cx.now().timestamp()).plus_millis(LISTED_MILLIS);
    cx.get_mut::<VpnConnection>(&id)?.state = state;
    cx.end::<VpnConnection>(&id, ends);
    detach(cx, &id)
}
