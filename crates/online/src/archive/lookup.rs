use std::sync::Arc;

use firstaid_ledger::{LinkUrl, Outcome};
use jiff::civil::Date;
use url::Url;

use super::answers::{availability, cdx, timemap};
use super::copy::PageCopy;
use crate::fetch::fetch;
use crate::prober::Prober;

/// Where copies are looked for.
#[derive(Clone, Debug)]
pub struct Archives {
    /// Wayback's availability API.
    pub availability: Option<Url>,
    /// Wayback's CDX API, and the archive that its copies are in.
    pub cdx: Option<(Url, String)>,
    /// `TimeMaps` of Memento: the address of a page is put behind each.
    pub timemaps: Vec<Url>,
}

/// Looks copies up through a prober, with its guard, its spacing and its limits.
pub struct ArchiveLookup {
    prober: Arc<Prober>,
    archives: Archives,
}

impl ArchiveLookup {
    pub fn new(prober: Arc<Prober>, archives: Archives) -> Self {
        Self { prober, archives }
    }

    /// The copy of a page that is nearest to the day on which it was last good, of those before `before`, the day on
    /// which it first was not. `Absent` if all archives that answered have none.
    pub async fn nearest(&self, page: &LinkUrl, good: Date, before: Date) -> Outcome<PageCopy> {
        let (mut copies, mut failures, mut answers) = (Vec::new(), Vec::new(), 0);
        for (url, source) in self.queries(page, good) {
            match fetch(&self.prober, &url).await {
                Outcome::Found(body) => {
                    answers += 1;
                    copies.extend(match source {
                        Source::Availability => availability(page, &body),
                        Source::Cdx(archive) => cdx(page, &body, archive),
                        Source::TimeMap => timemap(page, &body),
                    });
                }
                Outcome::Absent => answers += 1,
                Outcome::Failed(why) => {
                    failures.push(format!("{}: {why}", url.host_str().unwrap_or_default()));
                }
            }
        }
        let distance = |copy: &PageCopy| good.until(copy.on).map_or(i32::MAX, |span| span.get_days().abs());
        copies.retain(|copy| copy.on < before);
        match copies.into_iter().min_by_key(|copy| (distance(copy), copy.clone())) {
            Some(nearest) => Outcome::Found(Box::new(nearest)),
            None if answers == 0 && !failures.is_empty() => Outcome::Failed(failures.join(", ")),
            None => Outcome::Absent,
        }
    }

    fn queries<'a>(&'a self, page: &LinkUrl, good: Date) -> Vec<(Url, Source<'a>)> {
        let time = good.strftime("%Y%m%d").to_string();
        let query = |base: &Url, pairs: &[(&str, &str)]| {
            let mut url = base.clone();
            url.query_pairs_mut().extend_pairs(pairs);
            url
        };
        let Archives { availability, cdx, timemaps } = &self.archives;
        let page = page.as_str();
        let available = availability.iter();
        let available =
            available.map(|base| (query(base, &[("url", page), ("timestamp", &time)]), Source::Availability));
        let rows = cdx.iter().map(|(base, archive)| {
            let pairs = [
                ("url", page),
                ("output", "json"),
                ("filter", "statuscode:200"),
                ("sort", "closest"),
                ("closest", &time),
                ("limit", "20"),
            ];
            (query(base, &pairs), Source::Cdx(archive.as_str()))
        });
        let maps = timemaps.iter().filter_map(|base| {
            let url = Url::parse(&format!("{base}{page}")).ok()?;
            Some((url, Source::TimeMap))
        });
        available.chain(rows).chain(maps).collect()
    }
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Availability,
    Cdx(&'a str),
    TimeMap,
}
