//! What an instance has written to its console. Nothing runs in the instances of this server, so
//! that each is as EC2 shows one that has not written anything yet.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html>

use super::screen;
use crate::catalog::Architecture;
use crate::catalog::instance_types::Hypervisor;
use crate::engine::{Read, Resource as _};
use crate::error::{Error, Result};
use crate::records::compute::instance_events::is_running;
use crate::records::compute::instances::Instance;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::{
    GetConsoleOutputRequest, GetConsoleOutputResult, GetConsoleScreenshotRequest,
    GetConsoleScreenshotResult,
};

/// There is no empty output, but none: <https://github.com/canonical/pycloudlib/pull/143>. The
/// latest is empty, and of the moment that asks: `instances_tag_publication.json` of
/// radkawar/stackd (looked up 2026-11-26).
pub(crate) fn get_console_output(
    cx: Read<'_>,
    request: &GetConsoleOutputRequest,
) -> Result<GetConsoleOutputResult> {
    let row = cx.get::<Instance>(&request.instance_id)?;
    let is_latest = request.latest == Some(true);
    if is_latest && row.kind.hypervisor == Some(Hypervisor::Xen) {
        // Read by <https://github.com/confidential-containers/cloud-api-adaptor>.
        // unverified (looked up 2026-11-26): the full stop.
        let message = "This instance type does not support retrieving the latest console logs.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(GetConsoleOutputResult {
        instance_id: Some(row.id.to_string()),
        // unverified (looked up 2026-11-26): AWS's own moment where there is no output and the
        // latest is not asked for.
        timestamp: Some(if is_latest {
            cx.now().timestamp().whole_seconds()
        } else {
            row.launched
        }),
        output: is_latest.then(String::new),
    })
}

/// What stands on the console, which is nothing, too. Ids are refused in words of its own, of
/// which there are none for an instance that is not there, as recorded in
/// `console_screenshot.json` of radkawar/stackd (looked up 2026-11-26).
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshoot-unreachable-instance.html>
pub(crate) fn get_console_screenshot(
    cx: Read<'_>,
    request: &GetConsoleScreenshotRequest,
) -> Result<GetConsoleScreenshotResult> {
    let id = &request.instance_id;
    let row = cx.get::<Instance>(id).map_err(|error| match error.code {
        Instance::MALFORMED => {
            Error::new(error.code, format!("The instance ID '{id}' is malformed"))
        }
        Instance::NOT_FOUND => Error::new(error.code, ""),
        _ => error,
    })?;
    // No system runs here that could sleep, and a key that is pressed shows nothing.
    let _ = request.wake_up;
    // unverified (looked up 2026-11-26): codes and words; the conditions are documented.
    if row.kind.bare_metal || row.kind.processor.architectures.contains(&Architecture::Arm64) {
        let message =
            format!("The instance type '{}' does not support screenshots.", row.kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    if !is_running(row, cx.now()) {
        let message = format!("The instance '{id}' is not in the 'running' state.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    Ok(GetConsoleScreenshotResult {
        image_data: Some(STANDARD.encode(screen::black())),
        instance_id: Some(row.id.to_string()),
    })
}
