use super::super::support::Ec2;
use super::{pool, private_scope, provisioned};

#[test]
fn a_block_is_set_aside_and_released() {
    let ec2 = Ec2::new();
    let id = provisioned(&ec2, &private_scope(&ec2), "10.0.0.0/16", &[]);
    let form = [
        ("IpamPoolId", id.as_str()),
        ("NetmaskLength", "24"),
        ("Description", "for the office"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "ipam-pool-allocation"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "office"),
    ];
    let preview = [form[0], form[1], ("PreviewNextCidr", "true")];
    let next = ec2.call("AllocateIpamPoolCidr", &preview);
    assert_eq!(next.text("ipamPoolAllocation.cidr"), "10.0.0.0/24");
    assert!(!next.has("ipamPoolAllocation.ipamPoolAllocationId"));
    let made = ec2.call("AllocateIpamPoolCidr", &form);
    let again = ec2.call("AllocateIpamPoolCidr", &form);
    let made = made.at("ipamPoolAllocation").unwrap();
    assert_eq!(again.at("ipamPoolAllocation").unwrap(), made);
    let allocation = made.text("ipamPoolAllocationId");
    assert_eq!(allocation.len(), "ipam-pool-alloc-".len() + 33);
    for (path, value) in [
        ("cidr", "10.0.0.0/24"),
        ("description", "for the office"),
        ("resourceType", "custom"),
        ("resourceOwner", "000000000000"),
        ("tagSet.item.value", "office"),
    ] {
        assert_eq!(made.text(path), value, "{path}");
    }
    let by_id = [("IpamPoolId", id.as_str()), ("IpamPoolAllocationId", allocation)];
    let found = ec2.call("GetIpamPoolAllocations", &by_id);
    assert_eq!(found.at("ipamPoolAllocationSet.item").unwrap().children, made.children);
    let filter = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "off*")];
    let found = ec2.call("DescribeIpamPoolAllocations", &filter);
    assert_eq!(found.texts("ipamPoolAllocationSet.item.ipamPoolAllocationId"), [allocation]);
    let other = [("IpamPoolAllocationId", allocation), ("Description", "other")];
    let changed = ec2.call("ModifyIpamPoolAllocation", &other);
    assert_eq!(changed.text("ipamPoolAllocation.description"), "other");
    let found = ec2.call("DescribeIpamPoolAllocations", &[("IpamPoolAllocationId.1", allocation)]);
    assert_eq!(found.text("ipamPoolAllocationSet.item.description"), "other");
    let (code, message) = ec2.refused("ModifyIpamPoolAllocation", &other[..1]);
    assert_eq!(code, "InvalidParameterCombination");
    let nothing = "The request must contain a modification to the ipam pool allocation.";
    assert_eq!(message, nothing);

    let form = [by_id[0], by_id[1], ("Cidr", "10.0.0.0/24")];
    let released = ec2.call("ReleaseIpamPoolAllocation", &form);
    assert_eq!(released.text("success"), "true");
    let (code, message) = ec2.refused("ReleaseIpamPoolAllocation", &form);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = format!("No allocation found for 10.0.0.0/24 with the ID {allocation} in {id}");
    assert_eq!(message, expected);
    for (operation, form) in [
        ("GetIpamPoolAllocations", &by_id[..]),
        ("DescribeIpamPoolAllocations", &[("IpamPoolAllocationId.1", allocation)][..]),
        ("ModifyIpamPoolAllocation", &other[..]),
    ] {
        let (code, message) = ec2.refused(operation, form);
        assert_eq!(code, "InvalidIpamPoolAllocationId.NotFound");
        assert_eq!(message, format!("The IPAM pool allocation ({allocation}) does not exist."));
    }
    let two =
        [("IpamPoolAllocationId.1", allocation), ("IpamPoolAllocationId.2", "ipam-pool-alloc-1")];
    let (_, message) = ec2.refused("DescribeIpamPoolAllocations", &two);
    let both = format!("{allocation}, ipam-pool-alloc-1");
    assert_eq!(message, format!("The IPAM pool allocations ({both}) do not exist."));
}

#[test]
fn a_pool_gives_by_its_rules() {
    let ec2 = Ec2::new();
    let rules = [
        ("AllocationMinNetmaskLength", "20"),
        ("AllocationMaxNetmaskLength", "26"),
        ("AllocationDefaultNetmaskLength", "24"),
    ];
    let scope = private_scope(&ec2);
    let id = provisioned(&ec2, &scope, "10.0.0.0/20", &rules);
    let allocate = |more: &[(&str, &str)]| {
        let mut form = vec![("IpamPoolId", id.as_str())];
        form.extend(more);
        let made = ec2.ask("AllocateIpamPoolCidr", &form);
        made.map(|made| made.text("ipamPoolAllocation.cidr").to_owned())
    };
    assert_eq!(allocate(&[]).unwrap(), "10.0.0.0/24", "the default");
    assert_eq!(allocate(&[("Cidr", "10.0.2.0/24")]).unwrap(), "10.0.2.0/24");
    assert_eq!(allocate(&[]).unwrap(), "10.0.1.0/24");
    let but = [("DisallowedCidr.1", "10.0.3.0/24"), ("NetmaskLength", "25")];
    assert_eq!(allocate(&but).unwrap(), "10.0.4.0/25");
    let only = [("AllowedCidr.1", "10.0.8.0/21"), ("NetmaskLength", "22")];
    assert_eq!(allocate(&only).unwrap(), "10.0.8.0/22");

    let refused = |more: &[(&str, &str)], code: &str, message: &str| {
        let refusal = allocate(more).unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.message.as_str()), (code, message));
    };
    let value = "InvalidParameterValue";
    let big = "The allocation size is too big for the pool.";
    refused(&[("NetmaskLength", "16")], value, big);
    refused(&[("NetmaskLength", "20")], value, big);
    let small = "The allocation size is too small for the pool.";
    refused(&[("NetmaskLength", "27")], value, small);
    let parameter = "Value (10.0.2.0/25) for parameter cidr is invalid.";
    let message = format!("{parameter} It overlaps with an allocation of the pool.");
    refused(&[("Cidr", "10.0.2.0/25")], value, &message);
    let parameter = "Value (10.1.0.0/24) for parameter cidr is invalid.";
    let message = format!("{parameter} It is not within a CIDR that is provisioned to the pool.");
    refused(&[("Cidr", "10.1.0.0/24")], value, &message);
    let cidr = ("Cidr", "10.0.3.0/24");
    for (other, name, given) in [
        ("netmaskLength", "NetmaskLength", "24"),
        ("allowedCidr", "AllowedCidr.1", "10.0.0.0/20"),
        ("disallowedCidr", "DisallowedCidr.1", "10.0.0.0/20"),
    ] {
        let message = format!("The parameter cidr cannot be used with the parameter {other}");
        refused(&[cidr, (name, given)], "InvalidParameterCombination", &message);
    }
    let plain = pool(&ec2, &scope, &[]);
    let (code, message) = ec2.refused("AllocateIpamPoolCidr", &[("IpamPoolId", &plain)]);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The request cannot contain empty CIDR and Netmask Length for a pool with no \
                    default allocation netmask length set. Exactly one of them should be provided.";
    assert_eq!(message, expected);
}

#[test]
fn a_pool_gives_where_its_locale_is() {
    let ec2 = Ec2::new();
    let id = provisioned(&ec2, &private_scope(&ec2), "10.0.0.0/16", &[("Locale", "eu-west-1")]);
    let form = [("IpamPoolId", id.as_str()), ("NetmaskLength", "24")];
    let (code, message) = ec2.refused("AllocateIpamPoolCidr", &form);
    assert_eq!(code, "InvalidParameterValue");
    let parameter = format!("Value ({id}) for parameter ipamPoolId is invalid.");
    assert_eq!(message, format!("{parameter} The locale of the pool is eu-west-1."));
    let there = ec2.in_region("eu-west-1");
    let made = there.call("AllocateIpamPoolCidr", &form);
    let allocation = made.text("ipamPoolAllocation.ipamPoolAllocationId").to_owned();
    assert_eq!(made.text("ipamPoolAllocation.cidr"), "10.0.0.0/24");
    for seen in [&ec2, &there] {
        let found = seen.call("GetIpamPoolAllocations", &form[..1]);
        let ids = found.texts("ipamPoolAllocationSet.item.ipamPoolAllocationId");
        assert_eq!(ids, [&allocation]);
        assert_eq!(
            seen.call("GetIpamPoolCidrs", &form[..1]).texts("ipamPoolCidrSet.item.cidr"),
            ["10.0.0.0/16"]
        );
    }
    let other = [("IpamPoolAllocationId", allocation.as_str()), ("Description", "there")];
    there.call("ModifyIpamPoolAllocation", &other);
    let found = ec2.call("DescribeIpamPoolAllocations", &[]);
    assert_eq!(found.text("ipamPoolAllocationSet.item.description"), "there");
    let third = ec2.in_region("us-west-2");
    third.call("DescribeVpcs", &[]);
    assert_eq!(third.refused("AllocateIpamPoolCidr", &form).0, "InvalidIpamPoolId.NotFound");
    let unknown = third.refused("ModifyIpamPoolAllocation", &other).0;
    assert_eq!(unknown, "InvalidIpamPoolAllocationId.NotFound");
    let form = [form[0], ("Cidr", "10.0.0.0/24"), ("IpamPoolAllocationId", &allocation)];
    there.call("ReleaseIpamPoolAllocation", &form);
    assert!(!ec2.call("DescribeIpamPoolAllocations", &[]).has("ipamPoolAllocationSet.item"));
}

#[test]
fn what_a_pool_has_of_another_is_not_released_by_hand() {
    let ec2 = Ec2::new();
    let scope = private_scope(&ec2);
    let source = provisioned(&ec2, &scope, "10.0.0.0/8", &[]);
    provisioned(&ec2, &scope, "10.0.0.0/16", &[("SourceIpamPoolId", &source)]);
    let found = ec2.call("DescribeIpamPoolAllocations", &[]);
    let allocation = found.text("ipamPoolAllocationSet.item.ipamPoolAllocationId");
    let form = [
        ("IpamPoolId", source.as_str()),
        ("Cidr", "10.0.0.0/16"),
        ("IpamPoolAllocationId", allocation),
    ];
    let (code, message) = ec2.refused("ReleaseIpamPoolAllocation", &form);
    assert_eq!(code, "UnsupportedOperation");
    let first = "The operation ReleaseIpamPoolAllocation is not supported.";
    assert_eq!(message, format!("{first} {allocation} is not a custom allocation."));
    let form = [("IpamPoolId", source.as_str()), ("Cidr", "10.0.0.0/8")];
    ec2.call("DeprovisionIpamPoolCidr", &form);
    let not_valid = format!("The specified action is not valid for {source}.");
    let reason = "There are one or more pool cidrs provisioned in the pool.";
    let (_, message) = ec2.refused("DeleteIpamPool", &form[..1]);
    assert_eq!(message, format!("{not_valid} {reason}"));
}
