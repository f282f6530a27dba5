//! The hosts for macOS, and tasks that change the system of instances on them, of which none can be
//! started here: no system runs in an instance. Which versions of it one can launch was never
//! recorded, and is left out.

use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Resource, Row, Write, tags};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::none;
use crate::records::compute::hosts::{Host, is_available};
use crate::records::compute::instances::Instance;
use wire::{
    CreateDelegateMacVolumeOwnershipTaskRequest, CreateDelegateMacVolumeOwnershipTaskResult,
    CreateMacSystemIntegrityProtectionModificationTaskRequest,
    CreateMacSystemIntegrityProtectionModificationTaskResult, DescribeMacHostsRequest,
    DescribeMacHostsResult, DescribeMacModificationTasksRequest,
    DescribeMacModificationTasksResult, MacHost, MacModificationTask, ResourceType,
    TagSpecification,
};

pub(crate) fn describe_mac_hosts(
    cx: Read<'_>,
    request: &DescribeMacHostsRequest,
) -> Result<DescribeMacHostsResult> {
    // The filters are documented without telling what of the answer they compare: of the host.
    let paths: [(&str, &[&str]); 2] = [
        ("availability-zone", &["availabilityZone"]),
        ("instance-type", &["hostProperties", "instanceType"]),
    ];
    let filters = ViewFilters::parse_with(cx.action(), &request.filters, &paths)?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = cx.listed::<Host>(&request.host_ids, None, &paging)?;
    let is_mac = |row: &Row<Host>| row.model.family.starts_with("mac");
    let rows = rows.filter(|(_, row)| is_mac(row) && is_available(row, cx.now()));
    let rows = rows.filter(|(_, row)| filters.matches(&Host::view(row, cx)));
    let view =
        |row: &Row<Host>| MacHost { host_id: Some(row.id.to_string()), ..MacHost::default() };
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row)))))?;
    Ok(DescribeMacHostsResult { mac_hosts: Some(page.items), next_token: page.next_token })
}

// unverified (looked up 2026-11-26): the code and the noun.
pub(crate) fn describe_mac_modification_tasks(
    cx: Read<'_>,
    request: &DescribeMacModificationTasksRequest,
) -> Result<DescribeMacModificationTasksResult> {
    let paths: [(&str, &[&str]); 1] = [(
        "mac-system-integrity-protection-configuration.sip-status",
        &["macSystemIntegrityProtectionConfiguration", "status"],
    )];
    let of_ids = ("InvalidMacModificationTaskID.NotFound", "Mac modification task ID");
    none::<MacModificationTask>(cx, request, of_ids, &paths)
}

pub(crate) fn create_delegate_mac_volume_ownership_task(
    cx: &mut Write<'_>,
    request: &CreateDelegateMacVolumeOwnershipTaskRequest,
) -> Result<CreateDelegateMacVolumeOwnershipTaskResult> {
    // Whose volume it is, no system here knows.
    let _ = &request.mac_credentials;
    Err(refusal(cx.read(), &request.instance_id, &request.tag_specifications)?)
}

pub(crate) fn create_mac_system_integrity_protection_modification_task(
    cx: &mut Write<'_>,
    request: &CreateMacSystemIntegrityProtectionModificationTaskRequest,
) -> Result<CreateMacSystemIntegrityProtectionModificationTaskResult> {
    let _ = (&request.mac_credentials, request.mac_system_integrity_protection_status);
    if let Some(wanted) = &request.mac_system_integrity_protection_configuration {
        let _ = (wanted.apple_internal, wanted.base_system, wanted.debugging_restrictions);
        let _ = (wanted.d_trace_restrictions, wanted.filesystem_protections);
        let _ = (wanted.kext_signing, wanted.nvram_protections);
    }
    Err(refusal(cx.read(), &request.instance_id, &request.tag_specifications)?)
}

/// Why a task cannot be: the instance is no Mac, or it is one without a system.
// unverified (looked up 2026-11-26): code and words of the first.
fn refusal(cx: Read<'_>, id: &str, of: &[TagSpecification]) -> Result<Error> {
    let task = ResourceType::MacModificationTask;
    tags::specified(of, task, &[task])?;
    let row = cx.get::<Instance>(id)?;
    if row.kind.name.starts_with("mac") {
        return Ok(Error::not_emulated("tasks that change the system of Mac instances"));
    }
    let message = format!("The instance '{id}' is not an Amazon EC2 Mac instance.");
    Ok(Error::new("UnsupportedOperation", message))
}
