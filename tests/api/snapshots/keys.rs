use super::{described, snapshot, snapshot_of, volume};
use crate::support::Ec2;

const KEY: &str = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";

#[test]
fn an_encrypted_snapshot_has_further_keys() {
    let ec2 = Ec2::new();
    let secret = volume(&ec2, &[("Size", "1"), ("Encrypted", "true")]);
    let id = snapshot_of(&ec2, &secret, &[]);
    assert!(!described(&ec2, &id).has("associatedKmsKeySet"));
    let form = [("SnapshotId", id.as_str()), ("KmsKeyId", "1234abcd-12ab-34cd-56ef-1234567890ab")];
    assert_eq!(ec2.call("AssociateKmsKeyId", &form).text("return"), "true");
    let shown = described(&ec2, &id);
    assert_eq!(shown.texts("associatedKmsKeySet.item.kmsKeyId"), [KEY]);
    let refused = ec2.refused("AssociateKmsKeyId", &form);
    let message = format!("The KMS key {KEY} is already associated with the snapshot '{id}'.");
    assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    ec2.call("DisassociateKmsKeyId", &form);
    assert!(!described(&ec2, &id).has("associatedKmsKeySet"));
    let refused = ec2.refused("DisassociateKmsKeyId", &form);
    let message = format!("The KMS key {KEY} is not associated with the snapshot '{id}'.");
    assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    let plain = snapshot(&ec2, &[]);
    let refused = ec2.refused("AssociateKmsKeyId", &[("SnapshotId", &plain), form[1]]);
    let message = format!("The snapshot '{plain}' is not encrypted.");
    assert_eq!(refused, ("UnsupportedOperation".to_owned(), message));
    let (code, message) = ec2.refused("AssociateKmsKeyId", &form[1..]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter snapshotId");
}
