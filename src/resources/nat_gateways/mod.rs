//! NAT gateways: a network interface in a subnet, with an Elastic IP address if the gateway is
//! public. No traffic ever passes through one. Further addresses are in `secondary`.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

mod secondary;

use super::addresses::Address;
use super::internet_gateways;
use super::network_interfaces::{
    self, NetworkInterface, NewInterface, PrivateAddress, WantedIpv4, WantedIpv6, addresses,
    elastic,
};
use super::subnets::{self, Subnet};
use crate::engine::{
    Id, IdRule, Index, Now, Operation, Query, Read, Resource, Row, Tags, Timed, Write, operations,
};
use crate::error::{Error, Result};
use secondary::Wanted;
use serde::Serialize;
use std::net::Ipv4Addr;
use wire::{
    AvailabilityMode, ConnectivityType, CreateNatGatewayRequest, CreateNatGatewayResult,
    DeleteNatGatewayRequest, DeleteNatGatewayResult, DescribeNatGatewaysRequest,
    DescribeNatGatewaysResult, NatGatewayAddress, NatGatewayAddressStatus, NatGatewayState,
    NetworkInterfaceType, ResourceType, Timestamp,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateNatGateway => create_nat_gateway, refuses ["VpcId", "AvailabilityZoneAddress"];
    Read  DescribeNatGateways => describe_nat_gateways;
    Write AssociateNatGatewayAddress => secondary::associate_nat_gateway_address, refuses [
        "AvailabilityZone", "AvailabilityZoneId",
    ];
    Write DisassociateNatGatewayAddress => secondary::disassociate_nat_gateway_address;
    Write AssignPrivateNatGatewayAddress => secondary::assign_private_nat_gateway_address;
    Write UnassignPrivateNatGatewayAddress => secondary::unassign_private_nat_gateway_address;
    Write DeleteNatGateway => delete_nat_gateway;
};

/// How long a gateway is pending, and how long it takes to delete.
const PENDING_MILLIS: i64 = 10_000;
const DELETING_MILLIS: i64 = 10_000;
/// How long one that failed or was deleted is listed:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html>.
const LISTED_MILLIS: i64 = 3_600_000;

/// Who makes the interfaces of NAT gateways: an account of AWS's.
// unverified: that it is the same in every region; this one is recorded in eu-west-1.
const REQUESTER: &str = "036872051663";

impl Resource for NatGateway {
    type View = wire::NatGateway;
    const PREFIX: &'static str = "nat";
    const TYPE: Option<ResourceType> = Some(ResourceType::Natgateway);
    const PLURAL: &'static str = "natGateways";
    const NOT_FOUND: &'static str = "NatGatewayNotFound";
    const MALFORMED: &'static str = "NatGatewayMalformed";
    const NOUN: &'static str = "NAT gateway ID";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("nat-gateway-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NatGateway {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("subnet-id", self.subnet_id.clone());
        index.add("vpc-id", self.vpc_id.clone());
    }

    // unverified: the wording for more than one.
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("NAT gateway {id} was not found"),
            _ => format!("NAT gateways {} were not found", ids.join(", ")),
        };
        Error::new(Self::NOT_FOUND, message)
    }
}

fn create_nat_gateway(
    cx: &mut Write<'_>,
    request: &CreateNatGatewayRequest,
) -> Result<CreateNatGatewayResult> {
    let tags = cx.tags_for::<NatGateway>(&request.tag_specifications)?;
    if request.availability_mode == Some(AvailabilityMode::Regional) {
        return Err(Error::not_emulated("regional NAT gateways: the AvailabilityMode regional"));
    }
    let connectivity = request.connectivity_type.unwrap_or(ConnectivityType::Public);
    let read = cx.read();
    let subnet = subnet(read, request.subnet_id.as_deref())?;
    let allocation = allocation(read, connectivity, request.allocation_id.as_deref())?;
    let private = request.private_ip_address.as_deref().map(addresses::parse).transpose()?;
    let wanted = Wanted::of_new(read, request, connectivity)?;
    let failure = failure(read, subnet, allocation);
    let (subnet_id, vpc_id) = (subnet.id.clone(), subnet.vpc_id.clone());
    let allocation = allocation.map(|address| (address.id.clone(), address.public_ip));

    let id = cx.new_id::<NatGateway>();
    let first = NatGatewayState::Pending;
    let (then, place, adding) = match failure {
        Some(_) => (NatGatewayState::Failed, None, Vec::new()),
        None => {
            let place = place(cx, &id, &subnet_id, private, allocation.as_ref())?;
            let adding = secondary::add(cx, &place, &wanted)?;
            (NatGatewayState::Available, Some(place), adding)
        }
    };
    let created = cx.now().timestamp();
    let state = cx.read().transition(first, then, PENDING_MILLIS);
    let record = NatGateway {
        subnet_id,
        vpc_id,
        connectivity,
        created,
        deleted: None,
        state,
        failure,
        allocation_id: allocation.map(|(id, _)| id),
        place,
        adding,
    };
    cx.insert(id.clone(), record, tags);
    if then == NatGatewayState::Failed {
        cx.end::<NatGateway>(&id, created.plus_millis(LISTED_MILLIS));
    }
    let row = cx.get::<NatGateway>(&id)?;
    let mut gateway = NatGateway::view(row, cx.read());
    gateway.tags = row.tags.wire_unless_empty();
    Ok(CreateNatGatewayResult {
        client_token: request.client_token.clone(),
        nat_gateway: Some(gateway),
    })
}

fn subnet<'a>(cx: Read<'a>, id: Option<&str>) -> Result<&'a Row<Subnet>> {
    let id = id.ok_or_else(|| Error::missing("subnetId"))?;
    if !id.starts_with("subnet-") {
        return Err(Error::new("InvalidSubnet", format!("The subnet ID '{id}' is malformed")));
    }
    cx.get(id)
}

fn allocation<'a>(
    cx: Read<'a>,
    connectivity: ConnectivityType,
    id: Option<&str>,
) -> Result<Option<&'a Row<Address>>> {
    match (connectivity, id) {
        (ConnectivityType::Private, None) => Ok(None),
        (ConnectivityType::Private, Some(_)) => {
            // unverified: code and message.
            let message = "The parameter allocationId cannot be used with the connectivityType \
                           private";
            Err(Error::combination(message))
        }
        (ConnectivityType::Public, None) => {
            let message = "The request must include the AllocationId parameter. Add the required \
                           parameter and retry the request.";
            Err(Error::new("MissingParameter", message))
        }
        (ConnectivityType::Public, Some(id)) => match cx.find(id) {
            Some(address) => Ok(Some(address)),
            None if Address::check_id(id).is_err() => {
                let message = format!("The elastic-ip ID '{id}' is malformed");
                Err(Error::new("InvalidElasticIpID.Malformed", message))
            }
            None => {
                let message = format!("The elastic-ip ID '{id}' does not exist");
                Err(Error::new("InvalidElasticIpID.NotFound", message))
            }
        },
    }
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
            code: "InsufficientFreeAddressesInSubnet",
            message: message.to_owned(),
        });
    }
    let address = allocation?;
    if !internet_gateways::is_attached_to(cx, &subnet.vpc_id) {
        let message = format!("Network {} has no Internet gateway attached", subnet.vpc_id);
        return Some(Failure { code: "Gateway.NotAttached", message });
    }
    elastic::of_allocation(cx, &address.id)?;
    let message = format!("Elastic IP address [{}] is already associated", address.id);
    Some(Failure { code: "Resource.AlreadyAssociated", message })
}

/// Makes the gateway's interface, with the address that it is to have.
fn place(
    cx: &mut Write<'_>,
    id: &str,
    subnet_id: &Id,
    private: Option<Ipv4Addr>,
    allocation: Option<&(Id, Ipv4Addr)>,
) -> Result<Id> {
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
    let interface = network_interfaces::create_managed(cx, new, REQUESTER)?;
    let primary = cx.get::<NetworkInterface>(&interface)?.primary_address();
    let primary = primary.map(|primary| primary.address);
    if let (Some(primary), Some(allocation)) = (primary, allocation) {
        elastic::associate(cx, &interface, primary, allocation.clone())?;
    }
    Ok(interface)
}

fn describe_nat_gateways(
    cx: Read<'_>,
    request: &DescribeNatGatewaysRequest,
) -> Result<DescribeNatGatewaysResult> {
    let page = cx.select::<NatGateway>(&Query {
        ids: &request.nat_gateway_ids,
        filters: &request.filter,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeNatGatewaysResult { nat_gateways: Some(page.items), next_token: page.next_token })
}

/// The interface goes with it; the Elastic IP address stays allocated.
fn delete_nat_gateway(
    cx: &mut Write<'_>,
    request: &DeleteNatGatewayRequest,
) -> Result<DeleteNatGatewayResult> {
    let id = request.nat_gateway_id.as_str();
    let row = cx.get::<NatGateway>(id)?;
    let answer = DeleteNatGatewayResult { nat_gateway_id: Some(row.id.to_string()) };
    // unverified: that deleting once more is no mistake while the gateway is listed, nor deleting
    // one that is pending.
    if matches!(row.state.at(cx.now()), NatGatewayState::Deleting | NatGatewayState::Deleted) {
        return Ok(answer);
    }
    let place = row.place.clone();
    let (first, then) = (NatGatewayState::Deleting, NatGatewayState::Deleted);
    let state = cx.read().transition(first, then, DELETING_MILLIS);
    let now = cx.now().timestamp();
    let ends = state.settles().unwrap_or(now);
    let mut row = cx.get_mut::<NatGateway>(id)?;
    (row.state, row.deleted) = (state, Some(now));
    drop(row);
    if let Some(interface) = place {
        cx.end::<NetworkInterface>(&interface, ends);
    }
    cx.end::<NatGateway>(id, ends.plus_millis(LISTED_MILLIS));
    Ok(answer)
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NatGateway {
    subnet_id: Id,
    pub vpc_id: Id,
    connectivity: ConnectivityType,
    created: Timestamp,
    deleted: Option<Timestamp>,
    state: Timed<NatGatewayState>,
    failure: Option<Failure>,
    /// As the request named it; the association is the interface's.
    allocation_id: Option<Id>,
    /// The interface; none if the gateway failed.
    place: Option<Id>,
    /// The addresses beside the primary one, and whether they work already.
    adding: Vec<(Ipv4Addr, Timed<NatGatewayAddressStatus>)>,
}

#[derive(Debug, Clone, Serialize)]
struct Failure {
    code: &'static str,
    message: String,
}

impl NatGateway {
    pub fn is_available(&self, now: Now<'_>) -> bool {
        self.state.at(now) == NatGatewayState::Available
    }

    /// Whether it is available or may become so.
    pub fn is_live(&self, now: Now<'_>) -> bool {
        self.failure.is_none()
            && matches!(self.state.at(now), NatGatewayState::Pending | NatGatewayState::Available)
    }
}

fn view(row: &Row<NatGateway>, cx: Read<'_>) -> wire::NatGateway {
    let state = row.state.at(cx.now());
    let failure = row.failure.as_ref().filter(|_| state == NatGatewayState::Failed);
    wire::NatGateway {
        create_time: Some(row.created),
        delete_time: row.deleted,
        failure_code: failure.map(|failure| failure.code.to_owned()),
        failure_message: failure.map(|failure| failure.message.clone()),
        nat_gateway_addresses: Some(shown(row, cx)),
        nat_gateway_id: Some(row.id.to_string()),
        state: Some(state),
        subnet_id: Some(row.subnet_id.to_string()),
        vpc_id: Some(row.vpc_id.to_string()),
        tags: row.tags.wire(),
        connectivity_type: Some(row.connectivity),
        availability_mode: Some(AvailabilityMode::Zonal),
        ..wire::NatGateway::default()
    }
}

/// The addresses of a gateway, the primary one first.
fn shown(row: &NatGateway, cx: Read<'_>) -> Vec<NatGatewayAddress> {
    let state = row.state.at(cx.now());
    let status = match state {
        NatGatewayState::Pending => NatGatewayAddressStatus::Associating,
        NatGatewayState::Failed => NatGatewayAddressStatus::Failed,
        _ => NatGatewayAddressStatus::Succeeded,
    };
    // A gateway that is pending shows neither its interface nor its addresses.
    let interface = row.place.as_deref().filter(|_| state != NatGatewayState::Pending);
    let Some(interface) = interface.and_then(|id| cx.find::<NetworkInterface>(id)) else {
        return vec![NatGatewayAddress {
            allocation_id: row.allocation_id.as_deref().map(str::to_owned),
            is_primary: Some(true),
            status: Some(status),
            ..NatGatewayAddress::default()
        }];
    };
    let address = |(at, place): (usize, &PrivateAddress)| {
        let elastic = place.elastic.as_deref();
        let adding = row.adding.iter().find(|(address, _)| *address == place.address);
        NatGatewayAddress {
            allocation_id: elastic.map(|elastic| elastic.allocation_id.to_string()),
            network_interface_id: Some(interface.id.to_string()),
            private_ip: Some(place.address.to_string()),
            public_ip: place.public.map(|public| public.to_string()),
            association_id: elastic.map(|elastic| elastic.association_id.to_string()),
            is_primary: Some(at == 0),
            status: Some(adding.map_or(status, |(_, status)| status.at(cx.now()))),
            ..NatGatewayAddress::default()
        }
    };
    interface.addresses.iter().enumerate().map(address).collect()
}
