//! Ways in for people: endpoints that let them reach what has no public address, and AWS Verified
//! Access.

pub(crate) mod instance_connect_endpoints;
pub(crate) mod verified_access_endpoints;
pub(crate) mod verified_access_groups;
pub(crate) mod verified_access_instances;
pub(crate) mod verified_access_trust_providers;
