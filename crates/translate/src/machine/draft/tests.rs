use std::cell::RefCell;
use std::time::Duration;

use super::*;
use crate::machine::Limits;
use crate::memory::{Trust, Unit};

/// A machine with one prepared answer for each request. It records the texts it gets.
struct Scripted {
    answers: RefCell<Vec<Result<Vec<&'static str>, MachineError>>>,
    asked: RefCell<Vec<Vec<String>>>,
}

impl Scripted {
    fn new(answers: Vec<Result<Vec<&'static str>, MachineError>>) -> Self {
        Self { answers: RefCell::new(answers), asked: RefCell::default() }
    }
}

impl Machine for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn limits(&self) -> Limits {
        Limits { texts: 2, characters: 60 }
    }

    fn knows_terms(&self) -> bool {
        true
    }

    fn translate(&self, texts: &[String], _: &str, _: &Glossary) -> Result<Vec<String>, MachineError> {
        self.asked.borrow_mut().push(texts.to_vec());
        self.answers.borrow_mut().remove(0).map(|texts| texts.into_iter().map(str::to_owned).collect())
    }
}

fn wanted(messages: &[&'static str]) -> Vec<Wanted<'static>> {
    messages.iter().map(|message| Wanted { message, context: Context::default() }).collect()
}

fn spanish() -> Glossary {
    Glossary::new(&[], "es")
}

/// The drafts of a machine, with an empty memory.
fn drafted(machine: &Scripted, messages: &[&'static str]) -> Vec<String> {
    let drafts = draft(&wanted(messages), &Memory::default(), 75, Some(machine), "en", &spanish());
    drafts.into_iter().map(shown).collect()
}

fn shown(drafted: Drafted) -> String {
    match drafted {
        Drafted::Memory { text, origin, score, .. } => format!("{origin} {score}: {text}"),
        Drafted::Machine { text, machine } => format!("{machine}: {text}"),
        Drafted::Copied { text } => format!("copied: {text}"),
        Drafted::Empty(why) => format!("- {why}"),
    }
}

fn memory() -> Memory {
    let unit = |source: &str, translation: &str| Unit {
        source: source.to_owned(),
        translation: translation.to_owned(),
        origin: "Page".into(),
        context: Context::default(),
        trust: Trust::Translated,
    };
    [unit("Open the door.", "Abra la puerta."), unit("Use 2 of 2.", "Use 2 de 2.")].into_iter().collect()
}

#[test]
fn the_memory_goes_before_the_machine() {
    let machine = Scripted::new(vec![Ok(vec!["Use 3 de 2."])]);
    let messages = wanted(&["Open the door.", "Use 3 of 2.", "{1}"]);
    let drafts = draft(&messages, &memory(), 75, Some(&machine), "en", &spanish());
    let texts: Vec<String> = drafts.into_iter().map(shown).collect();
    assert_eq!(texts, ["Page 100: Abra la puerta.", "scripted: Use 3 de 2.", "copied: {1}"]);
}

#[test]
fn without_a_machine_texts_unlike_the_memory_stay_empty() {
    let drafts = draft(&wanted(&["Open the doors.", "Close it."]), &memory(), 75, None, "en", &spanish());
    let texts: Vec<String> = drafts.into_iter().map(shown).collect();
    assert_eq!(texts, ["Page 93: Abra la puerta.", "- the memory has no similar text"]);
}

#[test]
fn a_text_is_sent_once_and_a_refused_one_twice() {
    let machine = Scripted::new(vec![Ok(vec!["Uno.", "Two."]), Ok(vec!["Dos."])]);
    assert_eq!(drafted(&machine, &["One.", "Two.", "One."]), ["scripted: Uno.", "scripted: Dos.", "scripted: Uno."]);
    assert_eq!(*machine.asked.borrow(), [vec!["One.", "Two."], vec!["Two."]]);
}

#[test]
fn a_text_refused_twice_stays_empty() {
    let machine = Scripted::new(vec![Ok(vec!["Uno.", "<b>Dos</b>."]), Ok(vec![""])]);
    assert_eq!(drafted(&machine, &["One.", "Two."]), ["scripted: Uno.", "- scripted: the reply is empty"]);
}

#[test]
fn a_reply_with_a_wrong_count_is_refused() {
    let machine = Scripted::new(vec![Ok(vec!["Uno. Dos."]), Ok(vec!["Uno.", "Dos.", "Tres."])]);
    let empty = "- scripted: 2 texts went out and 3 came back";
    assert_eq!(drafted(&machine, &["One.", "Two."]), [empty, empty]);
}

#[test]
fn an_error_not_due_to_the_texts_ends_all_requests() {
    let machine = Scripted::new(vec![Ok(vec!["Uno.", "Dos."]), Err(MachineError::TimeOut(Duration::from_secs(30)))]);
    let late = "- scripted: no answer within 30 s";
    let messages = ["One.", "Two.", "Three.", "Four.", "Five."];
    assert_eq!(drafted(&machine, &messages), ["scripted: Uno.", "scripted: Dos.", late, late, late]);
    assert_eq!(machine.asked.borrow().len(), 2);
}

#[test]
fn an_estimate_sends_nothing() {
    let machine = Scripted::new(Vec::new());
    let messages = wanted(&[
        "Open the door.",
        "One.",
        "One.",
        "Two & 2.",
        "Three, with so many words that it goes alone in any case.",
    ]);
    let (memory, glossary) = (memory(), spanish());
    let plan = plan(&messages, &memory, 75, Some(&machine), &glossary);
    assert_eq!(plan.estimate(), Estimate { texts: 3, characters: 4 + 12 + 57, requests: 2 });
}
