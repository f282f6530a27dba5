use super::support::Ec2;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Made by `ssh-keygen -t ed25519`.
const ED25519: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFCiFK9Y8G/6rl/LO+HuKuBLsmXzhjbTUSj6eWmJzzvI me@home";
const ED25519_FINGERPRINT: &str = "y/1hvt2/EUTIBKE4yYw48GsnGRDK9qyTENqYKQk014w=";

fn material() -> String {
    STANDARD.encode(ED25519)
}

#[test]
fn a_key_pair_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let form = [
        ("KeyName", "deploy"),
        ("TagSpecification.1.ResourceType", "key-pair"),
        ("TagSpecification.1.Tag.1.Key", "team"),
        ("TagSpecification.1.Tag.1.Value", "web"),
    ];
    let created = ec2.call("CreateKeyPair", &form);
    let id = created.text("keyPairId");
    assert!(id.starts_with("key-0"));
    assert_eq!(created.text("keyName"), "deploy");
    assert_eq!(created.text("tagSet.item.value"), "web");
    assert!(created.text("keyMaterial").starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    // A SHA-1 digest: twenty bytes.
    assert_eq!(created.text("keyFingerprint").split(':').count(), 20);

    let found = ec2.call("DescribeKeyPairs", &[("KeyName.1", "deploy")]);
    let item = found.at("keySet.item").unwrap();
    assert_eq!(item.text("keyPairId"), id);
    assert_eq!(item.text("keyType"), "rsa");
    assert_eq!(item.text("keyFingerprint"), created.text("keyFingerprint"));
    assert_eq!(item.text("createTime"), "2026-01-31T12:00:00.000Z");
    assert_eq!(item.text("tagSet.item.key"), "team");
    assert!(!item.has("publicKey") && !item.has("keyMaterial"));

    let deleted = ec2.call("DeleteKeyPair", &[("KeyName", "deploy")]);
    assert_eq!((deleted.text("return"), deleted.text("keyPairId")), ("true", id));
    assert!(!ec2.call("DescribeKeyPairs", &[]).has("keySet.item"));
}

#[test]
fn the_same_requests_make_the_same_keys_and_others_others() {
    let keys = |names: &[&str]| {
        let ec2 = Ec2::new();
        let key = |name: &&str| {
            let made = ec2.call("CreateKeyPair", &[("KeyName", name)]);
            ec2.call("DeleteKeyPair", &[("KeyName", name)]);
            (made.text("keyPairId").to_owned(), made.text("keyMaterial").to_owned())
        };
        names.iter().map(key).collect::<Vec<_>>()
    };
    let (once, again) = (keys(&["one", "two", "one"]), keys(&["one", "two", "one"]));
    assert_eq!(once, again);
    assert!(once[0].1 != once[1].1 && once[0].1 != once[2].1, "a name given again, another key");
    let other = keys(&["other"]);
    assert_eq!(other[0].0, once[0].0);
    assert_ne!(other[0].1, once[0].1, "two requests at once make two keys");
}

#[test]
fn types_and_formats() {
    let ec2 = Ec2::new();
    let create = |name: &str, key_type: &str, format: &str| {
        let form = [("KeyName", name), ("KeyType", key_type), ("KeyFormat", format)];
        ec2.call("CreateKeyPair", &form).text("keyMaterial").to_owned()
    };
    let pem = create("a", "ed25519", "pem");
    assert!(pem.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    let ppk = create("b", "ed25519", "ppk");
    assert!(ppk.starts_with("PuTTY-User-Key-File-2: ssh-ed25519\n"));
    assert!(create("c", "rsa", "ppk").starts_with("PuTTY-User-Key-File-2: ssh-rsa\n"));
    let found = ec2.call("DescribeKeyPairs", &[]);
    assert_eq!(found.texts("keySet.item.keyType"), ["ed25519", "ed25519", "rsa"]);
    let (code, _) = ec2.refused("CreateKeyPair", &[("KeyName", "d"), ("KeyType", "dsa")]);
    assert_eq!(code, "InvalidParameterValue");
}

#[test]
fn an_imported_key_shows_its_public_half_when_asked() {
    let ec2 = Ec2::new();
    let form = [("KeyName", "mine"), ("PublicKeyMaterial", &*material())];
    let imported = ec2.call("ImportKeyPair", &form);
    assert_eq!(imported.text("keyFingerprint"), ED25519_FINGERPRINT);
    assert_eq!(imported.text("keyName"), "mine");
    let id = imported.text("keyPairId");
    let found = ec2.call("DescribeKeyPairs", &[("KeyPairId.1", id), ("IncludePublicKey", "true")]);
    let line = ED25519.replace("me@home", "mine");
    assert_eq!(found.text("keySet.item.publicKey"), format!("{line}\n"));
    assert_eq!(found.text("keySet.item.keyType"), "ed25519");
}

#[test]
fn what_is_no_key_is_not_imported() {
    let ec2 = Ec2::new();
    let nonsense = STANDARD.encode("ssh-rsa AAAA nobody");
    let form = [("KeyName", "mine"), ("PublicKeyMaterial", &*nonsense)];
    let (code, message) = ec2.refused("ImportKeyPair", &form);
    assert_eq!(code, "InvalidKey.Format");
    assert_eq!(message, "Key is not in valid OpenSSH public key format");
    assert!(!ec2.call("DescribeKeyPairs", &[]).has("keySet.item"));
    let empty = [("KeyName", "mine"), ("PublicKeyMaterial", ""), ("DryRun", "true")];
    assert_eq!(ec2.refused("ImportKeyPair", &empty).0, "DryRunOperation");
    let (code, message) = ec2.refused("ImportKeyPair", &empty[..2]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter publicKeyMaterial");
    let refused = |material: &[u8]| {
        let material = STANDARD.encode(material);
        let form = [("KeyName", "mine"), ("PublicKeyMaterial", &*material)];
        let (code, message) = ec2.refused("ImportKeyPair", &form);
        assert_eq!(code, "InvalidParameterValue");
        message
    };
    assert_eq!(
        refused(&[b'x'; 2_049]),
        "Value for parameter PublicKeyMaterial is invalid. Length exceeds maximum of 2048."
    );
    assert_eq!(
        refused(&[0xb2, 0xc7]),
        "Value for parameter PublicKeyMaterial is invalid. Character sets beyond ASCII are not \
         supported."
    );
}

#[test]
fn rsa_keys_of_many_lengths_are_imported() {
    let ec2 = Ec2::new();
    for (bits, is_taken) in [(256, false), (512, true), (1_024, true), (3_072, true), (8_192, true)]
    {
        let name = format!("of-{bits}-bits");
        let material = STANDARD.encode(rsa_line(bits));
        let form = [("KeyName", &*name), ("PublicKeyMaterial", &*material)];
        if is_taken {
            assert_eq!(ec2.call("ImportKeyPair", &form).text("keyName"), name);
        } else {
            assert_eq!(ec2.refused("ImportKeyPair", &form).0, "InvalidKey.Format");
        }
    }
}

/// A line of `authorized_keys` with a modulus of that many bits, which nobody has factored.
fn rsa_line(bits: usize) -> String {
    let mut blob = Vec::new();
    let mut put = |bytes: &[u8]| {
        blob.extend(u32::try_from(bytes.len()).expect("short").to_be_bytes());
        blob.extend(bytes);
    };
    put(b"ssh-rsa");
    put(&[1, 0, 1]);
    put(&[&[0], &*vec![0xff; bits / 8]].concat());
    format!("ssh-rsa {} somebody", STANDARD.encode(blob))
}

#[test]
fn a_name_is_taken_once_in_a_region() {
    let ec2 = Ec2::new();
    let form = [("KeyName", "mine"), ("KeyType", "ed25519")];
    ec2.call("CreateKeyPair", &form);
    let (code, message) = ec2.refused("CreateKeyPair", &form);
    assert_eq!(code, "InvalidKeyPair.Duplicate");
    assert_eq!(message, "The keypair already exists");
    let again = [("KeyName", "mine"), ("PublicKeyMaterial", &*material())];
    assert_eq!(ec2.refused("ImportKeyPair", &again).0, "InvalidKeyPair.Duplicate");
    ec2.in_region("eu-west-1").call("CreateKeyPair", &form);
    ec2.as_account("111111111111").call("CreateKeyPair", &form);
}

#[test]
fn names_are_ascii_of_limited_length() {
    let ec2 = Ec2::new();
    let refused = |name: &str| ec2.refused("CreateKeyPair", &[("KeyName", name)]);
    let (code, message) = refused("schlüssel");
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(
        message,
        "Value for parameter KeyName is invalid. Character sets beyond ASCII are not supported."
    );
    let too_long = "Value for parameter KeyName is invalid. Length exceeds maximum of 255.";
    assert_eq!(refused(&"x".repeat(256)).1, too_long);
    let (code, message) = refused(" x");
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value ' x' for keyName. It should be trimmed");
    assert_eq!(refused("a\nb").1, "Value for parameter a\nb is invalid. KeyName");
    let (code, message) = refused("");
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter KeyName");
    for (member, value, texts) in
        [("KeyType", "ecdsa", "rsa, ed25519"), ("KeyFormat", "der", "ppk, pem")]
    {
        let form = [("KeyName", "x"), (member, value), ("DryRun", "true")];
        assert_eq!(ec2.refused("CreateKeyPair", &form).0, "DryRunOperation");
        let (code, message) = ec2.refused("CreateKeyPair", &form[..2]);
        assert_eq!(code, "InvalidParameterValue");
        let member = member.replacen('K', "k", 1);
        let expected = format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy \
             constraint: Member must satisfy enum value set: [{texts}]"
        );
        assert_eq!(message, expected);
    }
    let long = "x".repeat(255);
    ec2.call("CreateKeyPair", &[("KeyName", &long), ("KeyType", "ed25519")]);
    assert_eq!(ec2.refused("CreateKeyPair", &[]).0, "MissingParameter");
}

#[test]
fn unknown_names_and_ids_are_named() {
    let ec2 = Ec2::new();
    let (code, message) = ec2.refused("DescribeKeyPairs", &[("KeyName.1", "a")]);
    assert_eq!(code, "InvalidKeyPair.NotFound");
    assert_eq!(message, "The key pair 'a' does not exist");
    let (_, message) = ec2.refused("DescribeKeyPairs", &[("KeyName.1", "a"), ("KeyName.2", "b")]);
    assert_eq!(message, "The key pairs 'a, b' do not exist");
    let (code, message) = ec2.refused("DescribeKeyPairs", &[("KeyName.1", "")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value '' for keyPairNames. It should not be blank");
    for id in ["key-0123456789abcdef0", "key-12345678", "bad"] {
        let (code, message) = ec2.refused("DescribeKeyPairs", &[("KeyPairId.1", id)]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, format!("Invalid value '{id}' for keyPairId."));
    }
    let both = [("KeyName.1", "a"), ("KeyPairId.1", "bad")];
    let (code, message) = ec2.refused("DescribeKeyPairs", &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter 'keyPairId' may not be used in combination with 'keyName'";
    assert_eq!(message, expected);
}

#[test]
fn deleting_what_is_not_there_succeeds() {
    let ec2 = Ec2::new();
    let deleted = ec2.call("DeleteKeyPair", &[("KeyName", "gone")]);
    assert_eq!(deleted.text("return"), "true");
    assert!(!deleted.has("keyPairId"));
    ec2.call("DeleteKeyPair", &[("KeyPairId", "key-0123456789abcdef0")]);
    let (code, message) = ec2.refused("DeleteKeyPair", &[]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter KeyName");
    let made = ec2.call("CreateKeyPair", &[("KeyName", "both")]);
    let same = [("KeyName", "both"), ("KeyPairId", made.text("keyPairId"))];
    assert_eq!(ec2.call("DeleteKeyPair", &same).text("keyPairId"), made.text("keyPairId"));
    let both = [("KeyName", "a"), ("KeyPairId", "key-01")];
    let (code, message) = ec2.refused("DeleteKeyPair", &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter keyName cannot be used with the parameter keyPairId";
    assert_eq!(message, expected);
    let (code, message) = ec2.refused("DeleteKeyPair", &[("KeyPairId", "a")]);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Invalid value 'a' for keyPairId.");
}

#[test]
fn a_key_is_deleted_by_its_id() {
    let ec2 = Ec2::new();
    let form = [("KeyName", "mine"), ("PublicKeyMaterial", &*material())];
    let id = ec2.call("ImportKeyPair", &form).text("keyPairId").to_owned();
    let deleted = ec2.call("DeleteKeyPair", &[("KeyPairId", &id)]);
    assert_eq!(deleted.text("keyPairId"), id);
    assert_eq!(
        ec2.refused("DescribeKeyPairs", &[("KeyName.1", "mine")]).0,
        "InvalidKeyPair.NotFound"
    );
}

/// aws/aws-sdk-go-v2#2624 (2024)
#[test]
fn an_empty_list_of_filters_is_no_request() {
    let refused = Ec2::new().refused("DescribeKeyPairs", &[("Filter", "")]);
    let message = "The request received was invalid.".to_owned();
    assert_eq!(refused, ("InvalidRequest".to_owned(), message));
}

#[test]
fn filters() {
    let ec2 = Ec2::new();
    for name in ["web-1", "web-2", "db"] {
        let form = [
            ("KeyName", name),
            ("KeyType", "ed25519"),
            ("TagSpecification.1.ResourceType", "key-pair"),
            ("TagSpecification.1.Tag.1.Key", "name"),
            ("TagSpecification.1.Tag.1.Value", name),
        ];
        ec2.call("CreateKeyPair", &form);
    }
    let import = [("KeyName", "mine"), ("PublicKeyMaterial", &*material())];
    ec2.call("ImportKeyPair", &import);
    let names = |filter: &str, value: &str| {
        let form = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeKeyPairs", &form);
        found.texts("keySet.item.keyName").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("key-name", "web-*"), ["web-1", "web-2"]);
    assert_eq!(names("key-name", "db"), ["db"]);
    assert_eq!(names("fingerprint", ED25519_FINGERPRINT), ["mine"]);
    assert_eq!(names("tag:name", "web-2"), ["web-2"]);
    assert_eq!(names("tag-key", "name"), ["web-1", "web-2", "db"]);
    let form = [("Filter.1.Name", "key-type"), ("Filter.1.Value.1", "rsa")];
    let (code, message) = ec2.refused("DescribeKeyPairs", &form);
    assert_eq!((&*code, &*message), ("InvalidParameterValue", "The filter 'key-type' is invalid"));
}

#[test]
fn a_dry_run_makes_no_key() {
    let ec2 = Ec2::new();
    let before = ec2.call("DescribeKeyPairs", &[]);
    let form = [("KeyName", "mine"), ("KeyType", "ed25519"), ("DryRun", "true")];
    assert_eq!(ec2.refused("CreateKeyPair", &form).0, "DryRunOperation");
    let after = ec2.call("DescribeKeyPairs", &[]);
    assert_eq!(before.at("keySet"), after.at("keySet"));
}
