//! FPGA images, of which an account has none.

use super::support::Ec2;

#[test]
fn images_of_others_are_not_known() {
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
    let message = "parlel-ec2 does not emulate FPGA images of other owners than self.";
    for form in [&[][..], &[("Owner.1", "amazon")]] {
        let (code, text) = ec2.refused("DescribeFpgaImages", form);
        assert_eq!((code.as_str(), text.as_str()), ("UnsupportedOperation", message));
    }
}
