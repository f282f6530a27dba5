//! What those are told who watch the rows of others ([`super::Watch`]).

use super::id::Text;
use std::any::TypeId;

/// A row that was made, changed or taken away.
pub(crate) struct Changed {
    pub(super) of: TypeId,
    pub region: Text,
    pub id: Text,
}

impl Changed {
    pub fn is_of<T: 'static>(&self) -> bool {
        self.of == TypeId::of::<T>()
    }
}
