//! Transit gateways: hubs of networks.
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html>

use crate::effects::transit::transit_gateway_route_tables;
use crate::engine::{
    Id, Millis, Operation, Read, Resource, Row, Tags, Timed, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::{TransitGatewayId, TransitGatewayRouteTableId};
use crate::records::network::vpc_encryption_controls::is_enforced;
use crate::records::network::vpcs::Vpc;
use crate::records::transit::transit_gateway_attachments::{
    Attached, TransitGatewayAttachment, of_gateway,
};
use crate::records::transit::transit_gateway_connect_peers;
use crate::records::transit::transit_gateway_multicast_domains::TransitGatewayMulticastDomain;
use crate::records::transit::transit_gateway_policy_tables::TransitGatewayPolicyTable;
use crate::records::transit::transit_gateway_route_tables::{TransitGatewayRouteTable, available};
use crate::records::transit::transit_gateways::{
    Options, TransitGateway, available_own, check_unencrypted,
};
use ipnet::{IpNet, Ipv4Net};
use wire::{
    AutoAcceptSharedAttachmentsValue, CreateTransitGatewayRequest, CreateTransitGatewayResult,
    DefaultRouteTableAssociationValue, DefaultRouteTablePropagationValue,
    DeleteTransitGatewayRequest, DeleteTransitGatewayResult, DnsSupportValue,
    EncryptionStateValue as EncryptionState, EncryptionSupportOptionValue,
    ModifyTransitGatewayOptions, ModifyTransitGatewayRequest, ModifyTransitGatewayResult,
    MulticastSupportValue, SecurityGroupReferencingSupportValue, TransitGatewayRequestOptions,
    TransitGatewayState as State, VpnEcmpSupportValue,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTransitGateway => create_transit_gateway;
    Read  DescribeTransitGateways => listed::<TransitGateway>;
    Write ModifyTransitGateway => modify_transit_gateway;
    Write DeleteTransitGateway => delete_transit_gateway;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html>
const DEFAULT_ASN: i64 = 64_512;

/// How long a gateway is pending, being modified or deleted. It takes AWS about a minute:
/// <https://github.com/floci-io/floci/pull/2329>.
const CHANGING_MILLIS: Millis = durations::TRANSIT_GATEWAYS_CHANGING;

// unverified (looked up 2026-11-26): how long a deleted gateway is listed.
const LISTED_MILLIS: i64 = 3_600_000;

/// <https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html>
const MAX_BLOCKS: usize = 5;

fn create_transit_gateway(
    cx: &mut Write<'_>,
    request: &CreateTransitGatewayRequest,
) -> Result<CreateTransitGatewayResult> {
    let tags = cx.tags_for::<TransitGateway>(&request.tag_specifications)?;
    let none = TransitGatewayRequestOptions::default();
    let wanted = request.options.as_ref().unwrap_or(&none);
    let mut options = options(wanted)?;
    let associates =
        wanted.default_route_table_association != Some(DefaultRouteTableAssociationValue::Disable);
    let propagates =
        wanted.default_route_table_propagation != Some(DefaultRouteTablePropagationValue::Disable);
    let id = cx.new_id::<TransitGateway>();
    if associates || propagates {
        let table = transit_gateway_route_tables::create(cx, &id, Tags::default());
        options.association_table_id = Some(table.clone()).filter(|_| associates);
        options.propagation_table_id = Some(table).filter(|_| propagates);
    }
    let record = TransitGateway {
        description: request.description.clone(),
        created: cx.now().timestamp().whole_seconds(),
        state: cx.read().transition(State::Pending, State::Available, CHANGING_MILLIS),
        options,
    };
    cx.insert(id.clone(), record, tags);
    let gateway = cx.view::<TransitGateway>(&id)?;
    Ok(CreateTransitGatewayResult { transit_gateway: Some(gateway) })
}

/// What is asked for, and for the rest what AWS gives, as recorded in
/// <https://github.com/floci-io/floci/pull/2329>.
fn options(wanted: &TransitGatewayRequestOptions) -> Result<Options> {
    let amazon_side_asn = wanted.amazon_side_asn.unwrap_or(DEFAULT_ASN);
    check_asn(amazon_side_asn)?;
    let auto_accept = wanted.auto_accept_shared_attachments;
    let groups = wanted.security_group_referencing_support;
    Ok(Options {
        amazon_side_asn,
        cidr_blocks: added(Vec::new(), wanted.transit_gateway_cidr_blocks.as_deref())?,
        auto_accept: auto_accept.unwrap_or(AutoAcceptSharedAttachmentsValue::Disable),
        association_table_id: None,
        propagation_table_id: None,
        vpn_ecmp: wanted.vpn_ecmp_support.unwrap_or(VpnEcmpSupportValue::Enable),
        dns: wanted.dns_support.unwrap_or(DnsSupportValue::Enable),
        security_group_referencing: groups.unwrap_or(SecurityGroupReferencingSupportValue::Disable),
        multicast: wanted.multicast_support.unwrap_or(MulticastSupportValue::Disable),
        encryption: None,
    })
}

/// # Errors
/// `InvalidParameterValue` for a number that is no private one.
// unverified (looked up 2026-11-26): the wording.
fn check_asn(asn: i64) -> Result<()> {
    if matches!(asn, 64_512..=65_534 | 4_200_000_000..=4_294_967_294) {
        return Ok(());
    }
    let reason = "Expecting a private ASN: 64512 to 65534, or 4200000000 to 4294967294.";
    Err(Error::bad_parameter("amazonSideAsn", asn, reason))
}

/// Blocks with some more. What a gateway may have is documented in
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html>.
///
/// # Errors
/// `InvalidParameterValue` for too many, too small or reserved ones, or one that is there.
// unverified (looked up 2026-11-26): all messages but that of `block`.
fn added(mut blocks: Vec<IpNet>, texts: Option<&[String]>) -> Result<Vec<IpNet>> {
    for text in texts.unwrap_or_default() {
        let refuse = |reason| Err(Error::bad_parameter("transitGatewayCidrBlocks", text, reason));
        let block = block(text)?;
        let (most, is_reserved) = match block {
            IpNet::V4(net) => (24, LINK_LOCAL.contains(&net) || net.contains(&LINK_LOCAL)),
            IpNet::V6(_) => (64, false),
        };
        if block.prefix_len() > most {
            return refuse("It must be a /24 block or larger for IPv4, /64 or larger for IPv6.");
        }
        if is_reserved {
            return refuse("Addresses of 169.254.0.0/16 cannot be given to a transit gateway.");
        }
        if blocks.iter().any(|other| other.contains(&block) || block.contains(other)) {
            return refuse("It overlaps with another CIDR block of the transit gateway.");
        }
        blocks.push(block);
    }
    if blocks.len() > MAX_BLOCKS {
        let message = format!("A transit gateway can have up to {MAX_BLOCKS} CIDR blocks.");
        return Err(Error::invalid_value(message));
    }
    Ok(blocks)
}

/// # Errors
/// `InvalidParameterValue`, as recorded in
/// <https://github.com/hashicorp/terraform-provider-aws/pull/20780>.
fn block(text: &str) -> Result<IpNet> {
    let block = text.parse::<IpNet>().ok().filter(|block| block.trunc() == *block);
    block.ok_or_else(|| {
        Error::invalid_value(format!(
            "All Transit Gateway CIDR blocks must be a valid IPv4 or IPv6 CIDR and align with the \
             first address in the block.  Invalid block: {text}"
        ))
    })
}

const LINK_LOCAL: Ipv4Net = Ipv4Net::new_assert(std::net::Ipv4Addr::new(169, 254, 0, 0), 16);

fn modify_transit_gateway(
    cx: &mut Write<'_>,
    request: &ModifyTransitGatewayRequest,
) -> Result<ModifyTransitGatewayResult> {
    let id = request.transit_gateway_id.as_str();
    let mut options = available_own(cx.read(), id)?.options.clone();
    if let Some(wanted) = &request.options {
        change(cx.read(), id, &mut options, wanted)?;
    }
    let state = cx.read().transition(State::Modifying, State::Available, CHANGING_MILLIS);
    let mut row = cx.get_mut::<TransitGateway>(id)?;
    row.options = options;
    row.state = state;
    if request.description.is_some() {
        row.description.clone_from(&request.description);
    }
    drop(row);
    Ok(ModifyTransitGatewayResult { transit_gateway: Some(untagged(cx.read(), id)?) })
}

/// What Modify and Delete answer shows no tags, as recorded in
/// <https://github.com/floci-io/floci/pull/2329>.
fn untagged(cx: Read<'_>, id: &str) -> Result<wire::TransitGateway> {
    Ok(wire::TransitGateway { tags: None, ..cx.view::<TransitGateway>(id)? })
}

fn change(
    cx: Read<'_>,
    id: &str,
    options: &mut Options,
    wanted: &ModifyTransitGatewayOptions,
) -> Result<()> {
    if let Some(asn) = wanted.amazon_side_asn {
        check_asn(asn)?;
        let gateway_id = Id::new(id);
        let has_sessions =
            |to: &Attached| matches!(to, Attached::Connect(_) | Attached::Resource(_));
        let mut rows = of_gateway(cx, &gateway_id).filter(|row| has_sessions(&row.to));
        if let Some(row) = rows.next().filter(|_| asn != options.amazon_side_asn) {
            // `API_ModifyTransitGatewayOptions` names the types of attachments that keep it;
            // unverified (looked up 2026-11-26): code and message.
            let message =
                format!("The Amazon side ASN of {id} cannot be changed: {} uses it.", row.id);
            return Err(Error::new("IncorrectState", message));
        }
        options.amazon_side_asn = asn;
    }
    for text in wanted.remove_transit_gateway_cidr_blocks.iter().flatten() {
        let block = block(text)?;
        let before = options.cidr_blocks.len();
        options.cidr_blocks.retain(|present| *present != block);
        if options.cidr_blocks.len() == before {
            // unverified (looked up 2026-11-26): code and message.
            let reason = "The transit gateway has no such CIDR block.";
            return Err(Error::bad_parameter("removeTransitGatewayCidrBlocks", text, reason));
        }
        let gateway_id = Id::new(id);
        let mut peers = transit_gateway_connect_peers::of_gateway(cx, &gateway_id);
        if let Some(peer) = peers.find(|peer| block.contains(&peer.address)) {
            // As recorded of VPN connections in
            // <https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/326>; unverified
            // (looked up 2026-11-26): the code.
            let message = format!(
                "Transit Gateway CIDR block {text} cannot be removed while it is in use by \
                 resource {}.",
                peer.id
            );
            return Err(Error::new("IncorrectState", message));
        }
    }
    let blocks = std::mem::take(&mut options.cidr_blocks);
    options.cidr_blocks = added(blocks, wanted.add_transit_gateway_cidr_blocks.as_deref())?;
    options.vpn_ecmp = wanted.vpn_ecmp_support.unwrap_or(options.vpn_ecmp);
    options.dns = wanted.dns_support.unwrap_or(options.dns);
    let groups = wanted.security_group_referencing_support;
    options.security_group_referencing = groups.unwrap_or(options.security_group_referencing);
    if groups == Some(SecurityGroupReferencingSupportValue::Enable) {
        check_unencrypted(cx.get(id)?, cx, "security group references")?;
    }
    options.auto_accept = wanted.auto_accept_shared_attachments.unwrap_or(options.auto_accept);
    options.encryption = encryption(cx, id, options, wanted.encryption_support)?;
    default_table(
        (cx, id),
        "Association",
        wanted.default_route_table_association.map(wire::WireEnum::as_str),
        wanted.association_default_route_table_id.as_deref(),
        &mut options.association_table_id,
    )?;
    default_table(
        (cx, id),
        "Propagation",
        wanted.default_route_table_propagation.map(wire::WireEnum::as_str),
        wanted.propagation_default_route_table_id.as_deref(),
        &mut options.propagation_table_id,
    )
}

/// # Errors
/// `IncorrectState` while a VPC that enforces encryption is attached, if it is to be given up;
/// those of [`check_encryptable`].
// unverified (looked up 2026-11-26): the former.
fn encryption(
    cx: Read<'_>,
    id: &str,
    options: &Options,
    wanted: Option<EncryptionSupportOptionValue>,
) -> Result<Option<Timed<EncryptionState>>> {
    use EncryptionState as State;
    let now = options.encryption.map(|state| state.at(cx.now()));
    let (through, to) = match wanted {
        None => return Ok(options.encryption),
        Some(EncryptionSupportOptionValue::Enable) => (State::Enabling, State::Enabled),
        Some(EncryptionSupportOptionValue::Disable) => (State::Disabling, State::Disabled),
    };
    if now.unwrap_or(State::Disabled) == to {
        return Ok(Some(Timed::settled(to)));
    }
    let gateway_id: TransitGatewayId = Id::new(id);
    if to == State::Enabled {
        check_encryptable(cx, &gateway_id, options)?;
    }
    let enforces = |(_, row): (Read<'_>, &Row<TransitGatewayAttachment>)| match &row.to {
        Attached::Vpc(vpc) if row.is_live(cx.now()) => cx
            .find_anyones::<Vpc>(&vpc.vpc_id)
            .is_some_and(|(owner, _)| is_enforced(owner, &vpc.vpc_id)),
        _ => false,
    };
    let mut rows = cx.anyones(TransitGatewayAttachment::BY_GATEWAY, &gateway_id);
    if to == State::Disabled && rows.any(enforces) {
        let message = format!("{id} has attachments to VPCs that enforce encryption.");
        return Err(Error::new("IncorrectState", message));
    }
    Ok(Some(cx.transition(through, to, CHANGING_MILLIS)))
}

/// # Errors
/// `IncorrectState` for what has to go first, by
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-encryption-support.html>.
// unverified (looked up 2026-11-26): code and message.
fn check_encryptable(cx: Read<'_>, id: &TransitGatewayId, options: &Options) -> Result<()> {
    use wire::TransitGatewayAttachmentResourceType as Of;
    let hinders = |of: Of| match of {
        Of::Connect => Some("Connect attachments"),
        Of::Peering => Some("peering attachments"),
        Of::NetworkFunction => Some("network function attachments"),
        Of::VpnConcentrator => Some("VPN Concentrator attachments"),
        _ => None,
    };
    let attached = of_gateway(cx, id).find_map(|row| hinders(row.resource_type()));
    let groups = options.security_group_referencing == SecurityGroupReferencingSupportValue::Enable;
    let groups = groups.then_some("security group references");
    let multicast = options.multicast == MulticastSupportValue::Enable;
    let noun = attached.or(groups).or(multicast.then_some("multicast support"));
    noun.map_or(Ok(()), |noun| {
        let message = format!("{id} has {noun} and cannot have encryption support.");
        Err(Error::new("IncorrectState", message))
    })
}

/// A switch and its table go together, as recorded in
/// <https://github.com/floci-io/floci/pull/2329>; AWS makes no table for a gateway that has none.
// unverified (looked up 2026-11-26): that a table alone is taken while the switch is on.
fn default_table(
    (cx, gateway_id): (Read<'_>, &str),
    of: &str,
    switch: Option<&str>,
    table_id: Option<&str>,
    present: &mut Option<TransitGatewayRouteTableId>,
) -> Result<()> {
    let conflicts = match (switch, table_id) {
        (None, None) => return Ok(()),
        (Some("disable"), None) => {
            *present = None;
            return Ok(());
        }
        (Some(switch), None) => Some(switch),
        (Some("disable"), Some(_)) => Some("disable"),
        (None, Some(_)) if present.is_none() => Some("disable"),
        (_, Some(_)) => None,
    };
    if let Some(switch) = conflicts {
        let id = table_id.unwrap_or("null");
        return Err(Error::combination(format!(
            "{switch} DefaultRouteTable{of} conflicts with {of}DefaultRouteTableId {id}"
        )));
    }
    let id = table_id.unwrap_or_default();
    let table = available(cx, id)?;
    if *table.gateway_id != *gateway_id {
        return Err(TransitGatewayRouteTable::not_found(&[id]));
    }
    *present = Some(table.id.clone());
    Ok(())
}

/// The tables and the multicast domains go with it; Terraform's acceptance tests delete gateways
/// that have tables of both kinds of their making.
fn delete_transit_gateway(
    cx: &mut Write<'_>,
    request: &DeleteTransitGatewayRequest,
) -> Result<DeleteTransitGatewayResult> {
    let id = &available_own(cx.read(), &request.transit_gateway_id)?.id.clone();
    check_unattached(cx.read(), id)?;
    let tables = cx.read().with(TransitGatewayRouteTable::BY_GATEWAY, id);
    let tables = tables.filter(|table| table.is_live(cx.now())).map(|table| table.id.clone());
    for table in tables.collect::<Vec<_>>() {
        transit_gateway_route_tables::delete(cx, &table);
    }
    let domains = cx.read().with(TransitGatewayMulticastDomain::BY_GATEWAY, id);
    let domains = domains.filter(|row| !row.is_leaving(cx.now())).map(|row| row.id.clone());
    for domain in domains.collect::<Vec<_>>() {
        cx.delete::<TransitGatewayMulticastDomain>(&domain)?;
    }
    let tables = cx.read().with(TransitGatewayPolicyTable::BY_GATEWAY, id);
    let tables = tables.filter(|table| !table.is_leaving(cx.now())).map(|table| table.id.clone());
    for table in tables.collect::<Vec<_>>() {
        cx.get_mut::<TransitGatewayPolicyTable>(&table)?.entries.clear();
        cx.delete::<TransitGatewayPolicyTable>(&table)?;
    }
    let state: Timed<State> =
        cx.read().transition(State::Deleting, State::Deleted, CHANGING_MILLIS);
    cx.get_mut::<TransitGateway>(id)?.state = state;
    let ends = state.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<TransitGateway>(id, ends.plus_millis(LISTED_MILLIS));
    Ok(DeleteTransitGatewayResult { transit_gateway: Some(untagged(cx.read(), id)?) })
}

/// # Errors
/// `IncorrectState`; the words for peers are recorded in
/// <https://github.com/gruntwork-io/cloud-nuke/issues/744>, those for VPCs in
/// <https://github.com/carina-rs/carina/issues/1523> (2026; "Transit Gateway Attachments" in 2019:
/// <https://github.com/hashicorp/terraform-provider-aws/issues/7196>); those for VPNs are what
/// Terraform's provider looks for.
// unverified (looked up 2026-11-27): that concentrators count as VPNs, the words for Connect and
// for network functions, by likeness, and which kind is named first.
fn check_unattached(cx: Read<'_>, id: &TransitGatewayId) -> Result<()> {
    let rows: Vec<_> = of_gateway(cx, id).collect();
    let kind_of = |to: &Attached| match to {
        Attached::Vpc(_) => "VPC Attachments",
        Attached::Connect(_) => "Connect Attachments",
        Attached::Function(_) => "Network Function Attachments",
        Attached::Resource(_) => "VPN Attachments",
        Attached::Peer(_) => "Transit Gateway Cross Region Peering Attachments",
    };
    let kinds = [
        "VPC Attachments",
        "Connect Attachments",
        "Network Function Attachments",
        "VPN Attachments",
        "Transit Gateway Cross Region Peering Attachments",
    ];
    for kind in kinds {
        let ids: Vec<&str> =
            rows.iter().filter(|row| kind_of(&row.to) == kind).map(|row| &*row.id).collect();
        if !ids.is_empty() {
            let message = format!("{id} has non-deleted {kind}: {}.", ids.join(", "));
            return Err(Error::new("IncorrectState", message));
        }
    }
    Ok(())
}
