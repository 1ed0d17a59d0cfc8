//! The words and signs of a Rust source, without comments, texts and lifetimes.

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// The first line is 1.
    pub(crate) line: usize,
}

/// Names and numbers are one token each, `::` is one, every other sign is one character.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let end = end_of(&chars, at);
        let piece = &chars[at..end];
        let is_text = matches!(piece[0], '"' | '\'') || piece.len() > 1 && piece.contains(&'"');
        let is_comment = piece.starts_with(&['/', '/']) || piece.starts_with(&['/', '*']);
        if !is_text && !is_comment && !piece[0].is_whitespace() {
            tokens.push(Token { text: piece.iter().collect(), line });
        }
        line += piece.iter().filter(|&&c| c == '\n').count();
        at = end;
    }
    tokens
}

/// Where the comment, text, name or sign that starts here ends.
fn end_of(chars: &[char], start: usize) -> usize {
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    match (at(start), at(start + 1)) {
        ('/', '/') => chars[start..].iter().position(|&c| c == '\n').map_or(chars.len(), |length| start + length),
        ('/', '*') => end_of_block_comment(chars, start),
        (':', ':') => start + 2,
        ('"', _) => end_of_string(chars, start + 1),
        ('\'', '\\') => {
            let quote = (start + 3..chars.len()).find(|&index| chars[index] == '\'');
            quote.map_or(chars.len(), |quote| quote + 1)
        }
        ('\'', _) if at(start + 2) == '\'' => start + 3,
        ('\'', _) => end_of_name(chars, start + 1),
        (first, _) if first.is_alphanumeric() || first == '_' => {
            let end = end_of_name(chars, start);
            let prefix: String = chars[start..end].iter().collect();
            let hashes = chars[end..].iter().take_while(|&&c| c == '#').count();
            match &*prefix {
                "r" | "br" | "cr" if at(end + hashes) == '"' => end_of_raw_string(chars, end + hashes + 1, hashes),
                "b" | "c" if at(end) == '"' => end_of_string(chars, end + 1),
                _ => end,
            }
        }
        _ => start + 1,
    }
}

fn end_of_name(chars: &[char], start: usize) -> usize {
    let length = chars[start..].iter().take_while(|&&c| c.is_alphanumeric() || c == '_').count();
    start + length
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

/// `start` is behind the opening quote.
fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `start` is behind the opening quote, which has so many `#` before it.
fn end_of_raw_string(chars: &[char], start: usize, hashes: usize) -> usize {
    let closes = |at: usize| chars[at] == '"' && chars[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes;
    (start..chars.len()).find(|&at| closes(at)).map_or(chars.len(), |at| at + 1 + hashes)
}
