use firstaid_content::OPAQUE;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};
use firstaid_language::cues::begins_sentence;
use firstaid_mentions::word_class::ClassedWord;

/// ## What it does
/// Finds a word that stands twice in a row: "the the".
///
/// ## Why
/// The second is left over from a change to the sentence, often across a line end where nobody sees it. Read aloud by a
/// screen reader, it stumbles.
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
/// Deletes the second word; safe where nothing but blanks stand between the two.
///
/// ## Not reported
/// What the language's grammar repeats ("had had", "die die", "vous vous", reduplication in Arabic), words that are
/// repeated for stress ("very very"), three and more in a row, names ("Duran Duran"), numbers, words in code or in quotation
/// marks of their own, and words with punctuation, a tab, the end of a link or a forced line break between them. English, Spanish, French, German, Russian and
/// Arabic only.
///
/// ## When not to use it
/// In pages of verse, of transcribed speech, or about language.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("repeated-word"), severity: Severity::Warning, check: Check::Page(check) };

/// Words that may stand twice in a row, in lower case.
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

/// In Arabic any noun may be repeated ("step step" for "step by step"); these never are.
const NEVER_IN_ARABIC: &str = "في من على إلى الى عن أن أنّ التي الذي الذين هذا هذه ذلك تلك أو ثم قد مع لم لن كان كانت يمكن يجب عند \
    حيث";

/// Verbs whose particle may meet the same word as a preposition: "log in in the app".
const BEFORE_PARTICLE: &str = "log logs logged logging sign signs signed signing turn turns turned turning switch switched \
    switching build built plug plugged opt opted opting check checked checking go goes going went move \
    moved carry carried carries hold keep keeps put come comes coming came set type typed fill filled \
    live lives interested involved get";

/// Single letters that are words in some language.
const LETTERS: &str = "a e o u y";

const PARTICLES: &str = "in on up out off over";

/// Words that stand further apart, in bytes, have something between them.
const MAX_GAP: usize = 4;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let language = cx.language();
    let may_repeat = MAY_REPEAT.iter().find(|(of, _)| *of == language).map(|(_, words)| *words);
    if may_repeat.is_none() && language != "ar" {
        return;
    }
    let words = cx.words();
    for (n, pair) in words.windows(2).enumerate() {
        let (first, second) = (pair[0].range(), pair[1].range());
        if second.start - first.end > MAX_GAP || first.len() != second.len() || !same(cx, pair[0], pair[1]) {
            continue;
        }
        let again = |other: Option<&ClassedWord>| other.is_some_and(|&other| same(cx, pair[0], other));
        let before = n.checked_sub(1).and_then(|n| words.get(n));
        if again(before) || again(words.get(n + 2)) || !stand_alone(cx, first.start, second.end) {
            continue;
        }
        let text = cx.prose.text();
        let (one, two) = (&text[first.clone()], &text[second.clone()]);
        let lower = two.to_lowercase();
        let fine = match may_repeat {
            Some(words) => has(words, &lower) || is_particle(&lower, &text[..first.start]),
            None => !has(NEVER_IN_ARABIC, two),
        };
        if fine || is_name(cx, one, two, &text[..first.start]) {
            continue;
        }
        if !text[first.end..second.start].chars().all(is_blank) {
            continue;
        }
        let range = cx.prose.source_range(first.start..second.end);
        let (end, start) = (cx.prose.source_range(first).end(), cx.prose.source_range(second).start());
        let gap = TextRange::new(end, start.max(end));
        if is_border(cx, gap, range) {
            continue;
        }
        let finding = report.found(range, format!("`{two}` stands here twice"));
        report.push(if cx.text(gap).chars().all(char::is_whitespace) {
            let edit = Edit::delete(TextRange::new(gap.start(), range.end()));
            finding.fix(Fix::new(format!("Delete the second `{two}`"), vec![edit], Applicability::Safe))
        } else {
            finding.help("delete one of the two")
        });
    }
}

/// Whether two words say the same, letter case aside.
fn same(cx: &PageContext<'_>, one: ClassedWord, two: ClassedWord) -> bool {
    let text = cx.prose.text();
    let (one, two) = (&text[one.range()], &text[two.range()]);
    one.eq_ignore_ascii_case(two)
        || !one.is_ascii() && one.len() == two.len() && one.to_lowercase() == two.to_lowercase()
}

/// Whether what stands around two words is no part of them: no path, option or compound.
fn stand_alone(cx: &PageContext<'_>, start: usize, end: usize) -> bool {
    const GLUE: [char; 18] =
        ['-', '/', '_', '@', '#', '$', '%', '=', '\\', '\'', '’', '&', '+', '<', '>', '|', '\u{2011}', '*'];
    let text = cx.prose.text();
    let mut after = text[end..].chars();
    let next = after.next();
    let inside = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    let quote = |c: Option<char>| matches!(c, Some('"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | OPAQUE));
    let glued =
        next.is_some_and(|c| GLUE.contains(&c) || c == '(') || before.is_some_and(|c| GLUE.contains(&c) || c == '.');
    !(inside || glued || quote(before) && quote(next))
}

/// Whether a list of words, parted by blanks, has a word.
fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

/// Whether one of the two words before, all in `text`, takes a particle.
fn is_particle(word: &str, text: &str) -> bool {
    let verb = |it: &str| has(BEFORE_PARTICLE, &it.to_lowercase());
    has(PARTICLES, word) && text.split(' ').rev().filter(|it| !it.is_empty()).take(2).any(verb)
}

/// Whether two words that are the same but for case are names, signs or numbers rather than words.
fn is_name(cx: &PageContext<'_>, one: &str, two: &str, before: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    // The rest of a word is in small letters.
    let inner = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let letter = two.chars().nth(1).is_none() && two.is_ascii() && !has(LETTERS, two);
    let voiced = !two.is_ascii() || two.bytes().any(|b| b"aeiouyAEIOUY".contains(&b));
    let shape = two.chars().all(|c| c.is_alphabetic() || is_joiner(c)) && !inner(one) && !inner(two);
    // German nouns have capitals like names.
    let noun = || capital(one) && cx.language() == "de" && cx.world.dictionaries.knows("de", two);
    letter || !voiced || !shape || if capital(two) { !noun() } else { capital(one) && !begins_sentence(before) }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | '\u{64b}'..='\u{652}' | '\u{300}'..='\u{36f}')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Whether what is typed between two words parts them: a forced line break, the end of a link, or the begin of a link
/// whose whole text is the second word.
fn is_border(cx: &PageContext<'_>, gap: TextRange, range: TextRange) -> bool {
    let typed = cx.text(gap);
    let after = cx.page.text()[range.end() as usize..].chars().next();
    let forced = typed.contains("  \n") || typed.contains("  \r") || typed.contains(['\\', '<', '`', '{']);
    forced || typed.contains("](") || typed.contains("][") || typed.contains('[') && after == Some(']')
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    #[test]
    fn words_twice_in_a_row_are_found() {
        case("repeated-word").finds("Open «the the» settings. «The the» phone is «in in» your bag.\n");
        case("repeated-word").finds("It stands at «the\nthe» line end, in **bold «the** the» and *«the* the».\n");
        case("repeated-word").finds("# Keep «to to» yourself\n\n| b «of of» |\n| --- |\n| «e-mail e-mail» |\n");
        case("repeated-word").finds("---\ntitle: Safer «email email»\n---\n\nfrom «the [the» guide](x.md)\n");
    }

    #[test]
    fn other_languages_too() {
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
    fn what_grammar_and_stress_repeat_is_fine() {
        for text in [
            "He had had it. I know that that is right; what it is is a key. Give her her phone. Very very good, no no.\n",
            "Log in in the app and turn it on on the phone. Once you have it it works. Blah blah. Bye bye.\n",
            "Duran Duran sang. The code is 11 11. ABC ABC. See the The Guardian. New York York.\n",
        ] {
            case("repeated-word").finds(text);
        }
    }

    #[test]
    fn borders_and_code_are_fine() {
        for text in [
            "the. The the, the – the \"the\" the (the) the: the; the\n",
            "- the\n- the\n\nthe\n\nthe  \nthe\\\nthe<br>the\n",
            "`the` the `the the`, [here](a.md) [here](b.md), see [the](a.md) the\n",
            "bla da da da bla foo.the the, a\tx\tx, use The the, c c lt lt, mend \"the the\", the the-same, -the the, the the/a\n",
            "![the](a.png) the https://the.the the@the.org\n",
        ] {
            case("repeated-word").finds(text);
        }
    }

    #[test]
    fn the_fix_deletes_the_second() {
        case("repeated-word").fixes(Safe, "Open the the app, the\nthe end.\n", "Open the app, the end.\n");
        case("repeated-word").fixes(Safe, "**the** the app, a&nbsp;a\n", "**the** the app, a&nbsp;a\n");
    }
}
