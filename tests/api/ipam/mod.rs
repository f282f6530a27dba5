//! IP Address Manager.

mod ipam_address_history;
mod ipam_byoasn;
mod ipam_external_resource_verification_tokens;
mod ipam_internet_registry_associations;
mod ipam_policies;
mod ipam_pool_allocations;
mod ipam_pool_cidrs;
mod ipam_pools;
mod ipam_prefix_list_resolvers;
mod ipam_resource_cidrs;
mod ipam_resource_discoveries;
mod ipam_scopes;
mod ipams;
mod resource_blocks;

use super::support::{Ec2, Xml};

/// An IPAM in us-east-1 that operates in eu-west-1, too.
pub(super) fn ipam(ec2: &Ec2) -> Xml {
    let made = ec2.call("CreateIpam", &[("OperatingRegion.1.RegionName", "eu-west-1")]);
    made.at("ipam").unwrap().clone()
}

/// The default private scope of such a one.
fn private_scope(ec2: &Ec2) -> String {
    ipam(ec2).text("privateDefaultScopeId").to_owned()
}

/// A pool of IPv4 addresses in a scope.
pub(super) fn pool(ec2: &Ec2, scope: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("IpamScopeId", scope), ("AddressFamily", "ipv4")];
    form.extend(more);
    ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned()
}

/// The same with a block.
fn provisioned(ec2: &Ec2, scope: &str, cidr: &str, more: &[(&str, &str)]) -> String {
    let id = pool(ec2, scope, more);
    ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", &id), ("Cidr", cidr)]);
    id
}
