//! Values in a fifth of their bytes: most are rows, which are much alike, so that what they have in
//! common with some usual ones is left out. A start reads the less.

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};

/// What values are like. It is a part of the format: with another one, nothing can be read.
const USUAL: &[u8] = include_bytes!("rows.json");

pub(super) fn pack(value: &[u8]) -> Vec<u8> {
    compress_prepend_size_with_dict(value, USUAL)
}

/// # Errors
/// It was not packed by [`pack`].
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    decompress_size_prepended_with_dict(packed, USUAL).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        for value in [&b""[..], b"3", USUAL, &[7; 10_000]] {
            assert_eq!(unpack(&pack(value)).unwrap(), value);
        }
        assert!(pack(USUAL).len() < USUAL.len() / 50);
        assert!(unpack(b"nothing").is_err());
    }
}
