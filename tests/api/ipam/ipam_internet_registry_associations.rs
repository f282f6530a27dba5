use super::super::support::Ec2;
use super::ipam;

const KIND: &str = "ipamInternetRegistryAssociation";
const ID: &str = "IpamInternetRegistryAssociationId";
const SET: &str = "ipamInternetRegistryAssociationSet.item";
const PARENT: [(&str, &str); 5] = [
    ("RpkiVersion", "1"),
    ("ServiceUri", "https://rpki.example.net/up-down"),
    ("ChildHandle", "child"),
    ("ParentHandle", "parent"),
    ("ParentBpkiTa", "-----BEGIN CERTIFICATE-----"),
];

fn not_found(id: &str) -> (String, String) {
    let message = format!("The ipam-internet-registry-association ID '{id}' does not exist");
    ("InvalidIpamInternetRegistryAssociationId.NotFound".to_owned(), message)
}

fn in_state(id: &str, state: &str) -> (String, String) {
    let message = format!("The internet registry association {id} is in the state {state}.");
    ("IncorrectState".to_owned(), message)
}

fn associated(ec2: &Ec2) -> String {
    let made = ipam(ec2);
    let form = [
        ("IpamId", made.text("ipamId")),
        ("Rir", "ripe"),
        ("OrganizationHandle", "ORG-EX1-RIPE"),
        ("Description", "ours"),
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "ipam-internet-registry-association"),
        ("TagSpecification.1.Tag.1.Key", "Team"),
        ("TagSpecification.1.Tag.1.Value", "net"),
    ];
    let made = ec2.call("CreateIpamInternetRegistryAssociation", &form);
    let again = ec2.call("CreateIpamInternetRegistryAssociation", &form);
    let id = made.text(&format!("{KIND}.ipamInternetRegistryAssociationId"));
    assert_eq!(again.text(&format!("{KIND}.ipamInternetRegistryAssociationId")), id);
    id.to_owned()
}

#[test]
fn nobody_reaches_a_registry() {
    let ec2 = Ec2::with_aws_lifecycle();
    let id = associated(&ec2);
    let by_id = (ID, id.as_str());
    let list = [("IpamInternetRegistryAssociationId.1", id.as_str())];
    let shown = |path: &str| {
        let found = ec2.call("DescribeIpamInternetRegistryAssociations", &list);
        found.at(&format!("{SET}.{path}")).map(|it| it.text.clone())
    };
    let arn = format!("arn:aws:ec2::000000000000:ipam-internet-registry-association/{id}");
    for (member, value) in [
        ("ownerId", "000000000000"),
        ("ipamInternetRegistryAssociationArn", arn.as_str()),
        ("ipamRegion", "us-east-1"),
        ("rir", "ripe"),
        ("organizationHandle", "ORG-EX1-RIPE"),
        ("description", "ours"),
        ("state", "create-in-progress"),
        ("tagSet.item.value", "net"),
    ] {
        assert_eq!(shown(member).as_deref(), Some(value), "{member}");
    }
    assert!(shown("childRequestXml").is_none() && shown("stateMessage").is_none());
    let enable = [&[by_id], &PARENT[..]].concat();
    let enabled = || ec2.refused("EnableIpamInternetRegistryAssociation", &enable);
    assert_eq!(enabled(), in_state(&id, "create-in-progress"));
    ec2.advance(60);
    assert_eq!(shown("state").as_deref(), Some("pending-enable"));
    let child = shown("childRequestXml").unwrap();
    let beginning = format!(
        "<child_request xmlns=\"http://www.hactrn.net/uris/rpki/rpki-setup/\" version=\"1\" \
         child_handle=\"{id}\"><child_bpki_ta>MII"
    );
    assert!(child.starts_with(&beginning), "{child}");
    let answer = ec2.call("EnableIpamInternetRegistryAssociation", &enable);
    assert_eq!(answer.text(&format!("{KIND}.state")), "enable-in-progress");
    assert_eq!(enabled(), in_state(&id, "enable-in-progress"));
    ec2.advance(120);
    assert_eq!(shown("state").as_deref(), Some("enable-failed"));
    let message = shown("stateMessage");
    assert_eq!(message.as_deref(), Some("The internet registry could not be reached."));
    // It may be tried again.
    ec2.call("EnableIpamInternetRegistryAssociation", &enable);
    let left = ec2.call("DeleteIpamInternetRegistryAssociation", &[by_id]);
    assert_eq!(left.text(&format!("{KIND}.state")), "delete-in-progress");
    let delete = || ec2.refused("DeleteIpamInternetRegistryAssociation", &[by_id]);
    assert_eq!(delete(), not_found(&id));
    ec2.advance(60);
    assert_eq!(delete(), not_found(&id));
    assert!(!ec2.call("DescribeIpamInternetRegistryAssociations", &[]).has(SET));
}

#[test]
fn nothing_was_observed_at_a_registry() {
    let ec2 = Ec2::new();
    let id = associated(&ec2);
    for (operation, set) in [
        ("GetIpamInternetRegistryAssociationAsns", "ipamInternetRegistryAssociationAsnSet"),
        ("GetIpamInternetRegistryAssociationCidrs", "ipamInternetRegistryAssociationCidrSet"),
    ] {
        let found = ec2.call(operation, &[(ID, &id), ("MaxResults", "5")]);
        assert!(found.has(set) && !found.has(&format!("{set}.item")), "{found:?}");
        let filter = [("Filter.1.Name", "asn"), ("Filter.1.Value.1", "65")];
        let (code, message) = ec2.refused(operation, &[&[(ID, id.as_str())], &filter[..]].concat());
        assert_eq!((&*code, &*message), ("InvalidParameterValue", "The filter 'asn' is invalid"));
        let gone = "ipam-int-reg-assoc-0123456789abcdef0";
        assert_eq!(ec2.refused(operation, &[(ID, gone)]), not_found(gone));
    }
}

#[test]
fn no_registration_is_made_without_a_registry() {
    let ec2 = Ec2::new();
    let id = associated(&ec2);
    let by_id = (ID, id.as_str());
    let prefix = ("Cidr", "203.0.113.0/24");
    let policy = [by_id, prefix, ("Asn.1", "65"), ("MaxLength", "24"), ("Force", "true")];
    let delta = [by_id, ("DeltaJson", "{}")];
    let asked = || {
        [
            ec2.refused("CreateIpamRoutingPolicyRegistration", &policy),
            ec2.refused("ModifyIpamRoutingPolicyRegistration", &policy),
            ec2.refused("BatchModifyIpamRoutingPolicyRegistrations", &delta),
            ec2.refused("DeleteIpamRoutingPolicyRegistration", &[by_id, prefix]),
        ]
    };
    assert!(asked().iter().all(|refused| *refused == in_state(&id, "pending-enable")));
    ec2.call("EnableIpamInternetRegistryAssociation", &[&[by_id], &PARENT[..]].concat());
    assert!(asked().iter().all(|refused| *refused == in_state(&id, "enable-failed")));
    for (operation, set) in [
        ("GetIpamRoutingPolicyRegistrations", "ipamRoutingPolicyRegistrationSet"),
        ("GetIpamRoutingPolicyRegistrationDeltas", "ipamRoutingPolicyRegistrationDeltaSet"),
        ("GetIpamRouteOriginAuthorizations", "ipamRouteOriginAuthorizationSet"),
    ] {
        let found = ec2.call(operation, &[by_id]);
        assert!(found.has(set) && !found.has(&format!("{set}.item")), "{found:?}");
        let gone = "ipam-int-reg-assoc-0123456789abcdef0";
        assert_eq!(ec2.refused(operation, &[(ID, gone)]), not_found(gone));
        let token = ec2.refused(operation, &[by_id, ("NextToken", "x")]);
        assert_eq!(token.0, "InvalidNextToken");
    }
}

#[test]
fn the_free_tier_has_none() {
    let ec2 = Ec2::new();
    let made = ec2.call("CreateIpam", &[("Tier", "free")]);
    let form =
        [("IpamId", made.text("ipam.ipamId")), ("Rir", "arin"), ("OrganizationHandle", "EX")];
    let (code, message) = ec2.refused("CreateIpamInternetRegistryAssociation", &form);
    assert_eq!(code, "UnsupportedOperation");
    let expected = "The operation CreateIpamInternetRegistryAssociation is not supported. The Free \
                    Tier of IPAM has no internet registry associations.";
    assert_eq!(message, expected);
}
