//! One server against another: the ceiling, an older build, a build that is linked otherwise.

use super::client::Client;
use super::process::Server;
use super::report::{Aim, Report};
use super::{FORGETFUL, all, describe_instances, launch, ratio, subnet};

/// How many instances the mixed questions are asked of.
const MIXED: usize = 1_000;

pub fn the_ceiling(report: &Report, linked: Option<&str>) {
    let describe = [describe_instances("")];
    for (count, again, anew) in [
        (1, Aim::AtLeast(0.8), Aim::AtLeast(0.8)),
        (100, Aim::AtLeast(0.4), Aim::AtLeast(0.45)),
        (1_000, Aim::None, Aim::AtLeast(0.45)),
    ] {
        let server = Server::start(&["--seed", "1"]);
        launch(&server, count, None);
        let body = Client::connect(server.address).post(&describe[0]);
        let ceiling = Server::ceiling(&body);
        let against = |server: &Server, what: &str, aim: Aim| {
            let (rate, ratio) = ratio((server, &describe), (&ceiling, &describe));
            report.row(what, (ratio, ""), &format!("{rate:.0}/s"), aim);
        };
        let what = format!("DescribeInstances of {count} ({} bytes)", body.len());
        against(&server, &format!("{what}, against the ceiling"), again);
        let forgetful = Server::start(&FORGETFUL);
        launch(&forgetful, count, None);
        against(&forgetful, "The same, no whole answer given again", anew);
        let nothing = Server::start(&[&FORGETFUL[..], &["--kept-rows-kib", "0"]].concat());
        launch(&nothing, count, None);
        against(&nothing, "The same, no part of it either", Aim::None);
        let what = "The same as the second, linked statically";
        match linked {
            Some(path) => {
                let linked = Server::of(path, &FORGETFUL);
                launch(&linked, count, None);
                against(&linked, what, Aim::None);
            }
            None => Report::without(what, "no --static"),
        }
    }
}

pub fn the_baseline(report: &Report, baseline: Option<&str>) {
    let page = "A page of 50 among 100,000, against the baseline";
    let mixed = "9 questions to 1 change, 1,000 instances held, against the baseline";
    let Some(baseline) = baseline else {
        Report::without(page, "no --baseline");
        return Report::without(mixed, "no --baseline");
    };
    let [new, old] = [Server::start(&FORGETFUL), Server::of(baseline, &FORGETFUL)];
    for server in [&new, &old] {
        for second_octet in 0..2 {
            launch(server, 50_000, Some(&subnet(server, second_octet)));
        }
    }
    let question = [describe_instances("&MaxResults=50")];
    let (rate, ratio) = ratio((&new, &question), (&old, &question));
    report.row(page, (ratio, " times"), &format!("{rate:.0}/s"), Aim::AtLeast(3.0));
    drop([new, old]);

    let [new, old] = [Server::start(&FORGETFUL), Server::of(baseline, &FORGETFUL)];
    let [asked_new, asked_old] = [&new, &old].map(mix);
    let (rate, ratio) = super::ratio((&new, &asked_new), (&old, &asked_old));
    report.row(mixed, (ratio, " times"), &format!("{rate:.0}/s"), Aim::AtLeast(3.0));
}

/// Launches what is asked of, ten of them stopped, and says what is asked: three by id, three by
/// filter, three pages, and then a change: a tag set, or one of the ten started or stopped.
fn mix(server: &Server) -> Vec<String> {
    let xml = launch(server, MIXED, None);
    let ids = all(&xml, "instanceId");
    let address = all(&xml, "privateIpAddress");
    let mut client = Client::connect(server.address);
    for id in &ids[..10] {
        client.post(&format!("Action=StopInstances&Version=2016-11-15&InstanceId.1={id}"));
    }
    let filter = |name: &str, value: &str| {
        describe_instances(&format!("&Filter.1.Name={name}&Filter.1.Value.1={value}"))
    };
    let mut forms = Vec::new();
    for at in 0..MIXED {
        let some = |step: usize| (at * 7 + step * 331) % MIXED;
        for step in 0..3 {
            forms.push(describe_instances(&format!("&InstanceId.1={}", ids[some(step)])));
        }
        forms.push(filter("instance-state-name", "stopped"));
        forms.push(filter("private-ip-address", address[some(3) * 3]));
        forms.push(filter("tag:Name", &format!("number-{}", some(4))));
        for _ in 0..3 {
            forms.push(describe_instances("&MaxResults=50"));
        }
        forms.push(match at % 4 {
            0 => format!("Action=StartInstances&Version=2016-11-15&InstanceId.1={}", ids[at % 10]),
            2 => format!(
                "Action=StopInstances&Version=2016-11-15&InstanceId.1={}",
                ids[(at - 2) % 10]
            ),
            _ => format!(
                "Action=CreateTags&Version=2016-11-15&ResourceId.1={}&Tag.1.Key=Name\
                 &Tag.1.Value=number-{at}",
                ids[some(5)]
            ),
        });
    }
    forms
}
