//! Attaching interfaces to instances and detaching them.

use super::managed;
use super::requests::unknown_attachment;
use crate::effects::network::network_interfaces::life::{attaching, detach};
use crate::engine::{Id, Millis, Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::network::network_interface_permissions;
use crate::records::network::network_interfaces::attached::attached_to;
use crate::records::network::network_interfaces::settings::{Ena, Express, Settings};
use crate::records::network::network_interfaces::{Attachment, NetworkInterface, in_use};
use wire::{
    AttachNetworkInterfaceRequest, AttachNetworkInterfaceResult, AttachmentStatus,
    DetachNetworkInterfaceRequest, InstanceStateName, NetworkInterfaceType,
};

/// How long detaching takes.
const DETACHING_MILLIS: Millis = durations::NETWORK_INTERFACES_DETACHING;

pub(crate) fn attach_network_interface(
    cx: &mut Write<'_>,
    request: &AttachNetworkInterfaceRequest,
) -> Result<AttachNetworkInterfaceResult> {
    let read = cx.read();
    let instance = read.get::<Instance>(&request.instance_id)?;
    network_interface_permissions::check_not_granted(read, &request.network_interface_id)?;
    let interface = read.get::<NetworkInterface>(&request.network_interface_id)?;
    if in_use(interface, read) {
        // Other words than a launch has: AWS's request b83a4122-814c-410b-8b12-1380ce2e2fd6.
        let message = format!("Network interface '{}' is currently in use.", interface.id);
        return Err(Error::invalid_value(message));
    }
    check_place(instance, interface)?;
    let state = instance.state(read.now());
    if !matches!(state, InstanceStateName::Running | InstanceStateName::Stopped) {
        let message = format!("Instance '{}' is not 'running'.", instance.id);
        return Err(Error::new("IncorrectState", message));
    }
    let network_card_index = request.network_card_index.unwrap_or(0);
    check_efa(instance, interface, state)?;
    check_slot(read, instance, request.device_index, network_card_index)?;
    interface.check_fits(&interface.id, instance.kind)?;
    let tracking = interface.settings().tracking;
    tracking.check_type(instance.kind)?;
    let ena = Ena {
        express: Express::asked(request.ena_srd_specification.as_ref(), None)?,
        queues: request.ena_queue_count,
    };
    ena.check_type(instance.kind, network_card_index)?;

    let state = attaching(read);
    let instance_id = instance.id.clone();
    let id = cx.ids().next("eni-attach");
    let attached = cx.now().timestamp().whole_seconds();
    let attachment = Attachment {
        id: id.clone(),
        instance_id,
        device_index: request.device_index,
        network_card_index,
        attached,
        delete_on_termination: false,
    };
    let mut row = cx.get_mut::<NetworkInterface>(&request.network_interface_id)?;
    row.attach(attachment, state);
    row.set(Settings { tracking, ena, public_until: None });
    drop(row);
    Ok(AttachNetworkInterfaceResult {
        attachment_id: Some(id.to_string()),
        network_card_index: Some(network_card_index),
    })
}

/// An interface may be of another VPC than the others, and has the security groups of its own:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network-interface-attachments.html>
fn check_place(instance: &Instance, interface: &NetworkInterface) -> Result<()> {
    if instance.launch.zone != interface.zone {
        return Err(Error::combination(
            "You may not attach a network interface to an instance if they are not in the same \
             availability zone",
        ));
    }
    Ok(())
}

/// The words are those of devopsacademyau/academy#277. The instance must be stopped:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-working-with.html>.
// unverified (looked up 2026-11-26): the code, and the refusal of a running instance.
fn check_efa(
    instance: &Row<Instance>,
    interface: &NetworkInterface,
    state: InstanceStateName,
) -> Result<()> {
    use NetworkInterfaceType::{Efa, EfaOnly};
    if !matches!(interface.interface_type, Efa | EfaOnly) {
        return Ok(());
    }
    let kind = instance.kind;
    if kind.network.maximum_efa_interfaces.is_none() {
        let message = format!("{} instances do not support Elastic Fabric Adapters.", kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    if state != InstanceStateName::Stopped {
        let message = format!("Instance '{}' is not 'stopped'.", instance.id);
        return Err(Error::new("IncorrectState", message));
    }
    Ok(())
}

/// Whether an instance has room for one more interface at an index of one of its cards.
fn check_slot(
    cx: Read<'_>,
    instance: &Row<Instance>,
    device_index: i32,
    network_card_index: i32,
) -> Result<()> {
    let network = &instance.kind.network;
    let card = usize::try_from(network_card_index).ok().and_then(|at| network.cards.get(at));
    let Some(card) = card else {
        let reason = "The instance type has no such network card.";
        return Err(Error::bad_parameter("networkCardIndex", network_card_index, reason));
    };
    if device_index < 0 {
        let reason = "It must not be negative.";
        return Err(Error::bad_parameter("deviceIndex", device_index, reason));
    }
    let present = attached_to(cx, &instance.id);
    let attachments = present.iter().filter_map(|row| row.attachment.as_ref());
    let on_card = attachments.filter(|present| present.network_card_index == network_card_index);
    let indexes: Vec<i32> = on_card.map(|present| present.device_index).collect();
    if indexes.contains(&device_index) {
        return Err(Error::invalid_value(format!(
            "Instance '{}' already has an interface attached at device index '{device_index}'.",
            instance.id
        )));
    }
    let count = present.len() + 1;
    if count > network.maximum_interfaces as usize
        || indexes.len() + 1 > card.maximum_interfaces as usize
    {
        let message =
            format!("Interface count {count} exceeds the limit for {}", instance.kind.name);
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    let most = i32::try_from(card.maximum_interfaces).unwrap_or(i32::MAX);
    if device_index >= most {
        // unverified (looked up 2026-11-26): the code; the words are recorded of a launch.
        return Err(Error::invalid_value(format!(
            "The specified number '{device_index}' for the device index exceeds the maximum number \
             of network interfaces supported by the network card at network card index \
             {network_card_index}. The maximum devices for this network card is {most}. Specify a \
             number from 0 to {}, and try again.",
            most - 1
        )));
    }
    Ok(())
}

pub(crate) fn detach_network_interface(
    cx: &mut Write<'_>,
    request: &DetachNetworkInterfaceRequest,
) -> Result<()> {
    // Nothing ever resists here, so there is nothing that force would overcome.
    let _ = request.force;
    let read = cx.read();
    let asked = request.attachment_id.as_str();
    managed::check_attachment(asked)?;
    let mut rows = read.with(NetworkInterface::BY_ATTACHMENT, &Id::new(asked));
    let found = rows.find_map(|row| row.attached(read.now()).map(|attached| (row, attached)));
    let Some((row, (attachment, state))) = found else { return Err(unknown_attachment(asked)) };
    if attachment.device_index == 0 {
        // <https://github.com/redhat-performance/cloud-governance/pull/952>
        let message = format!(
            "The network interface at device index 0 and networkCard index {} cannot be detached.",
            attachment.network_card_index
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    if state == AttachmentStatus::Detaching {
        // unverified (looked up 2026-11-26): asking twice changes nothing.
        return Ok(());
    }
    let ends =
        read.transition(AttachmentStatus::Detaching, AttachmentStatus::Detached, DETACHING_MILLIS);
    let at = ends.settles().unwrap_or_else(|| read.now().timestamp());
    let id = row.id.clone();
    detach(cx, &id, at)
}
