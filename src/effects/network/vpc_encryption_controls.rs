//! What a request says of the encryption of a VPC's traffic, and the control that comes of it.

use crate::engine::{Tags, Write};
use crate::error::{Error, Result};
use crate::records::ids::VpcId;
use crate::records::network::vpc_encryption_controls::{Exclusion, VpcEncryptionControl};
use wire::{
    ModifyVpcEncryptionControlRequest, VpcEncryptionControlConfiguration,
    VpcEncryptionControlExclusionStateInput as Input, VpcEncryptionControlMode,
};

pub(crate) fn watching(vpc_id: VpcId) -> VpcEncryptionControl {
    VpcEncryptionControl { vpc_id, enforced: None, changes_until: None }
}

/// Gives a new VPC its control, with which nothing stands in the way of any mode.
///
/// # Errors
/// Those of [`Asked::new`].
pub(crate) fn create_with_vpc(
    cx: &mut Write<'_>,
    vpc_id: &VpcId,
    asked: &VpcEncryptionControlConfiguration,
) -> Result<()> {
    let asked = Asked::from(asked);
    let enforced = asked.enforced(None)?;
    let record = VpcEncryptionControl { enforced, ..watching(vpc_id.clone()) };
    cx.create(record, Tags::default())?;
    Ok(())
}

/// What a request says of a control.
pub(crate) struct Asked {
    mode: Option<VpcEncryptionControlMode>,
    exclusions: [(Exclusion, Option<Input>); 10],
}

macro_rules! asked_from {
    ($request:ty, $mode:expr) => {
        impl From<&$request> for Asked {
            fn from(request: &$request) -> Self {
                let mode: fn(&$request) -> Option<VpcEncryptionControlMode> = $mode;
                Self {
                    mode: mode(request),
                    exclusions: [
                        (Exclusion::InternetGateway, request.internet_gateway_exclusion),
                        (
                            Exclusion::EgressOnlyInternetGateway,
                            request.egress_only_internet_gateway_exclusion,
                        ),
                        (Exclusion::NatGateway, request.nat_gateway_exclusion),
                        (
                            Exclusion::VirtualPrivateGateway,
                            request.virtual_private_gateway_exclusion,
                        ),
                        (Exclusion::VpcPeering, request.vpc_peering_exclusion),
                        (Exclusion::Lambda, request.lambda_exclusion),
                        (Exclusion::VpcLattice, request.vpc_lattice_exclusion),
                        (Exclusion::ElasticFileSystem, request.elastic_file_system_exclusion),
                        (Exclusion::GlobalAccelerator, request.global_accelerator_exclusion),
                        (Exclusion::ApiGatewayV2, request.api_gateway_v2_exclusion),
                    ],
                }
            }
        }
    };
}

asked_from!(ModifyVpcEncryptionControlRequest, |request| request.mode);

asked_from!(VpcEncryptionControlConfiguration, |request| request.mode);

impl Asked {
    /// What is let through where encryption is enforced from now on; `None`: it is only watched.
    ///
    /// # Errors
    /// `InvalidParameterCombination` for exclusions from nothing.
    // unverified (looked up 2026-11-26): code and message; that what is not named stays.
    pub fn enforced(&self, before: Option<&Vec<Exclusion>>) -> Result<Option<Vec<Exclusion>>> {
        let is_enforced = match self.mode {
            Some(mode) => mode == VpcEncryptionControlMode::Enforce,
            None => before.is_some(),
        };
        if !is_enforced {
            if self.exclusions.iter().any(|(_, asked)| *asked == Some(Input::Enable)) {
                let message = "Exclusions can only be enabled in enforce mode.";
                return Err(Error::combination(message));
            }
            return Ok(None);
        }
        let was = |what: &Exclusion| before.is_some_and(|before| before.contains(what));
        let through = self.exclusions.iter().filter(|(what, asked)| match asked {
            Some(asked) => *asked == Input::Enable,
            None => was(what),
        });
        Ok(Some(through.map(|(what, _)| *what).collect()))
    }
}
