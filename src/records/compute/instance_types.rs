//! Which instance types a region offers; the types themselves are of the catalogue.

use crate::catalog::instance_types::{self, InstanceType};

// unverified: where no offerings were recorded, every type is taken to be offered.
pub(crate) fn is_offered(region: &str, kind: &InstanceType) -> bool {
    !instance_types::offerings_recorded(region)
        || instance_types::offered_in_region(region, kind.name)
}
