//! The form in which labels are compared.

/// A label without what guides write otherwise than apps: letter case, quotation marks, the ellipsis or colon at its
/// end, invisible marks of direction, Arabic vowel signs, widths of blanks and dashes.
pub fn label_form(label: &str) -> String {
    let mut form = String::with_capacity(label.len());
    for c in label.chars() {
        match c {
            '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』'
            // Marks of direction, joiners, the soft hyphen.
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}'
            // Tatweel, vowel signs.
            | '\u{640}' | '\u{64b}'..='\u{652}' => {}
            '’' | '‘' | 'ʼ' | '‚' => form.push('\''),
            '‐' | '‑' | '–' | '—' => form.push('-'),
            '…' => form.push_str("..."),
            'ё' | 'Ё' => form.push('е'),
            c if c.is_whitespace() => {
                if !form.ends_with(' ') {
                    form.push(' ');
                }
            }
            c => form.extend(c.to_lowercase()),
        }
    }
    let end =
        form.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '：' | ',' | '،' | ';')).len();
    form.truncate(end);
    let start = form.len() - form.trim_start().len();
    form.drain(..start);
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_guides_write_otherwise_is_equal() {
        for (one, other) in [
            ("Manage Exceptions…", "manage exceptions..."),
            ("Don’t \"lock\"", "Don't lock"),
            ("Заблокировать всё", "заблокировать все:"),
            ("\u{200f}الإعدادات", "الإعدادات"),
            ("Verrouiller\u{a0}: tout", "verrouiller : tout"),
        ] {
            assert_eq!(label_form(one), label_form(other));
        }
        assert_ne!(label_form("Lock"), label_form("Look"));
    }
}
