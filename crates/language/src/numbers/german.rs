//! Numbers that German writes as one word.

/// The value of `einundzwanzig`, `zweihundert` or `dreitausend`, by the values of the words in it.
pub(super) fn composed_value(word: &str, value_of: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    if let Some((unit, ten)) = word.split_once("und").filter(|(unit, ten)| !unit.is_empty() && !ten.is_empty()) {
        let (unit, ten) = (value_of(unit)?, value_of(ten)?);
        return (unit < 10 && (20..100).contains(&ten)).then_some(unit + ten);
    }
    let (factor, power) = ["hundert", "tausend"].into_iter().find_map(|it| Some((word.strip_suffix(it)?, it)))?;
    Some(value_of(factor)? * value_of(power)?)
}
