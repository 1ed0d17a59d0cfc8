use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::cues::begins_sentence;
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::stance::Stance;
use firstaid_mentions::url_parts::{UrlParts, looks_like_host};
use firstaid_text::TextRange;

use super::broken_address::goes_on_as_address;
use super::shown_form::is_wrong_on_purpose;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds names that are written with the wrong capital letters.
///
/// ## Why
/// Readers compare what the guide says with what they see on the screen: an app called `Whatsapp` in a store may not
/// be `WhatsApp`. Consistent names also let translators and searches find every mention.
///
/// ## Example
/// ```markdown
/// Install TAILS, or ask on twitter.
/// ```
///
/// ## Use instead
/// ```markdown
/// Install Tails, or ask on Twitter.
/// ```
///
/// ## Fix
/// Writes the name as its owner does; safe.
///
/// ## Not reported
/// A name that is also an ordinary word (Signal, Wire, Windows) is reported only in a wrong form that the registry
/// lists. Text all in capitals, and phrases of ordinary words in lower case, are left alone. So are code, addresses,
/// file names, identifiers and handles, which are not prose, domain names, ordinary words ("in an anonymous dropbox"),
/// and forms that the sentence shows as wrong.
///
/// ## When not to use it
/// In quotations and in the history of a name: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("brand-case"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    for mention in cx.mentions() {
        let typed = &text[mention.range.clone()];
        let differs_in_case = match mention.kind {
            MentionKind::WrongCase => true,
            MentionKind::Wrong => typed.to_lowercase() == mention.canonical.to_lowercase(),
            MentionKind::Right | MentionKind::Former(_) => false,
        };
        let is_shown = matches!(mention.stance, Stance::WrongForm | Stance::CommonNoun);
        if !differs_in_case
            || is_shown
            || is_case_justified(cx, mention, typed)
            || is_wrong_on_purpose(cx, &mention.range)
        {
            continue;
        }
        let range = cx.prose.source_range(mention.range.clone());
        let finding = report.found(range, format!("`{typed}` should be written {}", mention.canonical));
        let is_contiguous = cx.text(range) == typed;
        let applicability = if is_contiguous { Applicability::Safe } else { Applicability::DisplayOnly };
        report.push(finding.fix(Fix::replace(range, &*mention.canonical, applicability)));
    }
}

/// Whether the place of a mention explains its letter case.
fn is_case_justified(cx: &PageContext<'_>, mention: &Mention, typed: &str) -> bool {
    let (block_start, block) = cx.prose.block_around(mention.range.start);
    let before = &block[..mention.range.start - block_start];
    let after = &block[mention.range.end - block_start..];

    // A name that begins in lower case (iPhone) may be capitalized at the start of a sentence.
    let mut letters = typed.chars().zip(mention.canonical.chars());
    let first_differs = letters.next().is_some_and(|(typed, wanted)| typed.is_uppercase() && wanted.is_lowercase());
    if first_differs && letters.all(|(typed, wanted)| typed == wanted) && begins_sentence(before) {
        return true;
    }
    // A sentence or heading all in capitals.
    let is_all_caps = |text: &str| {
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        letters().count() >= 4 && letters().all(char::is_uppercase)
    };
    if typed.chars().all(|c| !c.is_lowercase()) {
        let range = cx.prose.source_range(mention.range.clone());
        let in_caps = is_all_caps(before.trim_start_matches(typed))
            || is_all_caps(after)
            || heading_at(cx, range).or_else(|| link_text_at(cx, range)).is_some_and(is_all_caps);
        if in_caps {
            return true;
        }
    }
    // A label for a file: "(pdf)" with a link.
    let is_abbreviation = mention.canonical.chars().all(char::is_uppercase);
    let source = cx.prose.source_range(mention.range.clone());
    if is_abbreviation && cx.page.link_around(source).is_some_and(|link| link.text == source) {
        return true;
    }
    // A file or a package by its own name: `LICENSE-UNICODE`, "the [chacha20](https://crates.io/crates/chacha20) crate".
    if is_capital_compound(before, typed) || is_last_of_target(cx, source, typed) {
        return true;
    }
    // A broken address: "de. wikipedia. org/wiki".
    if all_ascii_lower(typed) && before.ends_with(". ") && goes_on_as_address(after) {
        return true;
    }
    // The letter case of a domain name means nothing: `Addy.io`.
    if looks_like_host(&mention.canonical) && typed.eq_ignore_ascii_case(&mention.canonical) {
        return true;
    }
    // A phrase of ordinary words: "cover your tracks", not "google drive".
    let words = || typed.split([' ', '-']);
    let all_lower = typed.chars().all(|c| !c.is_uppercase());
    let is_ordinary = |word: &str| cx.world.dictionaries.knows("en", word) && !cx.world.names.is_name(word);
    words().count() > 1 && all_lower && words().all(is_ordinary)
}

/// Whether a word in capitals is joined to another one before it.
fn is_capital_compound(before: &str, typed: &str) -> bool {
    let joined = before.strip_suffix(['-', '_']).and_then(|it| it.rsplit(|c: char| !c.is_alphanumeric()).next());
    let is_capital = |word: &str| word.len() > 1 && word.chars().all(|c| !c.is_lowercase());
    is_capital(typed) && joined.is_some_and(is_capital)
}

/// Whether a word is the text of a link that leads to a page or file of just this name.
fn is_last_of_target(cx: &PageContext<'_>, range: TextRange, typed: &str) -> bool {
    cx.page.link_around(range).is_some_and(|link| {
        let path = UrlParts::new(&link.url).path.trim_end_matches('/');
        link.text == range && path.rsplit_once('/').is_some_and(|(_, last)| last == typed)
    })
}

/// The text of the heading at a place.
fn heading_at<'p>(cx: &'p PageContext<'_>, range: TextRange) -> Option<&'p str> {
    let next = cx.page.headings.partition_point(|heading| heading.range.start() <= range.start());
    let heading = cx.page.headings[..next].last().filter(|heading| range.end() <= heading.range.end())?;
    Some(&heading.text)
}

/// The text of the link around a place, if it has several words: a title that is quoted as it is.
fn link_text_at<'p>(cx: &'p PageContext<'_>, range: TextRange) -> Option<&'p str> {
    Some(cx.text(cx.page.link_around(range)?.text)).filter(|text| text.trim().contains(' '))
}

fn all_ascii_lower(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn names_in_broken_addresses_are_left_alone() {
        let case = case("brand-case");
        case.finds("See [it](https://de. wikipedia. org/wiki/Tor) and de. wikipedia. org/wiki; «wikipedia» has it.\n");
    }

    #[test]
    fn wrong_capitals_are_found() {
        case("brand-case").finds("«TAILS», «Wordpress», «twitter» and «Gnu Privacy Guard»\n");
    }

    #[test]
    fn names_without_blanks_around_them_are_found() {
        case("brand-case").locale("zh-TW").finds("今天下載«Whatsapp»。用«Wordpress»寫，Signal很好。\n");
        case("brand-case").locale("ja").finds("«Whatsapp»を使います。\n");
        case("brand-case").locale("ko").finds("«Whatsapp»을 켜고 «Wordpress»에서 쓰세요.\n");
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        case("brand-case").finds("a signal on the wire, two tails, cover your tracks, open windows\n");
        case("brand-case").locale("de").finds("das Tor, ein starkes Signal\n");
    }

    #[test]
    fn capitals_at_a_sentence_start_and_in_all_caps_text_are_fine() {
        case("brand-case").finds("IPhone users. IOS too.\n");
        case("brand-case").finds("# WHY YOU SHOULD USE SIGNAL AND WORDPRESS\n");
    }

    #[test]
    fn headings_and_titles_in_capitals_and_domains_are_fine() {
        case("brand-case").finds("# WORDPRESS\n\nSee [SAFE ON TWITTER](x.md), and Addy.io.\n\nUse «WORDPRESS» now.\n");
    }

    #[test]
    fn identifiers_ordinary_words_and_forms_shown_as_wrong_are_fine() {
        case("brand-case").finds("The qube sys-whonix, a .wordpress file, and a locked dropbox at the gate.\n");
        case("brand-case").finds("Keep it on «google drive», then in «dropbox».\n");
        case("brand-case").finds("Never write:\n\n- Wordpress\n- twitter\n\nUse:\n\n- «twitter»\n");
    }

    #[test]
    fn code_addresses_and_file_names_are_not_prose() {
        case("brand-case").finds("`tails` https://twitter.com/tails twitter.com @wordpress wordpress.md a/wordpress\n");
    }

    #[test]
    fn packages_and_files_have_their_own_names() {
        let case = case("brand-case");
        case.finds("See [LICENSE-UNICODE](l.md) and the [chacha20] crate. Not [«twitter»](https://x.com/a).\n\n[chacha20]: https://crates.example/chacha20\n");
    }

    #[test]
    fn the_fix_writes_the_canonical_name() {
        case("brand-case").fixes(Applicability::Safe, "Use Wordpress.\n", "Use WordPress.\n");
    }
}
