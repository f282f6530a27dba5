//! The cryptographic half of key pairs: making a key, reading an imported one, fingerprints
//! and file formats. It knows neither the store nor the wire, and all randomness is the caller's.
//!
//! Fingerprints: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-keys.html>,
//! importable formats: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html>.

use crate::effects::compute::key_pairs::material::{
    ED25519, Public, RSA, checked_rsa, decode, generate_rsa, parse_blob, parse_openssh_line,
    significant,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use rsa::PublicKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::{DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::rand_core::CryptoRng;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use sha1::Sha1;
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Rsa,
    Ed25519,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyFormat {
    Pem,
    Ppk,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewKey {
    /// The private key file's text. EC2 hands it out once and does not keep it.
    pub(crate) material: String,
    pub(crate) fingerprint: String,
    pub(crate) public_openssh: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ImportedKey {
    pub(crate) kind: KeyKind,
    pub(crate) fingerprint: String,
    pub(crate) public_openssh: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportError {
    /// Not a public key EC2 takes: unreadable, or of a wrong type or length.
    /// It is `InvalidKey.Format` "Key is not in valid OpenSSH public key format" on the wire.
    // unverified (looked up 2026-11-26): that a wrong RSA length has no code or message of its own.
    Format,
}

/// Makes a key. The same generator state gives the same key, whatever the format and the name.
///
/// `name` becomes a comment in line-based formats: whoever hands the key out has checked that it is
/// one line. An RSA key takes about a tenth of a second.
pub(crate) fn create(
    kind: KeyKind,
    format: KeyFormat,
    name: &str,
    rng: &mut impl CryptoRng,
) -> NewKey {
    match kind {
        KeyKind::Rsa => create_rsa(format, name, rng),
        KeyKind::Ed25519 => create_ed25519(format, name, rng),
    }
}

/// Reads the decoded `PublicKeyMaterial` blob; the comment in it gives way to `name`.
pub(crate) fn import(material: &[u8], name: &str) -> Result<ImportedKey, ImportError> {
    match parse_public(material).ok_or(ImportError::Format)? {
        Public::Rsa(key) => {
            let spki = key.to_public_key_der().map_err(|_| ImportError::Format)?;
            Ok(ImportedKey {
                kind: KeyKind::Rsa,
                fingerprint: colon_hex(&Md5::digest(spki.as_bytes())),
                public_openssh: openssh_line(RSA, &rsa_blob(&key), name),
            })
        }
        Public::Ed25519(point) => {
            let blob = ed25519_blob(&point);
            Ok(ImportedKey {
                kind: KeyKind::Ed25519,
                fingerprint: STANDARD.encode(Sha256::digest(&blob)),
                public_openssh: openssh_line(ED25519, &blob, name),
            })
        }
    }
}

fn create_rsa(format: KeyFormat, name: &str, rng: &mut impl CryptoRng) -> NewKey {
    let key = generate_rsa(rng);
    let pkcs8 = key.to_pkcs8_der().expect("a whole key encodes");
    let blob = rsa_blob(key.as_public_key());
    let material = match format {
        // PKCS#1, 64 columns, no newline at the end: seen in answers recorded from EC2.
        KeyFormat::Pem => {
            let pem = key.to_pkcs1_pem(LineEnding::LF).expect("a whole key encodes");
            pem.trim_end().to_owned()
        }
        KeyFormat::Ppk => {
            let coefficient = key.crt_coefficient().expect("computed with the key");
            let mut private = Vec::new();
            put_mpint(&mut private, &key.d().to_be_bytes());
            for prime in key.primes() {
                put_mpint(&mut private, &prime.to_be_bytes());
            }
            put_mpint(&mut private, &coefficient.to_be_bytes());
            putty_file(RSA, name, &blob, &private)
        }
    };
    NewKey {
        material,
        fingerprint: colon_hex(&Sha1::digest(pkcs8.as_bytes())),
        public_openssh: openssh_line(RSA, &blob, name),
    }
}

fn create_ed25519(format: KeyFormat, name: &str, rng: &mut impl CryptoRng) -> NewKey {
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let point = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let blob = ed25519_blob(&point);
    let material = match format {
        KeyFormat::Pem => openssh_private_file(&seed, &point, name, rng.next_u32()),
        KeyFormat::Ppk => {
            let mut private = Vec::new();
            put_string(&mut private, &seed);
            putty_file(ED25519, name, &blob, &private)
        }
    };
    NewKey {
        material,
        // Padded and without ssh-keygen's "SHA256:", as DescribeKeyPairs answers it.
        fingerprint: STANDARD.encode(Sha256::digest(&blob)),
        public_openssh: openssh_line(ED25519, &blob, name),
    }
}

/// The unencrypted "openssh-key-v1" file: OpenSSH's PROTOCOL.key. `check` stands there twice,
/// so that a reader of an encrypted file can tell a wrong passphrase.
fn openssh_private_file(seed: &[u8; 32], point: &[u8; 32], comment: &str, check: u32) -> String {
    let mut private = [check.to_be_bytes(), check.to_be_bytes()].concat();
    put_string(&mut private, ED25519.as_bytes());
    put_string(&mut private, point);
    put_string(&mut private, &[*seed, *point].concat());
    // unverified (looked up 2026-11-26): whether EC2 puts the key's name here.
    put_string(&mut private, comment.as_bytes());
    let padding = (1..=7).take(private.len().next_multiple_of(8) - private.len());
    private.extend(padding);

    let mut file = b"openssh-key-v1\0".to_vec();
    put_string(&mut file, b"none");
    put_string(&mut file, b"none");
    put_string(&mut file, b"");
    file.extend(1_u32.to_be_bytes());
    put_string(&mut file, &ed25519_blob(point));
    put_string(&mut file, &private);
    // unverified (looked up 2026-11-26): EC2's line length, and its last newline. These are
    // ssh-keygen's own; OpenSSH refuses the file when the newline is missing, and a user may write
    // the text out as it is.
    let body = lines(&file, 70).join("\n");
    format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n")
}

/// The unencrypted ppk file: appendix C of its maker's manual.
// unverified (looked up 2026-11-26): that EC2 still writes version 2 (every PuTTY reads it; version
// 3 came with 0.75, in 2021), and that its lines end in a bare newline.
fn putty_file(algorithm: &str, comment: &str, public: &[u8], private: &[u8]) -> String {
    let mut authenticated = Vec::new();
    for part in [algorithm.as_bytes(), b"none", comment.as_bytes(), public, private] {
        put_string(&mut authenticated, part);
    }
    let key = Sha1::digest(b"putty-private-key-file-mac-key");
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).expect("HMAC takes a key of any length");
    mac.update(&authenticated);

    let (public, private) = (lines(public, 64), lines(private, 64));
    format!(
        "PuTTY-User-Key-File-2: {algorithm}\nEncryption: none\nComment: {comment}\n\
         Public-Lines: {}\n{}\nPrivate-Lines: {}\n{}\nPrivate-MAC: {}\n",
        public.len(),
        public.join("\n"),
        private.len(),
        private.join("\n"),
        hex(&mac.finalize().into_bytes()).concat(),
    )
}

fn parse_public(material: &[u8]) -> Option<Public> {
    let text = std::str::from_utf8(material).ok()?.trim();
    if let Some(rest) = text.strip_prefix("---- BEGIN SSH2 PUBLIC KEY ----") {
        let body = rfc4716_body(rest.strip_suffix("---- END SSH2 PUBLIC KEY ----")?);
        return rsa_only(parse_blob(&decode(&body)?, RSA)?);
    }
    if text.starts_with("ssh-") {
        return parse_openssh_line(text);
    }
    parse_spki(text)
}

/// AWS takes everything but the OpenSSH line as "(RSA only)".
fn rsa_only(key: Public) -> Option<Public> {
    matches!(key, Public::Rsa(_)).then_some(key)
}

fn parse_spki(text: &str) -> Option<Public> {
    let key = PublicKey::from_public_key_der(&decode(text)?).ok()?;
    checked_rsa(&key.n_bytes(), &key.e_bytes())
}

/// The base64 lines of RFC 4716: what follows the headers, which a backslash may continue.
fn rfc4716_body(text: &str) -> String {
    let mut in_header = false;
    let body = text.lines().filter(|line| {
        let header = in_header || line.contains(':');
        in_header = header && line.trim_end().ends_with('\\');
        !header
    });
    body.collect()
}

fn rsa_blob(key: &PublicKey) -> Vec<u8> {
    let mut blob = Vec::new();
    put_string(&mut blob, RSA.as_bytes());
    put_mpint(&mut blob, &key.e_bytes());
    put_mpint(&mut blob, &key.n_bytes());
    blob
}

fn ed25519_blob(point: &[u8; 32]) -> Vec<u8> {
    let mut blob = Vec::new();
    put_string(&mut blob, ED25519.as_bytes());
    put_string(&mut blob, point);
    blob
}

// unverified (looked up 2026-11-26): that there is no newline at the end; AWS's printed samples
// show none.
fn openssh_line(algorithm: &str, blob: &[u8], name: &str) -> String {
    format!("{algorithm} {} {name}", STANDARD.encode(blob))
}

fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("a key's part is a few hundred bytes");
    out.extend(length.to_be_bytes());
    out.extend(bytes);
}

/// RFC 4251's mpint of a number that is not negative: shortest form, sign bit clear.
fn put_mpint(out: &mut Vec<u8>, big_endian: &[u8]) {
    let digits = significant(big_endian);
    let sign: &[u8] = if digits.first().is_some_and(|b| *b >= 0x80) { &[0] } else { &[] };
    put_string(out, &[sign, digits].concat());
}

fn lines(bytes: &[u8], columns: usize) -> Vec<String> {
    let text = STANDARD.encode(bytes).into_bytes();
    text.chunks(columns).map(|line| line.iter().map(|b| char::from(*b)).collect()).collect()
}

fn hex(bytes: &[u8]) -> Vec<String> {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn colon_hex(digest: &[u8]) -> String {
    hex(digest).join(":")
}
