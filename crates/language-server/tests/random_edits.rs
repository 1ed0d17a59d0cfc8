//! After any sequence of edits, the server reports what a fresh run reports.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use crate::support::{Editor, Files, files, guide, linter, uri};
use fastrand::Rng;
use firstaid_diagnostics::{Diagnostic, NoteKind};
use firstaid_lint::Linter;
use serde_json::{Value, json};

/// A guide, its open files, and the snippets that are typed into them.
struct Scene {
    files: &'static [(&'static str, &'static str)],
    open: &'static [&'static str],
    snippets: &'static [&'static str],
    /// On average, one edit in so many replaces a whole text.
    resets: usize,
}

const PAGES: Scene = Scene { files: &FILES, open: &OPEN, snippets: &SNIPPETS, resets: 200 };

const FILES: [(&str, &str); 6] = [
    (
        "content/en/index.md",
        "---\ntitle: Home\npermalink: /en/\n---\n\n# Home\n\n[trust](Trust.md#keys), [mail](Mail.md)\n",
    ),
    (
        "content/en/Trust.md",
        "---\ntitle: Trust\n---\n\n# Trust\n\nCheck the keys of Signal.\r\n\r\n## Keys\r\n\r\nAsk [us](index.md#home).\n",
    ),
    ("content/en/Mail.md", "# Mail\n\nUse Gmail, not Ostel. See [keys](Trust.md#keys) at <info@eff.org>.\n"),
    (
        "content/es/Trust.md",
        "---\ntitle: Confianza\n---\n\n# Confianza\n\nComprueba las claves de Signal.\n\n## Claves\n\nPregunta [aquí](index.md).\n",
    ),
    ("content/ar/Trust.md", "# الثقة\n\nتحقق من مفاتيح Signal 🙂.\n\n## المفاتيح\n\nاسألنا.\n"),
    ("content/ru/Mail.md", "# Почта\n\nИспользуйте Gmail. Смотрите [ключи](../en/Trust.md#keys).\n"),
];

const OPEN: [&str; 5] =
    ["content/en/index.md", "content/en/Trust.md", "content/es/Trust.md", "content/ar/Trust.md", "content/en/Mail.md"];

const SNIPPETS: [&str; 36] = [
    "Gmal",
    " Ostel ",
    "🙂",
    "é",
    "e\u{301}",
    "حماية",
    " Почта",
    "\r\n",
    "\n",
    "\r",
    "\n\n## Keys\n\n",
    "\n# Trust\n",
    "#",
    "-",
    "[a](#keys)",
    "[b](Trust.md#home)",
    "](",
    "[c](index.md)",
    "`",
    "**",
    "---\n",
    "---\npermalink: /en/\n---\n",
    "title: x\n",
    "\u{202e}",
    "\u{200b}",
    "the the",
    "<a id=\"keys\"></a>",
    "http://tails.net/doc/",
    "info@eff.org",
    "- one\n - two\n",
    "<!-- firstaid: allow stale-tool -- a test -->\n",
    "1. ",
    "> ",
    "&nbsp;",
    "👩‍👩‍👧",
    "5D2F 1B7C",
];

/// Two catalogs of pages that link to each other, a catalog of a page that does not exist yet, and their pages.
const CATALOGS: Scene = Scene {
    files: &[
        (
            "content/en/Trust.md",
            "# Trust\n\nCheck 2 keys of Signal.\n\n## Keys\n\nAsk [us](Mail.md#mail), never Ostel.\n",
        ),
        ("content/en/Mail.md", "# Mail\n\nUse Gmail. See [keys](Trust.md#keys) at <info@eff.org>.\n"),
        ("content/es/Trust.md", "# Confianza\n\nComprueba 2 claves de Signal.\n\n## Claves\n\nPregunta.\n"),
        ("content/es/Mail.md", "# Correo\n\nUsa Gmail. Mira [claves](Trust.md#claves) en <info@eff.org>.\n"),
        (
            "content/_catalogs/es/Trust.po",
            "msgid \"Trust\"\nmsgstr \"Confianza\"\n\nmsgid \"Check 2 keys of Signal.\"\nmsgstr \"Comprueba 2 claves de Signal.\"\n\nmsgid \"Keys\"\nmsgstr \"Claves\"\n\n#. link 1: Mail.md#mail\nmsgid \"Ask [us]({1}), never Ostel.\"\nmsgstr \"\"\n\"Pregunta [aquí]({1}), \"\n\"nunca Ostel.\"\n",
        ),
        (
            "content/_catalogs/es/Mail.po",
            "msgid \"Mail\"\nmsgstr \"Correo\"\n\nmsgid \"Use Gmail. See [keys]({1}) at <info@eff.org>.\"\nmsgstr \"Usa Gmail. Mira [claves]({1}) en <info@eff.org>.\"\n",
        ),
        (
            "content/_catalogs/ru/Mail.po",
            "msgid \"Mail\"\nmsgstr \"Почта\"\n\nmsgid \"Use Gmail. See [keys]({1}) at <info@eff.org>.\"\nmsgstr \"Используйте Gmail. [Ключи]({1}): <info@eff.org>.\"\n",
        ),
    ],
    open: &[
        "content/_catalogs/es/Trust.po",
        "content/_catalogs/es/Mail.po",
        "content/_catalogs/ru/Mail.po",
        "content/en/Trust.md",
        "content/es/Trust.md",
    ],
    snippets: &[
        " Gmal ",
        " Ostel",
        "🙂",
        "é",
        "Почта",
        "حماية",
        " 3 ",
        "{1}",
        "[a]({1})",
        "[b]({2})",
        "[c](#keys)",
        "**",
        "`",
        "\\n",
        "\\\"",
        "\\",
        "\"",
        "\n",
        "\"\n\"",
        "#, fuzzy\n",
        "http://tails.net/doc/",
        "the the",
        "&nbsp;",
        "\u{200b}",
        "\u{202e}",
        "info@eff.org",
        "## Keys",
        "{",
        "- ",
        " nunca",
    ],
    resets: 12,
};

/// The position of an offset as an editor counts it: the line, and the code units before the offset in that line.
fn position(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    let mut line = 0;
    let mut start = 0;
    for (at, c) in before.char_indices() {
        // The `\n` of `\r\n` ends the line, not the `\r`.
        if c == '\n' || c == '\r' && !text[at + 1..].starts_with('\n') {
            (line, start) = (line + 1, at + 1);
        }
    }
    let content = before[start..].trim_end_matches('\r');
    let character = match encoding {
        "utf-8" => content.len(),
        "utf-16" => content.encode_utf16().count(),
        _ => content.chars().count(),
    };
    json!({ "line": line, "character": character })
}

/// A random offset at which an editor's cursor can be: between two characters, not inside `\r\n`.
fn offset(rng: &mut Rng, text: &str) -> usize {
    let mut at = rng.usize(..=text.len());
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at -= 1;
    }
    at
}

/// The end of an edit that starts here: long edits on long pages, so that pages stay small.
fn end_of_edit(rng: &mut Rng, text: &str, start: usize) -> usize {
    let most = if text.len() > 1500 { 400 } else { 12 };
    let mut end = (start + rng.usize(..=most)).min(text.len());
    while !text.is_char_boundary(end) || text[..end].ends_with('\r') && text[end..].starts_with('\n') {
        end += 1;
    }
    end
}

/// The ranges inside the quotes of a catalog's translations: `msgstr` lines and their continuation lines.
fn literals(text: &str) -> Vec<Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |start, line| {
        *start += line.len();
        Some((*start - line.len(), line.trim_end()))
    });
    let literal = |(start, line): (usize, &str)| {
        let is_string = line.starts_with("msgstr \"") || line.starts_with('"');
        let (first, last) = (line.find('"')?, line.rfind('"')?);
        (is_string && first < last).then(|| start + first + 1..start + last)
    };
    lines.filter_map(literal).collect()
}

/// The message and, below it, the help notes.
fn message(found: &Diagnostic) -> String {
    let help = found.notes.iter().filter(|note| note.kind == NoteKind::Help).map(|note| &*note.text);
    iter::once(&*found.message).chain(help).collect::<Vec<_>>().join("\n")
}

struct Typist {
    scene: &'static Scene,
    rng: Rng,
    editor: Editor,
    encoding: &'static str,
    texts: Files,
    version: i32,
    /// The rules of all findings that were compared.
    rules: BTreeSet<String>,
}

impl Typist {
    fn new(scene: &'static Scene, seed: u64, encoding: &'static str) -> Self {
        let texts = files(scene.files);
        let editor = Editor::open(texts.clone(), &[encoding]);
        for path in scene.open.iter().copied() {
            editor.did_open(path, 0, &texts[path]);
        }
        Self { scene, rng: Rng::with_seed(seed), editor, encoding, texts, version: 0, rules: BTreeSet::new() }
    }

    /// Sends one notification with one to three changes.
    fn edit(&mut self) {
        let Scene { files, open, snippets, resets } = *self.scene;
        let path = open[self.rng.usize(..open.len())];
        let mut text = self.texts[path].clone();
        self.version += 1;
        if self.rng.usize(..resets) == 0 {
            let (other, whole) = files[self.rng.usize(..files.len())];
            // The text of a file of the same kind, else its own first text.
            let own = files.iter().find(|(it, _)| *it == path).map_or(whole, |(_, text)| text);
            let whole = if other.ends_with(".po") == path.ends_with(".po") { whole } else { own };
            self.editor.did_change(path, self.version, whole);
            self.texts.insert(path.to_owned(), whole.to_owned());
            return;
        }
        let mut changes = Vec::new();
        for _ in 0..self.rng.usize(1..=3) {
            let (start, end, snippet) = self.random_edit(&text, path, snippets);
            let place = |offset| position(&text, offset, self.encoding);
            changes.push(json!({ "range": { "start": place(start), "end": place(end) }, "text": snippet }));
            text.replace_range(start..end, snippet);
        }
        let document = json!({ "uri": uri(path), "version": self.version });
        self.editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.texts.insert(path.to_owned(), text);
    }

    /// One random edit: start, end, new text. Most edits leave a catalog readable.
    fn random_edit(
        &mut self,
        text: &str,
        path: &str,
        snippets: &'static [&'static str],
    ) -> (usize, usize, &'static str) {
        let rng = &mut self.rng;
        let snippet = if rng.usize(..4) == 0 { "" } else { snippets[rng.usize(..snippets.len())] };
        let literals = if path.ends_with(".po") && rng.usize(..40) > 0 { literals(text) } else { Vec::new() };
        if literals.is_empty() || snippet.contains(['"', '\\', '\n']) && rng.usize(..10) == 0 {
            let start = offset(rng, text);
            let end = if rng.bool() { start } else { end_of_edit(rng, text, start) };
            return (start, end, snippet);
        }
        let literal = literals[rng.usize(..literals.len())].clone();
        let inside = &text[literal.clone()];
        let start = literal.start + offset(rng, inside);
        let end = if rng.bool() { start } else { end_of_edit(rng, text, start).min(literal.end) };
        (start, end, if snippet.contains(['"', '\\', '\n']) { " nunca " } else { snippet })
    }

    /// The findings of a fresh run in the open files.
    fn expected(&self, linter: &mut Linter) -> Vec<Value> {
        let guide = guide(&self.texts);
        for (path, text) in &self.texts {
            linter.insert_catalog(&guide, path, text.clone());
        }
        let found = linter.lint(&guide, &|| ());
        let of_page = |path: &str| {
            let text = &self.texts[path];
            let file = found.iter().find(|file| file.source.path() == path);
            let found = file.into_iter().flat_map(|file| &file.diagnostics).map(|found| {
                let place = |offset: u32| position(text, offset as usize, self.encoding);
                json!([found.rule, place(found.range.start()), place(found.range.end()), message(found)])
            });
            Value::Array(found.collect())
        };
        self.scene.open.iter().copied().map(of_page).collect()
    }

    fn published(&self) -> Vec<Value> {
        let published = |path: &str| {
            let found = self.editor.published.get(&uri(path)).and_then(|it| it["diagnostics"].as_array());
            let found = found
                .into_iter()
                .flatten()
                .map(|it| json!([it["code"], it["range"]["start"], it["range"]["end"], it["message"]]));
            Value::Array(found.collect())
        };
        self.scene.open.iter().copied().map(published).collect()
    }

    /// Waits until the server has published what a fresh run finds.
    fn compare(&mut self, linter: &mut Linter, edits: usize) {
        let expected = self.expected(linter);
        // The response comes after the diagnostics that were published before the server read the request.
        self.editor.request(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": uri(self.scene.open[0]) }, "context": { "diagnostics": [] },
                "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            }),
        );
        while self.published() != expected && self.editor.try_receive() {}
        for ((path, published), expected) in self.scene.open.iter().zip(self.published()).zip(expected) {
            let rules = published.as_array().unwrap().iter().filter_map(|found| found[0].as_str());
            self.rules.extend(rules.filter(|_| path.ends_with(".po")).map(str::to_owned));
            assert_eq!(published, expected, "{path} after {edits} edits:\n{:?}", self.texts[*path]);
        }
    }
}

/// Types `edits` edits, and compares after every `every` of them. Returns the rules of the findings in catalogs.
fn replay(
    scene: &'static Scene,
    seed: u64,
    (edits, every): (usize, usize),
    encoding: &'static str,
) -> BTreeSet<String> {
    let mut typist = Typist::new(scene, seed, encoding);
    let mut linter = linter(&Files::new()).unwrap();
    for edit in 1..=edits {
        typist.edit();
        if edit % every == 0 {
            typist.compare(&mut linter, edit);
        }
    }
    typist.editor.shut_down();
    typist.rules
}

#[test]
fn ten_thousand_edits_in_utf_16() {
    replay(&PAGES, 1, (10_000, 100), "utf-16");
}

#[test]
fn edits_in_utf_8() {
    replay(&PAGES, 2, (1_000, 100), "utf-8");
}

#[test]
fn edits_in_utf_32() {
    replay(&PAGES, 3, (1_000, 100), "utf-32");
}

#[test]
fn edits_of_catalogs_and_what_they_rest_on() {
    let rules = replay(&CATALOGS, 4, (600, 5), "utf-16");
    // Both unreadable catalogs and readable ones with findings were compared.
    assert!(rules.contains("unreadable-catalog") && rules.len() > 15, "{rules:?}");
}
