//! Which member of a JSON document something is wrong with. What reads a record is then made once
//! for each kind; a reader that notes the way to each member makes it several times as large.

use serde_json::Value;
use std::fmt::Write as _;

/// A step on the way to a member.
pub(super) enum Step<'a> {
    /// Into an object; no name has been read yet.
    Object,
    Named(&'a str),
    Item(usize),
}

/// The way to the member at which reading a document ended with an error, such as `rows[2].id`;
/// empty for the document itself.
pub(super) fn with_error(json: &str, error: &serde_json::Error) -> String {
    let before: usize =
        json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // The last byte that was read belongs to what is wrong.
    let end = (before + error.column()).saturating_sub(1).min(json.len());
    let mut steps = steps(json, end);
    if matches!(json.as_bytes().get(end), Some(b'}' | b']')) {
        steps.pop();
    }
    written(&steps)
}

fn steps(json: &str, end: usize) -> Vec<Step<'_>> {
    let bytes = json.as_bytes().get(..end).unwrap_or_default();
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => steps.push(Step::Object),
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' => drop(steps.pop()),
            b',' => match steps.last_mut() {
                Some(Step::Item(index)) => *index += 1,
                Some(step) => *step = Step::Object,
                None => {}
            },
            b'"' => {
                let begins = at;
                at = end_of_text(bytes, at);
                if let Some(step @ Step::Object) = steps.last_mut() {
                    *step = Step::Named(json.get(begins..at).unwrap_or_default());
                }
                at += 1;
            }
            _ => {}
        }
    }
    steps
}

/// Where the quote stands that ends a text, or the bytes end.
fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            None | Some(b'"') => return at.min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}

pub(super) fn written(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Object => {}
            Step::Named(name) => {
                let dot = if path.is_empty() { "" } else { "." };
                path.extend([dot, name]);
            }
            Step::Item(index) => {
                let written = write!(path, "[{index}]");
                debug_assert!(written.is_ok(), "a text takes all");
            }
        }
    }
    path
}

/// The way to the first member of a document that another one, of the same value, does not have:
/// nothing has read it. One without a value says nothing.
pub(super) fn unread(given: &Value, known: &Value) -> Option<String> {
    let mut path = Vec::new();
    is_unread(given, known, &mut path).then(|| written(&path))
}

fn is_unread<'a>(given: &'a Value, known: &Value, path: &mut Vec<Step<'a>>) -> bool {
    let mut below = |step: Step<'a>, given: &'a Value, known: Option<&Value>| {
        path.push(step);
        let found = match known {
            Some(known) => is_unread(given, known, path),
            None => !given.is_null(),
        };
        if !found {
            path.pop();
        }
        found
    };
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            given.iter().any(|(name, member)| below(Step::Named(name), member, known.get(name)))
        }
        (Value::Array(given), Value::Array(known)) => given
            .iter()
            .enumerate()
            .any(|(index, item)| below(Step::Item(index), item, known.get(index))),
        _ => false,
    }
}
