//! The words of refusals: each stands in a test, so that none changes unnoticed.

/// The string literals of a text that may be words of a refusal, each with the code before it in
/// its statement.
pub fn refusals(text: &str) -> Vec<String> {
    literals(text)
        .into_iter()
        .filter(|(before, words)| is_refusal(before) && is_sentence(words))
        .map(|(_, words)| words)
        .collect()
}

/// What a test must hold of some words: the longest piece that is not worked out.
pub fn piece(words: &str) -> &str {
    let pieces = words.split(['{', '}']).step_by(2);
    pieces.map(str::trim).max_by_key(|piece| piece.len()).unwrap_or_default()
}

/// The literals of a text with the lines joined that a backslash continues, as one text.
pub fn all_words(text: &str) -> String {
    let words: Vec<String> = literals(text).into_iter().map(|(_, words)| words).collect();
    words.join("\n")
}

fn is_refusal(before: &str) -> bool {
    ["Error::", "message", "refuse", "invalid(", "unsupported("]
        .iter()
        .any(|word| before.contains(word))
        && !before.contains("reason =")
}

fn is_sentence(words: &str) -> bool {
    let plain = piece(words);
    plain.len() >= 8 && plain.contains(' ') && plain.chars().any(char::is_lowercase)
}

/// Each literal with the code of its statement before it; comments and tests are left out.
fn literals(text: &str) -> Vec<(String, String)> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut before = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                while letters.next_if(|letter| *letter != '\n').is_some() {}
            }
            '\'' => {
                // A character, or the name of a lifetime.
                let rest: String = letters.clone().take(4).collect();
                let is_escape = rest.starts_with('\\');
                if is_escape || rest.chars().nth(1) == Some('\'') {
                    letters.next();
                    while letters.next().is_some_and(|letter| letter != '\'') {}
                }
            }
            '"' => {
                let mut words = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => match letters.next() {
                            Some('\n') => {
                                while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
                            }
                            Some('n') => words.push('\n'),
                            Some(escaped) => words.push(escaped),
                            None => {}
                        },
                        _ => words.push(letter),
                    }
                }
                found.push((before.clone(), words));
            }
            ';' | '}' => before.clear(),
            _ => before.push(letter),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{piece, refusals};

    #[test]
    fn words_of_refusals_are_found() {
        let text = concat!(
            "fn f() {\n    // \"no words\"\n    let message = format!(\"The volume '{id}' \\\n",
            "        does not exist.\");\n    let is = '\"';\n",
            "    Err(Error::new(\"Code\", message))\n}\n",
        );
        assert_eq!(refusals(text), ["The volume '{id}' does not exist."]);
        assert_eq!(piece("The volume '{id}' does not exist."), "' does not exist.");
    }
}
