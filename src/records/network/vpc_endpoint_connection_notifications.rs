//! What is to be told of an endpoint or of the endpoints to a service, and to which topic. The
//! topics belong to another service: nothing is ever told.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/manage-notifications-endpoint.html>

use super::vpc_endpoint_ids::check;
use crate::engine::{By, Index, PartOf, Read, Resource, Row};
use crate::error::Result;
use crate::records::ids::{VpcEndpointId, VpcEndpointServiceId};
use serde::{Deserialize, Serialize};
use wire::{ConnectionNotification, ConnectionNotificationState, ConnectionNotificationType};

impl VpcEndpointConnectionNotification {
    pub(crate) const BY_SERVICE: By<Self, VpcEndpointServiceId> = By::new("service-id");
    pub(crate) const BY_ENDPOINT: By<Self, VpcEndpointId> = By::new("vpc-endpoint-id");
}

impl Resource for VpcEndpointConnectionNotification {
    type View = ConnectionNotification;
    const PREFIX: &'static str = "vpce-nfn";
    const PLURAL: &'static str = "vpcEndpointConnectionNotifications";
    const NOT_FOUND: &'static str = "InvalidConnectionNotification";
    const MALFORMED: &'static str = "InvalidConnectionNotificationId.Malformed";
    // unverified (looked up 2026-11-26): the wording; the code is one that Terraform waits for.
    const NOUN: &'static str = "ConnectionNotification Id";
    const OF_VPC: bool = true;
    // unverified (looked up 2026-11-26): that they go with what they tell of.
    const PART_OF: &'static [PartOf] =
        &[PartOf::of(Self::BY_SERVICE), PartOf::of(Self::BY_ENDPOINT)];
    const ID_FILTER: Option<&'static str> = Some("connection-notification-id");

    fn view(row: &Row<Self>, cx: Read<'_>) -> ConnectionNotification {
        let (service_id, vpc_endpoint_id) = match &row.subject {
            Subject::Service(id) => (Some(id.to_string()), None),
            Subject::Endpoint(id) => (None, Some(id.to_string())),
        };
        ConnectionNotification {
            connection_notification_id: Some(row.id.to_string()),
            service_id,
            vpc_endpoint_id,
            connection_notification_type: Some(ConnectionNotificationType::Topic),
            connection_notification_arn: Some(row.arn.clone()),
            connection_events: Some(row.events.clone()),
            connection_notification_state: Some(ConnectionNotificationState::Enabled),
            service_region: Some(cx.region().to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        match &self.subject {
            Subject::Service(id) => index.add(Self::BY_SERVICE, id),
            Subject::Endpoint(id) => index.add(Self::BY_ENDPOINT, id),
        }
    }

    fn check_id(id: &str) -> Result<()> {
        check(Self::MALFORMED, "Id", Self::PREFIX, id)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcEndpointConnectionNotification {
    pub subject: Subject,
    pub arn: String,
    pub events: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Subject {
    Service(VpcEndpointServiceId),
    Endpoint(VpcEndpointId),
}
