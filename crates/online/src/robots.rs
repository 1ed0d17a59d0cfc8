//! robots.txt (RFC 9309): whether a host allows this robot to request a path.

use firstaid_text::glob_matches;

/// The name of this robot in robots.txt files, and the start of its `User-Agent` header.
pub const PRODUCT: &str = "firstaid-linkcheck";

/// Bytes of a robots.txt that are read. RFC 9309, section 2.5, asks for at least 500 KiB.
pub(crate) const MAX_ROBOTS_BYTES: usize = 512 << 10;
/// Maximum number of rules, so that matching stays cheap. Real files have far fewer.
const MAX_RULES: usize = 5000;
/// Maximum length of a pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 1024;

/// The rules for this robot: each a pattern, and whether it allows the path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Robots(Vec<(String, bool)>);

impl Robots {
    /// Reads the groups that name this robot, or those for all robots if none does.
    pub(crate) fn parse(text: &str) -> Self {
        let (mut ours, mut general): (Option<Vec<_>>, Vec<_>) = (None, Vec::new());
        let (mut for_us, mut for_all, mut in_rules) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if in_rules {
                        (for_us, for_all, in_rules) = (false, false, false);
                    }
                    if value.eq_ignore_ascii_case(PRODUCT) {
                        for_us = true;
                        ours.get_or_insert_default();
                    }
                    for_all |= value == "*";
                }
                key @ ("allow" | "disallow") => {
                    in_rules = true;
                    if value.is_empty() || value.len() > MAX_PATTERN_BYTES {
                        continue;
                    }
                    let rule = (value.to_owned(), key == "allow");
                    if for_us && let Some(ours) = ours.as_mut().filter(|it| it.len() < MAX_RULES) {
                        ours.push(rule.clone());
                    }
                    if for_all && general.len() < MAX_RULES {
                        general.push(rule);
                    }
                }
                _ => {}
            }
        }
        Self(ours.unwrap_or(general))
    }

    /// Whether a path with its query may be requested. The longest matching pattern decides, `Allow` on a tie.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let matching = self.0.iter().filter(|(pattern, _)| matches(pattern, path));
        matching.map(|(pattern, allow)| (pattern.len(), *allow)).max().is_none_or(|(_, allow)| allow)
    }
}

/// Whether a pattern matches the start of a path: `*` stands for any characters, `$` for the end.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('$') {
        Some(whole) => glob_matches(whole, path),
        None => glob_matches(&format!("{pattern}*"), path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::parse("User-agent: *\nDisallow: /\nAllow: /public/ # open\nDisallow: /public/*.pdf$\n");
        for (path, allowed) in
            [("/", false), ("/public/a", true), ("/public/a.pdf", false), ("/public/a.pdf?x", true), ("/x", false)]
        {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn a_group_that_names_this_robot_replaces_the_general_one() {
        let text = "user-agent: other\nuser-agent: FirstAid-LinkCheck\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n";
        let robots = Robots::parse(text);
        assert!(robots.allows("/b") && !robots.allows("/a/b"));
        assert!(Robots::parse("").allows("/") && Robots::parse("User-agent: *\nDisallow:\n").allows("/"));
        assert!(!Robots::parse("User-agent: *\nUser-agent: x\nDisallow: /\n").allows("/"));
        assert!(Robots::parse("User-agent: firstaid-linkcheck\nUser-agent: *\nAllow: /\n").allows("/"));
    }
}
