//! The image that every account has in every region from the start, for launches that need just
//! any, and its snapshot.

pub(crate) const IMAGE: &str = "ami-0abcdef1234567890";

pub(crate) const SNAPSHOT: &str = "snap-0abcdef1234567890";
