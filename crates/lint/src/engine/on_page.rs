//! What an editor shows of a page besides its findings.

use firstaid_content::{Guide, Page, PageKey};
use firstaid_registry::EntryRef;
use firstaid_text::TextRange;

use crate::PageContext;
use crate::engine::linter::Linter;

/// A label of an app in a step of a source page, and what the app shows for it in another locale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppLabel {
    /// Its place in the source page.
    pub range: TextRange,
    pub app: String,
    /// As the source has it.
    pub source: Box<str>,
    /// The most frequent first; `{}` stands for what the app puts there.
    pub shown: Vec<String>,
}

impl Linter {
    /// The names of the registries in the prose of a page, in order.
    pub fn names_on(&self, guide: &Guide, page: &Page) -> Vec<(TextRange, EntryRef)> {
        let world = self.world(guide);
        let context = PageContext::new(&world, page, None);
        let mentions = context.mentions().iter();
        mentions.map(|mention| (context.prose.source_range(mention.range.clone()), mention.entry)).collect()
    }

    /// The labels of apps in the steps of a page's source that an app shows otherwise in the page's locale. The page need not exist.
    pub fn app_labels(&self, guide: &Guide, page: &PageKey) -> Vec<AppLabel> {
        let key = PageKey { locale: guide.layout.source().clone(), name: page.name.clone() };
        let Some(source) = guide.by_key(&key).filter(|_| page.locale != key.locale) else { return Vec::new() };
        let world = self.world(guide);
        let context = PageContext::new(&world, source, None);
        let labels = context.step_labels().iter().filter_map(|label| {
            let pack = &self.registry().labels[label.pack];
            let shown = pack.translations(&label.text, key.locale.as_str(), page.locale.as_str());
            let shown: Vec<String> = shown.into_iter().map(str::to_owned).collect();
            (!shown.is_empty()).then(|| AppLabel {
                range: label.range,
                app: pack.app.clone(),
                source: label.text.clone(),
                shown,
            })
        });
        labels.collect()
    }
}
