//! The members of requests that nobody reads, as the compiler tells them: the server and its wire
//! types are checked as one crate, in which a field without a reader is dead code.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What stands before the modules: `wire::X` means this crate, and records need no more of serde
/// than that they have it.
const HEAD: &str = r"
extern crate self as wire;
macro_rules! record_of_members {
    ($name:ident) => {
        impl PartialEq for $name {
            fn eq(&self, _: &Self) -> bool {
                true
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_unit()
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <()>::deserialize(from).map(|()| Self::default())
            }
        }
    };
}
fn any<T>() -> T {
    unreachable!()
}
pub(crate) use types::*;
";

/// Fields that nobody reads, as `Struct.field`.
pub(crate) fn unread() -> BTreeSet<String> {
    let krate = Path::new(env!("CARGO_TARGET_TMPDIR")).join("members");
    fs::create_dir_all(krate.join("src")).unwrap();
    fs::write(krate.join("src/lib.rs"), library()).unwrap();
    fs::write(krate.join("Cargo.toml"), manifest()).unwrap();
    for file in ["Cargo.lock", "wire/ec2.model"] {
        let from = Path::new(ROOT).join(file);
        fs::copy(&from, krate.join(from.file_name().unwrap())).unwrap();
    }
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--message-format=json", "--manifest-path"])
        .arg(krate.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", shared_target())
        .output()
        .unwrap();
    let messages = String::from_utf8(checked.stdout).unwrap();
    let told = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "the one crate does not compile:\n{told}");
    messages.lines().flat_map(|line| fields(&serde_json::from_str(line).unwrap())).collect()
}

/// The folder in which the tests were built, where the libraries stand already.
fn shared_target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

fn library() -> String {
    let own = fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).unwrap();
    let modules = own.lines().filter(|line| !line.starts_with("//!")).map(|line| {
        match line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            Some(name) => {
                let file = format!("{ROOT}/src/{name}.rs");
                let folder = format!("{ROOT}/src/{name}/mod.rs");
                let path = if Path::new(&file).exists() { file } else { folder };
                format!("#[path = {path:?}]\nmod {name};")
            }
            None => line.to_owned(),
        }
    });
    let types = format!("#[path = {:?}]\nmod types;", format!("{ROOT}/wire/src/lib.rs"));
    let lines: Vec<String> = modules.chain([types]).collect();
    format!("{HEAD}{}", lines.join("\n"))
}

/// The server's manifest with what `wire` needs, for one crate that stands alone.
fn manifest() -> String {
    let own = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap();
    let section = |from: &str, name: &str| {
        let rest = from.split_once(&format!("\n[{name}]\n")).expect(name).1;
        rest.split_once("\n[").map_or(rest, |(section, _)| section).to_owned()
    };
    let wire = fs::read_to_string(Path::new(ROOT).join("wire/Cargo.toml")).unwrap();
    let needed = section(&own, "dependencies");
    let key = |line: &str| line.split(['.', ' ']).next().unwrap_or_default().to_owned();
    let known: BTreeSet<String> = needed.lines().map(key).collect();
    let needed: Vec<&str> = needed.lines().filter(|line| key(line) != "wire").collect();
    let more = section(&wire, "dependencies");
    let more: Vec<&str> = more.lines().filter(|line| !known.contains(&key(line))).collect();
    let profiles = own.split_once("\n[profile.").map_or("", |(_, rest)| rest);
    let profiles = profiles.replace("[profile.dev.package.wire]", "[profile.dev.package.members]");
    format!(
        "[package]\nname = \"members\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         build = \"{ROOT}/wire/build.rs\"\n\
         [workspace]\n[workspace.package]\nversion = \"0.0.0\"\n\
         [workspace.dependencies]\n{}\n\
         [features]\ndefault = [\"for-their-readers\"]\nfor-their-readers = []\n\
         [dependencies]\n{}\n{}\n[profile.{}",
        section(&own, "workspace.dependencies"),
        needed.join("\n"),
        more.join("\n"),
        profiles.split("\n[profile.release").next().unwrap_or_default(),
    )
}

/// The fields that one message of the compiler says nobody reads.
fn fields(message: &Value) -> Vec<String> {
    let message = &message["message"];
    if message["code"]["code"] != "dead_code" {
        return Vec::new();
    }
    let Some(spans) = message["spans"].as_array() else { return Vec::new() };
    let line =
        |span: &Value| span["text"][0]["text"].as_str().unwrap_or_default().trim().to_owned();
    let of = spans.iter().filter(|span| span["is_primary"] == false).map(line);
    let mut of =
        of.filter_map(|line| Some(line.strip_prefix("pub struct ")?.split(' ').next()?.to_owned()));
    let Some(of) = of.next() else { return Vec::new() };
    let read = spans.iter().filter(|span| span["is_primary"] == true).map(line);
    read.filter_map(|line| {
        let field = line.strip_prefix("pub ")?.split_once(':')?.0;
        Some(format!("{of}.{}", field.trim_start_matches("r#")))
    })
    .collect()
}
