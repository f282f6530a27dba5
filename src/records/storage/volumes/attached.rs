//! The volumes that are attached to an instance.

use super::record::Volume;
use crate::engine::{Read, Row};
use crate::records::ids::InstanceId;

/// The volumes attached to an instance, in the order of their creation.
pub(crate) fn attached_to<'a>(cx: Read<'a>, instance_id: &InstanceId) -> Vec<&'a Row<Volume>> {
    let rows = cx.with(Volume::BY_INSTANCE, instance_id);
    rows.filter(|row| row.attached_to(instance_id, cx.now()).is_some()).collect()
}
