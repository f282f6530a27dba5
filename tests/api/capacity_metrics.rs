//! What Capacity Manager tells of usage, hour by hour.

use super::instances::launch_one;
use super::support::{Ec2, Xml};

const PLACE: (&str, &str) = ("Placement.AvailabilityZone", "us-east-1a");
const HOUR: &str = "2026-01-31T13:00:00Z";

/// Capacity Manager is on.
fn enabled(ec2: Ec2) -> Ec2 {
    ec2.call("EnableCapacityManager", &[]);
    ec2
}

fn reserve(ec2: &Ec2, count: &str, more: &[(&str, &str)]) -> String {
    let usual = [
        ("InstanceType", "t3.micro"),
        ("InstancePlatform", "Linux/UNIX"),
        ("AvailabilityZone", "us-east-1a"),
        ("InstanceCount", count),
    ];
    let made = ec2.call("CreateCapacityReservation", &[&usual, more].concat());
    made.text("capacityReservation.capacityReservationId").to_owned()
}

/// A query of metrics from noon on, by hours.
fn query<'a>(
    names: &'a [String],
    metrics: &[&'a str],
    end: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let metrics = names.iter().map(String::as_str).zip(metrics.iter().copied());
    let usual = [("StartTime", "2026-01-31T12:00:00Z"), ("EndTime", end), ("Period", "3600")];
    let usual = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    metrics.chain(usual).chain(more.iter().copied()).collect()
}

fn points(ec2: &Ec2, metrics: &[&str], end: &str, more: &[(&str, &str)]) -> Vec<Xml> {
    let names: Vec<String> = (1..=metrics.len()).map(|at| format!("MetricName.{at}")).collect();
    let found = ec2.call("GetCapacityManagerMetricData", &query(&names, metrics, end, more));
    found.all_at("metricDataResultSet.item").into_iter().cloned().collect()
}

/// The values of the only point of an hour.
#[track_caller]
fn values(ec2: &Ec2, metrics: &[&str]) -> Vec<f64> {
    let found = points(ec2, metrics, HOUR, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].texts("metricValueSet.item.metric"), metrics);
    numbers(&found[0])
}

fn numbers(point: &Xml) -> Vec<f64> {
    let texts = point.texts("metricValueSet.item.value");
    texts.into_iter().map(|text| text.parse().unwrap()).collect()
}

fn terminate(ec2: &Ec2, id: &str) {
    ec2.call("TerminateInstances", &[("InstanceId.1", id)]);
}

#[test]
fn hours_are_counted_while_an_instance_runs() {
    let ec2 = enabled(Ec2::new());
    let first = launch_one(&ec2, &[("InstanceType", "t3.micro"), PLACE]);
    launch_one(&ec2, &[("InstanceType", "m5.xlarge"), PLACE]);
    ec2.advance(1_800);
    ec2.call("StopInstances", &[("InstanceId.1", &first)]);
    ec2.advance(900);
    ec2.call("StartInstances", &[("InstanceId.1", &first)]);
    ec2.advance(900);
    let metrics = [
        "unreserved-total-usage-hrs-inst",
        "unreserved-total-usage-hrs-vcpu",
        "unreserved-total-estimated-cost",
    ];
    let found = values(&ec2, &metrics);
    assert_eq!(found[..2].to_vec(), [1.75, 5.5]);
    let cost = 0.75 * 0.0104 + 0.192;
    assert!((found[2] - cost).abs() < 1e-9, "{found:?}");
    // Long after it has gone, too.
    terminate(&ec2, &first);
    ec2.advance(3 * 3_600);
    assert_eq!(values(&ec2, &metrics[..1]), [1.75]);

    let by = [("GroupBy.1", "instance-family"), ("GroupBy.2", "tenancy")];
    let found = points(&ec2, &metrics[..1], "2026-01-31T14:00:00Z", &by);
    let shown = |point: &Xml| {
        let family = point.text("dimension.instanceFamily");
        format!("{} {family} {:?}", &point.text("timestamp")[11..13], numbers(point))
    };
    let all: Vec<String> = found.iter().map(shown).collect();
    assert_eq!(all, ["12 m5 [1.0]", "12 t3 [0.75]", "13 m5 [1.0]"]);
    assert_eq!(found[0].text("dimension.tenancy"), "default");
    assert!(!found[0].has("dimension.instanceType"));
    let long = [("Period", "7200")];
    let found = points(&ec2, &metrics[..1], "2026-01-31T14:00:00Z", &long);
    assert_eq!(numbers(&found[0]), [2.75]);
    let only = [
        ("FilterBy.1.DimensionCondition.Dimension", "instance-type"),
        ("FilterBy.1.DimensionCondition.Comparison", "equals"),
        ("FilterBy.1.DimensionCondition.Value.1", "t3.micro"),
        ("FilterBy.1.DimensionCondition.Value.2", "m5.xlarge"),
    ];
    assert_eq!(numbers(&points(&ec2, &metrics[..1], HOUR, &only)[0]), [0.75]);
    let any = [only[0], (only[1].0, "in"), only[2], only[3]];
    assert_eq!(numbers(&points(&ec2, &metrics[..1], HOUR, &any)[0]), [1.75]);
}

#[test]
fn an_instance_counts_from_when_it_runs() {
    let ec2 = enabled(Ec2::with_aws_lifecycle());
    let id = launch_one(&ec2, &[("InstanceType", "t3.micro"), PLACE]);
    ec2.advance(1_805);
    terminate(&ec2, &id);
    ec2.advance(1_800);
    assert_eq!(values(&ec2, &["unreserved-total-usage-hrs-inst"]), [0.5]);
}

/// A reservation of two instances, and of four from the half hour on; one runs in it for an hour.
fn half_used() -> (Ec2, String) {
    let ec2 = enabled(Ec2::new());
    let id = reserve(&ec2, "2", &[]);
    launch_one(&ec2, &[("InstanceType", "t3.micro"), PLACE]);
    ec2.advance(1_800);
    let more = [("CapacityReservationId", id.as_str()), ("InstanceCount", "4")];
    ec2.call("ModifyCapacityReservation", &more);
    ec2.advance(1_800);
    (ec2, id)
}

#[test]
fn a_reservation_is_used_or_not() {
    let (ec2, _) = half_used();
    let found = values(
        &ec2,
        &[
            "reservation-total-capacity-hrs-inst",
            "reservation-total-capacity-hrs-vcpu",
            "reservation-unused-total-capacity-hrs-inst",
            "reservation-unused-total-capacity-hrs-vcpu",
            "reservation-total-count",
            "reserved-total-usage-hrs-inst",
            "reserved-total-usage-hrs-vcpu",
        ],
    );
    assert_eq!(found, [3.0, 6.0, 2.0, 4.0, 1.0, 1.0, 2.0]);
    let found = values(
        &ec2,
        &[
            "reservation-avg-utilization-inst",
            "reservation-avg-utilization-vcpu",
            "reservation-total-estimated-cost",
            "reservation-unused-total-estimated-cost",
            "reserved-total-estimated-cost",
        ],
    );
    let expected = [100.0 / 3.0, 100.0 / 3.0, 3.0 * 0.0104, 2.0 * 0.0104, 0.0104];
    let is_near = found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-9);
    assert!(is_near, "{found:?}");
}

#[test]
fn a_reservation_is_known_by_its_dimensions() {
    let (ec2, id) = half_used();
    let metrics = [
        "reservation-max-size-inst",
        "reservation-min-size-inst",
        "reservation-max-size-vcpu",
        "reservation-min-size-vcpu",
        "reservation-max-unused-size-inst",
        "reservation-min-unused-size-inst",
        "reservation-max-unused-size-vcpu",
        "reservation-min-unused-size-vcpu",
        "reservation-max-utilization",
        "reservation-min-utilization",
    ];
    let by: Vec<(String, &str)> = [
        "reservation-id",
        "reservation-arn",
        "reservation-type",
        "reservation-create-timestamp",
        "reservation-start-timestamp",
        "reservation-end-timestamp",
        "reservation-end-date-type",
        "reservation-state",
        "reservation-instance-match-criteria",
        "reservation-unused-financial-owner",
        "resource-region",
        "availability-zone-id",
        "account-id",
        "instance-platform",
    ]
    .into_iter()
    .enumerate()
    .map(|(at, by)| (format!("GroupBy.{}", at + 1), by))
    .collect();
    let by: Vec<(&str, &str)> = by.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let found = points(&ec2, &metrics, HOUR, &by);
    assert_eq!(numbers(&found[0]), [4.0, 2.0, 8.0, 4.0, 3.0, 1.0, 6.0, 2.0, 50.0, 25.0]);
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:capacity-reservation/{id}");
    for (name, value) in [
        ("reservationId", id.as_str()),
        ("reservationArn", &arn),
        ("reservationType", "odcr"),
        ("reservationCreateTimestamp", "2026-01-31T12:00:00.000Z"),
        ("reservationStartTimestamp", "2026-01-31T12:00:00.000Z"),
        ("reservationEndDateType", "unlimited"),
        ("reservationState", "active"),
        ("reservationInstanceMatchCriteria", "open"),
        ("reservationUnusedFinancialOwner", "000000000000"),
        ("resourceRegion", "us-east-1"),
        ("availabilityZoneId", "use1-az2"),
        ("accountId", "000000000000"),
        ("instancePlatform", "Linux/UNIX"),
    ] {
        assert_eq!(found[0].text(&format!("dimension.{name}")), value, "{name}");
    }
    assert!(!found[0].has("dimension.reservationEndTimestamp"));
}

#[test]
fn a_reservation_ends_by_the_clock() {
    let ec2 = enabled(Ec2::new());
    let end = [("EndDateType", "limited"), ("EndDate", "2026-01-31T12:30:00Z")];
    reserve(&ec2, "1", &end);
    launch_one(&ec2, &[("InstanceType", "t3.micro"), PLACE]);
    ec2.advance(24 * 3_600);
    let metrics = [
        "reserved-total-usage-hrs-inst",
        "unreserved-total-usage-hrs-inst",
        "reservation-total-capacity-hrs-inst",
    ];
    assert_eq!(values(&ec2, &metrics), [0.5, 0.5, 0.5]);
    let by = [("GroupBy.1", "reservation-end-timestamp")];
    let found = points(&ec2, &metrics[2..], HOUR, &by);
    let path = "dimension.reservationEndTimestamp";
    assert_eq!(found[0].text(path), "2026-01-31T12:30:00.000Z");
}

#[test]
fn spot_instances_count_apart_and_all_regions_together() {
    let ec2 = enabled(Ec2::new());
    let spot = [("InstanceType", "t3.micro"), ("InstanceMarketOptions.MarketType", "spot")];
    launch_one(&ec2.in_region("eu-west-1"), &spot);
    let id = launch_one(&ec2, &spot);
    launch_one(&ec2.as_account("111111111111"), &spot);
    ec2.advance(1_800);
    terminate(&ec2, &id);
    ec2.advance(1_800);
    let metrics = [
        "spot-total-usage-hrs-inst",
        "spot-total-usage-hrs-vcpu",
        "spot-total-count-inst",
        "spot-total-count-vcpu",
    ];
    assert_eq!(values(&ec2, &metrics), [1.5, 3.0, 2.0, 4.0]);
    assert!(points(&ec2, &["unreserved-total-usage-hrs-inst"], HOUR, &[]).is_empty());
    let by = [("GroupBy.1", "resource-region"), ("MaxResults", "1")];
    let names = ["MetricName.1".to_owned()];
    let form = query(&names, &metrics[..1], HOUR, &by);
    let first = ec2.call("GetCapacityManagerMetricData", &form);
    let path = "metricDataResultSet.item.dimension.resourceRegion";
    assert_eq!(first.texts(path), ["eu-west-1"]);
    let next = [&form[..], &[("NextToken", first.text("nextToken"))]].concat();
    let next = ec2.call("GetCapacityManagerMetricData", &next);
    assert_eq!(next.texts(path), ["us-east-1"]);
    assert!(!next.has("nextToken"));

    // What there is of dimensions.
    let form = [
        ("MetricName.1", metrics[0]),
        ("StartTime", "2026-01-31T12:00:00Z"),
        ("EndTime", HOUR),
        ("GroupBy.1", "resource-region"),
        ("GroupBy.2", "instance-type"),
    ];
    let found = ec2.call("GetCapacityManagerMetricDimensions", &form);
    let path = "metricDimensionResultSet.item";
    assert_eq!(found.texts(&format!("{path}.resourceRegion")), ["eu-west-1", "us-east-1"]);
    assert_eq!(found.texts(&format!("{path}.instanceType")), ["t3.micro"; 2]);
    let two = [&form[..], &[("MetricName.2", metrics[1])]].concat();
    let (code, message) = ec2.refused("GetCapacityManagerMetricDimensions", &two);
    assert_eq!(code, "InvalidParameterValue");
    let words = "Value (spot-total-usage-hrs-vcpu) for parameter metricName is invalid. There can \
                 be one metric.";
    assert_eq!(message, words);
}

#[test]
fn interruptions_are_counted() {
    let ec2 = enabled(Ec2::new());
    let spot = [("InstanceType", "t3.micro"), ("InstanceMarketOptions.MarketType", "spot")];
    let [first, _, own] = [0; 3].map(|_| launch_one(&ec2, &spot));
    ec2.advance(1_800);
    terminate(&ec2, &own);
    let metrics = [
        "spot-total-count-inst",
        "spot-total-interruptions-inst",
        "spot-total-interruptions-vcpu",
        "spot-interruption-rate-inst",
        "spot-interruption-rate-vcpu",
        "spot-avg-run-time-before-interruption-inst",
        "spot-max-run-time-before-interruption-inst",
        "spot-min-run-time-before-interruption-inst",
    ];
    ec2.advance(1_800);
    let found = points(&ec2, &metrics, HOUR, &[]);
    let shown = found[0].texts("metricValueSet.item.metric");
    assert_eq!(shown, [metrics[0], metrics[3], metrics[4]]);
    assert_eq!(numbers(&found[0]), [3.0, 0.0, 0.0]);
    // It is told two minutes before.
    ec2.advance(1_680);
    let body = r#"{"type":"spot-interruption"}"#;
    ec2.control("POST", &format!("instances/{first}/events"), body);
    ec2.advance(1_920);
    let found = points(&ec2, &metrics, "2026-01-31T14:00:00Z", &[]);
    assert_eq!(numbers(&found[1]), [2.0, 1.0, 2.0, 50.0, 50.0, 1.5, 1.5, 1.5]);
    assert!(points(&ec2, &metrics[1..3], HOUR, &[]).is_empty());
}

#[test]
fn what_was_before_is_not_known() {
    let ec2 = Ec2::new();
    ec2.advance(600);
    let ec2 = enabled(ec2);
    let none = ec2.call("GetCapacityManagerAttributes", &[]);
    assert!(!none.has("earliestDatapointTimestamp") && !none.has("latestDatapointTimestamp"));
    ec2.advance(3 * 3_600);
    let found = ec2.call("GetCapacityManagerAttributes", &[]);
    assert_eq!(found.text("earliestDatapointTimestamp"), "2026-01-31T13:00:00.000Z");
    assert_eq!(found.text("latestDatapointTimestamp"), "2026-01-31T14:00:00.000Z");
    let names = ["MetricName.1".to_owned()];
    let refused = |more: &[(&str, &str)], metric: &str, code: &str, expected: &str| {
        let form = query(&names, &[metric], HOUR, more);
        let (found, message) = ec2.refused("GetCapacityManagerMetricData", &form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let (count, value) = ("reservation-total-count", "InvalidParameterValue");
    let message = "The time range is not available. Available range: 2026-01-31T13:00:00Z - \
                   2026-01-31T15:00:00Z";
    refused(&[], count, value, message);
    let message = "The start time must be before the end time.";
    refused(&[("StartTime", "2026-01-31T14:00:00Z")], count, value, message);
    let message = "The time range can be up to 90 days.";
    refused(&[("StartTime", "2025-01-31T13:00:00Z")], count, value, message);
    let message = "The time range must be a multiple of the period.";
    refused(&[("StartTime", "2026-01-31T12:30:00Z")], count, value, message);
    let message = "Value (3601) for parameter period is invalid. It must be a multiple of 3600.";
    refused(&[("Period", "3601")], count, value, message);
    let message = "Value ( 100001 ) for parameter maxResults is invalid. Expecting a value less \
                   than 100000.";
    refused(&[("MaxResults", "100001")], count, value, message);

    let combination = "InvalidParameterCombination";
    let message = "The metric spot-total-count-inst has no dimension instance-type.";
    refused(&[("GroupBy.1", "instance-type")], "spot-total-count-inst", combination, message);
    let message = "The metric reservation-max-size-inst requires the dimension reservation-id.";
    refused(&[], "reservation-max-size-inst", combination, message);
    let message =
        "parlel-ec2 does not emulate the metric spot-total-estimated-cost of Capacity Manager.";
    refused(&[], "spot-total-estimated-cost", "UnsupportedOperation", message);
    let parts = [
        ("FilterBy.1.DimensionCondition.Dimension", "account-id"),
        ("FilterBy.1.DimensionCondition.Comparison", "equals"),
        ("FilterBy.1.DimensionCondition.Value.1", "000000000000"),
    ];
    for (left_out, name) in [(0, "dimension"), (1, "comparison"), (2, "values")] {
        let kept: Vec<_> =
            parts.into_iter().enumerate().filter(|(at, _)| *at != left_out).collect();
        let kept: Vec<(&str, &str)> = kept.into_iter().map(|(_, part)| part).collect();
        let message =
            format!("The request must contain the parameter filterBy.dimensionCondition.{name}");
        refused(&kept, count, "MissingParameter", &message);
    }
}

#[test]
fn not_every_price_is_known() {
    let ec2 = enabled(Ec2::new());
    let dedicated = [("InstanceType", "m5.large"), ("Placement.Tenancy", "dedicated")];
    launch_one(&ec2, &dedicated);
    ec2.advance(3_600);
    let names = ["MetricName.1".to_owned()];
    let form = query(&names, &["unreserved-total-estimated-cost"], HOUR, &[]);
    let (code, message) = ec2.refused("GetCapacityManagerMetricData", &form);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "parlel-ec2 does not emulate the price of m5.large with Linux/UNIX.");
    let by = [("GroupBy.1", "tenancy")];
    let found = points(&ec2, &["unreserved-total-usage-hrs-vcpu"], HOUR, &by);
    assert_eq!(found[0].text("dimension.tenancy"), "dedicated");
    assert_eq!(numbers(&found[0]), [2.0]);
}
