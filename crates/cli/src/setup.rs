//! From a folder to everything a lint run needs: configuration, registries, layout.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::{ContentConfig, Layout, Locale, MAX_PAGE_BYTES, Patterns, guess};
use firstaid_lint::Config;
use firstaid_registry::Registry;

/// The name of the configuration file, in the root of a guide.
const CONFIG: &str = "firstaid.toml";

pub(crate) struct Setup {
    pub(crate) root: PathBuf,
    pub(crate) config: Config,
    pub(crate) layout: Layout,
    pub(crate) registry: Registry,
    /// What was guessed, to be shown.
    pub(crate) notes: Vec<String>,
}

pub(crate) fn setup(root: PathBuf, config: Option<&Path>) -> Result<Setup> {
    let metadata = fs::metadata(&root).with_context(|| root.display().to_string())?;
    if !metadata.is_dir() {
        bail!("{}: not a folder", root.display());
    }
    let mut notes = Vec::new();
    let own = root.join(CONFIG);
    let file = config.map(Path::to_path_buf).or_else(|| own.exists().then(|| own.clone()));
    let config = if let Some(file) = file {
        // A file that the command line names may lie anywhere; what the tree brings along may not.
        let text = if file == own {
            read_own(&root, &file)?
        } else {
            fs::read_to_string(&file).with_context(|| file.display().to_string())?
        };
        let mut config = Config::parse(&file.display().to_string(), &text)?;
        // A tree without the usual folder has its pages in the root, unless the file says where.
        if config.content.root == ContentConfig::default().root && !root.join(&config.content.root).is_dir() {
            ".".clone_into(&mut config.content.root);
        }
        config
    } else {
        let content = guess(&root)?;
        let shown = describe(&content);
        notes.push(format!("no {CONFIG} in {}; guessed: {shown}", root.display()));
        Config { content, ..Config::default() }
    };
    let content = root.join(&config.content.root);
    if content.exists() {
        stays_inside(&root, &content)?;
    }
    let layout = Layout::new(&config.content)?;
    let registry = registry(&root, &config.content, &mut notes)?;
    Ok(Setup { root, config, layout, registry, notes })
}

/// Refuses what leads out of the root, by `..` or by a symbolic link: it would be read, and shown to whoever sees
/// the findings.
fn stays_inside(root: &Path, path: &Path) -> Result<()> {
    let real = |path: &Path| path.canonicalize().with_context(|| path.display().to_string());
    if !real(path)?.starts_with(real(root)?) {
        bail!("{}: leads out of the root", path.display());
    }
    Ok(())
}

/// The guess as the lines of `firstaid.toml` that would say the same.
fn describe(content: &ContentConfig) -> String {
    let patterns = |patterns: &Patterns| match patterns.0.as_slice() {
        [one] => format!("\"{one}\""),
        many => format!("[{}]", many.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", ")),
    };
    let mut parts = vec![format!("root = \"{}\"", content.root), format!("source = \"{}\"", content.source)];
    parts.push(format!("pages = {}", patterns(&content.pages)));
    parts.extend(content.source_pages.as_ref().map(|pages| format!("source-pages = {}", patterns(pages))));
    parts
        .extend(content.locales.iter().map(|(locale, it)| format!("locales.{locale}.pages = {}", patterns(&it.pages))));
    parts.extend(content.generator.map(|generator| format!("generator = \"{}\"", generator.name())));
    parts.join(", ")
}

/// The built-in registry with the guide's own files over it. What could be done without is a note.
fn registry(root: &Path, content: &ContentConfig, notes: &mut Vec<String>) -> Result<Registry> {
    let mut registry = Registry::built_in();
    let folder = root.join(&content.root).join(&content.data);
    for name in Registry::GUIDE_FILES {
        let file = folder.join(name);
        if fs::symlink_metadata(&file).is_ok() {
            registry.add_guide_file(&file.display().to_string(), &read_own(root, &file)?)?;
        }
    }
    let glossary = folder.join("glossary.yaml");
    if glossary.exists() {
        // Of another form in another guide: its words are not known then.
        let text = read_own(root, &glossary)?;
        notes.extend(
            registry
                .add_glossary(&glossary.display().to_string(), &text)
                .err()
                .map(|it| format!("{it}; its terms are left out")),
        );
    }
    let words = folder.join("words");
    if words.is_dir() {
        for entry in fs::read_dir(&words).with_context(|| words.display().to_string())? {
            let path = entry?.path();
            let Some(tag) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".txt")) else { continue };
            let locale = Locale::new(tag);
            let language = match &locale {
                _ if tag == "all" => "",
                Some(locale) => locale.language(),
                None => bail!("{}: `{tag}` is neither a locale nor `all`", path.display()),
            };
            registry.add_words(language, &read_own(root, &path)?);
        }
    }
    Ok(registry)
}

/// The text of a file of the guide: below its root, links followed, and no larger than a page may be.
pub(crate) fn read_own(root: &Path, path: &Path) -> Result<String> {
    read_own_up_to(root, path, MAX_PAGE_BYTES as u64)
}

/// The same for a file that may have so many bytes.
pub(crate) fn read_own_up_to(root: &Path, path: &Path, most: u64) -> Result<String> {
    stays_inside(root, path)?;
    let shown = || path.display().to_string();
    let metadata = fs::metadata(path).with_context(shown)?;
    if !metadata.is_file() {
        bail!("{}: not a file", path.display());
    }
    if metadata.len() > most {
        bail!("{}: larger than {} MiB", path.display(), most >> 20);
    }
    fs::read_to_string(path).with_context(shown)
}
