//! Random catalogs: parsing a written catalog returns the same catalog, and other programs read the same from it.
//!
//! A test whose program is not installed is skipped, unless `FIRSTAID_REQUIRE_PEERS` is set; then it fails.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::peers::{has_peers, missing};
use firstaid_content::Locale;
use firstaid_translate::po::{Catalog, Entry, Header, Place, Previous, parse, plural_forms};
use firstaid_translate::tmx;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;

/// Words of many scripts, punctuation, symbols and escapes: each class of characters with its own rule for line breaks.
const WORDS: &str = "a the security https://www.example.org/path/to/page?x=1&y=2#z foo-bar e.g. \"quoted\" C:\\dir \\n \
    [link]({1}) (paren) {1} {0} 100% $5 3.14 1,000 — – … «bonjour» „Wort“ “q” 'x' don't ‘a’ Безопасность общения \
    защита العربية السلام الأمان، שלום עולם א-ב 安全な通信 安全通信。 「引用」 （全角） パスワード ー きゃ っ 한국어 비밀번호 \
    हिन्दी सुरक्षित ไทยภาษา e\u{301} a\u{308} \u{200d} 👩\u{200d}👧 👍🏽 🇩🇪🇫🇷 🙂 x\u{a0}y \u{202f}? \u{2060} \u{feff} \u{200b} \
    soft\u{ad}hy -- - ---- -x x- 5-6 -5 a/b /x <b> </b> .<br> !? :: ; ,, % °C € £ № § ¡ ¿ ½ × → ★ \u{3000} 、 ・ ： ！ ？ ～ \
    ｶﾅ ｢x｣ ‖ ⁇ ⋯ ⸺ | # ' ` *emph* **strong** `code` name@example.org ABCD 1234 5678 abcdefghij0123456789 (a) [b] (あ) \
    \u{202e} \u{2067}x\u{2069} 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234";

/// Some of [`WORDS`], separated by nothing, spaces, tabs or line ends; gettext has no warnings about them.
fn prose(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS.split(' ').collect::<Vec<_>>());
    let gap = prop_oneof![8 => Just(" "), 1 => Just(""), 1 => Just("\n"), 1 => Just("\t"), 1 => Just("  ")];
    vec((word, gap), words).prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

/// Any text that a PO string can hold.
fn anything() -> impl Strategy<Value = String> {
    let any = vec(any::<char>().prop_filter("gettext ends a string there", |&c| c != '\0'), 0..30);
    prop_oneof![3 => prose(0..30), 1 => any.prop_map(String::from_iter)]
}

/// A line of a comment.
fn note() -> impl Strategy<Value = String> {
    prose(0..12).prop_map(|line| line.replace('\n', " "))
}

fn references() -> impl Strategy<Value = Vec<String>> {
    vec("[a-z]{1,30}/[A-Za-z]{1,20}\\.md(:[1-9][0-9]{0,3})?", 0..6)
}

fn previous(text: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Previous> {
    (weighted(0.5, text.clone()), text.clone(), weighted(0.2, text)).prop_map(|(context, id, plural)| Previous {
        context,
        id,
        plural,
    })
}

/// Entries with every kind of field. Each has a translation, because an obsolete entry without one is dropped.
/// [`catalog`] makes their contexts unique.
fn entry(text: BoxedStrategy<String>) -> impl Strategy<Value = Entry> {
    let flags = prop::sample::subsequence(vec!["fuzzy", "no-c-format", "range: 0..7", "no-wrap"], 0..3);
    let notes = (vec(note(), 0..3), vec(note(), 0..2), references(), flags);
    let id = (weighted(0.5, text.clone()), text.clone(), weighted(0.2, text.clone()));
    (notes, weighted(0.2, previous(text.clone())), prop::bool::weighted(0.15), id, vec(text, 1..4)).prop_map(
        |((comments, extracted, references, flags), previous, obsolete, (context, id, plural), mut strings)| {
            strings[0].insert(0, '·');
            strings.truncate(if plural.is_some() { 3 } else { 1 });
            let flags = flags.into_iter().filter(|&flag| flag == "fuzzy" || !obsolete).map(str::to_owned).collect();
            let place = Place::default();
            Entry {
                comments,
                extracted,
                references,
                flags,
                previous,
                obsolete,
                context,
                id,
                plural,
                strings,
                place,
                ..Entry::default()
            }
        },
    )
}

fn catalog(
    text: BoxedStrategy<String>,
    entries: impl Into<prop::collection::SizeRange>,
) -> impl Strategy<Value = Catalog> {
    vec(entry(text), entries).prop_map(|mut entries| {
        for (n, entry) in entries.iter_mut().enumerate() {
            entry.context = Some(format!("{n}{}", entry.context.take().unwrap_or_default()));
        }
        // Obsolete entries are written last.
        entries.sort_by_key(|entry| entry.obsolete);
        Catalog { header: header("es"), entries, ..Catalog::default() }
    })
}

fn header(locale: &str) -> Header {
    Header::for_locale(
        &Locale::new(locale).expect("a tag"),
        "First aid",
        "2026-11-24T10:30:00".parse().expect("a time"),
    )
}

/// The catalog without places, which only parsed catalogs have.
fn without_places(mut catalog: Catalog) -> Catalog {
    catalog.header.entry_mut().place = Place::default();
    for entry in &mut catalog.entries {
        entry.place = Place::default();
    }
    catalog
}

proptest! {
    #[test]
    fn a_written_catalog_parses_to_the_same(catalog in catalog(anything().boxed(), 0..8)) {
        let text = catalog.to_string();
        let read = parse("x.po", &text).unwrap();
        prop_assert_eq!(read.to_string(), text);
        prop_assert_eq!(without_places(read), catalog);
    }

    #[test]
    fn fragments_of_syntax_are_parsed_or_refused(fragments in vec(fragment(), 0..40)) {
        let text: String = fragments.concat();
        if let Ok(catalog) = parse("x.po", &text) {
            let written = catalog.to_string();
            prop_assert_eq!(parse("x.po", &written).unwrap().to_string(), written);
        }
    }

    #[test]
    fn a_damaged_catalog_is_parsed_or_refused(
        catalog in catalog(prose(0..12).boxed(), 1..4),
        at: prop::sample::Index,
        fragment in fragment(),
        len in 0..9_usize,
    ) {
        let mut text: Vec<char> = catalog.to_string().chars().collect();
        let at = at.index(text.len());
        text.splice(at..text.len().min(at + len), fragment.chars());
        let text = String::from_iter(text);
        if let Ok(catalog) = parse("x.po", &text) {
            let written = catalog.to_string();
            prop_assert_eq!(parse("x.po", &written).unwrap().to_string(), written);
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    const SYNTAX: [&str; 27] = [
        "msgid ",
        "msgid_plural ",
        "msgstr ",
        "msgctxt ",
        "msgstr[0] ",
        "msgstr[1] ",
        "domain ",
        "\"",
        "\"a\" ",
        "\"\"\n",
        "\\",
        "\\x4",
        "\\303",
        "#",
        "#~ ",
        "#| ",
        "#~| ",
        "#, fuzzy",
        "#: a:1",
        "#. x",
        "# y",
        "\n",
        "\r\n",
        "\u{feff}",
        "[",
        "]",
        "<<<<<<<",
    ];
    prop_oneof![9 => prop::sample::select(&SYNTAX[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

/// A value of a strategy, the same in every run.
fn sample<S: Strategy>(strategy: &S) -> S::Value {
    strategy.new_tree(&mut TestRunner::deterministic()).expect("a value").current()
}

/// Runs a program on an input. Returns its standard output, its standard error, and whether it succeeded.
fn run(command: &mut Command, input: &str) -> (String, String, bool) {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("no panic").expect("the program reads");
    let text = |bytes| String::from_utf8(bytes).expect("output in UTF-8");
    (text(output.stdout), text(output.stderr), output.status.success())
}

/// Asserts that two texts are equal, and shows only the first line that differs.
#[track_caller]
fn assert_same(ours: &str, theirs: &str) {
    let pair = ours.lines().zip(theirs.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs);
    assert!(pair.is_none(), "line {:?}", pair.map(|(n, pair)| (n + 1, pair)));
    assert_eq!(ours.len(), theirs.len());
}

#[test]
fn msgcat_changes_no_byte() {
    if !has_peers(&["msgcat"]) {
        return;
    }
    for size in [1, 50, 1500] {
        let text = sample(&catalog(prose(0..20).boxed(), size)).to_string();
        let (theirs, complaints, success) = run(Command::new("msgcat").arg("-"), &text);
        assert!(success, "{complaints}");
        assert_same(&text, &theirs);
    }
}

#[test]
fn msgfmt_accepts_new_catalogs() {
    if !has_peers(&["msgfmt"]) {
        return;
    }
    let locales = "ar cs de en es fa fr he hi id it ja pl pt pt-BR ru sw tr uk vi zh zh-Hant sr-Latn xh".split(' ');
    for locale in locales {
        let mut catalog = Catalog { header: header(locale), ..Catalog::default() };
        let mut entry = Entry::untranslated(Some("heading".into()), "One {1}".into());
        entry.strings = vec!["Ein {1}".into()];
        catalog.entries.push(entry);
        if let Some(forms) = plural_forms(&Locale::new(locale).unwrap()) {
            let count =
                forms.strip_prefix("nplurals=").and_then(|forms| forms.split(';').next()).unwrap().parse().unwrap();
            let mut entry = Entry::untranslated(None, "day".into());
            entry.plural = Some("days".into());
            entry.strings = vec!["x".into(); count];
            catalog.entries.push(entry);
        }
        let msgfmt = &mut Command::new("msgfmt");
        let (_, complaints, success) =
            run(msgfmt.args(["-c", "--check-format", "-o", "/dev/null", "-"]), &catalog.to_string());
        assert!(success && complaints.is_empty(), "{locale}: {complaints}");
    }
}

/// A Python that has a module. The system's is tried first, because distributions install packages for it.
fn python_with(module: &str, package: &str) -> Option<&'static str> {
    let has = |python: &&str| {
        let check = Command::new(python).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
        check.is_ok_and(|status| status.success())
    };
    let python = ["/usr/bin/python3", "python3"].into_iter().find(has);
    python.or_else(|| missing(package).then_some(""))
}

/// One line an entry: obsolete, fuzzy, context, message, plural, translations, separated by U+0001. U+0002 stands for a
/// line end in them.
fn listed(catalog: &Catalog) -> String {
    let mut lines = String::new();
    for entry in &catalog.entries {
        let mark = |is| if is { "1" } else { "0" };
        let context = entry.context.as_deref().unwrap_or_default();
        let plural = entry.plural.as_deref().unwrap_or_default();
        let mut parts = vec![mark(entry.obsolete), mark(entry.is_fuzzy()), context, &entry.id, plural];
        parts.extend(entry.strings.iter().map(String::as_str));
        lines += &parts.join("\u{1}").replace('\n', "\u{2}");
        lines.push('\n');
    }
    lines
}

/// Writes the catalog to a file in a temporary folder, which is removed with the returned handle.
fn written(catalog: &Catalog) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("x.po");
    fs::write(&path, catalog.to_string()).expect("a written file");
    (folder, path)
}

/// The catalog as a Python script lists it, in the form of [`listed`]. The script gets the path as its argument and
/// calls `show` for each entry.
fn listed_by(python: &str, script: &str, catalog: &Catalog) -> String {
    const SHOW: &str = "import sys\n\
        def show(obsolete, fuzzy, context, id, plural, strings):\n    \
            parts = ['01'[bool(obsolete)], '01'[bool(fuzzy)], context or '', id, plural or ''] + list(strings)\n    \
            sys.stdout.buffer.write(('\\1'.join(parts).replace('\\n', '\\2') + '\\n').encode())\n";
    let (_folder, path) = written(catalog);
    let (listed, complaints, success) =
        run(Command::new(python).args(["-c", &(SHOW.to_owned() + script)]).arg(&path), "");
    assert!(success, "{complaints}");
    listed
}

#[test]
fn polib_reads_the_same() {
    let Some(python) = python_with("polib", "python3-polib") else { return };
    let mut catalog = sample(&catalog(prose(0..20).boxed(), 300));
    // polib reads previous messages only in entries that are not obsolete.
    catalog.entries.retain(|entry| !entry.obsolete || entry.previous.is_none());
    let script = "import polib\n\
        for e in polib.pofile(sys.argv[1]):\n    \
            strings = [e.msgstr_plural[n] for n in sorted(e.msgstr_plural)] if e.msgstr_plural else [e.msgstr]\n    \
            show(e.obsolete, 'fuzzy' in e.flags, e.msgctxt, e.msgid, e.msgid_plural, strings)\n";
    assert_same(&listed(&catalog), &listed_by(python, script, &catalog));
}

#[test]
fn translate_toolkit_reads_the_same_and_pofilter_accepts_it() {
    let Some(python) = python_with("translate", "translate-toolkit") else { return };
    let catalog = sample(&catalog(prose(0..20).boxed(), 300));
    let script = "from translate.storage import factory\n\
        from translate.misc.multistring import multistring\n\
        def strings(s): return [str(x) for x in s.strings] if isinstance(s, multistring) else [str(s)]\n\
        for u in factory.getobject(sys.argv[1]).units:\n    \
            source = strings(u.source)\n    \
            if not u.isheader(): show(u.isobsolete(), u.isfuzzy(), u.getcontext(), source[0], ''.join(source[1:]), strings(u.target))\n";
    assert_same(&listed(&catalog), &listed_by(python, script, &catalog));
    if has_peers(&["pofilter"]) {
        let (_folder, path) = written(&catalog);
        let (_, complaints, success) =
            run(Command::new("pofilter").args(["--test=urls", "--progress=none"]).arg(&path), "");
        assert!(success && complaints.is_empty(), "{complaints}");
    }
}

#[test]
fn translate_toolkit_reads_our_memories() {
    let Some(python) = python_with("translate", "translate-toolkit") else { return };
    let locale = |tag| Locale::new(tag).expect("a tag");
    let texts = sample(&vec((prose(1..12), prose(1..12)), 200));
    let unit = |(source, target)| tmx::Unit { source, target, locale: locale("ru"), origin: None, date: None };
    let units: Vec<tmx::Unit> = texts.into_iter().map(unit).collect();
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("x.tmx");
    fs::write(&path, tmx::export(&locale("en"), &units)).expect("a written file");
    let script = "import sys\n\
        from translate.storage import factory\n\
        for u in factory.getobject(sys.argv[1]).units:\n    \
            sys.stdout.buffer.write((str(u.source) + '\\1' + str(u.target) + '\\2\\n').encode())\n";
    let (theirs, complaints, success) = run(Command::new(python).args(["-c", script]).arg(&path), "");
    assert!(success, "{complaints}");
    let mut ours = String::new();
    for unit in &units {
        ours += &[&unit.source, "\u{1}", &unit.target, "\u{2}\n"].concat();
    }
    assert_same(&ours, &theirs);
}
