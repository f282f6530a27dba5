//! What EC2 answers when it refuses: a code, a message, an HTTP status.

use std::fmt::Display;
use std::ops::RangeInclusive;
use wire::{UnsuccessfulItem, UnsuccessfulItemError};

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal. Its code is a literal where it is raised, so that a search finds the one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    pub code: &'static str,
    pub message: String,
    pub status: u16,
    /// Whether what the request has done before it stays.
    pub is_partial: bool,
}

impl Error {
    /// A client's mistake, which EC2 answers with 400.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: 400, is_partial: false }
    }

    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The refusal of a part of what was asked for: the rest is done, as EC2 does it.
    pub fn of_a_part(self) -> Self {
        Self { is_partial: true, ..self }
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

    /// More resources than one call may name or make: so it is of RunInstances (transcript
    /// 31912242894) and of StartInstances (48100224625), and the code is that of CreateTags in
    /// redhat-performance/cloud-governance#582.
    pub fn too_many_resources() -> Self {
        let message = "You have exceeded the number of resources allowed in a single call of this \
                       type";
        Self::new("ResourceCountExceeded", message)
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

    /// What an answer says of one of several things asked for that could not be done.
    pub fn of_item(self, id: &str) -> UnsuccessfulItem {
        let (code, message) = (Some(self.code.to_owned()), Some(self.message));
        UnsuccessfulItem {
            error: Some(UnsuccessfulItemError { code, message }),
            resource_id: Some(id.to_owned()),
        }
    }
}

/// Does the same to several things, each by itself, and says which of them it could not be done to.
pub(crate) fn unsuccessful(
    ids: &[String],
    mut change: impl FnMut(&str) -> Result<()>,
) -> Vec<UnsuccessfulItem> {
    ids.iter().filter_map(|id| Some(change(id).err()?.of_item(id))).collect()
}

/// Most operations that modify attributes take one a request; `asked` says which were given.
pub(crate) fn check_one_attribute(asked: &[bool]) -> Result<()> {
    match asked.iter().filter(|asked| **asked).count() {
        0 => Err(Error::combination("No attributes specified.")),
        1 => Ok(()),
        _ => Err(Error::combination("Fields for multiple attribute types specified")),
    }
}

/// # Errors
/// `InvalidParameterValue` for a number that is not between two others; `parameter` as EC2 spells
/// it.
// unverified (looked up 2026-11-26): the wording, here and below. The numbers are documented.
pub(crate) fn check_between<N: PartialOrd + Display>(
    parameter: &str,
    number: N,
    range: RangeInclusive<N>,
) -> Result<()> {
    if range.contains(&number) {
        return Ok(());
    }
    let reason = format!("It must be between {} and {}.", range.start(), range.end());
    Err(Error::bad_parameter(parameter, number, &reason))
}

/// # Errors
/// `InvalidParameterValue` for a text that is too long; `parameter` as EC2 spells it.
pub(crate) fn check_length(parameter: &str, text: Option<&str>, most: usize) -> Result<()> {
    match text.filter(|text| text.chars().count() > most) {
        Some(long) => {
            let reason = format!("It must have up to {most} characters.");
            Err(Error::bad_parameter(parameter, long, &reason))
        }
        None => Ok(()),
    }
}

impl From<wire::Invalid> for Error {
    fn from(invalid: wire::Invalid) -> Self {
        Self::new(invalid.code, invalid.message)
    }
}
