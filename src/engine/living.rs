//! How resources come and go by the lives of their kinds.

use super::clock::{Now, Timed};
use super::context::{Read, Write};
use super::id::Names;
use super::life::{Life, Phase};
use super::row::Row;
use super::table::{Record, Resource};
use super::tags::Tags;
use crate::error::Result;
use std::any::TypeId;
use wire::{Timestamp, WireEnum};

/// A resource that was told to leave.
pub(crate) struct Left<V> {
    /// What it looks like now.
    pub view: V,
    /// From when on it is gone.
    pub gone: Timestamp,
}

impl<T: Record> Row<T> {
    /// Resources of kinds without a life are there.
    pub fn life_phase(&self, now: Now<'_>) -> Phase {
        self.life.as_ref().map_or(Phase::There, |phase| phase.at(now))
    }

    /// Whether it is told to leave, or gone already.
    pub fn is_leaving(&self, now: Now<'_>) -> bool {
        matches!(self.life_phase(now), Phase::Leaving | Phase::Gone)
    }

    /// What EC2 calls the phase.
    pub fn state_text(&self, now: Now<'_>) -> Option<&'static str> {
        T::LIFE.map(|life| life.states[self.life_phase(now) as usize])
    }

    /// The same as a state of the model.
    pub fn life_state<S: WireEnum>(&self, now: Now<'_>) -> Option<S> {
        self.state_text(now).and_then(S::parse)
    }
}

impl<'a> Read<'a> {
    /// How the life of a new row begins, if it has one.
    pub(super) fn begin(self, kind: &'static str, life: Option<Life>) -> Option<Box<Timed<Phase>>> {
        let life = life?;
        let [making, _] = life.takes(kind);
        Some(Box::new(match life.making_millis {
            0 => Timed::settled(Phase::There),
            _ => self.transition(Phase::Making, Phase::There, making),
        }))
    }

    /// The row with an id, unless it leaves or is only listed any more.
    ///
    /// # Errors
    /// The kind's malformed or not-found code.
    // unverified: that what is still listed is answered as what is gone for good.
    pub fn get_live<T: Resource>(self, id: &(impl Names<T> + ?Sized)) -> Result<&'a Row<T>> {
        let row = self.get::<T>(id)?;
        if row.is_leaving(self.now()) { Err(T::not_found(&[id.name()])) } else { Ok(row) }
    }
}

impl Write<'_> {
    /// Puts a new resource there, and shows it.
    ///
    /// # Errors
    /// None: what was put there is found.
    pub fn create<T: Resource>(&mut self, record: T, tags: Tags) -> Result<T::View> {
        let id = self.new_id::<T>();
        self.insert(id.clone(), record, tags);
        self.view(&id)
    }

    /// Lets a resource leave that nothing holds; one without a life is gone at once.
    ///
    /// # Errors
    /// The kind's malformed or not-found code, the latter for what leaves already, too;
    /// [`Resource::in_use_by`].
    pub fn delete<T: Resource>(&mut self, id: &(impl Names<T> + ?Sized)) -> Result<Left<T::View>> {
        self.read().get_live::<T>(id)?;
        self.read().check_free::<T>(id)?;
        let kind = (<T as Resource>::PLURAL, <T as Resource>::LIFE);
        let (gone, ends) = self.leave(TypeId::of::<T>(), kind, id.name());
        let view = self.view::<T>(id)?;
        self.end::<T>(id, ends);
        Ok(Left { view, gone })
    }

    /// Begins the end of a row: when it is gone, and when it is not listed any more.
    fn leave(
        &mut self,
        of: TypeId,
        (kind, life): (&'static str, Option<Life>),
        id: &str,
    ) -> (Timestamp, Timestamp) {
        let now = self.now().timestamp();
        let Some(life) = life else { return (now, now) };
        let [_, leaving] = life.takes(kind);
        let state = self.read().transition(Phase::Leaving, Phase::Gone, leaving);
        let gone = state.settles().unwrap_or(now);
        let rows = self.touch(of);
        if let Some(row) = rows.seq_to_change(id).and_then(|seq| rows.get_mut(seq)) {
            row.set_life(state);
        }
        (gone, gone.plus_millis(life.listed_millis))
    }
}
