//! Values that decode, for members whatever they mean.

use wire::{Model, StructModel};

/// A value of the member's type that lies in its range.
pub fn scalar(model: &Model, of: &str, low: Option<&str>) -> Option<String> {
    Some(match of {
        "string" => "sample".to_owned(),
        "int" | "long" | "double" | "float" => low.unwrap_or("1").to_owned(),
        "bool" => "true".to_owned(),
        "time" => "2026-01-31T12:00:00Z".to_owned(),
        "blob" => "c2FtcGxl".to_owned(),
        _ => model.enums.get(of)?.first()?.clone(),
    })
}

/// The parameters that make a request decode: every required member, those of structs included.
pub fn required(model: &Model, shape: &StructModel) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    add_required(model, shape, "", &mut parameters);
    parameters
}

fn add_required(
    model: &Model,
    shape: &StructModel,
    prefix: &str,
    parameters: &mut Vec<(String, String)>,
) {
    for member in shape.members.iter().filter(|member| member.required) {
        let index = if member.list_item.is_some() { ".1" } else { "" };
        let name = format!("{prefix}{}{index}", member.request_name);
        let low = if member.list_item.is_some() { None } else { member.low.as_deref() };
        match scalar(model, &member.of, low) {
            Some(value) => parameters.push((name, value)),
            None => {
                let inner = &model.structs[&member.of];
                let before = parameters.len();
                add_required(model, inner, &format!("{name}."), parameters);
                // A struct is there as soon as one of its members is.
                if parameters.len() == before {
                    parameters.extend(first_scalar(model, inner, &format!("{name}.")));
                }
            }
        }
    }
}

/// The first value of a struct, or of one that stands first in it.
fn first_scalar(model: &Model, shape: &StructModel, prefix: &str) -> Option<(String, String)> {
    let first = shape.members.first()?;
    let index = if first.list_item.is_some() { ".1" } else { "" };
    let name = format!("{prefix}{}{index}", first.request_name);
    match scalar(model, &first.of, first.low.as_deref()) {
        Some(value) => Some((name, value)),
        None => first_scalar(model, model.structs.get(&first.of)?, &format!("{name}.")),
    }
}

/// What an operation needs although the model requires nothing of it.
pub fn needed(operation: &str) -> Vec<(&'static str, &'static str)> {
    match operation {
        // Those of other owners are not known.
        "DescribeFpgaImages" => vec![("Owner.1", "self")],
        "DescribeLaunchTemplateVersions" => vec![("LaunchTemplateVersion.1", "$Latest")],
        // Of all types there are some hundred thousand.
        "DescribeReservedInstancesOfferings" => {
            vec![("InstanceType", "t3.nano"), ("ProductDescription", "Windows")]
        }
        // Of all types there are some ten thousand prices.
        "DescribeSpotPriceHistory" => vec![("InstanceType.1", "m5.large")],
        _ => Vec::new(),
    }
}

/// `parameters` with one more, or with another value for it.
pub fn with(parameters: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let others = parameters.iter().filter(|(key, _)| {
        key != name && !key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    });
    others.cloned().chain([(name.to_owned(), value.to_owned())]).collect()
}

pub fn borrowed(parameters: &[(String, String)]) -> Vec<(&str, &str)> {
    parameters.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}
