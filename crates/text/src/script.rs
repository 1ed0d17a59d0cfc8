/// Whether a character is a letter of Chinese, Japanese or Korean, which touches Latin names without a blank: 使用Signal,
/// `Signal을`.
pub fn is_east_asian(c: char) -> bool {
    // Iteration marks, kana, ideographs, Hangul (Unicode, blocks).
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
