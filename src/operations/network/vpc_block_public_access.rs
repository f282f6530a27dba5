//! VPC Block Public Access: the mode of an account in a region, and exclusions of VPCs and subnets.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html>

use crate::engine::{Id, Millis, Operation, Read, Tags, Timed, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_block_public_access::{
    ONLY, VpcBlockPublicAccessExclusion, VpcBlockPublicAccessOptions, mode_of_region, of_resource,
    options,
};
use crate::records::network::vpcs::Vpc;
use wire::{
    CreateVpcBlockPublicAccessExclusionRequest, CreateVpcBlockPublicAccessExclusionResult,
    DeleteVpcBlockPublicAccessExclusionRequest, DeleteVpcBlockPublicAccessExclusionResult,
    DescribeVpcBlockPublicAccessOptionsRequest, DescribeVpcBlockPublicAccessOptionsResult,
    ModifyVpcBlockPublicAccessExclusionRequest, ModifyVpcBlockPublicAccessExclusionResult,
    ModifyVpcBlockPublicAccessOptionsRequest, ModifyVpcBlockPublicAccessOptionsResult,
    VpcBlockPublicAccessExclusionState as State, VpcBlockPublicAccessState, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read  DescribeVpcBlockPublicAccessOptions => describe_vpc_block_public_access_options;
    Write ModifyVpcBlockPublicAccessOptions => modify_vpc_block_public_access_options;
    Write CreateVpcBlockPublicAccessExclusion => create_vpc_block_public_access_exclusion;
    Read  DescribeVpcBlockPublicAccessExclusions => listed::<VpcBlockPublicAccessExclusion>;
    Write ModifyVpcBlockPublicAccessExclusion => modify_vpc_block_public_access_exclusion;
    Write DeleteVpcBlockPublicAccessExclusion => delete_vpc_block_public_access_exclusion;
};

/// AWS speaks of minutes, and Terraform waits for half an hour.
const CHANGING_MILLIS: Millis = durations::VPC_BLOCK_PUBLIC_ACCESS_OPTIONS_CHANGING;

// unverified (looked up 2026-11-26): how long a deleted exclusion is listed.
const LISTED_MILLIS: i64 = 3_600_000;

/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const MAX_EXCLUSIONS: usize = 50;

fn describe_vpc_block_public_access_options(
    cx: Read<'_>,
    _request: &DescribeVpcBlockPublicAccessOptionsRequest,
) -> Result<DescribeVpcBlockPublicAccessOptionsResult> {
    Ok(DescribeVpcBlockPublicAccessOptionsResult {
        vpc_block_public_access_options: Some(options(cx)),
    })
}

fn modify_vpc_block_public_access_options(
    cx: &mut Write<'_>,
    request: &ModifyVpcBlockPublicAccessOptionsRequest,
) -> Result<ModifyVpcBlockPublicAccessOptionsResult> {
    let read = cx.read();
    let (first, then) =
        (VpcBlockPublicAccessState::UpdateInProgress, VpcBlockPublicAccessState::UpdateComplete);
    let mode = request.internet_gateway_block_mode;
    let record = VpcBlockPublicAccessOptions {
        mode: read.transition(mode_of_region(read), mode, CHANGING_MILLIS),
        state: read.transition(first, then, CHANGING_MILLIS),
        updated: cx.now().timestamp(),
    };
    cx.remove::<VpcBlockPublicAccessOptions>(ONLY);
    cx.insert(Id::new(ONLY), record, Tags::default());
    let mut options = options(cx.read());
    // The answer has the mode that was asked for, as its example in AWS's guide has.
    options.internet_gateway_block_mode = Some(mode);
    Ok(ModifyVpcBlockPublicAccessOptionsResult { vpc_block_public_access_options: Some(options) })
}

// unverified (looked up 2026-11-26): the wordings, and that a VPC or subnet has one exclusion.
fn create_vpc_block_public_access_exclusion(
    cx: &mut Write<'_>,
    request: &CreateVpcBlockPublicAccessExclusionRequest,
) -> Result<CreateVpcBlockPublicAccessExclusionResult> {
    let tags = cx.tags_for::<VpcBlockPublicAccessExclusion>(&request.tag_specifications)?;
    let resource_id = match (&request.vpc_id, &request.subnet_id) {
        (Some(id), None) => cx.get::<Vpc>(id)?.id.any(),
        (None, Some(id)) => cx.get::<Subnet>(id)?.id.any(),
        (Some(_), Some(_)) => {
            return Err(Error::exclusive("vpcId", "subnetId"));
        }
        (None, None) => return Err(Error::missing("vpcId or subnetId")),
    };
    let (read, now) = (cx.read(), cx.now());
    if of_resource(read, &resource_id).any(|row| !row.is_deleted(now)) {
        let reason = "It has a VPC Block Public Access exclusion already.";
        let parameter = if request.vpc_id.is_some() { "vpcId" } else { "subnetId" };
        return Err(Error::bad_parameter(parameter, resource_id, reason));
    }
    let live = read.table::<VpcBlockPublicAccessExclusion>().iter(0, now);
    if live.filter(|(_, row)| !row.is_deleted(now)).count() >= MAX_EXCLUSIONS {
        let message = "The maximum number of VPC Block Public Access exclusions has been reached.";
        return Err(Error::new("VpcBlockPublicAccessExclusionLimitExceeded", message));
    }
    let record = VpcBlockPublicAccessExclusion {
        resource_id,
        mode: Timed::settled(request.internet_gateway_exclusion_mode),
        state: read.transition(State::CreateInProgress, State::CreateComplete, CHANGING_MILLIS),
        created: now.timestamp(),
        updated: now.timestamp(),
        deleted: None,
    };
    let mut view = cx.create(record, tags)?;
    // As noted in Terraform's AWS provider.
    view.last_update_timestamp = None;
    Ok(CreateVpcBlockPublicAccessExclusionResult { vpc_block_public_access_exclusion: Some(view) })
}

/// Terraform looks for these words at the deletion of one that was deleted.
fn check_can_be(cx: Read<'_>, id: &str, done: &str) -> Result<()> {
    let row = cx.get::<VpcBlockPublicAccessExclusion>(id)?;
    if !row.is_deleted(cx.now()) {
        return Ok(());
    }
    let state = row.state.at(cx.now()).as_str();
    let message = format!("Exclusion {id} is in {state} state and cannot be {done}");
    Err(Error::invalid_value(message))
}

fn modify_vpc_block_public_access_exclusion(
    cx: &mut Write<'_>,
    request: &ModifyVpcBlockPublicAccessExclusionRequest,
) -> Result<ModifyVpcBlockPublicAccessExclusionResult> {
    let id = &request.exclusion_id;
    check_can_be(cx.read(), id, "modified")?;
    let (read, now) = (cx.read(), cx.now());
    let old = cx.get::<VpcBlockPublicAccessExclusion>(id)?.mode.at(now);
    let mode = read.transition(old, request.internet_gateway_exclusion_mode, CHANGING_MILLIS);
    let (first, then) = (State::UpdateInProgress, State::UpdateComplete);
    let state = read.transition(first, then, CHANGING_MILLIS);
    let mut row = cx.get_mut::<VpcBlockPublicAccessExclusion>(id)?;
    (row.mode, row.state, row.updated) = (mode, state, now.timestamp());
    drop(row);
    let mut view = cx.view::<VpcBlockPublicAccessExclusion>(id)?;
    view.internet_gateway_exclusion_mode = Some(request.internet_gateway_exclusion_mode);
    Ok(ModifyVpcBlockPublicAccessExclusionResult { vpc_block_public_access_exclusion: Some(view) })
}

fn delete_vpc_block_public_access_exclusion(
    cx: &mut Write<'_>,
    request: &DeleteVpcBlockPublicAccessExclusionRequest,
) -> Result<DeleteVpcBlockPublicAccessExclusionResult> {
    let id = &request.exclusion_id;
    check_can_be(cx.read(), id, "deleted")?;
    let (first, then) = (State::DeleteInProgress, State::DeleteComplete);
    let state = cx.read().transition(first, then, CHANGING_MILLIS);
    let now = cx.now().timestamp();
    let mut row = cx.get_mut::<VpcBlockPublicAccessExclusion>(id)?;
    (row.state, row.deleted) = (state, Some(now));
    drop(row);
    let view = cx.view::<VpcBlockPublicAccessExclusion>(id)?;
    let ends = state.settles().unwrap_or(now).plus_millis(LISTED_MILLIS);
    cx.end::<VpcBlockPublicAccessExclusion>(id, ends);
    Ok(DeleteVpcBlockPublicAccessExclusionResult { vpc_block_public_access_exclusion: Some(view) })
}
