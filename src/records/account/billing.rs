//! From when on what is said of costs holds. Nothing costs anything here.

use wire::Timestamp;

const HOUR_MILLIS: i64 = 3_600_000;

/// The next hour of billing.
pub(crate) const fn next_hour(at: Timestamp) -> Timestamp {
    Timestamp((at.0 / HOUR_MILLIS + 1) * HOUR_MILLIS)
}
