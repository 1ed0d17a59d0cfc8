//! Whatever is typed in whatever order, what the server says at the end is what a fresh run says.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::iter;

use fastrand::Rng;
use firstaid_diagnostics::{Diagnostic, NoteKind};
use firstaid_lint::Linter;
use serde_json::{Value, json};
use support::{Editor, Files, files, guide, linter, uri};

const PAGES: [(&str, &str); 6] = [
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

/// As an editor counts: the line, and the units before the offset in it.
fn position(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    let mut line = 0;
    let mut start = 0;
    for (at, c) in before.char_indices() {
        // Between the two of a line end is still on the line.
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

/// A place between two characters, at which an editor's cursor can be.
fn offset(rng: &mut Rng, text: &str) -> usize {
    let mut at = rng.usize(..=text.len());
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at -= 1;
    }
    at
}

/// Some characters from there on; sometimes many, so that pages stay small.
fn end_of_edit(rng: &mut Rng, text: &str, start: usize) -> usize {
    let most = if text.len() > 1500 { 400 } else { 12 };
    let mut end = (start + rng.usize(..=most)).min(text.len());
    while !text.is_char_boundary(end) || text[..end].ends_with('\r') && text[end..].starts_with('\n') {
        end += 1;
    }
    end
}

/// The message, and below it what to do.
fn message(found: &Diagnostic) -> String {
    let help = found.notes.iter().filter(|note| note.kind == NoteKind::Help).map(|note| &*note.text);
    iter::once(&*found.message).chain(help).collect::<Vec<_>>().join("\n")
}

struct Typist {
    rng: Rng,
    editor: Editor,
    encoding: &'static str,
    texts: Files,
    version: i32,
}

impl Typist {
    fn new(seed: u64, encoding: &'static str) -> Self {
        let texts = files(&PAGES);
        let editor = Editor::open(texts.clone(), &[encoding]);
        for path in OPEN {
            editor.did_open(path, 0, &texts[path]);
        }
        Self { rng: Rng::with_seed(seed), editor, encoding, texts, version: 0 }
    }

    /// One notification, of one change or a few.
    fn edit(&mut self) {
        let path = OPEN[self.rng.usize(..OPEN.len())];
        let mut text = self.texts[path].clone();
        self.version += 1;
        if self.rng.usize(..200) == 0 {
            let (_, whole) = PAGES[self.rng.usize(..PAGES.len())];
            self.editor.did_change(path, self.version, whole);
            self.texts.insert(path.to_owned(), whole.to_owned());
            return;
        }
        let mut changes = Vec::new();
        for _ in 0..self.rng.usize(1..=3) {
            let start = offset(&mut self.rng, &text);
            let end = if self.rng.bool() { start } else { end_of_edit(&mut self.rng, &text, start) };
            let snippet = if self.rng.usize(..4) == 0 { "" } else { SNIPPETS[self.rng.usize(..SNIPPETS.len())] };
            let place = |offset| position(&text, offset, self.encoding);
            changes.push(json!({ "range": { "start": place(start), "end": place(end) }, "text": snippet }));
            text.replace_range(start..end, snippet);
        }
        let document = json!({ "uri": uri(path), "version": self.version });
        self.editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.texts.insert(path.to_owned(), text);
    }

    /// What a fresh run says of the open pages.
    fn expected(&self, linter: &Linter) -> Vec<Value> {
        let found = linter.lint(&guide(&self.texts), &|| ());
        let of_page = |path: &str| {
            let text = &self.texts[path];
            let file = found.iter().find(|file| file.source.path() == path);
            let found = file.into_iter().flat_map(|file| &file.diagnostics).map(|found| {
                let place = |offset: u32| position(text, offset as usize, self.encoding);
                json!([found.rule, place(found.range.start()), place(found.range.end()), message(found)])
            });
            Value::Array(found.collect())
        };
        OPEN.map(of_page).into()
    }

    fn said(&self) -> Vec<Value> {
        let said = |path: &str| {
            let found = self.editor.published.get(&uri(path)).and_then(|it| it["diagnostics"].as_array());
            let found = found
                .into_iter()
                .flatten()
                .map(|it| json!([it["code"], it["range"]["start"], it["range"]["end"], it["message"]]));
            Value::Array(found.collect())
        };
        OPEN.map(said).into()
    }

    /// Listens until the server says what a fresh run does.
    fn compare(&mut self, linter: &Linter, edits: usize) {
        let expected = self.expected(linter);
        // An answer comes after all that was sent before it was read.
        self.editor.ask(
            "textDocument/codeAction",
            json!({
                "textDocument": { "uri": uri(OPEN[0]) }, "context": { "diagnostics": [] },
                "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } },
            }),
        );
        while self.said() != expected && self.editor.listen() {}
        for ((path, said), expected) in OPEN.iter().zip(self.said()).zip(expected) {
            assert_eq!(said, expected, "{path} after {edits} edits:\n{:?}", self.texts[*path]);
        }
    }
}

fn replay(seed: u64, edits: usize, encoding: &'static str) {
    let mut typist = Typist::new(seed, encoding);
    let linter = linter(&Files::new()).unwrap();
    for edit in 1..=edits {
        typist.edit();
        if edit % 100 == 0 {
            typist.compare(&linter, edit);
        }
    }
    typist.editor.leave();
}

#[test]
fn ten_thousand_edits_in_utf_16() {
    replay(1, 10_000, "utf-16");
}

#[test]
fn edits_in_utf_8() {
    replay(2, 1_000, "utf-8");
}

#[test]
fn edits_in_utf_32() {
    replay(3, 1_000, "utf-32");
}
