//! How far what takes time is, as a percentage of the time.

use crate::engine::Now;
use wire::Timestamp;

/// 100 from the end on, and less before it.
pub(crate) fn percent(from: Timestamp, to: Timestamp, now: Now<'_>) -> i64 {
    if now.reached(to) {
        return 100;
    }
    let whole = to.0.saturating_sub(from.0).max(1);
    let done = now.timestamp().0.saturating_sub(from.0).saturating_mul(100);
    (done / whole).clamp(0, 99)
}
