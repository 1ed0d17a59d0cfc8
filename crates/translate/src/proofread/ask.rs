//! Asking a machine for edits.

use std::collections::HashMap;

use firstaid_content::Locale;

use super::check::check_edit;
use crate::glossary::Glossary;
use crate::machine::{Limits, MachineError, Masked, Refusal, batches, one_each};
use crate::segments::squeezed;

/// Characters that a reply may have more than the text sent, besides a quarter of it.
const MAX_EXTRA_LENGTH: usize = 40;

/// Maximum length of a text that is sent, in characters.
const MAX_LENGTH: usize = 4000;

/// Something that corrects texts of one language.
pub trait Proofreader {
    /// The name recorded with its edits.
    fn name(&self) -> &str;

    /// The limits of one request.
    fn limits(&self) -> Limits;

    /// Corrects texts: one for each, in the same order; a text without a mistake comes back as it is.
    ///
    /// A text is XML. Its tags `<x id="1"/>` and `<g id="2">…</g>` must come back where they were.
    fn proofread(&self, texts: &[String], language: &str) -> Result<Vec<String>, MachineError>;
}

/// What became of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proofread {
    /// The paragraph with its edits, on one line.
    Edited(String),
    Unchanged,
    Refused(Refusal),
    Failed(MachineError),
    /// It was not sent: no text of its own, or too much.
    Left,
}

/// Sends paragraphs masked, and verifies the edits that come back. A request whose answer cannot be used is repeated
/// text by text; an error that is not due to the texts ends all requests.
pub fn proofread(paragraphs: &[&str], locale: &Locale, machine: &dyn Proofreader) -> Vec<Proofread> {
    let glossary = Glossary::new(&[], locale.as_str());
    let masked: Vec<Masked> = paragraphs.iter().map(|it| Masked::new(&squeezed(it), &glossary, false)).collect();
    let mut results: Vec<Proofread> = vec![Proofread::Left; paragraphs.len()];
    let mut by_text: HashMap<&str, usize> = HashMap::new();
    let mut wanted: Vec<usize> = Vec::new();
    for (n, masked) in masked.iter().enumerate() {
        let is_sent = !masked.has_no_text && masked.text.chars().count() <= MAX_LENGTH;
        if is_sent && *by_text.entry(paragraphs[n]).or_insert(n) == n {
            wanted.push(n);
        }
    }
    let mut session = Session { paragraphs, masked: &masked, locale, machine, fatal: None };
    for batch in batches(&wanted, machine.limits(), |n| masked[n].text.chars().count()) {
        if !session.send(&batch, &mut results) && batch.len() > 1 {
            for one in &batch {
                session.send(&[*one], &mut results);
            }
        }
    }
    for (n, paragraph) in paragraphs.iter().enumerate() {
        if let Some(&first) = by_text.get(paragraph).filter(|&&first| first != n) {
            results[n] = results[first].clone();
        }
    }
    results
}

struct Session<'a> {
    paragraphs: &'a [&'a str],
    masked: &'a [Masked],
    locale: &'a Locale,
    machine: &'a dyn Proofreader,
    /// The error after which nothing more is sent.
    fatal: Option<MachineError>,
}

impl Session<'_> {
    /// Sends one request and stores what became of its texts. Returns whether its answer could be used, or no further
    /// request makes sense.
    fn send(&mut self, batch: &[usize], results: &mut [Proofread]) -> bool {
        let mut fail = |error: &MachineError| {
            for &n in batch {
                results[n] = Proofread::Failed(error.clone());
            }
        };
        if let Some(error) = &self.fatal {
            fail(error);
            return true;
        }
        let texts: Vec<String> = batch.iter().map(|&n| self.masked[n].text.clone()).collect();
        let asked = self.machine.proofread(&texts, self.locale.as_str());
        let replies = asked.and_then(|replies| one_each(&texts, replies));
        match replies {
            Ok(replies) => {
                for (&n, reply) in batch.iter().zip(replies) {
                    results[n] = accept(self.paragraphs[n], &self.masked[n], &reply, self.locale);
                }
                true
            }
            Err(error) => {
                fail(&error);
                let is_fatal = !error.may_be_due_to_texts();
                self.fatal = Some(error).filter(|_| is_fatal);
                is_fatal
            }
        }
    }
}

fn accept(paragraph: &str, masked: &Masked, reply: &str, locale: &Locale) -> Proofread {
    let reply = reply.trim();
    if reply == masked.text.trim() {
        return Proofread::Unchanged;
    }
    let (sent, got) = (masked.text.chars().count(), reply.chars().count());
    if got > sent + sent / 4 + MAX_EXTRA_LENGTH {
        return Proofread::Refused(Refusal::TooLong);
    }
    if reply.contains(['\n', '\r']) {
        return Proofread::Refused(Refusal::Lines);
    }
    let after = match masked.restore(reply) {
        Ok(restored) => squeezed(&restored),
        Err(refusal) => return Proofread::Refused(refusal),
    };
    match check_edit(paragraph, &after, locale) {
        Ok(()) => Proofread::Edited(after),
        Err(Refusal::Unchanged) => Proofread::Unchanged,
        Err(refusal) => Proofread::Refused(refusal),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Answers each request by a function of its texts.
    struct Machine<F>(F, Mutex<Vec<usize>>);

    impl<F: Fn(&[String]) -> Result<Vec<String>, MachineError>> Proofreader for Machine<F> {
        fn name(&self) -> &'static str {
            "test"
        }

        fn limits(&self) -> Limits {
            Limits { texts: 2, characters: 1000 }
        }

        fn proofread(&self, texts: &[String], _: &str) -> Result<Vec<String>, MachineError> {
            self.1.lock().unwrap().push(texts.len());
            (self.0)(texts)
        }
    }

    fn asked(
        paragraphs: &[&str],
        answer: impl Fn(&[String]) -> Result<Vec<String>, MachineError>,
    ) -> (Vec<Proofread>, Vec<usize>) {
        let machine = Machine(answer, Mutex::default());
        let results = proofread(paragraphs, &Locale::new("en").unwrap(), &machine);
        (results, machine.1.into_inner().unwrap())
    }

    #[test]
    fn each_text_is_sent_once_and_masked() {
        let texts = ["He use [it]({1}) at a@eff.org.", "Fine text here.", "He use [it]({1}) at a@eff.org.", "`code`"];
        let (results, requests) = asked(&texts, |texts| {
            assert!(!texts.concat().contains("eff.org") && !texts.concat().contains("{1}"), "{texts:?}");
            Ok(texts.iter().map(|text| text.replace("use", "uses")).collect())
        });
        let edited = Proofread::Edited("He uses [it]({1}) at a@eff.org.".to_owned());
        assert_eq!(results, [edited.clone(), Proofread::Unchanged, edited, Proofread::Left]);
        assert_eq!(requests, [2]);
    }

    #[test]
    fn an_answer_that_cannot_be_used_costs_its_own_text() {
        let (results, requests) = asked(&["First text here.", "Secnd text here."], |texts| {
            if texts.len() > 1 { Ok(vec!["one".to_owned()]) } else { Ok(vec![texts[0].replace("Secnd", "Second")]) }
        });
        assert_eq!(results, [Proofread::Unchanged, Proofread::Edited("Second text here.".to_owned())]);
        assert_eq!(requests, [2, 1, 1]);
    }

    #[test]
    fn an_unreachable_machine_is_asked_once() {
        let down = MachineError::Unreachable("x".to_owned());
        let (results, requests) = asked(&["One text.", "Two texts.", "More text."], |_| Err(down.clone()));
        assert_eq!(results, vec![Proofread::Failed(down.clone()); 3]);
        assert_eq!(requests, [2]);
    }

    #[test]
    fn replies_that_add_or_move_things_are_refused() {
        let text = "See [the guide]({1}) and `keys` of Tor within 24 hours.";
        for reply in [
            "See the guide and <x id=\"2\"/> of Tor within 24 hours.",
            "See <g id=\"1\">the guide</g> and <x id=\"2\"/> <x id=\"2\"/> of Tor within 24 hours.",
            "See <g id=\"1\">the guide</g> and <x id=\"2\"/> of Tor within 24 hours. https://evil.example/",
            "See <g id=\"1\">the guide</g> and <x id=\"2\"/> of Tor within 24 hours. <script>x</script>",
            "See <g id=\"1\">the guide</g>\u{202e} and <x id=\"2\"/> of Tor within 24 hours.",
            "See <g id=\"1\">the guide</g>\n\n# Head\n\nand <x id=\"2\"/> of Tor within 24 hours.",
            "See <g id=\"9\">the guide</g> and <x id=\"2\"/> of Tor within 24 hours.",
        ] {
            let (results, _) = asked(&[text], |_| Ok(vec![reply.to_owned()]));
            assert!(matches!(results[0], Proofread::Refused(_)), "{reply}: {results:?}");
        }
        let (results, _) = asked(&[text], |_| Ok(vec!["word ".repeat(100_000)]));
        assert_eq!(results, [Proofread::Refused(Refusal::TooLong)]);
    }
}
