//! Lines of a ledger about keys, for the cases of rules.

/// A key whose copies [`seen`] has, as a page gives it.
pub(crate) const KEY: &str = "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567";
pub(crate) const OTHER: &str = "7654 3210 FEDC BA98 7654 3210 FEDC BA98 7654 3210";
/// A page with a finding at [`KEY`].
pub(crate) const PAGE: &str = "PGP fingerprint: «0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567»\n";

/// The sighting of a copy, with more facts than every copy has.
pub(crate) fn copy(at: &str, facts: &str) -> String {
    let facts = if facts.is_empty() { String::new() } else { format!(",{facts}") };
    format!(
        "{{\"on\":\"2026-11-20\",\"at\":\"{at}\",\"result\":{{\"found\":{{\"signed\":\"2024-01-01\",\
         \"created\":\"2024-01-01\",\"algorithm\":\"ed25519\"{facts}}}}}}}"
    )
}

/// The line of [`KEY`].
pub(crate) fn seen(sightings: &[String]) -> String {
    format!("{{\"key\":\"{}\",\"seen\":[{}]}}\n", KEY.replace(' ', ""), sightings.join(","))
}

/// The line of an address, with the keys that sources have for it.
pub(crate) fn published(address: &str, at: &[(&str, &[&str])]) -> String {
    let seen: Vec<String> = at
        .iter()
        .map(|(at, keys)| {
            let keys: Vec<String> = keys.iter().map(|key| key.replace(' ', "")).collect();
            format!("{{\"on\":\"2026-11-20\",\"at\":\"{at}\",\"result\":{{\"found\":{keys:?}}}}}")
        })
        .collect();
    format!("{{\"address\":\"{address}\",\"seen\":[{}]}}\n", seen.join(","))
}
