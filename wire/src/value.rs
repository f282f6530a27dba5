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
        self.written(str::to_owned)
    }

    /// The same without a text of its own: answers are full of moments.
    pub(crate) fn written<R>(self, then: impl FnOnce(&str) -> R) -> R {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        let at = jiff::tz::Offset::UTC.to_datetime(moment);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut set = |place: usize, number: i32| {
            let mut left = number.unsigned_abs();
            for digit in text[..=place].iter_mut().rev().take_while(|it| it.is_ascii_digit()) {
                *digit = b'0' + (left % 10) as u8;
                left /= 10;
            }
        };
        set(3, at.year().into());
        set(6, at.month().into());
        set(9, at.day().into());
        set(12, at.hour().into());
        set(15, at.minute().into());
        set(18, at.second().into());
        set(22, at.millisecond().into());
        then(std::str::from_utf8(&text).unwrap_or_default())
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

    /// The same day and time some years later; what the year does not have is a day earlier.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        let at = jiff::tz::Offset::UTC.to_datetime(moment);
        let later = at.saturating_add(jiff::Span::new().years(years));
        let later = jiff::tz::Offset::UTC.to_timestamp(later).unwrap_or(jiff::Timestamp::MAX);
        Self(later.as_millisecond())
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
