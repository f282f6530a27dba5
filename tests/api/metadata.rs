//! The instance metadata service: both versions of its protocol, what it tells, and where it is.

use super::instances::{default_subnet, launch_one, shown};
use super::support::Ec2;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parlel_ec2::Config;
use rsa::PublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use sha2::Sha256;

const TOKEN: &str = "x-aws-ec2-metadata-token";
const TTL: &str = "x-aws-ec2-metadata-token-ttl-seconds";

/// What an instance's own address answers to a program in it.
fn ask(
    ec2: &Ec2,
    (method, id, path): (&str, &str, &str),
    headers: &[(&str, &str)],
) -> (u16, HeaderMap, String) {
    let uri = format!("/_parlel/instances/{id}/metadata/{path}");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ec2.send_for_headers(request.body(Body::empty()).unwrap())
}

/// What is at a path, without a token.
#[track_caller]
fn read(ec2: &Ec2, id: &str, path: &str) -> String {
    let (status, _, text) = ask(ec2, ("GET", id, path), &[]);
    assert_eq!(status, 200, "{path}: {text}");
    text
}

fn status(ec2: &Ec2, id: &str, path: &str) -> u16 {
    ask(ec2, ("GET", id, path), &[]).0
}

fn token(ec2: &Ec2, id: &str, seconds: &str) -> String {
    let (status, headers, token) = ask(ec2, ("PUT", id, "latest/api/token"), &[(TTL, seconds)]);
    assert_eq!((status, headers[TTL].to_str().unwrap()), (200, seconds));
    token
}

#[test]
fn an_instance_finds_itself() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let itself = shown(&ec2, &id);
    assert_eq!(
        read(&ec2, &id, "latest/meta-data/"),
        "ami-id\nami-launch-index\nami-manifest-path\nblock-device-mapping/\nevents/\n\
         hostname\nidentity-credentials/\ninstance-action\ninstance-id\n\
         instance-life-cycle\ninstance-type\nlocal-hostname\nlocal-ipv4\nmac\nmetrics/\n\
         network/\nplacement/\nprofile\npublic-hostname\npublic-ipv4\nreservation-id\n\
         security-groups\nservices/\nsystem"
    );
    for (path, member) in [
        ("ami-id", "imageId"),
        ("hostname", "privateDnsName"),
        ("instance-id", "instanceId"),
        ("instance-type", "instanceType"),
        ("local-hostname", "privateDnsName"),
        ("local-ipv4", "privateIpAddress"),
        ("mac", "networkInterfaceSet.item.macAddress"),
        ("placement/availability-zone", "placement.availabilityZone"),
        ("placement/availability-zone-id", "placement.availabilityZoneId"),
        ("public-hostname", "dnsName"),
        ("public-ipv4", "ipAddress"),
        ("security-groups", "groupSet.item.groupName"),
    ] {
        let told = read(&ec2, &id, &format!("latest/meta-data/{path}"));
        assert_eq!(told, itself.text(member), "{path}");
    }
    for (path, value) in [
        ("ami-launch-index", "0"),
        ("ami-manifest-path", "(unknown)"),
        ("block-device-mapping/", "ami\nroot"),
        ("block-device-mapping/ami", "xvda"),
        ("block-device-mapping/root", itself.text("rootDeviceName")),
        ("events/maintenance/scheduled", "[]"),
        ("instance-action", "none"),
        ("instance-life-cycle", "on-demand"),
        ("placement", "availability-zone\navailability-zone-id\nregion"),
        ("placement/region", "us-east-1"),
        ("services/domain", "amazonaws.com"),
        ("services/partition", "aws"),
        ("system", "nitro"),
    ] {
        assert_eq!(read(&ec2, &id, &format!("latest/meta-data/{path}")), value, "{path}");
    }
    let (status, headers, _) = ask(&ec2, ("GET", &id, "latest/meta-data/ami-id"), &[]);
    assert_eq!((status, &headers["content-type"]), (200, &"text/plain".parse().unwrap()));
    assert_eq!(headers["server"], "EC2ws");
    let (status, headers, body) = ask(&ec2, ("GET", &id, "latest/meta-data/nothing"), &[]);
    assert_eq!((status, &headers["content-type"]), (404, &"text/html".parse().unwrap()));
    assert!(body.contains("<title>404 - Not Found</title>"), "{body}");
    assert!(body.contains("//EN\"\n\t\t \"http://www.w3.org/TR/xhtml1/"), "{body}");
    for path in [
        "latest/user-data",
        "latest/meta-data/iam/",
        "latest/meta-data/tags",
        "latest/meta-data/tag-sets",
        "latest/meta-data/hibernation",
        "latest/dynamic/fws",
        "2009-01-01",
    ] {
        assert_eq!(self::status(&ec2, &id, path), 404, "{path}");
    }
    assert_eq!(ask(&ec2, ("HEAD", &id, "latest/"), &[]).0, 200);
}

#[test]
fn a_path_may_have_more_slashes_and_dots() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    for path in ["latest//meta-data/instance-id", "/latest/meta-data/./instance-id//"] {
        assert_eq!(read(&ec2, &id, path), id, "{path}");
    }
    ec2.call("MonitorInstances", &[("InstanceId.1", &id)]);
    ec2.advance(3600);
    assert_eq!(read(&ec2, &id, "latest/dynamic/fws/instance-monitoring"), "enabled");
}

#[test]
fn what_a_launch_says_is_found_inside() {
    let ec2 = Ec2::new();
    ec2.call("CreateKeyPair", &[("KeyName", "web")]);
    let described = ec2.call("DescribeKeyPairs", &[("IncludePublicKey", "true")]);
    let key = format!("{}\n", described.text("keySet.item.publicKey").trim());
    let id = launch_one(
        &ec2,
        &[
            ("KeyName", "web"),
            ("UserData", "AApoZWxsbw=="),
            ("InstanceMarketOptions.MarketType", "spot"),
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"),
            ("BlockDeviceMapping.1.Ebs.VolumeSize", "1"),
            ("MetadataOptions.InstanceMetadataTags", "enabled"),
            ("TagSpecification.1.ResourceType", "instance"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "one"),
            ("TagSpecification.1.Tag.2.Key", "A"),
            ("TagSpecification.1.Tag.2.Value", "\"two\""),
        ],
    );
    ec2.call("DeleteKeyPair", &[("KeyName", "web")]);
    for (path, value) in [
        ("block-device-mapping/ebs1", "sdf"),
        ("instance-life-cycle", "spot"),
        ("public-keys/", "0=web"),
        ("public-keys/0/", "openssh-key"),
        ("public-keys/0/openssh-key", key.as_str()),
        ("tag-sets/", "instance"),
        ("tag-sets/instance", r#"{"A":"\"two\"","Name":"one"}"#),
        ("tags/instance/", "A\nName"),
        ("tags/instance/Name", "one"),
    ] {
        assert_eq!(read(&ec2, &id, &format!("latest/meta-data/{path}")), value, "{path}");
    }
    let (_, headers, user_data) = ask(&ec2, ("GET", &id, "latest/user-data"), &[]);
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(user_data, "\0\nhello");
    let off = [("InstanceId", id.as_str()), ("InstanceMetadataTags", "disabled")];
    ec2.call("ModifyInstanceMetadataOptions", &off);
    assert_eq!(status(&ec2, &id, "latest/meta-data/tags/instance/Name"), 404);
}

#[test]
fn interfaces_are_found_by_their_addresses() {
    let ec2 = Ec2::new();
    let subnet = default_subnet(&ec2, "us-east-1a");
    let id = launch_one(&ec2, &[("SubnetId", &subnet)]);
    let second = ec2.call(
        "CreateNetworkInterface",
        &[("SubnetId", &subnet), ("SecondaryPrivateIpAddressCount", "1")],
    );
    let second = second.at("networkInterface").unwrap().clone();
    let interface = second.text("networkInterfaceId");
    ec2.call(
        "AttachNetworkInterface",
        &[("InstanceId", &id), ("NetworkInterfaceId", interface), ("DeviceIndex", "1")],
    );
    let elastic = ec2.call("AllocateAddress", &[]);
    let allocation = elastic.text("allocationId");
    ec2.call(
        "AssociateAddress",
        &[("AllocationId", allocation), ("NetworkInterfaceId", interface)],
    );
    let macs = read(&ec2, &id, "latest/meta-data/network/interfaces/macs/");
    let mac = second.text("macAddress");
    assert_eq!(macs.lines().count(), 2);
    assert!(macs.lines().any(|line| line == format!("{mac}/")), "{macs}");
    let folder = format!("latest/meta-data/network/interfaces/macs/{mac}/");
    assert_eq!(
        read(&ec2, &id, &folder),
        "device-number\ninterface-id\nipv4-associations/\nlocal-hostname\nlocal-ipv4s\nmac\n\
         owner-id\npublic-hostname\npublic-ipv4s\nsecurity-group-ids\nsecurity-groups\nsubnet-id\n\
         subnet-ipv4-cidr-block\nvpc-id\nvpc-ipv4-cidr-block\nvpc-ipv4-cidr-blocks"
    );
    let public = elastic.text("publicIp");
    let private = second.text("privateIpAddress");
    let all = second.texts("privateIpAddressesSet.item.privateIpAddress").join("\n");
    for (path, value) in [
        ("device-number", "1"),
        ("interface-id", interface),
        ("local-ipv4s", all.as_str()),
        ("owner-id", "000000000000"),
        ("public-ipv4s", public),
        ("subnet-id", &subnet),
        ("subnet-ipv4-cidr-block", "172.31.0.0/20"),
        ("vpc-id", second.text("vpcId")),
        ("vpc-ipv4-cidr-blocks", "172.31.0.0/16"),
        ("security-group-ids", second.text("groupSet.item.groupId")),
    ] {
        assert_eq!(read(&ec2, &id, &format!("{folder}{path}")), value, "{path}");
    }
    let association = format!("{folder}ipv4-associations/{public}");
    assert_eq!(read(&ec2, &id, &association), private);
}

#[test]
fn versions_have_what_there_was() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let versions = read(&ec2, &id, "");
    assert!(versions.starts_with("1.0\n2007-01-19\n"), "{versions}");
    assert!(versions.ends_with("\n2024-04-11\n2025-10-04\n2026-04-15\nlatest"), "{versions}");
    assert_eq!(read(&ec2, &id, "latest"), "dynamic\nmeta-data\nuser-data");
    let old = read(&ec2, &id, "2007-01-19/meta-data");
    assert!(old.contains("\npublic-ipv4\n") && !old.contains("placement"), "{old}");
    assert_eq!(status(&ec2, &id, "2019-10-01/meta-data/system"), 404);
    assert_eq!(read(&ec2, &id, "2022-09-24/meta-data/system"), "nitro");
    let place = "availability-zone\navailability-zone-id\nregion";
    assert_eq!(read(&ec2, &id, "2019-10-01/meta-data/placement"), place);
    for (before, version, path) in [
        ("2007-10-10", "2007-12-15", "profile"),
        ("2016-09-02", "2018-03-28", "identity-credentials"),
        ("2018-09-24", "2019-10-01", "placement/region"),
    ] {
        assert_eq!(status(&ec2, &id, &format!("{version}/meta-data/{path}")), 200, "{path}");
        assert_eq!(status(&ec2, &id, &format!("{before}/meta-data/{path}")), 404, "{path}");
    }
}

#[test]
fn sessions_have_rules() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[("MetadataOptions.HttpTokens", "required")]);
    let other = launch_one(&ec2, &[]);
    for seconds in [None, Some("0"), Some("21601"), Some("soon"), Some("")] {
        let headers: Vec<_> = seconds.map(|seconds| (TTL, seconds)).into_iter().collect();
        let (status, _, body) = ask(&ec2, ("PUT", &id, "latest/api/token"), &headers);
        assert_eq!((status, body.as_str()), (400, ""), "{seconds:?}");
    }
    let forwarded = [(TTL, "60"), ("x-forwarded-for", "203.0.113.1")];
    assert_eq!(ask(&ec2, ("PUT", &id, "latest/api/token"), &forwarded).0, 403);
    let (status, headers, _) = ask(&ec2, ("GET", &id, "latest/api/token"), &[]);
    assert_eq!((status, headers["allow"].to_str().unwrap()), (405, "OPTIONS, PUT"));

    let of = |id: &str, token: &str| {
        let (status, headers, body) =
            ask(&ec2, ("GET", id, "latest/meta-data/instance-id"), &[(TOKEN, token)]);
        (status, headers.get(TTL).map(|left| left.to_str().unwrap().to_owned()), body)
    };
    let good = token(&ec2, &id, "60");
    assert_eq!(good.len(), 56);
    for (method, path) in [
        ("POST", "latest/meta-data"),
        ("DELETE", "latest/meta-data/instance-id"),
        ("PUT", "2021-03-23/api/token"),
    ] {
        let asked = |headers: &[(&str, &str)]| {
            let (status, headers, body) = ask(&ec2, (method, &id, path), headers);
            assert_eq!((headers.get("allow"), body.as_str()), (None, ""), "{method} {path}");
            status
        };
        assert_eq!((asked(&[]), asked(&[(TOKEN, &good), (TTL, "60")])), (401, 403), "{method}");
    }
    let options = |headers: &[(&str, &str)]| {
        let (status, headers, body) = ask(&ec2, ("OPTIONS", &id, "latest/meta-data"), headers);
        assert_eq!(body, "");
        (status, headers.get("allow").map(|it| it.to_str().unwrap().to_owned()))
    };
    assert_eq!(options(&[]), (401, None));
    assert_eq!(options(&[(TOKEN, &good)]), (200, Some("OPTIONS, GET, HEAD".to_owned())));
    assert_eq!(of(&id, &good), (200, Some("60".to_owned()), id.clone()));
    ec2.advance(59);
    assert_eq!(of(&id, &good).1.as_deref(), Some("1"));
    assert_eq!(of(&other, &good).0, 401, "a token is its instance's alone");
    ec2.advance(1);
    assert_eq!(of(&id, &good), (401, None, String::new()));
    for wrong in ["", "nonsense", "AQAAAA=="] {
        assert_eq!(of(&other, wrong).0, 401, "{wrong}: not taken where none is needed");
    }
    assert_eq!(self::status(&ec2, &id, "latest/meta-data/instance-id"), 401);
    assert_eq!(self::status(&ec2, &other, "latest/meta-data/instance-id"), 200);

    let off = [("InstanceId", id.as_str()), ("HttpEndpoint", "disabled")];
    ec2.call("ModifyInstanceMetadataOptions", &off);
    assert_eq!(ask(&ec2, ("PUT", &id, "latest/api/token"), &[(TTL, "60")]).0, 403);
    assert_eq!(self::status(&ec2, &id, "latest/meta-data/instance-id"), 403);
}

#[test]
fn only_what_runs_can_ask() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let told = |id: &str| {
        let (status, _, text) = ask(&ec2, ("GET", id, "latest/meta-data/"), &[]);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        (status, json["error"].as_str().unwrap().to_owned())
    };
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let stopped = format!("the instance {id} is stopped; nothing runs in it that could ask");
    assert_eq!(told(&id), (409, stopped));
    ec2.call("TerminateInstances", &[("InstanceId.1", &id)]);
    assert_eq!(told(&id), (404, format!("the instance {id} is terminated")));
    for id in ["i-0123456789abcdef0", "vpc-1", "x"] {
        assert_eq!(told(id), (404, format!("there is no instance {id}")));
    }
    let vpc = ec2.call("DescribeVpcs", &[]);
    let vpc = vpc.text("vpcSet.item.vpcId");
    assert_eq!(told(vpc), (404, format!("there is no instance {vpc}")));
}

#[test]
fn the_credentials_of_its_role_are_taken() {
    let ec2 = Ec2::new().as_account("111122223333").in_region("eu-west-1");
    let id = launch_one(&ec2, &[("IamInstanceProfile.Name", "app")]);
    let folder = "latest/meta-data/iam/";
    assert_eq!(read(&ec2, &id, folder), "info\nsecurity-credentials/");
    assert_eq!(read(&ec2, &id, &format!("{folder}security-credentials/")), "app");
    let info: serde_json::Value =
        serde_json::from_str(&read(&ec2, &id, &format!("{folder}info"))).unwrap();
    let arn = "arn:aws:iam::111122223333:instance-profile/app";
    assert_eq!((&info["Code"], &info["InstanceProfileArn"]), (&"Success".into(), &arn.into()));
    let own = "latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance";
    for (path, role) in
        [(format!("{folder}security-credentials/app"), "app"), (own.into(), "aws:ec2-instance")]
    {
        let keys: serde_json::Value = serde_json::from_str(&read(&ec2, &id, &path)).unwrap();
        assert_eq!(keys["Type"], "AWS-HMAC");
        assert_eq!(keys["LastUpdated"], "2026-01-31T12:00:00Z");
        assert_eq!(keys["Expiration"], "2026-01-31T18:00:00Z");
        let scope = format!("{}/20260131/eu-west-1/sts/aws4_request", keys["AccessKeyId"]);
        let request = Request::post("/")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-amz-security-token", keys["Token"].as_str().unwrap())
            .header("authorization", format!("Credential={}", scope.replace('"', "")))
            .body(Body::from("Action=GetCallerIdentity&Version=2011-06-15"));
        let (status, text) = ec2.send(request.unwrap());
        let arn = format!("arn:aws:sts::111122223333:assumed-role/{role}/{id}");
        assert!(status == 200 && text.contains(&arn), "{text}");
    }
    ec2.advance(3 * 3600 + 60);
    let keys = read(&ec2, &id, &format!("{folder}security-credentials/app"));
    assert!(keys.contains("\"Expiration\" : \"2026-01-31T21:00:00Z\""), "{keys}");
}

#[test]
fn documents_are_signed() {
    let ec2 = Ec2::new();
    let id = launch_one(&ec2, &[]);
    let folder = "latest/dynamic/instance-identity/";
    assert_eq!(read(&ec2, &id, folder), "document\npkcs7\nrsa2048\nsignature");
    let document = read(&ec2, &id, &format!("{folder}document"));
    let told: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!((&told["instanceId"], &told["kernelId"]), (&id.into(), &serde_json::Value::Null));
    assert_eq!(told["pendingTime"], "2026-01-31T12:00:00Z");

    let request = Request::get("/_parlel/metadata/certificate").body(Body::empty()).unwrap();
    let certificate = bytes_of(&ec2.send(request).1);
    let begins = b"\x30\x82\x01\x22\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    let at = certificate.windows(begins.len()).position(|window| window == begins).unwrap();
    let key = PublicKey::from_public_key_der(&certificate[at..at + 294]).unwrap();
    let key = VerifyingKey::<Sha256>::new(key);
    let read = |name: &str| bytes_of(&read(&ec2, told["instanceId"].as_str().unwrap(), name));
    let signature = read("latest/dynamic/instance-identity/signature");
    let check = |signature: &[u8]| {
        key.verify(document.as_bytes(), &Signature::try_from(signature).unwrap()).unwrap();
    };
    check(&signature);
    for form in ["pkcs7", "rsa2048"] {
        let signed = read(&format!("{folder}{form}"));
        let has = |part: &[u8]| signed.windows(part.len()).any(|window| window == part);
        assert!(has(document.as_bytes()), "the document is in it");
        // The signer is named as the certificate names its issuer.
        assert!(has(b"\x30\x15\x31\x13\x30\x11\x06\x03\x55\x04\x0a\x0c\x0aparlel-ec2\x02\x01\x01"));
        check(&signed[signed.len() - 256..]);
    }
}

/// The bytes of base64 in lines, between those that PEM adds.
fn bytes_of(text: &str) -> Vec<u8> {
    STANDARD.decode(text.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap()
}

#[test]
fn one_instance_can_have_the_root() {
    let ec2 = Ec2::new();
    let (first, second) = (launch_one(&ec2, &[]), launch_one(&ec2, &[]));
    let asked = |host: &str| {
        let request = Request::get("/latest/meta-data/instance-id").header("host", host);
        ec2.send(request.body(Body::empty()).unwrap())
    };
    let (status, text) = asked("localhost:4700");
    assert_eq!(status, 404);
    assert!(text.contains("no instance's metadata is here; PUT /_parlel/metadata"), "{text}");
    let chosen = ec2.control("PUT", "metadata", &format!("{{\"instanceId\":\"{first}\"}}"));
    assert_eq!(chosen, serde_json::json!({ "instanceId": first }));
    assert_eq!(asked("localhost:4700"), (200, first));
    assert_eq!(asked(&format!("{second}.localhost:4700")), (200, second));
    let request = Request::put("/latest/api/token").header(TTL, "60");
    assert_eq!(ec2.send(request.body(Body::empty()).unwrap()).0, 200);
    let form = "Action=DescribeRegions&Version=2016-11-15";
    let api = Request::post("/latest/meta-data/").body(Body::from(form)).unwrap();
    assert_eq!(ec2.send(api).0, 200, "the API is on any path");
    ec2.control("POST", "reset", "");
    assert_eq!(ec2.control("GET", "metadata", ""), serde_json::json!({ "instanceId": null }));
    let wrong = Request::put("/_parlel/metadata").body(Body::from(r#"{"id":1}"#)).unwrap();
    assert_eq!(ec2.send(wrong).0, 400);
}

#[test]
fn programs_in_instances_need_no_control_token() {
    let control_token = Some("s3cret".to_owned());
    let ec2 = Ec2::with(Config { control_token, ..Config::default() });
    let id = launch_one(&ec2, &[]);
    assert_eq!(status(&ec2, &id, "latest/"), 200);
    let page = [("origin", "https://evil.example")];
    assert_eq!(ask(&ec2, ("GET", &id, "latest/"), &page).0, 403);
    let choose = Request::put("/_parlel/metadata").body(Body::from("{}")).unwrap();
    assert_eq!(ec2.send(choose).0, 401);
}
