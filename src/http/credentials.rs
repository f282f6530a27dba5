//! Account, region and service of a request, out of its credential scope. No signature is checked.

use super::Server;
use crate::catalog::regions;
use crate::config::is_account_id;
use crate::engine::{Caller, Id};
use crate::error::{Error, Result};
use axum::http::{HeaderMap, header};

/// Keys that AssumeRole handed out: the prefix, then the account of the role.
const ASSUMED_PREFIX: &str = "ASIAPRLL";

/// `access key / date / region / service / aws4_request`
pub(super) struct Scope {
    pub access_key: Option<String>,
    pub region: Option<String>,
    pub service: Option<String>,
}

impl Scope {
    /// Out of the Authorization header, or the query of a presigned request, or nothing.
    pub fn of(headers: &HeaderMap, pairs: &[(String, String)]) -> Self {
        let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let signed = header.and_then(|value| value.split_once("Credential=")).map(|(_, rest)| rest);
        let signed = signed.and_then(|rest| rest.split([',', ' ']).next());
        let find =
            |name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let scope = signed.or_else(|| find("X-Amz-Credential")).unwrap_or_default();
        let mut parts = scope.split('/').map(|part| (!part.is_empty()).then(|| part.to_owned()));
        let mut next = || parts.next().flatten();
        let access_key = next().or_else(|| find("AWSAccessKeyId").map(str::to_owned));
        let _date = next();
        Self { access_key, region: next(), service: next() }
    }

    fn account(&self, server: &Server) -> Id {
        let key = self.access_key.as_deref().unwrap_or_default();
        let account = key.strip_prefix(ASSUMED_PREFIX).unwrap_or(key);
        if is_account_id(account) { account.into() } else { server.account_id.clone() }
    }

    /// # Errors
    /// `AuthFailure` for a region that AWS does not have.
    pub fn caller(&self, server: &Server) -> Result<Caller> {
        let region = match &self.region {
            None => server.region.clone(),
            // IAM's and STS's global endpoints sign for the partition's home.
            Some(name) if regions::find(name).is_some() => name.as_str().into(),
            Some(name) => {
                let message =
                    format!("Credential should be scoped to a valid region, not '{name}'.");
                return Err(Error::new("AuthFailure", message).with_status(401));
            }
        };
        Ok(Caller { account: self.account(server), region })
    }
}

/// The access key of a session in a role of `account`.
pub(super) fn assumed_key(account: &str) -> String {
    format!("{ASSUMED_PREFIX}{account}")
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
