//! Managed prefix lists: the caller's own, with their versions, and those that AWS keeps.

pub(crate) mod aws;
pub(crate) mod entries;
pub(crate) mod finders;
pub(crate) mod record;

pub(crate) use finders::{exists, is_ipv6, is_of_aws, weight};
pub(crate) use record::{PrefixList, no_version};

use crate::engine::{By, IdRule, Index, Read, Resource, Row, Text, Whose};
use crate::records::account::arns::{arn, partition};
use wire::{ManagedPrefixList, ResourceType};

impl PrefixList {
    pub(crate) const BY_NAME: By<Self, str> = By::new("prefix-list-name");
}

impl Resource for PrefixList {
    type View = ManagedPrefixList;
    const PREFIX: &'static str = "pl";
    const TYPE: Option<ResourceType> = Some(ResourceType::PrefixList);
    const PLURAL: &'static str = "managedPrefixLists";
    const NOT_FOUND: &'static str = "InvalidPrefixListID.NotFound";
    const MALFORMED: &'static str = "InvalidPrefixListId.Malformed";
    const NOUN: &'static str = "prefix list ID";
    const OF_VPC: bool = true;
    const ID: IdRule = IdRule::Prefixed;
    const ID_FILTER: Option<&'static str> = Some("prefix-list-id");
    const WHOSE: &'static [Whose<Self>] = &[Whose::Aws(aws::LISTS), Whose::Own];

    fn view(row: &Row<Self>, cx: Read<'_>) -> ManagedPrefixList {
        let (own, resource) = (!row.is_of_aws, format!("prefix-list/{}", row.id));
        let of_aws = || format!("arn:{}:ec2:{}:aws:{resource}", partition(cx), cx.region());
        ManagedPrefixList {
            prefix_list_id: Some(row.id.to_string()),
            address_family: Some(row.family.as_str().to_owned()),
            state: Some(row.state.at(cx.now())),
            state_message: row.failed(cx.now()).map(str::to_owned),
            prefix_list_arn: Some(if own { arn(cx, &resource) } else { of_aws() }),
            prefix_list_name: Some(row.name.clone()),
            max_entries: own.then_some(row.max_entries),
            version: own.then(|| row.version(cx.now())),
            tags: row.tags.wire(),
            owner_id: Some(if own { cx.account().to_string() } else { "AWS".to_owned() }),
            ipam_prefix_list_resolver_target_id: row.resolver_target.as_ref().map(Text::to_string),
            ipam_prefix_list_resolver_sync_enabled: row.resolver_target.as_ref().map(|_| true),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_NAME, &self.name);
    }
}
