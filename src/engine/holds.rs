//! What holds what: a resource that another one holds cannot go. The holding kind says what it
//! holds ([`super::Hold`]), and whoever deletes asks once.

use super::context::Read;
use super::id::Names;
use super::table::Resource;
use crate::error::Result;
use std::any::TypeId;

impl Read<'_> {
    /// Checks that nothing holds a resource.
    ///
    /// # Errors
    /// [`Resource::in_use_by`].
    pub fn check_free<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Result<()> {
        let of = TypeId::of::<T>();
        let mut kinds = self.region.stored().iter().map(|stored| stored.kind);
        let holder = kinds.find_map(|kind| (kind.holder)(self.region, self.now, of, id.name()));
        holder.map_or(Ok(()), |holder| Err(T::in_use_by(id.name(), &holder)))
    }
}
