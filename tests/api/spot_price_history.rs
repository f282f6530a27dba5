use crate::support::{Ec2, NOW, Xml};

const LISTED: &str = "spotPriceHistorySet.item";
const M5: (&str, &str) = ("InstanceType.1", "m5.large");
const LINUX: (&str, &str) = ("ProductDescription.1", "Linux/UNIX");

fn ask(ec2: &Ec2, form: &[(&str, &str)]) -> Xml {
    ec2.call("DescribeSpotPriceHistory", form)
}

fn times(history: &Xml) -> Vec<&str> {
    history.texts("spotPriceHistorySet.item.timestamp")
}

#[test]
fn from_now_on_each_pool_has_the_price_that_is_in_force() {
    let ec2 = Ec2::new();
    let history = ask(&ec2, &[M5, LINUX, ("StartTime", NOW)]);
    let mut zones = history.texts("spotPriceHistorySet.item.availabilityZone");
    zones.sort_unstable();
    let offered = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1f"];
    assert_eq!(zones, offered);
    let first = history.at(LISTED).unwrap();
    assert_eq!(first.text("instanceType"), "m5.large");
    assert_eq!(first.text("productDescription"), "Linux/UNIX");
    assert!(first.text("availabilityZoneId").starts_with("use1-az"));
    let price = first.text("spotPrice");
    assert!(price.len() == 8 && price.ends_with("00"), "{price}");
    assert!((0.01..0.096).contains(&price.parse::<f64>().unwrap()), "{price}");
    assert!(times(&history).iter().all(|time| *time <= "2026-01-31T12:00:00.000Z"));
    assert_eq!(history.at("nextToken").unwrap().text, "");
    // It is what one gets without any time, too, and again, and with each way to say Linux.
    assert_eq!(ask(&ec2, &[M5, LINUX]).children[1..], history.children[1..]);
    let in_vpc = ("ProductDescription.2", "Linux/UNIX (Amazon VPC)");
    let both = ask(&ec2, &[M5, LINUX, in_vpc, ("StartTime", NOW)]);
    assert_eq!(both.all_at(LISTED), history.all_at(LISTED));
    // A clock that is ahead asks for the same.
    let later = ask(&ec2, &[M5, LINUX, ("StartTime", "2026-02-01T12:00:00Z")]);
    assert_eq!(later.all_at(LISTED), history.all_at(LISTED));
}

#[test]
fn a_span_has_its_changes_and_the_one_before_the_latest_first() {
    let ec2 = Ec2::new();
    let zone = ("AvailabilityZone", "us-east-1a");
    let start = ("StartTime", "2026-01-30T00:00:00Z");
    let history = ask(&ec2, &[M5, LINUX, zone, start, ("EndTime", "2026-01-31T00:00:00Z")]);
    let found = times(&history);
    assert!(found.windows(2).all(|pair| pair[0] > pair[1]), "{found:?}");
    assert!(*found.first().unwrap() <= "2026-01-31T00:00:00.000Z");
    let before: Vec<_> = found.iter().filter(|time| **time <= "2026-01-30T00:00:00.000Z").collect();
    assert_eq!((before.len(), found.len()), (1, 4));
    // What was said of the past stays, and the present goes on.
    let from_now = ask(&ec2, &[M5, LINUX, zone]);
    ec2.advance(16 * 60 * 60);
    let again = ask(&ec2, &[M5, LINUX, zone, start, ("EndTime", "2026-01-31T00:00:00Z")]);
    assert_eq!(again.all_at(LISTED), history.all_at(LISTED));
    assert_ne!(ask(&ec2, &[M5, LINUX, zone]).all_at(LISTED), from_now.all_at(LISTED));
}

#[test]
fn the_history_goes_back_90_days() {
    let form =
        [M5, LINUX, ("AvailabilityZoneId", "use1-az2"), ("StartTime", "2020-01-01T00:00:00Z")];
    let history = ask(&Ec2::new(), &form);
    assert_eq!(history.texts("spotPriceHistorySet.item.availabilityZone")[0], "us-east-1a");
    let oldest = *times(&history).last().unwrap();
    assert!(("2025-11-01T20"..="2025-11-02T12:00:00.000Z").contains(&oldest), "{oldest}");
    assert!((270..=272).contains(&times(&history).len()));
}

#[test]
fn products_cost_more_with_their_licences() {
    let ec2 = Ec2::new();
    let history = ask(&ec2, &[M5, ("AvailabilityZone", "us-east-1a")]);
    let mut prices: Vec<(&str, f64)> = history
        .all_at(LISTED)
        .into_iter()
        .map(|row| (row.text("productDescription"), row.text("spotPrice").parse().unwrap()))
        .collect();
    prices.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
    let names: Vec<_> = prices.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Linux/UNIX", "Red Hat Enterprise Linux", "SUSE Linux", "Windows"]);
    assert!((prices[3].1 - prices[0].1 - 0.092).abs() < 1e-9, "{prices:?}");
    // Windows does not run on Graviton.
    let arm = ask(&ec2, &[("InstanceType.1", "m6g.large"), ("ProductDescription.1", "Windows")]);
    assert!(arm.all_at(LISTED).is_empty());
}

#[test]
fn filters_narrow_it() {
    let ec2 = Ec2::new();
    let all = ask(&ec2, &[M5]);
    let row = all.at(LISTED).unwrap().clone();
    let one = |name: &str, value: &str| {
        let form = [
            ("Filter.1.Name", "instance-type"),
            ("Filter.1.Value.1", "m5.large"),
            ("Filter.2.Name", name),
            ("Filter.2.Value.1", value),
        ];
        ask(&ec2, &form).all_at(LISTED).len()
    };
    assert_eq!(one("availability-zone", "us-east-1a"), 4);
    assert_eq!(one("availability-zone-id", "use1-az2"), 4);
    assert_eq!(one("product-description", "Linux/UNIX (Amazon VPC)"), 5);
    assert_eq!(one("product-description", "Linux*"), 5);
    assert!(one("spot-price", row.text("spotPrice")) >= 1);
    assert!(one("timestamp", row.text("timestamp")) >= 1);
    assert_eq!(one("timestamp", "2020-*"), 0);
    let wild = [("Filter.1.Name", "instance-type"), ("Filter.1.Value.1", "m5.larg?"), LINUX];
    assert_eq!(ask(&ec2, &wild).all_at(LISTED).len(), 5);
    for unknown in [("InstanceType.1", "m5.huge"), ("ProductDescription.1", "Plan 9")] {
        assert!(ask(&ec2, &[unknown]).all_at(LISTED).is_empty(), "{unknown:?}");
    }
    // Not sold as Spot Instances, or not in the zone.
    for name in ["mac1.metal", "m5.large"] {
        let form = [("InstanceType.1", name), ("AvailabilityZone", "us-east-1e")];
        assert!(ask(&ec2, &form).all_at(LISTED).is_empty(), "{name}");
    }
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let ec2 = Ec2::new();
    let form = [M5, ("InstanceType.2", "t3.micro"), ("StartTime", "2026-01-30T00:00:00Z")];
    let whole = ask(&ec2, &form);
    let mut rows = Vec::new();
    let mut token = String::new();
    loop {
        let mut form = form.to_vec();
        form.push(("MaxResults", "7"));
        form.extend((!token.is_empty()).then_some(("NextToken", token.as_str())));
        let page = ask(&ec2, &form);
        rows.extend(page.all_at(LISTED).into_iter().cloned());
        // Time that passes brings no rows into the pages to come.
        ec2.advance(3_600);
        token = page.text("nextToken").to_owned();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(rows.iter().collect::<Vec<_>>(), whole.all_at(LISTED));
}

#[test]
fn a_page_has_a_thousand_rows_of_all_types() {
    let ec2 = Ec2::new();
    for size in [None, Some(("MaxResults", "1000")), Some(("MaxResults", "5000"))] {
        let page = ask(&ec2, &size.into_iter().collect::<Vec<_>>());
        assert_eq!(page.all_at(LISTED).len(), 1_000);
        let found = times(&page);
        assert!(found.windows(2).all(|pair| pair[0] >= pair[1]));
        assert_ne!(page.text("nextToken"), "");
    }
    // A token alone goes on with what it was handed out for.
    let first = ask(&ec2, &[]);
    let next = ask(&ec2, &[("NextToken", first.text("nextToken"))]);
    assert!(times(&next)[0] <= *times(&first).last().unwrap());
}

#[test]
fn regions_have_prices_of_their_own() {
    let ec2 = Ec2::new();
    let here = ask(&ec2, &[M5, LINUX]);
    let there = ask(&ec2.in_region("sa-east-1"), &[M5, LINUX]);
    assert_eq!(there.all_at(LISTED).len(), 3);
    let price = |of: &Xml| of.at(LISTED).unwrap().text("spotPrice").to_owned();
    assert_ne!(price(&here), price(&there));
    // No prices were recorded of China.
    assert!(ask(&ec2.in_region("cn-north-1"), &[M5]).all_at(LISTED).is_empty());
}

#[test]
fn what_is_refused() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("DescribeSpotPriceHistory", form);
    let invalid = |message: &str| ("InvalidParameterValue".to_owned(), message.to_owned());
    assert_eq!(
        refused(&[("AvailabilityZone", "us-west-2a")]),
        invalid("Invalid availability zone: [us-west-2a]")
    );
    assert_eq!(
        refused(&[("AvailabilityZoneId", "usw2-az1")]),
        invalid("Invalid availability zone-id: [usw2-az1]")
    );
    let both = [("AvailabilityZone", "us-east-1a"), ("AvailabilityZoneId", "use1-az2")];
    let (code, message) = refused(&both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "AvailabilityZone and AvailabilityZoneId can't be used together. Specify only \
         one of these parameters.";
    assert_eq!(message, expected);
    assert_eq!(
        refused(&[("MaxResults", "0")]),
        invalid(
            "Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 0."
        )
    );
    let unknown = [("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")];
    assert_eq!(refused(&unknown), invalid("The filter 'colour' is invalid"));
    let (code, message) = refused(&[("NextToken", "made-up")]);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("InvalidNextToken", "The token 'made-up' is invalid")
    );
}
