//! The preview in a browser and in a text browser: reading, filtering, editing to a conflict, reloading by itself, on a
//! phone and a desktop, and without script.
//!
//! `FIRSTAID_PICTURES` names a folder for pictures of its pages; they are of this repository's guide, in Arabic and
//! German.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::preview::{guide, replace};
use crate::support::axe::{RUN_AXE, peers};
use crate::support::browser::{Browser, PATIENCE, SCREENS, requests_and_errors, strings};
use crate::support::desk::DeskServer;
use crate::support::{Tree, has_peers, repository};

const PAGE: &str = "page?locale=es&name=Page";

fn press(browser: &mut Browser, key: &str, modifiers: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        let code = if key == "Enter" { 13 } else { 9 };
        let event =
            json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers });
        browser.call("Input.dispatchKeyEvent", event);
    }
}

/// Waits until an expression is true, whatever pages are loaded meanwhile.
#[track_caller]
fn wait_until(browser: &mut Browser, expression: &str) {
    let deadline = Instant::now() + PATIENCE;
    // Between two pages, there may be no document to ask.
    while browser.ask("Runtime.evaluate", json!({ "expression": expression }))["result"]["result"]["value"] != true {
        assert!(Instant::now() < deadline, "{expression}: {}", browser.evaluate("document.body.innerText"));
        thread::sleep(Duration::from_millis(50));
    }
}

/// A copy of this repository's guide with a changed source, a misspelled name and a missing block.
fn own_guide() -> Tree {
    let tree = Tree::empty().with("firstaid.toml", fs::read(repository().join("firstaid.toml")).expect("a file"));
    copy(&repository().join("content"), &tree.path("content"));
    let edit = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(tree.path(path)).expect("a page");
        assert!(text.contains(from), "{path}: {from}");
        tree.write(path, text.replacen(from, to, 1));
    };
    edit("content/en/Account.md", "This person can notice a new password", "This person always notices a new password");
    edit("content/en/Account.md", "## Do this now", "This sentence is new.\n\n## Do this now");
    edit("content/ar/Account.md", "Gmail", "Gmal");
    edit("content/de/Shutdown.md", "Bluetooth", "Bluetoth");
    edit("content/ar/Website.md", "افعل هذا الآن", "افعل هذا أولًا");
    edit("content/_catalogs/ar/Website.po", "افعل هذا الآن", "افعل هذا فورًا");
    let parts = "```\nkdeconnect\n```\n\n| A | B |\n|---|---|\n| C | D |\n\n---\n\n![A key](key.svg)\n\n> Quoted.\n\n";
    edit("content/en/Shutdown.md", "## ", &format!("{parts}## "));
    tree.write("content/en/key.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    tree
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

#[test]
fn nothing_hinders_anybody_on_any_screen_and_no_request_goes_elsewhere() {
    let Some((mut browser, axe)) = peers() else { return };
    let tree = own_guide();
    let server = DeskServer::start(&tree, &[]);
    let key = server.form("ar", "Account", "always notices").key;
    let pages = [
        ("home", String::new()),
        ("pages", "pages?locale=ar".to_owned()),
        ("page-ar", "page?locale=ar&name=Account".to_owned()),
        ("page-de", "page?locale=de&name=Shutdown&show=work".to_owned()),
        ("between", "page?locale=de&name=Shutdown".to_owned()),
        ("conflicts", "conflicts?locale=ar&name=Website".to_owned()),
        ("block", format!("block?locale=ar&name=Account&block={key}")),
        ("none", "page?locale=ar&name=None".to_owned()),
    ];
    let pictures = std::env::var_os("FIRSTAID_PICTURES");
    let base = server.url("");
    for (width, scheme, medium, screen) in SCREENS {
        browser.show_on(width, scheme, medium);
        for (name, page) in &pages {
            browser.take_events();
            browser.open(&server.url(page));
            // Pages that were left do not hold the few connections that a browser opens to one server.
            let queued =
                "performance.getEntriesByType('navigation').every(it => it.requestStart - it.fetchStart < 5000)";
            assert_eq!(browser.evaluate(queued), true, "{page} on {screen}");
            let (requests, errors) = requests_and_errors(&mut browser);
            assert!(requests.iter().all(|it| it.starts_with(&base)) && !requests.is_empty(), "{page}: {requests:?}");
            let is_error = |it: &&String| *name != "none" || !it.contains("404");
            assert_eq!(errors.iter().filter(is_error).collect::<Vec<_>>(), Vec::<&String>::new(), "{page}");
            if let Some(folder) = &pictures {
                browser.save_picture(&Path::new(folder).join(format!("preview-{screen}-{name}.png")));
            }
            let overflow =
                browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assert_eq!(overflow, 0, "{page} is wider than a screen of {width}");
            browser.evaluate(&axe);
            assert_eq!(strings(&browser.evaluate(RUN_AXE)), Vec::<String>::new(), "{page} on {screen}");
        }
    }
}

#[test]
fn a_block_is_edited_by_keyboard_to_a_conflict_and_pages_reload_by_themselves() {
    let Some((mut browser, _)) = peers() else { return };
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let page = |path: &str| fs::read_to_string(tree.path(path)).expect("a page");
    browser.show_on(1280, "light", "screen");
    // From what needs work by Tab and Enter into the form.
    browser.open(&server.url(&format!("{PAGE}&show=work")));
    assert_eq!(browser.evaluate("document.querySelectorAll('.block').length"), 1);
    for _ in 0..20 {
        press(&mut browser, "Tab", 0);
        if browser.evaluate("document.activeElement.className") == "edit" {
            break;
        }
    }
    browser.evaluate("document.activeElement.click()");
    wait_until(&mut browser, "document.activeElement.id == 'text'");
    assert_eq!(browser.evaluate("document.activeElement.value"), "Nunca compartas tu PIN por Gmal.");
    // Somebody else edits the same block. The form stays, and says so.
    let other = page("content/es/Page.md").replace("por Gmal", "con nadie");
    tree.write("content/es/Page.md", other);
    wait_until(&mut browser, "document.querySelector('.status').textContent.includes('have changed')");
    browser.evaluate("document.activeElement.value = 'Nunca compartas tu PIN por correo.'");
    press(&mut browser, "Enter", 2);
    wait_until(&mut browser, "document.querySelector('[role=alert]') != null");
    let alert = browser.evaluate("document.querySelector('[role=alert]').innerText").to_string();
    assert!(alert.contains("con nadie") && alert.contains("por correo"), "{alert}");
    assert!(page("content/es/Page.md").contains("con nadie"));
    browser.evaluate("document.getElementById('text').focus()");
    press(&mut browser, "Enter", 2);
    // Nothing else needs work, so the page is shown, at the block.
    wait_until(&mut browser, "location.hash.startsWith('#b') && document.querySelector('.blocks') != null");
    assert!(page("content/es/Page.md").contains("por correo"));
    tree.write("content/es/Page.md", page("content/es/Page.md").replace("Cuelga", "Corta"));
    wait_until(&mut browser, "document.body.innerText.includes('Corta')");
    drop(server);
    wait_until(&mut browser, "document.querySelector('.status').textContent.includes('has ended')");
}

/// The guide with a block that page and catalog have in different words.
fn guide_in_conflict() -> Tree {
    let tree = guide();
    replace(&tree, "content/es/Page.md", "Cuelga.", "Corta.");
    replace(&tree, "content/_catalogs/es/Page.po", "\"Cuelga.\"", "\"Termina.\"");
    tree
}

#[test]
fn a_conflict_is_resolved_by_keyboard_and_survives_a_change_in_between() {
    let Some((mut browser, _)) = peers() else { return };
    let tree = guide_in_conflict();
    let server = DeskServer::start(&tree, &["es"]);
    browser.show_on(1280, "light", "screen");
    browser.open(&server.url(PAGE));
    browser.evaluate("document.querySelector('.block a.edit').click()");
    wait_until(&mut browser, "document.querySelector('fieldset:target') != null");
    for _ in 0..20 {
        press(&mut browser, "Tab", 0);
        if browser.evaluate("document.activeElement.localName") == "textarea" {
            break;
        }
    }
    assert_eq!(browser.evaluate("document.activeElement.value"), "Corta.");
    browser.call("Input.insertText", json!({ "text": "Y ya. " }));
    assert_eq!(browser.evaluate("document.querySelector(':checked').value"), "text", "who types has chosen");
    // Somebody else edits one side.
    replace(&tree, "content/es/Page.md", "Corta.", "Deja de hablar.");
    wait_until(&mut browser, "document.querySelector('.status').textContent.includes('have changed')");
    press(&mut browser, "Enter", 2);
    wait_until(&mut browser, "document.querySelector('[role=alert]') != null");
    let main = browser.evaluate("document.querySelector('main').innerText").to_string();
    assert!(main.contains("Deja de hablar.") && main.contains("Termina."), "{main}");
    let typed = browser.evaluate("document.querySelector('textarea').value").to_string();
    assert!(typed.contains("Y ya.") && typed.contains("Corta."), "{typed}");
    browser.evaluate("document.querySelector('textarea').focus()");
    press(&mut browser, "Enter", 2);
    wait_until(&mut browser, "document.querySelector('.blocks') != null && !document.querySelector('.notice')");
    let page = fs::read_to_string(tree.path("content/es/Page.md")).expect("a page");
    assert!(page.contains("Y ya.") && !page.contains("Deja de hablar."), "{page}");
}

#[test]
fn html_of_a_translation_does_nothing() {
    let Some((mut browser, _)) = peers() else { return };
    let tree = guide();
    let evil = "Mal <img src=x onerror=\"window.pwned=1\"> <b onclick=\"window.pwned=1\" style=\"position:fixed;inset:0\">b</b> \
        [a](javascript:window.pwned=1) ![p](http://127.0.0.1:9/p.png) <iframe src=\"http://127.0.0.1:9/\"></iframe> \
        <form action=\"http://127.0.0.1:9/\"><input autofocus onfocus=\"window.pwned=1\"></form> \
        <script>window.pwned=1</script> <svg onload=\"window.pwned=1\"></svg> \
        <meta http-equiv=\"refresh\" content=\"0;url=http://127.0.0.1:9/\"> <style>main{display:none}</style> \
        <img src=\"data:image/svg+xml,%3Csvg onload='window.pwned=1'/%3E\"> <base href=\"http://127.0.0.1:9/\">";
    let block = format!("<div>{evil}</div>\n\n{evil}\n\n</div></main></body><script>window.pwned=1</script>\n\n");
    replace(&tree, "content/es/Other.md", "Jamás", &format!("{block}Jamás"));
    replace(&tree, "content/en/Other.md", "Never", &format!("{block}Never"));
    let server = DeskServer::start(&tree, &["es"]);
    let (base, url) = (server.url(""), server.url("page?locale=es&name=Other"));
    browser.show_on(1280, "light", "screen");
    browser.take_events();
    browser.open(&url);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(browser.evaluate("location.href"), url.as_str());
    assert_eq!(browser.evaluate("typeof window.pwned"), "undefined");
    let ours =
        "document.scripts.length == 1 && !document.querySelector('main :is(iframe, form, svg, meta, style, base)')";
    assert_eq!(browser.evaluate(ours), true);
    let attributes = "[...document.querySelectorAll('main *')].every(it => [...it.attributes].every(at => \
        !at.name.startsWith('on') && at.name != 'style' && !/^(javascript|data|https?):/.test(at.value)))";
    assert_eq!(browser.evaluate(attributes), true);
    assert_eq!(browser.evaluate("getComputedStyle(document.querySelector('main')).display"), "block");
    let (requests, errors) = requests_and_errors(&mut browser);
    assert!(requests.iter().all(|it| it.starts_with(&base)), "{requests:?}");
    assert_eq!(errors, Vec::<String>::new(), "nothing is left for the policy to stop");
}

#[test]
fn a_page_of_another_origin_neither_reads_nor_writes() {
    let Some((mut browser, _)) = peers() else { return };
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let form = server.form("es", "Page", "Hang up.");
    let before = tree.snapshot();
    // Even one that has learnt the address.
    let (target, key, version) = (server.url("block"), &form.key, &form.version);
    let fields = [("locale", "es"), ("name", "Page"), ("block", key), ("version", version), ("text", "x")];
    let inputs: Vec<String> = fields.iter().map(|(name, value)| format!("<input name={name} value={value}>")).collect();
    let inputs = inputs.concat();
    let page = format!(
        "<!DOCTYPE html><form method=post action={target}>{inputs}</form><iframe src={}></iframe>",
        server.url(PAGE)
    );
    let elsewhere = Tree::empty().with("page.html", page);
    let url = format!("file://{}", elsewhere.path("page.html").display());
    browser.open(&url);
    for mode in ["cors", "no-cors"] {
        let fetched =
            format!("fetch({:?}, {{ mode: {mode:?} }}).then(it => it.text()).catch(it => '')", server.url(PAGE));
        assert_eq!(browser.evaluate(&fetched), "", "{mode}");
    }
    browser.evaluate("document.forms[0].submit()");
    wait_until(&mut browser, "location.protocol == 'http:' && document.body.innerText.includes('does not lead here')");
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn a_text_browser_reads_filters_and_edits_without_script() {
    if !has_peers(&["w3m"]) {
        return;
    }
    let tree = guide();
    let server = DeskServer::start(&tree, &["es"]);
    let w3m = |args: &[&str]| {
        let output = Command::new("w3m").args(["-dump", "-cols", "100"]).args(args).env("HOME", tree.root()).output();
        String::from_utf8(output.expect("w3m runs").stdout).expect("UTF-8")
    };
    assert!(w3m(&[&server.url("pages?locale=es")]).contains("Llamadas"));
    let page = w3m(&[&server.url(PAGE)]);
    for text in [
        "Source:",
        "Never share your PIN.",
        "Translation:",
        "Nunca compartas tu PIN por Gmal.",
        "Needs work (1)",
        "Edit block 5",
        "Reload",
    ] {
        assert!(page.contains(text), "no {text}: {page}");
    }
    let work = w3m(&[&server.url(&format!("{PAGE}&show=work"))]);
    assert!(work.contains("por Gmal") && !work.contains("Cuelga"), "{work}");
    let form = server.form("es", "Page", "Hang up.");
    let edit = |text: &str| {
        let fields = format!("locale=es&name=Page&block={}&version={}&text={text}", form.key, form.version);
        tree.write("form", fields);
        let file = tree.path("form");
        w3m(&["-post", file.to_str().expect("UTF-8"), &server.url("block")])
    };
    let saved = edit("Corta.");
    assert!(saved.contains("Corta.") && saved.contains("All blocks"), "{saved}");
    assert!(fs::read_to_string(tree.path("content/es/Page.md")).expect("a page").contains("- Corta."));
    let conflict = edit("Termina.");
    assert!(conflict.contains("Not saved:") && conflict.contains("On disk now"), "{conflict}");
    assert!(fs::read_to_string(tree.path("content/es/Page.md")).expect("a page").contains("- Corta."));
}

#[test]
fn a_text_browser_resolves_a_conflict_without_script() {
    if !has_peers(&["w3m"]) {
        return;
    }
    let tree = guide_in_conflict();
    let server = DeskServer::start(&tree, &["es"]);
    let w3m = |args: &[&str]| {
        let output = Command::new("w3m").args(["-dump", "-cols", "100"]).args(args).env("HOME", tree.root()).output();
        String::from_utf8(output.expect("w3m runs").stdout).expect("UTF-8")
    };
    let form = server.get("conflicts?locale=es&name=Page").body;
    let page = w3m(&[&server.url("conflicts?locale=es&name=Page")]);
    for text in ["Conflict 1 of 1", "( ) On the page", "Corta.", "( ) In the catalog", "Termina.", "( ) Another text"] {
        assert!(page.contains(text), "no {text}: {page}");
    }
    let value = |start: &str| form.split(start).nth(1).and_then(|it| it.split('"').next()).expect("a value");
    let (version, key) = (value("name=\"version\" value=\""), value("<fieldset id=\"c"));
    tree.write("form", format!("locale=es&name=Page&version={version}&choice-{key}=catalog&text-{key}=Corta."));
    let file = tree.path("form");
    let saved = w3m(&["-post", file.to_str().expect("UTF-8"), &server.url("conflicts")]);
    assert!(saved.contains("Termina.") && saved.contains("All blocks"), "{saved}");
    assert!(fs::read_to_string(tree.path("content/es/Page.md")).expect("a page").contains("- Termina."));
}
