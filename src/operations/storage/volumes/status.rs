//! The status checks of volumes, which all pass, and what volumes do when one does not.

use crate::engine::filter::ViewFilters;
use crate::engine::{Query, Read, Resource as _, Row, Write, check_ids_alone, page};
use crate::error::{Error, Result};
use crate::records::account::operators;
use crate::records::storage::volumes::{Volume, VolumeAttachment};
use wire::{
    AttributeBooleanValue, DescribeVolumeAttributeRequest, DescribeVolumeAttributeResult,
    DescribeVolumeStatusRequest, DescribeVolumeStatusResult, EnableVolumeIORequest,
    InitializationStatusDetails, InitializationType, ModifyVolumeAttributeRequest,
    VolumeAttributeName, VolumeState, VolumeStatusAttachmentStatus, VolumeStatusDetails,
    VolumeStatusInfo, VolumeStatusInfoStatus, VolumeStatusItem, VolumeStatusName, VolumeType,
};

pub(crate) fn describe_volume_status(
    cx: Read<'_>,
    request: &DescribeVolumeStatusRequest,
) -> Result<DescribeVolumeStatusResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    // An empty id is none.
    let ids = request.volume_ids.as_slice();
    let asked = Query {
        ids: if ids.iter().all(String::is_empty) { &[] } else { ids },
        filters: &[],
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    };
    check_ids_alone::<Volume>(&asked)?;
    check_not_deleting(cx, asked.ids)?;
    let max_results = page::size(asked.max_results)?;
    let is_there = |row: &Row<Volume>| row.state(cx.now()) != VolumeState::Deleting;
    let page = cx.select_rows::<Volume>(&Query { max_results, ..asked }, |row| {
        is_there(row) && filters.matches(&status(row, cx))
    })?;
    let page = page.map(|(row, _)| status(row, cx));
    Ok(DescribeVolumeStatusResult {
        next_token: page.next_token,
        volume_statuses: Some(page.items),
    })
}

/// What is being deleted has no status any more, and no modification.
///
/// # Errors
/// `InvalidVolume.NotFound`.
pub(crate) fn check_not_deleting(cx: Read<'_>, ids: &[String]) -> Result<()> {
    let is_deleting = |id: &&String| {
        cx.find::<Volume>(id.as_str())
            .is_some_and(|row| row.state(cx.now()) == VolumeState::Deleting)
    };
    ids.iter().find(is_deleting).map_or(Ok(()), |id| Err(Volume::not_found(&[id])))
}

/// <https://docs.aws.amazon.com/ebs/latest/userguide/monitoring-volume-checks.html>
fn status(row: &Row<Volume>, cx: Read<'_>) -> VolumeStatusItem {
    let mut attached = row.attached(cx.now()).peekable();
    let is_attached = attached.peek().is_some();
    let is_measured =
        matches!(row.settings.volume_type, VolumeType::Gp3 | VolumeType::Io1 | VolumeType::Io2);
    let performance =
        if is_measured && is_attached { "normal" } else { "not-applicable" }.to_owned();
    let detail = |name, status| VolumeStatusDetails { name: Some(name), status: Some(status) };
    let mut details = vec![
        detail(VolumeStatusName::IoEnabled, "passed".to_owned()),
        detail(VolumeStatusName::IoPerformance, performance.clone()),
    ];
    let is_filled = row.settings.snapshot_id.is_some() || row.source_volume_id.is_some();
    if is_filled {
        let state = if is_initialized(row, cx) { "completed" } else { "initializing" };
        details.push(detail(VolumeStatusName::InitializationState, state.to_owned()));
    }
    VolumeStatusItem {
        actions: Some(Vec::new()),
        availability_zone: Some(row.zone.to_string()),
        availability_zone_id: Some(row.zone_id.to_string()),
        events: Some(Vec::new()),
        volume_id: Some(row.id.to_string()),
        volume_status: Some(VolumeStatusInfo {
            details: Some(details),
            status: Some(VolumeStatusInfoStatus::Ok),
        }),
        attachment_statuses: is_attached.then(|| {
            let status = |(attachment, _): (&VolumeAttachment, _)| VolumeStatusAttachmentStatus {
                io_performance: Some(performance.clone()),
                instance_id: Some(attachment.instance_id.to_string()),
            };
            attached.map(status).collect()
        }),
        initialization_status_details: is_filled.then(|| initialization(row, cx)),
        operator: Some(operators::nobody_in_lists()),
        ..VolumeStatusItem::default()
    }
}

/// Copies are as soon as they are available.
fn is_initialized(row: &Row<Volume>, cx: Read<'_>) -> bool {
    row.source_volume_id.is_some() || row.is_initialized(cx.now())
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InitializationStatusDetails.html>,
/// <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-initialize-monitor.html>
fn initialization(row: &Row<Volume>, cx: Read<'_>) -> InitializationStatusDetails {
    let has_rate = row.settings.initialization_rate_mibps.is_some();
    InitializationStatusDetails {
        initialization_type: Some(if has_rate {
            InitializationType::ProvisionedRate
        } else if row.source_volume_id.is_some() {
            InitializationType::VolumeCopy
        } else {
            InitializationType::Default
        }),
        progress: Some(if is_initialized(row, cx) { 100 } else { 0 }),
        estimated_time_to_complete_in_seconds: has_rate.then_some(0),
    }
}

pub(crate) fn describe_volume_attribute(
    cx: Read<'_>,
    request: &DescribeVolumeAttributeRequest,
) -> Result<DescribeVolumeAttributeResult> {
    let row = cx.get::<Volume>(&request.volume_id)?;
    let volume_id = Some(row.id.to_string());
    Ok(match request.attribute {
        VolumeAttributeName::AutoEnableIO => DescribeVolumeAttributeResult {
            auto_enable_io: Some(AttributeBooleanValue { value: Some(row.auto_enable_io) }),
            volume_id,
            ..DescribeVolumeAttributeResult::default()
        },
        VolumeAttributeName::ProductCodes => DescribeVolumeAttributeResult {
            product_codes: Some(Vec::new()),
            volume_id,
            ..DescribeVolumeAttributeResult::default()
        },
    })
}

pub(crate) fn modify_volume_attribute(
    cx: &mut Write<'_>,
    request: &ModifyVolumeAttributeRequest,
) -> Result<()> {
    cx.get::<Volume>(&request.volume_id)?;
    let value = request.auto_enable_io.as_ref().and_then(|asked| asked.value);
    let value = value.ok_or_else(|| Error::combination("No attributes specified."))?;
    cx.get_mut::<Volume>(&request.volume_id)?.auto_enable_io = value;
    Ok(())
}

/// No volume has its I/O disabled here: `volume_controls_bounds.json` among the recordings of EBS
/// in radkawar/stackd (looked up 2026-11-26).
pub(crate) fn enable_volume_io(cx: Read<'_>, request: &EnableVolumeIORequest) -> Result<()> {
    let row = cx.get::<Volume>(&request.volume_id)?;
    let message = format!("Volume {} already has IO enabled.", row.id);
    Err(Error::new("IncorrectState", message))
}
