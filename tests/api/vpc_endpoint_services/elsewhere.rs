//! Services that endpoints in other regions lead to.

use super::{
    BALANCER, CONSUMER, Ec2, GATEWAY, Xml, allow, create, describe, failure, form, id_and_name,
    state, vpc,
};

fn regions(service: &Xml) -> Vec<&str> {
    service.texts("supportedRegionSet.item.region")
}

#[test]
fn a_service_says_where_its_endpoints_can_be() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| {
        let (code, message) = ec2.refused("CreateVpcEndpointServiceConfiguration", form);
        assert_eq!(code, "InvalidParameter");
        message
    };
    let network = ("NetworkLoadBalancerArn.1", BALANCER);
    for region in ["eu-west-9", "cn-north-1"] {
        let words = format!("The supported Region '{region}' is not valid.");
        assert_eq!(refused(&[network, ("SupportedRegion.1", region)]), words);
    }
    let words = "Other Regions are not supported for services with gateway load balancers.";
    let gateway = ("GatewayLoadBalancerArn.1", GATEWAY);
    assert_eq!(refused(&[gateway, ("SupportedRegion.1", "eu-west-1")]), words);
    let plain = create(&ec2, &[]);
    assert_eq!((regions(&plain), plain.text("remoteAccessEnabled")), (vec!["us-east-1"], "false"));
    let made = create(&ec2, &[("SupportedRegion.1", "eu-west-1")]);
    assert_eq!((regions(&made), made.text("remoteAccessEnabled")), (vec!["eu-west-1"], "true"));
    let (id, name) = id_and_name(&made);
    let here = ec2.refused("DescribeVpcEndpointServices", &[("ServiceName.1", &name)]);
    assert_eq!(here.0, "InvalidServiceName");
    let change = |more: &[(&str, &str)]| {
        let form = [&[("ServiceId", id.as_str())], more].concat();
        ec2.ask("ModifyVpcEndpointServiceConfiguration", &form)
    };
    let remove = ("RemoveSupportedRegion.1", "eu-west-1");
    let last = change(&[remove]).unwrap_err();
    assert_eq!(last.code, "InvalidParameter");
    assert_eq!(last.message, "The last supported Region of a service cannot be removed.");
    change(&[("AddSupportedRegion.1", "us-east-1"), ("AddSupportedRegion.2", "us-west-2")])
        .unwrap();
    assert_eq!(regions(&describe(&ec2, &id)), ["eu-west-1", "us-east-1", "us-west-2"]);
    change(&[remove]).unwrap();
    assert_eq!(regions(&describe(&ec2, &id)), ["us-east-1", "us-west-2"]);
    ec2.call("DescribeVpcEndpointServices", &[("ServiceName.1", &name)]);
}

#[test]
fn an_endpoint_leads_to_a_service_of_another_region() {
    let ec2 = Ec2::new();
    let consumer = ec2.as_account(CONSUMER).in_region("eu-west-1");
    let made = create(&ec2, &[("SupportedRegion.1", "us-east-1")]);
    let (id, name) = id_and_name(&made);
    allow(&ec2, &id, &format!("arn:aws:iam::{CONSUMER}:root"));
    let vpc = vpc(&consumer);
    let far = [&form(&vpc, &name)[..], &[("ServiceRegion", "us-east-1")]].concat();
    let words = format!("The Vpc Endpoint Service '{name}' does not exist");
    let unknown = ("InvalidServiceName".to_owned(), words);
    assert_eq!(consumer.refused("CreateVpcEndpoint", &far), unknown);
    let add = [("ServiceId", id.as_str()), ("AddSupportedRegion.1", "eu-west-1")];
    ec2.call("ModifyVpcEndpointServiceConfiguration", &add);
    assert_eq!(consumer.refused("CreateVpcEndpoint", &far[..3]), unknown);
    let of_region = [("ServiceRegion.1", "us-east-1"), ("ServiceName.1", name.as_str())];
    let seen = consumer.call("DescribeVpcEndpointServices", &of_region);
    assert_eq!(seen.text("serviceDetailSet.item.serviceRegion"), "us-east-1");
    assert_eq!(seen.text("serviceDetailSet.item.owner"), "000000000000");
    let endpoint = consumer.call("CreateVpcEndpoint", &far);
    let endpoint = endpoint.at("vpcEndpoint").unwrap();
    assert_eq!(endpoint.text("serviceRegion"), "us-east-1");
    assert_eq!(endpoint.text("state"), "pendingAcceptance");
    let endpoint = endpoint.text("vpcEndpointId");
    let found = ec2.call("DescribeVpcEndpointConnections", &[]);
    let connection = found.at("vpcEndpointConnectionSet.item").unwrap();
    assert_eq!(connection.text("vpcEndpointId"), endpoint);
    assert_eq!(connection.text("vpcEndpointRegion"), "eu-west-1");
    let by_ids = [add[0], ("VpcEndpointId.1", endpoint)];
    assert!(!ec2.call("AcceptVpcEndpointConnections", &by_ids).has("unsuccessful.item"));
    assert_eq!(state(&consumer, endpoint), "available");
    let refused = ec2.call("DeleteVpcEndpointServiceConfigurations", &[("ServiceId.1", &id)]);
    assert_eq!(failure(&refused).0, "ExistingVpcEndpointConnections");
    ec2.call("RejectVpcEndpointConnections", &by_ids);
    assert_eq!(state(&consumer, endpoint), "rejected");
}
