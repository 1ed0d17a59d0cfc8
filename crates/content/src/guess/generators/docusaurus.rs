use crate::config::{Generator, Patterns};
use crate::guess::place::Place;
use crate::guess::site::{Parts, Site};

/// Docusaurus: <https://docusaurus.io/docs/i18n/introduction#translation-files-location>, and the older versions of the
/// documentation: <https://docusaurus.io/docs/versioning>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"])?;
    let mut source = vec!["docs/{page}.md".to_owned(), "blog/{page}.md".to_owned(), "src/pages/{page}.md".to_owned()];
    let plugin = |part: &str| format!("i18n/{{locale}}/docusaurus-plugin-content-{part}/{{page}}.md");
    let mut translated = vec![plugin("docs/current"), plugin("blog"), plugin("pages")];
    for folder in place.folders("versioned_docs").iter().filter(|folder| folder.starts_with("version-")) {
        source.push(format!("versioned_docs/{folder}/{{page}}.md"));
        translated.push(plugin(&format!("docs/{folder}")));
    }
    let parts = Parts { source: Patterns(source), translated: Patterns(translated) };
    let site = Site::new(Generator::Docusaurus, place.at("."), &config);
    Some(Site { parts: Some(parts), assets: vec![place.at("static")], ..site })
}
