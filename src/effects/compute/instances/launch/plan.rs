//! RunInstances: a request, or what it and its launch template come to, is checked and becomes a
//! plan, and the plan is carried out once for each instance. Nothing is refused any more once the
//! first row is made, but for addresses that `interfaces` could not foresee.

use super::devices::Device;
use super::interface::Interface;
use crate::engine::{Millis, Tags, tags};
use crate::error::{Error, Result};
use crate::records::compute::iam_instance_profile_associations::IamProfile;
use crate::records::compute::instances::Instance;
use crate::records::durations;
use crate::records::ids::HostId;
use wire::{ResourceType, RunInstancesRequest, TagSpecification, WireEnum as _};

/// How long a launch takes where transitions take time.
pub(crate) const PENDING_MILLIS: Millis = durations::INSTANCES_PENDING;

/// What a request comes down to.
pub(crate) struct Plan {
    pub count: u32,
    /// Every instance is a copy of this one, but for its index.
    pub instance: Instance,
    pub profile: Option<IamProfile>,
    pub devices: Vec<Device>,
    pub interfaces: Vec<Interface>,
    /// The partitions of a placement group that the instances take turns with; none without.
    pub partitions: Vec<i32>,
    /// The Dedicated Host of each instance, where they run on any.
    pub hosts: Option<Vec<HostId>>,
    pub tags: LaunchTags,
}

impl Plan {
    /// Whether all of its volumes are to have what can be a key. Where one has not, no instance
    /// ever runs.
    pub fn has_sound_keys(&self) -> bool {
        self.devices.iter().all(|device| device.settings.has_sound_key())
    }
}

/// The tags a request gives to each kind it makes.
pub(crate) struct LaunchTags {
    pub instance: Tags,
    pub volume: Tags,
    pub interface: Tags,
    pub spot_request: Tags,
}

impl LaunchTags {
    pub fn new(
        request: &RunInstancesRequest,
        is_spot: bool,
        interfaces: &[Interface],
    ) -> Result<Self> {
        let tags_any = |kind: ResourceType| {
            let is_kind =
                |it: &TagSpecification| it.resource_type.as_deref() == Some(kind.as_str());
            request.tag_specifications.iter().any(is_kind)
        };
        let makes_interface = interfaces.iter().any(|it| it.new_groups().is_some());
        if !makes_interface && tags_any(ResourceType::NetworkInterface) {
            // Recorded in kubernetes-sigs/cluster-api-provider-aws#5594.
            return Err(Error::invalid_value(
                "You cannot specify tags for network interfaces if there are no network \
                 interfaces being created by the request.",
            ));
        }
        if !is_spot && tags_any(ResourceType::SpotInstancesRequest) {
            // Recorded in aws/karpenter-provider-aws#5850.
            return Err(Error::invalid_value(
                "You cannot specify tags for Spot instances requests if there are no Spot \
                 instances requests being created by the request.",
            ));
        }
        if tags_any(ResourceType::ElasticGpu) {
            // There are none any more: terraform-aws-modules/terraform-aws-eks#2355.
            return Err(Error::invalid_value(
                "You cannot specify tags for elastic GPUs if there are no elastic GPUs being \
                 created by the request.",
            ));
        }
        let mut allowed =
            vec![ResourceType::Instance, ResourceType::Volume, ResourceType::NetworkInterface];
        if is_spot {
            allowed.push(ResourceType::SpotInstancesRequest);
        }
        let of = |kind| tags::specified(&request.tag_specifications, kind, &allowed);
        Ok(Self {
            instance: of(ResourceType::Instance)?,
            volume: of(ResourceType::Volume)?,
            interface: of(ResourceType::NetworkInterface)?,
            spot_request: of(ResourceType::SpotInstancesRequest)?,
        })
    }
}
