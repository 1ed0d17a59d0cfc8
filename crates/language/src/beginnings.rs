//! The beginnings of many words, as a set of bits: a fast test of how much of a string can begin one of them.

/// A bit for each hash of a beginning. Hashes collide: a beginning that is there is always found, and of others a few,
/// by the number of bits.
pub(crate) struct Beginnings {
    bits: Vec<u64>,
    /// Binary logarithm of the number of bits.
    bits_log: u32,
}

impl Beginnings {
    /// An empty set of `1 << bits_log` bits, at least 64.
    pub(crate) fn new(bits_log: u32) -> Self {
        Self { bits: vec![0; 1 << bits_log.saturating_sub(6)], bits_log }
    }

    /// Adds the beginnings of a word that are longer than `known` characters.
    pub(crate) fn add(&mut self, word: impl Iterator<Item = char>, known: usize) {
        for hash in hashes(word).skip(known) {
            let at = self.place(hash);
            self.bits[at / 64] |= 1 << (at % 64);
        }
    }

    /// Number of characters of the longest beginning of a string that begins a word, too; at least that many.
    pub(crate) fn longest(&self, string: impl Iterator<Item = char>) -> usize {
        hashes(string).map(|hash| self.place(hash)).take_while(|at| self.bits[at / 64] & (1 << (at % 64)) != 0).count()
    }

    fn place(&self, hash: u64) -> usize {
        (hash >> (u64::BITS - self.bits_log)) as usize
    }
}

/// The hashes of the beginnings of a word, shortest first.
fn hashes(word: impl Iterator<Item = char>) -> impl Iterator<Item = u64> {
    word.scan(0_u64, |hash, c| {
        *hash = (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Some(*hash)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_is_missed() {
        let words = ["key", "keyboard", "ключ", "a"];
        let mut beginnings = Beginnings::new(16);
        for word in words {
            beginnings.add(word.chars(), 0);
        }
        for (string, len) in [("keyb", 4), ("keys", 3), ("ключи", 4), ("xyz", 0), ("", 0), ("a", 1)] {
            assert_eq!(beginnings.longest(string.chars()), len, "{string}");
        }
    }
}
