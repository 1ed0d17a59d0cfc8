use firstaid_content::nearest;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds keys of the front matter that neither `front-matter.required` nor `front-matter.optional` lists in
/// `firstaid.toml`.
///
/// ## Why
/// The site ignores unknown keys. Usually such a key is a known one with a typo, and its value has no effect.
///
/// ## Example
/// ```markdown
/// ---
/// titel: Passwords
/// ---
/// ```
///
/// ## Use instead
/// ```markdown
/// ---
/// title: Passwords
/// ---
/// ```
///
/// ## Fix
/// Writes the known key that is one edit away, if the page does not have it already; unsafe, because the value then
/// takes effect.
///
/// ## Not reported
/// Keys below other keys. Without lists in the configuration, every key is known.
///
/// ## When not to use it
/// Where plug-ins use their own keys: list them in `front-matter.optional`.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unknown-field"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let config = &cx.world.config.front_matter;
    let known = || config.required.iter().chain(&config.optional).map(String::as_str);
    let Some(front_matter) = cx.page.front_matter.as_ref().filter(|_| known().next().is_some()) else { return };
    for entry in front_matter.entries.iter().filter(|entry| !known().any(|key| key == &*entry.key)) {
        let key = &*entry.key;
        let finding = report.found(entry.key_range, format!("unknown key `{key}`"));
        let one_letter = |known: &&str| strsim::osa_distance(key, known) == 1 || key.eq_ignore_ascii_case(known);
        let meant = known().find(one_letter);
        let free = meant.filter(|meant| front_matter.get(meant).is_none());
        report.push(match (free, meant.or_else(|| nearest(key, known()))) {
            (Some(free), _) => {
                finding.fix(Fix::replace(entry.key_range, free, Applicability::Unsafe)).help(format!("write `{free}`"))
            }
            (None, Some(near)) => finding.help(format!("did you mean `{near}`?")),
            (None, None) => finding.help("remove it, or add it to `front-matter.optional` in firstaid.toml"),
        });
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability;

    use crate::testing::{Case, case};

    fn with_lists() -> Case {
        case("unknown-field").config("[front-matter]\nrequired = [\"title\"]\noptional = [\"permalink\"]\n")
    }

    #[test]
    fn keys_of_neither_list_are_found() {
        with_lists().finds("---\ntitle: x\n«colour»: red\n«\"Permalnk\"»: /x/\n---\ntext\n");
        with_lists().finds("---\ntitle: x\npermalink: /x/\n---\n");
    }

    #[test]
    fn the_nearest_key_is_suggested() {
        let message = with_lists().messages("---\ntitle: x\npermalnk: /x/\n---\n").remove(0);
        assert_eq!(message, "unknown key `permalnk`\n  write `permalink`");
        let message = with_lists().messages("---\ntitle: x\nperma-lnk: /x/\n---\n").remove(0);
        assert!(message.ends_with("did you mean `permalink`?"), "{message}");
    }

    #[test]
    fn the_fix_renames_a_key_that_is_one_letter_off() {
        with_lists().fixes(Applicability::Unsafe, "---\ntitel: x\n---\n", "---\ntitle: x\n---\n");
        with_lists().fixes(Applicability::Unsafe, "---\nTitle: x\n---\n", "---\ntitle: x\n---\n");
        with_lists().fixes(Applicability::Unsafe, "---\ntitle: a\ntitel: b\n---\n", "---\ntitle: a\ntitel: b\n---\n");
    }

    #[test]
    fn every_key_is_known_without_lists() {
        case("unknown-field").finds("---\ncolour: red\n---\n");
    }
}
