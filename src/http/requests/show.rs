//! An entry of the log, decoded: who asked for what, and what came of it.

use super::Entry;
use crate::engine::faults::Connection;
use crate::http::credentials::{Scope, is_signature};
use crate::http::{Server, ec2, form};
use serde_json::{Map, Value, json};

/// What can be told of a request by its texts.
pub(in crate::http) struct Seen<'a> {
    pub entry: &'a Entry,
    pub service: String,
    pub action: String,
    pub account: String,
    pub region: String,
    access_key: Option<String>,
    parameters: Value,
}

impl<'a> Seen<'a> {
    pub fn of(server: &Server, entry: &'a Entry) -> Self {
        let text = |at| String::from_utf8_lossy(entry.texts.get(at)).into_owned();
        let mut pairs = form::pairs(entry.texts.get(4)).unwrap_or_default();
        let target = text(3);
        let body = entry.texts.get(5);
        if target.is_empty() {
            pairs.extend(form::pairs(body).unwrap_or_default());
        }
        let signed = text(1);
        let scope = Scope::of_credential(&signed, &pairs);
        let find =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let service = ec2::service(scope.service, find("Version"), find("Action")).to_owned();
        let of_target = target.rsplit('.').next().unwrap_or_default();
        let action = find("Action").unwrap_or(of_target).to_owned();
        let (account, region) = match scope.caller(server) {
            Ok(caller) => (caller.account.to_string(), caller.region.to_string()),
            // There is no such region. What was served all the same had it out of the host's name.
            Err(error) => {
                let refusal = entry.refusal.as_ref();
                let is_refused = refusal.is_some_and(|said| said.message == error.message);
                let named = scope.region.filter(|_| is_refused);
                (scope.account(server).to_string(), named.unwrap_or(&server.region).to_owned())
            }
        };
        let access_key = scope.access_key.map(str::to_owned);
        let parameters = if target.is_empty() {
            let is_own = |key: &str| !is_signature(key) && !matches!(key, "Action" | "Version");
            let own = pairs.into_iter().filter(|(key, _)| is_own(key));
            Value::Object(own.map(|(key, value)| (key, value.into())).collect::<Map<_, _>>())
        } else {
            serde_json::from_slice(body).unwrap_or_default()
        };
        Self { entry, service, action, account, region, access_key, parameters }
    }

    /// In one word.
    pub fn outcome(&self) -> &'static str {
        match (self.entry.ended, self.entry.status) {
            (Some(Connection::Dropped), _) => "dropped",
            (Some(Connection::Lost), _) => "lost",
            (Some(Connection::Cut), _) => "cut",
            (None, None) => "abandoned",
            (None, Some(..400)) => "ok",
            (None, Some(..500)) => "refused",
            (None, Some(_)) => "failed",
        }
    }

    pub fn error_code(&self) -> Option<&'static str> {
        self.entry.refusal.as_ref().map(|said| said.code)
    }

    pub fn json(&self) -> Value {
        let entry = self.entry;
        let text = |at| String::from_utf8_lossy(entry.texts.get(at)).into_owned();
        let mut shown = json!({
            "id": entry.id,
            "time": entry.at.iso8601(),
            "durationMicros": u64::try_from(entry.took.as_micros()).unwrap_or(u64::MAX),
            "requestId": text(0),
            "service": self.service,
            "action": self.action,
            "parameters": self.parameters,
            "account": self.account,
            "region": self.region,
            "accessKeyId": self.access_key,
            "userAgent": text(2),
            "outcome": self.outcome(),
            "status": entry.status,
        });
        if let Some(said) = &entry.refusal {
            shown["errorCode"] = said.code.into();
            shown["errorMessage"] = said.message.as_str().into();
        }
        if entry.texts.is_cut {
            shown["parametersAreCut"] = true.into();
        }
        shown
    }
}
