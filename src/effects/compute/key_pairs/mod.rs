//! What key pairs do to other resources, and others to them.

pub(crate) mod material;

use crate::engine::Write;
use crate::records::compute::key_pairs::find;

/// What only the holder of a key pair's private half can read, as base64. `None` unless there is
/// such a pair and its key is an RSA one.
pub(crate) fn encrypt(cx: &mut Write<'_>, name: &str, secret: &[u8]) -> Option<String> {
    let public_key = find(cx.read(), name)?.public_key.clone();
    material::encrypt(&public_key, secret, &mut cx.ids().generator())
}
