//! Which files of a crate import which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::source::File;

pub(crate) struct Crate {
    pub(crate) files: Vec<File>,
    by_module: BTreeMap<Vec<String>, usize>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Import {
    /// Indices into [`Crate::files`].
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) name: String,
    pub(crate) line: usize,
}

/// Where a path leads.
#[derive(Clone, Copy)]
enum Target {
    /// To the module of this file.
    Module(usize),
    /// To something that this file defines.
    Item(usize),
}

/// Re-exports of re-exports, at most.
const MAX_HOPS: usize = 16;

impl Crate {
    pub(crate) fn read(folder: &Path) -> Self {
        let source = folder.join("src");
        let mut files = Vec::new();
        collect(&source, &source, &mut files);
        // The program of a crate with a library is a crate of its own, of a few lines.
        if files.iter().any(|file| file.path.ends_with("lib.rs")) {
            files.retain(|file| file.path != Path::new("main.rs"));
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self::of(files)
    }

    /// Without the modules that are compiled for tests only.
    pub(crate) fn of(mut files: Vec<File>) -> Self {
        let tests: BTreeSet<Vec<String>> =
            files.iter().flat_map(|file| file.test_modules.iter().map(|name| child(&file.module, name))).collect();
        files.retain(|file| !tests.iter().any(|test| file.module.starts_with(test)));
        let by_module = files.iter().enumerate().map(|(index, file)| (file.module.clone(), index)).collect();
        Self { files, by_module }
    }

    /// In order, each pair of files with each name once.
    pub(crate) fn imports(&self) -> Vec<Import> {
        let mut imports: Vec<Import> = (0..self.files.len()).flat_map(|from| self.imports_of(from)).collect();
        imports.sort();
        imports.dedup_by(|a, b| (a.from, a.to, &a.name) == (b.from, b.to, &b.name));
        imports
    }

    fn imports_of(&self, from: usize) -> Vec<Import> {
        let file = &self.files[from];
        if file.is_facade() {
            return Vec::new();
        }
        let uses = file.uses.iter().filter(|it| !it.is_public || file.names(&it.name));
        let uses = uses.map(|it| (&it.path, it.depth, it.line));
        // `Item::new` is of the file that `use` has `Item` of.
        let is_item = |depth, first| matches!(self.resolve(from, depth, first, MAX_HOPS), Some(Target::Item(_)));
        let mentions = file.mentions.iter().filter(|it| !is_item(it.depth, &it.path[..1]));
        let mentions = mentions.map(|it| (&it.path, it.depth, it.line));
        let paths = uses.chain(mentions).filter_map(|(path, depth, line)| {
            let to = match self.resolve(from, depth, path, MAX_HOPS)? {
                // Names of it are resolved where they are mentioned.
                Target::Module(to) if self.files[to].is_facade() => return None,
                Target::Item(to) | Target::Module(to) => to,
            };
            self.counts(from, to).then(|| Import { from, to, name: path.last().cloned().unwrap_or_default(), line })
        });
        paths.chain(self.imports_by_glob(from)).collect()
    }

    /// Not what a module's file uses of the module's own parts.
    fn counts(&self, from: usize, to: usize) -> bool {
        !self.files[to].module.starts_with(&self.files[from].module)
    }

    /// Names that come in by `use x::*` and stand alone in the code.
    fn imports_by_glob(&self, from: usize) -> Vec<Import> {
        let file = &self.files[from];
        let mut imports = Vec::new();
        for glob in file.uses.iter().filter(|it| it.name == "*" && !it.is_public) {
            let Some(Target::Module(module)) = self.resolve(from, glob.depth, &glob.path, MAX_HOPS) else { continue };
            for used in self.files[module].uses.iter().filter(|it| it.name != "*" && file.names(&it.name)) {
                if let Some(Target::Item(to)) = self.resolve(module, used.depth, &used.path, MAX_HOPS)
                    && self.counts(from, to)
                {
                    imports.push(Import { from, to, name: used.name.clone(), line: glob.line });
                }
            }
        }
        imports
    }

    /// Follows a path in a file, below so many modules that are written out in it; `None` for what is not of this
    /// crate.
    fn resolve(&self, from: usize, depth: usize, path: &[String], hops: usize) -> Option<Target> {
        let hops = hops.checked_sub(1)?;
        let ups = path.iter().take_while(|it| *it == "super").count();
        let first = path.first()?;
        let (start, rest) = match &**first {
            "crate" => (self.root()?, &path[1..]),
            "self" if depth == 0 => (from, &path[1..]),
            "super" if ups >= depth => (self.ancestor(from, ups - depth)?, &path[ups..]),
            "self" | "super" => return None,
            // A name alone is of this crate only if this file says so.
            name if self.is_known(from, name) => (from, path),
            _ => return None,
        };
        self.walk(start, rest, hops)
    }

    fn root(&self) -> Option<usize> {
        self.by_module.get(&[][..]).copied()
    }

    fn ancestor(&self, from: usize, levels: usize) -> Option<usize> {
        let module = &self.files[from].module;
        self.by_module.get(&module[..module.len().checked_sub(levels)?]).copied()
    }

    fn is_known(&self, from: usize, name: &str) -> bool {
        let file = &self.files[from];
        self.by_module.contains_key(&child(&file.module, name)) || file.uses.iter().any(|it| it.name == name)
    }

    fn walk(&self, from: usize, path: &[String], hops: usize) -> Option<Target> {
        let mut at = from;
        for (index, name) in path.iter().enumerate() {
            let file = &self.files[at];
            if let Some(&part) = self.by_module.get(&child(&file.module, name)) {
                at = part;
                continue;
            }
            return match self.lookup(at, name, hops)? {
                Target::Module(module) => self.walk(module, &path[index + 1..], hops.checked_sub(1)?),
                item @ Target::Item(_) => Some(item),
            };
        }
        Some(Target::Module(at))
    }

    /// A name that is no module of its own: defined in the file, imported or re-exported by it.
    fn lookup(&self, at: usize, name: &str, hops: usize) -> Option<Target> {
        let file = &self.files[at];
        if file.defines(name) {
            return Some(Target::Item(at));
        }
        let is_it = |path: &[String]| path.len() == 1 && path[0] == name;
        if let Some(named) = file.uses.iter().find(|it| it.name == name && !is_it(&it.path)) {
            return self.resolve(at, named.depth, &named.path, hops);
        }
        let globs = file.uses.iter().filter(|it| it.name == "*" && it.is_public);
        globs
            .filter_map(|glob| self.resolve(at, glob.depth, &glob.path, hops))
            .filter_map(|target| if let Target::Module(module) = target { Some(module) } else { None })
            .find_map(|module| self.lookup(module, name, hops.checked_sub(1)?))
    }
}

fn child(module: &[String], name: &str) -> Vec<String> {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source in UTF-8");
            files.push(File::parse(path.strip_prefix(root).expect("below the root"), &text));
        }
    }
}
