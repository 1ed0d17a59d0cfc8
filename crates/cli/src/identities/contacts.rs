//! `firstaid identities contacts`: the contacts of the guide's registry that nobody has confirmed with their owners.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_content::load_guide;
use firstaid_diagnostics::visible_line;
use firstaid_lint::UnconfirmedContact;

use super::args::ContactsArgs;
use crate::guide::{Unconfirmed, setup_from, shown_paths, unconfirmed};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn run(args: &ContactsArgs, root: PathBuf) -> Result<Outcome> {
    let setup = setup_from(args.root.as_deref(), args.config.as_deref(), root)?;
    for note in &setup.notes {
        note_line(note);
    }
    let content = &setup.config.content;
    let guide = load_guide(&setup.root, content, setup.layout.clone(), &|_| ())?;
    let mut out = anstream::stdout().lock();
    match unconfirmed(&setup.root, content, &guide) {
        Some(found) => {
            let path = shown_paths(&setup.root).path(found.source.path()).into_owned();
            write!(out, "{}", listing(&found, &path))?;
        }
        None => writeln!(out, "no contact of the guide's own registry is unconfirmed")?,
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// A line a contact, and one that says who prints them and what to do.
fn listing(found: &Unconfirmed, path: &str) -> String {
    let line = |contact: &UnconfirmedContact| {
        let at = found.source.line_column(contact.range.start());
        let what = visible_line(&format!("{} of {}", contact.contact, contact.owner)).into_owned();
        format!("{path}:{}:{}: {what} is confirmed by nobody\n", at.line, at.column)
    };
    let printed = found.template.iter().map(|template| format!("{} prints them from data.\n", visible_line(template)));
    let advice = "Ask each owner over a second channel, then write the date as `verified`.\n".to_owned();
    found.contacts.iter().map(line).chain(printed).chain([advice]).collect()
}
