//! The operations on network interfaces but those on their addresses.

use crate::effects::network::network_interfaces::{addresses, elastic, life};
use crate::engine::{Read, Resource as _, Write, deleted, tags_of};
use crate::error::{Error, Result, check_one_attribute};
use crate::records::compute::instances::Instance;
use crate::records::ids::{SecurityGroupId, VpcId};
use crate::records::network::network_interfaces::addresses::parse;
use crate::records::network::network_interfaces::settings::{Ena, Express, Settings, Tracking};
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{AskedIpv4, AskedIpv6};
use crate::records::network::network_interfaces::{NetworkInterface, group, managed};
use crate::records::network::security_groups::{self, SecurityGroup};
use crate::records::network::subnets::Subnet;
use std::collections::BTreeSet;
use wire::{
    AttributeBooleanValue, AttributeValue, CreateNetworkInterfaceRequest,
    CreateNetworkInterfaceResult, DeleteNetworkInterfaceRequest,
    DescribeNetworkInterfaceAttributeRequest, DescribeNetworkInterfaceAttributeResult,
    ModifyNetworkInterfaceAttributeRequest, ModifyPublicIpDnsNameOptionsRequest,
    ModifyPublicIpDnsNameOptionsResult, NetworkInterfaceAttachmentChanges,
    NetworkInterfaceAttribute, NetworkInterfaceCreationType, NetworkInterfaceType,
    ResetNetworkInterfaceAttributeRequest,
};

pub(crate) fn create_network_interface(
    cx: &mut Write<'_>,
    request: &CreateNetworkInterfaceRequest,
) -> Result<CreateNetworkInterfaceResult> {
    // Of a dry run EC2 looks at no value, here and in a delete, nor at the attribute asked for:
    // `network_interfaces.json` of `radkawar/stackd`, which also has the refusals below.
    cx.permitted()?;
    let tags = cx.tags_for::<NetworkInterface>(&request.tag_specifications)?;
    let subnet = cx.get::<Subnet>(&request.subnet_id)?;
    let (subnet_id, vpc_id) = (subnet.id.clone(), subnet.vpc_id.clone());
    check_groups(cx.read(), &request.groups)?;
    check_count(cx.read(), &request.groups)?;
    let groups = security_groups::resolve(cx.read(), &vpc_id, &subnet_id, &request.groups, &[])?;
    let interface_type = match request.interface_type {
        None | Some(NetworkInterfaceCreationType::Interface) => NetworkInterfaceType::Interface,
        Some(NetworkInterfaceCreationType::Efa) => NetworkInterfaceType::Efa,
        Some(NetworkInterfaceCreationType::Trunk) => NetworkInterfaceType::Trunk,
        Some(NetworkInterfaceCreationType::EfaOnly) => NetworkInterfaceType::EfaOnly,
    };
    let ipv4 = AskedIpv4 {
        primary: request.private_ip_address.as_deref(),
        addresses: &request.private_ip_addresses,
        secondary_count: request.secondary_private_ip_address_count,
        prefixes: &request.ipv4_prefixes,
        prefix_count: request.ipv4_prefix_count,
    };
    let ipv6 = AskedIpv6 {
        addresses: &request.ipv6_addresses,
        count: request.ipv6_address_count,
        prefixes: &request.ipv6_prefixes,
        prefix_count: request.ipv6_prefix_count,
        has_primary: request.enable_primary_ipv6,
    };
    let new = NewInterface {
        subnet_id,
        description: request.description.clone().unwrap_or_default(),
        groups,
        ipv4: ipv4.wanted()?,
        ipv6: ipv6.wanted()?,
        public_address: false,
        interface_type,
        source_dest_check: true,
        attachment: None,
        tags,
    };
    let tracking = Tracking::asked(request.connection_tracking_specification.as_ref())?;
    let id = life::create(cx, new)?;
    cx.get_mut::<NetworkInterface>(&id)?.set(Settings { tracking, ..Settings::default() });
    Ok(created(cx.view::<NetworkInterface>(&id)?))
}

/// In a VPC that gives no names the answer to a create has no public one, not even an empty one;
/// and it does not have the token: `network_interface_addresses.json` and
/// `network_interface_idempotency.json` of `radkawar/stackd`.
fn created(mut view: wire::NetworkInterface) -> CreateNetworkInterfaceResult {
    view.public_dns_name = view.public_dns_name.filter(|_| view.private_dns_name.is_some());
    if let Some(operator) = &mut view.operator {
        operator.hidden_by_default = None;
    }
    CreateNetworkInterfaceResult { client_token: None, network_interface: Some(view) }
}

/// The interface that a client token made: as it is now, but for its state, and with the tags that
/// are asked for now. An address that is asked for, it has itself: so in
/// `network_interface_idempotency.json`.
pub(crate) fn show_again(
    cx: Read<'_>,
    request: &CreateNetworkInterfaceRequest,
    id: &str,
) -> Result<CreateNetworkInterfaceResult> {
    let row = cx.get::<NetworkInterface>(id)?;
    let listed = request.private_ip_addresses.iter().map(|it| it.private_ip_address.as_deref());
    let asked = listed.chain([request.private_ip_address.as_deref()]).flatten();
    for address in asked.filter(|text| !text.is_empty()) {
        if addresses::is_taken(cx, &row.subnet_id, parse(address)?) {
            return Err(addresses::in_use_already());
        }
    }
    let tags = tags_of::<NetworkInterface>(&request.tag_specifications)?;
    Ok(created(wire::NetworkInterface {
        status: Some(life::made(cx).at(cx.now())),
        tag_set: tags.wire(),
        ..NetworkInterface::view(row, cx)
    }))
}

pub(crate) fn describe_network_interface_attribute(
    cx: Read<'_>,
    request: &DescribeNetworkInterfaceAttributeRequest,
) -> Result<DescribeNetworkInterfaceAttributeResult> {
    let attribute = request.attribute.ok_or_else(no_attributes)?;
    let row = cx.get::<NetworkInterface>(&request.network_interface_id)?;
    let mut result = DescribeNetworkInterfaceAttributeResult {
        network_interface_id: Some(row.id.to_string()),
        ..DescribeNetworkInterfaceAttributeResult::default()
    };
    match attribute {
        NetworkInterfaceAttribute::Description => {
            result.description =
                Some(AttributeValue { value: Some(row.description.clone().into()) });
        }
        NetworkInterfaceAttribute::GroupSet => {
            result.groups = Some(row.groups.iter().map(|id| group(id, cx)).collect());
        }
        NetworkInterfaceAttribute::SourceDestCheck => {
            let value = Some(row.source_dest_check);
            result.source_dest_check = Some(AttributeBooleanValue { value });
        }
        NetworkInterfaceAttribute::Attachment => {
            result.attachment = NetworkInterface::view(row, cx).attachment;
        }
        NetworkInterfaceAttribute::AssociatePublicIpAddress => {
            result.associate_public_ip_address = Some(row.public_address);
        }
    }
    Ok(result)
}

fn no_attributes() -> Error {
    Error::combination("No attributes specified.")
}

/// One attribute at a time, as AWS documents.
pub(crate) fn modify_network_interface_attribute(
    cx: &mut Write<'_>,
    request: &ModifyNetworkInterfaceAttributeRequest,
) -> Result<()> {
    let id = &request.network_interface_id;
    let asked = [
        request.description.is_some(),
        request.source_dest_check.is_some(),
        !request.groups.is_empty(),
        request.attachment.is_some(),
        request.enable_primary_ipv6.is_some(),
        request.connection_tracking_specification.is_some(),
        request.ena_srd_specification.is_some(),
        request.associate_public_ip_address.is_some(),
    ];
    check_one_attribute(&asked)?;
    let row = cx.get::<NetworkInterface>(id)?;
    managed::check_is_users(row)?;
    let (vpc_id, subnet_id) = (row.vpc_id.clone(), row.subnet_id.clone());
    if let Some(description) = &request.description {
        let value = description.value.clone().unwrap_or_default();
        cx.get_mut::<NetworkInterface>(id)?.description = value.into();
    } else if let Some(check) = &request.source_dest_check {
        let value = check.value.ok_or_else(|| Error::missing("value"))?;
        cx.get_mut::<NetworkInterface>(id)?.source_dest_check = value;
    } else if let Some(changes) = &request.attachment {
        modify_attachment(cx, id, changes)?;
    } else if let Some(is_enabled) = request.enable_primary_ipv6 {
        enable_primary_ipv6(cx, id, is_enabled)?;
    } else if let Some(wanted) = &request.connection_tracking_specification {
        let wanted = Tracking::asked(Some(wanted))?;
        set(cx, id, |it| Settings { tracking: it.tracking.changed(wanted), ..it })?;
    } else if let Some(wanted) = &request.ena_srd_specification {
        let before = row.settings().ena.express;
        let express = Express::asked(Some(wanted), before)?;
        set_ena(cx, id, |ena| Ena { express, ..ena })?;
    } else if let Some(is_given) = request.associate_public_ip_address {
        elastic::set_public(cx, id, is_given)?;
    } else {
        check_network(cx.read(), &vpc_id, &request.groups)?;
        let groups: Vec<SecurityGroupId> =
            security_groups::resolve(cx.read(), &vpc_id, &subnet_id, &request.groups, &[])?;
        cx.get_mut::<NetworkInterface>(id)?.groups = groups.into();
    }
    Ok(())
}

/// A create looks any text up that is not empty. Recorded in
/// <https://github.com/hashicorp/terraform/issues/3372> and, the same years later, in "Security
/// groups for Pods" of AWS's user guide for EKS.
fn check_groups(cx: Read<'_>, ids: &[String]) -> Result<()> {
    match ids.iter().find(|id| !id.is_empty() && cx.find::<SecurityGroup>(id).is_none()) {
        None => Ok(()),
        Some(id) => {
            let message = format!("The securityGroup ID '{id}' does not exist");
            Err(Error::new("InvalidSecurityGroupID.NotFound", message))
        }
    }
}

/// Also here a create has words of its own: aws/amazon-vpc-resource-controller-k8s#583.
fn check_count(cx: Read<'_>, ids: &[String]) -> Result<()> {
    let most = security_groups::MAX_GROUPS_OF_INTERFACE;
    if ids.iter().collect::<BTreeSet<_>>().len() <= most {
        return Ok(());
    }
    let message = format!(
        "user {} exceeded limit {most} on the number of interface security group memberships",
        cx.account()
    );
    Err(Error::invalid_value(message))
}

/// # Errors
/// `InvalidGroup.NotFound` for a group that there is none of, whatever its text, and for one of
/// another VPC: other words than at a create.
fn check_network(cx: Read<'_>, vpc_id: &VpcId, groups: &[String]) -> Result<()> {
    if let Some(id) = groups.iter().find(|id| cx.find::<SecurityGroup>(id).is_none()) {
        return Err(SecurityGroup::not_found(&[id]));
    }
    let mut groups = groups.iter().filter_map(|id| cx.find::<SecurityGroup>(id));
    if groups.any(|group| !security_groups::is_for(cx, group, vpc_id)) {
        let message = "You have specified two resources that belong to different networks.";
        return Err(Error::new("InvalidGroup.NotFound", message));
    }
    Ok(())
}

/// Once there is a primary address, there always is, as `API_ModifyNetworkInterfaceAttribute` in
/// AWS's reference has it.
fn enable_primary_ipv6(cx: &mut Write<'_>, id: &str, is_enabled: bool) -> Result<()> {
    let mut row = cx.get_mut::<NetworkInterface>(id)?;
    if row.has_primary_ipv6 && !is_enabled {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        return Err(Error::invalid_value("A primary IPv6 address cannot be disabled."));
    }
    row.has_primary_ipv6 = is_enabled;
    Ok(())
}

fn modify_attachment(
    cx: &mut Write<'_>,
    id: &str,
    changes: &NetworkInterfaceAttachmentChanges,
) -> Result<()> {
    let asked = changes.attachment_id.as_deref();
    let asked = asked.ok_or_else(|| Error::missing("attachmentId"))?;
    let back = changes.default_ena_queue_count == Some(true);
    let sets_queues = back || changes.ena_queue_count.is_some();
    if !sets_queues && changes.delete_on_termination.is_none() {
        // Before the attachment is looked for, as the functional tests of OpenStack's EC2 API have
        // it of AWS.
        return Err(Error::missing("deleteOnTermination"));
    }
    let attached = cx.get::<NetworkInterface>(id)?.attached(cx.now());
    if attached.is_none_or(|(attachment, _)| &*attachment.id != asked) {
        return Err(unknown_attachment(asked));
    }
    if back && changes.ena_queue_count.is_some() {
        // unverified (looked up 2026-11-26): code and message.
        return Err(Error::exclusive("defaultEnaQueueCount", "enaQueueCount"));
    }
    if sets_queues {
        let queues = changes.ena_queue_count;
        set_ena(cx, id, |ena| Ena { queues, ..ena })?;
    }
    if let Some(value) = changes.delete_on_termination
        && let Some(attachment) = &mut cx.get_mut::<NetworkInterface>(id)?.attachment
    {
        attachment.delete_on_termination = value;
    }
    Ok(())
}

fn set(cx: &mut Write<'_>, id: &str, change: impl Fn(Settings) -> Settings) -> Result<()> {
    let settings = change(cx.get::<NetworkInterface>(id)?.settings());
    let attached = cx.get::<NetworkInterface>(id)?.attached(cx.now());
    if let Some((attachment, _)) = attached
        && let Some(instance) = cx.find::<Instance>(&attachment.instance_id)
    {
        settings.tracking.check_type(instance.kind)?;
        settings.ena.check_type(instance.kind, attachment.network_card_index)?;
    }
    cx.get_mut::<NetworkInterface>(id)?.set(settings);
    Ok(())
}

/// How the device of an attachment is set; without one there is nothing to set.
// unverified (looked up 2026-11-26): code and message.
fn set_ena(cx: &mut Write<'_>, id: &str, change: impl Fn(Ena) -> Ena) -> Result<()> {
    if cx.get::<NetworkInterface>(id)?.attached(cx.now()).is_none() {
        let message = format!("Network interface '{id}' is not attached to an instance.");
        return Err(Error::new("IncorrectState", message));
    }
    set(cx, id, |it| Settings { ena: change(it.ena), ..it })
}

/// hashicorp/terraform#6179
pub(crate) fn unknown_attachment(id: &str) -> Error {
    let message = format!("The interface attachment '{id}' does not exist.");
    Error::new("InvalidAttachmentID.NotFound", message)
}

pub(crate) fn reset_network_interface_attribute(
    cx: &mut Write<'_>,
    request: &ResetNetworkInterfaceAttributeRequest,
) -> Result<()> {
    // The attribute is named by a parameter that says nothing.
    if request.source_dest_check.as_ref().is_some_and(|text| !text.is_empty()) {
        return Err(Error::new("InvalidRequest", "The request received was invalid."));
    }
    cx.permitted()?;
    if request.source_dest_check.is_none() {
        return Err(no_attributes());
    }
    managed::check_is_users(cx.get(&request.network_interface_id)?)?;
    cx.get_mut::<NetworkInterface>(&request.network_interface_id)?.source_dest_check = true;
    Ok(())
}

pub(crate) fn delete_network_interface(
    cx: &mut Write<'_>,
    request: &DeleteNetworkInterfaceRequest,
) -> Result<()> {
    cx.permitted()?;
    NetworkInterface::check_prefix(&request.network_interface_id)?;
    let row = cx.get::<NetworkInterface>(&request.network_interface_id)?;
    if row.attached(cx.now()).is_some() || row.requester.is_some() {
        let message = format!("Network interface '{}' is currently in use.", row.id);
        return Err(Error::invalid_value(message));
    }
    deleted::<NetworkInterface>(cx, request)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html>
// unverified (looked up 2026-11-26): whether an interface needs addresses of the kind.
pub(crate) fn modify_public_ip_dns_name_options(
    cx: &mut Write<'_>,
    request: &ModifyPublicIpDnsNameOptionsRequest,
) -> Result<ModifyPublicIpDnsNameOptionsResult> {
    let mut row = cx.get_mut::<NetworkInterface>(&request.network_interface_id)?;
    row.public_host_names = Some(request.hostname_type);
    Ok(ModifyPublicIpDnsNameOptionsResult { successful: Some(true) })
}
