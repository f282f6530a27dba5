//! Where an operation differs from the others in what is looked at before its handler.

use crate::error::Error;

/// What holds for the requests of one operation.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub token: TokenRule,
    pub page: PageRule,
    /// Its lists whose bound EC2 documents.
    pub lists: &'static [ListRule],
    /// Whether EC2 does not even look at what a dry run asks for.
    pub is_blind_when_dry: bool,
    /// Whether EC2 looks at no more of a dry run than whether it can be read.
    pub is_dry_first: bool,
}

impl Rules {
    pub const USUAL: Self = Self {
        token: TokenRule::USUAL,
        page: PageRule::USUAL,
        lists: &[],
        is_blind_when_dry: false,
        is_dry_first: false,
    };
}

/// What may be a client token, and what is said of one that came with other parameters before.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html>, and the parameter in
/// the reference of those that differ.
#[derive(Clone, Copy)]
pub(crate) struct TokenRule {
    pub most: usize,
    pub is_ascii: bool,
    /// Whether it is a value like others: an empty one is refused, and white space around it, or
    /// for all of it, is none of it.
    pub is_trimmed: bool,
    /// Whether one that is blank is refused like one that is empty.
    pub refuses_blank: bool,
    /// `{token}` stands for it.
    pub used: &'static str,
    /// What is said of one whose resource is gone; the same stands for it.
    pub spent: &'static str,
    /// What is said of one that is too long, where that is recorded.
    pub too_long: Option<&'static str>,
    /// Whether a dry run may have any.
    pub is_free_when_dry: bool,
    /// What of a request goes with it, in the form that all requests have for which EC2 takes it;
    /// `None`: all, as it is.
    pub alike: Option<Alike>,
}

pub(crate) type Alike = fn(&[(String, String)]) -> Vec<(String, String)>;

impl TokenRule {
    pub const USUAL: Self = Self {
        most: 64,
        is_ascii: true,
        is_trimmed: false,
        refuses_blank: false,
        used: "Arguments on this idempotent request are inconsistent with arguments used in \
               previous request(s).",
        // So it is of volumes: kubernetes-sigs/aws-ebs-csi-driver#1022,
        // crossplane-contrib/provider-aws#1858.
        spent: "The client token you have provided is associated with a resource that is already \
                deleted. Please use a different client token.",
        too_long: None,
        is_free_when_dry: false,
        alike: None,
    };

    /// What there is of a token, if anything.
    pub fn read<'a>(&self, token: Option<&'a str>) -> Option<&'a str> {
        let token = if self.is_trimmed { token.map(str::trim) } else { token };
        token.filter(|token| !token.is_empty())
    }
}

/// What is said of a page's token that the operation did not hand out.
#[derive(Clone, Copy)]
pub(crate) struct PageRule {
    pub unknown: fn(&str) -> Error,
    /// Whether an empty one is none that was handed out; elsewhere it is none at all.
    pub refuses_empty: bool,
}

impl PageRule {
    pub const USUAL: Self = Self {
        unknown: |token| Error::new("InvalidNextToken", format!("The token '{token}' is invalid")),
        refuses_empty: false,
    };
}

/// How many items a list may have.
#[derive(Clone, Copy)]
pub(crate) struct ListRule {
    pub parameter: &'static str,
    pub most: usize,
    /// What the refusal calls the items; `None`: it speaks of resources.
    pub items: Option<&'static str>,
}
