//! Devices that can be the far end of a connection, and what the one of no vendor has to be told.

use super::finders::available;
use crate::engine::{Read, Row};
use crate::error::{Error, Result};
use crate::records::network::vpn_connections::{Tunnel, VpnConnection};
use std::fmt::Write as _;
use wire::{
    CustomerGateway, GetVpnConnectionDeviceSampleConfigurationRequest,
    GetVpnConnectionDeviceSampleConfigurationResult, GetVpnConnectionDeviceTypesRequest,
    GetVpnConnectionDeviceTypesResult, VpnConnectionDeviceType,
};

/// Id, vendor, platform and software of those whose ids are recorded somewhere: AWS has some forty.
// unverified (looked up 2026-11-26): the platform and software of the first.
const DEVICES: [[&str; 4]; 6] = [
    [GENERIC, "Generic", "Generic", "Vendor Agnostic"],
    ["36ef5d04", "Barracuda", "NextGen Firewall F-Series", "6.2+"],
    ["9d9470de", "Fortinet", "Fortigate 40+ Series", "FortiOS 5.0+"],
    ["754a6372", "Palo Alto Networks", "PA Series", "PANOS 4.1.2+"],
    ["9612cbed", "Palo Alto Networks", "PA Series", "PANOS 4.1.2+ (GUI)"],
    ["5fb390ba", "Palo Alto Networks", "PA Series", "PANOS 7.0+"],
];

const GENERIC: &str = "9005b6c1";

pub(super) fn get_vpn_connection_device_types(
    cx: Read<'_>,
    request: &GetVpnConnectionDeviceTypesRequest,
) -> Result<GetVpnConnectionDeviceTypesResult> {
    let devices = DEVICES.iter().enumerate().map(|(at, [id, vendor, platform, software])| {
        let device = VpnConnectionDeviceType {
            vpn_connection_device_type_id: Some((*id).to_owned()),
            vendor: Some((*vendor).to_owned()),
            platform: Some((*platform).to_owned()),
            software: Some((*software).to_owned()),
        };
        (format!("{at:04}"), device)
    });
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    let page = paging.cut_sorted(devices)?;
    Ok(GetVpnConnectionDeviceTypesResult {
        vpn_connection_device_types: Some(page.items),
        next_token: page.next_token,
    })
}

/// The tunnels' parameters in words of this server: AWS's text for the device is longer.
pub(super) fn get_vpn_connection_device_sample_configuration(
    cx: Read<'_>,
    request: &GetVpnConnectionDeviceSampleConfigurationRequest,
) -> Result<GetVpnConnectionDeviceSampleConfigurationResult> {
    let connection = available(cx, &request.vpn_connection_id)?;
    let id = request.vpn_connection_device_type_id.as_str();
    let Some([_, vendor, ..]) = DEVICES.iter().find(|device| device[0] == id) else {
        // unverified (looked up 2026-11-26): the wording.
        let reason = "There is no such device type.";
        return Err(Error::bad_parameter("VpnConnectionDeviceTypeId", id, reason));
    };
    if id != GENERIC {
        return Err(Error::not_emulated(format!("sample configurations for {vendor}")));
    }
    let version = match request.internet_key_exchange_version.as_deref() {
        None | Some("ikev1") => "ikev1",
        Some("ikev2") => "ikev2",
        Some(other) => {
            let reason = "Expecting ikev1 or ikev2.";
            return Err(Error::bad_parameter("InternetKeyExchangeVersion", other, reason));
        }
    };
    match request.sample_type.as_deref() {
        None | Some("compatibility") => {}
        Some("recommended") => {
            return Err(Error::not_emulated("sample configurations of the type recommended"));
        }
        Some(other) => {
            let reason = "Expecting compatibility or recommended.";
            return Err(Error::bad_parameter("SampleType", other, reason));
        }
    }
    Ok(GetVpnConnectionDeviceSampleConfigurationResult {
        vpn_connection_device_sample_configuration: Some(sample(cx, connection, version)),
    })
}

fn sample(cx: Read<'_>, connection: &Row<VpnConnection>, version: &str) -> String {
    let customer = cx.find::<CustomerGateway>(&connection.customer_gateway_id);
    let address = customer.and_then(|it| it.ip_address.clone());
    let mut text = format!("VPN connection: {}\n", connection.id);
    let _ = writeln!(text, "Customer gateway: {}", connection.customer_gateway_id);
    if let Some(gateway) = &connection.vpn_gateway_id {
        let _ = writeln!(text, "VPN gateway: {gateway}");
    }
    if let Some(transit) = &connection.transit {
        let _ = writeln!(text, "Transit gateway: {}", transit.gateway_id);
    }
    for (at, tunnel) in connection.tunnels.iter().enumerate() {
        let _ = writeln!(text, "\nTunnel {}", at + 1);
        for (name, value) in parameters(tunnel, version, address.as_deref()) {
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    text
}

fn parameters(
    tunnel: &Tunnel,
    version: &str,
    address: Option<&str>,
) -> Vec<(&'static str, String)> {
    let options = &tunnel.options;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let hosts: Vec<_> = tunnel.inside_cidr().into_iter().flat_map(|it| it.hosts()).collect();
    let inside = |at: usize| hosts.get(at).map(|host| format!("{host}/30")).unwrap_or_default();
    let phase_1 = options.phase1_lifetime_seconds.unwrap_or(28_800);
    let phase_2 = options.phase2_lifetime_seconds.unwrap_or(3_600);
    vec![
        ("IKE version", version.to_owned()),
        ("Pre-shared key", text(&options.pre_shared_key)),
        ("Outside address of the customer gateway", address.unwrap_or_default().to_owned()),
        ("Outside address of AWS", text(&options.outside_ip_address)),
        ("Inside address of the customer gateway", inside(1)),
        ("Inside address of AWS", inside(0)),
        ("Lifetime of phase 1 in seconds", phase_1.to_string()),
        ("Lifetime of phase 2 in seconds", phase_2.to_string()),
    ]
}
