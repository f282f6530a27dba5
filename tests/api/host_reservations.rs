use crate::hosts::{allocate, described};
use crate::support::{Ec2, Xml};

fn offerings(ec2: &Ec2, more: &[(&str, &str)]) -> Xml {
    let family = [("Filter.1.Name", "instance-family"), ("Filter.1.Value.1", "m4")];
    ec2.call("DescribeHostReservationOfferings", &[&family, more].concat())
}

fn offering(ec2: &Ec2, option: &str, seconds: &str) -> String {
    let more = [
        ("Filter.2.Name", "payment-option"),
        ("Filter.2.Value.1", option),
        ("MinDuration", seconds),
        ("MaxDuration", seconds),
    ];
    let found = offerings(ec2, &more);
    assert_eq!(found.all_at("offeringSet.item").len(), 1, "{option} {seconds}");
    found.text("offeringSet.item.offeringId").to_owned()
}

const YEAR: &str = "31536000";
const THREE: &str = "94608000";

#[test]
fn a_region_offers_hosts_of_what_it_has() {
    let ec2 = Ec2::new();
    let family = [("Filter.1.Name", "instance-family"), ("Filter.1.Value.1", "p3dn")];
    let of = |ec2: &Ec2| {
        ec2.call("DescribeHostReservationOfferings", &family).all_at("offeringSet.item").len()
    };
    assert_eq!((of(&ec2), of(&ec2.in_region("us-west-1"))), (6, 0));
}

#[test]
fn offerings_cost_what_aws_documents() {
    let ec2 = Ec2::new();
    let all = offerings(&ec2, &[]);
    for (option, seconds, hourly, upfront) in [
        ("NoUpfront", YEAR, 1.499, 0.0),
        ("NoUpfront", THREE, 1.045, 0.0),
        ("PartialUpfront", YEAR, 0.714, 6_254.0),
        ("PartialUpfront", THREE, 0.484, 12_720.0),
        ("AllUpfront", YEAR, 0.0, 12_257.0),
        ("AllUpfront", THREE, 0.0, 23_913.0),
    ] {
        let of = |it: &&&Xml| it.text("paymentOption") == option && it.text("duration") == seconds;
        let rows = all.all_at("offeringSet.item");
        let row = rows.iter().find(of).unwrap();
        let near = |path, listed: f64| {
            let price: f64 = row.text(path).parse().unwrap();
            (price - listed).abs() <= listed * 0.001
        };
        assert!(near("hourlyPrice", hourly) && near("upfrontPrice", upfront), "{option} {seconds}");
        assert_eq!(row.text("instanceFamily"), "m4");
        assert!(!row.has("currencyCode"));
    }
    assert_eq!(offering(&ec2, "NoUpfront", YEAR), offering(&Ec2::new(), "NoUpfront", YEAR));
    let id = offering(&ec2, "NoUpfront", YEAR);
    let one = ec2.call("DescribeHostReservationOfferings", &[("OfferingId", &id)]);
    assert_eq!(one.texts("offeringSet.item.offeringId"), [&id]);
    let abroad = ec2.in_region("eu-west-1");
    for (id, code, message) in [
        (
            id.as_str(),
            "InvalidHostReservationOfferingId.NotFound",
            format!("The host reservation offering ID '{id}' does not exist"),
        ),
        (
            "x-1",
            "InvalidHostReservationOfferingId.Malformed",
            "Invalid id: \"x-1\" (expecting \"hro-...\")".to_owned(),
        ),
    ] {
        let refusal = abroad.refused("DescribeHostReservationOfferings", &[("OfferingId", id)]);
        assert_eq!(refusal, (code.to_owned(), message));
    }
}

#[test]
fn a_reservation_covers_hosts_for_its_term() {
    let ec2 = Ec2::new();
    let kind = ("InstanceType", "m4.large");
    let hosts = [allocate(&ec2, &[kind]), allocate(&ec2, &[kind])];
    let id = offering(&ec2, "NoUpfront", YEAR);
    let form =
        [("OfferingId", id.as_str()), ("HostIdSet.1", &hosts[0]), ("HostIdSet.2", &hosts[1])];
    let preview = ec2.call("GetHostReservationPurchasePreview", &form);
    assert_eq!(preview.text("totalHourlyPrice"), "2.998");
    assert_eq!(preview.text("totalUpfrontPrice"), "0.000");
    assert_eq!(preview.text("purchase.item.instanceFamily"), "m4");
    assert!(!preview.has("purchase.item.hostReservationId"));
    assert!(!preview.has("currencyCode") && !preview.has("purchase.item.currencyCode"));
    assert!(!described(&ec2, &hosts[0]).has("hostReservationId"));
    let more = [
        ("ClientToken", "once"),
        ("CurrencyCode", "USD"),
        ("LimitPrice", "3"),
        ("TagSpecification.1.ResourceType", "host-reservation"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "paid"),
    ];
    let bought = ec2.call("PurchaseHostReservation", &[&form[..], &more].concat());
    assert_eq!(bought.text("clientToken"), "once");
    assert!(!bought.has("currencyCode") && !bought.has("purchase.item.currencyCode"));
    assert_eq!(bought.texts("purchase.item.hostIdSet.item"), [&hosts[0], &hosts[1]]);
    let reservation = bought.text("purchase.item.hostReservationId");
    assert!(reservation.starts_with("hr-0"), "{reservation}");
    assert_eq!(described(&ec2, &hosts[1]).text("hostReservationId"), reservation);
    let by_id = [("HostReservationIdSet.1", reservation)];
    let row =
        || ec2.call("DescribeHostReservations", &by_id).at("hostReservationSet.item").cloned();
    let shown = row().unwrap();
    for (path, value) in [
        ("count", "2"),
        ("state", "active"),
        ("duration", YEAR),
        ("start", "2026-01-31T12:00:00.000Z"),
        ("end", "2027-01-31T12:00:00.000Z"),
        ("offeringId", id.as_str()),
        ("paymentOption", "NoUpfront"),
        ("hourlyPrice", "2.998"),
        ("upfrontPrice", "0.000"),
        ("instanceFamily", "m4"),
        ("tagSet.item.value", "paid"),
    ] {
        assert_eq!(shown.text(path), value, "{path}");
    }
    assert!(!shown.has("currencyCode"));
    let (code, message) = ec2.refused("PurchaseHostReservation", &form);
    assert_eq!(code, "HostAlreadyCoveredByReservation");
    let expected = format!("Dedicated host {} is already covered by a reservation.", hosts[0]);
    assert_eq!(message, expected);
    let released = ec2.call("ReleaseHosts", &[("HostId.1", &hosts[0])]);
    let path = "unsuccessful.item.error";
    assert_eq!(released.text(&format!("{path}.code")), "Client.HostAlreadyCoveredByReservation");
    assert_eq!(
        released.text(&format!("{path}.message")),
        format!(
            "Dedicated host '{}' cannot be released as it is covered by a reservation.",
            hosts[0]
        )
    );
    ec2.advance(365 * 24 * 3_600);
    assert_eq!(row().unwrap().text("state"), "retired");
    assert!(!described(&ec2, &hosts[0]).has("hostReservationId"));
    ec2.call("ReleaseHosts", &[("HostId.1", &hosts[0])]);
}

#[test]
fn what_cannot_be_purchased_is_refused() {
    let ec2 = Ec2::new();
    let host = allocate(&ec2, &[]);
    let id = offering(&ec2, "PartialUpfront", YEAR);
    let form = [("OfferingId", id.as_str()), ("HostIdSet.1", host.as_str())];
    let (code, message) = ec2.refused("GetHostReservationPurchasePreview", &form);
    assert_eq!(code, "InvalidInstanceFamily");
    let expected = format!(
        "The instance family 'm5' of dedicated host {host} is not that of the offering, 'm4'."
    );
    assert_eq!(message, expected);
    let host = allocate(&ec2, &[("InstanceType", "m4.large")]);
    let form = [form[0], ("HostIdSet.1", host.as_str())];
    for (limit, code, message) in [
        (
            "6253.99",
            "LimitPriceExceeded",
            "The cost of the order, 6254.000, is above the limit price 6253.99.",
        ),
        (
            "much",
            "InvalidParameterValue",
            "Value (much) for parameter limitPrice is invalid. Expecting a price.",
        ),
    ] {
        let form = [form[0], form[1], ("LimitPrice", limit)];
        let (refused, text) = ec2.refused("PurchaseHostReservation", &form);
        assert_eq!((refused.as_str(), text.as_str()), (code, message));
    }
    let (code, message) = ec2
        .refused("DescribeHostReservations", &[("HostReservationIdSet.1", "hr-0123456789abcdef0")]);
    assert_eq!(code, "InvalidHostReservationId.NotFound");
    assert_eq!(message, "The host reservation ID 'hr-0123456789abcdef0' does not exist");
}
