//! The DNS names that AWS gives to addresses, and when it shows them.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>

use crate::catalog::regions;
use crate::engine::{Read, network};
use crate::records::ids::{InstanceId, VpcId};
use crate::records::network::vpcs::Vpc;
use std::net::Ipv4Addr;

/// Whether what lies in a VPC has public host names: both of its DNS attributes are needed.
pub(crate) fn has_host_names(cx: Read<'_>, vpc_id: &VpcId) -> bool {
    cx.find::<Vpc>(vpc_id).is_some_and(|vpc| vpc.enable_dns_support && vpc.enable_dns_hostnames)
}

/// `ip-10-0-0-5.ec2.internal`, or `ip-10-0-0-5.eu-west-1.compute.internal`.
pub(crate) fn private_name(region: &str, address: Ipv4Addr) -> String {
    private_host(region, "ip-", |name| network::push_octets(name, address, b'-'))
}

/// The private name after the instance's id, for subnets whose host names are resource names.
pub(crate) fn resource_name(region: &str, instance_id: &InstanceId) -> String {
    private_host(region, instance_id, |_| {})
}

/// `ec2-1-2-3-4.compute-1.amazonaws.com`, or `ec2-1-2-3-4.eu-west-1.compute.amazonaws.com`.
pub(crate) fn public_name(region: &str, address: Ipv4Addr) -> String {
    let mut name = String::with_capacity(64);
    name.push_str("ec2-");
    network::push_octets(&mut name, address, b'-');
    if region == FIRST_REGION {
        return name + ".compute-1.amazonaws.com";
    }
    let suffix =
        regions::find(region).map_or("amazonaws.com", |region| region.partition.dns_suffix());
    name.extend([".", region, ".compute.", suffix]);
    name
}

/// The address that a private name like `ip-10-0-0-5.ec2.internal` was made of.
pub(crate) fn private_address(name: &str) -> Option<Ipv4Addr> {
    address_in(name, "ip-")
}

/// The address that a public name was made of.
pub(crate) fn public_address(name: &str) -> Option<Ipv4Addr> {
    address_in(name, "ec2-")
}

fn address_in(name: &str, prefix: &str) -> Option<Ipv4Addr> {
    let host = name.split('.').next()?.strip_prefix(prefix)?;
    host.replace('-', ".").parse().ok()
}

/// Its names are older than the scheme of all other regions.
const FIRST_REGION: &str = "us-east-1";

fn private_host(region: &str, begins: &str, goes_on: impl FnOnce(&mut String)) -> String {
    let mut name = String::with_capacity(64);
    name.push_str(begins);
    goes_on(&mut name);
    if region == FIRST_REGION {
        return name + ".ec2.internal";
    }
    name.extend([".", region, ".compute.internal"]);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_region() {
        let address = Ipv4Addr::new(10, 0, 0, 5);
        assert_eq!(private_name("us-east-1", address), "ip-10-0-0-5.ec2.internal");
        assert_eq!(private_name("eu-west-1", address), "ip-10-0-0-5.eu-west-1.compute.internal");
        assert_eq!(resource_name("us-east-1", &InstanceId::new("i-0a")), "i-0a.ec2.internal");
        let name = public_name("us-east-1", address);
        assert_eq!(name, "ec2-10-0-0-5.compute-1.amazonaws.com");
        let name = public_name("eu-west-1", address);
        assert_eq!(name, "ec2-10-0-0-5.eu-west-1.compute.amazonaws.com");
        assert_eq!(public_address(&name), Some(address));
        assert_eq!(private_address("ip-10-0-0-5.ec2.internal"), Some(address));
        assert_eq!(private_address("i-0a.ec2.internal"), None);
        let name = public_name("cn-north-1", address);
        assert_eq!(name, "ec2-10-0-0-5.cn-north-1.compute.amazonaws.com.cn");
    }
}
