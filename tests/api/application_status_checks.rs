//! Application status checks: what they are, for which instances, and what is told of these.

use crate::instances::{launch_one, shown as shown_instance};
use crate::support::{Ec2, Xml};
use parlel_ec2::{Config, QuotasArg};

const CREATE: &str = "CreateApplicationStatusCheck";
const MODIFY: &str = "ModifyApplicationStatusCheck";
const DELETE: &str = "DeleteApplicationStatusCheck";
const DESCRIBE: &str = "DescribeApplicationStatusChecks";
const ASSOCIATE: &str = "AssociateApplicationStatusCheck";
const DISASSOCIATE: &str = "DisassociateApplicationStatusCheck";
const ASSOCIATIONS: &str = "DescribeApplicationStatusCheckAssociations";
const STATUS: &str = "DescribeApplicationStatus";
const ENABLE: &str = "EnableApplicationStatusCheckSuppression";
const DISABLE: &str = "DisableApplicationStatusCheckSuppression";

const HTTP: [(&str, &str); 2] = [("Protocol", "http"), ("Port", "8080")];
const KEY: &str = "TargetTagAssociation.1.Key";
const VALUE: &str = "TargetTagAssociation.1.Value";
const NOW: &str = "2026-01-31T12:00:00.000Z";

fn is(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

fn check(ec2: &Ec2, form: &[(&str, &str)]) -> String {
    let made = ec2.call(CREATE, &[&HTTP[..], form].concat());
    made.text("applicationStatusCheck.applicationStatusCheckId").to_owned()
}

fn of<'a>(id: &'a str, form: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("ApplicationStatusCheckId", id)], form].concat()
}

fn listed(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call(DESCRIBE, form);
    found.all_at("applicationStatusCheckSet.item").into_iter().cloned().collect()
}

fn associations(ec2: &Ec2, form: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call(ASSOCIATIONS, form);
    found.all_at("associationSet.item").into_iter().cloned().collect()
}

/// What is told of the only instance.
fn status(ec2: &Ec2) -> Xml {
    let found = ec2.call(STATUS, &[]);
    found.at("applicationStatusesResponseType.instanceSet.item.applicationStatus").unwrap().clone()
}

fn missing(id: &str) -> (String, String) {
    is(
        "InvalidApplicationStatusCheckID.NotFound",
        format!("The applicationStatusCheck ID '{id}' does not exist"),
    )
}

#[test]
fn a_check_lives_from_create_to_delete() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let form = [
            ("TagSpecification.1.ResourceType", "application-status-check"),
            ("TagSpecification.1.Tag.1.Key", "Team"),
            ("TagSpecification.1.Tag.1.Value", "one"),
            ("ClientToken", "token"),
        ];
        let id = check(&ec2, &form);
        assert!(id.starts_with("asc-0"), "{id}");
        assert_eq!(check(&ec2, &form), id);
        let all = listed(&ec2, &[]);
        for (member, value) in [
            ("applicationStatusCheckId", id.as_str()),
            ("aggregation", "included"),
            ("protocol", "http"),
            ("port", "8080"),
            ("path", "/"),
            ("deviceIndex", "0"),
            ("ipVersion", "ipv4"),
            ("ipScope", "private"),
            ("interval", "60"),
            ("timeout", "6"),
            ("failureThreshold", "2"),
            ("successThreshold", "2"),
            ("statusCodeMatcher", "200"),
            ("initializationGracePeriodSeconds", "300"),
            ("lastUpdatedAt", NOW),
            ("creationTime", NOW),
            ("tagSet.item.value", "one"),
        ] {
            assert_eq!(all[0].text(member), value, "{member}");
        }
        assert!(!all[0].has("modifyTime") && !all[0].has("deletionTime"));
        check(&ec2, &[("Aggregation", "excluded")]);
        for (name, value) in [("aggregation", "included"), ("tag:Team", "one")] {
            let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
            assert_eq!(listed(&ec2, &form).len(), 1, "{name}");
        }
        assert_eq!(ec2.call("DescribeTags", &[]).text("tagSet.item.resourceId"), id);
        ec2.call(ASSOCIATE, &of(&id, &[(KEY, "App"), (VALUE, "web")]));
        let by_id = ("ApplicationStatusCheckId.1", id.as_str());
        let targets = "targetTagAssociationSet.item";
        assert_eq!(listed(&ec2, &[by_id])[0].text(&format!("{targets}.key")), "App");
        ec2.advance(60);
        let gone = ec2.call(DELETE, &of(&id, &[]));
        let gone = gone.at("applicationStatusCheck").unwrap();
        assert_eq!(gone.text("deletionTime"), "2026-01-31T12:01:00.000Z");
        assert!(!gone.has(targets));
        assert!(associations(&ec2, &[]).is_empty());
        assert!(listed(&ec2, &[by_id]).is_empty());
        assert_eq!(listed(&ec2, &[]).len(), 1);
        let all = ("IncludeAll", "true");
        assert_eq!(listed(&ec2, &[by_id, all]).len(), 1);
        ec2.advance(3_600);
        assert!(listed(&ec2, &[by_id, all]).is_empty());
        for action in [DELETE, MODIFY, ASSOCIATE, DISASSOCIATE] {
            assert_eq!(ec2.refused(action, &of(&id, &[])), missing(&id), "{action}");
        }
        assert_eq!(ec2.refused(ASSOCIATIONS, &[by_id]), missing(&id));
        let words = "Invalid id: \"x\" (expecting \"asc-...\")";
        let malformed = is("InvalidApplicationStatusCheckId.Malformed", words);
        assert_eq!(ec2.refused(DELETE, &of("x", &[])), malformed);
        assert_eq!(ec2.refused(DESCRIBE, &of("x", &[])), malformed);
        assert!(listed(&ec2.in_region("eu-west-1"), &[]).is_empty());
    }
}

#[test]
fn what_is_asked_of_an_endpoint_is_changed() {
    let ec2 = Ec2::new();
    let id = check(&ec2, &[("Path", "/health"), ("StatusCodeMatcher", "200,202,300-399")]);
    ec2.advance(60);
    let form = [
        ("Aggregation", "excluded"),
        ("Protocol", "https"),
        ("Port", "443"),
        ("DeviceIndex", "1"),
        ("IpVersion", "ipv6"),
        ("IpScope", "private"),
        ("Interval", "60"),
        ("Timeout", "30"),
        ("FailureThreshold", "5"),
        ("SuccessThreshold", "1"),
        ("InitializationGracePeriodSeconds", "600"),
    ];
    let changed = ec2.call(MODIFY, &of(&id, &form));
    let changed = changed.at("applicationStatusCheck").unwrap();
    for (name, value) in form {
        let member = name[..1].to_lowercase() + &name[1..];
        assert_eq!(changed.text(&member), value, "{member}");
    }
    for (member, value) in [
        ("path", "/health"),
        ("statusCodeMatcher", "200,202,300-399"),
        ("creationTime", NOW),
        ("modifyTime", "2026-01-31T12:01:00.000Z"),
        ("lastUpdatedAt", "2026-01-31T12:01:00.000Z"),
    ] {
        assert_eq!(changed.text(member), value, "{member}");
    }
    let long = "200,".repeat(16) + "2";
    let codes = "Expecting HTTP status codes and ranges of them, as in 200,202,300-399.";
    for (name, value, reason) in [
        ("path", "health", "It must start with a slash."),
        ("interval", "30", "Expecting 60."),
        ("deviceIndex", "-1", "It must be at least 0."),
        ("failureThreshold", "0", "It must be at least 1."),
        ("successThreshold", "0", "It must be at least 1."),
        ("timeout", "31", "It must be between 1 and 30."),
        ("initializationGracePeriodSeconds", "0", "It must be between 1 and 600."),
        ("statusCodeMatcher", "399-300", codes),
        ("statusCodeMatcher", "99", codes),
        ("statusCodeMatcher", "200,", codes),
        ("statusCodeMatcher", &long, "It must have up to 64 characters."),
    ] {
        let parameter = name[..1].to_uppercase() + &name[1..];
        let words = format!("Value ({value}) for parameter {name} is invalid. {reason}");
        let expected = is("InvalidParameterValue", words);
        let asked = (parameter.as_str(), value);
        assert_eq!(ec2.refused(MODIFY, &of(&id, &[asked])), expected);
        assert_eq!(ec2.refused(CREATE, &[HTTP[0], HTTP[1], asked]), expected);
    }
    for (left, parameter) in [(HTTP[0], "port"), (HTTP[1], "protocol")] {
        let words = format!("The request must contain the parameter {parameter}");
        assert_eq!(ec2.refused(CREATE, &[left]), is("MissingParameter", words));
    }
}

#[test]
fn a_path_has_ends_that_stay() {
    let ec2 = Ec2::new();
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
    let vpc = vpc.text("vpc.vpcId");
    let subnet = |block: &str| {
        let made = ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", block)]);
        made.text("subnet.subnetId").to_owned()
    };
    let (one, two) = (subnet("10.0.0.0/24"), subnet("10.0.1.0/24"));
    let form = [("VpcId", vpc), ("GroupName", "probes"), ("GroupDescription", "probes")];
    let group = ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned();
    let form = [
        ("HealthCheckPath.1.Source.SubnetId", one.as_str()),
        ("HealthCheckPath.1.Source.SecurityGroupId", &group),
        ("HealthCheckPath.1.Destination.1.SubnetId", &two),
        ("HealthCheckPath.1.Destination.1.SecurityGroupId", &group),
    ];
    let id = check(&ec2, &form);
    let found = listed(&ec2, &[]);
    for (member, value) in [
        ("source.subnetId", &one),
        ("source.securityGroupId", &group),
        ("destinationSet.item.subnetId", &two),
        ("destinationSet.item.securityGroupId", &group),
    ] {
        assert_eq!(found[0].text(&format!("healthCheckPathSet.item.{member}")), value);
    }
    for left_out in 0..4 {
        let mut form = form.to_vec();
        let (name, _) = form.remove(left_out);
        let name = name.replace(".1", "");
        let words = format!("The request must contain the parameter {name}");
        let refused = ec2.refused(CREATE, &[&HTTP[..], &form].concat());
        assert_eq!(refused, is("MissingParameter", words));
    }
    let words = "The request must contain the parameter HealthCheckPath.Destination";
    let refused = ec2.refused(MODIFY, &of(&id, &form[..2]));
    assert_eq!(refused, is("MissingParameter", words));
    let groups = ec2.call("DescribeSecurityGroups", &[]);
    let mut other = groups.all_at("securityGroupInfo.item").into_iter();
    let other = other.find(|it| it.text("vpcId") != vpc).unwrap().text("groupId").to_owned();
    let mut strange = form;
    strange[1].1 = &other;
    let words = format!(
        "The security group '{other}' and the subnet '{one}' belong to different networks."
    );
    assert_eq!(ec2.refused(MODIFY, &of(&id, &strange)), is("InvalidParameter", words));
    for (action, parameter, held) in
        [("DeleteSubnet", "SubnetId", &two), ("DeleteSecurityGroup", "GroupId", &group)]
    {
        assert_eq!(ec2.refused(action, &[(parameter, held)]).0, "DependencyViolation");
    }
    ec2.call(DELETE, &of(&id, &[]));
    ec2.call("DeleteSubnet", &[("SubnetId", &two)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &group)]);
}

#[test]
fn a_check_is_for_instances_or_for_tags() {
    let ec2 = Ec2::new();
    let id = check(&ec2, &[]);
    let instance = launch_one(&ec2, &[]);
    let gone = "i-0123456789abcdef0";
    let form = of(&id, &[("InstanceId.1", &instance), ("InstanceId.2", gone)]);
    for _ in 0..2 {
        let made = ec2.call(ASSOCIATE, &form);
        let made_of = |member: &str| made.text(&format!("successfulResultSet.item.{member}"));
        assert_eq!(made_of("applicationStatusCheckId"), id);
        assert_eq!(made_of("associationType"), "INSTANCE_ID");
        assert_eq!(made_of("associationValue"), instance);
        let failed = |member: &str| made.text(&format!("unsuccessfulResultSet.item.{member}"));
        assert_eq!(failed("associationValue"), gone);
        assert_eq!(failed("reason"), format!("The instance ID '{gone}' does not exist"));
    }
    let tag = [(KEY, "App"), (VALUE, "")];
    let made = ec2.call(ASSOCIATE, &of(&id, &tag));
    assert_eq!(made.text("successfulResultSet.item.associationType"), "EC2TAG");
    assert_eq!(made.text("successfulResultSet.item.associationValue"), "App=");
    let all = associations(&ec2, &[]);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].text("associationType"), "instance-id");
    assert_eq!(all[0].text("value"), instance);
    assert!(!all[0].has("key"));
    assert_eq!(all[1].text("associationType"), "tag");
    assert_eq!(all[1].text("key"), "App");
    assert_eq!(all[1].text("value"), "");
    let form = [("Filter.1.Name", "association-type"), ("Filter.1.Value.1", "tag")];
    assert_eq!(associations(&ec2, &form).len(), 1);
    let aws = [(KEY, "aws:autoscaling:groupName"), (VALUE, "web")];
    ec2.call(ASSOCIATE, &of(&id, &aws));
    ec2.call(DISASSOCIATE, &of(&id, &aws));
    let other = check(&ec2, &[]);
    assert!(associations(&ec2, &[("ApplicationStatusCheckId.1", &other)]).is_empty());
    ec2.call("CreateTags", &[("ResourceId.1", &id), ("Tag.1.Key", "A"), ("Tag.1.Value", "1")]);
    assert_eq!(ec2.call(ASSOCIATIONS, &[]).text("tagSet.item.key"), "A");

    let none = "The request must contain the parameter TargetTagAssociation or InstanceId";
    let both = "The parameter TargetTagAssociation cannot be used with the parameter InstanceId";
    let target = ("InstanceId.1", instance.as_str());
    for action in [ASSOCIATE, DISASSOCIATE] {
        assert_eq!(ec2.refused(action, &of(&id, &[])), is("MissingParameter", none));
        let form = of(&id, &[tag[0], tag[1], target]);
        assert_eq!(ec2.refused(action, &form), is("InvalidParameterCombination", both));
        let words = "Tag key cannot be null or empty.";
        let refused = ec2.refused(action, &of(&id, &[(KEY, ""), (VALUE, "x")]));
        assert_eq!(refused, is("InvalidParameterValue", words));
        let words = "Tag value cannot be null. Use empty string instead.";
        let refused = ec2.refused(action, &of(&id, &tag[..1]));
        assert_eq!(refused, is("InvalidParameterValue", words));
        let refused = ec2.refused(action, &of(&id, &[("InstanceId.1", "x")]));
        assert_eq!(refused, is("InvalidInstanceID.Malformed", "Invalid id: \"x\""));
    }
    for form in [of(&id, &[target]), of(&id, &tag)] {
        let removed = ec2.call(DISASSOCIATE, &form);
        assert!(removed.has("successfulResultSet.item"));
        let removed = ec2.call(DISASSOCIATE, &form);
        let words = "It is not associated with the application status check.";
        assert_eq!(removed.text("unsuccessfulResultSet.item.reason"), words);
        assert!(!removed.has("successfulResultSet.item"));
    }
    assert!(associations(&ec2, &[]).is_empty());
}

#[test]
fn a_check_is_for_so_many_tags() {
    let ec2 = Ec2::new();
    let id = check(&ec2, &[]);
    let names: Vec<[String; 2]> = (1..=51)
        .map(|at| ["Key", "Value"].map(|it| format!("TargetTagAssociation.{at}.{it}")))
        .collect();
    let values: Vec<String> = (1..=51).map(|at| format!("app-{at}")).collect();
    let form: Vec<(&str, &str)> = names
        .iter()
        .zip(&values)
        .flat_map(|([key, value], text)| [(key.as_str(), "App"), (value.as_str(), text.as_str())])
        .collect();
    let made = ec2.call(ASSOCIATE, &of(&id, &form));
    assert_eq!(made.all_at("successfulResultSet.item").len(), 50);
    let words = "A check can be associated with up to 50 tags.";
    assert_eq!(made.text("unsuccessfulResultSet.item.reason"), words);
    assert_eq!(made.text("unsuccessfulResultSet.item.associationValue"), "App=app-51");
}

#[test]
fn nothing_is_known_of_an_application_once_it_may_have_started() {
    let ec2 = Ec2::with_aws_lifecycle();
    let instance = launch_one(&ec2, &[]);
    ec2.advance(60);
    assert_eq!(status(&ec2).text("status"), "not-applicable");
    assert!(!status(&ec2).has("detailSet.item") && !status(&ec2).has("statusSince"));
    let (one, two) = (check(&ec2, &[]), check(&ec2, &[("Aggregation", "excluded")]));
    ec2.call(ASSOCIATE, &of(&two, &[("InstanceId.1", &instance)]));
    assert_eq!(status(&ec2).text("status"), "not-applicable");
    ec2.call(ASSOCIATE, &of(&one, &[(KEY, "App"), (VALUE, "web")]));
    assert_eq!(status(&ec2).all_at("detailSet.item").len(), 1);
    let tag = [("ResourceId.1", instance.as_str()), ("Tag.1.Key", "App"), ("Tag.1.Value", "web")];
    ec2.call("CreateTags", &tag);
    let told = status(&ec2);
    assert_eq!(told.text("status"), "initializing");
    assert_eq!(told.text("statusSince"), "2026-01-31T12:01:00.000Z");
    let details = told.all_at("detailSet.item");
    assert_eq!(details.len(), 2);
    for (detail, (id, aggregation)) in details.iter().zip([(&one, "included"), (&two, "excluded")])
    {
        assert_eq!(detail.text("applicationStatusCheckId"), id);
        assert_eq!(detail.text("aggregation"), aggregation);
        assert_eq!(detail.text("status"), "initializing");
        assert_eq!(detail.text("checkUpdateTime"), "2026-01-31T12:01:00.000Z");
        assert!(!detail.has("reason"));
    }
    let of_instance = || {
        let found = ec2.call("DescribeInstanceStatus", &[]);
        found.text("instanceStatusSet.item.applicationStatus.status").to_owned()
    };
    assert_eq!(of_instance(), "initializing");
    ec2.advance(300);
    assert_eq!(status(&ec2).text("status"), "insufficient-data");
    assert_eq!(status(&ec2).text("detailSet.item.status"), "insufficient-data");
    assert_eq!(of_instance(), "insufficient-data");
    let found = |name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call(STATUS, &form);
        found.all_at("applicationStatusesResponseType.instanceSet.item").len()
    };
    assert_eq!(found("status", "insufficient-data"), 1);
    assert_eq!(found("status", "ok"), 0);
    let zone = shown_instance(&ec2, &instance).text("placement.availabilityZoneId").to_owned();
    assert_eq!(found("availability-zone-id", &zone), 1);
    ec2.call("StopInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    assert_eq!(status(&ec2).text("status"), "not-applicable");
    assert_eq!(status(&ec2).text("detailSet.item.status"), "not-applicable");
    ec2.call("TerminateInstances", &[("InstanceId.1", &instance)]);
    ec2.advance(60);
    let path = "applicationStatusesResponseType.instanceSet.item.instanceId";
    assert!(ec2.call(STATUS, &[]).at(path).is_none());
    assert_eq!(ec2.call(STATUS, &[("InstanceId.1", &instance)]).text(path), instance);
    ec2.advance(3_600);
    assert_eq!(associations(&ec2, &[]).len(), 1);
    let words = format!("The instance ID '{instance}' does not exist");
    let refused = ec2.refused(STATUS, &[("InstanceId.1", &instance)]);
    assert_eq!(refused, is("InvalidInstanceID.NotFound", words));
}

#[test]
fn a_start_takes_no_time_where_nothing_does() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[]);
    let id = check(&ec2, &[]);
    ec2.call(ASSOCIATE, &of(&id, &[("InstanceId.1", &instance)]));
    assert_eq!(status(&ec2).text("status"), "insufficient-data");
    assert_eq!(status(&ec2).text("statusSince"), NOW);
    let found = ec2.call("DescribeInstanceStatus", &[]);
    let told = "instanceStatusSet.item.applicationStatus";
    assert_eq!(found.text(&format!("{told}.status")), "insufficient-data");
    ec2.call(DELETE, &of(&id, &[]));
    assert!(!ec2.call("DescribeInstanceStatus", &[]).has(told));
}

#[test]
fn nobody_is_told_while_it_is_suppressed() {
    let ec2 = Ec2::new();
    let instance = launch_one(&ec2, &[]);
    let id = check(&ec2, &[]);
    ec2.call(ASSOCIATE, &of(&id, &[("InstanceId.1", &instance)]));
    let gone = "i-0123456789abcdef0";
    let two = [("InstanceId.1", instance.as_str()), ("InstanceId.2", gone)];
    let form = [two[0], two[1], ("DurationSeconds", "60")];
    let made = ec2.call(ENABLE, &form);
    let later = "2026-01-31T12:01:00.000Z";
    for (list, id) in [("successfulResultSet", &*instance), ("unsuccessfulResultSet", gone)] {
        assert_eq!(made.text(&format!("{list}.item.instanceId")), id);
        assert_eq!(made.text(&format!("{list}.item.suppressAt")), NOW);
        assert_eq!(made.text(&format!("{list}.item.resumeAt")), later);
    }
    let words = format!("The instance ID '{gone}' does not exist");
    assert_eq!(made.text("unsuccessfulResultSet.item.reason"), words);
    let told = status(&ec2);
    assert_eq!(told.text("status"), "suppressed");
    assert_eq!(told.text("statusSince"), NOW);
    assert_eq!(told.text("resumeAt"), later);
    assert_eq!(told.text("detailSet.item.status"), "insufficient-data");
    let found = ec2.call("DescribeInstanceStatus", &[]);
    let summary = found.text("instanceStatusSet.item.applicationStatus.status");
    assert_eq!(summary, "not-applicable");
    ec2.advance(60);
    assert_eq!(status(&ec2).text("status"), "insufficient-data");
    let made = ec2.call(ENABLE, &two[..1]);
    assert!(!made.has("successfulResultSet.item.resumeAt"));
    ec2.advance(3_600);
    assert_eq!(status(&ec2).text("status"), "suppressed");
    assert!(!status(&ec2).has("resumeAt"));
    let ended = ec2.call(DISABLE, &two);
    assert_eq!(ended.text("successfulResultSet.item.suppressAt"), later);
    assert_eq!(ended.text("successfulResultSet.item.resumeAt"), "2026-01-31T13:01:00.000Z");
    assert_eq!(ended.text("unsuccessfulResultSet.item.reason"), words);
    assert_eq!(status(&ec2).text("status"), "insufficient-data");
    let again = ec2.call(DISABLE, &two[..1]);
    let words = "Its application status checks are not suppressed.";
    assert_eq!(again.text("unsuccessfulResultSet.item.reason"), words);
}

#[test]
fn a_suppression_names_instances() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=101).map(|at| format!("InstanceId.{at}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "i-0123456789abcdef0")).collect();
    for action in [ENABLE, DISABLE] {
        let words = "The request must contain the parameter InstanceId";
        assert_eq!(ec2.refused(action, &[]), is("MissingParameter", words));
        let refused = ec2.refused(action, &[("InstanceId.1", "x")]);
        assert_eq!(refused, is("InvalidInstanceID.Malformed", "Invalid id: \"x\""));
        let words = "101 exceeds the maximum number of instance IDs that can be specificied (100). \
                     Please specify fewer than 100 instance IDs.";
        assert_eq!(ec2.refused(action, &many), is("InvalidRequest", words));
    }
    let words = "Value (0) for parameter durationSeconds is invalid. It must be greater than 0.";
    let refused = ec2.refused(ENABLE, &[many[0], ("DurationSeconds", "0")]);
    assert_eq!(refused, is("InvalidParameterValue", words));
}

#[test]
fn an_account_has_so_many_checks() {
    let ec2 = Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() });
    for _ in 0..50 {
        check(&ec2, &[]);
    }
    let words = "You can have up to 50 application status checks.";
    assert_eq!(ec2.refused(CREATE, &HTTP), is("ApplicationStatusCheckLimitExceeded", words));
    let first = listed(&ec2, &[])[0].text("applicationStatusCheckId").to_owned();
    ec2.call(DELETE, &of(&first, &[]));
    check(&ec2, &[]);
}
