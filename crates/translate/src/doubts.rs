//! Reasons to doubt that two blocks in the same place of a page and its translation belong together.
//!
//! A translator may have left out a block and added another one in its place: a note on the translation, a local
//! address. Kind, length and neighbours cannot tell; what one block says and the other does not, can.

use std::collections::HashSet;

use firstaid_content::Page;
use firstaid_language::cues::{capitalizes_nouns, is_translators_note};
use firstaid_language::is_latin;
use firstaid_language::numbers::{Quantity, QuantityKind, quantities};
use firstaid_language::words::words;

use crate::segments::{Segment, slots_in};

/// Share of the words inside of sentences that begin with a capital, in percent, from which capitals do not show
/// names.
const MAX_CAPITALS: usize = 20;

pub(crate) struct Doubts<'a> {
    source_language: &'a str,
    target_language: &'a str,
    /// All words of the source page; `None` if capitals of the translation do not show names, or not those of the
    /// source.
    source_words: Option<HashSet<String>>,
}

impl<'a> Doubts<'a> {
    pub(crate) fn new(
        (source, of_source): (&'a Page, &[Segment]),
        (target, of_target): (&'a Page, &[Segment]),
    ) -> Self {
        let (from, to) = (source.key.locale.language(), target.key.locale.language());
        let all = of_target.iter().flat_map(|segment| inner_words(&segment.message));
        let (capitals, count) = all.fold((0, 0), |(capitals, count), word| {
            (capitals + usize::from(word.starts_with(char::is_uppercase)), count + 1)
        });
        let are_names = is_latin(from) && is_latin(to) && !capitalizes_nouns(to);
        let shows_names = are_names && capitals * 100 <= count.max(MIN_WORDS) * MAX_CAPITALS;
        let folded = |segment: &Segment| {
            words(&segment.message).into_iter().map(|it| it.folded.into_owned()).collect::<Vec<_>>()
        };
        let source_words = shows_names.then(|| of_source.iter().flat_map(folded).collect());
        Self { source_language: from, target_language: to, source_words }
    }

    /// Whether a pair of single segments is doubtful: the translation is a note, or it has a name or a number that the
    /// source does not have, and nothing ties the two together.
    pub(crate) fn has(&self, source: &Segment, target: &Segment) -> bool {
        if is_translators_note(&target.message) && !is_translators_note(&source.message) {
            return true;
        }
        let numbers = |language, segment: &Segment| quantities(language, &without_slots(&segment.message));
        let (here, there) = (numbers(self.source_language, source), numbers(self.target_language, target));
        let has_equal = |it: &Quantity| here.iter().any(|other| other.has_same_value(it));
        let is_number = |it: &Quantity| match it.kind {
            QuantityKind::Possible => false,
            QuantityKind::Words => it.values[0] > MAX_UNNAMED,
            QuantityKind::Digits => true,
        };
        let is_new = |it: &&Quantity| is_number(it) && !has_equal(it);
        let has_new = there.iter().any(|it| is_new(&it)) || self.has_foreign_name(target);
        has_new
            && !there.iter().any(has_equal)
            && !self.share_names(source, target)
            && !self.share_links(source, target)
    }

    fn has_foreign_name(&self, target: &Segment) -> bool {
        let Some(known) = &self.source_words else { return false };
        let is_foreign = |word: &str| words(word).first().is_some_and(|it| !known.contains(&*it.folded));
        let mut inner = inner_words(&target.message);
        inner.any(|word| word.chars().count() > 2 && word.starts_with(char::is_uppercase) && is_foreign(word))
    }

    /// Whether both have a word of Latin letters with a capital in common.
    #[expect(clippy::unused_self, reason = "one question of several on a pair")]
    fn share_names(&self, source: &Segment, target: &Segment) -> bool {
        let is_name = |word: &&str| word.len() > 2 && word.starts_with(|c: char| c.is_ascii_uppercase());
        let split = |c: char| !c.is_ascii_alphanumeric();
        let names: HashSet<&str> = source.message.split(split).filter(is_name).collect();
        target.message.split(split).any(|word| names.contains(word))
    }

    #[expect(clippy::unused_self, reason = "one question of several on a pair")]
    fn share_links(&self, source: &Segment, target: &Segment) -> bool {
        source.slots.iter().any(|slot| target.slots.iter().any(|other| slot.url == other.url))
    }
}

/// The largest number that another language may express in other words, in thousandths: twice, both, thrice, a dual.
const MAX_UNNAMED: u64 = 3000;

/// Number of words below which the share of capitals is not believed.
const MIN_WORDS: usize = 20;

fn without_slots(message: &str) -> String {
    slots_in(message).into_iter().fold(message.to_owned(), |text, slot| text.replace(&format!("{{{slot}}}"), ""))
}

/// The words of a message that do not begin a sentence, link text or emphasis.
fn inner_words(message: &str) -> impl Iterator<Item = &str> {
    message.split_whitespace().zip(message.split_whitespace().skip(1)).filter_map(|(before, word)| {
        let is_inside = before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        (is_inside && word.starts_with(char::is_alphabetic)).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segments::segments;
    use crate::testing::{page, page_of};

    /// Whether the last blocks of two pages are a doubtful pair.
    fn doubts(source: &str, locale: &str, target: &str) -> bool {
        let (source, target) = (page(source), page_of(locale, target));
        let (of_source, of_target) = (segments(&source), segments(&target));
        let doubts = Doubts::new((&source, &of_source), (&target, &of_target));
        doubts.has(of_source.last().unwrap(), of_target.last().unwrap())
    }

    #[test]
    fn what_only_the_translation_says_is_doubtful() {
        let source = "Ring at the gate.\n\nBring the old key.\n";
        for (locale, last) in [
            ("fr", "Traduit par le groupe du soir."),
            ("de", "Übersetzt von der Abendgruppe."),
            ("es", "Pregunta a las siete en Cuenca."),
            ("it", "Il giovedì restiamo a casa di Lucia."),
            ("es", "Abrimos 40 semanas."),
        ] {
            assert!(doubts(source, locale, &format!("Uno dos tres.\n\n{last}\n")), "{last}");
        }
    }

    #[test]
    fn names_and_numbers_of_the_source_are_not() {
        let source = "Ring at the gate.\n\nAsk Lou for Signal, 3 times.\n";
        for (locale, last) in [
            ("fr", "Demandez Signal à Lou, trois fois."),
            ("de", "Frag Lou drei Mal nach Signal und dem Telefon."),
            ("es", "Pide Signal en casa de Lou."),
        ] {
            assert!(!doubts(source, locale, &format!("Uno dos tres.\n\n{last}\n")), "{last}");
        }
        assert!(!doubts("# Bees\n\nKeep the hive dry.\n", "de", "# Bienen\n\nHalte den Stock trocken.\n"));
        assert!(!doubts("Bring the old key.\n", "fr", "Apportez la vieille clé.\n"));
    }

    #[test]
    fn small_numbers_may_be_in_other_words() {
        for (source, locale, target) in [
            ("Knock twice.", "es", "Golpea dos veces."),
            ("Knock twice.", "fr", "Frappez deux fois."),
            ("Keep both keys.", "ru", "Храните два ключа."),
            ("Ask again and again.", "de", "Frag drei mal."),
            ("Go as a couple.", "es", "Vayan los dos."),
        ] {
            let target = format!("Uno dos tres.\n\n{target}\n");
            assert!(!doubts(&format!("Ring at the gate.\n\n{source}\n"), locale, &target), "{source} {target}");
        }
    }
}
