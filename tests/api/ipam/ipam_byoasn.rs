use super::super::support::Ec2;
use super::ipam;

const PROOF: [(&str, &str); 2] =
    [("AsnAuthorizationContext.Message", "1|aws"), ("AsnAuthorizationContext.Signature", "c2ln")];

fn not_found() -> (String, String) {
    ("InvalidIpamByoasn.NotFound".to_owned(), "The ASN '65' does not exist".to_owned())
}

fn state(state: &str) -> (String, String) {
    ("IncorrectState".to_owned(), format!("The ASN 65 is in the state {state}."))
}

#[test]
fn nobody_can_verify_an_asn() {
    let ec2 = Ec2::with_aws_lifecycle();
    let ipam = ipam(&ec2).text("ipamId").to_owned();
    let form = [("IpamId", ipam.as_str()), ("Asn", "65")];
    assert_eq!(ec2.refused("DeprovisionIpamByoasn", &form), not_found());
    let provision = [&form[..], &PROOF].concat();
    let made = ec2.call("ProvisionIpamByoasn", &provision);
    assert!(made.text("byoasn.asn") == "65" && made.text("byoasn.ipamId") == ipam);
    assert_eq!(made.text("byoasn.state"), "pending-provision");
    assert_eq!(ec2.refused("DeprovisionIpamByoasn", &form), state("pending-provision"));
    let (code, message) = ec2.refused("ProvisionIpamByoasn", &provision);
    assert_eq!((&*code, &*message), ("InvalidParameterValue", "The ASN 65 is already brought."));
    ec2.advance(120);
    let found = ec2.call("DescribeIpamByoasn", &[("MaxResults", "1")]);
    assert_eq!(found.text("byoasnSet.item.state"), "failed-provision");
    let message = found.text("byoasnSet.item.statusMessage");
    assert_eq!(message, "The ASN could not be verified.");
    let tie = [("Asn", "65"), ("Cidr", "203.0.113.0/24")];
    for operation in ["AssociateIpamByoasn", "DisassociateIpamByoasn"] {
        assert_eq!(ec2.refused(operation, &tie), state("failed-provision"));
    }
    let left = ec2.call("DeprovisionIpamByoasn", &form);
    assert_eq!(left.text("byoasn.state"), "pending-deprovision");
    ec2.advance(120);
    assert!(!ec2.call("DescribeIpamByoasn", &[]).has("byoasnSet.item"));
    assert_eq!(ec2.refused("AssociateIpamByoasn", &tie), not_found());
}

#[test]
fn an_asn_is_public_and_one_ipams() {
    let ec2 = Ec2::new();
    let ipam_id = ipam(&ec2).text("ipamId").to_owned();
    let other = ec2.call("CreateIpam", &[]).text("ipam.ipamId").to_owned();
    for asn in ["64512", "4200000000", "0", "AS1"] {
        let form = [&[("IpamId", ipam_id.as_str()), ("Asn", asn)], &PROOF[..]].concat();
        let (code, message) = ec2.refused("ProvisionIpamByoasn", &form);
        assert_eq!(code, "InvalidParameterValue");
        let expected = format!(
            "Value ({asn}) for parameter asn is invalid. Expecting a public 2-byte or 4-byte ASN."
        );
        assert_eq!(message, expected);
    }
    let form = [&[("IpamId", ipam_id.as_str()), ("Asn", "65")], &PROOF[..]].concat();
    ec2.call("ProvisionIpamByoasn", &form);
    let form = [("IpamId", other.as_str()), ("Asn", "65")];
    assert_eq!(ec2.refused("DeprovisionIpamByoasn", &form), not_found());
}

#[test]
fn the_account_is_in_no_organization() {
    let ec2 = Ec2::new();
    let message = "The account is not the management account of an organization.".to_owned();
    let not_managing = ("UnsupportedOperation".to_owned(), message);
    for operation in ["EnableIpamOrganizationAdminAccount", "DisableIpamOrganizationAdminAccount"] {
        let form = [("DelegatedAdminAccountId", "111111111111")];
        assert_eq!(ec2.refused(operation, &form), not_managing);
        let (code, message) = ec2.refused(operation, &[("DelegatedAdminAccountId", "1")]);
        assert_eq!(code, "InvalidParameterValue");
        let expected = "Value (1) for parameter delegatedAdminAccountId is invalid. Expecting the \
                        12 digits of an account ID.";
        assert_eq!(message, expected);
    }
}
