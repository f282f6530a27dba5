//! Client tokens of route tables and network ACLs.

use super::Network;

#[test]
fn white_space_is_none_of_a_token() {
    let network = Network::new();
    let ec2 = &network.ec2;
    let vpc = ec2.call("DescribeVpcs", &[]).text("vpcSet.item.vpcId").to_owned();
    let long = format!(" {} ", "u".repeat(63));
    let token = "clientToken";
    for (action, id, delete) in [
        ("CreateRouteTable", "routeTable.routeTableId", "RouteTableId"),
        ("CreateNetworkAcl", "networkAcl.networkAclId", "NetworkAclId"),
    ] {
        let made = |token: &str| ec2.call(action, &[("VpcId", &vpc), ("ClientToken", token)]);
        let wrapped = made(" mine ");
        assert_eq!(wrapped.text(token), "mine");
        let tag = [("Tag.1.Key", "later"), ("Tag.1.Value", "x")];
        ec2.call("CreateTags", &[&[("ResourceId.1", wrapped.text(id))], &tag[..]].concat());
        let again = made("mine");
        assert_eq!(again.text(id), wrapped.text(id));
        assert!(!again.has(&id.replace(&id[id.find('.').unwrap()..], ".tagSet.item")));
        for blank in [" ", "\t", &" ".repeat(65)] {
            let blanks = [made(blank), made(blank)];
            assert_ne!(blanks[0].text(id), blanks[1].text(id));
            assert!(!blanks[0].has(token));
        }
        let other = [("VpcId", "vpc-1"), ("ClientToken", "mine")];
        let (code, message) = ec2.refused(action, &other);
        assert_eq!(code, "IdempotentParameterMismatch");
        assert_eq!(message, "Wrong arguments for request with token mine");
        ec2.call(&action.replace("Create", "Delete"), &[(delete, wrapped.text(id))]);
        let again = [("VpcId", &*vpc), ("ClientToken", "mine")];
        let (code, message) = ec2.refused(action, &again);
        assert_eq!(code, "IdempotentParameterMismatch");
        let expected = "An error occurred (IdempotentParameterMismatch) when calling this \
                        operation: The client token and arguments used in this request were used \
                        in a prior request that was associated with a resource which is now \
                        deleted.";
        assert_eq!(message, expected);
        for bad in ["", &long] {
            let form = [("VpcId", &*vpc), ("ClientToken", bad)];
            let (code, message) = ec2.refused(action, &form);
            assert_eq!(code, "InvalidParameterValue");
            assert_eq!(message, format!("Value ({bad}) for parameter clientToken is invalid"));
        }
    }
}
