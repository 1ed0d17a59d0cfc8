//! Identifiers in prose: what a reader types or a machine reads is no word, however it is spelled.
//!
//! Commands, paths, files, hosts, labels and names in quotation marks that are to be typed stand in prose, too. The
//! engine drops what rules on spelling say of them, so that no rule has to know. Only the text near a finding is looked
//! at, so that the cost does not depend on the length of a line.

use std::ops::Range;

use firstaid_content::{OPAQUE, ProseText};
use firstaid_diagnostics::Diagnostic;
use firstaid_language::cues::{ends_command, is_typed_next};
use firstaid_registry::{begins_command, has_listed_suffix};
use firstaid_text::TextRange;

use crate::{Entry, Family};

/// How far on either side of a finding, in bytes, its identifier may reach.
const REACH: usize = 240;

/// Endings of the names of files.
const FILE_ENDINGS: [&str; 56] = [
    "7z", "apk", "app", "asc", "bat", "bin", "cfg", "conf", "crt", "csv", "db", "deb", "dll", "dmg", "doc", "docx",
    "exe", "gif", "gpg", "gz", "htm", "html", "img", "ini", "ipa", "iso", "jar", "jpeg", "jpg", "js", "json", "key",
    "log", "md", "mp3", "mp4", "msi", "odt", "onion", "ovpn", "pdf", "pem", "php", "pkg", "png", "py", "rpm", "sh",
    "sig", "tar", "toml", "txt", "xml", "yaml", "yml", "zip",
];

/// Drops the findings of a rule that are about identifiers.
pub(crate) fn drop_identifiers(entry: &Entry, prose: &ProseText, language: &str, found: &mut Vec<Diagnostic>) {
    // A mark is no part of a host or file: only commands have marks of their own.
    let is_on_marks = matches!(entry.rule.name.0, "punctuation" | "locale-typography");
    if found.is_empty() || entry.family != Family::Spelling && !is_on_marks {
        return;
    }
    let is_of_identifier = |place: TextRange| {
        let Some(range) = prose.prose_range(place) else { return false };
        let (start, block) = prose.block_around(range.start);
        let range = range.start - start..(range.end - start).min(block.len());
        is_in_command(block, &range, language)
            || !is_on_marks && (is_identifier(block, &range) || is_to_be_typed(block, &range, language))
    };
    found.retain_mut(|finding| {
        let places = std::iter::once(finding.range).chain(finding.also.drain(..));
        let mut places = places.filter(|place| !is_of_identifier(*place)).collect::<Vec<_>>().into_iter();
        let Some(first) = places.next() else { return false };
        (finding.range, finding.also) = (first, places.collect());
        let mut fix = finding.fix.take();
        if let Some(fix) = &mut fix {
            fix.edits.retain(|edit| !is_of_identifier(edit.range));
        }
        finding.fix = fix.filter(|fix| !fix.edits.is_empty());
        true
    });
}

/// The text near a range, cut at characters, and where it begins.
fn near<'t>(text: &'t str, range: &Range<usize>) -> (usize, &'t str) {
    let mut from = range.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (range.end + REACH).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    (from, &text[from..to])
}

/// Whether a word is a label of a host that blanks tore apart: `https://de. wikipedia. org/wiki/x`.
fn is_in_torn_address(before: &str, after: &str) -> bool {
    let Some(start) = before.rfind("://").map(|at| at + "://".len()) else { return false };
    let is_label = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let front = &before[start..];
    let is_torn = front.contains(' ') || after.starts_with(". ");
    is_torn
        && (front.is_empty() || front.ends_with(". ") || front.ends_with('.'))
        && front.split('.').all(|part| is_label(part.trim()))
        && after.strip_prefix('.').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether a range is part of a label, a path, a file, a host, a handle or another name that no language has.
fn is_identifier(text: &str, range: &Range<usize>) -> bool {
    let (from, near) = near(text, range);
    let (before, after) = (&near[..range.start - from], &near[range.end - from..]);
    if is_label(before, after) || is_in_torn_address(before, after) {
        return true;
    }
    let is_gap = |c: char| c.is_whitespace() || c == OPAQUE;
    let start = before.rfind(is_gap).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let end = near.len() - after.len() + after.find(is_gap).unwrap_or(after.len());
    let typed = &near[start..end];
    let core = typed
        .trim_start_matches(['"', '\'', '“', '„', '«', '‘', '(', '[', '*', '¿', '¡'])
        .trim_end_matches(['"', '\'', '”', '“', '»', '’', ')', ']', '*', '.', ',', ';', ':', '!', '?', '…']);
    if core.contains(is_gap) || !core.is_ascii() {
        return false;
    }
    let slashes = core.matches('/').count();
    let is_path = ["/", "~/", "./", "../"].iter().any(|head| core.starts_with(head)) && core.len() > 2
        || core.contains('\\')
        || slashes > 1 && !core.contains(|c: char| c.is_ascii_uppercase());
    let is_joined = core
        .as_bytes()
        .windows(3)
        .any(|it| matches!(it[1], b'_' | b'=') && it[0].is_ascii_alphanumeric() && it[2].is_ascii_alphanumeric());
    let is_versioned = core.contains('-')
        && core.contains(|c: char| c.is_ascii_digit())
        && !core.contains(|c: char| c.is_ascii_uppercase() || !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.'));
    // An operator of a search: `filetype:pdf`.
    let is_operator = core.split_once(':').is_some_and(|(operator, value)| {
        operator.len() > 2
            && operator.bytes().all(|b| b.is_ascii_lowercase())
            && value.starts_with(char::is_alphanumeric)
    });
    is_path
        || is_joined
        || is_versioned
        || is_operator
        || core.starts_with(['@', '#', '$']) && core.len() > 1
        || is_dotted(core)
}

/// Whether a text is the name of a file or a host: `notes.txt`, `mail.example.org`.
fn is_dotted(core: &str) -> bool {
    let host = core.split(['/', ':', '?']).next().unwrap_or_default();
    let is_of_name = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let Some((name, ending)) = host.rsplit_once('.').filter(|(name, _)| is_of_name && !name.is_empty()) else {
        return false;
    };
    let lower = host.to_ascii_lowercase();
    let is_ending = FILE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    // "end.Then" is a missing blank, and "end.it" may be one.
    let is_host = lower == host && has_listed_suffix(&lower) && (ending.len() == 3 || name.contains('.'));
    is_ending || is_host
}

/// Whether a place is inside of `[^label]`, or of the second brackets of `[text][label]`, that no definition has.
fn is_label(before: &str, after: &str) -> bool {
    let Some(open) = before.rfind(['[', ']']).filter(|&at| before[at..].starts_with('[')) else { return false };
    let is_closed = after.find(['[', ']']).is_some_and(|at| after[at..].starts_with(']'));
    is_closed && (before[open..].starts_with("[^") || before[..open].ends_with(']'))
}

/// Whether a name stands alone in quotation marks, in small letters, behind words that say that it is to be typed.
fn is_to_be_typed(text: &str, range: &Range<usize>, language: &str) -> bool {
    let (from, near) = near(text, range);
    let (before, after) = (&near[..range.start - from], &near[range.end - from..]);
    let is_quote = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`');
    let inner = before.trim_end_matches(|c: char| c.is_ascii_lowercase() || matches!(c, '-' | '.' | ' '));
    let inner = if inner.ends_with(is_quote) { inner } else { before };
    let is_quoted = inner.ends_with(is_quote)
        && after
            .trim_start_matches(|c: char| c.is_ascii_lowercase() || matches!(c, '-' | '.' | ' '))
            .starts_with(is_quote);
    is_quoted
        && !text[range.clone()].contains(char::is_uppercase)
        && is_typed_next(language, inner.trim_end_matches(is_quote))
}

/// Whether a range is part of a command that a reader types.
fn is_in_command(text: &str, range: &Range<usize>, language: &str) -> bool {
    let (from, near) = near(text, range);
    let (start, end) = (range.start - from, range.end - from);
    let opening = ['"', '\'', '“', '„', '«', '‘', '(', '`', '$', '>'];
    let closing = ['"', '\'', '”', '“', '»', '’', ')', '.', ',', ';', ':', '!', '?', '…', '`'];
    let words: Vec<(usize, &str)> = near
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - near.as_ptr() as usize, word))
        .collect();
    let mut n = 0;
    while n + 1 < words.len() && words[n].0 < end {
        let (at, first) = words[n];
        let head = first.trim_start_matches(opening);
        if first.ends_with(closing) || !begins_command(head, words[n + 1].1.trim_end_matches(closing)) {
            n += 1;
            continue;
        }
        let mut last = n;
        while let Some(&(_, word)) = words.get(last + 1) {
            let core = word.trim_matches(opening).trim_end_matches(closing);
            let is_named = core.is_empty() && word == "|" || word.contains(OPAQUE) || is_typed(core);
            if words[last].1.ends_with(closing) || !is_named || ends_command(language, core) {
                break;
            }
            last += 1;
        }
        let command = at..words[last].0 + words[last].1.trim_end_matches(closing).len();
        if last > n && start < command.end && command.start < end {
            return true;
        }
        n = last + 1;
    }
    false
}

/// Whether a word may be part of a command: ASCII, and no word of a sentence with a capital letter.
fn is_typed(word: &str) -> bool {
    let is_capital = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase() || b == b'\'');
    !word.is_empty() && word.is_ascii() && !is_capital
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use super::is_identifier;
    use crate::testing::case;

    #[test]
    fn commands_in_prose_are_no_words() {
        for text in [
            "Then type sudo dnf install wordpress recieve in a terminal.\n",
            "Run *brew install wordpress* and wait.\n",
            "Try `a` or gpg --recieve-keys 0x12 wordpress, as above.\n",
            "Use curl -O https://eff.org/x | sudo tee wordpress\n",
            "(pip install wordpress)\n",
        ] {
            case("brand-case").also_rule("misspelled-word").finds(text);
            case("brand-case").also_rule("misspelled-word").fixes(Unsafe, text, text);
        }
        case("brand-case").also_rule("misspelled-word").finds("Run sudo apt install x and «recieve» «wordpress».\n");
        case("brand-case")
            .finds("Wordpress: pip install wordpress. Then «wordpress»\n".replace("Wordpress", "WordPress").as_str());
        case("brand-case").locale("de").finds("Mit apt install wordpress und dann «wordpress».\n");
    }

    #[test]
    fn paths_files_hosts_and_handles_are_no_words() {
        for text in [
            "In /etc/wordpress/recieve and ~/wordpress it is.\n",
            "The files recieve.txt and wordpress.pdf\n",
            "The names my_wordpress, wordpress=1, @wordpress, #wordpress and wordpress-2.0\n",
            "Open C:\\wordpress\\recieve now.\n",
            "Search for filetype:wordpress or site:recieve there.\n",
        ] {
            case("brand-case").also_rule("misspelled-word").finds(text);
        }
        case("misspelled-word").finds("To «recieve». Then and/or «recieve»/send.\n");
    }

    #[test]
    fn labels_of_a_torn_address_are_no_words() {
        let of = |text: &str, word: &str| {
            let start = text.rfind(word).unwrap();
            is_identifier(text, &(start..start + word.len()))
        };
        assert!(of("siehe (https://de. wikipedia. org/wiki/Schloss)", "wikipedia"));
        assert!(of("siehe https://wikipedia. org/", "wikipedia"));
        assert!(!of("siehe https://example.org/x. Auch wikipedia hilft. Oder nicht", "wikipedia"));
        assert!(!of("siehe https://example.org, wikipedia. und mehr", "wikipedia"));
    }

    #[test]
    fn labels_without_definition_are_no_words() {
        let text = "It was so in the year before the last one.[^recieve-note]\n\nThe «enviroment» of the city was \
                    measured in the summer by two teams, as shown in [this report][goverment].\n";
        case("misspelled-word").finds(text);
    }

    #[test]
    fn what_is_to_be_typed_is_no_word() {
        case("brand-case").finds("Search for \"wordpress\" or type “wordpress”. They say \"«wordpress»\".\n");
        case("brand-case").locale("fr").finds("Tapez “wordpress” et dites “«wordpress»”.\n");
    }

    #[test]
    fn other_words_beside_them_are() {
        case("brand-case").fixes(
            Safe,
            "Wordpress and pip install wordpress\n",
            "WordPress and pip install wordpress\n",
        );
    }
}
