//! Ranges of addresses that an account brings.

use crate::support::Ec2;

const RANGE: (&str, &str) = ("Cidr", "203.0.113.0/24");

const POOL: (&str, &str) = ("IpamPoolId", "ipam-pool-0123456789abcdef0");

fn refusal(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

#[test]
fn a_range_cannot_be_verified() {
    for (ec2, states) in [
        (Ec2::new(), ["failed-provision", "deprovisioned"]),
        (Ec2::with_aws_lifecycle(), ["pending-provision", "pending-deprovision"]),
    ] {
        let form = [
            RANGE,
            (
                "CidrAuthorizationContext.Message",
                "1|aws|0123456789AB|203.0.113.0/24|20271231|SHA256",
            ),
            ("CidrAuthorizationContext.Signature", "x"),
            ("Description", "ours"),
            ("PoolTagSpecification.1.ResourceType", "ipv4pool-ec2"),
            ("PoolTagSpecification.1.Tag.1.Key", "Name"),
            ("PoolTagSpecification.1.Tag.1.Value", "mine"),
        ];
        let made = ec2.call("ProvisionByoipCidr", &form);
        let made = made.at("byoipCidr").unwrap();
        assert_eq!((made.text("cidr"), made.text("description")), (RANGE.1, "ours"));
        assert_eq!(made.text("state"), states[0]);
        if states[0] == "pending-provision" {
            let message = "The CIDR 203.0.113.0/24 is in the state pending-provision.";
            let refused = ec2.refused("DeprovisionByoipCidr", &[RANGE]);
            assert_eq!(refused, refusal("IncorrectState", message));
        }
        ec2.advance(60);
        let listed = |ec2: &Ec2| ec2.call("DescribeByoipCidrs", &[("MaxResults", "5")]);
        let found = listed(&ec2);
        let found = found.at("byoipCidrSet.item").unwrap();
        assert_eq!(found.text("state"), "failed-provision");
        assert_eq!(found.text("statusMessage"), "The address range could not be verified.");
        assert_eq!(found.text("networkBorderGroup"), "us-east-1");
        let message = "The CIDR 203.0.113.0/24 is in the state failed-provision.";
        for action in ["AdvertiseByoipCidr", "WithdrawByoipCidr"] {
            assert_eq!(ec2.refused(action, &[RANGE]), refusal("IncorrectState", message));
        }
        let move_it = [RANGE, POOL, ("IpamPoolOwner", "000000000000")];
        let refused = ec2.refused("MoveByoipCidrToIpam", &move_it);
        assert_eq!(refused, refusal("IncorrectState", message));
        let gone = ec2.call("DeprovisionByoipCidr", &[RANGE]);
        assert_eq!(gone.text("byoipCidr.state"), states[1]);
        ec2.advance(60);
        assert!(!listed(&ec2).has("byoipCidrSet.item"));
        let message = "The CIDR '203.0.113.0/24' does not exist";
        for action in ["AdvertiseByoipCidr", "WithdrawByoipCidr", "DeprovisionByoipCidr"] {
            let refused = ec2.refused(action, &[RANGE]);
            assert_eq!(refused, refusal("InvalidByoipCidr.NotFound", message));
        }
        let move_it = [RANGE, POOL, ("IpamPoolOwner", "000000000000")];
        let refused = ec2.refused("MoveByoipCidrToIpam", &move_it);
        assert_eq!(refused, refusal("InvalidByoipCidr.NotFound", message));
    }
}

#[test]
fn a_range_is_large_and_no_part_of_another() {
    let ec2 = Ec2::new();
    ec2.call("ProvisionByoipCidr", &[RANGE]);
    ec2.call("ProvisionByoipCidr", &[("Cidr", "2001:db8::/48")]);
    let specific = "The prefix is too specific, or the range does not begin at its first address.";
    for (cidr, reason) in [
        ("203.0.113.0", "This is not a valid CIDR block."),
        ("198.51.100.0/25", specific),
        ("198.51.100.7/24", specific),
        ("2001:db8:1::/49", specific),
    ] {
        let message = format!("Value ({cidr}) for parameter cidr is invalid. {reason}");
        let refused = ec2.refused("ProvisionByoipCidr", &[("Cidr", cidr)]);
        assert_eq!(refused, refusal("InvalidParameterValue", &message));
    }
    let message = "The address range 203.0.112.0/23 overlaps with 203.0.113.0/24.";
    for ec2 in [&ec2, &ec2.in_region("eu-west-1")] {
        let refused = ec2.refused("ProvisionByoipCidr", &[("Cidr", "203.0.112.0/23")]);
        assert_eq!(refused, refusal("InvalidParameterValue", message));
    }
    // Those that are not for the internet can be smaller.
    let private = ("PubliclyAdvertisable", "false");
    let refused = ec2.refused("ProvisionByoipCidr", &[("Cidr", "2001:db8:2::/57"), private]);
    assert!(refused.1.ends_with(specific));
    ec2.call("ProvisionByoipCidr", &[("Cidr", "2001:db8:2::/56"), private]);
    ec2.call("DeprovisionByoipCidr", &[("Cidr", "2001:db8:2::/56")]);
    let wrong = [
        ("Cidr", "2001:db8:1::/48"),
        ("PoolTagSpecification.1.ResourceType", "ipv4pool-ec2"),
        ("PoolTagSpecification.1.Tag.1.Key", "Name"),
        ("PoolTagSpecification.1.Tag.1.Value", "mine"),
    ];
    let message = "'ipv4pool-ec2' is not a valid taggable resource type for this operation.";
    let refused = ec2.refused("ProvisionByoipCidr", &wrong);
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let first = ec2.call("DescribeByoipCidrs", &[("MaxResults", "1")]);
    assert_eq!(first.texts("byoipCidrSet.item.cidr"), [RANGE.1]);
    let next = [("MaxResults", "1"), ("NextToken", first.text("nextToken"))];
    let rest = ec2.call("DescribeByoipCidrs", &next);
    assert_eq!(rest.texts("byoipCidrSet.item.cidr"), ["2001:db8::/48"]);
}
