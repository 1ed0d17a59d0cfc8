//! Where the labels of an app stand: below which menu, panel, page or group of its settings.
//!
//! Read from what Mozilla's programs are built of: windows in XHTML, whose elements name their strings by
//! `data-l10n-id`, and settings in JavaScript. A pack that says nothing of a label costs a check; one that says too
//! little makes a wrong finding. So a string whose way from a menu bar, panel or the list of settings is not known
//! everywhere has no place.

mod markup;
mod script;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::string::StringFile;

/// What the files say of places.
#[derive(Default)]
pub(crate) struct Places {
    /// Strings, and those that lead to them.
    below: BTreeMap<String, BTreeSet<String>>,
    /// Strings that have another place, too, of which nothing is known.
    elsewhere: HashSet<String>,
    /// Where the list of settings leads, by the name of the page (`panePrivacy`).
    pages: BTreeMap<String, String>,
    /// Strings on a page of the settings, by its name.
    on_pages: Vec<(String, String)>,
    /// Names of groups of settings that stand on a page, by its name.
    groups_on_pages: Vec<(String, String)>,
    groups: Vec<script::Group>,
    panes: Vec<script::Pane>,
}

/// Whether a file may say where labels stand.
pub(crate) fn is_place_file(path: &str) -> bool {
    [".xhtml", ".js", ".mjs"].iter().any(|ending| path.ends_with(ending))
}

impl Places {
    /// What files say.
    pub(crate) fn of(files: &[StringFile]) -> Self {
        let mut places = Self::default();
        for StringFile { path, bytes } in files.iter().filter(|file| is_place_file(&file.path)) {
            let text = String::from_utf8_lossy(bytes);
            if path.ends_with(".xhtml") {
                markup::read(&text, &mut places);
            } else {
                script::read(&text, &mut places);
            }
        }
        places.join_pages();
        places
    }

    /// The titles of a page of the settings, by its name.
    fn titles<'a>(&'a self, pane: &'a str) -> impl Iterator<Item = &'a String> {
        self.panes.iter().filter(move |it| it.name == pane).flat_map(|it| &it.titles)
    }

    fn put(&mut self, child: &str, parent: &str) {
        if child != parent {
            self.below.entry(child.to_owned()).or_default().insert(parent.to_owned());
        }
    }

    /// Settings below their groups, groups below their pages, pages below each other and the list of settings.
    fn join_pages(&mut self) {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let page_of = |pane: &str| {
            let mut letters = pane.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            self.pages.get(&["pane", &first.collect::<String>(), letters.as_str()].concat())
        };
        for pane in &self.panes {
            let above = pane.parents.iter().flat_map(|parent| self.titles(parent).chain(page_of(parent)));
            let above: Vec<&String> = above.chain(page_of(&pane.name)).collect();
            pairs.extend(pane.titles.iter().flat_map(|title| above.iter().map(|it| (title.clone(), (*it).clone()))));
        }
        for group in &self.groups {
            let panes = self.panes.iter().filter(|pane| pane.groups.contains(&group.name));
            let on_panes = panes.flat_map(|pane| pane.titles.iter().chain(page_of(&pane.name)));
            let of_markup = self.groups_on_pages.iter().filter(|(it, _)| *it == group.name);
            let above = on_panes.chain(of_markup.filter_map(|(_, page)| self.pages.get(page)));
            let above: Vec<&String> = above.collect();
            pairs.extend(group.top.iter().flat_map(|top| above.iter().map(|it| (top.clone(), (*it).clone()))));
        }
        let on_pages = self.on_pages.iter().filter_map(|(id, page)| Some((id.clone(), self.pages.get(page)?.clone())));
        pairs.extend(on_pages);
        for (child, parent) in pairs {
            self.put(&child, &parent);
        }
    }

    /// The keys that lead to each of some keys, as their numbers. A key is the name of a string, or one of its
    /// attributes (`name.label`).
    pub(crate) fn parents(&self, keys: &BTreeSet<&str>) -> Vec<Vec<usize>> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, key) in keys.iter().enumerate() {
            by_name.entry(name(key)).or_default().push(n);
        }
        let of_key = |key: &&str| {
            let parents = self.below.get(name(key)).filter(|_| !self.elsewhere.contains(name(key)));
            // What an unknown label leads to may be reached by a path that names a known one.
            let parents = parents.filter(|parents| parents.iter().all(|parent| by_name.contains_key(&**parent)));
            let keys = parents.into_iter().flatten().flat_map(|parent| &by_name[&**parent]);
            keys.copied().collect()
        };
        keys.iter().map(of_key).collect()
    }
}

fn name(key: &str) -> &str {
    key.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parents(files: &[(&str, &str)], keys: &[&str]) -> Vec<String> {
        let files: Vec<StringFile> = (files.iter())
            .map(|(path, text)| StringFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() })
            .collect();
        let keys: BTreeSet<&str> = keys.iter().copied().collect();
        let names: Vec<&str> = keys.iter().copied().collect();
        let parents = Places::of(&files).parents(&keys);
        let lines = parents.iter().enumerate().flat_map(|(n, above)| above.iter().map(move |&it| (n, it)));
        lines.map(|(n, it)| format!("{} < {}", names[n], names[it])).collect()
    }

    const WINDOW: &str = "<?xml version=\"1.0\"?><!DOCTYPE window [<!ENTITY % x SYSTEM \"x.dtd\"> %x;]>
        <window data-l10n-id=\"title\"><menubar>
          <menu data-l10n-id=\"pond\"><menupopup>
            <menuitem data-l10n-id=\"dive\"/>
            <menu data-l10n-id=\"reeds\"><menupopup><menuitem data-l10n-id=\"hide\"/></menupopup></menu>
          </menupopup></menu>
          <menu label=\"&old.label;\"><menupopup><menuitem data-l10n-id=\"fish\"/></menupopup></menu>
        </menubar><menupopup><menuitem data-l10n-id=\"swim\"/></menupopup></window>";

    #[test]
    fn entries_stand_below_their_menus() {
        let keys = ["dive.label", "fish.label", "hide.label", "pond.label", "reeds.label", "swim.label", "title"];
        let expected = ["dive.label < pond.label", "hide.label < reeds.label", "reeds.label < pond.label"];
        assert_eq!(parents(&[("pond.xhtml", WINDOW)], &keys), expected);
    }

    #[test]
    fn what_also_stands_elsewhere_has_no_place() {
        let script = ("pond.mjs", "button.setAttribute('data-l10n-id', 'dive');");
        let found =
            parents(&[("pond.xhtml", WINDOW), script], &["dive.label", "hide.label", "pond.label", "reeds.label"]);
        assert_eq!(found, ["hide.label < reeds.label", "reeds.label < pond.label"]);
        // The label that leads there is not in the pack.
        assert_eq!(parents(&[("pond.xhtml", WINDOW)], &["hide.label", "pond.label"]), Vec::<String>::new());
    }

    #[test]
    fn settings_stand_below_groups_and_pages() {
        let list = "<html><nav-list><moz-page-nav data-l10n-id=\"settings\"><button view=\"paneDen\" \
                    data-l10n-id=\"den\"/></moz-page-nav></nav-list>\
                    <groupbox data-category=\"paneDen\"><checkbox data-l10n-id=\"warm\"/></groupbox>\
                    <setting-group groupid=\"light\" data-category=\"paneDen\"/></html>";
        let script = "const PANES = { den: { l10nId: \"den-title\", groupIds: [\"lock\"] }, \
                      hole: { parent: isNew ? \"den\" : \"bank\", l10nId: 'hole', groupIds: ['dig'] } };\n\
                      Groups.register({ // a group\n lock: { l10nId: \"lock\", items: [{ id: \"x\", l10nId: `bolt`, \
                      options: [{ value: 1, l10nId: \"twice\" }], \
                      controlAttrs: { \"search-l10n-ids\": \"inner.title,inner\" } }] },\n\
                      light: { items: [{ l10nId: \"lamp\" }] }, dig: { l10nId: \"dig\", items: [] } });";
        let keys = [
            "bolt",
            "den",
            "den-title",
            "dig",
            "hole",
            "inner.title",
            "lamp",
            "lock.label",
            "settings",
            "twice",
            "warm",
        ];
        let found = parents(&[("settings.xhtml", list), ("settings.mjs", script)], &keys);
        let expected = [
            "bolt < lock.label",
            "den < settings",
            "den-title < den",
            "dig < hole",
            "hole < den",
            "hole < den-title",
            "inner.title < bolt",
            "lamp < den",
            "lock.label < den",
            "lock.label < den-title",
            "twice < bolt",
            "warm < den",
        ];
        assert_eq!(found, expected);
    }
}
