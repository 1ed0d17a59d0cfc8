//! Data files of a site: contacts that templates print, and strings that readers see.

use crate::support::{Run, Tree, firstaid};

const NO_OPTIONS: [&str; 0] = [];

const CONTACTS: &str = "- name: Help\n  contacts:\n    - email: a@help.org\n      source: x\n      verified: null\n    \
                        - email: b@help.org\n      source: x\n      verified: 2026-01-02\n  source: x\n";

const INCLUDE: &str = "{% for team in site.data.organisations %}{{ team.contacts[0].email }}{% endfor %}\n";

#[test]
fn contacts_that_a_template_prints_are_counted_and_listed() {
    let tree = Tree::page("{% include helpers.html %}\n").with("content/_data/organisations.yaml", CONTACTS);
    let note = "prints 1 unconfirmed contact of";
    assert!(!tree.lint(&NO_OPTIONS).exits(0).stderr.contains(note), "nothing prints it");
    let tree = tree.with("content/_includes/helpers.html", INCLUDE);
    tree.lint(&NO_OPTIONS).exits(0).says("nothing to report").warns(note);
    assert!(!tree.lint(&["--ignore", "unverified-contact"]).stderr.contains(note));
    assert!(!tree.lint(&["--quiet"]).stderr.contains(note));
    let listed = Run::of(firstaid().current_dir(tree.root()).args(["identities", "contacts"])).exits(0);
    let listed = listed.says("organisations.yaml:3:14: a@help.org of Help is confirmed by nobody");
    let listed = listed.says("helpers.html prints them");
    assert!(!listed.stdout.contains("b@help.org"));
}

const LIST: &str = "icon: lock\nlist:\n  - check: 'Install Ostel and a vulnerabilites scanner'\n  - check: |\n      \
                    See [the guide](http://www.ostel.co/).\n";

#[test]
fn strings_of_data_files_are_read_as_text() {
    let tree = Tree::page("Text.\n").with("content/_data/list.yaml", LIST);
    let tree = tree.with("content/.github/workflows/a.yml", "name: The gate that reads all of the pages.\n");
    let left_out = "not read: the data file content/_data/list.yaml; name it in `[content] data-text`";
    tree.lint(&NO_OPTIONS).exits(0).warns(left_out);
    tree.write("firstaid.toml", "[content]\ndata-text = [\"content/_data/*.yaml\"]\n");
    let run = tree.lint(&["--format", "concise"]).exits(1);
    assert!(!run.stderr.contains("not read"), "{}", run.stderr);
    run.says("content/_data/list.yaml:3:21").says("content/_data/list.yaml:3:33").says("content/_data/list.yaml:5:23");
    // How a string is written depends on what stands around it.
    tree.lint(&["--fix", "--unsafe-fixes"]).exits(1);
    assert_eq!(tree.read("content/_data/list.yaml"), LIST.as_bytes());
    tree.lint(&["content/_data/list.yaml"]).exits(1);
    tree.lint(&["content/en/Page.md"]).exits(0).says("nothing to report");
}

#[test]
fn a_data_file_that_cannot_be_read_is_an_error() {
    let config = "[content]\ndata-text = [\"i18n/{locale}.json\"]\n";
    let tree = Tree::page("Text.\n").with("firstaid.toml", config).with("i18n/de.json", "{\"a\": \"b c\n");
    tree.lint(&["--select", "unreadable-page"]).says("i18n/de.json:1").says("not valid YAML");
    tree.write("i18n/de.json", "{\"a\": \"Öffne die Seite mit Gmal\"}\n");
    tree.lint(&["--select", "misspelled-brand"]).exits(1).says("i18n/de.json:1:28");
    tree.write("firstaid.toml", "[content]\ndata-text = [\"../{locale}.json\"]\n");
    tree.lint(&NO_OPTIONS).exits(2).warns("leads out of the root");
}

#[test]
fn lists_beside_the_pages_of_each_locale_are_guessed() {
    let tree = Tree::empty().with("en/A.md", "# A\n\nText.\n").with("es/A.md", "# A\n\nTexto.\n");
    let tree = tree.with("en/list.yml", "list:\n- check: Use Ostel for the calls that you make.\n");
    tree.lint(&["--select", "stale-tool"]).exits(1).warns("data-text").says("en/list.yml:2:14");
}
