//! Which links to visit, and how.

use std::collections::BTreeMap;

use firstaid_ledger::{Entry, Ledger, LinkUrl, PagePrint, Policy, next_due};
use jiff::civil::Date;

/// Which links to probe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// Links that were never probed.
    New,
    /// New links, and those that are due by the policy.
    Due,
    All,
}

/// One URL to visit, whatever the number of links to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    pub url: LinkUrl,
    /// The fragments of the links, sorted.
    pub fragments: Vec<String>,
    /// The signature of the page when it was last alive.
    pub signature: Option<String>,
    /// Its fingerprint when it was last read.
    pub print: Option<Box<PagePrint>>,
    /// Whether to read the page; otherwise its headers are enough.
    pub wants_body: bool,
}

/// A page that was alive is read again every this many weeks. In other weeks its headers are enough.
const READ_EVERY_WEEKS: u64 = 4;

/// The jobs for a set of links with their fragments, sorted by URL.
pub fn plan(
    uses: impl IntoIterator<Item = (LinkUrl, Option<String>)>,
    ledger: &Ledger,
    which: Which,
    policy: &Policy,
    today: Date,
) -> Vec<Job> {
    let mut wanted: BTreeMap<LinkUrl, Vec<String>> = BTreeMap::new();
    for (url, fragment) in uses {
        let fragments = wanted.entry(url).or_default();
        fragments.extend(fragment.filter(|it| !fragments.contains(it)));
    }
    let jobs = wanted.into_iter().filter_map(|(url, mut fragments)| {
        fragments.sort();
        let entry = ledger.get(&url);
        let due = entry.and_then(|entry| next_due(entry, policy, today));
        let has_new_fragment = || fragments.iter().any(|it| entry.is_none_or(|entry| entry.fragment(it).is_none()));
        let is_wanted = match which {
            Which::All => true,
            Which::New => due.is_none(),
            Which::Due => due.is_none_or(|due| due <= today) || has_new_fragment(),
        };
        let last = entry.and_then(|entry| entry.seen().last());
        let last_ok = entry.and_then(Entry::last_ok);
        let signature = last_ok.and_then(|it| it.signature.clone());
        let print = last_ok.and_then(|it| it.page.clone());
        let was_alive = last.is_some_and(|it| it.class.is_ok()) && signature.is_some();
        is_wanted.then(|| Job {
            wants_body: !was_alive || !fragments.is_empty() || is_read_week(&url, today),
            url,
            fragments,
            signature,
            print,
        })
    });
    jobs.collect()
}

/// Whether a page is read this week. Weeks are spread over URLs, and the same on every machine.
fn is_read_week(url: &LinkUrl, today: Date) -> bool {
    let day = jiff::civil::date(2026, 1, 5).until(today).map_or(0, |span| i64::from(span.get_days()));
    let hash = url.as_str().bytes().fold(0u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
    (day.div_euclid(7).unsigned_abs().wrapping_add(hash >> 8)).is_multiple_of(READ_EVERY_WEEKS)
}

#[cfg(test)]
mod tests {
    use firstaid_ledger::{Class, FragmentSeen, FragmentState, Observation};
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    fn url(text: &str) -> (LinkUrl, Option<String>) {
        LinkUrl::parse(text).unwrap()
    }

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        for (text, on) in [("https://a.org/old", date(2026, 11, 1)), ("https://a.org/fresh", date(2026, 11, 22))] {
            let mut seen = Observation::new(on, Class::Alive);
            seen.signature = Some("0".repeat(16));
            let there = FragmentSeen { on, state: FragmentState::Present };
            ledger.observe(&url(text).0, seen, vec![("x".to_owned(), there)]);
        }
        ledger
    }

    fn planned(which: Which, uses: &[&str]) -> Vec<String> {
        let jobs = plan(uses.iter().map(|it| url(it)), &ledger(), which, &Policy::default(), TODAY);
        jobs.into_iter().map(|job| format!("{} {}", job.url, job.fragments.join(","))).collect()
    }

    #[test]
    fn links_to_one_url_are_one_job_and_only_due_ones_are_planned() {
        let uses = ["https://a.org/new#b", "https://A.org/new#a", "https://a.org/old", "https://a.org/fresh#x"];
        assert_eq!(planned(Which::New, &uses), ["https://a.org/new a,b"]);
        assert_eq!(planned(Which::Due, &uses), ["https://a.org/new a,b", "https://a.org/old "]);
        assert_eq!(planned(Which::All, &uses).len(), 3);
        assert_eq!(planned(Which::Due, &["https://a.org/fresh#y"]), ["https://a.org/fresh y"]);
    }

    #[test]
    fn a_page_that_was_alive_is_read_every_fourth_week() {
        let reads = (0..8).filter(|week| {
            let today = TODAY.saturating_add(jiff::Span::new().weeks(*week));
            plan([url("https://a.org/old")], &ledger(), Which::All, &Policy::default(), today)[0].wants_body
        });
        assert_eq!(reads.count(), 2);
        assert!(plan([url("https://a.org/new")], &ledger(), Which::All, &Policy::default(), TODAY)[0].wants_body);
    }
}
