//! Permissions end with their interface.

use crate::engine::Write;
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interface_permissions::{
    NetworkInterfacePermission, of_interface,
};
use wire::Timestamp;

/// The permissions on an interface end with it.
pub(crate) fn interface_ends(cx: &mut Write<'_>, interface_id: &NetworkInterfaceId, at: Timestamp) {
    let rows = of_interface(cx.read(), interface_id);
    let ids: Vec<_> = rows.map(|row| row.id.clone()).collect();
    for id in ids {
        cx.end::<NetworkInterfacePermission>(&id, at);
    }
}
