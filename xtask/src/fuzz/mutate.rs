//! Damages files: by bytes, by lines, by tokens of their format, and by text of other files.

use super::format::ANYWHERE;
use firstaid_testing::Random;

/// Maximum changes of a case.
const MAX_CHANGES: usize = 6;
/// Maximum bytes that a change removes or takes from another file.
const MAX_PIECE: usize = 400;
/// Maximum times that a piece is repeated.
const MAX_REPEATS: usize = 60;

/// A damaged file, made of one of `seeds` and of text of the others.
pub(super) fn mutated(random: &mut Random, seeds: &[Vec<u8>], tokens: &[&str], max_bytes: usize) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(MAX_CHANGES) {
        change(random, &mut bytes, seeds, tokens);
        bytes.truncate(max_bytes);
    }
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, seeds: &[Vec<u8>], tokens: &[&str]) {
    let at = random.below(bytes.len() + 1);
    let other = &seeds[random.below(seeds.len())];
    match random.below(13) {
        0 => drop(bytes.get_mut(at).map(|byte| *byte = random.below(256) as u8)),
        1 => insert(bytes, at, &[random.below(256) as u8]),
        2 => drop(bytes.drain(piece(random, bytes, at))),
        3 | 4 => insert(bytes, at, tokens[random.below(tokens.len())].as_bytes()),
        5 => insert(bytes, at, ANYWHERE[random.below(ANYWHERE.len())].as_bytes()),
        6 => replace_token(random, bytes, tokens),
        7 => drop(bytes.drain(lines(random, bytes, at))),
        8 => move_lines(random, bytes, at),
        9 => {
            let start = random.below(other.len() + 1);
            let taken = lines(random, other, start);
            insert(bytes, line_start(bytes, at), &other[taken]);
        }
        10 => {
            // The beginning of this file and the end of the other.
            bytes.truncate(at);
            bytes.extend(&other[random.below(other.len() + 1)..]);
        }
        11 => {
            let piece = bytes[piece(random, bytes, at)].to_vec();
            let piece = &piece[..piece.len().min(1 + random.below(20))];
            insert(bytes, at, &piece.repeat(random.below(MAX_REPEATS)));
        }
        _ => set_line_ends(random, bytes),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, text: &[u8]) {
    bytes.splice(at..at, text.iter().copied());
}

fn piece(random: &mut Random, bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    at..(at + 1 + random.below(MAX_PIECE)).min(bytes.len()).max(at)
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1)
}

/// A few whole lines around an offset.
fn lines(random: &mut Random, bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let start = line_start(bytes, at);
    let mut ends = bytes[start..].iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(n, _)| start + n + 1);
    start..ends.nth(random.below(6)).unwrap_or(bytes.len())
}

fn move_lines(random: &mut Random, bytes: &mut Vec<u8>, at: usize) {
    let taken = lines(random, bytes, at);
    let copy = bytes[taken.clone()].to_vec();
    // Half of the moves are copies.
    if random.below(2) == 0 {
        bytes.drain(taken);
    }
    let to = random.below(bytes.len() + 1);
    let to = line_start(bytes, to);
    insert(bytes, to, &copy);
}

/// Puts another token in the place of one.
fn replace_token(random: &mut Random, bytes: &mut Vec<u8>, tokens: &[&str]) {
    let old = tokens[random.below(tokens.len())].as_bytes();
    let starts: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(old)).collect();
    if !starts.is_empty() {
        let at = starts[random.below(starts.len())];
        let new = tokens[random.below(tokens.len())].as_bytes();
        bytes.splice(at..at + old.len(), new.iter().copied());
    }
}

fn set_line_ends(random: &mut Random, bytes: &mut Vec<u8>) {
    let end: &[u8] = [&b"\r\n"[..], b"\r", b"\n\n"][random.below(3)];
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    *bytes = lines.join(end);
}
