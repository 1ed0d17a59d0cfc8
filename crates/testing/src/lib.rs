//! What the tests of several crates, and `cargo xtask fuzz`, share: pseudo-random numbers, the size of random
//! tests, and keys made by gpg.
//!
//! A crate has it as a dependency of its tests only; it knows no other crate.

mod gpg;

pub use gpg::{Gpg, Reason};

/// Pseudo-random numbers, the same in every run: Knuth's linear congruential generator for MMIX, with its seed.
pub struct Random(pub u64);

impl Random {
    /// The next number, at least 0 and less than `limit`.
    ///
    /// # Panics
    /// When `limit` is 0: no number is less.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// The number of cases of a random test: `PROPTEST_CASES`, or as many as the gate runs.
pub fn cases(in_gate: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(in_gate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_in_every_run_and_below_their_limit() {
        let numbers = || {
            let mut random = Random(7);
            (0..1000).map(|_| random.below(10)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(), numbers());
        assert!((0..10).all(|n| numbers().contains(&n)) && numbers().into_iter().all(|n| n < 10));
    }
}
