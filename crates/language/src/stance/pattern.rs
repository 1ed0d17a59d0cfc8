//! The patterns of `stance.txt`, read once. `data/README.md` explains them.

use std::collections::HashMap;
use std::sync::Arc;

use super::cue::Cue;
use crate::data;
use crate::words::words;

pub(super) const FILE: &str = "stance.txt";

/// Patterns of any language: both names, parted by marks alone.
const IN_ANY_LANGUAGE: &str = "both names: @ ( *4 =\nboth names: = ( *4 @\nboth names: @ / =\nboth names: = / @\n";

/// One element of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// A word of one of these forms.
    Word(Vec<Form>),
    /// Any one word or name.
    Any,
    Mark(char),
    /// The element may be missing.
    Optional(Arc<[Part]>),
    /// One of several phrases.
    Set(Arc<[Vec<Part>]>),
    /// Up to that many words or addresses of the same clause, without names.
    Gap {
        max: u8,
        is_short: bool,
    },
    /// A year.
    Year,
    /// A year that is not behind the end of the tool.
    YearBeforeEnd,
    /// The present name of what the sentence is asked about.
    NewName,
    /// Another name.
    Name,
    /// No word of these forms comes next.
    Not(Vec<Form>),
    /// The clause begins or ends here.
    Edge,
}

/// A word, or all words with a beginning or an ending.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Form {
    pub(super) text: Box<str>,
    /// Any letters may precede.
    pub(super) any_start: bool,
    /// Any letters may follow.
    pub(super) any_end: bool,
}

/// A pattern, cut at the name that it is about.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) cue: Cue,
    /// Elements before the name, from it to the left; phrases in sets run in the same direction.
    pub(super) before: Vec<Part>,
    /// Elements behind the name.
    pub(super) after: Vec<Part>,
    /// Whether it counts only for a tool that has another name today.
    pub(super) needs_new_name: bool,
    /// Whether a limit behind the name ("without a password") takes the warning back.
    pub(super) has_no_limit: bool,
}

/// What `stance.txt` of a language holds.
#[derive(Default, Debug)]
pub(super) struct Rules {
    pub(super) patterns: Vec<Pattern>,
    /// Patterns of headings, with what they say of the whole section.
    pub(super) headings: Vec<(Cue, Vec<Part>)>,
    /// Adverbials that set a sentence into a year: "in 2013".
    pub(super) dated: Vec<Vec<Part>>,
    /// Verbs in a past tense.
    pub(super) past_tense: Vec<Form>,
    /// Finite verbs in a past tense, with their subjects.
    pub(super) told: Vec<Vec<Part>>,
    /// Words of advice and of the present tense: a sentence that has one tells no history.
    pub(super) not_told: Vec<Form>,
    /// Headers of table columns, with what they say of the names below them.
    pub(super) columns: Vec<(Cue, Vec<Part>)>,
    /// Headers of table columns, with what they say of the names in other columns.
    pub(super) beside_columns: Vec<(Cue, Vec<Part>)>,
    /// Headers of table columns, with what they say of all names of the table.
    pub(super) tables: Vec<(Cue, Vec<Part>)>,
    /// First words of an answer that denies its question.
    pub(super) denying_answers: Vec<Form>,
    /// What denies the statement of a sentence.
    pub(super) denials: Vec<Vec<Part>>,
    /// Words that a gap does not reach over: conjunctions, relative pronouns.
    pub(super) stops: Vec<Form>,
    /// Words that a short gap does not reach over, either: prepositions, verbs of advice.
    pub(super) short_stops: Vec<Form>,
    /// Words that make a clause a condition, so that it states nothing.
    pub(super) conditions: Vec<Form>,
    /// Words behind a name that limit what is said of it to some cases.
    pub(super) limits: Vec<Form>,
    /// Words between the items of an enumeration.
    pub(super) conjunctions: Vec<Form>,
}

type Sets = HashMap<&'static str, Arc<[Vec<Part>]>>;

/// Reads a file; the error is the line that is no pattern.
pub(super) fn parse(text: &'static str) -> Result<Rules, String> {
    let mut rules = Rules::default();
    let mut sets = Sets::new();
    for line in data::lines(text).chain(IN_ANY_LANGUAGE.lines()) {
        parse_line(line, &mut rules, &mut sets).ok_or_else(|| format!("`{line}` is no pattern"))?;
    }
    Ok(rules)
}

fn parse_line(line: &'static str, rules: &mut Rules, sets: &mut Sets) -> Option<()> {
    let (key, value) = line.split_once(": ")?;
    if let Some(name) = key.strip_prefix("set ") {
        let phrases: Vec<Vec<Part>> = value.split(", ").map(|phrase| parts(phrase, sets)).collect::<Option<_>>()?;
        let phrases = sets.get(name).map(|known| known.to_vec()).into_iter().flatten().chain(phrases).collect();
        sets.insert(name, phrases);
        return Some(());
    }
    match key {
        "gap stops at" => rules.stops.extend(value.split(", ").map(Form::parse)),
        "short gap stops at" => rules.short_stops.extend(value.split(", ").map(Form::parse)),
        "condition" => rules.conditions.extend(value.split(", ").map(Form::parse)),
        "limit" => rules.limits.extend(value.split(", ").map(Form::parse)),
        "conjunction" => rules.conjunctions.extend(value.split(", ").map(Form::parse)),
        "past tense" => rules.past_tense.extend(value.split(", ").map(Form::parse)),
        "not told" => rules.not_told.extend(value.split(", ").map(Form::parse)),
        "answer no" => rules.denying_answers.extend(value.split(", ").map(Form::parse)),
        "dated" => rules.dated.push(parts(value, sets)?),
        "told" => rules.told.push(parts(value, sets)?),
        "denial" => rules.denials.push(parts(value, sets)?),
        "heading gone" => rules.headings.push((Cue::Gone, parts(value, sets)?)),
        "column gone" => rules.columns.push((Cue::Gone, parts(value, sets)?)),
        "beside gone" => rules.beside_columns.push((Cue::Gone, parts(value, sets)?)),
        "table gone" => rules.tables.push((Cue::Gone, parts(value, sets)?)),
        "heading left" => rules.headings.push((Cue::Left, parts(value, sets)?)),
        _ => {
            let cue = Cue::by_key(key)?;
            let (before, after) = match value.split_once('@')? {
                ("", after) => (Vec::new(), after),
                (before, after) => (parts(before.trim_end(), sets)?, after),
            };
            let after = if after.is_empty() { Vec::new() } else { parts(after.strip_prefix(' ')?, sets)? };
            rules.patterns.push(Pattern {
                cue,
                before: reversed(before),
                after,
                needs_new_name: key == "both names",
                has_no_limit: key == "forbidden",
            });
        }
    }
    Some(())
}

fn parts(text: &'static str, sets: &Sets) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    for token in text.split(' ') {
        match token.strip_prefix('?').filter(|inner| !inner.is_empty()) {
            Some(inner) => found.push(Part::Optional(part(inner, sets)?.into())),
            None => found.extend(part(token, sets)?),
        }
    }
    Some(found)
}

/// The elements of one token; several for a word that is cut, such as `don't`.
fn part(token: &'static str, sets: &Sets) -> Option<Vec<Part>> {
    let one = |part: Part| Some(vec![part]);
    if let Some(name) = token.strip_prefix('{') {
        return one(Part::Set(Arc::clone(sets.get(name.strip_suffix('}')?)?)));
    }
    if let Some(forms) = token.strip_prefix('!') {
        return one(Part::Not(forms.split('|').map(Form::parse).collect()));
    }
    match token {
        "" => None,
        "*" => one(Part::Any),
        "#" => one(Part::Year),
        "#<" => one(Part::YearBeforeEnd),
        "=" => one(Part::NewName),
        "~" => one(Part::Name),
        "$" => one(Part::Edge),
        "," | ";" | ":" | "(" | ")" | "/" | "+" | "→" | "—" => one(Part::Mark(token.chars().next()?)),
        _ => {
            for (mark, is_short) in [("**", false), ("*", true)] {
                if let Some(Ok(max)) = token.strip_prefix(mark).map(str::parse) {
                    return one(Part::Gap { max, is_short });
                }
            }
            if token.contains('|') {
                return one(Part::Word(token.split('|').map(Form::parse).collect()));
            }
            let cut = words(token);
            if cut.len() < 2 || token.contains('*') {
                return one(Part::Word(vec![Form::parse(token)]));
            }
            Some(cut.into_iter().map(|word| Part::Word(vec![Form::whole(&word.folded)])).collect())
        }
    }
}

impl Form {
    fn parse(text: &'static str) -> Self {
        let inner = text.trim_matches('*');
        let folded: String = words(inner).into_iter().map(|word| word.folded).collect();
        Self { text: folded.into(), any_start: text.starts_with('*'), any_end: text.ends_with('*') }
    }

    fn whole(text: &str) -> Self {
        Self { text: text.into(), any_start: false, any_end: false }
    }

    pub(super) fn matches(&self, word: &str) -> bool {
        match (self.any_start, self.any_end) {
            (false, false) => *self.text == *word,
            (false, true) => word.starts_with(&*self.text),
            (true, false) => word.len() > self.text.len() && word.ends_with(&*self.text),
            (true, true) => word.contains(&*self.text),
        }
    }
}

/// The same elements for matching from right to left.
fn reversed(parts: Vec<Part>) -> Vec<Part> {
    let turn = |part: Part| match part {
        Part::Set(phrases) => Part::Set(phrases.iter().map(|phrase| reversed(phrase.clone())).collect()),
        Part::Optional(inner) => Part::Optional(reversed(inner.to_vec()).into()),
        other => other,
    };
    parts.into_iter().rev().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        let languages: Vec<&str> = data::languages_with(FILE).collect();
        assert!(["ar", "de", "en", "es", "fr", "ru"].iter().all(|it| languages.contains(it)), "{languages:?}");
        for language in languages {
            let rules =
                parse(data::text(language, FILE).unwrap()).unwrap_or_else(|error| panic!("{language}: {error}"));
            assert!(rules.patterns.len() > 30, "{language}");
        }
    }

    #[test]
    fn a_line_that_is_no_pattern_is_an_error() {
        for line in ["gone: no name\n", "unknown: @ x\n", "gone: {missing} @\n", "no colon\n"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn no_pattern_ends_in_what_may_be_missing() {
        for language in data::languages_with(FILE) {
            let rules = parse(data::text(language, FILE).unwrap()).unwrap();
            for pattern in &rules.patterns {
                let may_be_missing = |part: &Part| matches!(part, Part::Optional(_) | Part::Gap { .. });
                let mut ends = [&pattern.before, &pattern.after].into_iter().filter_map(|parts| parts.last());
                assert!(!ends.any(may_be_missing), "{language}: {pattern:?}");
                assert!(!pattern.before.is_empty() || !pattern.after.is_empty(), "{language}: {pattern:?}");
            }
        }
    }

    #[test]
    fn what_stands_before_the_name_is_reversed() {
        let rules = parse("set the: of the, of\ngone: end|death {the} @\n").unwrap();
        let Part::Set(phrases) = &rules.patterns[0].before[0] else { panic!() };
        assert_eq!(phrases[0][0], Part::Word(vec![Form::whole("the")]));
    }
}
