//! The first password of a Windows instance, which Windows makes when it boots for the first time
//! and which only the holder of the launch's key pair can read.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>

use super::{Instance, Launch, Password};
use crate::engine::{Read, Write};
use crate::error::Result;
use crate::resources::key_pairs;
use wire::{GetPasswordDataRequest, GetPasswordDataResult};

/// When Windows has made its password. unverified: AWS says that it takes some minutes.
const BOOT_MILLIS: i64 = 4 * 60 * 1_000;
const CHARS: usize = 32;
/// Without those that look alike.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@#$%&*()-=.,;?";

/// The password of an instance that is being launched; `None` unless it has Windows and a key.
// unverified: that an image made of an instance has been prepared to make a new one.
pub(super) fn generate(cx: &mut Write<'_>, launch: &Launch) -> Option<Password> {
    let key_name = launch.key_name.as_ref().filter(|_| launch.is_windows)?;
    let bound = u32::try_from(ALPHABET.len()).unwrap_or(1);
    let letter = |_| ALPHABET[cx.ids().below(bound) as usize];
    let password: Vec<u8> = (0..CHARS).map(letter).collect();
    let data = key_pairs::encrypt(cx, key_name, &password)?.into();
    Some(Password { data, is_made: cx.read().transition(false, true, BOOT_MILLIS) })
}

/// Empty until there is a password, and for an instance that never has one.
pub(super) fn get_password_data(
    cx: Read<'_>,
    request: &GetPasswordDataRequest,
) -> Result<GetPasswordDataResult> {
    let row = cx.get::<Instance>(&request.instance_id)?;
    let password = row.rare.as_ref().and_then(|rare| rare.password.as_ref());
    let password = password.filter(|password| password.is_made.at(cx.now()));
    let updated = password.and_then(|password| password.is_made.settles());
    Ok(GetPasswordDataResult {
        instance_id: Some(row.id.to_string()),
        // unverified: AWS's own moment where there is no password.
        timestamp: Some(updated.unwrap_or(row.launch.at).whole_seconds()),
        password_data: Some(password.map(|it| it.data.to_string()).unwrap_or_default()),
    })
}
