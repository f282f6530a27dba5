//! What the kinds of Verified Access have in common: how they write moments, the encryption of
//! what they keep, and policies. Policies are texts in Cedar that decide over requests, of which
//! none ever comes here. <https://docs.aws.amazon.com/verified-access/latest/ug/auth-policies.html>

use crate::engine::Read;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    Timestamp, VerifiedAccessSseSpecificationRequest as AskedEncryption,
    VerifiedAccessSseSpecificationResponse as Encryption,
};

/// A moment as Verified Access writes it: `2023-08-25T18:27:56`, as in the examples of
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-verified-access-instances.html>.
pub(crate) fn written(at: Timestamp) -> String {
    let mut text = at.iso8601();
    text.truncate("2023-08-25T18:27:56".len());
    text
}

/// This moment, so written.
pub(crate) fn moment(cx: Read<'_>) -> String {
    written(cx.now().timestamp())
}

/// Takes the value that a request gives, if it gives one.
pub(crate) fn replace<T: Clone>(value: &mut Option<T>, asked: Option<&T>) {
    if let Some(asked) = asked {
        *value = Some(asked.clone());
    }
}

/// How something is to be encrypted; that keys of the user's are not used is told, too, as the
/// acceptance tests of Terraform's provider expect.
///
/// # Errors
/// `MissingParameter` and `InvalidParameterValue` for a key that lacks or is none, and
/// `InvalidParameterCombination` for one that is not to be used.
// unverified (looked up 2026-11-26): the wording of the refusals.
pub(crate) fn encryption(
    now: Option<&Encryption>,
    asked: Option<&AskedEncryption>,
) -> Result<Option<Encryption>> {
    let Some(asked) = asked else {
        let none = || Encryption { customer_managed_key_enabled: Some(false), kms_key_arn: None };
        return Ok(Some(now.cloned().unwrap_or_else(none)));
    };
    let enabled = asked.customer_managed_key_enabled.unwrap_or(false);
    match asked.kms_key_arn.as_deref() {
        None if enabled => return Err(Error::missing("SseSpecification.KmsKeyArn")),
        Some(_) if !enabled => {
            let message = "KmsKeyArn can only be specified when CustomerManagedKeyEnabled is true";
            return Err(Error::combination(message));
        }
        Some(arn) if !(arn.starts_with("arn:") && arn.contains(":kms:")) => {
            let reason = "Expecting the ARN of a key in AWS KMS.";
            return Err(Error::bad_parameter("KmsKeyArn", arn, reason));
        }
        _ => {}
    }
    Ok(Some(Encryption {
        customer_managed_key_enabled: Some(enabled),
        kms_key_arn: asked.kms_key_arn.clone(),
    }))
}

/// The policy of a group or an endpoint; there is a text where it is enabled.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub document: Option<String>,
}

impl Policy {
    /// That of what is new, which is enabled by having one.
    ///
    /// # Errors
    /// Those of [`check`].
    pub fn new(document: Option<&String>) -> Result<Self> {
        document.map_or(Ok(()), |text| check(text))?;
        Ok(Self { document: document.cloned() })
    }

    pub const fn is_enabled(&self) -> bool {
        self.document.is_some()
    }

    /// The policy that it is changed to. One that is not enabled is empty, as the acceptance tests
    /// of Terraform's provider expect.
    ///
    /// # Errors
    /// `InvalidParameterValue` and `MissingParameter` as recorded in
    /// hashicorp/terraform-provider-aws#34052 and #38609, and those of [`check`].
    pub fn changed(&self, enabled: Option<bool>, document: Option<&String>) -> Result<Self> {
        match (enabled, document) {
            (Some(true), None) => {
                let message = "Policy Document must be provided when Policy Enabled is true";
                Err(Error::new("MissingParameter", message))
            }
            (None | Some(false), Some(_)) => Err(Error::invalid_value(
                "Policy Document cannot be provided when Policy Enabled is false or missing",
            )),
            (None, None) => Ok(self.clone()),
            (_, document) => Self::new(document),
        }
    }
}

/// AWS documents that it looks at a policy's syntax. Here that is at what each statement begins
/// with, and at its brackets and ends.
///
/// # Errors
/// `InvalidParameterValue` for what cannot be a policy.
// unverified (looked up 2026-11-26): code and wording.
fn check(document: &str) -> Result<()> {
    let bare = without_texts(document);
    let mut statements: Vec<&str> = bare.as_deref().unwrap_or_default().split(';').collect();
    let rest = statements.pop().unwrap_or_default();
    let is_statement = |text: &&str| {
        let text = text.trim_start();
        let after = text.strip_prefix("permit").or_else(|| text.strip_prefix("forbid"));
        let begins = after.is_some_and(|after| after.trim_start().starts_with('('));
        (begins || text.starts_with('@')) && is_balanced(text)
    };
    if !statements.is_empty() && statements.iter().all(is_statement) && rest.trim().is_empty() {
        return Ok(());
    }
    Err(Error::invalid_value("The policy document is not valid"))
}

/// A policy without its comments and the insides of its quoted texts; `None` where one has no end.
fn without_texts(document: &str) -> Option<String> {
    let mut bare = String::new();
    let mut letters = document.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                while letters.next_if(|next| *next != '\n').is_some() {}
            }
            '"' => loop {
                match letters.next()? {
                    '\\' => {
                        letters.next()?;
                    }
                    '"' => break,
                    _ => {}
                }
            },
            _ => bare.push(letter),
        }
    }
    Some(bare)
}

fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    text.chars().all(|letter| match letter {
        '(' | '[' | '{' => {
            open.push(letter);
            true
        }
        ')' => open.pop() == Some('('),
        ']' => open.pop() == Some('['),
        '}' => open.pop() == Some('{'),
        _ => true,
    }) && open.is_empty()
}
