//! The two sides of a connection: whose they are, what that lets them do, and what they show.

use crate::error::{Error, Result};
use wire::PeeringConnectionOptionsRequest;

/// The two options for `ClassicLink` are what is left of it; nobody can have them any more.
pub(crate) fn check_options(
    cross_region: bool,
    options: &PeeringConnectionOptionsRequest,
) -> Result<()> {
    let asked = [
        (
            "AllowEgressFromLocalClassicLinkToRemoteVpc",
            options.allow_egress_from_local_classic_link_to_remote_vpc,
        ),
        (
            "AllowEgressFromLocalVpcToRemoteClassicLink",
            options.allow_egress_from_local_vpc_to_remote_classic_link,
        ),
    ];
    let given: Vec<&str> =
        asked.iter().filter(|(_, asked)| asked.is_some()).map(|(name, _)| *name).collect();
    if cross_region && !given.is_empty() {
        // <https://github.com/hashicorp/terraform-provider-aws/pull/3909>
        let message = format!(
            "Modifying VPC peering connection options {} is not supported for cross-region VPC \
             peering connections",
            given.join(", ")
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    if asked.iter().any(|(_, asked)| *asked == Some(true)) {
        return Err(Error::not_emulated("ClassicLink"));
    }
    Ok(())
}
