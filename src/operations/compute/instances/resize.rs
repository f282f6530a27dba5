//! Which instance type an instance can get.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resize-limitations.html>

use crate::catalog::instance_types::InstanceType;
use crate::effects::compute::instances::launch::{group, settings};
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::compute::instance_types::{check_volumes, ebs_card};
use crate::records::compute::instances::Instance;
use crate::records::compute::placement_groups;
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::network::network_interfaces::settings::Express;
use crate::records::storage::volumes;

/// Whether all that the instance has goes with another type.
// unverified (looked up 2026-11-26): that but for architecture, virtualization and ENA, which are
// recorded, a launch's refusals are this operation's, and not those of the next start.
pub(super) fn check_type(
    cx: Read<'_>,
    row: &Row<Instance>,
    kind: &'static InstanceType,
) -> Result<()> {
    let (launched, switches) = (&row.launch, &row.switches);
    settings::check_architecture(launched.architecture, kind)?;
    settings::check_virtualization(launched.virtualization, kind)?;
    settings::check_ena(switches.ena_support, kind)?;
    settings::check_boot(launched.boot_mode, launched.tpm_support, kind)?;
    settings::check_enclave(switches, kind)?;
    settings::check_bandwidth(launched.bandwidth, kind)?;
    if switches.hibernation {
        settings::check_hibernation(kind, true)?;
    }
    let name = row.rare.as_ref().and_then(|rare| rare.group.as_deref());
    let group = name.and_then(|name| placement_groups::find(cx, name));
    if let Some(strategy) = group.and_then(|group| group.strategy) {
        group::check_type(strategy, kind)?;
    }
    // As AWS has refused to make a p4d.24xlarge of a g5.4xlarge: pulumi/pulumi#16758.
    if row.kind.network.cards.len() != kind.network.cards.len() {
        return Err(not_allowed(row.kind, kind));
    }
    // unverified (looked up 2026-11-26): that volumes on a card that the new type lacks are refused
    // alike.
    let volumes = volumes::attached::attached_to(cx, &row.id);
    let on = volumes.iter().filter_map(|volume| volume.attached_to(&row.id, cx.now()));
    let cards: Vec<u8> = on.map(|(attachment, _)| attachment.card).collect();
    if cards.iter().any(|card| ebs_card(kind, Some((*card).into())).is_err()) {
        return Err(not_allowed(row.kind, kind));
    }
    let interfaces = attached_to(cx, &row.id);
    let count = interfaces.len();
    if count > kind.network.maximum_interfaces as usize {
        let message = format!("Interface count {count} exceeds the limit for {}", kind.name);
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    check_volumes(kind, &cards, count)?;
    for interface in interfaces {
        interface.check_fits(&interface.id, kind)?;
        let is_on = interface.settings().ena.express.is_some_and(Express::is_on);
        if is_on && !kind.network.ena_srd {
            return Err(without_express(kind));
        }
    }
    Ok(())
}

// unverified (looked up 2026-11-26): code and message.
fn without_express(kind: &InstanceType) -> Error {
    let message = format!("The instance type '{}' does not support ENA Express.", kind.name);
    Error::combination(message)
}

fn not_allowed(from: &InstanceType, to: &InstanceType) -> Error {
    let (from, to) = (from.name, to.name);
    let message = format!("Modifying the instance type from {from} to {to} is not allowed.");
    Error::new("InvalidInstanceAttributeValue", message)
}
