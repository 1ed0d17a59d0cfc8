//! The size of random tests.

/// The number of cases: `PROPTEST_CASES`, or as many as the gate runs.
pub(crate) fn cases(in_gate: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(in_gate)
}
