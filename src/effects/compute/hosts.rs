//! On which Dedicated Host an instance runs: one that it names, or any that takes what names none.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-understanding.html>

use crate::catalog::instance_types::InstanceType;
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::hosts::{Host, is_available, room};
use crate::records::compute::instances::Instance;
use crate::records::ids::{HostId, InstanceId};
use wire::{Affinity, AutoPlacement, Tenancy};

/// The hosts of as many instances as there is room for, at most the greater number, and in the
/// order in which they are filled.
///
/// # Errors
/// Those of the host that is named; `InsufficientCapacityOnHost` or `InsufficientHostCapacity` if
/// there is no room for the lesser number.
pub(crate) fn assign(
    cx: Read<'_>,
    named: Option<&str>,
    kind: &InstanceType,
    zone: &str,
    (least, most): (u32, u32),
) -> Result<Vec<HostId>> {
    let on = |host: &Row<Host>| vec![host.id.clone(); room(cx, host, kind).min(most) as usize];
    if let Some(id) = named {
        let host = fitting(cx, id, kind, zone)?;
        let found = on(host);
        if found.len() >= least as usize {
            return Ok(found);
        }
        // aws/aws-sdk-js-v3#5340
        return Err(Error::new(
            "InsufficientCapacityOnHost",
            format!(
                "Dedicated host {} has insufficient capacity to launch the instances in this \
                 request.",
                host.id
            ),
        ));
    }
    let hosts = cx.with(Host::BY_ZONE, zone).filter(|host| {
        host.auto_placement == AutoPlacement::On && is_available(host, cx.now()) && host.takes(kind)
    });
    let found: Vec<HostId> = hosts.flat_map(on).take(most as usize).collect();
    if found.len() >= least as usize {
        return Ok(found);
    }
    // onmyway133/notes#707; the code as Terraform shows it of the same message.
    let message = "You do not have a host with a matching configuration and sufficient capacity. \
                   Either target a host resource group that can automatically allocate hosts on \
                   your behalf, or manually allocate a new host to your account and then try \
                   again.";
    Err(Error::new("InsufficientHostCapacity", message))
}

/// The host with an id, if instances of a type in a zone can run on it, now or when it is empty.
///
/// # Errors
/// Those of the id, `InvalidHostState`, `UnsupportedInstanceTypeOnHost` and `ZonesMismatched`.
// unverified (looked up 2026-11-26): the wordings; the codes are documented.
pub(crate) fn fitting<'a>(
    cx: Read<'a>,
    id: &str,
    kind: &InstanceType,
    zone: &str,
) -> Result<&'a Row<Host>> {
    let host = cx.get_live::<Host>(id)?;
    if !is_available(host, cx.now()) {
        let message = format!("Dedicated host {id} is not in the available state.");
        return Err(Error::new("InvalidHostState", message));
    }
    if !host.takes(kind) {
        let message =
            format!("The instance type '{}' is not supported on dedicated host {id}.", kind.name);
        return Err(Error::new("UnsupportedInstanceTypeOnHost", message));
    }
    if *host.zone != *zone {
        let message = format!(
            "The availability zone {zone} of the instance does not match the availability zone {} \
             of dedicated host {id}.",
            host.zone
        );
        return Err(Error::new("ZonesMismatched", message));
    }
    Ok(host)
}

/// Gives a stopped instance that starts a host, if its tenancy is a host's: its own where it has
/// affinity to it; otherwise the last one that it ran on, if that can be, and then any.
///
/// # Errors
/// Those of [`assign`].
pub(crate) fn assign_started(cx: &mut Write<'_>, instance_id: &InstanceId) -> Result<()> {
    let read = cx.read();
    let row = read.get::<Instance>(instance_id)?;
    if row.tenancy() != Tenancy::Host {
        return Ok(());
    }
    let affinity = row.rare.as_ref().and_then(|rare| rare.affinity);
    let on = |host| assign(read, host, row.kind, &row.launch.zone, (1, 1));
    let last = row.host().map(|host| &**host);
    let found = match on(last) {
        Err(_) if last.is_some() && affinity != Some(Affinity::Host) => on(None)?,
        found => found?,
    };
    cx.get_mut::<Instance>(instance_id)?.rare_mut().host = found.into_iter().next();
    Ok(())
}

/// Takes a host that is released from the instances that ran on it last.
pub(crate) fn forget(cx: &mut Write<'_>, id: &HostId) -> Result<()> {
    let last: Vec<_> = cx.read().with(Instance::BY_HOST, id).map(|row| row.id.clone()).collect();
    for instance in last {
        cx.get_mut::<Instance>(&instance)?.rare_mut().host = None;
    }
    Ok(())
}
