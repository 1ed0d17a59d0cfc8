use std::ops::Range;

use firstaid_content::OPAQUE;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::confusions::{Subject, find};
use firstaid_language::cues::begins_sentence;
use firstaid_mentions::word_class::ClassedWord;
use firstaid_text::{Edit, TextRange};

use super::repeated_phrase::repeated_phrases;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds words and phrases that are repeated by mistake: "the the", "that have that have".
///
/// ## Why
/// The second word is usually left over from an edit, often across a line end where it is hard to see. It interrupts
/// the reader, above all one who listens to a screen reader.
///
/// ## Example
/// ```markdown
/// Open the the settings of your phone.
/// ```
///
/// ## Use instead
/// ```markdown
/// Open the settings of your phone.
/// ```
///
/// ## Fix
/// Deletes the second word; safe if there is only white space between the two, and unsafe for phrases and where a
/// question begins ("Is is"), which may lack a pronoun.
///
/// ## Not reported
/// Words that the grammar of the language repeats ("had had", "die die", "vous vous", reduplication in Arabic), words
/// repeated for emphasis ("very very"), three or more in a row, names ("Duran Duran"), numbers, words in code or in
/// quotation marks, and words with punctuation, a tab, the end of a link or a forced line break between them. Only
/// English, Spanish, French, German, Russian and Arabic pages are checked.
///
/// ## When not to use it
/// On pages of verse, of transcribed speech, or about language.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("repeated-word"), severity: Severity::Warning, check: Check::Page(check) };

/// Words that may be repeated, by language, in lower case.
const MAY_REPEAT: [(&str, &str); 5] = [
    (
        "en",
        "again aye ball blah boo bye chop click could did do does done far fifty four go ha had has have hear \
         her here hey hush is it knock less long many more much never night no now oh okay one only please \
         pretty quick really run same she short so stop super tap that them there this tick too tsk tut two \
         used very wait was well were what who win work yes you zero",
    ),
    (
        "es",
        "así bajo bien bueno casi como entre era es está hay hola ja luego mucho muchos muchas muy más no \
         nunca poco pronto que rápido ser si sobre solo son súper sí tal también toc tres uno dos vale vamos \
         ya",
    ),
    (
        "fr",
        "a bien beaucoup bla bon cher chut deux doit elle elles en est eux faire fait ha jamais loin lui même \
         moi non nous ont oui petit peu peut peuvent plus sera si sont super toc toi tout trois très un vite \
         vous était étaient être",
    ),
    (
        "de",
        "an auf aus das dass dem den denen der deren die doch ein eins es ganz ha hin ihr ihre ihren ihrer \
         ihrem ihres ja klopf lange mehr mit nach nein nie schnell sehr sich sie so tipp um viel viele vielen \
         vor was weit wer wie zu zwei",
    ),
    (
        "ru",
        "ах больше быстро вот все всегда всего всё да давно далеко два долго друг едва ее еле её его ещё еще \
         их как кап кто мало много на нет никогда ну ой один очень сам сама сами само скоро так там то тот \
         три тут тук ха чуть это этого",
    ),
];

/// Arabic words that may not be repeated. Any noun may be ("step step" for "step by step"), so the list is of others.
const MAY_NOT_REPEAT_IN_ARABIC: &str = "في من على إلى الى عن أن أنّ التي الذي الذين هذا هذه ذلك تلك أو ثم قد مع لم لن كان كانت يمكن يجب عند \
    حيث";

/// English verbs that begin questions.
const BEGINS_QUESTION: &str = "am are can has is should was were will would";

/// Verbs with a particle, after which the same word may follow as a preposition: "log in in the app".
const PARTICLE_VERBS: &str = "log logs logged logging sign signs signed signing turn turns turned turning switch switched \
    switching build built plug plugged opt opted opting check checked checking go goes going went move \
    moved carry carried carries hold keep keeps put come comes coming came set type typed fill filled \
    live lives interested involved get";

/// Single letters that are a word in one of the languages.
const ONE_LETTER_WORDS: &str = "a e o u y";

/// Verbs whose "to" may end a clause before an infinitive: "the site that it directs you to to download it".
const VERBS_WITH_TO: &str = "direct directs directed send sends sent lead leads led take takes took taken bring brings \
    brought go goes went gone point points pointed refer refers referred link links linked linking redirect redirects \
    redirected connect connects connected connecting talk talks talked talking speak spoke spoken write wrote written \
    listen listened belong belongs subscribe subscribed subscribing reply replied navigate navigated forward forwards \
    forwarded route routed upload uploaded respond responded access turn turned";

/// Particles of [`PARTICLE_VERBS`].
const PARTICLES: &str = "in on up out off over";

/// Maximum distance between the two words, in bytes. Any more is not just a space.
const MAX_GAP: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let language = cx.language();
    let may_repeat = MAY_REPEAT.iter().find(|(of, _)| *of == language).map(|(_, words)| *words);
    if may_repeat.is_none() && language != "ar" {
        return;
    }
    check_phrases(cx, report);
    let words = cx.words();
    for (n, pair) in words.windows(2).enumerate() {
        let (first, second) = (pair[0].range(), pair[1].range());
        if second.start - first.end > MAX_GAP || first.len() != second.len() || !same(cx, pair[0], pair[1]) {
            continue;
        }
        let is_same = |other: Option<&ClassedWord>| other.is_some_and(|&other| same(cx, pair[0], other));
        let before = n.checked_sub(1).and_then(|n| words.get(n));
        let is_other = is_same(before) || is_same(words.get(n + 2)) || !stand_alone(cx, first.start, second.end);
        if is_other || ends_label(cx, first.clone()) {
            continue;
        }
        let text = cx.prose.text();
        let (one, two) = (&text[first.clone()], &text[second.clone()]);
        let lower = two.to_lowercase();
        let is_grammatical = match may_repeat {
            Some(words) => {
                has(words, &lower) && !is_mistake(cx, n, first.start..second.end)
                    || is_particle(&lower, &text[..first.start])
            }
            None => !has(MAY_NOT_REPEAT_IN_ARABIC, two),
        };
        if is_grammatical || is_name(cx, one, two, &text[..first.start]) {
            continue;
        }
        if !text[first.end..second.start].chars().all(is_space) {
            continue;
        }
        let range = cx.prose.source_range(first.start..second.end);
        let begin = first.start;
        let (end, start) = (cx.prose.source_range(first).end(), cx.prose.source_range(second).start());
        let gap = TextRange::new(end, start.max(end));
        if is_separator(cx, gap, range) {
            continue;
        }
        let finding = report.found(range, format!("`{two}` is repeated"));
        report.push(if cx.text(gap).chars().all(char::is_whitespace) {
            let edit = Edit::delete(TextRange::new(gap.start(), range.end()));
            // Grammar allows two, and careful writers still avoid them.
            let may_be_meant = begins_question(language, one, two) || follows_verb_with_to(&lower, &text[..begin]);
            let applicability = if may_be_meant { Applicability::Unsafe } else { Applicability::Safe };
            finding.fix(Fix::new(format!("Delete the second `{two}`"), vec![edit], applicability))
        } else {
            finding.help("delete one of the two")
        });
    }
}

/// Whether a repeated verb begins a question, so that its second place is more likely that of a pronoun: "Is is open?"
/// for "Is it open?".
fn begins_question(language: &str, one: &str, two: &str) -> bool {
    language == "en" && one.starts_with(char::is_uppercase) && has(BEGINS_QUESTION, two)
}

/// Whether a pattern of the language finds that the words `n` and `n + 1`, which grammar may repeat, are a mistake.
fn is_mistake(cx: &PageContext<'_>, n: usize, pair: Range<usize>) -> bool {
    let (words, text) = (cx.words(), cx.prose.text());
    (n.saturating_sub(1)..=n)
        .filter(|&at| words[at].class.may_be_repeated)
        .any(|at| find(Subject::Repetition, text, words, at, cx.language()).is_some_and(|hit| hit.range == pair))
}

/// Reports several words that are repeated together: "that have that have".
fn check_phrases(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for phrase in repeated_phrases(cx) {
        let range = cx.prose.source_range(phrase.first.start..phrase.second.end);
        let second = &cx.prose.text()[phrase.second.clone()];
        let (end, start) = (cx.prose.source_range(phrase.first).end(), cx.prose.source_range(phrase.second).start());
        let gap = TextRange::new(end, start.max(end));
        if is_separator(cx, gap, range) {
            continue;
        }
        let finding = report.found(range, format!("`{second}` is repeated"));
        report.push(if cx.text(range) == &cx.prose.text()[phrase.whole] {
            let edit = Edit::delete(TextRange::new(gap.start(), range.end()));
            finding.fix(Fix::new(format!("Delete the second `{second}`"), vec![edit], Applicability::Unsafe))
        } else {
            finding.help("delete one of the two")
        });
    }
}

/// Whether two words are equal, ignoring letter case.
fn same(cx: &PageContext<'_>, one: ClassedWord, two: ClassedWord) -> bool {
    let text = cx.prose.text();
    let (one, two) = (&text[one.range()], &text[two.range()]);
    one.eq_ignore_ascii_case(two)
        || !one.is_ascii() && one.len() == two.len() && one.to_lowercase() == two.to_lowercase()
}

/// Whether the text around two words does not join them to a path, an option, a compound or the like, and does not
/// quote them.
fn stand_alone(cx: &PageContext<'_>, start: usize, end: usize) -> bool {
    const GLUE: [char; 18] =
        ['-', '/', '_', '@', '#', '$', '%', '=', '\\', '\'', '’', '&', '+', '<', '>', '|', '\u{2011}', '*'];
    let text = cx.prose.text();
    let mut after = text[end..].chars();
    let next = after.next();
    let is_dotted = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    let is_quote = |c: Option<char>| matches!(c, Some('"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | OPAQUE));
    let is_glued =
        next.is_some_and(|c| GLUE.contains(&c) || c == '(') || before.is_some_and(|c| GLUE.contains(&c) || c == '.');
    !(is_dotted || is_glued || is_quote(before) && is_quote(next))
}

/// Whether a list of words, separated by spaces, has a word.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

/// Whether a word may be the particle of a verb: one of the last two words of `text` is such a verb.
fn is_particle(word: &str, text: &str) -> bool {
    has(PARTICLES, word) && last_two(text).any(|it| has(PARTICLE_VERBS, &it))
}

/// Whether a word is the "to" of a verb, which an infinitive may follow.
fn follows_verb_with_to(word: &str, text: &str) -> bool {
    word == "to" && last_two(text).any(|it| has(VERBS_WITH_TO, &it))
}

/// The last two words of a text, in lower case.
fn last_two(text: &str) -> impl Iterator<Item = String> {
    text.split(' ').rev().filter(|it| !it.is_empty()).take(2).map(str::to_lowercase)
}

/// Whether two words that are equal up to case are names, symbols or numbers rather than words.
fn is_name(cx: &PageContext<'_>, one: &str, two: &str, before: &str) -> bool {
    let is_capitalized = |word: &str| word.starts_with(char::is_uppercase);
    let has_inner_capital = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let is_symbol = two.chars().nth(1).is_none() && two.is_ascii() && !has(ONE_LETTER_WORDS, two);
    let has_vowel = !two.is_ascii() || two.bytes().any(|b| b"aeiouyAEIOUY".contains(&b));
    let is_word =
        two.chars().all(|c| c.is_alphabetic() || is_joiner(c)) && !has_inner_capital(one) && !has_inner_capital(two);
    // German nouns are capitalized like names.
    let is_german_noun = || is_capitalized(one) && cx.language() == "de" && cx.world.dictionaries.knows("de", two);
    is_symbol
        || !has_vowel
        || !is_word
        || if is_capitalized(two) { !is_german_noun() } else { is_capitalized(one) && !begins_sentence(before) }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | '\u{64b}'..='\u{652}' | '\u{300}'..='\u{36f}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Whether the source between two words separates them: a forced line break, the end of a link, or the start of a link
/// whose whole text is the second word.
fn is_separator(cx: &PageContext<'_>, gap: TextRange, range: TextRange) -> bool {
    let typed = cx.text(gap);
    let after = cx.page.text()[range.end() as usize..].chars().next();
    let is_break = typed.contains("  \n") || typed.contains("  \r") || typed.contains(['\\', '<', '`', '{']);
    is_break || typed.contains("](") || typed.contains("][") || typed.contains('[') && after == Some(']')
}

/// Whether the label of a control ends with a word: "Choose *Sign in with* with any provider". A label is emphasis of
/// several words that begins with a capital letter, in scripts that have them.
fn ends_label(cx: &PageContext<'_>, word: Range<usize>) -> bool {
    let range = cx.prose.source_range(word);
    let (before, behind) = (&cx.page.text()[..range.start() as usize], &cx.page.text()[range.end() as usize..]);
    if !behind.starts_with(['*', '_']) {
        return false;
    }
    let inner = before.rsplit(['*', '_', '\n']).next().unwrap_or_default();
    inner.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && inner.trim_end().len() < inner.len()
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn to_behind_a_verb_with_a_particle_is_not_repeated() {
        case("repeated-word").finds("Then log on «to to» see it. Sign in «to to» the site.\n");
    }

    #[test]
    fn the_to_of_a_verb_before_an_infinitive_is_not_deleted_by_itself() {
        let text = "The site it directs you to to download it.\n";
        case("repeated-word").fixes(Safe, text, text);
        case("repeated-word").fixes(Unsafe, text, "The site it directs you to download it.\n");
    }

    #[test]
    fn repeated_words_are_found() {
        case("repeated-word").finds("Open «the the» settings. «The the» phone is «in in» your bag.\n");
        case("repeated-word").finds("It stands at «the\nthe» line end, in **bold «the** the» and *«the* the».\n");
        case("repeated-word").finds("It allows you «to to» leave. You need «to to» go.\n");
        case("repeated-word").finds("# Keep «to to» yourself\n\n| b «of of» |\n| --- |\n| «e-mail e-mail» |\n");
        case("repeated-word").finds("---\ntitle: Safer «email email»\n---\n\nfrom «the [the» guide](x.md)\n");
    }

    #[test]
    fn every_supported_language_is_checked() {
        for (locale, text) in [
            ("es", "Abre «los los» ajustes «de de» tu teléfono, no no, muy muy bien.\n"),
            ("fr", "Ouvrez «les les» paramètres. Si vous vous connectez, nous nous taisons, ceux qui le sont sont.\n"),
            ("de", "Öffnen Sie mit dem «nicht nicht» die die Polizei und das das Gerät. Wenn Sie sie sehen.\n"),
            ("ru", "Откройте «в в» настройках «который который». Он сказал, что что-то его его же.\n"),
            ("ar", "افتح «في في» الهاتف يوم يوم خطوة خطوة «التي التي» هنا.\n"),
        ] {
            case("repeated-word").locale(locale).finds(text);
        }
        case("repeated-word").locale("id").finds("orang orang\n");
    }

    #[test]
    fn repetition_for_grammar_and_emphasis_is_fine() {
        for text in [
            "He had had it. I know that that is right; what it is is a key. Give her her phone. Very very good, no no.\n",
            "Log in in the app and turn it on on the phone. Once you have it it works. Blah blah. Bye bye.\n",
            "Duran Duran sang. The code is 11 11. ABC ABC. See the The Guardian. New York York.\n",
        ] {
            case("repeated-word").finds(text);
        }
    }

    #[test]
    fn separated_words_and_code_are_fine() {
        for text in [
            "the. The the, the – the \"the\" the (the) the: the; the\n",
            "- the\n- the\n\nthe\n\nthe  \nthe\\\nthe<br>the\n",
            "`the` the `the the`, [here](a.md) [here](b.md), see [the](a.md) the\n",
            "bla da da da bla foo.the the, a\tx\tx, use The the, c c lt lt, write \"the the\", the the-same, -the the, the the/a\n",
            "![the](a.png) the https://the.the the@the.org\n",
            "Choose *Sign in with* with any provider, **Log in on** on it.\n",
        ] {
            case("repeated-word").finds(text);
        }
    }

    #[test]
    fn the_fix_deletes_the_second_word() {
        case("repeated-word").fixes(Safe, "Open the the app, the\nthe end.\n", "Open the app, the end.\n");
        case("repeated-word").fixes(Safe, "**the** the app, a&nbsp;a\n", "**the** the app, a&nbsp;a\n");
        case("repeated-word").fixes(Unsafe, "Should should wait? Are are they?\n", "Should wait? Are they?\n");
        case("repeated-word").fixes(Safe, "They are are late.\n", "They are late.\n");
    }

    #[test]
    fn repeated_phrases_are_found() {
        case("repeated-word").finds("Groups «that need that need» help. «The phone the phone» rang.\n");
        case("repeated-word")
            .finds("It is the seal of the seal of the letter. Note «the colour of your the colour of your» bag.\n");
        case("repeated-word").finds("It grew step by step by step, day after day after day, one by one by one.\n");
        case("repeated-word")
            .finds("The New York New York bar. It is it is. Call them, call them. `that need` that need\n");
        case("repeated-word").fixes(Unsafe, "Ask those who know who know it.\n", "Ask those who know it.\n");
        case("repeated-word").locale("es").finds("Los que «deben llamar deben llamar» hoy.\n");
    }
}
