//! Soft 404s: pages that say "not found" with status 200. Such a page looks like what the site says of an address that
//! cannot exist, or like its start page.

use std::sync::atomic::Ordering;

use firstaid_ledger::Cause;
use url::Url;

use crate::Prober;
use crate::signatures::says_missing;
use crate::text::{PageText, decode};
use crate::visit::Visit;

/// A site that answers 200 to everything is asked so often how it says no, and no more.
const MAX_FOLDERS: usize = 5;

/// What a site says of an address.
#[derive(Debug)]
pub(crate) enum Sibling {
    /// 404 or 410, as it should.
    Missing,
    Page {
        text: Box<PageText>,
        end: Box<Url>,
    },
    /// Nothing that can be compared.
    Unclear,
}

impl Prober {
    /// Why a page that was found is none, if so.
    pub(crate) async fn soft404(&self, start: &Url, visit: &Visit, page: &PageText) -> Option<Cause> {
        let is_home = |url: &Url| url.path() == "/" && url.query().is_none();
        let leads_home = !visit.hops.is_empty() && is_home(&visit.end);
        if is_home(start) || page.is_short() && !leads_home && !says_missing(page) {
            return None;
        }
        let origin = self.hosts.origin(start);
        if origin.is_honest.load(Ordering::Relaxed) && !says_missing(page) {
            return None;
        }
        let folder = start.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        let warm = self.warm(start).ok()?;
        let cell = warm.sibling(folder, MAX_FOLDERS)?;
        let sibling = cell.get_or_init(|| async {
            let mut url = start.clone();
            url.set_query(None);
            url.set_fragment(None);
            // Drawn anew for each run: a site must not learn it.
            url.set_path(&format!("{folder}/{:016x}", fastrand::u64(..)));
            self.look(&url).await
        });
        let (text, end) = match sibling.await {
            Sibling::Missing => {
                origin.is_honest.store(true, Ordering::Relaxed);
                return None;
            }
            Sibling::Unclear => return None,
            Sibling::Page { text, end } => (text, end),
        };
        let same_end = !visit.hops.is_empty() && **end == visit.end;
        let says_no = || says_missing(page) && says_missing(text);
        if !(same_end || page.is_like(text) || says_no()) {
            return None;
        }
        if same_end && is_home(end) {
            return Some(Cause::LikeHome);
        }
        let home = warm.home.get_or_init(|| async {
            let mut url = start.clone();
            url.set_query(None);
            url.set_fragment(None);
            url.set_path("/");
            self.look(&url).await
        });
        match home.await {
            Sibling::Page { text, .. } if page.is_like(text) => Some(Cause::LikeHome),
            _ => Some(Cause::LikeSibling),
        }
    }

    async fn look(&self, url: &Url) -> Sibling {
        let visit = self.visit(url, true).await;
        match visit.result {
            Ok(answer) if matches!(answer.status, 404 | 410) => Sibling::Missing,
            Ok(answer) if (200..300).contains(&answer.status) => {
                let kind = answer.header("content-type").unwrap_or("text/html").to_owned();
                let text = decode(&answer.body.unwrap_or_default(), &kind);
                let text = PageText::new(&text, kind.contains("html"), url.path()).essence();
                Sibling::Page { text: Box::new(text), end: Box::new(visit.end) }
            }
            _ => Sibling::Unclear,
        }
    }
}
