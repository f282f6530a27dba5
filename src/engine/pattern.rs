//! A text with wildcards, as filters have them.

/// A filter value: `*` stands for any run of characters, `?` for one, `\` takes the next literally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Token>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    One,
    Many,
}

impl Pattern {
    pub fn parse(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut plain = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let token = match letter {
                '*' => Token::Many,
                '?' => Token::One,
                '\\' => {
                    plain.push(letters.next().unwrap_or('\\'));
                    continue;
                }
                _ => {
                    plain.push(letter);
                    continue;
                }
            };
            if !plain.is_empty() {
                tokens.push(Token::Text(std::mem::take(&mut plain)));
            }
            if token != Token::Many || tokens.last() != Some(&Token::Many) {
                tokens.push(token);
            }
        }
        if !plain.is_empty() || tokens.is_empty() {
            tokens.push(Token::Text(plain));
        }
        Self(tokens)
    }

    /// The value, if it has no wildcards.
    pub fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Token::Text(text)] => Some(text),
            _ => None,
        }
    }

    pub fn matches(&self, value: &str) -> bool {
        if let Some(text) = self.plain() {
            return text == value;
        }
        // The last `*` is the only place to go back to: linear in practice, never exponential.
        let (mut at, mut rest) = (0, value);
        let mut back: Option<(usize, &str)> = None;
        loop {
            let step = match self.0.get(at) {
                Some(Token::Many) => {
                    back = Some((at + 1, rest));
                    at += 1;
                    continue;
                }
                Some(Token::Text(text)) => rest.strip_prefix(text.as_str()),
                Some(Token::One) => rest.chars().next().map(|letter| &rest[letter.len_utf8()..]),
                None if rest.is_empty() => return true,
                None => None,
            };
            if let Some(remaining) = step {
                rest = remaining;
                at += 1;
                continue;
            }
            let Some((token, from)) = back else { return false };
            let Some(letter) = from.chars().next() else { return false };
            let shorter = &from[letter.len_utf8()..];
            back = Some((token, shorter));
            (at, rest) = (token, shorter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        let matches = |pattern: &str, value| Pattern::parse(pattern).matches(value);
        assert!(matches("al2023-ami-*-x86_64", "al2023-ami-2023.5-kernel-6.1-x86_64"));
        assert!(!matches("al2023-ami-*-x86_64", "al2023-ami-2023.5-arm64"));
        assert!(matches("t?.micro", "t3.micro"));
        assert!(!matches("t?.micro", "t3a.micro"));
        assert!(matches("*", ""));
        assert!(matches("a*b*c", "a-b-b-c"));
        assert!(matches("*aab", "aaab"));
        assert!(matches(r"\*amazon\?\\", r"*amazon?\"));
        assert!(!matches(r"\*", "x"));
        assert!(matches("", ""));
        assert!(!matches("", "x"));
    }
}
