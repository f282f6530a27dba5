//! What the connectivity client of Verified Access is given to connect with.
//! <https://docs.aws.amazon.com/verified-access/latest/ug/connectivity-client.html>

use crate::engine::{Phase, Read};
use crate::error::{Error, Result};
use crate::records::access::verified_access_endpoints::VerifiedAccessEndpoint;
use crate::records::access::verified_access_instances::{VerifiedAccessInstance, trust_providers};
use crate::records::access::verified_access_trust_providers::VerifiedAccessTrustProvider;
use wire::{
    ExportVerifiedAccessInstanceClientConfigurationRequest,
    ExportVerifiedAccessInstanceClientConfigurationResult, UserTrustProviderType,
    VerifiedAccessEndpointProtocol as Protocol, VerifiedAccessEndpointType as Type,
    VerifiedAccessInstanceUserTrustProviderClientConfiguration,
};

// unverified (looked up 2026-11-26): the version, and that there are no configurations for OpenVPN
// while no endpoint is for the client.
pub(super) fn export_verified_access_instance_client_configuration(
    cx: Read<'_>,
    request: &ExportVerifiedAccessInstanceClientConfigurationRequest,
) -> Result<ExportVerifiedAccessInstanceClientConfigurationResult> {
    let row = cx.get::<VerifiedAccessInstance>(&request.verified_access_instance_id)?;
    let mut endpoints = cx.with(VerifiedAccessEndpoint::BY_INSTANCE, &row.id);
    if endpoints.any(|it| it.life_phase(cx.now()) != Phase::Gone && is_for_client(&it.shown)) {
        // Its keys and certificates would be those of a server that there is not.
        return Err(Error::not_emulated("the OpenVPN configuration of TCP endpoints"));
    }
    let devices = trust_providers(row, cx).filter_map(|it| it.shown.device_trust_provider_type);
    let user = trust_providers(row, cx).find(|it| it.shown.user_trust_provider_type.is_some());
    Ok(ExportVerifiedAccessInstanceClientConfigurationResult {
        version: Some("1.0".to_owned()),
        verified_access_instance_id: Some(row.id.to_string()),
        region: Some(cx.region().to_string()),
        device_trust_providers: Some(devices.collect()),
        user_trust_provider: user.map(|row| user_configuration(row)).transpose()?,
        open_vpn_configurations: Some(Vec::new()),
    })
}

/// HTTP is for browsers; all else goes through the client.
fn is_for_client(endpoint: &wire::VerifiedAccessEndpoint) -> bool {
    let balancer = endpoint.load_balancer_options.as_ref().and_then(|it| it.protocol);
    let interface = endpoint.network_interface_options.as_ref().and_then(|it| it.protocol);
    matches!(endpoint.endpoint_type, Some(Type::Cidr | Type::Rds))
        || balancer.or(interface) == Some(Protocol::Tcp)
}

fn user_configuration(
    row: &VerifiedAccessTrustProvider,
) -> Result<VerifiedAccessInstanceUserTrustProviderClientConfiguration> {
    let r#type = row.shown.user_trust_provider_type;
    if r#type == Some(UserTrustProviderType::IamIdentityCenter) {
        // Who issues its tokens is not told to EC2.
        return Err(Error::not_emulated("the client configuration of IAM Identity Center"));
    }
    let native = row.shown.native_application_oidc_options.as_ref();
    let of_native = |get: fn(&wire::NativeApplicationOidcOptions) -> &Option<String>| {
        native.and_then(|options| get(options).clone())
    };
    Ok(VerifiedAccessInstanceUserTrustProviderClientConfiguration {
        r#type,
        scopes: of_native(|it| &it.scope),
        issuer: of_native(|it| &it.issuer),
        authorization_endpoint: of_native(|it| &it.authorization_endpoint),
        public_signing_key_endpoint: of_native(|it| &it.public_signing_key_endpoint),
        token_endpoint: of_native(|it| &it.token_endpoint),
        user_info_endpoint: of_native(|it| &it.user_info_endpoint),
        client_id: of_native(|it| &it.client_id),
        client_secret: row.native_client_secret.clone(),
        // unverified (looked up 2026-11-26): that it always is.
        pkce_enabled: Some(true),
    })
}
