//! What a request says of the encryption of a VPC's traffic, the control that comes of it, and what
//! stands in its way.

use crate::engine::{Id, Millis, Read, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::{TransitGatewayId, VpcId};
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::vpc_encryption_controls::{
    Exclusion, VpcEncryptionControl, check_unmanaged, of_account, of_vpc,
};
use crate::records::network::vpc_peering_connections::{self, VpcPeeringConnection};
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_gateways::VpnGateway;
use crate::records::transit::transit_gateway_attachments;
use crate::records::transit::transit_gateways::TransitGateway;
use wire::{
    AccountVpcEncryptionControlState, InstanceStateName, ModifyVpcEncryptionControlRequest,
    VpcEncryptionControlConfiguration, VpcEncryptionControlExclusionStateInput as Input,
    VpcEncryptionControlMode, VpcEncryptionNonCompliantResource,
};

/// How long a mode takes to change where transitions take time.
pub(crate) const CHANGING_MILLIS: Millis = durations::VPC_ENCRYPTION_CONTROLS_CHANGING;

pub(crate) fn watching(vpc_id: VpcId) -> VpcEncryptionControl {
    VpcEncryptionControl { vpc_id, enforced: None, changes_until: None }
}

/// Puts a control into a mode, which takes its time.
///
/// # Errors
/// None: the control is there.
pub(crate) fn change(
    cx: &mut Write<'_>,
    id: &Id<VpcEncryptionControl>,
    enforced: Option<Vec<Exclusion>>,
) -> Result<()> {
    let changing = cx.read().transition(false, true, CHANGING_MILLIS);
    let mut row = cx.get_mut::<VpcEncryptionControl>(id)?;
    let is_change = row.enforced.is_some() != enforced.is_some();
    row.enforced = enforced;
    if is_change {
        row.changes_until = changing.settles();
    }
    Ok(())
}

/// Brings all VPCs of the account into a mode, as far as they can be, and says how far that is:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>
///
/// # Errors
/// None: what stands in the way keeps its VPC alone.
pub(crate) fn attempt_all(
    cx: &mut Write<'_>,
    enforced: Option<&Vec<Exclusion>>,
) -> Result<AccountVpcEncryptionControlState> {
    let vpcs = cx.read().table::<Vpc>().iter(0, cx.now()).map(|(_, vpc)| vpc.id.clone());
    let (mut done, mut failed) = (0, 0);
    for vpc_id in vpcs.collect::<Vec<_>>() {
        let count = if attempt(cx, &vpc_id, enforced)? { &mut done } else { &mut failed };
        *count += 1;
    }
    Ok(match (done, failed) {
        (_, 0) => AccountVpcEncryptionControlState::TransitionsSuccessful,
        (0, _) => AccountVpcEncryptionControlState::TransitionsFailed,
        _ => AccountVpcEncryptionControlState::TransitionsPartiallySuccessful,
    })
}

/// The same of one VPC. One that cannot enforce encryption stays as it is, or is watched if it was
/// not before, as a VPC is before it enforces anything.
// unverified (looked up 2026-11-26): that a control is made for the latter.
fn attempt(cx: &mut Write<'_>, vpc_id: &VpcId, enforced: Option<&Vec<Exclusion>>) -> Result<bool> {
    let is_blocked =
        enforced.is_some_and(|through| first_blocking(cx.read(), vpc_id, through).is_some());
    let enforced = enforced.filter(|_| !is_blocked).cloned();
    match of_vpc(cx.read(), vpc_id).map(|row| row.id.clone()) {
        Some(id) if !is_blocked => change(cx, &id, enforced)?,
        Some(_) => {}
        None => {
            let record = VpcEncryptionControl { enforced, ..watching(vpc_id.clone()) };
            cx.create(record, Tags::default())?;
        }
    }
    Ok(!is_blocked)
}

/// Gives a new VPC the control that is asked for, with which nothing stands in the way of any mode,
/// or else the one that the account says.
///
/// # Errors
/// Those of [`Asked::enforced`], and what is asked for where the account manages its VPCs.
pub(crate) fn create_with_vpc(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    asked: Option<&VpcEncryptionControlConfiguration>,
) -> Result<()> {
    let Some(asked) = asked else {
        if let Some(enforced) = of_account(cx.read()).map(|account| account.enforced()) {
            attempt(cx, vpc_id, enforced.as_ref())?;
        }
        return Ok(());
    };
    check_unmanaged(cx.read())?;
    let asked = Asked::from(asked);
    let enforced = asked.enforced(None)?;
    let record = VpcEncryptionControl { enforced, ..watching(vpc_id.clone()) };
    cx.create(record, Tags::default())?;
    Ok(())
}

/// What a request says of a control.
pub(crate) struct Asked {
    mode: Option<VpcEncryptionControlMode>,
    exclusions: [(Exclusion, Option<Input>); 10],
}

macro_rules! asked_from {
    ($request:ty, $mode:expr) => {
        impl From<&$request> for Asked {
            fn from(request: &$request) -> Self {
                let mode: fn(&$request) -> Option<VpcEncryptionControlMode> = $mode;
                Self {
                    mode: mode(request),
                    exclusions: [
                        (Exclusion::InternetGateway, request.internet_gateway_exclusion),
                        (
                            Exclusion::EgressOnlyInternetGateway,
                            request.egress_only_internet_gateway_exclusion,
                        ),
                        (Exclusion::NatGateway, request.nat_gateway_exclusion),
                        (
                            Exclusion::VirtualPrivateGateway,
                            request.virtual_private_gateway_exclusion,
                        ),
                        (Exclusion::VpcPeering, request.vpc_peering_exclusion),
                        (Exclusion::Lambda, request.lambda_exclusion),
                        (Exclusion::VpcLattice, request.vpc_lattice_exclusion),
                        (Exclusion::ElasticFileSystem, request.elastic_file_system_exclusion),
                        (Exclusion::GlobalAccelerator, request.global_accelerator_exclusion),
                        (Exclusion::ApiGatewayV2, request.api_gateway_v2_exclusion),
                    ],
                }
            }
        }
    };
}

asked_from!(ModifyVpcEncryptionControlRequest, |request| request.mode);

asked_from!(VpcEncryptionControlConfiguration, |request| request.mode);

impl Asked {
    /// What is let through where encryption is enforced from now on; `None`: it is only watched.
    ///
    /// # Errors
    /// `InvalidParameterCombination` for exclusions from nothing.
    // unverified (looked up 2026-11-26): code and message; that what is not named stays.
    pub fn enforced(&self, before: Option<&Vec<Exclusion>>) -> Result<Option<Vec<Exclusion>>> {
        let is_enforced = match self.mode {
            Some(mode) => mode == VpcEncryptionControlMode::Enforce,
            None => before.is_some(),
        };
        if !is_enforced {
            if self.exclusions.iter().any(|(_, asked)| *asked == Some(Input::Enable)) {
                let message = "Exclusions can only be enabled in enforce mode.";
                return Err(Error::combination(message));
            }
            return Ok(None);
        }
        Ok(Some(through(&self.exclusions, before.map(Vec::as_slice).unwrap_or_default())))
    }
}

/// What is let through from now on: what is asked for, and what was before and is not named.
pub(crate) fn through(
    asked: &[(Exclusion, Option<Input>)],
    before: &[Exclusion],
) -> Vec<Exclusion> {
    let through = asked.iter().filter(|(what, asked)| match asked {
        Some(asked) => *asked == Input::Enable,
        None => before.contains(what),
    });
    through.map(|(what, _)| *what).collect()
}

/// The first thing that stands in the way of enforcement and is not let through.
pub(crate) fn first_blocking(
    cx: Read<'_>,
    id: &VpcId,
    through: &[Exclusion],
) -> Option<VpcEncryptionNonCompliantResource> {
    let mut blocking = blocking(cx, id).into_iter();
    let first = blocking.find(|(what, _)| what.is_none_or(|what| !through.contains(&what)));
    first.map(|(_, resource)| resource)
}

/// What stands in the way of enforcement, with the exclusion that lets it through.
pub(crate) type Blocking = (Option<Exclusion>, VpcEncryptionNonCompliantResource);

/// Instances whose type does not encrypt what it sends, the gateways out of the VPC, transit
/// gateways that are not set to encrypt, and connections to VPCs that do not enforce it.
// unverified (looked up 2026-11-26): how AWS names the types of these, and describes them; that
// what is excluded is listed all the same.
pub(crate) fn blocking(cx: Read<'_>, id: &VpcId) -> Vec<Blocking> {
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
    let encrypts = |id: &TransitGatewayId| {
        let gateway = cx.find_anyones::<TransitGateway>(id);
        gateway.is_some_and(|(_, gateway)| gateway.options.encrypts(now))
    };
    let transit = transit_gateway_attachments::of_vpc(cx, id);
    let transit = transit.filter(|row| !encrypts(&row.gateway_id));
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
