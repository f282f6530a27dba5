//! VPC encryption controls in their two modes, and what stands in the way of the one that enforces.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>

use crate::effects::network::vpc_encryption_controls::{Asked, watching};
use crate::engine::{
    Millis, Operation, Paging, Query, Read, Resource as _, Write, deleted, operations,
};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::VpcId;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::vpc_encryption_controls::{Exclusion, VpcEncryptionControl, of_vpc};
use crate::records::network::vpc_peering_connections::{self, VpcPeeringConnection};
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_gateways::VpnGateway;
use crate::records::transit::transit_gateway_attachments;
use wire::{
    CreateVpcEncryptionControlRequest, CreateVpcEncryptionControlResult,
    DescribeVpcEncryptionControlsRequest, DescribeVpcEncryptionControlsResult,
    GetVpcResourcesBlockingEncryptionEnforcementRequest,
    GetVpcResourcesBlockingEncryptionEnforcementResult, InstanceStateName,
    ModifyVpcEncryptionControlRequest, ModifyVpcEncryptionControlResult,
    VpcEncryptionNonCompliantResource,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpcEncryptionControl => create_vpc_encryption_control;
    Read  DescribeVpcEncryptionControls => describe_vpc_encryption_controls;
    Write ModifyVpcEncryptionControl => modify_vpc_encryption_control;
    Write DeleteVpcEncryptionControl => deleted::<VpcEncryptionControl>;
    Read  GetVpcResourcesBlockingEncryptionEnforcement => resources_blocking_enforcement;
};

/// How long the mode takes to change where transitions take time.
const CHANGING_MILLIS: Millis = durations::VPC_ENCRYPTION_CONTROLS_CHANGING;

fn create_vpc_encryption_control(
    cx: &mut Write<'_>,
    request: &CreateVpcEncryptionControlRequest,
) -> Result<CreateVpcEncryptionControlResult> {
    let tags = cx.tags_for::<VpcEncryptionControl>(&request.tag_specifications)?;
    let vpc_id = cx.get::<Vpc>(&request.vpc_id)?.id.clone();
    if let Some(other) = of_vpc(cx.read(), &vpc_id) {
        // unverified (looked up 2026-11-26): code and words; that a VPC has one is documented.
        let message = format!("The VPC '{vpc_id}' already has the encryption control {}", other.id);
        return Err(Error::new("ResourceAlreadyExists", message));
    }
    let control = cx.create(watching(vpc_id), tags)?;
    Ok(CreateVpcEncryptionControlResult { vpc_encryption_control: Some(control) })
}

fn describe_vpc_encryption_controls(
    cx: Read<'_>,
    request: &DescribeVpcEncryptionControlsRequest,
) -> Result<DescribeVpcEncryptionControlsResult> {
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.vpc_encryption_control_ids);
    let of = &request.vpc_ids;
    let wanted = |id: &str| of.is_empty() || of.iter().any(|asked| asked == id);
    let page = cx.select_rows::<VpcEncryptionControl>(&query, |row| wanted(&row.vpc_id))?;
    Ok(DescribeVpcEncryptionControlsResult {
        vpc_encryption_controls: Some(page.items.into_iter().map(|(_, view)| view).collect()),
        next_token: page.next_token,
    })
}

/// Encryption is enforced once nothing stands in the way of it.
fn modify_vpc_encryption_control(
    cx: &mut Write<'_>,
    request: &ModifyVpcEncryptionControlRequest,
) -> Result<ModifyVpcEncryptionControlResult> {
    let id = &request.vpc_encryption_control_id;
    let row = cx.read().get_live::<VpcEncryptionControl>(id)?;
    let enforced = Asked::from(request).enforced(row.enforced.as_ref())?;
    if let Some(through) = &enforced {
        check_nothing_blocks(cx.read(), &row.vpc_id, through)?;
    }
    let is_change = row.enforced.is_some() != enforced.is_some();
    let changing = cx.read().transition(false, true, CHANGING_MILLIS);
    let mut row = cx.get_mut::<VpcEncryptionControl>(id)?;
    row.enforced = enforced;
    if is_change {
        row.changes_until = changing.settles();
    }
    drop(row);
    let control = VpcEncryptionControl::view(cx.get(id)?, cx.read());
    Ok(ModifyVpcEncryptionControlResult { vpc_encryption_control: Some(control) })
}

/// # Errors
/// The code is what Terraform's provider takes for this.
// unverified (looked up 2026-11-26): the message.
fn check_nothing_blocks(cx: Read<'_>, id: &VpcId, through: &[Exclusion]) -> Result<()> {
    let mut blocking = blocking(cx, id).into_iter();
    let first = blocking.find(|(what, _)| what.is_none_or(|what| !through.contains(&what)));
    let Some((_, first)) = first else { return Ok(()) };
    let message = format!(
        "The VPC '{id}' has resources that do not encrypt traffic and are not excluded: {}.",
        first.id.unwrap_or_default()
    );
    Err(Error::new("VpcEncryptionControlStateTransitionFailed", message))
}

fn resources_blocking_enforcement(
    cx: Read<'_>,
    request: &GetVpcResourcesBlockingEncryptionEnforcementRequest,
) -> Result<GetVpcResourcesBlockingEncryptionEnforcementResult> {
    let id = &cx.get::<Vpc>(&request.vpc_id)?.id;
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let blocking = blocking(cx, id).into_iter().map(|(_, resource)| resource);
    let all = (1..).zip(blocking).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(all.map(Ok))?;
    Ok(GetVpcResourcesBlockingEncryptionEnforcementResult {
        non_compliant_resources: Some(page.items),
        next_token: page.next_token,
    })
}

/// What stands in the way of enforcement, with the exclusion that lets it through.
type Blocking = (Option<Exclusion>, VpcEncryptionNonCompliantResource);

/// Instances whose type does not encrypt what it sends, the gateways out of the VPC, transit
/// gateways, none of which is set to encrypt, and connections to VPCs that do not enforce it.
// unverified (looked up 2026-11-26): how AWS names the types of these, and describes them; that
// what is excluded is listed all the same.
fn blocking(cx: Read<'_>, id: &VpcId) -> Vec<Blocking> {
    let now = cx.now();
    let runs = |row: &Instance| {
        let state = row.state(now);
        !matches!(state, InstanceStateName::ShuttingDown | InstanceStateName::Terminated)
    };
    let instances = cx.with(Instance::BY_VPC, id);
    let instances = instances.filter(|row| runs(row) && !row.kind.network.encryption_in_transit);
    let instances = instances.map(|row| blocks("instance", &row.id, None));
    let internet = cx.with(InternetGateway::BY_VPC, id);
    let internet =
        internet.map(|row| blocks("internet-gateway", &row.id, Some(Exclusion::InternetGateway)));
    let egress = cx.with(EgressOnlyInternetGateway::BY_VPC, id);
    let egress = egress.filter(|row| !row.is_leaving(now)).map(|row| {
        let exclusion = Some(Exclusion::EgressOnlyInternetGateway);
        blocks("egress-only-internet-gateway", &row.id, exclusion)
    });
    let nat = cx.with(NatGateway::BY_VPC, id).filter(|row| !row.is_leaving(now));
    let nat = nat.map(|row| blocks("natgateway", &row.id, Some(Exclusion::NatGateway)));
    let private = cx.with(VpnGateway::BY_VPC, id).filter(|row| !row.is_leaving(now));
    let private =
        private.map(|row| blocks("vpn-gateway", &row.id, Some(Exclusion::VirtualPrivateGateway)));
    let transit = transit_gateway_attachments::of_vpc(cx, id);
    let transit = transit.map(|row| blocks("transit-gateway-attachment", &row.id, None));
    let gateways = instances.chain(internet).chain(egress).chain(nat).chain(private);
    gateways.chain(transit).chain(peerings(cx, id)).collect()
}

fn peerings<'a>(cx: Read<'a>, id: &VpcId) -> impl Iterator<Item = Blocking> + use<'a> {
    let asked = cx.with(VpcPeeringConnection::BY_REQUESTER, id);
    let all = asked.chain(cx.with(VpcPeeringConnection::BY_ACCEPTER, id));
    let open =
        all.filter(move |row| row.is_live(cx.now()) && !vpc_peering_connections::encrypts(cx, row));
    open.map(|row| blocks("vpc-peering-connection", &row.id, Some(Exclusion::VpcPeering)))
}

fn blocks(of: &str, id: &str, exclusion: Option<Exclusion>) -> Blocking {
    let resource = VpcEncryptionNonCompliantResource {
        id: Some(id.to_owned()),
        r#type: Some(of.to_owned()),
        description: None,
        is_excludable: Some(exclusion.is_some()),
    };
    (exclusion, resource)
}
