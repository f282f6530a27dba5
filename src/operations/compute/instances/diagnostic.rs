//! The interrupt that makes an instance's system dump its memory. Nothing runs in the instances of
//! this server, so that nothing comes of it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/diagnostic-interrupt.html>

use crate::catalog::instance_types::Hypervisor;
use crate::engine::Write;
use crate::error::{Error, Result};
use crate::records::compute::instance_events::is_running;
use crate::records::compute::instances::Instance;
use wire::SendDiagnosticInterruptRequest;

/// Only Nitro has it, and not on processors of the first Graviton.
// unverified (looked up 2026-11-26): codes and words; the conditions are documented.
pub(crate) fn send_diagnostic_interrupt(
    cx: &mut Write<'_>,
    request: &SendDiagnosticInterruptRequest,
) -> Result<()> {
    let id = &request.instance_id;
    let row = cx.get::<Instance>(id)?;
    if row.kind.hypervisor == Some(Hypervisor::Xen) || row.kind.family() == "a1" {
        let message = format!(
            "The instance type '{}' does not support diagnostic interrupts.",
            row.kind.name
        );
        return Err(Error::new("UnsupportedOperation", message));
    }
    if !is_running(row, cx.now()) {
        let message = format!("The instance '{id}' is not in the 'running' state.");
        return Err(Error::new("IncorrectInstanceState", message));
    }
    Ok(())
}
