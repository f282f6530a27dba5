//! Whether resources have longer ids. Each kind's have, for everybody, since the last deadline of
//! 2018 has passed; nobody can go back.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIdFormat.html>

use crate::engine::{Operation, Read, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::arns::partition;
use wire::{
    DescribeAggregateIdFormatRequest, DescribeAggregateIdFormatResult, DescribeIdFormatRequest,
    DescribeIdFormatResult, DescribeIdentityIdFormatRequest, DescribeIdentityIdFormatResult,
    DescribePrincipalIdFormatRequest, DescribePrincipalIdFormatResult, IdFormat,
    ModifyIdFormatRequest, ModifyIdentityIdFormatRequest, Timestamp,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeIdFormat => describe_id_format;
    Read  DescribeIdentityIdFormat => describe_identity_id_format;
    Read  DescribePrincipalIdFormat => describe_principal_id_format;
    Read  DescribeAggregateIdFormat => describe_aggregate_id_format;
    Write ModifyIdFormat => modify_id_format;
    Write ModifyIdentityIdFormat => modify_identity_id_format;
};

/// The kinds that the reference names, in its order.
const KINDS: [&str; 31] = [
    "bundle",
    "conversion-task",
    "customer-gateway",
    "dhcp-options",
    "elastic-ip-allocation",
    "elastic-ip-association",
    "export-task",
    "flow-log",
    "image",
    "import-task",
    "instance",
    "internet-gateway",
    "network-acl",
    "network-acl-association",
    "network-interface",
    "network-interface-attachment",
    "prefix-list",
    "reservation",
    "route-table",
    "route-table-association",
    "security-group",
    "snapshot",
    "subnet",
    "subnet-cidr-block-association",
    "volume",
    "vpc",
    "vpc-cidr-block-association",
    "vpc-endpoint",
    "vpc-peering-connection",
    "vpn-connection",
    "vpn-gateway",
];

/// When the ids of a kind became long for everybody, as the command line's examples of
/// describe-id-format and describe-identity-id-format tell it still.
fn deadline(kind: &str) -> Timestamp {
    match kind {
        "instance" | "reservation" | "snapshot" | "volume" => Timestamp(1_481_760_000_000),
        _ => Timestamp(1_534_291_200_000),
    }
}

/// Of one kind, or of all.
// unverified (looked up 2026-11-26): the refusals here and below.
fn statuses(kind: Option<&str>) -> Result<Vec<IdFormat>> {
    if let Some(kind) = kind.filter(|kind| !KINDS.contains(kind)) {
        // The code is documented; unverified (looked up 2026-11-26): the message.
        let message = format!("The resource type '{kind}' is not supported.");
        return Err(Error::new("InvalidResourceType.Unknown", message));
    }
    let asked = KINDS.iter().filter(|it| kind.is_none_or(|kind| kind == **it));
    let status = |kind: &&str| IdFormat {
        resource: Some((*kind).to_owned()),
        use_long_ids: Some(true),
        deadline: Some(deadline(kind)),
    };
    Ok(asked.map(status).collect())
}

fn describe_id_format(
    _cx: Read<'_>,
    request: &DescribeIdFormatRequest,
) -> Result<DescribeIdFormatResult> {
    Ok(DescribeIdFormatResult { statuses: Some(statuses(request.resource.as_deref())?) })
}

fn describe_identity_id_format(
    cx: Read<'_>,
    request: &DescribeIdentityIdFormatRequest,
) -> Result<DescribeIdentityIdFormatResult> {
    check_principal(cx, &request.principal_arn)?;
    Ok(DescribeIdentityIdFormatResult { statuses: Some(statuses(request.resource.as_deref())?) })
}

/// The root user, a user or a role of some account.
fn check_principal(cx: Read<'_>, arn: &str) -> Result<()> {
    let rest = arn.strip_prefix(&format!("arn:{}:iam::", partition(cx)));
    let parts = rest.and_then(|rest| rest.split_once(':'));
    let is_principal = |(account, name): (&str, &str)| {
        let is_named = ["user/", "role/"]
            .iter()
            .any(|start| name.strip_prefix(start).is_some_and(|name| !name.is_empty()));
        account.bytes().all(|digit| digit.is_ascii_digit()) && (name == "root" || is_named)
    };
    if parts.is_some_and(is_principal) {
        return Ok(());
    }
    // The code is documented; unverified (looked up 2026-11-26): the message.
    let message = format!("'{arn}' is not the ARN of an IAM user, an IAM role or the root user.");
    Err(Error::new("InvalidTargetArn.Unknown", message))
}

/// Lists principals with a setting of their own, which none has: there is nothing left to set.
fn describe_principal_id_format(
    cx: Read<'_>,
    request: &DescribePrincipalIdFormatRequest,
) -> Result<DescribePrincipalIdFormatResult> {
    cx.paging(request.max_results, request.next_token.as_deref())?;
    for kind in &request.resources {
        statuses(Some(kind))?;
    }
    Ok(DescribePrincipalIdFormatResult { principals: Some(Vec::new()), next_token: None })
}

fn describe_aggregate_id_format(
    _cx: Read<'_>,
    _request: &DescribeAggregateIdFormatRequest,
) -> Result<DescribeAggregateIdFormatResult> {
    /// So much earlier is each deadline in the command line's example of this one.
    const EARLIER_MILLIS: i64 = 46 * 60 * 60 * 1_000;
    let mut statuses = statuses(None)?;
    for status in &mut statuses {
        status.deadline = status.deadline.map(|at| at.plus_millis(-EARLIER_MILLIS));
    }
    let statuses = Some(statuses);
    Ok(DescribeAggregateIdFormatResult { use_long_ids_aggregated: Some(true), statuses })
}

fn modify_id_format(_cx: &mut Write<'_>, request: &ModifyIdFormatRequest) -> Result<()> {
    check_setting(&request.resource, request.use_long_ids)
}

fn modify_identity_id_format(
    cx: &mut Write<'_>,
    request: &ModifyIdentityIdFormatRequest,
) -> Result<()> {
    if request.principal_arn != "all" {
        check_principal(cx.read(), &request.principal_arn)?;
    }
    check_setting(&request.resource, request.use_long_ids)
}

/// Longer ids can be asked for again, of one kind or of those before a deadline at once.
fn check_setting(kind: &str, use_long_ids: bool) -> Result<()> {
    if !matches!(kind, "all-current" | "all") {
        statuses(Some(kind))?;
    }
    if use_long_ids {
        return Ok(());
    }
    let reason = "The deadline has passed; IDs of this kind are long.";
    Err(Error::bad_parameter("useLongIds", use_long_ids, reason))
}
