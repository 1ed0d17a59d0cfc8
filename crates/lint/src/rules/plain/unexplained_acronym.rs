use std::collections::HashMap;
use std::ops::Range;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::acronyms::is_well_known;
use firstaid_language::words::{parts, words};

use super::one_finding::one_finding;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds acronyms that neither the page nor the guide's glossary explains.
///
/// ## Why
/// "Your ISP sees it" helps nobody who does not know what an ISP is. Readers take what they do not know for something
/// that they need not know.
///
/// ## Example
/// ```markdown
/// Your ISP sees which sites you open.
/// ```
///
/// ## Use instead
/// ```markdown
/// Your internet service provider (ISP) sees which sites you open.
/// ```
///
/// ## Fix
/// None: often the plain word is better than the long form.
///
/// ## Not reported
/// Acronyms of daily life (PIN, SMS, USB), names of the registries, acronyms in links, and words that are shouted. An
/// acronym counts as explained if its long form is anywhere on the page, if it stands in brackets or before some, if it
/// begins a definition, or if the glossary has it. A page has one finding, at the first acronym; the others are listed
/// with it.
///
/// ## Off by default
/// Which acronyms need an explanation depends on the readers.
///
/// ## When not to use it
/// Where readers know the field, and where the site itself explains acronyms.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unexplained-acronym"), severity: Severity::Info, check: Check::Page(check) };

/// Letters and digits of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// Minimum letters of an acronym whose long form is found by initials; those of two letters are everywhere.
const MIN_INITIALS: usize = 3;

/// Maximum letters of words that have no letter in an acronym: "of", "and", "für".
const MAX_SKIPPED: usize = 3;

/// Maximum acronyms that the message names.
const MAX_NAMED: usize = 5;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut uses = uses(cx);
    if uses.is_empty() {
        return;
    }
    let initials = Initials::of(cx.prose.text());
    uses.retain(|it| {
        !it.is_explained
            && !initials.spell(it.acronym)
            && !is_in_glossary(cx, it.acronym)
            && !is_marked_up(cx.page.text(), it.acronym)
    });
    let named: Vec<String> = uses.iter().take(MAX_NAMED).map(|it| format!("`{}`", it.acronym)).collect();
    let more = uses.len().checked_sub(MAX_NAMED).filter(|more| *more > 0);
    let named = named.join(", ") + &more.map(|more| format!(" and {more} more")).unwrap_or_default();
    let places = uses.into_iter().map(|it| it.first);
    let message = |_: &str| format!("neither this page nor the glossary explains {named}");
    let help = "write the long form at the first use, or a plainer word";
    report.extend(one_finding(cx, report, places, message).map(|it| it.help(help)));
}

/// An acronym of a page.
struct Use<'t> {
    acronym: &'t str,
    /// Its first place in the prose.
    first: Range<usize>,
    /// Whether the text beside one of its places says what it means.
    is_explained: bool,
}

/// The acronyms of a page that readers may not know, in order.
fn uses<'t>(cx: &'t PageContext<'_>) -> Vec<Use<'t>> {
    let text = cx.prose.text();
    let mut found: Vec<Use<'t>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for word in cx.words() {
        let Some(range) = acronym(text, word.range()) else { continue };
        let typed = &text[range.clone()];
        if is_well_known(typed) || is_of_name(cx, &range) || is_shouted(cx, text, &range) {
            continue;
        }
        let source = cx.prose.source_range(range.clone());
        let link = cx.page.link_around(source);
        let is_explained = is_explained_beside(text, &range) || link.is_some_and(|link| link.text == source);
        if link.is_some() && !is_explained {
            continue;
        }
        let index = *places.entry(typed).or_insert_with(|| {
            found.push(Use { acronym: typed, first: range, is_explained: false });
            found.len() - 1
        });
        found[index].is_explained |= is_explained;
    }
    found
}

/// The acronym that a word is, or that begins or ends it before or behind a hyphen: `VPN`, `VPNs`, `VPN-Anbieter`.
fn acronym(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let typed = &text[word.clone()];
    if !typed.contains(char::is_uppercase) || parts(typed).skip(1).any(|part| part.contains(char::is_numeric)) {
        return None;
    }
    let part = parts(typed).find_map(|part| {
        let singular = part.strip_suffix('s').unwrap_or(part);
        let letters = singular.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_acronym = LETTERS.contains(&singular.chars().count())
            && letters.chars().count() >= *LETTERS.start()
            && letters.chars().all(char::is_uppercase);
        is_acronym.then_some(singular)
    })?;
    let start = word.start + typed.find(part)?;
    let (before, after) = (&text[..start], &text[word.end..]);
    let joins = |c: char| matches!(c, '/' | '_' | '\\' | '=' | '@' | '#' | '&' | '+' | '.' | ':');
    let is_joined =
        before.ends_with(joins) || after.starts_with(joins) && after[1..].starts_with(char::is_alphanumeric);
    let is_roman = part.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'M'));
    (!is_joined && !is_roman).then_some(start..start + part.len())
}

/// Whether an acronym belongs to a name of the registries.
fn is_of_name(cx: &PageContext<'_>, range: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end <= range.start);
    mentions.get(next).is_some_and(|mention| mention.range.start < range.end)
}

/// Whether capitals only stress a word: it is one in lower case, or the word before or behind it has capitals, too.
fn is_shouted(cx: &PageContext<'_>, text: &str, range: &Range<usize>) -> bool {
    let lower = text[range.clone()].to_lowercase();
    let is_capitals = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !is_well_known(word)
        })
    };
    let (start, block) = cx.prose.block_around(range.start);
    let (before, after) = (&block[..range.start - start], &block[range.end - start..]);
    // Behind a mark begins another phrase: "TCP, UDP".
    let is_end = |c: char| !c.is_alphanumeric();
    let next = after.strip_prefix(' ').and_then(|after| after.split(is_end).next());
    let last = before.strip_suffix(' ').and_then(|before| before.rsplit(is_end).next());
    is_capitals(next)
        || is_capitals(last)
        || [cx.language(), "en"].iter().any(|language| cx.world.dictionaries.knows_exactly(language, &lower))
}

/// Whether the text beside an acronym may say what it means: it stands in brackets, or before some, or at the begin of a
/// definition.
fn is_explained_beside(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches(['"', '“', '„', '«']);
    let after = &text[range.end..];
    let after = after.strip_prefix('s').unwrap_or(after).trim_start_matches(['"', '”', '“', '»']);
    let begins_block = before.is_empty() || before.ends_with('\n');
    before.ends_with(['(', '（'])
        || after.trim_start_matches(' ').starts_with(['(', '（'])
        || begins_block && after.trim_start_matches([' ', '\u{a0}']).starts_with([':', '–', '—', '-', '：'])
}

/// The initials of the words of a page, block by block.
struct Initials {
    all: String,
    /// Without those of short words.
    of_long: String,
}

impl Initials {
    fn of(text: &str) -> Self {
        let (mut all, mut of_long, mut end) = (String::new(), String::new(), 0);
        for word in words(text) {
            if text[end..word.range.start].contains('\n') {
                all.push('\n');
                of_long.push('\n');
            }
            end = word.range.end;
            let initial = word.folded.chars().next().into_iter().flat_map(char::to_uppercase);
            all.extend(initial.clone());
            if word.folded.chars().count() > MAX_SKIPPED {
                of_long.extend(initial);
            }
        }
        Self { all, of_long }
    }

    /// Whether words in a row have the letters of an acronym as their initials.
    fn spell(&self, acronym: &str) -> bool {
        acronym.chars().count() >= MIN_INITIALS && (self.all.contains(acronym) || self.of_long.contains(acronym))
    }
}

/// Whether a page has the long form of an acronym where readers see it only when they point at the acronym: in HTML, or in
/// a definition of Markdown Extra. The parser hides the second.
fn is_marked_up(text: &str, acronym: &str) -> bool {
    text.contains(&format!("*[{acronym}]:")) || text.contains(&format!(">{acronym}</abbr>"))
}

/// Whether an entry of the glossary has an acronym in its term, its definition, or a translation.
fn is_in_glossary(cx: &PageContext<'_>, acronym: &str) -> bool {
    let has = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == acronym);
    cx.world.registry.glossary.iter().any(|entry| {
        has(&entry.term)
            || entry.definition.as_deref().is_some_and(has)
            || entry.translations.values().any(|it| has(&it.term) || it.stems.iter().any(|stem| has(stem)))
    })
}

#[cfg(test)]
mod tests {
    use firstaid_registry::Registry;

    use crate::testing::case;

    #[test]
    fn an_acronym_without_its_long_form_is_found_at_its_first_use() {
        case("unexplained-acronym").finds("Your «ISP» sees it. Ask your ISP.\n");
        case("unexplained-acronym").locale("de").finds("Ein «ISP»-Vertrag.\n");
        case("unexplained-acronym").locale("ar").finds("اسأل «ISP» الآن.\n");
        case("unexplained-acronym").locale("ru").finds("Это «СОРМ», и всё.\n");
    }

    #[test]
    fn acronyms_that_the_page_explains_are_left_alone() {
        for text in [
            "Your internet service provider (ISP) sees it. Ask your ISP.\n",
            "Your ISP (who sells you the line) sees it.\n",
            "- **ISP**: the company that sells you the line.\n\nAsk your ISP.\n",
            "Ask your ISP.\n\nAn internet service provider is a company.\n",
            "Ask the [ISP](https://example.org/isp). Your ISP sees it.\n",
            "Ask your ISP.\n\n*[ISP]: Internet\n",
            "Ask your ISP, the <abbr title=\"Provider\">ISP</abbr>.\n",
        ] {
            case("unexplained-acronym").finds(text);
        }
    }

    #[test]
    fn known_ones_shouts_numbers_and_identifiers_are_left_alone() {
        case("unexplained-acronym")
            .finds("Type the PIN of the SIM by SMS. DO NOT PANIC. Do NOT. Part XIV, AES-256, TCP/IP, EF:DG.\n");
        case("unexplained-acronym").finds("Use `ISP`, <https://example.org/ISP>, and ISP_NAME.\n");
    }

    #[test]
    fn the_glossary_explains() {
        let mut registry = Registry::built_in();
        registry.add_glossary("g.yaml", "- term: Provider\n  definition: Also called ISP.\n").unwrap();
        case("unexplained-acronym").registry(registry).finds("Your ISP sees it.\n");
    }

    #[test]
    fn a_page_has_one_finding_that_names_them() {
        let text = "ISP, IMEI, TOTP, OTP, FDE, DNS.\n";
        let found = case("unexplained-acronym").run(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message.to_string(),
            "neither this page nor the glossary explains `ISP`, `IMEI`, `TOTP`, `OTP`, `FDE` and 1 more"
        );
    }
}
