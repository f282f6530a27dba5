//! What others do to notifications of endpoint connections.

use crate::engine::{By, Id, Write};
use crate::records::ids::{VpcEndpointId, VpcEndpointServiceId};
use crate::records::network::vpc_endpoint_connection_notifications as notifications;
use notifications::VpcEndpointConnectionNotification as Notification;

/// Takes the notifications of a service that goes.
// unverified: that they go with it.
pub(crate) fn forget_service(cx: &mut Write<'_>, id: &VpcEndpointServiceId) {
    forget(cx, Notification::BY_SERVICE, id);
}

/// The same of an endpoint.
pub(crate) fn forget_endpoint(cx: &mut Write<'_>, id: &VpcEndpointId) {
    forget(cx, Notification::BY_ENDPOINT, id);
}

fn forget<K>(cx: &mut Write<'_>, by: By<Notification, Id<K>>, id: &Id<K>) {
    let rows = cx.read().with(by, id);
    let ids: Vec<_> = rows.map(|row| row.id.clone()).collect();
    for id in ids {
        cx.remove::<Notification>(&id);
    }
}
