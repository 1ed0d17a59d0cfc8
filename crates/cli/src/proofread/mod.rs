//! `firstaid proofread`: asks a language model for edits, and keeps them for `lint` to show.

mod args;
#[cfg(feature = "online")]
mod machine;

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Result, bail};
use firstaid_content::{Guide, Locale, Page};
use firstaid_translate::proofread::{Proofread, Proofreader, Proofreading, Record, State, paragraph_id, proofread};
use firstaid_translate::{SegmentKind, segments, squeezed};

pub(crate) use args::ProofreadArgs;

use crate::files::save_inside;
use crate::guide::{OpenGuide, open_guide, proofreading_path, read_proofreading};
use crate::lint::path_in_guide;
use crate::note::note_line;
use crate::outcome::Outcome;

pub(crate) fn run(args: &ProofreadArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let path = proofreading_path(&opened.root, &opened.config);
    let mut all = read_proofreading(&opened.root, &opened.config)?.unwrap_or_default();
    if !args.decline.is_empty() {
        for id in &args.decline {
            match all.decline(id) {
                0 => bail!("--decline: no suggestion has the id `{id}`"),
                count => note_line(&format!("{count} suggestion{} declined", if count == 1 { "" } else { "s" })),
            }
        }
        save_inside(&opened.root, &path, &all.to_string())?;
        return Ok(Outcome::Clean);
    }
    let Some(machine) = machine(args)? else { bail!("--machine: name the machine to ask") };
    let wanted = Wanted::new(&opened, args, &all)?;
    if args.dry_run {
        let characters: usize = wanted.by_locale.iter().flat_map(|(_, texts)| texts).map(|it| it.chars().count()).sum();
        note_line(&format!("{} paragraphs of {characters} characters would be sent", wanted.count()));
        return Ok(Outcome::Clean);
    }
    let mut told = Told::default();
    for (locale, paragraphs) in &wanted.by_locale {
        let texts: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
        for (paragraph, result) in texts.iter().zip(proofread(&texts, locale, &*machine)) {
            told.add(&mut all, paragraph, machine.name(), result);
        }
    }
    if args.paths.is_empty() {
        let there = paragraph_ids(&opened.guide);
        all.keep(|id| there.contains(id));
    }
    save_inside(&opened.root, &path, &all.to_string())?;
    told.report(wanted.left);
    Ok(if told.suggested == 0 && told.unchanged == 0 && told.failed > 0 { Outcome::Findings } else { Outcome::Clean })
}

/// The paragraphs to send.
struct Wanted {
    by_locale: Vec<(Locale, Vec<String>)>,
    /// Number of texts of kinds that are not sent.
    left: usize,
}

impl Wanted {
    /// Of the named pages, each paragraph of which nothing is known yet.
    fn new(opened: &OpenGuide, args: &ProofreadArgs, known: &Proofreading) -> Result<Self> {
        let mut named: Vec<String> = Vec::new();
        for path in &args.paths {
            named.push(path_in_guide(&opened.root, path)?);
        }
        let is_named = |page: &&Page| {
            let path = page.source.path();
            let holds = |it: &String| it.is_empty() || path == it || path.starts_with(&format!("{it}/"));
            named.is_empty() || named.iter().any(holds)
        };
        let pages: Vec<&Page> = opened.guide.pages.iter().filter(is_named).filter(|page| page.is_whole()).collect();
        if pages.is_empty() {
            bail!("no page of the guide is named");
        }
        let mut wanted = Self { by_locale: Vec::new(), left: 0 };
        let mut seen: HashSet<String> = HashSet::new();
        for page in pages {
            for segment in segments(page) {
                if !is_paragraph(&segment.kind) {
                    wanted.left += 1;
                } else if known.of(&segment.message).is_none() && seen.insert(paragraph_id(&segment.message)) {
                    wanted.of(&page.key.locale).push(segment.message);
                }
            }
        }
        Ok(wanted)
    }

    fn of(&mut self, locale: &Locale) -> &mut Vec<String> {
        let at = self.by_locale.iter().position(|(it, _)| it == locale).unwrap_or_else(|| {
            self.by_locale.push((locale.clone(), Vec::new()));
            self.by_locale.len() - 1
        });
        &mut self.by_locale[at].1
    }

    fn count(&self) -> usize {
        self.by_locale.iter().map(|(_, texts)| texts.len()).sum()
    }
}

/// Whether the edits of a segment can be put into its page word by word: not where YAML or HTML decides how a text is
/// written.
fn is_paragraph(kind: &SegmentKind) -> bool {
    matches!(kind, SegmentKind::Heading(_) | SegmentKind::Paragraph | SegmentKind::Item | SegmentKind::Cell)
}

fn paragraph_ids(guide: &Guide) -> HashSet<String> {
    let all = guide.pages.iter().flat_map(segments);
    all.map(|segment| paragraph_id(&segment.message)).collect()
}

/// What became of the paragraphs.
#[derive(Default)]
struct Told {
    suggested: usize,
    unchanged: usize,
    refused: usize,
    failed: usize,
    /// The first failure.
    why: Option<String>,
}

impl Told {
    fn add(&mut self, all: &mut Proofreading, paragraph: &str, machine: &str, result: Proofread) {
        let record = |state, before: &str, after: String| Record {
            paragraph: paragraph_id(paragraph),
            state,
            machine: machine.to_owned(),
            before: squeezed(before),
            after,
        };
        match result {
            Proofread::Edited(after) => {
                self.suggested += 1;
                all.insert(record(State::Suggested, paragraph, after));
            }
            Proofread::Unchanged => {
                self.unchanged += 1;
                all.insert(record(State::Unchanged, "", String::new()));
            }
            Proofread::Refused(refusal) => {
                self.refused += 1;
                let words: Vec<&str> = paragraph.split_whitespace().take(8).collect();
                note_line(&format!("not kept: `{}`: {refusal}", words.join(" ")));
                all.insert(record(State::Unchanged, "", String::new()));
            }
            // Nothing is known of these paragraphs: the next run sends them again.
            Proofread::Failed(error) => {
                self.failed += 1;
                self.why.get_or_insert_with(|| error.to_string());
            }
            Proofread::Left => {}
        }
    }

    fn report(&self, left: usize) {
        if let Some(why) = &self.why {
            note_line(&format!("{} paragraphs got no answer: {why}", self.failed));
        }
        let Self { suggested, unchanged, refused, .. } = self;
        note_line(&format!(
            "{suggested} edits suggested, {unchanged} paragraphs without, {refused} edits not kept; {left} texts in front \
             matter and HTML not sent; next: `firstaid lint --select suggested-edit`"
        ));
    }
}

#[cfg(feature = "online")]
fn machine(args: &ProofreadArgs) -> Result<Option<Box<dyn Proofreader>>> {
    machine::machine(args)
}

#[cfg(not(feature = "online"))]
fn machine(args: &ProofreadArgs) -> Result<Option<Box<dyn Proofreader>>> {
    if args.machine.is_some() {
        bail!(crate::network_args::NO_NETWORK);
    }
    Ok(None)
}
