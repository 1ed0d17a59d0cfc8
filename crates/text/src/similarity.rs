use std::collections::HashMap;

/// The similarity of two texts, in thousandths: the share of the longer one's lines that the other has, too. White
/// space at the ends of lines and empty lines do not count, nor does the order of lines.
pub fn line_similarity(one: &str, other: &str) -> usize {
    let (one, other) = (line_counts(one), line_counts(other));
    let longer = one.values().sum::<usize>().max(other.values().sum());
    let common: usize =
        one.iter().map(|(line, count)| (*count).min(other.get(line).copied().unwrap_or_default())).sum();
    (1000 * common).checked_div(longer).unwrap_or_default()
}

/// How often each line occurs.
fn line_counts(text: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        *lines.entry(line).or_default() += 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lines_count_in_any_order() {
        assert_eq!(line_similarity("a\nb\n\nc\n", "c \r\nb\r\na\r\n"), 1000);
        assert_eq!(line_similarity("a\na\nb\nc\n", "a\nb\n"), 500);
        assert_eq!((line_similarity("a", "b"), line_similarity("", "\n")), (0, 0));
    }
}
