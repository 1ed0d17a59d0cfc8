use std::sync::LazyLock;

use regex::Regex;

/// Lines of a file (`#L10-L20`), comments and changes, as GitHub, GitLab and Forgejo name them.
static ON_CODE_HOSTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|(?:issue|discussion|commit)comment-\d+|discussion_r\d+|note_\d+|diff-[0-9a-f]{8,}.*|pullrequestreview-\d+)$")
        .expect("a valid pattern")
});

/// Whether the script of a site makes the place that a fragment names, so that a page as sent has no such id: a route
/// (`#/portal`, `#!login`), lines of a source file, a comment.
pub(crate) fn is_made_by_script(fragment: &str) -> bool {
    fragment.starts_with(['/', '!', '?']) || ON_CODE_HOSTS.is_match(fragment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_on_code_hosts_and_routes_are_made_by_scripts() {
        for fragment in ["L10", "L10-L20", "L3C1-L4C9", "issuecomment-1234", "note_98", "discussion_r5", "/a/b", "!x"] {
            assert!(is_made_by_script(fragment), "{fragment}");
        }
        for fragment in ["License", "notes", "L", "comments", "note-1"] {
            assert!(!is_made_by_script(fragment), "{fragment}");
        }
    }
}
