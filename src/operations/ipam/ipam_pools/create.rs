//! Makes pools. <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateIpamPool.html>

use super::checks::{check_auto_import, check_lengths, resource_tags};
use crate::catalog::regions;
use crate::engine::{Read, Row, Text, Write};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pools::{IpamPool, Lengths, NO_LOCALE, Planned};
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use wire::{
    AddressFamily, CreateIpamPoolRequest, CreateIpamPoolResult, IpamPoolPublicIpSource,
    IpamPoolSourceResourceRequest, IpamScopeType, IpamTier,
};

/// How many pools out of each other there may be:
/// <https://docs.aws.amazon.com/vpc/latest/ipam/quotas-ipam.html>
const MAX_DEPTH: i32 = 10;

pub(super) fn create_ipam_pool(
    cx: &mut Write<'_>,
    request: &CreateIpamPoolRequest,
) -> Result<CreateIpamPoolResult> {
    let tags = cx.tags_for::<IpamPool>(&request.tag_specifications)?;
    let read = cx.read();
    let scope = read.get_live::<IpamScope>(&request.ipam_scope_id)?;
    let ipam = read.get_live::<Ipam>(&scope.ipam_id)?;
    let source = request.source_ipam_pool_id.as_deref();
    let source = source.map(|id| read.get_live::<IpamPool>(id)).transpose()?;
    if let Some(source) = source {
        check_source(source, scope, request)?;
    }
    let locale = locale(ipam, source, request)?;
    check_tier(read, ipam, scope, locale.as_ref())?;
    let lengths = Lengths {
        min: request.allocation_min_netmask_length,
        max: request.allocation_max_netmask_length,
        default: request.allocation_default_netmask_length,
    };
    check_lengths(lengths, request.address_family)?;
    let public_ip_source = public_ip_source(scope, source, request)?;
    check_advertisable(public_ip_source, request)?;
    check_auto_import(request.auto_import, locale.as_ref())?;
    let planned = request.source_resource.as_ref();
    let pool = IpamPool {
        ipam_id: ipam.id.clone(),
        scope_id: scope.id.clone(),
        scope_type: scope.of,
        source_id: source.map(|source| source.id.clone()),
        depth: source.map_or(1, |source| source.depth + 1),
        locale,
        description: request.description.clone(),
        auto_import: request.auto_import == Some(true),
        publicly_advertisable: request.publicly_advertisable,
        family: request.address_family,
        lengths,
        resource_tags: resource_tags(&request.allocation_resource_tags)?,
        aws_service: request.aws_service,
        public_ip_source,
        vpc: planned.map(|wanted| planned_vpc(read, source, wanted)).transpose()?,
        changed: None,
    };
    let made = cx.create(pool, tags)?;
    Ok(CreateIpamPoolResult { ipam_pool: Some(made) })
}

/// # Errors
/// `InvalidParameterValue` for a pool of another scope or family, or one that is as deep as may be.
// unverified (looked up 2026-11-26): codes and words; that a source has the same scope is
// documented, and so is the depth.
fn check_source(
    source: &Row<IpamPool>,
    scope: &Row<IpamScope>,
    request: &CreateIpamPoolRequest,
) -> Result<()> {
    let refuse = |reason| Err(Error::bad_parameter("sourceIpamPoolId", &*source.id, reason));
    if source.scope_id != scope.id {
        return refuse("It is not in the scope of the pool.");
    }
    if source.family != request.address_family {
        return refuse("Its address family is not that of the pool.");
    }
    if source.depth >= MAX_DEPTH {
        return refuse("A pool can be up to 10 pools deep.");
    }
    Ok(())
}

/// # Errors
/// `InvalidParameterValue` for what is no operating region, or not that of the source;
/// `UnsupportedOperation` for a Local Zone's group.
// unverified (looked up 2026-11-26): the words; that what is out of a pool with a locale has it,
// too, asked for or not.
fn locale(
    ipam: &Row<Ipam>,
    source: Option<&Row<IpamPool>>,
    request: &CreateIpamPoolRequest,
) -> Result<Option<Text>> {
    let from = source.and_then(|source| source.locale.as_ref());
    let Some(name) = request.locale.as_deref().filter(|name| *name != NO_LOCALE) else {
        return Ok(from.cloned());
    };
    let refuse = |reason| Err(Error::bad_parameter("locale", name, reason));
    let zones = regions::all().iter().flat_map(|region| &region.zones);
    if regions::find(name).is_none() && zones.into_iter().any(|it| it.network_border_group == name)
    {
        let what = format!("the network border group {name} as a pool's locale");
        return Err(Error::not_emulated(what));
    }
    if !ipam.operates_in(name) {
        return refuse("It is not an operating Region of the IPAM.");
    }
    if from.is_some_and(|from| **from != *name) {
        return refuse("It is not the locale of the source pool.");
    }
    Ok(Some(name.into()))
}

/// What the Free Tier has is documented:
/// <https://docs.aws.amazon.com/vpc/latest/ipam/mod-ipam-tier.html>.
///
/// # Errors
/// `UnsupportedOperation` for what it has not.
// unverified (looked up 2026-11-26): what stands behind the first sentence.
fn check_tier(
    cx: Read<'_>,
    ipam: &Row<Ipam>,
    scope: &Row<IpamScope>,
    locale: Option<&Text>,
) -> Result<()> {
    let reason = match locale {
        _ if ipam.tier == IpamTier::Advanced => return Ok(()),
        _ if scope.of == IpamScopeType::Private => "no pools in private scopes",
        Some(locale) if locale != cx.region() => "no pools with a locale but the home Region",
        _ => return Ok(()),
    };
    let message = format!(
        "The operation CreateIpamPool is not supported. The Free Tier of IPAM has {reason}."
    );
    Err(Error::new("UnsupportedOperation", message))
}

/// Where the addresses of a public pool come from: from its owner, if it does not say otherwise.
///
/// # Errors
/// `InvalidParameterCombination` for a private pool that says, or one that differs from its source.
// unverified (looked up 2026-11-26): code and words; what is said without them is documented.
fn public_ip_source(
    scope: &Row<IpamScope>,
    source: Option<&Row<IpamPool>>,
    request: &CreateIpamPoolRequest,
) -> Result<Option<IpamPoolPublicIpSource>> {
    if scope.of == IpamScopeType::Private {
        let message = if request.public_ip_source.is_some() {
            "The request can only contain PublicIpSource if the scope is public."
        } else if request.aws_service.is_some() {
            "The request can only contain AwsService if the scope is public."
        } else {
            return Ok(None);
        };
        return Err(Error::combination(message));
    }
    let from = source.and_then(|source| source.public_ip_source);
    let asked = request.public_ip_source;
    if let (Some(from), Some(asked)) = (from, asked)
        && from != asked
    {
        let message = "The PublicIpSource must be that of the source pool.";
        return Err(Error::combination(message));
    }
    Ok(asked.or(from).or(Some(IpamPoolPublicIpSource::Byoip)))
}

/// # Errors
/// `InvalidParameterCombination`, as recorded in hashicorp/terraform-provider-aws#39967, and for a
/// pool that has to say it, as documented.
// unverified (looked up 2026-11-26): the words of the latter.
fn check_advertisable(
    public_ip_source: Option<IpamPoolPublicIpSource>,
    request: &CreateIpamPoolRequest,
) -> Result<()> {
    let can_be = request.address_family == AddressFamily::Ipv6
        && public_ip_source == Some(IpamPoolPublicIpSource::Byoip);
    let message = match request.publicly_advertisable {
        Some(_) if !can_be => {
            "The request can only contain PubliclyAdvertisable if the AddressFamily is IPv6 and \
             PublicIpSource is byoip."
        }
        None if can_be => {
            "The request must contain PubliclyAdvertisable if the AddressFamily is IPv6 and \
             PublicIpSource is byoip."
        }
        _ => return Ok(()),
    };
    Err(Error::combination(message))
}

/// The VPC whose subnets get their blocks out of the pool. Its own block is out of the source.
/// <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-subnet-planning.html>
///
/// # Errors
/// `MissingParameter` for what a VPC is named by, or no source; `InvalidParameterValue` for a VPC
/// that has no block out of the source.
// unverified (looked up 2026-11-26): codes and words.
fn planned_vpc(
    cx: Read<'_>,
    source: Option<&Row<IpamPool>>,
    wanted: &IpamPoolSourceResourceRequest,
) -> Result<Planned> {
    let missing = |name: &str| Error::missing(&format!("sourceResource.{name}"));
    let source = source.ok_or_else(|| Error::missing("sourceIpamPoolId"))?;
    let id = wanted.resource_id.as_deref().ok_or_else(|| missing("resourceId"))?;
    if wanted.resource_type.is_none() {
        return Err(missing("resourceType"));
    }
    let region = wanted.resource_region.as_deref().ok_or_else(|| missing("resourceRegion"))?;
    let owner = wanted.resource_owner.as_deref().ok_or_else(|| missing("resourceOwner"))?;
    let mut allocations = cx.with(IpamPoolAllocation::BY_POOL, &source.id);
    let is_known = *owner == **cx.account()
        && allocations.any(|allocation| {
            let resource = allocation.resource.as_ref();
            resource.is_some_and(|resource| *resource.id == *id && *resource.region == *region)
        });
    if !is_known {
        let reason = "It has no CIDR of the source pool.";
        return Err(Error::bad_parameter("sourceResource.resourceId", id, reason));
    }
    let vpc_id = VpcId::new(id);
    Ok(Planned { vpc_id, region: region.into(), owner: owner.into() })
}
