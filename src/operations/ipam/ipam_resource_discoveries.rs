//! What is asked of resource discoveries, and of their associations with IPAMs. Those of other
//! accounts are not shared here.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/res-disc-work-with.html>

use crate::engine::{Operation, Read, Row, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::ipam::ipam_resource_discoveries::{
    IpamResourceDiscovery, IpamResourceDiscoveryAssociation,
};
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::operating_regions::added;
use crate::records::ipam::refusals::{check_not_default, check_without};
use crate::records::ipam::states::changing;
use wire::{
    AssociateIpamResourceDiscoveryRequest, AssociateIpamResourceDiscoveryResult,
    CreateIpamResourceDiscoveryRequest, CreateIpamResourceDiscoveryResult,
    DeleteIpamResourceDiscoveryRequest, DeleteIpamResourceDiscoveryResult,
    DisassociateIpamResourceDiscoveryRequest, DisassociateIpamResourceDiscoveryResult,
    ModifyIpamResourceDiscoveryRequest, ModifyIpamResourceDiscoveryResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamResourceDiscovery => create_ipam_resource_discovery;
    Read  DescribeIpamResourceDiscoveries => listed::<IpamResourceDiscovery>;
    Write ModifyIpamResourceDiscovery => modify_ipam_resource_discovery, refuses [
        "AddOrganizationalUnitExclusion", "RemoveOrganizationalUnitExclusion",
    ];
    Write DeleteIpamResourceDiscovery => delete_ipam_resource_discovery;
    Write AssociateIpamResourceDiscovery => associate_ipam_resource_discovery;
    Read  DescribeIpamResourceDiscoveryAssociations => listed::<IpamResourceDiscoveryAssociation>;
    Write DisassociateIpamResourceDiscovery => disassociate_ipam_resource_discovery;
};

/// Its home is one of its operating regions, behind those asked for, as AWS CLI's example shows.
fn create_ipam_resource_discovery(
    cx: &mut Write<'_>,
    request: &CreateIpamResourceDiscoveryRequest,
) -> Result<CreateIpamResourceDiscoveryResult> {
    let tags = cx.tags_for::<IpamResourceDiscovery>(&request.tag_specifications)?;
    let names = request.operating_regions.iter().map(|added| added.region_name.as_deref());
    let mut operating_regions = added(Vec::new(), names)?;
    if !operating_regions.contains(cx.region()) {
        operating_regions.push(cx.region().clone());
    }
    let description = request.description.clone();
    let record =
        IpamResourceDiscovery { default_of: None, description, operating_regions, changed: None };
    let discovery = cx.create(record, tags)?;
    Ok(CreateIpamResourceDiscoveryResult { ipam_resource_discovery: Some(discovery) })
}

/// That a default one is not modified is documented.
fn modify_ipam_resource_discovery(
    cx: &mut Write<'_>,
    request: &ModifyIpamResourceDiscoveryRequest,
) -> Result<ModifyIpamResourceDiscoveryResult> {
    let id = request.ipam_resource_discovery_id.as_str();
    let row = cx.read().get_live::<IpamResourceDiscovery>(id)?;
    check_not_default("ModifyIpamResourceDiscovery", row.default_of.is_some(), id)?;
    let (more, fewer) = (&request.add_operating_regions, &request.remove_operating_regions);
    if more.is_empty() && fewer.is_empty() && request.description.is_none() {
        // unverified (looked up 2026-11-26): that it is as with pools.
        let message = "The request must contain a modification to the ipam resource discovery.";
        return Err(Error::combination(message));
    }
    let names = more.iter().map(|added| added.region_name.as_deref());
    let mut operating_regions = added(row.operating_regions.clone(), names)?;
    for removed in fewer {
        let name = removed.region_name.as_deref();
        let name = name.ok_or_else(|| Error::missing("removeOperatingRegion.regionName"))?;
        check_can_be_left(cx.read(), row, name)?;
        operating_regions.retain(|operating| **operating != *name);
    }
    let changed = changing(cx.read());
    let mut row = cx.get_mut::<IpamResourceDiscovery>(id)?;
    (row.operating_regions, row.changed) = (operating_regions, changed);
    if request.description.is_some() {
        row.description.clone_from(&request.description);
    }
    drop(row);
    let view = cx.view::<IpamResourceDiscovery>(id)?;
    let discovery = wire::IpamResourceDiscovery { tags: None, ..view };
    Ok(ModifyIpamResourceDiscoveryResult { ipam_resource_discovery: Some(discovery) })
}

/// # Errors
/// `InvalidParameterValue` for its home, or for a region that it does not look into.
// unverified (looked up 2026-11-26): codes and words.
fn check_can_be_left(cx: Read<'_>, row: &Row<IpamResourceDiscovery>, name: &str) -> Result<()> {
    let refuse =
        |reason| Err(Error::bad_parameter("removeOperatingRegion.regionName", name, reason));
    if *name == **cx.region() {
        return refuse(
            "The home Region of a resource discovery is always one of its operating Regions.",
        );
    }
    if !row.operating_regions.iter().any(|operating| **operating == *name) {
        return refuse("It is not an operating Region of the resource discovery.");
    }
    Ok(())
}

// unverified (looked up 2026-11-26): that associations hold it, and what is said of them.
fn delete_ipam_resource_discovery(
    cx: &mut Write<'_>,
    request: &DeleteIpamResourceDiscoveryRequest,
) -> Result<DeleteIpamResourceDiscoveryResult> {
    let row = cx.read().get_live::<IpamResourceDiscovery>(&request.ipam_resource_discovery_id)?;
    let id = row.id.clone();
    check_not_default("DeleteIpamResourceDiscovery", row.default_of.is_some(), &id)?;
    let mut associations = cx.read().with(IpamResourceDiscoveryAssociation::BY_DISCOVERY, &id);
    let is_associated = associations.next().is_some();
    check_without(is_associated, &id, "There are one or more associations with IPAMs.")?;
    let view = cx.delete::<IpamResourceDiscovery>(&id)?.view;
    let discovery = wire::IpamResourceDiscovery { tags: None, ..view };
    Ok(DeleteIpamResourceDiscoveryResult { ipam_resource_discovery: Some(discovery) })
}

// unverified (looked up 2026-11-26): the code and words for one that is associated already.
fn associate_ipam_resource_discovery(
    cx: &mut Write<'_>,
    request: &AssociateIpamResourceDiscoveryRequest,
) -> Result<AssociateIpamResourceDiscoveryResult> {
    let tags = cx.tags_for::<IpamResourceDiscoveryAssociation>(&request.tag_specifications)?;
    let read = cx.read();
    let ipam_id = read.get_live::<Ipam>(&request.ipam_id)?.id.clone();
    let discovery = &request.ipam_resource_discovery_id;
    let discovery_id = read.get_live::<IpamResourceDiscovery>(discovery)?.id.clone();
    let mut others = read.with(IpamResourceDiscoveryAssociation::BY_DISCOVERY, &discovery_id);
    if others.any(|other| other.ipam_id == ipam_id) {
        let message = format!("{discovery_id} is already associated with {ipam_id}.");
        return Err(Error::new("Resource.AlreadyAssociated", message));
    }
    let record = IpamResourceDiscoveryAssociation { ipam_id, discovery_id, is_default: false };
    let association = cx.create(record, tags)?;
    Ok(AssociateIpamResourceDiscoveryResult {
        ipam_resource_discovery_association: Some(association),
    })
}

fn disassociate_ipam_resource_discovery(
    cx: &mut Write<'_>,
    request: &DisassociateIpamResourceDiscoveryRequest,
) -> Result<DisassociateIpamResourceDiscoveryResult> {
    let id = request.ipam_resource_discovery_association_id.as_str();
    let row = cx.read().get_live::<IpamResourceDiscoveryAssociation>(id)?;
    check_not_default("DisassociateIpamResourceDiscovery", row.is_default, id)?;
    let view = cx.delete::<IpamResourceDiscoveryAssociation>(id)?.view;
    let association = wire::IpamResourceDiscoveryAssociation { tags: None, ..view };
    Ok(DisassociateIpamResourceDiscoveryResult {
        ipam_resource_discovery_association: Some(association),
    })
}
