//! Whether packets can get from one place to another, by what the region's networks are set up to
//! do: a walk from interface to interface, hop by hop. Nothing is ever sent.
//! <https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html>
//!
//! Only IPv4 is looked at, as by AWS. What a walk would have to know and nothing here does, as
//! other accounts or what a network interface forwards, is refused.

mod components;
mod filters;
mod packets;
mod paths;
mod places;
mod scopes;
mod walk;
mod ways;

pub(crate) use paths::{Found, analyse};
pub(crate) use places::checked;
pub(crate) use scopes::{Findings, findings, net, port_range};
