//! How EC2 calls a kind in its refusals, where it follows the pattern: put together from the kind's
//! plural while this is compiled.

/// A text that is made in a constant.
pub(crate) struct Word {
    bytes: [u8; 96],
    length: usize,
}

impl Word {
    const fn new() -> Self {
        Self { bytes: [0; 96], length: 0 }
    }

    const fn with(mut self, text: &str) -> Self {
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.length] = text.as_bytes()[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// `customerGateways` as `customerGateway`, `networkInsightsAnalyses` as
    /// `networkInsightsAnalysis`.
    const fn with_singular(self, plural: &str) -> Self {
        let mut with = self.with(plural);
        let last = with.length - 1;
        assert!(with.bytes[last] == b's', "a plural of another form needs its own names");
        if matches!(with.bytes.split_at(last - 3).1.split_at(4).0, b"yses") {
            with.bytes[last - 1] = b'i';
        } else {
            with.length = last;
        }
        with
    }

    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => panic!("plurals are ASCII"),
        }
    }
}

/// `customerGateway ID`.
pub(super) const fn noun(plural: &str) -> Word {
    Word::new().with_singular(plural).with(" ID")
}

/// `InvalidCustomerGatewayID.NotFound`, where `end` is `ID.NotFound`.
pub(super) const fn code(plural: &str, end: &str) -> Word {
    let before = Word::new().with("Invalid");
    let first = before.length;
    let mut code = before.with_singular(plural);
    code.bytes[first] = code.bytes[first].to_ascii_uppercase();
    code.with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_from_the_plural() {
        const NOUN: Word = noun("customerGateways");
        const CODE: Word = code("customerGateways", "ID.NotFound");
        const ANALYSIS: Word = code("networkInsightsAnalyses", "Id.Malformed");
        assert_eq!(NOUN.as_str(), "customerGateway ID");
        assert_eq!(CODE.as_str(), "InvalidCustomerGatewayID.NotFound");
        assert_eq!(ANALYSIS.as_str(), "InvalidNetworkInsightsAnalysisId.Malformed");
    }
}
