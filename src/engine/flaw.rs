//! What is wrong with a document that a client hands in.

use std::fmt;

/// What is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    path: String,
    message: String,
}

impl Flaw {
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }

    /// The same in the document that the flawed one is a part of.
    pub fn within(self, path: &str) -> Self {
        let is_same = self.path.is_empty() || self.path.starts_with('[');
        let behind = if is_same { "" } else { "." };
        Self { path: format!("{path}{behind}{}", self.path), ..self }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.path, self.message)
    }
}
