//! The table: a row for each figure, with its aim beside it.

use std::cell::RefCell;

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Aim {
    None,
    AtLeast(f64),
    AtMost(f64),
}

/// By how much a figure of a shared machine may miss its aim.
const LEEWAY: f64 = 0.2;

impl Aim {
    fn is_missed(self, value: f64) -> bool {
        match self {
            Self::None => false,
            Self::AtLeast(least) => value < least * (1.0 - LEEWAY),
            Self::AtMost(most) => value > most * (1.0 + LEEWAY),
        }
    }

    fn text(self, unit: &str) -> String {
        match self {
            Self::None => "-".to_owned(),
            Self::AtLeast(least) => format!("at least {least}{unit}"),
            Self::AtMost(most) => format!("at most {most}{unit}"),
        }
    }
}

#[derive(Default)]
pub struct Report(RefCell<Vec<String>>);

impl Report {
    pub fn begin() -> Self {
        println!("| what | figure | aim |\n|---|---|---|");
        Self::default()
    }

    /// A figure with its unit, and what else is to be known of it.
    pub fn row(&self, what: &str, (value, unit): (f64, &str), more: &str, aim: Aim) {
        let digits = usize::from(value < 100.0) + usize::from(value < 10.0);
        let more = if more.is_empty() { String::new() } else { format!(" ({more})") };
        println!("| {what} | {value:.digits$}{unit}{more} | {} |", aim.text(unit));
        if aim.is_missed(value) {
            self.0.borrow_mut().push(what.to_owned());
        }
    }

    pub fn without(what: &str, why: &str) {
        println!("| {what} | - | {why} |");
    }

    /// # Errors
    /// What missed its aim by more than a fifth.
    pub fn end(self) -> Result<(), String> {
        let missed = self.0.into_inner();
        if missed.is_empty() {
            return Ok(());
        }
        Err(format!("missed by more than a fifth: {}", missed.join("; ")))
    }
}
