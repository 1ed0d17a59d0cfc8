use std::sync::LazyLock;

use regex::Regex;

use crate::anchor::AnchorDialect;
use crate::config::Generator;
use crate::guess::place::{Place, inside};
use crate::guess::site::Site;

/// A locale in the settings of the plug-in `i18n`.
static LOCALE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*-?\s*locale:\s*([A-Za-z_-]+)\s*$").expect("a valid pattern"));

/// `MkDocs`: <https://www.mkdocs.org/user-guide/configuration/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let (config, settings) = place.settings(&["mkdocs.yml", "mkdocs.yaml"])?;
    let content = place.at(settings.text(&["docs_dir"]).and_then(inside).unwrap_or("docs"));
    // A function of its own for anchors usually keeps letters of other scripts.
    let anchors = config.contains("slugify").then_some(AnchorDialect::GitHub);
    // The site has the files of the theme at its root.
    let assets = settings.text(&["theme", "custom_dir"]).and_then(inside);
    let assets = assets.map(|theme| place.at(theme)).into_iter().collect();
    let locales = LOCALE.captures_iter(&config).filter(|_| config.contains("i18n")).map(|found| found[1].to_owned());
    let locales = locales.collect();
    Some(Site { assets, anchors, locales, ..Site::new(Generator::MkDocs, content, &config) })
}
