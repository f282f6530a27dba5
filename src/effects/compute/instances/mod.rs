//! Instances: what they do to other resources, and others to them.

pub(crate) mod launch;
pub(crate) mod lifecycle;
pub(crate) mod password;
