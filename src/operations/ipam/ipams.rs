//! What is asked of IPAMs themselves.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/create-ipam.html>

use crate::engine::{Operation, Read, Row, Tags, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ids::{IpamId, IpamScopeId};
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_resource_discoveries::{
    IpamResourceDiscovery, IpamResourceDiscoveryAssociation,
};
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::operating_regions::added;
use crate::records::ipam::refusals::check_without;
use crate::records::ipam::states::changing;
use wire::{
    CreateIpamRequest, CreateIpamResult, DeleteIpamRequest, DeleteIpamResult, IpamMeteredAccount,
    IpamScopeType, IpamTier, ModifyIpamRequest, ModifyIpamResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpam => create_ipam;
    Read  DescribeIpams => listed::<Ipam>;
    Write ModifyIpam => modify_ipam;
    Write DeleteIpam => delete_ipam;
};

/// What an IPAM has by default is made with it; its home is one of its operating regions, behind
/// those that are asked for, as AWS CLI's example shows.
fn create_ipam(cx: &mut Write<'_>, request: &CreateIpamRequest) -> Result<CreateIpamResult> {
    let tags = cx.tags_for::<Ipam>(&request.tag_specifications)?;
    let names = request.operating_regions.iter().map(|added| added.region_name.as_deref());
    let mut operating_regions = added(Vec::new(), names)?;
    if !operating_regions.contains(cx.region()) {
        operating_regions.push(cx.region().clone());
    }
    let id = cx.new_id::<Ipam>();
    let discovery_id = cx.new_id::<IpamResourceDiscovery>();
    let association_id = cx.new_id::<IpamResourceDiscoveryAssociation>();
    let public_scope_id = default_scope(cx, &id, IpamScopeType::Public);
    let private_scope_id = default_scope(cx, &id, IpamScopeType::Private);
    let discovery = IpamResourceDiscovery {
        default_of: Some(id.clone()),
        description: None,
        operating_regions: operating_regions.clone(),
        changed: None,
    };
    cx.insert(discovery_id.clone(), discovery, Tags::default());
    let association = IpamResourceDiscoveryAssociation {
        ipam_id: id.clone(),
        discovery_id: discovery_id.clone(),
        is_default: true,
    };
    cx.insert(association_id.clone(), association, Tags::default());
    let ipam = Ipam {
        description: request.description.clone(),
        operating_regions,
        // The tier that Terraform documents as the default one.
        tier: request.tier.unwrap_or(IpamTier::Advanced),
        enable_private_gua: request.enable_private_gua.unwrap_or_default(),
        metered_account: request.metered_account.unwrap_or(IpamMeteredAccount::IpamOwner),
        public_scope_id,
        private_scope_id,
        discovery_id,
        association_id,
        changed: None,
    };
    cx.insert(id.clone(), ipam, tags);
    Ok(CreateIpamResult { ipam: Some(cx.view::<Ipam>(&id)?) })
}

fn default_scope(cx: &mut Write<'_>, ipam_id: &IpamId, of: IpamScopeType) -> IpamScopeId {
    let id = cx.new_id::<IpamScope>();
    let scope = IpamScope {
        ipam_id: ipam_id.clone(),
        of,
        is_default: true,
        description: None,
        changed: None,
    };
    cx.insert(id.clone(), scope, Tags::default());
    id
}

fn modify_ipam(cx: &mut Write<'_>, request: &ModifyIpamRequest) -> Result<ModifyIpamResult> {
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    let (id, discovery_id) = (ipam.id.clone(), ipam.discovery_id.clone());
    let (more, fewer) = (&request.add_operating_regions, &request.remove_operating_regions);
    let is_empty = more.is_empty()
        && fewer.is_empty()
        && request.description.is_none()
        && request.tier.is_none()
        && request.enable_private_gua.is_none()
        && request.metered_account.is_none();
    if is_empty {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message = "The request must contain a modification to the ipam.";
        return Err(Error::combination(message));
    }
    let names = more.iter().map(|added| added.region_name.as_deref());
    let mut operating_regions = added(ipam.operating_regions.clone(), names)?;
    for removed in fewer {
        let name = removed.region_name.as_deref();
        let name = name.ok_or_else(|| Error::missing("removeOperatingRegion.regionName"))?;
        check_can_be_left(cx.read(), ipam, name)?;
        operating_regions.retain(|operating| **operating != *name);
    }
    if request.tier == Some(IpamTier::Free) {
        check_fits_free_tier(cx.read(), ipam)?;
    }
    let changed = changing(cx.read());
    let mut row = cx.get_mut::<Ipam>(&id)?;
    row.changed = changed;
    row.operating_regions.clone_from(&operating_regions);
    row.tier = request.tier.unwrap_or(row.tier);
    row.enable_private_gua = request.enable_private_gua.unwrap_or(row.enable_private_gua);
    row.metered_account = request.metered_account.unwrap_or(row.metered_account);
    if request.description.is_some() {
        row.description.clone_from(&request.description);
    }
    drop(row);
    // unverified (looked up 2026-11-26): that its default discovery looks where it operates.
    cx.get_mut::<IpamResourceDiscovery>(&discovery_id)?.operating_regions = operating_regions;
    let ipam = wire::Ipam { tags: None, ..cx.view::<Ipam>(&id)? };
    Ok(ModifyIpamResult { ipam: Some(ipam) })
}

/// # Errors
/// `InvalidParameterValue` for the home of an IPAM, or for a region that it does not operate in;
/// `DependencyViolation` while a pool has it as its locale.
// unverified (looked up 2026-11-26): the words of all three, and the codes of the former two.
fn check_can_be_left(cx: Read<'_>, ipam: &Row<Ipam>, name: &str) -> Result<()> {
    let refuse =
        |reason| Err(Error::bad_parameter("removeOperatingRegion.regionName", name, reason));
    if *name == **cx.region() {
        return refuse("The home Region of an IPAM is always one of its operating Regions.");
    }
    if !ipam.operates_in(name) {
        return refuse("It is not an operating Region of the IPAM.");
    }
    let is_locale = pools(cx, &ipam.id).any(|pool| pool.locale.as_deref() == Some(name));
    check_without(is_locale, &ipam.id, &format!("There are one or more pools with locale {name}."))
}

/// What has to go first: <https://docs.aws.amazon.com/vpc/latest/ipam/mod-ipam-tier.html>.
///
/// # Errors
/// `DependencyViolation` if any of it is there.
// unverified (looked up 2026-11-26): code and words.
fn check_fits_free_tier(cx: Read<'_>, ipam: &Row<Ipam>) -> Result<()> {
    let id = &ipam.id;
    let mut scopes = cx.with(IpamScope::BY_IPAM, id);
    let mut associations = cx.with(IpamResourceDiscoveryAssociation::BY_IPAM, id);
    let is_private = |pool: &Row<IpamPool>| pool.scope_type == IpamScopeType::Private;
    let is_far =
        |pool: &Row<IpamPool>| pool.locale.as_deref().is_some_and(|at| *at != **cx.region());
    check_without(
        scopes.any(|scope| !scope.is_default),
        id,
        "There are one or more scopes that are not default ones.",
    )?;
    check_without(
        pools(cx, id).any(is_private),
        id,
        "There are one or more pools in the private scope.",
    )?;
    check_without(
        pools(cx, id).any(is_far),
        id,
        "There are one or more pools with a locale other than the home Region.",
    )?;
    check_without(
        associations.any(|association| !association.is_default),
        id,
        "There are one or more resource discovery associations that are not default ones.",
    )
}

fn pools<'a>(cx: Read<'a>, id: &IpamId) -> impl Iterator<Item = &'a Row<IpamPool>> {
    let scopes = cx.with(IpamScope::BY_IPAM, id);
    scopes.flat_map(move |scope| cx.with(IpamPool::BY_SCOPE, &scope.id))
}

/// All that is in private scopes goes along if it is told to; what is in the public one has to go
/// before: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteIpam.html>.
// unverified (looked up 2026-11-26): the words, which begin as those recorded of pools.
fn delete_ipam(cx: &mut Write<'_>, request: &DeleteIpamRequest) -> Result<DeleteIpamResult> {
    let read = cx.read();
    let id = read.get_live::<Ipam>(&request.ipam_id)?.id.clone();
    let cascades = request.cascade == Some(true);
    let is_in_the_way =
        |pool: &Row<IpamPool>| !cascades || pool.scope_type == IpamScopeType::Public;
    let mut in_the_way = pools(read, &id).filter(|pool| is_in_the_way(pool));
    check_without(
        in_the_way.next().is_some(),
        &id,
        if cascades {
            "There are one or more pools in the public scope."
        } else {
            "There are one or more pools in its scopes."
        },
    )?;
    drop(in_the_way);
    let mut scopes = read.with(IpamScope::BY_IPAM, &id);
    check_without(
        !cascades && scopes.any(|scope| !scope.is_default),
        &id,
        "There are one or more scopes that are not default ones.",
    )?;
    let left = cx.delete::<Ipam>(&id)?;
    Ok(DeleteIpamResult { ipam: Some(wire::Ipam { tags: None, ..left.view }) })
}
