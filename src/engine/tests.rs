//! The engine over a made-up kind: undo, replay, paging, ends of rows.

mod parts;
mod reading;

use super::{
    By, Caller, CustomFilter, Due, Engine, Entry, Index, Kind, Lifecycle, Operation, Query, Quotas,
    Read, Resource, Row, Scope, Settings, Then, World, Write, operations,
};
use crate::error::{Error, Result};
use rand_chacha::ChaCha12Rng;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use wire::{Action, Name, ResourceType, Sink, Timestamp};

const WAIT: Duration = Duration::from_secs(20);

/// A kind of its own: a VPC's operations are borrowed for their request and response types.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Thing {
    colour: String,
}

impl Thing {
    const BY_COLOUR: By<Self, str> = By::new("owner-id");
}

impl Resource for Thing {
    type View = wire::Vpc;
    const PREFIX: &'static str = "vpc";
    const TYPE: Option<ResourceType> = Some(ResourceType::Vpc);
    const PLURAL: &'static str = "things";
    const NOT_FOUND: &'static str = "InvalidThing.NotFound";
    const MALFORMED: &'static str = "InvalidThing.Malformed";
    const NOUN: &'static str = "thing";
    const ID_FILTER: Option<&'static str> = Some("vpc-id");
    const FILTERS: &'static [CustomFilter<Self>] =
        &[("cidr", |row: &Row<Self>, _| vec![row.colour.clone()])];

    fn view(row: &Row<Self>, _cx: Read<'_>) -> wire::Vpc {
        wire::Vpc {
            vpc_id: Some(row.id.to_string()),
            owner_id: Some(row.colour.clone()),
            ..wire::Vpc::default()
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_COLOUR, self.colour.as_str());
    }

    fn due(&self) -> Option<Timestamp> {
        self.colour.strip_prefix("due ")?.parse().ok().map(Timestamp)
    }
}

/// A thing that is due makes another, of the colour of its moment; some fail then.
fn wither(cx: &mut Write<'_>, id: &super::Id<Thing>) -> Result<()> {
    let at = cx.now().timestamp();
    cx.get_mut::<Thing>(id)?.colour = "withered".to_owned();
    let next = cx.new_id::<Thing>();
    let colour = format!("seed of {}", at.0);
    cx.insert(next, Thing { colour }, super::Tags::default());
    match at.0 {
        3_000 => Err(Error::new("Refused", "after the change")),
        4_000 => panic!("after the change"),
        5_000 => {
            cx.get_mut::<Thing>(id)?.colour = "due 5500".to_owned();
            Ok(())
        }
        _ => Ok(()),
    }
}

const OPERATIONS: &[Operation] = operations! {
    Write CreateVpc => create, refuses ["Ipv4IpamPoolId", "TagSpecification.Tag"];
    Read DescribeVpcs => describe;
    Write DeleteVpc => delete;
    Write ModifyVpcTenancy => paint;
    Write DeleteDhcpOptions => wait, prepared by look_on;
};

const WORLD: World = World {
    watches: &[],
    entries: &[Entry { kinds: &[Kind::of::<Thing>()], operations: OPERATIONS }],
    found: |cx| {
        let id = cx.new_id::<Thing>();
        cx.insert(id, Thing { colour: "first".to_owned() }, super::Tags::default());
    },
    due: &[Due::of(Action::ModifyVpcTenancy, &Then(wither))],
    zone: |_, _| None,
    durations: &[],
};

/// Makes a thing, then fails in the way its colour says.
fn create(cx: &mut Write<'_>, request: &wire::CreateVpcRequest) -> Result<wire::CreateVpcResult> {
    let colour = request.cidr_block.clone().unwrap_or_default();
    let id = cx.new_id::<Thing>();
    cx.insert(id.clone(), Thing { colour: colour.clone() }, super::Tags::default());
    match colour.as_str() {
        "refuse" => return Err(Error::new("Refused", "after the change")),
        "panic" => panic!("after the change"),
        "tried" => tried(cx)?,
        "there" | "broken there" => {
            let account = cx.account().clone();
            cx.also_in(&account, &"eu-west-1".into(), move |cx| {
                let thing = Thing { colour: colour.clone() };
                cx.insert(super::Id::new("vpc-there"), thing, super::Tags::default());
                assert!(colour == "there", "after the change there");
            });
        }
        _ => {}
    }
    let vpc = Thing::view(cx.get::<Thing>(&id)?, cx.read());
    Ok(wire::CreateVpcResult { vpc: Some(vpc) })
}

/// Three attempts, of which one fails within one that succeeds, and one fails whole.
fn tried(cx: &mut Write<'_>) -> Result<()> {
    let make = |cx: &mut Write<'_>, colour: &str| {
        let id = cx.new_id::<Thing>();
        cx.insert(id.clone(), Thing { colour: colour.to_owned() }, super::Tags::default());
        id
    };
    let first = cx.read().with(Thing::BY_COLOUR, "first").next().unwrap().id.clone();
    let ids = cx.ids().clone();
    let failed: Result<()> = cx.attempt(|cx| {
        make(cx, "failed");
        cx.get_mut::<Thing>(&first)?.colour = "failed".to_owned();
        let at = cx.now().plus_millis(1);
        cx.end::<Thing>(&first, at);
        let account = cx.account().clone();
        cx.also_in(&account, &"eu-west-1".into(), |_| panic!("taken back with the attempt"));
        cx.attempt(|cx| {
            cx.remove::<Thing>(&first);
            Ok(make(cx, "well within what fails"))
        })?;
        Err(Error::new("Refused", "after all of it"))
    });
    assert_eq!(failed.unwrap_err().code, "Refused");
    assert_eq!(*cx.ids(), ids, "ids are drawn again");
    cx.attempt(|cx| {
        make(cx, "kept");
        let refused: Result<()> = cx.attempt(|cx| {
            make(cx, "failed");
            cx.remove::<Thing>(&first);
            Err(Error::new("Refused", "within what goes well"))
        });
        assert!(refused.is_err());
        cx.get_mut::<Thing>(&first)?.colour = "kept".to_owned();
        Ok(())
    })
}

fn describe(cx: Read<'_>, request: &wire::DescribeVpcsRequest) -> Result<wire::DescribeVpcsResult> {
    let page = cx.select::<Thing>(&Query {
        ids: &request.vpc_ids,
        filters: &request.filters,
        max_results: request.max_results,
        next_token: request.next_token.as_deref(),
    })?;
    Ok(wire::DescribeVpcsResult { next_token: page.next_token, vpcs: Some(page.items) })
}

/// Things go ten seconds after they were told to.
fn delete(cx: &mut Write<'_>, request: &wire::DeleteVpcRequest) -> Result<()> {
    cx.get::<Thing>(&request.vpc_id)?;
    let at = cx.now().plus_millis(10_000);
    cx.end::<Thing>(&request.vpc_id, at);
    Ok(())
}

/// A painted thing is kept, whatever end it was given.
fn paint(
    cx: &mut Write<'_>,
    request: &wire::ModifyVpcTenancyRequest,
) -> Result<wire::ModifyVpcTenancyResult> {
    cx.get_mut::<Thing>(&request.vpc_id)?.colour = "painted".to_owned();
    cx.keep::<Thing>(&request.vpc_id);
    Ok(wire::ModifyVpcTenancyResult { return_value: Some(true) })
}

static LOOKED_AT: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// Waits until a test has looked at what there is.
fn look_on(_: &wire::DeleteDhcpOptionsRequest, _: ChaCha12Rng) -> bool {
    let (is_done, changed) = &LOOKED_AT;
    let wait = changed.wait_timeout_while(is_done.lock().unwrap(), WAIT, |is_done| !*is_done);
    *wait.unwrap().0
}

fn wait(_: &mut Write<'_>, _: &wire::DeleteDhcpOptionsRequest, was_looked_at: bool) -> Result<()> {
    if was_looked_at { Ok(()) } else { Err(Error::new("Refused", "others waited")) }
}

struct Server {
    engine: Arc<Engine>,
    caller: Caller,
}

/// Keeps the texts of one element name.
struct Texts(&'static str, Vec<String>);

impl Sink for Texts {
    fn open(&mut self, _: Name<'_>) -> bool {
        true
    }

    fn text(&mut self, name: Name<'_>, text: &str) {
        if name.as_str() == self.0 {
            self.1.push(text.to_owned());
        }
    }

    fn close(&mut self, _: Name<'_>) {}
}

impl Server {
    fn new() -> Self {
        let settings = Settings {
            seed: Some(7),
            lifecycle: Lifecycle::Instant,
            clock_stopped_at: Some(Timestamp(0)),
            vcpu_limit: 0,
            quotas: Quotas::Raised,
            kept_rows_bytes: 1 << 20,
        };
        let caller = Caller { account: "000000000000".into(), region: "us-east-1".into() };
        Self { engine: Arc::new(Engine::new(WORLD, settings)), caller }
    }

    fn ask(
        &self,
        action: Action,
        form: &[(&str, &str)],
        element: &'static str,
    ) -> Result<Vec<String>> {
        let pairs: Vec<(String, String)> =
            form.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let outcome = self.engine.execute(&self.caller, action, &pairs)?;
        let mut texts = Texts(element, Vec::new());
        outcome.answer.encode(&mut texts);
        Ok(texts.1)
    }

    fn create(&self, form: &[(&str, &str)]) -> Result<String> {
        Ok(self.ask(Action::CreateVpc, form, "vpcId")?.remove(0))
    }

    fn export(&self) -> serde_json::Value {
        rows_of(self.engine.export(Scope::default()))
    }

    fn ids(&self, form: &[(&str, &str)]) -> Vec<String> {
        self.ask(Action::DescribeVpcs, form, "vpcId").unwrap()
    }
}

#[test]
fn a_refusal_and_a_panic_leave_no_trace() {
    let server = Server::new();
    server.create(&[("CidrBlock", "before")]).unwrap();
    let before = server.export();
    assert_eq!(server.create(&[("CidrBlock", "refuse")]).unwrap_err().code, "Refused");
    let broken = server.create(&[("CidrBlock", "panic")]).unwrap_err();
    assert_eq!((broken.code, broken.status), ("InternalError", 500));
    assert_eq!(server.export(), before);
    assert!(server.ids(&[("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", "panic")]).is_empty());
    server.create(&[("CidrBlock", "well")]).unwrap();
    assert_eq!(server.ids(&[]).len(), 3);
}

#[test]
fn looking_and_refusals_found_no_region() {
    let server = Server::new();
    let [first] = server.ids(&[]).try_into().unwrap();
    server.create(&[("CidrBlock", "refuse")]).unwrap_err();
    server.create(&[("CidrBlock", "dry"), ("DryRun", "true")]).unwrap_err();
    assert_eq!(server.export(), serde_json::json!({}));
    let second = server.create(&[("CidrBlock", "well")]).unwrap();
    assert_eq!(server.ids(&[]), [first, second], "what was shown is what is there");
}

#[test]
fn the_export_is_whole_whatever_its_pieces() {
    let server = Server::new();
    let colour = "x".repeat(1_000);
    let callers =
        [("000000000000", "eu-west-1"), ("000000000000", "us-east-1"), ("1", "us-east-1")];
    for (account, region) in callers {
        let caller = Caller { account: account.into(), region: region.into() };
        let there = Server { engine: Arc::clone(&server.engine), caller };
        for _ in 0..150 {
            there.create(&[("CidrBlock", &colour)]).unwrap();
        }
    }
    let before = server.export();
    for (account, region) in callers {
        assert_eq!(before[account][region]["things"].as_array().unwrap().len(), 151);
    }
    assert!(server.engine.export(Scope::default()).count() > 3);
    // All pieces show the moment at which the first was asked for.
    let mut export = server.engine.export(Scope::default()).peekable();
    assert!(export.peek().is_some());
    server.create(&[("CidrBlock", "later")]).unwrap();
    server.ask(Action::DeleteVpc, &[("VpcId", &server.ids(&[])[2])], "return").unwrap();
    server.engine.reset_part(&Scope { account: Some("1".into()), region: None });
    assert_eq!(rows_of(export), before);
    assert_ne!(server.export(), before);
    // What a reset takes away in the middle is no document.
    let mut export = server.engine.export(Scope::default());
    assert!(export.next().unwrap().is_ok());
    drop(server.engine.reset());
    assert_eq!(export.next(), Some(Err("the state was replaced")));
    assert_eq!(export.next(), None);
}

/// The rows of an exported state.
fn rows_of(export: impl Iterator<Item = Result<Vec<u8>, &'static str>>) -> serde_json::Value {
    let pieces: Vec<u8> = export.flat_map(Result::unwrap).collect();
    let mut state: serde_json::Value = serde_json::from_slice(&pieces).unwrap();
    let accounts = state["accounts"].as_object_mut().unwrap().values_mut();
    for region in accounts.flat_map(|account| account.as_object_mut().unwrap().values_mut()) {
        *region = serde_json::json!({ "things": region["kinds"]["things"]["rows"].take() });
    }
    state["accounts"].take()
}

#[test]
fn a_change_elsewhere_is_made_with_the_request_or_not_at_all() {
    let mut server = Server::new();
    server.create(&[("CidrBlock", "there")]).unwrap();
    let (here, there) = (server.caller.region.clone(), "eu-west-1".into());
    server.caller.region = there;
    assert_eq!(server.ids(&[]).len(), 1, "nothing happens where nobody was");
    server.create(&[("CidrBlock", "own")]).unwrap();
    let there = std::mem::replace(&mut server.caller.region, here);
    let before = server.export();
    let broken = server.create(&[("CidrBlock", "broken there")]).unwrap_err();
    assert_eq!(broken.code, "InternalError");
    assert_eq!(broken.message, "An internal error has occurred");
    server.create(&[("CidrBlock", "there"), ("DryRun", "true")]).unwrap_err();
    assert_eq!(server.export(), before);
    server.create(&[("CidrBlock", "there")]).unwrap();
    server.caller.region = there;
    assert_eq!(server.ids(&[])[2..], ["vpc-there"]);
}

#[test]
fn a_dry_run_runs_and_undoes() {
    let server = Server::new();
    let dry = server.create(&[("CidrBlock", "x"), ("DryRun", "True")]).unwrap_err();
    assert_eq!((dry.code, dry.status), ("DryRunOperation", 412));
    let refused = server.create(&[("CidrBlock", "refuse"), ("DryRun", "true")]).unwrap_err();
    assert_eq!(refused.code, "Refused");
    assert_eq!(server.ids(&[]).len(), 1);
}

#[test]
fn an_index_follows_its_row() {
    let server = Server::new();
    let id = server.create(&[("CidrBlock", "red")]).unwrap();
    let by_colour =
        |colour: &str| server.ids(&[("Filter.1.Name", "owner-id"), ("Filter.1.Value.1", colour)]);
    assert_eq!(by_colour("red"), [id.as_str()]);
    let paint = [("VpcId", id.as_str()), ("InstanceTenancy", "default")];
    server.ask(Action::ModifyVpcTenancy, &paint, "").unwrap();
    assert!(by_colour("red").is_empty());
    assert_eq!(by_colour("painted"), [id.as_str()]);
    assert_eq!(by_colour("p*d"), [id.as_str()]);
    assert_eq!(
        server.ids(&[("Filter.1.Name", "cidr"), ("Filter.1.Value.1", "painted")]),
        [id.as_str()]
    );
}

#[test]
fn a_row_ends_when_its_time_has_come() {
    let server = Server::new();
    let id = server.create(&[("CidrBlock", "red")]).unwrap();
    server.ask(Action::DeleteVpc, &[("VpcId", &id)], "").unwrap();
    assert_eq!(server.ids(&[]).len(), 2);
    server.engine.clock.advance(10_000);
    assert_eq!(server.ids(&[]).len(), 1);
    assert_eq!(server.engine.counts()["things"], 1);
    let gone = server.ask(Action::DescribeVpcs, &[("VpcId.1", &id)], "").unwrap_err();
    assert_eq!(gone.message, format!("The thing '{id}' does not exist"));
    server.create(&[("CidrBlock", "blue")]).unwrap();
    assert_eq!(server.ids(&[]).len(), 2);
}

#[test]
fn a_row_that_is_kept_does_not_end() {
    let server = Server::new();
    let id = server.create(&[("CidrBlock", "red")]).unwrap();
    server.ask(Action::DeleteVpc, &[("VpcId", &id)], "").unwrap();
    let paint = [("VpcId", id.as_str()), ("InstanceTenancy", "default")];
    server.ask(Action::ModifyVpcTenancy, &paint, "").unwrap();
    server.engine.clock.advance(10_000);
    assert_eq!(server.ids(&[]).len(), 2);
    assert_eq!(server.engine.counts()["things"], 2);
}

#[test]
fn an_answer_holds_until_a_change_or_its_moment() {
    let server = Server::new();
    let describe = || server.engine.execute(&server.caller, Action::DescribeVpcs, &[]).unwrap();
    let still = |outcome: &super::Outcome| {
        server.engine.still_holds(&server.caller, &outcome.holds.expect("it only reads"))
    };
    let first = describe();
    assert!(still(&first));
    let id = server.create(&[("CidrBlock", "red")]).unwrap();
    assert!(!still(&first));
    let second = describe();
    server.create(&[("CidrBlock", "refuse")]).unwrap_err();
    server.engine.clock.advance(1_000_000);
    assert!(still(&second));
    server.ask(Action::DeleteVpc, &[("VpcId", &id)], "").unwrap();
    let ending = describe();
    server.engine.clock.advance(9_999);
    assert!(still(&ending));
    server.engine.clock.advance(1);
    assert!(!still(&ending));
    let last = describe();
    server.engine.clock.stop(Timestamp(0));
    assert!(!still(&last), "the clock went back");
    let before_reset = describe();
    drop(server.engine.reset());
    describe();
    assert!(!still(&before_reset));
}

#[test]
fn ids_are_checked_and_listed_once() {
    let server = Server::new();
    let id = server.create(&[("CidrBlock", "red")]).unwrap();
    assert_eq!(server.ids(&[("VpcId.1", &id), ("VpcId.2", &id)]), [id.as_str()]);
    let filter =
        |value: &str| server.ids(&[("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", value)]);
    assert_eq!(filter(&id), [id.as_str()]);
    assert!(filter("vpc-1").is_empty());
    assert_eq!(filter("vpc-*").len(), 2);
    let form = [("VpcId.1", "vpc-1"), ("VpcId.2", id.as_str()), ("VpcId.3", "vpc-2")];
    let missing = server.ask(Action::DescribeVpcs, &form, "").unwrap_err();
    assert_eq!(missing.message, "The things 'vpc-1, vpc-2' do not exist");
    let malformed = server.ask(Action::DescribeVpcs, &[("VpcId.1", "sg-1")], "").unwrap_err();
    assert_eq!(malformed.code, "InvalidThing.Malformed");
    assert_eq!(malformed.message, "Invalid id: \"sg-1\" (expecting \"vpc-...\")");
}

#[test]
fn pages_lose_and_repeat_nothing_while_rows_come_and_go() {
    let server = Server::new();
    let ids: Vec<String> = (0..11).map(|_| server.create(&[("CidrBlock", "x")]).unwrap()).collect();
    let first = server.ids(&[("MaxResults", "5")]);
    let token = server.ask(Action::DescribeVpcs, &[("MaxResults", "5")], "nextToken").unwrap();
    server.ask(Action::DeleteVpc, &[("VpcId", &ids[0])], "").unwrap();
    server.engine.clock.advance(10_000);
    server.create(&[("CidrBlock", "late")]).unwrap();
    let second = server.ids(&[("MaxResults", "5"), ("NextToken", &token[0])]);
    assert_eq!(first[1..], ids[..4]);
    assert_eq!(second, ids[4..9]);
}

#[test]
fn refused_parameters_are_named() {
    let server = Server::new();
    let refused = server.create(&[("Ipv4IpamPoolId", "x")]).unwrap_err();
    assert_eq!(refused.code, "UnsupportedOperation");
    let message = "parlel-ec2 does not emulate the parameter Ipv4IpamPoolId of CreateVpc.";
    assert_eq!(refused.message, message);
    let part = [("TagSpecification.3.Tag.1.Key", "x")];
    assert_eq!(server.create(&part).unwrap_err().code, "UnsupportedOperation");
    server.create(&[("TagSpecification.3.ResourceType", "vpc")]).unwrap();
}

#[test]
fn the_same_seed_gives_the_same_ids_in_each_region() {
    let (one, other) = (Server::new(), Server::new());
    assert_eq!(one.ids(&[]), other.ids(&[]));
    let elsewhere = Caller { region: "eu-west-1".into(), ..one.caller.clone() };
    let elsewhere = Server { engine: other.engine, caller: elsewhere };
    assert_ne!(one.ids(&[]), elsewhere.ids(&[]));
}
