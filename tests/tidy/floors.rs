//! Who may name whom: the floors and groups of the house, read off the paths of `use` and of names
//! written out in full.

use std::collections::{BTreeMap, BTreeSet};

/// From the top down: a file names lower floors freely.
/// Metadata is what an instance can ask, as operations are what a client can.
const FLOORS: [&str; 6] = ["metadata", "operations", "effects", "records", "engine", "store"];

/// On its own floor a file names its own group, or one that comes earlier.
const GROUPS: [&str; 10] = [
    "account", "storage", "network", "compute", "transit", "vpn", "ipam", "edge", "access",
    "insight",
];

/// The ids of all kinds: it names them and depends on nothing of theirs.
const IDS: &str = "records::ids";

/// The files of `src` by their module, `records::storage::volumes`, with their texts.
pub struct House(BTreeMap<String, String>);

impl House {
    /// Of paths below `src` and texts.
    pub fn new<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self(files.map(|(path, text)| (module_of(path), without_tests(text))).collect())
    }

    /// The files that a file names.
    fn names(&self, module: &str) -> BTreeSet<String> {
        if module == IDS {
            return BTreeSet::new();
        }
        let text = &self.0[module];
        let mut found = BTreeSet::new();
        for path in uses(text).into_iter().chain(written_out(text)) {
            if let Some(target) = self.absolute(module, &path).and_then(|it| self.file(&it))
                && target != module
            {
                found.insert(target);
            }
        }
        found
    }

    fn absolute(&self, module: &str, path: &str) -> Option<String> {
        if let Some(rest) = path.strip_prefix("crate::") {
            return Some(rest.to_owned());
        }
        // A module's own name is that of a folder's mod.rs or of a file; `super` is one up.
        let mut base: Vec<&str> = module.split("::").collect();
        let mut rest = path;
        let mut is_relative = false;
        while let Some(next) = rest.strip_prefix("super::").or_else(|| rest.strip_prefix("self::"))
        {
            if rest.starts_with("super::") {
                base.pop()?;
            }
            rest = next;
            is_relative = true;
        }
        let child = format!("{module}::{}", rest.split("::").next().unwrap_or_default());
        if is_relative || self.0.contains_key(&child) {
            base.extend(rest.split("::"));
            return Some(base.join("::"));
        }
        None
    }

    /// The file that a path leads to, through what a folder's mod.rs hands on.
    fn file(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split("::").collect();
        let known = |count: usize| self.0.contains_key(&segments[..count].join("::"));
        let count = (1..=segments.len()).rev().find(|count| known(*count))?;
        let module = segments[..count].join("::");
        if let Some(name) = segments.get(count) {
            for path in handed_on(&self.0[&module]) {
                let (child, last) = path.rsplit_once("::").unwrap_or(("", &path));
                if last == *name
                    && let Some(target) = self.file(&format!("{module}::{child}"))
                {
                    return Some(target);
                }
            }
        }
        Some(module)
    }

    /// What breaks the rule of floors and groups.
    pub fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        for module in self.0.keys() {
            for named in self.names(module) {
                if let Some(rule) = breaks(module, &named) {
                    found.push(format!("{module} names {named}: {rule}"));
                }
            }
        }
        found
    }

    /// Circles of files below each floor.
    pub fn circles(&self) -> Vec<String> {
        let graph: BTreeMap<&str, BTreeSet<String>> = self
            .0
            .keys()
            .filter(|module| floor(module).is_some())
            .map(|module| (module.as_str(), self.names(module)))
            .collect();
        let mut found = Vec::new();
        for start in graph.keys() {
            let mut seen = BTreeSet::new();
            let mut todo: Vec<&str> = graph[start].iter().map(String::as_str).collect();
            while let Some(next) = todo.pop() {
                if next == *start {
                    found.push((*start).to_owned());
                    break;
                }
                if floor(next) == floor(start) && seen.insert(next) {
                    todo.extend(graph.get(next).into_iter().flatten().map(String::as_str));
                }
            }
        }
        found
    }
}

fn module_of(path: &str) -> String {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.replace('/', "::")
}

fn without_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn floor(module: &str) -> Option<usize> {
    let first = module.split("::").next().unwrap_or_default();
    FLOORS.iter().position(|floor| *floor == first)
}

fn group(module: &str) -> Option<usize> {
    let second = module.split("::").nth(1).unwrap_or_default();
    GROUPS.iter().position(|group| *group == second)
}

fn breaks(module: &str, named: &str) -> Option<&'static str> {
    let is_operation = |module: &str| module.starts_with("operations::");
    if is_operation(named) && !is_operation(module) && module != "world" {
        return Some("only world names operations");
    }
    let (own, other) = (floor(module)?, floor(named)?);
    if other < own {
        return Some("a lower floor names a higher one");
    }
    if other > own || module.starts_with("engine") {
        return None;
    }
    let kind = |module: &str| module.split("::").nth(2).map(str::to_owned);
    if is_operation(module) && kind(module).is_some() && kind(module) != kind(named) {
        return Some("one kind's operations name another's");
    }
    (group(named)? > group(module)?).then_some("an earlier group names a later one")
}

/// The paths of the `use` declarations that begin lines.
fn uses(text: &str) -> Vec<String> {
    declarations(text, |line| line.starts_with("use ") || line.starts_with("pub"))
}

/// The paths of what a mod.rs hands on.
fn handed_on(text: &str) -> Vec<String> {
    declarations(text, |line| line.starts_with("pub"))
}

fn declarations(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("use ") {
        let begins = rest[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &rest[begins..];
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
        let visibility = rest[begins..at].trim();
        if (visibility.is_empty() || visibility.starts_with("pub")) && wanted(line) {
            expand("", &rest[at + "use ".len()..end], &mut found);
        }
        rest = &rest[end..];
    }
    found
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(prefix: &str, tree: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some((head, body)) = tree.split_once('{') {
        let body = body.trim_end().trim_end_matches('}');
        let mut depth = 0;
        let mut from = 0;
        for (at, letter) in body.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&format!("{prefix}{head}"), &body[from..at], found);
                    from = at + 1;
                }
                _ => {}
            }
        }
        expand(&format!("{prefix}{head}"), &body[from..], found);
    } else if !tree.is_empty() {
        let name = tree.split(" as ").next().unwrap_or_default();
        found.push(format!("{prefix}{name}").trim_end_matches("::self").to_owned());
    }
}

/// Paths from the crate's root that stand in the code itself.
fn written_out(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with("use ") {
            continue;
        }
        let is_path = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':');
        let path: String = text[at..].chars().take_while(|letter| is_path(*letter)).collect();
        found.push(path.trim_end_matches(':').to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::House;

    fn planted(files: &[(&str, &str)]) -> House {
        House::new(files.iter().copied())
    }

    const VOLUMES: (&str, &str) = (
        "records/storage/volumes/mod.rs",
        "mod record;\npub(crate) use record::{\n    Volume,\n};\n",
    );
    const RECORD: (&str, &str) = ("records/storage/volumes/record.rs", "struct Volume;\n");

    #[test]
    fn a_planted_violation_is_found() {
        for (path, text) in [
            ("records/storage/images.rs", "use crate::effects::storage::volumes;\n"),
            ("records/storage/images.rs", "use crate::records::network::{a, vpcs::Vpc};\n"),
            ("records/storage/images.rs", "fn f() { crate::records::network::vpcs::find() }\n"),
            ("effects/storage/images.rs", "use crate::operations::storage::volumes;\n"),
            ("engine/table.rs", "use crate::records::storage::volumes::Volume;\n"),
            ("http/mod.rs", "use crate::operations::storage::volumes;\n"),
            ("operations/storage/images.rs", "use super::volumes::attach;\n"),
            ("operations/storage/images.rs", "use crate::metadata::tree;\n"),
            ("metadata/tree.rs", "use crate::operations::storage::volumes;\n"),
        ] {
            let house = planted(&[
                VOLUMES,
                RECORD,
                ("records/network/vpcs.rs", ""),
                ("metadata/tree.rs", ""),
                ("effects/storage/volumes.rs", ""),
                ("operations/storage/volumes.rs", ""),
                (path, text),
            ]);
            assert_eq!(house.violations().len(), 1, "{text}: {:?}", house.violations());
        }
    }

    #[test]
    fn what_the_rule_allows_is_no_violation() {
        let house = planted(&[
            VOLUMES,
            RECORD,
            ("records/network/vpcs.rs", "use crate::records::storage::volumes::Volume;\n"),
            ("operations/storage/images.rs", "use crate::records::network::vpcs;\n"),
            ("world.rs", "use crate::operations::storage::images;\n"),
        ]);
        assert!(house.violations().is_empty(), "{:?}", house.violations());
        assert!(house.circles().is_empty(), "{:?}", house.circles());
    }

    #[test]
    fn a_planted_circle_is_found() {
        let house = planted(&[
            VOLUMES,
            ("records/storage/volumes/record.rs", "use super::view::shown;\n"),
            ("records/storage/volumes/view.rs", "use crate::records::storage::volumes::Volume;\n"),
        ]);
        let circle = ["records::storage::volumes::record", "records::storage::volumes::view"];
        assert_eq!(house.circles(), circle);
    }
}
