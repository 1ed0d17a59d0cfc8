use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{BlockKind, TokenKind};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};
use regex::Regex;

use crate::translation::Translation;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds markup that a tool or pasting left in a translated page: `&nbsp;` in the place of a space or of nothing, list
/// items without text, parts of a catalog (`{1}`, `msgstr`, `fuzzy`), `[[`, comments, tags and attributes of translation
/// programs (`<0>`, `x-id="1"`), escaped markup (`\--8<--`), `&amp;nbsp;`, closing tags that nothing opens, and asterisks
/// and backticks that readers see because the emphasis, code or link around them does not work.
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

/// What tools leave, each pattern with its description for the message.
static LEFTOVERS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        (r"&amp;(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9A-Fa-f]+);", "an entity that was escaped twice"),
        (r"\{\d+\}|⟦\d+⟧|\[\[\d+\]\]|__\d+__|%\d\$s", "a placeholder that was not filled in"),
        (r"(?m)^\s*(?:#[,|~:.] .*$|(?:msgid|msgstr|msgctxt)\b)|\bmsgstr\b|\bmsgid\b", "a line of a catalog"),
        (
            r"<!--\s*(?:T:\d+|(?i:translat|google|deepl|crowdin|weblate|omegat|gettext|i18n|mt:|tm:|fuzzy|segment|po4a))[^>]*-->",
            "a comment of a translation program",
        ),
        (
            r#"<(?:font|span)[^>]*(?:vertical-align:\s*inherit|class="notranslate"|goog-)[^>]*>"#,
            "a tag of a translation program",
        ),
        (r"</?(?:ph|bpt|ept|g|x|bx|ex|mrk|trans-unit|target|seg)(?:\s[^>]*)?/?>", "a tag of a translation program"),
        (r#"</?\d+/?>|\bx-id="\d+"|\bspaces-(?:before|after)="\d+""#, "a tag of a translation program"),
        (r"\\-+8<-+|\\:::|\\\[\^", "markup that a program escaped"),
        (r"\*{4,}|(?:^|\s)_{4}(?:\s|$)", "emphasis of nothing"),
        (r"\]\s+\((?:https?://|[a-z]+://|mailto:|[\w./-]+\.md\b)[^)\n]*\)", "a blank that breaks this link"),
        (r"<translate>|</translate>|<tvar\b[^>]*>|</tvar>", "a tag of a translation program"),
        (r"\[\[[^\]\n]*\]\]?|\[\[", "`[[`, which is not a link in Markdown"),
        (r"<(?:o:p|w:[a-zA-Z]+)>|mso-[a-z]+:", "markup of a word processor"),
    ];
    patterns.map(|(pattern, description)| (Regex::new(pattern).expect("a valid pattern"), description)).into()
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
    let mut found: Vec<Diagnostic> = Vec::new();
    let leftovers = if HINTS.is_match(text) { &**LEFTOVERS } else { &[] };
    for (pattern, description) in
        leftovers.iter().filter(|(pattern, _)| pattern.is_match(text) && !pattern.is_match(source))
    {
        let hits = pattern.find_iter(&text[body..]).map(|hit| TextRange::from(body + hit.start()..body + hit.end()));
        let mut hits = hits.filter(|range| !in_code(cx, *range));
        // A tool leaves the same everywhere: one finding a page.
        let first = hits.next();
        found.extend(first.map(|range| report.found(range, (*description).to_owned()).also(hits)));
    }
    if has_nbsp(text) && !has_nbsp(source) {
        found.extend(NBSP.find_iter(text).filter_map(|hit| leftover_nbsp(cx, report, hit.range().into())));
    }
    found.extend(marks_shown(cx, translation, report));
    found.extend(stray_tags(cx, translation, report));
    if empty_items(translation.source).next().is_none() {
        let items = empty_items(cx.page).map(|range| report.found(range, "a list item without text"));
        found.extend(items);
    }
    found.sort_by_key(|finding| finding.range);
    let mut end = 0;
    for finding in found {
        if finding.range.start() >= end {
            end = finding.range.end();
            report.push(finding);
        }
    }
}

/// Asterisks and backticks that readers see, in blocks whose source shows none: emphasis or code that is not closed, or has
/// a blank or another letter in the wrong place.
fn marks_shown(cx: &PageContext<'_>, of: &Translation<'_>, report: &Report<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !cx.prose.text().contains(['*', '`']) {
        return found;
    }
    for sides in of.sides(&cx.prose) {
        let (there, here) = (shown_marks(sides.source), shown_marks(sides.target));
        // The source has the emphasis or the code, or else the mark may be meant.
        let has_markup = of.source.source.slice(sides.unit.source_range()).contains(['*', '_', '`', '<']);
        if let Some(first) = here.first().filter(|_| has_markup && there.is_empty()) {
            let range = sides.target_range(first.clone());
            found.push(report.found(range, "a mark that readers see: this emphasis or code does not work"));
        }
    }
    found
}

/// The marks of a prose text that touch a word on one side at least, each with that word.
fn shown_marks(text: &str) -> Vec<Range<usize>> {
    let is_word = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '「' | '」' | '"' | '“' | '”' | '«' | '»'))
    };
    let is_double = |at: usize| text[at..].starts_with("**");
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, mark) in text.match_indices(['*', '`']) {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        let touches = is_word(before) || is_word(behind) || is_double(at);
        // "5*3", and the asterisk of a footnote: "word*" without another one.
        let is_formula = before.is_some_and(|c| c.is_ascii_digit()) && behind.is_some_and(|c| c.is_ascii_digit());
        if touches && !is_formula && found.last().is_none_or(|last| last.end <= at) {
            let word_end = text[at..].find(char::is_whitespace).map_or(text.len(), |len| at + len);
            let behind = text.len() - text[at..].trim_start_matches(mark).len();
            // Up to the mark that should close it.
            let end = text[behind..].find(mark).map_or(word_end, |len| behind + len + mark.len());
            found.push(at..end.max(at + mark.len()));
        }
    }
    found
}

/// Closing tags of blocks and emphasis that nothing opens, where the source has none of them.
fn stray_tags(cx: &PageContext<'_>, of: &Translation<'_>, report: &Report<'_>) -> Vec<Diagnostic> {
    const TAGS: [&str; 8] = ["p", "strong", "em", "b", "i", "code", "li", "div"];
    let (text, source) = (cx.page.text(), of.source.text());
    let opened = |text: &str, tag: &str| {
        let opens = |it: &str| it.starts_with(|c: char| c == '>' || c.is_whitespace());
        text.match_indices(&format!("<{tag}")).filter(|(at, it)| opens(&text[at + it.len()..])).count()
    };
    let mut found = Vec::new();
    for tag in TAGS {
        let closing = format!("</{tag}>");
        let places: Vec<usize> = text.match_indices(&closing).map(|(at, _)| at).collect();
        let is_even = |text: &str, closed: usize| closed <= opened(text, tag);
        if is_even(text, places.len()) || !is_even(source, source.matches(&closing).count()) {
            continue;
        }
        // The first one that no tag before it opens.
        let stray = places.iter().enumerate().find(|(n, at)| opened(&text[..**at], tag) <= *n);
        if let Some((_, &at)) = stray {
            let range = TextRange::from(at..at + closing.len());
            found.extend((!in_code(cx, range)).then(|| report.found(range, "a closing tag that nothing opens")));
        }
    }
    found
}

fn in_code(cx: &PageContext<'_>, range: TextRange) -> bool {
    let is_code = |kind| kind == BlockKind::Code;
    cx.page.tokens.iter().any(|token| token.kind == TokenKind::Code && token.range.overlaps(range))
        || cx.page.blocks.iter().any(|block| is_code(block.kind) && block.range.overlaps(range))
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
    if is_alone_on_line || in_code(cx, range) || !ends && !has_space && is_typography(cx.language(), before, last, next)
    {
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
fn empty_items(page: &firstaid_content::Page) -> impl Iterator<Item = TextRange> + '_ {
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
    fn marks_that_readers_see_are_found() {
        let source = "Water **the tree** and type `rain`.\n";
        translated(source).finds("Gieße «** den Baum *»* und tippe `rain`.\n");
        translated(source).finds("Gieße **den Baum** und tippe «`rain.»\n");
        translated(source).finds("Gieße **den Baum** und tippe `rain`, 2 * 3.\n");
        translated("Water the tree*.\n").finds("Gieße den Baum*.\n");
    }

    #[test]
    fn items_without_text_are_found() {
        translated("- a\n- b\n").finds("- a\n«- .»\n- b\n«-»\n");
        translated("- a\n-\n").finds("- a\n-\n");
    }
}
