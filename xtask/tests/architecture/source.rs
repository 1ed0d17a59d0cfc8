//! What one source file declares, defines, imports and names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::tokens::{Token, tokens};

/// One name that a `use` brings into a file.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) path: Vec<String>,
    /// The name in this file; `*` for all names of `path`.
    pub(crate) name: String,
    pub(crate) is_public: bool,
    pub(crate) depth: usize,
    pub(crate) line: usize,
}

/// A path in running code, such as `super::parse`.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) depth: usize,
    pub(crate) line: usize,
}

#[derive(Debug, Default)]
pub(crate) struct File {
    /// Below `src`.
    pub(crate) path: PathBuf,
    /// The path of its module; empty for the root of the crate.
    pub(crate) module: Vec<String>,
    pub(crate) uses: Vec<Use>,
    pub(crate) mentions: Vec<Mention>,
    /// Modules in other files that are compiled for tests only.
    pub(crate) test_modules: BTreeSet<String>,
    /// What it defines outside of functions and `impl` blocks.
    items: BTreeSet<String>,
    /// Names in its code, outside of `use`, that stand alone.
    names: BTreeSet<String>,
    has_impl: bool,
}

const KEYWORDS_OF_ITEMS: [&str; 8] = ["fn", "struct", "enum", "trait", "type", "const", "static", "union"];

impl File {
    pub(crate) fn parse(path: &Path, text: &str) -> Self {
        let mut module: Vec<String> = path
            .with_extension("")
            .components()
            .map(|component| component.as_os_str().to_string_lossy().into_owned())
            .collect();
        if module.last().is_some_and(|last| last == "mod") || ["lib", "main"].contains(&module.join("/").as_str()) {
            module.pop();
        }
        let file = Self { path: path.to_owned(), module, ..Self::default() };
        Parser { tokens: &tokens(text), at: 0, braces: 0, inline_modules: Vec::new(), file }.run()
    }

    pub(crate) fn defines(&self, name: &str) -> bool {
        self.items.contains(name)
    }

    /// Whether its code uses a name, be it imported or re-exported.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether it only declares modules and re-exports.
    pub(crate) fn is_facade(&self) -> bool {
        self.items.is_empty() && !self.has_impl
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    /// Open braces.
    braces: usize,
    /// How many braces were open before each module that is open.
    inline_modules: Vec<usize>,
    file: File,
}

impl Parser<'_> {
    fn run(mut self) -> File {
        while self.at < self.tokens.len() {
            self.step();
        }
        self.file
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    /// The token before the current one.
    fn before(&self) -> &str {
        self.at.checked_sub(1).map_or("", |at| self.text(at))
    }

    fn step(&mut self) {
        let is_item_level = self.inline_modules.last().map_or(0, |braces| braces + 1) == self.braces;
        match self.text(self.at) {
            "{" => self.braces += 1,
            "}" => {
                self.braces = self.braces.saturating_sub(1);
                if self.inline_modules.last() == Some(&self.braces) {
                    self.inline_modules.pop();
                }
            }
            "#" if self.text(self.at + 1) == "[" => return self.attribute(),
            "use" if self.before() != "+" => return self.import(),
            "mod" => return self.module(),
            "impl" if is_item_level => self.file.has_impl = true,
            "macro_rules" if is_item_level => _ = self.file.items.insert(self.text(self.at + 2).to_owned()),
            word if is_item_level && KEYWORDS_OF_ITEMS.contains(&word) => {
                let name = self.text(self.at + 1).to_owned();
                if is_name(&name) && !KEYWORDS_OF_ITEMS.contains(&&*name) {
                    self.file.items.insert(name);
                    // The name of a definition is no use of it.
                    self.at += 1;
                }
            }
            word if is_name(word) && !["::", "."].contains(&self.before()) => return self.mention(),
            _ => {}
        }
        self.at += 1;
    }

    /// Goes over an attribute, and over what is compiled for tests only.
    fn attribute(&mut self) {
        let start = self.at + 2;
        let mut depth = 1;
        self.at = start;
        while depth > 0 && self.at < self.tokens.len() {
            depth += usize::from(self.text(self.at) == "[");
            depth -= usize::from(self.text(self.at) == "]");
            self.at += 1;
        }
        let is_for_tests = self.text(start) == "cfg"
            && self.tokens[start..self.at].iter().any(|token| token.text == "test")
            && self.tokens[start..self.at].iter().all(|token| token.text != "not");
        if is_for_tests {
            self.skip_item();
        }
    }

    fn skip_item(&mut self) {
        let mut open = 0_usize;
        while self.at < self.tokens.len() {
            match self.text(self.at) {
                "mod" if self.text(self.at + 2) == ";" => {
                    let name = self.text(self.at + 1).to_owned();
                    self.file.test_modules.insert(name);
                }
                "{" | "(" | "[" => open += 1,
                // The end of what the item is in.
                "}" | ")" | "]" if open == 0 => return,
                closing @ ("}" | ")" | "]") => {
                    open -= 1;
                    if open == 0 && closing == "}" {
                        self.at += 1;
                        return;
                    }
                }
                ";" if open == 0 => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn module(&mut self) {
        if self.text(self.at + 2) == "{" {
            let name = self.text(self.at + 1).to_owned();
            self.file.items.insert(name);
            self.inline_modules.push(self.braces);
            self.braces += 1;
        }
        self.at += 3;
    }

    fn import(&mut self) {
        let is_public = self.before() == "pub" || self.before() == ")";
        self.at += 1;
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut paths = Vec::new();
        self.tree(&[], &mut paths);
        let depth = self.inline_modules.len();
        let uses = paths.into_iter().map(|(path, name)| Use { path, name, is_public, depth, line });
        self.file.uses.extend(uses);
    }

    /// Reads what stands behind `use` or between the commas of its braces.
    fn tree(&mut self, prefix: &[String], paths: &mut Vec<(Vec<String>, String)>) {
        let mut path = prefix.to_vec();
        loop {
            match self.text(self.at).to_owned().as_str() {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !["}", ""].contains(&self.text(self.at)) {
                        self.tree(&path, paths);
                        self.at += usize::from(self.text(self.at) == ",");
                    }
                    self.at += 1;
                    return;
                }
                "*" => {
                    self.at += 1;
                    return paths.push((path, "*".to_owned()));
                }
                "as" => {
                    let name = self.text(self.at + 1).to_owned();
                    self.at += 2;
                    return paths.push((path, name));
                }
                // In braces, the module before them.
                "self" if !prefix.is_empty() => self.at += 1,
                word if is_name(word) => {
                    path.push(word.to_owned());
                    self.at += 1;
                }
                _ => break,
            }
        }
        if let Some(name) = path.last().cloned() {
            paths.push((path, name));
        }
        self.at += usize::from(self.text(self.at) == ";");
    }

    fn mention(&mut self) {
        let start = self.at;
        let mut path = vec![self.text(start).to_owned()];
        while self.text(self.at + 1) == "::" && is_name(self.text(self.at + 2)) {
            path.push(self.text(self.at + 2).to_owned());
            self.at += 2;
        }
        self.at += 1;
        self.file.names.insert(path[0].clone());
        let (depth, line) = (self.inline_modules.len(), self.tokens[start].line);
        if path.len() > 1 {
            self.file.mentions.push(Mention { path, depth, line });
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
