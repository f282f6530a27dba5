//! What an endpoint leads to: a load balancer, a network interface, a database or a block of
//! addresses. Load balancers and databases are other services'.

use crate::engine::Read;
use crate::engine::network::parse_ipv4_cidr;
use crate::error::{Error, Result};
use crate::records::account::other_services::is_load_balancer;
use crate::records::account::regions::check_is_regional;
use crate::records::ids::{SubnetId, VpcId};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use wire::{
    CreateVerifiedAccessEndpointPortRange, CreateVerifiedAccessEndpointRequest,
    VerifiedAccessEndpointCidrOptions, VerifiedAccessEndpointEniOptions,
    VerifiedAccessEndpointLoadBalancerOptions, VerifiedAccessEndpointPortRange as PortRange,
    VerifiedAccessEndpointProtocol as Protocol, VerifiedAccessEndpointRdsOptions,
    VerifiedAccessEndpointType as Type,
};

/// Where an endpoint is: its VPC and one of its subnets there.
pub(super) type Place = (VpcId, SubnetId);

/// Protocol, port and ports of an endpoint, or what is asked to be changed of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Ports {
    pub protocol: Option<Protocol>,
    pub port: Option<i32>,
    pub ranges: Option<Vec<PortRange>>,
}

impl Ports {
    /// These with what is asked to be changed of them: what belongs to another protocol goes.
    pub fn changed(self, asked: Self) -> Self {
        let protocol = asked.protocol.or(self.protocol);
        let is_tcp = protocol == Some(Protocol::Tcp);
        let (port, ranges) = (self.port.filter(|_| !is_tcp), self.ranges.filter(|_| is_tcp));
        let asked_ranges = asked.ranges.filter(|ranges| !ranges.is_empty());
        Self { protocol, port: asked.port.or(port), ranges: asked_ranges.or(ranges) }
    }

    /// HTTP has a port, TCP has ranges of them, as
    /// <https://docs.aws.amazon.com/verified-access/latest/ug/create-load-balancer-endpoint.html>
    /// and hashicorp/terraform-provider-aws#42694 tell.
    ///
    /// # Errors
    /// `MissingParameter` for what lacks, `InvalidParameterValue` for what the protocol has not.
    // unverified (looked up 2026-11-26): the wording.
    pub fn check(&self, options: &str) -> Result<()> {
        let ranges = self.ranges.as_deref().unwrap_or_default();
        match self.protocol {
            None => return Err(Error::missing(&format!("{options}.Protocol"))),
            Some(Protocol::Tcp) if self.port.is_some() => {
                return Err(Error::invalid_value("Port cannot be specified for the protocol tcp"));
            }
            Some(Protocol::Tcp) if ranges.is_empty() => {
                return Err(Error::missing(&format!("{options}.PortRange")));
            }
            Some(Protocol::Tcp) => {}
            Some(_) if !ranges.is_empty() => {
                let message = "PortRange can only be specified for the protocol tcp";
                return Err(Error::invalid_value(message));
            }
            Some(_) if self.port.is_none() => {
                return Err(Error::missing(&format!("{options}.Port")));
            }
            Some(_) => {}
        }
        for range in ranges {
            let (Some(from), Some(to)) = (range.from_port, range.to_port) else {
                return Err(Error::missing(&format!("{options}.PortRange.FromPort and ToPort")));
            };
            if from > to {
                let message = format!("The port range {from}-{to} ends before it begins");
                return Err(Error::invalid_value(message));
            }
        }
        Ok(())
    }
}

fn ranges(asked: Option<&Vec<CreateVerifiedAccessEndpointPortRange>>) -> Option<Vec<PortRange>> {
    let range = |range: &CreateVerifiedAccessEndpointPortRange| PortRange {
        from_port: range.from_port,
        to_port: range.to_port,
    };
    Some(asked?.iter().map(range).collect())
}

/// The options of the type that is asked for, in what is shown of an endpoint, and where it is.
///
/// # Errors
/// `MissingParameter` where there are none, `InvalidParameterCombination` for those of another
/// type, and those of the options.
// unverified (looked up 2026-11-26): the wording of the second.
pub(super) fn set(
    cx: Read<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
    shown: &mut wire::VerifiedAccessEndpoint,
) -> Result<Place> {
    let given = [
        (Type::LoadBalancer, "LoadBalancerOptions", request.load_balancer_options.is_some()),
        (Type::NetworkInterface, "NetworkInterfaceOptions", {
            request.network_interface_options.is_some()
        }),
        (Type::Rds, "RdsOptions", request.rds_options.is_some()),
        (Type::Cidr, "CidrOptions", request.cidr_options.is_some()),
    ];
    for (of, name, is_given) in given {
        match (of == request.endpoint_type, is_given) {
            (true, false) => return Err(Error::missing(name)),
            (false, true) => {
                let message = format!("{name} cannot be specified for an endpoint of another type");
                return Err(Error::combination(message));
            }
            _ => {}
        }
    }
    match request.endpoint_type {
        Type::LoadBalancer => load_balancer(cx, request, shown),
        Type::NetworkInterface => network_interface(cx, request, shown),
        Type::Rds => database(cx, request, shown),
        Type::Cidr => cidr(cx, request, shown),
    }
}

fn load_balancer(
    cx: Read<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
    shown: &mut wire::VerifiedAccessEndpoint,
) -> Result<Place> {
    let asked = request.load_balancer_options.as_ref();
    let asked = asked.ok_or_else(|| Error::missing("LoadBalancerOptions"))?;
    let arn = asked.load_balancer_arn.as_deref();
    let arn = arn.ok_or_else(|| Error::missing("LoadBalancerOptions.LoadBalancerArn"))?;
    if !is_load_balancer(cx, arn, &["app", "net"]) {
        // unverified (looked up 2026-11-26): the wording.
        let reason = "Expecting the ARN of an Application or Network Load Balancer of this region.";
        return Err(Error::bad_parameter("LoadBalancerArn", arn, reason));
    }
    let ranges = ranges(asked.port_ranges.as_ref());
    let ports = Ports { protocol: asked.protocol, port: asked.port, ranges };
    ports.check("LoadBalancerOptions")?;
    let place = check_subnets(
        cx,
        "LoadBalancerOptions.SubnetId",
        asked.subnet_ids.as_deref().unwrap_or_default(),
    )?;
    shown.load_balancer_options = Some(VerifiedAccessEndpointLoadBalancerOptions {
        protocol: ports.protocol,
        port: ports.port,
        load_balancer_arn: Some(arn.to_owned()),
        subnet_ids: asked.subnet_ids.clone(),
        port_ranges: ports.ranges,
    });
    Ok(place)
}

fn network_interface(
    cx: Read<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
    shown: &mut wire::VerifiedAccessEndpoint,
) -> Result<Place> {
    let asked = request.network_interface_options.as_ref();
    let asked = asked.ok_or_else(|| Error::missing("NetworkInterfaceOptions"))?;
    let id = asked.network_interface_id.as_deref();
    let id = id.ok_or_else(|| Error::missing("NetworkInterfaceOptions.NetworkInterfaceId"))?;
    let interface = cx.get::<NetworkInterface>(id)?;
    let ranges = ranges(asked.port_ranges.as_ref());
    let ports = Ports { protocol: asked.protocol, port: asked.port, ranges };
    ports.check("NetworkInterfaceOptions")?;
    shown.network_interface_options = Some(VerifiedAccessEndpointEniOptions {
        network_interface_id: Some(interface.id.to_string()),
        protocol: ports.protocol,
        port: ports.port,
        port_ranges: ports.ranges,
    });
    Ok((interface.vpc_id.clone(), interface.subnet_id.clone()))
}

/// A database is named by one ARN, whose service alone knows its endpoints.
// unverified (looked up 2026-11-26): the wordings, and that only TCP is taken.
fn database(
    cx: Read<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
    shown: &mut wire::VerifiedAccessEndpoint,
) -> Result<Place> {
    let asked = request.rds_options.as_ref().ok_or_else(|| Error::missing("RdsOptions"))?;
    let arns = [&asked.rds_db_instance_arn, &asked.rds_db_cluster_arn, &asked.rds_db_proxy_arn];
    let given: Vec<&String> = arns.into_iter().flatten().collect();
    match given[..] {
        [] => return Err(Error::missing("RdsOptions.RdsDbInstanceArn")),
        [arn] if arn.starts_with("arn:") && arn.contains(":rds:") => {}
        [arn] => {
            let reason = "Expecting the ARN of a DB instance, a DB cluster or a DB proxy.";
            return Err(Error::bad_parameter("RdsOptions", arn, reason));
        }
        _ => {
            let message = "Only one of RdsDbInstanceArn, RdsDbClusterArn and RdsDbProxyArn can be \
                           specified";
            return Err(Error::combination(message));
        }
    }
    check_tcp("RdsOptions", asked.protocol)?;
    let port = asked.port.ok_or_else(|| Error::missing("RdsOptions.Port"))?;
    let place =
        check_subnets(cx, "RdsOptions.SubnetId", asked.subnet_ids.as_deref().unwrap_or_default())?;
    shown.rds_options = Some(VerifiedAccessEndpointRdsOptions {
        protocol: asked.protocol,
        port: Some(port),
        rds_db_instance_arn: asked.rds_db_instance_arn.clone(),
        rds_db_cluster_arn: asked.rds_db_cluster_arn.clone(),
        rds_db_proxy_arn: asked.rds_db_proxy_arn.clone(),
        rds_endpoint: asked.rds_endpoint.clone(),
        subnet_ids: asked.subnet_ids.clone(),
    });
    Ok(place)
}

fn check_tcp(options: &str, protocol: Option<Protocol>) -> Result<()> {
    match protocol {
        Some(Protocol::Tcp) => Ok(()),
        None => Err(Error::missing(&format!("{options}.Protocol"))),
        Some(_) => Err(Error::invalid_value(format!("The protocol of {options} must be tcp"))),
    }
}

fn cidr(
    cx: Read<'_>,
    request: &CreateVerifiedAccessEndpointRequest,
    shown: &mut wire::VerifiedAccessEndpoint,
) -> Result<Place> {
    let asked = request.cidr_options.as_ref().ok_or_else(|| Error::missing("CidrOptions"))?;
    let block = asked.cidr.as_deref().ok_or_else(|| Error::missing("CidrOptions.Cidr"))?;
    let block = parse_ipv4_cidr("Cidr", block)?;
    check_tcp("CidrOptions", asked.protocol)?;
    let ranges = ranges(asked.port_ranges.as_ref());
    let ports = Ports { protocol: asked.protocol, port: None, ranges };
    ports.check("CidrOptions")?;
    let place =
        check_subnets(cx, "CidrOptions.SubnetId", asked.subnet_ids.as_deref().unwrap_or_default())?;
    shown.cidr_options = Some(VerifiedAccessEndpointCidrOptions {
        cidr: Some(block.to_string()),
        port_ranges: ports.ranges,
        protocol: ports.protocol,
        subnet_ids: asked.subnet_ids.clone(),
    });
    Ok(place)
}

/// Subnets of one VPC, of which AWS documents that there is one a zone at most.
///
/// # Errors
/// `MissingParameter` for none, `InvalidParameterValue` for those that do not go together.
// unverified (looked up 2026-11-26): the codes and wordings.
pub(super) fn check_subnets(cx: Read<'_>, parameter: &str, ids: &[String]) -> Result<Place> {
    let subnets = cx.get_all::<Subnet>(ids)?;
    let Some(first) = subnets.first() else { return Err(Error::missing(parameter)) };
    for (at, subnet) in subnets.iter().enumerate() {
        check_is_regional(cx.region(), &subnet.zone, "Verified Access endpoints")?;
        if subnet.vpc_id != first.vpc_id {
            let message = format!("{} and {} are not in the same VPC", first.id, subnet.id);
            return Err(Error::invalid_value(message));
        }
        if subnets.iter().take(at).any(|other| other.zone == subnet.zone) {
            let zone = &subnet.zone;
            let message = format!("Only one subnet can be specified in the zone {zone}");
            return Err(Error::invalid_value(message));
        }
    }
    Ok((first.vpc_id.clone(), first.id.clone()))
}
