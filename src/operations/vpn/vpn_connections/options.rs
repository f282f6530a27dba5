//! What a connection as a whole can be asked to have.

use super::tunnels;
use crate::engine::network::parse_ipv4_cidr;
use crate::error::{Error, Result};
use crate::records::ids::VpnGatewayId;
use crate::records::network::vpn_connections::VpnConnection;
use ipnet::Ipv4Net;
use wire::{
    TunnelInsideIpVersion, TunnelOption, VpnConnectionOptionsSpecification, VpnTunnelBandwidth,
};

#[derive(Default)]
pub(super) struct Wanted {
    pub static_routes_only: bool,
    pub local_cidr: Ipv4Net,
    pub remote_cidr: Ipv4Net,
    pub tunnels: [TunnelOption; 2],
    pub is_accelerated: bool,
    pub is_large: bool,
}

impl Wanted {
    /// # Errors
    /// For values out of what there is, and for what a VPN gateway cannot do.
    pub fn of(options: Option<&VpnConnectionOptionsSpecification>) -> Result<Self> {
        let Some(options) = options else { return Ok(Self::default()) };
        if options.tunnel_inside_ip_version == Some(TunnelInsideIpVersion::Ipv6) {
            return Err(Error::not_emulated("VPN tunnels for IPv6"));
        }
        match options.outside_ip_address_type.as_deref() {
            None | Some("PublicIpv4") => {}
            Some(known @ ("PrivateIpv4" | "Ipv6")) => {
                return Err(Error::not_emulated(format!("VPN tunnels over {known}")));
            }
            Some(unknown) => {
                let reason = "Expecting PublicIpv4, PrivateIpv4 or Ipv6.";
                return Err(Error::bad_parameter("OutsideIpAddressType", unknown, reason));
            }
        }
        let tunnels = options.tunnel_options.as_deref().unwrap_or_default();
        if tunnels.len() > 2 {
            // unverified (looked up 2026-11-26): the wording.
            return Err(Error::invalid_value("A VPN connection has two tunnels."));
        }
        let mut wanted = Self {
            static_routes_only: options.static_routes_only == Some(true),
            local_cidr: cidr("LocalIpv4NetworkCidr", options.local_ipv4_network_cidr.as_deref())?
                .unwrap_or_default(),
            remote_cidr: cidr(
                "RemoteIpv4NetworkCidr",
                options.remote_ipv4_network_cidr.as_deref(),
            )?
            .unwrap_or_default(),
            is_accelerated: options.enable_acceleration == Some(true),
            is_large: options.tunnel_bandwidth == Some(VpnTunnelBandwidth::Large),
            ..Self::default()
        };
        for (to, asked) in wanted.tunnels.iter_mut().zip(tunnels) {
            *to = tunnels::asked_at_creation(asked)?;
        }
        Ok(wanted)
    }

    /// Whether a connection has it all already.
    pub fn is_what_has(&self, connection: &VpnConnection) -> bool {
        let mut tunnels = self.tunnels.iter().zip(&connection.tunnels);
        self.static_routes_only == connection.static_routes_only
            && self.local_cidr == connection.local_cidr
            && self.remote_cidr == connection.remote_cidr
            && self.is_accelerated == connection.is_accelerated
            && self.is_large == connection.is_large
            && tunnels.all(|(asked, it)| tunnels::over(asked.clone(), &it.options) == it.options)
    }
}

pub(super) fn cidr(parameter: &str, text: Option<&str>) -> Result<Option<Ipv4Net>> {
    text.map(|text| parse_ipv4_cidr(parameter, text)).transpose()
}

/// # Errors
/// For what a VPN gateway cannot do:
/// <https://docs.aws.amazon.com/vpn/latest/s2svpn/accelerated-vpn.html>,
/// <https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html>
// unverified (looked up 2026-11-26): code and wordings.
pub(super) fn check_end(
    vpn_gateway_id: Option<&VpnGatewayId>,
    is_accelerated: bool,
    is_large: bool,
) -> Result<()> {
    let what = match vpn_gateway_id {
        Some(_) if is_accelerated => "Acceleration",
        Some(_) if is_large => "The tunnel bandwidth large",
        _ => return Ok(()),
    };
    let message =
        format!("{what} is not supported for VPN connections of a virtual private gateway.");
    Err(Error::combination(message))
}

/// Whether tunnels can be large there, and with what else a connection has.
/// <https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html>
// unverified (looked up 2026-11-26): code and wordings.
pub(super) fn check_large(region: &str, is_accelerated: bool) -> Result<()> {
    let message = match region {
        "ap-southeast-4" | "ca-west-1" | "eu-central-2" | "il-central-1" | "me-central-1" => {
            format!("The tunnel bandwidth large is not supported in {region}.")
        }
        _ if is_accelerated => {
            "The tunnel bandwidth large is not supported with acceleration.".to_owned()
        }
        _ => return Ok(()),
    };
    Err(Error::combination(message))
}

pub(super) fn check_type(of: &str) -> Result<()> {
    if of == "ipsec.1" {
        return Ok(());
    }
    // unverified (looked up 2026-11-26): the wording.
    Err(Error::bad_parameter("type", of, "Expecting ipsec.1."))
}

pub(super) fn check_key_storage(asked: Option<&str>) -> Result<()> {
    match asked {
        None | Some("Standard") => Ok(()),
        Some("SecretsManager") => Err(Error::not_emulated("pre-shared keys in Secrets Manager")),
        Some(unknown) => {
            let reason = "Expecting Standard or SecretsManager.";
            Err(Error::bad_parameter("PreSharedKeyStorage", unknown, reason))
        }
    }
}
