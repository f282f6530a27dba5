//! CancelSpotFleetRequests: each by itself, with its instances or without.

use crate::effects::compute::fleets::life::{NotLeft, leavable, leave};
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::spot_fleet_requests::{SpotFleetRequest, state};
use wire::{
    BatchState, CancelBatchErrorCode as Code, CancelSpotFleetRequestsError,
    CancelSpotFleetRequestsErrorItem, CancelSpotFleetRequestsRequest,
    CancelSpotFleetRequestsResponse, CancelSpotFleetRequestsSuccessItem,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelSpotFleetRequests.html>
const MAX_IDS: usize = 100;

pub(crate) fn cancel_spot_fleet_requests(
    cx: &mut Write<'_>,
    request: &CancelSpotFleetRequestsRequest,
) -> Result<CancelSpotFleetRequestsResponse> {
    if request.spot_fleet_request_ids.len() > MAX_IDS {
        // unverified (looked up 2026-11-26): code and wording.
        let message =
            format!("Can't cancel more than {MAX_IDS} Spot Fleet requests in a single request.");
        return Err(Error::invalid_value(message));
    }
    let terminates = request.terminate_instances;
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for id in &request.spot_fleet_request_ids {
        match leavable::<SpotFleetRequest>(cx.read(), id, terminates) {
            Ok(id) => {
                let before = state(cx.get(&id)?, cx.read());
                leave::<SpotFleetRequest>(cx, &id, terminates)?;
                // The answer is older than what comes of it.
                let after = [BatchState::CancelledRunning, BatchState::CancelledTerminating];
                done.push(CancelSpotFleetRequestsSuccessItem {
                    current_spot_fleet_request_state: Some(after[usize::from(terminates)]),
                    previous_spot_fleet_request_state: Some(before),
                    spot_fleet_request_id: Some(id.to_string()),
                });
            }
            Err(reason) => failed.push(CancelSpotFleetRequestsErrorItem {
                error: Some(error(id, reason)),
                spot_fleet_request_id: Some(id.clone()),
            }),
        }
    }
    Ok(CancelSpotFleetRequestsResponse {
        successful_fleet_requests: Some(done),
        unsuccessful_fleet_requests: Some(failed),
    })
}

// unverified (looked up 2026-11-26): the wordings.
fn error(id: &str, reason: NotLeft) -> CancelSpotFleetRequestsError {
    let (code, message) = match reason {
        NotLeft::Missing(message) => (Code::FleetRequestIdDoesNotExist, message),
        NotLeft::Malformed(message) => (Code::FleetRequestIdMalformed, message),
        NotLeft::HasBeen => {
            let message = format!("The fleet request '{id}' is not in a cancellable state.");
            (Code::FleetRequestNotInCancellableState, message)
        }
    };
    CancelSpotFleetRequestsError { code: Some(code), message: Some(message) }
}
