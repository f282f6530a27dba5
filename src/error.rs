//! What EC2 answers when it refuses: a code, a message, an HTTP status.

use std::fmt::Display;

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal. Its code is a literal where it is raised, so that a search finds the one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    pub code: &'static str,
    pub message: String,
    pub status: u16,
}

impl Error {
    /// A client's mistake, which EC2 answers with 400.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: 400 }
    }

    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// `InvalidParameterValue` with a message of its own.
    pub fn invalid_value(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterValue", message)
    }

    /// `InvalidParameterValue` in EC2's usual words; `parameter` as EC2 spells it (`cidrBlock`).
    pub fn bad_parameter(parameter: &str, value: impl Display, reason: &str) -> Self {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        Self::new("InvalidParameterValue", message.trim_end())
    }

    /// `MissingParameter`; `parameter` as EC2 spells it there (`groupId`).
    pub fn missing(parameter: &str) -> Self {
        let message = format!("The request must contain the parameter {parameter}");
        Self::new("MissingParameter", message)
    }

    /// Two parameters that exclude each other.
    pub fn combination(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterCombination", message)
    }

    /// Two parameters that exclude each other, in EC2's usual words.
    pub fn exclusive(one: &str, other: &str) -> Self {
        Self::combination(format!("The parameter {one} cannot be used with the parameter {other}"))
    }

    /// A parameter, or a value of one, that EC2 knows and this server does not emulate.
    pub fn not_emulated(what: impl Display) -> Self {
        Self::new("UnsupportedOperation", format!("parlel-ec2 does not emulate {what}."))
    }
}

/// Most operations that modify attributes take one a request; `asked` says which were given.
pub(crate) fn check_one_attribute(asked: &[bool]) -> Result<()> {
    match asked.iter().filter(|asked| **asked).count() {
        0 => Err(Error::combination("No attributes specified.")),
        1 => Ok(()),
        _ => Err(Error::combination("Fields for multiple attribute types specified")),
    }
}

impl From<wire::Invalid> for Error {
    fn from(invalid: wire::Invalid) -> Self {
        Self::new(invalid.code, invalid.message)
    }
}
