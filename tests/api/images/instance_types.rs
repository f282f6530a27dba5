use super::OWN;
use crate::instances::{form, launch_one};
use crate::support::Ec2;

const REPLACE: &str = "ReplaceImageInstanceTypeSpecification";

const SUPPORTED: &str = "InstanceTypeSpecification.SupportedInstanceType.1";

const UNSUPPORTED: &str = "InstanceTypeSpecification.UnsupportedInstanceType.1";

#[test]
fn an_image_says_which_types_may_have_it() {
    let ec2 = Ec2::new();
    let image = ("ImageId", OWN);
    let done = ec2.call(REPLACE, &[image, (SUPPORTED, "t3.*"), (UNSUPPORTED, "t3.nano")]);
    assert_eq!(done.text("returnValue"), "true");
    let shown = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
    let shown = shown.at("imagesSet.item.instanceTypeSpecification").unwrap();
    assert_eq!(shown.texts("supportedInstanceTypeSet.item.instanceType"), ["t3.*"]);
    assert_eq!(shown.texts("unsupportedInstanceTypeSet.item.instanceType"), ["t3.nano"]);
    launch_one(&ec2, &[("InstanceType", "t3.micro")]);
    for kind in ["t3.nano", "m5.large"] {
        let refused = ec2.refused("RunInstances", &form(&[("InstanceType", kind)]));
        assert_eq!(refused.0, "InvalidParameterCombination");
        assert_eq!(
            refused.1,
            "This AMI does not support the specified instance type. Check DescribeImages for \
             InstanceTypeSpecification, and try again."
        );
    }
    ec2.call(REPLACE, &[image]);
    let shown = ec2.call("DescribeImages", &[("ImageId.1", OWN)]);
    assert!(!shown.has("imagesSet.item.instanceTypeSpecification"));
    launch_one(&ec2, &[("InstanceType", "m5.large")]);
    for (name, reason) in [
        ("t3.**", "Expecting the name of an instance type, in which * stands for any letters."),
        ("t3 micro", "Expecting the name of an instance type, in which * stands for any letters."),
    ] {
        let refused = ec2.refused(REPLACE, &[image, (SUPPORTED, name)]);
        let message = format!("Value ({name}) for parameter instanceType is invalid. {reason}");
        assert_eq!(refused, ("InvalidParameterValue".to_owned(), message));
    }
    let (_, message) = ec2.refused(REPLACE, &[image, (SUPPORTED, "t3.*"), (UNSUPPORTED, "t3.*")]);
    assert_eq!(
        message,
        "Value (t3.*) for parameter instanceType is invalid. It must be given once."
    );
}
