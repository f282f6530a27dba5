//! The access keys that a server takes when it checks signatures, in the form of the SDKs' shared
//! credentials file.

use crate::config::is_account_id;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use wire::Timestamp;

/// An access key's other half.
#[derive(Clone)]
pub(crate) struct Key {
    pub secret: String,
    pub session_token: Option<String>,
    /// Whose it is; `None`: what the key itself says, or the server's own account.
    pub account: Option<String>,
    pub expires: Option<Timestamp>,
}

/// Access keys by their ids.
#[derive(Clone, Default)]
pub struct Credentials(BTreeMap<String, Key>);

impl Credentials {
    pub(crate) fn get(&self, access_key: &str) -> Option<&Key> {
        self.0.get(access_key)
    }
}

/// Secrets are not shown.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} access keys", self.0.len())
    }
}

impl FromStr for Credentials {
    type Err = String;

    /// Sections with `aws_access_key_id`, `aws_secret_access_key`, and where there are such,
    /// `aws_session_token`, `aws_account_id` and `expiration`; others are for other programs.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut sections: Vec<(String, BTreeMap<String, String>)> = Vec::new();
        for (at, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                sections.push((name.trim().to_owned(), BTreeMap::new()));
                continue;
            }
            let pair = line.split_once('=').zip(sections.last_mut());
            let Some(((name, value), (_, section))) = pair else {
                return Err(format!("line {} is neither [name] nor name = value", at + 1));
            };
            section.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
        let mut keys = BTreeMap::new();
        for (name, mut section) in sections {
            let (id, key) = key(&mut section).map_err(|wrong| format!("[{name}] {wrong}"))?;
            keys.insert(id, key);
        }
        if keys.is_empty() {
            return Err("there is no access key in it".to_owned());
        }
        Ok(Self(keys))
    }
}

fn key(section: &mut BTreeMap<String, String>) -> Result<(String, Key), String> {
    let mut take = |name: &str| section.remove(name);
    let id = take("aws_access_key_id").ok_or("has no aws_access_key_id")?;
    let secret = take("aws_secret_access_key").ok_or("has no aws_secret_access_key")?;
    let account = take("aws_account_id");
    if account.as_deref().is_some_and(|account| !is_account_id(account)) {
        return Err("has an aws_account_id that is not 12 digits".to_owned());
    }
    let expires = take("expiration");
    let expires = expires.map(|text| {
        let wrong = || format!("has an expiration '{text}' that is no 2026-01-31T12:00:00Z");
        Timestamp::parse(&text).ok_or_else(wrong)
    });
    let expires = expires.transpose()?;
    Ok((id, Key { secret, session_token: take("aws_session_token"), account, expires }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_credentials_file_is_read() {
        let text = "# mine\n[default]\naws_access_key_id = AKIA1\nAWS_SECRET_ACCESS_KEY=a=b\n\n\
                    [other]\naws_access_key_id=ASIA2\naws_secret_access_key=c\n\
                    aws_session_token=t\naws_account_id=111122223333\nregion = eu-west-1\n";
        let credentials: Credentials = text.parse().unwrap();
        assert_eq!(credentials.get("AKIA1").unwrap().secret, "a=b");
        let other = credentials.get("ASIA2").unwrap();
        assert_eq!(other.session_token.as_deref(), Some("t"));
        assert_eq!(other.account.as_deref(), Some("111122223333"));
        assert!(credentials.get("AKIA3").is_none());
        assert_eq!(format!("{credentials:?}"), "2 access keys");
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, told) in [
            ("", "there is no access key in it"),
            ("x = y", "line 1 is neither [name] nor name = value"),
            ("[a]\nnonsense", "line 2 is neither [name] nor name = value"),
            ("[a]", "[a] has no aws_access_key_id"),
            ("[a]\naws_access_key_id=x", "[a] has no aws_secret_access_key"),
            (
                "[a]\naws_access_key_id=x\naws_secret_access_key=y\naws_account_id=12",
                "[a] has an aws_account_id that is not 12 digits",
            ),
            (
                "[a]\naws_access_key_id=x\naws_secret_access_key=y\nexpiration=soon",
                "[a] has an expiration 'soon' that is no 2026-01-31T12:00:00Z",
            ),
        ] {
            assert_eq!(text.parse::<Credentials>().unwrap_err(), told);
        }
    }
}
