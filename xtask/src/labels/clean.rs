//! Strings of catalogs as readers see them: without mnemonics, markup and placeholders' names.

/// How a toolkit marks the letter that a key chooses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mnemonic {
    /// `&File`, as in Qt; `&&` is an ampersand.
    Ampersand,
    /// `_Edit`, as in GTK; `__` is a low line.
    LowLine,
    None,
}

/// The text that an app shows for a string.
pub(crate) fn shown(text: &str, mnemonic: Mnemonic) -> String {
    let text = without_mnemonic(text, mnemonic);
    let text = without_tags(&text);
    placeholders(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_mnemonic(text: &str, mnemonic: Mnemonic) -> String {
    let mark = match mnemonic {
        Mnemonic::Ampersand => '&',
        Mnemonic::LowLine => '_',
        Mnemonic::None => return text.to_owned(),
    };
    // Chinese, Japanese and Korean append the letter: "文件(&F)".
    let mut text = text.to_owned();
    if let Some(at) = text.find(&format!("({mark}"))
        && let Some(end) = text[at..].find(')').filter(|&end| text[at..at + end].chars().count() == 3)
    {
        text.replace_range(at..=at + end, "");
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != mark {
            shown.push(c);
        } else if chars.peek() == Some(&mark) {
            shown.push(mark);
            chars.next();
        } else if !chars.peek().is_some_and(|next| next.is_alphanumeric()) {
            shown.push(c);
        }
    }
    shown
}

/// Without elements of HTML: `<a data-l10n-name="x">more</a>` is `more`.
fn without_tags(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let Some(end) = rest[at..].find('>').filter(|_| is_tag) else {
            shown.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        shown.push_str(&rest[..at]);
        rest = &rest[at + end + 1..];
    }
    shown + rest
}

/// With `{}` in the place of each placeholder: `%s`, `%1$d`, `%1`, `%n`, `{name}`, `$name$`.
fn placeholders(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let len = match c {
            '%' => printf(&text[at..]),
            '{' => text[at..].find('}').map_or(0, |end| end + 1),
            '$' => named(&text[at..]),
            _ => 0,
        };
        if len > 0 {
            shown.push_str("{}");
            at += len;
        } else {
            shown.push(c);
            at += c.len_utf8();
        }
    }
    shown
}

/// The length of the placeholder of `printf`, Qt or Apple that a text begins with; 0 if it is none.
fn printf(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = bytes[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = 1 + digits;
    if bytes.get(at) == Some(&b'$') {
        at += 1;
    } else if digits > 0 && !bytes.get(at).is_some_and(|byte| matches!(byte, b'l' | b'd' | b's' | b'@')) {
        return at;
    }
    while bytes.get(at) == Some(&b'l') {
        at += 1;
    }
    let is_end = bytes.get(at).is_some_and(|byte| b"sdiufgcxSL@n".contains(byte));
    let is_word = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    if is_end && !is_word { at + 1 } else { 0 }
}

/// The length of `$NAME$`, as extensions of browsers write it; 0 if a text does not begin with it.
fn named(text: &str) -> usize {
    let name = text[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if name > 0 && text.as_bytes().get(1 + name) == Some(&b'$') { name + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mnemonics_are_removed() {
        assert_eq!(shown("&Save && close", Mnemonic::Ampersand), "Save & close");
        assert_eq!(shown("Lock _all", Mnemonic::LowLine), "Lock all");
        assert_eq!(shown("snake__case", Mnemonic::LowLine), "snake_case");
        assert_eq!(shown("文件(&F)…", Mnemonic::Ampersand), "文件…");
        assert_eq!(shown("Tips & tricks", Mnemonic::None), "Tips & tricks");
    }

    #[test]
    fn placeholders_have_no_names() {
        assert_eq!(shown("Open %1$s in %2", Mnemonic::None), "Open {} in {}");
        assert_eq!(shown("%d of {count} at 5% more", Mnemonic::None), "{} of {} at 5% more");
        assert_eq!(shown("Block $SITE$", Mnemonic::None), "Block {}");
    }

    #[test]
    fn tags_are_removed() {
        assert_eq!(shown("Read <a data-l10n-name=\"x\">more</a> if 1 < 2", Mnemonic::None), "Read more if 1 < 2");
    }
}
