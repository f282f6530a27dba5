//! What tunnels are asked to have, and what is told about them.

use super::{Network, configuration, id};
use crate::support::Xml;

/// For one tunnel.
const ASKED: [(&str, &str); 21] = [
    ("TunnelInsideCidr", "169.254.20.4/30"),
    ("PreSharedKey", "abc.DEF_1234567"),
    ("Phase1LifetimeSeconds", "7200"),
    ("Phase2LifetimeSeconds", "1800"),
    ("RekeyMarginTimeSeconds", "120"),
    ("RekeyFuzzPercentage", "50"),
    ("ReplayWindowSize", "128"),
    ("DPDTimeoutSeconds", "60"),
    ("DPDTimeoutAction", "restart"),
    ("Phase1EncryptionAlgorithm.1.Value", "AES256"),
    ("Phase2EncryptionAlgorithm.1.Value", "AES256-GCM-16"),
    ("Phase1IntegrityAlgorithm.1.Value", "SHA2-256"),
    ("Phase2IntegrityAlgorithm.1.Value", "SHA2-512"),
    ("Phase1DHGroupNumber.1.Value", "14"),
    ("Phase1DHGroupNumber.2.Value", "35"),
    ("Phase2DHGroupNumber.1.Value", "5"),
    ("IKEVersion.1.Value", "ikev2"),
    ("StartupAction", "start"),
    ("EnableTunnelLifecycleControl", "true"),
    ("LogOptions.CloudWatchLogOptions.LogEnabled", "true"),
    (
        "LogOptions.CloudWatchLogOptions.LogGroupArn",
        "arn:aws:logs:us-east-1:000000000000:log-group:vpn:*",
    ),
];

const BLOCK: &str = "Expecting a block of size /30 out of 169.254.0.0/16 that is not reserved.";

const CIPHERS: &str = "Expecting one of AES128, AES256, AES128-GCM-16, AES256-GCM-16.";

const HASHES: &str = "Expecting one of SHA1, SHA2-256, SHA2-384, SHA2-512.";

const GROUPS: &str = "Expecting one of 2, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 35.";

const GROUPS_2: &str =
    "Expecting one of 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 35, 36, 37.";

const REFUSED: [(&str, &str, &str); 22] = [
    ("TunnelInsideCidr", "169.254.5.0/30", BLOCK),
    ("TunnelInsideCidr", "169.254.169.252/30", BLOCK),
    ("TunnelInsideCidr", "169.254.10.1/30", BLOCK),
    ("TunnelInsideCidr", "169.254.10.0/29", BLOCK),
    ("TunnelInsideCidr", "10.0.0.0/30", BLOCK),
    ("Phase1LifetimeSeconds", "899", "It must be between 900 and 28800."),
    ("Phase2LifetimeSeconds", "3601", "It must be between 900 and 3600."),
    ("RekeyMarginTimeSeconds", "1801", "It must be between 60 and 1800."),
    ("RekeyFuzzPercentage", "101", "It must be between 0 and 100."),
    ("ReplayWindowSize", "63", "It must be between 64 and 2048."),
    ("DPDTimeoutSeconds", "29", "It must be at least 30."),
    ("DPDTimeoutAction", "stop", "Expecting one of clear, none, restart."),
    ("StartupAction", "wait", "Expecting one of add, start."),
    ("Phase1EncryptionAlgorithm.1.Value", "DES", CIPHERS),
    ("Phase2EncryptionAlgorithm.1.Value", "DES", CIPHERS),
    ("Phase1IntegrityAlgorithm.1.Value", "MD5", HASHES),
    ("Phase2IntegrityAlgorithm.1.Value", "MD5", HASHES),
    ("Phase1DHGroupNumber.1.Value", "5", GROUPS),
    ("Phase2DHGroupNumber.1.Value", "1", GROUPS_2),
    ("IKEVersion.1.Value", "ikev3", "Expecting one of ikev1, ikev2."),
    ("LogOptions.CloudWatchLogOptions.LogOutputFormat", "xml", "Expecting one of json, text."),
    ("LogOptions.CloudWatchLogOptions.BgpLogGroupArn", "vpn", "Expecting the ARN of a log group."),
];

fn of_tunnels<'a>(connection: &'a Xml, name: &str) -> Vec<&'a str> {
    connection.texts(&format!("options.tunnelOptionSet.item.{name}"))
}

#[test]
fn a_tunnel_has_what_it_was_asked_to_have() {
    let network = Network::new();
    let names = ASKED.map(|(name, _)| format!("Options.TunnelOptions.2.{name}"));
    let first = ("Options.TunnelOptions.1.StartupAction", "add");
    let second = names.iter().map(String::as_str).zip(ASKED.map(|it| it.1));
    let form: Vec<_> = std::iter::once(first).chain(second).collect();
    let made = network.create(&form);
    let second = made.all_at("options.tunnelOptionSet.item")[1].clone();
    for (path, value) in [
        ("tunnelInsideCidr", "169.254.20.4/30"),
        ("preSharedKey", "abc.DEF_1234567"),
        ("phase1LifetimeSeconds", "7200"),
        ("phase2LifetimeSeconds", "1800"),
        ("rekeyMarginTimeSeconds", "120"),
        ("rekeyFuzzPercentage", "50"),
        ("replayWindowSize", "128"),
        ("dpdTimeoutSeconds", "60"),
        ("dpdTimeoutAction", "restart"),
        ("phase1EncryptionAlgorithmSet.item.value", "AES256"),
        ("phase2IntegrityAlgorithmSet.item.value", "SHA2-512"),
        ("phase2DHGroupNumberSet.item.value", "5"),
        ("ikeVersionSet.item.value", "ikev2"),
        ("startupAction", "start"),
        ("enableTunnelLifecycleControl", "true"),
        ("logOptions.cloudWatchLogOptions.logEnabled", "true"),
        ("logOptions.cloudWatchLogOptions.logOutputFormat", "json"),
        ("logOptions.cloudWatchLogOptions.bgpLogEnabled", "false"),
    ] {
        assert_eq!(second.text(path), value, "{path}");
    }
    assert_eq!(second.texts("phase1DHGroupNumberSet.item.value"), ["14", "35"]);
    let document = configuration(&made);
    let second = document.all_at("ipsec_tunnel")[1].clone();
    for (path, value) in [
        ("customer_gateway.tunnel_inside_address.ip_address", "169.254.20.6"),
        ("vpn_gateway.tunnel_inside_address.ip_address", "169.254.20.5"),
        ("ike.authentication_protocol", "sha1"),
        ("ike.encryption_protocol", "aes-128-cbc"),
        ("ike.lifetime", "7200"),
        ("ike.perfect_forward_secrecy", "group2"),
        ("ike.pre_shared_key", "abc.DEF_1234567"),
        ("ipsec.authentication_protocol", "hmac-sha1-96"),
        ("ipsec.encryption_protocol", "aes-128-cbc"),
        ("ipsec.perfect_forward_secrecy", "group2"),
        ("ipsec.dead_peer_detection.retries", "6"),
    ] {
        assert_eq!(second.text(path), value, "{path}");
    }
    // The other one has what was drawn for it, and no more.
    let first = made.at("options.tunnelOptionSet.item").unwrap();
    assert_eq!(first.text("preSharedKey").len(), 32);
    assert!(first.text("tunnelInsideCidr").starts_with("169.254."));
    assert_eq!(first.text("logOptions.cloudWatchLogOptions.logEnabled"), "false");
    assert!(!first.has("dpdTimeoutSeconds") && !first.has("ikeVersionSet"));
    assert_eq!(id(&network.create(&form)), id(&made));
    let other = [("Options.TunnelOptions.1.StartupAction", "start")];
    assert_ne!(id(&network.create(&other)), id(&made));
}

#[test]
fn values_that_no_tunnel_has_are_refused() {
    let network = Network::new();
    let refused = |name: &str, value: &str| {
        let name = format!("Options.TunnelOptions.1.{name}");
        let (code, message) = network.refused(&[(&name, value)]);
        (code, message)
    };
    for key in ["short", "0abcdefgh", "with+sign", &"k".repeat(65), "with blank"] {
        let (code, message) = refused("PreSharedKey", key);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, "Value for parameter PreSharedKey is invalid.");
    }
    for (name, value, reason) in REFUSED {
        let (code, message) = refused(name, value);
        assert_eq!(code, "InvalidParameterValue");
        let path = name.trim_end_matches(".1.Value");
        let parameter = path.rsplit('.').next().unwrap();
        let plural = if path == name { "" } else { "s" };
        let expected =
            format!("Value ({value}) for parameter {parameter}{plural} is invalid. {reason}");
        assert_eq!(message, expected);
    }
    let (code, message) = refused("LogOptions.CloudWatchLogOptions.LogEnabled", "true");
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter LogGroupArn");
    let name = "Options.TunnelOptions.";
    let lifetimes = [
        (format!("{name}1.Phase1LifetimeSeconds"), "1000"),
        (format!("{name}1.Phase2LifetimeSeconds"), "1000"),
    ];
    let (code, message) = network.refused(&lifetimes.each_ref().map(|(name, it)| (&**name, *it)));
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (1000) for parameter Phase2LifetimeSeconds is invalid. It must be less \
                    than the lifetime of phase 1.";
    assert_eq!(message, expected);
    let three = ["1", "2", "3"].map(|at| format!("{name}{at}.StartupAction"));
    let (code, message) = network.refused(&three.each_ref().map(|name| (&**name, "add")));
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "A VPN connection has two tunnels.");
    let same = ["1", "2"].map(|at| format!("{name}{at}.TunnelInsideCidr"));
    let (code, message) =
        network.refused(&same.each_ref().map(|name| (&**name, "169.254.10.0/30")));
    assert_eq!(code, "InvalidCidr.InUse");
    assert_eq!(message, "The inside CIDR 169.254.10.0/30 is in use by another VPN tunnel.");
    assert_eq!(network.ec2.refused("ModifyVpnTunnelOptions", &[]).0, "MissingParameter");
}

#[test]
fn a_tunnel_permits_further_key_exchanges() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let tunnel = "Options.TunnelOptions.1.";
    let round = "Phase1AdditionalKeyExchange.1.";
    let made = network.create(&[
        (&format!("{tunnel}{round}AdditionalKeyExchangeRound"), "1"),
        (&format!("{tunnel}{round}KeyExchangeMethod.1.Value"), "36"),
        (&format!("{tunnel}{round}KeyExchangeMethod.2.Value"), "37"),
        (&format!("{tunnel}Phase2AdditionalKeyExchange.1.AdditionalKeyExchangeRound"), "7"),
        (&format!("{tunnel}Phase2AdditionalKeyExchange.1.Requirement"), "optional"),
    ]);
    let first = made.at("options.tunnelOptionSet.item").unwrap();
    let [one, two] = ["1", "2"].map(|of| format!("phase{of}AdditionalKeyExchangeSet.item"));
    let text = |of: &Xml, round: &str, name: &str| of.text(&format!("{round}.{name}")).to_owned();
    assert_eq!(text(first, &one, "additionalKeyExchangeRound"), "1");
    assert_eq!(text(first, &one, "requirement"), "required");
    let methods = first.texts(&format!("{one}.keyExchangeMethodSet.item.value"));
    assert_eq!(methods, ["36", "37"]);
    assert_eq!(text(first, &two, "additionalKeyExchangeRound"), "7");
    assert_eq!(text(first, &two, "requirement"), "optional");
    ec2.advance(600);
    let id = id(&made);
    let address = of_tunnels(&made, "outsideIpAddress")[0];
    let first = [("VpnConnectionId", id.as_str()), ("VpnTunnelOutsideIpAddress", address)];
    let number = "TunnelOptions.Phase1AdditionalKeyExchange.1.AdditionalKeyExchangeRound";
    let method = "TunnelOptions.Phase1AdditionalKeyExchange.1.KeyExchangeMethod.1.Value";
    let other = "TunnelOptions.Phase1AdditionalKeyExchange.2.AdditionalKeyExchangeRound";
    let group = "TunnelOptions.Phase1DHGroupNumber.1.Value";
    let bad = |parameter: &str, value: &str, reason: &str| {
        format!("Value ({value}) for parameter {parameter} is invalid. {reason}")
    };
    let own = "Each round needs a number of its own.";
    let many = "Phase1AdditionalKeyExchanges must allow a different key exchange method for the \
                initial exchange and for each required round.";
    let old = "A required round of Phase1AdditionalKeyExchanges needs the IKE version ikev2.";
    let missing = "The request must contain the parameter ";
    let seven = "Value ( 8 ) for parameter additionalKeyExchangeRound is invalid. Expecting a \
                 value less than 7.";
    for (form, message) in [
        (vec![(method, "14")], format!("{missing}additionalKeyExchangeRound")),
        (vec![(number, "1")], format!("{missing}KeyExchangeMethod")),
        (vec![(number, "8")], seven.to_owned()),
        (vec![(number, "1"), (method, "1")], bad("KeyExchangeMethods", "1", GROUPS_2)),
        (
            vec![(number, "1"), (method, "14"), (other, "1")],
            bad("AdditionalKeyExchangeRound", "1", own),
        ),
        (vec![(number, "1"), (method, "14"), (group, "14")], many.to_owned()),
        // There are rounds already.
        (vec![("TunnelOptions.IKEVersion.1.Value", "ikev1")], old.to_owned()),
    ] {
        let refused = ec2.refused("ModifyVpnTunnelOptions", &[&first, &form[..]].concat());
        assert_eq!(refused.1, message);
    }
    let form = [&first[..], &[(number, "2"), (method, "14"), (group, "15")]].concat();
    let changed = ec2.call("ModifyVpnTunnelOptions", &form);
    let path = format!("vpnConnection.options.tunnelOptionSet.item.{one}");
    assert_eq!(changed.texts(&format!("{path}.additionalKeyExchangeRound")), ["2"]);
}

#[test]
fn a_tunnel_is_changed_by_its_outside_address() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let made = network.create(&[]);
    let id = id(&made);
    let addresses = of_tunnels(&made, "outsideIpAddress");
    let second = [("VpnConnectionId", id.as_str()), ("VpnTunnelOutsideIpAddress", addresses[1])];
    let change = |more: &[(&str, &str)]| {
        let changed = ec2.call("ModifyVpnTunnelOptions", &[&second, more].concat());
        changed.at("vpnConnection").unwrap().clone()
    };
    let refused =
        |more: &[(&str, &str)]| ec2.refused("ModifyVpnTunnelOptions", &[&second, more].concat());
    ec2.advance(100);
    let changed = change(&[
        ("TunnelOptions.PreSharedKey", "a.new.secret"),
        ("TunnelOptions.TunnelInsideCidr", "169.254.30.0/30"),
        ("TunnelOptions.Phase2LifetimeSeconds", "900"),
    ]);
    assert_eq!(of_tunnels(&changed, "preSharedKey")[1], "a.new.secret");
    assert_eq!(of_tunnels(&changed, "preSharedKey")[0], of_tunnels(&made, "preSharedKey")[0]);
    assert_eq!(of_tunnels(&changed, "tunnelInsideCidr")[1], "169.254.30.0/30");
    assert_eq!(of_tunnels(&changed, "outsideIpAddress"), addresses);
    let document = configuration(&changed);
    assert_eq!(document.texts("ipsec_tunnel.ike.pre_shared_key")[1], "a.new.secret");
    let times = |of: &Xml| {
        let times = of.texts("vgwTelemetry.item.lastStatusChange");
        times.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(times(&changed), ["2026-01-31T12:00:20.000Z", "2026-01-31T12:02:00.000Z"]);
    ec2.advance(100);
    let control = ("TunnelOptions.EnableTunnelLifecycleControl", "true");
    let skip = ("SkipTunnelReplacement", "true");
    assert_eq!(times(&change(&[control, skip])), times(&changed));

    let (code, message) = refused(&[skip, ("TunnelOptions.StartupAction", "add")]);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "SkipTunnelReplacement can only be used with EnableTunnelLifecycleControl.";
    assert_eq!(message, expected);
    let taken = of_tunnels(&made, "tunnelInsideCidr")[0];
    let (code, message) = refused(&[("TunnelOptions.TunnelInsideCidr", taken)]);
    assert_eq!(code, "InvalidCidr.InUse");
    assert_eq!(message, format!("The inside CIDR {taken} is in use by another VPN tunnel."));
    // What is asked for has to fit what there is.
    let (_, message) = refused(&[("TunnelOptions.RekeyMarginTimeSeconds", "451")]);
    let expected = "Value (451) for parameter RekeyMarginTimeSeconds is invalid. It must be \
                    between 60 and 450.";
    assert_eq!(message, expected);
    let nowhere = [second[0], ("VpnTunnelOutsideIpAddress", "192.0.2.1"), control];
    let (code, message) = ec2.refused("ModifyVpnTunnelOptions", &nowhere);
    assert_eq!(code, "InvalidParameterValue");
    let expected = format!(
        "Value (192.0.2.1) for parameter VpnTunnelOutsideIpAddress is invalid. It is not of a \
         tunnel of {id}."
    );
    assert_eq!(message, expected);
    let ipv6 = [control, ("TunnelOptions.TunnelInsideIpv6Cidr", "fd00::/126")];
    let message = "An ipv6 inside cidr is not allowed for VPNs using an ipv4 inside ip version";
    let expected = ("InvalidParameterCombination".to_owned(), message.to_owned());
    assert_eq!(refused(&ipv6), expected);
    let (code, message) = ec2.refused("ModifyVpnTunnelCertificate", &second);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("The vpnConnection {id} does not use certificates."));
}

#[test]
fn a_gateway_with_a_certificate_has_no_keys() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let arn = "arn:aws:acm:us-east-1:111122223333:certificate/x";
    let form = [("Type", "ipsec.1"), ("CertificateArn", arn)];
    let customer = ec2.call("CreateCustomerGateway", &form);
    let form = [form[0], ("CustomerGatewayId", customer.text("customerGateway.customerGatewayId"))];
    let made = ec2.call("CreateVpnConnection", &form);
    let made = made.at("vpnConnection").unwrap();
    assert!(!made.has("options.tunnelOptionSet.item.preSharedKey"));
    assert!(!configuration(made).has("ipsec_tunnel.ike.pre_shared_key"));
    let id = id(made);
    let shown = network.describe(&id);
    let before = shown.texts("vgwTelemetry.item.certificateArn");
    assert!(before[0].starts_with("arn:aws:acm:us-east-1:000000000000:certificate/"));
    let outside = of_tunnels(made, "outsideIpAddress")[0];
    let first = [("VpnConnectionId", id.as_str()), ("VpnTunnelOutsideIpAddress", outside)];
    let changed = ec2.call("ModifyVpnTunnelCertificate", &first);
    let after = changed.texts("vpnConnection.vgwTelemetry.item.certificateArn");
    assert!(after[0] != before[0] && after[1] == before[1]);
    let form = [first[0], first[1], ("TunnelOptions.PreSharedKey", "a.new.secret")];
    let (code, message) = ec2.refused("ModifyVpnTunnelOptions", &form);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "PreSharedKey cannot be used with a customer gateway that has a certificate.";
    assert_eq!(message, expected);
}

#[test]
fn an_end_is_replaced_and_its_status_told() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let made = network.create(&[("Options.TunnelOptions.1.EnableTunnelLifecycleControl", "true")]);
    let id = id(&made);
    let forms = of_tunnels(&made, "outsideIpAddress")
        .into_iter()
        .map(|it| [("VpnConnectionId", id.as_str()), ("VpnTunnelOutsideIpAddress", it)])
        .collect::<Vec<_>>();
    let status = ec2.call("GetVpnTunnelReplacementStatus", &forms[0]);
    for (path, value) in [
        ("vpnConnectionId", id.as_str()),
        ("customerGatewayId", network.customer.as_str()),
        ("vpnGatewayId", network.gateway.as_str()),
        ("vpnTunnelOutsideIpAddress", forms[0][1].1),
        ("maintenanceDetails.pendingMaintenance", "none"),
    ] {
        assert_eq!(status.text(path), value, "{path}");
    }
    assert!(!status.has("maintenanceDetails.lastMaintenanceApplied"));
    ec2.call("ReplaceVpnTunnel", &forms[0]);
    let status = ec2.call("GetVpnTunnelReplacementStatus", &forms[0]);
    let expected = "2026-01-31T12:00:20.000Z";
    assert_eq!(status.text("maintenanceDetails.lastMaintenanceApplied"), expected);
    let pending = [&forms[0][..], &[("ApplyPendingMaintenance", "true")]].concat();
    for (form, expected) in [
        (&forms[1][..], "Tunnel endpoint lifecycle control is not enabled for the tunnel."),
        (&pending, "There is no pending maintenance for the tunnel."),
    ] {
        let (code, message) = ec2.refused("ReplaceVpnTunnel", form);
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, expected);
    }
    let active = ec2.call("GetActiveVpnTunnelStatus", &forms[0]);
    assert_eq!(active.at("activeVpnTunnelStatus").unwrap().children.len(), 1);
}

#[test]
fn devices_are_told_the_tunnels_parameters() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let devices = ec2.call("GetVpnConnectionDeviceTypes", &[]);
    let device = devices.at("vpnConnectionDeviceTypeSet.item").unwrap();
    assert_eq!(device.text("vpnConnectionDeviceTypeId"), "9005b6c1");
    assert_eq!(device.text("vendor"), "Generic");
    let all = devices.texts("vpnConnectionDeviceTypeSet.item.vendor");
    assert!(all.contains(&"Palo Alto Networks"));
    let made = network.create(&[]);
    let id = id(&made);
    let ask = |more: &[(&str, &str)]| {
        let form = [&[("VpnConnectionId", id.as_str())], more].concat();
        ec2.ask("GetVpnConnectionDeviceSampleConfiguration", &form)
    };
    let generic = ("VpnConnectionDeviceTypeId", "9005b6c1");
    let told = ask(&[generic, ("InternetKeyExchangeVersion", "ikev2")]).unwrap();
    let text = told.text("vpnConnectionDeviceSampleConfiguration");
    for key in of_tunnels(&made, "preSharedKey") {
        assert!(text.contains(&format!("Pre-shared key: {key}\n")));
    }
    assert!(text.contains("IKE version: ikev2") && text.contains("203.0.113.7"));
    let invalid = |name: &str, value: &str, reason: &str| {
        format!("Value ({value}) for parameter {name} is invalid. {reason}")
    };
    let not_emulated = |what: &str| format!("parlel-ec2 does not emulate {what}.");
    for (more, expected) in [
        (
            vec![("VpnConnectionDeviceTypeId", "5fb390ba")],
            not_emulated("sample configurations for Palo Alto Networks"),
        ),
        (
            vec![generic, ("SampleType", "recommended")],
            not_emulated("sample configurations of the type recommended"),
        ),
        (
            vec![("VpnConnectionDeviceTypeId", "none")],
            invalid("VpnConnectionDeviceTypeId", "none", "There is no such device type."),
        ),
        (
            vec![generic, ("InternetKeyExchangeVersion", "ikev3")],
            invalid("InternetKeyExchangeVersion", "ikev3", "Expecting ikev1 or ikev2."),
        ),
        (
            vec![generic, ("SampleType", "good")],
            invalid("SampleType", "good", "Expecting compatibility or recommended."),
        ),
    ] {
        assert_eq!(ask(&more).unwrap_err().message, expected);
    }
}
