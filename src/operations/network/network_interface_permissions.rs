//! Permissions of other accounts on a network interface. What these could do with it, to attach it
//! to their own instances or put their addresses on it, is not emulated. See
//! `API_CreateNetworkInterfacePermission` in AWS's reference.

use crate::engine::{Operation, Row, Tags, Write, listed, operations};
use crate::error::{Error, Result};
use crate::records::account::arns;
use crate::records::network::network_interface_permissions::{
    NetworkInterfacePermission, of_interface,
};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::managed::check_is_users;
use wire::{
    CreateNetworkInterfacePermissionRequest, CreateNetworkInterfacePermissionResult,
    DeleteNetworkInterfacePermissionRequest, DeleteNetworkInterfacePermissionResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkInterfacePermission => create_network_interface_permission, refuses [
        "AwsService",
    ];
    Read  DescribeNetworkInterfacePermissions => listed::<NetworkInterfacePermission>;
    Write DeleteNetworkInterfacePermission => delete_network_interface_permission;
};

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
        // unverified (looked up 2026-11-26): AWS documents that a single account can have
        // permission, and no message.
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
    let view = cx.create(record, Tags::default())?;
    Ok(CreateNetworkInterfacePermissionResult { interface_permission: Some(view) })
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
