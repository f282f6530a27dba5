//! Ways in for people: AWS Verified Access.

pub(crate) mod verified_access;
pub(crate) mod verified_access_endpoints;
pub(crate) mod verified_access_groups;
pub(crate) mod verified_access_instances;
pub(crate) mod verified_access_trust_providers;
