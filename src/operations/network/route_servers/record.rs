//! A route server: its record and its view, and what it must be for others to be made of it.

use crate::engine::{By, Hold, Index, Life, Millis, Now, Phase, Read, Resource, Row, Timed};
use crate::error::{Error, Result, check_between};
use crate::records::account::arns::partition;
use crate::records::durations;
use crate::records::ids::VpcId;
use serde::{Deserialize, Serialize};
use wire::{
    ResourceType, RouteServerAssociationState, RouteServerPersistRoutesState, RouteServerState,
    Timestamp,
};

pub(super) const CHANGING_MILLIS: Millis = durations::ROUTE_SERVERS_CHANGING;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteServer {
    pub amazon_side_asn: i64,
    pub persistence: Persistence,
    /// Whether it would tell a topic of sessions that come and go.
    pub notifies: bool,
    /// Until when its last change is on its way.
    pub changes_until: Option<Timestamp>,
    pub association: Option<Association>,
}

/// Whether routes outlive the sessions that brought them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Persistence {
    /// How long it waits for peers that are back; `None`: nothing persists.
    pub minutes: Option<i64>,
    pub state: Timed<RouteServerPersistRoutesState>,
}

impl Persistence {
    pub const NONE: Self =
        Self { minutes: None, state: Timed::settled(RouteServerPersistRoutesState::Disabled) };
}

/// The VPC that it is associated with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub vpc_id: VpcId,
    pub state: Timed<RouteServerAssociationState>,
    /// When it is no more, once it was told to go.
    pub ends: Option<Timestamp>,
}

impl RouteServer {
    // No filter has this name.
    const BY_VPC: By<Self, VpcId> = By::new("vpc-id");

    /// The association, unless it is over.
    pub fn association(&self, now: Now<'_>) -> Option<&Association> {
        let association = self.association.as_ref()?;
        association.ends.is_none_or(|ends| !now.reached(ends)).then_some(association)
    }
}

impl Resource for RouteServer {
    type View = wire::RouteServer;
    const PREFIX: &'static str = "rs";
    const TYPE: Option<ResourceType> = Some(ResourceType::RouteServer);
    const PLURAL: &'static str = "routeServers";
    const OF_VPC: bool = true;
    // The code that Terraform's provider takes for it.
    const NOT_FOUND: &'static str = "InvalidRouteServerId.NotFound";
    const LIFE: Option<Life> =
        Some(Life { making_millis: 10_000, leaving_millis: 10_000, ..Life::USUAL });
    const HOLDS: &'static [Hold<Self>] =
        &[Hold::of_those(Self::BY_VPC, |row, now| row.association(now).is_some())];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::RouteServer {
        wire::RouteServer {
            route_server_id: Some(row.id.to_string()),
            amazon_side_asn: Some(row.amazon_side_asn),
            state: state(row, cx.now()),
            tags: row.tags.wire(),
            persist_routes_state: Some(row.persistence.state.at(cx.now())),
            persist_routes_duration: row.persistence.minutes,
            sns_notifications_enabled: Some(row.notifies),
            sns_topic_arn: row.notifies.then(|| topic(row, cx)),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        if let Some(association) = &self.association {
            index.add(Self::BY_VPC, &association.vpc_id);
        }
    }

    /// As a script of OpenShift's met it, which deletes what it has from the outside in.
    // unverified (looked up 2026-11-26): the wording.
    fn in_use(id: &str) -> Error {
        incorrect_state(format!("Route Server {id} has endpoints."))
    }
}

/// The topic that AWS makes for it.
// unverified (looked up 2026-11-26): its name.
fn topic(row: &Row<RouteServer>, cx: Read<'_>) -> String {
    let (partition, region, account) = (partition(cx), cx.region(), cx.account());
    format!("arn:{partition}:sns:{region}:{account}:vpc-route-server-{}", row.id)
}

fn state(row: &Row<RouteServer>, now: Now<'_>) -> Option<RouteServerState> {
    match row.life_state(now) {
        Some(RouteServerState::Available)
            if row.changes_until.is_some_and(|until| !now.reached(until)) =>
        {
            Some(RouteServerState::Modifying)
        }
        state => state,
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteServer.html>
pub(super) fn check_asn(parameter: &str, asn: i64) -> Result<()> {
    check_between(parameter, asn, 1..=4_294_967_295)
}

pub(super) fn incorrect_state(message: impl Into<String>) -> Error {
    Error::new("IncorrectState", message)
}

/// What is there, and neither being made nor leaving; `noun` as AWS calls it.
///
/// # Errors
/// The kind's not-found code; `IncorrectState`, as what is deleted and still listed gets, too:
/// <https://github.com/openshift/bgp-cloud-connector>.
// unverified (looked up 2026-11-26): the wording.
pub(super) fn settled<'a, T: Resource>(cx: Read<'a>, noun: &str, id: &str) -> Result<&'a Row<T>> {
    let row = cx.get::<T>(id)?;
    match row.life_phase(cx.now()) {
        Phase::There => Ok(row),
        _ => {
            let state = row.state_text(cx.now()).unwrap_or_default();
            Err(incorrect_state(format!("{noun} {id} is in the state {state}.")))
        }
    }
}

/// The same of a server, which may be changing, too.
pub(super) fn settled_server<'a>(cx: Read<'a>, id: &str) -> Result<&'a Row<RouteServer>> {
    let server = settled::<RouteServer>(cx, "Route Server", id)?;
    if state(server, cx.now()) == Some(RouteServerState::Modifying) {
        return Err(incorrect_state(format!("Route Server {id} is in the state modifying.")));
    }
    Ok(server)
}

/// The VPC of a server that is associated, and on its way to or from it.
///
/// # Errors
/// `InvalidRouteServerId.NotAssociated`, as recorded in
/// <https://github.com/openshift/bgp-cloud-connector>; `IncorrectState` while that changes.
// unverified (looked up 2026-11-26): the latter's wording.
pub(super) fn associated_vpc<'a>(
    cx: Read<'a>,
    server: &'a RouteServer,
    id: &str,
) -> Result<&'a VpcId> {
    let association = server.association(cx.now()).ok_or_else(|| not_associated(id))?;
    match association.state.at(cx.now()) {
        RouteServerAssociationState::Associated => Ok(&association.vpc_id),
        state => {
            let state = wire::WireEnum::as_str(state);
            let vpc = &association.vpc_id;
            Err(incorrect_state(format!("Route Server {id} is {state} with VPC {vpc}.")))
        }
    }
}

pub(super) fn not_associated(id: &str) -> Error {
    let message = format!("Route Server {id} is not associated with a VPC.");
    Error::new("InvalidRouteServerId.NotAssociated", message)
}
