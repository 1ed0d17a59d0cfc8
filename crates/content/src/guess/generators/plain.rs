//! Generators of which little more is known than where their pages are.

use crate::config::Generator;
use crate::guess::place::Place;
use crate::guess::site::{Site, named};

pub(super) fn mdbook(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["book.toml"])?;
    Some(Site::new(Generator::MdBook, place.at(named(&config).unwrap_or("src")), &config))
}

pub(super) fn gatsby(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"])?;
    // A plug-in decides where the pages are, so the folder is guessed as without a generator.
    let content = (!place.below.is_empty()).then(|| place.at("."));
    Some(Site { content, assets: vec![place.at("static")], ..Site::new(Generator::Gatsby, String::new(), &config) })
}

pub(super) fn vitepress(place: &Place<'_>) -> Option<Site> {
    let site = || Site::new(Generator::VitePress, place.at("."), "");
    place.is_dir(".vitepress").then(|| Site { assets: vec![place.at("public")], ..site() })
}

pub(super) fn gitbook(place: &Place<'_>) -> Option<Site> {
    place.read(&["LANGS.md", "SUMMARY.md", ".gitbook.yaml", "book.json"])?;
    let config = place.read(&[".gitbook.yaml", "book.json"]).unwrap_or_default();
    Some(Site::new(Generator::GitBook, place.at(named(&config).unwrap_or(".")), &config))
}

/// Nextra: <https://nextra.site/docs/file-conventions/content-directory>, and `pages` before its version 4.
pub(super) fn nextra(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["next.config.mjs", "next.config.js", "next.config.ts"])?;
    let folders = ["content", "src/content", "pages", "src/pages"];
    let content = folders.into_iter().find(|folder| config.contains("nextra") && place.is_dir(folder))?;
    Some(Site { assets: vec![place.at("public")], ..Site::new(Generator::Nextra, place.at(content), &config) })
}

/// Docsify, which is a script in one page: <https://docsify.js.org/#/quickstart>.
pub(super) fn docsify(place: &Place<'_>) -> Option<Site> {
    let page = place.read(&["index.html"])?;
    page.contains("docsify").then(|| Site::new(Generator::Docsify, place.at("."), ""))
}
