//! The actions that a step asks for, from each language's `actions.txt`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::data;
use crate::words::{Word, words};

const FILE: &str = "actions.txt";

/// The keys of `actions.txt`.
const ACTION: &str = "action";
const BEFORE: &str = "before";
const DENIAL: &str = "denial";
const INFINITIVE: &str = "infinitive";
const JOINS: &str = "joins";
const OBJECT: &str = "object";
const PREFIX: &str = "prefix";
const STOPS: &str = "stops";
const WAY: &str = "way";

/// Maximum words before the first verb: "Then please".
const MAX_BEFORE: usize = 3;

static ACTIONS: LazyLock<HashMap<&str, Verbs>> =
    LazyLock::new(|| data::languages_with(FILE).map(|language| (language, Verbs::read(language))).collect());

/// A verb by which a step asks the reader to do something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// Its bytes in the sentence.
    pub range: Range<usize>,
    /// Whether it only leads to the place of an action: "open", "tap".
    pub is_way: bool,
    /// Whether the step asks not to do it: "delete nothing".
    pub is_denied: bool,
}

/// A verb or another phrase, as its words in lower case.
type Phrase = Box<[Box<str>]>;

#[derive(Default)]
struct Verbs {
    actions: Vec<Phrase>,
    ways: Vec<Phrase>,
    /// Words between two actions.
    joins: Vec<Phrase>,
    /// Words that may stand before the first verb.
    before: Vec<Phrase>,
    /// Words behind a verb that forbid what it says.
    denials: Vec<Phrase>,
    /// Words behind a verb that show that it is one; without them, any word.
    objects: Vec<Phrase>,
    /// Words behind which verbs belong to another clause.
    stops: Vec<Phrase>,
    /// Words before an infinitive, behind which verbs belong to it.
    infinitives: Vec<Phrase>,
    /// A conjunction that is written in one with the next word.
    prefixes: Vec<Phrase>,
}

impl Verbs {
    fn read(language: &'static str) -> Self {
        let phrases = |key: &str| {
            let entries = data::entries_of(language, FILE).filter(|(it, _)| *it == key);
            entries.flat_map(|(_, values)| values).map(phrase).collect()
        };
        Self {
            actions: phrases(ACTION),
            ways: phrases(WAY),
            joins: phrases(JOINS),
            before: phrases(BEFORE),
            denials: phrases(DENIAL),
            objects: phrases(OBJECT),
            stops: phrases(STOPS),
            infinitives: phrases(INFINITIVE),
            prefixes: phrases(PREFIX),
        }
    }

    /// The verb that begins with a word: how many words it has, and whether it only leads to an action.
    fn verb(&self, words: &[&str]) -> Option<(usize, bool)> {
        let longest = |phrases: &[Phrase]| phrases.iter().filter_map(|it| begin(words, it)).max();
        let (action, way) = (longest(&self.actions), longest(&self.ways));
        // "Switch to" leads somewhere, "switch" does something.
        if way > action { way.map(|len| (len, true)) } else { action.map(|len| (len, false)) }
    }

    /// The verb that begins with the second action's first word, which may have a conjunction written in one with it.
    fn joined_verb(&self, words: &[&str]) -> Option<(usize, bool)> {
        let (first, rest) = words.split_first()?;
        let bare = self.prefixes.iter().find_map(|prefix| first.strip_prefix(&*prefix[0]))?;
        let whole: Vec<&str> = std::iter::once(bare).chain(rest.iter().copied().take(MAX_VERB - 1)).collect();
        self.verb(&whole)
    }

    /// Whether the words begin another clause, to which the verbs behind them belong.
    fn stop(&self, words: &[&str]) -> bool {
        let infinitive = starts_with_any(words, &self.infinitives);
        starts_with_any(words, &self.stops) > 0 || infinitive > 0 && self.verb(&words[infinitive..]).is_some()
    }

    fn is_before_object(&self, words: &[&str]) -> bool {
        self.objects.is_empty() || starts_with_any(words, &self.objects) > 0
    }
}

/// Maximum words of a verb.
const MAX_VERB: usize = 4;

fn phrase(text: &str) -> Phrase {
    words(text).into_iter().map(|word| word.folded.into_owned().into_boxed_str()).collect()
}

/// The number of words of a phrase, if the words begin with it.
fn begin(words: &[&str], phrase: &Phrase) -> Option<usize> {
    let fits = words.len() >= phrase.len() && phrase.iter().zip(words).all(|(a, b)| **a == **b);
    fits.then_some(phrase.len())
}

/// The number of words of the longest of the phrases that words begin with; 0 if none fits.
fn starts_with_any(words: &[&str], phrases: &[Phrase]) -> usize {
    phrases.iter().filter_map(|it| begin(words, it)).max().unwrap_or(0)
}

/// Maximum words of a label before a step: "Android: open it".
const MAX_LABEL: usize = 6;

/// The verbs by which a sentence of a step asks for actions, in order; none unless the sentence begins with one. `None`
/// for a language whose verbs are not known.
pub fn actions(language: &str, sentence: &str) -> Option<Vec<Action>> {
    let verbs = ACTIONS.get(language)?;
    let typed = words(sentence);
    let folded: Vec<&str> = typed.iter().map(|word| &*word.folded).collect();
    // What stands before a colon is a label, whatever its words are: "Show hidden files: …".
    let begin = sentence.find([':', '：']).map_or(0, |colon| typed.partition_point(|word| word.range.end <= colon));
    let begin = if begin > MAX_LABEL { 0 } else { begin };
    let mut at = begin;
    while at < begin + MAX_BEFORE && verbs.verb(&folded[at..]).is_none() {
        match starts_with_any(&folded[at..], &verbs.before) {
            0 => break,
            len => at += len,
        }
    }
    let mut found = Vec::new();
    let Some((len, is_way)) = verbs.verb(&folded[at..]) else { return Some(found) };
    found.push(Action { range: range_of(&typed[at..at + len]), is_way, is_denied: false });
    at += len;
    // "Read and save it" is one action on one object.
    let mut is_behind_verb = true;
    // Whether the words still belong to the last verb: "delete what you do not need, and …".
    let mut is_of_verb = true;
    while at < typed.len() && !verbs.stop(&folded[at..]) {
        let gap = &sentence[typed[at - 1].range.end..typed[at].range.start];
        // Behind a quotation mark or a bracket, words may be those of a label or a message.
        if gap.contains(QUOTES) {
            break;
        }
        let join = starts_with_any(&folded[at..], &verbs.joins);
        let comma = gap.contains([',', ';', '،', '؛', '→', '>']);
        let next = at + join;
        let verb = if join > 0 || comma { verbs.verb(&folded[next..]) } else { verbs.joined_verb(&folded[at..]) };
        is_of_verb &= join == 0 && !comma;
        match verb {
            Some((len, is_way)) if verbs.is_before_object(&folded[next + len..]) => {
                if !is_behind_verb {
                    found.push(Action { range: range_of(&typed[next..next + len]), is_way, is_denied: false });
                }
                (at, is_behind_verb, is_of_verb) = (next + len, true, true);
            }
            _ => {
                let is_denial = is_of_verb && starts_with_any(&folded[at..], &verbs.denials) > 0;
                if let Some(last) = found.last_mut().filter(|_| is_denial) {
                    last.is_denied = true;
                }
                (at, is_behind_verb) = (at + join.max(1), false);
            }
        }
    }
    Some(found)
}

const QUOTES: [char; 7] = ['"', '“', '„', '«', '‘', '(', '['];

fn range_of(words: &[Word<'_>]) -> Range<usize> {
    words[0].range.start..words[words.len() - 1].range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_data_is_known() {
        for (language, key) in data::keys(FILE) {
            let keys = [ACTION, BEFORE, DENIAL, INFINITIVE, JOINS, OBJECT, PREFIX, STOPS, WAY];
            assert!(keys.contains(&key), "{language}: {key}");
        }
        for verbs in ACTIONS.values() {
            assert!(verbs.actions.iter().chain(&verbs.ways).all(|verb| (1..=MAX_VERB).contains(&verb.len())));
        }
    }

    fn verbs(language: &str, sentence: &str) -> Vec<String> {
        let mark = |action: &Action| if action.is_way { "→" } else { "" };
        let found = actions(language, sentence).unwrap();
        found.iter().map(|it| format!("{}{}", mark(it), &sentence[it.range.clone()])).collect()
    }

    #[test]
    fn verbs_of_steps_are_found_in_each_language() {
        for (language, sentence, found) in [
            ("en", "Then delete the app and restart your phone.", vec!["delete", "restart"]),
            ("en", "Open the menu, tap the gear and choose the second entry.", vec!["→Open", "→tap", "→choose"]),
            ("de", "Lösche die App und starte das Telefon neu.", vec!["Lösche", "starte"]),
            ("de", "Öffnen Sie das Menü und ändern Sie das Passwort.", vec!["→Öffnen Sie", "ändern Sie"]),
            ("es", "Borra la aplicación y reinicia el teléfono.", vec!["Borra", "reinicia"]),
            ("fr", "Supprimez l’application et redémarrez le téléphone.", vec!["Supprimez", "redémarrez"]),
            ("ru", "Удалите приложение и перезагрузите телефон.", vec!["Удалите", "перезагрузите"]),
            ("ar", "احذف التطبيق وأعد تشغيل الهاتف.", vec!["احذف", "وأعد"]),
            ("ar", "احذف التطبيق ثم غيّر كلمة المرور.", vec!["احذف", "غيّر"]),
        ] {
            assert_eq!(verbs(language, sentence), found, "{language}: {sentence}");
        }
    }

    #[test]
    fn actions_that_a_step_forbids_are_marked() {
        for (language, sentence, denied) in [
            ("en", "Tell nobody and restart your phone.", vec![true, false]),
            ("de", "Öffne keine Anhänge und starte das Gerät nicht neu.", vec![true, true]),
            ("de", "Lösche Apps, die du nicht kennst, und starte das Gerät neu.", vec![false, false]),
        ] {
            let found = actions(language, sentence).unwrap();
            assert_eq!(found.iter().map(|it| it.is_denied).collect::<Vec<_>>(), denied, "{language}: {sentence}");
        }
    }

    #[test]
    fn nouns_and_other_clauses_have_no_actions() {
        assert_eq!(verbs("en", "Check the backup and change log."), ["Check"]);
        assert_eq!(verbs("en", "Ask them to block the card and send a new one."), ["Ask"]);
        assert_eq!(verbs("en", "Write down who can read and change the file."), ["Write down"]);
        assert_eq!(verbs("en", "The app lets you delete a chat and block a person."), Vec::<String>::new());
        assert_eq!(verbs("en", "Create and keep a backup. "), ["Create"]);
        assert_eq!(verbs("en", "Show hidden files: this option shows you more."), Vec::<String>::new());
        assert_eq!(verbs("en", "Note: delete it and restart it."), ["delete", "restart"]);
        assert_eq!(verbs("en", "Choose “Lock and erase the phone”."), ["→Choose"]);
        assert!(actions("tlh", "x").is_none());
    }
}
