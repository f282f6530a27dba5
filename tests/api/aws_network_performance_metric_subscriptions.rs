//! Subscriptions to what AWS measures of its network.

use crate::support::Ec2;

#[test]
fn a_subscription_is_between_two_places() {
    let ec2 = Ec2::new();
    let form = [
        ("Source", "us-east-1"),
        ("Destination", "us-west-1"),
        ("Metric", "aggregate-latency"),
        ("Statistic", "p50"),
    ];
    let (enable, disable) = (
        "EnableAwsNetworkPerformanceMetricSubscription",
        "DisableAwsNetworkPerformanceMetricSubscription",
    );
    let list = || ec2.call("DescribeAwsNetworkPerformanceMetricSubscriptions", &[]);
    for _ in 0..2 {
        assert_eq!(ec2.call(enable, &form).text("output"), "true");
        assert_eq!(list().all_at("subscriptionSet.item").len(), 1);
    }
    for (member, value) in [
        ("source", "us-east-1"),
        ("destination", "us-west-1"),
        ("metric", "aggregate-latency"),
        ("statistic", "p50"),
        ("period", "five-minutes"),
    ] {
        assert_eq!(list().text(&format!("subscriptionSet.item.{member}")), value);
    }
    assert_eq!(ec2.call(disable, &form).text("output"), "true");
    assert!(!list().has("subscriptionSet.item"));
    for (form, parameter) in [(&form[1..2], "source"), (&form[..1], "destination")] {
        let words = format!("The request must contain the parameter {parameter}");
        assert_eq!(ec2.refused(enable, form), ("MissingParameter".to_owned(), words));
    }
    let zones = |destination| [("Source", "use1-az1"), ("Destination", destination)];
    ec2.call(enable, &zones("use1-az2"));
    let words = "The source and the destination Availability Zones must be in the same Region.";
    let refusal = ec2.refused(enable, &zones("usw2-az1"));
    assert_eq!(refusal, ("InvalidParameterCombination".to_owned(), words.to_owned()));
    let words = "Value (nowhere) for parameter destination is invalid. Expecting the name of a \
                 region or the ID of an Availability Zone.";
    let refusal = ec2.refused(enable, &[form[0], ("Destination", "nowhere")]);
    assert_eq!(refusal, ("InvalidParameterValue".to_owned(), words.to_owned()));
}
