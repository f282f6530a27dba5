//! What happens to instances without their owners' doing.

pub(crate) mod happen;
pub(crate) mod leave;
pub(crate) mod raise;
