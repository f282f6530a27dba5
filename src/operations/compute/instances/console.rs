//! What an instance has written to its console. Nothing runs in the instances of this server, so
//! that each is as EC2 shows one that has not written anything yet.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html>

use crate::catalog::instance_types::Hypervisor;
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use wire::{GetConsoleOutputRequest, GetConsoleOutputResult};

/// There is no empty output, but none: <https://github.com/canonical/pycloudlib/pull/143>.
pub(crate) fn get_console_output(
    cx: Read<'_>,
    request: &GetConsoleOutputRequest,
) -> Result<GetConsoleOutputResult> {
    let row = cx.get::<Instance>(&request.instance_id)?;
    if request.latest == Some(true) && row.kind.hypervisor == Some(Hypervisor::Xen) {
        // Read by <https://github.com/confidential-containers/cloud-api-adaptor>.
        // unverified: the full stop.
        let message = "This instance type does not support retrieving the latest console logs.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(GetConsoleOutputResult {
        instance_id: Some(row.id.to_string()),
        // unverified: AWS's own moment where there is no output.
        timestamp: Some(row.launched),
        output: None,
    })
}
