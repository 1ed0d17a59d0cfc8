//! The desk: the guide as the server asks for it, read again whenever files change.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use firstaid_content::Locale;
use firstaid_online::preview::{
    Desk, Edit, Failure, Home, Listing, PageView, Picture, Pictures, Resolution, Saved, Summary,
};
use tokio::sync::watch;

use super::edit::write_edit;
use super::page::{language, page, picture_files, source, summary};
use super::pictures::{self, Known};
use super::resolve::write_resolution;
use super::snapshot::{Snapshot, Translations};
use crate::guide::{OpenGuide, open_guide_quietly};
use crate::guide_args::GuideArgs;

pub(super) struct GuideDesk {
    args: GuideArgs,
    here: PathBuf,
    only: Option<Locale>,
    guide: String,
    /// The name under which translations are marked as reviewed.
    reviewer: Option<String>,
    /// The last snapshot with the revision at which its reading began.
    last: Mutex<(u64, Arc<Snapshot>)>,
    /// The pictures of the pages that were shown.
    pictures: Mutex<Known>,
    /// Held while an edit is compared and written.
    writing: Mutex<()>,
    revision: watch::Sender<u64>,
}

impl GuideDesk {
    pub(super) fn new(
        args: GuideArgs,
        here: PathBuf,
        only: Option<Locale>,
        reviewer: Option<String>,
        opened: OpenGuide,
    ) -> Result<Self> {
        let guide = opened.title();
        let last = Mutex::new((0, Arc::new(Snapshot::new(opened, only.as_ref())?)));
        Ok(Self {
            args,
            here,
            only,
            guide,
            reviewer,
            last,
            pictures: Mutex::default(),
            writing: Mutex::new(()),
            revision: watch::Sender::new(0),
        })
    }

    /// Has the guide read again for the next request.
    pub(super) fn note_change(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    fn snapshot(&self) -> Result<Arc<Snapshot>, Failure> {
        let mut last = locked(&self.last);
        let now = *self.revision.borrow();
        if last.0 != now {
            let read = open_guide_quietly(&self.args, self.here.clone());
            let read = read.and_then(|(opened, _)| Snapshot::new(opened, self.only.as_ref()));
            *last = (now, Arc::new(read.map_err(failed)?));
        }
        Ok(Arc::clone(&last.1))
    }

    fn translations(&self, tag: &str) -> Result<(Arc<Snapshot>, Arc<Translations>), Failure> {
        let snapshot = self.snapshot()?;
        let locale = Locale::new(tag).ok_or(Failure::Unknown)?;
        let translations = snapshot.translations(&locale).ok_or(Failure::Unknown)?.map_err(failed)?;
        Ok((snapshot, translations))
    }

    /// Writes to a page that the guide has.
    fn write(
        &self,
        tag: &str,
        name: &str,
        write: impl FnOnce(OpenGuide, &Locale) -> Result<Saved>,
    ) -> Result<Saved, Failure> {
        let _writing = locked(&self.writing);
        let (snapshot, of) = self.translations(tag)?;
        source(&snapshot, name).ok_or(Failure::Unknown)?;
        // The snapshot may be a moment older than the files.
        let opened = open_guide_quietly(&self.args, self.here.clone()).map_err(failed)?.0;
        let saved = write(opened, &of.locale).map_err(failed)?;
        if !matches!(saved, Saved::Refused(_)) {
            self.note_change();
        }
        Ok(saved)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind it is replaced as a whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn failed(error: anyhow::Error) -> Failure {
    Failure::Failed(format!("{error:#}"))
}

impl Desk for GuideDesk {
    fn home(&self) -> Result<Home, Failure> {
        let snapshot = self.snapshot()?;
        let mut locales = Vec::new();
        for locale in snapshot.locales.keys() {
            let of = snapshot.translations(locale).ok_or(Failure::Unknown)?.map_err(failed)?;
            let counts = of.done.values().map(|synced| synced.counts);
            locales.push(Summary {
                language: language(locale),
                pages: of.done.len() + of.left.len(),
                work: counts.clone().map(|it| it.missing + it.stale + it.drafted).sum(),
                blocks: counts.map(|it| it.segments).sum(),
                problems: of.left.len(),
            });
        }
        Ok(Home { guide: self.guide.clone(), locales })
    }

    fn pages(&self, locale: &str) -> Result<Listing, Failure> {
        let (snapshot, of) = self.translations(locale)?;
        let findings = snapshot.all_findings(&of);
        let mut names: Vec<&str> = of.done.keys().chain(of.left.keys()).map(|name| &**name).collect();
        names.sort_unstable();
        let page = |name: &&str| {
            let findings = findings.get(*name).map_or(0, |found| found.count());
            summary(&snapshot, &of, name, findings)
        };
        Ok(Listing {
            guide: self.guide.clone(),
            source: language(snapshot.opened.guide.layout.source()),
            language: language(&of.locale),
            pages: names.iter().map(page).collect(),
        })
    }

    fn page(&self, locale: &str, name: &str) -> Result<PageView, Failure> {
        let (snapshot, of) = self.translations(locale)?;
        let view = page(&snapshot, &of, &self.guide, self.reviewer.as_deref(), name).ok_or(Failure::Unknown)?;
        let [source, page] = picture_files(&snapshot, &of, name).map(|files| {
            let mut known = locked(&self.pictures);
            files.into_iter().map(|(target, path)| (target, known.add(&path))).collect()
        });
        Ok(PageView { pictures: Pictures { source, page }, ..view })
    }

    fn save(&self, edit: &Edit) -> Result<Saved, Failure> {
        let write = |opened, locale: &Locale| write_edit(opened, locale, edit, self.reviewer.as_deref());
        self.write(&edit.locale, &edit.name, write)
    }

    fn resolve(&self, resolution: &Resolution) -> Result<Saved, Failure> {
        let write = |opened, locale: &Locale| write_resolution(opened, locale, resolution);
        self.write(&resolution.locale, &resolution.name, write)
    }

    fn picture(&self, id: &str) -> Option<Picture> {
        let path = locked(&self.pictures).path(id)?.to_owned();
        let snapshot = self.snapshot().ok()?;
        pictures::read(&snapshot.opened.root, &path)
    }

    fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }
}
