//! The hosts for macOS, and tasks that change the system of instances on them, of which none can be
//! started here. Which versions of it one can launch was never recorded, and is left out.

use crate::engine::filter::ViewFilters;
use crate::engine::{Paging, Read, Resource, Row};
use crate::error::Result;
use crate::records::account::empty_lists::none;
use crate::records::compute::hosts::{Host, is_available};
use wire::{
    DescribeMacHostsRequest, DescribeMacHostsResult, DescribeMacModificationTasksRequest,
    DescribeMacModificationTasksResult, MacHost, MacModificationTask,
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
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let rows = cx.listed::<Host>(&request.host_ids, None, &paging)?;
    let is_mac = |row: &Row<Host>| row.model.family.starts_with("mac");
    let rows = rows.filter(|(_, row)| is_mac(row) && is_available(row, cx.now()));
    let rows = rows.filter(|(_, row)| filters.matches(&Host::view(row, cx)));
    let view =
        |row: &Row<Host>| MacHost { host_id: Some(row.id.to_string()), ..MacHost::default() };
    let page = paging.cut(rows.map(|(seq, row)| Ok((seq, view(row)))))?;
    Ok(DescribeMacHostsResult { mac_hosts: Some(page.items), next_token: page.next_token })
}

// unverified: the code and the noun.
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
