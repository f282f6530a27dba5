//! Stories over several kinds.

mod first_day;
mod tear_down;
