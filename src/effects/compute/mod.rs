//! Instances and what they are launched from, with and into.

pub(crate) mod capacity_interruptions;
pub(crate) mod capacity_reservations;
pub(crate) mod fleets;
pub(crate) mod hosts;
pub(crate) mod iam_instance_profile_associations;
pub(crate) mod instance_events;
pub(crate) mod instances;
pub(crate) mod key_pairs;
pub(crate) mod spot_instance_requests;
