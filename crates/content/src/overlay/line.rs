//! What a line is to Markdown, by its first characters.

/// Where the text of a line ends.
pub(super) fn trimmed(source: &str, at: usize, end: usize) -> usize {
    at + source[at..end].trim_end().len()
}

/// The offset after the line that holds `at`.
pub(super) fn line_end(source: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &source.as_bytes()[at..]).map_or(source.len(), |newline| at + newline + 1)
}

/// The columns that blanks take; a tab reaches to the next multiple of four.
pub(super) fn indent(blanks: &str) -> usize {
    blanks.bytes().fold(0, |column, b| if b == b'\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// The indent of the next line with text.
pub(super) fn next_indent(source: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while at < source.len() {
        let end = line_end(source, at);
        let line = source[at..end].trim_end();
        if !line.is_empty() {
            return Some(indent(&line[..line.len() - line.trim_start().len()]));
        }
        at = end;
    }
    None
}

/// The length of the marker of a list item, with up to four blanks after it; 0 for other lines.
pub(super) fn marker_len(content: &str) -> usize {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &content.as_bytes()[digits..];
    let is_marker = match rest.first() {
        Some(b'-' | b'*' | b'+') => digits == 0,
        Some(b'.' | b')') => (1..=9).contains(&digits),
        _ => false,
    };
    let blanks = rest.iter().skip(1).take_while(|b| matches!(b, b' ' | b'\t')).count();
    if is_marker && blanks > 0 { digits + 1 + blanks.min(4) } else { 0 }
}

/// The code fence that a line opens, also after markers of quotes and items: its character and length.
pub(super) fn opens(content: &str) -> Option<(u8, usize)> {
    let typed = content.trim_start_matches(['>', ' ']);
    let typed = typed[marker_len(typed)..].trim_start();
    let byte = *typed.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = typed.bytes().take_while(|&b| b == byte).count();
    let info = &typed[len..];
    (len >= 3 && !(byte == b'`' && info.contains('`'))).then_some((byte, len))
}

pub(super) fn closes(content: &str, (byte, len): (u8, usize)) -> bool {
    let typed = content.trim_start_matches(['>', ' ']);
    let run = typed.bytes().take_while(|&b| b == byte).count();
    run >= len && typed[run..].trim().is_empty()
}

/// Whether a line begins a block of raw HTML: a tag, and no address in angle brackets.
pub(super) fn begins_html(content: &str) -> bool {
    let Some(rest) = content.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let after = rest.as_bytes().get(name);
    name > 0 && after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
}
