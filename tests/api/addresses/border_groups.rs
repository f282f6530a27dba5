//! Addresses of Local Zones, and who takes them.

use super::described;
use crate::support::Ec2;

/// Opted in to a group, with a VPC that has a way out and a subnet in the zone.
struct Local {
    ec2: Ec2,
    subnet: String,
}

impl Local {
    fn new(region: &str, group: &str, zone: &str) -> Self {
        let ec2 = Ec2::new().in_region(region);
        let opt_in = [("GroupName", group), ("OptInStatus", "opted-in")];
        ec2.call("ModifyAvailabilityZoneGroup", &opt_in);
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        let vpc = ("VpcId", vpc.text("vpc.vpcId"));
        let gateway = ec2.call("CreateInternetGateway", &[]);
        let gateway = ("InternetGatewayId", gateway.text("internetGateway.internetGatewayId"));
        ec2.call("AttachInternetGateway", &[vpc, gateway]);
        let form = [vpc, ("CidrBlock", "10.0.0.0/24"), ("AvailabilityZone", zone)];
        let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
        Self { ec2, subnet }
    }

    fn address(&self, group: &str) -> String {
        let made = self.ec2.call("AllocateAddress", &[("NetworkBorderGroup", group)]);
        assert_eq!(made.text("networkBorderGroup"), group);
        made.text("allocationId").to_owned()
    }
}

#[test]
fn an_address_of_a_local_zone_comes_and_goes() {
    let local = Local::new("us-west-2", "us-west-2-lax-1", "us-west-2-lax-1a");
    let ec2 = &local.ec2;
    let id = local.address("us-west-2-lax-1");
    let own = local.address("us-west-2");
    let address = described(ec2, &id);
    assert_eq!(address.text("networkBorderGroup"), "us-west-2-lax-1");
    let filter =
        [("Filter.1.Name", "network-border-group"), ("Filter.1.Value.1", "us-west-2-lax-1")];
    let found = ec2.call("DescribeAddresses", &filter);
    assert_eq!(found.texts("addressesSet.item.allocationId"), [&id]);

    let interface = ec2.call("CreateNetworkInterface", &[("SubnetId", &local.subnet)]);
    let interface = interface.text("networkInterface.networkInterfaceId");
    let to = ("NetworkInterfaceId", interface);
    let refusal = ec2.refused("AssociateAddress", &[("AllocationId", &own), to]);
    let words = "Elastic IP and network interface belong in different network border groups.";
    assert_eq!(refusal, ("OperationNotPermitted".to_owned(), words.to_owned()));
    let association = ec2.call("AssociateAddress", &[("AllocationId", &id), to]);
    let association = ("AssociationId", association.text("associationId"));
    ec2.call("DisassociateAddress", &[association]);

    let public = address.text("publicIp");
    let (code, message) = ec2.refused("ReleaseAddress", &[("AllocationId", &id)]);
    assert_eq!(code, "InvalidAddress.NotFound");
    assert_eq!(message, format!("Address '{public}' not found."));
    let group = ("NetworkBorderGroup", "us-west-2-lax-1");
    ec2.call("ReleaseAddress", &[("AllocationId", &id), group]);
    let again = [("Address", public), ("NetworkBorderGroup", "us-west-2")];
    assert_eq!(ec2.refused("AllocateAddress", &again).0, "InvalidAddress.NotFound");
    let again = ec2.call("AllocateAddress", &again[..1]);
    assert_eq!(again.text("networkBorderGroup"), "us-west-2-lax-1");
}

#[test]
fn an_address_keeps_its_group_with_another_account() {
    let local = Local::new("us-west-2", "us-west-2-lax-1", "us-west-2-lax-1a");
    let id = local.address("us-west-2-lax-1");
    let offer = [("AllocationId", id.as_str()), ("TransferAccountId", "111111111111")];
    local.ec2.call("EnableAddressTransfer", &offer);
    let public = described(&local.ec2, &id).text("publicIp").to_owned();
    let other = local.ec2.as_account("111111111111");
    let taken = other.call("AcceptAddressTransfer", &[("Address", &public)]);
    let taken = described(&other, taken.text("addressTransfer.allocationId"));
    assert_eq!(taken.text("networkBorderGroup"), "us-west-2-lax-1");
}

#[test]
fn a_group_takes_an_opt_in() {
    let ec2 = Ec2::new();
    let group = [("NetworkBorderGroup", "us-east-1-bos-1")];
    let refusal = ec2.refused("AllocateAddress", &group);
    assert_eq!(refusal, ("InvalidParameterValue".to_owned(), "us-east-1-bos-1".to_owned()));
    let opt_in = [("GroupName", "us-east-1-bos-1"), ("OptInStatus", "opted-in")];
    ec2.call("ModifyAvailabilityZoneGroup", &opt_in);
    ec2.call("AllocateAddress", &group);
    let opt_in = [("GroupName", "us-east-1-wl1"), ("OptInStatus", "opted-in")];
    ec2.call("ModifyAvailabilityZoneGroup", &opt_in);
    let carriers = [("NetworkBorderGroup", "us-east-1-wl1-bos-wlz-1")];
    let (code, message) = ec2.refused("AllocateAddress", &carriers);
    assert_eq!(code, "UnsupportedOperation");
    let words = "parlel-ec2 does not emulate carrier IP addresses: us-east-1-wl1-bos-wlz-1.";
    assert_eq!(message, words);
}

#[test]
fn a_nat_gateway_takes_an_address_of_its_zone() {
    let local = Local::new("us-west-2", "us-west-2-lax-1", "us-west-2-lax-1a");
    let id = local.address("us-west-2-lax-1");
    let own = local.address("us-west-2");
    let create = |allocation: &str, more: &[(&str, &str)]| {
        let form = [("SubnetId", local.subnet.as_str()), ("AllocationId", allocation)];
        local.ec2.ask("CreateNatGateway", &[&form, more].concat())
    };
    let primary = create(&own, &[]).unwrap_err();
    assert_eq!(primary.code, "OperationNotPermitted");
    let words = "Primary elastic IP and subnet belong in different network border groups.";
    assert_eq!(primary.message, words);
    let secondary = create(&id, &[("SecondaryAllocationId.1", &own)]).unwrap_err();
    assert_eq!(secondary.code, "OperationNotPermitted");
    let words = "Secondary elastic IP and subnet belong in different network border groups.";
    assert_eq!(secondary.message, words);
    let made = create(&id, &[]).unwrap();
    let more = [("NatGatewayId", made.text("natGateway.natGatewayId")), ("AllocationId.1", &own)];
    let refusal = local.ec2.refused("AssociateNatGatewayAddress", &more);
    assert_eq!(refusal, ("OperationNotPermitted".to_owned(), words.to_owned()));
}

#[test]
fn not_every_zone_has_nat_gateways() {
    let boston = Local::new("us-east-1", "us-east-1-bos-1", "us-east-1-bos-1a");
    let form = [("SubnetId", boston.subnet.as_str()), ("ConnectivityType", "private")];
    let refusal = boston.ec2.refused("CreateNatGateway", &form);
    let words = "Nat Gateway is not available in this availability zone";
    assert_eq!(refusal, ("NotAvailableInZone".to_owned(), words.to_owned()));
    let phoenix = Local::new("us-west-2", "us-west-2-phx-2", "us-west-2-phx-2a");
    let form = [("SubnetId", phoenix.subnet.as_str()), form[1]];
    phoenix.ec2.call("CreateNatGateway", &form);
    let wavelength = Local::new("us-east-1", "us-east-1-wl1", "us-east-1-wl1-bos-wlz-1");
    let form = [("SubnetId", wavelength.subnet.as_str()), form[1]];
    assert_eq!(wavelength.ec2.refused("CreateNatGateway", &form).0, "NotAvailableInZone");
}
