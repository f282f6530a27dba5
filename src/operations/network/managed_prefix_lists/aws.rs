//! The prefix lists that AWS keeps in every region.

use crate::engine::filter::ViewFilters;
use crate::engine::{Read, Resource as _};
use crate::error::{Error, Result};
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::network::managed_prefix_lists::aws::{find, lists};
use wire::{DescribePrefixListsRequest, DescribePrefixListsResult};

/// DescribePrefixLists shows AWS's lists only.
pub(crate) fn describe_prefix_lists(
    cx: Read<'_>,
    request: &DescribePrefixListsRequest,
) -> Result<DescribePrefixListsResult> {
    let filters = ViewFilters::parse(cx.action(), &request.filters)?;
    let missing: Vec<&str> = request
        .prefix_list_ids
        .iter()
        .map(String::as_str)
        .filter(|id| find(cx, id).is_none())
        .collect();
    if !missing.is_empty() {
        // Of the age of endpoints, and spelt like theirs: Terraform's provider, which has the other
        // spelling as well, takes this one here, `internal/service/ec2/find.go`.
        let Error { message, .. } = PrefixList::not_found(&missing);
        return Err(Error::new("InvalidPrefixListId.NotFound", message));
    }
    let all = request.prefix_list_ids.is_empty();
    let asked = lists(cx)
        .into_iter()
        .filter(|l| all || request.prefix_list_ids.iter().any(|id| **id == *l.id));
    let rows = asked.filter_map(|list| {
        let view = wire::PrefixList {
            cidrs: Some(list.cidrs.iter().map(|cidr| (*cidr).to_owned()).collect()),
            prefix_list_id: Some(list.id.to_string()),
            prefix_list_name: Some(list.name.clone()),
        };
        filters.matches(&view).then_some((list.name, view))
    });
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let page = paging.cut_sorted(rows)?;
    Ok(DescribePrefixListsResult { next_token: page.next_token, prefix_lists: Some(page.items) })
}
