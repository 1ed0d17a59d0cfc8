/// The digit zero of each script: ASCII, Arabic, Persian, the Indic scripts from Devanagari to Malayalam, Thai, Lao,
/// Tibetan, Burmese, Khmer, Mongolian, full width. Behind each stand its other nine (Unicode, general category Nd).
const ZEROS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{ff10}',
];

/// The value of a decimal digit, 0 to 9, of any of these scripts.
pub fn digit_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|&zero| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10))
}

/// The ASCII digit of the same value.
pub fn ascii_digit(c: char) -> Option<char> {
    char::from_digit(digit_value(c)?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_of_any_script_has_its_value() {
        let digits = |text: &str| text.chars().filter_map(ascii_digit).collect::<String>();
        assert_eq!(digits("07 ٠٧ ۰۷ ०७ ０７"), "0707070707");
        assert_eq!(digits("a ½ ² 七 Ⅶ"), "");
    }
}
