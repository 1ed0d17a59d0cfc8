//! Invisible characters and their places in a page.

/// An invisible character, with its offset in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unseen {
    pub(crate) at: u32,
    pub(crate) c: char,
}

impl Unseen {
    pub(crate) fn end(self) -> u32 {
        self.at + self.c.len_utf8() as u32
    }
}

/// Whether an invisible character may begin with a byte in UTF-8; rules out nearly all text at little cost.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        leads[byte] = !matches!(byte as u8, b'\t' | b'\n' | b'\r');
        byte += 1;
    }
    let others: [usize; 9] = [0x7f, 0xc2, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf3, 0xf4];
    let mut n = 0;
    while n < others.len() {
        leads[others[n]] = true;
        n += 1;
    }
    leads
};

/// The invisible characters of a text, in order.
pub(crate) fn unseen(text: &str) -> Vec<Unseen> {
    let candidates = text.bytes().enumerate().filter(|&(_, byte)| LEADS[byte as usize]);
    let decoded = candidates.filter_map(|(at, _)| Some(Unseen { at: at as u32, c: text[at..].chars().next()? }));
    decoded.filter(|it| is_bidi(it.c) || is_invisible(it.c)).collect()
}

/// Characters that change the order in which text is shown.
pub(crate) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
}
