//! FPGA images.

use super::support::{Ec2, Xml};

const DESIGN: [(&str, &str); 2] =
    [("InputStorageLocation.Bucket", "designs"), ("InputStorageLocation.Key", "dcp/one.tar")];

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> Xml {
    ec2.call("CreateFpgaImage", &[&DESIGN, more].concat())
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeFpgaImages", &[("FpgaImageId.1", id)]);
    found.at("fpgaImageSet.item").unwrap().clone()
}

fn own(ec2: &Ec2, filter: &str, value: &str) -> usize {
    let form = [("Owner.1", "self"), ("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
    ec2.call("DescribeFpgaImages", &form).all_at("fpgaImageSet.item").len()
}

#[test]
fn a_design_becomes_an_image() {
    let ec2 = Ec2::with_aws_lifecycle();
    let more = [
        ("LogsStorageLocation.Bucket", "logs"),
        ("LogsStorageLocation.Key", "one"),
        ("Name", "one"),
        ("Description", "the first"),
        ("TagSpecification.1.ResourceType", "fpga-image"),
        ("TagSpecification.1.Tag.1.Key", "team"),
        ("TagSpecification.1.Tag.1.Value", "a"),
    ];
    let made = create(&ec2, &more);
    let (id, global) = (made.text("fpgaImageId"), made.text("fpgaImageGlobalId"));
    assert!(id.starts_with("afi-0") && global.starts_with("agfi-0"), "{id} {global}");
    let image = describe(&ec2, id);
    for (name, value) in [
        ("fpgaImageId", id),
        ("fpgaImageGlobalId", global),
        ("name", "one"),
        ("description", "the first"),
        ("state.code", "pending"),
        ("createTime", "2026-01-31T12:00:00.000Z"),
        ("updateTime", "2026-01-31T12:00:00.000Z"),
        ("ownerId", "000000000000"),
        ("public", "false"),
        ("tags.item.value", "a"),
    ] {
        assert_eq!(image.text(name), value, "{name}");
    }
    ec2.advance(30 * 60);
    let image = describe(&ec2, id);
    assert_eq!(image.text("state.code"), "available");
    assert_eq!(image.text("updateTime"), "2026-01-31T12:30:00.000Z");
    for (filter, value) in [
        ("fpga-image-id", id),
        ("fpga-image-global-id", global),
        ("name", "o*"),
        ("state", "available"),
        ("tag:team", "a"),
        ("owner-id", "000000000000"),
    ] {
        assert_eq!(own(&ec2, filter, value), 1, "{filter}");
    }
    assert_eq!(own(&ec2, "state", "pending"), 0);
    assert_eq!(ec2.call("DeleteFpgaImage", &[("FpgaImageId", id)]).text("return"), "true");
    assert_eq!(own(&ec2, "name", "*"), 0);
    let at_once = Ec2::new();
    let id = create(&at_once, &[]).text("fpgaImageId").to_owned();
    assert_eq!(describe(&at_once, &id).text("state.code"), "available");
}

#[test]
fn a_token_makes_one_image() {
    let ec2 = Ec2::new();
    let token = [("ClientToken", "one"), ("Name", "one")];
    let made = create(&ec2, &token);
    assert_eq!(create(&ec2, &token).text("fpgaImageId"), made.text("fpgaImageId"));
    let other = [&DESIGN[..], &[("ClientToken", "one"), ("Name", "two")]].concat();
    assert_eq!(ec2.refused("CreateFpgaImage", &other).0, "IdempotentParameterMismatch");
    assert_eq!(own(&ec2, "name", "*"), 1);
}

#[test]
fn a_design_has_a_place() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)], code: &str, expected: &str| {
        let (found, message) = ec2.refused("CreateFpgaImage", form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let missing = "The request must contain the parameter";
    let message = format!("{missing} inputStorageLocation.bucket");
    refused(&DESIGN[1..], "MissingParameter", &message);
    refused(&DESIGN[..1], "MissingParameter", &format!("{missing} inputStorageLocation.key"));
    let logs = [DESIGN[0], DESIGN[1], ("LogsStorageLocation.Key", "logs")];
    let message = format!("{missing} logsStorageLocation.bucket");
    refused(&logs, "MissingParameter", &message);
    let message = "Value (No) for parameter inputStorageLocation.bucket is invalid. It must be \
                   the name of an Amazon S3 bucket.";
    let form = [("InputStorageLocation.Bucket", "No"), DESIGN[1]];
    refused(&form, "InvalidParameterValue", message);
}

#[test]
fn a_copy_loads_the_same() {
    let ec2 = Ec2::new();
    let made = create(&ec2, &[("Name", "one"), ("Description", "the first")]);
    let source = ("SourceFpgaImageId", made.text("fpgaImageId"));
    let there = ec2.in_region("eu-west-1");
    let from = ("SourceRegion", "us-east-1");
    let copy = there.call("CopyFpgaImage", &[source, from]);
    let image = describe(&there, copy.text("fpgaImageId"));
    assert_eq!(image.text("fpgaImageGlobalId"), made.text("fpgaImageGlobalId"));
    assert_eq!((image.text("name"), image.text("description")), ("one", "the first"));
    let named = there.call("CopyFpgaImage", &[source, from, ("Name", "two")]);
    assert_eq!(describe(&there, named.text("fpgaImageId")).text("name"), "two");
    let (code, message) = there.refused("CopyFpgaImage", &[source, ("SourceRegion", "eu-west-1")]);
    assert_eq!(code, "InvalidFpgaImageID.NotFound");
    assert_eq!(message, format!("Image ID '{}' not found.", source.1));
    let nowhere = there.refused("CopyFpgaImage", &[source, ("SourceRegion", "moon-1")]);
    assert_eq!(nowhere.0, "InvalidRegion");
}

#[test]
fn attributes_change_one_at_a_time() {
    let ec2 = Ec2::new();
    let made = create(&ec2, &[]);
    let id = ("FpgaImageId", made.text("fpgaImageId"));
    ec2.advance(60);
    let modify = |more: &[(&str, &str)]| {
        let changed = ec2.call("ModifyFpgaImageAttribute", &[&[id], more].concat());
        changed.at("fpgaImageAttribute").unwrap().clone()
    };
    let named = modify(&[("Name", "two")]);
    assert_eq!((named.text("fpgaImageId"), named.text("name")), (id.1, "two"));
    let described = modify(&[("Attribute", "description"), ("Description", "the second")]);
    assert_eq!(described.text("description"), "the second");
    assert!(!described.has("name"));
    assert_eq!(describe(&ec2, id.1).text("updateTime"), "2026-01-31T12:01:00.000Z");
    for (of, path, value) in [
        ("name", "name", "two"),
        ("description", "description", "the second"),
        ("loadPermission", "loadPermissions", ""),
        ("productCodes", "productCodes", ""),
    ] {
        let found = ec2.call("DescribeFpgaImageAttribute", &[id, ("Attribute", of)]);
        assert_eq!(found.text(&format!("fpgaImageAttribute.{path}")), value);
    }
    let refused = |more: &[(&str, &str)], code: &str, expected: &str| {
        let form = [&[id], more].concat();
        let (found, message) = ec2.refused("ModifyFpgaImageAttribute", &form);
        assert_eq!((found.as_str(), message.as_str()), (code, expected));
    };
    let combination = "InvalidParameterCombination";
    refused(&[], combination, "No attributes specified.");
    let several = "Fields for multiple attribute types specified";
    refused(&[("Name", "a"), ("Description", "b")], combination, several);
    refused(&[("Name", "a"), ("Attribute", "description")], combination, several);
    let message = "The request must contain the parameter operationType";
    refused(&[("UserId.1", "111111111111")], "MissingParameter", message);
    let message = "Value (some) for parameter userGroup is invalid. Expecting all.";
    let form = [("UserGroup.1", "some"), ("OperationType", "add")];
    refused(&form, "InvalidParameterValue", message);
    let message = "Value (1) for parameter userId is invalid. Expecting the 12 digits of an \
                   account ID.";
    refused(&[("LoadPermission.Add.1.UserId", "1")], "InvalidParameterValue", message);
    let message =
        "parlel-ec2 does not emulate the parameter ProductCode of ModifyFpgaImageAttribute.";
    refused(&[("ProductCode.1", "abc")], "UnsupportedOperation", message);
}

#[test]
fn others_see_what_they_may_load() {
    let ec2 = Ec2::new();
    let other = ec2.as_account("111111111111");
    let id = create(&ec2, &[]).text("fpgaImageId").to_owned();
    let of_owner = [("Owner.1", "000000000000")];
    let seen = || other.call("DescribeFpgaImages", &of_owner).all_at("fpgaImageSet.item").len();
    let modify = |more: &[(&str, &str)]| {
        let form = [&[("FpgaImageId", id.as_str())], more].concat();
        let changed = ec2.call("ModifyFpgaImageAttribute", &form);
        changed.at("fpgaImageAttribute.loadPermissions").unwrap().clone()
    };
    assert_eq!(seen(), 0);
    let unknown = other.refused("DescribeFpgaImages", &[("FpgaImageId.1", &id)]);
    assert_eq!(unknown.1, format!("Image ID '{id}' not found"));
    let to = modify(&[("LoadPermission.Add.1.UserId", "111111111111")]);
    assert_eq!(to.text("item.userId"), "111111111111");
    assert_eq!(seen(), 1);
    let delete = || ec2.refused("DeleteFpgaImage", &[("FpgaImageId", id.as_str())]);
    let refused = |whose: &str| {
        let message = format!("Operation not permitted for {whose} AFI");
        ("OperationNotPermitted".to_owned(), message)
    };
    assert_eq!(delete(), refused("shared"));
    assert_eq!(describe(&other, &id).text("ownerId"), "000000000000");
    let copy = [("SourceFpgaImageId", id.as_str()), ("SourceRegion", "us-east-1")];
    other.call("CopyFpgaImage", &copy);
    let change = [("Name", "mine"), ("FpgaImageId", &id)];
    assert_eq!(other.refused("ModifyFpgaImageAttribute", &change).0, "InvalidFpgaImageID.NotFound");
    modify(&[("LoadPermission.Remove.1.UserId", "111111111111")]);
    assert_eq!(seen(), 0);
    let to = modify(&[("OperationType", "add"), ("UserGroup.1", "all")]);
    assert_eq!(to.text("item.group"), "all");
    assert_eq!(describe(&other, &id).text("public"), "true");
    assert_eq!(delete(), refused("public"));
    let reset = [("FpgaImageId", id.as_str()), ("Attribute", "loadPermission")];
    assert_eq!(ec2.call("ResetFpgaImageAttribute", &reset).text("return"), "true");
    assert_eq!(seen(), 0);
    ec2.call("DeleteFpgaImage", &[("FpgaImageId", &id)]);
}

#[test]
fn images_of_aws_are_not_known() {
    let ec2 = Ec2::new();
    let own = [("Owner.1", "self"), ("Owner.2", "000000000000")];
    assert!(ec2.call("DescribeFpgaImages", &own).has("fpgaImageSet"));
    let unknown = ec2.refused("DescribeFpgaImages", &[("FpgaImageId.1", "afi-0123456789abcdef0")]);
    let message = "Image ID 'afi-0123456789abcdef0' not found".to_owned();
    assert_eq!(unknown, ("InvalidFpgaImageID.NotFound".to_owned(), message.clone()));
    let unknown = (unknown.0, format!("{message}."));
    let id = ("FpgaImageId", "afi-0123456789abcdef0");
    for (action, form) in [
        ("CopyFpgaImage", vec![("SourceFpgaImageId", id.1), ("SourceRegion", "eu-west-1")]),
        ("DescribeFpgaImageAttribute", vec![id, ("Attribute", "name")]),
        ("ModifyFpgaImageAttribute", vec![id, ("Name", "other")]),
        ("ModifyFpgaImageAttribute", vec![id, ("LoadPermission.Add.1.Group", "all")]),
        ("ResetFpgaImageAttribute", vec![id]),
        ("DeleteFpgaImage", vec![id]),
    ] {
        assert_eq!(ec2.refused(action, &form), unknown, "{action}");
    }
    let malformed = ec2.refused("DeleteFpgaImage", &[("FpgaImageId", "afi-x")]);
    let words = "Image ID 'afi-x' is invalid".to_owned();
    assert_eq!(malformed, ("InvalidFpgaImageID.Malformed".to_owned(), words));
    let message = "parlel-ec2 does not emulate FPGA images of other owners than accounts.";
    for form in [&[][..], &[("Owner.1", "amazon")]] {
        let (code, text) = ec2.refused("DescribeFpgaImages", form);
        assert_eq!((code.as_str(), text.as_str()), ("UnsupportedOperation", message));
    }
    let refused = ec2.refused("DescribeFpgaImages", &[("Owner.1", "12345")]);
    let words = "User ID '12345' is invalid".to_owned();
    assert_eq!(refused, ("InvalidUserID.Malformed".to_owned(), words));
}
