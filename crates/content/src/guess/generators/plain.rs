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
