//! A game of requests by chance: rows of all kinds are made and deleted, and between these anything
//! is asked of them.

use super::chance::{Chance, ids};
use super::samples::{Ask, Maker, RELATIONS, Sample, borrowed, samples};
use super::support::Ec2;
use rand::RngExt as _;
use wire::{Model, OperationModel, StructModel};

pub const FIRST_IMAGE: &str = "ami-0abcdef1234567890";

/// How long a game is: `PLAY_TIMES=10 cargo test --test model` makes all of them longer.
pub fn steps(usual: usize) -> usize {
    let times = std::env::var("PLAY_TIMES").ok().and_then(|times| times.parse().ok());
    usual * times.unwrap_or(1)
}

pub struct Player<'a> {
    pub chance: Chance<'a>,
    operations: &'a [(&'a OperationModel, &'a StructModel)],
    ask: Ask<'a>,
    maker: Maker<'a>,
    samples: Vec<&'static Sample>,
}

impl<'a> Player<'a> {
    pub fn new(
        seed: u64,
        model: &'a Model,
        operations: &'a [(&'a OperationModel, &'a StructModel)],
        ask: Ask<'a>,
    ) -> Self {
        let samples: Vec<_> = samples().collect();
        let maker = Maker::sharing(ask);
        for sample in &samples {
            drop(maker.make(sample));
        }
        Self { chance: Chance::new(seed, model), operations, ask, maker, samples }
    }

    /// Learns what there is to be asked about.
    pub fn look_at(&mut self, ec2: &Ec2) {
        self.chance.ids.clear();
        ids(&ec2.state(), &mut self.chance.ids);
        self.maker.keep(&self.chance.ids.iter().map(String::as_str).collect());
    }

    /// Makes a row, deletes one or asks anything at all; any of it may be refused.
    pub fn step(&mut self) {
        let chosen = self.chance.random.random_range(0..usize::MAX / 2);
        match self.chance.random.random_range(0..20) {
            0..3 => drop(self.maker.make(self.samples[chosen % self.samples.len()])),
            3..5 => {
                if let Some(made) = self.maker.take(chosen) {
                    drop(self.maker.delete(&made));
                }
            }
            5..12 => drop(self.maker.relate(RELATIONS[chosen % RELATIONS.len()])),
            _ => {
                let (operation, shape) = self.operations[chosen % self.operations.len()];
                let parameters = self.chance.request(shape);
                // Without the image that every account has, little could be launched.
                let is_first = parameters.iter().any(|(_, value)| value == FIRST_IMAGE);
                if is_first && matches!(&*operation.name, "DeregisterImage" | "DisableImage") {
                    return;
                }
                drop((self.ask)(&operation.name, &borrowed(&parameters)));
            }
        }
    }
}
