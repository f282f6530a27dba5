//! NAT gateways: a network interface in a subnet, with an Elastic IP address if the gateway is
//! public. No traffic ever passes through one. Further addresses are in `secondary`, gateways for
//! all zones of a VPC in `regional`.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

mod local_zones;
pub(crate) mod regional;
pub(crate) mod secondary;

use crate::effects::network::nat_gateways;
use crate::effects::network::network_interfaces::{elastic as elastic_effects, managed};
use crate::engine::{Operation, Read, Resource, Row, Tags, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::regions::border_group;
use crate::records::ids::{AllocationId, NatGatewayId, NetworkInterfaceId, SubnetId};
use crate::records::network::addresses::Address;
use crate::records::network::internet_gateways;
use crate::records::network::nat_gateways::{Failure, LISTED_MILLIS, NatGateway};
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use crate::records::network::network_interfaces::{NetworkInterface, addresses};
use crate::records::network::subnets::{self, Subnet};
use crate::records::network::vpc_encryption_controls::{Exclusion, check_way_out};
use local_zones::{check_border_group, check_zone};
use regional::{no_way_out, unsupported};
use secondary::{Wanted, allocation, is_associated, of_kind};
use std::net::Ipv4Addr;
use wire::{
    AssociateNatGatewayAddressRequest, AssociateNatGatewayAddressResult, AvailabilityMode,
    ConnectivityType, CreateNatGatewayRequest, CreateNatGatewayResult, DeleteNatGatewayRequest,
    DeleteNatGatewayResult, DisassociateNatGatewayAddressRequest,
    DisassociateNatGatewayAddressResult, NetworkInterfaceType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNatGateway => create_nat_gateway;
    Read  DescribeNatGateways => listed::<NatGateway>;
    Write AssociateNatGatewayAddress => associate_nat_gateway_address;
    Write DisassociateNatGatewayAddress => disassociate_nat_gateway_address;
    Write AssignPrivateNatGatewayAddress => secondary::assign_private_nat_gateway_address;
    Write UnassignPrivateNatGatewayAddress => secondary::unassign_private_nat_gateway_address;
    Write DeleteNatGateway => delete_nat_gateway;
};

/// Who makes the interfaces of NAT gateways: an account of AWS's.
// unverified (looked up 2026-11-26): that it is the same in every region; this one is recorded in
// eu-west-1.
const REQUESTER: &str = "036872051663";

fn create_nat_gateway(
    cx: &mut Write<'_>,
    request: &CreateNatGatewayRequest,
) -> Result<CreateNatGatewayResult> {
    let tags = cx.tags_for::<NatGateway>(&request.tag_specifications)?;
    let id = match request.availability_mode {
        Some(AvailabilityMode::Regional) => regional::create(cx, request, tags)?,
        _ => create_zonal(cx, request, tags)?,
    };
    let row = cx.get::<NatGateway>(&id)?;
    let mut gateway = NatGateway::view(row, cx.read());
    gateway.tags = row.tags.wire_unless_empty();
    // Only a Describe tells of appliances, as the CLI shows both in 2026.
    gateway.attached_appliances = None;
    Ok(CreateNatGatewayResult {
        client_token: request.client_token.clone(),
        nat_gateway: Some(gateway),
    })
}

fn create_zonal(
    cx: &mut Write<'_>,
    request: &CreateNatGatewayRequest,
    tags: Tags,
) -> Result<NatGatewayId> {
    if request.vpc_id.is_some() {
        return Err(unsupported("VpcId", "zonal"));
    }
    if !request.availability_zone_addresses.is_empty() {
        return Err(unsupported("AvailabilityZoneAddress", "zonal"));
    }
    let connectivity = request.connectivity_type.unwrap_or(ConnectivityType::Public);
    let read = cx.read();
    let subnet = subnet(read, request.subnet_id.as_deref())?;
    check_zone(read.region(), &subnet.zone)?;
    check_way_out(read, &subnet.vpc_id, Exclusion::NatGateway, "NAT gateways")?;
    let allocation = allocation(read, connectivity, request.allocation_id.as_deref())?;
    let group = border_group(read.region(), &subnet.zone);
    allocation.map_or(Ok(()), |address| check_border_group(read, address, "Primary", group))?;
    let private = request.private_ip_address.as_deref().map(addresses::parse).transpose()?;
    let wanted = Wanted::of_new(read, request, connectivity, group)?;
    wanted.check_room(read, 1)?;
    let failure = failure(read, subnet, allocation);
    let (subnet_id, vpc_id) = (subnet.id.clone(), subnet.vpc_id.clone());
    let allocation = allocation.map(|address| (address.id.clone(), address.public_ip));

    let id = cx.new_id::<NatGateway>();
    let has_failed = failure.is_some();
    let (place, adding) = match failure {
        Some(_) => (None, Vec::new()),
        None => {
            let place = place(cx, &id, &subnet_id, private, allocation.as_ref())?;
            let adding = secondary::add(cx, &place, &wanted)?;
            (Some(place), adding)
        }
    };
    let created = cx.now().timestamp();
    let record = NatGateway {
        subnet_id: Some(subnet_id),
        vpc_id,
        connectivity,
        created,
        deleted: None,
        failure,
        allocation_id: allocation.map(|(id, _)| id),
        place,
        adding,
        regional: None,
    };
    cx.insert(id.clone(), record, tags);
    if has_failed {
        cx.end::<NatGateway>(&id, created.plus_millis(LISTED_MILLIS));
    }
    Ok(id)
}

fn subnet<'a>(cx: Read<'a>, id: Option<&str>) -> Result<&'a Row<Subnet>> {
    let id = id.ok_or_else(|| Error::missing("subnetId"))?;
    if !id.starts_with("subnet-") || Subnet::check_id(id).is_err() {
        return Err(Error::new("InvalidSubnet", format!("The subnet ID '{id}' is malformed")));
    }
    cx.get(id)
}

/// What keeps a gateway from becoming available; it is made all the same, and fails.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html>
fn failure(
    cx: Read<'_>,
    subnet: &Row<Subnet>,
    allocation: Option<&Row<Address>>,
) -> Option<Failure> {
    if subnets::available_addresses(subnet, cx) == 0 {
        let message = "Subnet has insufficient free addresses to create this NAT gateway";
        return Some(Failure {
            code: "InsufficientFreeAddressesInSubnet".into(),
            message: message.to_owned(),
        });
    }
    let address = allocation?;
    if !internet_gateways::is_attached_to(cx, &subnet.vpc_id) {
        return Some(no_way_out(&subnet.vpc_id));
    }
    if !is_associated(cx, &address.id) {
        return None;
    }
    let message = format!("Elastic IP address [{}] is already associated", address.id);
    Some(Failure { code: "Resource.AlreadyAssociated".into(), message })
}

/// Makes the gateway's interface, with the address that it is to have.
fn place(
    cx: &mut Write<'_>,
    id: &str,
    subnet_id: &SubnetId,
    private: Option<Ipv4Addr>,
    allocation: Option<&(AllocationId, Ipv4Addr)>,
) -> Result<NetworkInterfaceId> {
    let new = NewInterface {
        subnet_id: subnet_id.clone(),
        description: format!("Interface for NAT Gateway {id}"),
        groups: Vec::new(),
        ipv4: WantedIpv4 { primary: private, ..WantedIpv4::default() },
        ipv6: WantedIpv6 { count: Some(0), ..WantedIpv6::default() },
        public_address: false,
        interface_type: NetworkInterfaceType::NatGateway,
        source_dest_check: false,
        attachment: None,
        tags: Tags::default(),
    };
    let interface = managed::create_managed(cx, new, REQUESTER)?;
    let primary = cx.get::<NetworkInterface>(&interface)?.primary_address();
    let primary = primary.map(|primary| primary.address);
    if let (Some(primary), Some(allocation)) = (primary, allocation) {
        elastic_effects::associate(cx, &interface, primary, allocation.clone())?;
    }
    Ok(interface)
}

fn associate_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &AssociateNatGatewayAddressRequest,
) -> Result<AssociateNatGatewayAddressResult> {
    let row = of_kind(cx.read(), &request.nat_gateway_id, ConnectivityType::Public)?;
    if request.allocation_ids.is_empty() {
        return Err(Error::missing("AllocationId"));
    }
    if row.regional.is_some() {
        let id = row.id.clone();
        return regional::associate(cx, &id, request);
    }
    let zone = [
        ("AvailabilityZone", &request.availability_zone),
        ("AvailabilityZoneId", &request.availability_zone_id),
    ];
    if let Some((member, _)) = zone.iter().find(|(_, zone)| zone.is_some()) {
        return Err(unsupported(member, "zonal"));
    }
    secondary::associate_nat_gateway_address(cx, request)
}

fn disassociate_nat_gateway_address(
    cx: &mut Write<'_>,
    request: &DisassociateNatGatewayAddressRequest,
) -> Result<DisassociateNatGatewayAddressResult> {
    let row = of_kind(cx.read(), &request.nat_gateway_id, ConnectivityType::Public)?;
    if request.association_ids.is_empty() {
        return Err(Error::missing("AssociationId"));
    }
    if row.regional.is_some() {
        let id = row.id.clone();
        return regional::disassociate(cx, &id, request);
    }
    secondary::disassociate_nat_gateway_address(cx, request)
}

/// The interface goes with it; an Elastic IP address of the user's stays allocated.
fn delete_nat_gateway(
    cx: &mut Write<'_>,
    request: &DeleteNatGatewayRequest,
) -> Result<DeleteNatGatewayResult> {
    let id = request.nat_gateway_id.as_str();
    let row = cx.get::<NatGateway>(id)?;
    let answer = DeleteNatGatewayResult { nat_gateway_id: Some(row.id.to_string()) };
    // unverified (looked up 2026-11-26): that deleting once more is no mistake while the gateway is
    // listed, nor deleting one that is pending.
    if row.is_leaving(cx.now()) {
        return Ok(answer);
    }
    let place = row.place.clone();
    let now = cx.now().timestamp();
    let gone = cx.delete::<NatGateway>(id)?.gone;
    cx.get_mut::<NatGateway>(id)?.deleted = Some(now);
    if let Some(interface) = place {
        cx.end::<NetworkInterface>(&interface, gone);
    }
    let id = NatGatewayId::new(id);
    nat_gateways::end(cx, &id, gone)?;
    Ok(answer)
}
