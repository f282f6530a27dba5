//! Managed prefix lists: the caller's own, with their versions, and those that AWS keeps.

pub(crate) mod aws;

use crate::engine::{
    Id, Millis, Operation, Read, Resource, Row, Rules, TokenRule, Write, listed, operations,
};
use crate::error::{Error, Result};
use crate::records::durations;
use crate::records::ids::PrefixListId;
use crate::records::network::managed_prefix_lists::entries::{AddressFamily, Entries, Versions};
use crate::records::network::managed_prefix_lists::{PrefixList, aws as aws_records, no_version};
use crate::records::network::route_tables::leading_to_list;
use crate::records::network::security_group_rules;
use crate::records::transit::transit_gateway_route_tables;
use std::sync::Arc;
use wire::{
    CreateManagedPrefixListRequest, CreateManagedPrefixListResult, DeleteManagedPrefixListRequest,
    DeleteManagedPrefixListResult, GetManagedPrefixListAssociationsRequest,
    GetManagedPrefixListAssociationsResult, GetManagedPrefixListEntriesRequest,
    GetManagedPrefixListEntriesResult, ManagedPrefixList, ModifyManagedPrefixListRequest,
    ModifyManagedPrefixListResult, PrefixListState, RestoreManagedPrefixListVersionRequest,
    RestoreManagedPrefixListVersionResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateManagedPrefixList => create_managed_prefix_list, ruled by TOKENS;
    Read  DescribeManagedPrefixLists => listed::<PrefixList>;
    Read  DescribePrefixLists => aws::describe_prefix_lists;
    Read  GetManagedPrefixListEntries => get_managed_prefix_list_entries;
    Read  GetManagedPrefixListAssociations => get_managed_prefix_list_associations;
    Write ModifyManagedPrefixList => modify_managed_prefix_list, refuses [
        "IpamPrefixListResolverSyncEnabled",
    ];
    Write RestoreManagedPrefixListVersion => restore_managed_prefix_list_version;
    Write DeleteManagedPrefixList => delete_managed_prefix_list;
};

const TOKENS: Rules =
    Rules { token: TokenRule { most: 255, is_ascii: false, ..TokenRule::USUAL }, ..Rules::USUAL };

const CHANGING_MILLIS: Millis = durations::MANAGED_PREFIX_LISTS_CHANGING;

const MAX_ENTRIES: i32 = 1_000;

const MAX_NAME_CHARS: usize = 255;

fn create_managed_prefix_list(
    cx: &mut Write<'_>,
    request: &CreateManagedPrefixListRequest,
) -> Result<CreateManagedPrefixListResult> {
    let tags = cx.tags_for::<PrefixList>(&request.tag_specifications)?;
    check_name(&request.prefix_list_name)?;
    check_max_entries(request.max_entries)?;
    let family = AddressFamily::parse(&request.address_family)?;
    let entries = Entries::default().changed(family, &request.entries, &[])?;
    entries.check_count(request.max_entries)?;
    let record = PrefixList {
        is_of_aws: false,
        name: request.prefix_list_name.clone(),
        family,
        max_entries: request.max_entries,
        state: cx.read().transition(
            PrefixListState::CreateInProgress,
            PrefixListState::CreateComplete,
            CHANGING_MILLIS,
        ),
        versions: Versions::new(entries),
        former: None,
        resolver_target: None,
        failure: None,
    };
    let id = cx.new_id::<PrefixList>();
    cx.insert(id.clone(), record, tags);
    Ok(CreateManagedPrefixListResult { prefix_list: Some(show(cx, &id)?) })
}

fn show(cx: &Write<'_>, id: &str) -> Result<ManagedPrefixList> {
    cx.view::<PrefixList>(id)
}

/// What the operations on a list that is there answer. It has no tags, as in the example of
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/modify-managed-prefix-list.html> and in
/// those of restoring and deleting.
fn changed(cx: &Write<'_>, id: &str) -> Result<ManagedPrefixList> {
    Ok(ManagedPrefixList { tags: None, ..show(cx, id)? })
}

fn check_name(name: &str) -> Result<()> {
    let reserved = name.starts_with("com.amazonaws");
    if name.is_empty() || name.chars().count() > MAX_NAME_CHARS || reserved {
        // unverified (looked up 2026-11-26): the wording; the rule is the documentation's.
        let reason = "It must have up to 255 characters and cannot start with com.amazonaws.";
        return Err(Error::bad_parameter("prefixListName", name, reason));
    }
    Ok(())
}

fn check_max_entries(max_entries: i32) -> Result<()> {
    if (1..=MAX_ENTRIES).contains(&max_entries) {
        return Ok(());
    }
    // https://github.com/aws-samples/update-aws-ip-ranges/issues/1
    Err(Error::invalid_value(format!("Must specify a max size between 1 and {MAX_ENTRIES}")))
}

fn get_managed_prefix_list_entries(
    cx: Read<'_>,
    request: &GetManagedPrefixListEntriesRequest,
) -> Result<GetManagedPrefixListEntriesResult> {
    let id = &request.prefix_list_id;
    let entries = match aws_records::find(cx, id) {
        Some(list) if request.target_version.is_none_or(|version| version == 1) => {
            Arc::new(list.entries())
        }
        Some(_) => return Err(no_version(request.target_version.unwrap_or_default())),
        None => {
            let list = get(cx, id)?;
            let version = request.target_version.unwrap_or_else(|| list.version(cx.now()));
            list.at_version(version)?.clone()
        }
    };
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let page = paging.cut_sorted(entries.keyed().into_iter())?;
    Ok(GetManagedPrefixListEntriesResult { entries: Some(page.items), next_token: page.next_token })
}

/// One list, as the operations that name just one speak of it.
// unverified (looked up 2026-11-26): but for GetManagedPrefixListEntries.
fn get<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<PrefixList>> {
    if cx.find::<PrefixList>(id).is_none() {
        PrefixList::check_id(id)?;
        let message = format!("The prefix list ({id}) does not exist.");
        return Err(Error::new("InvalidPrefixListID.NotFound", message));
    }
    cx.get(id)
}

/// What refers to the list, by its id.
fn get_managed_prefix_list_associations(
    cx: Read<'_>,
    request: &GetManagedPrefixListAssociationsRequest,
) -> Result<GetManagedPrefixListAssociationsResult> {
    if aws_records::find(cx, &request.prefix_list_id).is_none() {
        get(cx, &request.prefix_list_id)?;
    }
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let rows = associations(cx, &Id::new(request.prefix_list_id.as_str())).into_iter().map(|id| {
        let association = wire::PrefixListAssociation {
            resource_id: Some(id.clone()),
            resource_owner: Some(cx.account().to_string()),
        };
        (id, association)
    });
    let page = paging.cut_sorted(rows)?;
    Ok(GetManagedPrefixListAssociationsResult {
        prefix_list_associations: Some(page.items),
        next_token: page.next_token,
    })
}

/// The ids of the route tables, the security groups and the transit gateways' route tables that
/// name the list, in order.
fn associations(cx: Read<'_>, prefix_list_id: &PrefixListId) -> Vec<String> {
    let mut ids = leading_to_list(cx, prefix_list_id);
    ids.extend(security_group_rules::groups_naming_list(cx, prefix_list_id));
    ids.extend(transit_gateway_route_tables::referring_to_list(cx, prefix_list_id));
    ids
}

/// A list that can be changed: it is the caller's and no other change is under way.
fn changeable<'a>(cx: &'a Write<'_>, id: &str) -> Result<&'a Row<PrefixList>> {
    if aws_records::find(cx.read(), id).is_some() {
        // unverified (looked up 2026-11-26): code and wording.
        let message = format!("The prefix list '{id}' is managed by AWS and cannot be modified.");
        return Err(Error::new("OperationNotPermitted", message));
    }
    let list = get(cx.read(), id)?;
    if list.is_changing(cx.now()) {
        let state = wire::WireEnum::as_str(list.state.at(cx.now()));
        let message = format!(
            "The request cannot be completed while the prefix list ({id}) is in the current state \
             ({state})"
        );
        return Err(Error::new("IncorrectState", message));
    }
    Ok(list)
}

/// # Errors
/// `OperationNotPermitted` for the entries of a list that a prefix list resolver of IPAM's fills.
// unverified (looked up 2026-11-26): code and words, and that the list stays while it does.
fn check_is_users(list: &Row<PrefixList>) -> Result<()> {
    let Some(target) = &list.resolver_target else { return Ok(()) };
    let id = &list.id;
    let message = format!(
        "The prefix list '{id}' is managed by IPAM and cannot be modified. It is \
                           the target {target} of a prefix list resolver."
    );
    Err(Error::new("OperationNotPermitted", message))
}

fn check_current(list: &PrefixList, current: i64) -> Result<()> {
    if current < 1 {
        // https://github.com/pulumi/pulumi-aws/issues/1784
        let message = "The specified value for version is not valid. \
                       The value must be greater than (1).";
        return Err(Error::invalid_value(message));
    }
    if current == list.versions.current() {
        return Ok(());
    }
    let message = "The prefix list has the incorrect version number.";
    Err(Error::new("PrefixListVersionMismatch", message))
}

fn modify_managed_prefix_list(
    cx: &mut Write<'_>,
    request: &ModifyManagedPrefixListRequest,
) -> Result<ModifyManagedPrefixListResult> {
    let changes_entries = check_asked(request)?;
    let list = changeable(cx, &request.prefix_list_id)?;
    if changes_entries {
        check_is_users(list)?;
    }
    request.current_version.map_or(Ok(()), |current| check_current(list, current))?;
    let entries = Arc::clone(list.entries()?);
    let entries = if changes_entries {
        let (add, remove) = (&request.add_entries, &request.remove_entries);
        Arc::new(entries.changed(list.family, add, remove)?)
    } else {
        entries
    };
    entries.check_count(request.max_entries.unwrap_or(list.max_entries))?;
    let failure = request.max_entries.and_then(|most| too_large(cx.read(), &list.id, most));
    let outcome = match &failure {
        Some(_) => PrefixListState::ModifyFailed,
        None => PrefixListState::ModifyComplete,
    };
    let state = cx.read().transition(PrefixListState::ModifyInProgress, outcome, CHANGING_MILLIS);
    if failure.is_some() {
        let mut list = cx.get_mut::<PrefixList>(&request.prefix_list_id)?;
        (list.former, list.failure, list.state) = (None, failure, state);
        drop(list);
        let list = changed(cx, &request.prefix_list_id)?;
        return Ok(ModifyManagedPrefixListResult { prefix_list: Some(list) });
    }
    let mut list = cx.get_mut::<PrefixList>(&request.prefix_list_id)?;
    list.former = None;
    if changes_entries {
        list.renew(entries);
    }
    if let Some(name) = &request.prefix_list_name {
        list.name.clone_from(name);
    }
    list.max_entries = request.max_entries.unwrap_or(list.max_entries);
    list.state = state;
    drop(list);
    let list = changed(cx, &request.prefix_list_id)?;
    Ok(ModifyManagedPrefixListResult { prefix_list: Some(list) })
}

/// Whether entries are to change.
///
/// # Errors
/// For what is out of its range, for nothing, and for what cannot change together.
fn check_asked(request: &ModifyManagedPrefixListRequest) -> Result<bool> {
    let changes_entries = !request.add_entries.is_empty() || !request.remove_entries.is_empty();
    if changes_entries && request.current_version.is_none() {
        // unverified (looked up 2026-11-26): that AWS refuses it so; without the version a change
        // could be lost.
        return Err(Error::missing("currentVersion"));
    }
    request.prefix_list_name.as_deref().map_or(Ok(()), check_name)?;
    if let Some(max_entries) = request.max_entries {
        check_max_entries(max_entries)?;
        if changes_entries {
            // aws-cloudformation/cloudformation-coverage-roadmap#2377; until 2022 it spoke of
            // "the maximum entries".
            let message = "You cannot modify the entries and the maximum number of entries for \
                           the prefix list in the same request.";
            return Err(Error::combination(message));
        }
    }
    if !changes_entries && request.prefix_list_name.is_none() && request.max_entries.is_none() {
        return Err(Error::new("InvalidRequest", "The request received was invalid."));
    }
    Ok(changes_entries)
}

/// Why a list cannot have room for more entries, which its change then says.
// unverified (looked up 2026-11-26): the words; that it names up to ten resources is documented.
fn too_large(cx: Read<'_>, id: &PrefixListId, max_entries: i32) -> Option<Box<str>> {
    let most = usize::try_from(max_entries).unwrap_or_default();
    let mut groups = security_group_rules::groups_without_room(cx, id, most);
    groups.truncate(10);
    let message = "The following resources do not support the new maximum size";
    (!groups.is_empty()).then(|| format!("{message}: {}", groups.join(", ")).into())
}

fn restore_managed_prefix_list_version(
    cx: &mut Write<'_>,
    request: &RestoreManagedPrefixListVersionRequest,
) -> Result<RestoreManagedPrefixListVersionResult> {
    let list = changeable(cx, &request.prefix_list_id)?;
    check_is_users(list)?;
    check_current(list, request.current_version)?;
    let entries = list.at_version(request.previous_version)?.clone();
    entries.check_count(list.max_entries)?;
    let state = cx.read().transition(
        PrefixListState::RestoreInProgress,
        PrefixListState::RestoreComplete,
        CHANGING_MILLIS,
    );
    let mut list = cx.get_mut::<PrefixList>(&request.prefix_list_id)?;
    list.renew(entries);
    list.state = state;
    drop(list);
    let list = changed(cx, &request.prefix_list_id)?;
    Ok(RestoreManagedPrefixListVersionResult { prefix_list: Some(list) })
}

fn delete_managed_prefix_list(
    cx: &mut Write<'_>,
    request: &DeleteManagedPrefixListRequest,
) -> Result<DeleteManagedPrefixListResult> {
    let list = changeable(cx, &request.prefix_list_id)?;
    check_is_users(list)?;
    let id = list.id.clone();
    // One that is in use is on its way out like any other, and stays:
    // <https://github.com/hashicorp/terraform-provider-aws/issues/20991>
    let is_used = !associations(cx.read(), &id).is_empty();
    let outcome =
        if is_used { PrefixListState::DeleteFailed } else { PrefixListState::DeleteComplete };
    let state = cx.read().transition(PrefixListState::DeleteInProgress, outcome, CHANGING_MILLIS);
    cx.get_mut::<PrefixList>(&id)?.state = state;
    let list = changed(cx, &id)?;
    if !is_used {
        let at = state.settles().unwrap_or_else(|| cx.now().timestamp());
        cx.end::<PrefixList>(&id, at);
    }
    Ok(DeleteManagedPrefixListResult { prefix_list: Some(list) })
}
