//! What a tunnel can be asked to have, and what it has where nothing was asked for.
//! <https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html>

use super::key_exchanges::{self, PHASE_1_GROUPS, PHASE_2_GROUPS, check_group};
use crate::effects::network::network_interfaces::addresses::free_public;
use crate::engine::ids::Ids;
use crate::engine::{Read, Write};
use crate::error::{Error, Result};
use crate::records::account::arns::partition;
use crate::records::ids::VpnGatewayId;
use crate::records::network::vpn_connections::{Tunnel, has_inside_cidr};
use ipnet::Ipv4Net;
use std::net::Ipv4Addr;
use wire::{
    CloudWatchLogOptions, IKEVersionsListValue, ModifyVpnTunnelOptionsSpecification,
    Phase1DHGroupNumbersListValue, Phase1EncryptionAlgorithmsListValue,
    Phase1IntegrityAlgorithmsListValue, Phase2DHGroupNumbersListValue,
    Phase2EncryptionAlgorithmsListValue, Phase2IntegrityAlgorithmsListValue, TunnelOption,
    VpnTunnelLogOptions, VpnTunnelLogOptionsSpecification, VpnTunnelOptionsSpecification,
};

const KEY_CHARACTERS: &[u8; 64] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890._";

const KEY_LENGTH: usize = 32;

const INSIDE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);

/// Blocks that AWS keeps, as the last two bytes of their addresses.
const RESERVED: [[u8; 2]; 7] = [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [169, 252]];

const ENCRYPTIONS: &[&str] = &["AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"];

const INTEGRITIES: &[&str] = &["SHA1", "SHA2-256", "SHA2-384", "SHA2-512"];

/// The same members make one kind of request and the other.
macro_rules! asked {
    ($name:ident, $of:ty) => {
        /// # Errors
        /// For values that a tunnel cannot have.
        pub(super) fn $name(asked: &$of) -> Result<TunnelOption> {
            macro_rules! list {
                ($member:ident, $value:ident) => {
                    asked.$member.as_ref().filter(|list| !list.is_empty()).map(|list| {
                        list.iter().map(|it| $value { value: it.value.clone() }).collect()
                    })
                };
            }
            if asked.tunnel_inside_ipv6_cidr.is_some() {
                // <https://github.com/ansible-collections/amazon.aws/issues/2546>
                let message = "An ipv6 inside cidr is not allowed for VPNs using an ipv4 inside \
                               ip version";
                return Err(Error::combination(message));
            }
            let options = TunnelOption {
                outside_ip_address: None,
                tunnel_inside_cidr: asked.tunnel_inside_cidr.clone(),
                tunnel_inside_ipv6_cidr: None,
                pre_shared_key: asked.pre_shared_key.clone(),
                phase1_lifetime_seconds: asked.phase1_lifetime_seconds,
                phase2_lifetime_seconds: asked.phase2_lifetime_seconds,
                rekey_margin_time_seconds: asked.rekey_margin_time_seconds,
                rekey_fuzz_percentage: asked.rekey_fuzz_percentage,
                replay_window_size: asked.replay_window_size,
                dpd_timeout_seconds: asked.dpd_timeout_seconds,
                dpd_timeout_action: asked.dpd_timeout_action.clone(),
                phase1_encryption_algorithms: list!(
                    phase1_encryption_algorithms,
                    Phase1EncryptionAlgorithmsListValue
                ),
                phase2_encryption_algorithms: list!(
                    phase2_encryption_algorithms,
                    Phase2EncryptionAlgorithmsListValue
                ),
                phase1_integrity_algorithms: list!(
                    phase1_integrity_algorithms,
                    Phase1IntegrityAlgorithmsListValue
                ),
                phase2_integrity_algorithms: list!(
                    phase2_integrity_algorithms,
                    Phase2IntegrityAlgorithmsListValue
                ),
                phase1_dh_group_numbers: list!(
                    phase1_dh_group_numbers,
                    Phase1DHGroupNumbersListValue
                ),
                phase2_dh_group_numbers: list!(
                    phase2_dh_group_numbers,
                    Phase2DHGroupNumbersListValue
                ),
                ike_versions: list!(ike_versions, IKEVersionsListValue),
                startup_action: asked.startup_action.clone(),
                log_options: asked.log_options.as_ref().map(log_options).transpose()?,
                enable_tunnel_lifecycle_control: asked.enable_tunnel_lifecycle_control,
                phase1_additional_key_exchanges: key_exchanges::asked(
                    asked.phase1_additional_key_exchanges.as_deref(),
                ),
                phase2_additional_key_exchanges: key_exchanges::asked(
                    asked.phase2_additional_key_exchanges.as_deref(),
                ),
            };
            check(&options)?;
            Ok(options)
        }
    };
}

asked!(asked_at_creation, VpnTunnelOptionsSpecification);
asked!(asked_later, ModifyVpnTunnelOptionsSpecification);

/// What a tunnel is with what was asked for in the place of what it was.
pub(super) fn over(asked: TunnelOption, was: &TunnelOption) -> TunnelOption {
    macro_rules! or {
        ($($member:ident),*) => {
            TunnelOption {
                outside_ip_address: was.outside_ip_address.clone(),
                tunnel_inside_ipv6_cidr: None,
                $($member: asked.$member.or_else(|| was.$member.clone())),*
            }
        };
    }
    or!(
        tunnel_inside_cidr,
        pre_shared_key,
        phase1_lifetime_seconds,
        phase2_lifetime_seconds,
        rekey_margin_time_seconds,
        rekey_fuzz_percentage,
        replay_window_size,
        dpd_timeout_seconds,
        dpd_timeout_action,
        phase1_encryption_algorithms,
        phase2_encryption_algorithms,
        phase1_integrity_algorithms,
        phase2_integrity_algorithms,
        phase1_dh_group_numbers,
        phase2_dh_group_numbers,
        ike_versions,
        startup_action,
        log_options,
        enable_tunnel_lifecycle_control,
        phase1_additional_key_exchanges,
        phase2_additional_key_exchanges
    )
}

/// The same for a tunnel that there is, the values of which have to fit each other still.
///
/// # Errors
/// Those of values that do not.
pub(super) fn changed(asked: TunnelOption, was: &TunnelOption) -> Result<TunnelOption> {
    let options = over(asked, was);
    check(&options)?;
    Ok(options)
}

/// The ranges and values are documented in `API_VpnTunnelOptionsSpecification`.
// unverified (looked up 2026-11-26): all messages but that of the key.
fn check(options: &TunnelOption) -> Result<()> {
    if let Some(key) = &options.pre_shared_key {
        let is_of_key = |byte: u8| KEY_CHARACTERS.contains(&byte);
        if !matches!(key.len(), 8..=64) || key.starts_with('0') || !key.bytes().all(is_of_key) {
            // <https://github.com/GoogleCloudPlatform/pbmm-on-gcp-onboarding/issues/299>
            return Err(Error::invalid_value("Value for parameter PreSharedKey is invalid."));
        }
    }
    if let Some(text) = &options.tunnel_inside_cidr {
        inside_cidr(text)?;
    }
    let phase_2 = options.phase2_lifetime_seconds;
    check_range("Phase1LifetimeSeconds", options.phase1_lifetime_seconds, 900..=28_800)?;
    check_range("Phase2LifetimeSeconds", phase_2, 900..=3_600)?;
    let half = phase_2.unwrap_or(3_600) / 2;
    check_range("RekeyMarginTimeSeconds", options.rekey_margin_time_seconds, 60..=half)?;
    check_range("RekeyFuzzPercentage", options.rekey_fuzz_percentage, 0..=100)?;
    check_range("ReplayWindowSize", options.replay_window_size, 64..=2_048)?;
    check_range("DPDTimeoutSeconds", options.dpd_timeout_seconds, 30..=i32::MAX)?;
    if phase_2.is_some_and(|it| options.phase1_lifetime_seconds.is_some_and(|first| it >= first)) {
        let reason = "It must be less than the lifetime of phase 1.";
        let value = phase_2.unwrap_or_default();
        return Err(Error::bad_parameter("Phase2LifetimeSeconds", value, reason));
    }
    let actions = &["clear", "none", "restart"];
    check_text("DPDTimeoutAction", options.dpd_timeout_action.as_deref(), actions)?;
    check_text("StartupAction", options.startup_action.as_deref(), &["add", "start"])?;
    check_lists(options)
}

fn check_lists(options: &TunnelOption) -> Result<()> {
    for it in options.phase1_encryption_algorithms.iter().flatten() {
        check_text("Phase1EncryptionAlgorithms", Some(text(it.value.as_ref())), ENCRYPTIONS)?;
    }
    for it in options.phase2_encryption_algorithms.iter().flatten() {
        check_text("Phase2EncryptionAlgorithms", Some(text(it.value.as_ref())), ENCRYPTIONS)?;
    }
    for it in options.phase1_integrity_algorithms.iter().flatten() {
        check_text("Phase1IntegrityAlgorithms", Some(text(it.value.as_ref())), INTEGRITIES)?;
    }
    for it in options.phase2_integrity_algorithms.iter().flatten() {
        check_text("Phase2IntegrityAlgorithms", Some(text(it.value.as_ref())), INTEGRITIES)?;
    }
    for it in options.phase1_dh_group_numbers.iter().flatten() {
        check_group("Phase1DHGroupNumbers", it.value, PHASE_1_GROUPS)?;
    }
    for it in options.phase2_dh_group_numbers.iter().flatten() {
        check_group("Phase2DHGroupNumbers", it.value, PHASE_2_GROUPS)?;
    }
    for it in options.ike_versions.iter().flatten() {
        check_text("IKEVersions", Some(text(it.value.as_ref())), &["ikev1", "ikev2"])?;
    }
    key_exchanges::check(options)
}

fn text(value: Option<&String>) -> &str {
    value.map_or("", String::as_str)
}

fn check_range(
    parameter: &str,
    value: Option<i32>,
    range: std::ops::RangeInclusive<i32>,
) -> Result<()> {
    let Some(value) = value.filter(|value| !range.contains(value)) else { return Ok(()) };
    let (low, high) = (range.start(), range.end());
    let reason = if *high == i32::MAX {
        format!("It must be at least {low}.")
    } else {
        format!("It must be between {low} and {high}.")
    };
    Err(Error::bad_parameter(parameter, value, &reason))
}

fn check_text(parameter: &str, value: Option<&str>, allowed: &[&str]) -> Result<()> {
    let Some(value) = value.filter(|value| !allowed.contains(value)) else { return Ok(()) };
    let reason = format!("Expecting one of {}.", allowed.join(", "));
    Err(Error::bad_parameter(parameter, value, &reason))
}

fn inside_cidr(text: &str) -> Result<Ipv4Net> {
    let cidr: Option<Ipv4Net> = text.parse().ok();
    let fits = |cidr: &Ipv4Net| {
        let [_, _, third, fourth] = cidr.network().octets();
        cidr.prefix_len() == 30
            && INSIDE.contains(cidr)
            && cidr.trunc() == *cidr
            && !RESERVED.contains(&[third, fourth])
    };
    cidr.filter(fits).ok_or_else(|| {
        let reason = "Expecting a block of size /30 out of 169.254.0.0/16 that is not reserved.";
        Error::bad_parameter("TunnelInsideCidr", text, reason)
    })
}

/// No two tunnels of a VPN gateway have the same addresses.
///
/// # Errors
/// For a block that another tunnel of the request or of the gateway has.
pub(super) fn check_inside_cidrs(
    cx: Read<'_>,
    gateway_id: Option<&VpnGatewayId>,
    asked: &[TunnelOption],
) -> Result<()> {
    let mut seen = Vec::new();
    for text in asked.iter().filter_map(|tunnel| tunnel.tunnel_inside_cidr.as_deref()) {
        let cidr = inside_cidr(text)?;
        if seen.contains(&cidr) || gateway_id.is_some_and(|id| has_inside_cidr(cx, id, cidr)) {
            // The code is documented; unverified (looked up 2026-11-26): the message.
            let message = format!("The inside CIDR {text} is in use by another VPN tunnel.");
            return Err(Error::new("InvalidCidr.InUse", message));
        }
        seen.push(cidr);
    }
    Ok(())
}

// unverified (looked up 2026-11-26): that the ARNs of log groups are looked at.
fn log_options(asked: &VpnTunnelLogOptionsSpecification) -> Result<VpnTunnelLogOptions> {
    let Some(asked) = &asked.cloud_watch_log_options else { return Ok(no_logs()) };
    let log = [
        ("LogGroupArn", asked.log_enabled, &asked.log_group_arn),
        ("BgpLogGroupArn", asked.bgp_log_enabled, &asked.bgp_log_group_arn),
    ];
    for (name, enabled, group) in log {
        let is_group = |arn: &String| arn.starts_with("arn:") && arn.contains(":log-group:");
        match group {
            None if enabled == Some(true) => return Err(Error::missing(name)),
            Some(arn) if !is_group(arn) => {
                return Err(Error::bad_parameter(name, arn, "Expecting the ARN of a log group."));
            }
            _ => {}
        }
    }
    let formats = &["json", "text"];
    check_text("LogOutputFormat", asked.log_output_format.as_deref(), formats)?;
    check_text("BgpLogOutputFormat", asked.bgp_log_output_format.as_deref(), formats)?;
    let format = |enabled: Option<bool>, asked: &Option<String>| {
        asked.clone().or_else(|| (enabled == Some(true)).then(|| "json".to_owned()))
    };
    let cloud_watch_log_options = Some(CloudWatchLogOptions {
        log_enabled: Some(asked.log_enabled == Some(true)),
        log_group_arn: asked.log_group_arn.clone(),
        log_output_format: format(asked.log_enabled, &asked.log_output_format),
        bgp_log_enabled: Some(asked.bgp_log_enabled == Some(true)),
        bgp_log_group_arn: asked.bgp_log_group_arn.clone(),
        bgp_log_output_format: format(asked.bgp_log_enabled, &asked.bgp_log_output_format),
    });
    Ok(VpnTunnelLogOptions { cloud_watch_log_options })
}

fn no_logs() -> VpnTunnelLogOptions {
    let off = CloudWatchLogOptions {
        log_enabled: Some(false),
        bgp_log_enabled: Some(false),
        ..CloudWatchLogOptions::default()
    };
    VpnTunnelLogOptions { cloud_watch_log_options: Some(off) }
}

/// Both tunnels, with what was not asked for drawn. Those of a gateway with a certificate have
/// certificates in place of keys.
pub(super) fn made(
    cx: &mut Write<'_>,
    gateway_id: Option<&VpnGatewayId>,
    asked: [TunnelOption; 2],
    keyless: bool,
) -> [Tunnel; 2] {
    let mut taken: Vec<Ipv4Net> = asked
        .iter()
        .filter_map(|tunnel| tunnel.tunnel_inside_cidr.as_ref()?.parse().ok())
        .collect();
    asked.map(|asked| {
        let outside = free_public(cx);
        let inside = free_inside(cx, gateway_id, &taken);
        taken.push(inside);
        let drawn = TunnelOption {
            outside_ip_address: Some(outside.to_string()),
            tunnel_inside_cidr: Some(inside.to_string()),
            pre_shared_key: (!keyless).then(|| key(cx.ids())),
            log_options: Some(no_logs()),
            ..TunnelOption::default()
        };
        Tunnel {
            options: over(asked, &drawn),
            certificate_arn: keyless.then(|| certificate(cx)),
            changed: cx.now().timestamp(),
            replaced: None,
        }
    })
}

fn free_inside(
    cx: &mut Write<'_>,
    gateway_id: Option<&VpnGatewayId>,
    taken: &[Ipv4Net],
) -> Ipv4Net {
    let first = u32::from(INSIDE.network());
    loop {
        let address = Ipv4Addr::from(first | (cx.ids().below(1 << 14) << 2));
        let cidr = Ipv4Net::new(address, 30).unwrap_or(INSIDE);
        let is_used = gateway_id.is_some_and(|id| has_inside_cidr(cx.read(), id, cidr));
        if inside_cidr(&cidr.to_string()).is_ok() && !taken.contains(&cidr) && !is_used {
            return cidr;
        }
    }
}

fn key(ids: &mut Ids) -> String {
    let character = |at: usize, ids: &mut Ids| {
        // The first is a letter, as no key begins with a zero.
        let count = if at == 0 { 52 } else { 64 };
        char::from(KEY_CHARACTERS[ids.below(count) as usize % KEY_CHARACTERS.len()])
    };
    (0..KEY_LENGTH).map(|at| character(at, ids)).collect()
}

/// The certificate of AWS's end, which AWS makes itself.
pub(super) fn certificate(cx: &mut Write<'_>) -> String {
    let mut part = |digits: usize| {
        let bits =
            (u64::from(cx.ids().below(u32::MAX)) << 32) | u64::from(cx.ids().below(u32::MAX));
        format!("{bits:016x}")[..digits].to_owned()
    };
    let uuid = [8, 4, 4, 4, 12].map(&mut part).join("-");
    let (partition, region, account) = (partition(cx.read()), cx.region(), cx.account());
    format!("arn:{partition}:acm:{region}:{account}:certificate/{uuid}")
}
