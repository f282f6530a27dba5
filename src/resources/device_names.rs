//! The names that volumes can have on an instance.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html>

/// `/dev/sdf`, `/dev/sda1`, `xvdf`, `/dev/xvdba`; of those with a number only the root's, as
/// <https://github.com/aws/aws-cli/issues/1071> has it.
pub(crate) fn is_valid(name: &str) -> bool {
    let name = name.strip_prefix("/dev/").unwrap_or(name);
    let letters = |text: &str| text.bytes().all(|letter| letter.is_ascii_lowercase());
    if name == "sda1" {
        return true;
    }
    if let Some(rest) = name.strip_prefix("sd").or_else(|| name.strip_prefix("hd")) {
        return rest.len() == 1 && letters(rest);
    }
    let Some(rest) = name.strip_prefix("xvd").filter(|rest| letters(rest)) else { return false };
    // `xvdaa` to `xvddz` are the last: an instance has no more of them.
    rest.len() == 1 || rest.len() == 2 && rest.starts_with(['a', 'b', 'c', 'd'])
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn names_are_those_that_ec2_has() {
        for name in ["/dev/sda1", "/dev/sdf", "/dev/xvda", "/dev/xvddz", "/dev/hdb", "xvdf", "sdh"]
        {
            assert!(is_valid(name), "{name}");
        }
        for name in [
            "",
            "foo",
            "/dev/",
            "/dev/sd",
            "/dev/sdf1",
            "/dev/sdaa",
            "/dev/xvdea",
            "/dev/xvdaaa",
            "/dev/xvda1",
            "/dev/nvme1n1",
            "/dev/SDF",
            "C:/Program Files/Git/dev/sda1",
            "/dev//dev/sdf",
        ] {
            assert!(!is_valid(name), "{name}");
        }
    }
}
