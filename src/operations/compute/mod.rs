//! Instances and what they are launched from, with and into.

pub(crate) mod capacity_blocks;
pub(crate) mod capacity_manager;
pub(crate) mod capacity_reservation_fleets;
pub(crate) mod capacity_reservations;
pub(crate) mod elastic_gpus;
pub(crate) mod fleets;
pub(crate) mod fpga_images;
pub(crate) mod host_reservations;
pub(crate) mod hosts;
pub(crate) mod iam_instance_profile_associations;
pub(crate) mod instance_event_windows;
pub(crate) mod instance_events;
pub(crate) mod instance_requirements;
pub(crate) mod instance_types;
pub(crate) mod instances;
pub(crate) mod key_pairs;
pub(crate) mod launch_templates;
pub(crate) mod placement_groups;
pub(crate) mod replace_root_volume_tasks;
pub(crate) mod reserved_instances;
pub(crate) mod scheduled_instances;
pub(crate) mod spot_datafeed_subscriptions;
pub(crate) mod spot_fleet_requests;
pub(crate) mod spot_instance_requests;
pub(crate) mod spot_placement_scores;
pub(crate) mod spot_price_history;
