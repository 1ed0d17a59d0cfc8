use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, Rule};

/// ## What it does
/// Finds catalogs that are no PO files.
///
/// ## Why
/// One missing quote makes every tool refuse the file: the page of that locale no longer follows its source.
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
/// None: what was meant is not known.
///
/// ## Not reported
/// What `msgfmt` warns about and reads all the same.
///
/// ## When not to use it
/// Always use it, where there are catalogs.
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
