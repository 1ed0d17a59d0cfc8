//! Contacts of the guide's own registry that templates print and nobody has confirmed. No page has them in its text, so
//! no rule on pages sees them.

use std::path::Path;

use firstaid_content::{ContentConfig, Guide, reads_data};
use firstaid_lint::{UnconfirmedContact, unconfirmed_contacts};
use firstaid_text::SourceFile;

use super::read::{read_inside, read_inside_up_to, shown};

/// Larger templates are not read: an include has some kilobytes.
const MAX_TEMPLATE_BYTES: u64 = 256 << 10;

/// Maximum templates that are read.
const MAX_TEMPLATES: usize = 500;

pub(crate) struct Unconfirmed {
    /// The registry.
    pub(crate) source: SourceFile,
    pub(crate) contacts: Vec<UnconfirmedContact>,
    /// The first template or page that prints them from data, by path.
    pub(crate) template: Option<String>,
}

/// The unconfirmed contacts of the guide's `organisations.yaml`; `None` if there are none.
pub(crate) fn unconfirmed(root: &Path, content: &ContentConfig, guide: &Guide) -> Option<Unconfirmed> {
    let path = root.join(content.data_folder()).join("organisations.yaml");
    let source = SourceFile::new(shown(root, &path), read_inside(root, &path).ok()?);
    let contacts = unconfirmed_contacts(source.text());
    if contacts.is_empty() {
        return None;
    }
    let reads = |text: &str| reads_data(text, "organisations");
    let is_printing = |template: &&&str| {
        read_inside_up_to(root, &root.join(template), MAX_TEMPLATE_BYTES).is_ok_and(|text| reads(&text))
    };
    let template = guide.templates().iter().take(MAX_TEMPLATES).find(is_printing).map(|path| (*path).to_owned());
    let page = || guide.pages.iter().find(|page| reads(page.text())).map(|page| page.source.path().to_owned());
    Some(Unconfirmed { template: template.or_else(page), source, contacts })
}
