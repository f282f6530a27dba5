//! How a resolver fills prefix lists, here or in other regions: the entries of a list become those
//! of a version.

use super::record::IpamPrefixListResolver;
use super::target::IpamPrefixListResolverTarget;
use crate::engine::{Id, Read, Text, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::ids::PrefixListId;
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::network::managed_prefix_lists::entries::Entries;
use std::sync::Arc;
use wire::{IpamPrefixListResolverTargetState as State, PrefixListState};

/// Fills the list of a target with the version that it is to have.
pub(super) fn fill(cx: &mut Write<'_>, id: &Id<IpamPrefixListResolverTarget>) -> Result<()> {
    let read = cx.read();
    let target = read.get::<IpamPrefixListResolverTarget>(id)?;
    let resolver = read.get::<IpamPrefixListResolver>(&target.resolver_id)?;
    let number = target.desired.unwrap_or_else(|| resolver.latest());
    let mut entries = Entries::default();
    for cidr in resolver.version("desiredVersion", number)? {
        entries.insert(*cidr);
    }
    let (region, list_id) = (target.list_region.clone(), target.list_id.clone());
    let failure = failure(read, &region, &list_id, &entries);
    let outcome = if failure.is_some() { State::SyncFailed } else { State::SyncComplete };
    let state = read.transition(State::SyncInProgress, outcome, durations::IPAMS_MODIFYING);
    let named = id.as_text().clone();
    let entries = failure.is_none().then_some(entries);
    in_list(cx, &region, &list_id, move |cx, list_id| put(cx, list_id, named, entries));
    let mut target = cx.get_mut::<IpamPrefixListResolverTarget>(id)?;
    if failure.is_none() {
        target.synced = Some(number);
    }
    (target.failure, target.state) = (failure, state);
    Ok(())
}

/// Fills all lists that follow the latest version.
pub(super) fn follow(cx: &mut Write<'_>, id: &Id<IpamPrefixListResolver>) -> Result<()> {
    let targets = cx.read().with(IpamPrefixListResolverTarget::BY_RESOLVER, id);
    let is_following = |target: &&_| {
        let target: &IpamPrefixListResolverTarget = target;
        target.desired.is_none()
    };
    let now = cx.now();
    let targets = targets.filter(|row| is_following(&&***row) && !row.is_leaving(now));
    let targets: Vec<_> = targets.map(|row| row.id.clone()).collect();
    targets.iter().try_for_each(|target| fill(cx, target))
}

/// Says whose target a list is, and gives it entries if it has others.
fn put(cx: &mut Write<'_>, list_id: &PrefixListId, target: Text, entries: Option<Entries>) {
    let state = cx.read().transition(
        PrefixListState::ModifyInProgress,
        PrefixListState::ModifyComplete,
        durations::MANAGED_PREFIX_LISTS_CHANGING,
    );
    let Some(mut list) = cx.find_mut::<PrefixList>(list_id) else { return };
    list.resolver_target = Some(target);
    let is_other = |it: &Entries| list.entries().is_ok_and(|before| before.0 != it.0);
    if let Some(entries) = entries.filter(is_other) {
        list.renew(Arc::new(entries));
        list.state = state;
    }
}

/// Why a list cannot have entries. One that is changing has them all the same.
fn failure(cx: Read<'_>, region: &str, id: &PrefixListId, entries: &Entries) -> Option<String> {
    let list = cx.in_region(region)?.find::<PrefixList>(id)?;
    entries.check_count(list.max_entries).err().map(|refusal| refusal.message)
}

/// Changes a list where it is.
pub(super) fn in_list(
    cx: &mut Write<'_>,
    region: &str,
    list_id: &PrefixListId,
    change: impl FnOnce(&mut Write<'_>, &PrefixListId) + 'static,
) {
    if *region == **cx.region() {
        return change(cx, list_id);
    }
    let (account, region, list_id) = (cx.account().clone(), region.into(), list_id.clone());
    cx.also_in(&account, &region, move |there| change(there, &list_id));
}
