//! Where a page names labels of an app that the registry has a pack of: "Open **Settings** → **Privacy**".
//!
//! Only steps count: a label stands beside a verb such as *click*, beside a word such as *button*, or in a path of
//! arrows; and only where the page is certainly about the app. What a step asks to choose may be wrong: whether the app
//! has such a label is for the rules to say.

mod marks;
mod scope;

use std::ops::Range;

use firstaid_content::{Block, BlockKind, Link, LinkStyle, Page, ProseText};
use firstaid_language::sentences::sentences;
use firstaid_language::steps::Steps;
use firstaid_registry::Registry;
use firstaid_text::{TextRange, floor_char_boundary};

pub use marks::{Mark, Marked, marked};
use scope::{Names, Walk, names_of};

use crate::names::Mention;

/// A label in a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepLabel {
    /// The bytes of the label without the marks around it.
    pub range: TextRange,
    /// As readers see it.
    pub text: Box<str>,
    /// The pack of the app, by its index in [`Registry::labels`].
    pub pack: usize,
    pub mark: Mark,
    /// The label before it in its path.
    pub parent: Option<TextRange>,
    /// Whether a site is named before it in its block, or a step before it in its block or list leads to one: labels of
    /// that site may be meant.
    pub follows_site: bool,
}

/// A marked stretch that may be a label.
struct Candidate {
    range: TextRange,
    prose: Range<usize>,
    mark: Mark,
}

/// Whether a page may have labels of a pack: it names an app, in a locale that the pack has.
pub fn may_have_labels(page: &Page, registry: &Registry) -> bool {
    let is_named = |name: &str| memchr::memmem::find(page.text().as_bytes(), name.as_bytes()).is_some();
    registry.labels.iter().any(|pack| pack.has(page.key.locale.as_str()) && names_of(pack).any(is_named))
}

/// The labels in the steps of a page, in order. `mentions` is asked for only if the page may have some.
pub fn step_labels<M: AsRef<[Mention]>>(
    page: &Page,
    prose: &ProseText,
    registry: &Registry,
    mentions: impl FnOnce() -> M,
) -> Vec<StepLabel> {
    if !may_have_labels(page, registry) {
        return Vec::new();
    }
    let language = page.key.locale.language();
    let mut walk = Walk::new(page, prose, Names::new(registry, language, prose, mentions().as_ref()));
    let sites = steps_to_sites(page, prose, Steps::of(language));
    let mut labels = Vec::new();
    for (at, index, text) in prose.blocks() {
        let block = &page.blocks[index as usize];
        match block.kind {
            BlockKind::Heading(level) => walk.heading(level, at..at + text.len()),
            BlockKind::Paragraph | BlockKind::Item | BlockKind::TableCell | BlockKind::Html => {
                let candidates = candidates(page, prose, block);
                let ranges: Vec<Range<usize>> = candidates.iter().map(|it| it.prose.clone()).collect();
                let sentences = sentences_around(text, at, &ranges);
                let scopes = walk.block(block, &sentences, &ranges);
                let around = walk.list_range().unwrap_or(block.range);
                let steps = Steps::of(language);
                for (sentence, mut label) in
                    in_block((page, prose), at..at + text.len(), &candidates, &sentences, steps)
                {
                    let Some(pack) = scopes[sentence].pack() else { continue };
                    let before = &sites[..sites.partition_point(|&site| site < label.range.start())];
                    label.follows_site |= before.last().is_some_and(|&site| around.start() <= site);
                    label.pack = pack;
                    labels.push(label);
                }
            }
            _ => {}
        }
    }
    labels
}

/// Where the links to the web begin that a step asks to open, in order.
fn steps_to_sites(page: &Page, prose: &ProseText, steps: Option<&Steps>) -> Vec<u32> {
    let is_web = |link: &Link| link.style != LinkStyle::Image && link.url.starts_with("http");
    let is_step = |at: u32| {
        let place = prose.prose_range(TextRange::new(at, at + 1)).map(|range| range.start);
        place.zip(steps).is_some_and(|(place, steps)| {
            let (block, _) = prose.block_around(place);
            steps.lead_to_site(&prose.text()[block..place])
        })
    };
    let links = page.tokens.iter().filter_map(|token| token.as_link());
    links.filter(|link| is_web(link) && is_step(link.text.start())).map(|link| link.text.start()).collect()
}

/// Candidates of a block in order; a marked path "Settings > Privacy" is one for each of its parts.
fn candidates(page: &Page, prose: &ProseText, block: &Block) -> Vec<Candidate> {
    let text = page.text();
    let mut found = Vec::new();
    for Marked { range, mark, .. } in marked(&text[block.range], block.range.start()) {
        for part in parts_of_path(&text[range]) {
            let range = TextRange::new(range.start() + part.start as u32, range.start() + part.end as u32);
            if let Some(prose) = prose.prose_range(range) {
                found.push(Candidate { range, prose, mark });
            }
        }
    }
    found
}

/// Arrows between the parts of a path.
const ARROWS: [char; 13] = ['→', '>', '›', '»', '▸', '▶', '⇒', '➔', '➜', '←', '‹', '⟶', '➡'];

/// The parts of a text between arrows that have blanks around them.
fn parts_of_path(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let arrows = text.match_indices(ARROWS).filter(|(at, arrow)| {
        text[..*at].ends_with([' ', '\u{a0}']) && text[at + arrow.len()..].starts_with([' ', '\u{a0}'])
    });
    let mut ends: Vec<(usize, usize)> = arrows.map(|(at, arrow)| (at, at + arrow.len())).collect();
    ends.push((text.len(), text.len()));
    ends.into_iter().filter_map(move |(end, next)| {
        let part = &text[start..end];
        let from = start + part.len() - part.trim_start().len();
        let to = from + part.trim().len();
        start = next;
        (from < to).then_some(from..to)
    })
}

/// The sentences of a block, as ranges of the prose. None ends in a candidate: "Select **Ask me…** and".
fn sentences_around(text: &str, at: usize, candidates: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for sentence in sentences(text) {
        let (start, end) = (at + sentence.start, at + sentence.end);
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = end,
            None => joined.push(start..end),
        }
        let next = candidates.partition_point(|it| it.end < end);
        goes_on = candidates.get(next).is_some_and(|it| it.start < end);
    }
    joined
}

/// The labels among the candidates of the block that is this range of the prose, each with the index of its sentence.
fn in_block(
    (page, prose): (&Page, &ProseText),
    Range { start, end }: Range<usize>,
    candidates: &[Candidate],
    sentences: &[Range<usize>],
    steps: Option<&Steps>,
) -> Vec<(usize, StepLabel)> {
    let text = prose.text();
    let mut found = Vec::new();
    // Where the last candidate ends in the prose, and its bytes if it is a label.
    let mut last: Option<(usize, Option<TextRange>)> = None;
    for (n, Candidate { range, prose: place, mark }) in candidates.iter().enumerate() {
        let sentence = sentences.partition_point(|it| it.end <= place.start);
        let Some(around) = sentences.get(sentence) else { continue };
        let left = last.map_or(0, |(end, _)| end).max(around.start).min(place.start);
        let next = candidates.get(n + 1).map_or(end, |it| it.prose.start);
        let right = next.min(around.end).max(place.end);
        let (ahead, behind) = (&text[left..place.start], &text[place.end..right]);
        let before = last.and_then(|(end, label)| label.filter(|_| end >= around.start));
        let follows_arrow = is_arrow(ahead);
        let in_path = ends_in_arrow(ahead) || begins_with_arrow(behind);
        let is_step = in_path
            || steps.is_some_and(|steps| {
                steps.lead_to_label(ahead) || steps.follow_label(behind) || before.is_some() && steps.join_labels(ahead)
            })
            || is_task(page, range.start()) && around == place;
        let is_label = is_step && (*mark != Mark::Code || in_path);
        last = Some((place.end, is_label.then_some(*range)));
        if is_label {
            let shown = if *mark == Mark::Code { page.source.slice(*range) } else { &text[place.clone()] };
            let label = StepLabel {
                range: *range,
                text: shown.into(),
                pack: 0,
                mark: *mark,
                parent: before.filter(|_| follows_arrow),
                follows_site: steps.is_some_and(|steps| steps.name_site(&text[start..place.start])),
            };
            found.push((sentence, label));
        }
    }
    found
}

/// Whether only the mark of a task stands before a place on its line: `- [ ] **Lock**`.
fn is_task(page: &Page, at: u32) -> bool {
    /// Maximum bytes of the mark, with marks of emphasis.
    const MAX_BYTES: usize = 8;
    let before = &page.text()[..at as usize];
    let before = &before[floor_char_boundary(before, before.len().saturating_sub(MAX_BYTES))..];
    before.trim_end_matches(['*', '_', ' ']).ends_with(']')
}

/// Whether a text between two labels is an arrow, with icons beside it: "→ :gear:".
fn is_arrow(between: &str) -> bool {
    /// Maximum bytes of an arrow and the icons beside it.
    const MAX_BYTES: usize = 80;
    if between.len() > MAX_BYTES || !(between.contains(ARROWS) || between.contains("->")) {
        return false;
    }
    // Icons are no prose.
    !between.contains(char::is_alphanumeric)
}

/// Quotation marks between a label and what stands beside it; `»` is an arrow, too, with a blank before it.
const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '‹', '›', '「', '」'];

/// Whether the last mark of a text is an arrow: "in the menu →".
fn ends_in_arrow(text: &str) -> bool {
    let text = text.trim_end_matches(QUOTES).trim_end();
    text.ends_with(ARROWS) || text.ends_with("->")
}

fn begins_with_arrow(text: &str) -> bool {
    let text = text.trim_start_matches(QUOTES).trim_start();
    text.starts_with(ARROWS) || text.starts_with("->")
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, Word, parse};
    use firstaid_text::SourceFile;

    use super::*;
    use crate::names::Names;

    fn found(language: &str, text: &str) -> Vec<(String, usize)> {
        let mut registry = Registry::default();
        for app in ["Otterbox", "Beaver"] {
            let header =
                format!("app: {app}\nplatform: desktop\nversion: '3'\nsource: x\nlicence: CC0-1.0\ndate: 2026\n");
            let file = (format!("{language}.tsv"), b"a\tA\n".to_vec());
            registry.add_label_pack("x/pack.yaml", &header, [file]).unwrap();
        }
        let key = PageKey { locale: Locale::new(language).unwrap(), name: "a".into() };
        let page = parse(key, SourceFile::new("a.md", text.to_owned()), AnchorDialect::default());
        let (prose, names) = (page.prose(), Names::new(&registry));
        let words: Vec<Word<'_>> = prose.words().collect();
        let mentions = names.mentions(&prose, words.iter(), language, &registry);
        let labels = step_labels(&page, &prose, &registry, || &mentions[..]);
        labels.into_iter().map(|label| (label.text.into_string(), label.pack)).collect()
    }

    fn labels(language: &str, text: &str) -> Vec<String> {
        found(language, text).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn steps_have_labels_in_every_language() {
        for (language, text) in [
            ("en", "In Otterbox, click **Lock** and choose “Open”."),
            ("de", "Wähle in Otterbox **Lock** oder setze einen Haken bei **Open**."),
            ("de", "In Otterbox **Lock** anklicken, dann „Open“ auswählen."),
            ("es", "En Otterbox, pulsa **Lock** y selecciona «Open»."),
            ("fr", "Dans Otterbox, cliquez sur « Lock » puis choisissez « Open »."),
            ("ru", "В Otterbox нажмите «Lock» и выберите **Open**."),
            ("ar", "في Otterbox انقر على **Lock** ثم اختر **Open**."),
            ("ja", "Otterboxで「Lock」をクリックし、「Open」を選択します。"),
            ("sw", "Otterbox: **Lock** → **Open**"),
        ] {
            assert_eq!(labels(language, text), ["Lock", "Open"], "{language}: {text}");
        }
    }

    #[test]
    fn a_path_is_one_label_a_part() {
        assert_eq!(
            labels("en", "# Otterbox\n\nSee **Menu > Lock › Open** or *Tools* → `Keys`.\n"),
            ["Menu", "Lock", "Open", "Tools", "Keys"]
        );
    }

    #[test]
    fn the_nearest_name_is_the_app() {
        let text = "# Otterbox\n\nTap **Ash**.\n\n## Beaver\n\nTap **Bay**. In Otterbox, tap **Cob**. Tap **Dye**.\n\n## More\n\n\
                    Tap **Elm**.\n";
        let packs: Vec<usize> = found("en", text).into_iter().map(|(_, pack)| pack).collect();
        assert_eq!(packs, [0, 1, 0, 0, 0]);
    }

    #[test]
    fn text_outside_of_steps_has_no_labels() {
        let text =
            "# Otterbox\n\n**Note:** it has a **Lock** and “words”. We open `files` at **night**, never the **day**.\n";
        assert_eq!(labels("en", text), Vec::<String>::new());
        assert_eq!(labels("en", "# Vaults\n\nTap **Lock**.\n"), Vec::<String>::new());
        assert_eq!(labels("es", "# Otterbox\n\nDice: «Es un baúl». Y «Lock».\n"), Vec::<String>::new());
    }

    #[test]
    fn a_long_page_costs_little() {
        let text = "# Otterbox\n\n".to_owned() + &"tap **a** → ".repeat(5_000) + &"click ".repeat(50_000);
        found("en", &text);
    }
}
