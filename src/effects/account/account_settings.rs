//! Changing an account's settings.

use crate::engine::{Id, Tags, Write};
use crate::error::Result;
use crate::records::account::account_settings::{AccountSettings, ONLY};

pub(crate) fn change(cx: &mut Write<'_>, change: impl FnOnce(&mut AccountSettings)) -> Result<()> {
    if cx.find::<AccountSettings>(ONLY).is_none() {
        cx.insert(Id::new(ONLY), AccountSettings::default(), Tags::default());
    }
    if let Some(mut settings) = cx.find_mut::<AccountSettings>(ONLY) {
        change(&mut settings);
    }
    Ok(())
}
