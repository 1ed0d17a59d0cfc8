//! The site of the guide on a phone, from a folder, as Jekyll builds it of this repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::browser::{Browser, program, requests_and_errors, strings};
use crate::peers::{has_peers, missing};

const LOCALES: [&str; 6] = ["ar", "de", "en", "es", "fr", "ru"];
const WIDTH: u32 = 390;
/// Maximum height of the bar that stays in sight, in pixels: one line.
const MAX_BAR: f64 = 52.0;
/// Pages that the start page's first sentences lead to.
const SITUATIONS: usize = 10;

#[test]
fn help_and_the_way_out_are_one_tap_away_on_every_page() {
    let Some(program) = program() else {
        missing("chromium");
        return;
    };
    if !has_peers(&["jekyll"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content").canonicalize().expect("the guide");
    let built = Command::new("jekyll")
        .args(["build", "--quiet", "--source"])
        .arg(content)
        .arg("--destination")
        .arg(folder.path())
        .output()
        .expect("jekyll");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));

    let mut browser = Browser::start(program);
    browser.show_on(WIDTH, "light", "screen");
    for locale in LOCALES {
        let pages = pages_of(&folder.path().join(locale));
        assert!(pages.len() > SITUATIONS, "{locale}: {pages:?}");
        for page in &pages {
            is_usable(&mut browser, page);
        }
        finds_every_situation(&mut browser, &folder.path().join(locale).join("index.html"));
    }
}

/// The start page of a locale and the pages in folders beside it.
fn pages_of(folder: &Path) -> Vec<PathBuf> {
    let beside = std::fs::read_dir(folder).expect("a locale").map(|entry| entry.expect("an entry").path());
    let beside = beside.filter(|path| path.is_dir()).map(|path| path.join("index.html"));
    beside.chain([folder.join("index.html")]).collect()
}

fn open(browser: &mut Browser, page: &Path) {
    browser.take_events();
    browser.open(&format!("file://{}", page.display()));
}

/// Help and the way out stand in one line, nothing is wider than the phone, nothing is loaded, and the line does not
/// hide the helpers that its link leads to.
fn is_usable(browser: &mut Browser, page: &Path) {
    open(browser, page);
    let seen = browser.evaluate(
        "const bar = document.querySelector('.top'); const help = bar.querySelector('a[href$=\"#helpers\"]'); \
         ({ bar: bar.getBoundingClientRect().height, overflow: document.documentElement.scrollWidth - innerWidth, \
            leave: bar.contains(document.getElementById('leave')), help: help && help.href })",
    );
    let height = seen["bar"].as_f64().expect("a bar");
    assert!(height <= MAX_BAR, "{}: the bar has {height} pixels", page.display());
    assert!(seen["overflow"].as_i64() <= Some(0) && seen["leave"] == true, "{}: {seen}", page.display());
    let (asked, errors) = requests_and_errors(browser);
    assert!(
        errors.is_empty() && asked.iter().all(|url| url.starts_with("file:") || url.starts_with("data:")),
        "{asked:?}"
    );

    let help = seen["help"].as_str().expect("a link to help").to_owned();
    if help.split('#').next() != browser.evaluate("location.href.split('#')[0]").as_str() {
        browser.open(&help);
    }
    let gap = "location.hash = '#helpers'; \
               new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done( \
                 document.getElementById('helpers').getBoundingClientRect().top \
                 - document.querySelector('.top').getBoundingClientRect().bottom))))";
    let gap = browser.evaluate(gap).as_f64().expect("a place");
    assert!((0.0..200.0).contains(&gap), "{}: the helpers are {gap} pixels below the bar", page.display());
}

/// The first list of at least ten links of a start page leads to ten pages, each of which is there.
fn finds_every_situation(browser: &mut Browser, start: &Path) {
    open(browser, start);
    let lists: Value = browser.evaluate(
        "[...document.querySelectorAll('main ul')].map(list => [...list.querySelectorAll('a')].map(a => a.href))",
    );
    let lists: Vec<Vec<String>> = lists.as_array().expect("lists").iter().map(strings).collect();
    let finder = lists.iter().find(|links| links.len() >= SITUATIONS).expect("a finder");
    assert_eq!(finder.len(), SITUATIONS, "{finder:?}");
    for link in finder {
        browser.open(link);
        assert_ne!(browser.evaluate("document.querySelectorAll('main ol li').length"), json!(0), "{link}");
    }
}
