//! Amazon FPGA Images. What stands in S3 is not looked at: every design becomes an image that is
//! available, and what only the design could tell, its shell and its PCI ids, is not shown. Nothing
//! is written to where the logs should go. The images that AWS and vendors publish are not known.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFpgaImage.html>

use crate::engine::filter::ViewFilters;
use crate::engine::{
    By, EVERYBODY, IdRule, Index, Operation, Query, Read, Resource, Row, Sharing, Tags, Text,
    Timed, Whose, Write, operations,
};
use crate::error::{Error, Result, check_one_attribute};
use crate::records::account::arns::check_account;
use crate::records::account::buckets::check_bucket;
use crate::records::durations;
use crate::records::storage::images::describe;
use crate::records::storage::snapshots::create::source_region;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wire::{
    CopyFpgaImageRequest, CopyFpgaImageResult, CreateFpgaImageRequest, CreateFpgaImageResult,
    DeleteFpgaImageRequest, DeleteFpgaImageResult, DescribeFpgaImageAttributeRequest,
    DescribeFpgaImageAttributeResult, DescribeFpgaImagesRequest, DescribeFpgaImagesResult, Filter,
    FpgaImageAttribute, FpgaImageAttributeName as Attribute, FpgaImageState,
    FpgaImageStateCode as State, LoadPermission, LoadPermissionRequest,
    ModifyFpgaImageAttributeRequest, ModifyFpgaImageAttributeResult, OperationType,
    PermissionGroup, ResetFpgaImageAttributeRequest, ResetFpgaImageAttributeResult, ResourceType,
    StorageLocation, Timestamp,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateFpgaImage => create_fpga_image;
    Read  DescribeFpgaImages => describe_fpga_images;
    Read  DescribeFpgaImageAttribute => describe_fpga_image_attribute;
    Write CopyFpgaImage => copy_fpga_image, visits "SourceRegion";
    Write ModifyFpgaImageAttribute => modify_fpga_image_attribute, refuses ["ProductCode"];
    Write ResetFpgaImageAttribute => reset_fpga_image_attribute;
    Write DeleteFpgaImage => delete_fpga_image;
};

impl FpgaImage {
    /// By the accounts that may load them beside their owner.
    const LOADABLE_BY: By<Self, str> = By::new("loadable-by");
}

impl Resource for FpgaImage {
    type View = wire::FpgaImage;
    const PREFIX: &'static str = "afi";
    const TYPE: Option<ResourceType> = Some(ResourceType::FpgaImage);
    const PLURAL: &'static str = "fpgaImages";
    const MALFORMED: &'static str = "InvalidFpgaImageID.Malformed";
    const ID: IdRule = IdRule::LookedUp;
    const ID_FILTER: Option<&'static str> = Some("fpga-image-id");
    const SHARING: Option<Sharing<Self>> =
        Some(Sharing::new(Some(Self::LOADABLE_BY), |row, _, account| {
            row.is_public || row.loadable_by.contains(account)
        }));
    const WHOSE: &'static [Whose<Self>] = &[Whose::Own, Whose::Shared];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::FpgaImage {
        let made = row.state.settles().filter(|at| cx.now().reached(*at));
        wire::FpgaImage {
            fpga_image_id: Some(row.id.to_string()),
            fpga_image_global_id: Some(row.global_id.to_string()),
            name: row.name.clone(),
            description: row.description.clone(),
            state: Some(FpgaImageState { code: Some(row.state.at(cx.now())), message: None }),
            create_time: Some(row.created),
            update_time: made.max(Some(row.updated)),
            owner_id: Some(cx.account().to_string()),
            product_codes: Some(Vec::new()),
            tags: row.tags.wire(),
            public: Some(row.is_public),
            ..wire::FpgaImage::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if self.is_public {
            index.add(Self::LOADABLE_BY, EVERYBODY);
        }
        for account in &self.loadable_by {
            index.add(Self::LOADABLE_BY, account);
        }
    }

    /// As AWS's hdk/docs quote DescribeFpgaImages.
    // unverified (looked up 2026-11-26): of the other operations.
    fn check_id(id: &str) -> Result<()> {
        let digits = id.strip_prefix("afi-").unwrap_or_default();
        if digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return Ok(());
        }
        Err(Error::new(Self::MALFORMED, format!("Image ID '{id}' is invalid")))
    }

    /// ingonyama-zk/blaze#2, and AWS's hdk/docs/delete_fpga_image.md.
    // unverified (looked up 2026-11-26): the words for several.
    fn not_found(ids: &[&str]) -> Error {
        Error::new(Self::NOT_FOUND, format!("Image ID '{}' not found.", ids.join(", ")))
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FpgaImage {
    /// `agfi-…`, the same of all its copies: so instances load it, in whichever region they are.
    global_id: Text,
    name: Option<String>,
    description: Option<String>,
    state: Timed<State>,
    created: Timestamp,
    updated: Timestamp,
    is_public: bool,
    loadable_by: BTreeSet<Text>,
}

impl FpgaImage {
    fn new(cx: Read<'_>, global_id: Text, name: Option<String>, text: Option<String>) -> Self {
        let now = cx.now().timestamp().whole_seconds();
        let takes = durations::FPGA_IMAGES_PENDING;
        Self {
            global_id,
            name,
            description: text,
            state: cx.transition(State::Pending, State::Available, takes),
            created: now,
            updated: now,
            is_public: false,
            loadable_by: BTreeSet::new(),
        }
    }
}

fn create_fpga_image(
    cx: &mut Write<'_>,
    request: &CreateFpgaImageRequest,
) -> Result<CreateFpgaImageResult> {
    let tags = cx.tags_for::<FpgaImage>(&request.tag_specifications)?;
    let design = &request.input_storage_location;
    check_place("inputStorageLocation", design)?;
    if design.key.is_none() {
        return Err(Error::missing("inputStorageLocation.key"));
    }
    if let Some(logs) = &request.logs_storage_location {
        check_place("logsStorageLocation", logs)?;
    }
    let global_id = cx.ids().next::<FpgaImage>("agfi").as_text().clone();
    let (name, text) = (request.name.clone(), request.description.clone());
    let image = FpgaImage::new(cx.read(), global_id, name, text);
    let made = cx.create(image, tags)?;
    Ok(CreateFpgaImageResult {
        fpga_image_id: made.fpga_image_id,
        fpga_image_global_id: made.fpga_image_global_id,
    })
}

/// # Errors
/// `MissingParameter` without a bucket, `InvalidParameterValue` for what is none.
// unverified (looked up 2026-11-26): codes and words, and that logs need no key.
fn check_place(parameter: &str, place: &StorageLocation) -> Result<()> {
    let parameter = format!("{parameter}.bucket");
    let bucket = place.bucket.as_deref().ok_or_else(|| Error::missing(&parameter))?;
    check_bucket(&parameter, bucket)
}

/// Without owners it would list those that AWS publishes, too.
fn describe_fpga_images(
    cx: Read<'_>,
    request: &DescribeFpgaImagesRequest,
) -> Result<DescribeFpgaImagesResult> {
    ViewFilters::parse(cx.action(), &request.filters)?;
    cx.paging(request.max_results, request.next_token.as_deref())?;
    let ids = &request.fpga_image_ids;
    if let Some(id) = ids.iter().find(|id| cx.reach::<FpgaImage>(*id).is_none()) {
        FpgaImage::check_id(id)?;
        // This operation alone ends without a full stop, as aws/aws-fpga quotes it.
        return Err(Error::new(FpgaImage::NOT_FOUND, format!("Image ID '{id}' not found")));
    }
    let owners = owners(cx, &request.owners)?;
    if owners.is_empty() && ids.is_empty() {
        return Err(Error::not_emulated("FPGA images of other owners than accounts"));
    }
    let given = request.filters.iter();
    let given = given.map(|it| Filter { name: it.name.clone(), values: it.values.clone() });
    let of_owners = (!owners.is_empty())
        .then(|| Filter { name: Some("owner-id".to_owned()), values: Some(owners) });
    let filters: Vec<Filter> = given.chain(of_owners).collect();
    let query = Query::of(&filters, request.max_results, request.next_token.as_deref());
    let page = cx.select::<FpgaImage>(&query.among(ids))?;
    Ok(DescribeFpgaImagesResult { fpga_images: Some(page.items), next_token: page.next_token })
}

/// The accounts that are named.
fn owners(cx: Read<'_>, names: &[String]) -> Result<Vec<String>> {
    let account = |name: &String| match name.as_str() {
        "amazon" | "aws-marketplace" => {
            Err(Error::not_emulated("FPGA images of other owners than accounts"))
        }
        // In the words of DescribeImages, as AWS's hdk/docs quote it.
        other => describe::account(cx, other),
    };
    names.iter().map(account).collect()
}

fn describe_fpga_image_attribute(
    cx: Read<'_>,
    request: &DescribeFpgaImageAttributeRequest,
) -> Result<DescribeFpgaImageAttributeResult> {
    let row = cx.get::<FpgaImage>(&request.fpga_image_id)?;
    let shown = Some(attribute(row, request.attribute));
    Ok(DescribeFpgaImageAttributeResult { fpga_image_attribute: shown })
}

fn attribute(row: &Row<FpgaImage>, of: Attribute) -> FpgaImageAttribute {
    let shown = FpgaImageAttribute {
        fpga_image_id: Some(row.id.to_string()),
        ..FpgaImageAttribute::default()
    };
    match of {
        Attribute::Description => {
            FpgaImageAttribute { description: row.description.clone(), ..shown }
        }
        Attribute::Name => FpgaImageAttribute { name: row.name.clone(), ..shown },
        Attribute::ProductCodes => FpgaImageAttribute { product_codes: Some(Vec::new()), ..shown },
        Attribute::LoadPermission => {
            let group = row.is_public.then_some(PermissionGroup::All);
            let to_all = group.map(|group| LoadPermission { group: Some(group), user_id: None });
            let to_one = row.loadable_by.iter();
            let to_one =
                to_one.map(|id| LoadPermission { group: None, user_id: Some(id.to_string()) });
            let permissions = to_all.into_iter().chain(to_one).collect();
            FpgaImageAttribute { load_permissions: Some(permissions), ..shown }
        }
    }
}

/// The copy has the tags and permissions of nobody, but loads the same.
/// <https://github.com/aws/aws-fpga/blob/master/hdk/docs/copy_fpga_image.md>
// unverified (looked up 2026-11-26): that it keeps the description of its source, as its name.
fn copy_fpga_image(
    cx: &mut Write<'_>,
    request: &CopyFpgaImageRequest,
) -> Result<CopyFpgaImageResult> {
    let there = source_region(cx.read(), &request.source_region)?;
    let id = request.source_fpga_image_id.as_str();
    let Some((_, source)) = there.reach::<FpgaImage>(id) else {
        FpgaImage::check_id(id)?;
        return Err(FpgaImage::not_found(&[id]));
    };
    let name = request.name.clone().or_else(|| source.name.clone());
    let text = request.description.clone().or_else(|| source.description.clone());
    let image = FpgaImage::new(cx.read(), source.global_id.clone(), name, text);
    let made = cx.create(image, Tags::default())?;
    Ok(CopyFpgaImageResult { fpga_image_id: made.fpga_image_id })
}

/// Who may load an image beside its owner.
enum Who {
    All,
    Account(Text),
}

fn modify_fpga_image_attribute(
    cx: &mut Write<'_>,
    request: &ModifyFpgaImageAttributeRequest,
) -> Result<ModifyFpgaImageAttributeResult> {
    let id = cx.get::<FpgaImage>(&request.fpga_image_id)?.id.clone();
    let (add, remove) = permissions(request)?;
    let (name, text) = (&request.name, &request.description);
    let is_permission = !add.is_empty() || !remove.is_empty();
    check_one_attribute(&[name.is_some(), text.is_some(), is_permission])?;
    let changed = match (name, text) {
        (Some(_), _) => Attribute::Name,
        (_, Some(_)) => Attribute::Description,
        _ => Attribute::LoadPermission,
    };
    let is_other = request.attribute.is_some_and(|asked| asked != changed);
    check_one_attribute(&[true, is_other])?;
    let now = cx.now().timestamp().whole_seconds();
    let mut row = cx.get_mut::<FpgaImage>(&id)?;
    row.updated = now;
    row.name = name.clone().or_else(|| row.name.clone());
    row.description = text.clone().or_else(|| row.description.clone());
    for (all, may) in [(add, true), (remove, false)] {
        for who in all {
            match who {
                Who::All => row.is_public = may,
                Who::Account(id) if may => _ = row.loadable_by.insert(id),
                Who::Account(id) => _ = row.loadable_by.remove(&id),
            }
        }
    }
    drop(row);
    let shown = attribute(cx.get::<FpgaImage>(&id)?, changed);
    Ok(ModifyFpgaImageAttributeResult { fpga_image_attribute: Some(shown) })
}

/// Who is added and who is removed, in either of the two ways to say it.
///
/// # Errors
/// `InvalidParameterValue` for what is no account or group, `MissingParameter` where it is not said
/// which of both.
// unverified (looked up 2026-11-26): codes and words.
fn permissions(request: &ModifyFpgaImageAttributeRequest) -> Result<(Vec<Who>, Vec<Who>)> {
    let account =
        |id: &String| check_account("userId", id).map(|()| Who::Account(id.as_str().into()));
    let group = |name: &String| match name.as_str() {
        "all" => Ok(Who::All),
        _ => Err(Error::bad_parameter("userGroup", name, "Expecting all.")),
    };
    let both = |it: &LoadPermissionRequest| {
        let to_all = it.group.map(|PermissionGroup::All| Ok(Who::All));
        to_all.into_iter().chain(it.user_id.as_ref().map(account)).collect::<Vec<_>>()
    };
    let list = |of: Option<&Vec<LoadPermissionRequest>>| {
        of.into_iter().flatten().flat_map(both).collect::<Result<Vec<_>>>()
    };
    let wanted = request.load_permission.as_ref();
    let mut add = list(wanted.and_then(|it| it.add.as_ref()))?;
    let mut remove = list(wanted.and_then(|it| it.remove.as_ref()))?;
    let named = request.user_ids.iter().map(account);
    let named = named.chain(request.user_groups.iter().map(group)).collect::<Result<Vec<_>>>()?;
    match request.operation_type {
        Some(OperationType::Add) => add.extend(named),
        Some(OperationType::Remove) => remove.extend(named),
        None if named.is_empty() => {}
        None => return Err(Error::missing("operationType")),
    }
    Ok((add, remove))
}

fn reset_fpga_image_attribute(
    cx: &mut Write<'_>,
    request: &ResetFpgaImageAttributeRequest,
) -> Result<ResetFpgaImageAttributeResult> {
    // There is but one that can be.
    let _ = request.attribute;
    let now = cx.now().timestamp().whole_seconds();
    let mut row = cx.get_mut::<FpgaImage>(&request.fpga_image_id)?;
    row.is_public = false;
    row.loadable_by.clear();
    row.updated = now;
    Ok(ResetFpgaImageAttributeResult { r#return: Some(true) })
}

fn delete_fpga_image(
    cx: &mut Write<'_>,
    request: &DeleteFpgaImageRequest,
) -> Result<DeleteFpgaImageResult> {
    let image = cx.get::<FpgaImage>(&request.fpga_image_id)?;
    let used = match (image.is_public, image.loadable_by.is_empty()) {
        (true, _) => Some("public"),
        (_, false) => Some("shared"),
        _ => None,
    };
    if let Some(used) = used {
        // AWS's hdk/docs/delete_fpga_image.md; unverified (looked up 2026-11-26): which comes first
        // for one that is both.
        let message = format!("Operation not permitted for {used} AFI");
        return Err(Error::new("OperationNotPermitted", message));
    }
    cx.delete::<FpgaImage>(&request.fpga_image_id)?;
    Ok(DeleteFpgaImageResult { r#return: Some(true) })
}
