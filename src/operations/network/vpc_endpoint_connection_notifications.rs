//! Notifications of endpoint connections.

use crate::catalog::endpoint_services::EndpointKind;
use crate::engine::{Operation, Query, Read, Resource as _, Tags, Write, operations, page};
use crate::error::{Error, Result, unsuccessful};
use crate::records::account::arns::partition;
use crate::records::network::vpc_endpoint_connection_notifications::{
    Subject, VpcEndpointConnectionNotification,
};
use crate::records::network::vpc_endpoint_services::VpcEndpointService;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use wire::{
    CreateVpcEndpointConnectionNotificationRequest, CreateVpcEndpointConnectionNotificationResult,
    DeleteVpcEndpointConnectionNotificationsRequest,
    DeleteVpcEndpointConnectionNotificationsResult,
    DescribeVpcEndpointConnectionNotificationsRequest,
    DescribeVpcEndpointConnectionNotificationsResult,
    ModifyVpcEndpointConnectionNotificationRequest, ModifyVpcEndpointConnectionNotificationResult,
    ServiceState,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateVpcEndpointConnectionNotification => create_vpc_endpoint_connection_notification;
    Read  DescribeVpcEndpointConnectionNotifications =>
        describe_vpc_endpoint_connection_notifications;
    Write ModifyVpcEndpointConnectionNotification => modify_vpc_endpoint_connection_notification;
    Write DeleteVpcEndpointConnectionNotifications => delete_vpc_endpoint_connection_notifications;
};

const EVENTS: [&str; 4] = ["Accept", "Connect", "Delete", "Reject"];

fn create_vpc_endpoint_connection_notification(
    cx: &mut Write<'_>,
    request: &CreateVpcEndpointConnectionNotificationRequest,
) -> Result<CreateVpcEndpointConnectionNotificationResult> {
    let subject = match (&request.service_id, &request.vpc_endpoint_id) {
        (Some(id), None) => {
            let service = cx.get::<VpcEndpointService>(id)?;
            if service.state.at(cx.now()) == ServiceState::Deleting {
                return Err(VpcEndpointService::not_found(&[id]));
            }
            Subject::Service(service.id.clone())
        }
        (None, Some(id)) => {
            let endpoint = cx.get::<VpcEndpoint>(id)?;
            if endpoint.is_being_deleted(cx.now()) {
                return Err(VpcEndpoint::not_found(&[id]));
            }
            if endpoint.kind() == EndpointKind::Gateway {
                // unverified (looked up 2026-11-26): code and words; the rule is documented.
                let message =
                    format!("Endpoint type (Gateway) of {id} does not support notifications.");
                return Err(Error::new("InvalidParameter", message));
            }
            Subject::Endpoint(endpoint.id.clone())
        }
        (None, None) => return Err(Error::missing("serviceId")),
        // unverified (looked up 2026-11-26): the wording.
        (Some(_), Some(_)) => {
            return Err(Error::exclusive("serviceId", "vpcEndpointId"));
        }
    };
    let arn = request.connection_notification_arn.clone();
    check_topic(cx.read(), &arn)?;
    let record = VpcEndpointConnectionNotification {
        subject,
        arn,
        events: events(&request.connection_events)?,
    };
    let view = cx.create(record, Tags::default())?;
    Ok(CreateVpcEndpointConnectionNotificationResult {
        connection_notification: Some(view),
        client_token: request.client_token.clone(),
    })
}

// unverified (looked up 2026-11-26): the wording, as below.
fn check_topic(cx: Read<'_>, arn: &str) -> Result<()> {
    let start = format!("arn:{}:sns:", partition(cx));
    let parts: Vec<&str> = arn.strip_prefix(&start).unwrap_or_default().split(':').collect();
    if matches!(parts[..], [_, account, name] if account.len() == 12 && !name.is_empty()) {
        return Ok(());
    }
    Err(Error::new("InvalidParameter", format!("The topic ARN '{arn}' is not valid.")))
}

/// Each once, in the order in which AWS tells them.
fn events(asked: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = asked.iter().find(|one| !EVENTS.contains(&one.as_str())) {
        let message = format!("The connection event '{unknown}' is not valid.");
        return Err(Error::new("InvalidParameter", message));
    }
    let events = EVENTS.iter().map(|event| (*event).to_owned());
    Ok(events.filter(|event| asked.contains(event)).collect())
}

fn describe_vpc_endpoint_connection_notifications(
    cx: Read<'_>,
    request: &DescribeVpcEndpointConnectionNotificationsRequest,
) -> Result<DescribeVpcEndpointConnectionNotificationsResult> {
    let page = cx.select::<VpcEndpointConnectionNotification>(&Query {
        ids: request.connection_notification_id.as_slice(),
        filters: &request.filters,
        max_results: page::size(request.max_results)?,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeVpcEndpointConnectionNotificationsResult {
        connection_notification_set: Some(page.items),
        next_token: page.next_token,
    })
}

fn modify_vpc_endpoint_connection_notification(
    cx: &mut Write<'_>,
    request: &ModifyVpcEndpointConnectionNotificationRequest,
) -> Result<ModifyVpcEndpointConnectionNotificationResult> {
    let id = request.connection_notification_id.as_str();
    let mut record = cx.get::<VpcEndpointConnectionNotification>(id)?.record.clone();
    if let Some(arn) = &request.connection_notification_arn {
        check_topic(cx.read(), arn)?;
        record.arn.clone_from(arn);
    }
    if !request.connection_events.is_empty() {
        record.events = events(&request.connection_events)?;
    }
    cx.get_mut::<VpcEndpointConnectionNotification>(id)?.record = record;
    Ok(ModifyVpcEndpointConnectionNotificationResult { return_value: Some(true) })
}

/// One notification that cannot be deleted does not keep the others.
fn delete_vpc_endpoint_connection_notifications(
    cx: &mut Write<'_>,
    request: &DeleteVpcEndpointConnectionNotificationsRequest,
) -> Result<DeleteVpcEndpointConnectionNotificationsResult> {
    let unsuccessful = unsuccessful(&request.connection_notification_ids, |id| {
        cx.delete::<VpcEndpointConnectionNotification>(id).map(drop)
    });
    Ok(DeleteVpcEndpointConnectionNotificationsResult { unsuccessful: Some(unsuccessful) })
}
