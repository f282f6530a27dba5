//! Ways in for people: endpoints that let them reach what has no public address.

pub(crate) mod instance_connect_endpoints;
