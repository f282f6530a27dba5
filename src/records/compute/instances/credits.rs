//! How burstable instances pay for bursts.

/// No filter has this name: the index lists the instances that are or were unlimited.
pub(crate) const INDEX: &str = "cpu-credits";

pub(crate) const UNLIMITED: &str = "unlimited";
