//! From a type of the wire to another that has members of the same names.

use wire::{ResourceType, WireEnum as _};

pub(crate) trait Same<T> {
    fn same(&self) -> T;
}

impl<From: Same<To>, To> Same<Option<To>> for Option<From> {
    fn same(&self) -> Option<To> {
        self.as_ref().map(Same::same)
    }
}

impl<From: Same<To>, To> Same<Vec<To>> for Vec<From> {
    fn same(&self) -> Vec<To> {
        self.iter().map(Same::same).collect()
    }
}

/// Lists that stand in a request itself are plain.
impl<From: Same<To>, To> Same<Vec<To>> for Option<Vec<From>> {
    fn same(&self) -> Vec<To> {
        self.iter().flatten().map(Same::same).collect()
    }
}

impl Same<String> for ResourceType {
    fn same(&self) -> String {
        self.as_str().to_owned()
    }
}

/// Types of the wire, each with the one it becomes and the members both have; `..Default` after
/// these leaves the other ones of the second type empty.
macro_rules! same {
    ($($from:ident => $to:ident { $($member:ident,)* $(..$rest:ident)? })*) => {
        $(impl $crate::records::compute::launch_templates::Same<wire::$to> for wire::$from {
            fn same(&self) -> wire::$to {
                use $crate::records::compute::launch_templates::Same;
                wire::$to {
                    $($member: Same::same(&self.$member),)*
                    $(..$rest::default())?
                }
            }
        })*
    };
}

/// The same in both directions, of types that have the same members.
macro_rules! alike {
    ($($one:ident = $other:ident { $($member:ident,)* })*) => {
        $crate::records::compute::launch_templates::same! {
            $($one => $other { $($member,)* } $other => $one { $($member,)* })*
        }
    };
}

pub(crate) use alike;
pub(crate) use same;
