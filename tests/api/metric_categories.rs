//! Metric categories, and the instances that have some.

use crate::instances::{IMAGE, launch_one, refused as refused_launch, shown};
use crate::support::{Ec2, Xml};

fn category(ec2: &Ec2, metrics: &[(&str, &str)]) -> String {
    let made = ec2.call("CreateMetricCategory", metrics);
    made.text("metricCategory.metricCategoryId").to_owned()
}

fn is(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

fn missing(id: &str) -> (String, String) {
    is("InvalidMetricCategoryID.NotFound", format!("The metricCategory ID '{id}' does not exist"))
}

const ONE: [(&str, &str); 1] = [("Metric.1", "MemoryUtilization")];

#[test]
fn a_category_lives_from_create_to_delete() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let form = [
            ("Metric.1", "MemoryUtilization"),
            ("Metric.2", "system.memory.usage"),
            ("Metric.3", "MemoryUtilization"),
            ("TagSpecification.1.ResourceType", "metric-category"),
            ("TagSpecification.1.Tag.1.Key", "Team"),
            ("TagSpecification.1.Tag.1.Value", "one"),
            ("ClientToken", "token"),
        ];
        let made = ec2.call("CreateMetricCategory", &form);
        let made = made.at("metricCategory").unwrap();
        let id = made.text("metricCategoryId").to_owned();
        assert!(id.starts_with("mc-0"), "{id}");
        assert_eq!(made.texts("metricSet.item"), ["MemoryUtilization", "system.memory.usage"]);
        assert_eq!(made.text("tagSet.item.value"), "one");
        let again = ec2.call("CreateMetricCategory", &form);
        assert_eq!(again.text("metricCategory.metricCategoryId"), id);
        let other = [&form[1..], &[("Metric.1", "CPUUtilization")]].concat();
        let other = ec2.refused("CreateMetricCategory", &other);
        assert_eq!(other.0, "IdempotentParameterMismatch");
        category(&ec2, &ONE);
        let found = |name: &str, value: &str| {
            let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
            let found = ec2.call("DescribeMetricCategories", &form);
            found.all_at("metricCategorySet.item").len()
        };
        assert_eq!(found("metric-name", "MemoryUtilization"), 2);
        assert_eq!(found("metric-name", "system.*"), 1);
        assert_eq!(found("tag:Team", "one"), 1);
        let tags = ec2.call("DescribeTags", &[]);
        assert_eq!(tags.text("tagSet.item.resourceType"), "metric-category");
        let by_id = [("MetricCategoryId", id.as_str())];
        let gone = ec2.call("DeleteMetricCategory", &by_id);
        assert_eq!(gone.text("metricCategoryId"), id);
        assert_eq!(ec2.refused("DeleteMetricCategory", &by_id), missing(&id));
        let by_id = [("MetricCategoryId.1", id.as_str())];
        assert_eq!(ec2.refused("DescribeMetricCategories", &by_id), missing(&id));
        assert!(
            !ec2.as_account("111111111111")
                .call("DescribeMetricCategories", &[])
                .has("metricCategorySet.item")
        );
    }
}

#[test]
fn other_metrics_take_the_place_of_those_before() {
    let ec2 = Ec2::new();
    let id = category(&ec2, &[("Metric.1", "A"), ("Metric.2", "B")]);
    let by_id = ("MetricCategoryId", id.as_str());
    let modify = "ModifyMetricCategory";
    let changed = ec2.call(modify, &[by_id, ("Metric.1", "C"), ("Metric.2", "A")]);
    assert_eq!(changed.texts("metricCategory.metricSet.item"), ["C", "A"]);
    let same = [by_id, ("Metric.1", "A"), ("Metric.2", "C")];
    let words = format!("The metric category '{id}' has these metrics already.");
    assert_eq!(ec2.refused(modify, &same), is("InvalidParameterValue", words));
    let none = ec2.refused(modify, &[by_id]);
    assert_eq!(none, is("MissingParameter", "The request must contain the parameter metric"));
    let gone = "mc-0123456789abcdef0";
    let form = [("MetricCategoryId", gone), ONE[0]];
    assert_eq!(ec2.refused(modify, &form), missing(gone));
    let form = [("MetricCategoryId", "x"), ONE[0]];
    let words = "Invalid id: \"x\" (expecting \"mc-...\")";
    assert_eq!(ec2.refused(modify, &form), is("InvalidMetricCategoryId.Malformed", words));
    let bad = ("Metric.1", "a b");
    let words = "Value (a b) for parameter metric is invalid. This is no name of a metric.";
    for (action, form) in [("CreateMetricCategory", &[bad][..]), (modify, &[by_id, bad])] {
        assert_eq!(ec2.refused(action, form), is("InvalidParameterValue", words));
    }
    let paged = [("MetricCategoryId.1", id.as_str()), ("MaxResults", "5")];
    let words = "The parameter MetricCategoryIds cannot be used with the parameter MaxResults";
    let refused = ec2.refused("DescribeMetricCategories", &paged);
    assert_eq!(refused, is("InvalidParameterCombination", words));
}

fn categories(instance: &Xml) -> Vec<&str> {
    instance.texts("monitoring.metricCategoryIdSet.item")
}

#[test]
fn an_instance_has_categories_while_it_is_monitored() {
    let ec2 = Ec2::new();
    let (one, two) = (category(&ec2, &ONE), category(&ec2, &ONE));
    let id = launch_one(&ec2, &[]);
    let with = |form: &[(&'static str, &str)]| {
        let mut all = vec![("InstanceId.1".to_owned(), id.clone())];
        all.extend(form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        all
    };
    let call = |action: &str, form: &[(&'static str, &str)]| {
        let form = with(form);
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), &**value)).collect();
        let changed = ec2.call(action, &form);
        changed.at("instancesSet.item").unwrap().clone()
    };
    let changed = call("MonitorInstances", &[("MetricCategoryId.1", &one)]);
    assert_eq!(changed.text("monitoring.state"), "enabled");
    assert_eq!(categories(&changed), [&*one]);
    let changed =
        call("MonitorInstances", &[("MetricCategoryId.1", &one), ("MetricCategoryId.2", &two)]);
    assert_eq!(categories(&changed), [&*one, &*two]);
    let changed = call("UnmonitorInstances", &[("MetricCategoryId.1", &one)]);
    assert_eq!(changed.text("monitoring.state"), "enabled");
    assert_eq!(categories(&shown(&ec2, &id)), [&*two]);
    assert_eq!(categories(&changed), [&*two]);
    let form = [("InstanceId", id.as_str())];
    let data = ec2.call("GetLaunchTemplateData", &form);
    assert_eq!(data.texts("launchTemplateData.monitoring.metricCategoryIdSet.item"), [&*two]);
    let changed = call("UnmonitorInstances", &[]);
    assert_eq!(changed.text("monitoring.state"), "disabled");
    assert!(!changed.has("monitoring.metricCategoryIdSet"));
    call("MonitorInstances", &[("MetricCategoryId.1", &one), ("MetricCategoryId.2", &two)]);
    ec2.call("DeleteMetricCategory", &[("MetricCategoryId", &two)]);
    assert_eq!(categories(&shown(&ec2, &id)), [&*one]);
    for action in ["MonitorInstances", "UnmonitorInstances"] {
        let form = [("InstanceId.1", id.as_str()), ("MetricCategoryId.1", &two)];
        assert_eq!(ec2.refused(action, &form), missing(&two));
    }
}

#[test]
fn a_launch_gives_categories() {
    let ec2 = Ec2::new();
    let one = category(&ec2, &ONE);
    let named = ("Monitoring.MetricCategoryId.1", one.as_str());
    let enabled = ("Monitoring.Enabled", "true");
    let id = launch_one(&ec2, &[named, enabled]);
    assert_eq!(categories(&shown(&ec2, &id)), [&*one]);
    let of_template = [
        ("LaunchTemplateName", "watched"),
        ("LaunchTemplateData.ImageId", IMAGE),
        ("LaunchTemplateData.InstanceType", "t3.micro"),
        ("LaunchTemplateData.Monitoring.Enabled", "true"),
        ("LaunchTemplateData.Monitoring.MetricCategoryId.1", &one),
    ];
    ec2.call("CreateLaunchTemplate", &of_template);
    let form = [("LaunchTemplate.LaunchTemplateName", "watched"), ("MinCount", "1")];
    let launched = ec2.call("RunInstances", &[&form[..], &[("MaxCount", "1")]].concat());
    assert_eq!(categories(launched.at("instancesSet.item").unwrap()), [&*one]);
    let image = ("ImageId", IMAGE);
    let refused = refused_launch(&ec2, &[image, named, ("Monitoring.Enabled", "false")]);
    let words = "To specify metric categories, you must enable detailed monitoring.";
    assert_eq!(refused, is("InvalidParameterCombination", words));
    let gone = "mc-0123456789abcdef0";
    let unknown = [image, ("Monitoring.MetricCategoryId.1", gone), enabled];
    assert_eq!(refused_launch(&ec2, &unknown), missing(gone));
    let spot = [
        ("LaunchSpecification.ImageId", IMAGE),
        ("LaunchSpecification.InstanceType", "t3.micro"),
        ("LaunchSpecification.Monitoring.Enabled", "true"),
        ("LaunchSpecification.Monitoring.MetricCategoryId.1", &one),
    ];
    ec2.call("RequestSpotInstances", &spot);
    let made = ec2.call("DescribeSpotInstanceRequests", &[]);
    let made = made.at("spotInstanceRequestSet.item").unwrap();
    assert_eq!(made.texts("launchSpecification.monitoring.MetricCategoryId.item"), [&*one]);
    assert_eq!(categories(&shown(&ec2, made.text("instanceId"))), [&*one]);
}
