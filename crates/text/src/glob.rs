/// Whether a pattern matches the whole text. `*` stands for any number of characters, `/` among them; nothing else in
/// the pattern is special.
pub fn glob_matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
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
    use super::glob_matches as matches;

    #[test]
    fn globs_match_whole_texts() {
        assert!(matches("*", "") && matches("a*c", "abc") && matches("a*b*c", "axbxc") && matches("a", "a"));
        assert!(!matches("a", "ab") && !matches("a*c", "ab") && !matches("a*b*c", "acb") && !matches("a*a", "a"));
        assert!(matches("/en/chapter*", "/en/chapter_3_1") && matches("/*/*_main", "/en/pidgin_main"));
        assert!(!matches("/*/*_main", "/en/pidgin_main/usage"));
    }
}
