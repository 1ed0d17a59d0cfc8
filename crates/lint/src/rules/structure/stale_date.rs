use std::sync::LazyLock;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::floor_char_boundary;
use regex::Regex;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds announcements and statements about the present whose date has passed: "expected Autumn 2014", "coming in
/// 2015", "currently (2014)".
///
/// ## Why
/// Readers wait for something that came years ago or never will, or take an old state for today's. Such a line also
/// shows that nobody has reviewed the page since.
///
/// ## Example
/// ```markdown
/// - Self-Defense guide (revision expected Autumn 2014)
/// ```
///
/// ## Use instead
/// ```markdown
/// - [Surveillance Self-Defense](https://ssd.eff.org/)
/// ```
///
/// ## Fix
/// None: only research can show what happened since.
///
/// ## Not reported
/// Dates of past events ("released in 2014", "in 2013 the site was attacked"), copyright lines, citations, change logs,
/// and dates of this year and the last. English, Spanish, French, German, Russian and Arabic only.
///
/// ## When not to use it
/// In archives, whose pages are not updated.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("stale-date"), severity: Severity::Warning, check: Check::Page(check) };

/// By language, announcements with a date and statements about the present with a date. The year is in the group `y`,
/// `y2` or `y3`.
const PATTERNS: [(&str, &str); 6] = [
    (
        "en",
        r"(?ix) (?: ^|[(\[;:,–—-]\s*|\b(?:is|are|be|currently|release|version|revision|update|edition|launch)\s )
              (?:(?:is|are)\ )? (?:expected|scheduled|planned|due\ (?:in|by|for|on|before|around|early|late|mid|spring|summer|autumn|fall|winter)|slated|forthcoming|coming(?:\ soon)?|to\ be\ (?:released|published|completed|launched))
              \s (?:(?:to\ be\ (?-u:\w)+|for\ release|to\ (?:launch|appear|arrive|be)|out|sometime|release)\ )? (?:(?:in|by|for|on|before|during|around)\ )?
              (?:the\ )? (?:(?:early|late|mid|end\ of|beginning\ of|first|second|third|fourth|last|half|quarter|of|q[1-4])[\s-])* (?:(?:spring|summer|autumn|fall|winter|(?-u:\w){3,9}\.?)(?:\ \d\d?)?,?\s(?:of\ )?)? (?P<y>20\d\d)\b
            | \b (?:will\ (?:be\ (?:(?-u:\w)+\ )?(?:released|published|available|launched|completed|updated|introduced|supported|ready|added|removed|discontinued|retired|shut\ down)|launch|appear|arrive|ship|come\ out|end))
              \s (?:(?:here|soon|publicly|again|later)\ )? (?:in|by|on|before|from|around|at\ the\ end\ of|until) \s (?:the\ )? (?:(?:early|late|mid|end\ of|first|second|third|fourth|half|quarter|of|q[1-4])[\s-])* (?:\d\d?(?:st|nd|rd|th)?\s)? (?:[a-z]{3,9}\.?(?:\ \d\d?(?:st|nd|rd|th)?)?,?\s(?:of\ )?)? (?P<y2>20\d\d)\b
            | \b (?:currently|at\ present|right\ now|at\ the\ time\ of\ writing|at\ the\ moment) ,? \s? (?: \( (?:in\ |as\ of\ )? | in\ | as\ of\ ) (?:[a-z]{3,9}\ )? (?P<y3>20\d\d) \)?",
    ),
    (
        "es",
        r"(?ix) \b (?:previst[oa]s?|esperad[oa]s?|programad[oa]s?|próximamente|se\ espera|saldrá|estará\ (?:disponible|list[oa])|se\ (?:publicará|lanzará)|disponible\ a\ partir\ de) \s (?:(?:para|en|a|de|hasta|el|la|finales\ de|principios\ de|mediados\ de|otoño|primavera|verano|invierno|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|del?)\ ){0,6} (?P<y>20\d\d)\b
            | \b (?:actualmente|hoy\ en\ día|en\ la\ actualidad) ,? \s? (?: \( (?:en\ )? | en\ ) (?P<y2>20\d\d) \)?",
    ),
    (
        "fr",
        r"(?ix) \b (?:prévue?s?|attendue?s?|à\ paraître|à\ venir|sortira|paraîtra|sera\ (?:disponible|publiée?|lancée?|prête?)) \s (?:(?:pour|en|à|au|l['’]|le|la|fin|début|mi|courant|automne|printemps|été|hiver|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|d['’])\s?){0,6} (?P<y>20\d\d)\b
            | \b (?:actuellement|à\ l['’]heure\ actuelle) ,? \s? (?: \( (?:en\ )? | en\ ) (?P<y2>20\d\d) \)?",
    ),
    (
        "de",
        r"(?ix) \b (?:erwartet|geplant|angekündigt|vorgesehen|erscheint|kommt|folgt|verfügbar\ ab|voraussichtlich) \s (?:(?:für|im|in|ab|bis|am|zum|voraussichtlich|Ende|Anfang|Mitte|Herbst|Frühjahr|Frühling|Sommer|Winter|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|des|Jahr|Jahres|den)\ ){0,6} (?P<y>20\d\d)\b
            | \b (?:derzeit|zurzeit|zur\ Zeit|momentan|aktuell) ,? \s? \( (?:Stand:?\ )? (?:[\p{L}]{3,9}\ )? (?P<y2>20\d\d) \)",
    ),
    (
        "ru",
        r"(?ix) \b (?:ожидается|планируется|запланирован[аоы]?|намечен[аоы]?|выйдет|появится|будет\ (?:доступн[аоы]?|доступен|опубликован[аоы]?|выпущен[аоы]?|готов[аоы]?)) \s (?:(?:в|на|к|до|осенью|весной|летом|зимой|конце|начале|середине|концу|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре)\ ){0,5} (?P<y>20\d\d)\b
            | \b (?:в\ настоящее\ время|сейчас|на\ данный\ момент) ,? \s? \( (?P<y2>20\d\d) (?:\ (?:г\.?|год))? \)",
    ),
    (
        "ar",
        r"(?x) (?:من\ المتوقع|المتوقع|متوقع|المقرر|سيصدر|سيتوفر|سيكون\ متاحا|قريبا) \s (?:(?:في|خلال|عام|سنة|ربيع|صيف|خريف|شتاء|نهاية|بداية|أن\ \S+)\ ){0,6} (?P<y>20\d\d)
            | (?:حاليا|حالياً|حاليًا) \s? (?: \( | عام\ ) (?P<y2>20\d\d)",
    ),
];

static REGEXES: LazyLock<[(&str, LazyLock<Regex>); 6]> = LazyLock::new(|| {
    [
        ("en", LazyLock::new(|| compiled(0))),
        ("es", LazyLock::new(|| compiled(1))),
        ("fr", LazyLock::new(|| compiled(2))),
        ("de", LazyLock::new(|| compiled(3))),
        ("ru", LazyLock::new(|| compiled(4))),
        ("ar", LazyLock::new(|| compiled(5))),
    ]
});

fn compiled(index: usize) -> Regex {
    Regex::new(PATTERNS[index].1).expect("a valid pattern")
}

/// Bytes before the year in which an announcement may begin.
const MAX_BEFORE: usize = 160;
/// Bytes after the year in which its bracket may close.
const MAX_AFTER: usize = 8;

/// Words of a sentence about past events or other people's works, in lower case.
const PAST_WORDS: [&str; 12] =
    ["was ", "were ", "had been", "©", "copyright", " et al", "originally", "iba ", "wurde", "était", "было", "был "];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some((_, regex)) = REGEXES.iter().find(|(language, _)| *language == cx.language()) else { return };
    let (text, this_year) = (cx.prose.text(), i32::from(cx.world.today.year()));
    let mut end = 0;
    for word in cx.words().iter().filter(|word| word.class.is_year) {
        let at = word.range().start;
        let (block_at, block) = cx.prose.block_around(at);
        let from = floor_char_boundary(block, (at - block_at).saturating_sub(MAX_BEFORE));
        let to = floor_char_boundary(block, (at - block_at + 4 + MAX_AFTER).min(block.len()));
        let window = &block[from..to];
        let hits = regex.captures_iter(window).filter_map(|hit| {
            let year = ["y", "y2", "y3"].iter().find_map(|name| hit.name(name))?;
            Some((hit.get(0)?, year))
        });
        for (hit, year) in hits {
            let place = block_at + from + hit.start()..block_at + from + hit.end();
            let is_past = year.as_str().parse::<i32>().is_ok_and(|year| year + 1 < this_year);
            let before = sentence_before(&text[block_at..], place.start - block_at).to_lowercase();
            if block_at + from + year.start() != at
                || place.start < end
                || !is_past
                || PAST_WORDS.iter().any(|it| before.contains(it))
            {
                continue;
            }
            end = place.end;
            let start = place.start + hit.as_str().len()
                - hit.as_str().trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let stop = block_at + from + year.end();
            let finding =
                report.found(cx.prose.source_range(start..stop), format!("the year {} has passed", year.as_str()));
            report.push(finding.help("find out what happened since, and update the text"));
        }
    }
}

/// The part of the sentence before an offset of a block.
fn sentence_before(block: &str, at: usize) -> &str {
    let start = block[..at].rfind(['.', '!', '?']).map_or(0, |end| end + 1);
    &block[start..at]
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn old_announcements_are_found() {
        for text in [
            "The guide («revision expected Autumn 2014»)\n",
            "- Version 2 («coming in 2015»)\n",
            "It «will be released in March 2016» or so. It «is scheduled for release in early 2020».\n",
            "There are «currently (2014» no tools. «At the time of writing (May 2018» it works.\n",
            "A new «version is due by the end of 2019», it «will be available on 1 May 2020».\n",
        ] {
            case("stale-date").finds(text);
        }
    }

    #[test]
    fn old_announcements_in_other_languages_are_found() {
        for (locale, text) in [
            ("es", "Revisión «prevista para el otoño de 2014». «Actualmente (2015»)\n"),
            ("fr", "Révision «prévue pour l'automne 2014», «actuellement en 2013»\n"),
            ("de", "Überarbeitung «erwartet im Herbst 2014», «derzeit (2014»)\n"),
            ("ru", "Новая версия «ожидается осенью 2014» года, «появится в 2015» году\n"),
            ("ar", "نسخة جديدة «متوقع في خريف 2014»\n"),
        ] {
            case("stale-date").locale(locale).finds(text);
        }
    }

    #[test]
    fn history_the_last_year_and_the_future_are_not_reported() {
        for text in [
            "It was expected in 2014. Published in 2014. In 2013 the site was attacked. © 2014 EFF.\n",
            "Expected in 2025, coming in 2026, planned for 2027. Released in March 2016, it grew.\n",
            "As of version 2014 it runs. Since 2015 there are currently 2000 pages. `expected 2014`\n",
            "Smith (2014) expected 20 of 2014 people. Call 2014-05-05. They are due 2014 euros? No.\n",
        ] {
            case("stale-date").finds(text);
        }
    }
}
