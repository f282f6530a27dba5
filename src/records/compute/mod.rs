//! Instances and what they are launched from, with and into.

pub(crate) mod application_status_checks;
pub(crate) mod capacity_reservations;
pub(crate) mod fleets;
pub(crate) mod host_reservations;
pub(crate) mod hosts;
pub(crate) mod iam_instance_profile_associations;
pub(crate) mod image_uses;
pub(crate) mod instance_event_windows;
pub(crate) mod instance_events;
pub(crate) mod instance_requirements;
pub(crate) mod instance_types;
pub(crate) mod instances;
pub(crate) mod key_pairs;
pub(crate) mod launch_templates;
pub(crate) mod metric_categories;
pub(crate) mod placement_groups;
pub(crate) mod spot_fleet_requests;
pub(crate) mod spot_instance_requests;
