//! Facts of AWS that no user creates: regions and zones, endpoint services, instance types, where
//! they are offered, what they cost and which hosts they run on, public images, the names of other
//! services. The facts are text files in `data/`, parsed once when first asked for; nothing here
//! changes while the server runs. `update.py` renews what is recorded from AWS.

pub(crate) mod dedicated_hosts;
pub(crate) mod endpoint_services;
pub(crate) mod image_parameters;
pub(crate) mod images;
pub(crate) mod instance_types;
pub(crate) mod older_members;
pub(crate) mod older_operations;
pub(crate) mod older_parameters;
pub(crate) mod prices;
pub(crate) mod regions;
pub(crate) mod services;
pub(crate) mod spot_prices;

/// A closed set of names: the enum, EC2's spelling of each variant, and the way back.
macro_rules! names {
    ($(#[$attribute:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant),+
        }

        impl $name {
            #[allow(dead_code, reason = "not every enum is shown")]
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }

            pub(crate) fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
use names;

names! {
    /// The processor architecture of an instance type or an image.
    Architecture {
        I386 = "i386",
        X86_64 = "x86_64",
        Arm64 = "arm64",
        X86_64Mac = "x86_64_mac",
        Arm64Mac = "arm64_mac",
    }
}

/// What follows the first column of a line.
type Columns = std::str::Split<'static, char>;

/// The lines of a data file that say something, each with its columns.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, Columns)> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        (columns.next().unwrap_or_default(), columns)
    })
}

/// A column's value; `-` and an absent column are "none".
fn value(column: Option<&'static str>) -> Option<&'static str> {
    column.filter(|text| !matches!(*text, "" | "-"))
}
