//! What a group's name and description may be.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html>

use crate::error::{Error, Result};
use crate::records::network::security_groups::{DEFAULT, is_allowed};

const MAX_CHARS: usize = 255;

const ALLOWED: &str = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

/// The name as it is kept: without spaces at its end.
pub(crate) fn check_name(name: &str) -> Result<&str> {
    let name = name.trim_end_matches(' ');
    let invalid = |reason: &str| Error::bad_parameter("GroupName", name, reason);
    if name.is_empty() {
        // unverified (looked up 2026-11-27): with a large letter by likeness to the description.
        return Err(Error::missing("GroupName"));
    }
    if !name.is_ascii() {
        return Err(invalid("Character sets beyond ASCII are not supported."));
    }
    if name.to_ascii_lowercase().starts_with("sg-") {
        // As recorded in <https://github.com/pulumi/pulumi-awsx/issues/328>.
        return Err(invalid("Group names may not be in the format sg-*."));
    }
    if name.len() > MAX_CHARS {
        // unverified (looked up 2026-11-26): the wording.
        return Err(invalid("Group names may not be longer than 255 characters."));
    }
    if !name.chars().all(is_allowed) {
        return Err(invalid(&format!("Content limited to '{ALLOWED}'.")));
    }
    if name.eq_ignore_ascii_case(DEFAULT) {
        // As a rule of a CloudFormation linter quotes it (stored file 66941586382), and a
        // deployment tool's tests (3557046437); unverified (looked up 2026-11-26): that it is so
        // today.
        let message = format!("Cannot use reserved security group name: {name}");
        return Err(Error::invalid_value(message));
    }
    Ok(name)
}

pub(crate) fn check_description(description: &str) -> Result<()> {
    if description.is_empty() {
        // As reported: getmoto/moto#112, with a request id (2014), and boto/boto3#347.
        return Err(Error::missing("GroupDescription"));
    }
    if !description.is_ascii() {
        let reason = "Character sets beyond ASCII are not supported.";
        return Err(Error::bad_parameter("GroupDescription", description, reason));
    }
    if description.len() > MAX_CHARS || !description.chars().all(is_allowed) {
        // As recorded in <https://github.com/cds-snc/notification-terraform/pull/561>.
        let message = format!(
            "Invalid security group description. Valid descriptions are strings less than 256 \
             characters from the following set:  {ALLOWED}"
        );
        return Err(Error::invalid_value(message));
    }
    Ok(())
}
