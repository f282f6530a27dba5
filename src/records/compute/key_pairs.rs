//! Key pairs: the public halves that launches put into instances. A private key is handed out
//! once, when it is made, and not kept. The cryptography is in `material`.

use crate::engine::{By, CustomFilter, Index, Quota, Read, Resource, Row, Text};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{KeyPairInfo, KeyType, ResourceType, Timestamp};

impl KeyPair {
    pub(crate) const BY_NAME: By<Self, str> = By::new("key-name");
    pub(crate) const BY_FINGERPRINT: By<Self, str> = By::new("fingerprint");
}

impl Resource for KeyPair {
    type View = KeyPairInfo;
    const PREFIX: &'static str = "key";
    const TYPE: Option<ResourceType> = Some(ResourceType::KeyPair);
    const PLURAL: &'static str = "keyPairs";
    const NOT_FOUND: &'static str = "InvalidParameterValue";
    const MALFORMED: &'static str = "InvalidParameterValue";
    const ID_FILTER: Option<&'static str> = Some("key-pair-id");
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html>, with the code in
    /// AWS's reference.
    // unverified (looked up 2026-11-26): the wording.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5_000,
        code: "KeyPairLimitExceeded",
        message: |_| "The maximum number of key pairs has been reached.".to_owned(),
    });
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("fingerprint", |row, _| vec![row.fingerprint.clone()])];

    fn view(row: &Row<Self>, _cx: Read<'_>) -> KeyPairInfo {
        KeyPairInfo {
            key_pair_id: Some(row.id.to_string()),
            key_type: Some(row.key_type),
            tags: row.tags.wire(),
            public_key: None,
            create_time: Some(row.created),
            key_name: Some(row.name.to_string()),
            key_fingerprint: Some(row.fingerprint.clone()),
        }
    }

    // unverified (looked up 2026-11-26): that several are told of one by one.
    fn not_found(ids: &[&str]) -> Error {
        invalid_id(ids.first().copied().unwrap_or_default())
    }

    fn check_id(id: &str) -> Result<()> {
        let digits = id.strip_prefix("key-").unwrap_or_default();
        let is_id = digits.len() == 17 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        if is_id { Ok(()) } else { Err(invalid_id(id)) }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_NAME, &self.name);
        index.add(Self::BY_FINGERPRINT, &self.fingerprint);
    }
}

/// What there is not is called as what cannot be.
fn invalid_id(id: &str) -> Error {
    Error::invalid_value(format!("Invalid value '{id}' for keyPairId."))
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html>
pub(crate) const MAX_NAME_CHARS: usize = 255;

pub(crate) fn too_long(parameter: &str, most: usize) -> Error {
    let message = format!("Value for parameter {parameter} is invalid. Length exceeds maximum of");
    Error::invalid_value(format!("{message} {most}."))
}

/// Checks the key that a launch names. The wording for Windows is recorded in
/// <https://github.com/splunk/attack_range/pull/901>.
///
/// # Errors
/// `InvalidKeyPair.NotFound`, and `Unsupported` for an ED25519 key and Windows.
pub(crate) fn check(cx: Read<'_>, name: &str, is_windows: bool) -> Result<()> {
    if name.chars().count() > MAX_NAME_CHARS {
        // The value where the parameter belongs: CrowdStrike/Cloud-AWS#241.
        return Err(too_long(name, MAX_NAME_CHARS));
    }
    if name.is_empty() {
        // hashicorp/packer#2754
        return Err(blank_name());
    }
    let row = find(cx, name).ok_or_else(|| unknown_names(&[name]))?;
    if is_windows && row.key_type == KeyType::Ed25519 {
        let message = "ED25519 key pairs are not supported with Windows AMIs. Choose a different \
                       key pair type and try again.";
        return Err(Error::new("Unsupported", message));
    }
    Ok(())
}

pub(crate) fn blank_name() -> Error {
    Error::invalid_value("Invalid value '' for keyPairNames. It should not be blank")
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyPair {
    pub name: Text,
    pub key_type: KeyType,
    pub fingerprint: String,
    /// As `authorized_keys` has it, with the name as comment.
    pub public_key: String,
    pub created: Timestamp,
}

pub(crate) fn find<'a>(cx: Read<'a>, name: &str) -> Option<&'a Row<KeyPair>> {
    cx.with(KeyPair::BY_NAME, name).next()
}

pub(crate) fn unknown_names(names: &[&str]) -> Error {
    let message = match names {
        [name] => format!("The key pair '{name}' does not exist"),
        _ => format!("The key pairs '{}' do not exist", names.join(", ")),
    };
    Error::new("InvalidKeyPair.NotFound", message)
}
