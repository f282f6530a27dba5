//! Permissions of other accounts on a network interface. What these could do with it, to attach it
//! to their own instances or put their addresses on it, is not emulated. See
//! `API_CreateNetworkInterfacePermission` in AWS's reference.

use crate::engine::{By, Id, Index, PageSize, PartOf, Read, Resource, Row, Text};
use crate::error::{Error, Result};
use crate::records::ids::NetworkInterfaceId;
use crate::records::network::network_interfaces::NetworkInterface;
use serde::{Deserialize, Serialize};
use wire::{
    InterfacePermissionType, NetworkInterfacePermissionState, NetworkInterfacePermissionStateCode,
};

impl NetworkInterfacePermission {
    pub(crate) const BY_INTERFACE: By<Self, NetworkInterfaceId> =
        By::new("network-interface-permission.network-interface-id");
}

impl Resource for NetworkInterfacePermission {
    type View = wire::NetworkInterfacePermission;
    const PREFIX: &'static str = "eni-perm";
    const PLURAL: &'static str = "networkInterfacePermissions";
    /// What Terraform's provider takes for one that is gone, in reading and in deleting:
    /// `internal/service/ec2/find.go`.
    const NOT_FOUND: &'static str = "InvalidPermissionID.NotFound";
    // unverified (looked up 2026-11-27): that the other code is like it, and the noun.
    const MALFORMED: &'static str = "InvalidPermissionID.Malformed";
    const NOUN: &'static str = "network interface permission ID";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_INTERFACE)];
    const PAGE_SIZE: PageSize = PageSize::Usual(50);
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

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INTERFACE, &self.interface_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInterfacePermission {
    pub interface_id: NetworkInterfaceId,
    pub account: Text,
    pub permission: InterfacePermissionType,
}

pub(crate) fn of_interface<'a>(
    cx: Read<'a>,
    interface_id: &NetworkInterfaceId,
) -> impl Iterator<Item = &'a Row<NetworkInterfacePermission>> {
    cx.with(NetworkInterfacePermission::BY_INTERFACE, interface_id)
}

/// # Errors
/// `UnsupportedOperation` for an interface on which another account gave the caller permission.
pub(crate) fn check_not_granted(cx: Read<'_>, interface_id: &str) -> Result<()> {
    if cx.find::<NetworkInterface>(interface_id).is_some() {
        return Ok(());
    }
    let mut given = cx.anyones(NetworkInterfacePermission::BY_INTERFACE, &Id::new(interface_id));
    if given.any(|(_, row)| row.account == *cx.account()) {
        return Err(Error::not_emulated("the use of network interfaces of other accounts"));
    }
    Ok(())
}
