//! Public parameters of Systems Manager that hold the id of an image: which of a region's public
//! images each stands for. The service itself is not emulated.

use super::images::{self, PublicImage};
use super::rows;

static DATA: &str = include_str!("data/image_parameters.tsv");

/// The newest image of the family that a public parameter names.
pub(crate) fn find(region: &str, parameter: &str) -> Option<&'static PublicImage> {
    rows(DATA).find_map(|(pattern, mut columns)| {
        let name = columns.next()?;
        [("x86_64", "amd64"), ("arm64", "arm64")].into_iter().find_map(|(architecture, debian)| {
            let fill = |text: &str| text.replace("{a}", architecture).replace("{d}", debian);
            (fill(pattern) == parameter).then(|| newest(region, &fill(name))).flatten()
        })
    })
}

fn newest(region: &str, name: &str) -> Option<&'static PublicImage> {
    let (before, after) = name.split_once("{v}")?;
    let is_of_family = |image: &&PublicImage| {
        let version = image.name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        // A version begins with a digit, the name of a longer family does not.
        version.is_some_and(|version| version.starts_with(|first: char| first.is_ascii_digit()))
    };
    images::in_region(region).iter().filter(is_of_family).max_by_key(|image| image.creation_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_stands_for_an_image() {
        for (pattern, _) in rows(DATA) {
            let parameter = pattern.replace("{a}", "x86_64").replace("{d}", "amd64");
            // Amazon Linux 1 and the older images of EBS volumes have no other architecture.
            let image = find("us-east-1", &parameter).unwrap_or_else(|| panic!("{parameter}"));
            assert!(image.id.starts_with("ami-"), "{parameter}");
        }
        let arm = "/aws/service/debian/release/12/latest/arm64";
        assert_eq!(find("eu-west-1", arm).unwrap().name, "debian-12-arm64-20260923-2610");
        let minimal = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64";
        assert!(find("eu-west-1", minimal).unwrap().name.starts_with("al2023-ami-2023"));
        assert!(find("eu-west-1", "/aws/service/none").is_none());
    }
}
