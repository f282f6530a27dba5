use super::allocate;
use crate::support::Ec2;

#[test]
fn an_address_that_was_the_accounts_can_be_had_again() {
    let ec2 = Ec2::new();
    let (id, public) = allocate(&ec2);
    let again = |more: &[(&str, &str)]| {
        ec2.ask("AllocateAddress", &[&[("Address", public.as_str())], more].concat())
    };
    let not_found =
        format!("The Elastic IP address '{public}' does not exist or is not available.");
    let held = again(&[]).unwrap_err();
    assert_eq!((held.code.as_str(), &held.message), ("InvalidAddress.NotFound", &not_found));
    ec2.call("ReleaseAddress", &[("AllocationId", &id)]);
    for pool in ["ipv4pool-ec2-1", "amazon"] {
        let both = again(&[("PublicIpv4Pool", pool)]).unwrap_err();
        assert_eq!(both.code, "InvalidParameterCombination");
        let expected = "The parameter PublicIpv4Pool cannot be used with the parameter Address";
        assert_eq!(both.message, expected);
    }
    let other = ec2.as_account("111111111111");
    let never = other.refused("AllocateAddress", &[("Address", &public)]);
    assert_eq!(never, ("InvalidAddress.NotFound".to_owned(), not_found));

    let made = again(&[]).unwrap();
    assert_eq!(made.text("publicIp"), public);
    assert_ne!(made.text("allocationId"), id);
    assert_eq!(again(&[]).unwrap_err().code, "InvalidAddress.NotFound");
    ec2.call("ReleaseAddress", &[("AllocationId", made.text("allocationId"))]);
    again(&[]).unwrap();
}

#[test]
fn an_address_is_offered_to_another_account() {
    let ec2 = Ec2::new();
    let ((id, public), (other, _)) = (allocate(&ec2), allocate(&ec2));
    let form = [("AllocationId", id.as_str()), ("TransferAccountId", "111111111111")];
    let enabled = ec2.call("EnableAddressTransfer", &form);
    for (member, value) in [
        ("publicIp", public.as_str()),
        ("allocationId", &id),
        ("transferAccountId", "111111111111"),
        ("transferOfferExpirationTimestamp", "2026-02-07T12:00:00.000Z"),
        ("addressTransferStatus", "pending"),
    ] {
        assert_eq!(enabled.text(&format!("addressTransfer.{member}")), value);
    }
    let offers = |form: &[(&str, &str)]| {
        let found = ec2.call("DescribeAddressTransfers", form);
        let ids = found.texts("addressTransferSet.item.allocationId");
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(offers(&[]), std::slice::from_ref(&id));
    let both = [("AllocationId.1", id.as_str()), ("AllocationId.2", &other)];
    assert_eq!(offers(&both), std::slice::from_ref(&id));
    assert!(offers(&both[1..]).is_empty());

    let disabled = ec2.call("DisableAddressTransfer", &form[..1]);
    assert_eq!(disabled.text("addressTransfer.addressTransferStatus"), "disabled");
    assert_eq!(disabled.text("addressTransfer.publicIp"), public);
    assert!(offers(&[]).is_empty());
    ec2.call("EnableAddressTransfer", &form);
    ec2.advance(7 * 24 * 60 * 60 - 1);
    assert_eq!(offers(&[]).len(), 1);
    ec2.advance(1);
    assert!(offers(&[]).is_empty(), "an offer holds for seven days");
}

#[test]
fn what_cannot_be_offered() {
    let ec2 = Ec2::new();
    let (id, _) = allocate(&ec2);
    let unknown = "eipalloc-0123456789abcdef0";
    let not_found = (
        "InvalidAllocationID.NotFound".to_owned(),
        format!("The allocation ID '{unknown}' does not exist"),
    );
    let account = ("TransferAccountId", "111111111111");
    let form = [("AllocationId", unknown), account];
    assert_eq!(ec2.refused("EnableAddressTransfer", &form), not_found);
    assert_eq!(ec2.refused("DisableAddressTransfer", &form[..1]), not_found);
    let form = [("AllocationId.1", unknown)];
    assert_eq!(ec2.refused("DescribeAddressTransfers", &form), not_found);
    for (account, reason) in [
        ("1111", "Expecting the 12 digits of an account ID."),
        ("000000000000", "The address is already allocated to this account."),
    ] {
        let form = [("AllocationId", id.as_str()), ("TransferAccountId", account)];
        let (code, message) = ec2.refused("EnableAddressTransfer", &form);
        assert_eq!(code, "InvalidParameterValue");
        let expected =
            format!("Value ({account}) for parameter transferAccountId is invalid. {reason}");
        assert_eq!(message, expected);
    }
    assert!(!ec2.call("DescribeAddressTransfers", &[]).has("addressTransferSet.item"));
}

#[test]
fn the_other_account_takes_an_address_up() {
    let ec2 = Ec2::new();
    let (id, public) = allocate(&ec2);
    let other = ec2.as_account("111111111111");
    let accept = [("Address", public.as_str())];
    let none = (
        "InvalidTransfer.NotFound".to_owned(),
        format!("There is no pending transfer of the address '{public}'."),
    );
    assert_eq!(other.refused("AcceptAddressTransfer", &accept), none);
    let offer = [("AllocationId", id.as_str()), ("TransferAccountId", "111111111111")];
    ec2.call("EnableAddressTransfer", &offer);
    let third = ec2.as_account("222222222222");
    assert_eq!(third.refused("AcceptAddressTransfer", &accept), none);
    ec2.advance(7 * 24 * 60 * 60);
    assert_eq!(other.refused("AcceptAddressTransfer", &accept), none);
    ec2.call("EnableAddressTransfer", &offer);

    let tags = [
        ("TagSpecification.1.ResourceType", "elastic-ip"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "theirs"),
    ];
    let taken = other.call("AcceptAddressTransfer", &[&accept[..], &tags].concat());
    let taken = taken.at("addressTransfer").unwrap();
    assert_eq!(taken.text("publicIp"), public);
    assert_eq!(taken.text("addressTransferStatus"), "accepted");
    assert_eq!(taken.text("transferAccountId"), "111111111111");
    assert_eq!(taken.text("transferOfferAcceptedTimestamp"), "2026-02-07T12:00:00.000Z");
    let expires = "2026-02-14T12:00:00.000Z";
    assert_eq!(taken.text("transferOfferExpirationTimestamp"), expires);
    let theirs = other.call("DescribeAddresses", &[]);
    assert_eq!(theirs.text("addressesSet.item.publicIp"), public);
    assert_eq!(theirs.text("addressesSet.item.allocationId"), taken.text("allocationId"));
    assert_eq!(theirs.text("addressesSet.item.tagSet.item.value"), "theirs");
    assert!(!ec2.call("DescribeAddresses", &[]).has("addressesSet.item"));
    let transfers = || ec2.call("DescribeAddressTransfers", &[("AllocationId.1", &id)]);
    assert_eq!(transfers().text("addressTransferSet.item.addressTransferStatus"), "accepted");
    assert_eq!(transfers().text("addressTransferSet.item.publicIp"), public);
    let member = "addressTransferSet.item.transferOfferExpirationTimestamp";
    assert_eq!(transfers().text(member), expires);
    ec2.advance(14 * 24 * 60 * 60);
    assert!(!ec2.call("DescribeAddressTransfers", &[]).has("addressTransferSet.item"));
}

#[test]
fn an_address_in_use_stays() {
    let ec2 = Ec2::new();
    let (id, public) = allocate(&ec2);
    let other = ec2.as_account("111111111111");
    let offer = [("AllocationId", id.as_str()), ("TransferAccountId", "111111111111")];
    ec2.call("EnableAddressTransfer", &offer);
    let instance = crate::instances::launch_one(&ec2, &[]);
    let form = [("AllocationId", id.as_str()), ("InstanceId", &instance)];
    let association = ec2.call("AssociateAddress", &form).text("associationId").to_owned();
    let refused = |code: &str, words: String| {
        let refusal = other.refused("AcceptAddressTransfer", &[("Address", &public)]);
        assert_eq!(refusal, (code.to_owned(), words));
    };
    let words = format!(
        "The address with allocation id [{id}] cannot be transferred because it is associated."
    );
    refused("InvalidTransfer.AddressAssociated", words);
    ec2.call("DisassociateAddress", &[("AssociationId", &association)]);
    let name = [("AllocationId", id.as_str()), ("DomainName", "mail.example.com.")];
    ec2.call("ModifyAddressAttribute", &name);
    let words = format!(
        "The address with allocation id [{id}] cannot be transferred because it has a PTR record \
         set."
    );
    refused("InvalidTransfer.AddressCustomPtrSet", words);
}
