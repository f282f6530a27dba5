//! Parts of requests that fail alone, and what happens between requests.

use super::{Action, LOOKED_AT, Server};
use crate::engine::Outcome;

#[test]
fn an_attempt_that_fails_leaves_nothing_behind() {
    let server = Server::new();
    server.create(&[("CidrBlock", "before")]).unwrap();
    let before = server.export();
    server.create(&[("CidrBlock", "tried"), ("DryRun", "true")]).unwrap_err();
    assert_eq!(server.export(), before, "a refused request takes its attempts with it");
    server.create(&[("CidrBlock", "tried")]).unwrap();
    let things = server.export()["000000000000"]["us-east-1"]["things"].clone();
    let colours: Vec<_> =
        things.as_array().unwrap().iter().map(|row| row["record"]["colour"].clone()).collect();
    assert_eq!(colours, ["kept", "before", "tried", "kept"]);
    let by_colour =
        |colour| server.ids(&[("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", colour)]).len();
    let colours = ["kept", "failed", "first", "well within what fails"];
    assert_eq!(colours.map(by_colour), [2, 0, 0, 0]);
    server.engine.clock.advance(1_000);
    assert_eq!(server.ids(&[]).len(), 4);
}

#[test]
fn what_is_due_happens_at_its_time_whoever_looks() {
    let colours = |server: &Server| {
        let things = server.export()["000000000000"]["us-east-1"]["things"].clone();
        let rows = things.as_array().unwrap().clone();
        let colour = |row: &serde_json::Value| row["record"]["colour"].as_str().unwrap().to_owned();
        rows.iter().map(colour).collect::<Vec<_>>()
    };
    let fill = || {
        let server = Server::new();
        for moment in ["due 2000", "due 1000", "due 5000", "due 3000", "due 4000", "due 1000"] {
            server.create(&[("CidrBlock", moment)]).unwrap();
        }
        server
    };
    let (seldom, often) = (fill(), fill());
    for _ in 0..60 {
        often.ids(&[]);
        often.engine.clock.advance(100);
    }
    let kept = || seldom.engine.execute(&seldom.caller, Action::DescribeVpcs, &[]).unwrap();
    let before = kept();
    let still = |outcome: &Outcome| {
        seldom.engine.still_holds(&seldom.caller, &outcome.holds.expect("it only reads"))
    };
    seldom.engine.clock.advance(999);
    assert!(still(&before));
    seldom.engine.clock.advance(5_001);
    assert!(!still(&before));
    assert!(still(&kept()));
    let expected = [
        "first",
        "withered",
        "withered",
        "withered",
        "due 3000",
        "due 4000",
        "withered",
        "seed of 1000",
        "seed of 1000",
        "seed of 2000",
        "seed of 5000",
        "seed of 5500",
    ];
    assert_eq!(colours(&seldom), expected, "what fails changes nothing");
    assert_eq!(seldom.export(), often.export());
}

#[test]
fn others_do_not_wait_for_what_is_made_before_the_lock() {
    let server = Server::new();
    server.create(&[("CidrBlock", "red")]).unwrap();
    let options = [("DhcpOptionsId", "dopt-1")];
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| server.ask(Action::DeleteDhcpOptions, &options, ""));
        server.create(&[("CidrBlock", "blue")]).unwrap();
        assert_eq!(server.ids(&[]).len(), 3);
        let (is_done, changed) = &LOOKED_AT;
        *is_done.lock().unwrap() = true;
        changed.notify_all();
        slow.join().unwrap().unwrap();
    });
}
