//! `firstaid init`: writes the guessed layout to `firstaid.toml`, for people to change.

mod args;
mod check;
mod words;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Guess, Guide, Layout, guess, load_guide};
use firstaid_diagnostics::visible_line;

pub(crate) use args::InitArgs;

use crate::files::{refuse_to_write_outside, save_inside};
use crate::guide::{CONFIG, layout_text};
use crate::outcome::Outcome;

pub(crate) fn run(args: &InitArgs, root: PathBuf) -> Result<Outcome> {
    let root = args.root.clone().unwrap_or(root);
    if args.check {
        return check::run(root);
    }
    let file = root.join(CONFIG);
    if file.exists() {
        bail!("{}: there is one already; --check says whether it still fits", file.display());
    }
    let Guess { content, doubts } = guess(&root)?;
    // They name files, whose names may have any character.
    let doubts: Vec<String> = doubts.iter().map(|doubt| visible_line(doubt).into_owned()).collect();
    let guide = load_guide(&root, &content, Layout::new(&content)?, &|_| ())?;
    let unread = guide.unread_pages().join(", ");
    if guide.pages.is_empty() {
        let unread = if unread.is_empty() { String::new() } else { format!("; not read: {unread}") };
        bail!("{}: no pages found under `{}`{unread}; nothing was written", root.display(), content.pages);
    }
    let words = words::found(&root);
    let own_words = format!("{}/words/all.txt", content.data_folder());
    let takes_words = !words.is_empty() && !root.join(&own_words).exists();
    refuse_to_write_outside(&root, &file)?;
    if takes_words {
        save_inside(&root, &root.join(&own_words), &words::render(&words))?;
    }
    save_inside(&root, &file, &text(&layout_text(&content), &doubts))?;

    let mut out = anstream::stdout().lock();
    writeln!(out, "{}: {}", file.display(), pages_in(&guide))?;
    if takes_words {
        let from: Vec<&str> = words.iter().map(|list| &*list.from).collect();
        writeln!(out, "{}: the words of {}", root.join(&own_words).display(), from.join(", "))?;
    }
    for doubt in &doubts {
        writeln!(out, "not sure: {doubt}")?;
    }
    if !unread.is_empty() {
        writeln!(out, "not read: {unread}")?;
    }
    writeln!(out, "\nnext:")?;
    writeln!(out, "    firstaid lint --statistics         what is found, by rule")?;
    writeln!(out, "    firstaid lint --fix --diff         what --fix would change")?;
    writeln!(out, "    firstaid init --check              whether this file still fits the tree")?;
    Ok(Outcome::Clean)
}

/// How many pages a guide has, and in which locales, the source first.
fn pages_in(guide: &Guide) -> String {
    let locales: Vec<String> = guide.locales().iter().map(ToString::to_string).collect();
    let noun = if guide.pages.len() == 1 { "page" } else { "pages" };
    format!("{} {noun} in {}", guide.pages.len(), locales.join(", "))
}

/// The text of the configuration: the layout, and what of it is doubtful.
fn text(layout: &str, doubts: &[String]) -> String {
    let doubts = doubts.iter().map(|doubt| format!("# Not sure: {doubt}.\n")).collect::<Vec<_>>().concat();
    format!(
        "# Where the pages of this guide are, as `firstaid init` found them. Change what is wrong.\n\
         {doubts}[content]\n{layout}\n\
         # Levels of rules, or of families of rules: \"off\", \"info\", \"warning\" or \"error\".\n\
         # Rules of the family plain are off until they have a level here.\n[rules]\n"
    )
}
