//! `report`: a site that is whole, that no text of a guide can alter, and that is written nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::repo::Repo;
use crate::support::{Run, TODAY, Tree, firstaid};

const LEDGER: &str = "content/_data/links.jsonl";
const KEY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

/// A guide in three locales with findings, links of every verdict, reviews, contacts and a catalog.
pub(crate) fn guide() -> Tree {
    let gone = ["2026-10-01", "2026-10-11", "2026-10-21"];
    let gone = gone.map(|on| format!("{{\"on\":\"{on}\",\"class\":\"gone\",\"status\":404}}")).join(",");
    let ledger = [
        format!("{{\"url\":\"https://old.example.org/gone\",\"seen\":[{gone}]}}"),
        seen("https://old.example.org/once", "\"gone\",\"status\":404"),
        seen("https://parked.example.net/", "\"hijacked\",\"cause\":\"parked\""),
        seen("https://www.accessnow.org/", "\"alive\",\"status\":200,\"tls-until\":\"2026-12-03\""),
        seen("https://wall.example.com/", "\"blocked\",\"status\":403"),
        "{\"domain\":\"accessnow.org\",\"seen\":[{\"on\":\"2026-11-20\",\"at\":\"rdap\",\"result\":{\"found\":{\"expires\":\"2026-12-09\",\"registrar\":\"<b>R</b>\"}}}]}"
            .to_owned(),
        format!(
            "{{\"key\":\"{KEY}\",\"seen\":[{{\"on\":\"2026-11-20\",\"at\":\"wkd:accessnow.org\",\"result\":{{\"found\":{{\"signed\":\"2024-01-01\",\"created\":\"2024-01-01\",\"expires\":\"2026-12-24\",\"algorithm\":\"ed25519\"}}}}}}]}}"
        ),
    ];
    let page = |title: &str, text: &str| {
        format!(
            "---\ntitle: {title}\nreviewed: 2023-05-01\n---\n\n# {title}\n\nOstel. {text} <https://old.example.org/gone> \
             <https://www.accessnow.org/>, help@accessnow.org\n\n- <https://parked.example.net/>\n- <https://wall.example.com/>\n"
        )
    };
    let start = "---\ntitle: Start\nreviewed: 2025-02-01\n---\n\n# Start\n\nUse Gmal, <https://old.example.org/once> and \
                 <https://never.example.org/>.\n\nPGP fingerprint: 0123456789ABCDEF0123456789ABCDEF01234567\n";
    let organisations = "- name: Access Now\n  site: https://www.accessnow.org/\n  hosts: [accessnow.org]\n  source: x\n  \
                         contacts:\n    - email: help@accessnow.org\n      source: x\n";
    Tree::empty()
        .with("firstaid.toml", "[translation]\nproject = \"A guide\"\n")
        .with("content/_data/organisations.yaml", organisations)
        .with(LEDGER, ledger.map(|line| line + "\n").concat())
        .with("content/en/Email.md", page("Email", "Write to"))
        .with("content/en/Start.md", start)
        .with("content/fr/Email.md", page("Courriel", "Écrivez à"))
        .with("content/ar/Email.md", page("البريد", "اكتب إلى"))
}

fn seen(url: &str, class: &str) -> String {
    format!("{{\"url\":\"{url}\",\"seen\":[{{\"on\":\"2026-11-20\",\"class\":{class}}}]}}")
}

pub(crate) fn report(tree: &Tree, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).args(["report", "--today", TODAY]).args(args))
}

/// The files of a folder as texts, by path.
fn site(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
                files.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    files
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

/// Every link inside of the site leads to a file and a place of it, and nothing is loaded from elsewhere.
#[track_caller]
fn is_whole(files: &BTreeMap<String, String>) {
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        for target in values(html, "href").into_iter().chain(values(html, "src")) {
            if target.starts_with("https://") || target.starts_with("http://") {
                let link = format!("href=\"{target}\" rel=\"noreferrer noopener nofollow\"");
                assert!(html.contains(&link), "{path}: {target} is loaded, or tells where the reader was");
                continue;
            }
            let (file, place) = target.split_once('#').map_or((target, None), |(file, place)| (file, Some(place)));
            let file = match (file.strip_prefix("../"), file) {
                (Some(file), _) => file.to_owned(),
                (None, "") => path.clone(),
                (None, file) if folder.is_empty() => file.to_owned(),
                (None, file) => format!("{folder}/{file}"),
            };
            let found = files.get(&file).unwrap_or_else(|| panic!("{path}: {target} leads nowhere"));
            if let Some(place) = place {
                assert!(values(found, "id").contains(&place), "{path}: {target} has no such place");
            }
        }
        let ids = values(html, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id stands twice");
    }
}

#[test]
fn the_site_has_every_page_and_every_link_inside_leads_somewhere() {
    let tree = guide();
    let run = report(&tree, &["out/health"]).exits(0).warns("files in out/health");
    assert_eq!(run.stdout, "");
    let files = site(&tree.path("out/health"));
    is_whole(&files);
    assert!(files["index.html"].contains("Health of A guide") && files["index.html"].contains("2026-11-23"));
    for file in ["badge/findings.svg", "badge/in-fr.svg", "due.html", "languages.html", "links.html", "style.css"] {
        assert!(files.contains_key(file), "{file}");
    }
    assert_eq!(files.keys().filter(|path| path.starts_with("page/")).count(), 4);
    let email = files.iter().find(|(path, _)| path.starts_with("page/content-en-email-")).expect("a page").1;
    assert!(email.contains("Ostel has been gone since August 2017") && email.contains("<mark>Ostel</mark>"), "{email}");
    let french = files.iter().find(|(path, _)| path.starts_with("page/content-fr-email-")).expect("a page").1;
    assert!(french.contains("Repeated from the source"), "{french}");
    let keys = &files["keys.html"];
    assert!(
        keys.contains("expires on 24 December 2026; ed25519, seen at the key directory of accessnow.org"),
        "{keys}"
    );
    assert!(keys.contains("until 9 December 2026, registrar &lt;b&gt;R&lt;/b&gt;; seen on 20 November 2026"), "{keys}");
    assert!(files["index.html"].contains("in need of somebody: 1 key, 1 domain"), "{}", files["index.html"]);
    assert!(files["due.html"].contains("ask its owner for the next key") && files["due.html"].contains("2026-12-24"));
    // A place where strangers wait is named, not linked.
    assert!(files["links.html"].contains("https://parked.example.net/"));
    assert!(!files.values().any(|html| html.contains("href=\"https://parked.example.net/\"")));
    let history = files.iter().find(|(path, _)| path.starts_with("site/example-org-")).expect("a site").1;
    assert!(history.contains("2026-10-11") && history.contains("never probed"), "{history}");
    let due = &files["due.html"];
    for told in
        ["last reviewed 1 May 2023", "the certificate ends", "2026-12-03", "confirm the contact", "replace the link"]
    {
        assert!(due.contains(told), "{told}: {due}");
    }
    assert!(files["organisations.html"].contains("Access Now"), "{}", files["organisations.html"]);
}

#[test]
fn the_same_guide_gives_the_same_bytes() {
    let tree = guide();
    report(&tree, &["a"]).exits(0);
    report(&tree, &["b"]).exits(0);
    report(&tree, &["b"]).exits(0);
    assert_eq!(site(&tree.path("a")), site(&tree.path("b")));
}

/// Text that would run, load, reorder or break out of an attribute.
const HOSTILE: &str = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> '><svg/onload=alert(1)> &lt;b&gt; \
                       \u{202e}evil\u{202c} \u{0}\u{8}\u{1b}[31m\u{7f}\u{2028} javascript:alert(1) ]]> --> </title></style>";

#[test]
fn text_of_strangers_is_text() {
    let escaped = HOSTILE.replace('"', "\\\"").replace(char::is_control, " ");
    let url = "https://example.org/%3Cscript%3E'x'";
    let ledger = format!(
        "{{\"url\":\"{url}\",\"seen\":[{{\"on\":\"2026-11-20\",\"class\":\"gone\",\"mark\":\"{escaped}\"}}],\
         \"attested\":{{\"on\":\"2026-01-01\",\"by\":\"{escaped}\",\"note\":\"{escaped}\"}},\
         \"archive\":\"javascript:alert(1)\"}}\n"
    );
    let page = format!(
        "---\ntitle: '{}'\nreviewed: 2020\n---\n\n# {HOSTILE}\n\nOstel {HOSTILE} Gmal\n\n[x](javascript:alert(1)) \
         <{url}> help@a.org [{HOSTILE}](https//a.org)\n",
        HOSTILE.replace('\'', "''").replace(char::is_control, " ")
    );
    let organisations = format!(
        "- name: \"{escaped}\"\n  hosts: [example.org]\n  source: x\n  contacts:\n    - email: help@a.org\n      source: x\n"
    );
    let tree = Tree::empty()
        .with("firstaid.toml", format!("[translation]\nproject = \"{escaped}\"\n"))
        .with("content/_data/organisations.yaml", organisations)
        .with(LEDGER, ledger)
        .with("content/en/\"><script>alert(1)<.md", &page)
        .with("content/en/\u{202e}dm.exe.md", &page)
        .with("content/en/a\u{1b}[2J.md", &page);
    report(&tree, &["out"]).exits(0);
    let files = site(&tree.path("out"));
    is_whole(&files);
    for (path, html) in &files {
        for bad in ["<script", "<img src=x", "<svg/onload", "href=\"javascript:", "</title></style>", "<b>"] {
            assert!(!html.to_lowercase().contains(bad), "{path} has {bad}");
        }
        let steers = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!html.contains(steers), "{path} has a control character");
        assert!(path.bytes().all(|c| c.is_ascii_alphanumeric() || b"-./".contains(&c)), "{path}");
    }
    assert!(files["index.html"].contains("&lt;script&gt;"), "the text is still there, as text");
}

#[test]
fn only_an_empty_folder_or_an_earlier_report_is_written_into() {
    let tree =
        guide().with("notes/mine.txt", "mine").with("forged/firstaid-report.txt", "something\n../notes/mine.txt\n");
    for folder in ["notes", "content", "forged", "."] {
        let before = tree.snapshot();
        report(&tree, &[folder]).exits(2).warns("has files and no report; nothing was written");
        assert_eq!(tree.snapshot(), before, "{folder}");
    }
    report(&tree, &["notes/mine.txt"]).exits(2);
    fs::create_dir(tree.path("empty")).expect("a folder");
    report(&tree, &["empty", "--quiet"]).exits(0);
    assert!(tree.path("empty/index.html").is_file());
}

#[test]
fn a_later_report_removes_its_own_files_and_no_others() {
    let tree = guide();
    report(&tree, &["out"]).exits(0);
    let count = site(&tree.path("out")).len();
    tree.write("out/CNAME", "health.example.org");
    tree.write("out/page/mine.txt", "mine");
    let list = String::from_utf8(tree.read("out/firstaid-report.txt")).expect("UTF-8");
    tree.write("kept.html", "mine");
    tree.write(
        "out/firstaid-report.txt",
        format!("{list}../kept.html\n/etc/hostname\npage/../../kept.html\npage/mine.txt\n"),
    );
    tree.write("out/page/.firstaid-99999999-0.tmp", "of a run that was killed");
    fs::remove_file(tree.path("content/fr/Email.md")).expect("a page");
    report(&tree, &["out"]).exits(0);
    let files = site(&tree.path("out"));
    // The page, its language and its badge went; two files of somebody else came.
    assert_eq!(files.len(), count - 3 + 2, "{:?}", files.keys());
    assert_eq!(tree.read("kept.html"), b"mine");
    assert_eq!(files["CNAME"], "health.example.org");
    assert_eq!(files["page/mine.txt"], "mine");
}

#[test]
#[cfg(unix)]
fn links_in_the_folder_lead_no_report_out_of_it() {
    use std::os::unix::fs::symlink;
    let tree = guide().with("home/index.html", "mine");
    report(&tree, &["out"]).exits(0);
    fs::remove_file(tree.path("out/index.html")).expect("a file");
    symlink("../home/index.html", tree.path("out/index.html")).expect("a link");
    report(&tree, &["out"]).exits(0);
    assert_eq!(tree.read("home/index.html"), b"mine");
    assert!(!tree.path("out/index.html").is_symlink());
    fs::remove_dir_all(tree.path("out/page")).expect("a folder");
    symlink("../home", tree.path("out/page")).expect("a link");
    report(&tree, &["out"]).exits(2).warns("not a folder; nothing was written");
    assert_eq!(fs::read_dir(tree.path("home")).expect("a folder").count(), 1);
}

#[test]
fn changes_since_a_commit_are_better_or_worse() {
    let repo = Repo::new(guide());
    repo.replace("content/en/Start.md", "Use Gmal", "Use Gmail");
    repo.replace("content/en/Email.md", "Write to", "Yahooo! Write to");
    let ledger = String::from_utf8(repo.tree.read(LEDGER)).expect("UTF-8");
    repo.tree.write(
        LEDGER,
        ledger.replace("\"gone\",\"status\":404}]}\n{\"url\":\"https://p", "\"alive\"}]}\n{\"url\":\"https://p"),
    );
    repo.tree.write("content/en/New.md", "# New\n\nText.\n");
    report(&repo.tree, &["out", "--since", "main"]).exits(0);
    let files = site(&repo.tree.path("out"));
    is_whole(&files);
    let changes = &files["changes.html"];
    let (worse, better) = changes.split_once("<h2>Better</h2>").expect("both");
    assert!(better.contains("`Gmal` looks like a misspelling") && !worse.contains("`Gmal`"), "{changes}");
    assert!(worse.contains("Yahoo") && !better.contains("Yahooo"), "{changes}");
    assert!(better.contains("https://old.example.org/once") && better.contains("content/en/New.md"), "{changes}");
    report(&repo.tree, &["out", "--since", "no-such-commit"]).exits(2).warns("no-such-commit");
    // Without a commit to compare with, the page goes.
    report(&repo.tree, &["out"]).exits(0);
    assert!(!repo.tree.path("out/changes.html").exists());
}

#[test]
fn one_locale_is_shown_alone() {
    let tree = guide();
    report(&tree, &["out", "--locale", "fr"]).exits(0);
    let files = site(&tree.path("out"));
    is_whole(&files);
    assert_eq!(files.keys().filter(|path| path.starts_with("page/")).count(), 1);
    assert!(files["index.html"].contains("pages in <bdi>fr</bdi> only"));
    let page = files.iter().find(|(path, _)| path.starts_with("page/")).expect("a page").1;
    assert!(page.contains("Ostel has been gone"), "its own findings are not folded into those of a source: {page}");
    report(&tree, &["out", "--locale", "sv"]).exits(2).warns("no pages in `sv`");
}

#[test]
fn a_guide_without_a_ledger_or_findings_has_a_report() {
    let tree = Tree::page("# Start\n\nText.\n");
    report(&tree, &["out"]).exits(0);
    let files = site(&tree.path("out"));
    is_whole(&files);
    assert!(files["index.html"].contains("Nothing to report.") && files["links.html"].contains("keeps no ledger"));
    assert!(files["badge/findings.svg"].contains("none"));
    report(&Tree::empty().with("firstaid.toml", ""), &["out"]).exits(2).warns("no pages found");
}
