//! Account, region and service of a request, out of its credential scope. Whether the signature is
//! right is `signatures`'s to say.

use super::{Server, xml};
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::{Caller, Text};
use crate::error::{Error, Result};
use crate::records::account::sessions::{PREFIX, Session};
use axum::http::{HeaderMap, HeaderName, header};

const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// `access key / date / region / service / aws4_request`
pub(super) struct Scope<'a> {
    pub access_key: Option<&'a str>,
    pub region: Option<&'a str>,
    pub service: Option<&'a str>,
    session_token: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// Out of the Authorization header, or the query of a presigned request, or nothing.
    ///
    /// # Errors
    /// `InvalidCharacter` for a header that is no text.
    pub fn of(headers: &'a HeaderMap, pairs: &'a [(String, String)]) -> Result<Self> {
        let text = |name: HeaderName| {
            let value = headers.get(name).map(|value| std::str::from_utf8(value.as_bytes()));
            value.transpose().ok().filter(|text| text.is_none_or(xml::can_say))
        };
        let header = text(header::AUTHORIZATION).zip(text(SECURITY_TOKEN));
        let (header, token) = header.ok_or_else(|| {
            let message = "A header of the request's signature has an invalid character.";
            Error::new("InvalidCharacter", message)
        })?;
        let signed = header.and_then(credential);
        let find =
            |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let session_token =
            token.or_else(|| find("X-Amz-Security-Token")).or_else(|| find("SecurityToken"));
        let scope = Self::of_credential(signed.unwrap_or_default(), pairs);
        let region = scope.region.filter(|name| !is_of_host(name, headers));
        Ok(Self { region, session_token, ..scope })
    }

    /// The same without a token, out of the credential of a header, if there is one.
    pub fn of_credential(signed: &'a str, pairs: &'a [(String, String)]) -> Self {
        let find =
            |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let in_query = find("X-Amz-Credential").unwrap_or_default();
        let scope = if signed.is_empty() { in_query } else { signed };
        let mut parts = scope.split('/').map(|part| Some(part).filter(|part| !part.is_empty()));
        let mut next = || parts.next().flatten();
        let access_key = next().or_else(|| find("AWSAccessKeyId"));
        let _date = next();
        Self { access_key, region: next(), service: next(), session_token: None }
    }

    pub fn session_token(&self) -> Option<&'a str> {
        self.session_token
    }

    pub fn account(&self, server: &Server) -> Text {
        let key = self.access_key.unwrap_or_default();
        let known = server.credentials.as_ref().and_then(|known| known.get(key));
        if let Some(account) = known.and_then(|key| key.account.as_deref()) {
            return account.into();
        }
        let account = key.strip_prefix(PREFIX).unwrap_or(key);
        if is_account_id(account) { account.into() } else { server.account_id.clone() }
    }

    /// The session whose keys these are, if AssumeRole handed them out.
    ///
    /// # Errors
    /// `InvalidClientTokenId` where the token that came with them is not there.
    pub fn session(&self) -> Result<Option<Session>> {
        let key = self.access_key.unwrap_or_default();
        let account = key.strip_prefix(PREFIX).filter(|account| is_account_id(account));
        let Some(account) = account else { return Ok(None) };
        let session = self.session_token.and_then(Session::of_token);
        match session.filter(|session| session.account == account) {
            Some(session) => Ok(Some(session)),
            None => {
                let message = "The security token included in the request is invalid";
                Err(Error::new("InvalidClientTokenId", message).with_status(403))
            }
        }
    }

    /// # Errors
    /// `AuthFailure` for a region that AWS does not have.
    pub fn caller(&self, server: &Server) -> Result<Caller> {
        let region = match self.region {
            None => server.region.clone(),
            Some(name) if name == &*server.region => server.region.clone(),
            // IAM's and STS's global endpoints sign for the partition's home.
            Some(name) if regions::find(name).is_some() => name.into(),
            // As recorded in <https://github.com/aws/aws-sdk-java-v2/issues/2981>.
            Some(_) => return Err(not_validated()),
        };
        Ok(Caller { account: self.account(server), region })
    }
}

/// Whether a region is none but a part of the host's name: boto 2, told of an endpoint alone, signs
/// for the region `0` of 127.0.0.1.
fn is_of_host(region: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_there = host.split(['.', ':']).any(|part| part == region);
    is_there && !host.contains("amazonaws.com") && regions::find(region).is_none()
}

/// What EC2 says of credentials that are not what they should be, whatever that is.
pub(super) fn not_validated() -> Error {
    let message = "AWS was not able to validate the provided access credentials";
    Error::new("AuthFailure", message).with_status(401)
}

/// The credential in the header of a signature.
pub(super) fn credential(header: &str) -> Option<&str> {
    let mut parts = header.as_bytes().split(|byte| matches!(byte, b' ' | b','));
    let found = parts.find_map(|part| part.strip_prefix(b"Credential="))?;
    std::str::from_utf8(found).ok()
}

/// Parameters that sign a request and are none of the operation's.
pub(super) fn is_signature(key: &str) -> bool {
    key.starts_with("X-Amz-")
        || matches!(
            key,
            "AWSAccessKeyId"
                | "Signature"
                | "SignatureMethod"
                | "SignatureVersion"
                | "SecurityToken"
                | "Timestamp"
                | "Expires"
        )
}
