//! ec2.model -> request and response structs, enums and `Action`, in OUT_DIR.

#[allow(dead_code, reason = "the crate uses what this script does not")]
#[path = "src/model.rs"]
mod model;

use model::{Member, Model, Operation, Struct};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Structs that serve the server as records, or as parts of one: these, and what they contain, are
/// `Clone`, comparable and serialisable. The whole surface would double the build.
const RECORDS: &str = include_str!("records.txt");

/// Lists whose items may be what was written of them before.
const SHOWN: &str = include_str!("shown.txt");

/// Members and structs of which an empty one is not the same as none.
const EMPTY: &str = include_str!("empty.txt");

/// Whether the types are made for `tests/tidy/members`, which has the compiler tell the members
/// that nobody reads: nothing that is generated here may read one then.
fn for_their_readers() -> bool {
    std::env::var_os("CARGO_FEATURE_FOR_THEIR_READERS").is_some()
}

fn may_be_empty(name: &str) -> bool {
    EMPTY.lines().any(|line| line == name)
}

fn member_may_be_empty(of: &str, member: &Member) -> bool {
    let name = &member.name;
    may_be_empty(&format!("{of}.{name}")) || may_be_empty(&format!("*.{name}"))
}
/// Members whose absence, and lists whose length, EC2 refuses in words of their operation; the
/// handlers check them.
const IN_OTHER_WORDS: [(&str, &str); 6] = [
    ("CreateFlowLogsRequest", "ResourceIds"),
    ("CreateLaunchTemplateRequest", "LaunchTemplateData"),
    ("DeleteFlowLogsRequest", "FlowLogIds"),
    ("CreateManagedPrefixListRequest", "Entries"),
    ("ModifyManagedPrefixListRequest", "AddEntries"),
    ("ModifyManagedPrefixListRequest", "RemoveEntries"),
];

fn main() {
    println!("cargo:rerun-if-changed=ec2.model");
    println!("cargo:rerun-if-changed=records.txt");
    println!("cargo:rerun-if-changed=empty.txt");
    println!("cargo:rerun-if-changed=shown.txt");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/model.rs");
    let text = std::fs::read_to_string("ec2.model").expect("ec2.model stands beside build.rs");
    let mut model = Model::parse(&text).expect("ec2.model is well-formed");
    for (shape, name) in IN_OTHER_WORDS {
        let members = &mut model.structs.get_mut(shape).expect("it is in the model").members;
        let member = members.iter_mut().find(|member| member.name == name);
        let member = member.expect("it is in the model");
        (member.required, member.low, member.high) = (false, None, None);
    }
    let records = records(&model);
    let mut out = String::new();
    actions(&mut out, &model);
    for (name, values) in &model.enums {
        enumeration(&mut out, name, values);
    }
    for (name, shape) in &model.structs {
        structure(&mut out, &model, name, shape, records.contains(name));
    }
    for operation in &model.operations {
        if let Some(described) = described(&model, operation) {
            described.write(&mut out, &model);
        }
        if let Some(deleted) = deleted(&model, operation) {
            out.push_str(&deleted);
        }
    }
    let to = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR") + "/ec2.rs";
    std::fs::write(to, out).expect("OUT_DIR can be written");
}

fn records(model: &Model) -> BTreeSet<String> {
    let mut todo: Vec<String> = RECORDS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = todo.pop() {
        let shape = model.structs.get(&name).unwrap_or_else(|| panic!("no struct {name}"));
        if seen.insert(name) {
            let parts = shape.members.iter().map(|member| member.of.clone());
            todo.extend(parts.filter(|of| model.structs.contains_key(of)));
        }
    }
    seen
}

fn actions(out: &mut String, model: &Model) {
    let names: Vec<&str> = model.operations.iter().map(|op| op.name.as_str()).collect();
    let count = names.len();
    writeln!(
        out,
        "/// Every operation of the API.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         pub enum Action {{ {} }}\n\
         static ACTION_NAMES: [&str; {count}] = {names:?};\n\
         impl Action {{\n\
         /// In the order of their names.\n\
         pub const ALL: [Self; {count}] = [{}];\n\
         #[must_use] pub fn name(self) -> &'static str {{ ACTION_NAMES[self as usize] }}\n\
         #[must_use] pub fn parse(name: &str) -> Option<Self> {{\n\
             ACTION_NAMES.binary_search(&name).ok().map(|at| Self::ALL[at]) }}\n\
         /// The filters that the operation documents.\n\
         #[must_use] pub fn filters(self) -> &'static [FilterModel] {{ FILTERS[self as usize] }}\n\
         }}",
        names.join(", "),
        names.iter().map(|name| format!("Self::{name}")).collect::<Vec<_>>().join(", "),
    )
    .expect("writing to a String");
    let filters = model.operations.iter().map(|op| {
        let rows = op.filters.iter().map(|(name, path)| {
            let path: Vec<&str> = if path == "-" { Vec::new() } else { path.split('.').collect() };
            format!("FilterModel {{ name: {name:?}, path: &{path:?} }}")
        });
        format!("&[{}]", rows.collect::<Vec<_>>().join(", "))
    });
    let filters: Vec<String> = filters.collect();
    writeln!(out, "static FILTERS: [&[FilterModel]; {count}] = [{}];", filters.join(",\n"))
        .expect("writing to a String");
    writeln!(out, "/// A type for each operation, tying its name to its types.\npub mod op {{")
        .expect("writing to a String");
    for op in &model.operations {
        let response =
            op.response.as_ref().map_or_else(|| "()".to_owned(), |r| format!("super::{r}"));
        writeln!(
            out,
            "pub struct {0};\nimpl super::super::Operation for {0} {{\n\
             const ACTION: super::Action = super::Action::{0};\n\
             type Request = super::{1}; type Response = {response}; }}",
            op.name, op.request
        )
        .expect("writing to a String");
    }
    writeln!(out, "}}").expect("writing to a String");
}

/// Members of any Describe that the engine takes care of.
const OF_ANY: [&str; 4] = ["DryRun", "MaxResults", "NextToken", "IncludeManagedResources"];

/// A Describe that has ids, filters, pages and one list of structures, and no more.
struct Described<'a> {
    request: &'a str,
    response: &'a str,
    ids: &'a Member,
    filters: &'a Member,
    items: &'a Member,
}

fn described<'a>(model: &'a Model, operation: &'a Operation) -> Option<Described<'a>> {
    let response_name = operation.response.as_deref()?;
    let (request, response) = (&model.structs[&operation.request], &model.structs[response_name]);
    let (filters, rest): (Vec<_>, Vec<_>) = request
        .members
        .iter()
        .filter(|member| !OF_ANY.contains(&member.name.as_str()))
        .partition(|member| member.of == "Filter" && member.list_item.is_some());
    let ([filters], [ids]) = (filters.as_slice(), rest.as_slice()) else { return None };
    let shown: Vec<_> = response.members.iter().filter(|it| it.name != "NextToken").collect();
    let [items] = shown.as_slice() else { return None };
    let is_regular = operation.name.starts_with("Describe")
        && (ids.of == "string" && ids.list_item.is_some() && !ids.required)
        && (items.list_item.is_some() && model.structs.contains_key(&items.of));
    let request = &operation.request;
    is_regular.then_some(Described { request, response: response_name, ids, filters, items })
}

impl Described<'_> {
    fn write(&self, out: &mut String, model: &Model) {
        let has = |of: &str, name: &str| model.structs[of].members.iter().any(|it| it.name == name);
        let of = |name, value| if has(self.request, name) { value } else { "None" };
        let (max_results, token) =
            (of("MaxResults", "self.max_results"), of("NextToken", "self.next_token.as_deref()"));
        let lines = model.structs[self.response].members.iter().map(|member| {
            let name = element(&member.response_name);
            match &member.list_item {
                Some(item) => {
                    format!("write::structures(sink, {name}, {}, Some(items));", element(item))
                }
                None => format!("write::string(sink, {name}, token);"),
            }
        });
        let lines: String = lines.collect();
        let (to, unused, token_name) = if has(self.response, "NextToken") {
            ("next_token", "", "token")
        } else {
            ("", "let _ = next_token;", "_")
        };
        writeln!(
            out,
            "impl DescribeRequest for {0} {{ fn ids(&self) -> &[String] {{ &self.{2} }}\n\
             fn filters(&self) -> &[Filter] {{ &self.{3} }}\n\
             fn max_results(&self) -> Option<i32> {{ {max_results} }}\n\
             fn next_token(&self) -> Option<&str> {{ {token} }} }}\n\
             impl DescribeResponse for {1} {{ type Item = {4};\n\
             fn new(items: Vec<{4}>, next_token: Option<String>) -> Self {{ {unused}\n\
             Self {{ {5}: Some(items), {to} }} }}\n\
             fn list(sink: &mut dyn Sink, items: &[Shown<{4}>], {token_name}: Option<&str>) {{\n\
             {lines} }} }}\n\
             impl Described for {4} {{ type Request = {0}; type Response = {1}; }}",
            self.request,
            self.response,
            ident(self.ids),
            ident(self.filters),
            self.items.of,
            ident(self.items),
        )
        .expect("writing to a String");
    }
}

/// A Delete of what the model has a structure of, whose request is an id and whose response has one
/// member at most.
fn deleted(model: &Model, operation: &Operation) -> Option<String> {
    let of = operation.name.strip_prefix("Delete").filter(|of| model.structs.contains_key(*of))?;
    let members = &model.structs[&operation.request].members;
    let asked: Vec<_> = members.iter().filter(|it| it.name != "DryRun").collect();
    let [id] = asked.as_slice() else { return None };
    if id.of != "string" || id.list_item.is_some() || !id.required {
        return None;
    }
    let (request, id) = (&operation.request, ident(id));
    let (response, value) = match &operation.response {
        None => ("()".to_owned(), "()".to_owned()),
        Some(response) => {
            let [member] = model.structs[response].members.as_slice() else { return None };
            let value = match member.of.as_str() {
                _ if member.list_item.is_some() => return None,
                "bool" => "true".to_owned(),
                "string" if ident(member) == id => format!("request.{id}.clone()"),
                it if it == of => "self".to_owned(),
                _ => return None,
            };
            (response.clone(), format!("{response} {{ {}: Some({value}) }}", ident(member)))
        }
    };
    let asked = if value.contains("request.") { "request" } else { "_" };
    Some(format!(
        "impl Deleted for {of} {{ type Request = {request}; type Response = {response};\n\
         fn id(request: &{request}) -> &str {{ &request.{id} }}\n\
         fn response(self, {asked}: &{request}) -> {response} {{ {value} }} }}\n"
    ))
}

fn variant(value: &str) -> String {
    let mut name = String::new();
    let mut upper = true;
    for letter in value.chars() {
        if letter.is_ascii_alphanumeric() {
            let first = name.is_empty();
            if first && letter.is_ascii_digit() {
                name.push('_');
            }
            if upper {
                name.extend(letter.to_uppercase());
            } else {
                name.push(letter);
            }
            upper = false;
        } else {
            upper = true;
        }
    }
    if name == "Self" || name.is_empty() {
        name.push('_');
    }
    name
}

fn enumeration(out: &mut String, name: &str, values: &[String]) {
    let mut variants: Vec<String> = Vec::new();
    for value in values {
        let mut variant = variant(value);
        while variants.contains(&variant) {
            variant.push('_');
        }
        variants.push(variant);
    }
    writeln!(
        out,
        "#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum {name} {{ {0} }}\n\
         impl WireEnum for {name} {{\n\
         const NAME: &'static str = {name:?};\n\
         const VALUES: &'static [Self] = &[{1}];\n\
         const TEXTS: &'static [&'static str] = &{values:?};\n\
         fn as_str(self) -> &'static str {{ Self::TEXTS[self as usize] }} }}\n\
         wire_enum!({name});",
        variants.join(", "),
        variants.iter().map(|v| format!("Self::{v}")).collect::<Vec<_>>().join(", "),
    )
    .expect("writing to a String");
}

const KEYWORDS: [&str; 6] = ["type", "return", "move", "ref", "use", "match"];

fn ident(member: &Member) -> String {
    let field = member.field();
    if KEYWORDS.contains(&field.as_str()) { format!("r#{field}") } else { field }
}

fn scalar(of: &str) -> Option<&'static str> {
    Some(match of {
        "string" => "String",
        "int" => "i32",
        "long" => "i64",
        "bool" => "bool",
        "double" => "f64",
        "float" => "f32",
        "time" => "Timestamp",
        "blob" => "Blob",
        _ => return None,
    })
}

fn structure(out: &mut String, model: &Model, name: &str, shape: &Struct, record: bool) {
    let mut derives = vec!["Default"];
    if shape.is_request && shape.members.iter().any(|m| m.required && m.list_item.is_none()) {
        derives.clear();
    }
    if record && for_their_readers() {
        derives.extend(["Debug", "Clone"]);
        writeln!(out, "record_of_members!({name});").expect("writing to a String");
    } else if record {
        derives.extend(["Debug", "Clone", "PartialEq", "serde::Serialize", "serde::Deserialize"]);
    }
    let record = record && !for_their_readers();
    if !derives.is_empty() {
        writeln!(out, "#[derive({})]", derives.join(", ")).expect("writing to a String");
    }
    if record {
        writeln!(out, "#[serde(default)]").expect("writing to a String");
    }
    writeln!(out, "pub struct {name} {{").expect("writing to a String");
    for member in &shape.members {
        let of = scalar(&member.of).unwrap_or(&member.of).to_owned();
        let path = format!("{name}.{}", member.name);
        let of = if SHOWN.lines().any(|line| line == path) { format!("Shown<{of}>") } else { of };
        let of = if member.list_item.is_some() { format!("Vec<{of}>") } else { of };
        let plain = shape.is_request && (member.required || member.list_item.is_some());
        let of = if plain { of } else { format!("Option<{of}>") };
        if record && !plain {
            writeln!(out, "#[serde(skip_serializing_if = \"Option::is_none\")]")
                .expect("writing to a String");
        }
        writeln!(out, "pub {}: {of},", ident(member)).expect("writing to a String");
    }
    writeln!(out, "}}").expect("writing to a String");
    if shape.read && for_their_readers() {
        made(out, name, shape);
    } else if shape.read {
        decode(out, model, name, shape);
    }
    if shape.written && for_their_readers() {
        writeln!(out, "impl Encode for {name} {{ fn encode(&self, _: &mut dyn Sink) {{ }} }}")
            .expect("writing to a String");
    } else if shape.written {
        encode(out, model, name, shape);
    }
}

/// The names of a request's members.
fn members_of(shape: &Struct) -> String {
    let names: Vec<_> = shape.members.iter().map(|member| &member.request_name).collect();
    format!("const MEMBERS: &'static [&'static str] = &{names:?};")
}

/// Makes a request, or a part of one, without naming a member of a made one.
fn made(out: &mut String, name: &str, shape: &Struct) {
    let members: Vec<String> =
        shape.members.iter().map(|member| format!("{}: crate::any()", ident(member))).collect();
    let members = members.join(", ");
    let text = if shape.is_request {
        format!(
            "impl Decode for {name} {{ {} fn decode(_: &Node<'_>) -> Result<Self, Invalid> {{ \
             Ok(Self {{ {members} }}) }} }}",
            members_of(shape)
        )
    } else {
        format!(
            "impl Part for {name} {{ fn read(&mut self, _: &Node<'_>) -> Result<(), Invalid> {{ \
             *self = Self {{ {members} }}; Ok(()) }} }}"
        )
    };
    writeln!(out, "{text}").expect("writing to a String");
}

/// A request is made of its required members, a part of one of nothing; both then read the rest in
/// place. To build the struct of all its members at once would cost four times the code: each of
/// them would have to drop those before it.
fn decode(out: &mut String, model: &Model, name: &str, shape: &Struct) {
    let node = if shape.members.is_empty() { "_" } else { "node" };
    let mut line = |text: &str| writeln!(out, "{text}").expect("writing to a String");
    let is_plain = |member: &&Member| member.required && member.list_item.is_none();
    if shape.is_request {
        let mutable =
            if shape.members.iter().all(|member| is_plain(&member)) { "" } else { "mut " };
        line(&format!(
            "impl Decode for {name} {{ {} #[inline(never)] \
             fn decode({node}: &Node<'_>) -> Result<Self, Invalid> {{ let {mutable}to = Self {{",
            members_of(shape)
        ));
        for member in &shape.members {
            let (field, wire) = (ident(member), &member.request_name);
            line(&match member.of.as_str() {
                _ if !is_plain(&member) => format!("{field}: Default::default(),"),
                "string" => format!("{field}: node.required_string({wire:?})?,"),
                _ => {
                    let read = reading(model, name, member, "&mut value");
                    format!(
                        "{field}: {{ let mut value = None; {read}?; \
                         value.ok_or_else(|| Invalid::missing({wire:?}))? }},"
                    )
                }
            });
        }
        line("};");
    } else {
        line(&format!(
            "impl Part for {name} {{ #[inline(never)] \
             fn read(&mut self, {node}: &Node<'_>) -> Result<(), Invalid> {{ let to = self;"
        ));
    }
    for member in &shape.members {
        if shape.is_request && is_plain(&member) {
            continue;
        }
        if member.required {
            let is_text = matches!(member.of.as_str(), "bool" | "int" | "long" | "double" | "time");
            let require = if is_text && member.list_item.is_none() { "_text" } else { "" };
            line(&format!("node.require{require}({:?})?;", member.request_name));
        }
        let into = format!("&mut to.{}", ident(member));
        line(&format!("{}?;", reading(model, name, member, &into)));
    }
    line(if shape.is_request { "Ok(to) } }" } else { "Ok(()) } }" });
}

fn reading(model: &Model, owner: &str, member: &Member, into: &str) -> String {
    let wire = &member.request_name;
    let empty = member_may_be_empty(owner, member);
    let is_enum = model.enums.contains_key(&member.of);
    let bound = |bound: &Option<String>, float: bool| match bound {
        Some(text) if float && !text.contains('.') => format!("Some({text}.0)"),
        Some(text) => format!("Some({text})"),
        None => "None".to_owned(),
    };
    let range = |float| {
        format!(
            "super::query::Range({}, {})",
            bound(&member.low, float),
            bound(&member.high, float)
        )
    };
    if member.list_item.is_some() {
        let range = range(false);
        let method = match member.of.as_str() {
            "string" if empty => "strings_or_empty",
            "string" => "strings",
            "int" | "long" | "double" | "float" => "numbers",
            _ if is_enum => "enumerations",
            _ => "list",
        };
        return format!("node.{method}({wire:?}, {range}, {into})");
    }
    match member.of.as_str() {
        "int" | "long" => format!("node.{}({wire:?}, {}, {into})", member.of, range(false)),
        "double" => format!("node.double({wire:?}, {}, {into})", range(true)),
        "string" | "blob" if empty => format!("node.{}_or_empty({wire:?}, {into})", member.of),
        "string" | "bool" | "time" | "blob" => format!("node.{}({wire:?}, {into})", member.of),
        _ if is_enum && empty => format!("node.enumeration_or_refuse({wire:?}, {into})"),
        _ if is_enum => format!("node.enumeration({wire:?}, {into})"),
        "AttributeBooleanValue" | "AttributeValue" | "SecureBlobAttributeValue" => {
            format!("node.attribute({wire:?}, {into})")
        }
        of if may_be_empty(of) => format!("node.structure_or_empty({wire:?}, {into})"),
        _ => format!("node.structure({wire:?}, {into})"),
    }
}

fn encode(out: &mut String, model: &Model, name: &str, shape: &Struct) {
    let sink = if shape.members.is_empty() { "_" } else { "sink" };
    writeln!(
        out,
        "impl Encode for {name} {{ #[inline(never)] fn encode(&self, {sink}: &mut dyn Sink) {{"
    )
    .expect("writing to a String");
    for member in &shape.members {
        let field = ident(member);
        let wire = &element(&member.response_name);
        let is_enum = model.enums.contains_key(&member.of);
        let line = match &member.list_item {
            Some(item) => writing_list(&member.of, is_enum, wire, &element(item), &field),
            None => writing(&member.of, is_enum, wire, &format!("self.{field}"), false) + ";",
        };
        writeln!(out, "{line}").expect("writing to a String");
    }
    writeln!(out, "}} }}").expect("writing to a String");
}

/// The name of an element, as an expression.
fn element(name: &str) -> String {
    format!("Name::ending(\"</{name}>\")")
}

fn writing_list(of: &str, is_enum: bool, wire: &str, item: &str, field: &str) -> String {
    let values = format!("self.{field}.as_deref()");
    if of == "string" {
        return format!("write::strings(sink, {wire}, {item}, {values});");
    }
    if !is_enum && scalar(of).is_none() {
        return format!("write::structures(sink, {wire}, {item}, {values});");
    }
    let write = writing(of, is_enum, item, "value", true);
    format!("write::list(sink, {wire}, {values}, |sink, value| {write});")
}

fn writing(of: &str, is_enum: bool, wire: &str, value: &str, item: bool) -> String {
    match of {
        "string" if item => format!("write::string(sink, {wire}, Some({value}))"),
        "string" => format!("write::string(sink, {wire}, {value}.as_deref())"),
        "blob" if item => format!("write::blob(sink, {wire}, Some({value}))"),
        "blob" => format!("write::blob(sink, {wire}, {value}.as_ref())"),
        _ if is_enum && item => format!("write::enumeration(sink, {wire}, Some(*{value}))"),
        _ if is_enum => format!("write::enumeration(sink, {wire}, {value})"),
        _ if scalar(of).is_some() && item => format!("write::{of}(sink, {wire}, Some(*{value}))"),
        _ if scalar(of).is_some() => format!("write::{of}(sink, {wire}, {value})"),
        _ if item => format!("write::structure(sink, {wire}, Some({value}))"),
        _ => {
            format!("write::structure(sink, {wire}, {value}.as_ref().map(|v| v as &dyn Encode))")
        }
    }
}
