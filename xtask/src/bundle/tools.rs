//! The programs that make a bundle. All come from Debian, and a bundle needs every one of them.

use std::path::Path;

use anyhow::{Result, bail};

/// A program under the names that systems give it, and its package in Debian.
struct Tool {
    names: &'static [&'static str],
    package: &'static str,
}

const TOOLS: [Tool; 5] = [
    Tool { names: &["jekyll"], package: "jekyll ruby-kramdown-parser-gfm ruby-jekyll-relative-links" },
    Tool { names: &["pandoc"], package: "pandoc" },
    Tool { names: &BROWSERS, package: "chromium" },
    Tool { names: &["pdftotext"], package: "poppler-utils" },
    Tool { names: &["sha256sum"], package: "coreutils" },
];

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser to print with, if all tools are there. The error names each that is not, with what to install.
pub(super) fn browser() -> Result<&'static str> {
    let missing: Vec<&Tool> = TOOLS.iter().filter(|tool| installed(tool.names).is_none()).collect();
    let (Some(browser), []) = (installed(&BROWSERS), &*missing) else {
        let names: Vec<&str> = missing.iter().map(|tool| tool.names[0]).collect();
        let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
        bail!("not installed: {}; Debian has them as `apt-get install {}`", names.join(", "), packages.join(" "));
    };
    Ok(browser)
}

fn installed(names: &[&'static str]) -> Option<&'static str> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |name: &str| std::env::split_paths(&folders).any(|folder: std::path::PathBuf| is_file(&folder, name));
    names.iter().copied().find(|name| is_there(name))
}

fn is_file(folder: &Path, name: &str) -> bool {
    !folder.as_os_str().is_empty() && folder.join(name).is_file()
}
