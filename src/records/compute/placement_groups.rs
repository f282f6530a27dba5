//! Placement groups: how instances are to be spread over the hardware.

use crate::engine::{By, Index, Quota, Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use wire::{PlacementGroup, ResourceType};

pub(crate) const BY_NAME: By<PlacementGroup, str> = By::new("group-name");

impl Resource for PlacementGroup {
    type View = Self;
    const PREFIX: &'static str = "pg";
    const TYPE: Option<ResourceType> = Some(ResourceType::PlacementGroup);
    const PLURAL: &'static str = "placementGroups";
    const NOT_FOUND: &'static str = "InvalidPlacementGroupId.NotFound";
    const NOUN: &'static str = "Placement Group ID";
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-placement-group.html>, with the
    /// code in AWS's reference.
    // unverified (looked up 2026-11-26): the wording.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 500,
        code: "PlacementGroupLimitExceeded",
        message: |_| "The maximum number of placement groups has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> Self {
        let name = row.group_name.as_deref().unwrap_or_default();
        Self {
            group_id: Some(row.id.to_string()),
            group_arn: Some(arn(cx, &format!("placement-group/{name}"))),
            tags: row.tags.wire(),
            ..row.record.clone()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(name) = &self.group_name {
            index.add(BY_NAME, name);
        }
    }
}

/// The group with a name.
pub(crate) fn find<'a>(cx: Read<'a>, name: &str) -> Option<&'a Row<PlacementGroup>> {
    cx.with(BY_NAME, name).next()
}

/// # Errors
/// `InvalidParameterCombination` for a name and an id.
pub(crate) fn check_one(name: Option<&str>, id: Option<&str>) -> Result<()> {
    if id.is_some() && name.is_some_and(|name| !name.is_empty()) {
        return Err(Error::exclusive("groupName", "groupId"));
    }
    Ok(())
}

/// The name of a group that a request has by name or by id.
///
/// # Errors
/// `InvalidParameterCombination` for both, `InvalidPlacementGroup.Unknown` for an id that no group
/// has.
// unverified (looked up 2026-11-26): that an unknown id is worded as an unknown name is; code and
// message for both.
pub(crate) fn named(cx: Read<'_>, name: Option<&str>, id: Option<&str>) -> Result<Option<String>> {
    check_one(name, id)?;
    let Some(id) = id else { return Ok(name.map(str::to_owned)) };
    let row = cx.find::<PlacementGroup>(id).ok_or_else(|| unknown(id))?;
    Ok(row.group_name.clone())
}

pub(crate) fn unknown(name: &str) -> Error {
    // Of launches in transcripts of about 2021 (27242832483, 27200508697). In 2014 it had capitals:
    // bcbio/bcbio-nextgen-vm#37.
    let message = format!("The placement group '{name}' is unknown.");
    Error::new("InvalidPlacementGroup.Unknown", message)
}
