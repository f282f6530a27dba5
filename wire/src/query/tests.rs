use super::*;

fn pairs(form: &[(&str, &str)]) -> Vec<(String, String)> {
    form.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn lists_follow_their_indexes_across_gaps() {
    let form = pairs(&[("Id.10", "c"), ("Id.2", "b"), ("Id.0", "a")]);
    let root = Node::parse(&form).unwrap();
    let mut ids: Vec<String> = Vec::new();
    root.strings("Id", Range(None, None), &mut ids).unwrap();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(root.refuse_unread(), Ok(()));
}

#[test]
fn what_nobody_reads_is_not_recognised() {
    let form = pairs(&[("Ebs.Size", "1"), ("Ebs.Colour", "red")]);
    let root = Node::parse(&form).unwrap();
    assert_eq!(root.child("Ebs").unwrap().text("Size"), Some("1"));
    let refusal = root.refuse_unread().unwrap_err();
    assert_eq!(refusal.message, "The parameter Colour is not recognized");
}

#[test]
fn a_part_takes_no_text() {
    #[derive(Debug, Default)]
    struct Nothing;
    impl Part for Nothing {
        fn read(&mut self, _: &Node<'_>) -> Result<(), Invalid> {
            Ok(())
        }
    }
    let form = pairs(&[("Monitoring", "true"), ("Placement", "")]);
    let root = Node::parse(&form).unwrap();
    let refusal = root.structure::<Nothing>("Monitoring", &mut None).unwrap_err();
    assert_eq!(refusal.code, "UnknownParameter");
    assert_eq!(refusal.message, "The parameter Monitoring is not recognized");
    assert_eq!(root.structure::<Nothing>("Placement", &mut None), Ok(()));
}

#[test]
fn what_takes_one_value_takes_no_list() {
    let form = pairs(&[("Id.1", "a"), ("Id.2", "b"), ("Tag.Key.1", "a"), ("Tag.Key.2", "b")]);
    let root = Node::parse(&form).unwrap();
    let refusal = root.require("Id").and(root.require_text("Id")).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameterCombination");
    assert_eq!(refusal.message, "The parameter 'Id' may only be specified once.");
    let tag = root.child("Tag").unwrap();
    assert_eq!(tag.text("Key"), None);
    let refusal = tag.refuse_unread().unwrap_err();
    assert_eq!(refusal.message, "The parameter 'Key' may only be specified once.");
}

#[test]
fn of_several_given_twice_the_last_is_named() {
    let form = pairs(&[("Key.1", "a"), ("Key.2", "b"), ("Value.1", "a"), ("Value.2", "b")]);
    let root = Node::parse(&form).unwrap();
    assert_eq!((root.text("Key"), root.text("Value")), (None, None));
    let refusal = root.refuse_unread().unwrap_err();
    assert_eq!(refusal.message, "The parameter 'Value' may only be specified once.");
}

#[test]
fn ranges_and_types_are_refused_in_ec2s_words() {
    let form = pairs(&[("MaxResults", "2"), ("DryRun", "perhaps")]);
    let root = Node::parse(&form).unwrap();
    let refusal = root.int("MaxResults", Range(Some(5), Some(1000)), &mut None).unwrap_err();
    assert_eq!(
        refusal.message,
        "Value ( 2 ) for parameter maxResults is invalid. Expecting a value greater than 5."
    );
    assert_eq!(root.bool("DryRun", &mut None).unwrap_err().code, "InvalidParameterValue");
}

#[test]
fn many_keys_take_their_time_once_each() {
    // Half a million of each: looked for along its siblings, each would take days.
    let lists = (0..500_000).map(|at| (format!("Id.{at}"), at.to_string()));
    let keys = (0..500_000).map(|at| (format!("Key{at}"), String::new()));
    let form: Vec<(String, String)> = lists.chain(keys).collect();
    let root = Node::parse(&form).unwrap();
    let mut ids: Vec<String> = Vec::new();
    root.strings("Id", Range(None, None), &mut ids).unwrap();
    assert_eq!((ids.len(), ids[499_999].as_str()), (500_000, "499999"));
    assert_eq!(root.child("Key499999").unwrap().value, Some(""));
    assert_eq!((root.count("Id"), root.longest_list()), (500_000, ("Id", 500_000)));
    let refusal = root.refuse_unread().unwrap_err();
    assert_eq!(refusal.message, "The parameter Key0 is not recognized");
}

#[test]
fn of_a_key_given_twice_among_many_the_last_counts() {
    let mut form: Vec<(String, String)> =
        (0..40).map(|at| (format!("Key{at}"), at.to_string())).collect();
    form.push(("Key3".to_owned(), "again".to_owned()));
    form.push(("Key30".to_owned(), "again".to_owned()));
    let root = Node::parse(&form).unwrap();
    assert_eq!(root.children.len(), 40);
    assert_eq!((root.text("Key3"), root.text("Key30")), (Some("again"), Some("again")));
    assert_eq!((root.text("Key39"), root.text("Key40")), (Some("39"), None));
}

#[test]
fn a_key_of_endless_depth_is_refused() {
    let form = pairs(&[(&"a.".repeat(100_000), "")]);
    assert_eq!(Node::parse(&form).unwrap_err().code, "UnknownParameter");
}
