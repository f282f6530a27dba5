//! The first password of a Windows instance, which Windows makes when it boots for the first time
//! and which only the holder of the launch's key pair can read.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>

use crate::effects::compute::key_pairs;
use crate::engine::{Millis, Write};
use crate::records::compute::instances::{Launch, Password};
use crate::records::durations;

/// When Windows has made its password. unverified (looked up 2026-11-26): AWS says that it takes
/// some minutes.
const BOOT_MILLIS: Millis = durations::INSTANCES_PASSWORD;

const CHARS: usize = 32;

/// Without those that look alike.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!@#$%&*()-=.,;?";

/// The password of an instance that is being launched; `None` unless it has Windows and a key.
// unverified (looked up 2026-11-26): that an image made of an instance has been prepared to make a
// new one.
pub(crate) fn generate(cx: &mut Write<'_>, launch: &Launch) -> Option<Password> {
    let key_name = launch.key_name.as_ref().filter(|_| launch.is_windows)?;
    let bound = u32::try_from(ALPHABET.len()).unwrap_or(1);
    let letter = |_| ALPHABET[cx.ids().below(bound) as usize];
    let password: Vec<u8> = (0..CHARS).map(letter).collect();
    let data = key_pairs::encrypt(cx, key_name, &password)?.into();
    Some(Password { data, is_made: cx.read().transition(false, true, BOOT_MILLIS) })
}
