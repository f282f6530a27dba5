//! Public parameters of Systems Manager that tell the newest public image of a family, in each
//! region. No other parameter is known here, public or not.

use super::images::{self, PublicImage};
use super::{regions, rows};
use serde_json::json;
use std::collections::HashMap;
use std::sync::OnceLock;

static DATA: &str = include_str!("data/image_parameters.tsv");

/// By region, each made when it is first asked for.
type Parameters = HashMap<&'static str, OnceLock<Vec<ImageParameter>>>;

static PARAMETERS: OnceLock<Parameters> = OnceLock::new();

/// A parameter and the image that it tells something of.
#[derive(Debug)]
pub(crate) struct ImageParameter {
    pub(crate) name: String,
    pub(crate) image: &'static PublicImage,
    pub(crate) value: String,
    /// How many builds of the family there were.
    pub(crate) version: usize,
}

/// The parameters of a region in the order of their names; none in a region that AWS does not have.
pub(crate) fn in_region(region: &str) -> &'static [ImageParameter] {
    let parameters = PARAMETERS.get_or_init(|| {
        regions::all().iter().map(|region| (region.name, OnceLock::new())).collect()
    });
    parameters.get_key_value(region).map_or(&[], |(region, made)| made.get_or_init(|| all(region)))
}

pub(crate) fn find(region: &str, name: &str) -> Option<&'static ImageParameter> {
    let parameters = in_region(region);
    let at = parameters.binary_search_by(|parameter| parameter.name.as_str().cmp(name)).ok()?;
    Some(&parameters[at])
}

fn all(region: &str) -> Vec<ImageParameter> {
    let mut found = Vec::new();
    for (pattern, mut columns) in rows(DATA) {
        let Some(images) = columns.next() else { continue };
        for (architecture, debian) in [("x86_64", "amd64"), ("arm64", "arm64")] {
            let fill = |text: &str| text.replace("{a}", architecture).replace("{d}", debian);
            if let Some((image, version)) = newest(region, &fill(images)) {
                push(&mut found, &fill(pattern), image, version);
            }
        }
    }
    found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    found.dedup_by(|one, other| one.name == other.name);
    found
}

/// A parameter with the image's id; those of ECS and EKS stand beside others, and below one that
/// has all of them.
fn push(found: &mut Vec<ImageParameter>, name: &str, image: &'static PublicImage, version: usize) {
    let mut add = |name: &str, value: String| {
        found.push(ImageParameter { name: name.to_owned(), image, value, version });
    };
    add(name, image.id.clone());
    if let Some(all) = name.strip_suffix("/image_id") {
        add(&format!("{all}/image_name"), image.name.clone());
        add(all, metadata(all, image));
    }
}

/// What is known of an image of ECS or EKS; the versions of what is installed on it are not.
fn metadata(parameter: &str, image: &PublicImage) -> String {
    let members = if parameter.starts_with("/aws/service/ecs/") {
        let os =
            if image.name.starts_with("amzn2") { "Amazon Linux 2" } else { "Amazon Linux 2023" };
        json!({
            "schema_version": 1, "image_id": image.id, "image_name": image.name, "os": os,
        })
    } else {
        json!({ "schema_version": "2", "image_id": image.id, "image_name": image.name })
    };
    members.to_string()
}

/// The newest of the images of a family, and how many these are.
fn newest(region: &str, name: &str) -> Option<(&'static PublicImage, usize)> {
    let (before, after) = name.split_once("{v}")?;
    let is_of_family = |image: &&PublicImage| {
        let version = image.name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        // A version begins with a digit, the name of a longer family does not.
        version.is_some_and(|version| version.starts_with(|first: char| first.is_ascii_digit()))
    };
    let family = || images::in_region(region).iter().filter(is_of_family);
    Some((family().max_by_key(|image| image.creation_date)?, family().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_stands_for_an_image() {
        for (pattern, _) in rows(DATA) {
            let parameter = pattern.replace("{a}", "x86_64").replace("{d}", "amd64");
            // Amazon Linux 1 and the older images of EBS volumes have no other architecture.
            let found = find("us-east-1", &parameter).unwrap_or_else(|| panic!("{parameter}"));
            assert!(found.value.starts_with("ami-"), "{parameter}");
        }
        let arm = find("eu-west-1", "/aws/service/debian/release/12/latest/arm64").unwrap();
        assert_eq!(arm.image.name, "debian-12-arm64-20260923-2610");
        let plain = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";
        assert!(find("eu-west-1", plain).unwrap().image.name.starts_with("al2023-ami-2023"));
        assert!(find("eu-west-1", "/aws/service/none").is_none());
        assert!(find("eu-west-9", plain).is_none());
    }
}
