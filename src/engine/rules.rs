//! Where an operation differs from the others in what is looked at before its handler.

/// What holds for the requests of one operation.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub token: TokenRule,
    /// Its lists whose bound EC2 documents.
    pub lists: &'static [ListRule],
    /// Whether EC2 does not even look at what a dry run asks for.
    pub is_blind_when_dry: bool,
    /// Whether EC2 looks at no more of a dry run than whether it can be read.
    pub is_dry_first: bool,
}

impl Rules {
    pub const USUAL: Self =
        Self { token: TokenRule::USUAL, lists: &[], is_blind_when_dry: false, is_dry_first: false };
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
    /// Whether EC2 breaks at one that is empty or blank.
    pub is_broken_by_blank: bool,
    /// The parameters that another request with the same token may have otherwise, with all parts
    /// of theirs; such a request may also leave out what is empty.
    pub uncompared: &'static [&'static str],
    /// The lists whose order is none.
    pub sets: &'static [&'static str],
    /// `{token}` stands for it.
    pub used: &'static str,
    /// What is said of one whose resource is gone; the same stands for it.
    pub spent: &'static str,
    /// What is said of one that is too long, where that is recorded.
    pub too_long: Option<&'static str>,
}

impl TokenRule {
    pub const USUAL: Self = Self {
        most: 64,
        is_ascii: true,
        is_trimmed: false,
        is_broken_by_blank: false,
        uncompared: &[],
        sets: &[],
        used: "Arguments on this idempotent request are inconsistent with arguments used in \
               previous request(s).",
        // So it is of volumes: kubernetes-sigs/aws-ebs-csi-driver#1022,
        // crossplane-contrib/provider-aws#1858.
        spent: "The client token you have provided is associated with a resource that is already \
                deleted. Please use a different client token.",
        too_long: None,
    };

    /// What of a request has to be the same with the same token.
    pub fn compared(&self, (name, value): &(String, String)) -> Option<(String, String)> {
        let (head, rest) = name.split_once('.').unwrap_or((name, ""));
        let is_free = !self.uncompared.is_empty() && value.is_empty();
        if is_free || self.uncompared.contains(&head) {
            return None;
        }
        let is_of_set = self.sets.contains(&head) && rest.bytes().all(|it| it.is_ascii_digit());
        Some((if is_of_set { head.to_owned() } else { name.clone() }, value.clone()))
    }

    /// What there is of a token, if anything.
    pub fn read<'a>(&self, token: Option<&'a str>) -> Option<&'a str> {
        let token = if self.is_trimmed { token.map(str::trim) } else { token };
        token.filter(|token| !token.is_empty())
    }
}

/// How many items a list may have.
#[derive(Clone, Copy)]
pub(crate) struct ListRule {
    pub parameter: &'static str,
    pub most: usize,
    /// What the refusal calls the items; `None`: it speaks of resources.
    pub items: Option<&'static str>,
}
