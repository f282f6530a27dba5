//! Routes to the entries of prefix lists.

use super::Network;
use crate::support::Ec2;

fn list(ec2: &Ec2, family: &str) -> String {
    let form = [("PrefixListName", "far"), ("MaxEntries", "5"), ("AddressFamily", family)];
    ec2.call("CreateManagedPrefixList", &form).text("prefixList.prefixListId").to_owned()
}

#[test]
fn routes_lead_to_the_entries_of_a_prefix_list() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let id = list(ec2, "IPv4");
    let table = ("RouteTableId", network.table.as_str());
    let to = ("DestinationPrefixListId", id.as_str());
    let gateway = ("GatewayId", network.gateway.as_str());
    let form = [table, to, gateway];
    let (code, message) = ec2.refused("ReplaceRoute", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "There is no route defined for '{id}' in the route table. Use CreateRoute instead."
        )
    );
    ec2.call("CreateRoute", &form);
    let route = network.last_route();
    assert_eq!(route.text("destinationPrefixListId"), id);
    assert_eq!(route.text("gatewayId"), network.gateway);
    assert_eq!((route.text("origin"), route.text("state")), ("CreateRoute", "active"));
    assert!(!route.has("destinationCidrBlock"));
    let (code, message) = ec2.refused("CreateRoute", &form);
    assert_eq!(code, "RouteAlreadyExists");
    assert_eq!(message, format!("The route identified by {id} already exists."));
    let by_list =
        [("Filter.1.Name", "route.destination-prefix-list-id"), ("Filter.1.Value.1", id.as_str())];
    let found = ec2.call("DescribeRouteTables", &by_list);
    assert_eq!(found.texts("routeTableSet.item.routeTableId"), [&network.table]);

    let list = [("PrefixListId", id.as_str())];
    let associations = ec2.call("GetManagedPrefixListAssociations", &list);
    assert_eq!(associations.texts("prefixListAssociationSet.item.resourceId"), [&network.table]);
    let kept = ec2.call("DeleteManagedPrefixList", &list);
    assert_eq!(kept.text("prefixList.state"), "delete-failed");

    let (_, interface) = network.launch();
    ec2.call("ReplaceRoute", &[table, to, ("NetworkInterfaceId", &interface)]);
    assert_eq!(network.last_route().text("networkInterfaceId"), interface);
    ec2.call("DeleteRoute", &form[..2]);
    let (code, message) = ec2.refused("DeleteRoute", &form[..2]);
    assert_eq!(code, "InvalidRoute.NotFound");
    let expected =
        format!("no route with destination-prefix-list-id {id} in route table {}", network.table);
    assert_eq!(message, expected);
}

#[test]
fn prefix_lists_that_cannot_be_destinations_are_refused() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let gateway = ("GatewayId", network.gateway.as_str());
    let unknown = ("DestinationPrefixListId", "pl-0123456789abcdef0");
    let (code, message) = network.route_refused("CreateRoute", &[unknown, gateway]);
    assert_eq!(code, "InvalidPrefixListID.NotFound");
    assert_eq!(message, "The prefix list ID 'pl-0123456789abcdef0' does not exist");
    let empty = [("DestinationPrefixListId", ""), gateway];
    let (code, message) = network.route_refused("CreateRoute", &empty);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "invalid value for parameter destination-cidr-block: ");
    let both = [("DestinationCidrBlock", "0.0.0.0/0"), unknown, gateway];
    let (code, message) = network.route_refused("CreateRoute", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter destinationCidrBlock cannot be used with the parameter \
         destinationPrefixListId"
    );

    let made = ec2.call("CreateEgressOnlyInternetGateway", &[("VpcId", &network.vpc)]);
    let egress = made.text("egressOnlyInternetGateway.egressOnlyInternetGatewayId");
    let egress = ("EgressOnlyInternetGatewayId", egress);
    let ipv4 = list(ec2, "IPv4");
    let ipv4 = [("DestinationPrefixListId", ipv4.as_str()), egress];
    let (code, _) = network.route_refused("CreateRoute", &ipv4);
    assert_eq!(code, "InvalidParameterCombination");
    let ipv6 = list(ec2, "IPv6");
    let table = ("RouteTableId", network.table.as_str());
    ec2.call("CreateRoute", &[table, ("DestinationPrefixListId", &ipv6), egress]);

    // One of AWS's, to which a gateway endpoint leads.
    let endpoint = [
        ("VpcId", network.vpc.as_str()),
        ("ServiceName", "com.amazonaws.us-east-1.s3"),
        ("RouteTableId.1", network.table.as_str()),
    ];
    let own = [table, ("DestinationPrefixListId", "pl-63a5400a"), gateway];
    ec2.call("CreateRoute", &own);
    ec2.call("DeleteRoute", &own[..2]);
    ec2.call("CreateVpcEndpoint", &endpoint);
    assert_eq!(ec2.refused("CreateRoute", &own).0, "RouteAlreadyExists");
    let (code, message) = ec2.refused("DeleteRoute", &own[..2]);
    assert_eq!(code, "InvalidParameterValue");
    let expected =
        format!("cannot remove VPC endpoint route pl-63a5400a in route table {}", network.table);
    assert_eq!(message, expected);
}
