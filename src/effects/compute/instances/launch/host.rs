//! What a launch says of Dedicated Hosts.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launching-dedicated-hosts-instances.html>

use super::place::Place;
use crate::catalog::instance_types::InstanceType;
use crate::effects::compute::hosts;
use crate::engine::{Id, Read};
use crate::error::{Error, Result};
use crate::records::account::account_settings::Credits;
use crate::records::compute::instances::launch::place::not_supported;
use crate::records::ids::HostId;
use wire::{Affinity, RunInstancesRequest, Tenancy, WireEnum as _};

/// Where the instances of a launch run: on what hardware, and on which hosts.
pub(crate) struct Housing {
    pub tenancy: Option<Tenancy>,
    pub affinity: Option<Affinity>,
    host: Option<HostId>,
}

/// A host that is named stands for the tenancy. A dedicated VPC's instances are dedicated unless
/// their launch asks for a host.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-instance.html>
///
/// # Errors
/// `InvalidParameterCombination` for what goes with hosts alone and for what does not go with them,
/// `InvalidAffinity`, `UnsupportedHostConfiguration` for a type without hosts, `Unsupported` for
/// one that is never dedicated.
pub(crate) fn asked_for(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
    place: &Place<'_>,
    is_spot: bool,
) -> Result<Housing> {
    let placement = request.placement.as_ref();
    let text = placement.and_then(|placement| placement.affinity.as_deref());
    let affinity = text.map(affinity).transpose()?;
    let host = placement.and_then(|placement| placement.host_id.as_deref());
    let tenancy = placement.and_then(|placement| placement.tenancy);
    let tenancy = match (tenancy, host, place.vpc_tenancy) {
        (Some(Tenancy::Host), ..) | (None, Some(_), _) => Tenancy::Host,
        (Some(Tenancy::Dedicated), ..) | (.., Tenancy::Dedicated) => Tenancy::Dedicated,
        _ => Tenancy::Default,
    };
    if tenancy != Tenancy::Host {
        check_host_only(affinity, host)?;
        if tenancy == Tenancy::Dedicated && kind.family() == "t2" {
            // hashicorp/terraform#18215, rancher/os#1964
            return Err(not_supported());
        }
        let tenancy = (tenancy == Tenancy::Dedicated).then_some(tenancy);
        return Ok(Housing { tenancy, affinity: None, host: None });
    }
    let group = placement.and_then(|placement| placement.group_name.as_deref());
    check_group(group)?;
    check_type(kind)?;
    if is_spot {
        // unverified (looked up 2026-11-26): code and wording.
        let message = "Spot Instances do not support a tenancy of 'host'.";
        return Err(Error::combination(message));
    }
    let credits = request.credit_specification.as_ref().and_then(|it| it.cpu_credits.as_deref());
    check_credits(credits, kind)?;
    Ok(Housing {
        tenancy: Some(Tenancy::Host),
        affinity: Some(affinity.unwrap_or(Affinity::Default)),
        host: host.map(Id::new),
    })
}

// unverified (looked up 2026-11-26): the wording.
fn affinity(text: &str) -> Result<Affinity> {
    Affinity::parse(text).ok_or_else(|| {
        Error::new("InvalidAffinity", format!("The affinity value '{text}' is not valid."))
    })
}

/// Recorded of the affinity: kubernetes-sigs/cluster-api-provider-aws#5825.
// unverified (looked up 2026-11-26): that a host is refused alike.
pub(crate) fn check_host_only(affinity: Option<Affinity>, host: Option<&str>) -> Result<()> {
    let refused = match (affinity, host) {
        (Some(_), _) => "affinity",
        (None, Some(_)) => "hostId",
        (None, None) => return Ok(()),
    };
    Err(Error::combination(format!(
        "The parameter {refused} cannot be used without specifying a tenancy of 'host'"
    )))
}

/// crossplane-contrib/provider-aws#1538; hashicorp/terraform#8875 has it of a group without a name.
// unverified (looked up 2026-11-26): the code.
pub(crate) fn check_group(group: Option<&str>) -> Result<()> {
    if group.is_none() {
        return Ok(());
    }
    let message = "You cannot launch an instance with a tenancy of 'host' into a placement group. \
                   Either remove the placement group from the request, or specify a different \
                   tenancy.";
    Err(Error::combination(message))
}

/// DanielRDias/terraform-aws-dedicated-host#5 has it of AllocateHosts.
pub(crate) fn check_type(kind: &'static InstanceType) -> Result<()> {
    if kind.dedicated_hosts {
        return Ok(());
    }
    let message = "The requested configuration is currently not supported. Please check the \
                   documentation for supported configurations.";
    Err(Error::new("UnsupportedHostConfiguration", message))
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreditSpecificationRequest.html>
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_credits(asked: Option<&str>, kind: &'static InstanceType) -> Result<()> {
    if asked != Some(Credits::Unlimited.as_str()) {
        return Ok(());
    }
    Err(Error::combination(format!(
        "{} instances with a tenancy of 'host' do not support the unlimited CPU credit option.",
        kind.name
    )))
}

impl Housing {
    /// A host for each instance of a launch, where they run on any.
    ///
    /// # Errors
    /// Those of [`hosts::assign`].
    pub fn hosts(
        &self,
        cx: Read<'_>,
        kind: &'static InstanceType,
        zone: &str,
        range: (u32, u32),
    ) -> Result<Option<Vec<HostId>>> {
        if self.tenancy != Some(Tenancy::Host) {
            return Ok(None);
        }
        hosts::assign(cx, self.host.as_deref(), kind, zone, range).map(Some)
    }

    /// What pays for bursts: nothing but earned credits does on a host.
    pub fn credits(&self, credits: Option<Credits>) -> Option<Credits> {
        match self.tenancy {
            Some(Tenancy::Host) => credits.map(|_| Credits::Standard),
            _ => credits,
        }
    }
}
