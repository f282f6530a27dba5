//! What is asked of associations with internet registries. Nobody here can ask a registry: it is
//! out of reach for what is to be enabled, and nothing was ever observed there.
//! <https://docs.aws.amazon.com/goto/WebAPI/ec2-2016-11-15/IpamInternetRegistryAssociation>

use crate::engine::filter::ViewFilters;
use crate::engine::{Operation, Read, Write, listed, operations};
use crate::error::Result;
use crate::records::durations;
use crate::records::ipam::ipam_internet_registry_associations::{
    IpamInternetRegistryAssociation, in_state, state,
};
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::refusals::check_tier;
use wire::{
    CreateIpamInternetRegistryAssociationRequest, CreateIpamInternetRegistryAssociationResult,
    DeleteIpamInternetRegistryAssociationRequest, DeleteIpamInternetRegistryAssociationResult,
    EnableIpamInternetRegistryAssociationRequest, EnableIpamInternetRegistryAssociationResult,
    GetIpamInternetRegistryAssociationAsnsRequest, GetIpamInternetRegistryAssociationAsnsResult,
    GetIpamInternetRegistryAssociationCidrsRequest, GetIpamInternetRegistryAssociationCidrsResult,
    IpamInternetRegistryAssociationState as State,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamInternetRegistryAssociation => create_association;
    Read  DescribeIpamInternetRegistryAssociations => listed::<IpamInternetRegistryAssociation>;
    Write EnableIpamInternetRegistryAssociation => enable_association;
    Read  GetIpamInternetRegistryAssociationAsns => get_asns;
    Read  GetIpamInternetRegistryAssociationCidrs => get_cidrs;
    Write DeleteIpamInternetRegistryAssociation => delete_association;
};

/// That it needs the Advanced Tier is documented.
fn create_association(
    cx: &mut Write<'_>,
    request: &CreateIpamInternetRegistryAssociationRequest,
) -> Result<CreateIpamInternetRegistryAssociationResult> {
    let tags = cx.tags_for::<IpamInternetRegistryAssociation>(&request.tag_specifications)?;
    let ipam = cx.read().get_live::<Ipam>(&request.ipam_id)?;
    let has = "no internet registry associations";
    check_tier("CreateIpamInternetRegistryAssociation", ipam.tier, has)?;
    let record = IpamInternetRegistryAssociation {
        ipam_id: ipam.id.clone(),
        rir: request.rir,
        organization_handle: request.organization_handle.clone(),
        description: request.description.clone(),
        enabling: None,
    };
    let association = Some(cx.create(record, tags)?);
    Ok(CreateIpamInternetRegistryAssociationResult {
        ipam_internet_registry_association: association,
    })
}

/// It ends as one that could not be enabled, and may be tried again.
// unverified (looked up 2026-11-26): from which states.
fn enable_association(
    cx: &mut Write<'_>,
    request: &EnableIpamInternetRegistryAssociationRequest,
) -> Result<EnableIpamInternetRegistryAssociationResult> {
    let read = cx.read();
    let id = &request.ipam_internet_registry_association_id;
    let row = read.get_live::<IpamInternetRegistryAssociation>(id)?;
    // What they would say to a registry, none comes to hear.
    let _ = (&request.rpki_version, &request.service_uri, &request.parent_bpki_ta);
    let _ = (&request.child_handle, &request.parent_handle);
    if !matches!(state(row, cx.now()), Some(State::PendingEnable | State::EnableFailed)) {
        return Err(in_state(row, cx.now()));
    }
    let takes = durations::IPAM_INTERNET_REGISTRY_ASSOCIATIONS_ENABLING;
    let enabling = read.transition(State::EnableInProgress, State::EnableFailed, takes);
    cx.get_mut::<IpamInternetRegistryAssociation>(id)?.enabling = Some(enabling);
    let view = cx.view::<IpamInternetRegistryAssociation>(id)?;
    Ok(EnableIpamInternetRegistryAssociationResult {
        ipam_internet_registry_association: Some(view),
    })
}

fn get_asns(
    cx: Read<'_>,
    request: &GetIpamInternetRegistryAssociationAsnsRequest,
) -> Result<GetIpamInternetRegistryAssociationAsnsResult> {
    let id = &request.ipam_internet_registry_association_id;
    cx.get_live::<IpamInternetRegistryAssociation>(id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetIpamInternetRegistryAssociationAsnsResult {
        ipam_internet_registry_association_asns: Some(Vec::new()),
        next_token: None,
    })
}

fn get_cidrs(
    cx: Read<'_>,
    request: &GetIpamInternetRegistryAssociationCidrsRequest,
) -> Result<GetIpamInternetRegistryAssociationCidrsResult> {
    let id = &request.ipam_internet_registry_association_id;
    cx.get_live::<IpamInternetRegistryAssociation>(id)?;
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    Ok(GetIpamInternetRegistryAssociationCidrsResult {
        ipam_internet_registry_association_cidrs: Some(Vec::new()),
        next_token: None,
    })
}

/// No registration is in the way, as none could be made.
fn delete_association(
    cx: &mut Write<'_>,
    request: &DeleteIpamInternetRegistryAssociationRequest,
) -> Result<DeleteIpamInternetRegistryAssociationResult> {
    let id = &request.ipam_internet_registry_association_id;
    let left = cx.delete::<IpamInternetRegistryAssociation>(id)?;
    Ok(DeleteIpamInternetRegistryAssociationResult {
        ipam_internet_registry_association: Some(left.view),
    })
}
