//! DeleteFleets: each fleet by itself, with its instances or without.

use crate::effects::compute::fleets::life::{NotLeft, leavable, leave};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::fleets::Fleet;
use crate::records::compute::fleets::core::{Phase, phase};
use crate::records::compute::fleets::view::state;
use crate::records::ids::FleetId;
use wire::{
    DeleteFleetError, DeleteFleetErrorCode as Code, DeleteFleetErrorItem, DeleteFleetSuccessItem,
    DeleteFleetsRequest, DeleteFleetsResult, FleetType,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFleets.html>
const MAX_INSTANT: usize = 25;
const MAX_OTHERS: usize = 100;

pub(crate) fn delete_fleets(
    cx: &mut Write<'_>,
    request: &DeleteFleetsRequest,
) -> Result<DeleteFleetsResult> {
    let terminates = request.terminate_instances;
    let kind = |id: &&String| cx.find::<Fleet>(id).map(|row| row.core.kind);
    let is_instant = |id: &&String| kind(id) == Some(FleetType::Instant);
    let instant = request.fleet_ids.iter().filter(is_instant).count();
    if request.fleet_ids.len() - instant > MAX_OTHERS {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!(
            "Can't delete more than {MAX_OTHERS} fleets of type maintain or request in a \
                     single request."
        );
        return Err(Error::invalid_value(message));
    }
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for id in &request.fleet_ids {
        match check(cx, id, terminates, instant > MAX_INSTANT) {
            Ok(id) => {
                let row = cx.get(&id)?;
                let before = state(row, cx.read());
                if !is_ending(row, cx.read(), terminates) {
                    leave::<Fleet>(cx, &id, terminates)?;
                }
                // The answer is older than what comes of the deletion.
                let after = [
                    wire::FleetStateCode::DeletedRunning,
                    wire::FleetStateCode::DeletedTerminating,
                ];
                done.push(DeleteFleetSuccessItem {
                    current_fleet_state: Some(after[usize::from(terminates)]),
                    previous_fleet_state: Some(before),
                    fleet_id: Some(id.to_string()),
                });
            }
            Err((code, message)) => failed.push(DeleteFleetErrorItem {
                error: Some(DeleteFleetError { code: Some(code), message: Some(message) }),
                fleet_id: Some(id.clone()),
            }),
        }
    }
    Ok(DeleteFleetsResult {
        successful_fleet_deletions: Some(done),
        unsuccessful_fleet_deletions: Some(failed),
    })
}

/// Whether its instances end already, which is no reason to refuse that once more: file 63223263973
/// has that of an instant fleet, whose author asked EC2.
fn is_ending(row: &Row<Fleet>, cx: Read<'_>, terminates: bool) -> bool {
    let phase = phase(row, cx);
    let is_gone = phase == Phase::Gone && row.core.kind == FleetType::Instant;
    terminates && (phase == Phase::LeftTerminating || is_gone)
}

/// The codes and, but for two, the wordings: "Troubleshoot when a fleet fails to delete" in EC2's
/// user guide.
// unverified (looked up 2026-11-26): the wordings of fleets that there are not and of those that
// were deleted.
fn check(
    cx: &Write<'_>,
    id: &str,
    terminates: bool,
    are_too_many: bool,
) -> Result<FleetId, (Code, String)> {
    let kind = cx.find::<Fleet>(id).map(|row| row.core.kind);
    let is_instant = kind == Some(FleetType::Instant);
    if is_instant && are_too_many {
        let message = "Can\u{2019}t delete more than 25 instant fleets in a single request.";
        return Err((Code::ExceededInstantFleetNumForDeletion, message.to_owned()));
    }
    if is_instant && !terminates {
        let message = "NoTerminateInstances option is not supported for instant fleet";
        return Err((Code::NoTerminateInstancesNotSupported, message.to_owned()));
    }
    if let Some(row) = cx.find::<Fleet>(id).filter(|row| is_ending(row, cx.read(), terminates)) {
        return Ok(row.id.clone());
    }
    leavable::<Fleet>(cx.read(), id, terminates).map_err(|reason| match reason {
        NotLeft::Missing(message) => (Code::FleetIdDoesNotExist, message),
        NotLeft::Malformed(message) => (Code::FleetIdMalformed, message),
        NotLeft::HasBeen => {
            let message = format!("The fleet '{id}' is not in a deletable state.");
            (Code::FleetNotInDeletableState, message)
        }
    })
}
