//! Names that mean a tool only in certain company (`sense` in `tools.yaml`): which words stand around a name.

use std::ops::Range;

use firstaid_content::ProseText;
use firstaid_language::sentences::sentences;
use firstaid_registry::{EntryRef, Registry, Sense};
use firstaid_text::floor_char_boundary;

/// Maximum bytes of a sentence on either side of a name: a line without end must not cost the square of its length.
const MAX_REACH: usize = 400;

/// Maximum bytes of an item whose list says what it is: a longer one says so itself.
const MAX_ITEM: usize = 40;

/// Maximum items of a list on either side of a name.
const MAX_ITEMS: usize = 8;

/// Minimum letters of a word whose letter case is ignored: `sip` is no SIP.
const MIN_ANY_CASE: usize = 4;

/// Whether a name of an entry means it only in the company of other words.
pub(crate) fn is_bound(registry: &Registry, entry: EntryRef, name: &str) -> bool {
    sense(registry, entry).is_some_and(|sense| sense.names.iter().any(|known| known == name))
}

fn sense(registry: &Registry, entry: EntryRef) -> Option<&Sense> {
    registry.tool(entry)?.sense.as_ref()
}

/// The words around a name: its sentence, and the lead and the other items of a list of names.
pub(crate) struct Company<'p> {
    texts: Vec<&'p str>,
}

impl<'p> Company<'p> {
    pub(crate) fn around(prose: &'p ProseText, name: &Range<usize>) -> Self {
        let (at, block) = prose.block_around(name.start);
        let mut texts = vec![sentence_around(block, name.start - at)];
        if is_item(block.trim()) {
            texts.extend(items_above(prose, at));
            texts.extend(items_below(prose, at + block.len()));
        }
        Self { texts }
    }

    /// Whether the words that an entry asks for stand here, and none that speaks against it.
    pub(crate) fn shows(&self, registry: &Registry, entry: EntryRef) -> bool {
        let Some(sense) = sense(registry, entry) else { return false };
        let stands = |words: &[String]| words.iter().any(|word| self.texts.iter().any(|text| has_word(text, word)));
        stands(&sense.beside) && !stands(&sense.without)
    }
}

/// The sentence around a place of a block, as far as it is near.
fn sentence_around(block: &str, place: usize) -> &str {
    let start = floor_char_boundary(block, place.saturating_sub(MAX_REACH));
    let end = floor_char_boundary(block, (place + MAX_REACH).min(block.len()));
    let near = &block[start..end];
    let around = sentences(near).into_iter().find(|range| range.contains(&(place - start)));
    around.map_or(near, |range| &near[range])
}

/// The short blocks above a place and the line with a colon that leads them.
fn items_above(prose: &ProseText, at: usize) -> impl Iterator<Item = &str> {
    let mut next = at.checked_sub(1);
    let blocks = std::iter::from_fn(move || {
        let (at, block) = prose.block_around(next?);
        next = at.checked_sub(1);
        Some(block.trim())
    });
    let mut is_led = false;
    let items = blocks.take(MAX_ITEMS).take_while(move |block| {
        let is_above = !is_led && (is_item(block) || block.ends_with(':'));
        is_led |= block.ends_with(':');
        is_above
    });
    items.map(|block| &block[floor_char_boundary(block, block.len().saturating_sub(MAX_REACH))..])
}

/// The short blocks below the end of a block.
fn items_below(prose: &ProseText, end: usize) -> impl Iterator<Item = &str> {
    let mut next = end + 1;
    let blocks = std::iter::from_fn(move || {
        if next >= prose.text().len() {
            return None;
        }
        let (at, block) = prose.block_around(next);
        next = at + block.len() + 1;
        Some(block.trim())
    });
    blocks.take(MAX_ITEMS).take_while(|block| is_item(block))
}

/// Whether a block is short enough for an item of a list that only names something.
fn is_item(block: &str) -> bool {
    block.len() <= MAX_ITEM && !block.ends_with([':', '.', '!', '?'])
}

/// Whether a word or phrase stands in a text, with no letter or digit next to it.
fn has_word(text: &str, word: &str) -> bool {
    let is_exact = word.chars().filter(|c| c.is_alphanumeric()).count() < MIN_ANY_CASE;
    let (text, word) =
        if is_exact { (text.to_owned(), word.to_owned()) } else { (text.to_lowercase(), word.to_lowercase()) };
    text.match_indices(&*word).any(|(at, _)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, Word, parse};
    use firstaid_text::SourceFile;

    use super::*;
    use crate::names::Names;

    /// What a text names, by the names of the entries. `Falcon` is a browser, and beside `pigeon` or `ABC` a mail
    /// program.
    fn named(text: &str) -> Vec<String> {
        let mut registry = Registry::default();
        let tail = "  status: alive\n  source: x\n  confidence: low\n";
        let entries = format!(
            "- name: Falcon Mail\n  sense: {{names: [Falcon], beside: [pigeon, ABC, carrier post], without: [tabs]}}\n{tail}\
             - name: Falcon\n  aliases: [Falcon Web]\n{tail}\
             - name: Heron Post\n  sense: {{names: [Heron Post], beside: [letters]}}\n{tail}\
             - name: Heron\n{tail}"
        );
        registry.add_guide_file("tools.yaml", &entries).unwrap();
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "a".into() };
        let page = parse(key, SourceFile::new("a.md", text.to_owned()), AnchorDialect::default());
        let (prose, names) = (page.prose(), Names::new(&registry));
        let words: Vec<Word<'_>> = prose.words().collect();
        let mentions = names.mentions(&prose, words.iter(), "en", &registry);
        mentions.iter().map(|mention| registry.name(mention.entry).to_owned()).collect()
    }

    #[test]
    fn a_word_beside_a_name_decides_what_it_means() {
        assert_eq!(named("Send a Pigeon by Falcon. Open Falcon.\n"), ["Falcon Mail", "Falcon"]);
        assert_eq!(named("Falcon speaks ABC.\n"), ["Falcon Mail"]);
        assert_eq!(named("Falcon and [Wren](https://a.example) use the carrier post.\n"), ["Falcon Mail"]);
        assert_eq!(named("Falcon knows the abc, pigeons and carriers.\n"), ["Falcon"]);
        assert_eq!(
            named("Falcon Web has a pigeon.\n\nPigeon.\n\nFalcon shows tabs and a pigeon.\n"),
            ["Falcon", "Falcon"]
        );
    }

    #[test]
    fn a_list_of_names_is_company() {
        assert_eq!(
            named("For ABC:\n\n- Wren\n- Falcon\n\nAnd a text without a colon, long enough for none.\n"),
            ["Falcon Mail"]
        );
        assert_eq!(named("- Pigeon\n- Falcon\n"), ["Falcon Mail"]);
        assert_eq!(named("- Falcon\n- Pigeon\n"), ["Falcon Mail"]);
        assert_eq!(named("For letters use ABC.\n\n- Wren\n- Falcon\n"), ["Falcon"]);
        assert_eq!(named("For ABC:\n\n- Wren\n\nFor all else:\n\n- Falcon\n"), ["Falcon"]);
        assert_eq!(named("- Pigeon\n- Falcon, which shows pages of the web to anybody\n"), ["Falcon"]);
    }

    #[test]
    fn a_name_of_its_own_may_need_company_too() {
        assert_eq!(named("Write letters with Heron Post. Put the Heron Post up.\n"), ["Heron Post", "Heron"]);
        assert_eq!(named("Write letters with falcon, heron post.\n"), ["Falcon", "Heron"]);
    }
}
