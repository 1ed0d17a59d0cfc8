//! The language of pages, by the words that every text has: for trees whose paths and configuration do not say it.

use std::fs;
use std::io::Read;
use std::path::Path;

/// Words that are frequent in one language and rare in the others, in lower case.
const WORDS: [(&str, [&str; 12]); 8] = [
    ("en", ["the", "and", "of", "to", "is", "that", "for", "with", "this", "are", "you", "not"]),
    ("es", ["el", "los", "las", "una", "del", "que", "por", "para", "con", "está", "su", "y"]),
    ("fr", ["le", "les", "des", "une", "est", "dans", "pour", "vous", "du", "et", "sur", "avec"]),
    ("de", ["der", "die", "das", "und", "nicht", "ist", "ein", "eine", "mit", "sie", "für", "von"]),
    ("pt", ["os", "uma", "não", "você", "do", "da", "em", "são", "com", "ou", "mais", "seu"]),
    ("it", ["il", "di", "che", "per", "non", "una", "sono", "della", "gli", "è", "con", "più"]),
    ("ru", ["и", "в", "не", "на", "что", "для", "это", "вы", "как", "или", "по", "ваш"]),
    ("ar", ["من", "في", "على", "إلى", "أن", "هذا", "التي", "أو", "عن", "مع", "كل", "ما"]),
];

/// Bytes of a page that are read.
const MAX_BYTES: u64 = 4096;

/// Pages that are read.
const MAX_PAGES: usize = 12;

/// The language of most frequent words in the pages: of eight at least, and of twice as many as any other.
pub(super) fn of_pages<'a>(folder: &Path, pages: impl Iterator<Item = &'a String>) -> Option<&'static str> {
    most_frequent(&counts(folder, pages), 8)
}

/// The language that pages seem to be in, from fewer words: a second sign, for what another one already tells.
pub(super) fn leaning(folder: &Path, pages: impl Iterator<Item = String>) -> Option<&'static str> {
    most_frequent(&counts(folder, pages), 2)
}

fn most_frequent(counts: &[u32; WORDS.len()], least: u32) -> Option<&'static str> {
    let best = (0..WORDS.len()).max_by_key(|&n| counts[n])?;
    let second = (0..WORDS.len()).filter(|&n| n != best).map(|n| counts[n]).max()?;
    (counts[best] >= least && counts[best] >= second * 2).then_some(WORDS[best].0)
}

fn counts(folder: &Path, pages: impl Iterator<Item: AsRef<Path>>) -> [u32; WORDS.len()] {
    let mut counts = [0_u32; WORDS.len()];
    for page in pages.take(MAX_PAGES) {
        let Ok(file) = fs::File::open(folder.join(page)) else { continue };
        let mut bytes = Vec::new();
        if file.take(MAX_BYTES).read_to_end(&mut bytes).is_ok() {
            count(&String::from_utf8_lossy(&bytes), &mut counts);
        }
    }
    counts
}

/// Counts the frequent words of each language.
fn count(text: &str, counts: &mut [u32; WORDS.len()]) {
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        for (n, (_, words)) in WORDS.iter().enumerate() {
            counts[n] += u32::from(words.contains(&word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_words_decide_the_language() {
        let best = |text: &str| {
            let mut counts = [0; WORDS.len()];
            count(text, &mut counts);
            (0..WORDS.len()).max_by_key(|&n| counts[n]).map(|n| WORDS[n].0)
        };
        assert_eq!(best("Wenn das Gerät nicht bei dir ist, sind die Daten und das Konto in Gefahr."), Some("de"));
        assert_eq!(
            best("Cambia la contraseña de la cuenta por una que no esté en el equipo y para los demás."),
            Some("es")
        );
        assert_eq!(best("Если вы не уверены, что это письмо для вас, не открывайте его на телефоне."), Some("ru"));
    }
}
