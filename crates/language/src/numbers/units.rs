//! Units of what is counted, by language: times, amounts of data, parts of a hundred.

use super::words::without_particles;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Kilobyte,
    Megabyte,
    Gigabyte,
    Terabyte,
    Percent,
}

/// What can be told from each other by number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Time,
    /// Months are of no certain length.
    Calendar,
    Data,
    Percent,
}

/// A unit and its words.
type UnitWords = (Unit, &'static [&'static str]);

/// Words by language; `*` stands for any ending of up to three letters.
const WORDS: [(&str, &[UnitWords]); 6] = [
    (
        "ar",
        &[
            (Unit::Second, &["ثانية", "ثوان", "ثواني", "ثانيتين", "ثانيتان"]),
            (Unit::Minute, &["دقيقة", "دقائق", "دقيقتين", "دقيقتان"]),
            (Unit::Hour, &["ساعة", "ساعات", "ساعتين", "ساعتان"]),
            (Unit::Day, &["يوم", "يومًا", "يوما", "أيام", "يومين", "يومان"]),
            (Unit::Week, &["أسبوع", "أسبوعًا", "أسابيع", "أسبوعين", "أسبوعان"]),
            (Unit::Month, &["شهر", "شهرًا", "شهرا", "أشهر", "شهور", "شهرين", "شهران"]),
            (Unit::Year, &["سنة", "سنوات", "عام", "عامًا", "أعوام", "سنتين", "سنتان", "عامين", "عامان"]),
            (Unit::Kilobyte, &["كيلوبايت"]),
            (Unit::Megabyte, &["ميغابايت", "ميجابايت"]),
            (Unit::Gigabyte, &["غيغابايت", "جيجابايت", "غيغا", "جيجا"]),
            (Unit::Terabyte, &["تيرابايت"]),
            (Unit::Percent, &["بالمئة", "بالمائة"]),
        ],
    ),
    (
        "de",
        &[
            (Unit::Second, &["sekunde", "sekunden"]),
            (Unit::Minute, &["minute", "minuten"]),
            (Unit::Hour, &["stunde", "stunden"]),
            (Unit::Day, &["tag", "tage", "tagen", "tages"]),
            (Unit::Week, &["woche", "wochen"]),
            (Unit::Month, &["monat", "monate", "monaten", "monats"]),
            (Unit::Year, &["jahr", "jahre", "jahren", "jahres"]),
            (Unit::Percent, &["prozent"]),
        ],
    ),
    (
        "en",
        &[
            (Unit::Second, &["second", "seconds"]),
            (Unit::Minute, &["minute", "minutes"]),
            (Unit::Hour, &["hour", "hours"]),
            (Unit::Day, &["day", "days"]),
            (Unit::Week, &["week", "weeks"]),
            (Unit::Month, &["month", "months"]),
            (Unit::Year, &["year", "years"]),
            (Unit::Percent, &["percent"]),
        ],
    ),
    (
        "es",
        &[
            (Unit::Second, &["segundo", "segundos"]),
            (Unit::Minute, &["minuto", "minutos"]),
            (Unit::Hour, &["hora", "horas"]),
            (Unit::Day, &["día", "días", "dia", "dias"]),
            (Unit::Week, &["semana", "semanas"]),
            (Unit::Month, &["mes", "meses"]),
            (Unit::Year, &["año", "años"]),
            (Unit::Percent, &["por"]),
        ],
    ),
    (
        "fr",
        &[
            (Unit::Second, &["seconde", "secondes"]),
            (Unit::Minute, &["minute", "minutes"]),
            (Unit::Hour, &["heure", "heures"]),
            (Unit::Day, &["jour", "jours", "journée", "journées"]),
            (Unit::Week, &["semaine", "semaines"]),
            (Unit::Month, &["mois"]),
            (Unit::Year, &["an", "ans", "année", "années"]),
            (Unit::Kilobyte, &["ko", "kilooctet*"]),
            (Unit::Megabyte, &["mo", "mégaoctet*"]),
            (Unit::Gigabyte, &["go", "gigaoctet*"]),
            (Unit::Terabyte, &["to", "téraoctet*"]),
            (Unit::Percent, &["pour"]),
        ],
    ),
    (
        "ru",
        &[
            (Unit::Second, &["секунд*"]),
            (Unit::Minute, &["минут*"]),
            (Unit::Hour, &["час", "часа", "часов", "часам", "часах", "часами"]),
            (Unit::Day, &["день", "дня", "дней", "дни", "дням", "днях", "сутки", "суток"]),
            (Unit::Week, &["недел*"]),
            (Unit::Month, &["месяц*"]),
            (Unit::Year, &["год", "года", "лет", "годам", "годах"]),
            (Unit::Kilobyte, &["кб", "килобайт*"]),
            (Unit::Megabyte, &["мб", "мегабайт*"]),
            (Unit::Gigabyte, &["гб", "гигабайт*"]),
            (Unit::Terabyte, &["тб", "терабайт*"]),
            (Unit::Percent, &["процент*"]),
        ],
    ),
];

/// As all languages write them.
const SYMBOLS: [(Unit, &[&str]); 5] = [
    (Unit::Hour, &["h"]),
    (Unit::Kilobyte, &["kb", "kib", "kilobyte*"]),
    (Unit::Megabyte, &["mb", "mib", "megabyte*"]),
    (Unit::Gigabyte, &["gb", "gib", "gigabyte*"]),
    (Unit::Terabyte, &["tb", "tib", "terabyte*"]),
];

/// The unit that a word in lower case names.
pub(super) fn unit(language: &str, word: &str) -> Option<Unit> {
    let own = WORDS.iter().find(|(of, _)| *of == language).map_or(&[][..], |(_, units)| *units);
    let bare = if language == "ar" { without_particles(word) } else { word };
    let all = own.iter().chain(&SYMBOLS);
    let mut named = all.filter(|(_, words)| words.iter().any(|form| is_form(form, word) || is_form(form, bare)));
    named.next().map(|(unit, _)| *unit)
}

/// Whether an Arabic word says "two" of its unit by its ending.
pub(super) fn is_dual(word: &str) -> bool {
    word.ends_with("ين") && word.chars().count() > 4 || word.ends_with("ان") && word.chars().count() > 4
}

fn is_form(form: &str, word: &str) -> bool {
    const ENDING: usize = 3;
    match form.strip_suffix('*') {
        Some(stem) => word.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= ENDING),
        None => form == word,
    }
}

impl Unit {
    fn dimension(self) -> Dimension {
        match self {
            Self::Second | Self::Minute | Self::Hour | Self::Day | Self::Week => Dimension::Time,
            Self::Month | Self::Year => Dimension::Calendar,
            Self::Kilobyte | Self::Megabyte | Self::Gigabyte | Self::Terabyte => Dimension::Data,
            Self::Percent => Dimension::Percent,
        }
    }

    /// How much of the smallest unit of its kind it is.
    fn factor(self) -> u64 {
        match self {
            Self::Second | Self::Month | Self::Kilobyte | Self::Percent => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 24 * 3600,
            Self::Week => 7 * 24 * 3600,
            Self::Year => 12,
            Self::Megabyte => 1000,
            Self::Gigabyte => 1_000_000,
            Self::Terabyte => 1_000_000_000,
        }
    }

    /// Whether so much of one is so much of the other: 24 hours are a day.
    pub(super) fn is_as_much((value, unit): (u64, Self), (other, its): (u64, Self)) -> bool {
        if unit.dimension() != its.dimension() {
            return false;
        }
        let amounts = (value.saturating_mul(unit.factor()), other.saturating_mul(its.factor()));
        amounts.0 == amounts.1 || is_by_custom((value, unit), (other, its)) || is_by_custom((other, its), (value, unit))
    }
}

/// In French and Spanish, a week has eight days and two have fifteen.
fn is_by_custom((days, day): (u64, Unit), (weeks, week): (u64, Unit)) -> bool {
    let is_pair = day == Unit::Day && week == Unit::Week;
    is_pair && matches!((days, weeks), (8_000, 1_000) | (15_000, 2_000))
}
