//! Which instance profile an instance has. A launch with a profile makes an association, too; the
//! instance's `iamInstanceProfile` is read from here.

use crate::engine::{By, Index, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::ids::InstanceId;
use serde::{Deserialize, Serialize};
use wire::{IamInstanceProfileAssociationState as State, IamInstanceProfileSpecification};

impl IamInstanceProfileAssociation {
    pub(crate) const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
    /// No filter has this name.
    pub(crate) const BY_PROFILE: By<Self, str> = By::new("iam-instance-profile.arn");
}

impl Resource for IamInstanceProfileAssociation {
    type View = wire::IamInstanceProfileAssociation;
    const PREFIX: &'static str = "iip-assoc";
    const PLURAL: &'static str = "iamInstanceProfileAssociations";
    const NOT_FOUND: &'static str = "InvalidAssociationID.NotFound";
    const NOUN: &'static str = "association ID";

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IamInstanceProfileAssociation {
        wire::IamInstanceProfileAssociation {
            association_id: Some(row.id.to_string()),
            instance_id: Some(row.instance_id.to_string()),
            iam_instance_profile: Some(row.profile.view()),
            state: Some(row.state.at(cx.now())),
            // Recorded answers do not have it.
            timestamp: None,
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE, &self.instance_id);
        index.add(Self::BY_PROFILE, &self.profile.arn);
    }

    /// aws/aws-cli#2570, of the id of an instance.
    fn check_id(id: &str) -> Result<()> {
        let digits = id.strip_prefix("iip-assoc-").unwrap_or_default();
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(());
        }
        Err(Error::invalid_value("Invalid value for associationId."))
    }

    fn not_found(ids: &[&str]) -> Error {
        let message = format!("An invalid association-id of '{}' was given", ids.join(", "));
        Error::new(Self::NOT_FOUND, message)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IamInstanceProfileAssociation {
    pub instance_id: InstanceId,
    pub profile: IamProfile,
    pub state: Timed<State>,
}

pub(crate) fn of_instance<'a>(
    cx: Read<'a>,
    instance_id: &InstanceId,
) -> Option<&'a Row<IamInstanceProfileAssociation>> {
    cx.with(IamInstanceProfileAssociation::BY_INSTANCE, instance_id).next()
}

pub(crate) fn instances_with(profile_arn: &str, cx: Read<'_>) -> Vec<InstanceId> {
    let rows = cx.with(IamInstanceProfileAssociation::BY_PROFILE, profile_arn);
    rows.map(|row| row.instance_id.clone()).collect()
}

/// What DescribeInstances shows.
pub(crate) fn view(cx: Read<'_>, instance_id: &InstanceId) -> Option<wire::IamInstanceProfile> {
    of_instance(cx, instance_id).map(|row| row.profile.view())
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IamProfile {
    pub arn: Text,
    pub id: Text,
}

impl IamProfile {
    pub fn view(&self) -> wire::IamInstanceProfile {
        wire::IamInstanceProfile { arn: Some(self.arn.to_string()), id: Some(self.id.to_string()) }
    }
}

// unverified (looked up 2026-11-26): AWS refuses a name that IAM does not have; nothing here knows
// which these are.
pub(crate) fn asked_for(
    cx: Read<'_>,
    wanted: Option<&IamInstanceProfileSpecification>,
) -> Result<Option<IamProfile>> {
    let Some(wanted) = wanted else { return Ok(None) };
    let arn = match (wanted.arn.as_deref(), wanted.name.as_deref()) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(Error::combination(
                "The parameter 'iamInstanceProfile.name' may not be used in combination with \
                 'iamInstanceProfile.arn'",
            ));
        }
        (Some(arn), None) => checked_arn(arn)?.to_owned(),
        (None, Some(name)) => arn_of(cx, name)?,
    };
    let id = id_of(&arn);
    Ok(Some(IamProfile { arn: arn.into(), id: id.into() }))
}

fn checked_arn(arn: &str) -> Result<&str> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "iam", "", account, resource]
            if account.len() == 12 && resource.starts_with("instance-profile/") =>
        {
            Ok(arn)
        }
        _ => Err(Error::bad_parameter(
            "iamInstanceProfile.arn",
            arn,
            "Invalid IAM Instance Profile ARN",
        )),
    }
}

fn arn_of(cx: Read<'_>, name: &str) -> Result<String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if name.is_empty() || name.len() > 128 || !name.bytes().all(allowed) {
        let parameter = "iamInstanceProfile.name";
        return Err(Error::bad_parameter(parameter, name, "Invalid IAM Instance Profile name"));
    }
    let partition = arns::partition(cx);
    Ok(format!("arn:{partition}:iam::{}:instance-profile/{name}", cx.account()))
}

/// `AIPA` and seventeen characters, the same ones for the same ARN.
fn id_of(arn: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    // FNV-1a in 128 bits: stable over versions and platforms, unlike the standard hasher.
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in arn.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    let digit = |at: u32| char::from(DIGITS[((hash >> (at * 5)) & 31) as usize]);
    "AIPA".chars().chain((0..17).map(digit)).collect()
}
