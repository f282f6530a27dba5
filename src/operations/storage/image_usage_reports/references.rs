//! DescribeImageReferences: what of the account's own refers to images.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-ami-references.html>

use crate::engine::{Read, Resource as _, Row};
use crate::error::{Error, Result};
use crate::records::account::arns::arn;
use crate::records::compute::image_uses::{depth, does_name};
use crate::records::compute::instances::Instance;
use crate::records::compute::launch_templates::LaunchTemplate;
use crate::records::ids::ImageId;
use crate::records::storage::images::Image;
use wire::{
    DescribeImageReferencesRequest, DescribeImageReferencesResult, ImageReference,
    ImageReferenceOptionName as OptionName, ImageReferenceResourceType as Type, InstanceStateName,
    ResourceTypeOption, WireEnum as _,
};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResourceTypeOption.html>
const USUAL_DEPTH: usize = 10;

const ALL: [Type; 2] = [Type::Ec2Instance, Type::Ec2LaunchTemplate];

/// A type of resources, and which of them are meant.
struct Wanted {
    of: Type,
    /// Empty: all.
    states: Vec<InstanceStateName>,
    depth: usize,
}

pub(crate) fn describe_image_references(
    cx: Read<'_>,
    request: &DescribeImageReferencesRequest,
) -> Result<DescribeImageReferencesResult> {
    let wanted = wanted(request)?;
    request.image_ids.iter().try_for_each(|id| Image::check_id(id))?;
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let mut found = Vec::new();
    for id in &request.image_ids {
        let image_id = ImageId::new(id.as_str());
        for wanted in &wanted {
            let arns = arns(cx, &image_id, wanted);
            found.extend(arns.into_iter().map(|arn| (image_id.clone(), wanted.of, arn)));
        }
    }
    let mut rows: Vec<_> = found
        .into_iter()
        .map(|(image, of, arn)| {
            let key = format!("{image} {} {arn}", of.as_str());
            let image_id = Some(image.to_string());
            (key, ImageReference { image_id, resource_type: Some(of), arn: Some(arn) })
        })
        .collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    rows.dedup_by(|one, other| one.0 == other.0);
    let page = paging.cut_sorted(rows.into_iter())?;
    Ok(DescribeImageReferencesResult {
        next_token: page.next_token,
        image_references: Some(page.items),
    })
}

// unverified (looked up 2026-11-26): codes and wordings.
fn wanted(request: &DescribeImageReferencesRequest) -> Result<Vec<Wanted>> {
    let usual = |of| Wanted { of, states: Vec::new(), depth: USUAL_DEPTH };
    let is_all = request.include_all_resource_types.unwrap_or(false);
    if !is_all && request.resource_types.is_empty() {
        return Err(Error::missing("resourceTypes"));
    }
    let one = |asked: &wire::ResourceTypeRequest| {
        let of = asked.resource_type.ok_or_else(|| Error::missing("resourceType"))?;
        let mut wanted = usual(of);
        let options = asked.resource_type_options.as_deref().unwrap_or_default();
        options.iter().try_for_each(|option| choose(&mut wanted, option))?;
        Ok(wanted)
    };
    let mut wanted = request.resource_types.iter().map(one).collect::<Result<Vec<_>>>()?;
    // What is asked for with options takes the place of what is usual.
    let others = ALL.into_iter().filter(|of| is_all && !wanted.iter().any(|it| it.of == *of));
    let others: Vec<_> = others.map(usual).collect();
    wanted.extend(others);
    Ok(wanted)
}

fn choose(wanted: &mut Wanted, option: &ResourceTypeOption) -> Result<()> {
    let values = option.option_values.as_deref().unwrap_or_default();
    match (wanted.of, option.option_name) {
        (Type::Ec2Instance, Some(OptionName::StateName)) => {
            wanted.states = values.iter().map(|text| state(text)).collect::<Result<_>>()?;
            Ok(())
        }
        (Type::Ec2LaunchTemplate, Some(OptionName::VersionDepth)) => {
            wanted.depth = depth(values)?;
            Ok(())
        }
        (_, name) => {
            let name = name.map_or("", |name| name.as_str());
            let reason = "There is no such option of the resource type.";
            Err(Error::bad_parameter("optionName", name, reason))
        }
    }
}

fn state(text: &str) -> Result<InstanceStateName> {
    let reason = "Expecting a state of instances.";
    InstanceStateName::parse(text).ok_or_else(|| Error::bad_parameter("optionValue", text, reason))
}

fn arns(cx: Read<'_>, image_id: &ImageId, wanted: &Wanted) -> Vec<String> {
    match wanted.of {
        Type::Ec2Instance => {
            let all = cx.with(Instance::BY_IMAGE, image_id);
            let states = &wanted.states;
            let is_in = |row: &&Row<Instance>| states.contains(&row.state(cx.now()));
            let all = all.filter(|row| states.is_empty() || is_in(row));
            all.map(|row| arn(cx, &format!("instance/{}", row.id))).collect()
        }
        Type::Ec2LaunchTemplate => {
            let all = cx.with(LaunchTemplate::BY_IMAGE, &**image_id);
            let all = all.filter(|row| does_name(row, image_id, wanted.depth));
            all.map(|row| arn(cx, &format!("launch-template/{}", row.id))).collect()
        }
        // They are other services'.
        Type::SsmParameter | Type::ImagebuilderImageRecipe | Type::ImagebuilderContainerRecipe => {
            Vec::new()
        }
    }
}
