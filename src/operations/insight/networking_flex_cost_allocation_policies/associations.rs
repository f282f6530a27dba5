//! What policies are associated with: network resources themselves, or all of a subnet, a VPC or
//! the account. What comes of one does not keep the others.

use super::record::{FlexCostAllocationPolicy, FlexCostAllocationPolicyAssociation as Association};
use crate::engine::{Id, Read, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::finders::alive;
use crate::records::ids::AnyId;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpcs::Vpc;
use wire::{
    AssociateNetworkingFlexCostAllocationPolicyRequest,
    AssociateNetworkingFlexCostAllocationPolicyResult,
    DisassociateNetworkingFlexCostAllocationPolicyRequest,
    DisassociateNetworkingFlexCostAllocationPolicyResult,
    FlexCostAllocationNetworkResourceScopeType as Scope,
    FlexCostAllocationNetworkResourceType as ResourceType,
    FlexCostAllocationOperationFailure as Failure,
};

const MAX_RESOURCES: usize = 20;

const MAX_ASSOCIATIONS: usize = 100;

/// A resource that was asked for, and what it is as a scope.
type Target<'a> = (&'a str, Option<Scope>);

pub(crate) fn failure(id: &str, code: &str, reason: String) -> Failure {
    Failure {
        resource_id: Some(id.to_owned()),
        failure_code: Some(code.to_owned()),
        failure_reason: Some(reason),
    }
}

// The limits and the codes of failures are documented; unverified (looked up 2026-11-26): reasons,
// and the codes and words of refusals.
pub(crate) fn associate(
    cx: &mut Write<'_>,
    request: &AssociateNetworkingFlexCostAllocationPolicyRequest,
) -> Result<AssociateNetworkingFlexCostAllocationPolicyResult> {
    let policy = cx.get::<FlexCostAllocationPolicy>(&request.fca_policy_id)?;
    let (policy_id, of) = (policy.id.clone(), policy.latest.document.of());
    let targets = targets(request);
    if targets.is_empty() {
        return Err(Error::missing("NetworkResourceIds or NetworkResourceScope"));
    }
    if targets.len() > MAX_RESOURCES {
        let message = format!("A request can associate up to {MAX_RESOURCES} resources.");
        return Err(Error::invalid_value(message));
    }
    let (mut fit, mut failures) = (Vec::new(), Vec::new());
    for target in targets {
        match check(cx.read(), of, target) {
            Ok(()) => fit.push(target),
            Err(failure) => failures.push(failure),
        }
    }
    let present = cx.read().with(Association::BY_POLICY, &policy_id).count();
    if present + fit.len() > MAX_ASSOCIATIONS {
        let message = format!("A policy can have up to {MAX_ASSOCIATIONS} active associations.");
        return Err(Error::new("ResourceLimitExceeded", message));
    }
    let mut made = Vec::with_capacity(fit.len());
    for (id, scope) in fit {
        let record = Association {
            policy_id: policy_id.clone(),
            resource_id: AnyId::new(id),
            is_scope: scope.is_some(),
            associated: cx.now().timestamp(),
        };
        made.push(cx.create(record, Tags::default())?);
    }
    Ok(AssociateNetworkingFlexCostAllocationPolicyResult {
        fca_policy_associations: Some(made),
        fca_policy_association_failures: Some(failures),
    })
}

/// Each once.
fn targets(request: &AssociateNetworkingFlexCostAllocationPolicyRequest) -> Vec<Target<'_>> {
    let direct = request.network_resource_ids.iter().map(|id| (id.as_str(), None));
    let scope = request.network_resource_scope.iter().flat_map(|scope| {
        let ids = scope.resource_ids.iter().flatten();
        ids.map(|id| (id.as_str(), scope.resource_type))
    });
    let mut targets: Vec<Target<'_>> = Vec::new();
    for target in direct.chain(scope) {
        if targets.iter().all(|(id, _)| *id != target.0) {
            targets.push(target);
        }
    }
    targets
}

/// That it is there, of the policy's type or the caller's own scope, and not associated yet.
// unverified (looked up 2026-11-26): that policies for several types cannot have one scope.
fn check(cx: Read<'_>, of: ResourceType, (id, scope): Target<'_>) -> Result<(), Failure> {
    let found = match (scope, of) {
        (Some(Scope::Account), _) if *id == **cx.account() => Ok(()),
        (Some(Scope::Account), _) => Err(Error::invalid_value("It is not your own account.")),
        (Some(Scope::Vpc), _) => cx.get::<Vpc>(id).map(drop),
        (Some(Scope::Subnet), _) => cx.get::<Subnet>(id).map(drop),
        (None, ResourceType::Natgw) => cx.get_live::<NatGateway>(id).map(drop),
        (None, ResourceType::Ec2) => alive(cx, id).map(drop),
        (None, ResourceType::Pcx) => peering(cx, id),
    };
    found.map_err(|error| failure(id, "InvalidResource", error.message))?;
    match cx.with(Association::BY_RESOURCE, &AnyId::new(id)).next() {
        None => Ok(()),
        Some(other) => {
            let reason = format!("It is associated with the policy '{}'.", other.policy_id);
            Err(failure(id, "ResourceAlreadyAssociated", reason))
        }
    }
}

fn peering(cx: Read<'_>, id: &str) -> Result<()> {
    let connection = cx.get::<VpcPeeringConnection>(id)?;
    if connection.is_live(cx.now()) {
        return Ok(());
    }
    Err(Error::invalid_value(format!("The vpcPeeringConnection '{id}' is no connection any more.")))
}

pub(crate) fn disassociate(
    cx: &mut Write<'_>,
    request: &DisassociateNetworkingFlexCostAllocationPolicyRequest,
) -> Result<DisassociateNetworkingFlexCostAllocationPolicyResult> {
    let (mut removed, mut failures) = (Vec::new(), Vec::new());
    for id in &request.fca_policy_association_ids {
        if cx.find::<Association>(id).is_some() {
            cx.remove::<Association>(&Id::new(id.as_str()));
            removed.push(id.clone());
        } else {
            let reason = format!("The association '{id}' does not exist.");
            failures.push(failure(id, "InvalidResource", reason));
        }
    }
    Ok(DisassociateNetworkingFlexCostAllocationPolicyResult {
        fca_policy_disassociations: Some(removed),
        fca_policy_disassociation_failures: Some(failures),
    })
}
