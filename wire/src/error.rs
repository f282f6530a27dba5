//! Why a request could not be decoded.

use crate::Action;

/// What EC2 says of a parameter that is missing, before its name.
const MISSING: &str = "The request must contain the parameter ";

/// A refusal that needs nothing but the model: EC2's error code and message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    pub code: &'static str,
    pub message: String,
}

impl Invalid {
    /// EC2 names the parameter by its lower-case form, as recorded in
    /// <https://github.com/aws/aws-sdk-java-v2/issues/5437>.
    pub(crate) fn missing(parameter: &str) -> Self {
        let parameter = lower_first(parameter);
        Self { code: "MissingParameter", message: format!("{MISSING}{parameter}") }
    }

    /// The same in the words of the service that the operation belongs to: transit gateways' are
    /// recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/13512>.
    #[must_use]
    pub fn in_words_of(self, action: Action) -> Self {
        match self.message.strip_prefix(MISSING) {
            Some(parameter) if action.name().contains("TransitGateway") => {
                let parameter = upper_first(parameter);
                let message = format!("Missing required parameter in request: {parameter}.");
                Self { message, ..self }
            }
            // `dhcp_options.json` of radkawar/stackd
            Some("dhcpConfiguration") => {
                Self { message: format!("{MISSING}dhcpConfigurations"), ..self }
            }
            // jenkinsci/ec2-fleet-plugin#284, and `instance_credits_api.json` and
            // `ebs/volume_controls.json` in radkawar/stackd
            Some(parameter)
                if ["SpotFleet", "CreditSpecification", "DeleteVolume"]
                    .iter()
                    .any(|of| action.name().contains(of)) =>
            {
                let parameter = upper_first(parameter);
                let message = format!(
                    "The request must include the {parameter} parameter. Add the required \
                     parameter and retry the request."
                );
                Self { message, ..self }
            }
            // getmoto/moto#112 (2014) and boto/boto3#347, of the description
            Some(parameter @ ("groupDescription" | "groupName"))
                if action == Action::CreateSecurityGroup =>
            {
                let message = format!("{MISSING}{}", upper_first(parameter));
                Self { message, ..self }
            }
            Some(parameter) => Self::missing_from_storage(action, parameter).unwrap_or(self),
            None if action == Action::DescribeInstanceCreditSpecifications => self.of_credits(),
            None if action == Action::ModifySnapshotAttribute => self.of_permissions(),
            None => self,
        }
    }

    /// What EBS says of what is missing: `volume_controls.json`, `volume_controls_deletion.json`,
    /// `sharing_controls.json` and `copy_controls_contract.json` among the recordings of EBS in
    /// radkawar/stackd (looked up 2026-11-26).
    fn missing_from_storage(action: Action, parameter: &str) -> Option<Self> {
        let (code, message) = match (action, parameter) {
            (
                Action::DescribeVolumeAttribute | Action::EnableVolumeIO | Action::ModifyVolume,
                "volumeId",
            ) => (
                "MissingParameter",
                "Value (null) for parameter volumeId is invalid. Parameter may not be null or \
                 empty.",
            ),
            (Action::ModifyVolumeAttribute, "volumeId") => ("MissingParameter", "volumeId"),
            (Action::ModifyVolumeAttribute, "value")
            | (Action::DescribeVolumeAttribute, "attribute") => {
                ("InvalidParameterCombination", "No attributes specified.")
            }
            (Action::DescribeSnapshotAttribute, "attribute")
            // Without a region EC2 answers an internal error, which nobody gets here.
            | (Action::CopySnapshot, "sourceSnapshotId" | "sourceRegion") => {
                return Some(Self {
                    code: "MissingParameter",
                    message: format!("{MISSING}{}", upper_first(parameter)),
                });
            }
            _ => return None,
        };
        Some(Self { code, message: message.to_owned() })
    }

    /// What permissions to use a snapshot say of an operation that is none:
    /// `ebs/sharing_controls.json` in radkawar/stackd (looked up 2026-11-26).
    fn of_permissions(self) -> Self {
        let group = self.message.strip_prefix("Invalid attribute item value \"");
        if let Some((group, _)) = group.and_then(|rest| rest.split_once("\" for UserGroup ")) {
            return Self::grantee("UserGroup", group);
        }
        if !self.message.split(' ').any(|word| word == "operationType") {
            return self;
        }
        Self {
            code: "InvalidParameterCombination",
            message: "No operation specified for createVolumePermission attribute.".to_owned(),
        }
    }

    /// A page size as it is refused where credits are told of: `instance_credits_api.json` in
    /// radkawar/stackd (looked up 2026-11-26).
    fn of_credits(self) -> Self {
        let size = self.message.strip_prefix("Value ( ").and_then(|rest| rest.split_once(" )"));
        match size {
            Some((size, rest)) if rest.contains("maxResults") => Self {
                code: "InvalidRequest",
                message: format!(
                    "The value {size} for the maxResults parameter must be between 5 and 1000. \
                     Change the value and try again."
                ),
            },
            _ => self,
        }
    }

    /// EC2 names just the segment that it does not know, as recorded in
    /// <https://github.com/chef/knife-ec2/issues/444>.
    pub(crate) fn unknown(segment: &str) -> Self {
        Self {
            code: "UnknownParameter",
            message: format!("The parameter {segment} is not recognized"),
        }
    }

    /// <https://github.com/jadeallenx/net-amazon-ec2/issues/13>
    pub(crate) fn repeated(parameter: &str) -> Self {
        Self {
            code: "InvalidParameterCombination",
            message: format!("The parameter '{parameter}' may only be specified once."),
        }
    }

    /// `network_interface_types.json` of radkawar/stackd
    pub(crate) fn interface_type(text: &str) -> Self {
        let message = format!("invalid value for parameter interface-type: {text}");
        Self { code: "InvalidParameterValue", message }
    }

    /// EC2 names a parameter by its lower-case form in this message.
    pub(crate) fn value(parameter: &str, value: &str, reason: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!("Value ({value}) for parameter {parameter} is invalid. {reason}"),
        }
    }

    /// What is asked of flow logs is checked elsewhere: the end-to-end tests of
    /// aws-controllers-k8s/ec2-controller, which run on AWS, of a resource type.
    // unverified (looked up 2026-11-26): of other values.
    pub(crate) fn format(parameter: &str, value: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!(
                "1 validation error detected: Value '{value}' at '{parameter}' has an invalid \
                 format"
            ),
        }
    }

    #[must_use]
    pub fn request() -> Self {
        let message = "The request received was invalid.".to_owned();
        Self { code: "InvalidRequest", message }
    }

    /// <https://github.com/hashicorp/packer/issues/1068>
    #[must_use]
    pub fn item(value: &str, kind: &str) -> Self {
        Self {
            code: "InvalidAMIAttributeItemValue",
            message: format!("Invalid attribute item value \"{value}\" for {kind} item type."),
        }
    }

    /// The same of snapshots: `ebs/sharing_controls.json` in radkawar/stackd (looked up
    /// 2026-11-26).
    #[must_use]
    pub fn grantee(kind: &str, value: &str) -> Self {
        Self { code: "InvalidAMIAttributeItemValue", message: format!("{kind} {value}") }
    }

    /// How fleets allocate, with the code of awsdocs/aws-cloudformation-user-guide#402.
    // unverified (looked up 2026-11-26): in which order EC2 lists what there is.
    pub(crate) fn strategy(message: &str) -> Self {
        Self { code: "InvalidParameter", message: message.to_owned() }
    }

    /// aws-quickstart/quickstart-compliance-hipaa#63
    pub(crate) fn plain(parameter: &str, value: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!("Invalid value '{value}' for {parameter}."),
        }
    }

    /// `key_pairs.json` in radkawar/stackd (looked up 2026-11-26)
    pub(crate) fn member(parameter: &str, value: &str, texts: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!(
                "1 validation error detected: Value '{value}' at '{parameter}' failed to satisfy \
                 constraint: Member must satisfy enum value set: [{texts}]"
            ),
        }
    }

    /// `instance_credits_api.json` in radkawar/stackd (looked up 2026-11-26)
    pub(crate) fn family(value: &str) -> Self {
        Self {
            code: "InvalidInstanceFamily",
            message: format!(
                "The {value} instance family does not support Unlimited. Only burstable \
                 performance instance families support Unlimited. Change the instance family and \
                 try again."
            ),
        }
    }

    /// With the blank that ends it: `ebs/volume_controls.json` in radkawar/stackd.
    pub(crate) fn volume_type(value: &str) -> Self {
        Self {
            code: "UnknownVolumeType",
            message: format!("Unsupported volume type '{value}' for volume creation. "),
        }
    }

    /// The words of launches and their templates for a value that is none of two. Those for an
    /// empty HttpEndpoint were recorded of both (hashicorp/terraform-provider-aws#25547), those
    /// for HttpTokens in `instances_lifecycle.json` of radkawar/stackd (looked up 2026-11-26); the
    /// others follow them.
    pub(crate) fn choice(parameter: &str, value: &str, texts: &[&str]) -> Self {
        let mut texts = texts.to_vec();
        texts.sort_by_key(|text| *text == "disabled");
        let either: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
        Self {
            code: "InvalidParameterValue",
            message: format!(
                "A value of '{value}' is not valid for {parameter}. Specify either {} and try \
                 again.",
                either.join(" or ")
            ),
        }
    }

    /// The blanks within the parentheses are EC2's own in this message.
    pub(crate) fn range(parameter: &str, value: &str, expecting: &str) -> Self {
        let parameter = lower_first(parameter);
        Self {
            code: "InvalidParameterValue",
            message: format!(
                "Value ( {value} ) for parameter {parameter} is invalid. Expecting {expecting}."
            ),
        }
    }
}

/// The code for a value that an enum has not: AWS's list of codes has some of their own.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
pub(crate) fn code_of(of: &str) -> &'static str {
    match of {
        "Affinity" => "InvalidAffinity",
        "AutoPlacement" => "InvalidAutoPlacement",
        "VpcEndpointType" => "InvalidVpcEndpointType",
        "VpcTenancy" => "UnsupportedTenancy",
        _ => "InvalidParameterValue",
    }
}

fn upper_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(crate) fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
