use super::super::support::Ec2;
use super::{CERTIFICATE, Network, create, refusal};

#[test]
fn an_endpoint_is_changed() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let answer = network.call(
        "ModifyClientVpnEndpoint",
        &[
            ("Description", "changed"),
            ("SplitTunnel", "true"),
            ("VpnPort", "1194"),
            ("ServerCertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/other"),
            ("DnsServers.CustomDnsServers.1", "10.0.0.2"),
            ("DnsServers.Enabled", "true"),
            ("SelfServicePortal", "enabled"),
            ("SessionTimeoutHours", "8"),
            ("ClientConnectOptions.Enabled", "true"),
            (
                "ClientConnectOptions.LambdaFunctionArn",
                "arn:aws:lambda:us-east-1:000000000000:function:AWSClientVPN-ask",
            ),
            ("ClientLoginBannerOptions.Enabled", "true"),
            ("ClientLoginBannerOptions.BannerText", "Welcome"),
            ("ClientRouteEnforcementOptions.Enforced", "true"),
            ("DisconnectOnSessionTimeout", "false"),
            ("ConnectionLogOptions.Enabled", "true"),
            ("ConnectionLogOptions.CloudwatchLogGroup", "clients"),
        ],
    );
    assert_eq!(answer.text("return"), "true");
    let shown = network.shown();
    for (member, value) in [
        ("description", "changed"),
        ("splitTunnel", "true"),
        ("vpnPort", "1194"),
        ("serverCertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/other"),
        ("dnsServer.item", "10.0.0.2"),
        ("sessionTimeoutHours", "8"),
        ("clientConnectOptions.enabled", "true"),
        ("clientConnectOptions.status.code", "applying"),
        ("clientLoginBannerOptions.bannerText", "Welcome"),
        ("clientRouteEnforcementOptions.enforced", "true"),
        ("disconnectOnSessionTimeout", "false"),
        ("connectionLogOptions.CloudwatchLogGroup", "clients"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    let stream = shown.text("connectionLogOptions.CloudwatchLogStream");
    assert!(stream.starts_with(&format!("{}-us-east-1-20", network.endpoint)), "{stream}");
    assert!(shown.text("selfServicePortalUrl").ends_with(&network.endpoint));
    // Nothing is applied before there is a network.
    network.ec2.advance(5);
    assert_eq!(network.shown().text("clientConnectOptions.status.code"), "applying");
    network.associate();
    network.ec2.advance(600);
    assert_eq!(network.shown().text("clientConnectOptions.status.code"), "applied");
    network.call(
        "ModifyClientVpnEndpoint",
        &[
            ("DnsServers.Enabled", "false"),
            ("ClientLoginBannerOptions.Enabled", "false"),
            ("SelfServicePortal", "disabled"),
        ],
    );
    let shown = network.shown();
    assert!(!shown.has("selfServicePortalUrl"));
    assert!(!shown.has("dnsServer"));
    assert_eq!(shown.text("clientLoginBannerOptions.enabled"), "false");
    assert_eq!(shown.text("sessionTimeoutHours"), "8");
}

#[test]
fn an_endpoint_knows_who_tells_its_clients() {
    let ec2 = Ec2::new();
    for (more, way) in [
        (("Authentication.1.MutualAuthentication.ClientRootCertificateChainArn", ""), "Mutual"),
        (("Authentication.1.Type", "directory-service-authentication"), "Active Directory"),
        (("Authentication.1.Type", "federated-authentication"), "Federated"),
    ] {
        let refused = create(&ec2, &[more]).unwrap_err();
        let message = format!("{way} authentication is required but is missing in the request");
        assert_eq!((refused.code, refused.message), refusal("MissingParameter", message));
    }
}

#[test]
fn what_an_endpoint_cannot_have_is_refused() {
    let ec2 = Ec2::new();
    let refused = |more: &[(&str, &str)]| {
        let refusal = create(&ec2, more).unwrap_err();
        (refusal.code, refusal.message)
    };
    let long = "x".repeat(1_401);
    for (name, parameter, value, reason) in [
        ("ClientCidrBlock", "clientCidrBlock", "10.0.0.0/24", "Expecting a block from /12 to /22."),
        (
            "ServerCertificateArn",
            "serverCertificateArn",
            "mine",
            "Expecting the ARN of a certificate in AWS Certificate Manager.",
        ),
        ("DnsServers.1", "dnsServers", "here", "This is not a valid IP address."),
        ("VpnPort", "vpnPort", "80", "Expecting 443 or 1194."),
        ("SessionTimeoutHours", "sessionTimeoutHours", "9", "Expecting 8, 10, 12 or 24."),
    ] {
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        assert_eq!(refused(&[(name, value)]), refusal("InvalidParameterValue", message));
    }
    let function = "arn:aws:lambda:us-east-1:000000000000:function:mine";
    let connect = ("ClientConnectOptions.Enabled", "true");
    let message = format!(
        "Value ({function}) for parameter lambdaFunctionArn is invalid. The name of the function \
         must begin with AWSClientVPN-."
    );
    let asked = [connect, ("ClientConnectOptions.LambdaFunctionArn", function)];
    assert_eq!(refused(&asked), refusal("InvalidParameterValue", message));
    let logged = ("ConnectionLogOptions.Enabled", "true");
    let banner = ("ClientLoginBannerOptions.Enabled", "true");
    for (more, parameter) in [
        (connect, "LambdaFunctionArn"),
        (logged, "CloudwatchLogGroup"),
        (banner, "BannerText"),
        (("ClientCidrBlock", ""), "ClientCidrBlock"),
    ] {
        let message = format!("The request must contain the parameter {parameter}");
        assert_eq!(refused(&[more]), refusal("MissingParameter", message));
    }
    let message = "Security Groups cannot be specified without a VPC ID";
    let asked = [("SecurityGroupId.1", "sg-0123456789abcdef0")];
    assert_eq!(refused(&asked), refusal("InvalidParameterValue", message));
    let servers = [("DnsServers.1", "10.0.0.1"), ("DnsServers.2", "10.0.0.2")];
    let servers = [&servers[..], &[("DnsServers.3", "10.0.0.3")]].concat();
    let message = "An endpoint can have up to two DNS servers.";
    assert_eq!(refused(&servers), refusal("InvalidParameterValue", message));
    let asked = [banner, ("ClientLoginBannerOptions.BannerText", &long)];
    let message = "A banner can have up to 1400 bytes.";
    assert_eq!(refused(&asked), refusal("InvalidParameterValue", message));
    let twice = [
        ("Authentication.2.Type", "certificate-authentication"),
        ("Authentication.2.MutualAuthentication.ClientRootCertificateChainArn", CERTIFICATE),
    ];
    let message = "An endpoint has mutual authentication, user-based authentication, or one of \
                   each.";
    assert_eq!(refused(&twice), refusal("InvalidParameterValue", message));
    let message = "parlel-ec2 does not emulate Client VPN endpoints for IPv6.";
    let asked = [("EndpointIpAddressType", "ipv6")];
    assert_eq!(refused(&asked), refusal("UnsupportedOperation", message));
    let asked = [("TransitGatewayConfiguration.TransitGatewayId", "tgw-0123456789abcdef0")];
    assert_eq!(refused(&asked).0, "UnsupportedOperation");
}
