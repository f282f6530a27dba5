use super::Hub;
use crate::support::{Ec2, Xml};

fn list(hub: &Hub) -> String {
    let form = [
        ("PrefixListName", "offices"),
        ("AddressFamily", "IPv4"),
        ("MaxEntries", "5"),
        ("Entry.1.Cidr", "10.20.0.0/16"),
        ("Entry.2.Cidr", "10.21.0.0/16"),
    ];
    let made = hub.ec2.call("CreateManagedPrefixList", &form);
    hub.ec2.advance(10);
    made.text("prefixList.prefixListId").to_owned()
}

fn references(hub: &Hub, filter: (&str, &str)) -> Vec<Xml> {
    let form = [hub.tied(0)[0], ("Filter.1.Name", filter.0), ("Filter.1.Value.1", filter.1)];
    let found = hub.ec2.call("GetTransitGatewayPrefixListReferences", &form);
    found.all_at("transitGatewayPrefixListReferenceSet.item").into_iter().cloned().collect()
}

#[test]
fn a_prefix_list_stands_for_its_entries() {
    let hub = Hub::new();
    let list = list(&hub);
    let [table, attachment] = hub.tied(0);
    let named = [table, ("PrefixListId", list.as_str())];
    let made = hub
        .ec2
        .call("CreateTransitGatewayPrefixListReference", &[&named[..], &[attachment]].concat());
    let made = made.at("transitGatewayPrefixListReference").unwrap();
    for (member, value) in [
        ("transitGatewayRouteTableId", hub.table.as_str()),
        ("prefixListId", &list),
        ("prefixListOwnerId", "000000000000"),
        ("state", "available"),
        ("blackhole", "false"),
        ("transitGatewayAttachment.transitGatewayAttachmentId", &hub.attachments[0]),
        ("transitGatewayAttachment.resourceType", "vpc"),
        ("transitGatewayAttachment.resourceId", &hub.vpcs[0]),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let by_list = [("prefix-list-id", list.as_str())];
    assert_eq!(hub.destinations(&by_list), ["10.20.0.0/16", "10.21.0.0/16"]);
    let more = [
        ("PrefixListId", list.as_str()),
        ("CurrentVersion", "1"),
        ("AddEntry.1.Cidr", "10.22.0.0/16"),
        ("RemoveEntry.1.Cidr", "10.20.0.0/16"),
    ];
    hub.ec2.call("ModifyManagedPrefixList", &more);
    assert_eq!(hub.destinations(&by_list), ["10.21.0.0/16", "10.22.0.0/16"]);
    let users = hub.ec2.call("GetManagedPrefixListAssociations", &named[1..]);
    assert_eq!(users.texts("prefixListAssociationSet.item.resourceId"), [&hub.table]);
    let deleted = hub.ec2.call("DeleteManagedPrefixList", &named[1..]);
    assert_eq!(deleted.text("prefixList.state"), "delete-failed");
    for (name, value, count) in [
        ("is-blackhole", "false", 1),
        ("is-blackhole", "true", 0),
        ("prefix-list-id", &list, 1),
        ("prefix-list-owner-id", "000000000000", 1),
        ("attachment.resource-id", &hub.vpcs[0], 1),
        ("attachment.resource-type", "vpn", 0),
        ("state", "available", 1),
    ] {
        assert_eq!(references(&hub, (name, value)).len(), count, "{name} {value}");
    }
    let dropping = [&named[..], &[("Blackhole", "true")]].concat();
    let changed = hub.ec2.call("ModifyTransitGatewayPrefixListReference", &dropping);
    assert_eq!(changed.text("transitGatewayPrefixListReference.blackhole"), "true");
    assert!(!changed.has("transitGatewayPrefixListReference.transitGatewayAttachment"));
    assert!(hub.search(&by_list).iter().all(|(_, _, state)| state == "blackhole"));
    let gone = hub.ec2.call("DeleteTransitGatewayPrefixListReference", &named);
    assert_eq!(gone.text("transitGatewayPrefixListReference.state"), "deleting");
    assert!(hub.search(&by_list).is_empty());
    assert!(references(&hub, ("state", "*")).is_empty());
}

#[test]
fn a_reference_is_made_once_and_must_be_there() {
    let hub = Hub::new();
    let list = list(&hub);
    let [table, _] = hub.tied(0);
    let form = [table, ("PrefixListId", list.as_str()), ("Blackhole", "true")];
    let missing = format!(
        "Prefix List Reference {list} does not exist in Transit Gateway Route Table {}.",
        hub.table
    );
    for (action, form) in [
        ("ModifyTransitGatewayPrefixListReference", &form[..]),
        ("DeleteTransitGatewayPrefixListReference", &form[..2]),
    ] {
        let (code, message) = hub.ec2.refused(action, form);
        assert_eq!(code, "InvalidPrefixListID.NotFound", "{action}");
        assert_eq!(message, missing);
    }
    let (code, _) = hub.ec2.refused("CreateTransitGatewayPrefixListReference", &form[..2]);
    assert_eq!(code, "MissingParameter");
    let unknown = [table, ("PrefixListId", "pl-0123456789abcdef0"), form[2]];
    let (code, _) = hub.ec2.refused("CreateTransitGatewayPrefixListReference", &unknown);
    assert_eq!(code, "InvalidPrefixListID.NotFound");
    hub.ec2.call("CreateTransitGatewayPrefixListReference", &form);
    let (code, message) = hub.ec2.refused("CreateTransitGatewayPrefixListReference", &form);
    assert_eq!(code, "TransitGatewayPrefixListReference.Duplicate");
    let expected = format!(
        "Prefix List Reference {list} already exists in Transit Gateway Route Table {}.",
        hub.table
    );
    assert_eq!(message, expected);
}

#[test]
fn in_the_aws_lifecycle_references_take_their_time() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let list = list(&hub);
    let form = [hub.tied(0)[0], ("PrefixListId", list.as_str()), ("Blackhole", "true")];
    for (action, interim) in [
        ("CreateTransitGatewayPrefixListReference", "pending"),
        ("ModifyTransitGatewayPrefixListReference", "modifying"),
    ] {
        let answer = hub.ec2.call(action, &form);
        assert_eq!(answer.text("transitGatewayPrefixListReference.state"), interim);
        hub.ec2.advance(2);
        assert_eq!(references(&hub, ("state", "available")).len(), 1);
    }
}
