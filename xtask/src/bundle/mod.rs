//! `cargo xtask bundle`: the guide to take along. A book a locale, as one HTML file, EPUB and PDF, with checksums.
//!
//! The pages come from the site that Jekyll builds, because its templates print the helpers. Before anything is written,
//! each chapter is compared with its page: a book that leads elsewhere is worse than none.

mod body;
mod book;
mod formats;
mod identities;
mod printed;
#[cfg(test)]
mod testing;
mod tools;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use firstaid_content::{ContentConfig, Guide, Layout, Locale, load_guide};
use firstaid_lint::{Config, data_identities};
use firstaid_text::SourceFile;

use crate::print::eprint;
use body::{Places, chapter, mains};
use book::{Book, Settings};
use formats::{Workshop, checksums, read_epub, read_pdf};
use identities::{Identities, compare_book, compare_links, compare_with_page, of_html};
use printed::compare_print;

const USAGE: &str = "usage: cargo xtask bundle [--output DIR] [--locale LOCALE]…";
const SUMS: &str = "SHA256SUMS";

struct Options {
    output: PathBuf,
    /// All if empty.
    locales: Vec<Locale>,
}

/// Makes the books, then puts all of them in the folder, the checksums last.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    let options = options(root, args)?;
    let browser = tools::browser()?;
    let content = config(root)?;
    let layout = Layout::new(&content).context("firstaid.toml")?;
    let guide = load_guide(root, &content, layout, &|_| ())?;
    let folder = root.join(&content.root);
    let data = data(&folder.join("_data"), guide.layout.source())?;
    let settings = Settings::read(&folder)?;

    let temporary = tempfile::tempdir()?;
    let workshop = Workshop { folder: &temporary.path().canonicalize()?, browser, settings: &settings };
    let site = workshop.site(&folder)?;
    let done = temporary.path().join("done");
    fs::create_dir(&done)?;
    let mut names = Vec::new();
    for locale in locales(&guide, &options)? {
        let book = Book::new(&guide, &settings, &locale)?;
        let name = format!("{}-{}", settings.slug(), locale.as_str());
        write_book(&workshop, &book, &name, &site, &data, &done)?;
        names.extend(["epub", "html", "pdf"].map(|format| format!("{name}.{format}")));
    }
    names.sort();
    let sums = checksums(&done, &names)?;
    fs::create_dir_all(&options.output).with_context(|| options.output.display().to_string())?;
    for name in &names {
        put(&options.output.join(name), &fs::read(done.join(name))?)?;
    }
    put(&options.output.join(SUMS), sums.as_bytes())?;
    eprint(&format!("{} files and {SUMS} in {}\n", names.len(), options.output.display()));
    Ok(())
}

fn options(root: &Path, args: &[OsString]) -> Result<Options> {
    let mut options = Options { output: root.join("target/bundle"), locales: Vec::new() };
    let mut args = args.iter();
    while let Some(name) = args.next() {
        let value = args.next().context(USAGE)?;
        match name.to_str() {
            Some("--output") => options.output = PathBuf::from(value),
            Some("--locale") => options.locales.push(value.to_str().and_then(Locale::new).context(USAGE)?),
            _ => bail!(USAGE),
        }
    }
    Ok(options)
}

fn config(root: &Path) -> Result<ContentConfig> {
    let path = root.join("firstaid.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(Config::parse("firstaid.toml", &text)?.content)
}

/// The identities of the data files that templates may print.
fn data(folder: &Path, locale: &Locale) -> Result<Identities> {
    let mut found = Identities::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            found.extend(data_identities(&SourceFile::new(path.display().to_string(), text), locale));
        }
    }
    Ok(found)
}

fn locales(guide: &Guide, options: &Options) -> Result<BTreeSet<Locale>> {
    let all: BTreeSet<Locale> = guide.pages.iter().map(|page| page.key.locale.clone()).collect();
    if let Some(unknown) = options.locales.iter().find(|locale| !all.contains(locale)) {
        bail!("no page is in {}", unknown.as_str());
    }
    Ok(if options.locales.is_empty() { all } else { options.locales.iter().cloned().collect() })
}

/// Writes `NAME.html`, `.epub` and `.pdf`, and reads each again.
fn write_book(
    workshop: &Workshop<'_>,
    book: &Book<'_>,
    name: &str,
    site: &Path,
    data: &Identities,
    to: &Path,
) -> Result<()> {
    let mains = mains(site, &book.chapters)?;
    let places = Places::new(&book.chapters, &mains);
    let mut body = String::new();
    let mut printed = Vec::new();
    for (it, main) in book.chapters.iter().zip(&mains) {
        let own = of_html(&it.page.key, main);
        compare_with_page(it, &own, data)?;
        printed.push(own);
        body.push_str(&chapter(&it.address, main, &places)?);
    }
    let source = workshop.folder.join("body.html");
    fs::write(&source, body)?;
    let file = |format: &str| format!("{name}.{format}");
    let (html, epub) = (to.join(file("html")), to.join(file("epub")));
    workshop.html(book, &source, &html)?;
    compare_book(&file("html"), &book.chapters, &printed, main_of(&fs::read_to_string(&html)?))?;
    workshop.epub(book, name, &source, &epub)?;
    compare_book(&file("epub"), &book.chapters, &printed, &read_epub(&epub)?)?;
    let pdf = to.join(file("pdf"));
    workshop.pdf(&html, &pdf)?;
    let (key, html) = (&book.chapters[0].page.key, fs::read_to_string(&html)?);
    compare_links(&file("pdf"), key, main_of(&html), &fs::read(&pdf)?)?;
    compare_print(&file("pdf"), &book.chapters, main_of(&html), &read_pdf(&pdf)?)
}

/// A book without its head and its list of contents.
fn main_of(html: &str) -> &str {
    html.split_once("<main>").map_or(html, |(_, main)| main)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    firstaid_cli::write_atomically(path, bytes).with_context(|| path.display().to_string())
}
