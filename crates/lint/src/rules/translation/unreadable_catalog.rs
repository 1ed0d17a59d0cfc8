use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds catalogs that are not valid PO files.
///
/// ## Why
/// One missing quotation mark makes every tool refuse the file, and the page of that locale is no longer updated.
///
/// ## Example
/// ```po
/// msgid "Passwords"
/// msgstr "Contraseñas
/// ```
///
/// ## Use instead
/// ```po
/// msgid "Passwords"
/// msgstr "Contraseñas"
/// ```
///
/// ## Fix
/// None: only a person knows what was meant.
///
/// ## Not reported
/// Problems that `msgfmt` only warns about.
///
/// ## When not to use it
/// Keep it on in every guide with catalogs.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unreadable-catalog"), severity: Severity::Error, check: Check::Catalog };

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn the_line_that_cannot_be_read_is_found() {
        let found = case("unreadable-catalog")
            .locale("es")
            .source("A\n")
            .catalog("msgid \"A\"\nmsgstr \"B\n")
            .in_catalog("C\n");
        assert_eq!(found, ["2: this catalog cannot be read: the string does not end on its line"]);
    }
}
