//! The quotas of an account: how many vCPUs its running instances may have in a region, by bucket
//! of instance families. The limit is the server's to set; AWS's own differ from account to
//! account.
//! <https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html>

use crate::catalog::instance_types::InstanceType;

/// The value under which the index lists instances of a type.
pub(crate) fn indexed(kind: &'static InstanceType, is_spot: bool) -> String {
    value(bucket(kind), kind.processor.vcpus, is_spot)
}

pub(crate) fn value(bucket: &str, vcpus: u32, is_spot: bool) -> String {
    format!("{bucket} {vcpus} {is_spot}")
}

pub(crate) fn bucket(kind: &'static InstanceType) -> &'static str {
    let family = kind.family();
    let letters = family.find(|letter: char| !letter.is_ascii_lowercase());
    match &family[..letters.unwrap_or(family.len())] {
        "f" => "f",
        "g" | "gr" | "vt" => "g",
        "p" => "p",
        "inf" => "inf",
        "trn" => "trn",
        "x" => "x",
        "dl" => "dl",
        "hpc" => "hpc",
        "u" => "u",
        _ => "standard",
    }
}
