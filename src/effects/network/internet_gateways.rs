//! Making internet gateways.

use crate::engine::{Tags, Write};
use crate::records::ids::{InternetGatewayId, VpcId};
use crate::records::network::internet_gateways::InternetGateway;

pub(crate) fn create(cx: &mut Write<'_>, vpc_id: Option<VpcId>, tags: Tags) -> InternetGatewayId {
    let id = cx.new_id::<InternetGateway>();
    cx.insert(id.clone(), InternetGateway { vpc_id }, tags);
    id
}
