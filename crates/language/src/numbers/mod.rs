//! The numbers of a text, in digits of any script and in words, with their units.
//!
//! Dates, times, versions, ordinals and names with digits are only possible numbers: they may match a number of the
//! other text, and other rules report them. An article must never count as a sure number.

mod arabic;
mod digits;
mod german;
mod ideographs;
mod myriads;
mod phones;
mod quantity;
mod reader;
mod units;
mod words;

pub use quantity::{Quantity, QuantityKind};
pub use reader::quantities;
pub use units::Unit;
use words::words;

/// Whether the number words of a language are known.
pub fn has_words(language: &str) -> bool {
    words(language).is_some()
}

#[cfg(test)]
mod tests {
    use super::quantity::ONE;
    use super::*;

    fn found(language: &str, text: &str) -> Vec<String> {
        let shown = |it: &Quantity| {
            let unit = it.unit.map(|unit| format!(" {unit:?}")).unwrap_or_default();
            let value = it.values[0] / ONE;
            format!("{value}{unit}{}", if it.kind == QuantityKind::Possible { "?" } else { "" })
        };
        quantities(language, text).iter().map(shown).collect()
    }

    #[test]
    fn numbers_are_read_in_words_and_digits() {
        for (language, text, expected) in [
            ("en", "Within two hours, or 24 hours.", vec!["2 Hour", "24 Hour"]),
            ("es", "en dos horas, o 24 h; treinta y un días", vec!["2 Hour", "24 Hour", "31 Day"]),
            ("fr", "quatre-vingt-dix jours, soixante-dix, 8 Go", vec!["90 Day", "70", "8 Gigabyte"]),
            ("de", "einundzwanzig Tage und 2 Wochen", vec!["21 Day", "2 Week"]),
            ("ru", "двух часов, 8 ГБ, двадцать четыре часа", vec!["2 Hour", "8 Gigabyte", "24 Hour"]),
            ("uk", "дві години, п’ять днів, тридцять п'ять хвилин", vec!["2 Hour", "5 Day", "35 Minute"]),
            ("pl", "dwie godziny, dwadzieścia pięć minut", vec!["2 Hour", "25 Minute"]),
            ("en", "a row of 48x36 or 48 x 36", vec!["48?", "36", "48", "36"]),
            ("uk", "вікно 64х32", vec!["64?", "32"]),
            ("en", "an address such as 0x48", vec!["0?"]),
            (
                "en",
                "within 5 metres (about 16-17 feet) of 20 (40 feet of) 30",
                vec!["5", "16?", "17?", "20", "40", "30"],
            ),
            ("cs", "dvě hodiny, dvacet pět minut, třetí den", vec!["2 Hour", "25 Minute", "3 Day?"]),
            ("sv", "två timmar och fem dygn", vec!["2 Hour", "5 Day"]),
            ("hu", "két óra, öt nap", vec!["2 Hour", "5 Day"]),
            ("tr", "iki saat, yirmi beş dakika", vec!["2 Hour", "25 Minute"]),
            ("ar", "خلال ٢٤ ساعة أو خلال ساعتين", vec!["24 Hour", "2 Hour?"]),
            ("ar", "خمس عشرة دقيقة، خمسة وعشرون يومًا", vec!["15 Minute", "25 Day"]),
            ("it", "settecento giorni e novecento euro", vec!["700 Day", "900"]),
            ("pt", "seiscentos dias, oitocentas pessoas", vec!["600 Day", "800"]),
            ("ja", "3ヵ月、2万", vec!["3 Month", "20000"]),
            ("zh", "3个礼拜，2萬", vec!["3 Week", "20000"]),
            ("zh", "等待三个小时，或二十五天，最多一百零五个", vec!["3 Hour", "25 Day", "105"]),
            ("zh", "百分之五十的人；兩萬三千次，二〇二四年", vec!["50 Percent", "23000", "2024 Year"]),
            ("fa", "دو ساعت یا بیست و پنج دقیقه", vec!["2 Hour", "25 Minute"]),
            ("tr", "onyedi gün, on sekiz hafta", vec!["17 Day", "18 Week"]),
            ("en", "two hundred and five thousand, 50% of 3", vec!["205000", "50 Percent", "3"]),
        ] {
            assert_eq!(found(language, text), expected, "{text}");
        }
    }

    #[test]
    fn articles_names_dates_and_versions_are_only_possible_numbers() {
        for (language, text) in [
            ("en", "one of them"),
            ("fr", "un neuf"),
            ("de", "Acht"),
            ("en", "2FA, IPv6 and MP3"),
            ("en", "14:30, 24/7, 2018-02-24, 1.2.3"),
            ("fr", "pour cent"),
            ("ja", "2つ目と3番目"),
            ("ja", "3 番目の値は 16 進数です"),
            ("zh", "第2"),
            ("zh", "星期三、第三次、十几个、两三个"),
            ("fa", "سه‌شنبه و نه"),
            ("tr", "2. kapı"),
            ("en", "16∶9"),
            ("nl", "16:9"),
        ] {
            let all = found(language, text);
            assert!(!all.is_empty() && all.iter().all(|it| it.ends_with('?')), "{text}: {all:?}");
        }
    }

    #[test]
    fn words_with_a_numeral_in_them_are_no_numbers() {
        assert_eq!(found("zh", "十分重要，千万别点三星手机，二维码"), Vec::<String>::new());
        assert_eq!(found("zh", "五金店里有四家店，等十分钟"), ["4", "10 Minute"]);
    }

    #[test]
    fn rows_of_many_groups_are_read_in_linear_time() {
        for (language, group) in [("fr", "000 "), ("en", "000,"), ("en", "10:"), ("en", "1."), ("en", "12-")] {
            assert!(!quantities(language, &group.repeat(50_000)).is_empty(), "{group}");
        }
    }

    #[test]
    fn quantities_are_compared_across_units() {
        let one = |language: &str, text: &str| quantities(language, text).remove(0);
        for (en, es, equals) in [
            ("24 hours", "un día", true),
            ("two weeks", "14 días", true),
            ("two weeks", "quince días", true),
            ("12 months", "un año", true),
            ("two hours", "dos días", false),
            ("8 GB", "8 MB", false),
            ("1,500 people", "1.500 personas", true),
            ("1.5 hours", "1,5 horas", true),
        ] {
            assert_eq!(one("en", en).equals(&one("es", es)), equals, "{en} {es}");
        }
    }
}
