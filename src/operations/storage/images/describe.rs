//! DescribeImages: the caller's images first, then those that other accounts share, then those of
//! the catalogue, in one listing.

use super::shared;
use crate::catalog::images;
use crate::engine::filter::Filters;
use crate::engine::{Id, Paging, Read, Resource as _, Row};
use crate::error::{Error, Result};
use crate::records::storage::images::describe::account;
use crate::records::storage::images::{Image, deregister, public, shared as shared_records};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use wire::{DescribeImagesRequest, DescribeImagesResult, ImageState};

/// Owners that go by a name:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html>.
const OWNER_ALIASES: [&str; 3] = ["amazon", "aws-backup-vault", "aws-marketplace"];

pub(crate) type Found<'a> = (Place, Cow<'a, Row<Image>>);

pub(crate) fn describe_images(
    cx: Read<'_>,
    request: &DescribeImagesRequest,
) -> Result<DescribeImagesResult> {
    if let Some(max) = request.max_results.filter(|max| *max < 1) {
        // unverified: what EC2 says; the model has no range for this one.
        return Err(Error::bad_parameter("maxResults", max, "Expecting a value of at least 1."));
    }
    if let (Some(ids), false, Some(_)) =
        (Image::IDS_EXCLUDE_MAX_RESULTS, request.image_ids.is_empty(), request.max_results)
    {
        return Err(Error::combination(format!(
            "The parameter {ids} cannot be used with the parameter maxResults"
        )));
    }
    let filters = Filters::<Image>::parse(cx.action(), &request.filters)?;
    let scope = Scope::new(cx, request)?;
    let paging = Paging::new(cx.action(), request.max_results, request.next_token.as_deref())?;
    let after = paging.after().and_then(Place::parse);
    let after = after.as_ref();
    let candidates: Box<dyn Iterator<Item = Found<'_>>> = if request.image_ids.is_empty() {
        Box::new(all(cx, after, &scope))
    } else {
        let named = by_ids(cx, &request.image_ids)?.into_iter();
        Box::new(named.filter(move |(place, _)| after.is_none_or(|after| place > after)))
    };
    let rows = candidates.filter(|(_, row)| scope.has(cx, row)).filter_map(|(place, row)| {
        let mut view = None;
        filters.matches(&row, &mut view, cx).then(|| {
            let view = view.unwrap_or_else(|| Image::view(&row, cx));
            Ok((place, view))
        })
    });
    let page = paging.cut(rows)?;
    Ok(DescribeImagesResult { images: Some(page.items), next_token: page.next_token })
}

/// Where an image stands in the listing; what a page's token says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Own(u64),
    /// By owner and position among the owner's.
    Shared(Id, u64),
    /// By position in the catalogue.
    Public(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(seq) => write!(f, "own {seq}"),
            Self::Shared(owner, seq) => write!(f, "{owner} {seq}"),
            Self::Public(at) => write!(f, "public {at}"),
        }
    }
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once(' ')? {
            ("own", seq) => seq.parse().ok().map(Self::Own),
            ("public", at) => at.parse().ok().map(Self::Public),
            (owner, seq) => seq.parse().ok().map(|seq| Self::Shared(owner.into(), seq)),
        }
    }
}

/// Every image behind a place; public ones only of the owners in question, as making rows of all
/// is what would cost.
fn all<'a>(cx: Read<'a>, after: Option<&Place>, scope: &Scope) -> impl Iterator<Item = Found<'a>> {
    let (own_after, skip) = match after {
        None => (0, 0),
        Some(Place::Own(seq)) => (*seq, 0),
        Some(Place::Shared(..)) => (u64::MAX, 0),
        Some(Place::Public(at)) => (u64::MAX, at.saturating_add(1)),
    };
    let own = cx.table::<Image>().iter(own_after, cx.now());
    let own = own.map(|(seq, row)| (Place::Own(seq), Cow::Borrowed(row)));
    let shared = shared::all(cx).map(|(owner, seq, row)| (Place::Shared(owner, seq), row));
    let shared = shared.filter(move |(place, _)| after.is_none_or(|after| place > after));
    let public = images::in_region(cx.region()).iter().enumerate().skip(skip);
    let public = public.filter(|(_, image)| scope.owner_is(image.owner_id, image.owner_alias));
    let public = public.map(move |(at, image)| (Place::Public(at), public::row(cx, image)));
    own.chain(shared.chain(public).map(|(place, row)| (place, Cow::Owned(row))))
}

fn by_ids<'a>(cx: Read<'a>, ids: &[String]) -> Result<Vec<Found<'a>>> {
    let table = cx.table::<Image>();
    let public = images::in_region(cx.region());
    let mut found = Vec::with_capacity(ids.len());
    let mut missing: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for id in ids {
        if let Some(row) = cx.find::<Image>(id) {
            let seq = table.seq(id).unwrap_or_default();
            found.push((Place::Own(seq), Cow::Borrowed(row)));
        } else if let Some(at) = public.iter().position(|image| image.id == *id) {
            found.push((Place::Public(at), Cow::Owned(public::row(cx, &public[at]))));
        } else if let Some((owner, seq, row)) = shared_records::get(cx, id) {
            found.push((Place::Shared(owner, seq), Cow::Owned(row)));
        } else if !deregister::is_remembered(cx, id) {
            Image::check_id(id)?;
            if seen.insert(id) {
                missing.push(id);
            }
        }
    }
    if !missing.is_empty() {
        return Err(Image::not_found(&missing));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.dedup_by(|(one, _), (other, _)| one == other);
    Ok(found)
}

/// Which images a request asks for, beside ids and filters.
pub(crate) struct Scope {
    /// None: whoever owns them.
    owners: Vec<Owner>,
    executable_by: Vec<User>,
    deprecated: bool,
    disabled: bool,
}

pub(crate) enum Owner {
    Account(String),
    Alias(String),
}

pub(crate) enum User {
    All,
    Account(String),
}

impl Scope {
    fn new(cx: Read<'_>, request: &DescribeImagesRequest) -> Result<Self> {
        let owners = request.owners.iter().map(|owner| match owner.as_str() {
            alias if OWNER_ALIASES.contains(&alias) => Ok(Owner::Alias(owner.clone())),
            _ => account(cx, owner).map(Owner::Account),
        });
        let executable_by = request.executable_users.iter().map(|user| match user.as_str() {
            "all" => Ok(User::All),
            _ => account(cx, user).map(User::Account),
        });
        // Whoever knows an id sees a deprecated image without asking for it:
        // <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html>.
        let named = !request.image_ids.is_empty();
        Ok(Self {
            owners: owners.collect::<Result<_>>()?,
            executable_by: executable_by.collect::<Result<_>>()?,
            deprecated: named || request.include_deprecated.unwrap_or(false),
            // unverified: that an id alone shows a disabled image too.
            disabled: named || request.include_disabled.unwrap_or(false),
        })
    }

    fn has(&self, cx: Read<'_>, image: &Image) -> bool {
        let now = cx.now();
        let hidden = image.owner_id != *cx.account()
            && image.deprecated.is_some_and(|deprecated| now.reached(deprecated));
        (self.deprecated || !hidden)
            && (self.disabled || image.state.at(now) != ImageState::Disabled)
            && self.owner_is(&image.owner_id, image.owner_alias.as_deref())
            && self.may_launch(image)
    }

    fn owner_is(&self, id: &str, alias: Option<&str>) -> bool {
        self.owners.is_empty()
            || self.owners.iter().any(|owner| match owner {
                Owner::Account(account) => account == id,
                Owner::Alias(name) => Some(name.as_str()) == alias,
            })
    }

    /// Explicit permissions alone: an owner has none unless given.
    fn may_launch(&self, image: &Image) -> bool {
        self.executable_by.is_empty()
            || self.executable_by.iter().any(|user| match user {
                User::All => image.is_public,
                User::Account(account) => image.shared_with.accounts.contains(account.as_str()),
            })
    }
}
