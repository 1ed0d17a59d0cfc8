//! The canonical order of a registry file. It makes changes easy to review and to merge.

/// The keys of an entry in canonical order, by file name.
const KEYS: [(&str, &[&str]); 6] = [
    (
        "tools.yaml",
        &[
            "name",
            "aliases",
            "variants",
            "accepted",
            "spelling",
            "ordinary-in",
            "sense",
            "hosts",
            "packages",
            "commands",
            "system",
            "status",
            "since",
            "outdated",
            "replacement",
            "note",
            "source",
            "confidence",
        ],
    ),
    ("brands.yaml", &["name", "aliases", "variants", "accepted", "spelling", "ordinary-in", "kind", "source"]),
    (
        "organisations.yaml",
        &[
            "name",
            "aliases",
            "variants",
            "accepted",
            "spelling",
            "ordinary-in",
            "former",
            "hosts",
            "locales",
            "site",
            "contacts",
            "languages",
            "note",
            "source",
            "confidence",
        ],
    ),
    (
        "claims.yaml",
        &[
            "claim",
            "language",
            "words",
            "near",
            "with",
            "without",
            "close",
            "pattern",
            "denies",
            "since",
            "now",
            "source",
            "confidence",
        ],
    ),
    ("keys.yaml", &["key", "owner", "for", "url", "old-releases", "source", "also", "confidence"]),
    (
        "hosts.yaml",
        &["host", "subdomains", "paths", "status", "to", "keep-path", "since", "https", "note", "source", "confidence"],
    ),
];

/// Sorts the entries of a registry file and the keys of each entry. Every line is kept; comments before the first entry
/// stay there.
///
/// `file` is the name of the file; the text of any other file is returned unchanged.
pub fn canonical(file: &str, text: &str) -> String {
    let Some((_, keys)) = KEYS.iter().find(|(name, _)| *name == file) else { return text.to_owned() };
    let (head, entries) = blocks(text, |line| line.starts_with("- "));
    let mut entries: Vec<String> = entries.into_iter().map(|entry| order_keys(&entry, keys)).collect();
    // The sort must be stable: of several entries on paths of one host, the first match wins.
    entries.sort_by_cached_key(|entry| {
        let first = entry.lines().next().unwrap_or_default();
        first.split_once(':').map_or("", |(_, value)| value).trim().trim_matches(['"', '\'']).to_lowercase()
    });
    head + &entries.concat()
}

fn order_keys(entry: &str, keys: &[&str]) -> String {
    // The first key follows the dash: it gets the indent of the others while they are sorted.
    let entry = format!("  {}", entry.strip_prefix("- ").unwrap_or(entry));
    let (_, mut fields) = blocks(&entry, |line| line.starts_with("  ") && !line[2..].starts_with([' ', '-', '#']));
    fields.sort_by_key(|field| {
        let key = field.trim_start().split(':').next().unwrap_or_default();
        keys.iter().position(|known| *known == key).unwrap_or(keys.len())
    });
    let sorted = fields.concat();
    format!("- {}", sorted.strip_prefix("  ").unwrap_or(&sorted))
}

/// Splits a text before each line for which `begins` holds. Returns the part before the first such line, and the
/// blocks.
fn blocks(text: &str, begins: impl Fn(&str) -> bool) -> (String, Vec<String>) {
    let mut head = String::new();
    let mut blocks: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        if begins(line) {
            blocks.push(String::new());
        }
        blocks.last_mut().unwrap_or(&mut head).push_str(line);
    }
    (head, blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_keys_are_put_in_order() {
        let text = "# head\n- name: b\n  source: x\n  kind: product\n- name: A\n  kind: product\n";
        let sorted = "# head\n- name: A\n  kind: product\n- name: b\n  kind: product\n  source: x\n";
        assert_eq!(canonical("brands.yaml", text), sorted);
    }
}
