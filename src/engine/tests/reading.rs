//! Records are read from what was parsed as the parser would read them.

use crate::engine::cursor::read;
use crate::engine::parsed::Parsed;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    name: String,
    #[serde(default)]
    sizes: Vec<i32>,
    shape: Option<Shape>,
    #[serde(default)]
    versions: BTreeMap<i64, f64>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Round,
    Long(u8),
    Flat { sides: (u8, bool) },
}

fn thing(json: &str) -> Result<Thing, String> {
    let parsed: Parsed<'_> = serde_json::from_str(json).unwrap();
    read(&parsed).map_err(|flaw| flaw.to_string())
}

#[test]
fn it_reads_what_the_parser_would_read() {
    let shapes = ["null", "\"Round\"", "{\"Long\":3}", "{\"Flat\":{\"sides\":[1,true]}}"];
    for shape in shapes {
        let json = format!(
            "{{\"name\":\"a\\u0041\",\"sizes\":[-1,2],\"shape\":{shape},\"versions\":\
             {{\"-7\":0.5,\"8\":1}}}}"
        );
        assert_eq!(thing(&json), Ok(serde_json::from_str(&json).unwrap()), "{json}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let of = |json: &str| thing(json).unwrap_err();
    assert_eq!(of("{}"), "missing field `name`");
    let shape = "{\"name\":\"a\",\"shape\":{\"Flat\":{}}}";
    assert_eq!(of(shape), "shape.Flat: missing field `sides`");
    let flat = "{\"name\":\"a\",\"shape\":{\"Flat\":{\"sides\":[1]}}}";
    assert_eq!(of(flat), "shape.Flat.sides: invalid length 1, expected a tuple of size 2");
    assert_eq!(of("[]"), "invalid type: sequence, expected struct Thing");
    assert_eq!(of("{\"name\":1}"), "name: invalid type: integer `1`, expected a string");
    let sizes = "{\"name\":\"a\",\"sizes\":[1,null]}";
    assert_eq!(of(sizes), "sizes[1]: invalid type: null, expected i32");
    let flat = "{\"name\":\"a\",\"shape\":{\"Flat\":{\"sides\":[1,true,2]}}}";
    assert_eq!(of(flat), "shape.Flat.sides: invalid length 3, expected fewer items");
    let unknown = "{\"name\":\"a\",\"shape\":\"Square\"}";
    let names = "expected one of `Round`, `Long`, `Flat`";
    assert_eq!(of(unknown), format!("shape: unknown variant `Square`, {names}"));
    let versions = "{\"name\":\"a\",\"versions\":{\"x\":1}}";
    assert_eq!(of(versions), "versions.x: invalid type: string \"x\", expected i64");
    let more = "{\"name\":\"a\",\"more\":1}";
    let names = "expected one of `name`, `sizes`, `shape`, `versions`";
    assert_eq!(of(more), format!("more: unknown field `more`, {names}"));
    assert_eq!(of("{\"name\":\"a\",\"name\":\"b\"}"), "name: duplicate field `name`");
}
