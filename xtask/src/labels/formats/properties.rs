//! Java properties, as older parts of Mozilla's programs have them: lines `key=value`.

use super::raw::Raw;

pub(crate) fn strings(text: &str) -> Vec<Raw> {
    let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with(['#', '!']));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs.map(|(key, value)| Raw::new(key.trim(), unescape(value.trim()))).collect()
}

fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('t')) => text.push('\t'),
            ('\\', Some('u')) => {
                let digits: String = chars.by_ref().take(4).collect();
                text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            }
            ('\\', Some(other)) => text.push(other),
            _ => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_string() {
        let found = strings("# no\nbutton.ok = Apply\\u2026\nempty\n");
        assert_eq!(found.iter().map(|it| (&*it.key, &*it.text)).collect::<Vec<_>>(), [("button.ok", "Apply…")]);
    }
}
