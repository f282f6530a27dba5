//! Where an instance runs once it is launched: its placement group, its tenancy and its host. Each
//! takes effect when it starts next.

use crate::effects::compute::hosts;
use crate::effects::compute::instances::launch::group::{self, Group, no_partitions};
use crate::effects::compute::instances::launch::host::{check_group, check_host_only, check_type};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::finders::alive;
use crate::records::compute::placement_groups;
use crate::records::ids::HostId;
use crate::records::network::vpcs::Vpc;
use wire::{
    Affinity, HostTenancy, ModifyInstancePlacementRequest, ModifyInstancePlacementResult, Tenancy,
    WireEnum as _,
};

/// An empty name takes the instance out of its group.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstancePlacement.html>
pub(crate) fn modify_instance_placement(
    cx: &mut Write<'_>,
    request: &ModifyInstancePlacementRequest,
) -> Result<ModifyInstancePlacementResult> {
    let (name, group_id) = (request.group_name.as_deref(), request.group_id.as_deref());
    placement_groups::check_one(name, group_id)?;
    let asks_for_group = name.or(group_id).is_some() || request.partition_number.is_some();
    let asks_for_move = asks_for_group || request.host_id.is_some() || request.tenancy.is_some();
    if !asks_for_move && request.affinity.is_none() {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        return Err(Error::missing("groupName"));
    }
    let row = alive(cx.read(), &request.instance_id)?;
    let id = row.id.clone();
    let group_name = placement_groups::named(cx.read(), name, group_id)?;
    if asks_for_move {
        // AWS's list of codes has this one of it.
        let code = "InvalidInstanceState";
        row.check_stopped(&id, cx.now()).map_err(|refusal| Error { code, ..refusal })?;
    }
    let current = row.rare.as_ref().and_then(|rare| rare.group.as_deref());
    let wanted = group_name.as_deref().or(current).filter(|name| !name.is_empty());
    let housing = housing(cx.read(), row, request)?;
    if housing.tenancy == Tenancy::Host {
        check_group(wanted)?;
    }
    group::check_tenancy(cx.read(), wanted, housing.tenancy)?;
    let group = if asks_for_group {
        Some(group(cx.read(), row, wanted, request.partition_number)?)
    } else {
        None
    };
    let mut row = cx.get_mut::<Instance>(&id)?;
    let rare = row.rare_mut();
    if let Some(group) = group {
        rare.partition = group.as_ref().and_then(|group| group.partitions.first().copied());
        rare.group = group.map(|group| group.name);
    }
    rare.tenancy = (housing.tenancy != Tenancy::Default).then_some(housing.tenancy);
    (rare.affinity, rare.host) = (housing.affinity, housing.host);
    Ok(ModifyInstancePlacementResult { r#return: Some(true) })
}

fn group(
    cx: Read<'_>,
    row: &Row<Instance>,
    wanted: Option<&str>,
    partition: Option<i32>,
) -> Result<Option<Group>> {
    let Some(name) = wanted else {
        return if partition.is_some() { Err(no_partitions()) } else { Ok(None) };
    };
    let group = group::find(cx, name, partition, row.kind, &row.launch.zone)?;
    let current = row.rare.as_ref().and_then(|rare| rare.group.as_deref());
    if current != Some(name) {
        group.room((1, 1))?;
    }
    Ok(Some(group))
}

struct Housing {
    tenancy: Tenancy,
    affinity: Option<Affinity>,
    host: Option<HostId>,
}

/// On what hardware the instance is to run.
fn housing(
    cx: Read<'_>,
    row: &Row<Instance>,
    request: &ModifyInstancePlacementRequest,
) -> Result<Housing> {
    let tenancy = match request.tenancy {
        Some(HostTenancy::Default) => Tenancy::Default,
        Some(HostTenancy::Dedicated) => Tenancy::Dedicated,
        Some(HostTenancy::Host) => Tenancy::Host,
        None => row.tenancy(),
    };
    check_change(cx, row, tenancy)?;
    if tenancy != Tenancy::Host {
        check_host_only(request.affinity, request.host_id.as_deref())?;
        return Ok(Housing { tenancy, affinity: None, host: None });
    }
    if row.tenancy() != Tenancy::Host {
        check_type(row.kind)?;
    }
    let current = row.rare.as_ref();
    let affinity = request.affinity.or_else(|| current.and_then(|rare| rare.affinity));
    let host = match &request.host_id {
        Some(id) => Some(hosts::fitting(cx, id, row.kind, &row.launch.zone)?.id.clone()),
        None => current.and_then(|rare| rare.host.clone()),
    };
    Ok(Housing { tenancy, affinity: Some(affinity.unwrap_or(Affinity::Default)), host })
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstancePlacement.html>
// unverified (looked up 2026-11-26): the wording; the code and the rule are documented.
fn check_change(cx: Read<'_>, row: &Row<Instance>, tenancy: Tenancy) -> Result<()> {
    let from = row.tenancy();
    if row.kind.family() == "t3" && (from == Tenancy::Host) != (tenancy == Tenancy::Host) {
        let (name, from, to) = (row.kind.name, from.as_str(), tenancy.as_str());
        let message =
            format!("The tenancy of a {name} instance cannot be changed from '{from}' to '{to}'.");
        return Err(Error::new("InvalidRequest", message));
    }
    // unverified (looked up 2026-11-26): that a dedicated VPC keeps its instances dedicated, as it
    // launches them.
    let vpc = cx.get::<Vpc>(&row.launch.vpc_id)?;
    if vpc.instance_tenancy == Tenancy::Dedicated
        && from != Tenancy::Default
        && tenancy == Tenancy::Default
    {
        let message = format!("The tenancy of the VPC '{}' is 'dedicated'.", vpc.id);
        return Err(Error::new("InvalidTenancy", message));
    }
    Ok(())
}
