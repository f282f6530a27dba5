//! Security groups; their rules are rows of their own, in security_group_rules.rs.

use crate::engine::{Id, Index, Operation, Read, Resource, Row, Tags, Write, operations};
use serde::Serialize;
use wire::ResourceType;

pub(super) const OPERATIONS: &[Operation] = operations! {};

impl Resource for SecurityGroup {
    type View = wire::SecurityGroup;
    const PREFIX: &'static str = "sg";
    const TYPE: ResourceType = ResourceType::SecurityGroup;
    const PLURAL: &'static str = "securityGroups";
    const NOT_FOUND: &'static str = "InvalidGroup.NotFound";
    const MALFORMED: &'static str = "InvalidGroupId.Malformed";
    const NOUN: &'static str = "security group";

    fn view(_row: &Row<Self>, _cx: Read<'_>) -> wire::SecurityGroup {
        wire::SecurityGroup::default()
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("vpc-id", self.vpc_id.clone());
        index.add("group-name", self.name.clone());
    }
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct SecurityGroup {
    pub vpc_id: Id,
    pub name: Id,
    pub description: String,
}

/// Makes the group that a VPC comes with.
pub(super) fn create_default(cx: &mut Write<'_>, vpc_id: &Id) -> Id {
    let id = cx.new_id::<SecurityGroup>();
    let record = SecurityGroup {
        vpc_id: vpc_id.clone(),
        name: "default".into(),
        description: "default VPC security group".to_owned(),
    };
    cx.insert(id.clone(), record, Tags::default());
    id
}

/// Takes a VPC's default group with the VPC.
pub(super) fn delete_of_vpc(cx: &mut Write<'_>, vpc_id: &Id) {
    let group = cx.read().with::<SecurityGroup>("vpc-id", vpc_id).next();
    if let Some(id) = group.map(|group| group.id.clone()) {
        cx.remove::<SecurityGroup>(&id);
    }
}
