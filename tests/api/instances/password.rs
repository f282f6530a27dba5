use super::{IMAGE, launch_one, refused};
use crate::support::{Ec2, Xml};
use base64::Engine as _;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::{Pkcs1v15Encrypt, PrivateKey};

fn windows(ec2: &Ec2) -> String {
    let name = "Windows_Server-2022-English-Full-Base-*";
    let filter = [("Owner.1", "amazon"), ("Filter.1.Name", "name"), ("Filter.1.Value.1", name)];
    ec2.call("DescribeImages", &filter).text("imagesSet.item.imageId").to_owned()
}

fn password_data(ec2: &Ec2, instance: &str) -> Xml {
    ec2.call("GetPasswordData", &[("InstanceId", instance)])
}

fn decrypted(data: &str, key: &str) -> String {
    let key = PrivateKey::from_pkcs1_pem(key).unwrap();
    let data = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
    String::from_utf8(key.decrypt(Pkcs1v15Encrypt, &data).unwrap()).unwrap()
}

#[test]
fn the_holder_of_the_key_reads_the_password_of_a_windows_instance() {
    let ec2 = Ec2::new();
    let image = windows(&ec2);
    let key = ec2.call("CreateKeyPair", &[("KeyName", "desk")]).text("keyMaterial").to_owned();
    let launch = [("ImageId", image.as_str()), ("KeyName", "desk")];
    let (one, two) = (launch_one(&ec2, &launch), launch_one(&ec2, &launch));
    ec2.call("DeleteKeyPair", &[("KeyName", "desk")]);
    let first = password_data(&ec2, &one);
    assert_eq!(first.text("instanceId"), one);
    assert_eq!(first.text("timestamp"), "2026-01-31T12:00:00.000Z");
    let password = decrypted(first.text("passwordData"), &key);
    assert_eq!(password.len(), 32);
    assert_ne!(decrypted(password_data(&ec2, &two).text("passwordData"), &key), password);
    assert_eq!(password_data(&ec2, &one).text("passwordData"), first.text("passwordData"));
}

#[test]
fn others_have_no_password() {
    let ec2 = Ec2::new();
    ec2.call("CreateKeyPair", &[("KeyName", "desk")]);
    let image = windows(&ec2);
    for launch in
        [[("ImageId", IMAGE), ("KeyName", "desk")], [("ImageId", &image), ("MinCount", "1")]]
    {
        let instance = launch_one(&ec2, &launch);
        let answer = password_data(&ec2, &instance);
        assert!(answer.has("passwordData"));
        assert_eq!(answer.text("passwordData"), "");
    }
    let (code, _) = ec2.refused("GetPasswordData", &[("InstanceId", "i-0123456789abcdef0")]);
    assert_eq!(code, "InvalidInstanceID.NotFound");
    assert_eq!(ec2.refused("GetPasswordData", &[]).0, "MissingParameter");

    ec2.call("CreateKeyPair", &[("KeyName", "short"), ("KeyType", "ed25519")]);
    let (code, message) = refused(&ec2, &[("ImageId", &image), ("KeyName", "short")]);
    assert_eq!(code, "Unsupported");
    assert_eq!(
        message,
        "ED25519 key pairs are not supported with Windows AMIs. Choose a different key pair type \
         and try again."
    );
}

#[test]
fn in_the_aws_lifecycle_windows_boots_first() {
    let ec2 = Ec2::with_aws_lifecycle();
    let image = windows(&ec2);
    ec2.call("CreateKeyPair", &[("KeyName", "desk")]);
    let instance = launch_one(&ec2, &[("ImageId", &image), ("KeyName", "desk")]);
    assert_eq!(password_data(&ec2, &instance).text("passwordData"), "");
    ec2.advance(15 * 60);
    assert_eq!(password_data(&ec2, &instance).text("passwordData").len(), 344);
}
