//! What clients are: none is ever connected. What they are given to connect with, and which
//! certificates are not theirs any more.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-endpoint-export.html>

use super::record::{CHANGING_MILLIS, ClientVpnEndpoint, RevocationList};
use super::view;
use crate::engine::{Query, Read, Write};
use crate::error::{Error, Result};
use crate::records::account::empty_lists::check_none;
use wire::{
    ClientCertificateRevocationListStatus, ClientCertificateRevocationListStatusCode as State,
    ClientVpnAuthenticationType, DescribeClientVpnConnectionsRequest,
    DescribeClientVpnConnectionsResult, ExportClientVpnClientCertificateRevocationListRequest,
    ExportClientVpnClientCertificateRevocationListResult,
    ExportClientVpnClientConfigurationRequest, ExportClientVpnClientConfigurationResult,
    ImportClientVpnClientCertificateRevocationListRequest,
    ImportClientVpnClientCertificateRevocationListResult, TerminateClientVpnConnectionsRequest,
    TerminateClientVpnConnectionsResult, WireEnum as _,
};

const ID_NOT_FOUND: &str = "InvalidClientVpnConnection.IdNotFound";

pub(super) fn describe_client_vpn_connections(
    cx: Read<'_>,
    request: &DescribeClientVpnConnectionsRequest,
) -> Result<DescribeClientVpnConnectionsResult> {
    cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let query = Query::of(&request.filters, request.max_results, request.next_token.as_deref());
    check_none(cx, &query, (ID_NOT_FOUND, "connection ID"), &[])?;
    Ok(DescribeClientVpnConnectionsResult { connections: Some(Vec::new()), next_token: None })
}

/// The codes are in AWS's list of them.
// unverified: the messages.
pub(super) fn terminate_client_vpn_connections(
    cx: &mut Write<'_>,
    request: &TerminateClientVpnConnectionsRequest,
) -> Result<TerminateClientVpnConnectionsResult> {
    cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    Err(match (&request.connection_id, &request.username) {
        (Some(id), None) => {
            let message = format!("The connection {id} does not exist");
            Error::new(ID_NOT_FOUND, message)
        }
        (None, Some(name)) => {
            let message = format!("The user {name} has no active connection");
            Error::new("InvalidClientVpnConnection.UserNotFound", message)
        }
        (None, None) => Error::missing("ConnectionId"),
        (Some(_), Some(_)) => Error::exclusive("ConnectionId", "Username"),
    })
}

/// A new list takes the place of the one before.
pub(super) fn import_client_vpn_client_certificate_revocation_list(
    cx: &mut Write<'_>,
    request: &ImportClientVpnClientCertificateRevocationListRequest,
) -> Result<ImportClientVpnClientCertificateRevocationListResult> {
    let row = cx.read().get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let text = request.certificate_revocation_list.trim();
    if !text.starts_with("-----BEGIN X509 CRL-----") || !text.ends_with("-----END X509 CRL-----") {
        // unverified: code and message.
        let message = "The certificate revocation list must be in PEM format.";
        return Err(Error::invalid_value(message));
    }
    let state = cx.read().transition(State::Pending, State::Active, CHANGING_MILLIS);
    let list = RevocationList { text: request.certificate_revocation_list.clone(), state };
    let id = row.id.clone();
    cx.get_mut::<ClientVpnEndpoint>(&id)?.revocation_list = Some(list);
    Ok(ImportClientVpnClientCertificateRevocationListResult { r#return: Some(true) })
}

// unverified: that an endpoint without a list is answered with nothing.
pub(super) fn export_client_vpn_client_certificate_revocation_list(
    cx: Read<'_>,
    request: &ExportClientVpnClientCertificateRevocationListRequest,
) -> Result<ExportClientVpnClientCertificateRevocationListResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let list = row.revocation_list.as_ref();
    Ok(ExportClientVpnClientCertificateRevocationListResult {
        certificate_revocation_list: list.map(|list| list.text.clone()),
        status: list.map(|list| ClientCertificateRevocationListStatus {
            code: Some(list.state.at(cx.now())),
            ..ClientCertificateRevocationListStatus::default()
        }),
    })
}

/// A file for OpenVPN, as the guide shows it. The chain of the server's certificate is ACM's to
/// know, so that there is none in it, nor the name in the certificate.
pub(super) fn export_client_vpn_client_configuration(
    cx: Read<'_>,
    request: &ExportClientVpnClientConfigurationRequest,
) -> Result<ExportClientVpnClientConfigurationResult> {
    let row = cx.get_live::<ClientVpnEndpoint>(&request.client_vpn_endpoint_id)?;
    let ways = row.authentication.iter().filter_map(|one| one.r#type);
    // unverified: how the file says which way users are told.
    let users = ways.filter_map(|way| match way {
        ClientVpnAuthenticationType::CertificateAuthentication => None,
        ClientVpnAuthenticationType::DirectoryServiceAuthentication => Some("auth-user-pass\n"),
        ClientVpnAuthenticationType::FederatedAuthentication => {
            Some("auth-federate\nauth-retry interact\nauth-nocache\n")
        }
    });
    let configuration = format!(
        "client\ndev tun\nproto {}\nremote {} {}\nremote-random-hostname\nresolv-retry infinite\n\
         nobind\nremote-cert-tls server\ncipher AES-256-GCM\nverb 3\n<ca>\n</ca>\n{}\nreneg-sec \
         0\n",
        row.transport.as_str(),
        view::dns_name(row, cx),
        row.settings.port,
        users.collect::<String>(),
    );
    Ok(ExportClientVpnClientConfigurationResult { client_configuration: Some(configuration) })
}
