//! The scalar types of the model that the standard library lacks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads `2026-01-31T12:00:00Z`, with or without a fraction, and with any offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let moment: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Self(moment.as_millisecond()))
    }

    /// The way EC2 writes a moment: `2026-01-31T12:00:00.000Z`.
    #[must_use]
    pub fn iso8601(self) -> String {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        let at = jiff::tz::Offset::UTC.to_datetime(moment);
        // Answers are full of moments; the formatting machinery would take a tenth of their time.
        let mut text = String::with_capacity(24);
        push_digits(&mut text, i32::from(at.year()).unsigned_abs(), 4);
        for (separator, number) in [
            ('-', at.month()),
            ('-', at.day()),
            ('T', at.hour()),
            (':', at.minute()),
            (':', at.second()),
        ] {
            text.push(separator);
            push_digits(&mut text, i32::from(number).unsigned_abs(), 2);
        }
        text.push('.');
        push_digits(&mut text, i32::from(at.millisecond()).unsigned_abs(), 3);
        text.push('Z');
        text
    }

    /// The same moment without its fraction, as EC2 keeps launch and attach times.
    #[must_use]
    pub const fn whole_seconds(self) -> Self {
        Self(self.0 - self.0.rem_euclid(1_000))
    }

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// The last `count` decimal digits of a number.
fn push_digits(text: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        text.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// Bytes that travel as base64.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Blob(pub Vec<u8>);

impl Blob {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text.trim()).ok().map(Self)
    }

    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}

/// An enum of the model, with the strings that stand for its values on the wire.
pub trait WireEnum: Copy + 'static {
    /// The model's name of the enum.
    const NAME: &'static str;
    const VALUES: &'static [Self];
    /// What stands for each of them.
    const TEXTS: &'static [&'static str];

    fn as_str(self) -> &'static str;

    /// The value that `text` stands for; EC2 compares these with their case.
    #[must_use]
    fn parse(text: &str) -> Option<Self> {
        Some(Self::VALUES[position(Self::TEXTS, text)?])
    }
}

pub(crate) fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_ec2_does() {
        let moment = Timestamp::parse("2026-01-31T12:00:00+01:00").unwrap();
        assert_eq!(moment.iso8601(), "2026-01-31T11:00:00.000Z");
        assert_eq!(Timestamp::parse("2026-01-31T11:00:00Z"), Some(moment));
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn fractions_are_cut_off_downwards() {
        assert_eq!(Timestamp(1_999).whole_seconds(), Timestamp(1_000));
        assert_eq!(Timestamp(-1).whole_seconds(), Timestamp(-1_000));
    }

    #[test]
    fn moments_beyond_the_calendar_do_not_panic() {
        assert!(Timestamp(i64::MAX).iso8601().starts_with("9999"));
    }
}
