//! Which names of devices EC2 has: where launches, images and AttachVolume may put a volume.

/// `/dev/sdf`, `/dev/sda1`, `/dev/xvdf`, `/dev/xvdba`, and the same without `/dev/`, as Windows has
/// them.
///
/// Numbers other than that of the root belong to paravirtual images, which are not emulated.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html>
pub(crate) fn is_valid(name: &str) -> bool {
    let name = name.strip_prefix("/dev/").unwrap_or(name);
    if let Some(rest) = name.strip_prefix("sd") {
        // `/dev/sda` is documented, and refused: deis/deis#1788, test-kitchen/kitchen-ec2#279.
        return rest == "a1" || matches!(rest.as_bytes(), [b'b'..=b'z']);
    }
    let Some(rest) = name.strip_prefix("xvd") else { return false };
    matches!(rest.as_bytes(), [b'a'..=b'z'] | [b'a'..=b'd', b'a'..=b'z'])
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn names_are_those_of_ec2() {
        let good = ["/dev/sda1", "/dev/sdf", "/dev/sdz", "/dev/xvda", "/dev/xvdcz", "xvdf", "sdb"];
        assert_eq!(good.into_iter().find(|name| !is_valid(name)), None);
        let bad = [
            "",
            "foo",
            "/dev/sda",
            "/dev/sdf1",
            "/dev/sda2",
            "/dev/sdba",
            "/dev/xvda1",
            "/dev/xvdea",
            "/dev/xvdF",
            "/dev/nvme1n1",
            "/dev/hda",
            "C:/Program Files/dev/sda1",
        ];
        assert_eq!(bad.into_iter().find(|name| is_valid(name)), None);
    }
}
