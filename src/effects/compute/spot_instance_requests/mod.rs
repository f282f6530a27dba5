//! What instances do to the Spot requests they were launched for.

pub(crate) mod later;
pub(crate) mod life;
pub(crate) mod relaunch;
