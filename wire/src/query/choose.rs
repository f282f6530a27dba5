//! Which of an enum's values a text is, and what is said of one that is none.

use super::super::value::position;
use crate::Invalid;

/// The enums whose values EC2 takes in any case; the command line's examples of
/// create-instance-export-task and describe-reserved-instances-offerings give `vmdk`, `no upfront`,
/// and all SDKs name the platform `Windows` that answers call `windows`; of families it is recorded
/// in `instance_credits_api.json` of radkawar/stackd, of types in its `ebs/volume_controls.json`.
const IN_ANY_CASE: [&str; 6] = [
    "RuleAction",
    "DiskImageFormat",
    "OfferingTypeValues",
    "PlatformValues",
    "UnlimitedSupportedInstanceFamily",
    "VolumeType",
];

/// Which of an enum's `texts` it is.
pub(super) fn choose(name: &str, text: &str, of: &str, texts: &[&str]) -> Result<usize, Invalid> {
    let alike = || texts.iter().position(|known| known.eq_ignore_ascii_case(text));
    let found = if IN_ANY_CASE.contains(&of) { alike() } else { position(texts, text) };
    found.ok_or_else(|| match of {
        "VolumeType" => Invalid::volume_type(text),
        "FlowLogsResourceType" | "LogDestinationType" | "TrafficType" => {
            Invalid::format(name, text)
        }
        // aws/aws-cli#4273, and stackd's `network_interfaces.json` and `ebs/volume_controls.json`
        "InstanceAttributeName" | "NetworkInterfaceAttribute" | "VolumeAttributeName" => {
            Invalid::value(name, text, "Unknown attribute.")
        }
        "NetworkInterfaceCreationType" => Invalid::interface_type(text),
        // aws/aws-cli#7351, and stackd's `images_controls.json` and `ebs/sharing_controls.json`
        "ImageAttributeName" | "ResetImageAttributeName" | "SnapshotAttributeName" => {
            Invalid::request()
        }
        "PermissionGroup" => Invalid::item(text, "UserGroup"),
        "UnlimitedSupportedInstanceFamily" => Invalid::family(text),
        // Files 63100323910 and 63200131163, whose author asked EC2.
        "SpotAllocationStrategy" => Invalid::strategy(
            "AllocationStrategy must be \"lowest-price\", \"diversified\", \
             \"capacity-optimized\", \"capacity-optimized-prioritized\", or \
             \"price-capacity-optimized\"",
        ),
        // awsdocs/aws-cloudformation-user-guide#402, when one was spelled otherwise
        "FleetOnDemandAllocationStrategy" => Invalid::strategy(
            "OnDemandAllocationStrategy must be \"lowest-price\" or \"prioritized\"",
        ),
        // File 63200131163 has the first of them.
        "AllocationStrategy" | "OnDemandAllocationStrategy" | "ExcessCapacityTerminationPolicy" => {
            let name = format!("spotFleetRequestConfig.{}", super::super::error::lower_first(name));
            Invalid::member(&name, text, &texts.join(", "))
        }
        "KeyType" => Invalid::member(name, text, "rsa, ed25519"),
        "DomainType" => Invalid::plain(name, text),
        "KeyFormat" => Invalid::member(name, text, "ppk, pem"),
        _ => Invalid {
            code: super::super::error::code_of(of),
            ..Invalid::value(name, text, &format!("It is not a known {of}."))
        },
    })
}
