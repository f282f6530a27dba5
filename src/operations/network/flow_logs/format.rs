//! What a record of a flow log consists of.

use super::invalid;
use crate::error::{Error, Result};

/// The fields of a record that there are, of every version; those of the first line are the default
/// format. <https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html>
const FIELDS: [&str; 5] = [
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start \
     end action log-status",
    "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id \
     sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction \
     traffic-path",
    "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id \
     ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn \
     ecs-task-arn ecs-task-id",
    "reject-reason",
    "resource-id encryption-status",
];

/// Those of a record of a transit gateway, all of which are the default format.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/flow-log-records.html>
const GATEWAY_FIELDS: [&str; 1] =
    ["version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id \
     tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id \
     tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr \
     srcport dstport protocol packets bytes start end log-status type packets-lost-no-route \
     packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region \
     flow-direction pkt-src-aws-service pkt-dst-aws-service"];

/// The fields asked for, as `${version} ${account-id}`, of those that there are.
pub(super) fn checked(asked: Option<&str>, of_gateway: bool) -> Result<String> {
    let known: &[&str] = if of_gateway { &GATEWAY_FIELDS } else { &FIELDS };
    let Some(asked) = asked else {
        let usual = known.first().into_iter().flat_map(|fields| fields.split(' '));
        return Ok(usual.map(|field| format!("${{{field}}}")).collect::<Vec<_>>().join(" "));
    };
    let field = |token: &str| {
        let field = token.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))?;
        let of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        field.chars().all(of_name).then(|| field.to_owned())
    };
    // Recorded with a blank at the end: <https://github.com/aws-cloudformation/rain/issues/288>
    let fields: Option<Vec<String>> = asked.split(' ').map(field).collect();
    let Some(fields) = fields else {
        return Err(Error::invalid_value(format!(
            "1 validation error detected: Value '{asked}' at 'logFormat' has an invalid format"
        )));
    };
    let is_known = |field: &str| known.iter().any(|all| all.split(' ').any(|one| one == field));
    match fields.iter().find(|field| !is_known(field)) {
        None => Ok(asked.to_owned()),
        // unverified (looked up 2026-11-26): the wording for a field that there is none of.
        Some(field) => Err(invalid(&format!("Unknown field in LogFormat: {field}"))),
    }
}
