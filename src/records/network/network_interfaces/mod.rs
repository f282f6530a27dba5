//! Elastic network interfaces: the record and its view. Their addresses are in `addresses`, what
//! instances do with them in `attachment` and `attaching`, Elastic IP addresses on them in
//! `elastic`, blocks of addresses delegated to them in `prefixes`, those that AWS's services make
//! in `managed`, their operations in `requests`.

pub(crate) mod addresses;
pub(crate) mod attachment;
pub(crate) mod dns;
pub(crate) mod elastic;
pub(crate) mod finders;
pub(crate) mod managed;
pub(crate) mod prefixes;
pub(crate) mod record;
pub(crate) mod wanted;

pub(crate) use finders::{association, group, ipv4_prefixes};
pub(crate) use record::{
    Attachment, Elastic, NetworkInterface, PrivateAddress, Requester, take_public,
};

use crate::engine::{CustomFilter, Hold, Index, Read, Resource, Row};
use crate::records::network::vpcs::Vpc;
use finders::view;
use wire::{AttachmentStatus, ResourceType, Timestamp};

impl Resource for NetworkInterface {
    type View = wire::NetworkInterface;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of::<Vpc>("vpc-id")];
    const PREFIX: &'static str = "eni";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkInterface);
    const PLURAL: &'static str = "networkInterfaces";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("network-interface-id");
    const IDS_EXCLUDE_MAX_RESULTS: Option<&'static str> = Some("networkInterfaceIdSet");
    const FILTERS: &'static [CustomFilter<Self>] = &[("attachment.nat-gateway-id", |row, _| {
        let gateway = row.description.strip_prefix("Interface for NAT Gateway ");
        gateway.filter(|_| row.requester.is_some()).map(str::to_owned).into_iter().collect()
    })];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkInterface {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_>) {
        index.add("subnet-id", self.subnet_id.clone());
        index.add("vpc-id", self.vpc_id.clone());
        index.add("mac-address", self.mac_address.as_str());
        for group in &self.groups {
            index.add("group-id", group.clone());
        }
        if let Some(attachment) = &self.attachment {
            index.add("attachment.instance-id", attachment.instance_id.clone());
            index.add("attachment.attachment-id", attachment.id.clone());
        }
        if let Some(requester) = &self.requester {
            index.add("attachment.attachment-id", requester.attachment_id.clone());
        }
        self.index_addresses(index);
    }

    /// When its attachment ends.
    fn due(&self) -> Option<Timestamp> {
        self.attachment.as_ref()?;
        self.attachment_state.settles_as(AttachmentStatus::Detached)
    }
}
