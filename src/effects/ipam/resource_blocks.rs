//! What resources get out of pools: VPCs and subnets their blocks, Elastic IP addresses themselves.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/allocate-cidrs-ipam.html>

use crate::effects::ipam::ipam_pool_allocations::{
    Asked, allocate, block, by_rules, choose, length, release,
};
use crate::engine::{Read, Row, Tags, Text, Write};
use crate::error::{Error, Result};
use crate::records::ids::{AnyId, IpamPoolId, VpcId};
use crate::records::ipam::finders;
use crate::records::ipam::ipam_pool_allocations::{Allocated, IpamPoolAllocation};
use crate::records::ipam::ipam_pools::{IpamPool, NO_LOCALE};
use crate::records::network::from_pool::FromPool;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use wire::{
    AddressFamily, IpSource, IpamPoolAllocationResourceType, IpamPoolPublicIpSource, IpamScopeType,
    Timestamp,
};

/// What a request says of one block.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub pool_id: Option<&'a str>,
    pub cidr: Option<&'a str>,
    pub length: Option<i32>,
    /// How the request calls the three.
    pub names: [&'static str; 3],
}

pub(crate) const IPV4_NAMES: [&str; 3] = ["ipv4IpamPoolId", "cidrBlock", "ipv4NetmaskLength"];

pub(crate) const IPV6_NAMES: [&str; 3] = ["ipv6IpamPoolId", "ipv6CidrBlock", "ipv6NetmaskLength"];

/// A block that a resource is to get, before it has it.
pub(crate) struct Chosen {
    pub pool_id: IpamPoolId,
    pub cidr: IpNet,
    home: Text,
    source: IpSource,
    parameter: &'static str,
}

impl Chosen {
    /// # Errors
    /// `InvalidParameterValue` for a block out of a pool of the other family.
    pub fn ipv4(&self) -> Result<Ipv4Net> {
        match self.cidr {
            IpNet::V4(cidr) => Ok(cidr),
            IpNet::V6(_) => Err(self.of_other_family("ipv6")),
        }
    }

    /// # Errors
    /// `InvalidParameterValue` for a block out of a pool of the other family.
    pub fn ipv6(&self) -> Result<Ipv6Net> {
        match self.cidr {
            IpNet::V6(cidr) => Ok(cidr),
            IpNet::V4(_) => Err(self.of_other_family("ipv4")),
        }
    }

    // unverified (looked up 2026-11-26): code and words.
    fn of_other_family(&self, family: &str) -> Error {
        let reason = format!("The address family of the pool is {family}.");
        Error::bad_parameter(self.parameter, &*self.pool_id, &reason)
    }
}

/// The block that a request gets out of the pool that it names, if it names one.
///
/// # Errors
/// Those of the pool and its rules; `MissingParameter` for a length without a pool;
/// `InvalidParameterCombination` for a length beside a block, as recorded in
/// pulumi/pulumi-aws#2378.
pub(crate) fn chosen(
    cx: Read<'_>,
    wanted: Wanted<'_>,
    tags: &Tags,
    planned: Option<&VpcId>,
) -> Result<Option<Chosen>> {
    let [parameter, cidr_name, length_name] = wanted.names;
    let Some(pool_id) = wanted.pool_id else {
        // unverified (looked up 2026-11-26): code and words.
        return wanted.length.map_or(Ok(None), |_| Err(Error::missing(parameter)));
    };
    let (home, pool) = finders::pool(cx, pool_id)?;
    check_pool(cx, pool, parameter, planned)?;
    check_tags(pool, tags)?;
    let asked = match (wanted.cidr, wanted.length) {
        (Some(_), Some(_)) => {
            let message = format!(
                "The parameter '{length_name}' may not be used in combination with '{cidr_name}'."
            );
            return Err(Error::combination(message));
        }
        (Some(text), None) => Some(Asked::This(block(cidr_name, text, pool.family)?)),
        (None, Some(number)) => Some(Asked::OfLength(length(length_name, number, pool.family)?)),
        (None, None) => None,
    };
    let asked = by_rules(pool, asked)?;
    Ok(Some(Chosen {
        pool_id: pool.id.clone(),
        cidr: choose(home, pool, &asked, (&[], &[]))?,
        home: home.region().clone(),
        source: source(pool),
        parameter,
    }))
}

fn source(pool: &IpamPool) -> IpSource {
    match pool.public_ip_source {
        Some(IpamPoolPublicIpSource::Amazon) => IpSource::Amazon,
        Some(IpamPoolPublicIpSource::Byoip) => IpSource::Byoip,
        None => IpSource::None,
    }
}

/// Resources get something where the pool's locale is, and subnets out of the pools that are for
/// their VPC: <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-subnet-planning.html>.
///
/// # Errors
/// `InvalidParameterValue` for another pool.
// unverified (looked up 2026-11-26): code and words. AWS's tutorial for the CLI had to give the
// pool of a VPC a locale, which the documentation leaves open for the home Region.
fn check_pool(
    cx: Read<'_>,
    pool: &Row<IpamPool>,
    parameter: &str,
    planned: Option<&VpcId>,
) -> Result<()> {
    let refuse = |reason: &str| Err(Error::bad_parameter(parameter, &*pool.id, reason));
    if pool.locale.as_ref() != Some(cx.region()) {
        let locale = pool.locale.as_ref().map_or(NO_LOCALE, |locale| locale.as_str());
        return refuse(&format!("The locale of the pool is {locale}."));
    }
    let is_for = pool.vpc.as_ref().map(|planned| &planned.vpc_id);
    match (is_for, planned) {
        (Some(vpc_id), None) => refuse(&format!("The pool is for the subnets of {vpc_id}.")),
        (is_for, Some(vpc_id)) if is_for != Some(vpc_id) => {
            refuse(&format!("The pool is not for the subnets of {vpc_id}."))
        }
        _ => Ok(()),
    }
}

/// # Errors
/// As recorded in awslabs/landing-zone-accelerator-on-aws#917.
// unverified (looked up 2026-11-26): the code.
fn check_tags(pool: &IpamPool, tags: &Tags) -> Result<()> {
    if pool.resource_tags.iter().all(|tag| tags.get(&tag.key) == Some(tag.value.as_str())) {
        return Ok(());
    }
    let message =
        "The resource is missing one or more of the resource tags required by the IPAM pool.";
    Err(Error::invalid_value(message))
}

/// A public address for an Elastic IP address.
///
/// # Errors
/// Those of [`public`].
pub(crate) fn address(
    cx: Read<'_>,
    pool_id: &str,
    asked: Option<&str>,
    tags: &Tags,
) -> Result<Chosen> {
    let cidr = asked.map(|address| format!("{address}/32"));
    let length = cidr.is_none().then_some(32);
    public(cx, pool_id, (cidr.as_deref(), length), tags)
}

/// Public addresses of a length, or those of a block.
///
/// # Errors
/// Those of [`chosen`]; `InvalidParameterValue` for a pool of private addresses.
// unverified (looked up 2026-11-26): the words of the latter.
pub(crate) fn public(
    cx: Read<'_>,
    pool_id: &str,
    (cidr, length): (Option<&str>, Option<i32>),
    tags: &Tags,
) -> Result<Chosen> {
    let names = ["ipamPoolId", "address", "netmaskLength"];
    let wanted = Wanted { pool_id: Some(pool_id), cidr, length, names };
    let (_, pool) = finders::pool(cx, pool_id)?;
    if (pool.scope_type, pool.family) != (IpamScopeType::Public, AddressFamily::Ipv4) {
        let reason = "It is not a pool of public IPv4 addresses.";
        return Err(Error::bad_parameter("ipamPoolId", pool_id, reason));
    }
    let chosen = chosen(cx, wanted, tags, None)?;
    chosen.ok_or_else(|| Error::missing("ipamPoolId"))
}

/// Gives a resource what was chosen for it.
pub(crate) fn give(
    cx: &mut Write<'_>,
    chosen: Chosen,
    of: IpamPoolAllocationResourceType,
    id: AnyId,
) -> FromPool {
    let Chosen { pool_id, cidr, home, source, .. } = chosen;
    let region = cx.region().clone();
    let resource = Some(Allocated { id, region });
    let allocation = IpamPoolAllocation { pool_id, cidr, description: None, of, resource };
    allocate(cx, &home, allocation, Tags::default());
    FromPool { home: Some(home), source }
}

/// Lets the pool have again what a resource has no more from a moment on, if it is out of one.
/// AWS takes its time for that, which nobody is promised:
/// <https://docs.aws.amazon.com/vpc/latest/ipam/release-alloc-ipam.html>.
pub(crate) fn give_back(
    cx: &mut Write<'_>,
    from_pool: Option<&FromPool>,
    (id, cidr): (&AnyId, IpNet),
    at: Timestamp,
) {
    let Some(home) = from_pool.and_then(|from| from.home.clone()) else { return };
    let allocation_id = cx.read().in_region(&home).and_then(|there| {
        let mut allocations = there.with(IpamPoolAllocation::BY_RESOURCE, id);
        allocations.find(|row| row.cidr == cidr).map(|row| row.id.clone())
    });
    if let Some(allocation_id) = allocation_id {
        release(cx, &home, &allocation_id, at);
    }
}
