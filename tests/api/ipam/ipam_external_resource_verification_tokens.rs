use super::super::support::Ec2;
use super::ipam;

const KIND: &str = "ipamExternalResourceVerificationToken";

#[test]
fn a_token_is_valid_for_72_hours() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2);
    let form = [("IpamId", ipam.text("ipamId")), ("ClientToken", "once")];
    let made = ec2.call("CreateIpamExternalResourceVerificationToken", &form);
    let made = made.at(KIND).unwrap();
    let id = made.text("ipamExternalResourceVerificationTokenId").to_owned();
    let arn = format!("arn:aws:ec2::000000000000:ipam-external-resource-verification-token/{id}");
    for (member, value) in [
        ("ipamExternalResourceVerificationTokenArn", arn.as_str()),
        ("ipamId", ipam.text("ipamId")),
        ("ipamArn", ipam.text("ipamArn")),
        ("ipamRegion", "us-east-1"),
        ("notAfter", "2026-02-03T12:00:00.000Z"),
        ("status", "valid"),
        ("state", "create-in-progress"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    assert!(id.starts_with("ipam-ext-res-ver-token-"));
    assert_eq!((made.text("tokenValue").len(), made.text("tokenName").len()), (36, 8));
    ec2.advance(72 * 3_600);
    let list = "DescribeIpamExternalResourceVerificationTokens";
    let by_status = [("Filter.1.Name", "status"), ("Filter.1.Value.1", "expired")];
    let found = ec2.call(list, &by_status);
    let path = "ipamExternalResourceVerificationTokenSet.item.state";
    assert_eq!(found.texts(path), ["create-complete"]);
    let by_id = [("IpamExternalResourceVerificationTokenId", id.as_str())];
    let left = ec2.call("DeleteIpamExternalResourceVerificationToken", &by_id);
    assert_eq!(left.text(&format!("{KIND}.state")), "delete-in-progress");
    ec2.advance(60);
    let (code, message) = ec2.refused("DeleteIpamExternalResourceVerificationToken", &by_id);
    assert_eq!(code, "InvalidIpamExternalResourceVerificationTokenId.NotFound");
    let expected =
        format!("The ipam-external-resource-verification-token ID '{id}' does not exist");
    assert_eq!(message, expected);
}

#[test]
fn there_are_up_to_a_hundred_tokens_and_one_discovery() {
    let ec2 = Ec2::with(parlel_ec2::Config {
        quotas: parlel_ec2::QuotasArg::Default,
        ..parlel_ec2::Config::default()
    });
    let ipam = ipam(&ec2);
    let form = [("IpamId", ipam.text("ipamId"))];
    for _ in 0..100 {
        ec2.call("CreateIpamExternalResourceVerificationToken", &form);
    }
    let (code, message) = ec2.refused("CreateIpamExternalResourceVerificationToken", &form);
    assert_eq!(code, "ResourceLimitExceeded");
    let expected = "You've reached the limit for ipam-external-resource-verification-tokens. You \
                    have created 100 ipam-external-resource-verification-tokens and you are \
                    limited to 100.";
    assert_eq!(message, expected);
    ec2.call("CreateIpamResourceDiscovery", &[]);
    let (code, message) = ec2.refused("CreateIpamResourceDiscovery", &[]);
    assert_eq!(code, "ResourceLimitExceeded");
    let expected = "You've reached the limit for ipam-resource-discoveries. You have created 1 \
                    ipam-resource-discoveries and you are limited to 1.";
    assert_eq!(message, expected);
}
