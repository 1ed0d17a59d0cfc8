//! Patterns of `firstaid.toml` in which `*` stands for any run of characters.

/// Whether `*` in the glob can stand for something so that it equals the text.
pub(crate) fn matches(glob: &str, text: &str) -> bool {
    let Some((first, rest)) = glob.split_once('*') else { return glob == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_whole_paths() {
        assert!(matches("*", "") && matches("a*c", "abc") && matches("a*b*c", "axbxc") && matches("a", "a"));
        assert!(!matches("a", "ab") && !matches("a*c", "ab") && !matches("a*b*c", "acb"));
    }
}
