//! Changes of a peering connection, which are those of a row on either side.

use crate::engine::{Timed, Write};
use crate::error::Result;
use crate::records::ids::{VpcId, VpcPeeringConnectionId};
use crate::records::network::vpc_peering_connections::{VpcPeeringConnection, of_vpc};
use ipnet::Ipv4Net;
use wire::{Timestamp, VpcPeeringConnectionStateReasonCode as Code};

/// How long a connection is listed that failed or was ended.
pub(crate) const LISTED_MILLIS: i64 = 2 * 3_600_000;

/// Changes a connection here and on its other side, and says when either ceases to list it; both go
/// on where that is `None`.
pub(crate) fn change(
    cx: &mut Write<'_>,
    id: &str,
    listed: Option<(Timestamp, Timestamp)>,
    change: impl Fn(&mut VpcPeeringConnection) + 'static,
) -> Result<()> {
    let beyond = cx.get::<VpcPeeringConnection>(id)?.beyond(cx.read());
    change(&mut cx.get_mut::<VpcPeeringConnection>(id)?.record);
    list_until(cx, id, listed.map(|(here, _)| here));
    if let Some((account, region)) = beyond {
        let id = VpcPeeringConnectionId::new(id);
        cx.also_in(&account, &region, move |there| {
            if let Ok(mut row) = there.get_mut::<VpcPeeringConnection>(&id) {
                change(&mut row.record);
            }
            list_until(there, &id, listed.map(|(_, there)| there));
        });
    }
    Ok(())
}

fn list_until(cx: &mut Write<'_>, id: &str, ends: Option<Timestamp>) {
    match ends {
        Some(at) => cx.end::<VpcPeeringConnection>(id, at),
        None => cx.keep::<VpcPeeringConnection>(id),
    }
}

/// Requests that wait for the owner of a VPC fail once the VPC has addresses of who asked:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>
// unverified (looked up 2026-11-26): that whoever was asked sees it as long as the other.
pub(crate) fn fail_overlapping(cx: &mut Write<'_>, vpc_id: &VpcId, cidr: Ipv4Net) -> Result<()> {
    let (read, now) = (cx.read(), cx.now());
    let fails = |row: &VpcPeeringConnection| {
        row.is_live(now) && !row.is_accepted(now) && row.requester.has_any_of(read, cidr)
    };
    let failing = of_vpc(read, vpc_id).filter(|row| fails(row)).map(|row| row.id.clone());
    let failing: Vec<VpcPeeringConnectionId> = failing.collect();
    let ends = now.plus_millis(LISTED_MILLIS);
    for id in failing {
        change(cx, &id, Some((ends, ends)), |row| row.status = Timed::settled(Code::Failed))?;
    }
    Ok(())
}
