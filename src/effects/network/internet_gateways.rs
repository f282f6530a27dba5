//! Making internet gateways.

use crate::engine::{Id, Tags, Write};
use crate::records::network::internet_gateways::InternetGateway;

pub(crate) fn create(cx: &mut Write<'_>, vpc_id: Option<Id>, tags: Tags) -> Id {
    let id = cx.new_id::<InternetGateway>();
    cx.insert(id.clone(), InternetGateway { vpc_id }, tags);
    id
}
