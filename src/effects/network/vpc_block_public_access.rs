//! What VPCs and subnets do to their exclusions from VPC Block Public Access.

use crate::engine::Write;
use crate::records::network::vpc_block_public_access::{
    VpcBlockPublicAccessExclusion, of_resource,
};

/// The exclusions of a VPC or subnet end with it.
// unverified (looked up 2026-11-26): whether AWS still lists them then.
pub(crate) fn forget(cx: &mut Write<'_>, id: &str) {
    let ids: Vec<_> = of_resource(cx.read(), id).map(|row| row.id.clone()).collect();
    for id in ids {
        cx.remove::<VpcBlockPublicAccessExclusion>(&id);
    }
}
