use super::super::support::Ec2;
use super::{ipam, pool, private_scope, provisioned};
use parlel_ec2::{Config, QuotasArg};

fn provision(ec2: &Ec2, pool: &str, more: (&str, &str)) -> super::Xml {
    let made = ec2.call("ProvisionIpamPoolCidr", &[("IpamPoolId", pool), more]);
    made.at("ipamPoolCidr").unwrap().clone()
}

fn states(ec2: &Ec2, pool: &str) -> Vec<String> {
    let found = ec2.call("GetIpamPoolCidrs", &[("IpamPoolId", pool)]);
    let texts = |row: &super::Xml| format!("{} {}", row.text("cidr"), row.text("state"));
    found.all_at("ipamPoolCidrSet.item").into_iter().map(texts).collect()
}

#[test]
fn a_block_is_provisioned_and_deprovisioned() {
    let ec2 = Ec2::new();
    let id = pool(&ec2, &private_scope(&ec2), &[]);
    let made = provision(&ec2, &id, ("Cidr", "10.0.0.1/8"));
    assert_eq!(made.text("cidr"), "10.0.0.0/8");
    assert_eq!(made.text("netmaskLength"), "8");
    assert_eq!(made.text("state"), "provisioned");
    assert_eq!(made.text("ipamPoolCidrId").len(), "ipam-pool-cidr-".len() + 33);
    provision(&ec2, &id, ("Cidr", "192.168.0.0/16"));
    let form = [
        ("IpamPoolId", id.as_str()),
        ("Filter.1.Name", "cidr"),
        ("Filter.1.Value.1", "10.0.0.0/8"),
    ];
    let found = ec2.call("GetIpamPoolCidrs", &form);
    assert_eq!(found.texts("ipamPoolCidrSet.item.cidr"), ["10.0.0.0/8"]);
    let (code, message) = ec2.refused("DeleteIpamPool", &form[..1]);
    assert_eq!(code, "DependencyViolation");
    let not_valid = format!("The specified action is not valid for {id}.");
    let reason = "There are one or more pool cidrs provisioned in the pool.";
    assert_eq!(message, format!("{not_valid} {reason}"));
    let form = [("IpamPoolId", id.as_str()), ("Cidr", "10.0.0.0/8")];
    let left = ec2.call("DeprovisionIpamPoolCidr", &form);
    assert_eq!(left.text("ipamPoolCidr.state"), "deprovisioned");
    assert_eq!(states(&ec2, &id), ["192.168.0.0/16 provisioned"]);
    let (code, message) = ec2.refused("DeprovisionIpamPoolCidr", &form);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = "Value (10.0.0.0/8) for parameter cidr is invalid.";
    assert_eq!(message, format!("{parameter} It is not provisioned to the pool."));
    let (code, message) = ec2.refused("DeprovisionIpamPoolCidr", &form[..1]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter cidr");
}

#[test]
fn what_another_pool_has_is_not_available() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let (one, other) = (pool(&ec2, &scope, &[]), pool(&ec2, &scope, &[]));
    provision(&ec2, &one, ("Cidr", "10.0.0.0/8"));
    let failed = provision(&ec2, &other, ("Cidr", "10.1.0.0/16"));
    assert_eq!(failed.text("state"), "failed-provision");
    assert_eq!(failed.text("failureReason.code"), "cidr-not-available");
    let message = "The CIDR 10.1.0.0/16 is not available.";
    assert_eq!(failed.text("failureReason.message"), message);
    let form = [("IpamPoolId", other.as_str()), ("Cidr", "10.1.0.0/16")];
    ec2.call("DeprovisionIpamPoolCidr", &form);
    assert!(states(&ec2, &other).is_empty());
    // Another scope is another network.
    let ipam = ec2.call("DescribeIpams", &[]).text("ipamSet.item.ipamId").to_owned();
    let second = ec2.call("CreateIpamScope", &[("IpamId", &ipam)]);
    let third = pool(&ec2, second.text("ipamScope.ipamScopeId"), &[]);
    assert_eq!(provision(&ec2, &third, form[1]).text("state"), "provisioned");
}

#[test]
fn a_pool_gets_blocks_out_of_its_source() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let source = provisioned(&ec2, &scope, "10.0.0.0/8", &[]);
    let id = pool(&ec2, &scope, &[("SourceIpamPoolId", &source)]);
    let first = provision(&ec2, &id, ("NetmaskLength", "12"));
    assert_eq!(first.text("cidr"), "10.0.0.0/12");
    let second = provision(&ec2, &id, ("Cidr", "10.32.0.0/12"));
    assert_eq!(second.text("state"), "provisioned");
    for not_there in ["10.40.0.0/16", "11.0.0.0/16"] {
        let failed = provision(&ec2, &id, ("Cidr", not_there));
        assert_eq!(failed.text("state"), "failed-provision", "{not_there}");
    }
    assert_eq!(provision(&ec2, &id, ("NetmaskLength", "12")).text("cidr"), "10.16.0.0/12");

    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", &source)]);
    let given = found.all_at("ipamPoolAllocationSet.item");
    assert_eq!(given.len(), 3);
    assert_eq!(given[0].text("cidr"), "10.0.0.0/12");
    assert_eq!(given[0].text("resourceType"), "ipam-pool");
    assert_eq!(given[0].text("resourceId"), id);
    assert_eq!(given[0].text("resourceRegion"), "us-east-1");
    assert_eq!(given[0].text("resourceOwner"), "000000000000");

    // What is given away stays, and what comes back is free again.
    let all = [("IpamPoolId", source.as_str()), ("Cidr", "10.0.0.0/8")];
    let left = ec2.call("DeprovisionIpamPoolCidr", &all);
    assert_eq!(left.text("ipamPoolCidr.state"), "failed-deprovision");
    let reason = left.at("ipamPoolCidr.failureReason").unwrap();
    assert_eq!(reason.text("message"), "The CIDR has one or more allocations.");
    assert!(!reason.has("code"));
    assert_eq!(states(&ec2, &source), ["10.0.0.0/8 failed-deprovision"]);
    let form = [("IpamPoolId", id.as_str()), ("Cidr", "10.0.0.0/12")];
    ec2.call("DeprovisionIpamPoolCidr", &form);
    assert_eq!(provision(&ec2, &id, ("NetmaskLength", "13")).text("cidr"), "10.0.0.0/13");
    let cascade = [("IpamPoolId", id.as_str()), ("Cascade", "true")];
    ec2.call("DeleteIpamPool", &cascade);
    let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", &source)]);
    assert!(!found.has("ipamPoolAllocationSet.item"));
    let left = ec2.call("DeprovisionIpamPoolCidr", &all);
    assert_eq!(left.text("ipamPoolCidr.state"), "deprovisioned");
    let full = [("IpamPoolId", source.as_str()), ("NetmaskLength", "16")];
    let message = "The request can only contain NetmaskLength if the pool has a source pool or \
                   PublicIpSource is amazon.";
    let (code, refused) = ec2.refused("ProvisionIpamPoolCidr", &full);
    assert_eq!((code.as_str(), refused.as_str()), ("InvalidParameterCombination", message));
}

#[test]
fn amazon_gives_blocks_to_public_pools() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let public = made.text("publicDefaultScopeId");
    let of = |family: &str| {
        let form = [
            ("IpamScopeId", public),
            ("AddressFamily", family),
            ("PublicIpSource", "amazon"),
            ("AwsService", "ec2"),
            ("Locale", "us-east-1"),
        ];
        ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned()
    };
    let six = of("ipv6");
    let block = provision(&ec2, &six, ("NetmaskLength", "52"));
    assert!(block.text("cidr").starts_with("2600:1f"), "{}", block.text("cidr"));
    assert!(block.text("cidr").ends_with("/52"));
    let four = of("ipv4");
    let (one, other) = (
        provision(&ec2, &four, ("NetmaskLength", "28")),
        provision(&ec2, &four, ("NetmaskLength", "28")),
    );
    assert!(one.text("cidr").starts_with("13.216."), "{}", one.text("cidr"));
    assert_ne!(one.text("cidr"), other.text("cidr"));

    let combination = |pool: &str, more: (&str, &str), expected: &str| {
        let form = [("IpamPoolId", pool), more];
        let (code, message) = ec2.refused("ProvisionIpamPoolCidr", &form);
        assert_eq!(code, "InvalidParameterCombination");
        assert_eq!(message, expected);
    };
    let message = "The request can only contain Cidr if PublicIpSource is byoip.";
    combination(&six, ("Cidr", "2600:1f00::/52"), message);
    let brought = pool(&ec2, public, &[("Locale", "us-east-1")]);
    let message = "The request must contain a CIDR Authorization Context";
    combination(&brought, ("Cidr", "203.0.113.0/24"), message);
    let nowhere = pool(&ec2, public, &[("PublicIpSource", "amazon")]);
    let message = "The pool must have a locale if PublicIpSource is amazon.";
    combination(&nowhere, ("NetmaskLength", "29"), message);
    for (pool, length, between) in [(&six, "60", "40 and 56"), (&four, "16", "24 and 30")] {
        let form = [("IpamPoolId", pool.as_str()), ("NetmaskLength", length)];
        let (code, message) = ec2.refused("ProvisionIpamPoolCidr", &form);
        assert_eq!(code, "InvalidParameterValue");
        let parameter = format!("Value ({length}) for parameter netmaskLength is invalid.");
        assert_eq!(message, format!("{parameter} It must be between {between}."));
    }
    let form = [
        ("IpamPoolId", brought.as_str()),
        ("Cidr", "203.0.113.0/24"),
        ("CidrAuthorizationContext.Message", "1|aws|000000000000|203.0.113.0/24|20270101|SHA256"),
        ("CidrAuthorizationContext.Signature", "none"),
    ];
    let (code, message) = ec2.refused("ProvisionIpamPoolCidr", &form);
    assert_eq!(code, "UnsupportedOperation");
    let parameter = "the parameter CidrAuthorizationContext of ProvisionIpamPoolCidr";
    assert_eq!(message, format!("parlel-ec2 does not emulate {parameter}."));
}

#[test]
fn blocks_that_no_pool_can_have() {
    let ec2 = Ec2::new();
    let made = ipam(&ec2);
    let private = made.text("privateDefaultScopeId");
    let id = pool(&ec2, private, &[]);
    let refused = |more: &[(&str, &str)]| {
        let mut form = vec![("IpamPoolId", id.as_str())];
        form.extend(more);
        ec2.refused("ProvisionIpamPoolCidr", &form)
    };
    let (code, message) = refused(&[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "Either 'cidr' or 'netmaskLength' should be provided.");
    let (code, message) = refused(&[("Cidr", "10.0.0.0/8"), ("NetmaskLength", "8")]);
    assert_eq!(code, "InvalidParameterCombination");
    let both = "The parameter cidr cannot be used with the parameter netmaskLength";
    assert_eq!(message, both);
    let (code, message) = refused(&[("NetmaskLength", "33")]);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = "Value (33) for parameter netmaskLength is invalid.";
    assert_eq!(message, format!("{parameter} It must be between 0 and 32."));
    for cidr in ["10.0.0.0", "fd00::/8"] {
        let (code, message) = refused(&[("Cidr", cidr)]);
        assert_eq!(code, "InvalidParameterValue");
        let parameter = format!("Value ({cidr}) for parameter cidr is invalid.");
        assert_eq!(message, format!("{parameter} This is not a valid CIDR block."));
    }

    let form = [("IpamScopeId", private), ("AddressFamily", "ipv6")];
    let six = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    assert_eq!(provision(&ec2, &six, ("Cidr", "fd80::/32")).text("state"), "provisioned");
    let form = [("IpamPoolId", six.as_str()), ("Cidr", "2001:db8::/32")];
    let (code, message) = ec2.refused("ProvisionIpamPoolCidr", &form);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = "Value (2001:db8::/32) for parameter cidr is invalid.";
    let reason = "The IPAM does not take global unicast addresses as private ones.";
    assert_eq!(message, format!("{parameter} {reason}"));
    ec2.call("ModifyIpam", &[("IpamId", made.text("ipamId")), ("EnablePrivateGua", "true")]);
    ec2.call("ProvisionIpamPoolCidr", &form);
}

#[test]
fn unique_local_addresses_are_given_by_their_length() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let form =
        [("IpamScopeId", scope.as_str()), ("AddressFamily", "ipv6"), ("Locale", "us-east-1")];
    let six = || ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    let (first, second) = (six(), six());
    let length = ("NetmaskLength", "52");
    assert_eq!(provision(&ec2, &first, length).text("state"), "provisioned");
    provision(&ec2, &second, length);
    assert_eq!(states(&ec2, &first), ["fd80::/52 provisioned"]);
    assert_eq!(states(&ec2, &second), ["fd80:0:0:1000::/52 provisioned"]);
    let vpc =
        [("CidrBlock", "10.1.0.0/16"), ("Ipv6IpamPoolId", &first), ("Ipv6NetmaskLength", "56")];
    ec2.call("CreateVpc", &vpc);
    let refused = ec2.refused(
        "ProvisionIpamPoolCidr",
        &[("IpamPoolId", first.as_str()), ("NetmaskLength", "8")],
    );
    let message = "The allocation size is too big for the pool.";
    assert_eq!(refused, ("InvalidParameterValue".to_owned(), message.to_owned()));
}

#[test]
fn in_the_aws_lifecycle_states_take_their_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let scope = private_scope(&ec2);
    let source = pool(&ec2, &scope, &[]);
    let made = provision(&ec2, &source, ("Cidr", "10.0.0.0/8"));
    assert_eq!(made.text("state"), "pending-provision");
    assert_eq!(made.text("cidr"), "10.0.0.0/8");
    let early = [("IpamPoolId", source.as_str()), ("NetmaskLength", "16")];
    assert_eq!(ec2.refused("AllocateIpamPoolCidr", &early).0, "InvalidParameterValue");
    let failing = provision(&ec2, &source, ("Cidr", "10.1.0.0/16"));
    assert_eq!(failing.text("state"), "pending-provision");
    assert!(!failing.has("failureReason"));
    ec2.advance(15);
    assert_eq!(states(&ec2, &source), ["10.0.0.0/8 provisioned", "10.1.0.0/16 failed-provision"]);
    let inner = pool(&ec2, &scope, &[("SourceIpamPoolId", &source)]);
    let made = provision(&ec2, &inner, ("NetmaskLength", "16"));
    assert!(!made.has("cidr"), "which one shows when it is provisioned");
    ec2.advance(15);
    assert_eq!(states(&ec2, &inner), ["10.0.0.0/16 provisioned"]);
    let form = [("IpamPoolId", inner.as_str()), ("Cidr", "10.0.0.0/16")];
    let left = ec2.call("DeprovisionIpamPoolCidr", &form);
    assert_eq!(left.text("ipamPoolCidr.state"), "pending-deprovision");
    let given = || {
        let found = ec2.call("GetIpamPoolAllocations", &[("IpamPoolId", &source)]);
        found.all_at("ipamPoolAllocationSet.item").len()
    };
    assert_eq!(given(), 1);
    ec2.advance(15);
    assert!(states(&ec2, &inner).is_empty());
    assert_eq!(given(), 0);
}

#[test]
fn a_new_account_has_one_block_of_amazons_a_pool() {
    let ec2 = Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() });
    let made = ipam(&ec2);
    let form = [
        ("IpamScopeId", made.text("publicDefaultScopeId")),
        ("AddressFamily", "ipv6"),
        ("PublicIpSource", "amazon"),
        ("AwsService", "ec2"),
        ("Locale", "us-east-1"),
    ];
    let pool = ec2.call("CreateIpamPool", &form).text("ipamPool.ipamPoolId").to_owned();
    let length = ("NetmaskLength", "52");
    let block = provision(&ec2, &pool, length);
    let form = [("IpamPoolId", pool.as_str()), length];
    let (code, message) = ec2.refused("ProvisionIpamPoolCidr", &form);
    assert_eq!(code, "ResourceLimitExceeded");
    let limit = "You've reached the limit for ipam-pool-cidrs. You have created 1 ipam-pool-cidrs \
                 and you are limited to 1.";
    assert_eq!(message, limit);
    let gone = [form[0], ("Cidr", block.text("cidr"))];
    ec2.call("DeprovisionIpamPoolCidr", &gone);
    provision(&ec2, &pool, length);
}
