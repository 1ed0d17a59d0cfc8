use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, PageKey, parse};
use firstaid_text::SourceFile;

use super::*;
use crate::Catalogs;

fn guide(pages: &[(&str, &str)]) -> Guide {
    let page = |(path, text): &(&str, &str)| {
        let (locale, name) = path.strip_prefix("content/").unwrap().split_once('/').unwrap();
        let key = PageKey { locale: firstaid_content::Locale::new(locale).unwrap(), name: name.into() };
        parse(key, SourceFile::new(*path, *text), AnchorDialect::default())
    };
    let layout = Layout::new(&ContentConfig::default()).unwrap();
    Guide::new(pages.iter().map(page).collect(), Vec::new(), layout, AnchorDialect::default(), "content/".to_owned())
}

/// The rows of a change of files (path, before, after); files of pages are those that end in `.md`.
fn rows(files: &[(&str, Option<&str>, Option<&str>)]) -> Vec<String> {
    let is_page = |path: &str| path.starts_with("content/en/") && path.ends_with(".md");
    let of = |n: usize| -> Vec<(&str, &str)> {
        let text = |file: &(_, Option<_>, Option<_>)| if n == 0 { file.1 } else { file.2 };
        files.iter().filter(|it| is_page(it.0)).filter_map(|it| Some((it.0, text(it)?))).collect()
    };
    let (before, after) = (guide(&of(0)), guide(&of(1)));
    let changed: Vec<ChangedFile> = files
        .iter()
        .map(|(path, before, after)| ChangedFile {
            path: (*path).to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        })
        .collect();
    let content = ContentConfig { assets: vec!["static".to_owned()], ..ContentConfig::default() };
    let catalogs = Catalogs::default();
    let change = Change {
        before: &before,
        after: &after,
        catalogs: &catalogs,
        content: &content,
        config: "firstaid.toml",
        data: &[],
    };
    let found = judge_changes(change, &changed);
    found.into_iter().map(|it| format!("{} {}: {}", it.subject.as_str(), it.path, it.what)).collect()
}

#[test]
fn settings_and_ignore_files_are_compared_key_by_key_and_line_by_line() {
    let old = "[rules]\nstale-tool = \"error\"\n[content]\nsource = \"en\"\n";
    let new = "[content]\nsource = \"en\"\nexclude = [\"en/a.md\"]\n[rules]\nstale-tool = \"off\"\n";
    assert_eq!(
        rows(&[
            ("firstaid.toml", Some(old), Some(new)),
            ("content/en/.gitignore", None, Some("# notes\nnew.md\n")),
            (".ignore", Some("a\nb\n"), Some("b\na\n")),
        ]),
        [
            "setting firstaid.toml: content.exclude: not set -> [\"en/a.md\"]",
            "setting firstaid.toml: rules.stale-tool: \"error\" -> \"off\"",
            "ignore file content/en/.gitignore: added: new.md",
        ]
    );
}

#[test]
fn what_changes_nothing_is_not_listed() {
    let old = "[rules]\nstale-tool = \"error\"\n";
    let new = format!(
        "{old}[content]\nroot = \"content\"\nsource = \"en\"\n[links.policy.gone]\ntimes = 3\napart = 3\n\
         [links.policy.moved]\ntimes = 1\napart = 7\n"
    );
    let tools = "- name: Zap\n  status: dead\n  source: x\n  note: old\n- name: Old\n  note: a\n";
    let noted = tools.replace("note: old", "note: new").replace("note: a", "note: a\n  status: dead");
    assert_eq!(
        rows(&[
            ("firstaid.toml", Some(old), Some(&new)),
            (".gitignore", None, Some("*.log\n*.jsonl.journal\n.DS_Store\n*.md\n*\n*.js\n")),
            ("content/_data/tools.yaml", Some(tools), Some(&noted)),
        ]),
        [
            "setting firstaid.toml: links.policy.moved.apart: not set -> 7",
            "setting firstaid.toml: links.policy.moved.times: not set -> 1",
            "ignore file .gitignore: added: *",
            "ignore file .gitignore: added: *.js",
            "ignore file .gitignore: added: *.md",
            "ignore file .gitignore: added: .DS_Store",
            "registry entry content/_data/tools.yaml: Old: status: not set -> dead",
        ]
    );
    // A key that is taken away, and one that undoes a setting.
    assert_eq!(rows(&[("firstaid.toml", Some(&new), Some(old))]).len(), 2);
    assert_eq!(
        rows(&[("firstaid.toml", Some("[content]\nroot = \"docs\"\n"), Some("[content]\nroot = \"content\"\n"))]).len(),
        1
    );
}

#[test]
fn registries_words_and_attestations_are_compared_by_entry() {
    let tools = "- name: Zap\n  status: dead\n  source: x\n- name: Old\n  status: dead\n";
    let changed = "- name: Zap\n  status: alive\n  source: x\n- name: New\n  status: alive\n";
    let attested = "\"attested\":{\"on\":\"2026-11-20\",\"by\":\"Ann\",\"note\":\"fine\"}}\n";
    let url = &format!("{{\"url\":\"https://a.org/\",{attested}");
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    let ledger = &format!("{url}{{\"domain\":\"b.org\",{attested}{{\"key\":\"{key}\",{attested}");
    assert_eq!(
        rows(&[
            ("content/_data/tools.yaml", Some(tools), Some(changed)),
            ("content/_data/words/en.txt", Some("zap\n"), Some("zap\nzopp\n")),
            ("content/_data/links.jsonl", None, Some(ledger)),
            ("content/_data/links.jsonl.journal", None, Some(url)),
        ]),
        [
            "registry entry content/_data/tools.yaml: New: added: name New, status alive",
            "registry entry content/_data/tools.yaml: Old: removed",
            "registry entry content/_data/tools.yaml: Zap: status: dead -> alive",
            "registry entry content/_data/words/en.txt: added: zopp",
            "attestation content/_data/links.jsonl: 0123456789ABCDEF0123456789ABCDEF01234567: attested by Ann on \
             2026-11-20: fine",
            "attestation content/_data/links.jsonl: b.org: attested by Ann on 2026-11-20: fine",
            "attestation content/_data/links.jsonl: https://a.org/: attested by Ann on 2026-11-20: fine",
            "journal content/_data/links.jsonl.journal: the journal of a probe belongs to no commit",
        ]
    );
}

#[test]
fn a_list_is_one_value_and_entries_of_one_name_have_no_order() {
    let host = |path: &str, status: &str| format!("- host: a.example\n  paths: [{path}]\n  status: {status}\n");
    let tool = |hosts: &str| format!("- name: Zap\n  hosts: [{hosts}]\n");
    let old = [host("/a", "dead"), host("/b", "dead"), host("/c", "moved")].concat();
    let new = [host("/c", "moved"), host("/b", "alive"), host("/a", "dead")].concat();
    assert_eq!(
        rows(&[
            ("content/_data/hosts.yaml", Some(&old), Some(&new)),
            ("content/_data/tools.yaml", Some(&tool("a.example, b.example")), Some(&tool("b.example"))),
        ]),
        [
            "registry entry content/_data/hosts.yaml: a.example: host a.example, paths [/b], status alive: not set -> \
             listed, host a.example, paths [/b], status dead: listed -> not set",
            "registry entry content/_data/tools.yaml: Zap: hosts: [a.example, b.example] -> [b.example]",
        ]
    );
}

#[test]
fn suppressions_and_accepted_findings_that_a_change_adds_are_listed() {
    let fingerprint = "0123456789abcdef0123456789abcdef";
    let line = |rule: &str| {
        format!(
            "{{\"path\":\"content/en/a.md\",\"rule\":\"{rule}\",\"fingerprint\":\"{fingerprint}\",\"count\":1,\"text\":\"Zap\"}}\n"
        )
    };
    let (old, new) = (line("stale-tool"), line("stale-tool") + &line("brand-case"));
    let page = "<!-- firstaid: allow stale-tool -- quoted -->\n\nText.\n";
    let more = format!("{page}\n<!-- firstaid: allow-file brand-case -- fine -->\n");
    assert_eq!(
        rows(&[("content/en/a.md", Some(page), Some(&more)), ("baseline.jsonl", Some(&old), Some(&new))]),
        [
            "suppression content/en/a.md: line 5 added: allow-file brand-case -- fine",
            "accepted finding baseline.jsonl: added: brand-case in content/en/a.md: Zap (1 times)",
        ]
    );
}

#[test]
fn files_that_are_served_unread_are_listed_and_others_are_not() {
    let added = |path: &'static str| (path, None, Some("x"));
    assert_eq!(
        rows(&[
            added("content/evil.md"),
            added("content/en/new.html"),
            added("content/_layouts/page.html"),
            added("static/run.js"),
            added("mkdocs.yml"),
            added(".gitmodules"),
            ("content/_config.yml", Some("a"), Some("b")),
            added("content/en/picture.png"),
            added("src/main.rs"),
            added("README.md"),
            added(".github/workflows/x.yml"),
            ("content/en/gone.html", Some("x"), None),
        ]),
        [
            "unread file .gitmodules: added: a setting of the site that the linter does not read",
            "unread file content/_config.yml: altered: a setting of the site that the linter does not read",
            "unread file content/_layouts/page.html: added: a layout or part of the site that the linter does not read",
            "unread file content/en/new.html: added: a page that the linter does not read",
            "unread file content/evil.md: added: a page that the linter does not read",
            "unread file mkdocs.yml: added: a setting of the site that the linter does not read",
            "unread file static/run.js: added: a script that the linter does not read",
        ]
    );
}
