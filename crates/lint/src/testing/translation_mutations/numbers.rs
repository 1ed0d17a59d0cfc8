//! Changed numbers, in digits and in words.

use firstaid_content::Page;
use firstaid_language::numbers::{QuantityKind, quantities};
use firstaid_text::TextRange;

use super::replaced;

/// Words for 2, 3, 4, 6 and 10 by language, in their most frequent form.
const WORDS: [(&str, [&str; 5]); 5] = [
    ("ar", ["اثنين", "ثلاثة", "أربعة", "ستة", "عشرة"]),
    ("de", ["zwei", "drei", "vier", "sechs", "zehn"]),
    ("es", ["dos", "tres", "cuatro", "seis", "diez"]),
    ("fr", ["deux", "trois", "quatre", "six", "dix"]),
    ("ru", ["два", "три", "четыре", "шесть", "десять"]),
];

pub(super) fn changed(page: &Page) -> Vec<String> {
    let (prose, language) = (page.prose(), page.key.locale.language());
    let (_, words) = WORDS.iter().find(|(of, _)| *of == language).expect("a language with words");
    let mut damaged = Vec::new();
    let all = quantities(language, prose.text());
    for quantity in all.iter().filter(|it| it.kind > QuantityKind::Possible) {
        let range = prose.source_range(quantity.range.clone());
        if quantity.kind == QuantityKind::Digits {
            damaged.extend(other_digits(page, range));
        } else {
            // A word for the same number is no damage.
            let value = |word: &str| quantities(language, word).first().map(|it| it.values[0]);
            let others = words.iter().filter(|word| value(word).is_some_and(|it| it != quantity.values[0]));
            damaged.extend(others.map(|word| replaced(page.text(), range, word)));
        }
    }
    damaged
}

/// The page with one digit increased by one (9 becomes 0), for each digit; in a number of several digits, also with one
/// dropped.
fn other_digits(page: &Page, range: TextRange) -> Vec<String> {
    let typed = &page.text()[range];
    let mut all = Vec::new();
    for (at, c) in typed.char_indices() {
        let Some(digit) = c.to_digit(10) else { continue };
        let one = TextRange::new(at as u32, at as u32 + 1);
        all.push(replaced(typed, one, &((digit + 1) % 10).to_string()));
        all.extend((typed.len() > 1).then(|| replaced(typed, one, "")));
    }
    all.into_iter().map(|number| replaced(page.text(), range, &number)).collect()
}
