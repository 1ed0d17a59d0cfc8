//! The guide to take along, as its chore makes it of this repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::browser::{Browser, program};
use crate::peers::{has_peers, missing};

fn bundle(output: &Path, more: &[&str], path: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["bundle", "--output"]).arg(output).args(more);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    command.output().expect("xtask")
}

#[test]
fn what_is_missing_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    let run = bundle(&output, &[], Some(folder.path()));
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    for expected in
        ["not installed: jekyll, pandoc, chromium, pdftotext", "apt-get install jekyll ruby-kramdown-parser-gfm"]
    {
        assert!(said.contains(expected), "{said}");
    }
    assert!(!output.exists());

    let run = bundle(&output, &["--locale"], None);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("usage: cargo xtask bundle"));
}

#[test]
fn a_bundle_is_whole_valid_and_loads_nothing() {
    let Some(program) = program() else {
        missing("chromium");
        return;
    };
    if !has_peers(&["jekyll", "pandoc", "pdftotext", "sha256sum"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out").canonicalize().unwrap_or_else(|_| folder.path().join("out"));
    let run = bundle(&output, &["--locale", "en", "--locale", "ar"], None);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let names: BTreeSet<String> = fs::read_dir(&output)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let name = |locale: &str, format: &str| format!("first-aid-kit-{locale}.{format}");
    let mut expected = BTreeSet::from(["SHA256SUMS".to_owned()]);
    expected.extend(["ar", "en"].iter().flat_map(|locale| ["epub", "html", "pdf"].map(|format| name(locale, format))));
    assert_eq!(names, expected);
    let check = Command::new("sha256sum").args(["--check", "--strict", "SHA256SUMS"]).current_dir(&output).output();
    assert!(check.expect("sha256sum").status.success());

    let mut browser = Browser::start(program);
    for (locale, direction) in [("en", "ltr"), ("ar", "rtl")] {
        reads_well(&mut browser, &output.join(name(locale, "html")), locale, direction);
    }
    // Debian starts the archive itself, which needs a setting of the kernel; Java does not.
    if has_peers(&["java"]) && (Path::new(EPUBCHECK).is_file() || missing("epubcheck")) {
        for locale in ["en", "ar"] {
            let epub = output.join(name(locale, "epub"));
            let run = Command::new("java").args(["-jar", EPUBCHECK, "--failonwarnings"]).arg(&epub).output();
            let run = run.expect("java");
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        }
    }
}

const EPUBCHECK: &str = "/usr/bin/epubcheck";

/// The HTML file has its language, asks nobody for anything, and every link inside of it leads somewhere.
fn reads_well(browser: &mut Browser, html: &Path, locale: &str, direction: &str) {
    let offline = serde_json::json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    browser.call("Network.emulateNetworkConditions", offline);
    browser.take_events();
    browser.open(&format!("file://{}", html.canonicalize().expect("a file").display()));
    let asked: Vec<String> = browser
        .take_events()
        .iter()
        .filter(|event| event["method"] == "Network.requestWillBeSent")
        .filter_map(|event| event["params"]["request"]["url"].as_str().map(str::to_owned))
        .filter(|url| !url.starts_with("data:"))
        .collect();
    assert!(matches!(&*asked, [own] if own.ends_with(".html")), "{asked:?}");
    let seen = "const main = document.querySelector('main'); const links = [...document.querySelectorAll('a')]; \
                const inside = links.filter(a => a.getAttribute('href').startsWith('#')); \
                ({ lang: document.documentElement.lang, direction: getComputedStyle(main).direction, \
                   pages: main.querySelectorAll('h1').length, \
                   listed: document.querySelectorAll('nav a').length, inside: inside.length, \
                   lost: inside.map(a => decodeURIComponent(a.hash.slice(1))).filter(id => !document.getElementById(id)), \
                   local: links.map(a => a.getAttribute('href')).filter(it => !/^(#|https?:|mailto:|tel:)/.test(it)), \
                   helpers: main.querySelectorAll('a[href^=\"mailto:\"], a[href^=\"tel:\"]').length, \
                   twice: new Set([...document.querySelectorAll('[id]')].map(it => it.id)).size \
                          !== document.querySelectorAll('[id]').length })";
    let seen = browser.evaluate(seen);
    let number = |name: &str| seen[name].as_u64().unwrap_or_default();
    assert_eq!((seen["lang"].as_str(), seen["direction"].as_str()), (Some(locale), Some(direction)));
    assert!(number("pages") >= 16 && number("pages") == number("listed"), "{seen}");
    assert!(number("inside") > 50 && number("helpers") > 5, "{seen}");
    let none = serde_json::json!([]);
    assert_eq!((&seen["lost"], &seen["local"], &seen["twice"]), (&none, &none, &false.into()), "{seen}");
}
