use crate::config::LanguageFrom;
use crate::front_matter::FrontMatter;
use crate::key::PageKey;
use crate::locale::Locale;

/// The key of a page whose path has the key `key`. The front matter may name another locale, among pages of the source
/// only.
pub(crate) fn own_key(
    key: PageKey,
    front_matter: Option<&FrontMatter>,
    language: LanguageFrom,
    source: &Locale,
) -> PageKey {
    let may_differ = language == LanguageFrom::FrontMatter && key.locale == *source;
    match front_matter.filter(|_| may_differ).and_then(named_locale) {
        Some(locale) => PageKey { locale, ..key },
        None => key,
    }
}

/// The locale that front matter names.
fn named_locale(front_matter: &FrontMatter) -> Option<Locale> {
    let named = ["lang", "language", "locale"].into_iter().find_map(|key| front_matter.get_str(key))?;
    Locale::new(named.trim()).filter(Locale::is_known)
}
