//! EC2 Instance Connect Endpoints: a network interface in a subnet, through which people reach
//! instances without a public address. Nobody connects through one here.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-ec2-instance-connect-endpoints.html>

use crate::catalog::regions;
use crate::effects::network::network_interfaces::managed;
use crate::engine::{
    By, HOUR_MILLIS, Index, Life, Operation, Phase, Read, Resource, Row, Tags, Text, Timed, Write,
    listed, operations,
};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::account::regions::check_is_regional;
use crate::records::ids::{NetworkInterfaceId, SubnetId, VpcId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::wanted::{WantedIpv4, WantedIpv6};
use crate::records::network::security_groups;
use crate::records::network::subnets::Subnet;
use serde::{Deserialize, Serialize};
use wire::{
    CreateInstanceConnectEndpointRequest, CreateInstanceConnectEndpointResult,
    DeleteInstanceConnectEndpointRequest, DeleteInstanceConnectEndpointResult,
    Ec2InstanceConnectEndpoint, Ec2InstanceConnectEndpointState as State, IpAddressType,
    ModifyInstanceConnectEndpointRequest, ModifyInstanceConnectEndpointResult,
    NetworkInterfaceType, ResourceType, Timestamp, WireEnum as _,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateInstanceConnectEndpoint => create_instance_connect_endpoint;
    Read  DescribeInstanceConnectEndpoints => listed::<InstanceConnectEndpoint>;
    Write ModifyInstanceConnectEndpoint => modify_instance_connect_endpoint, refuses [
        "IpAddressType",
    ];
    Write DeleteInstanceConnectEndpoint => delete_instance_connect_endpoint;
};

/// How long a change takes.
const CHANGING_MILLIS: i64 = 10_000;

/// Who makes the interfaces. unverified (looked up 2026-11-26); the rest of an interface is as
/// Terraform's import showed one, but for its type `ec2_instance_connect_endpoint`, which is not in
/// AWS's own model.
const REQUESTER: &str = "amazon-aws";

impl InstanceConnectEndpoint {
    const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    const BY_SUBNET: By<Self, SubnetId> = By::new("subnet-id");
}

impl Resource for InstanceConnectEndpoint {
    type View = Ec2InstanceConnectEndpoint;
    const PREFIX: &'static str = "eice";
    const TYPE: Option<ResourceType> = Some(ResourceType::InstanceConnectEndpoint);
    const PLURAL: &'static str = "instanceConnectEndpoints";
    const NOT_FOUND: &'static str = "InvalidInstanceConnectEndpointId.NotFound";
    // unverified (looked up 2026-11-26): the noun.
    const NOUN: &'static str = "instance connect endpoint ID";
    const ID_FILTER: Option<&'static str> = Some("instance-connect-endpoint-id");
    /// AWS documents the states; unverified (looked up 2026-11-26): how long what is deleted is
    /// listed.
    const LIFE: Option<Life> = Some(Life {
        states: ["create-in-progress", "create-complete", "delete-in-progress", "delete-complete"],
        making_millis: CHANGING_MILLIS,
        leaving_millis: CHANGING_MILLIS,
        listed_millis: HOUR_MILLIS,
    });

    /// What an endpoint has in each phase is as people's transcripts and the documented answers
    /// show it.
    fn view(row: &Row<Self>, cx: Read<'_>) -> Ec2InstanceConnectEndpoint {
        let phase = row.life_phase(cx.now());
        let (is_made, is_there) = (phase != Phase::Making, phase == Phase::There);
        let is_left = is_made && !is_there;
        let interface = cx.find::<NetworkInterface>(&row.network_interface_id);
        let interface = interface.filter(|_| !is_left);
        let groups = interface.map(|it| it.groups.iter().map(ToString::to_string).collect());
        let interface = interface.filter(|_| is_there);
        Ec2InstanceConnectEndpoint {
            owner_id: Some(cx.account().to_string()),
            instance_connect_endpoint_id: Some(row.id.to_string()),
            instance_connect_endpoint_arn: Some(arn(
                cx,
                &format!("instance-connect-endpoint/{}", row.id),
            )),
            state: state(row, cx),
            state_message: Some(String::new()),
            dns_name: is_there.then(|| dns_name(row, cx, "")),
            // ap-northeast-1 has none: hashicorp/terraform-provider-aws#37939; unverified (looked
            // up 2026-11-26): that Canada has it, and other regions have not.
            fips_dns_name: ["us-", "ca-"]
                .iter()
                .any(|start| is_there && cx.region().starts_with(start))
                .then(|| dns_name(row, cx, "fips.")),
            network_interface_ids: Some(interface.iter().map(|it| it.id.to_string()).collect()),
            vpc_id: Some(row.vpc_id.to_string()),
            availability_zone: is_made.then(|| row.zone.to_string()),
            created_at: Some(row.created),
            subnet_id: Some(row.subnet_id.to_string()),
            preserve_client_ip: (!is_left).then_some(row.preserve_client_ip),
            security_group_ids: groups,
            tags: row.tags.wire(),
            ip_address_type: Some(row.ip_address_type),
            availability_zone_id: is_made.then(|| row.zone_id.to_string()),
            ..Ec2InstanceConnectEndpoint::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_SUBNET, &self.subnet_id);
        index.add(Self::BY_VPC, &self.vpc_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceConnectEndpoint {
    subnet_id: SubnetId,
    vpc_id: VpcId,
    zone: Text,
    zone_id: Text,
    network_interface_id: NetworkInterfaceId,
    ip_address_type: IpAddressType,
    preserve_client_ip: bool,
    /// The part of its names that is no id.
    label: String,
    created: Timestamp,
    /// The state since it was modified.
    modified: Option<Timed<State>>,
}

fn state(row: &Row<InstanceConnectEndpoint>, cx: Read<'_>) -> Option<State> {
    match &row.modified {
        Some(modified) if row.life_phase(cx.now()) == Phase::There => Some(modified.at(cx.now())),
        _ => row.life_state(cx.now()),
    }
}

fn dns_name(row: &Row<InstanceConnectEndpoint>, cx: Read<'_>, variant: &str) -> String {
    let suffix = regions::find(cx.region()).map_or("", |region| region.partition.dns_suffix());
    let (id, label, region) = (&row.id, &row.label, cx.region());
    format!("{id}.{label}.{variant}ec2-instance-connect-endpoint.{region}.{suffix}")
}

fn create_instance_connect_endpoint(
    cx: &mut Write<'_>,
    request: &CreateInstanceConnectEndpointRequest,
) -> Result<CreateInstanceConnectEndpointResult> {
    let tags = cx.tags_for::<InstanceConnectEndpoint>(&request.tag_specifications)?;
    let read = cx.read();
    let subnet = read.get::<Subnet>(&request.subnet_id)?;
    check_is_regional(read.region(), &subnet.zone, "EC2 Instance Connect Endpoints")?;
    let (subnet_id, vpc_id) = (subnet.id.clone(), subnet.vpc_id.clone());
    let (zone, zone_id) = (subnet.zone.clone(), subnet.zone_id.clone());
    let ip_address_type = ip_address_type(read, subnet, request.ip_address_type)?;
    let preserve_client_ip = request.preserve_client_ip.unwrap_or(false);
    check_preserves(preserve_client_ip, ip_address_type)?;
    let ids = &request.security_group_ids;
    let groups = security_groups::resolve(read, &vpc_id, &subnet_id, ids, &[])?;
    check_first(read, &vpc_id)?;
    let id = cx.new_id::<InstanceConnectEndpoint>();
    let mut interface_tags = Tags::default();
    interface_tags.set("InstanceConnectEndpointId", &id);
    let has_ipv6 = ip_address_type != IpAddressType::Ipv4;
    let interface = NewInterface {
        subnet_id: subnet_id.clone(),
        description: format!("Instance Connect Endpoint (id: {id})"),
        groups,
        ipv4: WantedIpv4::default(),
        ipv6: WantedIpv6 { count: Some(u32::from(has_ipv6)), ..WantedIpv6::default() },
        public_address: false,
        interface_type: NetworkInterfaceType::Interface,
        source_dest_check: false,
        attachment: None,
        tags: interface_tags,
    };
    let record = InstanceConnectEndpoint {
        subnet_id,
        vpc_id,
        zone,
        zone_id,
        network_interface_id: managed::create_managed(cx, interface, REQUESTER)?,
        ip_address_type,
        preserve_client_ip,
        label: format!("{:08x}", cx.ids().below(u32::MAX)),
        created: cx.now().timestamp().whole_seconds(),
        modified: None,
    };
    cx.insert(id.clone(), record, tags);
    let endpoint = cx.view::<InstanceConnectEndpoint>(&id)?;
    Ok(CreateInstanceConnectEndpointResult {
        instance_connect_endpoint: Some(endpoint),
        client_token: request.client_token.clone(),
    })
}

/// A VPC has one: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-quotas.html>.
// unverified (looked up 2026-11-26): code and message.
fn check_first(cx: Read<'_>, vpc_id: &VpcId) -> Result<()> {
    let mut others = cx.with(InstanceConnectEndpoint::BY_VPC, vpc_id);
    if others.all(|row| row.life_phase(cx.now()) == Phase::Gone) {
        return Ok(());
    }
    let message = "The maximum number of EC2 Instance Connect Endpoints per VPC has been reached.";
    Err(Error::new("InstanceConnectEndpointLimitExceeded", message))
}

/// The type asked for, or the subnet's.
fn ip_address_type(
    cx: Read<'_>,
    subnet: &Row<Subnet>,
    asked: Option<IpAddressType>,
) -> Result<IpAddressType> {
    let (has_ipv4, has_ipv6) = (subnet.cidr.is_some(), subnet.ipv6_block(cx.now()).is_some());
    let of_subnet = match (has_ipv4, has_ipv6) {
        (true, true) => IpAddressType::Dualstack,
        (true, false) => IpAddressType::Ipv4,
        (false, _) => IpAddressType::Ipv6,
    };
    match asked {
        Some(asked) if asked != of_subnet && of_subnet != IpAddressType::Dualstack => {
            // AWS documents that the subnet must support it; unverified (looked up 2026-11-26):
            // code and message.
            let message = format!(
                "The subnet {} does not support the IP address type {}.",
                subnet.id,
                asked.as_str()
            );
            Err(Error::new("InvalidParameter", message))
        }
        asked => Ok(asked.unwrap_or(of_subnet)),
    }
}

/// # Errors
/// `InvalidParameterValue` where addresses are not only IPv4.
fn check_preserves(preserve_client_ip: bool, of: IpAddressType) -> Result<()> {
    if !preserve_client_ip || of == IpAddressType::Ipv4 {
        return Ok(());
    }
    // As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/44610> for a new
    // one in a subnet of both kinds of addresses.
    let message = "Client IP preservation isn't supported for Dualstack and IPv6 EC2 Instance \
                   Connect Endpoints. To use client IP preservation, create an IPv4 EC2 Instance \
                   Connect Endpoint.";
    Err(Error::invalid_value(message))
}

fn modify_instance_connect_endpoint(
    cx: &mut Write<'_>,
    request: &ModifyInstanceConnectEndpointRequest,
) -> Result<ModifyInstanceConnectEndpointResult> {
    let id = request.instance_connect_endpoint_id.as_str();
    let read = cx.read();
    let row = read.get_live::<InstanceConnectEndpoint>(id)?;
    if !matches!(state(row, read), Some(State::CreateComplete | State::UpdateComplete)) {
        // unverified (looked up 2026-11-26): code and message.
        let message = format!("The instance connect endpoint '{id}' is not in a valid state.");
        return Err(Error::new("IncorrectState", message));
    }
    let preserve_client_ip = request.preserve_client_ip.unwrap_or(row.preserve_client_ip);
    check_preserves(preserve_client_ip, row.ip_address_type)?;
    let interface_id = row.network_interface_id.clone();
    let ids = &request.security_group_ids;
    if !ids.is_empty() {
        let groups = security_groups::resolve(read, &row.vpc_id, &row.subnet_id, ids, &[])?;
        cx.get_mut::<NetworkInterface>(&interface_id)?.groups = groups.into();
    }
    let (first, then) = (State::UpdateInProgress, State::UpdateComplete);
    let state = cx.read().transition(first, then, CHANGING_MILLIS);
    let mut row = cx.get_mut::<InstanceConnectEndpoint>(id)?;
    (row.preserve_client_ip, row.modified) = (preserve_client_ip, Some(state));
    Ok(ModifyInstanceConnectEndpointResult { r#return: Some(true) })
}

/// Its interface goes with it.
fn delete_instance_connect_endpoint(
    cx: &mut Write<'_>,
    request: &DeleteInstanceConnectEndpointRequest,
) -> Result<DeleteInstanceConnectEndpointResult> {
    let id = request.instance_connect_endpoint_id.as_str();
    let left = cx.delete::<InstanceConnectEndpoint>(id)?;
    let interface_id = cx.get::<InstanceConnectEndpoint>(id)?.network_interface_id.clone();
    cx.end::<NetworkInterface>(&interface_id, left.gone);
    Ok(DeleteInstanceConnectEndpointResult { instance_connect_endpoint: Some(left.view) })
}
