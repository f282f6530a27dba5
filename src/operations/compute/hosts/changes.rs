//! Changing and releasing hosts: each succeeds or fails for itself.

use super::configuration;
use crate::catalog::dedicated_hosts::HostModel;
use crate::catalog::instance_types::InstanceType;
use crate::effects::compute::hosts;
use crate::engine::{HOUR_MILLIS, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::hosts::{Host, Takes, occupants};
use wire::{
    ModifyHostsRequest, ModifyHostsResult, ReleaseHostsRequest, ReleaseHostsResult,
    UnsuccessfulItem, UnsuccessfulItemError,
};

/// How long a host for macOS is kept at least.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-mac-instances.html>
const MAC_MILLIS: i64 = 24 * HOUR_MILLIS;

/// Those that were changed, and those that were not.
type Outcome = (Vec<String>, Vec<UnsuccessfulItem>);

fn each(ids: &[String], mut change: impl FnMut(&str) -> Result<()>) -> Outcome {
    let (mut successful, mut unsuccessful) = Outcome::default();
    for id in ids {
        match change(id) {
            Ok(()) => successful.push(id.clone()),
            Err(error) => unsuccessful.push(UnsuccessfulItem {
                error: Some(UnsuccessfulItemError {
                    // scylladb/scylla-cluster-tests#9122 and Terraform have it so.
                    code: Some(format!("Client.{}", error.code)),
                    message: Some(error.message),
                }),
                resource_id: Some(id.clone()),
            }),
        }
    }
    (successful, unsuccessful)
}

pub(crate) fn modify_hosts(
    cx: &mut Write<'_>,
    request: &ModifyHostsRequest,
) -> Result<ModifyHostsResult> {
    let asked = (request.instance_type.as_deref(), request.instance_family.as_deref());
    let wanted = configuration(asked)?;
    let (successful, unsuccessful) = each(&request.host_ids, |id| {
        let row = cx.read().get_live::<Host>(id)?;
        if let Some(wanted) = wanted {
            check_configuration(cx.read(), row, wanted)?;
        }
        let mut row = cx.get_mut::<Host>(id)?;
        if let Some((model, kind)) = wanted {
            (row.model, row.takes) = (model, kind.map_or(Takes::Family, Takes::One));
        }
        row.auto_placement = request.auto_placement.unwrap_or(row.auto_placement);
        row.recovery = request.host_recovery.unwrap_or(row.recovery);
        row.maintenance = request.host_maintenance.unwrap_or(row.maintenance);
        Ok(())
    });
    Ok(ModifyHostsResult { successful: Some(successful), unsuccessful: Some(unsuccessful) })
}

/// A host stays in its family, and goes on with the instances that it has.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyHosts.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-overview.html>
// unverified (looked up 2026-11-26): codes and wordings.
fn check_configuration(
    cx: Read<'_>,
    row: &Row<Host>,
    (model, kind): (HostModel, Option<&'static InstanceType>),
) -> Result<()> {
    if model.family != row.model.family {
        let message = format!(
            "Dedicated host {} supports the instance family '{}' and cannot be changed to '{}'.",
            row.id, row.model.family, model.family
        );
        return Err(Error::new("InvalidHostConfiguration", message));
    }
    let is_metal = |kind: Option<&InstanceType>| kind.is_some_and(|kind| kind.bare_metal);
    if is_metal(kind) != is_metal(row.kind()) {
        let message = format!(
            "Dedicated host {} cannot be changed between bare metal and other instance types.",
            row.id
        );
        return Err(Error::new("InvalidHostConfiguration", message));
    }
    let stays = |it: &'static InstanceType| kind.is_none_or(|kind| kind.name == it.name);
    if occupants(cx, &row.id).all(|instance| stays(instance.kind)) {
        return Ok(());
    }
    let message = format!("Dedicated host {} is occupied by instances of other types.", row.id);
    Err(Error::new("InvalidHost.Occupied", message))
}

pub(crate) fn release_hosts(
    cx: &mut Write<'_>,
    request: &ReleaseHostsRequest,
) -> Result<ReleaseHostsResult> {
    let (successful, unsuccessful) = each(&request.host_ids, |id| {
        let row = cx.read().get_live::<Host>(id)?;
        check_releasable(cx.read(), row)?;
        let id = row.id.clone();
        hosts::forget(cx, &id)?;
        let now = cx.now().timestamp();
        cx.get_mut(&id)?.released = Some(now);
        cx.delete(&id)?;
        Ok(())
    });
    Ok(ReleaseHostsResult { successful: Some(successful), unsuccessful: Some(unsuccessful) })
}

fn check_releasable(cx: Read<'_>, row: &Row<Host>) -> Result<()> {
    let id = &row.id;
    if occupants(cx, id).next().is_some() {
        // scylladb/scylla-cluster-tests#9122
        let message = format!("Dedicated host '{id}' cannot be released as it is occupied.");
        return Err(Error::new("InvalidHost.Occupied", message));
    }
    if row.reservation_id(cx.now()).is_some() {
        // unverified (looked up 2026-11-26): code and message.
        let message =
            format!("Dedicated host '{id}' cannot be released as it is covered by a reservation.");
        return Err(Error::new("HostAlreadyCoveredByReservation", message));
    }
    let free = row.allocated.plus_millis(MAC_MILLIS);
    if let Some(kind) = row.kind().filter(|kind| kind.family().starts_with("mac"))
        && !cx.now().reached(free)
    {
        // wazuh/wazuh-qa#4929
        let message = format!(
            "Unable to release Dedicated Host {id}. {} hosts must be allocated to your AWS \
             account for at least 24 hour(s). You can release this host any time after {}.",
            kind.name,
            free.iso8601()
        );
        return Err(Error::new("HostMinAllocationPeriodUnexpired", message));
    }
    Ok(())
}
