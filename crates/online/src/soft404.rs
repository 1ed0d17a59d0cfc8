//! Soft 404s: pages that say "not found" with status 200. Such a page looks like the site's answer to a URL that cannot
//! exist, its sibling, or like the site's start page.

use std::sync::atomic::Ordering;

use firstaid_ledger::Cause;
use url::Url;

use crate::client::Body;
use crate::prober::Prober;
use crate::sibling::Sibling;
use crate::signatures::says_missing;
use crate::text::{PageText, decode};
use crate::visit::Visit;

/// Maximum number of folders of a site for which a sibling is requested.
const MAX_SIBLING_FOLDERS: usize = 5;

impl Prober {
    /// Why a page with status 2xx is a soft 404, if it is.
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
        let cache = self.origin_cache(start).ok()?;
        let cell = cache.sibling(folder, MAX_SIBLING_FOLDERS)?;
        let sibling = cell.get_or_init(|| async {
            let mut url = start.clone();
            url.set_query(None);
            url.set_fragment(None);
            // Random, so that a site cannot learn the name.
            url.set_path(&format!("{folder}/{:016x}", fastrand::u64(..)));
            self.visit_for_comparison(&url).await
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
        let both_say_missing = || says_missing(page) && says_missing(text);
        if !(same_end || page.is_same_as(text) || both_say_missing()) {
            return None;
        }
        if same_end && is_home(end) {
            return Some(Cause::LikeHome);
        }
        let home = cache.home.get_or_init(|| async {
            let mut url = start.clone();
            url.set_query(None);
            url.set_fragment(None);
            url.set_path("/");
            self.visit_for_comparison(&url).await
        });
        match home.await {
            Sibling::Page { text, .. } if page.is_same_as(text) => Some(Cause::LikeHome),
            _ => Some(Cause::LikeSibling),
        }
    }

    async fn visit_for_comparison(&self, url: &Url) -> Sibling {
        let visit = self.visit(url, Body::Text).await;
        match visit.result {
            Ok(answer) if matches!(answer.status, 404 | 410) => Sibling::Missing,
            Ok(answer) if (200..300).contains(&answer.status) => {
                let kind = answer.header("content-type").unwrap_or("text/html").to_owned();
                let text = decode(&answer.body.unwrap_or_default(), &kind);
                let text = PageText::new(&text, kind.contains("html"), url.path()).summary();
                Sibling::Page { text: Box::new(text), end: Box::new(visit.end) }
            }
            _ => Sibling::Unclear,
        }
    }
}
