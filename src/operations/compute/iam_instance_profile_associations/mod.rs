//! Which instance profile an instance has. A launch with a profile makes an association, too; the
//! instance's `iamInstanceProfile` is read from here.

use crate::effects::compute::iam_instance_profile_associations::{CHANGING_MILLIS, associate};
use crate::engine::{Operation, Read, Resource, Row, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::compute::iam_instance_profile_associations::{
    IamInstanceProfileAssociation, IamProfile, asked_for, of_instance,
};
use crate::records::compute::instances::Instance;
use wire::{
    AssociateIamInstanceProfileRequest, AssociateIamInstanceProfileResult,
    DisassociateIamInstanceProfileRequest, DisassociateIamInstanceProfileResult,
    IamInstanceProfileAssociationState as State, IamInstanceProfileSpecification,
    InstanceStateName, ReplaceIamInstanceProfileAssociationRequest,
    ReplaceIamInstanceProfileAssociationResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AssociateIamInstanceProfile => associate_iam_instance_profile;
    Read  DescribeIamInstanceProfileAssociations => listed::<IamInstanceProfileAssociation>;
    Write ReplaceIamInstanceProfileAssociation => replace_iam_instance_profile_association;
    Write DisassociateIamInstanceProfile => disassociate_iam_instance_profile;
};

fn associate_iam_instance_profile(
    cx: &mut Write<'_>,
    request: &AssociateIamInstanceProfileRequest,
) -> Result<AssociateIamInstanceProfileResult> {
    let instance = cx.get::<Instance>(&request.instance_id)?;
    let (id, state) = (instance.id.clone(), instance.state(cx.now()));
    let profile = named(cx.read(), &request.iam_instance_profile)?;
    if !matches!(state, InstanceStateName::Running | InstanceStateName::Stopped) {
        let message = format!("The instance '{id}' is not in the 'running' or 'stopped' states.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    if of_instance(cx.read(), &id).is_some() {
        let message = format!("There is an existing association for instance {id}");
        return Err(Error::new("IncorrectState", message));
    }
    let association = associate(cx, id, profile);
    Ok(AssociateIamInstanceProfileResult {
        iam_instance_profile_association: Some(shown(cx.read(), &association)?),
    })
}

/// The new association has an id of its own, and the old one is gone at once.
/// See `API_ReplaceIamInstanceProfileAssociation` in AWS's reference.
fn replace_iam_instance_profile_association(
    cx: &mut Write<'_>,
    request: &ReplaceIamInstanceProfileAssociationRequest,
) -> Result<ReplaceIamInstanceProfileAssociationResult> {
    let old = cx.get::<IamInstanceProfileAssociation>(&request.association_id)?;
    let (id, instance_id) = (old.id.clone(), old.instance_id.clone());
    let profile = named(cx.read(), &request.iam_instance_profile)?;
    check_active(cx.read(), old)?;
    cx.remove::<IamInstanceProfileAssociation>(&id);
    let association = associate(cx, instance_id, profile);
    Ok(ReplaceIamInstanceProfileAssociationResult {
        iam_instance_profile_association: Some(shown(cx.read(), &association)?),
    })
}

fn disassociate_iam_instance_profile(
    cx: &mut Write<'_>,
    request: &DisassociateIamInstanceProfileRequest,
) -> Result<DisassociateIamInstanceProfileResult> {
    let row = live(cx.read(), &request.association_id)?;
    let id = row.id.clone();
    let instance = cx.find::<Instance>(&row.instance_id).map(|row| row.state(cx.now()));
    let state = cx.read().transition(State::Disassociating, State::Disassociated, CHANGING_MILLIS);
    cx.get_mut::<IamInstanceProfileAssociation>(&id)?.state = state;
    let shown = shown(cx.read(), &id)?;
    // Nothing has to be taken from a stopped instance: the next request can give it another one,
    // as <https://github.com/hashicorp/terraform-provider-aws/pull/11104> does.
    let settles = state.settles().filter(|_| instance != Some(InstanceStateName::Stopped));
    let gone = settles.unwrap_or_else(|| cx.now().timestamp());
    cx.end::<IamInstanceProfileAssociation>(&id, gone);
    Ok(DisassociateIamInstanceProfileResult { iam_instance_profile_association: Some(shown) })
}

fn named(cx: Read<'_>, wanted: &IamInstanceProfileSpecification) -> Result<IamProfile> {
    asked_for(cx, Some(wanted))?.ok_or_else(|| Error::missing("iamInstanceProfile"))
}

/// Whether another profile can take the place of this one: the instance runs, and the association
/// is not about to go. The wording: <https://github.com/aws/aws-cli/issues/5251>.
fn check_active(cx: Read<'_>, row: &Row<IamInstanceProfileAssociation>) -> Result<()> {
    let instance = cx.find::<Instance>(&row.instance_id).map(|row| row.state(cx.now()));
    let is_ending = matches!(row.state.at(cx.now()), State::Disassociating | State::Disassociated);
    if instance == Some(InstanceStateName::Running) && !is_ending {
        return Ok(());
    }
    let message = format!("The association {} is not the active association", row.id);
    Err(Error::new("IncorrectState", message))
}

/// An association that has not begun to end.
fn live<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<IamInstanceProfileAssociation>> {
    let row = cx.get::<IamInstanceProfileAssociation>(id)?;
    match row.state.at(cx.now()) {
        // unverified (looked up 2026-11-26): the answer for an association that is about to go.
        State::Disassociating | State::Disassociated => {
            Err(IamInstanceProfileAssociation::not_found(&[id]))
        }
        _ => Ok(row),
    }
}

fn shown(cx: Read<'_>, id: &str) -> Result<wire::IamInstanceProfileAssociation> {
    cx.view::<IamInstanceProfileAssociation>(id)
}
