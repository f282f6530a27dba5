//! What an instance's firmware keeps: its UEFI variables, and the endorsement key of its Trusted
//! Platform Module. No firmware runs here, so that there is no variable but those of the image.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/uefi-secure-boot.html>,
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/retrieve-ekpub.html>.

use crate::effects::compute::key_pairs::material::generate_rsa;
use crate::engine::ids::generator_of;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::finders::alive;
use crate::records::compute::instances::view::current_boot_mode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p384::SecretKey;
use p384::elliptic_curve::Generate as _;
use p384::elliptic_curve::sec1::ToSec1Point as _;
use rand_chacha::ChaCha12Rng;
use rsa::pkcs8::EncodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use wire::{
    EkPubKeyFormat, EkPubKeyType, GetInstanceTpmEkPubRequest, GetInstanceTpmEkPubResult,
    GetInstanceUefiDataRequest, GetInstanceUefiDataResult, InstanceBootModeValues,
};

/// A store without variables: magic, CRC-32C, version 0, and their number as a zlib stream that
/// names the dictionary of <https://github.com/awslabs/python-uefivars>.
const EMPTY_STORE: &str = "QU1aTlVFRknpZXGUAAAAAHj5a7fZ9wEIAPf/AAAAAAAAAAAACAAB";

/// What stands before the modulus in a TPMT_PUBLIC of an endorsement key of RSA 2048: template L-1
/// of the Trusted Computing Group's EK Credential Profile, as the documentation's example has it.
const TPMT_RSA_2048: &[u8] = b"\x00\x01\x00\x0b\x00\x03\x00\xb2\x00\x20\
    \x83\x71\x97\x67\x44\x84\xb3\xf8\x1a\x90\xcc\x8d\x46\xa5\xd7\x24\
    \xfd\x52\xd7\x6e\x06\x52\x0b\x64\xf2\xa1\xda\x1b\x33\x14\x69\xaa\
    \x00\x06\x00\x80\x00\x43\x00\x10\x08\x00\x00\x00\x00\x00\x01\x00";

/// The same of a key on the curve P-384, before its point: template H-3.
// unverified (looked up 2026-11-26): that the key is of this template.
const TPMT_P384: &[u8] = b"\x00\x23\x00\x0c\x00\x03\x00\xf2\x00\x30\
    \xb2\x6e\x7d\x28\xd1\x1a\x50\xbc\x53\xd8\x82\xbc\xf5\xfd\x3a\x1a\
    \x07\x41\x48\xbb\x35\xd3\xb4\xe4\xcb\x1c\x0a\xd9\xbd\xe4\x19\xca\
    \xcb\x47\xba\x09\x69\x96\x46\x15\x0f\x9f\xc0\x00\xf3\xf8\x0e\x12\
    \x00\x06\x01\x00\x00\x43\x00\x10\x00\x04\x00\x10";

/// RFC 5480's SubjectPublicKeyInfo of such a key, before its point.
const DER_P384: &[u8] = b"\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\
    \x06\x05\x2b\x81\x04\x00\x22\x03\x62\x00";

pub(crate) fn get_instance_uefi_data(
    cx: Read<'_>,
    request: &GetInstanceUefiDataRequest,
) -> Result<GetInstanceUefiDataResult> {
    let row = alive(cx, &request.instance_id)?;
    if current_boot_mode(row) != InstanceBootModeValues::Uefi {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The instance '{}' did not boot in UEFI mode.", row.id);
        return Err(Error::new("UnsupportedOperation", message));
    }
    let data = row.launch.uefi_data.as_deref().unwrap_or(EMPTY_STORE);
    Ok(GetInstanceUefiDataResult {
        instance_id: Some(row.id.to_string()),
        uefi_data: Some(data.to_owned()),
    })
}

/// A public key: RSA's takes a tenth of a second, for which no other request waits. It is the
/// instance's own for good, and comes of the seed as the instance's id does.
pub(crate) fn endorsement_key(
    request: &GetInstanceTpmEkPubRequest,
    _chance: ChaCha12Rng,
) -> Vec<u8> {
    let mut chance = generator_of(&request.instance_id);
    let is_der = request.key_format == EkPubKeyFormat::Der;
    if request.key_type == EkPubKeyType::Rsa2048 {
        let key = generate_rsa(&mut chance).to_public_key();
        return if is_der {
            key.to_public_key_der().expect("a whole key encodes").into_vec()
        } else {
            [TPMT_RSA_2048, &key.n_bytes()].concat()
        };
    }
    let point = SecretKey::generate_from_rng(&mut chance).public_key().to_sec1_point(false);
    let point = point.as_bytes();
    if is_der {
        return [DER_P384, point].concat();
    }
    let (x, y) = point[1..].split_at(48);
    [TPMT_P384, b"\0\x30", x, b"\0\x30", y].concat()
}

pub(crate) fn get_instance_tpm_ek_pub(
    cx: &mut Write<'_>,
    request: &GetInstanceTpmEkPubRequest,
    key: Vec<u8>,
) -> Result<GetInstanceTpmEkPubResult> {
    let row = alive(cx.read(), &request.instance_id)?;
    if !row.launch.tpm_support {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The instance '{}' does not have NitroTPM enabled.", row.id);
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(GetInstanceTpmEkPubResult {
        instance_id: Some(row.id.to_string()),
        key_type: Some(request.key_type),
        key_format: Some(request.key_format),
        key_value: Some(STANDARD.encode(key)),
    })
}
