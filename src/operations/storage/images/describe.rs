//! DescribeImages: the caller's images first, then those that other accounts share, then those of
//! the catalogue, in one listing.

use crate::catalog::images;
use crate::engine::{Candidate, PageRule, Query, Read, Rules};
use crate::error::{Error, Result};
use crate::records::storage::images::describe::account;
use crate::records::storage::images::{Image, allowed};
use wire::{DescribeImagesRequest, DescribeImagesResult, ImageState};

/// Owners that go by a name:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html>.
const OWNER_ALIASES: [&str; 3] = ["amazon", "aws-backup-vault", "aws-marketplace"];

/// <https://github.com/aws/karpenter-provider-aws/issues/6061>
pub(crate) const PAGES: Rules = Rules {
    page: PageRule {
        unknown: |_| Error::invalid_value("The NextToken is invalid."),
        ..PageRule::USUAL
    },
    ..Rules::USUAL
};

pub(crate) fn describe_images(
    cx: Read<'_>,
    request: &DescribeImagesRequest,
) -> Result<DescribeImagesResult> {
    check(request)?;
    let scope = Scope::new(cx, request)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref())
        .among(&request.image_ids);
    let public = images::in_region(cx.region());
    let page = cx.select_seen::<Image>(&query, |candidate| match candidate {
        // Most are of others than the request asks for, and making rows of all would cost.
        Candidate::Aws(at) => public.get(at).is_some_and(|image| {
            scope.owner_is(image.owner_id, image.owner_alias)
                && !allowed::is_public_hidden(cx, image)
        }),
        Candidate::Row(_, row) => scope.has(cx, row) && !allowed::is_hidden(cx, row),
    })?;
    Ok(DescribeImagesResult { images: Some(page.items), next_token: page.next_token })
}

/// Recorded in `images_controls.json` and `images_sharing.json` of radkawar/stackd (looked up
/// 2026-11-26).
fn check(request: &DescribeImagesRequest) -> Result<()> {
    if let Some(few) = request.max_results.filter(|max| *max < 5) {
        let message = "for maxResults. Expecting a value greater than 5.";
        return Err(Error::invalid_value(format!("Invalid value '{few}' {message}")));
    }
    if request.image_ids.iter().any(String::is_empty) {
        return Err(Error::missing("ImageId"));
    }
    Ok(())
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
            // unverified (looked up 2026-11-26): that an id alone shows a disabled image too.
            disabled: named || request.include_disabled.unwrap_or(false),
        })
    }

    fn has(&self, cx: Read<'_>, image: &Image) -> bool {
        let now = cx.now();
        let hidden = image.owner_id != *cx.account()
            && image.deprecation().is_some_and(|deprecated| now.reached(deprecated));
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
