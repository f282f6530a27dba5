//! What an account says once for all that it has.

use super::support::Ec2;

#[test]
fn an_account_says_what_it_wants_to_see() {
    let ec2 = Ec2::new();
    let shown = |ec2: &Ec2| {
        let found = ec2.call("GetManagedResourceVisibility", &[]);
        found.text("visibility.defaultVisibility").to_owned()
    };
    assert_eq!(shown(&ec2), "visible");
    let hide = [("DefaultVisibility", "hidden")];
    let changed = ec2.call("ModifyManagedResourceVisibility", &hide);
    assert_eq!(changed.text("visibility.defaultVisibility"), "hidden");
    assert_eq!(shown(&ec2), "hidden");
    let control = ec2.call("DescribeAccountVpcEncryptionControl", &[]);
    let control = control.at("accountVpcEncryptionControl").unwrap();
    assert_eq!((control.text("state"), control.text("mode")), ("default-state", "unmanaged"));
    assert_eq!(control.text("exclusions.natGateway"), "disabled");
    assert_eq!(control.text("managedBy"), "account");
    let (code, message) =
        ec2.refused("GetAssociatedIpv6PoolCidrs", &[("PoolId", "ipv6pool-ec2-1")]);
    assert_eq!(code, "InvalidIpv6PoolID.NotFound");
    assert_eq!(message, "The IPv6 pool ID 'ipv6pool-ec2-1' does not exist");
}
