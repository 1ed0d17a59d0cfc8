use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds catalogs whose page the source does not have any more.
///
/// ## Why
/// When a page of the source is renamed, `translate sync` renames its catalogs with it. One that has no page after that
/// belongs to a page that was deleted or rewritten: translators would work on it for nobody.
///
/// ## Example
/// ```markdown
/// content/en/Passphrases.md
/// content/_catalogs/es/Passwords.po
/// ```
///
/// ## Use instead
/// ```markdown
/// content/en/Passphrases.md
/// content/_catalogs/es/Passphrases.po
/// ```
///
/// ## Fix
/// None: rename it after its page, or delete it.
///
/// ## Not reported
/// Catalogs that cannot be read, which `unreadable-catalog` reports.
///
/// ## When not to use it
/// In a guide that keeps catalogs of deleted pages as a memory for translators.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("orphan-catalog"), severity: Severity::Warning, check: Check::Catalog };

#[cfg(test)]
mod tests {
    use crate::testing::case;

    const CATALOG: &str = "msgid \"A\"\nmsgstr \"B\"\n";

    #[test]
    fn a_catalog_without_a_source_page_is_found() {
        let found = case("orphan-catalog").locale("es").catalog(CATALOG).in_catalog("B\n");
        assert_eq!(found, ["1: the source has no page `Page`"]);
    }

    #[test]
    fn a_catalog_with_a_source_page_is_fine() {
        let found = case("orphan-catalog").locale("es").source("A\n").catalog(CATALOG).in_catalog("B\n");
        assert_eq!(found, [] as [&str; 0]);
    }
}
