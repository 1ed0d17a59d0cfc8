//! Names of invisible characters, and the places in a page where they matter: addresses, fingerprints and code.

use firstaid_content::{LinkStyle, TokenKind};
use firstaid_text::{RangeSet, TextRange};

use crate::PageContext;
use crate::engine::unseen::{is_bidi, is_invisible};

/// Code point and name: `U+202E RIGHT-TO-LEFT OVERRIDE`.
pub(crate) fn named(c: char) -> String {
    let name = match c {
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "(a control character)",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{115f}' => "HANGUL CHOSEONG FILLER",
        '\u{1160}' => "HANGUL JUNGSEONG FILLER",
        '\u{17b4}' => "KHMER VOWEL INHERENT AQ",
        '\u{17b5}' => "KHMER VOWEL INHERENT AA",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2060}' => "WORD JOINER",
        '\u{2061}' => "FUNCTION APPLICATION",
        '\u{2062}' => "INVISIBLE TIMES",
        '\u{2063}' => "INVISIBLE SEPARATOR",
        '\u{2064}' => "INVISIBLE PLUS",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{206a}'..='\u{206f}' => "(a deprecated format character)",
        '\u{3164}' => "HANGUL FILLER",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "(a variation selector)",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{ffa0}' => "HALFWIDTH HANGUL FILLER",
        '\u{fff9}'..='\u{fffb}' => "(an interlinear annotation character)",
        '\u{e0000}'..='\u{e007f}' => "(a tag character)",
        _ => "",
    };
    format!("U+{:04X} {name}", c as u32).trim_end().to_owned()
}

/// Where addresses, fingerprints and code stand in a page.
pub(crate) struct Places {
    identities: RangeSet,
    code: RangeSet,
}

impl Places {
    pub(crate) fn new(cx: &PageContext<'_>) -> Self {
        let identities = cx.page.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Link(link) if link.style != LinkStyle::Reference => Some(link.target),
            TokenKind::Url(_) | TokenKind::Email(_) | TokenKind::Onion(_) => Some(bare(cx, token.range)),
            TokenKind::Fingerprint | TokenKind::KeyId => Some(token.range),
            _ => None,
        });
        let code = cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Code).map(|token| token.range);
        Self { identities: RangeSet::new(identities), code: RangeSet::new(code) }
    }

    pub(crate) fn in_identity(&self, at: u32) -> bool {
        self.identities.has(at)
    }

    pub(crate) fn in_code(&self, at: u32) -> bool {
        self.code.has(at)
    }

    /// Whether a range is in an address, or splits one: `info@eff` and `.org`.
    pub(crate) fn touches_identity(&self, text: &str, range: TextRange) -> bool {
        let glued =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '@' | '/' | ':' | '-'));
        let identities = self.identities.ranges();
        let next = identities.partition_point(|it| it.end() < range.start());
        let near = identities[next..].iter().take(2);
        near.into_iter().any(|it| {
            it.contains(range)
                || it.end() == range.start() && glued(text[range.end() as usize..].chars().next())
                || it.start() == range.end() && glued(text[..range.start() as usize].chars().next_back())
        })
    }
}

/// An address in prose without the invisible characters around it, which the scanner reads as letters.
fn bare(cx: &PageContext<'_>, range: TextRange) -> TextRange {
    let whole = cx.text(range);
    // A word joined to the isolate before an address is not part of it, such as an Arabic `and`.
    let opening = whole.rfind(['\u{2066}', '\u{2067}', '\u{2068}']);
    let skip = opening.filter(|&at| whole[..at].chars().all(|c| !c.is_ascii())).unwrap_or(0);
    let text = &whole[skip..];
    let range = TextRange::new(range.start() + skip as u32, range.end());
    let is_unseen = |c: char| is_bidi(c) || is_invisible(c);
    let start = text.len() - text.trim_start_matches(is_unseen).len();
    let len = text.trim_matches(is_unseen).len();
    TextRange::new(range.start() + start as u32, range.start() + (start + len) as u32)
}
