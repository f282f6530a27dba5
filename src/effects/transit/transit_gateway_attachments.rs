//! What the life of an attachment does to both its sides: to the gateway's tables, to the VPC's
//! interfaces and routes.

use crate::effects::network::network_interfaces::managed;
use crate::effects::network::route_tables;
use crate::engine::{Id, Millis, Now, Read, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{TransitGatewayAttachmentId, TransitGatewayId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use crate::records::transit::transit_gateway_attachments::{
    Association, Attached, AttachedResource, FunctionZone, Propagation, TransitGatewayAttachment,
};
use crate::records::transit::transit_gateways::TransitGateway;
use wire::{
    NetworkInterfaceType, RouteState, State as ConnectionState, Timestamp,
    TransitGatewayAssociationState as Associated, TransitGatewayAttachmentState as State,
    TransitGatewayPropagationState as Propagated,
};

/// How long an attachment is pending, being modified or deleted.
pub(crate) const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAY_ATTACHMENTS_CHANGING;

// unverified (looked up 2026-11-26): how long one that is gone is listed.
const LISTED_MILLIS: i64 = 3_600_000;

/// Who makes the interfaces of gateways: an account of AWS's.
// unverified (looked up 2026-11-26): AWS has one a region.
const REQUESTER: &str = "354675219829";

/// Makes a change to an attachment on this side, and on the other one if there are two.
///
/// # Errors
/// Those of the account's own sides; another one's was looked at before.
pub(crate) fn on_each_side(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
    change: impl Fn(&mut Write<'_>, &TransitGatewayAttachmentId) -> Result<()> + 'static,
) -> Result<()> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let twin = row.twin(cx.read());
    let twin_id = row.peer().and_then(|peer| peer.twin_id.as_ref()).unwrap_or(id).clone();
    change(cx, id)?;
    match twin {
        Some((account, region)) if (&account, &region) == (cx.account(), cx.region()) => {
            change(cx, &twin_id)?;
        }
        Some((account, region)) => cx.also_in(&account, &region, move |there| {
            change(there, &twin_id).ok();
        }),
        None => {}
    }
    Ok(())
}

/// Lets an attachment come to be, once it is accepted where that is needed.
///
/// # Errors
/// Those of the interfaces in the VPC's subnets.
pub(crate) fn open(cx: &mut Write<'_>, id: &TransitGatewayAttachmentId) -> Result<()> {
    let state = cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS);
    open_as(cx, id, state)
}

fn open_as(cx: &mut Write<'_>, id: &TransitGatewayAttachmentId, state: Timed<State>) -> Result<()> {
    on_each_side(cx, id, move |cx, id| {
        if let Some(mut row) = cx.find_mut::<TransitGatewayAttachment>(id) {
            row.state = state;
        }
        open_gateways_side(cx, id);
        open_vpcs_side(cx, id)
    })
}

/// Attaches a resource to a gateway of the same account, for as long as the resource is there.
///
/// # Errors
/// None: there is a row to open.
pub(crate) fn attach_resource(
    cx: &mut Write<'_>,
    gateway_id: &TransitGatewayId,
    resource: AttachedResource,
    state: Timed<State>,
) -> Result<TransitGatewayAttachmentId> {
    let id = cx.new_id::<TransitGatewayAttachment>();
    let (gateway, to) = ((gateway_id, cx.account()), Attached::Resource(resource));
    let record = TransitGatewayAttachment::new(gateway, to, state, cx.now());
    cx.insert(id.clone(), record, Tags::default());
    open_as(cx, &id, state)?;
    Ok(id)
}

/// Whether connections of an attachment wait for the owner of the service.
pub(crate) fn waits(row: &TransitGatewayAttachment, now: Now<'_>) -> bool {
    let zones = row.function().map(|function| &function.zones);
    matches!(row.state.at(now), State::PendingAcceptance | State::Available | State::Modifying)
        && zones.into_iter().flatten().any(|zone| is_asking(zone, now))
}

fn is_asking(zone: &FunctionZone, now: Now<'_>) -> bool {
    zone.connection.at(now) == ConnectionState::PendingAcceptance
}

/// Lets the connections of an attachment come to be that wait for it, and with the first ones the
/// attachment itself.
///
/// # Errors
/// Those of [`open`].
pub(crate) fn let_connections_in(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
) -> Result<()> {
    let (pending, there) = (ConnectionState::Pending, ConnectionState::Available);
    let connection = cx.read().transition(pending, there, CHANGING_MILLIS);
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
    let is_new = row.state.at(now) == State::PendingAcceptance;
    let zones = row.function_mut().into_iter().flat_map(|function| &mut function.zones);
    for zone in zones.filter(|zone| is_asking(zone, now)) {
        zone.connection = connection;
    }
    drop(row);
    if is_new { open(cx, id) } else { Ok(()) }
}

/// Keeps out the connections of an attachment that wait, and with the first ones the attachment.
///
/// # Errors
/// Those of [`close`].
// unverified (looked up 2026-11-26): that a zone whose connection is rejected is not the
// attachment's any more.
pub(crate) fn keep_connections_out(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
    if row.state.at(now) == State::PendingAcceptance {
        drop(row);
        let state = cx.read().transition(State::Rejecting, State::Rejected, CHANGING_MILLIS);
        return close(cx, id, state);
    }
    if let Some(function) = row.function_mut() {
        function.zones.retain(|zone| !is_asking(zone, now));
    }
    Ok(())
}

/// The attachment of a resource that is attached for as long as it is there: the last one of a
/// resource that has moved between gateways.
fn of_resource<'a, R>(cx: Read<'a>, id: &Id<R>) -> Option<&'a Row<TransitGatewayAttachment>> {
    let rows = cx.with(TransitGatewayAttachment::BY_RESOURCE, &id.any());
    rows.filter(|row| row.is_live(cx.now())).last()
}

/// Ends the attachment of a resource that goes, if it has one.
///
/// # Errors
/// None: what is closed is there.
pub(crate) fn detach_resource<R>(
    cx: &mut Write<'_>,
    id: &Id<R>,
    state: Timed<State>,
) -> Result<()> {
    match of_resource(cx.read(), id).map(|row| row.id.clone()) {
        Some(attachment) => close(cx, &attachment, state),
        None => Ok(()),
    }
}

/// The gateway's default tables take a new attachment in; those that tell no routes propagate none:
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html>.
fn open_gateways_side(cx: &mut Write<'_>, id: &TransitGatewayAttachmentId) {
    let Some(row) = cx.find::<TransitGatewayAttachment>(id) else { return };
    let Some(gateway) = cx.find::<TransitGateway>(&row.gateway_id) else { return };
    let association = gateway.options.association_table_id.clone();
    let tells = row.tells_routes();
    let propagation = gateway.options.propagation_table_id.clone().filter(|_| tells);
    let associating =
        cx.read().transition(Associated::Associating, Associated::Associated, CHANGING_MILLIS);
    let enabling = cx.read().transition(Propagated::Enabling, Propagated::Enabled, CHANGING_MILLIS);
    let Some(mut row) = cx.find_mut::<TransitGatewayAttachment>(id) else { return };
    row.association = association.map(|table_id| Association { table_id, state: associating });
    let propagation = propagation.map(|table_id| Propagation { table_id, state: enabling });
    row.propagations.extend(propagation);
}

/// The VPC gets an interface in each subnet, and its routes to the gateway work again.
fn open_vpcs_side(cx: &mut Write<'_>, id: &TransitGatewayAttachmentId) -> Result<()> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let gateway_id = row.gateway_id.clone();
    let Some(vpc) = row.vpc().filter(|vpc| vpc.owner == *cx.account()) else { return Ok(()) };
    let vpc_id = vpc.vpc_id.clone();
    let state = cx.read().transition(RouteState::Blackhole, RouteState::Active, CHANGING_MILLIS);
    route_tables::lead_to_transit_gateway(cx, &vpc_id, &gateway_id, state);
    fill_places(cx, id)
}

/// Makes the interfaces that are lacking in an attachment's subnets.
///
/// # Errors
/// Those of the interfaces.
pub(crate) fn fill_places(cx: &mut Write<'_>, id: &TransitGatewayAttachmentId) -> Result<()> {
    let row = cx.get::<TransitGatewayAttachment>(id)?;
    let places = row.vpc().map(|vpc| vpc.places.clone()).unwrap_or_default();
    for place in places.into_iter().filter(|place| place.interface_id.is_none()) {
        let new = NewInterface {
            subnet_id: place.subnet_id.clone(),
            description: format!("Network Interface for Transit Gateway Attachment {id}"),
            groups: Vec::new(),
            ipv4: WantedIpv4::default(),
            ipv6: WantedIpv6 { count: Some(0), ..WantedIpv6::default() },
            public_address: false,
            interface_type: NetworkInterfaceType::TransitGateway,
            source_dest_check: false,
            attachment: None,
            tags: Tags::default(),
        };
        let interface_id = managed::create_managed(cx, new, REQUESTER).map_err(in_other_words)?;
        let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
        let mut places = row.vpc_mut().into_iter().flat_map(|vpc| &mut vpc.places);
        if let Some(place) = places.find(|one| one.subnet_id == place.subnet_id) {
            place.interface_id = Some(interface_id);
        }
    }
    Ok(())
}

/// A full subnet's words here: AviatrixSystems/Docs#282.
fn in_other_words(error: Error) -> Error {
    match error.code {
        "InsufficientFreeAddressesInSubnet" => {
            Error::new(error.code, "Insufficient Free IP Addresses in subnet.")
        }
        _ => error,
    }
}

/// Ends an attachment: its interfaces and its ties to tables go when it is gone, those that leave
/// already when they would have, routes to it are blackholes from then on, and it is listed for a
/// while.
///
/// # Errors
/// The kind's codes.
pub(crate) fn close(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
    state: Timed<State>,
) -> Result<()> {
    let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
    on_each_side(cx, id, move |cx, id| close_side(cx, id, state, at))
}

fn close_side(
    cx: &mut Write<'_>,
    id: &TransitGatewayAttachmentId,
    state: Timed<State>,
    at: Timestamp,
) -> Result<()> {
    let now = cx.now();
    let mut row = cx.get_mut::<TransitGatewayAttachment>(id)?;
    row.state = state;
    for propagation in &mut row.propagations {
        if !matches!(propagation.state.at(now), Propagated::Disabling | Propagated::Disabled) {
            propagation.state = Timed::moving(Propagated::Disabling, at, Propagated::Disabled);
        }
    }
    let untie = |tie: &mut Timed<Associated>| {
        if !matches!(tie.at(now), Associated::Disassociating | Associated::Disassociated) {
            *tie = Timed::moving(Associated::Disassociating, at, Associated::Disassociated);
        }
    };
    if let Some(association) = &mut row.association {
        untie(&mut association.state);
    }
    if let Some(policy) = &mut row.policy {
        untie(&mut policy.state);
    }
    if now.reached(at) {
        row.policy = None;
        row.propagations.clear();
        row.association = None;
    }
    let gateway_id = row.gateway_id.clone();
    let vpc = row.vpc().cloned();
    drop(row);
    cx.end::<TransitGatewayAttachment>(id, at.plus_millis(LISTED_MILLIS));
    let Some(vpc) = vpc.filter(|vpc| vpc.owner == *cx.account()) else { return Ok(()) };
    for interface in vpc.places.iter().filter_map(|place| place.interface_id.as_ref()) {
        cx.end::<NetworkInterface>(interface, at);
    }
    let routes = Timed::moving(RouteState::Active, at, RouteState::Blackhole);
    route_tables::lead_to_transit_gateway(cx, &vpc.vpc_id, &gateway_id, routes);
    Ok(())
}
