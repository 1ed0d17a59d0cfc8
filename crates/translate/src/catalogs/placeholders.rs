//! The flag of entries whose messages have placeholders. `msgfmt -c` and editors then check that a translation has the
//! placeholders of its message.

use super::po::Entry;

/// gettext's name for placeholders in braces. Of its formats it is the one that compares which placeholders there are,
/// rather than how many.
const FLAG: &str = "python-brace-format";
/// The flag with which a translator switches the check off.
const NO_FLAG: &str = "no-python-brace-format";

/// Sets the flag if the message has placeholders and no other braces, else removes it: braces that are no placeholders
/// would be errors in that format.
pub(crate) fn set_placeholder_flag(entry: &mut Entry, has_placeholders: bool) {
    let is_wanted = has_placeholders && is_brace_format(&entry.id) && !entry.has_flag(NO_FLAG);
    if is_wanted == entry.has_flag(FLAG) {
        return;
    }
    entry.flags.retain(|flag| flag != FLAG);
    if is_wanted {
        entry.flags.push(FLAG.to_owned());
    }
}

/// Whether all braces of a text belong to placeholders such as `{1}`.
fn is_brace_format(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let Some(after) = rest[at..].strip_prefix('{') else { return false };
        let inner = after.trim_start_matches(|c: char| c.is_ascii_digit());
        if inner.len() == after.len() || !inner.starts_with('}') {
            return false;
        }
        rest = &inner[1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(id: &str, flags: &[&str]) -> Vec<String> {
        let mut entry = Entry::untranslated(None, id.to_owned());
        entry.flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        set_placeholder_flag(&mut entry, id.contains("{1}"));
        entry.flags
    }

    #[test]
    fn only_messages_whose_braces_are_placeholders_have_the_flag() {
        assert_eq!(flags("Ask [Lou]({1}) or [Kim]({2}).", &["fuzzy"]), ["fuzzy", FLAG]);
        assert_eq!(flags("Ask Lou.", &[FLAG]), [""; 0]);
        assert_eq!(flags("Ask [Lou]({1}) for {{ name }}.", &[FLAG]), [""; 0]);
        assert_eq!(flags("Type {{7}} at [the desk]({1}).", &[]), [""; 0]);
        assert_eq!(flags("Ask [Lou]({1}).", &[NO_FLAG]), [NO_FLAG]);
    }
}
