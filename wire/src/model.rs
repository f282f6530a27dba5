//! Reads `ec2.model`. The build script uses this file too, so it stands on the standard library.

use std::collections::BTreeMap;

/// A documented filter: its name, and the response members it compares, as element names below the
/// row (`attachmentSet.instanceId` without the list items between). Empty: no plain path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilterModel {
    pub name: &'static str,
    pub path: &'static [&'static str],
}

/// The whole table, by the model's names.
#[derive(Debug, Default)]
pub struct Model {
    pub operations: Vec<Operation>,
    pub structs: BTreeMap<String, Struct>,
    pub enums: BTreeMap<String, Vec<String>>,
}

#[derive(Debug)]
pub struct Operation {
    pub name: String,
    pub request: String,
    /// `None`: the operation answers `<return>true</return>`.
    pub response: Option<String>,
    /// Name and dotted response path, `-` where there is none.
    pub filters: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub struct Struct {
    pub is_request: bool,
    pub read: bool,
    pub written: bool,
    pub members: Vec<Member>,
}

#[derive(Debug)]
pub struct Member {
    pub name: String,
    /// `string`, `int`, `long`, `bool`, `double`, `float`, `time`, `blob`, an enum or a struct.
    pub of: String,
    /// The element name of a list's items in a response; `None` if it is no list.
    pub list_item: Option<String>,
    pub required: bool,
    pub low: Option<String>,
    pub high: Option<String>,
    pub request_name: String,
    pub response_name: String,
}

impl Model {
    /// # Errors
    /// The first line that is none of the forms that the table's head describes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut model = Self::default();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let bad = || format!("not understood: {line}");
            if let Some(member) = line.strip_prefix(' ') {
                if let Some(filter) = member.strip_prefix("filter ") {
                    let (name, path) = filter.split_once(' ').ok_or_else(bad)?;
                    let operation = model.operations.last_mut().ok_or_else(bad)?;
                    operation.filters.push((name.to_owned(), path.to_owned()));
                } else {
                    let owner = model.structs.get_mut(&current).ok_or_else(bad)?;
                    owner.members.push(Member::parse(member).ok_or_else(bad)?);
                }
                continue;
            }
            let (kind, rest) = line.split_once(' ').ok_or_else(bad)?;
            let mut words = rest.split(' ');
            let name = words.next().ok_or_else(bad)?.to_owned();
            match kind {
                "op" => model.operations.push(Operation {
                    name,
                    request: words.next().ok_or_else(bad)?.to_owned(),
                    response: words.next().map(str::to_owned),
                    filters: Vec::new(),
                }),
                "in" | "struct" => {
                    let flags: Vec<&str> = words.collect();
                    current.clone_from(&name);
                    let shape = Struct {
                        is_request: kind == "in",
                        read: flags.contains(&"<"),
                        written: flags.contains(&">"),
                        members: Vec::new(),
                    };
                    model.structs.insert(name, shape);
                }
                "enum" => {
                    let values = rest[name.len()..].trim_start().split(" | ");
                    model.enums.insert(name, values.map(str::to_owned).collect());
                }
                _ => return Err(bad()),
            }
        }
        Ok(model)
    }
}

impl Member {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let name = words.next()?.to_owned();
        let kind = words.next()?;
        let (kind, required) = kind.strip_suffix('!').map_or((kind, false), |kind| (kind, true));
        let list = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']'));
        let (of, list_item) = list.map_or((kind, None), |inner| {
            let (of, item) = inner.split_once(':').unwrap_or((inner, "item"));
            (of, Some(item.to_owned()))
        });
        let lower = name[..1].to_lowercase() + &name[1..];
        let mut member = Self {
            of: of.to_owned(),
            list_item,
            required,
            low: None,
            high: None,
            request_name: name.clone(),
            response_name: lower,
            name,
        };
        for word in words {
            if let Some(request_name) = word.strip_prefix('=') {
                request_name.clone_into(&mut member.request_name);
            } else if let Some(response_name) = word.strip_prefix('/') {
                response_name.clone_into(&mut member.response_name);
            } else {
                let (low, high) = word.split_once("..")?;
                member.low = (!low.is_empty()).then(|| low.to_owned());
                member.high = (!high.is_empty()).then(|| high.to_owned());
            }
        }
        Some(member)
    }

    /// `EnableDns64` as a Rust field: `enable_dns64`.
    #[must_use]
    pub fn field(&self) -> String {
        let letters: Vec<char> = self.name.chars().collect();
        let mut field = String::new();
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| letters[at]);
            let after = letters.get(at + 1);
            let starts_word = before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
            // "AAAARecord" starts a word at R, "IDs" does not start one at s.
            if letter.is_uppercase() && starts_word && !field.ends_with('_') {
                field.push('_');
            }
            field.extend(letter.to_lowercase());
        }
        field
    }
}
