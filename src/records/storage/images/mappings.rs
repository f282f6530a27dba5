//! Block device mappings, as requests write them and as images keep them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html>

use crate::error::{Error, Result};
use crate::records::storage::device_names;
use wire::{BlockDeviceMapping, EbsBlockDevice};

pub(crate) fn device_name(mapping: &BlockDeviceMapping) -> &str {
    mapping.device_name.as_deref().unwrap_or_default()
}

/// # Errors
/// `InvalidBlockDeviceMapping` for no device, and for one that EC2 does not have.
pub(crate) fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        // hashicorp/packer#6138
        return Err(Error::new("InvalidBlockDeviceMapping", "Missing device name"));
    }
    if !device_names::is_valid(name) {
        // <https://github.com/aws/aws-cli/issues/1071>
        let message = format!("Invalid device name {name}");
        return Err(Error::new("InvalidBlockDeviceMapping", message));
    }
    Ok(())
}

/// What a mapping puts at its device.
pub(crate) enum Device<'a> {
    Ebs(&'a EbsBlockDevice),
    /// `ephemeral0` and so on.
    InstanceStore(&'a str),
}

/// # Errors
/// `InvalidBlockDeviceMapping` for both, `MissingParameter` for neither, `InvalidParameterValue`
/// for a virtual name that there is not.
pub(crate) fn device(mapping: &BlockDeviceMapping) -> Result<Device<'_>> {
    let name = device_name(mapping);
    match (&mapping.ebs, mapping.virtual_name.as_deref()) {
        (Some(ebs), None) => Ok(Device::Ebs(ebs)),
        (None, Some(disk)) if is_ephemeral(disk) => Ok(Device::InstanceStore(disk)),
        (None, Some(other)) => {
            Err(Error::bad_parameter("virtualName", other, "Expecting ephemeral0 to ephemeral23."))
        }
        // unverified (looked up 2026-11-26): the wording.
        (Some(_), Some(_)) => {
            let message = format!("The device '{name}' has both a virtual name and EBS settings.");
            Err(Error::new("InvalidBlockDeviceMapping", message))
        }
        (None, None) => Err(Error::missing("ebs")),
    }
}

fn is_ephemeral(name: &str) -> bool {
    let number = name.strip_prefix("ephemeral").and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| number < 24)
}

pub(crate) fn neither_snapshot_nor_size() -> Error {
    Error::missing("size or snapshotId")
}
