//! What uses an image: instances that are not terminated, and launch templates whose latest
//! versions name it.

use super::instances::Instance;
use super::launch_templates::LaunchTemplate;
use crate::engine::{Now, Row};
use crate::records::ids::ImageId;
use wire::{InstanceStateName, WireEnum as _};

/// How many versions of a template are looked at where nobody says.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImageUsageReport.html>
pub(crate) const USUAL_DEPTH: usize = 20;

/// Whether an instance uses its image, in one of some states; none given is all but the last.
pub(crate) fn does_run(row: &Row<Instance>, states: &[String], now: Now<'_>) -> bool {
    let state = row.state(now);
    if states.is_empty() {
        return state != InstanceStateName::Terminated;
    }
    states.iter().any(|wanted| wanted == state.as_str())
}

/// Whether one of the latest versions of a template names an image.
pub(crate) fn does_name(row: &Row<LaunchTemplate>, image_id: &ImageId, depth: usize) -> bool {
    let latest = row.versions.values().rev().take(depth);
    latest.into_iter().any(|version| version.data.image_id.as_deref() == Some(&**image_id))
}
