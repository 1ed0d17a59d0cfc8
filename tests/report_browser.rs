//! The report in a browser: every link is followed, nothing is loaded from elsewhere, it fits a phone, and axe-core finds
//! nothing to hinder anybody.
//!
//! `FIRSTAID_PICTURES` names a folder for pictures of its pages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::report::{guide, report};
use crate::support::axe::{RUN_AXE, peers};
use crate::support::browser::{SCREENS, requests_and_errors, strings};
use crate::support::repo::Repo;

/// A report with everything that one can show, and its address, ending in `/`.
fn shown() -> (Repo, String) {
    let repo = Repo::new(guide());
    repo.replace("content/en/Start.md", "Use Gmal", "Use Gmail");
    repo.replace("content/en/Email.md", "Write to", "Yahooo Write to");
    report(&repo.tree, &["out", "--since", "main"]).exits(0);
    let folder = repo.tree.path("out").canonicalize().expect("a folder");
    (repo, format!("file://{}/", folder.display()))
}

#[test]
fn every_link_is_followed_and_no_request_leaves_the_folder() {
    let Some((mut browser, _)) = peers() else { return };
    let (repo, base) = shown();
    let (mut seen, mut open) = (BTreeSet::new(), vec![format!("{base}index.html")]);
    while let Some(url) = open.pop() {
        if !seen.insert(url.clone()) {
            continue;
        }
        browser.take_events();
        // The same file with another place is not loaded again.
        browser.open("about:blank");
        browser.take_events();
        browser.open(&url);
        let (requests, errors) = requests_and_errors(&mut browser);
        assert!(requests.iter().all(|it| it.starts_with(&base)) && requests.len() > 1, "{url}: {requests:?}");
        assert_eq!(errors, Vec::<String>::new(), "{url}");
        let facts = "[document.title != '' && document.querySelectorAll('h1').length == 1, document.scripts.length == 0, \
                     location.hash == '' || document.getElementById(location.hash.slice(1)) != null, \
                     getComputedStyle(document.querySelector('.skip')).position == 'absolute', \
                     [...document.images].every(it => it.naturalWidth > 0)]";
        let facts = browser.evaluate(facts);
        assert!(facts.as_array().expect("facts").iter().all(|it| it == true), "{url}: {facts}");
        let links = browser.evaluate("[...document.querySelectorAll('a[href]')].map(it => it.href)");
        open.extend(strings(&links).into_iter().filter(|link| link.starts_with("file:")));
    }
    let files: BTreeSet<&str> = seen.iter().map(|url| url.split('#').next().unwrap_or_default()).collect();
    let written = html_files(&repo.tree.path("out"));
    assert_eq!(files.len(), written, "pages that no link leads to");
}

fn html_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .map(
            |path| {
                if path.is_dir() { html_files(&path) } else { usize::from(path.extension() == Some("html".as_ref())) }
            },
        )
        .sum()
}

#[test]
fn nothing_hinders_anybody_on_any_screen() {
    let Some((mut browser, axe)) = peers() else { return };
    let (repo, base) = shown();
    let mut paths: Vec<String> =
        ["index", "findings", "pages", "languages", "links", "organisations", "due", "changes"]
            .map(|name| format!("{name}.html"))
            .into();
    for (folder, part) in
        [("page", "content-en-email"), ("page", "content-ar"), ("site", "example-org"), ("language", "fr")]
    {
        let names = fs::read_dir(repo.tree.path("out").join(folder)).expect("a folder");
        let mut names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        paths.push(format!("{folder}/{}", names.find(|name| name.starts_with(part)).expect("a page")));
    }
    let pictures = std::env::var_os("FIRSTAID_PICTURES");
    for (width, scheme, medium, screen) in SCREENS {
        browser.show_on(width, scheme, medium);
        for path in &paths {
            browser.take_events();
            browser.open(&format!("{base}{path}"));
            if let Some(folder) = &pictures {
                browser.save_picture(&Path::new(folder).join(format!("{screen}-{}.png", path.replace('/', "-"))));
            }
            let overflow =
                browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert_eq!(overflow, 0, "{path} is wider than a screen of {width}");
            browser.evaluate(&axe);
            assert_eq!(strings(&browser.evaluate(RUN_AXE)), Vec::<String>::new(), "{path} on {screen}");
        }
    }
    browser.show_on(794, "dark", "print");
    browser.open(&format!("{base}index.html"));
    let paper =
        "[getComputedStyle(document.querySelector('nav')).display, getComputedStyle(document.body).backgroundColor]";
    assert_eq!(strings(&browser.evaluate(paper)), ["none", "rgb(255, 255, 255)"], "paper is white whatever the screen");
}
