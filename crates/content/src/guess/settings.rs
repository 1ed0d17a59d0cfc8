//! The configuration of a site generator in YAML, JSON or TOML, as a tree.

use crate::front_matter::parse_toml;
use crate::node::{Entry, Node, Value};
use crate::yaml::parse_yaml;

/// What a configuration sets; nothing if it is in no language that is read, or not valid.
#[derive(Default)]
pub(super) struct Settings(Vec<Entry>);

impl Settings {
    /// Reads a file by the ending of its name.
    pub(super) fn parse(name: &str, text: &str) -> Self {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        match end {
            "toml" => Self(parse_toml(text, 0, &mut Vec::new())),
            // JSON is YAML.
            "yml" | "yaml" | "json" => match parse_yaml(text) {
                Some(Node { value: Value::Mapping(entries), .. }) => Self(entries),
                _ => Self::default(),
            },
            _ => Self::default(),
        }
    }

    /// The value at a path of keys; Hugo reads keys in any case.
    pub(super) fn get(&self, path: &[&str]) -> Option<&Node> {
        let (last, folders) = path.split_last()?;
        let mut entries = &self.0;
        for key in folders {
            match &find(entries, key)?.value {
                Value::Mapping(inner) => entries = inner,
                _ => return None,
            }
        }
        find(entries, last)
    }

    /// The text at a path of keys. Of a list the last item: in `MkDocs` `!ENV [NAME, default]` ends with the default.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        let node = self.get(path)?;
        match &node.value {
            Value::Sequence(items) => items.last()?.as_str(),
            _ => node.as_str(),
        }
        .filter(|text| !text.is_empty())
    }

    /// The keys and values of a table; those at the top without a path.
    pub(super) fn table(&self, path: &[&str]) -> &[Entry] {
        if path.is_empty() {
            return &self.0;
        }
        match self.get(path).map(|node| &node.value) {
            Some(Value::Mapping(entries)) => entries,
            _ => &[],
        }
    }
}

fn find<'n>(entries: &'n [Entry], key: &str) -> Option<&'n Node> {
    entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)).map(|entry| &entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_read_in_each_language() {
        let yaml = Settings::parse("hugo.yaml", "languages:\n  de: {contentDir: content/de}\n");
        let toml = Settings::parse("hugo.toml", "[languages.de]\ncontentDir = 'content/de'\n");
        let json = Settings::parse("hugo.json", r#"{"languages": {"de": {"contentdir": "content/de"}}}"#);
        for settings in [yaml, toml, json] {
            assert_eq!(settings.text(&["languages", "de", "contentDir"]), Some("content/de"));
            assert_eq!(settings.table(&["languages"]).len(), 1);
        }
        assert!(Settings::parse("x.js", "a: 1").get(&["a"]).is_none());
    }

    #[test]
    fn a_value_from_the_environment_is_its_default() {
        let text = "docs_dir: !ENV\n  - FIRST\n  - pages\n";
        assert_eq!(Settings::parse("mkdocs.yml", text).text(&["docs_dir"]), Some("pages"));
        let text = "docs_dir: !ENV [FIRST, 'pages']\nextra: !!python/name:a.b ''\n";
        assert_eq!(Settings::parse("mkdocs.yml", text).text(&["docs_dir"]), Some("pages"));
    }
}
