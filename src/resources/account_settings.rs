//! What an account sets once for all that it has in a region. What a setting means is told where
//! it takes effect; the operations that change it are there, too.

use super::instances::{DefaultCredits, MetadataDefaults};
use super::volumes::EncryptionDefaults;
use crate::engine::{Read, Record, Tags, Write};
use crate::error::Result;
use serde::Serialize;
use std::sync::LazyLock;
use wire::SnapshotBlockPublicAccessState;

/// The only row of its table, there once something was set.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct AccountSettings {
    pub ebs_encryption: EncryptionDefaults,
    /// `None`: unblocked.
    pub snapshot_block_public_access: Option<SnapshotBlockPublicAccessState>,
    pub image_block_public_access: bool,
    pub serial_console_access: bool,
    pub instance_metadata: MetadataDefaults,
    pub credits: DefaultCredits,
}

const ONLY: &str = "settings";

impl Record for AccountSettings {
    const PLURAL: &'static str = "accountSettings";
}

/// The settings of the caller's account in its region.
pub(super) fn of(cx: Read<'_>) -> &AccountSettings {
    static UNSET: LazyLock<AccountSettings> = LazyLock::new(AccountSettings::default);
    cx.find::<AccountSettings>(ONLY).map_or(&*UNSET, |row| &row.record)
}

pub(super) fn change(cx: &mut Write<'_>, change: impl FnOnce(&mut AccountSettings)) -> Result<()> {
    if cx.find::<AccountSettings>(ONLY).is_none() {
        cx.insert(ONLY.into(), AccountSettings::default(), Tags::default());
    }
    if let Some(mut settings) = cx.find_mut::<AccountSettings>(ONLY) {
        change(&mut settings);
    }
    Ok(())
}
