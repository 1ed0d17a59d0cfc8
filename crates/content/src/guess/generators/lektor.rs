use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::config::{Generator, Patterns};
use crate::guess::place::Place;
use crate::guess::site::Site;
use crate::locale::Locale;

/// The head of a section that declares an alternative.
static ALTERNATIVE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\[alternatives\.([\w-]+)\]\s*$").expect("a valid pattern"));

/// A setting.
static SETTING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(\w+)\s*[=:]\s*(.*?)\s*$").expect("a valid pattern"));

/// Lektor: <https://www.getlektor.com/docs/project/file/>, and its alternatives, which are its languages:
/// <https://www.getlektor.com/docs/content/alts/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let config = place.read_ending(".lektorproject").filter(|_| place.is_dir("content"))?;
    let mut alternatives: BTreeMap<String, bool> = BTreeMap::new();
    let (mut open, mut language) = (None, None);
    for line in config.lines() {
        if line.starts_with('[') {
            open = ALTERNATIVE.captures(line).map(|found| found[1].to_owned());
            alternatives.extend(open.iter().map(|tag| (tag.clone(), false)));
            continue;
        }
        let Some(setting) = SETTING.captures(line) else { continue };
        match (&open, &setting[1]) {
            (Some(tag), "primary") if matches!(&setting[2], "yes" | "true" | "1" | "on") => {
                alternatives.insert(tag.clone(), true);
            }
            (None, "locale") => language = Locale::new(&setting[2]),
            _ => {}
        }
    }
    let primary = alternatives.iter().find(|(_, is_primary)| **is_primary);
    let language = primary.and_then(|(tag, _)| Locale::new(tag)).or(language).filter(Locale::is_known);
    let others = alternatives.iter().filter(|(tag, is_primary)| !**is_primary && Locale::new(tag).is_some());
    let by_locale = others.map(|(tag, _)| (tag.clone(), Patterns(vec![format!("{{page}}+{tag}.lr")]))).collect();
    Some(Site {
        assets: vec![place.at("assets")],
        language: language.map(|locale| locale.language().to_owned()),
        source_pages: Some("{page}.lr".into()),
        by_locale,
        ..Site::new(Generator::Lektor, place.at("content"), "")
    })
}
