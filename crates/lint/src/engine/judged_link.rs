use firstaid_content::{Guide, Page, TokenKind};
use firstaid_diagnostics::Diagnostic;
use firstaid_ledger::{Drift, Entry, Kind, Ledger, LinkUrl, PagePrint, Verdict, shown_day, verdict};
use firstaid_mentions::url_parts::is_template;
use firstaid_text::TextRange;
use jiff::civil::Date;

use crate::engine::registrable::registrable;
use crate::{Config, World};

/// A link to the web with its entry in the ledger and the verdict.
pub(crate) struct JudgedLink<'a> {
    /// The target, as bytes of the page.
    pub(crate) range: TextRange,
    /// The target with entities and backslashes resolved.
    pub(crate) url: &'a str,
    pub(crate) address: LinkUrl,
    pub(crate) fragment: Option<String>,
    pub(crate) entry: Option<&'a Entry>,
    pub(crate) verdict: Verdict<'a>,
    /// Whether a change adds the link, and it was just visited for that.
    pub(crate) is_new: bool,
}

impl JudgedLink<'_> {
    /// The observations behind the verdict: how often and since when, the last success, an archived copy.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = String> {
        let Verdict { times, since, last, last_ok, .. } = self.verdict;
        let seen = since.zip(last).map(|(since, last)| match times {
            0 | 1 => format!("seen on {}", shown_day(last)),
            _ => format!("seen {times} times from {} to {}", shown_day(since), shown_day(last)),
        });
        let ok = last_ok.map(|on| format!("the page was last there on {}", shown_day(on)));
        let archive = self.entry.and_then(Entry::archive).map(|url| format!("an archived copy: {url}"));
        seen.into_iter().chain(ok).chain(archive)
    }

    /// Whether the new address is the old one with `https`.
    pub(crate) fn moves_to_https(&self) -> bool {
        let to = self.verdict.evidence.and_then(|it| it.to.as_deref()).and_then(LinkUrl::parse);
        let rest = |url: &str| url.split_once(':').map(|(_, rest)| rest.to_owned());
        to.is_some_and(|(to, _)| {
            to.as_str().starts_with("https:") && rest(to.as_str()) == rest(self.address.as_str()) && to != self.address
        })
    }

    /// Whether the link is new, and its page was not there: 404, 410, or no such host. Nobody ever saw it alive.
    pub(crate) fn is_dead_at_birth(&self) -> bool {
        let is_dead = matches!(self.verdict.kind, Kind::Gone | Kind::NoSuchHost);
        self.is_new && is_dead && !self.verdict.confirmed && self.verdict.last_ok.is_none()
    }

    /// Adds the evidence to a finding as notes.
    pub(crate) fn with_evidence(&self, finding: Diagnostic) -> Diagnostic {
        self.evidence().fold(finding, Diagnostic::note)
    }
}

/// The titles of the pages before and after a drift, and their languages if these differ.
pub(crate) fn page_before_and_now(drift: &Drift) -> String {
    let is_other = drift.was.lang != drift.now.lang;
    let page = |it: &PagePrint| {
        let lang = it.lang.as_ref().filter(|_| is_other).map(|lang| format!(" ({lang})")).unwrap_or_default();
        if it.title.is_empty() { format!("no title{lang}") } else { format!("\"{}\"{lang}", it.title) }
    };
    format!("it was {}, and is {} now", page(&drift.was), page(&drift.now))
}

/// The verdict on a link, by its own entry and by what the ledger has of its domain.
pub fn judge_link<'a>(
    ledger: Option<&'a Ledger>,
    address: &LinkUrl,
    entry: Option<&'a Entry>,
    config: &Config,
    today: Date,
) -> Verdict<'a> {
    let verdict = verdict(entry, &config.links.policy, today);
    // The domain counts only where another page stands; finding it costs more than the rest.
    if verdict.kind != Kind::AnotherPage {
        return verdict;
    }
    let domain = ledger.and_then(|ledger| ledger.domain(&registrable(address.host())?));
    verdict.with_domain(domain, &config.domains.policy, today)
}

/// The links of a page to the web with their verdicts; without a ledger only those that a change adds, and none if nobody
/// asked for these, at no cost.
pub(crate) fn judged_links<'a>(world: &World<'a>, page: &'a Page) -> Vec<JudgedLink<'a>> {
    // A guide that only looks up its keys has no links to judge.
    let ledger = world.ledger.filter(|ledger| ledger.is_of_links());
    if ledger.is_none() && world.new_links.is_none() {
        return Vec::new();
    }
    web_links(page)
        .filter_map(|(url, range, address, fragment)| {
            let new = world.new_links.and_then(|new| new.get(&address));
            let entry = match (new, ledger) {
                (Some(new), _) => Some(new),
                (None, Some(ledger)) => ledger.get(&address),
                (None, None) => return None,
            };
            let verdict = judge_link(ledger, &address, entry, world.config, world.today);
            Some(JudgedLink { range, url, address, fragment, entry, verdict, is_new: new.is_some() })
        })
        .collect()
}

/// The links of a page to the web, without addresses that a site generator fills in (`{{ site.url }}`).
pub(crate) fn web_links(page: &Page) -> impl Iterator<Item = (&str, TextRange, LinkUrl, Option<String>)> {
    let targets = page.targets().filter(|(url, _, token)| {
        // The address in a link's text would repeat the link, and e-mail addresses are not on the web.
        !is_template(url) && (token.as_link().is_some() || matches!(token.kind, TokenKind::Url(_)))
    });
    targets.filter_map(|(url, range, _)| {
        let (address, fragment) = LinkUrl::parse(url)?;
        Some((url, range, address, fragment))
    })
}

/// Every address that the guide links to, with its fragment and the page and line of the link, in page order.
pub fn link_uses(guide: &Guide) -> impl Iterator<Item = (LinkUrl, Option<String>, &Page, u32)> {
    guide.pages.iter().chain(&guide.data).flat_map(|page| {
        web_links(page).map(move |(_, range, address, fragment)| {
            (address, fragment, page, page.source.lines().line(range.start()))
        })
    })
}
