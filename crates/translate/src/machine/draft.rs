//! Drafts for untranslated messages: from the translation memory, else from a machine.

use std::collections::HashMap;

use super::mask::Masked;
use super::refusal::Refusal;
use super::requests::{batches, one_each};
use super::service::{Machine, MachineError};
use super::verify::accept;
use crate::glossary::Glossary;
use crate::memory::{Context, Fit, Match, Memory};

/// Number of times that a text is sent at most: a machine may do better at the second attempt.
const MAX_ATTEMPTS: usize = 2;

/// A message without a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted<'a> {
    pub message: &'a str,
    pub context: Context,
}

/// The draft for a message. A person must approve it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Drafted {
    /// A match of the memory, with its score in percent.
    Memory {
        text: String,
        origin: Box<str>,
        score: u8,
        fit: Fit,
    },
    Machine {
        text: String,
        machine: Box<str>,
    },
    /// A copy of a message that has nothing to translate.
    Copied {
        text: String,
    },
    Empty(Unfilled),
}

/// Why a message has no draft.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unfilled {
    #[error("the memory has no similar text")]
    Unknown,
    #[error("{machine}: {refusal}")]
    Refused { machine: Box<str>, refusal: Refusal },
    #[error("{machine}: {error}")]
    Failed { machine: Box<str>, error: MachineError },
}

/// The amount of text that a machine would be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Estimate {
    pub texts: usize,
    /// Characters as sent, tags included: services charge for these.
    pub characters: usize,
    /// Number of requests, without repetitions.
    pub requests: usize,
}

/// Drafts from the memory, and the texts left for a machine.
#[derive(Debug)]
pub struct Plan<'a> {
    glossary: &'a Glossary,
    machine: Option<&'a dyn Machine>,
    /// The drafts of the messages, in order; `None` until the machine has replied.
    drafted: Vec<Option<Drafted>>,
    queries: Vec<Query<'a>>,
}

/// A text for the machine. It is sent once, even if several messages have it.
#[derive(Debug)]
struct Query<'a> {
    message: &'a str,
    masked: Masked,
    /// Indices of the messages with this text.
    places: Vec<usize>,
}

impl std::fmt::Debug for dyn Machine + '_ {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Drafts for messages, in their order: from the memory if a match has a score of at least `min_score` percent, else
/// from the machine. `from` is the locale of the messages; the locale of the glossary is the target.
pub fn draft(
    wanted: &[Wanted<'_>],
    memory: &Memory,
    min_score: u8,
    machine: Option<&dyn Machine>,
    from: &str,
    glossary: &Glossary,
) -> Vec<Drafted> {
    plan(wanted, memory, min_score, machine, glossary).complete(from)
}

/// The first half of [`draft`]: drafts from the memory. It sends nothing to the machine.
pub fn plan<'a>(
    wanted: &[Wanted<'a>],
    memory: &Memory,
    min_score: u8,
    machine: Option<&'a dyn Machine>,
    glossary: &'a Glossary,
) -> Plan<'a> {
    let puts_in_terms = machine.is_some_and(|machine| !machine.knows_terms());
    let mut plan = Plan { glossary, machine, drafted: Vec::with_capacity(wanted.len()), queries: Vec::new() };
    let mut by_message: HashMap<&str, usize> = HashMap::new();
    for (place, Wanted { message, context }) in wanted.iter().enumerate() {
        let matches = memory.look_up(message, *context, 1);
        if let Some(found) = matches.first().filter(|found| found.is_fillable(min_score)) {
            plan.drafted.push(Some(of_match(found)));
            continue;
        }
        let masked = Masked::new(message, glossary, puts_in_terms);
        if masked.has_no_text {
            plan.drafted.push(Some(copied(&masked, message)));
            continue;
        }
        plan.drafted.push(None);
        let query = *by_message.entry(message).or_insert_with(|| {
            plan.queries.push(Query { message, masked, places: Vec::new() });
            plan.queries.len() - 1
        });
        plan.queries[query].places.push(place);
    }
    plan
}

fn of_match(found: &Match<'_>) -> Drafted {
    Drafted::Memory {
        text: found.text.to_string(),
        origin: found.unit.origin.clone(),
        score: found.score,
        fit: found.fit,
    }
}

/// The draft of a message without text of its own; terms among its tags are translated.
fn copied(masked: &Masked, message: &str) -> Drafted {
    Drafted::Copied { text: masked.restore(&masked.text).unwrap_or_else(|_| message.to_owned()) }
}

impl Plan<'_> {
    /// The amount of text that [`Plan::complete`] will send.
    pub fn estimate(&self) -> Estimate {
        if self.machine.is_none() {
            return Estimate::default();
        }
        let all: Vec<usize> = (0..self.queries.len()).collect();
        Estimate {
            texts: self.queries.len(),
            characters: self.queries.iter().map(Query::size).sum(),
            requests: self.batches(&all).len(),
        }
    }

    /// Sends the remaining texts to the machine, each at most [`MAX_ATTEMPTS`] times. An error that is not due to the
    /// texts ends all requests.
    pub fn complete(mut self, from: &str) -> Vec<Drafted> {
        let Some(machine) = self.machine else { return self.into_drafts() };
        let mut results: Vec<Result<String, Unfilled>> = vec![Err(Unfilled::Unknown); self.queries.len()];
        let mut open: Vec<usize> = (0..self.queries.len()).collect();
        let mut fatal: Option<MachineError> = None;
        for _ in 0..MAX_ATTEMPTS {
            for batch in self.batches(&open) {
                if let Some(error) = &fatal {
                    for &query in &batch {
                        let failed = Unfilled::Failed { machine: machine.name().into(), error: error.clone() };
                        // A text that was refused before keeps that reason.
                        if results[query] == Err(Unfilled::Unknown) {
                            results[query] = Err(failed);
                        }
                    }
                    continue;
                }
                fatal = self.send(machine, from, &batch, &mut results).filter(|error| !error.may_be_due_to_texts());
            }
            open.retain(|&query| results[query].is_err());
        }
        for (query, result) in self.queries.iter().zip(results) {
            let drafted = match result {
                Ok(text) => Drafted::Machine { text, machine: machine.name().into() },
                Err(unfilled) => Drafted::Empty(unfilled),
            };
            for &place in &query.places {
                self.drafted[place] = Some(drafted.clone());
            }
        }
        self.into_drafts()
    }

    /// Sends one request and stores the results of its texts. Returns the error if the request failed.
    fn send(
        &self,
        machine: &dyn Machine,
        from: &str,
        batch: &[usize],
        results: &mut [Result<String, Unfilled>],
    ) -> Option<MachineError> {
        let texts: Vec<String> = batch.iter().map(|&query| self.queries[query].masked.text.clone()).collect();
        let replies = machine.translate(&texts, from, self.glossary).and_then(|replies| one_each(&texts, replies));
        let name = || machine.name().into();
        match replies {
            Ok(replies) => {
                for (&query, reply) in batch.iter().zip(replies) {
                    let Query { message, masked, .. } = &self.queries[query];
                    results[query] = accept(message, masked, &reply, self.glossary)
                        .map_err(|refusal| Unfilled::Refused { machine: name(), refusal });
                }
                None
            }
            Err(error) => {
                for &query in batch {
                    results[query] = Err(Unfilled::Failed { machine: name(), error: error.clone() });
                }
                Some(error)
            }
        }
    }

    fn batches(&self, queries: &[usize]) -> Vec<Vec<usize>> {
        let Some(limits) = self.machine.map(Machine::limits) else { return Vec::new() };
        batches(queries, limits, |query| self.queries[query].size())
    }

    fn into_drafts(self) -> Vec<Drafted> {
        self.drafted.into_iter().map(|it| it.unwrap_or(Drafted::Empty(Unfilled::Unknown))).collect()
    }
}

impl Query<'_> {
    /// Size as sent, in characters.
    fn size(&self) -> usize {
        self.masked.text.chars().count()
    }
}

#[cfg(test)]
mod tests;
