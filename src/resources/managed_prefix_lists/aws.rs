//! The prefix lists that AWS keeps in every region: those of S3 and DynamoDB, which gateway
//! endpoints route to.

use super::{AddressFamily, Entries, PrefixList};
use crate::engine::filter::ViewFilters;
use crate::engine::{Paging, Read, Resource, Row, Tags, Timed};
use crate::error::Result;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use wire::{
    DescribePrefixListsRequest, DescribePrefixListsResult, ManagedPrefixList, PrefixListState,
};

/// Service and blocks.
// unverified: AWS's blocks differ by region and change; these are of its published ranges.
const SERVICES: [(&str, &[&str]); 2] = [
    ("dynamodb", &["3.218.180.0/22", "52.94.0.0/22", "52.119.224.0/20"]),
    ("s3", &["3.5.0.0/19", "18.34.0.0/19", "52.216.0.0/15", "54.231.0.0/16"]),
];

/// Who owns them, as `OwnerId` says.
const OWNER: &str = "AWS";

pub(super) struct AwsList {
    pub id: String,
    pub name: String,
    pub cidrs: &'static [&'static str],
}

impl AwsList {
    pub fn entries(&self) -> Entries {
        let mut entries = Entries::default();
        for cidr in self.cidrs.iter().filter_map(|cidr| cidr.parse().ok()) {
            entries.insert(cidr);
        }
        entries
    }
}

/// The lists of the region; ids are the region's, for every account.
pub(super) fn lists(cx: Read<'_>) -> Vec<AwsList> {
    let list = |(service, cidrs): &(&str, &'static [&'static str])| {
        let name = format!("com.amazonaws.{}.{service}", cx.region());
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        // AWS's own lists have the short form of ids.
        AwsList { id: format!("pl-{:08x}", hasher.finish() >> 32), name, cidrs }
    };
    SERVICES.iter().map(list).collect()
}

pub(super) fn find(cx: Read<'_>, id: &str) -> Option<AwsList> {
    // Only short ids can be AWS's.
    if id.len() != "pl-00000000".len() {
        return None;
    }
    lists(cx).into_iter().find(|list| list.id == id)
}

/// A list of AWS's as a row, for the filters.
pub(super) fn row(list: &AwsList) -> Row<PrefixList> {
    Row {
        id: list.id.as_str().into(),
        record: PrefixList {
            name: list.name.clone(),
            family: AddressFamily::Ipv4,
            max_entries: 0,
            state: Timed::settled(PrefixListState::CreateComplete),
            versions: vec![list.entries()],
        },
        tags: Tags::default(),
        ends: None,
    }
}

/// AWS's lists have no version and no maximum.
pub(super) fn view(row: &Row<PrefixList>, cx: Read<'_>) -> ManagedPrefixList {
    let (partition, region) = (crate::resources::partition(cx), cx.region());
    ManagedPrefixList {
        owner_id: Some(OWNER.to_owned()),
        prefix_list_arn: Some(format!("arn:{partition}:ec2:{region}:aws:prefix-list/{}", row.id)),
        version: None,
        max_entries: None,
        ..PrefixList::view(row, cx)
    }
}

/// DescribePrefixLists shows AWS's lists only.
pub(super) fn describe_prefix_lists(
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
        return Err(PrefixList::not_found(&missing));
    }
    let all = request.prefix_list_ids.is_empty();
    let asked = lists(cx).into_iter().filter(|l| all || request.prefix_list_ids.contains(&l.id));
    let rows = asked.filter_map(|list| {
        let view = wire::PrefixList {
            cidrs: Some(list.cidrs.iter().map(|cidr| (*cidr).to_owned()).collect()),
            prefix_list_id: Some(list.id.clone()),
            prefix_list_name: Some(list.name.clone()),
        };
        filters.matches(&view).then_some((list.name, view))
    });
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let page = paging.cut_sorted(rows)?;
    Ok(DescribePrefixListsResult { next_token: page.next_token, prefix_lists: Some(page.items) })
}
