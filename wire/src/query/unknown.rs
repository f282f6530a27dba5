//! Parameters that no member of a request is read from.

use super::{Invalid, Node};

impl Node<'_> {
    /// The refusal of the first parameter that is none of `members`. It goes before that of one
    /// that is missing: <https://github.com/JuliaCloud/AWS.jl/issues/670>.
    #[must_use]
    pub fn beyond(&self, members: &[&str]) -> Option<Invalid> {
        let child = self.children.iter().find(|child| !members.contains(&child.name))?;
        Some(Invalid::unknown(child.name))
    }

    /// Refuses a parameter that was not read while the request was decoded.
    ///
    /// # Errors
    /// `UnknownParameter`, naming the first such parameter, and `InvalidParameterCombination` for a
    /// list where one value is taken.
    pub fn refuse_unread(&self) -> Result<(), Invalid> {
        for child in &self.children {
            if child.is_repeated() {
                // Of several, EC2 names the last: flexera-public/right_aws#46.
                let last = self.children.iter().rfind(|child| child.is_repeated());
                return Err(Invalid::repeated(last.map_or(child.name, |last| last.name)));
            } else if child.read.get() {
                child.refuse_unread()?;
            } else if child.is_index() && !self.name.is_empty() {
                // <https://github.com/saltstack/salt/issues/41362>
                return Err(Invalid::request());
            } else {
                return Err(Invalid::unknown(child.name));
            }
        }
        Ok(())
    }

    /// Whether it takes one value, and was given several.
    fn is_repeated(&self) -> bool {
        let is_unread = |child: &Self| !child.read.get();
        self.read.get() && self.children.iter().any(is_unread) && self.is_several()
    }
}
