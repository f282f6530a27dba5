//! Security groups in other VPCs than their own. VPCs of other accounts are not shared here.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Millis, Operation, Read, Tags, Timed, Write, operations};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::security_group_vpc_associations::SecurityGroupVpcAssociation;
use crate::records::network::security_groups::{DEFAULT, SecurityGroup};
use crate::records::network::vpcs::Vpc;
use wire::{
    AssociateSecurityGroupVpcRequest, AssociateSecurityGroupVpcResult,
    DescribeSecurityGroupVpcAssociationsRequest, DescribeSecurityGroupVpcAssociationsResult,
    DisassociateSecurityGroupVpcRequest, DisassociateSecurityGroupVpcResult,
    SecurityGroupVpcAssociationState as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AssociateSecurityGroupVpc => associate_security_group_vpc;
    Read  DescribeSecurityGroupVpcAssociations => describe_security_group_vpc_associations;
    Write DisassociateSecurityGroupVpc => disassociate_security_group_vpc;
};

const CHANGING_MILLIS: Millis = durations::SECURITY_GROUP_VPC_ASSOCIATIONS_CHANGING;

/// The rules are those of the reference of AssociateSecurityGroupVpc.
// unverified (looked up 2026-11-26): the codes and wordings here and below.
fn associate_security_group_vpc(
    cx: &mut Write<'_>,
    request: &AssociateSecurityGroupVpcRequest,
) -> Result<AssociateSecurityGroupVpcResult> {
    let group = cx.get::<SecurityGroup>(&request.group_id)?;
    let vpc = cx.get::<Vpc>(&request.vpc_id)?;
    if *group.name == *DEFAULT {
        let reason = "A default security group cannot be associated with another VPC.";
        return Err(Error::bad_parameter("groupId", &group.id, reason));
    }
    let is_default = |id: &str| cx.find::<Vpc>(id).is_some_and(|vpc| vpc.is_default);
    if vpc.is_default || is_default(&group.vpc_id) {
        let reason = "Security groups cannot be associated with or from the default VPC.";
        return Err(Error::bad_parameter("vpcId", &vpc.id, reason));
    }
    if group.vpc_id == vpc.id {
        let reason = "The security group was created in this VPC.";
        return Err(Error::bad_parameter("vpcId", &vpc.id, reason));
    }
    let key = SecurityGroupVpcAssociation::key(&group.id, &vpc.id);
    if cx.find::<SecurityGroupVpcAssociation>(&key).is_some() {
        let message =
            format!("The security group '{}' is already associated with '{}'", group.id, vpc.id);
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let (group_id, vpc_id) = (group.id.clone(), vpc.id.clone());
    let state = cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS);
    cx.insert(key, SecurityGroupVpcAssociation { group_id, vpc_id, state }, Tags::default());
    Ok(AssociateSecurityGroupVpcResult { state: Some(state.at(cx.now())) })
}

fn describe_security_group_vpc_associations(
    cx: Read<'_>,
    request: &DescribeSecurityGroupVpcAssociationsRequest,
) -> Result<DescribeSecurityGroupVpcAssociationsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let token = request.next_token.as_deref();
    let paging = cx.paging(request.max_results, token)?;
    let rows = cx.table::<SecurityGroupVpcAssociation>().iter(paging.position(), cx.now());
    let views = rows.map(|(seq, row)| (seq, view(row, cx)));
    let page = paging.cut(views.filter(|(_, view)| filters.matches(view)).map(Ok))?;
    Ok(DescribeSecurityGroupVpcAssociationsResult {
        security_group_vpc_associations: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(row: &SecurityGroupVpcAssociation, cx: Read<'_>) -> wire::SecurityGroupVpcAssociation {
    let account = cx.account().to_string();
    wire::SecurityGroupVpcAssociation {
        group_id: Some(row.group_id.to_string()),
        vpc_id: Some(row.vpc_id.to_string()),
        vpc_owner_id: Some(account.clone()),
        state: Some(row.state.at(cx.now())),
        group_owner_id: Some(account),
        ..wire::SecurityGroupVpcAssociation::default()
    }
}

/// The association is listed until it has ended.
fn disassociate_security_group_vpc(
    cx: &mut Write<'_>,
    request: &DisassociateSecurityGroupVpcRequest,
) -> Result<DisassociateSecurityGroupVpcResult> {
    let group = &cx.get::<SecurityGroup>(&request.group_id)?.id;
    let vpc = &cx.get::<Vpc>(&request.vpc_id)?.id;
    let key = SecurityGroupVpcAssociation::key(group, vpc);
    let state = cx.find(&key).map(|it| it.state.at(cx.now()));
    if !matches!(state, Some(State::Associating | State::Associated)) {
        let message = format!("The security group '{group}' is not associated with '{vpc}'");
        return Err(Error::new("InvalidSecurityGroupVpcAssociation.NotFound", message));
    }
    // "You cannot disassociate the security group if any Elastic network interfaces in the
    // associated VPC are still associated with the security group."
    let mut interfaces = cx.read().with(NetworkInterface::BY_GROUP, group);
    if interfaces.any(|interface| interface.vpc_id == *vpc) {
        let message = format!("resource {group} has a dependent object");
        return Err(Error::new("DependencyViolation", message));
    }
    let state = cx.read().transition(State::Disassociating, State::Disassociated, CHANGING_MILLIS);
    match state.settles() {
        None => cx.remove::<SecurityGroupVpcAssociation>(&key),
        Some(ends) => {
            if let Some(mut row) = cx.find_mut::<SecurityGroupVpcAssociation>(&key) {
                row.state = Timed::settled(State::Disassociating);
            }
            cx.end::<SecurityGroupVpcAssociation>(&key, ends);
        }
    }
    Ok(DisassociateSecurityGroupVpcResult { state: Some(state.at(cx.now())) })
}
