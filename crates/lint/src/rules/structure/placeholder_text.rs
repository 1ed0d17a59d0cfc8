use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use firstaid_content::{BlockKind, OPAQUE, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::stance::day_of;
use firstaid_text::TextRange;
use regex::Regex;

use super::editors_note::editors_notes;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds placeholders for text to be written later: `[forthcoming]`, `TODO:`, `Lorem ipsum`, `[insert link]`, and notes
/// of editors to each other (`{Suggestion: add a step}`), in the guide's languages.
///
/// ## Why
/// Readers in need follow the guide to a place without help. The author of the placeholder knows what belongs there;
/// years later nobody does.
///
/// ## Example
/// ```markdown
/// * EFF's guidelines on how to create a password [forthcoming]
/// ```
///
/// ## Use instead
/// ```markdown
/// * [EFF's guidelines on how to create a password](https://ssd.eff.org/module/creating-strong-passwords)
/// ```
///
/// ## Fix
/// None: fill it in, or remove the line until the text exists.
///
/// ## Not reported
/// Sentences about future events ("the forthcoming elections"), announcements in dated posts, citations, check boxes,
/// code, addresses, and gaps in sample messages that readers fill in (`[your name]`). Filler text in several
/// admonitions of a page shows how they look; elsewhere, it has one finding a page.
///
/// ## When not to use it
/// In drafts that are not published.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("placeholder-text"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum characters of a text in brackets.
const MAX_BRACKETED: usize = 80;

/// Phrases in square brackets, among up to [`MAX_FURTHER_WORDS`] other words.
static IN_SQUARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b(?: forthcoming | coming\ soon | to\ be\ (?:added|written|completed|announced|translated)
            | to\ be\ (?:confirmed|decided|determined) | under\ construction | citation\ needed | todo | fixme | tbd | xxx | lorem\ ipsum
            | próximamente | proximamente | pendiente | en\ construcción | en\ breve
            | à\ venir | bientôt\ disponible | en\ construction | à\ compléter
            | in\ kürze(?:\ verfügbar)? | folgt | demnächst | in\ arbeit
            | скоро | в\ разработке | готовится\ к\ публикации | будет\ добавлено
            | قريبا | قريبًا | قريباً | قيد\ الإنشاء ) \b",
    )
    .expect("a valid pattern")
});

/// Phrases in parentheses, after up to [`MAX_FURTHER_WORDS`] other words.
static AT_END_OF_ROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?:^|\s)(?: forthcoming | coming\ soon | to\ be\ (?:added|written|completed|announced|translated)
            | under\ construction | todo | tbd | fixme | próximamente | bientôt\ disponible | in\ kürze\ verfügbar
            | готовится\ к\ публикации ) $",
    )
    .expect("a valid pattern")
});

/// Phrases alone in parentheses.
static ALONE_IN_ROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix) ^(?: xxx | pendiente | à\ venir | folgt | demnächst | скоро | قريبا | قريبًا | قريباً )$")
        .expect("a valid pattern")
});

/// The whole text of square brackets, of any length.
static ALL_OF_SQUARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) ^(?: (?:insert|add|todo|fixme|tbd|xxx)[\s:].* | (?:link|url|link\ here|enlace|lien|ссылка|رابط) )$",
    )
    .expect("a valid pattern")
});

/// Placeholders without brackets.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b(?:FIXME|TBD)\b | \bXXX: | ^XXX\b | \bTODO: | ^TODO\b | (?i: \b lorem\s+ipsum \b )
            | (?i: ^(?:still\ |currently\ )?under\ construction[.!]?$ )
            | (?i: \b(?:page|section|chapter|guide|site)\ is\ (?:still\ |currently\ )?under\ construction\b )",
    )
    .expect("a valid pattern")
});

/// Every match of [`WORDS`] contains one of these; most blocks contain none and are skipped.
static HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = ["fixme", "tbd", "xxx", "todo", "ipsum", "under construction"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(hints).expect("a few short patterns")
});

/// `<insert name here>`: Markdown reads it as an HTML tag, so it is not in the prose.
static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)<insert\s[^<>]{1,80}>").expect("a valid pattern"));

/// Number of filler texts in boxes from which a page shows what boxes look like.
const MIN_SAMPLES: usize = 2;

/// Maximum words besides the phrase; a text with more is a sentence.
const MAX_FURTHER_WORDS: usize = 3;

/// Words of the longest phrase.
const MAX_PHRASE_WORDS: usize = 3;

/// Languages in which `TODO` is an ordinary word.
const TODO_IS_A_WORD: [&str; 4] = ["es", "gl", "pt", "an"];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut found: Vec<TextRange> = Vec::new();
    let may_have_words = HINTS.is_match(cx.prose.text());
    for (at, _, block) in cx.prose.blocks() {
        let mut in_brackets: Vec<Range<usize>> = brackets(block)
            .filter(|range| {
                let inside = block[range.start + 1..range.end - 1].trim();
                if block[range.start..].starts_with('[') { in_square(inside) } else { in_round(inside) }
            })
            .collect();
        let notes = editors_notes(block).into_iter().filter(|note| !block[note.end..].starts_with(['(', '[']));
        let notes: Vec<Range<usize>> = notes.filter(|note| !in_brackets.iter().any(|it| overlap(it, note))).collect();
        in_brackets.extend(notes);
        let words = (may_have_words && HINTS.is_match(block)).then(|| WORDS.find_iter(block)).into_iter().flatten();
        let words = words.filter(|hit| !is_ordinary_todo(cx, hit.as_str(), hit.start())).map(|hit| hit.range());
        let outside: Vec<_> = words.filter(|word| !in_brackets.iter().any(|it| overlap(it, word))).collect();
        let all = in_brackets.into_iter().chain(outside);
        found.extend(all.map(|range| cx.prose.source_range(at + range.start..at + range.end)));
    }
    found.extend(tags(cx));
    found.sort_unstable();
    found.dedup();
    let (filler, notes): (Vec<TextRange>, Vec<TextRange>) = found.into_iter().partition(|range| is_filler(cx, *range));
    let is_sample =
        filler.len() >= MIN_SAMPLES && filler.iter().filter(|range| is_in_box(cx, **range)).count() * 2 >= filler.len();
    let announces = |range: &TextRange| is_announcement(cx, *range);
    let alone = notes.into_iter().filter(|range| !announces(range)).map(|range| (range, Vec::new()));
    let together = filler.split_first().filter(|_| !is_sample).map(|(first, others)| (*first, others.to_vec()));
    for (range, also) in alone.chain(together) {
        let finding = report.found(range, "this is a placeholder").also(also);
        report.push(finding.help("fill it in, or remove it until the text exists"));
    }
}

/// The brackets of a block without brackets of the same kind or an unread inline inside, and what they enclose.
fn brackets(block: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    memchr::memchr2_iter(b'[', b'(', block.as_bytes()).filter_map(move |start| {
        let (open, close) = if block.as_bytes()[start] == b'[' { ('[', ']') } else { ('(', ')') };
        let inside = &block[start + 1..];
        let (len, last) =
            inside.char_indices().take(MAX_BRACKETED + 1).find(|&(_, c)| c == open || c == close || c == OPAQUE)?;
        let is_pair = start >= end && len > 0 && last == close;
        is_pair.then(|| {
            end = start + len + 2;
            start..end
        })
    })
}

/// Whether a placeholder is filler text, which says nothing of what is to be written.
fn is_filler(cx: &PageContext<'_>, range: TextRange) -> bool {
    cx.text(range).to_lowercase().contains("ipsum")
}

/// Whether a text is the first line of an admonition: `!!! note`, `> [!NOTE]`, `:::tip`, `<details>`.
fn is_in_box(cx: &PageContext<'_>, range: TextRange) -> bool {
    let mut above = cx.page.text()[..range.start() as usize].rsplit('\n').skip(1);
    let above = above.find(|line| !line.trim_matches(['>', ' ', '\t', '\r']).is_empty()).unwrap_or_default();
    let above = above.trim_start_matches([' ', '>', '\t', '-', '*']);
    let is_html = above.starts_with('<') && ["admonition", "<details", "<summary"].iter().any(|it| above.contains(it));
    is_html || ["!!!", "???", ":::", "[!", "==="].iter().any(|mark| above.starts_with(mark))
}

/// Whether a note announces something in a post: what was to come on that day says nothing of the page today.
fn is_announcement(cx: &PageContext<'_>, range: TextRange) -> bool {
    let text = cx.text(range).to_lowercase();
    let announces = ["coming soon", "to be announced", "forthcoming", "próximamente", "bientôt", "demnächst", "скоро"];
    announces.iter().any(|word| text.contains(word)) && day_of(cx.page).is_some()
}

fn in_square(text: &str) -> bool {
    let note = || IN_SQUARE.find(text).is_some_and(|hit| is_short(text, hit.as_str()));
    ALL_OF_SQUARE.is_match(text) || may_be_note(text) && note()
}

fn in_round(text: &str) -> bool {
    // "(Smith, forthcoming)" is a citation.
    let note = || AT_END_OF_ROUND.find(text).is_some_and(|hit| is_short(text, hit.as_str()));
    may_be_note(text) && (ALONE_IN_ROUND.is_match(text) || !text.contains([',', ';']) && note())
}

/// Whether a text has few enough words for a note with any phrase; much cheaper than a search for the phrases.
fn may_be_note(text: &str) -> bool {
    text.split_whitespace().nth(MAX_PHRASE_WORDS + MAX_FURTHER_WORDS).is_none()
}

fn is_short(text: &str, phrase: &str) -> bool {
    text.split_whitespace().count() <= phrase.split_whitespace().count() + MAX_FURTHER_WORDS
}

/// Whether `TODO` is a word of the page's language here.
fn is_ordinary_todo(cx: &PageContext<'_>, word: &str, at: usize) -> bool {
    word.starts_with("TODO") && TODO_IS_A_WORD.contains(&cx.language()) && (at > 0 || !word.ends_with(':'))
}

/// Placeholders that look like tags, outside of code.
fn tags<'a>(cx: &'a PageContext<'_>) -> impl Iterator<Item = TextRange> + 'a {
    let prose = |kind| !matches!(kind, BlockKind::Code | BlockKind::FrontMatter | BlockKind::FrontMatterText);
    let code = || cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Code);
    let bytes = cx.page.text().as_bytes();
    let begins_tag = |at: usize| bytes[at + 1..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"insert"));
    let blocks = if memchr::memchr_iter(b'<', bytes).any(begins_tag) { &cx.page.blocks[..] } else { &[] };
    blocks
        .iter()
        .filter(move |block| prose(block.kind))
        .flat_map(|block| {
            let hits = TAG.find_iter(cx.text(block.range));
            hits.map(|hit| TextRange::from(hit.range()).shift(block.range.start()))
        })
        .filter(move |range| !code().any(|token| token.range.overlaps(*range)))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use crate::testing::case as new_case;

    #[test]
    fn filler_text_that_shows_boxes_and_announcements_in_posts_are_fine() {
        let case = || new_case("placeholder-text");
        case().finds("!!! note\n    Lorem ipsum dolor.\n\n!!! tip\n    Lorem ipsum sit.\n");
        case().finds(
            "<details markdown>\n<summary>One</summary>\n\nLorem ipsum.\n\n</details>\n\n> [!NOTE]\n> Lorem ipsum.\n",
        );
        assert_eq!(case().run("Lorem ipsum dolor.\n\nLorem ipsum sit.\n").len(), 1);
        case().finds("---\ndate: 2019-05-01\n---\n\nPart two (coming soon). «[insert link]»\n");
        case().finds("Part two «(coming soon)».\n");
    }

    use crate::testing::case;

    #[test]
    fn notes_in_brackets_are_found() {
        case("placeholder-text").finds("* EFF's guidelines «[forthcoming]»\n* Self-Defense «(Revision forthcoming)»\n");
        case("placeholder-text")
            .finds("See «[link]», «[TODO]», «[insert the name of the tool here]», «[Coming soon!]»\n");
        case("placeholder-text").finds("It is so «[citation needed]». **«[to be added]»**\n");
    }

    #[test]
    fn notes_of_editors_are_found() {
        let rule = case("placeholder-text");
        rule.finds("Text. «{Suggestion: add a paragraph}» «[Comment: is this so?]» «{ Note to editors: check it }»\n");
        case("placeholder-text").locale("fr").finds("Texte «{À vérifier : non}».\n");
        rule.finds("Text «(Editor: please expand this)» «(Please expand this part)» «{insert the name}»\n");
        rule.finds("(Editor: Ann Smith) (translator: Juan) Write {name}. (please check the other method) Insert {the stick}.\n");
        rule.finds("Text (suggestion: use two). [Suggestion: use two](a.md) [Note: for phones, too] {Suggestion} [Editor's note: x y]\n");
    }

    #[test]
    fn notes_in_other_languages_are_found() {
        for (locale, text) in [
            ("es", "Guía «[próximamente]» «[pendiente de traducción]»\n"),
            ("fr", "- Instructions d'EFF «[à venir]».&nbsp; «[bientôt disponible]»\n"),
            ("de", "Anleitung «[in Kürze verfügbar]» «[folgt]» «(demnächst)»\n"),
            ("ru", "Руководство «[скоро]» «[в разработке]» «[готовится к публикации]»\n"),
            ("ar", "دليل «[قريبا]» «[قريبًا]»\n"),
        ] {
            case("placeholder-text").locale(locale).finds(text);
        }
    }

    #[test]
    fn placeholders_without_brackets_are_found() {
        case("placeholder-text").finds("«TODO:» write this. «FIXME» «TBD», «XXX:» «Lorem ipsum» dolor\n");
        case("placeholder-text").finds("«XXX» a source\n\nThe film xXx, and XXX large.\n");
        case("placeholder-text").finds("This «page is under construction».\n\n«Under construction»\n\n«TODO» more\n");
        case("placeholder-text").finds("---\ntitle: \"«TODO:» a title\"\n---\n");
    }

    #[test]
    fn placeholders_in_angle_brackets_are_found() {
        case("placeholder-text").finds("Write to «<insert address here>» now.\n\n«<insert name>»\n\n`<insert x>`\n");
    }

    #[test]
    fn sentences_about_the_future_are_not_reported() {
        for text in [
            "The forthcoming elections (the forthcoming ones in May) are coming soon.\n",
            "Houses under construction. Your todo list. A XXX rating, (Smith, forthcoming).\n",
            "- [x] done\n- [ ] open\n\n[link](https://example.org) [link][a] [your name]\n\n[a]: x.md\n",
            "`[forthcoming]` `TODO:` [x](forthcoming.md)\n\n    TODO: code\n",
            "[It is the forthcoming version of this tool that matters]\n",
        ] {
            case("placeholder-text").finds(text);
        }
        case("placeholder-text").locale("es").finds("Cifra TODO: discos, correo. TODO está aquí.\n");
        case("placeholder-text").locale("fr").finds("Les mois (les élections à venir) sont calmes.\n");
    }
}
