//! Which roles may use a certificate in an enclave.

use crate::support::Ec2;

const CERTIFICATE: &str = "arn:aws:acm:us-east-1:000000000000:certificate/d4c3b2a1";

const ROLE: &str = "arn:aws:iam::000000000000:role/enclave";

fn both(role: &str) -> [(&str, &str); 2] {
    [("CertificateArn", CERTIFICATE), ("RoleArn", role)]
}

#[test]
fn roles_are_associated_with_a_certificate() {
    let ec2 = Ec2::new();
    let made = ec2.call("AssociateEnclaveCertificateIamRole", &both(ROLE));
    assert_eq!(made.text("certificateS3BucketName"), "aws-ec2-enclave-certificate-us-east-1");
    assert_eq!(made.text("certificateS3ObjectKey"), format!("{ROLE}/{CERTIFICATE}"));
    let again = ec2.call("AssociateEnclaveCertificateIamRole", &both(ROLE));
    // But for the request's id.
    assert_eq!(again.children[1..], made.children[1..]);
    let other = format!("{ROLE}-2");
    let second = ec2.call("AssociateEnclaveCertificateIamRole", &both(&other));
    assert_eq!(second.text("encryptionKmsKeyId"), made.text("encryptionKmsKeyId"));
    let get = "GetAssociatedEnclaveCertificateIamRoles";
    let found = ec2.call(get, &both(ROLE)[..1]);
    assert_eq!(found.texts("associatedRoleSet.item.associatedRoleArn"), [ROLE, &other]);
    let gone = ec2.call("DisassociateEnclaveCertificateIamRole", &both(ROLE));
    assert_eq!(gone.text("return"), "true");
    let found = ec2.call(get, &both(ROLE)[..1]);
    assert_eq!(found.texts("associatedRoleSet.item.associatedRoleArn"), [&other]);
    let (code, message) = ec2.refused("DisassociateEnclaveCertificateIamRole", &both(ROLE));
    assert_eq!(code, "InvalidAssociation.NotFound");
    assert_eq!(message, format!("The role {ROLE} is not associated with {CERTIFICATE}."));
}

#[test]
fn a_certificate_has_sixteen_roles() {
    let ec2 = Ec2::new();
    for at in 0..16 {
        ec2.call("AssociateEnclaveCertificateIamRole", &both(&format!("{ROLE}-{at}")));
    }
    let (code, message) = ec2.refused("AssociateEnclaveCertificateIamRole", &both(ROLE));
    assert_eq!(code, "ResourceLimitExceeded");
    assert_eq!(message, format!("No more than 16 roles can be associated with {CERTIFICATE}."));
    let (code, message) = ec2.refused("AssociateEnclaveCertificateIamRole", &both("enclave"));
    assert_eq!(code, "InvalidParameterValue");
    let expected = "Value (enclave) for parameter roleArn is invalid. It is not a valid ARN.";
    assert_eq!(message, expected);
    let wrong = [("CertificateArn", ROLE)];
    for form in [&wrong[..], &[]] {
        let (code, message) = ec2.refused("GetAssociatedEnclaveCertificateIamRoles", form);
        assert_eq!(code, "InvalidCertificateArn.Malformed");
        assert_eq!(message, "The request must contain a valid certificate arn");
    }
}
