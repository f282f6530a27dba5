use crate::instances::{found, launch_one, shown};
use crate::support::{Ec2, Xml};

const ARN: &str = "arn:aws:iam::000000000000:instance-profile/web";
const ANSWER: &str = "iamInstanceProfileAssociation";
const LISTED: &str = "iamInstanceProfileAssociationSet.item";

fn associate(ec2: &Ec2, instance: &str, profile: &str) -> Xml {
    let request = [("InstanceId", instance), ("IamInstanceProfile.Name", profile)];
    ec2.call("AssociateIamInstanceProfile", &request).at(ANSWER).unwrap().clone()
}

fn of_instance(ec2: &Ec2, instance: &str) -> Xml {
    let filter = [("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", instance)];
    ec2.call("DescribeIamInstanceProfileAssociations", &filter)
}

#[test]
fn an_instance_gets_a_profile_another_and_none() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[]);
    assert!(!of_instance(&ec2, &instance).has(LISTED));
    let made = associate(&ec2, &instance, "web");
    let id = made.text("associationId").to_owned();
    assert!(id.starts_with("iip-assoc-0") && id.len() == 27, "{id}");
    assert_eq!(made.text("instanceId"), instance);
    assert_eq!(made.text("iamInstanceProfile.arn"), ARN);
    assert_eq!(made.text("state"), "associated");
    assert!(!made.has("timestamp"));
    let profile = shown(&ec2, &instance);
    assert_eq!(profile.text("iamInstanceProfile.arn"), ARN);
    assert_eq!(profile.text("iamInstanceProfile.id"), made.text("iamInstanceProfile.id"));
    assert_eq!(found(&ec2, "iam-instance-profile.arn", ARN), std::slice::from_ref(&instance));

    let again = [("InstanceId", instance.as_str()), ("IamInstanceProfile.Name", "db")];
    let (code, message) = ec2.refused("AssociateIamInstanceProfile", &again);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("There is an existing association for instance {instance}"));

    let request = [("AssociationId", id.as_str()), ("IamInstanceProfile.Name", "db")];
    let other = ec2.call("ReplaceIamInstanceProfileAssociation", &request);
    let other = other.text("iamInstanceProfileAssociation.associationId").to_owned();
    assert_ne!(other, id);
    assert!(shown(&ec2, &instance).text("iamInstanceProfile.arn").ends_with("/db"));
    assert!(found(&ec2, "iam-instance-profile.arn", ARN).is_empty());
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    let replace = [("AssociationId", other.as_str()), ("IamInstanceProfile.Name", "web")];
    let (code, message) = ec2.refused("ReplaceIamInstanceProfileAssociation", &replace);
    assert_eq!(code, "IncorrectState");
    assert_eq!(message, format!("The association {other} is not the active association"));
    let (code, message) = ec2.refused("ReplaceIamInstanceProfileAssociation", &request);
    assert_eq!(code, "InvalidAssociationID.NotFound");
    assert_eq!(message, format!("An invalid association-id of '{id}' was given"));

    let ending = [("AssociationId", other.as_str())];
    let ended = ec2.call("DisassociateIamInstanceProfile", &ending);
    assert_eq!(ended.text("iamInstanceProfileAssociation.state"), "disassociated");
    assert_eq!(
        ec2.refused("DisassociateIamInstanceProfile", &ending).0,
        "InvalidAssociationID.NotFound"
    );
    assert!(!shown(&ec2, &instance).has("iamInstanceProfile"));
    assert!(!of_instance(&ec2, &instance).has(LISTED));
}

#[test]
fn a_launch_with_a_profile_has_an_association() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[("IamInstanceProfile.Name", "web")]);
    let listed = of_instance(&ec2, &instance);
    let id = listed.text(&format!("{LISTED}.associationId")).to_owned();
    assert_eq!(listed.text(&format!("{LISTED}.iamInstanceProfile.arn")), ARN);
    launch_one(&ec2, &[("IamInstanceProfile.Name", "db")]);
    let ids = [("AssociationId.1", id.as_str())];
    let by_id = ec2.call("DescribeIamInstanceProfileAssociations", &ids);
    assert_eq!(by_id.texts(&format!("{LISTED}.instanceId")), [instance.as_str()]);
    let by_state = [("Filter.1.Name", "state"), ("Filter.1.Value.1", "associated")];
    let by_state = ec2.call("DescribeIamInstanceProfileAssociations", &by_state);
    assert_eq!(by_state.texts(&format!("{LISTED}.associationId")).len(), 2);

    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    assert!(!of_instance(&ec2, &instance).has(LISTED));
    assert_eq!(
        ec2.refused("DescribeIamInstanceProfileAssociations", &ids).0,
        "InvalidAssociationID.NotFound"
    );
    assert!(found(&ec2, "iam-instance-profile.arn", ARN).is_empty());
}

#[test]
fn what_cannot_be_associated() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[]);
    for (instance, profile, code) in [
        ("i-0123456789abcdef0", "web", "InvalidInstanceID.NotFound"),
        ("web", "web", "InvalidInstanceID.Malformed"),
        (instance.as_str(), "not a name", "InvalidParameterValue"),
    ] {
        let request = [("InstanceId", instance), ("IamInstanceProfile.Name", profile)];
        assert_eq!(ec2.refused("AssociateIamInstanceProfile", &request).0, code);
    }
    let nothing = [("InstanceId", instance.as_str())];
    assert_eq!(ec2.refused("AssociateIamInstanceProfile", &nothing).0, "MissingParameter");
    let empty = [("InstanceId", instance.as_str()), ("IamInstanceProfile.Name", "web")];
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    let (code, message) = ec2.refused("AssociateIamInstanceProfile", &empty);
    assert_eq!(code, "IncorrectInstanceState");
    assert_eq!(
        message,
        format!("The instance '{instance}' is not in the 'running' or 'stopped' states.")
    );
    for (id, code) in [
        ("iip-assoc-0123456789abcdef0", "InvalidAssociationID.NotFound"),
        ("web", "InvalidParameterValue"),
    ] {
        let request = [("AssociationId", id)];
        assert_eq!(ec2.refused("DisassociateIamInstanceProfile", &request).0, code);
    }
    let other = [("AssociationId", instance.as_str()), ("IamInstanceProfile.Name", "web")];
    let (code, message) = ec2.refused("ReplaceIamInstanceProfileAssociation", &other);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value for associationId.");
    let instance = launch_one(&ec2, &[]);
    let both = [
        ("InstanceId", instance.as_str()),
        ("IamInstanceProfile.Name", "web"),
        ("IamInstanceProfile.Arn", ARN),
    ];
    let (code, message) = ec2.refused("AssociateIamInstanceProfile", &both);
    assert_eq!(code, "InvalidParameterCombination");
    assert_eq!(
        message,
        "The parameter 'iamInstanceProfile.name' may not be used in combination with \
         'iamInstanceProfile.arn'"
    );
    let role = "arn:aws:iam::000000000000:role/web";
    let wrong = [("InstanceId", instance.as_str()), ("IamInstanceProfile.Arn", role)];
    let (code, message) = ec2.refused("AssociateIamInstanceProfile", &wrong);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        format!(
            "Value ({role}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance \
             Profile ARN"
        )
    );
}

#[test]
fn a_stopped_instance_loses_its_profile_at_once() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[("IamInstanceProfile.Name", "web")]);
    let id = of_instance(&ec2, &instance).text(&format!("{LISTED}.associationId")).to_owned();
    ec2.advance(60);
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    let ended = ec2.call("DisassociateIamInstanceProfile", &[("AssociationId", &id)]);
    assert_eq!(ended.text("iamInstanceProfileAssociation.state"), "disassociating");
    assert!(!of_instance(&ec2, &instance).has(LISTED));
    assert!(!shown(&ec2, &instance).has("iamInstanceProfile"));
    assert_eq!(associate(&ec2, &instance, "db").text("state"), "associating");
}

#[test]
fn in_the_aws_lifecycle_an_association_takes_its_time() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[]);
    let request = [("InstanceId", instance.as_str()), ("IamInstanceProfile.Name", "web")];
    assert_eq!(ec2.refused("AssociateIamInstanceProfile", &request).0, "IncorrectInstanceState");
    ec2.advance(60);
    let made = associate(&ec2, &instance, "web");
    assert_eq!(made.text("state"), "associating");
    ec2.advance(10);
    let state = format!("{LISTED}.state");
    assert_eq!(of_instance(&ec2, &instance).text(&state), "associated");
    let ending = [("AssociationId", made.text("associationId"))];
    let ended = ec2.call("DisassociateIamInstanceProfile", &ending);
    assert_eq!(ended.text("iamInstanceProfileAssociation.state"), "disassociating");
    assert_eq!(of_instance(&ec2, &instance).text(&state), "disassociating");
    let replace = [ending[0], ("IamInstanceProfile.Name", "db")];
    let (code, message) = ec2.refused("ReplaceIamInstanceProfileAssociation", &replace);
    assert_eq!(code, "IncorrectState");
    let id = made.text("associationId");
    assert_eq!(message, format!("The association {id} is not the active association"));
    assert_eq!(
        ec2.refused("DisassociateIamInstanceProfile", &ending).0,
        "InvalidAssociationID.NotFound"
    );
    ec2.advance(10);
    assert!(!of_instance(&ec2, &instance).has(LISTED));
    assert!(!shown(&ec2, &instance).has("iamInstanceProfile"));
}
