//! The width of characters in columns, as GNU gettext counts it.

use std::cmp::Ordering::{Equal, Greater, Less};

use unicode_width::UnicodeWidthChar;

/// The width of a character in columns; a control character has none.
pub(super) fn width(c: char) -> usize {
    if c.is_ascii() {
        return usize::from(!c.is_ascii_control());
    }
    match EXCEPTIONS.binary_search_by(|&(first, last, _)| {
        if last < c {
            Less
        } else if c < first {
            Greater
        } else {
            Equal
        }
    }) {
        Ok(at) => usize::from(EXCEPTIONS[at].2),
        Err(_) => c.width().unwrap_or(0),
    }
}

/// Whether LB30 excludes an opening bracket because of its East Asian width.
pub(super) fn is_east_asian_opening(c: char) -> bool {
    c == '\u{ff62}' || (!c.is_ascii() && width(c) == 2)
}

/// Differences between libunistring and `unicode-width`: first character, last character, columns. In libunistring, a
/// spacing mark has a width in every cluster, and the tables are those of Unicode 14.
const EXCEPTIONS: [(char, char, u8); 66] = [
    ('\u{600}', '\u{604}', 0),
    ('\u{6dd}', '\u{6dd}', 0),
    ('\u{9be}', '\u{9be}', 1),
    ('\u{9d7}', '\u{9d7}', 1),
    ('\u{b3e}', '\u{b3e}', 1),
    ('\u{b57}', '\u{b57}', 1),
    ('\u{bbe}', '\u{bbe}', 1),
    ('\u{bd7}', '\u{bd7}', 1),
    ('\u{cbf}', '\u{cc0}', 1),
    ('\u{cc2}', '\u{cc2}', 1),
    ('\u{cc6}', '\u{cc8}', 1),
    ('\u{cca}', '\u{ccb}', 1),
    ('\u{cd5}', '\u{cd6}', 1),
    ('\u{d3e}', '\u{d3e}', 1),
    ('\u{d4e}', '\u{d4e}', 1),
    ('\u{d57}', '\u{d57}', 1),
    ('\u{dcf}', '\u{dcf}', 1),
    ('\u{ddf}', '\u{ddf}', 1),
    ('\u{1715}', '\u{1715}', 1),
    ('\u{1734}', '\u{1734}', 1),
    ('\u{17a4}', '\u{17a4}', 1),
    ('\u{17d8}', '\u{17d8}', 1),
    ('\u{1b35}', '\u{1b35}', 1),
    ('\u{1b3b}', '\u{1b3b}', 1),
    ('\u{1b3d}', '\u{1b3d}', 1),
    ('\u{1b43}', '\u{1b44}', 1),
    ('\u{1baa}', '\u{1baa}', 1),
    ('\u{1bf2}', '\u{1bf3}', 1),
    ('\u{2630}', '\u{2637}', 1),
    ('\u{268a}', '\u{268f}', 1),
    ('\u{2d7f}', '\u{2d7f}', 0),
    ('\u{302e}', '\u{302f}', 2),
    ('\u{3164}', '\u{3164}', 2),
    ('\u{4dc0}', '\u{4dff}', 1),
    ('\u{a8fa}', '\u{a8fa}', 1),
    ('\u{a953}', '\u{a953}', 1),
    ('\u{a9c0}', '\u{a9c0}', 1),
    ('\u{ffa0}', '\u{ffa0}', 1),
    ('\u{fff9}', '\u{fffb}', 0),
    ('\u{110bd}', '\u{110bd}', 0),
    ('\u{110cd}', '\u{110cd}', 0),
    ('\u{111c0}', '\u{111c0}', 1),
    ('\u{111c2}', '\u{111c3}', 1),
    ('\u{11235}', '\u{11235}', 1),
    ('\u{1133e}', '\u{1133e}', 1),
    ('\u{1134d}', '\u{1134d}', 1),
    ('\u{11357}', '\u{11357}', 1),
    ('\u{114b0}', '\u{114b0}', 1),
    ('\u{114bd}', '\u{114bd}', 1),
    ('\u{115af}', '\u{115af}', 1),
    ('\u{116b6}', '\u{116b6}', 1),
    ('\u{1171e}', '\u{1171e}', 0),
    ('\u{11930}', '\u{11930}', 1),
    ('\u{1193d}', '\u{1193d}', 1),
    ('\u{1193f}', '\u{1193f}', 1),
    ('\u{11941}', '\u{11941}', 1),
    ('\u{11a07}', '\u{11a08}', 1),
    ('\u{11a84}', '\u{11a89}', 1),
    ('\u{11c3f}', '\u{11c3f}', 1),
    ('\u{11d46}', '\u{11d46}', 1),
    ('\u{13430}', '\u{13438}', 0),
    ('\u{16ff0}', '\u{16ff1}', 2),
    ('\u{1d165}', '\u{1d166}', 1),
    ('\u{1d16d}', '\u{1d172}', 1),
    ('\u{1d300}', '\u{1d356}', 1),
    ('\u{1d360}', '\u{1d376}', 1),
];
