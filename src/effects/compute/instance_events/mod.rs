//! What happens to instances without their owners' doing.

pub(crate) mod coming;
pub(crate) mod happen;
pub(crate) mod leave;
pub(crate) mod raise;
