//! Fast launch of Windows images: that snapshots are prepared for their launches. The snapshots
//! are AWS's way to do it, and are not made here: launches take as long as they take.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/win-ami-config-fast-launch.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{Id, Operation, Read, Record, Row, Tags, Text, Timed, Write, operations};
use crate::error::{Error, Result};
use crate::records::compute::launch_templates::{LaunchTemplate, find_version};
use crate::records::durations;
use crate::records::ids::LaunchTemplateId;
use crate::records::storage::images::Image;
use crate::records::storage::images::checks::own;
use serde::{Deserialize, Serialize};
use wire::{
    DescribeFastLaunchImagesRequest, DescribeFastLaunchImagesResult,
    DescribeFastLaunchImagesSuccessItem as Described, DisableFastLaunchRequest,
    DisableFastLaunchResult, EnableFastLaunchRequest, EnableFastLaunchResult,
    FastLaunchLaunchTemplateSpecificationRequest as TemplateRequest,
    FastLaunchLaunchTemplateSpecificationResponse, FastLaunchResourceType,
    FastLaunchSnapshotConfigurationResponse, FastLaunchStateCode as State, Timestamp,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableFastLaunch => enable_fast_launch;
    Read  DescribeFastLaunchImages => describe_fast_launch_images;
    Write DisableFastLaunch => disable_fast_launch;
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableFastLaunch.html>
const LEAST_LAUNCHES: i32 = 6;

/// The number of snapshots where a request names none.
const USUAL_COUNT: i32 = 5;

/// What is set for an image, under the image's id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FastLaunch {
    /// Of the image; empty for the account itself in what older versions kept.
    #[serde(default)]
    owner: Text,
    count: i32,
    max_parallel_launches: i32,
    template: Option<Template>,
    state: Timed<State>,
    changed: Timestamp,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Template {
    id: LaunchTemplateId,
    name: String,
    version: String,
}

impl Record for FastLaunch {
    const PLURAL: &'static str = "fastLaunches";
}

fn enable_fast_launch(
    cx: &mut Write<'_>,
    request: &EnableFastLaunchRequest,
) -> Result<EnableFastLaunchResult> {
    let image = usable(cx.read(), &request.image_id)?;
    image.check_available(&image.id, cx.now())?;
    // unverified (looked up 2026-11-26): codes and wordings of the refusals here.
    if !image.is_windows {
        let message = format!("Fast launch is for Windows images, which {} is not.", image.id);
        return Err(Error::new("InvalidRequest", message));
    }
    if let Some(other) = request.resource_type.as_deref().filter(|it| *it != "snapshot") {
        return Err(Error::bad_parameter("resourceType", other, "Expecting snapshot."));
    }
    let launches = request.max_parallel_launches.unwrap_or(LEAST_LAUNCHES);
    if launches < LEAST_LAUNCHES {
        let reason = "Expecting a value of at least 6.";
        return Err(Error::bad_parameter("maxParallelLaunches", launches, reason));
    }
    let count = request.snapshot_configuration.as_ref().and_then(|it| it.target_resource_count);
    let count = count.unwrap_or(USUAL_COUNT);
    if count < 1 {
        let reason = "Expecting a value of at least 1.";
        return Err(Error::bad_parameter("targetResourceCount", count, reason));
    }
    let template = request.launch_template.as_ref();
    let template = template.map(|it| chosen(cx.read(), it)).transpose()?;
    let takes = durations::FAST_LAUNCHES_CHANGING;
    let key = Id::<FastLaunch>::new(request.image_id.as_str());
    let is_leaving = |row: &Row<FastLaunch>| row.state.at(cx.now()) == State::Disabling;
    if cx.find::<FastLaunch>(&key).is_some_and(is_leaving) {
        // That AWS removes the snapshots first is documented.
        let message = format!("Fast launch is being disabled for {}.", image.id);
        return Err(Error::new("InvalidRequest", message));
    }
    let record = FastLaunch {
        owner: image.owner_id.clone(),
        count,
        max_parallel_launches: launches,
        template,
        state: cx.read().transition(State::Enabling, State::Enabled, takes),
        changed: cx.now().timestamp(),
    };
    if let Some(mut row) = cx.find_mut::<FastLaunch>(&key) {
        row.record = record;
    } else {
        cx.insert(key.clone(), record, Tags::default());
    }
    let item = cx.find::<FastLaunch>(&key).map(|row| view(row, cx.read()));
    let item = item.unwrap_or_default();
    Ok(EnableFastLaunchResult {
        image_id: item.image_id,
        resource_type: item.resource_type,
        snapshot_configuration: item.snapshot_configuration,
        launch_template: item.launch_template,
        max_parallel_launches: item.max_parallel_launches,
        owner_id: item.owner_id,
        state: item.state,
        state_transition_reason: item.state_transition_reason,
        state_transition_time: item.state_transition_time,
    })
}

/// The caller's own image, or one that its owner shares with the account:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableFastLaunch.html>
// unverified (looked up 2026-11-26): that a public one is not shared with anybody.
fn usable<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<Image>> {
    let shared = cx.find_shared::<Image>(id).map(|(_, row)| row);
    let shared = shared.filter(|row| row.shared_with.accounts.contains(cx.account()));
    match shared.filter(|_| cx.find::<Image>(id).is_none()) {
        Some(row) => Ok(row),
        None => own(cx, id),
    }
}

fn chosen(cx: Read<'_>, asked: &TemplateRequest) -> Result<Template> {
    let (id, name) = (asked.launch_template_id.as_deref(), asked.launch_template_name.as_deref());
    // The decoder has refused a request without a version.
    let version = asked.version.clone().unwrap_or_default();
    let (id, ..) = find_version(cx, id, name, Some(&version))?;
    let name = cx.get::<LaunchTemplate>(id)?.name.to_string();
    Ok(Template { id: id.clone(), name, version })
}

fn disable_fast_launch(
    cx: &mut Write<'_>,
    request: &DisableFastLaunchRequest,
) -> Result<DisableFastLaunchResult> {
    // It matters where there is something left to clean up.
    let _ = request.force;
    let key = Id::<FastLaunch>::new(request.image_id.as_str());
    let is_on = |row: &Row<FastLaunch>| row.state.at(cx.now()) != State::Disabling;
    if !cx.find::<FastLaunch>(&key).is_some_and(is_on) {
        usable(cx.read(), &request.image_id)?;
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("Fast launch is not enabled for {}.", request.image_id);
        return Err(Error::new("InvalidRequest", message));
    }
    let now = cx.now().timestamp();
    let takes = durations::FAST_LAUNCHES_CHANGING;
    let gone = cx.read().transition((), (), takes).settles().unwrap_or(now);
    let mut item = Described::default();
    if let Some(mut row) = cx.find_mut::<FastLaunch>(&key) {
        (row.state, row.changed) = (Timed::settled(State::Disabling), now);
    }
    if let Some(row) = cx.find::<FastLaunch>(&key) {
        item = view(row, cx.read());
    }
    cx.end::<FastLaunch>(&key, gone);
    Ok(DisableFastLaunchResult {
        image_id: item.image_id,
        resource_type: item.resource_type,
        snapshot_configuration: item.snapshot_configuration,
        launch_template: item.launch_template,
        max_parallel_launches: item.max_parallel_launches,
        owner_id: item.owner_id,
        state: item.state,
        state_transition_reason: item.state_transition_reason,
        state_transition_time: item.state_transition_time,
    })
}

fn describe_fast_launch_images(
    cx: Read<'_>,
    request: &DescribeFastLaunchImagesRequest,
) -> Result<DescribeFastLaunchImagesResult> {
    // Its documented path is that of the structure.
    let paths: [(&str, &[&str]); 1] =
        [("launch-template", &["launchTemplate", "launchTemplateId"])];
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &paths)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = cx.table::<FastLaunch>().iter(paging.position(), cx.now());
    let ids = &request.image_ids;
    let named = rows.filter(|(_, row)| ids.is_empty() || ids.iter().any(|id| **id == *row.id));
    let views = named.map(|(seq, row)| (seq, view(row, cx)));
    let page = paging.cut(views.filter(|(_, view)| filters.matches(view)).map(Ok))?;
    Ok(DescribeFastLaunchImagesResult {
        fast_launch_images: Some(page.items),
        next_token: page.next_token,
    })
}

fn view(row: &Row<FastLaunch>, cx: Read<'_>) -> Described {
    let state = row.state.at(cx.now());
    let owner = if row.owner.is_empty() { cx.account() } else { &row.owner };
    let settled = row.state.settles().filter(|at| cx.now().reached(*at));
    let configuration =
        FastLaunchSnapshotConfigurationResponse { target_resource_count: Some(row.count) };
    Described {
        image_id: Some(row.id.to_string()),
        resource_type: Some(FastLaunchResourceType::Snapshot),
        snapshot_configuration: Some(configuration),
        launch_template: row.template.as_ref().map(|template| {
            FastLaunchLaunchTemplateSpecificationResponse {
                launch_template_id: Some(template.id.to_string()),
                launch_template_name: Some(template.name.clone()),
                version: Some(template.version.clone()),
            }
        }),
        max_parallel_launches: Some(row.max_parallel_launches),
        owner_id: Some(owner.to_string()),
        state: Some(state),
        // As in the example of the AWS CLI.
        state_transition_reason: Some("Client.UserInitiated".to_owned()),
        state_transition_time: Some(settled.unwrap_or(row.changed)),
    }
}
