//! What few interfaces have: timeouts of the connections that are tracked, how the ENA device of
//! an attachment is set, and a public address that goes.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html>

use crate::catalog::instance_types::{Hypervisor, InstanceType};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    AttachmentEnaSrdSpecification, AttachmentEnaSrdUdpSpecification,
    ConnectionTrackingConfiguration, ConnectionTrackingSpecificationRequest,
    ConnectionTrackingSpecificationResponse, EnaSrdSpecification, EnaSrdSpecificationRequest,
    InstanceAttachmentEnaSrdSpecification, InstanceAttachmentEnaSrdUdpSpecification, Timestamp,
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub tracking: Tracking,
    pub ena: Ena,
    /// When the public address that AWS gave goes back, as the instance stops.
    #[serde(default)]
    pub public_until: Option<Timestamp>,
}

/// Seconds; what is not said is the instance type's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tracking {
    tcp_established: Option<i32>,
    udp_stream: Option<i32>,
    udp: Option<i32>,
}

/// Of an attachment, with which it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ena {
    pub express: Option<Express>,
    pub queues: Option<i32>,
}

/// ENA Express, and whether UDP goes by it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Express {
    is_on: bool,
    udp: Option<bool>,
}

impl Tracking {
    /// # Errors
    /// `InvalidParameterValue` outside the bounds.
    // unverified (looked up 2026-11-26): the wording; the bounds are documented.
    pub fn asked(wanted: Option<&ConnectionTrackingSpecificationRequest>) -> Result<Self> {
        let Some(wanted) = wanted else { return Ok(Self::default()) };
        let within = |parameter: &str, value: Option<i32>, least: i32, most: i32| match value {
            Some(value) if !(least..=most).contains(&value) => {
                let reason = format!("Expecting a value between {least} and {most}.");
                Err(Error::bad_parameter(parameter, value, &reason))
            }
            value => Ok(value),
        };
        let tcp = wanted.tcp_established_timeout;
        Ok(Self {
            tcp_established: within("tcpEstablishedTimeout", tcp, 60, 432_000)?,
            udp_stream: within("udpStreamTimeout", wanted.udp_stream_timeout, 60, 180)?,
            udp: within("udpTimeout", wanted.udp_timeout, 30, 60)?,
        })
    }

    /// With what a request changes.
    pub fn changed(self, to: Self) -> Self {
        Self {
            tcp_established: to.tcp_established.or(self.tcp_established),
            udp_stream: to.udp_stream.or(self.udp_stream),
            udp: to.udp.or(self.udp),
        }
    }

    /// # Errors
    /// For a type without the Nitro System: aws/karpenter-provider-aws#9152.
    pub fn check_type(self, kind: &InstanceType) -> Result<()> {
        if self == Self::default() || kind.hypervisor != Some(Hypervisor::Xen) {
            return Ok(());
        }
        Err(Error::invalid_value(format!(
            "The instance type {} does not support configurable connection tracking",
            kind.name
        )))
    }

    pub fn view(self) -> Option<ConnectionTrackingConfiguration> {
        (self != Self::default()).then_some(ConnectionTrackingConfiguration {
            tcp_established_timeout: self.tcp_established,
            udp_stream_timeout: self.udp_stream,
            udp_timeout: self.udp,
        })
    }

    pub fn view_of_instance(self) -> Option<ConnectionTrackingSpecificationResponse> {
        self.view().map(|view| ConnectionTrackingSpecificationResponse {
            tcp_established_timeout: view.tcp_established_timeout,
            udp_stream_timeout: view.udp_stream_timeout,
            udp_timeout: view.udp_timeout,
        })
    }
}

impl Express {
    /// What a request asks of an attachment that has it so far.
    ///
    /// # Errors
    /// Those of [`Self::of`].
    pub fn asked(
        wanted: Option<&EnaSrdSpecification>,
        before: Option<Self>,
    ) -> Result<Option<Self>> {
        let Some(wanted) = wanted else { return Ok(None) };
        let udp = wanted.ena_srd_udp_specification.as_ref();
        let udp = udp.and_then(|udp| udp.ena_srd_udp_enabled);
        Self::of(wanted.ena_srd_enabled, udp, before).map(Some)
    }

    /// The same of a launch.
    ///
    /// # Errors
    /// Those of [`Self::of`].
    pub fn asked_of_launch(wanted: Option<&EnaSrdSpecificationRequest>) -> Result<Option<Self>> {
        let Some(wanted) = wanted else { return Ok(None) };
        let udp = wanted.ena_srd_udp_specification.as_ref();
        let udp = udp.and_then(|udp| udp.ena_srd_udp_enabled);
        Self::of(wanted.ena_srd_enabled, udp, None).map(Some)
    }

    /// # Errors
    /// For UDP without ENA Express itself, which it goes by.
    fn of(is_on: Option<bool>, udp: Option<bool>, before: Option<Self>) -> Result<Self> {
        let is_on = is_on.unwrap_or(before.is_some_and(|before| before.is_on));
        if udp == Some(true) && !is_on {
            // unverified (looked up 2026-11-26): code and message.
            return Err(Error::combination(
                "You must enable ENA Express (enaSrdEnabled) to use it for UDP traffic \
                 (enaSrdUdpEnabled).",
            ));
        }
        Ok(Self { is_on, udp: udp.or(before.filter(|_| is_on).and_then(|before| before.udp)) })
    }

    pub const fn is_on(self) -> bool {
        self.is_on
    }

    pub fn view(self) -> AttachmentEnaSrdSpecification {
        AttachmentEnaSrdSpecification {
            ena_srd_enabled: Some(self.is_on),
            ena_srd_udp_specification: self
                .udp
                .map(|on| AttachmentEnaSrdUdpSpecification { ena_srd_udp_enabled: Some(on) }),
        }
    }

    pub fn view_of_instance(self) -> InstanceAttachmentEnaSrdSpecification {
        let udp = |on| InstanceAttachmentEnaSrdUdpSpecification { ena_srd_udp_enabled: Some(on) };
        InstanceAttachmentEnaSrdSpecification {
            ena_srd_enabled: Some(self.is_on),
            ena_srd_udp_specification: self.udp.map(udp),
        }
    }
}

impl Ena {
    /// # Errors
    /// For what the type, or its network card, cannot do.
    // unverified (looked up 2026-11-26): codes and wordings.
    pub fn check_type(self, kind: &InstanceType, card: i32) -> Result<()> {
        if self.express.is_some_and(|express| express.is_on) && !kind.network.ena_srd {
            let message = format!("The instance type {} does not support ENA Express.", kind.name);
            return Err(Error::new("UnsupportedOperation", message));
        }
        let Some(queues) = self.queues else { return Ok(()) };
        if !kind.network.flexible_ena_queues {
            let message =
                format!("The instance type {} does not support an ENA queue count.", kind.name);
            return Err(Error::new("UnsupportedOperation", message));
        }
        let card = usize::try_from(card).ok().and_then(|at| kind.network.cards.get(at));
        let most = card.and_then(|card| card.maximum_ena_queues_per_interface).unwrap_or(0);
        match u32::try_from(queues) {
            Ok(wanted) if wanted.is_power_of_two() && wanted <= most => Ok(()),
            _ => {
                let reason = format!("Expecting a power of two up to {most}.");
                Err(Error::bad_parameter("enaQueueCount", queues, &reason))
            }
        }
    }
}
