//! What the path of a file of strings says of it: its locale, and its name without it.

/// The locale of a file of strings by its path; `None` if nothing names one.
pub(crate) fn locale(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let (file, folders) = parts.split_last()?;
    let before = |name: &str| folders.iter().position(|it| *it == name).and_then(|at| folders.get(at.checked_sub(1)?));
    let after = |name: &str| folders.iter().rposition(|it| *it == name).and_then(|at| folders.get(at + 1));
    let stem = file.rsplit_once('.').map_or(*file, |(stem, _)| stem);
    let of_folder = folders.last().copied().unwrap_or_default();
    if let Some(language) = of_folder.strip_suffix(".lproj") {
        return if language == "Base" { Some("en".to_owned()) } else { tag(language) };
    }
    if let Some(rest) = of_folder.strip_prefix("values") {
        return if rest.is_empty() {
            Some("en".to_owned())
        } else {
            tag(&rest.trim_start_matches('-').replace("-r", "-"))
        };
    }
    let named = before("LC_MESSAGES").or_else(|| after("localization")).or_else(|| after("locale"));
    named
        .and_then(|name| tag(name))
        .or_else(|| folders.iter().rev().find_map(|name| tag(name)))
        .or_else(|| tag(stem))
        .or_else(|| suffix(stem))
}

/// The tag at the end of a name: `keepassxc_pt_BR`.
fn suffix(stem: &str) -> Option<String> {
    let mut places = stem.match_indices(['_', '-', '.']).map(|(at, _)| at);
    places.find_map(|at| tag(&stem[at + 1..]))
}

/// The name of a file without folders, ending and locale.
pub(crate) fn name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if tag(stem).is_some() {
        return String::new();
    }
    let mut places = stem.match_indices(['_', '-']).map(|(at, _)| at);
    places.find(|&at| tag(&stem[at + 1..]).is_some()).map_or(stem, |at| &stem[..at]).to_owned()
}

/// A language tag as packs write it: `es-ES` is the `es` that everybody means, `en-US` is `en`.
pub(crate) fn tag(text: &str) -> Option<String> {
    // A variant (`sr@latin`) is another script or dialect, for which pages have no name of their own.
    let text = text.split('.').next().filter(|it| !it.contains('@'))?.replace('_', "-");
    let mut parts = text.split('-');
    let language = parts.next().filter(|it| matches!(it.len(), 2 | 3) && it.bytes().all(|b| b.is_ascii_lowercase()))?;
    if !LANGUAGES.split_whitespace().any(|it| it == language) {
        return None;
    }
    let rest: Vec<&str> = parts.collect();
    let is_subtag = |it: &&str| {
        let is_region = it.len() == 2 && it.bytes().all(|b| b.is_ascii_uppercase());
        let is_area = it.len() == 3 && it.bytes().all(|b| b.is_ascii_digit());
        is_region || is_area || it.len() == 4 && it.bytes().all(|b| b.is_ascii_alphabetic())
    };
    if !rest.iter().all(is_subtag) || rest.len() > 2 {
        return None;
    }
    let is_default = rest.len() == 1 && rest[0] == language.to_uppercase() || text == "en-US" || text == "sv-SE";
    Some(if rest.is_empty() || is_default && language != "pt" { language.to_owned() } else { text })
}

/// The languages that apps are translated into; a folder `lib` or `doc` is none.
const LANGUAGES: &str = "ach af an ar as ast az be bg bn bo br brx bs ca cak ckb cs cy da de dsb el en eo es et eu fa ff fi \
    fr fur fy ga gd gl gn gu gv he hi hr hsb hu hy ia id is it ja ka kab kk km kn ko ku ky lij lo lt ltg lv mk ml mn mr ms \
    my nb ne nl nn no oc or pa pl ps pt rm ro ru sat sc sco si sk skr sl son sq sr sv szl ta te tg th tk tl tr trs ug uk ur \
    uz vi wo xh yi zh zu";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_is_where_each_platform_writes_it() {
        let cases = [
            ("browser/localization/de/browser/menubar.ftl", "de"),
            ("localization/en-US/toolkit/about/aboutAddons.ftl", "en"),
            ("chrome/es-ES/locale/es-ES/global/commonDialogs.properties", "es"),
            ("usr/share/locale/pt_BR/LC_MESSAGES/nautilus.mo", "pt-BR"),
            ("translations/keepassxc_zh_TW.qm", "zh-TW"),
            ("res/values-pt-rBR/strings.xml", "pt-BR"),
            ("res/values/strings.xml", "en"),
            ("Signal.app/fr.lproj/Localizable.strings", "fr"),
            ("po/ru.po", "ru"),
            ("_locales/ar/messages.json", "ar"),
        ];
        for (path, expected) in cases {
            assert_eq!(locale(path).as_deref(), Some(expected), "{path}");
        }
        assert_eq!(locale("share/doc/readme.json"), None);
        assert_eq!(locale("usr/share/locale/sr@latin/LC_MESSAGES/nautilus.mo"), None);
    }

    #[test]
    fn the_name_has_no_locale() {
        assert_eq!(name("usr/share/keepassxc/translations/keepassxc_de.qm"), "keepassxc");
        assert_eq!(name("po/ru.po"), "");
        assert_eq!(name("de/browser/menubar.ftl"), "menubar");
    }
}
