//! Requests that are repeated.

use super::super::support::Ec2;
use super::{create, refused};

#[test]
fn a_client_token_makes_one_volume() {
    let ec2 = Ec2::new();
    let once = [("Size", "1"), ("ClientToken", "once")];
    let first = create(&ec2, &once);
    assert_eq!(create(&ec2, &once).text("volumeId"), first.text("volumeId"));
    let other = refused(&ec2, &[("Size", "2"), ("ClientToken", "once")]);
    // `volume_controls.json` among the recordings of EBS in radkawar/stackd.
    let inconsistent = "Parameters on this idempotent request are inconsistent with parameters \
                        used in previous request(s)";
    assert_eq!(other, ("IdempotentParameterMismatch".to_owned(), inconsistent.to_owned()));
    let dry = [("Size", "2"), ("ClientToken", "once"), ("DryRun", "true")];
    assert_eq!(refused(&ec2, &dry).0, "DryRunOperation");
    let by_id = [("AvailabilityZoneId", "use1-az2"), once[0], once[1]];
    assert_eq!(ec2.call("CreateVolume", &by_id).text("volumeId"), first.text("volumeId"));
    let long = "x".repeat(65);
    let too_long = "Client token must be less than or equal to 64 characters.";
    assert_eq!(refused(&ec2, &[("Size", "1"), ("ClientToken", &long)]).1, too_long);
    ec2.call("DeleteVolume", &[("VolumeId", first.text("volumeId"))]);
    let (code, message) = refused(&ec2, &once);
    assert_eq!(code, "IdempotentParameterMismatch");
    let told = "The client token you have provided is associated with a resource that is already \
                deleted. Please use a different client token.";
    assert_eq!(message, told);
}
