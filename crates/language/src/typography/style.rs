//! The quotation marks and the dash of a language, from its `typography.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;

const FILE: &str = "typography.txt";

pub(super) struct Style {
    pub(super) quotation_marks: Option<QuotationMarks>,
    /// What stands between the parts of a sentence.
    pub(super) dash: &'static str,
    /// Words, in lower case, behind which a single capital counts: "plan B". Behind others, `B:` names a drive.
    pub(super) before_letters: Vec<&'static str>,
}

pub(super) struct QuotationMarks {
    pub(super) open: char,
    pub(super) close: char,
    /// Marks that are often typed for the closing one.
    pub(super) wrong_close: Vec<char>,
    /// Whether a narrow no-break blank stands inside of each mark.
    pub(super) has_narrow_blanks: bool,
}

/// The style of languages without a `typography.txt`.
static DEFAULT: Style = Style { quotation_marks: None, dash: "—", before_letters: Vec::new() };

static STYLES: LazyLock<HashMap<&'static str, Style>> =
    LazyLock::new(|| data::parse_each(FILE, |text| Style::parse(text).expect("a test reads the embedded styles")));

pub(super) fn style(language: &str) -> &'static Style {
    STYLES.get(language).unwrap_or(&DEFAULT)
}

impl Style {
    fn parse(text: &'static str) -> Result<Self, String> {
        let mut style = Self { quotation_marks: None, dash: DEFAULT.dash, before_letters: Vec::new() };
        for (key, values) in data::entries(text) {
            let values: Vec<&'static str> = values.collect();
            let chars = || values.iter().filter_map(|value| value.chars().next());
            match (key, &mut style.quotation_marks) {
                ("quotation marks", marks) => {
                    let (open, close) = chars().next().zip(chars().nth(1)).ok_or("quotation marks: two are needed")?;
                    *marks = Some(QuotationMarks { open, close, wrong_close: Vec::new(), has_narrow_blanks: false });
                }
                ("wrong closing marks", Some(marks)) => marks.wrong_close.extend(chars()),
                ("inside of quotation marks", Some(marks)) => marks.has_narrow_blanks = values == ["narrow blanks"],
                ("dash", _) => style.dash = values[0],
                ("before a letter that counts", _) => style.before_letters = values,
                _ => return Err(format!("`{key}`")),
            }
        }
        Ok(style)
    }
}

impl QuotationMarks {
    /// The opening mark with the blank behind it, and the closing mark with the blank before it.
    pub(super) fn with_blanks(&self) -> (String, String) {
        let blank = if self.has_narrow_blanks { "\u{202f}" } else { "" };
        (format!("{}{blank}", self.open), format!("{blank}{}", self.close))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for language in data::languages_with(FILE) {
            let parsed = Style::parse(data::text(language, FILE).unwrap());
            assert!(parsed.is_ok(), "{language}: {:?}", parsed.err());
        }
        assert!(Style::parse("quote: x\n").is_err());
    }
}
