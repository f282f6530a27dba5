//! What the metadata service has at which path, in one version of it; and its listings.

use super::signing;
use std::collections::{BTreeMap, BTreeSet};

/// The version that always has everything; it comes behind all dates in the order of texts.
pub(super) const LATEST: &str = "latest";

/// What a path leads to.
pub(super) enum Value {
    Text(String),
    Bytes(Vec<u8>),
    /// The signature of a document.
    Signature(String),
    /// A document in its signed form.
    Pkcs7(String),
}

impl Value {
    pub fn bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Signature(document) => signing::signature(&document).into_bytes(),
            Self::Pkcs7(document) => signing::pkcs7(&document).into_bytes(),
        }
    }
}

pub(super) struct Tree<'v> {
    version: &'v str,
    values: BTreeMap<String, Value>,
    /// What a listing says in place of a name: `0=web` of `public-keys/0`.
    labels: BTreeMap<String, String>,
}

impl<'v> Tree<'v> {
    pub const fn new(version: &'v str) -> Self {
        Self { version, values: BTreeMap::new(), labels: BTreeMap::new() }
    }

    /// Puts a value at a path, for the versions since one; nothing where there is none.
    pub fn put(&mut self, since: &str, path: impl Into<String>, value: Option<Value>) {
        if let Some(value) = value.filter(|_| since <= self.version) {
            self.values.insert(path.into(), value);
        }
    }

    /// The same of a text; an empty one counts.
    pub fn text(&mut self, since: &str, path: impl Into<String>, text: Option<String>) {
        self.put(since, path, text.map(Value::Text));
    }

    /// The same of lines, if there are any.
    pub fn lines(&mut self, since: &str, path: impl Into<String>, lines: &[String]) {
        self.text(since, path, (!lines.is_empty()).then(|| lines.join("\n")));
    }

    pub fn label(&mut self, path: &str, label: String) {
        self.labels.insert(path.to_owned(), label);
    }

    /// What is at a path, or the list of what is below it.
    // A value is found with a slash behind its name, too: scripts in wide use ask so.
    pub fn take(mut self, path: &str) -> Option<Value> {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            // As recorded, without slashes, and whether there is user data or not.
            return Some(Value::Text("dynamic\nmeta-data\nuser-data".to_owned()));
        }
        self.values.remove(path).or_else(|| self.listing(path).map(Value::Text))
    }

    /// The names below a path, those of others that lead on with a slash; no newline at the end.
    fn listing(&self, path: &str) -> Option<String> {
        let folder = format!("{path}/");
        let below = self.values.range(folder.clone()..);
        let below = below.map_while(|(whole, _)| whole.strip_prefix(&folder));
        let names: BTreeSet<String> = below.map(|rest| self.name(&folder, rest)).collect();
        (!names.is_empty()).then(|| names.into_iter().collect::<Vec<_>>().join("\n"))
    }

    fn name(&self, folder: &str, rest: &str) -> String {
        match rest.split_once('/') {
            Some((name, _)) => {
                let label = self.labels.get(&format!("{folder}{name}"));
                label.cloned().unwrap_or_else(|| format!("{name}/"))
            }
            None => rest.to_owned(),
        }
    }
}
