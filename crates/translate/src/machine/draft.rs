//! Drafts for what has no translation: from the memory, else from a machine.

use std::collections::HashMap;

use super::mask::Masked;
use super::refusal::Refusal;
use super::service::{Machine, MachineError};
use super::verify::accept;
use crate::glossary::Glossary;
use crate::memory::{Context, Fit, Match, Memory};

/// A message without a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted<'a> {
    pub message: &'a str,
    pub context: Context,
}

/// What was found for a message. Whatever it is, a person has yet to look at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Drafted {
    /// From the memory: where from, and how well it fits; 100 is the same text.
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
    /// There is nothing in it to translate.
    Copied {
        text: String,
    },
    Empty(Unfilled),
}

/// Why a message has no draft.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unfilled {
    #[error("the memory has nothing like it")]
    Unknown,
    #[error("{machine}: {refusal}")]
    Refused { machine: Box<str>, refusal: Refusal },
    #[error("{machine}: {error}")]
    Failed { machine: Box<str>, error: MachineError },
}

/// What a machine would be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Estimate {
    pub texts: usize,
    /// As they are sent, tags included: what such services charge for.
    pub characters: usize,
    /// Without those that are sent again.
    pub requests: usize,
}

/// Drafts from the memory, and what is left for a machine.
#[derive(Debug)]
pub struct Plan<'a> {
    glossary: &'a Glossary,
    machine: Option<&'a dyn Machine>,
    drafted: Vec<Option<Drafted>>,
    asks: Vec<Ask<'a>>,
}

/// A text that is sent once, however many messages have it.
#[derive(Debug)]
struct Ask<'a> {
    message: &'a str,
    masked: Masked,
    /// Of the messages.
    places: Vec<usize>,
}

impl std::fmt::Debug for dyn Machine + '_ {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Drafts for messages, in their order: from the memory where it has a score of `least`, else from the machine. `from`
/// is the locale of the messages; that of the glossary is the one to translate into.
pub fn draft(
    wanted: &[Wanted<'_>],
    memory: &Memory,
    least: u8,
    machine: Option<&dyn Machine>,
    from: &str,
    glossary: &Glossary,
) -> Vec<Drafted> {
    plan(wanted, memory, least, machine, glossary).complete(from)
}

/// Looks into the memory and asks nobody.
pub fn plan<'a>(
    wanted: &[Wanted<'a>],
    memory: &Memory,
    least: u8,
    machine: Option<&'a dyn Machine>,
    glossary: &'a Glossary,
) -> Plan<'a> {
    let puts_in_terms = machine.is_some_and(|machine| !machine.knows_terms());
    let mut plan = Plan { glossary, machine, drafted: Vec::with_capacity(wanted.len()), asks: Vec::new() };
    let mut by_message: HashMap<&str, usize> = HashMap::new();
    for (place, Wanted { message, context }) in wanted.iter().enumerate() {
        let matches = memory.look_up(message, *context, 1);
        if let Some(found) = matches.first().filter(|found| found.is_fillable(least)) {
            plan.drafted.push(Some(of_match(found)));
            continue;
        }
        let masked = Masked::new(message, glossary, puts_in_terms);
        if masked.is_all_held {
            plan.drafted.push(Some(copied(&masked, message)));
            continue;
        }
        plan.drafted.push(None);
        let ask = *by_message.entry(message).or_insert_with(|| {
            plan.asks.push(Ask { message, masked, places: Vec::new() });
            plan.asks.len() - 1
        });
        plan.asks[ask].places.push(place);
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

/// A message of tags and signs alone; terms may be among the tags.
fn copied(masked: &Masked, message: &str) -> Drafted {
    Drafted::Copied { text: masked.restore(&masked.text).unwrap_or_else(|_| message.to_owned()) }
}

impl Plan<'_> {
    /// What [`Plan::complete`] will ask for.
    pub fn estimate(&self) -> Estimate {
        if self.machine.is_none() {
            return Estimate::default();
        }
        let all: Vec<usize> = (0..self.asks.len()).collect();
        Estimate {
            texts: self.asks.len(),
            characters: self.asks.iter().map(Ask::size).sum(),
            requests: self.batches(&all).len(),
        }
    }

    /// Asks the machine for what is left, each text twice at most. After an error that is not about the texts, it is
    /// not asked again.
    pub fn complete(mut self, from: &str) -> Vec<Drafted> {
        let Some(machine) = self.machine else { return self.told() };
        let mut results: Vec<Result<String, Unfilled>> = vec![Err(Unfilled::Unknown); self.asks.len()];
        let mut left: Vec<usize> = (0..self.asks.len()).collect();
        let mut broken: Option<MachineError> = None;
        for _ in 0..2 {
            for batch in self.batches(&left) {
                if let Some(error) = &broken {
                    for &ask in &batch {
                        let failed = Unfilled::Failed { machine: machine.name().into(), error: error.clone() };
                        // What was refused before keeps its reason.
                        if results[ask] == Err(Unfilled::Unknown) {
                            results[ask] = Err(failed);
                        }
                    }
                    continue;
                }
                broken = self.ask(machine, from, &batch, &mut results).filter(|error| !error.is_of_the_texts());
            }
            left.retain(|&ask| results[ask].is_err());
        }
        for (ask, result) in self.asks.iter().zip(results) {
            let drafted = match result {
                Ok(text) => Drafted::Machine { text, machine: machine.name().into() },
                Err(unfilled) => Drafted::Empty(unfilled),
            };
            for &place in &ask.places {
                self.drafted[place] = Some(drafted.clone());
            }
        }
        self.told()
    }

    /// One request. An error is that of each of its texts.
    fn ask(
        &self,
        machine: &dyn Machine,
        from: &str,
        batch: &[usize],
        results: &mut [Result<String, Unfilled>],
    ) -> Option<MachineError> {
        let texts: Vec<String> = batch.iter().map(|&ask| self.asks[ask].masked.text.clone()).collect();
        let replies = machine.translate(&texts, from, self.glossary).and_then(|replies| {
            let counts = (texts.len(), replies.len());
            if counts.0 == counts.1 { Ok(replies) } else { Err(MachineError::Count { asked: counts.0, got: counts.1 }) }
        });
        let name = || machine.name().into();
        match replies {
            Ok(replies) => {
                for (&ask, reply) in batch.iter().zip(replies) {
                    let Ask { message, masked, .. } = &self.asks[ask];
                    results[ask] = accept(message, masked, &reply, self.glossary)
                        .map_err(|refusal| Unfilled::Refused { machine: name(), refusal });
                }
                None
            }
            Err(error) => {
                for &ask in batch {
                    results[ask] = Err(Unfilled::Failed { machine: name(), error: error.clone() });
                }
                Some(error)
            }
        }
    }

    /// Texts in requests, as many in each as the machine takes.
    fn batches(&self, asks: &[usize]) -> Vec<Vec<usize>> {
        let Some(limits) = self.machine.map(Machine::limits) else { return Vec::new() };
        let mut batches: Vec<Vec<usize>> = Vec::new();
        let mut characters = 0;
        for &ask in asks {
            let size = self.asks[ask].size();
            let fits =
                batches.last().is_some_and(|last| last.len() < limits.texts && characters + size <= limits.characters);
            if !fits {
                batches.push(Vec::new());
                characters = 0;
            }
            characters += size;
            batches.last_mut().expect("one was pushed").push(ask);
        }
        batches
    }

    fn told(self) -> Vec<Drafted> {
        self.drafted.into_iter().map(|it| it.unwrap_or(Drafted::Empty(Unfilled::Unknown))).collect()
    }
}

impl Ask<'_> {
    fn size(&self) -> usize {
        self.masked.text.chars().count()
    }
}

#[cfg(test)]
mod tests;
