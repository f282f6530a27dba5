//! Sessions in roles: what AssumeRole hands out, and what instances find in their metadata. A
//! session's keys say what it is, so that nothing is remembered of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wire::Timestamp;

/// What the keys of a session begin with; then comes the account of the role.
pub(crate) const PREFIX: &str = "ASIAPRLL";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub account: String,
    pub role: String,
    pub name: String,
    pub expires: Timestamp,
}

impl Session {
    pub fn access_key(&self) -> String {
        format!("{PREFIX}{}", self.account)
    }

    pub fn secret_key(&self) -> String {
        format!("{}-secret", self.access_key())
    }

    pub fn token(&self) -> String {
        let Self { account, role, name, expires: Timestamp(expires) } = self;
        STANDARD.encode(format!("parlel-ec2/{account}/{role}/{name}/{expires}"))
    }

    pub fn of_token(token: &str) -> Option<Self> {
        let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
        let mut parts = text.strip_prefix("parlel-ec2/")?.split('/').map(str::to_owned);
        let (account, role, name) = (parts.next()?, parts.next()?, parts.next()?);
        let expires = Timestamp(parts.next()?.parse().ok()?);
        Some(Self { account, role, name, expires })
    }

    /// `AROA…:session`; a role's id is always the same, as it is AWS's while the role exists.
    pub fn user_id(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let digest = Sha256::digest(format!("{}/{}", self.account, self.role));
        let letters =
            digest.iter().take(17).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        format!("AROA{}:{}", letters.collect::<String>(), self.name)
    }

    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:sts::{}:assumed-role/{}/{}", self.account, self.role, self.name)
    }
}
