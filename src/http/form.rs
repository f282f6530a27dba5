//! A form's bytes as pairs. What is not UTF-8, or says what XML cannot say back, is refused:
//! nothing is replaced.

use super::xml;
use crate::error::{Error, Result};

/// More parameters than any request has; each of them takes far more memory than its bytes.
const MOST: usize = 100_000;

/// # Errors
/// `InvalidCharacter`, or `InvalidRequest` for too many parameters.
pub(super) fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for part in bytes.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
        if pairs.len() == MOST {
            // unverified (looked up 2026-11-26): AWS does not say how many parameters it takes.
            let message = format!("The request has more than {MOST} parameters.");
            return Err(Error::new("InvalidRequest", message));
        }
        let (key, value) = match part.iter().position(|byte| *byte == b'=') {
            Some(at) => (&part[..at], &part[at + 1..]),
            None => (part, &[][..]),
        };
        let key = text(key).ok_or_else(|| {
            Error::new("InvalidCharacter", "The name of a parameter has an invalid character.")
        })?;
        let value = text(value).ok_or_else(|| {
            let message = format!("The value of parameter {key} has an invalid character.");
            Error::new("InvalidCharacter", message)
        })?;
        pairs.push((key, value));
    }
    Ok(pairs)
}

/// Undoes the percent encoding; `None`: it is no text that XML can say.
fn text(encoded: &[u8]) -> Option<String> {
    let plain = encoded.iter().position(|byte| matches!(byte, b'+' | b'%'));
    let (plain, mut rest) = encoded.split_at(plain.unwrap_or(encoded.len()));
    let mut bytes = Vec::with_capacity(encoded.len());
    bytes.extend_from_slice(plain);
    while let [first, behind @ ..] = rest {
        rest = behind;
        bytes.push(match (first, behind) {
            (b'+', _) => b' ',
            (b'%', [high, low, behind @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    rest = behind;
                    high << 4 | low
                }
                _ => b'%',
            },
            (byte, _) => *byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| xml::can_say(text))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded_as_browsers_do() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let form = pairs(b"A=1+2&B=%C3%A9%2b%&&C&D=x=y&E=%zz").unwrap();
        let wanted = [
            pair("A", "1 2"),
            pair("B", "\u{e9}+%"),
            pair("C", ""),
            pair("D", "x=y"),
            pair("E", "%zz"),
        ];
        assert_eq!(form, wanted);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for value in ["%FF", "%C3", "%00", "%EF%BF%BF", "a%0B", "%ED%A0%80"] {
            let refusal = pairs(format!("Name={value}").as_bytes()).unwrap_err();
            assert_eq!(refusal.code, "InvalidCharacter", "{value}");
            assert_eq!(refusal.message, "The value of parameter Name has an invalid character.");
        }
        let refusal = pairs(b"%01=1").unwrap_err();
        assert_eq!(refusal.message, "The name of a parameter has an invalid character.");
        assert_eq!(pairs(b"A=%09%0A%0D%7F%F0%9F%98%80").unwrap().len(), 1);
    }

    #[test]
    fn there_is_an_end_to_parameters() {
        let refusal = pairs(&b"a&".repeat(MOST + 1)).unwrap_err();
        assert_eq!(refusal.message, "The request has more than 100000 parameters.");
        assert_eq!(pairs(&b"a&".repeat(MOST)).unwrap().len(), MOST);
    }
}
