//! The interfaces of a launch: new ones, and existing ones that it attaches.

use super::interface::{Interface, Source};
use super::place::Place;
use super::specification::{check_one_ipv6, find_groups, no_group_id, of_specification};
use crate::catalog::instance_types::{InstanceType, InterfaceType};
use crate::engine::{Read, Row, Tags};
use crate::error::{Error, Result};
use crate::records::ids::SubnetId;
use crate::records::network::network_interfaces::settings::Settings;
use crate::records::network::network_interfaces::wanted::{AskedIpv6, NewInterface, WantedIpv4};
use crate::records::network::network_interfaces::{NetworkInterface, addresses, prefixes};
use crate::records::network::security_groups;
use crate::records::network::subnets::{self, Subnet};
use std::collections::{BTreeMap, BTreeSet};
use wire::{InstanceNetworkInterfaceSpecification, NetworkInterfaceType, RunInstancesRequest};

/// # Errors
/// `InvalidParameterCombination` for what cannot be said together, and those of subnets, groups,
/// addresses and interfaces.
pub(crate) fn plan(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
    place: &Place<'_>,
    most: u32,
) -> Result<Vec<Interface>> {
    if request.network_interfaces.is_empty() {
        let interface = of_request(cx, request, place, most)?;
        check_addresses(cx, std::slice::from_ref(&interface), kind)?;
        return Ok(vec![interface]);
    }
    check_request(request, most)?;
    check_indexes(&request.network_interfaces)?;
    let mut interfaces = Vec::new();
    for specification in &request.network_interfaces {
        let interface = of_specification(cx, request, specification, place)?;
        interfaces.push(interface);
    }
    interfaces.sort_by_key(|interface| (interface.network_card_index, interface.device_index));
    let count = u32::try_from(interfaces.len()).unwrap_or(u32::MAX);
    if count > kind.network.maximum_interfaces {
        let message = format!("Interface count {count} exceeds the limit for {}", kind.name);
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    check_cards(&interfaces, kind)?;
    for interface in &interfaces {
        interface.settings.tracking.check_type(kind)?;
        interface.settings.ena.check_type(kind, interface.network_card_index)?;
    }
    check_addresses(cx, &interfaces, kind)?;
    Ok(interfaces)
}

/// How many instances the subnets have addresses for: at least and at most those asked for.
///
/// # Errors
/// `InsufficientFreeAddressesInSubnet` if the least number does not fit.
pub(crate) fn affordable(
    cx: Read<'_>,
    interfaces: &[Interface],
    (least, most): (u32, u32),
) -> Result<u32> {
    let mut needs: BTreeMap<&SubnetId, u32> = BTreeMap::new();
    for interface in interfaces {
        if let Source::New(new) = &interface.source {
            let need = needs.entry(&new.subnet_id).or_default();
            *need = need.saturating_add(new.ipv4.size());
        }
    }
    let mut count = most;
    for (subnet, need) in needs {
        let row = cx.get::<Subnet>(subnet)?;
        if row.cidr.is_none() {
            // An IPv6-only subnet gives no addresses that could run out.
            continue;
        }
        let free = subnets::available_addresses(row, cx);
        count = count.min(free / need.max(1));
        if count < least {
            let message = format!(
                "There are not enough free addresses in subnet '{subnet}' to satisfy the \
                 requested number of instances."
            );
            return Err(Error::new("InsufficientFreeAddressesInSubnet", message));
        }
    }
    Ok(count)
}

/// What is no group's id is taken for a name: of `default` it launches in boto/boto3#670, and of
/// none's, as `SG_PLACEHOLDER`, transcript 71291694455 and hashicorp/terraform#5486 have the words.
fn id_of_named(cx: Read<'_>, subnet: &Row<Subnet>, name: &str) -> Result<String> {
    let group = security_groups::in_vpc(cx, &subnet.vpc_id, name).ok_or_else(no_group_id)?;
    Ok(group.id.to_string())
}

/// The only interface of a request that speaks of none.
fn of_request(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    place: &Place<'_>,
    most: u32,
) -> Result<Interface> {
    let subnet = place.subnet;
    let address = request.private_ip_address.as_deref().filter(|address| !address.is_empty());
    if most > 1 && (address.is_some() || !request.ipv6_addresses.is_empty()) {
        return Err(single_only());
    }
    let given = request.subnet_id.as_deref();
    let has_id = |id: &String| id.is_empty() || id.starts_with("sg-");
    let are_names =
        !request.security_groups.is_empty() || !request.security_group_ids.iter().all(has_id);
    if given.is_some() && are_names {
        return Err(Error::exclusive("groupName", "subnet"));
    }
    if given.is_none() && request.security_group_ids.iter().any(String::is_empty) {
        // linuxkit/linuxkit#3468, whose source has no subnet, and loft-sh/devpod-provider-aws#6.
        // unverified (looked up 2026-11-26): that with a subnet it is as of an interface, as
        // rustyrazorblade/easy-db-lab#43 may mean; ManageIQ/manageiq#7347 had `you must specify a
        // group id for each item` in 2016, of a list without items.
        let message = "When specifying a security group you must specify one of group id or \
                       group name for each item";
        return Err(Error::new("MissingParameter", message));
    }
    let ids: Vec<String> = request
        .security_group_ids
        .iter()
        .map(|id| if has_id(id) { Ok(id.clone()) } else { id_of_named(cx, subnet, id) })
        .collect::<Result<_>>()?;
    let groups = find_groups(cx, subnet, &ids, &request.security_groups)?;
    check_one_ipv6(&request.ipv6_addresses, request.ipv6_address_count)?;
    let ipv6 = AskedIpv6 {
        addresses: &request.ipv6_addresses,
        count: request.ipv6_address_count,
        has_primary: request.enable_primary_ipv6,
        ..AskedIpv6::default()
    };
    let primary = address.map(addresses::parse).transpose()?;
    let new = NewInterface {
        subnet_id: subnet.id.clone(),
        description: String::new(),
        groups,
        ipv4: WantedIpv4 { primary, ..WantedIpv4::default() },
        ipv6: ipv6.wanted()?,
        public_address: subnet.map_public_ip_on_launch,
        interface_type: NetworkInterfaceType::Interface,
        source_dest_check: true,
        attachment: None,
        tags: Tags::default(),
    };
    Ok(Interface {
        source: Source::New(Box::new(new)),
        device_index: 0,
        network_card_index: 0,
        delete_on_termination: true,
        settings: Settings::default(),
    })
}

/// What may not stand beside NetworkInterface.N.
fn check_request(request: &RunInstancesRequest, most: u32) -> Result<()> {
    let also = |what: &str| {
        Err(Error::combination(format!(
            "Network interfaces and an instance-level {what} may not be specified on the same \
             request"
        )))
    };
    if request.subnet_id.is_some() {
        return also("subnet ID");
    }
    if !request.security_group_ids.is_empty() || !request.security_groups.is_empty() {
        return also("security groups");
    }
    if request.private_ip_address.is_some() {
        return also("private IP address");
    }
    if request.ipv6_address_count.is_some() {
        // As reported: hashicorp/terraform#13250, with the words in #13702.
        return also("IPv6 address count");
    }
    if !request.ipv6_addresses.is_empty() {
        // unverified (looked up 2026-11-27): in the plural, as groups are.
        return also("IPv6 addresses");
    }
    let names_one = |specification: &InstanceNetworkInterfaceSpecification| {
        specification.network_interface_id.is_some()
            || specification.private_ip_address.is_some()
            || specification.private_ip_addresses.as_ref().is_some_and(|list| !list.is_empty())
            || specification.ipv6_addresses.as_ref().is_some_and(|list| !list.is_empty())
            || specification.ipv4_prefixes.as_ref().is_some_and(|list| !list.is_empty())
            || specification.ipv6_prefixes.as_ref().is_some_and(|list| !list.is_empty())
    };
    if most > 1 && request.network_interfaces.iter().any(names_one) {
        return Err(single_only());
    }
    let several = request.network_interfaces.len() > 1;
    if several
        && request.network_interfaces.iter().any(|it| it.associate_public_ip_address.is_some())
    {
        return Err(Error::combination(
            "The associatePublicIPAddress parameter cannot be specified when launching with \
             multiple network interfaces.",
        ));
    }
    Ok(())
}

fn single_only() -> Error {
    Error::combination(
        "Multiple instances creation is not compatible with private IP address or network \
         interface ID parameters.",
    )
}

fn check_indexes(specifications: &[InstanceNetworkInterfaceSpecification]) -> Result<()> {
    let mut taken = Vec::new();
    for specification in specifications {
        let card = specification.network_card_index.unwrap_or(0);
        let Some(device) = specification.device_index else {
            // aws/aws-sdk-go-v2#1178, chef/knife-ec2#601
            return Err(Error::invalid_value("Each network interface requires a device index."));
        };
        if device < 0 || card < 0 {
            let reason = "Expecting a value greater than 0.";
            return Err(Error::bad_parameter("deviceIndex", device.min(card), reason));
        }
        if taken.contains(&(card, device)) {
            let message = "Each network interface requires a unique device index.";
            return Err(Error::invalid_value(message));
        }
        taken.push((card, device));
    }
    if !taken.contains(&(0, 0)) {
        let message = "When specifying network interfaces, you must include a device at index 0.";
        return Err(Error::invalid_value(message));
    }
    Ok(())
}

/// A device index beyond those of its network card.
// unverified (looked up 2026-11-26): the codes, and the words for a card that the type has not.
fn check_cards(interfaces: &[Interface], kind: &'static InstanceType) -> Result<()> {
    for interface in interfaces {
        let (index, device) = (interface.network_card_index, interface.device_index);
        let card = usize::try_from(index).ok().and_then(|at| kind.network.cards.get(at));
        let Some(card) = card else {
            let reason = "The instance type has no such network card.";
            return Err(Error::bad_parameter("networkCardIndex", index, reason));
        };
        let most = i64::from(card.maximum_interfaces);
        if i64::from(device) >= most {
            return Err(Error::invalid_value(format!(
                "The specified number '{device}' for the device index exceeds the maximum number \
                 of network interfaces supported by the network card at network card index \
                 {index}. The maximum devices for this network card is {most}. Specify a number \
                 from 0 to {}, and try again.",
                most - 1
            )));
        }
    }
    Ok(())
}

/// The words are those of openshift/enhancements' `aws-efa-placement-groups`, and of launches of
/// types whose cards take other interfaces; the code is of the latter.
// unverified (looked up 2026-11-26): both refusals of those without addresses.
fn check_efa(
    of: NetworkInterfaceType,
    at: &Interface,
    kind: &'static InstanceType,
    cards: &mut BTreeSet<i32>,
) -> Result<()> {
    let (wanted, noun) = match of {
        NetworkInterfaceType::Efa => (InterfaceType::Efa, "EFA"),
        NetworkInterfaceType::EfaOnly => (InterfaceType::EfaOnly, "EFA-only"),
        _ => return Ok(()),
    };
    let card = usize::try_from(at.network_card_index);
    let card = card.ok().and_then(|at| kind.network.cards.get(at));
    if card.is_none_or(|card| !card.interface_types.contains(&wanted)) {
        let message = format!("{noun} interfaces are not supported on {}", kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    if wanted == InterfaceType::EfaOnly && at.network_card_index == 0 && at.device_index == 0 {
        let message = "The primary network interface of an instance cannot be EFA-only.";
        return Err(Error::combination(message));
    }
    if !cards.insert(at.network_card_index) {
        // A second of a card was refused in aws/aws-ofi-nccl#53; unverified (looked up
        // 2026-11-26): code and words.
        let message = format!("EFA interface count 2 exceeds allowed limit for {}.", kind.name);
        return Err(Error::new("AttachmentLimitExceeded", message));
    }
    Ok(())
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html>
fn check_addresses(
    cx: Read<'_>,
    interfaces: &[Interface],
    kind: &'static InstanceType,
) -> Result<()> {
    let mut cards = BTreeSet::new();
    for interface in interfaces {
        let new = match &interface.source {
            Source::New(new) => new,
            Source::Existing(id) => {
                let row = cx.get::<NetworkInterface>(id)?;
                check_efa(row.interface_type, interface, kind, &mut cards)?;
                row.check_fits(id, kind)?;
                row.settings().tracking.check_type(kind)?;
                continue;
            }
        };
        check_efa(new.interface_type, interface, kind, &mut cards)?;
        check_ipv6(cx, new, kind)?;
        if new.ipv4.count() > kind.network.ipv4_addresses_per_interface
            || new.ipv6.count() > kind.network.ipv6_addresses_per_interface
        {
            let message = "Number of private addresses will exceed limit.";
            return Err(Error::new("PrivateIpAddressLimitExceeded", message));
        }
        if new.ipv4.has_prefixes() || new.ipv6.has_prefixes() {
            prefixes::check_type(kind)?;
        }
    }
    Ok(())
}

/// Recorded in poseidon/typhoon#356 of a subnet that gives an address to each interface, and in
/// aws/karpenter-provider-aws#2975.
fn check_ipv6(cx: Read<'_>, new: &NewInterface, kind: &'static InstanceType) -> Result<()> {
    let is_given = cx.get::<Subnet>(&new.subnet_id)?.assign_ipv6_address_on_creation;
    let gets_one = new.ipv6.count() > 0 || new.ipv6.has_prefixes();
    let gets_one = gets_one || is_given && new.ipv6.count.is_none();
    if gets_one && kind.network.ipv6_addresses_per_interface == 0 {
        let message = format!("IPv6 addresses are not supported on {}", kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(())
}
