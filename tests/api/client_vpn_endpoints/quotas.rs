use super::{Network, create, refusal};
use crate::support::Ec2;
use parlel_ec2::{Config, QuotasArg};

/// The route to the VPC, which came with the network, counts.
#[test]
fn a_new_account_has_so_many() {
    let network =
        Network::of(Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() }));
    for _ in 1..5 {
        create(&network.ec2, &[]).unwrap();
    }
    let refused = create(&network.ec2, &[]).unwrap_err();
    let expected = refusal("ClientVpnEndpointLimitExceeded", "Limit exceeded");
    assert_eq!((refused.code, refused.message), expected);
    network.associate();
    let target = ("TargetVpcSubnetId", network.subnets[0].as_str());
    for at in 1..100 {
        let block = format!("10.1.{at}.0/24");
        network.call("CreateClientVpnRoute", &[target, ("DestinationCidrBlock", &block)]);
    }
    let more = [target, ("DestinationCidrBlock", "10.2.0.0/24")];
    let expected = refusal("ClientVpnRouteLimitExceeded", "Limit exceeded");
    assert_eq!(network.refused("CreateClientVpnRoute", &more), expected);
    let all = ("AuthorizeAllGroups", "true");
    for at in 0..200 {
        let block = format!("10.1.{at}.0/24");
        network.call("AuthorizeClientVpnIngress", &[all, ("TargetNetworkCidr", &block)]);
    }
    let more = [all, ("TargetNetworkCidr", "10.2.0.0/24")];
    let expected = refusal("ClientVpnAuthorizationRuleLimitExceeded", "Limit exceeded");
    assert_eq!(network.refused("AuthorizeClientVpnIngress", &more), expected);
}
