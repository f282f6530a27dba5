//! Reserved Instances: offerings, purchases, and what becomes of these.

mod market;

use crate::support::{Ec2, Xml};
use parlel_ec2::{Config, QuotasArg};

const LISTED: &str = "reservedInstancesOfferingsSet.item";
const YEAR: &str = "31536000";
const THREE: &str = "94608000";

fn offerings(ec2: &Ec2, more: &[(&str, &str)]) -> Vec<Xml> {
    let found = ec2.call("DescribeReservedInstancesOfferings", more);
    found.all_at(LISTED).into_iter().cloned().collect()
}

/// The id of an offering of a t3.micro, or of what is asked in its place.
fn offering(ec2: &Ec2, more: &[(&str, &str)]) -> String {
    let usual = [
        ("InstanceType", "t3.micro"),
        ("ProductDescription", "Linux/UNIX"),
        ("OfferingClass", "standard"),
        ("OfferingType", "Partial Upfront"),
        ("MinDuration", YEAR),
        ("MaxDuration", YEAR),
    ];
    let kept = usual.into_iter().filter(|(key, _)| !more.iter().any(|(other, _)| other == key));
    let mut form: Vec<_> = kept.chain(more.iter().copied()).collect();
    if !more.iter().any(|(key, _)| *key == "AvailabilityZone") {
        form.extend([("Filter.1.Name", "scope"), ("Filter.1.Value.1", "Region")]);
    }
    let found = offerings(ec2, &form);
    assert_eq!(found.len(), 1, "{form:?}");
    found[0].text("reservedInstancesOfferingId").to_owned()
}

fn purchase(ec2: &Ec2, offering: &str, count: &str, more: &[(&str, &str)]) -> String {
    let form = [("ReservedInstancesOfferingId", offering), ("InstanceCount", count)];
    let made = ec2.call("PurchaseReservedInstancesOffering", &[&form, more].concat());
    made.text("reservedInstancesId").to_owned()
}

fn described(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeReservedInstances", &[("ReservedInstancesId.1", id)]);
    found.at("reservedInstancesSet.item").unwrap().clone()
}

fn state(ec2: &Ec2, id: &str) -> String {
    described(ec2, id).text("state").to_owned()
}

fn active(ec2: &Ec2) -> Vec<Xml> {
    let form = [("Filter.1.Name", "state"), ("Filter.1.Value.1", "active")];
    let found = ec2.call("DescribeReservedInstances", &form);
    found.all_at("reservedInstancesSet.item").into_iter().cloned().collect()
}

#[test]
fn offerings_follow_the_prices_on_demand() {
    let ec2 = Ec2::new();
    let of = |kind: &str, product: &str, class: &str, option: &str, seconds: &str| {
        let form = [
            ("InstanceType", kind),
            ("ProductDescription", product),
            ("OfferingClass", class),
            ("OfferingType", option),
            ("MinDuration", seconds),
            ("MaxDuration", seconds),
            ("Filter.1.Name", "scope"),
            ("Filter.1.Value.1", "Region"),
        ];
        let found = offerings(&ec2, &form);
        assert_eq!(found.len(), 1, "{form:?}");
        let number = |path: &str| found[0].text(path).parse::<f64>().unwrap();
        (number("recurringCharges.item.amount"), number("fixedPrice"))
    };
    let near = |(hourly, fixed): (f64, f64), (listed, upfront): (f64, f64)| {
        assert!((hourly - listed).abs() < 0.0005, "{hourly} {listed}");
        assert!((fixed - upfront).abs() < 2.0, "{fixed} {upfront}");
    };
    // $0.096 an hour on demand; Windows costs $0.092 more.
    let linux = |class, option, seconds| of("m5.large", "Linux/UNIX", class, option, seconds);
    near(linux("standard", "No Upfront", YEAR), (0.0595, 0.0));
    near(linux("standard", "Partial Upfront", YEAR), (0.0283, 248.0));
    near(linux("standard", "All Upfront", THREE), (0.0, 949.0));
    near(linux("convertible", "No Upfront", THREE), (0.0477, 0.0));
    near(of("m5.large", "Windows", "standard", "No Upfront", YEAR), (0.1515, 0.0));

    let all = offerings(&ec2, &[("InstanceType", "t3.micro")]);
    assert_eq!(all.len(), 100);
    let first = &all[0];
    for (path, value) in [
        ("currencyCode", "USD"),
        ("instanceTenancy", "default"),
        ("marketplace", "false"),
        ("scope", "Region"),
        ("instanceType", "t3.micro"),
        ("usagePrice", "0.0"),
        ("productDescription", "Linux/UNIX"),
        ("recurringCharges.item.frequency", "Hourly"),
    ] {
        assert_eq!(first.text(path), value, "{path}");
    }
    assert!(!first.has("availabilityZone"));
}

#[test]
fn a_region_offers_what_it_has() {
    let of_type = [("InstanceType", "hpc6a.48xlarge")];
    assert!(offerings(&Ec2::new(), &of_type).is_empty());
    assert!(!offerings(&Ec2::new().in_region("us-east-2"), &of_type).is_empty());
}

#[test]
fn offerings_are_found_and_paged() {
    let ec2 = Ec2::new();
    let zonal = [
        ("InstanceType", "c5.large"),
        ("AvailabilityZone", "us-east-1b"),
        ("OfferingClass", "convertible"),
        ("ProductDescription", "Linux/UNIX"),
    ];
    let found = offerings(&ec2, &zonal);
    assert_eq!(found.len(), 6);
    assert_eq!(found[0].text("scope"), "Availability Zone");
    let id = found[5].text("reservedInstancesOfferingId");
    let again = Ec2::new();
    let by_id = offerings(&again, &[("ReservedInstancesOfferingId.1", id)]);
    assert_eq!(by_id.len(), 1);
    assert_eq!(by_id[0].text("availabilityZone"), "us-east-1b");

    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let size = [("MaxResults", "40"), ("NextToken", &*token)];
        let size = if token.is_empty() { &size[..1] } else { &size };
        let named = [("Filter.1.Name", "instance-type"), ("Filter.1.Value.1", "t3.n*")];
        let page = ec2.call("DescribeReservedInstancesOfferings", &[&named, size].concat());
        seen.extend(
            page.texts(&format!("{LISTED}.reservedInstancesOfferingId"))
                .into_iter()
                .map(str::to_owned),
        );
        if !page.has("nextToken") {
            break;
        }
        token = page.text("nextToken").to_owned();
    }
    let count = seen.len();
    assert!(count > 100 && count % 12 == 0, "{count}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
    assert!(offerings(&ec2, &[("InstanceType", "t3.enormous")]).is_empty());
    let dedicated = [("InstanceTenancy", "dedicated"), ("InstanceType", "t3.micro")];
    assert_eq!(offerings(&ec2, &dedicated)[0].text("instanceTenancy"), "dedicated");
    assert_eq!(
        ec2.refused(
            "DescribeReservedInstancesOfferings",
            &[("InstanceType", "t3.micro"), ("AvailabilityZone", "eu-west-1a")]
        ),
        (
            "InvalidParameterValue".to_owned(),
            "Invalid value 'eu-west-1a' for AvailabilityZone.".to_owned()
        )
    );
    let unknown = "00000000-0000-0000-0000-000000000000";
    assert_eq!(
        ec2.refused(
            "DescribeReservedInstancesOfferings",
            &[("ReservedInstancesOfferingId.1", unknown)]
        ),
        (
            "InvalidReservedInstancesOfferingId".to_owned(),
            format!("The reserved instances offering ID '{unknown}' does not exist")
        )
    );
}

#[test]
fn a_purchase_is_paid_active_and_retired() {
    for (ec2, first) in [(Ec2::new(), "active"), (Ec2::with_aws_lifecycle(), "payment-pending")] {
        let id = purchase(&ec2, &offering(&ec2, &[("OfferingType", "partial upfront")]), "3", &[]);
        assert_eq!(state(&ec2, &id), first);
        ec2.advance(60);
        let row = described(&ec2, &id);
        for (path, value) in [
            ("state", "active"),
            ("instanceCount", "3"),
            ("instanceType", "t3.micro"),
            ("offeringClass", "standard"),
            ("offeringType", "Partial Upfront"),
            ("productDescription", "Linux/UNIX"),
            ("scope", "Region"),
            ("duration", YEAR),
            ("start", "2026-01-31T12:00:00.000Z"),
            ("end", "2027-01-31T12:00:00.000Z"),
        ] {
            assert_eq!(row.text(path), value, "{path}");
        }
        assert!(row.text("fixedPrice").parse::<f64>().unwrap() > 0.0);
        let none = [("OfferingClass", "convertible")];
        assert!(!ec2.call("DescribeReservedInstances", &none).has("reservedInstancesSet.item"));
        // It is tagged by its id.
        let tag = [("ResourceId.1", id.as_str()), ("Tag.1.Key", "team"), ("Tag.1.Value", "a")];
        ec2.call("CreateTags", &tag);
        assert_eq!(described(&ec2, &id).text("tagSet.item.value"), "a");
        let tags = ec2.call("DescribeTags", &[]);
        assert_eq!(tags.text("tagSet.item.resourceType"), "reserved-instances");
        ec2.advance(365 * 24 * 3600);
        assert_eq!(state(&ec2, &id), "retired");
    }
}

#[test]
fn a_purchase_waits_for_its_time() {
    let ec2 = Ec2::new();
    let offered = offering(&ec2, &[]);
    let later = [("PurchaseTime", "2026-02-01T12:00:00Z")];
    let kept = purchase(&ec2, &offered, "1", &later);
    let gone = purchase(&ec2, &offered, "1", &later);
    let now = purchase(&ec2, &offered, "1", &[]);
    assert_eq!(state(&ec2, &kept), "queued");
    let answer = ec2.call(
        "DeleteQueuedReservedInstances",
        &[
            ("ReservedInstancesId.1", &gone),
            ("ReservedInstancesId.2", &now),
            ("ReservedInstancesId.3", "x-1"),
        ],
    );
    let done = "successfulQueuedPurchaseDeletionSet.item.reservedInstancesId";
    assert_eq!(answer.texts(done), [&gone]);
    let failed = answer.all_at("failedQueuedPurchaseDeletionSet.item");
    let errors: Vec<_> =
        failed.iter().map(|it| (it.text("error.code"), it.text("error.message"))).collect();
    let active = format!("The reserved instances '{now}' are not in the queued state.");
    assert_eq!(
        errors,
        [
            ("reserved-instances-not-in-queued-state", &*active),
            ("reserved-instances-id-invalid", "The reserved instances ID 'x-1' does not exist"),
        ]
    );
    ec2.advance(24 * 3600);
    assert_eq!(state(&ec2, &kept), "active");
    assert_eq!(state(&ec2, &gone), "queued-deleted");

    let refused = |offering: &str, more: &[(&str, &str)]| {
        let form = [("ReservedInstancesOfferingId", offering)];
        let count = [("InstanceCount", "1")];
        let has_count = more.iter().any(|(key, _)| *key == "InstanceCount");
        let count = if has_count { &[][..] } else { &count };
        ec2.refused("PurchaseReservedInstancesOffering", &[&form, count, more].concat())
    };
    let zonal = offering(&ec2, &[("AvailabilityZone", "us-east-1a")]);
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(
        refused(&zonal, &[("PurchaseTime", "2026-03-01T12:00:00Z")]),
        pair(
            "InvalidParameterCombination",
            "PurchaseTime can only be specified for Reserved Instances with a regional scope."
        )
    );
    assert_eq!(
        refused(&offered, &[("PurchaseTime", "2036-03-01T12:00:00Z")]),
        pair(
            "InvalidParameterValue",
            "PurchaseTime must not be more than three years in the future."
        )
    );
    assert_eq!(
        refused(&offered, &[("InstanceCount", "0")]).1,
        "Value (0) for parameter instanceCount is invalid. Expecting a value greater than 0."
    );
    let limit = refused(&offered, &[("LimitPrice.Amount", "1")]);
    assert_eq!(limit.0, "LimitPriceExceeded");
    assert!(limit.1.ends_with("is above the limit price 1."), "{limit:?}");
}

fn modify(
    ec2: &Ec2,
    ids: &[&str],
    targets: &[&[(&str, &str)]],
) -> Result<Xml, crate::support::Refusal> {
    let ids: Vec<_> =
        (1..).zip(ids).map(|(at, id)| (format!("ReservedInstancesId.{at}"), *id)).collect();
    let targets = (1..).zip(targets).flat_map(|(at, target)| {
        let of = "ReservedInstancesConfigurationSetItemType";
        target.iter().map(move |(key, value)| (format!("{of}.{at}.{key}"), *value))
    });
    let form: Vec<_> = ids.into_iter().chain(targets).collect();
    let form: Vec<_> = form.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    ec2.ask("ModifyReservedInstances", &form)
}

#[test]
fn what_is_reserved_is_split_moved_and_resized() {
    for (ec2, first) in [(Ec2::new(), "fulfilled"), (Ec2::with_aws_lifecycle(), "processing")] {
        let id = purchase(&ec2, &offering(&ec2, &[]), "4", &[]);
        ec2.advance(3600 + 60);
        let answer = modify(
            &ec2,
            &[&id],
            &[
                &[("InstanceCount", "2"), ("AvailabilityZone", "us-east-1b")],
                &[("InstanceCount", "1"), ("InstanceType", "t3.small"), ("Scope", "Region")],
            ],
        );
        let made = answer.unwrap().text("reservedInstancesModificationId").to_owned();
        assert!(made.starts_with("rimod-"), "{made}");
        let shown = || {
            let form = [("ReservedInstancesModificationId.1", made.as_str())];
            let found = ec2.call("DescribeReservedInstancesModifications", &form);
            found.at("reservedInstancesModificationsSet.item").unwrap().clone()
        };
        assert_eq!(shown().text("status"), first);
        assert_eq!(shown().text("reservedInstancesSet.item.reservedInstancesId"), id);
        if first == "processing" {
            let again = modify(&ec2, &[&id], &[&[("InstanceCount", "4")]]).unwrap_err();
            assert_eq!(again.message, format!("The reserved instances '{id}' are being modified."));
        }
        ec2.advance(60);
        let row = shown();
        assert_eq!(row.text("status"), "fulfilled");
        assert_eq!(row.text("effectiveDate"), "2026-01-31T13:00:00.000Z");
        let result = "modificationResultSet.item";
        assert_eq!(row.texts(&format!("{result}.targetConfiguration.instanceCount")), ["2", "1"]);
        let ids = row.texts(&format!("{result}.reservedInstancesId"));
        assert_eq!(state(&ec2, &id), "retired");
        let [zonal, small] = [ids[0], ids[1]].map(|id| described(&ec2, id));
        assert_eq!(zonal.text("availabilityZone"), "us-east-1b");
        assert_eq!((small.text("instanceType"), small.text("instanceCount")), ("t3.small", "1"));
        assert_eq!(small.text("end"), "2027-01-31T12:00:00.000Z");
        let by = |name, value| {
            let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
            ec2.call("DescribeReservedInstancesModifications", &form)
                .has("reservedInstancesModificationsSet.item")
        };
        assert!(by("reserved-instances-id", &id) && !by("reserved-instances-id", ids[0]));
        assert!(by("modification-result.reserved-instances-id", ids[0]));
    }
}

#[test]
fn what_it_amounts_to_stays_the_same() {
    let ec2 = Ec2::new();
    let id = purchase(&ec2, &offering(&ec2, &[]), "2", &[]);
    let windows = purchase(&ec2, &offering(&ec2, &[("ProductDescription", "Windows")]), "1", &[]);
    let refused = |ids: &[&str], target: &[(&str, &str)]| {
        let refusal = modify(&ec2, ids, &[target]).unwrap_err();
        assert_eq!(refusal.code, "InvalidInput", "{refusal:?}");
        refusal.message
    };
    assert_eq!(
        refused(&[&id], &[("InstanceCount", "3")]),
        "The instance size footprint of the target configurations must be that of the Reserved \
         Instances."
    );
    assert_eq!(
        refused(&[&id, &windows], &[("InstanceCount", "3")]),
        "The Reserved Instances must have the same attributes to be modified together."
    );
    for (id, kind) in [(&id, "m5.large"), (&windows, "t3.nano")] {
        assert_eq!(
            refused(&[id], &[("InstanceType", kind)]),
            format!("The instance type cannot be modified from t3.micro to {kind}.")
        );
    }
    assert_eq!(
        refused(&[&id], &[("Platform", "EC2-Classic")]),
        "The platform of Reserved Instances can only be EC2-VPC."
    );
    assert_eq!(
        refused(&[&id], &[("InstanceCount", "0")]),
        "The instance count of a target configuration must be positive."
    );
    assert_eq!(
        refused(&[&id], &[("Scope", "Region"), ("AvailabilityZone", "us-east-1a")]),
        "A regional scope cannot have an Availability Zone."
    );
    let zone = modify(&ec2, &[&id], &[&[("Scope", "Availability Zone")]]).unwrap_err();
    assert_eq!(zone.code, "MissingParameter");
    let queued =
        purchase(&ec2, &offering(&ec2, &[]), "1", &[("PurchaseTime", "2026-02-01T12:00:00Z")]);
    assert_eq!(
        refused(&[&queued], &[("InstanceCount", "1")]),
        format!("The reserved instances '{queued}' are not active.")
    );
}

#[test]
fn twenty_are_purchased_a_month() {
    let ec2 = Ec2::with(Config { quotas: QuotasArg::Default, ..Config::default() });
    let purchase = |id: &str, count: &str| {
        let form = [("ReservedInstancesOfferingId", id), ("InstanceCount", count)];
        ec2.ask("PurchaseReservedInstancesOffering", &form).map_err(|it| (it.code, it.message))
    };
    let message = "Your current quota does not allow you to purchase the required number of \
                   reserved instances";
    let is_refused = |id: &str, count: &str| {
        let refusal = ("ReservedInstancesLimitExceeded".to_owned(), message.to_owned());
        assert_eq!(purchase(id, count).unwrap_err(), refusal);
    };
    let regional = offering(&ec2, &[]);
    for id in [&regional, &offering(&ec2, &[("AvailabilityZone", "us-east-1a")])] {
        is_refused(id, "21");
        purchase(id, "20").unwrap();
        is_refused(id, "1");
    }
    purchase(&offering(&ec2, &[("AvailabilityZone", "us-east-1b")]), "20").unwrap();
    ec2.advance(31 * 24 * 3600);
    purchase(&regional, "1").unwrap();
}
