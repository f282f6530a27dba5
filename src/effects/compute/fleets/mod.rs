//! What EC2 Fleets and Spot Fleets launch and end.

pub(crate) mod allocate;
pub(crate) mod checks;
pub(crate) mod launch;
pub(crate) mod life;
pub(crate) mod members;
pub(crate) mod pools;
pub(crate) mod prices;
pub(crate) mod specifications;
pub(crate) mod templates;
pub(crate) mod told;
