//! Dedicated Hosts: allocating and listing them. There is one wherever it is asked for: no zone
//! runs out of servers, and a quota bounds them where those of a new account hold. A host has no
//! maintenance and never fails, so that nothing comes of the options for that but what is shown.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-overview.html>

pub(crate) mod changes;
pub(crate) mod mac;

use crate::catalog::dedicated_hosts::{self, HostModel};
use crate::catalog::instance_types::{self, InstanceType};
use crate::effects::compute::instances::launch::host::check_type;
use crate::engine::{Operation, Read, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::compute::hosts::{Host, Takes};
use crate::records::compute::instances::launch::place;
use wire::{
    AllocateHostsRequest, AllocateHostsResult, AutoPlacement, HostMaintenance, HostRecovery,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AllocateHosts => allocate_hosts, refuses ["OutpostArn", "AssetId", "CpuOptions"];
    Read  DescribeHosts => listed::<Host>;
    Read  DescribeMacHosts => mac::describe_mac_hosts;
    Write CreateDelegateMacVolumeOwnershipTask => mac::create_delegate_mac_volume_ownership_task;
    Write CreateMacSystemIntegrityProtectionModificationTask =>
        mac::create_mac_system_integrity_protection_modification_task;
    Read  DescribeMacModificationTasks => mac::describe_mac_modification_tasks;
    Write ModifyHosts => changes::modify_hosts;
    Write ReleaseHosts => changes::release_hosts;
};

fn allocate_hosts(
    cx: &mut Write<'_>,
    request: &AllocateHostsRequest,
) -> Result<AllocateHostsResult> {
    let tags = cx.tags_for::<Host>(&request.tag_specifications)?;
    let asked = (request.instance_type.as_deref(), request.instance_family.as_deref());
    let (model, kind) = configuration(asked)?.ok_or_else(|| {
        // unverified (looked up 2026-11-26): which of the two it names.
        Error::missing("instanceType")
    })?;
    let count = quantity(request.quantity)?;
    let (name, id) =
        (request.availability_zone.as_deref(), request.availability_zone_id.as_deref());
    let zone = named_zone(cx.read(), name, id, invalid_zone)?;
    let zone = zone.ok_or_else(|| Error::missing("availabilityZone"))?;
    if let Some(kind) = kind {
        // unverified (looked up 2026-11-26): that a launch's wording is this operation's, too.
        place::check_offered(cx.region(), zone.name, kind)?;
    }
    check_quota(cx.read(), model.family, count)?;
    let record = Host {
        model,
        takes: kind.map_or(Takes::Family, Takes::One),
        zone: zone.name.into(),
        zone_id: zone.id.into(),
        auto_placement: request.auto_placement.unwrap_or(AutoPlacement::Off),
        recovery: request.host_recovery.unwrap_or(HostRecovery::Off),
        // unverified (looked up 2026-11-26): the default.
        maintenance: request.host_maintenance.unwrap_or(HostMaintenance::Off),
        client_token: request.client_token.as_deref().map(Into::into),
        allocated: cx.now().timestamp(),
        released: None,
        reservation: None,
    };
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = cx.new_id::<Host>();
        ids.push(id.to_string());
        cx.insert(id, record.clone(), tags.clone());
    }
    Ok(AllocateHostsResult { host_ids: Some(ids) })
}

/// The server and the one type of hosts for a type or a family; nothing if neither is named.
///
/// # Errors
/// `InvalidParameterCombination` for both, `InvalidHostConfiguration` for what is unknown or takes
/// one type only, `UnsupportedHostConfiguration` for a type without hosts.
fn configuration(
    (kind, family): (Option<&str>, Option<&str>),
) -> Result<Option<(HostModel, Option<&'static InstanceType>)>> {
    let (what, name) = match (kind, family) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(Error::exclusive("instanceType", "instanceFamily")),
        (Some(name), None) => ("type", name),
        (None, Some(name)) => ("family", name),
    };
    // Recorded of a family: awsdocs/amazon-ec2-user-guide#147.
    // unverified (looked up 2026-11-26): of a type.
    let unknown = || {
        let message = format!("The instance {what} '{name}' is not supported.");
        Error::new("InvalidHostConfiguration", message)
    };
    if family.is_some() {
        let model = dedicated_hosts::find(name).filter(|model| model.is_mixed());
        return Ok(Some((model.ok_or_else(unknown)?, None)));
    }
    let kind = instance_types::find(name).ok_or_else(unknown)?;
    check_type(kind)?;
    let model = dedicated_hosts::find(kind.family()).ok_or_else(unknown)?;
    Ok(Some((model, Some(kind))))
}

/// Recorded with the quotas of c5 in hashicorp/terraform-provider-aws#38363 and of mac1 in
/// DanielRDias/terraform-aws-dedicated-host#4.
// unverified (looked up 2026-11-26): the quotas of other families.
fn check_quota(cx: Read<'_>, family: &str, more: i32) -> Result<()> {
    let limit = if family.starts_with("mac") { 1 } else { 2 };
    let present = cx
        .table::<Host>()
        .iter(0, cx.now())
        .filter(|(_, host)| host.released.is_none() && host.model.family == family);
    let total = present.count() + usize::try_from(more).unwrap_or(0);
    if !cx.has_default_quotas() || total <= limit {
        return Ok(());
    }
    let message = format!(
        "The number of Dedicated hosts you've requested ({more}) would bring your total up to \
         {total} for the specified group of instance types ({family}). This exceeds your current \
         limit of {limit}. If you've recently released Dedicated hosts, it may take some time for \
         them to stop counting towards your limit. Try allocating your hosts again after a few \
         minutes. Please visit http://aws.amazon.com/contact-us/ec2-request to request an \
         adjustment to this limit."
    );
    Err(Error::new("HostLimitExceeded", message))
}

/// What one request may ask for. unverified (looked up 2026-11-26): AWS documents no such bound;
/// its quotas of hosts are below.
const MAX_QUANTITY: i32 = 500;

// unverified (looked up 2026-11-26): the wording; the code is documented.
fn quantity(asked: Option<i32>) -> Result<i32> {
    match asked {
        None => Err(Error::missing("quantity")),
        Some(count @ 1..=MAX_QUANTITY) => Ok(count),
        Some(count) => {
            let message = format!("The quantity {count} of Dedicated Hosts is not valid.");
            Err(Error::new("InvalidQuantity", message))
        }
    }
}
