//! What others do to notifications of endpoint connections.

use crate::engine::{Id, Write};
use crate::records::network::vpc_endpoint_connection_notifications as notifications;
use notifications::VpcEndpointConnectionNotification as Notification;

/// Takes the notifications of a service or endpoint that goes, by the index of its ids.
// unverified: that they go with it.
pub(crate) fn forget(cx: &mut Write<'_>, index: &'static str, id: &str) {
    let rows = cx.read().with::<Notification>(index, id);
    let ids: Vec<Id> = rows.map(|row| row.id.clone()).collect();
    for id in ids {
        cx.remove::<Notification>(&id);
    }
}
