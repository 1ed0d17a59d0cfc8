//! Words behind digits that multiply them: "2万" is 20,000, "3 लाख" is 300,000.

/// Each word with its factor, those of several letters first.
const WORDS: [(&str, u64); 18] = [
    ("करोड़", 10_000_000),
    ("লক্ষ", 100_000),
    ("লাখ", 100_000),
    ("कोटी", 10_000_000),
    ("लाख", 100_000),
    ("हज़ार", 1000),
    ("हजार", 1000),
    ("万", 10_000),
    ("萬", 10_000),
    ("만", 10_000),
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("억", 100_000_000),
    ("千", 1000),
    ("천", 1000),
    ("百", 100),
    ("百万", 1_000_000),
    ("兆", 1_000_000_000_000),
];

/// The factor of the word behind a number that ends at a place, and where the word ends; 1 without one.
pub(super) fn multiplier(text: &str, end: usize) -> (u64, usize) {
    let rest = text[end..].trim_start_matches([' ', '\u{a0}']);
    let start = text.len() - rest.len();
    let longest = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
    longest.map_or((1, end), |(word, factor)| (*factor, start + word.len()))
}
