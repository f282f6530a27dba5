//! What it costs that the state outlives the process: each change waits for the disk, and a start
//! reads all there is.

use super::client::{Client, measure_over};
use super::process::Server;
use super::report::{Aim, Report};
use super::{FORGETFUL, ROUND, describe_instances, launch, median, run_instances, subnet};
use std::path::PathBuf;
use std::time::Instant;

const ROUNDS: usize = 5;

/// A directory that goes when it is not needed any more.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("parlel-load-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn server(&self) -> Server {
        let directory = self.0.to_str().expect("UTF-8");
        Server::start(&[&FORGETFUL[..], &["--data-dir", directory]].concat())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn rows(report: &Report) {
    for (clients, aim) in [(64, Aim::AtLeast(0.33)), (4, Aim::None)] {
        let what =
            format!("RunInstances of one that is kept, against one that is not, {clients} clients");
        let (rate, ratio) = against(clients);
        report.row(&what, (ratio, ""), &format!("{rate:.0}/s"), aim);
    }
    let directory = Directory::new();
    let server = directory.server();
    for octet in 0..2 {
        launch(&server, 50_000, Some(&subnet(&server, octet)));
    }
    drop(server);
    let mut seconds = Vec::new();
    for _ in 0..3 {
        let began = Instant::now();
        let server = directory.server();
        Client::connect(server.address).post(&describe_instances("&MaxResults=5"));
        seconds.push(began.elapsed().as_secs_f64());
    }
    let what = "From exec to the first answer with 100,000 instances kept, after a kill";
    report.row(what, (median(seconds), " s"), "", Aim::AtMost(2.0));
}

/// Launches a second that are kept, and how many times as many as of those that are not.
fn against(clients: usize) -> (f64, f64) {
    let directory = Directory::new();
    let (kept, other) = (directory.server(), Server::start(&FORGETFUL));
    let subnets = (subnet(&kept, 0), subnet(&other, 0));
    let (mut rates, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let rate = |server: &Server, subnet: &str| {
            let form = run_instances(1, Some(subnet));
            measure_over(clients, server.address, &[form], ROUND)
        };
        let (first, second) = (rate(&kept, &subnets.0), rate(&other, &subnets.1));
        rates.push(first);
        ratios.push(first / second);
    }
    (median(rates), median(ratios))
}
