use std::collections::HashMap;

/// How alike two texts are, in thousandths: the share of the longer one's lines that the other has, too. Blanks at the
/// ends of lines and empty lines do not count.
pub fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (counted(one), counted(other));
    let most = one.values().sum::<usize>().max(other.values().sum());
    let common: usize =
        one.iter().map(|(line, count)| (*count).min(other.get(line).copied().unwrap_or_default())).sum();
    (1000 * common).checked_div(most).unwrap_or_default()
}

/// How often each line is there.
fn counted(text: &str) -> HashMap<&str, usize> {
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
    fn equal_lines_make_texts_alike_in_whatever_order() {
        assert_eq!(likeness("a\nb\n\nc\n", "c \r\nb\r\na\r\n"), 1000);
        assert_eq!(likeness("a\na\nb\nc\n", "a\nb\n"), 500);
        assert_eq!((likeness("a", "b"), likeness("", "\n")), (0, 0));
    }
}
