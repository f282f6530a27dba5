mod references;
mod routes;

use super::support::{Ec2, Xml};
use parlel_ec2::{Config, QuotasArg};

/// A gateway without default tables, a table of it, and two VPCs attached to it.
struct Hub {
    ec2: Ec2,
    gateway: String,
    table: String,
    vpcs: [String; 2],
    attachments: [String; 2],
}

impl Hub {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
        let form = [
            ("Options.DefaultRouteTableAssociation", "disable"),
            ("Options.DefaultRouteTablePropagation", "disable"),
        ];
        let made = ec2.call("CreateTransitGateway", &form);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        ec2.advance(60);
        let table = table(&ec2, &gateway);
        let vpcs = ["10.0", "10.1"].map(|net| {
            let block = format!("{net}.0.0/16");
            ec2.call("CreateVpc", &[("CidrBlock", &block)]).text("vpc.vpcId").to_owned()
        });
        let attachments = [("10.0", &vpcs[0]), ("10.1", &vpcs[1])].map(|(net, vpc)| {
            let block = format!("{net}.1.0/24");
            let subnet = ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", &block)]);
            let form = [
                ("TransitGatewayId", gateway.as_str()),
                ("VpcId", vpc),
                ("SubnetIds.1", subnet.text("subnet.subnetId")),
            ];
            let made = ec2.call("CreateTransitGatewayVpcAttachment", &form);
            made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned()
        });
        ec2.advance(60);
        Self { ec2, gateway, table, vpcs, attachments }
    }

    fn tied(&self, at: usize) -> [(&str, &str); 2] {
        [
            ("TransitGatewayRouteTableId", self.table.as_str()),
            ("TransitGatewayAttachmentId", &self.attachments[at]),
        ]
    }

    fn search(&self, filters: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let mut form = vec![("TransitGatewayRouteTableId".to_owned(), self.table.clone())];
        for (at, (name, value)) in filters.iter().enumerate() {
            form.push((format!("Filter.{}.Name", at + 1), (*name).to_owned()));
            form.push((format!("Filter.{}.Value.1", at + 1), (*value).to_owned()));
        }
        let form: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let found = self.ec2.call("SearchTransitGatewayRoutes", &form);
        assert_eq!(found.text("additionalRoutesAvailable"), "false");
        let route = |route: &Xml| {
            let text = |member: &str| route.text(member).to_owned();
            assert_eq!(text("transitGatewayRouteTableAnnouncementId"), "");
            (text("destinationCidrBlock"), text("type"), text("state"))
        };
        found.all_at("routeSet.item").into_iter().map(route).collect()
    }

    fn destinations(&self, filters: &[(&str, &str)]) -> Vec<String> {
        self.search(filters).into_iter().map(|(destination, _, _)| destination).collect()
    }

    fn add(&self, destination: &str, more: (&str, &str)) -> Xml {
        let form = [self.tied(0)[0], ("DestinationCidrBlock", destination), more];
        self.ec2.call("CreateTransitGatewayRoute", &form).at("route").unwrap().clone()
    }
}

fn table(ec2: &Ec2, gateway: &str) -> String {
    let made = ec2.call("CreateTransitGatewayRouteTable", &[("TransitGatewayId", gateway)]);
    let id = made.text("transitGatewayRouteTable.transitGatewayRouteTableId").to_owned();
    ec2.advance(5);
    id
}

fn state(ec2: &Ec2, table: &str) -> String {
    let form = [("TransitGatewayRouteTableIds.1", table)];
    let found = ec2.call("DescribeTransitGatewayRouteTables", &form);
    found.text("transitGatewayRouteTables.item.state").to_owned()
}

#[test]
fn a_table_is_made_described_and_deleted() {
    let hub = Hub::new();
    let form = [
        ("TransitGatewayId", hub.gateway.as_str()),
        ("TagSpecifications.1.ResourceType", "transit-gateway-route-table"),
        ("TagSpecifications.1.Tag.1.Key", "Name"),
        ("TagSpecifications.1.Tag.1.Value", "shared"),
    ];
    let made = hub.ec2.call("CreateTransitGatewayRouteTable", &form);
    let made = made.at("transitGatewayRouteTable").unwrap();
    for (member, value) in [
        ("transitGatewayId", hub.gateway.as_str()),
        ("state", "available"),
        ("defaultAssociationRouteTable", "false"),
        ("defaultPropagationRouteTable", "false"),
        ("creationTime", "2026-01-31T12:02:05.000Z"),
        ("tagSet.item.value", "shared"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let id = made.text("transitGatewayRouteTableId").to_owned();
    for (name, value, expected) in [
        ("tag:Name", "shared", &[id.as_str()][..]),
        ("transit-gateway-route-table-id", &id, &[&id]),
        ("transit-gateway-id", &hub.gateway, &[&hub.table, &id]),
        ("default-association-route-table", "true", &[]),
    ] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = hub.ec2.call("DescribeTransitGatewayRouteTables", &form);
        let found = found.texts("transitGatewayRouteTables.item.transitGatewayRouteTableId");
        assert_eq!(found, expected, "{name}");
    }
    let form = [("TransitGatewayRouteTableId", id.as_str())];
    let deleted = hub.ec2.call("DeleteTransitGatewayRouteTable", &form);
    assert_eq!(deleted.text("transitGatewayRouteTable.state"), "deleted");
    assert_eq!(state(&hub.ec2, &id), "deleted");
    let gone = format!("Transit Gateway Route Table {id} was deleted or does not exist.");
    let pair = [form[0], hub.tied(0)[1]];
    let route = [form[0], ("DestinationCidrBlock", "10.9.0.0/16"), ("Blackhole", "true")];
    let search = [form[0], ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static")];
    for (action, form) in [
        ("DeleteTransitGatewayRouteTable", &form[..]),
        ("AssociateTransitGatewayRouteTable", &pair),
        ("DisassociateTransitGatewayRouteTable", &pair),
        ("EnableTransitGatewayRouteTablePropagation", &pair),
        ("DisableTransitGatewayRouteTablePropagation", &pair),
        ("GetTransitGatewayRouteTableAssociations", &form),
        ("GetTransitGatewayRouteTablePropagations", &form),
        ("CreateTransitGatewayRoute", &route),
        ("ReplaceTransitGatewayRoute", &route),
        ("DeleteTransitGatewayRoute", &route[..2]),
        ("SearchTransitGatewayRoutes", &search),
    ] {
        let (code, message) = hub.ec2.refused(action, form);
        assert_eq!(code, "InvalidRouteTableID.NotFound", "{action}");
        assert_eq!(message, gone);
    }
}

#[test]
fn malformed_ids_and_default_tables_are_refused() {
    let hub = Hub::new();
    let (code, message) = hub.ec2.refused(
        "DescribeTransitGatewayRouteTables",
        &[("TransitGatewayRouteTableIds.1", "tgw-rtb-x")],
    );
    assert_eq!(code, "InvalidRouteTableId.Malformed");
    assert_eq!(message, "The Transit Gateway Route Table 'tgw-rtb-x' is malformed");
    let default = hub.ec2.call("CreateTransitGateway", &[]);
    let gateway = default.text("transitGateway.transitGatewayId");
    let table = default.text("transitGateway.options.associationDefaultRouteTableId");
    let form = [("TransitGatewayRouteTableId", table)];
    let (code, message) = hub.ec2.refused("DeleteTransitGatewayRouteTable", &form);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("{table} is a default route table of {gateway}."));
    // The id of a gateway of Direct Connect, and two that are nobody's.
    for id in ["3ac1f0b2-1111-2222-3333-444455556666", "tgw-attach-x", "tgw-0123456789abcdef0"] {
        let form = [hub.tied(0)[0], ("TransitGatewayAttachmentId", id)];
        let (code, message) = hub.ec2.refused("AssociateTransitGatewayRouteTable", &form);
        assert_eq!(code, "InvalidTransitGatewayAttachmentID.Malformed");
        assert_eq!(message, format!("Invalid Transit Gateway Attachment id {id}."));
    }
}

#[test]
fn an_attachment_is_associated_with_one_table() {
    let hub = Hub::new();
    let pair = hub.tied(0);
    let made = hub.ec2.call("AssociateTransitGatewayRouteTable", &pair);
    let made = made.at("association").unwrap();
    for (member, value) in [
        ("transitGatewayRouteTableId", hub.table.as_str()),
        ("transitGatewayAttachmentId", &hub.attachments[0]),
        ("resourceId", &hub.vpcs[0]),
        ("resourceType", "vpc"),
        ("state", "associated"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    hub.ec2.call("AssociateTransitGatewayRouteTable", &hub.tied(1));
    for (name, value) in [
        ("transit-gateway-attachment-id", hub.attachments[0].as_str()),
        ("resource-id", &hub.vpcs[0]),
    ] {
        let form = [pair[0], ("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = hub.ec2.call("GetTransitGatewayRouteTableAssociations", &form);
        let found = found.all_at("associations.item");
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].text("transitGatewayAttachmentId"), hub.attachments[0]);
        assert_eq!(found[0].text("resourceId"), hub.vpcs[0]);
        assert_eq!(found[0].text("state"), "associated");
    }
    let other = table(&hub.ec2, &hub.gateway);
    for table in [&hub.table, &other] {
        let form = [("TransitGatewayRouteTableId", table.as_str()), pair[1]];
        let (code, message) = hub.ec2.refused("AssociateTransitGatewayRouteTable", &form);
        assert_eq!(code, "Resource.AlreadyAssociated");
        let expected = format!(
            "Transit Gateway Attachment {} is already associated to a route table.",
            hub.attachments[0]
        );
        assert_eq!(message, expected);
    }
    let (code, message) = hub.ec2.refused("DeleteTransitGatewayRouteTable", &pair[..1]);
    assert_eq!(code, "IncorrectState");
    let expected = format!(
        "{} has associated Transit Gateway Attachments: {}, {}.",
        hub.table, hub.attachments[0], hub.attachments[1]
    );
    assert_eq!(message, expected);
    let wrong = [("TransitGatewayRouteTableId", other.as_str()), pair[1]];
    let (code, message) = hub.ec2.refused("DisassociateTransitGatewayRouteTable", &wrong);
    assert_eq!(code, "InvalidAssociation.NotFound");
    let expected = format!(
        "Transit Gateway Attachment {} is not associated to Transit Gateway Route Table {other}.",
        hub.attachments[0]
    );
    assert_eq!(message, expected);
    let undone = hub.ec2.call("DisassociateTransitGatewayRouteTable", &pair);
    assert_eq!(undone.text("association.state"), "disassociated");
    hub.ec2.call("DisassociateTransitGatewayRouteTable", &hub.tied(1));
    let found = hub.ec2.call("GetTransitGatewayRouteTableAssociations", &pair[..1]);
    assert!(!found.has("associations.item"));
    hub.ec2.call("AssociateTransitGatewayRouteTable", &wrong);
    hub.ec2.call("DeleteTransitGatewayRouteTable", &pair[..1]);

    let gateway = hub.ec2.call("CreateTransitGateway", &[]);
    let elsewhere = gateway.text("transitGateway.options.associationDefaultRouteTableId");
    let form = [("TransitGatewayRouteTableId", elsewhere), hub.tied(1)[1]];
    let (code, message) = hub.ec2.refused("AssociateTransitGatewayRouteTable", &form);
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
    let id = &hub.attachments[1];
    assert_eq!(message, format!("Transit Gateway Attachment {id} was deleted or does not exist."));
}

#[test]
fn attachments_propagate_their_blocks() {
    let hub = Hub::new();
    let pair = hub.tied(0);
    let made = hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &pair);
    let made = made.at("propagation").unwrap();
    for (member, value) in [
        ("transitGatewayRouteTableId", hub.table.as_str()),
        ("transitGatewayAttachmentId", &hub.attachments[0]),
        ("resourceId", &hub.vpcs[0]),
        ("resourceType", "vpc"),
        ("state", "enabled"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let other = table(&hub.ec2, &hub.gateway);
    let also = [("TransitGatewayRouteTableId", other.as_str()), pair[1]];
    hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &also);
    let found = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &pair[1..]);
    let list = "transitGatewayAttachmentPropagations.item";
    assert_eq!(found.all_at(list).len(), 2);
    let form = [
        pair[1],
        ("Filter.1.Name", "transit-gateway-route-table-id"),
        ("Filter.1.Value.1", other.as_str()),
    ];
    let found = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &form);
    assert_eq!(found.texts(&format!("{list}.transitGatewayRouteTableId")), [&other]);
    let form = [
        pair[0],
        ("Filter.1.Name", "transit-gateway-attachment-id"),
        ("Filter.1.Value.1", &hub.attachments[0]),
    ];
    let found = hub.ec2.call("GetTransitGatewayRouteTablePropagations", &form);
    let found = found.at("transitGatewayRouteTablePropagations.item").unwrap();
    assert_eq!(found.text("resourceId"), hub.vpcs[0]);
    assert_eq!(found.text("state"), "enabled");
    hub.ec2.call("DeleteTransitGatewayRouteTable", &also[..1]);
    let found = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &pair[1..]);
    assert_eq!(found.all_at(list).len(), 1);
}

#[test]
fn routes_are_propagated_as_long_as_that_is_enabled() {
    let hub = Hub::new();
    let pair = hub.tied(0);
    hub.ec2.call("EnableTransitGatewayRouteTablePropagation", &pair);
    let more = [("VpcId", hub.vpcs[0].as_str()), ("CidrBlock", "10.8.0.0/16")];
    hub.ec2.call("AssociateVpcCidrBlock", &more);
    let told = |block: &str| (block.to_owned(), "propagated".to_owned(), "active".to_owned());
    let any = [("state", "*")];
    assert_eq!(hub.search(&any), [told("10.0.0.0/16"), told("10.8.0.0/16")]);
    let (code, message) = hub.ec2.refused("EnableTransitGatewayRouteTablePropagation", &pair);
    assert_eq!(code, "TransitGatewayRouteTablePropagation.Duplicate");
    let expected = format!(
        "Propagation {} already exists in Transit Gateway Route Table {}.",
        hub.attachments[0], hub.table
    );
    assert_eq!(message, expected);
    let undone = hub.ec2.call("DisableTransitGatewayRouteTablePropagation", &pair);
    assert_eq!(undone.text("propagation.state"), "disabled");
    assert!(hub.search(&any).is_empty());
    let (code, message) = hub.ec2.refused("DisableTransitGatewayRouteTablePropagation", &pair);
    assert_eq!(code, "TransitGatewayRouteTablePropagation.NotFound");
    let expected = format!(
        "Propagation {} does not exist in Transit Gateway Route Table {}.",
        hub.attachments[0], hub.table
    );
    assert_eq!(message, expected);
    for action in
        ["EnableTransitGatewayRouteTablePropagation", "DisableTransitGatewayRouteTablePropagation"]
    {
        let (code, message) = hub.ec2.refused(action, &pair[..1]);
        assert_eq!(code, "MissingParameter");
        let expected = "Missing required parameter in request: TransitGatewayAttachmentId.";
        assert_eq!(message, expected);
        let (code, message) =
            hub.ec2.refused(action, &[("TransitGatewayRouteTableId", ""), pair[1]]);
        assert_eq!(code, "MissingParameter");
        let expected = "Missing required parameter in request: TransitGatewayRouteTableId.";
        assert_eq!(message, expected);
        let form = [pair[0], ("TransitGatewayRouteTableAnnouncementId", "tgw-rtb-announcement-1")];
        assert_eq!(hub.ec2.refused(action, &form).0, "UnsupportedOperation");
    }
}

#[test]
fn in_the_aws_lifecycle_ties_take_their_time() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let pair = hub.tied(0);
    let id = &hub.attachments[0];
    let state_of = |action: &str, tie: &str| {
        hub.ec2.call(action, &pair).text(&format!("{tie}.state")).to_owned()
    };
    let early = |action: &str| {
        let (code, message) = hub.ec2.refused(action, &pair);
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("{id} is in invalid state"));
    };
    let (tie, untie) =
        ("AssociateTransitGatewayRouteTable", "DisassociateTransitGatewayRouteTable");
    assert_eq!(state_of(tie, "association"), "associating");
    early(untie);
    hub.ec2.advance(5);
    assert_eq!(state_of(untie, "association"), "disassociating");
    hub.ec2.advance(5);
    assert_eq!(state_of(tie, "association"), "associating");
    hub.ec2.advance(5);
    let (tie, untie) =
        ("EnableTransitGatewayRouteTablePropagation", "DisableTransitGatewayRouteTablePropagation");
    // AWS has it enabled and disabled at once.
    assert_eq!(state_of(tie, "propagation"), "enabled");
    assert_eq!(state_of(untie, "propagation"), "disabled");
    let (code, message) = hub.ec2.refused(untie, &pair);
    assert_eq!(code, "TransitGatewayRouteTablePropagation.NotFound");
    let table = &hub.table;
    let expected =
        format!("Propagation {id} does not exist in Transit Gateway Route Table {table}.");
    assert_eq!(message, expected);
    assert_eq!(state_of(tie, "propagation"), "enabled");
    assert_eq!(hub.destinations(&[("type", "propagated")]), ["10.0.0.0/16"]);
    hub.ec2.call("DisassociateTransitGatewayRouteTable", &pair);
    let form = [("TransitGatewayAttachmentIds.1", id.as_str())];
    let seen = hub.ec2.call("DescribeTransitGatewayAttachments", &form);
    assert_eq!(seen.text("transitGatewayAttachments.item.association.state"), "associated");
    let made = hub
        .ec2
        .call("CreateTransitGatewayRouteTable", &[("TransitGatewayId", hub.gateway.as_str())]);
    assert_eq!(made.text("transitGatewayRouteTable.state"), "pending");
    let table = made.text("transitGatewayRouteTable.transitGatewayRouteTableId");
    let form = [("TransitGatewayRouteTableId", table)];
    let (code, message) = hub.ec2.refused("DeleteTransitGatewayRouteTable", &form);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("{table} is in invalid state"));
    hub.ec2.advance(5);
    let deleted = hub.ec2.call("DeleteTransitGatewayRouteTable", &form);
    assert_eq!(deleted.text("transitGatewayRouteTable.state"), "deleting");
    hub.ec2.advance(5);
    assert_eq!(state(&hub.ec2, table), "deleted");
}

/// Terraform deletes the attachment while it deletes the table that it was taken from.
#[test]
fn what_was_untied_stays_so_while_the_attachment_leaves() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let pair = hub.tied(0);
    let table = &pair[..1];
    for (tie, untie) in [
        ("AssociateTransitGatewayRouteTable", "DisassociateTransitGatewayRouteTable"),
        ("EnableTransitGatewayRouteTablePropagation", "DisableTransitGatewayRouteTablePropagation"),
    ] {
        hub.ec2.call(tie, &pair);
        hub.ec2.advance(5);
        hub.ec2.call(untie, &pair);
    }
    hub.ec2.advance(5);
    let deleted = hub.ec2.call("DeleteTransitGatewayVpcAttachment", &pair[1..]);
    assert_eq!(deleted.text("transitGatewayVpcAttachment.state"), "deleting");
    for kind in ["Associations", "Propagations"] {
        let found = hub.ec2.call(&format!("GetTransitGatewayRouteTable{kind}"), table);
        assert!(!found.has("associations.item"), "{kind}");
        assert!(!found.has("transitGatewayRouteTablePropagations.item"), "{kind}");
    }
    let deleted = hub.ec2.call("DeleteTransitGatewayRouteTable", table);
    assert_eq!(deleted.text("transitGatewayRouteTable.state"), "deleting");
}

#[test]
fn a_gateway_of_a_new_account_has_twenty_tables() {
    let hub = Hub::of(Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() }));
    let tables: Vec<_> = (1..20).map(|_| table(&hub.ec2, &hub.gateway)).collect();
    let last = tables.last().unwrap();
    let form = [("TransitGatewayId", hub.gateway.as_str())];
    let (code, message) = hub.ec2.refused("CreateTransitGatewayRouteTable", &form);
    assert_eq!(code, "TransitGatewayRouteTableLimitExceeded");
    assert_eq!(message, "TransitGatewayRouteTable limit exceeded");
    let form = [("TransitGatewayRouteTableId", last.as_str())];
    hub.ec2.call("DeleteTransitGatewayRouteTable", &form);
    hub.ec2.advance(60);
    table(&hub.ec2, &hub.gateway);
}
