//! What an account of today is told of Scheduled Instances.

use crate::support::Ec2;

#[test]
fn no_schedule_is_available() {
    let ec2 = Ec2::new();
    let asked = [
        ("FirstSlotStartTimeRange.EarliestTime", "2026-02-07T00:00:00Z"),
        ("FirstSlotStartTimeRange.LatestTime", "2026-02-14T00:00:00Z"),
        ("Recurrence.Frequency", "Weekly"),
        ("Recurrence.Interval", "1"),
        ("Recurrence.OccurrenceDay.1", "1"),
        ("Filter.1.Name", "instance-type"),
        ("Filter.1.Value.1", "c4.large"),
    ];
    let found = ec2.call("DescribeScheduledInstanceAvailability", &asked);
    assert!(found.has("scheduledInstanceAvailabilitySet"));
    assert!(!found.has("scheduledInstanceAvailabilitySet.item"));
    for (size, bound) in [("4", "greater than 5"), ("301", "less than 300")] {
        let message = format!(
            "Value ( {size} ) for parameter maxResults is invalid. Expecting a value {bound}."
        );
        let expected = ("InvalidParameterValue".to_owned(), message);
        let size = ("MaxResults", size);
        assert_eq!(ec2.refused("DescribeScheduledInstances", &[size]), expected);
        let form = [&asked[..5], &[size]].concat();
        assert_eq!(ec2.refused("DescribeScheduledInstanceAvailability", &form), expected);
    }
    let purchase =
        [("PurchaseRequest.1.InstanceCount", "1"), ("PurchaseRequest.1.PurchaseToken", "eyJ2")];
    assert_eq!(
        ec2.refused("PurchaseScheduledInstances", &purchase),
        (
            "InvalidPurchaseToken.Malformed".to_owned(),
            "The purchase token 'eyJ2' is malformed".to_owned()
        )
    );
    let run = [
        ("ScheduledInstanceId", "sci-1234-1234-1234-1234-123456789012"),
        ("LaunchSpecification.ImageId", "ami-0abcdef1234567890"),
    ];
    let refusal = ec2.refused("RunScheduledInstances", &run);
    assert_eq!(refusal.0, "InvalidScheduledInstance");
    assert_eq!(
        refusal.1,
        "The scheduled instance ID 'sci-1234-1234-1234-1234-123456789012' does not exist"
    );
}
