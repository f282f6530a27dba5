//! Which of IPv4 and IPv6 an endpoint has: its service and all of its subnets must have it, too.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>

use crate::catalog::endpoint_services::EndpointService;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoint_services;
use crate::records::network::vpcs::Vpc;
use wire::{
    DnsOptionsSpecification, DnsRecordIpType, IpAddressType, ServiceConnectivityType, WireEnum as _,
};

/// # Errors
/// For anything but IPv4 of the endpoint of a Gateway Load Balancer.
pub(crate) fn check_is_ipv4(ip_address_type: Option<IpAddressType>) -> Result<()> {
    match ip_address_type {
        None | Some(IpAddressType::Ipv4) => Ok(()),
        Some(other) => Err(Error::not_emulated(format!(
            "Gateway Load Balancer endpoints of the IP address type {other:?}"
        ))),
    }
}

/// Whether a service takes what comes from an interface endpoint of an IP address type.
///
/// # Errors
/// `UnsupportedOperation` where it is not known whether a service of AWS has IPv6.
// unverified (looked up 2026-11-26): the refusal of an account's service.
pub(crate) fn check_service(
    cx: Read<'_>,
    service: &EndpointService,
    of: IpAddressType,
) -> Result<()> {
    let Some((_, own)) = vpc_endpoint_services::named(cx, &service.name) else {
        if of == IpAddressType::Ipv4 || service.ipv6 {
            return Ok(());
        }
        let name = &service.name;
        return Err(Error::not_emulated(format!("VPC endpoints with IPv6 to the service {name}")));
    };
    let takes = |one| own.ip_address_types.contains(&one);
    let fits = (!has_ipv4(of) || takes(ServiceConnectivityType::Ipv4))
        && (!has_ipv6(of) || takes(ServiceConnectivityType::Ipv6));
    if fits {
        return Ok(());
    }
    let message = format!(
        "The VPC endpoint service {} does not support the IP address type {}.",
        service.name,
        of.as_str()
    );
    Err(Error::new("InvalidParameter", message))
}

pub(crate) fn has_ipv4(of: IpAddressType) -> bool {
    of != IpAddressType::Ipv6
}

pub(crate) fn has_ipv6(of: IpAddressType) -> bool {
    of != IpAddressType::Ipv4
}

/// Whether an interface in a subnet can have what the type says: one for IPv6 alone is in
/// IPv6-only subnets.
// unverified (looked up 2026-11-26): AWS documents the rules and no message.
pub(crate) fn check_subnet(cx: Read<'_>, subnet: &Row<Subnet>, of: IpAddressType) -> Result<()> {
    let (ipv4, ipv6) = (subnet.cidr.is_some(), subnet.ipv6_block(cx.now()).is_some());
    if has_ipv4(of) == ipv4 && (!has_ipv6(of) || ipv6) {
        return Ok(());
    }
    let message = format!(
        "The subnet {} does not support the IP address type {} of the VPC endpoint.",
        subnet.id,
        of.as_str()
    );
    Err(Error::new("InvalidParameter", message))
}

/// The DNS records that an interface endpoint is to have, or has already: those of its IP address
/// type unless the request says otherwise.
// unverified (looked up 2026-11-26): the default of those with IPv6.
pub(crate) fn records(
    options: Option<&DnsOptionsSpecification>,
    of: IpAddressType,
    now: Option<DnsRecordIpType>,
) -> Result<DnsRecordIpType> {
    let by_default = match of {
        IpAddressType::Ipv4 => DnsRecordIpType::Ipv4,
        IpAddressType::Ipv6 => DnsRecordIpType::Ipv6,
        IpAddressType::Dualstack => DnsRecordIpType::Dualstack,
    };
    let asked = options.and_then(|options| options.dns_record_ip_type);
    let records = asked.or(now).unwrap_or(by_default);
    if records == DnsRecordIpType::ServiceDefined && of != IpAddressType::Dualstack {
        return Err(unfit(of, records));
    }
    check_records(of, records)?;
    Ok(records)
}

/// Which records an endpoint of an IP address type can have: those of its own type, all if it is of
/// both, and, if it is a gateway, what the service says.
fn check_records(of: IpAddressType, records: DnsRecordIpType) -> Result<()> {
    let fits = match records {
        DnsRecordIpType::ServiceDefined => true,
        DnsRecordIpType::Ipv4 => has_ipv4(of),
        DnsRecordIpType::Ipv6 => has_ipv6(of),
        DnsRecordIpType::Dualstack => of == IpAddressType::Dualstack,
    };
    if fits { Ok(()) } else { Err(unfit(of, records)) }
}

/// The same of a gateway: DynamoDB says itself which records there are, and where they are chosen
/// the VPC names its addresses.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>
// unverified (looked up 2026-11-26): codes and messages of both.
pub(crate) fn check_gateway_records(
    cx: Read<'_>,
    (vpc_id, service): (&str, &str),
    of: IpAddressType,
    records: DnsRecordIpType,
) -> Result<()> {
    check_records(of, records)?;
    if records == DnsRecordIpType::ServiceDefined {
        return Ok(());
    }
    if service.ends_with(".dynamodb") {
        let message = format!("The service {service} supports service-defined DNS records alone.");
        return Err(Error::new("InvalidParameter", message));
    }
    let vpc = cx.find::<Vpc>(vpc_id);
    if vpc.is_none_or(|vpc| vpc.enable_dns_support && vpc.enable_dns_hostnames) {
        return Ok(());
    }
    let message = format!(
        "DNS records other than service-defined require both enableDnsSupport and \
         enableDnsHostnames VPC attributes set to true for {vpc_id}"
    );
    Err(Error::new("InvalidParameter", message))
}

// unverified (looked up 2026-11-26): AWS documents no message.
fn unfit(of: IpAddressType, records: DnsRecordIpType) -> Error {
    let (of, records) = (of.as_str(), records.as_str());
    let message = format!(
        "DNS records of the type {records} are not supported for the IP address type {of}."
    );
    Error::new("InvalidParameter", message)
}
