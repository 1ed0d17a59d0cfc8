//! The programs that write a book. None of them reaches the network: pandoc reads only files that it is given, and the
//! browser resolves no name.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::book::{Book, Settings};

/// A folder for files on their way.
pub(super) struct Workshop<'a> {
    pub(super) folder: &'a Path,
    pub(super) browser: &'a str,
    pub(super) settings: &'a Settings,
}

const LICENCE: &str = "CC BY-SA 4.0";

impl Workshop<'_> {
    /// Builds the site of a content folder; where it is.
    pub(super) fn site(&self, content: &Path) -> Result<std::path::PathBuf> {
        let site = self.folder.join("site");
        let mut jekyll = Command::new("jekyll");
        jekyll.args(["build", "--quiet", "--source"]).arg(content).arg("--destination").arg(&site);
        finish(jekyll.current_dir(self.folder))?;
        Ok(site)
    }

    /// One HTML file that loads nothing.
    pub(super) fn html(&self, book: &Book<'_>, body: &Path, to: &Path) -> Result<()> {
        let template = self.file("book.html", include_str!("book.html"))?;
        let mut pandoc = self.pandoc(book, body, to)?;
        pandoc.args(["--to", "html5", "--toc", "--toc-depth", "1", "--template"]).arg(template);
        finish(&mut pandoc).map(drop)
    }

    pub(super) fn epub(&self, book: &Book<'_>, name: &str, body: &Path, to: &Path) -> Result<()> {
        let template = self.file("chapter.xhtml", include_str!("chapter.xhtml"))?;
        let style = self.file("chapter.css", include_str!("chapter.css"))?;
        let mut pandoc = self.pandoc(book, body, to)?;
        pandoc.args(["--to", "epub3", "--toc-depth", "2", "--template"]).arg(template);
        pandoc.arg("--css").arg(style);
        for (key, value) in
            [("identifier", &*format!("{name}-{}", book.date)), ("page-progression-direction", book.direction())]
        {
            pandoc.arg("--metadata").arg(format!("{key}={value}"));
        }
        finish(&mut pandoc).map(drop)
    }

    /// The HTML file as the browser prints it.
    pub(super) fn pdf(&self, html: &Path, to: &Path) -> Result<()> {
        let mut browser = Command::new(self.browser);
        browser.args(["--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]);
        browser.args(["--disable-background-networking", "--disable-component-update", "--disable-default-apps"]);
        browser.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"]);
        browser.arg("--generate-pdf-document-outline");
        // Its sandbox refuses to run as root.
        if std::fs::metadata(self.folder)?.uid() == 0 {
            browser.arg("--no-sandbox");
        }
        browser.arg(format!("--user-data-dir={}", self.folder.join("profile").display()));
        browser.arg(format!("--print-to-pdf={}", to.display())).arg(format!("file://{}", html.display()));
        finish(&mut browser)?;
        let bytes = std::fs::read(to).with_context(|| format!("{} printed nothing", self.browser))?;
        if !bytes.starts_with(b"%PDF-") {
            bail!("{} printed no PDF", self.browser);
        }
        Ok(())
    }

    fn pandoc(&self, book: &Book<'_>, body: &Path, to: &Path) -> Result<Command> {
        let mut pandoc = Command::new("pandoc");
        pandoc.args(["--from", "html", "--standalone", "--wrap", "none"]).arg("--output").arg(to).arg(body);
        let word = |name| self.settings.word(book.locale, name);
        for (key, value) in [
            ("title", &*book.title),
            ("date", &book.date),
            ("lang", book.locale.as_str()),
            ("rights", LICENCE),
            ("toc-title", word("pages")?),
        ] {
            pandoc.arg("--metadata").arg(format!("{key}={value}"));
        }
        // Templates of chapters know variables only.
        for (key, value) in [("book", &*book.title), ("dir", book.direction()), ("updated", word("updated")?)] {
            pandoc.arg("--variable").arg(format!("{key}={value}"));
        }
        // The same pages make an EPUB of the same contents.
        let day: jiff::civil::Date = book.date.parse().with_context(|| format!("{}: no date", book.date))?;
        let seconds = jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0))?.as_second();
        pandoc.env("SOURCE_DATE_EPOCH", seconds.to_string());
        Ok(pandoc)
    }

    fn file(&self, name: &str, text: &str) -> Result<std::path::PathBuf> {
        let path = self.folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
        Ok(path)
    }
}

/// The HTML of a book in EPUB, read again.
pub(super) fn read_epub(epub: &Path) -> Result<String> {
    finish(Command::new("pandoc").args(["--from", "epub", "--to", "html5", "--wrap", "none"]).arg(epub))
}

/// The text of a PDF, read again: a line a line in print, in which a hyphen at the end stays.
pub(super) fn read_pdf(pdf: &Path) -> Result<String> {
    finish(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8", "-eol", "unix"]).arg(pdf).arg("-"))
}

/// The line of `sha256sum --check` for each file of a folder.
pub(super) fn checksums(folder: &Path, names: &[String]) -> Result<String> {
    finish(Command::new("sha256sum").arg("--").args(names).current_dir(folder))
}

/// Runs a program to its end; what it wrote to standard output. What it says besides is shown only if it fails.
fn finish(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    // Programs read pages and arguments in the encoding of the locale.
    let output = command.env("LC_ALL", "C.UTF-8").output().with_context(|| name.clone())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(if output.stderr.is_empty() { &output.stdout } else { &output.stderr });
        bail!("{name}: {}: {}", output.status, said.trim());
    }
    String::from_utf8(output.stdout).context(name)
}
