//! What an endpoint can be asked to have, and what it has where nothing was asked for.
//! <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-endpoint-create.html>

use super::record::{ClientVpnEndpoint, Settings};
use crate::engine::network::parse_ipv4_cidr;
use crate::engine::{Id, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::other_services::check_certificate;
use ipnet::Ipv4Net;
use std::net::IpAddr;
use wire::{
    CertificateAuthentication, ClientConnectOptions, ClientLoginBannerOptions,
    ClientVpnAuthentication, ClientVpnAuthenticationRequest, ClientVpnAuthenticationType as Type,
    ClientVpnEndpointAttributeStatusCode as Applied, ConnectionLogOptions,
    ConnectionLogResponseOptions, CreateClientVpnEndpointRequest, DirectoryServiceAuthentication,
    FederatedAuthentication, ModifyClientVpnEndpointRequest, SelfServicePortal,
};

const MAX_BANNER_BYTES: usize = 1_400;

const STREAM_CHARACTERS: &[u8; 62] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890";

/// The blocks that clients can have addresses of:
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html>.
///
/// # Errors
/// `MissingParameter`, and `InvalidParameterValue` for another size.
// unverified (looked up 2026-11-26): the wording.
pub(super) fn client_cidr(text: Option<&str>) -> Result<Ipv4Net> {
    let text = text.ok_or_else(|| Error::missing("ClientCidrBlock"))?;
    let block = parse_ipv4_cidr("clientCidrBlock", text)?;
    if (12..=22).contains(&block.prefix_len()) {
        return Ok(block);
    }
    let reason = "Expecting a block from /12 to /22.";
    Err(Error::bad_parameter("clientCidrBlock", text, reason))
}

/// One way to tell who clients are, or certificates with one of the other two.
///
/// # Errors
/// `InvalidParameterValue` and `MissingParameter`
// unverified (looked up 2026-11-26): the wordings but that of federated authentication.
pub(super) fn authentication(
    asked: &[ClientVpnAuthenticationRequest],
) -> Result<Vec<ClientVpnAuthentication>> {
    let shown = asked.iter().map(|one| {
        let of = one.r#type.ok_or_else(|| Error::missing("Authentication.Type"))?;
        let mutual = one.mutual_authentication.as_ref();
        let chain = mutual.and_then(|it| it.client_root_certificate_chain_arn.clone());
        let directory = one.active_directory.as_ref().and_then(|it| it.directory_id.clone());
        let federated = one.federated_authentication.as_ref();
        let provider = federated.and_then(|it| it.saml_provider_arn.clone());
        let needed = match of {
            Type::CertificateAuthentication => ("Mutual", chain.is_some()),
            Type::DirectoryServiceAuthentication => ("Active Directory", directory.is_some()),
            // <https://github.com/aws/aws-cdk/issues/8242>
            Type::FederatedAuthentication => ("Federated", provider.is_some()),
        };
        if let (way, false) = needed {
            let message = format!("{way} authentication is required but is missing in the request");
            return Err(Error::new("MissingParameter", message));
        }
        let portal = federated.and_then(|it| it.self_service_saml_provider_arn.clone());
        Ok(ClientVpnAuthentication {
            r#type: Some(of),
            active_directory: directory
                .map(|id| DirectoryServiceAuthentication { directory_id: Some(id) }),
            mutual_authentication: chain
                .map(|arn| CertificateAuthentication { client_root_certificate_chain: Some(arn) }),
            federated_authentication: provider.map(|arn| FederatedAuthentication {
                saml_provider_arn: Some(arn),
                self_service_saml_provider_arn: portal,
            }),
        })
    });
    let shown = shown.collect::<Result<Vec<_>>>()?;
    let is_user = |one: &ClientVpnAuthentication| {
        one.r#type.is_some_and(|of| of != Type::CertificateAuthentication)
    };
    let users = shown.iter().filter(|one| is_user(one)).count();
    if shown.is_empty() || users > 1 || shown.len() - users > 1 {
        let message = "An endpoint has mutual authentication, user-based authentication, or one \
                       of each.";
        return Err(Error::invalid_value(message));
    }
    Ok(shown)
}

/// # Errors
/// For values that an endpoint cannot have.
pub(super) fn asked_at_creation(request: &CreateClientVpnEndpointRequest) -> Result<Settings> {
    Ok(Settings {
        description: request.description.clone(),
        server_certificate_arn: certificate(&request.server_certificate_arn)?,
        dns_servers: dns_servers(request.dns_servers.clone())?,
        port: port(request.vpn_port)?.unwrap_or(443),
        split_tunnel: request.split_tunnel == Some(true),
        log: log(&request.connection_log_options)?,
        // On, as the API's reference says and the CLI's example of DescribeClientVpnEndpoints
        // shows.
        self_service: request.self_service_portal != Some(SelfServicePortal::Disabled),
        connect: connect(request.client_connect_options.as_ref())?,
        connect_state: Timed::settled(Applied::Applied),
        session_hours: hours(request.session_timeout_hours)?.unwrap_or(24),
        banner: banner(request.client_login_banner_options.as_ref())?,
        enforces_routes: request
            .client_route_enforcement_options
            .as_ref()
            .is_some_and(|it| it.enforced == Some(true)),
        // On, as the API's reference says.
        disconnects: request.disconnect_on_session_timeout != Some(false),
    })
}

/// # Errors
/// For values that an endpoint cannot have.
pub(super) fn asked_later(
    mut settings: Settings,
    request: &ModifyClientVpnEndpointRequest,
) -> Result<Settings> {
    if let Some(arn) = &request.server_certificate_arn {
        settings.server_certificate_arn = certificate(arn)?;
    }
    if let Some(options) = &request.connection_log_options {
        settings.log = log(options)?;
    }
    if let Some(asked) = &request.dns_servers {
        let is_off = asked.enabled == Some(false);
        let servers = asked.custom_dns_servers.clone().unwrap_or_default();
        settings.dns_servers = if is_off { Vec::new() } else { dns_servers(servers)? };
    }
    settings.port = port(request.vpn_port)?.unwrap_or(settings.port);
    if request.description.is_some() {
        settings.description.clone_from(&request.description);
    }
    settings.split_tunnel = request.split_tunnel.unwrap_or(settings.split_tunnel);
    if let Some(portal) = request.self_service_portal {
        settings.self_service = portal == SelfServicePortal::Enabled;
    }
    if request.client_connect_options.is_some() {
        settings.connect = connect(request.client_connect_options.as_ref())?;
    }
    settings.session_hours =
        hours(request.session_timeout_hours)?.unwrap_or(settings.session_hours);
    if request.client_login_banner_options.is_some() {
        settings.banner = banner(request.client_login_banner_options.as_ref())?;
    }
    if let Some(enforced) =
        request.client_route_enforcement_options.as_ref().and_then(|it| it.enforced)
    {
        settings.enforces_routes = enforced;
    }
    settings.disconnects = request.disconnect_on_session_timeout.unwrap_or(settings.disconnects);
    Ok(settings)
}

fn certificate(arn: &str) -> Result<String> {
    check_certificate("serverCertificateArn", arn)?;
    Ok(arn.to_owned())
}

// unverified (looked up 2026-11-26): the wordings of what follows.
fn dns_servers(servers: Vec<String>) -> Result<Vec<String>> {
    if let Some(text) = servers.iter().find(|text| text.parse::<IpAddr>().is_err()) {
        let reason = "This is not a valid IP address.";
        return Err(Error::bad_parameter("dnsServers", text, reason));
    }
    if servers.len() > 2 {
        return Err(Error::invalid_value("An endpoint can have up to two DNS servers."));
    }
    Ok(servers)
}

fn port(asked: Option<i32>) -> Result<Option<i32>> {
    match asked {
        None | Some(443 | 1_194) => Ok(asked),
        Some(port) => Err(Error::bad_parameter("vpnPort", port, "Expecting 443 or 1194.")),
    }
}

fn hours(asked: Option<i32>) -> Result<Option<i32>> {
    match asked {
        None | Some(8 | 10 | 12 | 24) => Ok(asked),
        Some(hours) => {
            let reason = "Expecting 8, 10, 12 or 24.";
            Err(Error::bad_parameter("sessionTimeoutHours", hours, reason))
        }
    }
}

fn log(asked: &ConnectionLogOptions) -> Result<ConnectionLogResponseOptions> {
    let enabled = asked.enabled == Some(true);
    if enabled && asked.cloudwatch_log_group.is_none() {
        return Err(Error::missing("CloudwatchLogGroup"));
    }
    Ok(ConnectionLogResponseOptions {
        enabled: Some(enabled),
        cloudwatch_log_group: asked.cloudwatch_log_group.clone().filter(|_| enabled),
        cloudwatch_log_stream: asked.cloudwatch_log_stream.clone().filter(|_| enabled),
        ..ConnectionLogResponseOptions::default()
    })
}

/// A log stream is made where only a group is named, and called like that of
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-client-vpn-endpoints.html>.
// unverified (looked up 2026-11-26): that a change that names none makes another one.
pub(super) fn make_log_stream(
    cx: &mut Write<'_>,
    id: &Id<ClientVpnEndpoint>,
    log: &mut ConnectionLogResponseOptions,
) {
    if log.enabled != Some(true) || log.cloudwatch_log_stream.is_some() {
        return;
    }
    let now = cx.now().timestamp().iso8601();
    let day = now.split('T').next().unwrap_or_default().replace('-', "/");
    let end: String =
        (0..12).map(|_| char::from(STREAM_CHARACTERS[cx.ids().below(62) as usize % 62])).collect();
    log.cloudwatch_log_stream = Some(format!("{id}-{}-{day}-{end}", cx.region()));
}

/// The function's name begins so, by
/// <https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html>.
fn connect(asked: Option<&ClientConnectOptions>) -> Result<Option<String>> {
    let Some(asked) = asked.filter(|asked| asked.enabled == Some(true)) else { return Ok(None) };
    let arn = asked.lambda_function_arn.as_deref();
    let arn = arn.ok_or_else(|| Error::missing("LambdaFunctionArn"))?;
    if arn.contains(":function:AWSClientVPN-") {
        return Ok(Some(arn.to_owned()));
    }
    let reason = "The name of the function must begin with AWSClientVPN-.";
    Err(Error::bad_parameter("lambdaFunctionArn", arn, reason))
}

fn banner(asked: Option<&ClientLoginBannerOptions>) -> Result<Option<String>> {
    let Some(asked) = asked.filter(|asked| asked.enabled == Some(true)) else { return Ok(None) };
    let text = asked.banner_text.as_deref().ok_or_else(|| Error::missing("BannerText"))?;
    if text.len() > MAX_BANNER_BYTES {
        let message = format!("A banner can have up to {MAX_BANNER_BYTES} bytes.");
        return Err(Error::invalid_value(message));
    }
    Ok(Some(text.to_owned()))
}
