//! Traffic mirror sessions. No packet is ever mirrored.
//! <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-sessions.html>

use crate::catalog::instance_types::{Hypervisor, InstanceType};
use crate::effects::insight::client_tokens;
use crate::engine::{Id, Operation, Read, Write, deleted, listed, operations};
use crate::error::{Error, Result, check_between};
use crate::records::compute::instances::Instance;
use crate::records::insight::traffic_mirror_sessions::{BY_NETWORK, BY_SOURCE};
use crate::records::insight::traffic_mirror_targets::is_target;
use crate::records::network::network_interfaces::NetworkInterface;
use wire::{
    CreateTrafficMirrorSessionRequest, CreateTrafficMirrorSessionResult,
    ModifyTrafficMirrorSessionRequest, ModifyTrafficMirrorSessionResult, TrafficMirrorFilter,
    TrafficMirrorSession, TrafficMirrorSessionField as Field, TrafficMirrorTarget,
    TrafficMirrorTargetType,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateTrafficMirrorSession => create_traffic_mirror_session;
    Read  DescribeTrafficMirrorSessions => listed::<TrafficMirrorSession>;
    Write ModifyTrafficMirrorSession => modify_traffic_mirror_session;
    Write DeleteTrafficMirrorSession => deleted::<TrafficMirrorSession>;
};

/// <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-quotas.html>
const MAX_SESSIONS: usize = 3;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTrafficMirrorSession.html>
const MAX_NUMBER: i32 = 32_766;

/// Of what goes to a load balancer, the usual and the greatest length; the same page.
const BALANCED_BYTES: i32 = 8_500;

/// Identifiers of VXLANs have 24 bits.
const NETWORKS: u32 = 1 << 24;

/// The families of Nitro without traffic mirroring, and those of Xen with it; of
/// <https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-sessions.html>.
const NITRO_WITHOUT: &str = "\
     m8g m6a m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex c8g c6a c6gd c6gn c6i c6id c6in c7a c7g \
     c7gd c7gn c7i r8g r6a r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz x8g x2idn x2iedn x2iezn i4g \
     i4i im4gn is4gen inf2 p5 trn1 trn1n hpc6a hpc6id hpc7a hpc7g";

const XEN_WITH: &str = "c4 d2 g3 g3s h1 i3 m4 p2 p3 r4 x1 x1e";

fn create_traffic_mirror_session(
    cx: &mut Write<'_>,
    request: &CreateTrafficMirrorSessionRequest,
) -> Result<CreateTrafficMirrorSessionResult> {
    let tags = cx.tags_for::<TrafficMirrorSession>(&request.tag_specifications)?;
    let source = &request.network_interface_id;
    check_source(cx.read(), source)?;
    cx.get::<TrafficMirrorFilter>(&request.traffic_mirror_filter_id)?;
    let session = TrafficMirrorSession {
        network_interface_id: Some(source.clone()),
        traffic_mirror_target_id: Some(request.traffic_mirror_target_id.clone()),
        traffic_mirror_filter_id: Some(request.traffic_mirror_filter_id.clone()),
        packet_length: request.packet_length,
        session_number: Some(request.session_number),
        virtual_network_id: request.virtual_network_id,
        description: request.description.clone(),
        ..TrafficMirrorSession::default()
    };
    let session = checked(cx, session, None)?;
    if cx.read().with(BY_SOURCE, &Id::new(source.as_str())).count() >= MAX_SESSIONS {
        // Code and message are the documentation's.
        return Err(Error::new(
            "TrafficMirrorSessionsPerInterfaceLimitExceeded",
            "The allowed number of Traffic Mirror sessions for the specified network interface \
             has been exceeded.",
        ));
    }
    let client_token = client_tokens::shown(cx, request.client_token.as_ref());
    let session = cx.create(session, tags)?;
    Ok(CreateTrafficMirrorSessionResult {
        traffic_mirror_session: Some(session),
        client_token: Some(client_token),
    })
}

fn check_source(cx: Read<'_>, id: &str) -> Result<()> {
    let source = cx.get::<NetworkInterface>(id)?;
    let attached = source.attached(cx.now()).map(|(attachment, _)| &attachment.instance_id);
    let instance = attached.and_then(|id| cx.find::<Instance>(id));
    if !instance.is_some_and(|instance| mirrors(instance.kind)) {
        // As recorded in a guide to mirroring for the Seekret sniffer.
        let message = format!("{id} must be attached to a supported instance");
        return Err(Error::new("NetworkInterfaceNotSupported", message));
    }
    if is_target(cx, &source.id) {
        // The code is documented; unverified (looked up 2026-11-26): the message.
        let message = format!("{id} is in use as a traffic mirror target");
        return Err(Error::new("InterfaceInUseByTrafficMirrorTarget", message));
    }
    Ok(())
}

fn mirrors(kind: &InstanceType) -> bool {
    let family = kind.name.split('.').next().unwrap_or_default();
    let is_among = |families: &str| families.split(' ').any(|it| it == family);
    match kind.hypervisor {
        Some(Hypervisor::Nitro) => !is_among(NITRO_WITHOUT),
        Some(Hypervisor::Xen) => is_among(XEN_WITH),
        None => false,
    }
}

/// The session with what AWS chooses, if it can be the one with an id, or a new one.
// unverified (looked up 2026-11-26): the wordings.
fn checked(
    cx: &mut Write<'_>,
    mut session: TrafficMirrorSession,
    id: Option<&str>,
) -> Result<TrafficMirrorSession> {
    let number = session.session_number.unwrap_or_default();
    check_between("sessionNumber", number, 1..=MAX_NUMBER)?;
    let target_id = session.traffic_mirror_target_id.as_deref().unwrap_or_default();
    let target = cx.get::<TrafficMirrorTarget>(target_id)?;
    let max = match target.r#type {
        Some(TrafficMirrorTargetType::NetworkLoadBalancer) => BALANCED_BYTES,
        _ => i32::MAX,
    };
    if max == BALANCED_BYTES && session.packet_length.is_none() {
        session.packet_length = Some(BALANCED_BYTES);
    }
    if let Some(length) = session.packet_length {
        check_between("packetLength", length, 1..=max)?;
    }
    let network = session.virtual_network_id;
    if let Some(network) = network {
        check_between("virtualNetworkId", i64::from(network), 0..=i64::from(NETWORKS) - 1)?;
    }
    let source = session.network_interface_id.as_deref().unwrap_or_default();
    let mut others = cx.read().with(BY_SOURCE, &Id::new(source));
    if others.any(|it| id != Some(&*it.id) && it.session_number == session.session_number) {
        let reason = format!("The number is that of another session of {source}.");
        return Err(Error::bad_parameter("sessionNumber", number, &reason));
    }
    if network.is_none() {
        session.virtual_network_id = Some(free_network(cx));
    }
    Ok(session)
}

/// A number that no session of the account has.
fn free_network(cx: &mut Write<'_>) -> i32 {
    loop {
        let number = i32::try_from(cx.ids().below(NETWORKS)).unwrap_or_default();
        let is_taken = |read: Read<'_>| read.with(BY_NETWORK, &number.to_string()).next().is_some();
        if !is_taken(cx.read()) {
            return number;
        }
    }
}

/// What is taken away is again as if it had not been given.
fn modify_traffic_mirror_session(
    cx: &mut Write<'_>,
    request: &ModifyTrafficMirrorSessionRequest,
) -> Result<ModifyTrafficMirrorSessionResult> {
    let id = &request.traffic_mirror_session_id;
    let mut session = cx.get::<TrafficMirrorSession>(id)?.record.clone();
    if let Some(filter) = &request.traffic_mirror_filter_id {
        cx.get::<TrafficMirrorFilter>(filter)?;
        session.traffic_mirror_filter_id = Some(filter.clone());
    }
    if let Some(target) = &request.traffic_mirror_target_id {
        let target = cx.get::<TrafficMirrorTarget>(target)?;
        session.traffic_mirror_target_id = Some(target.id.to_string());
    }
    for field in &request.remove_fields {
        let is_given = match field {
            Field::PacketLength => request.packet_length.is_some(),
            Field::Description => request.description.is_some(),
            Field::VirtualNetworkId => request.virtual_network_id.is_some(),
        };
        if is_given {
            return Err(Error::combination("A field cannot be both specified and removed"));
        }
        match field {
            Field::PacketLength => session.packet_length = None,
            Field::Description => session.description = None,
            Field::VirtualNetworkId => session.virtual_network_id = None,
        }
    }
    session.packet_length = request.packet_length.or(session.packet_length);
    session.session_number = request.session_number.or(session.session_number);
    session.virtual_network_id = request.virtual_network_id.or(session.virtual_network_id);
    session.description = request.description.clone().or(session.description);
    let session = checked(cx, session, Some(id))?;
    cx.get_mut::<TrafficMirrorSession>(id)?.record = session;
    let session = cx.view::<TrafficMirrorSession>(id)?;
    Ok(ModifyTrafficMirrorSessionResult { traffic_mirror_session: Some(session) })
}
