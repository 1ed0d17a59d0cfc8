use std::cell::LazyCell;
use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::stance::{Stance, Stances};
use firstaid_text::Edit;

use super::broken_address::goes_on_as_address;
use super::fused_name::fused_word;
use super::near_name::{find_near_miss, is_word};
use super::shown_form::is_wrong_on_purpose;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds names with one typo (a letter missing, doubled, swapped, replaced by that of an adjacent key or by any other,
/// a space missing or added), names that lack the blank before the next word, and wrong spellings that the registry
/// lists.
///
/// ## Why
/// Readers type the name into a search box or a store. Imitations live on such typos.
///
/// ## Example
/// ```markdown
/// They offer services such as Gmal.
/// ```
///
/// ## Use instead
/// ```markdown
/// They offer services such as Gmail.
/// ```
///
/// ## Fix
/// Writes the name. Safe for wrong spellings that the registry lists; otherwise unsafe, because the word may be another
/// name that the registry does not have.
///
/// ## Not reported
/// Typos are searched for in names of five letters or more; in a name of several words only one word may have one. A
/// word is left alone if the Hunspell dictionary of the page's language or of English has it, if it is part of another
/// known name, or if it is one of the guide's own words. Without a dictionary for the language, only likely typos in
/// capitalized words are reported. No typo is assumed in names that are close to ordinary words. A word with another
/// first letter or other capitals than the name (`CameraX`) is reported only if the page names it elsewhere or links to
/// its site. Identifiers of several parts, two words of which both are words, forms that the page has in its code
/// (`apt install kmail`), and forms that the sentence shows as wrong are left alone.
///
/// ## When not to use it
/// On pages that show how scams misspell names: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("misspelled-brand"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut mentions = cx.mentions().iter().peekable();
    let words = cx.words();
    // Few pages have a near miss, which needs them.
    let names = LazyCell::new(|| cx.mentions().iter().map(|mention| mention.range.clone()).collect::<Vec<_>>());
    let mut stances = None;
    let mut reported_end = 0;
    for (n, word) in words.iter().enumerate() {
        let range = word.range();
        while let Some(mention) = mentions.next_if(|mention| mention.range.end <= range.start) {
            report_listed(cx, report, mention);
        }
        let is_name = mentions.peek().is_some_and(|mention| mention.range.start < range.end);
        if range.start < reported_end {
            continue;
        }
        if let Some((range, near)) = find_near_miss(cx, words, n, is_name) {
            reported_end = range.end;
            let stances = stances.get_or_insert_with(|| Stances::new(cx.page, &cx.prose, cx.language(), &names));
            if stances.of_form(&range) == Stance::WrongForm || is_wrong_on_purpose(cx, &range) {
                continue;
            }
            let range = cx.prose.source_range(range);
            let typed = cx.text(range);
            let finding = report.found(range, format!("`{typed}` looks like a misspelling of {}", near.canonical));
            let finding = if near.misspelling.is_typical() { finding } else { finding.at_most(Severity::Warning) };
            report.push(finding.fix(Fix::replace(range, near.canonical, Applicability::Unsafe)));
        } else if !is_name && let Some(next) = fused_word(cx, *word) {
            let next = cx.prose.source_range(next);
            let typed = cx.text(cx.prose.source_range(range));
            let finding = report.found(next, format!("no blank behind the name in `{typed}`"));
            let edit = Edit::insert(next.start(), " ");
            report.push(finding.fix(Fix::new("Write a blank", vec![edit], Applicability::Unsafe)));
        }
    }
    for mention in mentions {
        report_listed(cx, report, mention);
    }
}

/// Reports a mention that is a wrong spelling from the registry; `brand-case` reports those that differ in case only.
fn report_listed(cx: &PageContext<'_>, report: &mut Report<'_>, mention: &Mention) {
    if mention.kind != MentionKind::Wrong {
        return;
    }
    let typed = &cx.prose.text()[mention.range.clone()];
    // A phrase of ordinary words: "a big blue button".
    let is_phrase = typed.contains(' ')
        && !typed.contains(char::is_uppercase)
        && typed.split(' ').all(|word| is_word(cx, word) && !cx.world.names.is_name(word));
    let is_shown = mention.stance == Stance::WrongForm;
    if is_phrase || is_shown || typed.to_lowercase() == mention.canonical.to_lowercase() {
        return;
    }
    // German and others join the words of a name: "Tor-Browser-Fenster".
    let is_joined = cx.language() != "en" && typed.replace(['-', '\u{2011}'], " ") == *mention.canonical;
    // "TorBrowser-7.5.3" is what a program calls itself; "wiki. archlinux. org" is a broken address.
    let behind = &cx.prose.text()[mention.range.end..];
    let is_of_machine =
        behind.strip_prefix(['-', '/']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // The name of a package or an option: "private-bin", "the tor-browser profile".
    let is_option = typed.contains('-') && !typed.contains(char::is_uppercase) && !mention.canonical.contains('-');
    if is_joined || is_of_machine || is_option || goes_on_as_address(behind) || is_wrong_on_purpose(cx, &mention.range)
    {
        return;
    }
    let whole = with_words_before(cx.prose.text(), mention.range.clone(), &mention.canonical);
    let typed = &cx.prose.text()[whole.clone()];
    let range = cx.prose.source_range(whole);
    let is_contiguous = cx.text(range) == typed;
    let applicability = if is_contiguous { Applicability::Safe } else { Applicability::DisplayOnly };
    let finding = report.found(range, format!("`{typed}` should be written {}", mention.canonical));
    report.push(finding.fix(Fix::replace(range, &*mention.canonical, applicability)));
}

/// The range of a wrong name with the words before it that the right name begins with: "MAC OSX" is no "MAC Mac OS X".
fn with_words_before(text: &str, range: Range<usize>, name: &str) -> Range<usize> {
    let before = &text[..range.start];
    let is_there = |words: &&str| {
        let start = before.len().checked_sub(words.len()).filter(|&at| before.is_char_boundary(at));
        start.is_some_and(|at| {
            before[at..].to_lowercase() == words.to_lowercase() && !before[..at].ends_with(char::is_alphanumeric)
        })
    };
    let mut beginnings = name.match_indices(' ').map(|(at, _)| &name[..=at]);
    let found = beginnings.rfind(is_there).map_or(0, str::len);
    range.start - found..range.end
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::case;

    #[test]
    fn a_name_that_lacks_the_blank_behind_it_is_found() {
        case("misspelled-brand")
            .finds("Turn on BitLocker«on» your laptop. BitLocker on a laptop, Amazonian, BitLocking.\n");
        case("misspelled-brand").finds("Run `BitLockeron`: BitLockeron\n");
        case("misspelled-brand").fixes(Applicability::Unsafe, "Use BitLockerto lock.\n", "Use BitLocker to lock.\n");
    }

    #[test]
    fn a_letter_typed_twice_makes_no_word_of_a_kind() {
        let case = case("misspelled-brand");
        case.finds("Ask on «fFacebook» about the eHealth act and «vVeraCrypt».\n");
    }

    #[test]
    fn names_of_packages_and_commands_are_left_alone() {
        case("misspelled-brand").finds("Fix the tor-browser profile, or open the «Tor-Browser».\n");
    }

    #[test]
    fn names_that_the_code_has_are_left_alone() {
        let case = case("misspelled-brand");
        case.finds("Run `apt install vercrypt`: Vercrypt is no VeraCrypt. «VeraCrpt» is.\n");
    }

    #[test]
    fn short_words_of_a_language_without_a_dictionary_are_words() {
        case("misspelled-brand").locale("pt").finds("Uma VPN, uma VPN. Raio de luz. Instale o «Facebok».\n");
    }

    #[test]
    fn verbs_and_singulars_of_names_are_left_alone() {
        case("misspelled-brand").finds("She skyped with a friend; plug in a SoloKey. Use «Skipe» and «VeraCrpt».\n");
    }

    #[test]
    fn imitations_shown_as_such_are_left_alone() {
        let case = case("misspelled-brand");
        case.finds("A forged bill from \"Micosoft\" came in; gmial-login.example was the host. Ask «Micosoft».\n");
    }

    #[test]
    fn names_with_one_typo_are_found() {
        case("misspelled-brand").finds("«Gmal», «Thunderbrid», «Wats app», «QubeOS», «Facebok»-Konto\n");
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        case("misspelled-brand").finds("An email from the hostel, in orbit; Email me. Googles and Signals.\n");
        case("misspelled-brand").locale("fr").finds("Il a signalé les lieux. L’email.\n");
        case("misspelled-brand").locale("de").finds("Das Tor, ein starkes Signal, Googles Dienste.\n");
    }

    #[test]
    fn names_of_other_things_are_left_alone() {
        case("misspelled-brand").finds("A CameraX, some eCash and a WiPhone; aireplay-ng; decrypting. Decrypt it.\n");
        case("misspelled-brand").finds("Code runs where JIT is on, an OTR chat, a big blue button.\n");
        case("misspelled-brand").finds("With CameraV you film; «CameraB» is it, too.\n");
    }

    #[test]
    fn items_of_a_list_are_names_of_their_own() {
        case("misspelled-brand").finds("It runs on Node, Bun, Deno, Browser. It reads MySQL, MsSQL and SQLite.\n");
        case("misspelled-brand").finds("Use «Ceno Browsr» or «Gmal». Thank you, Jono Bacon and Kim.\n");
    }

    #[test]
    fn forms_shown_as_wrong_are_left_alone() {
        case("misspelled-brand").finds("Never write:\n\n- Gmal\n- AccessNow\n\nUse:\n\n- «Gmal»\n");
        for (locale, text) in [
            ("de", "Der Name sollte **nicht** geändert werden zu:"),
            ("es", "El nombre **no** debe ser cambiado a:"),
            ("fr", "Le nom ne devrait **pas** être changé en :"),
            ("ru", "Название **не** должно быть изменено на:"),
        ] {
            case("misspelled-brand")
                .locale(locale)
                .finds(&format!("{text}\n\n- AccessNow\n\nSignal:\n\n- «AccessNow»\n"));
        }
    }

    #[test]
    fn a_system_keeps_the_name_of_its_version() {
        case("misspelled-brand").fixes(Applicability::Safe, "It runs on OSX 10.6.\n", "It runs on Mac OS X 10.6.\n");
    }

    #[test]
    fn wrong_spellings_in_the_registry_are_fixed_safely() {
        case("misspelled-brand").fixes(Applicability::Safe, "AccessNow helps.\n", "Access Now helps.\n");
        case("misspelled-brand").fixes(
            Applicability::Safe,
            "On Windows/MAC OSX, too.\n",
            "On Windows/Mac OS X, too.\n",
        );
    }

    #[test]
    fn a_typo_split_by_markup_is_found_as_one_word() {
        case("misspelled-brand").finds("Use «Thunder**brid»** now.\n");
    }

    #[test]
    fn a_long_name_with_one_typo_is_found() {
        case("misspelled-brand").finds("Read «Surveilance Self-Defense» first.\n");
    }

    #[test]
    fn addresses_and_handles_are_not_prose() {
        case("misspelled-brand").finds("gmal.com @gmal `Gmal` https://gmal.com me@gmal.com\n");
    }
}
