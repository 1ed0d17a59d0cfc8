//! Reads a number, in digits or words, where a text has one.

use std::ops::Range;

use super::arabic::is_dual;
use super::digits::{self, Digits, digits_at};
use super::ideographs;
use super::myriads::multiplier;
use super::phones::{Phone, phone_at};
use super::quantity::{ONE, Quantity, QuantityKind};
use super::units::{Unit, unit};
use super::words::{CONNECTORS, Numeral, Words, numeral, words};

/// The numbers of a text, in order.
pub fn quantities(language: &str, text: &str) -> Vec<Quantity> {
    let mut reader = Reader { language, words: words(language), text, found: Vec::new() };
    let mut at = 0;
    while let Some((start, is_digits)) = next_start(text, at) {
        at = if is_digits { reader.read_digits(start) } else { reader.read_words(start) };
    }
    reader.found
}

/// Start of the next word or number, and whether it begins with a digit.
fn next_start(text: &str, from: usize) -> Option<(usize, bool)> {
    let (at, c) = text[from..].char_indices().find(|(_, c)| c.is_alphanumeric())?;
    Some((from + at, digits::value_of(c).is_some()))
}

struct Reader<'t> {
    language: &'t str,
    words: Option<&'static Words>,
    text: &'t str,
    found: Vec<Quantity>,
}

impl Reader<'_> {
    /// Reads a number or word that begins with a digit; returns its end.
    fn read_digits(&mut self, start: usize) -> usize {
        if let Some(Phone { value, end, is_sure }) = phone_at(self.text, start) {
            let values = [value.saturating_mul(ONE); 2];
            let kind = if is_sure { QuantityKind::Digits } else { QuantityKind::Possible };
            self.found.push(Quantity { values, unit: None, range: start..end, kind });
            return end;
        }
        let Digits { values, end, is_plain } = digits_at(self.language, self.text, start);
        if let Some(values) = afternoon(values, &self.text[end..]) {
            self.found.push(Quantity { values, unit: None, range: start..end, kind: QuantityKind::Possible });
            return end;
        }
        let (values, end) = self.multiplied(values, end);
        let unit = self.unit_behind(end);
        let is_glued = self.text[end..].chars().next().is_some_and(|c| c.is_alphabetic() && !is_unspaced(c));
        let is_number = is_plain && (!is_glued || unit.is_some());
        // "100 %" is also said as "entirely", and a range from zero as "within".
        let is_all = unit == Some(Unit::Percent) && values[0] == 100 * ONE;
        let is_start = values[0] == 0 && self.text[end..].trim_start().starts_with(['-', '–', '—', '\u{2011}']);
        let is_sure = is_number && values[0] != ONE && !is_all && !is_start && !self.is_conversion(start);
        let kind = if is_sure { QuantityKind::Digits } else { QuantityKind::Possible };
        self.found.push(Quantity { values, unit: unit.filter(|_| is_number), range: start..end, kind });
        match end_of_times(&self.text[end..]) {
            Some(len) if is_glued && values[0] > 0 => end + len,
            _ if is_glued => word_end(self.text, end),
            _ => end,
        }
    }

    /// Whether a number stands in brackets that give an amount in a customary unit: "5 metres (about 16-17 feet)".
    fn is_conversion(&self, start: usize) -> bool {
        /// Maximum distance of a bracket, in bytes.
        const REACH: usize = 32;
        let Some(words) = self.words.filter(|words| !words.customary_units.is_empty()) else { return false };
        let bytes = self.text.as_bytes();
        let before = &bytes[start.saturating_sub(REACH)..start];
        let behind = &bytes[start..(start + REACH).min(bytes.len())];
        let is_inside = before.iter().rev().find(|byte| matches!(byte, b'(' | b')')) == Some(&b'(');
        let Some(end) = behind.iter().position(|&byte| byte == b')').filter(|_| is_inside) else { return false };
        let last = self.text[start..start + end].trim_end().rsplit(|c: char| !c.is_alphabetic()).next();
        last.is_some_and(|last| words.customary_units.contains(&&*last.to_lowercase()))
    }

    /// Reads a word, or the number of several words that begins with it; returns its end.
    fn read_words(&mut self, start: usize) -> usize {
        let end = word_end(self.text, start);
        if let Some(end) = self.read_name(start..end) {
            return end;
        }
        let Some(words) = self.words else { return end };
        if !words.measures.is_empty() {
            self.read_ideographs(words, start..end);
            return end;
        }
        if let Some(month) = words.month(&self.text[start..end].to_lowercase()) {
            let values = [month * ONE; 2];
            self.found.push(Quantity { values, unit: None, range: start..end, kind: QuantityKind::Possible });
            return end;
        }
        let Some(first) = self.numeral(words, start..end) else {
            self.push_dual(start..end);
            return end;
        };
        let (number, end) = self.composed(words, first, end);
        let unit = self.unit_behind(end);
        let is_percentage = first.value == 100 && self.is_behind_per(words, start);
        // A compound joined without a blank may be another word: Persian "three-Saturday" is Tuesday.
        let is_joined = self.text[end..].starts_with('\u{200c}');
        let kind =
            if number.is_sure && !is_percentage && !is_joined { QuantityKind::Words } else { QuantityKind::Possible };
        let values = [number.value.saturating_mul(ONE); 2];
        self.found.push(Quantity { values, unit, range: start..end, kind });
        end
    }

    /// Reads the numbers of a row of characters that has no blanks between its words.
    fn read_ideographs(&mut self, words: &Words, row: Range<usize>) {
        let mut at = row.start;
        while let Some(it) = ideographs::next(words, self.text, at, row.end) {
            at = it.end;
            let values = [it.value.saturating_mul(ONE); 2];
            let unit = if it.is_percentage { Some(Unit::Percent) } else { self.unit_behind(it.end) };
            let is_sure = (unit.is_some() || it.is_measured) && it.value > 1 && (it.is_percentage || !it.is_vague);
            let kind = if is_sure { QuantityKind::Words } else { QuantityKind::Possible };
            self.found.push(Quantity { values, unit, range: it.start..it.end, kind });
        }
    }

    /// A number with the words behind it that multiply it, and their sum: "1万2千" is 12,000.
    fn multiplied(&self, values: [u64; 2], end: usize) -> ([u64; 2], usize) {
        let (times, mut end) = multiplier(self.text, end);
        let mut values = values.map(|value| value.saturating_mul(times));
        let mut last = times;
        while last > 1 && self.text[end..].starts_with(|c| digits::value_of(c).is_some()) {
            let next = digits_at(self.language, self.text, end);
            let (times, after) = multiplier(self.text, next.end);
            if times >= last {
                break;
            }
            values = [0, 1].map(|n: usize| values[n].saturating_add(next.values[n].saturating_mul(times)));
            (last, end) = (times, after);
        }
        (values, end)
    }

    /// Reads a name with digits, such as "TLSv1.3"; returns its end.
    fn read_name(&mut self, word: Range<usize>) -> Option<usize> {
        let (at, _) = self.text[word.clone()].char_indices().find(|(_, c)| digits::value_of(*c).is_some())?;
        let Digits { values, end, .. } = digits_at(self.language, self.text, word.start + at);
        let end = end.max(word.end);
        self.found.push(Quantity { values, unit: None, range: word.start..end, kind: QuantityKind::Possible });
        Some(end)
    }

    /// "pour cent", "por ciento".
    fn is_behind_per(&self, words: &Words, start: usize) -> bool {
        words.per_hundred.is_some_and(|per| self.text[..start].trim_end().ends_with(per))
    }

    /// Adds the number that an Arabic word has in its ending, if it is a dual.
    fn push_dual(&mut self, range: Range<usize>) {
        let word = &self.text[range.clone()];
        if self.language == "ar" && is_dual(word) {
            let kind = QuantityKind::Possible;
            self.found.push(Quantity { values: [2 * ONE; 2], unit: unit("ar", word), range, kind });
        }
    }

    fn numeral(&self, words: &Words, range: Range<usize>) -> Option<Numeral> {
        /// Maximum length of a number word, in bytes; Ukrainian `чотирнадцятисторінковий` takes 46.
        const MAX: usize = 64;
        let word = &self.text[range];
        if word.len() > MAX {
            return None;
        }
        let is_lower = word.bytes().all(|b| b.is_ascii_lowercase());
        if is_lower {
            return numeral(words, self.language, word);
        }
        numeral(words, self.language, &word.to_lowercase().replace('’', "'"))
    }

    /// A number of several words, the first of which ends at `end`: "two hundred and five", "soixante-dix".
    fn composed(&self, words: &Words, first: Numeral, end: usize) -> (Numeral, usize) {
        let (mut total, mut current, mut end) = (0_u64, first.value, end);
        let mut is_sure = first.is_sure;
        while let Some((next, range)) = self.next_numeral(words, end) {
            let fits = |under: u64, of: u64| next.value < under && current % of == 0 && current > 0;
            let is_teen = current % 100 == 10 && next.value < 10 && words.has_open_teens;
            if next.value >= 1000 && next.value.is_multiple_of(1000) && total == 0 {
                total = current.saturating_mul(next.value);
                current = 0;
            } else if next.value == 100 && (2..10).contains(&current) {
                current *= 100;
            } else if current == 4 && next.value == 20 && words.counts_in_twenties {
                current = 80;
            } else if current >= 20 && fits(10, 10)
                || is_teen
                || fits(100, 100)
                || current == 0 && next.value < 1000
                || matches!(current, 60 | 80) && next.value < 20 && words.counts_in_twenties
                || current < 10 && (10..100).contains(&next.value) && words.has_units_before_tens
            {
                current += next.value;
            } else {
                break;
            }
            is_sure = true;
            end = range.end;
        }
        (Numeral { value: total.saturating_add(current), is_sure }, end)
    }

    /// The next part of a number that ends at a place so far: behind a blank or a hyphen, or behind a connecting word.
    fn next_numeral(&self, words: &Words, at: usize) -> Option<(Numeral, Range<usize>)> {
        let next_word = |at: usize| {
            let rest = &self.text[at..];
            let start = at + rest.strip_prefix([' ', '\u{a0}', '-', '\u{2011}']).map_or(0, |it| rest.len() - it.len());
            let is_word = start > at && self.text[start..].starts_with(char::is_alphabetic);
            is_word.then(|| start..word_end(self.text, start))
        };
        let range = next_word(at)?;
        if CONNECTORS.contains(&self.text[range.clone()]) {
            let range = next_word(range.end)?;
            return Some((self.numeral(words, range.clone())?, range));
        }
        Some((self.numeral(words, range.clone())?, range))
    }

    /// The unit of a number that ends at a place: the word or percent sign behind it.
    fn unit_behind(&self, end: usize) -> Option<Unit> {
        let rest = self.text[end..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '-', '\u{2011}']);
        let start = self.text.len() - rest.len();
        if rest.starts_with(['%', '٪', '％']) {
            return Some(Unit::Percent);
        }
        let word = self.text[start..word_end(self.text, start)].to_lowercase();
        unit(self.language, &word)
    }
}

/// Length of the sign of a multiplication that digits follow: "48x48", in Latin or Cyrillic.
fn end_of_times(behind: &str) -> Option<usize> {
    let rest = behind.strip_prefix(['x', 'X', '\u{445}', '\u{425}'])?;
    rest.starts_with(|c| digits::value_of(c).is_some()).then_some(behind.len() - rest.len())
}

/// The two readings of an hour of the afternoon: "5 p.m." is 5 or 17. `None` without such a mark behind it.
fn afternoon(values: [u64; 2], behind: &str) -> Option<[u64; 2]> {
    const MARKS: [&str; 5] = ["pm", "p.m", "p. m", "p.\u{a0}m", "p.\u{202f}m"];
    let behind: String = behind.trim_start().chars().take(4).flat_map(char::to_lowercase).collect();
    let is_afternoon =
        MARKS.iter().any(|mark| behind.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    (is_afternoon && values[0] <= 12 * ONE).then(|| [values[0], values[0] % (12 * ONE) + 12 * ONE])
}

/// The end of the word that begins at a place. Where words are not parted by blanks, digits end it.
fn word_end(text: &str, start: usize) -> usize {
    // Letters, and marks on letters: accents, Arabic vowel signs, the nukta and virama of Indic scripts.
    let is_inside = |c: char| {
        let is_mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}');
        c.is_alphanumeric() || is_mark || matches!(c, '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}')
    };
    // In Ukrainian and its neighbours, an apostrophe is a letter: `п'ять`.
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52f}');
    let goes_on = |at: usize| text[at..].chars().nth(1).is_some_and(is_cyrillic);
    let mut before = '\0';
    let ends = |(at, c): &(usize, char)| {
        let is_letter = matches!(c, '\'' | '’') && is_cyrillic(before) && goes_on(start + at);
        let is_edge = is_unspaced(before) && digits::value_of(*c).is_some() || is_unspaced(*c) && before.is_ascii();
        let ends = !is_inside(*c) && !is_letter || before != '\0' && is_edge;
        before = *c;
        ends
    };
    text[start..].char_indices().find(ends).map_or(text.len(), |(len, _)| start + len)
}

/// Whether a letter is of a script that does not part words by blanks, or puts none between digits and a word: Thai,
/// Lao, Burmese, Khmer, Chinese, Japanese, Korean.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
