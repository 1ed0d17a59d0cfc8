use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use firstaid_diagnostics::{Applicability, Diagnostic, Fix, RuleName, Severity};
use firstaid_language::NameWords;
use firstaid_language::spelling::{Correction, Evidence, Speller, plain};

use super::identifiers::stands_in_code;
use super::shown_form::{is_spoken_of, is_wrong_on_purpose};
use super::surroundings::{Surroundings, without_possessive};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds misspelled words of the page's language: letters missing, doubled, swapped or replaced by that of an adjacent
/// key, and accents that are missing, misplaced or superfluous.
///
/// ## Why
/// A reader under stress stumbles over each typo, and trusts a careless page less. A search for the word misses it.
///
/// ## Example
/// ```markdown
/// The phone was siezed at the border.
/// ```
///
/// ## Use instead
/// ```markdown
/// The phone was seized at the border.
/// ```
///
/// ## Fix
/// Writes the word. Safe for well-known English misspellings with a single correction; unsafe where only one word is
/// one typo away. If several words are, they are listed.
///
/// ## Not reported
/// A word is reported only if no dictionary has it and a word that a dictionary has is one typo away; the shorter the
/// word, the more common the other must be. So neologisms, jargon and rare words are accepted, and so are typos that
/// make another word ("form" for "from"). Capitalized words inside a sentence count as names, except in German and one
/// typo off a word of the page's headings. Also left alone are known names, English words on a page in another
/// language, words with digits or capitals inside, code, addresses, file names, handles, text in another language (with
/// a `lang` attribute, in italics, or mostly unknown words), words that a page uses many times or has in its code, and
/// words with a stressed letter (“eXecute”).
///
/// ## When not to use it
/// On pages in a dialect or an orthography that the dictionaries do not cover. To accept a single word, add it to
/// `_data/words/` instead.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("misspelled-word"), severity: Severity::Error, check: Check::Page(check) };

/// Maximum number of distinct unknown words per page for which corrections are searched: each costs some thousand
/// look-ups, and a page with more is not prose of its language.
const MAX_UNKNOWN_WORDS: usize = 100;

/// Minimum characters of a word that may misspell a word of the page's title.
const MIN_TITLE_WORD: usize = 6;

/// Minimum characters of a part of a word that may show that the word is an identifier.
const MIN_PART: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if !cx.words().iter().any(|word| word.class.suspect) {
        return;
    }
    let surroundings = Surroundings::new(cx);
    let text = cx.prose.text();
    let (speller, language) = (cx.world.speller, cx.language());
    let (titles, repeated) = (OnceCell::new(), OnceCell::new());
    let mut corrections: HashMap<&str, Option<Correction>> = HashMap::new();
    for n in surroundings.suspects() {
        for part in unknown_parts(cx, cx.words()[n].range()) {
            let typed = &text[part.clone()];
            if is_of_source(cx, typed) {
                continue;
            }
            if !corrections.contains_key(typed) {
                if corrections.len() >= MAX_UNKNOWN_WORDS {
                    return;
                }
                corrections.insert(typed, speller.correction(language, &plain(typed)));
            }
            // The thorough search costs most of a run: only where its answer would be reported.
            let thorough = || {
                let may_be = surroundings.allow_correction(n, typed, Speller::thorough_evidence(language));
                if may_be { speller.thorough_correction(language, &plain(typed)) } else { None }
            };
            let by_page = || {
                let repeated = repeated.get_or_init(|| repeated_words(cx));
                speller.correction_by(language, &plain(typed), repeated.iter().map(String::as_str))
            };
            let correction = corrections[typed].clone().or_else(thorough).or_else(by_page);
            let is_reported = |it: &Correction| {
                let is_allowed = surroundings.allow_correction(n, typed, it.evidence)
                    || titles.get_or_init(|| words_of_titles(cx)).explain(typed, &it.answers);
                is_allowed && !surroundings.is_contrasted(n, &it.answers)
            };
            if let Some(correction) = correction.filter(is_reported).filter(|_| !is_meant(cx, &part)) {
                report.push(finding(cx, report, &part, &correction));
            }
        }
    }
}

/// Whether a word is typed so on purpose: shown as wrong, taken from the page's code, or with a letter that is
/// stressed.
fn is_meant(cx: &PageContext<'_>, part: &Range<usize>) -> bool {
    let typed = &cx.prose.text()[part.clone()];
    // An English word in code says nothing of the same word without its accent: "version".
    let is_english = || cx.language() != "en" && cx.world.dictionaries.knows("en", &typed.to_lowercase());
    is_wrong_on_purpose(cx, part)
        || stresses_a_letter(cx, typed) && is_spoken_of(cx, part)
        || stands_in_code(cx, without_possessive(typed)) && !is_english()
}

/// Whether a word has one capital, inside: “eXecute”, for `x`.
fn stresses_a_letter(cx: &PageContext<'_>, typed: &str) -> bool {
    typed.starts_with(char::is_lowercase)
        && typed.chars().filter(|c| c.is_uppercase()).count() == 1
        && cx.world.speller.accepts(cx.language(), &typed.to_lowercase())
}

/// The words that a page has twice or more and that are no misspellings, in lower case.
fn repeated_words(cx: &PageContext<'_>) -> HashSet<String> {
    let mut once = HashSet::new();
    let known = cx.words().iter().filter(|word| !word.class.suspect);
    let words = known.map(|word| cx.prose.text()[word.range()].to_lowercase());
    words.filter(|word| !once.insert(word.clone())).collect()
}

/// The words of the title and the headings of a page, in lower case.
struct TitleWords(HashSet<String>);

impl TitleWords {
    /// Whether a capitalized word is no name but misspells one of the words.
    fn explain(&self, typed: &str, answers: &[String]) -> bool {
        let is_long = typed.chars().count() >= MIN_TITLE_WORD;
        is_long
            && typed.starts_with(char::is_uppercase)
            && !self.0.contains(&typed.to_lowercase())
            && answers.iter().any(|answer| self.0.contains(answer))
    }
}

fn words_of_titles(cx: &PageContext<'_>) -> TitleWords {
    let title = cx.page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("title"));
    let texts = cx.page.headings.iter().map(|heading| &*heading.text).chain(title);
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    TitleWords(words.map(str::to_lowercase).collect())
}

/// Whether a capitalised word of a translation stands in its source: a name, or the source's own mistake.
fn is_of_source(cx: &PageContext<'_>, typed: &str) -> bool {
    typed.starts_with(char::is_uppercase)
        && cx.translation().is_some_and(|translation| translation.source_has_word(typed))
}

fn finding(cx: &PageContext<'_>, report: &Report<'_>, part: &Range<usize>, correction: &Correction) -> Diagnostic {
    let range = cx.prose.source_range(part.clone());
    let typed = &cx.prose.text()[part.clone()];
    let answers: Vec<String> = correction.answers.iter().map(|answer| with_case_of(typed, answer)).collect();
    let finding = report.found(range, format!("`{typed}` is misspelled"));
    let finding = if correction.evidence == Evidence::Known { finding.at_most(Severity::Warning) } else { finding };
    if let [answer] = &answers[..] {
        let is_certain = correction.evidence == Evidence::Listed && cx.text(range) == typed;
        let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
        return finding.fix(Fix::replace(range, answer.as_str(), applicability));
    }
    let quoted: Vec<String> = answers.iter().map(|answer| format!("`{answer}`")).collect();
    finding.help(format!("did you mean {}?", quoted.join(" or ")))
}

/// The correction, capitalized if the typed word is.
fn with_case_of(typed: &str, answer: &str) -> String {
    let mut chars = answer.chars();
    match chars.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => first.to_uppercase().chain(chars).collect(),
        _ => answer.to_owned(),
    }
}

/// The parts of an unknown word, between hyphens and after a French elision, that are unknown themselves.
fn unknown_parts(cx: &PageContext<'_>, word: Range<usize>) -> Vec<Range<usize>> {
    let typed = &cx.prose.text()[word.clone()];
    let language = cx.language();
    let elision_len = |part: &'_ str| match part.rfind(['\'', '’']) {
        Some(at) if language == "fr" => at + part[at..].chars().next().map_or(0, char::len_utf8),
        _ => 0,
    };
    let hyphenated = typed.split(['-', '\u{2011}']).map(|part| &part[elision_len(part)..]);
    let unknown: Vec<Range<usize>> = hyphenated
        .filter(|part| part.len() == typed.len() || !cx.world.speller.accepts(language, part))
        .map(|part| {
            let at = word.start + (part.as_ptr() as usize - typed.as_ptr() as usize);
            at..at + part.len()
        })
        .collect();
    // Several words in one that no dictionary has are an identifier: `systemd-networkd`.
    let is_long = |part: &str| part.chars().count() >= MIN_PART;
    let is_native = |part: &&str| cx.world.speller.is_native(language, part);
    // A compound may be written in one word, too: `car-jackers`.
    let in_one = typed.replace(['-', '\u{2011}'], "");
    if in_one.len() < typed.len() && is_native(&&*in_one) {
        return Vec::new();
    }
    let foreign = typed.split(['-', '\u{2011}']).filter(|part| is_long(part) && !is_native(part)).count();
    // So is one with the name of a program, or with another term that is no word: `util-linux`.
    let is_program = |part: &str| {
        let is_term = cx.world.names.has_word(part) || is_native(&part);
        is_long(part) && is_term && !cx.world.dictionaries.knows(language, part)
    };
    let has_program = || typed.split('-').any(is_program);
    let is_lower = !typed.contains(char::is_uppercase);
    if foreign > 1 && typed.starts_with(char::is_lowercase) || is_lower && unknown.len() == 1 && has_program() {
        Vec::new()
    } else {
        unknown
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    fn word() -> Case {
        case("misspelled-word")
    }

    #[test]
    fn a_listed_misspelling_is_no_form_of_a_word() {
        word().finds("They discover «accessable» folders. The office «natworking» is new.\n");
    }

    #[test]
    fn a_word_that_is_an_item_of_its_own_may_be_a_handle() {
        word().finds("- tabalugas\n- Kim\n\n- «Transporation»\n");
    }

    #[test]
    fn parts_of_words_and_owners_named_in_code_are_meant() {
        word().finds("A <b>p</b>(rocess) of its own, and the «mesage» that it sends.\n");
        word().finds("Run `gardn` now: this is the time of gardn's first start, and of the «mesage» that it sends.\n");
    }

    #[test]
    fn words_of_code_and_stressed_letters_are_meant() {
        word().finds("Run `lock --to gardn door`: the host *gardn* opens, and the «gardne» stays shut.\n");
        word().finds("The `x` stands for “eXecute” here. The «libary» is shut today, and nobody has the key.\n");
        word().finds("Fix the recieve typo, then «recieve» the mail. Typo: 'recieve' became 'receive'.\n");
    }

    #[test]
    fn a_sentence_full_of_misspellings_is_still_of_its_language() {
        case("misspelled-word").finds("He «shold» keep the «mesage» and the «envlope» together, and «carefuly» too.\n");
        case("misspelled-word").finds("Das ist kein gutes Beispiel, sondern eine schlechte Ubersetzung.\n");
    }

    #[test]
    fn a_word_that_the_page_repeats_explains_a_slip_in_the_first_letter() {
        word().finds("Ask at the «orinter» for help.\n\nA printer is loud, and the printer is old.\n");
        word().finds("A printer is loud. Ask at the orinter for help.\n");
        word().finds("Ask Mr Orinter for help.\n\nA printer is loud, and the printer is old.\n");
    }

    #[test]
    fn what_is_quoted_as_wrong_is_left_alone() {
        case("misspelled-word")
            .finds("Fixed two typos on this page (\"recieve\", “seperate”), so that now you «recieve» them right.\n");
        case("misspelled-word").finds("The scam said \"Your acount\".\n\nThe \"«acount»\" is open.\n");
    }

    #[test]
    fn misspellings_are_found_in_each_language() {
        word().finds("The phone was stolen/«siezed», and now nothing on it is «wokring» as it should.\n");
        word().finds("Ask a «freind» whom you trust. «THis» new password has to be a long one.\n");
        word().locale("es").finds(
            "Un correo «electrónco» es «relatívamente» seguro cuando las personas que escriben usan el cifrado.\n",
        );
        word()
            .locale("fr")
            .finds("Votre «ordinatuer» et l’«electricité» sont des choses dont tout le monde a besoin chaque jour.\n");
        word().locale("de").finds("Bitte «verwnden» Sie ein sicheres Passwort für die «Verschlüselung» Ihrer Daten.\n");
        word().locale("ru").finds("Для вашей «безопастности» включите шифрование всех сообщений на телефоне.\n");
        word().locale("ar").finds("لا تشارك هذه «المعلوومات» مع أي شخص لا تعرفه.\n");
    }

    #[test]
    fn a_listed_misspelling_is_fixed_safely_and_a_guess_is_not() {
        word().fixes(Applicability::Safe, "Recieved by the police.\n", "Received by the police.\n");
        let guess = "Un correo electrónco seguro.\n";
        word().locale("es").fixes(Applicability::Safe, guess, guess);
        word().locale("es").fixes(Applicability::Unsafe, guess, "Un correo electrónico seguro.\n");
    }

    #[test]
    fn names_jargon_and_spellings_of_any_region_are_left_alone() {
        word()
            .finds("Ask Snowdn, or Mr Andersn. Colour or color, organise or organize, re-use, phonebooks, doxxing.\n");
        word()
            .finds("The keylogger, smishing, passphrases, geofenced, unhackable, (inter)national, Gmail’s helpdesk.\n");
        word()
            .locale("de")
            .finds("Der Passwort-Manager, die Straße, ein Verschlüsselungsprogramm, herunterzuladen, Schlüssel- und\n");
        word()
            .locale("fr")
            .finds("Qu’est-ce que l’hameçonnage ? Y a-t-il une mise à jour ? Il apparait aujourd’hui.\n");
        word()
            .locale("es")
            .finds("Reusar, envíaselo, hackear, el phishing, la ciberseguridad, reinstálalo, guárdalos.\n");
        word().locale("ru").finds("Фишинга, мессенджером, в соцсетях, её и ее, по-русски, Сигналом, хештегами.\n");
    }

    #[test]
    fn a_capital_inside_of_a_frequent_word_is_a_typo() {
        word().finds("Now «sTart» it, write the time down, and when it «shoUld» ring, just wait until morning.\n");
        word().fixes(Applicability::Unsafe, "Now sTart it.\n", "Now start it.\n");
        word().finds("An iPhone, an eMail or eBook, eBay, macOS, endTime, PhD, McDonald, DeVito, pH, O’Brien, IPs.\n");
    }

    #[test]
    fn a_capitalized_word_that_misspells_a_heading_is_no_name() {
        word().finds("# Preparation\n\nThey wrote a «Preparaton» plan. Ask Mr Prepara.\n");
        word().finds("---\ntitle: Encryption\n---\nThey call it «Encrypton» there.\n");
        word().finds(
            "# Preparatons\n\nThey met at Preparaton, where Preparaton is.\n"
                .replace("# Preparatons", "# Help")
                .as_str(),
        );
    }

    #[test]
    fn code_file_names_and_handles_are_left_alone() {
        word().finds("`siezed` siezed.exe /siezed/ @siezed #siezed www.siezed.com a_siezed {{ siezed }} x=siezed\n");
        word().finds("<span lang=\"es\">siezed</span>, the *siezed*, siezed42, SIEZED, siezedX.\n");
    }

    #[test]
    fn text_in_another_language_is_left_alone() {
        word()
            .locale("es")
            .finds("The attackers often pretend to be your colleagues, and they try to steal your files.\n");
        word().finds("Los atacantes muchas veces fingen ser tus colegas e intentan robar tus archivos.\n");
        word().locale("es").finds("Usa el password manager de tu browser.\n");
    }

    #[test]
    fn a_misspelled_name_is_reported_once() {
        case("misspelled-word").also_rule("misspelled-brand").finds("Write with «Thunderbrid» or «Gmal» now.\n");
    }

    #[test]
    fn a_capitalised_word_of_the_source_is_the_sources() {
        word().locale("es").source("Made by Gardn.\n").finds("Hecho por Gardn para personas «electrónco» seguras.\n");
    }

    #[test]
    fn a_misspelling_split_by_markup_or_hidden_characters_is_found_as_one_word() {
        word().finds("It was «sie**zed»**, and «sie\u{ad}zed».\n");
    }

    #[test]
    fn words_of_the_guide_are_accepted() {
        let mut registry = firstaid_registry::Registry::built_in();
        registry.add_words("en", "siezed\n");
        word().registry(registry).finds("It was siezed.\n");
    }
}
