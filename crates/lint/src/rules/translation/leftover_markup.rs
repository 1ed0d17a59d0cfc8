use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{BlockKind, Page, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use super::shown_marks::marks_shown;
use super::stray_tags::stray_tags;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds markup that a tool or pasting left in a translated page: `&nbsp;` in the place of a space or of nothing, list
/// items without text, parts of a catalog (`{1}`, `msgstr`, `fuzzy`), `[[`, comments, tags and attributes of
/// translation programs (`<0>`, `x-id="1"`), escaped markup (`\--8<--`), `&amp;nbsp;`, closing tags that nothing opens,
/// and asterisks and backticks that readers see because the emphasis, code or link around them does not work.
///
/// ## Why
/// Readers see it, or it becomes part of an address: a message to `info@eff.org&nbsp;` may reach nobody.
///
/// ## Example
/// ```markdown
/// - E-Mail: info@eff.org&nbsp;
/// - .
/// ```
///
/// ## Use instead
/// ```markdown
/// - E-Mail: info@eff.org
/// ```
///
/// ## Fix
/// Removes `&nbsp;` at the end of a text and beside a space, and replaces it with a space between words; safe. There is
/// no fix for the rest.
///
/// ## Not reported
/// Markup that the source has, too. `&nbsp;` that typography asks for: between a number and its unit, around French
/// punctuation, after one-letter words. Code.
///
/// ## When not to use it
/// On pages that a program generates from another source.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("leftover-markup"), severity: Severity::Warning, check: Check::Page(check) };

const PATTERNS: usize = 13;

/// What tools leave, each pattern with its description for the message.
static LEFTOVERS: LazyLock<[(Regex, &str); PATTERNS]> = LazyLock::new(|| {
    let patterns = [
        (r"&amp;(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9A-Fa-f]+);", "an entity that was escaped twice"),
        (r"\{\d+\}|⟦\d+⟧|\[\[\d+\]\]|__\d+__|%\d\$s", "a placeholder that was not filled in"),
        (
            r"(?m)^\s*(?:#[,|~:.] .*$|(?:msgid|msgstr|msgctxt)(?-u:\b))|(?-u:\b(?:msgstr|msgid)\b)",
            "a line of a catalog",
        ),
        (
            r"<!--\s*(?:T:\d+|(?i:translat|google|deepl|crowdin|weblate|omegat|gettext|i18n|mt:|tm:|fuzzy|segment|po4a))[^>]*-->",
            "a comment of a translation program",
        ),
        (
            r#"<(?:font|span)[^>]*(?:vertical-align:\s*inherit|class="notranslate"|goog-)[^>]*>"#,
            "a tag of a translation program",
        ),
        (r"</?(?:ph|bpt|ept|g|x|bx|ex|mrk|trans-unit|target|seg)(?:\s[^>]*)?/?>", "a tag of a translation program"),
        (
            r#"\\?</?[0-9]+/?\\?>|(?-u:\b)x-id="[0-9]+"|(?-u:\b)spaces-(?:before|after)="[0-9]+""#,
            "a tag of a translation program",
        ),
        (r"\\-+8<-+|\\:::|\\\[\^", "markup that a program escaped"),
        (r"\*{4,}|(?:^|\s)_{4}(?:\s|$)", "emphasis of nothing"),
        (r"\]\s+\((?:https?://|[a-z]+://|mailto:|[\w./-]+\.md(?-u:\b))[^)\n]*\)", "a blank that breaks this link"),
        (r"<translate>|</translate>|<tvar(?-u:\b)[^>]*>|</tvar>", "a tag of a translation program"),
        (r"\[\[[^\]\n]*\]\]?|\[\[", "`[[`, which is not a link in Markdown"),
        (r"<(?:o:p|w:[a-zA-Z]+)>|mso-[a-z]+:", "markup of a word processor"),
    ];
    patterns.map(|(pattern, description)| (Regex::new(pattern).expect("a valid pattern"), description))
});

/// Every match of [`LEFTOVERS`] contains one of these; most pages contain none, so their patterns are not run.
static HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = [
        "&amp;", "{0", "{1", "{2", "{3", "{4", "{5", "{6", "{7", "{8", "{9", "⟦", "[[", "__", "$s", "msgid", "msgstr",
        "msgctxt", "#,", "#|", "#~", "#:", "#.", "<!--", "<font", "<span", "<ph", "</ph", "<bpt", "<ept", "<g", "</g",
        "<x", "<bx", "<ex", "<mrk", "</mrk", "<trans", "</trans", "<target", "</target", "<seg", "</seg", "<tvar",
        "</tvar", "<o:", "<w:", "mso-", "x-id=", "spaces-", "8<-", "\\:::", "\\[^", "****", "] (", "]\u{a0}(", "</",
        "<0", "<1", "<2", "<3", "<4", "<5", "<6", "<7", "<8", "<9",
    ];
    AhoCorasick::new(hints).expect("a few short patterns")
});

fn has_nbsp(text: &str) -> bool {
    ["&nbsp;", "&#160;", "&#xA0;", "&#xa0;"].into_iter().any(|entity| text.contains(entity))
}

static NBSP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:[ \t]*(?:&nbsp;|&#160;|&#xA0;|&#xa0;))+[ \t]*").expect("a valid pattern"));

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let (text, source) = (cx.page.text(), translation.source.text());
    let body = cx.page.front_matter.as_ref().map_or(0, |it| it.range.end() as usize);
    let code = code_ranges(cx.page);
    // There they are links.
    let is_wiki = cx.page.source.path().ends_with(".mdwn");
    let mut found: Vec<Found> = Vec::new();
    let leftovers = if HINTS.is_match(text) { &LEFTOVERS[..] } else { &[] };
    let is_new = |pattern: &Regex| pattern.is_match(text) && !pattern.is_match(source);
    for (kind, (pattern, description)) in leftovers.iter().enumerate().filter(|(_, (pattern, _))| is_new(pattern)) {
        let hits = pattern.find_iter(&text[body..]).map(|hit| TextRange::from(body + hit.start()..body + hit.end()));
        let hits = hits.filter(|range| !overlaps(&code, *range) && !is_thematic_break(text, *range));
        let hits = hits.filter(|range| !(is_wiki && text[*range].starts_with("[[")));
        found.extend(hits.map(|range| (Some(kind), report.found(range, (*description).to_owned()))));
    }
    let mut others: Vec<Diagnostic> = Vec::new();
    if has_nbsp(text) && !has_nbsp(source) {
        let hits = NBSP.find_iter(text).map(|hit| hit.range().into()).filter(|range| !overlaps(&code, *range));
        others.extend(hits.filter_map(|range| leftover_nbsp(cx, report, range)));
    }
    others.extend(marks_shown(cx, translation, report));
    let tags = stray_tags(text, source).filter(|range| !overlaps(&code, *range));
    others.extend(tags.map(|range| report.found(range, "a closing tag that nothing opens")));
    if empty_items(translation.source).next().is_none() {
        let items = empty_items(cx.page).map(|range| report.found(range, "a list item without text"));
        others.extend(items);
    }
    found.extend(others.into_iter().map(|finding| (None, finding)));
    report.extend(folded(found));
}

/// A finding, and the pattern of [`LEFTOVERS`] that it matches.
type Found = (Option<usize>, Diagnostic);

/// The findings whose places no other finding covers. A tool leaves the same everywhere: of a pattern one finding a
/// page.
fn folded(mut found: Vec<Found>) -> Vec<Diagnostic> {
    found.sort_by_key(|(_, finding)| finding.range);
    let (mut end, mut places) = (0, [const { Vec::new() }; PATTERNS]);
    found.retain(|(kind, finding)| {
        let is_free = finding.range.start() >= end;
        if is_free {
            end = finding.range.end();
            if let Some(kind) = kind {
                places[*kind].push(finding.range);
            }
        }
        is_free && kind.is_none_or(|kind| places[kind].len() == 1)
    });
    let with_places = |(kind, finding): Found| match kind {
        Some(kind) => finding.also(places[kind].drain(1..)),
        None => finding,
    };
    found.into_iter().map(with_places).collect()
}

/// Whether a text is all that stands on its line: `****` is a line across the page.
fn is_thematic_break(text: &str, range: TextRange) -> bool {
    let before = text[..range.start() as usize].trim_end_matches([' ', '\t', '>']);
    let behind = text[range.end() as usize..].trim_start_matches([' ', '\t', '\r']);
    let is_alone = (before.is_empty() || before.ends_with('\n')) && (behind.is_empty() || behind.starts_with('\n'));
    is_alone && text[range].bytes().all(|b| b == b'*')
}

/// The code spans and blocks of a page, in order.
fn code_ranges(page: &Page) -> Vec<TextRange> {
    let spans = page.tokens.iter().filter(|token| token.kind == TokenKind::Code).map(|token| token.range);
    let blocks = page.blocks.iter().filter(|block| block.kind == BlockKind::Code).map(|block| block.range);
    let mut ranges: Vec<TextRange> = spans.chain(blocks).collect();
    ranges.sort_unstable();
    ranges
}

/// Whether one of the code ranges, which do not overlap each other, overlaps a range.
fn overlaps(code: &[TextRange], range: TextRange) -> bool {
    let behind = code.partition_point(|it| it.start() < range.end());
    code[..behind].last().is_some_and(|it| it.overlaps(range))
}

/// The finding on an entity for a no-break space that typography does not ask for; `range` includes the spaces around.
fn leftover_nbsp(cx: &PageContext<'_>, report: &Report<'_>, range: TextRange) -> Option<Diagnostic> {
    let text = cx.page.text();
    let typed = &text[range];
    let (before, after) = (&text[..range.start() as usize], &text[range.end() as usize..]);
    let (last, next) = (before.chars().next_back()?, after.chars().next().unwrap_or('\n'));
    let ends = matches!(next, '\n' | '\r' | '|');
    let is_alone_on_line = before.ends_with('\n') && ends;
    let has_space = typed.starts_with([' ', '\t']) || typed.ends_with([' ', '\t']) || typed.matches('&').count() > 1;
    if is_alone_on_line || !ends && !has_space && is_typography(cx.language(), before, last, next) {
        return None;
    }
    let trimmed = trimmed(text, range);
    let finding = report.found(trimmed, "a space that a tool left as an entity");
    // The entity may be part of an address before it; then removing it changes an identity.
    let in_address = cx.page.targets().any(|(_, target, _)| target.overlaps(range));
    let replacement = if ends || before.ends_with(['\n', ' ']) { "" } else { " " };
    let applicability = if in_address { Applicability::Unsafe } else { Applicability::Safe };
    let title = if replacement.is_empty() { "Remove it" } else { "Replace it with a space" };
    Some(finding.fix(Fix::new(title.to_owned(), vec![Edit::replace(range, replacement)], applicability)))
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    let typed = &text[range];
    let start = range.start() + (typed.len() - typed.trim_start_matches([' ', '\t']).len()) as u32;
    TextRange::new(start, start + typed.trim_matches([' ', '\t']).len() as u32)
}

/// Languages whose typography puts a no-break space after prepositions of two letters, too.
const BINDS_SHORT_WORDS: [&str; 6] = ["be", "bg", "cs", "ru", "sk", "uk"];

/// Whether typography asks for a no-break space here: "2 GB", "Quoi ?", "z. B.", "в доме".
fn is_typography(language: &str, before: &str, last: char, next: char) -> bool {
    const MARKS: [char; 14] = [':', ';', '!', '?', '»', '«', '%', '€', '$', '—', '–', '№', '§', '/'];
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | ';')).next().unwrap_or_default();
    let letters = word.chars().count();
    let is_bound = letters == 1 || letters == 2 && (last == '.' || BINDS_SHORT_WORDS.contains(&language));
    last.is_ascii_digit() || next.is_ascii_digit() || MARKS.contains(&last) || MARKS.contains(&next) || is_bound
}

/// List items with nothing, or nothing but punctuation, after the marker.
fn empty_items(page: &Page) -> impl Iterator<Item = TextRange> + '_ {
    let items = page.lists.iter().flat_map(|list| &list.items);
    items.filter_map(|item| {
        let typed = page.text()[item.range].trim_end();
        let inner = &typed[(item.marker.len() as usize).min(typed.len())..];
        let is_empty = inner.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '،' | '。'));
        is_empty.then(|| TextRange::new(item.range.start(), item.range.start() + typed.len() as u32))
    })
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::{Case, case};

    fn translated(source: &str) -> Case {
        case("leftover-markup").locale("de").source(source)
    }

    #[test]
    fn entities_of_spaces_are_found() {
        translated("- EFF\n- x\n").finds("- EFF «&nbsp;»\n- E-Mail: info@eff.org«&nbsp;»\n");
        translated("a\n").finds("Im Abschnitt «&nbsp;»„Vertrauen“ steht das«&nbsp;»Wort. 2&nbsp;GB, z.&nbsp;B. so.\n");
        translated("a\n").fixes(Safe, "- EFF &nbsp;\n- das&nbsp;Wort &nbsp;mehr\n", "- EFF\n- das Wort mehr\n");
        translated("a&nbsp;b\n").finds("- EFF &nbsp;\n");
        case("leftover-markup").locale("fr").source("a\n").finds("Quoi&nbsp;? Oui&nbsp;: non\n");
    }

    #[test]
    fn markup_of_tools_is_found() {
        for text in [
            "Siehe «{1}» und [x](y.md)\n",
            "«msgstr» \"Hallo\"\n",
            "«<!-- Translated by DeepL -->»\n\nText\n",
            "A «&amp;nbsp;» b\n",
            "Siehe «[[Passwörter]]»\n",
        ] {
            translated("a\n").finds(text);
        }
        translated("Type {1} and [[x]]\n").finds("Gib {1} ein und [[x]]\n");
        translated("a\n").finds("`{1} msgstr`\n\n```\nmsgstr {1}\n```\n");
    }

    #[test]
    fn residue_of_platforms_is_found() {
        for text in [
            "Gieße <0>den Baum</0> heute.\n",
            "Gieße \\<0\\>den Baum\\</0\\> heute.\n",
            "Gieße <strong x-id=\"1\">den Baum</strong> heute.\n",
            "\\--8<-- \"includes/x.md\"\n",
            "Gieße **** den Baum.\n",
            "Gieße den Baum.</p>\n",
            "Siehe [den Baum] (Baum.md).\n",
        ] {
            assert!(!translated("Water **the tree**, see [it](Tree.md).\n").run(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn places_behind_a_covered_one_are_kept() {
        let found = translated("a\n").run("Siehe [[<0>]] und <0> hier, dann <1>.\n");
        let places: Vec<(u32, usize)> = found.iter().map(|it| (it.range.start(), it.also.len())).collect();
        assert_eq!(places, [(6, 0), (18, 1)]);
    }

    #[test]
    fn a_line_of_asterisks_is_no_emphasis() {
        translated("a\n\n---\n").finds("a\n\n****\n\nb\n\n  *****  \n");
        translated("a\n").finds("Gieße «****» b\n\n`****`\n");
    }

    #[test]
    fn the_first_tag_that_nothing_opens_is_found() {
        translated("a\n").finds("<em>a</em> b«</em>» c <em>d</em>\n");
        translated("a</em>\n").finds("<em>a</em> b</em> c\n");
    }

    #[test]
    fn marks_that_readers_see_are_found() {
        let source = "Water **the tree** and type `rain`.\n";
        translated(source).finds("Gieße «** den Baum *»* und tippe `rain`.\n");
        translated(source).finds("Gieße **den Baum** und tippe «`rain.»\n");
        translated(source).finds("Gieße **den Baum** und tippe `rain`, 2 * 3.\n");
        translated("Water the tree*.\n").finds("Gieße den Baum*.\n");
    }

    #[test]
    fn an_asterisk_before_an_ending_is_german() {
        let source = "**Wait here.** All gardeners, and everyone else, meet at noon.\n";
        translated(source).locale("de").finds("**Warte hier.** Alle Gärtner*innen und jede*r andere treffen sich.\n");
        translated(source).locale("de").finds("**Warte hier.** Alle «*Gärtner» und andere treffen sich.\n");
    }

    #[test]
    fn items_without_text_are_found() {
        translated("- a\n- b\n").finds("- a\n«- .»\n- b\n«-»\n");
        translated("- a\n-\n").finds("- a\n-\n");
    }
}
