use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::TextRange;

use super::places::{Places, named};
use crate::engine::unseen::{Unseen, is_bidi};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds invisible characters: zero-width spaces, soft hyphens, fillers, tags, control characters.
///
/// ## Why
/// An address that contains one looks right and leads nowhere, a command fails without a visible reason, a search does
/// not find the word. Some encode text that only machines read.
///
/// ## Example
/// ```markdown
/// Write to info@[U+200B]eff.org
/// ```
///
/// ## Use instead
/// ```markdown
/// Write to info@eff.org
/// ```
///
/// ## Fix
/// Deletes them; safe for U+200B, U+2060 and U+FEFF among the letters of a word in prose, else unsafe.
///
/// ## Not reported
/// Joiners between letters of scripts that join (Arabic, Persian, those of India) and within emoji, variation selectors
/// after symbols, tags in flags, zero-width spaces in Thai, Lao, Khmer, Burmese and Tibetan, and the byte-order mark of
/// a file. No-break spaces. Entities (`&shy;`), which authors can see. `bidi-control` reports characters that change
/// the direction. In prose, the finding is only a warning.
///
/// ## When not to use it
/// On pages about typography or about these very characters.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("invisible-character"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.unseen().is_empty() {
        return;
    }
    let text = cx.page.text();
    let mut runs: Vec<(Unseen, u32, usize)> = Vec::new();
    let mut flag_end = 0;
    for &it in cx.unseen().iter().filter(|it| !is_bidi(it.c)) {
        let before = text[..it.at as usize].chars().next_back();
        let after = text[it.end() as usize..].chars().next();
        if is_tag(it.c) && (before == Some('\u{1f3f4}') || flag_end == it.at) {
            flag_end = it.end();
            continue;
        }
        if is_right(it, before, after) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.1 == it.at => *run = (run.0, it.end(), run.2 + 1),
            _ => runs.push((it, it.end(), 1)),
        }
    }
    if runs.is_empty() {
        return;
    }
    let places = Places::new(cx);
    for (first, end, count) in runs {
        let range = TextRange::new(first.at, end);
        let in_identity = places.touches_identity(text, range);
        let more = if count > 1 { format!(" and {} more characters", count - 1) } else { String::new() };
        let place = if in_identity {
            " in an address or fingerprint"
        } else if places.in_code(first.at) {
            " in code"
        } else {
            ""
        };
        let finding = report.found(range, format!("{}{more}{place} cannot be seen", named(first.c)));
        let safe = place.is_empty() && is_letters(text, range) && cx.prose.prose_range(range).is_some();
        let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
        let finding = if place.is_empty() { finding.at_most(Severity::Warning) } else { finding };
        report.push(finding.fix(Fix::replace(range, "", applicability)));
    }
}

/// Whether the character has its intended effect here.
fn is_right(it: Unseen, before: Option<char>, after: Option<char>) -> bool {
    let either = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
    match it.c {
        '\u{feff}' => it.at == 0,
        '\u{200b}' => either(breaks_unseen),
        '\u{200c}' => either(joins),
        '\u{200d}' => either(joins) || before.is_some_and(is_pictograph) && after.is_some_and(is_pictograph),
        // After letters of these scripts no selector is defined.
        '\u{fe00}'..='\u{fe0f}' => before.is_some_and(|c| {
            !(c.is_alphabetic() && c < '\u{900}' || c.is_whitespace() || ('\u{fe00}'..='\u{fe0f}').contains(&c))
        }),
        '\u{e0100}'..='\u{e01ef}' => before.is_some_and(|c| c >= '\u{2e80}' && c.is_alphabetic()),
        '\u{115f}' | '\u{1160}' => either(|c| matches!(c, '\u{1100}'..='\u{115e}' | '\u{1161}'..='\u{11ff}')),
        '\u{180e}' => either(|c| matches!(c, '\u{1820}'..='\u{18aa}')),
        _ => false,
    }
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// Letters and signs of scripts whose letters change their shape beside others.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{1b00}'..='\u{1bff}' | '\u{a840}'..='\u{a8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{11000}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
}

/// Letters of scripts without spaces between words.
fn breaks_unseen(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{1aaf}' | '\u{a9e0}'..='\u{aa7f}')
}

/// Parts of emoji that can be beside a joiner.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' | '\u{3030}' | '\u{303d}')
}

/// Whether only letters of words are around, so that removing the characters cannot create spaces, markup or addresses.
fn is_letters(text: &str, range: TextRange) -> bool {
    const NEAR: usize = 100;
    let blank = |c: char| c.is_whitespace();
    let (before, after) = (&text[..range.start() as usize], &text[range.end() as usize..]);
    let before = before.char_indices().rev().nth(NEAR).map_or(before, |(at, _)| &before[at..]);
    let after = after.char_indices().nth(NEAR).map_or(after, |(at, _)| &after[..at]);
    let before = before.rsplit(blank).next().unwrap_or_default();
    let after = after.split(blank).next().unwrap_or_default();
    let before = before.trim_start_matches(['(', '"', '“', '„', '‘', '¿', '¡']);
    let after = after.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’']);
    let weightless = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let is_part = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’') || weightless(c);
    text[range].chars().all(weightless)
        && before.chars().chain(after.chars()).all(is_part)
        && before.chars().chain(after.chars()).any(char::is_alphabetic)
        && !before.starts_with('-')
        && !(before.is_empty() && after.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};
    use firstaid_diagnostics::Severity;

    use crate::testing::case;

    #[test]
    fn invisible_characters_are_found() {
        case("invisible-character")
            .finds("a«\u{200b}»b c«\u{2060}»d e«\u{feff}»f g«\u{ad}»h i«\u{3164}» j«\u{180e}»k\n");
        case("invisible-character")
            .finds("---\ntitle: a«\u{200b}»b\n---\n\na«\u{1b}»[31m b«\u{9b}»c d«\u{7f}» e«\u{fe0f}»f\n");
        case("invisible-character").finds("hi«\u{e0068}\u{e0069}» a«\u{200c}»b a«\u{200d}»b\n");
        let messages = case("invisible-character").messages("a\u{200b}\u{200b}b\n");
        assert_eq!(messages, ["U+200B ZERO WIDTH SPACE and 1 more characters cannot be seen"]);
    }

    #[test]
    fn in_addresses_and_code_they_are_errors() {
        let text =
            "[a](https://eff«\u{200b}».org/) info@eff«\u{200b}».org https://eff.org/«\u{ad}»a `gpg«\u{200b}» -k`\n";
        case("invisible-character").finds(text);
        let found = case("invisible-character").run(&text.replace(['«', '»'], ""));
        assert!(found.iter().all(|it| it.severity == Severity::Error), "{found:#?}");
        assert_eq!(case("invisible-character").run("a\u{200b}b\n")[0].severity, Severity::Warning);
    }

    #[test]
    fn joiners_selectors_and_tags_with_an_effect_are_not_reported() {
        case("invisible-character").locale("fa").finds("\u{feff}می\u{200c}خواهم نامه\u{200c}ها، ه\u{200d}\n");
        case("invisible-character")
            .finds("👩\u{200d}💻 👁\u{fe0f}\u{200d}🗨\u{fe0f} ❤\u{fe0f} 1\u{fe0f}\u{20e3} ⚠\u{fe0f}\n");
        case("invisible-character")
            .finds("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} क\u{94d}\u{200d}ष\n");
        case("invisible-character").finds("ภาษา\u{200b}ไทย a\u{a0}b\tc\r\n");
    }

    #[test]
    fn the_fix_is_safe_among_letters_only() {
        let before = "Sig\u{200b}nal, \u{feff}Tor. **a**\u{200b}b \u{200b}- c eff\u{200b}.org co\u{ad}op\n";
        let safe = "Signal, Tor. **a**\u{200b}b \u{200b}- c eff\u{200b}.org co\u{ad}op\n";
        case("invisible-character").fixes(Safe, before, safe);
        case("invisible-character").fixes(Unsafe, before, "Signal, Tor. **a**b - c eff.org coop\n");
    }
}
