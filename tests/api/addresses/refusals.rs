//! What EC2 says of addresses that are not there, or cannot be had.

use crate::support::Ec2;

#[test]
fn an_address_of_somebody_else_is_not_released() {
    let ec2 = Ec2::new();
    let somebodys = ec2.refused("ReleaseAddress", &[("PublicIp", "192.0.2.1")]);
    let expected = "The address '192.0.2.1' does not belong to you.";
    assert_eq!(somebodys, ("AuthFailure".to_owned(), expected.to_owned()));
    assert_eq!(ec2.refused("ReleaseAddress", &[("PublicIp", "ip")]).0, "InvalidParameterValue");
}

#[test]
fn what_is_no_address_is_malformed() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("DescribeAddresses", &[("PublicIp.1", "1.2.3")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value '1.2.3' for PublicIp. Not a valid IPv4 address.");
}

/// `public_addresses.json` of `radkawar/stackd`
#[test]
fn a_dry_run_looks_at_no_address_and_at_no_interface() {
    let ec2 = Ec2::new();
    let allocated = ec2.call("AllocateAddress", &[]);
    let id = allocated.text("allocationId");
    let dry = ("DryRun", "true");
    for (action, form) in [
        ("AllocateAddress", vec![("PublicIpv4Pool", "invalid")]),
        ("AssociateAddress", vec![]),
        ("AssociateAddress", vec![("AllocationId", id)]),
        ("AssociateAddress", vec![("AllocationId", "bad"), ("NetworkInterfaceId", "bad")]),
        ("DisassociateAddress", vec![]),
        ("DisassociateAddress", vec![("AssociationId", "bad")]),
        ("ReleaseAddress", vec![]),
        ("ReleaseAddress", vec![("AllocationId", "eipalloc-00000000000000000")]),
    ] {
        assert_eq!(ec2.refused(action, &[&form[..], &[dry]].concat()).0, "DryRunOperation");
    }
    for (form, message) in [
        (("NetworkBorderGroup", "invalid"), "invalid"),
        (("Address", "invalid"), "Invalid value 'invalid' for address."),
    ] {
        let refusal = ec2.refused("AllocateAddress", &[form, dry]);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message.to_owned()));
    }
}

#[test]
fn an_association_is_no_allocation() {
    let ec2 = Ec2::new();
    let id = "eipassoc-0045976d3b4818dfa";
    let (first, other) = (("AllocationId.1", id), ("AllocationId.2", "eipalloc-1"));
    let (code, message) = ec2.refused("DescribeAddresses", &[first]);
    assert_eq!(code, "InvalidAllocationID.NotFound");
    assert_eq!(message, format!("The allocation ID '{id}' does not exist"));
    let (_, message) = ec2.refused("DescribeAddresses", &[first, other]);
    assert_eq!(message, format!("The allocation IDs '{id}', 'eipalloc-1' do not exist"));
}

#[test]
fn what_cannot_be_allocated() {
    let ec2 = Ec2::new();
    for (parameter, value, code) in [
        ("IpamPoolId", "ipam-pool-0123456789abcdef0", "InvalidIpamPoolId.NotFound"),
        ("CustomerOwnedIpv4Pool", "ipv4pool-coip-1", "UnsupportedOperation"),
        ("DryRun", "true", "DryRunOperation"),
    ] {
        assert_eq!(ec2.refused("AllocateAddress", &[(parameter, value)]).0, code, "{parameter}");
    }
    for (parameter, value, message) in [
        ("PublicIpv4Pool", "ipv4pool-ec2-1", "invalid value for parameter pool: ipv4pool-ec2-1"),
        ("NetworkBorderGroup", "eu-west-1", "eu-west-1"),
        ("Address", "web", "Invalid value 'web' for address."),
        ("Domain", "classic", "Invalid value 'classic' for domain."),
    ] {
        let refusal = ec2.refused("AllocateAddress", &[(parameter, value)]);
        assert_eq!(refusal, ("InvalidParameterValue".to_owned(), message.to_owned()));
    }
    assert!(!ec2.call("DescribeAddresses", &[]).has("addressesSet.item"));
    assert_eq!(ec2.call("AllocateAddress", &[("Domain", "standard")]).text("domain"), "vpc");
}
