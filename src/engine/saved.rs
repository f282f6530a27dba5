//! The state in a directory: read at the start, and kept there from then on. What has the entries'
//! form is [`super::unsaved`]'s.

use super::any_row::{AnyRow, Seq};
use super::change::broken;
use super::flaw::Flaw;
use super::format::{FORMAT, Head, read};
use super::import::IsPlace;
use super::region::{Caller, ReadRow, Region};
use super::runner::Engine;
use super::state::Ec2State;
use super::unsaved::{HEAD, REGIONS};
use crate::error::{Error, Result};
use crate::store::{self, Kept, Store, unpack};
use serde::de::DeserializeOwned;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use wire::Timestamp;

/// How many rows are read at once, and how many times as many wait at most.
const ROWS: usize = 256;
const WAITING: usize = 16;

type Parsed = (Place, Vec<(Seq, Box<dyn AnyRow>)>);

/// The number of a region, and the place of a kind.
type Place = (usize, usize);

/// Some rows of a kind, as they are kept.
struct Rows {
    place: Place,
    read: ReadRow,
    packed: Vec<(Seq, Vec<u8>)>,
}

impl Engine {
    /// Goes on with what a directory keeps, and keeps there what changes from now on.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn keep_in(&self, directory: &Path, is_place: IsPlace) -> Result<(), String> {
        let kept = store::open(directory, FORMAT)?;
        if let Some(head) = kept.get(HEAD)? {
            let head = text(&head).and_then(read::<Head>);
            let head = head.map_err(|flaw| flaw.within(HEAD).to_string())?;
            self.go_on_with(&kept, &head, is_place)?;
        }
        let store = Store::start(kept)?;
        if self.store.set(store).is_err() {
            return Err("it is kept in a directory already".to_owned());
        }
        let mut state = self.lock_mut();
        state.unsaved.get_or_insert_default().head();
        self.settle(&mut state);
        Ok(())
    }

    fn go_on_with(&self, kept: &Kept, head: &Head, is_place: IsPlace) -> Result<(), String> {
        if head.format != FORMAT {
            return Err(format!("this version keeps format {FORMAT}, not {}", head.format));
        }
        self.began.store(head.began.0, Ordering::Relaxed);
        self.set_lifecycle(head.lifecycle);
        self.clock.go_on(head.clock);
        // The machine's clock may have been put back, and what is done is done.
        let behind = head.at.0.saturating_sub(self.clock.now().0);
        self.clock.advance(behind.max(0));
        let mut state = self.lock_mut();
        drop(self.begin(&mut state, head.seed));
        let mut reading = Reading { engine: self, state: &state, at: head.at, regions: Vec::new() };
        reading.read(kept, is_place)?;
        for (caller, mut region) in reading.regions {
            (region.number, region.version) = (state.next_number(), self.next_version());
            region.is_saved = true;
            state.put(&caller, region);
        }
        state.settled = head.at;
        Ok(())
    }

    /// Notes that the clock or the lifecycle is another one.
    pub fn save_head(&self) {
        let mut state = self.lock_mut();
        self.settle(&mut state);
        if let Some(unsaved) = &mut state.unsaved {
            unsaved.head();
        }
    }

    /// Waits until all that was changed so far is kept, where it is to be.
    ///
    /// # Errors
    /// `InternalError`: it could not be written, and is lost if the server ends now.
    pub async fn saved(&self) -> Result<()> {
        match self.store.get() {
            Some(store) => store.kept().await.or_else(|_| broken()),
            None => Ok(()),
        }
    }

    /// Why what changes cannot be kept for now.
    pub fn failure(&self) -> Option<Arc<str>> {
        self.store.get()?.failure()
    }

    /// # Errors
    /// `Unavailable` while what changes cannot be kept.
    pub fn check_saves(&self) -> Result<()> {
        match self.failure() {
            Some(why) => {
                let message = format!("parlel-ec2 cannot keep its state for now: {why}");
                Err(Error::new("Unavailable", message).with_status(503))
            }
            None => Ok(()),
        }
    }

    /// Writes what is not written yet, and leaves the directory to others.
    pub fn close(&self) {
        if let Some(store) = self.store.get() {
            store.close();
        }
    }
}

fn text(json: &[u8]) -> Result<&str, Flaw> {
    std::str::from_utf8(json).map_err(|error| Flaw::new("", error.to_string()))
}

fn unpacked<T: DeserializeOwned>(packed: &[u8]) -> Result<T, Flaw> {
    let json = unpack(packed).map_err(|why| Flaw::new("", why))?;
    read(text(&json)?)
}

/// Regions while they are read.
struct Reading<'a> {
    engine: &'a Engine,
    state: &'a Ec2State,
    /// When all was as it is kept.
    at: Timestamp,
    regions: Vec<(Caller, Region)>,
}

impl Reading<'_> {
    /// Reads all regions, in their order and with all processors: rows are many.
    fn read(&mut self, kept: &Kept, is_place: IsPlace) -> Result<(), String> {
        let (sender, receiver) = sync_channel::<Rows>(WAITING);
        let (parsed, results) = channel();
        let receiver = Mutex::new(receiver);
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                let (receiver, parsed) = (&receiver, parsed.clone());
                scope.spawn(move || {
                    while let Some(rows) = next(receiver) {
                        // Whoever wants none any more has found another flaw.
                        let _ = parsed.send(rows.parse());
                    }
                });
            }
            drop(parsed);
            let mut rows: Option<Rows> = None;
            let read = kept.each(REGIONS, |text, value| {
                let flawed = |flaw: Flaw| format!("{text}: {flaw}");
                self.take(text, value, is_place, &mut rows, &sender).map_err(flawed)?;
                results.try_iter().try_for_each(|it| self.put(it?)).map_err(|it| it.to_string())
            });
            let rest = rows.take().is_none_or(|rows| sender.send(rows).is_ok());
            drop(sender);
            read?;
            results.iter().try_for_each(|it| self.put(it?)).map_err(|it: Flaw| it.to_string())?;
            if rest { Ok(()) } else { Err("rows could not be read".to_owned()) }
        })
    }

    /// Takes an entry. Rows go on to be parsed, some at once.
    fn take(
        &mut self,
        text: &str,
        value: &[u8],
        is_place: IsPlace,
        rows: &mut Option<Rows>,
        sender: &SyncSender<Rows>,
    ) -> Result<(), Flaw> {
        let wrong = || Flaw::new("", "there is no such entry");
        let mut parts = text.split('/').skip(1);
        let mut part = || parts.next().ok_or_else(wrong);
        let (account, region, what) = (part()?, part()?, part()?);
        let is_last = |(caller, _): &(Caller, Region)| {
            *caller.account == *account && *caller.region == *region
        };
        if !self.regions.last().is_some_and(is_last) {
            let caller = Caller { account: account.into(), region: region.into() };
            is_place(&caller).map_err(|why| Flaw::new("", why))?;
            let region = self.state.new_region(&caller);
            self.regions.push((caller, region));
        }
        let number = self.regions.len() - 1;
        let Some((_, region)) = self.regions.last_mut() else { return Err(wrong()) };
        let hexadecimal = |text| u64::from_str_radix(text, 16).map_err(|_| wrong());
        match what {
            "ids" => region.ids = unpacked(value)?,
            "tokens" => region.tokens.remember_again(hexadecimal(part()?)?, unpacked(value)?),
            "next" | "rows" => {
                let (place, kind) = self.engine.kinds.named(part()?).ok_or_else(wrong)?;
                if what == "next" {
                    let next = unpacked(value)?;
                    let rows = region.rows_at(place);
                    rows.ok_or_else(wrong)?.put_back(next, [].into(), self.at);
                    return Ok(());
                }
                let is_full =
                    |rows: &mut Rows| rows.place != (number, place) || rows.packed.len() >= ROWS;
                let full = rows.take_if(is_full);
                full.map_or(Ok(()), |full| sender.send(full)).map_err(|_| wrong())?;
                let new = || Rows { place: (number, place), read: kind.read, packed: Vec::new() };
                let row = (hexadecimal(part()?)?, value.to_vec());
                rows.get_or_insert_with(new).packed.push(row);
            }
            _ => return Err(wrong()),
        }
        Ok(())
    }

    fn put(&mut self, ((region, kind), rows): Parsed) -> Result<(), Flaw> {
        let region = self.regions.get_mut(region);
        if let Some(kind) = region.and_then(|(_, region)| region.rows_at(kind)) {
            let former = rows.into_iter().map(|(seq, row)| (seq, Some(row))).collect();
            kind.put_back(kind.next(), former, self.at);
        }
        Ok(())
    }
}

fn next(receiver: &Mutex<Receiver<Rows>>) -> Option<Rows> {
    receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Rows {
    fn parse(self) -> Result<Parsed, Flaw> {
        let Self { place, read, packed } = self;
        let rows = packed.into_iter().map(|(seq, packed)| {
            let json = unpack(&packed).map_err(|why| Flaw::new("", why))?;
            match read(text(&json)?)? {
                (found, row) if found == seq => Ok((seq, row)),
                (found, _) => Err(Flaw::new("seq", format!("{found} is kept as {seq}"))),
            }
        });
        Ok((place, rows.collect::<Result<_, _>>()?))
    }
}
