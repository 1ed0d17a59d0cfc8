//! Languages of files from other tools, which name regions where catalogs name none.

use firstaid_content::Locale;

/// Whether a file in the language `tag` is one for `locale`: `es-ES` for `es`, `pt` for `pt-BR`. Two regions or two
/// scripts that are both named must be the same.
pub(crate) fn is_for(tag: &str, locale: &Locale) -> bool {
    let Some(found) = Locale::new(tag) else { return false };
    let agrees = |part: fn(&Locale) -> Option<&str>| match (part(&found), part(locale)) {
        (Some(found), Some(wanted)) => found == wanted,
        _ => true,
    };
    is_same_language(&found, locale) && agrees(region)
}

/// Whether two locales are of one language in one script, in whatever region.
pub fn is_same_language(a: &Locale, b: &Locale) -> bool {
    let scripts = script(a).zip(script(b));
    a.language() == b.language() && scripts.is_none_or(|(a, b)| a == b)
}

/// The script that a tag names, or that its region implies.
fn script(locale: &Locale) -> Option<&str> {
    let named = locale.as_str().split('-').skip(1).find(|subtag| subtag.len() == 4);
    named.or_else(|| match (locale.language(), region(locale)?) {
        ("zh", "TW" | "HK" | "MO") => Some("Hant"),
        ("zh", "CN" | "SG" | "MY") => Some("Hans"),
        _ => None,
    })
}

fn region(locale: &Locale) -> Option<&str> {
    locale.as_str().split('-').skip(1).find(|subtag| matches!(subtag.len(), 2 | 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_count_only_where_both_name_one() {
        let is_for = |tag, locale| is_for(tag, &Locale::new(locale).unwrap());
        assert!(is_for("es-ES", "es") && is_for("es_MX", "es") && is_for("ES", "es-MX") && is_for("pt-BR", "pt-br"));
        assert!(!is_for("pt-PT", "pt-BR") && !is_for("fr", "es") && !is_for("english", "en") && !is_for("", "en"));
        assert!(is_for("zh-TW", "zh-Hant") && !is_for("zh-TW", "zh-Hans") && !is_for("sr-Latn-RS", "sr-Cyrl"));
    }

    #[test]
    fn a_memory_is_for_every_region_of_its_language() {
        let same = |a, b| is_same_language(&Locale::new(a).unwrap(), &Locale::new(b).unwrap());
        assert!(same("es-ES", "es-MX") && same("en_US", "EN-gb") && same("zh-CN", "zh-Hans"));
        assert!(!same("es", "pt") && !same("zh-HK", "zh-CN") && !same("sr-Latn", "sr-Cyrl"));
    }
}
