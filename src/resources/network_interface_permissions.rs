//! Permissions of other accounts on a network interface. What these could do with it, to attach it
//! to their own instances or put their addresses on it, is not emulated. See
//! `API_CreateNetworkInterfacePermission` in AWS's reference.

use super::arns;
use super::network_interfaces::{NetworkInterface, check_is_users};
use crate::engine::{Id, Index, Operation, Query, Read, Resource, Row, Tags, Write, operations};
use crate::error::{Error, Result};
use serde::Serialize;
use wire::{
    CreateNetworkInterfacePermissionRequest, CreateNetworkInterfacePermissionResult,
    DeleteNetworkInterfacePermissionRequest, DeleteNetworkInterfacePermissionResult,
    DescribeNetworkInterfacePermissionsRequest, DescribeNetworkInterfacePermissionsResult,
    InterfacePermissionType, NetworkInterfacePermissionState, NetworkInterfacePermissionStateCode,
    Timestamp,
};

pub(super) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkInterfacePermission => create_network_interface_permission, refuses [
        "AwsService",
    ];
    Read  DescribeNetworkInterfacePermissions => describe_network_interface_permissions;
    Write DeleteNetworkInterfacePermission => delete_network_interface_permission;
};

/// Without a number, a page has so many.
const PAGE: i32 = 50;

const INTERFACE: &str = "network-interface-permission.network-interface-id";

impl Resource for NetworkInterfacePermission {
    type View = wire::NetworkInterfacePermission;
    const PREFIX: &'static str = "eni-perm";
    const PLURAL: &'static str = "networkInterfacePermissions";
    const NOT_FOUND: &'static str = "InvalidNetworkInterfacePermissionID.NotFound";
    // unverified: this code, and the noun.
    const MALFORMED: &'static str = "InvalidNetworkInterfacePermissionID.Malformed";
    const NOUN: &'static str = "network interface permission ID";
    const ID_FILTER: Option<&'static str> =
        Some("network-interface-permission.network-interface-permission-id");

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::NetworkInterfacePermission {
        wire::NetworkInterfacePermission {
            network_interface_permission_id: Some(row.id.to_string()),
            network_interface_id: Some(row.interface_id.to_string()),
            aws_account_id: Some(row.account.to_string()),
            permission: Some(row.permission),
            permission_state: Some(NetworkInterfacePermissionState {
                state: Some(NetworkInterfacePermissionStateCode::Granted),
                status_message: None,
            }),
            ..wire::NetworkInterfacePermission::default()
        }
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add(INTERFACE, self.interface_id.clone());
    }
}

fn create_network_interface_permission(
    cx: &mut Write<'_>,
    request: &CreateNetworkInterfacePermissionRequest,
) -> Result<CreateNetworkInterfacePermissionResult> {
    let interface = cx.get::<NetworkInterface>(&request.network_interface_id)?;
    check_is_users(interface)?;
    let account = request.aws_account_id.as_deref();
    let account = account.ok_or_else(|| Error::missing("awsAccountId"))?;
    arns::check_account("awsAccountId", account)?;
    let interface_id = interface.id.clone();
    let mut present = of_interface(cx.read(), &interface_id);
    let is_other = |row: &Row<NetworkInterfacePermission>| {
        *row.account != *account || row.permission == request.permission
    };
    if let Some(row) = present.find(|row| is_other(row)) {
        // unverified: AWS documents that a single account can have permission, and no message.
        let message = format!(
            "The network interface '{interface_id}' already has a permission for the account {}.",
            row.account
        );
        return Err(Error::new("OperationNotPermitted", message));
    }
    drop(present);
    let record = NetworkInterfacePermission {
        interface_id,
        account: account.into(),
        permission: request.permission,
    };
    let id = cx.new_id::<NetworkInterfacePermission>();
    cx.insert(id.clone(), record, Tags::default());
    let view = NetworkInterfacePermission::view(cx.get(&id)?, cx.read());
    Ok(CreateNetworkInterfacePermissionResult { interface_permission: Some(view) })
}

fn describe_network_interface_permissions(
    cx: Read<'_>,
    request: &DescribeNetworkInterfacePermissionsRequest,
) -> Result<DescribeNetworkInterfacePermissionsResult> {
    let page = cx.select::<NetworkInterfacePermission>(&Query {
        ids: &request.network_interface_permission_ids,
        filters: &request.filters,
        max_results: Some(request.max_results.unwrap_or(PAGE)),
        next_token: request.next_token.as_deref(),
    })?;
    Ok(DescribeNetworkInterfacePermissionsResult {
        network_interface_permissions: Some(page.items),
        next_token: page.next_token,
    })
}

fn delete_network_interface_permission(
    cx: &mut Write<'_>,
    request: &DeleteNetworkInterfacePermissionRequest,
) -> Result<DeleteNetworkInterfacePermissionResult> {
    // No other account ever attaches the interface, so there is nothing that force would overcome.
    let _ = request.force;
    let id = &request.network_interface_permission_id;
    cx.get::<NetworkInterfacePermission>(id)?;
    cx.remove::<NetworkInterfacePermission>(id);
    Ok(DeleteNetworkInterfacePermissionResult { r#return: Some(true) })
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NetworkInterfacePermission {
    interface_id: Id,
    account: Id,
    permission: InterfacePermissionType,
}

fn of_interface<'a>(
    cx: Read<'a>,
    interface_id: &str,
) -> impl Iterator<Item = &'a Row<NetworkInterfacePermission>> {
    cx.with::<NetworkInterfacePermission>(INTERFACE, interface_id)
}

/// The permissions on an interface end with it.
pub(super) fn interface_ends(cx: &mut Write<'_>, interface_id: &str, at: Timestamp) {
    let rows = of_interface(cx.read(), interface_id);
    let ids: Vec<Id> = rows.map(|row| row.id.clone()).collect();
    for id in ids {
        cx.end::<NetworkInterfacePermission>(&id, at);
    }
}

/// # Errors
/// `UnsupportedOperation` for an interface on which another account gave the caller permission.
pub(super) fn check_not_granted(cx: Read<'_>, interface_id: &str) -> Result<()> {
    if cx.find::<NetworkInterface>(interface_id).is_some() {
        return Ok(());
    }
    let is_granted =
        |other: Read<'_>| of_interface(other, interface_id).any(|row| row.account == *cx.account());
    if cx.other_accounts().any(is_granted) {
        return Err(Error::not_emulated("the use of network interfaces of other accounts"));
    }
    Ok(())
}
