//! What network interfaces do to the traffic mirror sessions that listen to them.

use crate::engine::Write;
use crate::records::ids::NetworkInterfaceId;
use crate::records::insight::traffic_mirror_sessions::BY_SOURCE;
use wire::{Timestamp, TrafficMirrorSession};

/// The sessions of a source end with it.
// unverified: AWS documents nothing of it; a session has no other source and can get none.
pub(crate) fn interface_ends(cx: &mut Write<'_>, interface_id: &NetworkInterfaceId, at: Timestamp) {
    let sessions = cx.read().with(BY_SOURCE, interface_id);
    let ids: Vec<_> = sessions.map(|row| row.id.clone()).collect();
    for id in ids {
        cx.end::<TrafficMirrorSession>(&id, at);
    }
}
