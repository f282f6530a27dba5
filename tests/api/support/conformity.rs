//! Holds every answer against the model: no unknown member, no value of the wrong type.

use super::Xml;
use std::sync::OnceLock;
use wire::{Member, Model, model};

fn the_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(model)
}

#[track_caller]
pub fn check(action: &str, answer: &Xml) {
    let model = the_model();
    let operation = model.operations.iter().find(|operation| operation.name == action).unwrap();
    assert_eq!(answer.name, format!("{action}Response"));
    let members: Vec<&Xml> =
        answer.children.iter().filter(|child| child.name != "requestId").collect();
    match &operation.response {
        Some(shape) => {
            for member in members {
                check_member(model, shape, member);
            }
        }
        None => {
            assert_eq!(members.len(), 1, "{action}");
            assert_eq!((members[0].name.as_str(), members[0].text.as_str()), ("return", "true"));
        }
    }
}

#[track_caller]
fn check_member(model: &Model, shape: &str, element: &Xml) {
    let members = &model.structs[shape].members;
    let member = members.iter().find(|member| member.response_name == element.name);
    let member = member.unwrap_or_else(|| panic!("{shape} has no <{}>", element.name));
    let Some(item) = &member.list_item else { return check_value(model, shape, member, element) };
    for child in &element.children {
        assert_eq!(&child.name, item, "in {shape} <{}>", element.name);
        check_value(model, shape, member, child);
    }
}

#[track_caller]
fn check_value(model: &Model, shape: &str, member: &Member, element: &Xml) {
    let text = element.text.as_str();
    let fits = match member.of.as_str() {
        "string" | "blob" => element.children.is_empty(),
        "int" => text.parse::<i32>().is_ok(),
        "long" => text.parse::<i64>().is_ok(),
        "double" | "float" => text.parse::<f64>().is_ok(),
        "bool" => matches!(text, "true" | "false"),
        "time" => text.len() == 24 && text.ends_with('Z'),
        of => match model.enums.get(of) {
            Some(values) => values.iter().any(|value| value == text),
            None => {
                assert!(text.trim().is_empty(), "{shape} <{}> has text", element.name);
                element.children.iter().for_each(|child| check_member(model, of, child));
                true
            }
        },
    };
    assert!(fits, "{shape} <{}> is no {}: {text}", element.name, member.of);
}
