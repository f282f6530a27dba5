//! Key pairs: the public halves that launches put into instances. A private key is handed out
//! once, when it is made, and not kept. The cryptography is in `material`. What is said of
//! names, ids and formats is in the recordings of EC2's answers that `radkawar/stackd` keeps as
//! `key_pairs.json`, `key_pairs_supplement.json` and `key_pairs_import_boundaries.json` (looked up
//! 2026-11-26).

pub(crate) mod material;

use crate::engine::{Operation, Query, Read, Resource, Rules, Text, Write, operations};
use crate::error::{Error, Result};
use crate::records::compute::key_pairs::{
    KeyPair, MAX_NAME_CHARS, blank_name, find, too_long, unknown_names,
};
use material::{ImportError, KeyFormat as MaterialFormat, KeyKind, NewKey};
use rand_chacha::ChaCha12Rng;
use std::collections::HashSet;
use wire::{
    CreateKeyPairRequest, DeleteKeyPairRequest, DeleteKeyPairResult, DescribeKeyPairsRequest,
    DescribeKeyPairsResult, Filter, ImportKeyPairRequest, ImportKeyPairResult, KeyFormat,
    KeyPairInfo, KeyType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateKeyPair => create_key_pair, prepared by new_key, ruled by DRY;
    Write ImportKeyPair => import_key_pair;
    Read  DescribeKeyPairs => describe_key_pairs;
    Write DeleteKeyPair => delete_key_pair;
};

/// EC2 does not look at what a dry run asks for.
const DRY: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };

const MAX_MATERIAL_BYTES: usize = 2_048;

/// An RSA key takes a tenth of a second, for which no other request waits.
fn new_key(request: &CreateKeyPairRequest, mut chance: ChaCha12Rng) -> NewKey {
    let kind = match request.key_type.unwrap_or(KeyType::Rsa) {
        KeyType::Rsa => KeyKind::Rsa,
        KeyType::Ed25519 => KeyKind::Ed25519,
    };
    let format = match request.key_format.unwrap_or(KeyFormat::Pem) {
        KeyFormat::Pem => MaterialFormat::Pem,
        KeyFormat::Ppk => MaterialFormat::Ppk,
    };
    material::create(kind, format, &request.key_name, &mut chance)
}

fn create_key_pair(
    cx: &mut Write<'_>,
    request: &CreateKeyPairRequest,
    key: NewKey,
) -> Result<wire::KeyPair> {
    let tags = cx.tags_for::<KeyPair>(&request.tag_specifications)?;
    let name = new_name(cx.read(), &request.key_name)?;
    let id = cx.new_id::<KeyPair>();
    let answer = wire::KeyPair {
        key_pair_id: Some(id.to_string()),
        tags: tags.wire_unless_empty(),
        key_name: Some(name.to_string()),
        key_fingerprint: Some(key.fingerprint.clone()),
        key_material: Some(key.material),
    };
    let record = KeyPair {
        name,
        key_type: request.key_type.unwrap_or(KeyType::Rsa),
        fingerprint: key.fingerprint,
        public_key: key.public_openssh,
        created: cx.now().timestamp(),
    };
    cx.insert(id, record, tags);
    Ok(answer)
}

fn import_key_pair(
    cx: &mut Write<'_>,
    request: &ImportKeyPairRequest,
) -> Result<ImportKeyPairResult> {
    let tags = cx.tags_for::<KeyPair>(&request.tag_specifications)?;
    let name = new_name(cx.read(), &request.key_name)?;
    // A dry run of an empty key is let through in a transcript (looked up 2026-11-26).
    cx.permitted()?;
    check_material(&request.public_key_material.0)?;
    let imported = material::import(&request.public_key_material.0, &name);
    let key = imported.map_err(|ImportError::Format| {
        Error::new("InvalidKey.Format", "Key is not in valid OpenSSH public key format")
    })?;
    let key_type = match key.kind {
        KeyKind::Rsa => KeyType::Rsa,
        KeyKind::Ed25519 => KeyType::Ed25519,
    };
    let id = cx.new_id::<KeyPair>();
    let answer = ImportKeyPairResult {
        key_fingerprint: Some(key.fingerprint.clone()),
        key_name: Some(name.to_string()),
        key_pair_id: Some(id.to_string()),
        tags: tags.wire_unless_empty(),
    };
    let record = KeyPair {
        name,
        key_type,
        fingerprint: key.fingerprint,
        public_key: key.public_openssh,
        created: cx.now().timestamp(),
    };
    cx.insert(id, record, tags);
    Ok(answer)
}

/// Both as answered to Terraform and the CLI, whose users sent a private key and a binary file.
fn check_material(material: &[u8]) -> Result<()> {
    const NAME: &str = "PublicKeyMaterial";
    if material.is_empty() {
        return Err(Error::missing("publicKeyMaterial"));
    }
    if material.len() > MAX_MATERIAL_BYTES {
        return Err(too_long(NAME, MAX_MATERIAL_BYTES));
    }
    if !material.is_ascii() {
        // DER, too; older users of the CLI were told of the format (transcripts 19137919700,
        // 1372897236).
        return Err(beyond_ascii(NAME));
    }
    Ok(())
}

fn beyond_ascii(parameter: &str) -> Error {
    Error::invalid_value(format!(
        "Value for parameter {parameter} is invalid. Character sets beyond ASCII are not supported."
    ))
}

fn describe_key_pairs(
    cx: Read<'_>,
    request: &DescribeKeyPairsRequest,
) -> Result<DescribeKeyPairsResult> {
    if !request.key_names.is_empty() && !request.key_pair_ids.is_empty() {
        return Err(Error::combination(
            "The parameter 'keyPairId' may not be used in combination with 'keyName'",
        ));
    }
    // An empty list of filters, which other operations take for a filter without a name:
    // aws/aws-sdk-go-v2#2624 (2024).
    let is_empty = |filter: &Filter| filter.name.is_none() && filter.values.is_none();
    if request.filters.iter().any(is_empty) {
        return Err(Error::new("InvalidRequest", "The request received was invalid."));
    }
    let mut ids = named(cx, &request.key_names)?;
    ids.extend(request.key_pair_ids.iter().cloned());
    let query = Query { ids: &ids, filters: &request.filters, ..Query::default() };
    let page = cx.select_rows::<KeyPair>(&query, |_| true)?;
    let with_public_key = request.include_public_key.unwrap_or(false);
    let page = page.map(|(row, view)| KeyPairInfo {
        public_key: with_public_key.then(|| format!("{}\n", row.public_key)),
        ..view
    });
    Ok(DescribeKeyPairsResult { key_pairs: Some(page.items) })
}

/// What is not there is deleted without an error, and then no id is answered.
fn delete_key_pair(
    cx: &mut Write<'_>,
    request: &DeleteKeyPairRequest,
) -> Result<DeleteKeyPairResult> {
    let by_name = |name: &str| find(cx.read(), name).map(|row| row.id.clone());
    let id = match (&request.key_name, &request.key_pair_id) {
        (Some(name), None) => by_name(name),
        (None, Some(id)) => {
            KeyPair::check_id(id)?;
            // unverified (looked up 2026-11-26): that an unknown id succeeds as a name does.
            cx.find::<KeyPair>(id).map(|row| row.id.clone())
        }
        // docker/machine#3539, from before pairs had ids.
        (None, None) => return Err(Error::missing("KeyName")),
        // Boskos's janitor says both of the same: `key_pairs.go` of kubernetes-sigs/boskos.
        (Some(name), Some(id)) => match by_name(name) {
            Some(found) if *found == **id => Some(found),
            _ => return Err(Error::exclusive("keyName", "keyPairId")),
        },
    };
    if let Some(id) = &id {
        cx.remove::<KeyPair>(id);
    }
    Ok(DeleteKeyPairResult { r#return: Some(true), key_pair_id: id.map(|id| id.to_string()) })
}

/// The ids of the key pairs with these names.
fn named(cx: Read<'_>, names: &[String]) -> Result<Vec<String>> {
    if names.iter().any(String::is_empty) {
        return Err(blank_name());
    }
    let mut ids = Vec::with_capacity(names.len());
    let mut missing = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for name in names {
        match find(cx, name) {
            Some(row) => ids.push(row.id.to_string()),
            None if seen.insert(name) => missing.push(name.as_str()),
            None => {}
        }
    }
    if missing.is_empty() { Ok(ids) } else { Err(unknown_names(&missing)) }
}

/// Checks the name of a key pair to be: one line of ASCII that no other one has.
fn new_name(cx: Read<'_>, name: &str) -> Result<Text> {
    if name.is_empty() {
        return Err(Error::missing("KeyName"));
    }
    if !name.is_ascii() {
        return Err(beyond_ascii("KeyName"));
    }
    if name.len() > MAX_NAME_CHARS {
        return Err(too_long("KeyName", MAX_NAME_CHARS));
    }
    if name.trim() != name {
        let message = format!("Invalid value '{name}' for keyName. It should be trimmed");
        return Err(Error::invalid_value(message));
    }
    if name.chars().any(|letter| letter.is_ascii_control()) {
        // EC2 has the two in each other's place.
        let message = format!("Value for parameter {name} is invalid. KeyName");
        return Err(Error::invalid_value(message));
    }
    if find(cx, name).is_some() {
        // Until about 2022 the message had the name in it.
        return Err(Error::new("InvalidKeyPair.Duplicate", "The keypair already exists"));
    }
    Ok(name.into())
}
