use std::sync::LazyLock;

use regex::Regex;

use crate::config::Generator;
use crate::guess::place::{Place, inside};
use crate::guess::site::Site;

/// The folder of pages, in a configuration that is a program.
static INPUT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\binput["']?\s*:\s*["'`]([^"'`]+)["'`]"#).expect("a valid pattern"));

/// Eleventy: <https://www.11ty.dev/docs/config/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let names = [".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs"];
    let config = place.read(&names)?;
    let input = INPUT.captures(&config).and_then(|found| inside(found.get(1)?.as_str()));
    let content = input.filter(|folder| place.is_dir(folder)).unwrap_or(".");
    let assets = ["public", "static"].into_iter().filter(|folder| place.is_dir(folder));
    let assets = assets.map(|folder| place.at(folder)).collect();
    Some(Site { assets, ..Site::new(Generator::Eleventy, place.at(content), &config) })
}
