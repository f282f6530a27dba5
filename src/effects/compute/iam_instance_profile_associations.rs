//! Giving a launched instance its profile, and taking it from one that ends.

use crate::engine::{Id, Millis, Tags, Write};
use crate::records::compute::iam_instance_profile_associations::{
    IamInstanceProfileAssociation, IamProfile, of_instance,
};
use crate::records::durations;
use crate::records::ids::InstanceId;
use wire::{IamInstanceProfileAssociationState as State, Timestamp};

/// How long an association begins and ends.
pub(crate) const CHANGING_MILLIS: Millis = durations::IAM_INSTANCE_PROFILE_ASSOCIATIONS_CHANGING;

/// Gives a profile to an instance that has none, and returns the association's id.
pub(crate) fn associate(
    cx: &mut Write<'_>,
    instance_id: InstanceId,
    profile: IamProfile,
) -> Id<IamInstanceProfileAssociation> {
    let id = cx.new_id::<IamInstanceProfileAssociation>();
    let state = cx.read().transition(State::Associating, State::Associated, CHANGING_MILLIS);
    let association = IamInstanceProfileAssociation { instance_id, profile, state };
    cx.insert(id.clone(), association, Tags::default());
    id
}

/// Ends the association of an instance that is gone at a moment.
pub(crate) fn release(cx: &mut Write<'_>, instance_id: &InstanceId, gone: Timestamp) {
    let id = of_instance(cx.read(), instance_id).map(|row| row.id.clone());
    if let Some(id) = id {
        cx.end::<IamInstanceProfileAssociation>(&id, gone);
    }
}
