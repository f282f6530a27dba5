//! Instances: effects.

pub(crate) mod launch;
pub(crate) mod lifecycle;
pub(crate) mod password;
