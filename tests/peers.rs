//! Other programs as oracles: our results equal theirs.
//!
//! Without the program, a test says so and passes, unless `FIRSTAID_REQUIRE_PEERS` is set.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Run, Tree, has_peers, missing, repository, set_mode};
use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
use firstaid_text::SourceFile;

/// A home folder for gpg. Dropping it ends the agent that gpg starts in it.
struct Gpg {
    home: Tree,
}

impl Gpg {
    fn new() -> Self {
        let home = Tree::empty();
        set_mode(home.root(), 0o700);
        Self { home }
    }

    fn run(&self, args: &[&str]) -> String {
        Run::of(Command::new("gpg").env("GNUPGHOME", self.home.root()).arg("--batch").args(args)).exits(0).stdout
    }

    /// Makes a key. Returns its fingerprint in plain digits and as gpg prints it.
    fn key(&self, algorithm: &str) -> (String, String) {
        let user = format!("{algorithm}@example.org");
        self.run(&["--passphrase", "", "--quick-gen-key", &user, algorithm, "sign", "never"]);
        let columns = self.run(&["--with-colons", "--fingerprint", &user]);
        let plain = columns.lines().find_map(|line| line.strip_prefix("fpr:")).expect("a fingerprint");
        let shown = self.run(&["--fingerprint", &user]);
        let shown = shown.lines().map(|line| line.split(" = ").last().unwrap_or(line).trim());
        let plain = plain.trim_matches(':').to_owned();
        let shown = shown.map(str::to_owned).find(|line| line.replace(' ', "") == plain).expect("the same fingerprint");
        (plain, shown)
    }
}

impl Drop for Gpg {
    fn drop(&mut self) {
        let mut command = Command::new("gpgconf");
        // Without gpgconf the agent ends by itself once its folder is gone.
        let _ = command.env("GNUPGHOME", self.home.root()).args(["--kill", "all"]).output();
    }
}

fn findings(text: &str) -> String {
    Tree::page(text).lint(&["--format", "concise", "--select", "invalid-fingerprint,fingerprint-format"]).stdout
}

#[test]
fn fingerprints_of_gpg_are_valid_and_with_a_digit_missing_they_are_not() {
    if !has_peers(&["gpg"]) {
        return;
    }
    let gpg = Gpg::new();
    for algorithm in ["ed25519", "rsa2048"] {
        let (plain, shown) = gpg.key(algorithm);
        for form in [&plain, &shown, &plain.to_lowercase(), &shown.replace("  ", " ")] {
            let page = format!("PGP fingerprint: {form}\n");
            assert!(!findings(&page).contains("invalid-fingerprint"), "{page}{}", findings(&page));
        }
        assert_eq!(findings(&format!("PGP fingerprint: {}\n", shown.replace("  ", " "))), "", "the form we ask for");
        for at in [0, 7, shown.len() - 1] {
            let mut short = shown.clone();
            if short.remove(at) != ' ' {
                let page = format!("PGP fingerprint: {short}\n");
                assert!(findings(&page).contains("error[invalid-fingerprint]"), "{page}");
            }
        }
    }
}

/// Headings in ten scripts, with marks, digits, markup and duplicates.
const HEADINGS: [&str; 50] = [
    "Title <!-- c -->",
    "<https://eff.org/a>",
    "See https://eff.org/b",
    "Ⓐ circled",
    "~~old~~ *new* `a&b` ##",
    "![alt](x.png) <b>bold</b>",
    "What's new?",
    "1. First steps",
    "2FA & you: a–b — c… \"d\"",
    "snake_case  two  blanks",
    "Trust",
    "Trust",
    "Trust 1",
    "Trust",
    "Trust-1",
    "Über uns",
    "ÜBER UNS",
    "Contraseñas: ¿qué hacer?",
    "Être en sécurité",
    "Nai\u{308}ve Cafe\u{301}",
    "О нас: кто мы",
    "О нас: кто мы",
    "ЗАЩИТА ПОЧТЫ",
    "Ασφάλεια Οδός",
    "ΟΔΟΣ",
    "حماية الحساب",
    "كلمة السِّر ٢٠٢٦",
    "אבטחת חשבון",
    "सुरक्षित संचार",
    "পাসওয়ার্ড ১২",
    "安全通信",
    "安全通信",
    "パスワード・管理",
    "한국어 비밀번호",
    "ความปลอดภัย",
    "İstanbul IŞIK",
    "ﬁne ǅ ß ẞ",
    "x² ½ Ⅷ №5 ①",
    "🙂 Smile",
    "🙂",
    "`code` and **bold**",
    "[a link](https://eff.org/) here",
    "a &amp; b &lt;c&gt;",
    "C++ / C#",
    "e-mail — S/MIME",
    "a\u{a0}b",
    "zero\u{200d}width\u{200c}joiner",
    "under‿tie",
    "50 % off",
    "It's \"quoted\"",
];

const RUBY: &str = "require 'kramdown'; options = {auto_ids: true}; \
    if ARGV[0] == 'GFM' then require 'kramdown-parser-gfm'; options[:input] = 'GFM' end; \
    $stdin.set_encoding('UTF-8'); $stdout.set_encoding('UTF-8'); \
    Kramdown::Document.new($stdin.read, options).to_html.scan(/<h\\d(?: id=\"([^\"]*)\")?/) { |id| puts id[0].to_s }";

fn ids_of_kramdown(input: &str, text: &str) -> Vec<String> {
    output_of(Command::new("ruby").args(["-EUTF-8:UTF-8", "-e", RUBY, input]), text)
}

/// The lines that a program prints for a text on its standard input.
fn output_of(command: &mut Command, text: &str) -> Vec<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{command:?}: {}", output.status);
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

fn ids_of_ours(dialect: AnchorDialect, text: &str) -> Vec<String> {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    let page = parse(key, SourceFile::new("Page.md", text), dialect);
    page.headings.iter().map(|heading| heading.anchor.to_string()).collect()
}

const PYTHON: &str = "import sys, io, re, markdown\n\
    text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8').read()\n\
    html = markdown.markdown(text, extensions=['toc', 'attr_list'])\n\
    out = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\n\
    for id in re.findall(r'<h\\d(?: id=\"([^\"]*)\")?', html): out.write(id + '\\n')\n\
    out.flush()";

/// Whether Python-Markdown and CommonMark parse a heading the same way.
fn is_plain(heading: &str) -> bool {
    !heading.contains(['<', '~', '&']) && !heading.contains("](") && !heading.contains("://")
}

#[test]
fn ids_of_headings_are_those_of_python_markdown() {
    // The system's Python first: the gate installs the package for it.
    let python = ["/usr/bin/python3", "python3"].into_iter().find(|it| Path::new(it).exists()).unwrap_or("python3");
    let has_markdown = || {
        let check = Command::new(python).args(["-c", "import markdown"]).stderr(Stdio::null()).status();
        check.is_ok_and(|status| status.success()) || missing("python3-markdown")
    };
    if !has_peers(&["python3"]) || !has_markdown() {
        return;
    }
    let headings: Vec<&str> = HEADINGS.into_iter().filter(|heading| is_plain(heading)).collect();
    let text = format!("## {}\n", headings.join("\n\n## "));
    let theirs = output_of(Command::new(python).args(["-c", PYTHON]), &text);
    let ours = ids_of_ours(AnchorDialect::MkDocs, &text);
    let other: Vec<_> = headings.iter().zip(theirs.iter().zip(&ours)).filter(|(_, (a, b))| a != b).collect();
    assert!(other.is_empty(), "heading, theirs, ours: {other:#?}");
    assert_eq!((theirs.len(), ours.len()), (headings.len(), headings.len()));
}

fn has_kramdown(library: &str) -> bool {
    has_peers(&["ruby"]) && {
        let check = Command::new("ruby").args(["-e", &format!("require '{library}'")]).stderr(Stdio::null()).status();
        check.is_ok_and(|status| status.success()) || missing(library)
    }
}

fn assert_same_ids(input: &str, dialect: AnchorDialect) {
    let text = format!("## {}\n", HEADINGS.join("\n\n## "));
    let (theirs, ours) = (ids_of_kramdown(input, &text), ids_of_ours(dialect, &text));
    let other: Vec<_> = HEADINGS.iter().zip(theirs.iter().zip(&ours)).filter(|(_, (a, b))| a != b).collect();
    assert!(other.is_empty(), "heading, theirs, ours: {other:#?}");
    assert_eq!((theirs.len(), ours.len()), (HEADINGS.len(), HEADINGS.len()));
}

#[test]
fn ids_of_headings_are_those_of_kramdown_with_gfm() {
    if has_kramdown("kramdown-parser-gfm") {
        assert_same_ids("GFM", AnchorDialect::GitHub);
    }
}

#[test]
fn ids_of_headings_are_those_of_plain_kramdown() {
    if has_kramdown("kramdown") {
        assert_same_ids("kramdown", AnchorDialect::Kramdown);
    }
}

#[test]
fn our_site_builds_and_every_link_in_it_leads_somewhere() {
    if !has_peers(&["jekyll"]) || !has_kramdown("jekyll-relative-links") || !has_kramdown("kramdown-parser-gfm") {
        return;
    }
    let site = Tree::empty();
    let mut build = Command::new("jekyll");
    build.arg("build").arg("--source").arg(repository().join("content")).arg("--destination").arg(site.path("site"));
    Run::of(build.current_dir(site.root()).env("LANG", "C.UTF-8")).exits(0);

    let mut pages = BTreeMap::new();
    collect_html(&site.path("site"), "/", &mut pages);
    assert!(pages.len() >= 7, "{:?}", pages.keys());
    let mut links = 0;
    for (path, html) in &pages {
        for target in attributes(html, "href") {
            if ["mailto:", "tel:", "data:", "about:"].iter().any(|scheme| target.starts_with(scheme))
                || target.contains("://")
            {
                continue;
            }
            links += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = resolved(path, file);
            let leads = pages.get(&file).is_some_and(|html| anchor.is_empty() || has_id(html, anchor));
            assert!(leads || site.path("site").join(&file[1..]).is_file(), "{path}: {target} leads nowhere ({file})");
        }
    }
    assert!(links > 50, "{links} links");
}

fn collect_html(folder: &Path, prefix: &str, pages: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect_html(&path, &format!("{prefix}{name}/"), pages);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            pages.insert(format!("{prefix}{name}"), fs::read_to_string(&path).expect("a page"));
        }
    }
}

/// The values of an attribute.
fn attributes<'a>(html: &'a str, name: &str) -> BTreeSet<&'a str> {
    html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn has_id(html: &str, id: &str) -> bool {
    attributes(html, "id").contains(id)
}

/// The file of the site that a link target on a page resolves to.
fn resolved(from: &str, path: &str) -> String {
    if path.is_empty() {
        return from.to_owned();
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let full = if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in full.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    let file = parts.join("/");
    if full.ends_with('/') { format!("/{file}/index.html").replace("//", "/") } else { format!("/{file}") }
}

/// The words of `tests/clean/` in a locale that have at least four letters, and each with its middle letters swapped.
fn words_to_spell(locale: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for entry in fs::read_dir(repository().join("tests/clean").join(locale)).expect("the clean set is there") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a page");
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4) {
            let mut letters: Vec<char> = word.chars().collect();
            let middle = letters.len() / 2;
            letters.swap(middle - 1, middle);
            words.insert(word.to_owned());
            words.insert(letters.into_iter().collect());
        }
    }
    words
}

/// Those of the words that `hunspell -l` reports as misspelled.
fn unknown_to_hunspell(dictionary: &Path, words: &BTreeSet<String>) -> BTreeSet<String> {
    let mut child = Command::new("hunspell")
        .args(["-i", "utf-8", "-l", "-d"])
        .arg(dictionary)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("hunspell runs");
    let input: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn({
        let input = input.join("\n");
        move || stdin.write_all(input.as_bytes()).expect("hunspell reads")
    });
    let output = child.wait_with_output().expect("hunspell ends");
    writer.join().expect("all was written");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// Words that Hunspell and our checker judge differently with the same dictionary, and why.
const KNOWN_DIFFERENCES: [(&str, &str); 0] = [];

#[test]
fn hunspell_knows_the_same_words_of_the_same_dictionaries() {
    if !has_peers(&["hunspell", "gzip"]) {
        return;
    }
    let mut differences = Vec::new();
    let unpacked = Tree::empty();
    for locale in ["ar", "de", "en", "es", "fr", "ru"] {
        let packed = repository().join("crates/language/data").join(locale);
        let base = unpacked.root().join(locale);
        for extension in ["aff", "dic"] {
            let gzip = Command::new("gzip").arg("-dc").arg(packed.join(format!("index.{extension}.gz"))).output();
            fs::write(base.with_extension(extension), gzip.expect("gzip runs").stdout).expect("a temporary folder");
        }
        let read = |extension| fs::read_to_string(base.with_extension(extension)).expect("a dictionary");
        let ours = spellbook::Dictionary::new(&read("aff"), &read("dic")).expect("a dictionary");
        let words = words_to_spell(locale);
        let theirs = unknown_to_hunspell(&base, &words);
        assert!(words.len() > 200 && theirs.len() > 50, "{locale}: {} of {}", theirs.len(), words.len());
        differences.extend(words.into_iter().filter(|word| ours.check(word) == theirs.contains(word)));
    }
    let expected: Vec<&str> = KNOWN_DIFFERENCES.iter().map(|(word, _)| *word).collect();
    assert_eq!(differences, expected);
}

#[test]
fn the_system_s_dictionaries_know_most_words_of_the_clean_set() {
    let system = Path::new("/usr/share/hunspell");
    for (locale, name) in
        [("ar", "ar"), ("de", "de_DE"), ("en", "en_US"), ("es", "es_ES"), ("fr", "fr"), ("ru", "ru_RU")]
    {
        let base = system.join(name);
        if !has_peers(&["hunspell"]) || !base.with_extension("dic").exists() && missing(name) {
            return;
        }
        // The others are names, compounds and technical terms; `tests/clean.rs` checks that we accept them.
        let path = repository().join("tests/clean").join(locale);
        let entry = fs::read_dir(path).expect("the clean set").next().expect("a page").expect("an entry");
        let text = fs::read_to_string(entry.path()).expect("a page");
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4);
        let words: BTreeSet<String> = words.map(str::to_owned).collect();
        let unknown = unknown_to_hunspell(&base, &words);
        assert!(unknown.len() * 5 < words.len(), "{locale}: the peer reads the same language: {unknown:?}");
    }
}
