use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::paths::is_excluded;
use firstaid_content::{Guide, Layout, guess, load_guide};
use firstaid_diagnostics::visible_line;

use crate::guide::{CONFIG, Setup, setup};
use crate::outcome::Outcome;

/// Says whether the configuration of a guide still fits its tree: each folder that it names is there, each pattern has
/// pages, and no pages that a guess finds are left out.
pub(super) fn run(root: PathBuf) -> Result<Outcome> {
    if !root.join(CONFIG).exists() {
        bail!("{}: there is none; `firstaid init` writes it", root.join(CONFIG).display());
    }
    let Setup { root, config, layout, .. } = setup(root, None)?;
    let content = &config.content;
    let guide = load_guide(&root, content, layout, &|_| ())?;
    let mut unfit = Vec::new();
    if guide.pages.is_empty() {
        unfit.push(format!("no pages are found under `{}`", content.pages));
    }
    for folder in content.assets.iter().filter(|folder| !root.join(folder).is_dir()) {
        unfit.push(format!("assets: there is no folder `{folder}`"));
    }
    for locale in content.locales.keys().filter(|locale| !has_pages(&guide, locale)) {
        unfit.push(format!("locales.{locale}: there are no pages in `{locale}`"));
    }
    let guessed = guess(&root)?.content;
    let other = load_guide(&root, &guessed, Layout::new(&guessed)?, &|_| ())?;
    let is_left_out = |path: &str| {
        guide.by_path(path).is_none()
            && !is_excluded(&content.exclude, path.strip_prefix(&*guide.prefix).unwrap_or(path))
    };
    let left_out: Vec<&str> =
        other.pages.iter().map(|page| page.source.path()).filter(|path| is_left_out(path)).collect();
    if let Some(first) = left_out.first() {
        let count = if left_out.len() == 1 { "1 page is".to_owned() } else { format!("{} pages are", left_out.len()) };
        unfit.push(format!("{count} left out, such as {first}"));
    }
    let mut out = anstream::stdout().lock();
    for line in &unfit {
        writeln!(out, "{CONFIG}: {}", visible_line(line))?;
    }
    if unfit.is_empty() {
        writeln!(out, "{CONFIG} fits: {}", super::pages_in(&guide))?;
        return Ok(Outcome::Clean);
    }
    Ok(Outcome::Findings)
}

fn has_pages(guide: &Guide, locale: &str) -> bool {
    guide.pages.iter().any(|page| page.key.locale.as_str().eq_ignore_ascii_case(locale))
}
