//! Launch: what is kept of them.

pub(crate) mod capacity;
pub(crate) mod market;
pub(crate) mod place;
pub(crate) mod quota;
pub(crate) mod settings;
