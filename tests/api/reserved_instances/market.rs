use super::{active, offering, purchase, state};
use crate::support::{Ec2, Xml};

#[test]
fn convertible_ones_are_exchanged_for_no_less() {
    let ec2 = Ec2::new();
    let convertible = ("OfferingClass", "convertible");
    let id = purchase(&ec2, &offering(&ec2, &[convertible]), "4", &[]);
    let target = offering(&ec2, &[convertible, ("InstanceType", "m5.large")]);
    ec2.advance(365 * 12 * 3600);
    let form =
        [("ReservedInstanceId.1", id.as_str()), ("TargetConfiguration.1.OfferingId", &target)];
    let quote = ec2.call("GetReservedInstancesExchangeQuote", &form);
    assert_eq!(quote.text("isValidExchange"), "true");
    assert_eq!(quote.text("currencyCode"), "USD");
    assert_eq!(quote.text("outputReservedInstancesWillExpireAt"), "2027-01-31T12:00:00.000Z");
    let number = |path: &str| quote.text(path).parse::<f64>().unwrap();
    let [of, to] = ["reservedInstanceValueRollup", "targetConfigurationValueRollup"];
    assert!(
        number(&format!("{to}.remainingTotalValue"))
            >= number(&format!("{of}.remainingTotalValue"))
    );
    let due = number(&format!("{to}.remainingUpfrontValue"))
        - number(&format!("{of}.remainingUpfrontValue"));
    assert!((number("paymentDue") - due).abs() < 0.001);
    let configuration = "targetConfigurationValueSet.item.targetConfiguration";
    assert_eq!(quote.text(&format!("{configuration}.instanceCount")), "1");
    let accepted = ec2.call("AcceptReservedInstancesExchangeQuote", &form);
    assert!(accepted.text("exchangeId").starts_with("riex-"));
    assert_eq!(state(&ec2, &id), "retired");
    let rows = active(&ec2);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].text("instanceType"), "m5.large");
    assert_eq!(rows[0].text("end"), "2027-01-31T12:00:00.000Z");

    let standard = purchase(&ec2, &offering(&ec2, &[]), "1", &[]);
    let form = [
        ("ReservedInstanceId.1", standard.as_str()),
        ("TargetConfiguration.1.OfferingId", &target),
    ];
    let quote = ec2.call("GetReservedInstancesExchangeQuote", &form);
    assert_eq!(quote.text("isValidExchange"), "false");
    let reason = format!("The reserved instances '{standard}' are not convertible.");
    assert_eq!(quote.text("validationFailureReason"), reason);
    assert_eq!(
        ec2.refused("AcceptReservedInstancesExchangeQuote", &form),
        ("InvalidParameterValue".to_owned(), reason)
    );
    let mine = rows[0].text("reservedInstancesId");
    let other = offering(&ec2, &[]);
    let form = [("ReservedInstanceId.1", mine), ("TargetConfiguration.1.OfferingId", &other)];
    let quote = ec2.call("GetReservedInstancesExchangeQuote", &form);
    assert_eq!(
        quote.text("validationFailureReason"),
        "The target offering is not a convertible one."
    );
    let counted = [&form[..], &[("TargetConfiguration.1.InstanceCount", "2")]].concat();
    assert_eq!(
        ec2.refused("GetReservedInstancesExchangeQuote", &counted).1,
        "Value (2) for parameter instanceCount is invalid. It is reserved."
    );
    assert_eq!(ec2.refused("GetReservedInstancesExchangeQuote", &form[..1]).0, "MissingParameter");
    let form = [form[0], ("TargetConfiguration.1.OfferingId", "t3.medium")];
    assert_eq!(
        ec2.refused("GetReservedInstancesExchangeQuote", &form),
        ("InvalidOfferingId".to_owned(), "Invalid Offering ID provided".to_owned())
    );
}

fn list(
    ec2: &Ec2,
    id: &str,
    count: &str,
    (term, price): (&str, &str),
) -> Result<Xml, crate::support::Refusal> {
    let form = [
        ("ReservedInstancesId", id),
        ("InstanceCount", count),
        ("PriceSchedules.1.Term", term),
        ("PriceSchedules.1.Price", price),
        ("PriceSchedules.2.Term", "5"),
        ("PriceSchedules.2.Price", "10.5"),
        ("ClientToken", "sale"),
    ];
    ec2.ask("CreateReservedInstancesListing", &form)
}

const SOLD: &str = "reservedInstancesListingsSet.item.reservedInstancesListingId";
const ZONE: (&str, &str) = ("AvailabilityZone", "us-east-1a");

#[test]
fn standard_ones_of_a_zone_are_put_up_for_sale() {
    let ec2 = Ec2::new();
    let id = purchase(&ec2, &offering(&ec2, &[ZONE]), "3", &[]);
    ec2.advance(31 * 24 * 3600);
    let made = list(&ec2, &id, "2", ("11", "20")).unwrap();
    let item = made.at("reservedInstancesListingsSet.item").unwrap();
    let listing = item.text("reservedInstancesListingId");
    assert_eq!(item.text("status"), "active");
    assert_eq!(item.texts("instanceCounts.item.instanceCount"), ["2", "0", "0", "0"]);
    let terms = item.texts("priceSchedules.item.term");
    assert_eq!((terms.len(), terms[0], terms[10]), (11, "11", "1"));
    let prices = item.texts("priceSchedules.item.price");
    assert_eq!((prices[5], prices[6]), ("20.0", "10.5"));
    assert_eq!(item.texts("priceSchedules.item.active")[..2], ["true", "false"]);
    let form = [("ReservedInstancesId", id.as_str())];
    let found = ec2.call("DescribeReservedInstancesListings", &form);
    assert_eq!(found.texts("reservedInstancesListingsSet.item.status"), ["active"]);
    assert_eq!(list(&ec2, &id, "1", ("11", "20")).unwrap_err().code, "IdempotentParameterMismatch");
    let again = [
        form[0],
        ("InstanceCount", "1"),
        ("PriceSchedules.1.Term", "5"),
        ("PriceSchedules.1.Price", "1"),
        ("ClientToken", "other"),
    ];
    assert_eq!(
        ec2.refused("CreateReservedInstancesListing", &again).1,
        format!("The reserved instances '{id}' are listed already.")
    );
    let cancel = [("ReservedInstancesListingId", listing)];
    let cancelled = ec2.call("CancelReservedInstancesListing", &cancel);
    assert_eq!(cancelled.text("reservedInstancesListingsSet.item.status"), "cancelled");
    assert_eq!(
        ec2.refused("CancelReservedInstancesListing", &cancel),
        ("InvalidInput".to_owned(), format!("The listing '{listing}' was cancelled already."))
    );
}

#[test]
fn not_all_can_be_sold() {
    let ec2 = Ec2::new();
    let id = purchase(&ec2, &offering(&ec2, &[ZONE]), "3", &[]);
    let regional = purchase(&ec2, &offering(&ec2, &[]), "1", &[]);
    let early = list(&ec2, &id, "2", ("11", "20")).unwrap_err();
    assert_eq!(early.code, "InvalidInput");
    assert_eq!(
        early.message,
        "Reserved Instances can be sold from thirty days after their purchase on and until one \
         month before their end."
    );
    ec2.advance(31 * 24 * 3600);
    assert_eq!(
        list(&ec2, &regional, "1", ("11", "20")).unwrap_err().message,
        "Reserved Instances with a regional scope and Convertible Reserved Instances cannot be \
         sold."
    );
    let number = "is invalid. Expecting a number of";
    for (count, term, price, message) in [
        (
            "4",
            "11",
            "20",
            format!("(4) for parameter instanceCount {number} instances that there are."),
        ),
        ("2", "12", "20", format!("(12) for parameter term {number} months that are left.")),
        ("2", "11", "-1", "(-1) for parameter price is invalid. Expecting a price.".to_owned()),
    ] {
        let refusal = list(&ec2, &id, count, (term, price)).unwrap_err();
        assert_eq!(refusal.message, format!("Value {message}"));
    }
    // aws/aws-cli#8290
    let refusal = list(&ec2, &id, "2", ("10", "20")).unwrap_err();
    assert_eq!(refusal.code, "MissingParameter");
    assert_eq!(
        refusal.message,
        "The following parameters are missing 'Price Schedule for maximum month remaining(11) on \
         lease"
    );
    assert!(ec2.call("DescribeReservedInstancesListings", &[]).texts(SOLD).is_empty());
}
