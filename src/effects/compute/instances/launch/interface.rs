//! An interface of a launch: a new one, or an existing one that is attached.

use crate::effects::network::network_interfaces::life;
use crate::engine::{Millis, Tags, Write};
use crate::error::Result;
use crate::records::durations;
use crate::records::ids::{InstanceId, NetworkInterfaceId, SecurityGroupId};
use crate::records::network::network_interfaces::settings::Settings;
use crate::records::network::network_interfaces::wanted::NewInterface;
use crate::records::network::network_interfaces::{Attachment, NetworkInterface};
use wire::AttachmentStatus;

/// How long an attachment takes where transitions take time.
const ATTACHING_MILLIS: Millis = durations::INSTANCES_ATTACHING_INTERFACE;

/// One interface of each instance.
#[derive(Debug)]
pub(crate) struct Interface {
    pub source: Source,
    pub device_index: i32,
    pub network_card_index: i32,
    pub delete_on_termination: bool,
    pub settings: Settings,
}

#[derive(Debug)]
pub(crate) enum Source {
    Existing(NetworkInterfaceId),
    New(Box<NewInterface>),
}

impl Interface {
    /// The security groups of one that is to be made.
    pub fn new_groups(&self) -> Option<&[SecurityGroupId]> {
        match &self.source {
            Source::New(new) => Some(&new.groups),
            Source::Existing(_) => None,
        }
    }

    /// Makes it for an instance, or attaches the one that there is.
    ///
    /// # Errors
    /// Those of the addresses that it asks for.
    pub fn attach(&self, cx: &mut Write<'_>, instance: &InstanceId, tags: &Tags) -> Result<()> {
        let attachment = Attachment {
            id: cx.ids().next("eni-attach"),
            instance_id: instance.clone(),
            device_index: self.device_index,
            network_card_index: self.network_card_index,
            attached: cx.now().timestamp().whole_seconds(),
            delete_on_termination: self.delete_on_termination,
        };
        let id = match &self.source {
            Source::New(new) => {
                let attachment = Some(attachment);
                let new = NewInterface { attachment, tags: tags.clone(), ..(**new).clone() };
                life::create(cx, new)?
            }
            Source::Existing(id) => {
                let state = cx.read().transition(
                    AttachmentStatus::Attaching,
                    AttachmentStatus::Attached,
                    ATTACHING_MILLIS,
                );
                cx.get_mut::<NetworkInterface>(id)?.attach(attachment, state);
                id.clone()
            }
        };
        if self.settings != Settings::default() {
            let mut row = cx.get_mut::<NetworkInterface>(&id)?;
            let tracking = row.settings().tracking.changed(self.settings.tracking);
            row.set(Settings { tracking, ..self.settings });
        }
        Ok(())
    }
}
