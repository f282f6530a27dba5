//! IP Address Manager. <https://docs.aws.amazon.com/vpc/latest/ipam/what-it-is-ipam.html>

pub(crate) mod ipam_pools;
pub(crate) mod ipam_resource_discoveries;
pub(crate) mod ipam_scopes;
pub(crate) mod ipams;
