use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_diagnostics::{markdown_code, visible_line};
use firstaid_ledger::{Cause, Entry, Kind, Ledger, LinkUrl, Verdict, next_due};
use firstaid_lint::{judge_link, link_uses};
use jiff::civil::Date;
use serde_json::json;

use super::args::{StatusArgs, StatusFormat};
use crate::guide::{OpenGuide, open_guide, read_ledger};
use crate::outcome::Outcome;

/// A link that pages use.
struct Link<'a> {
    url: LinkUrl,
    /// Path and line of each use.
    uses: Vec<(String, u32)>,
    entry: Option<&'a Entry>,
    verdict: Verdict<'a>,
    due: Option<Date>,
}

pub(super) fn run(args: &StatusArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let ledger = read_with_journal(&opened)?;
    let mut links = links(&opened, &ledger);
    links.sort_by(|a, b| {
        let rank = |link: &Link<'_>| (link.verdict.kind, !link.verdict.confirmed);
        rank(a).cmp(&rank(b)).then_with(|| a.url.cmp(&b.url))
    });
    let mut out = anstream::stdout().lock();
    match args.format {
        StatusFormat::Jsonl => links.iter().try_for_each(|link| writeln!(out, "{}", object(link)))?,
        StatusFormat::Markdown => markdown(&links, &mut out)?,
        StatusFormat::Human => table(&links, opened.today, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// The ledger, with the observations of an interrupted probe.
fn read_with_journal(opened: &OpenGuide) -> Result<Ledger> {
    let ledger = read_ledger(&opened.root, &opened.config)?.unwrap_or_default();
    #[cfg(feature = "online")]
    {
        let path = firstaid_online::journal_path(&crate::guide::ledger_path(&opened.root, &opened.config));
        Ok(match firstaid_online::read_journal(&path)? {
            Some(journal) => ledger.merge(journal),
            None => ledger,
        })
    }
    #[cfg(not(feature = "online"))]
    Ok(ledger)
}

fn links<'a>(opened: &OpenGuide, ledger: &'a Ledger) -> Vec<Link<'a>> {
    let (policy, today) = (&opened.config.links.policy, opened.today);
    let mut uses: BTreeMap<LinkUrl, Vec<(String, u32)>> = BTreeMap::new();
    for (url, _, page, line) in link_uses(&opened.guide) {
        uses.entry(url).or_default().push((page.source.path().to_owned(), line));
    }
    let links = uses.into_iter().map(|(url, uses)| {
        let entry = ledger.get(&url);
        let due = entry.and_then(|entry| next_due(entry, policy, today));
        let verdict = judge_link(Some(ledger), &url, entry, &opened.config, today);
        Link { url, uses, entry, verdict, due }
    });
    links.collect()
}

fn table(links: &[Link<'_>], today: Date, out: &mut impl Write) -> Result<()> {
    writeln!(out, "verdict       links  confirmed")?;
    for kind in Kind::ALL {
        let of_kind = || links.iter().filter(|link| link.verdict.kind == kind);
        if of_kind().count() > 0 {
            let confirmed = of_kind().filter(|link| link.verdict.confirmed).count();
            writeln!(out, "{kind:12}  {:5}  {confirmed:9}", of_kind().count())?;
        }
    }
    let is_due = |link: &&Link<'_>| link.due.is_none_or(|due| due <= today);
    write!(out, "\n{} of {} links are due", links.iter().filter(is_due).count(), links.len())?;
    match links.iter().filter(|link| !is_due(link)).filter_map(|link| link.due).min() {
        Some(next) => writeln!(out, ", the next on {next}")?,
        None => writeln!(out)?,
    }
    for (n, link) in links.iter().filter(|link| is_shown(link)).enumerate() {
        if n == 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", visible_line(&line(link)))?;
    }
    Ok(())
}

/// A table of the links that are not as they should be, for a pull request or an issue.
fn markdown(links: &[Link<'_>], out: &mut impl Write) -> Result<()> {
    writeln!(out, "| verdict | link | seen | page |")?;
    writeln!(out, "| --- | --- | --- | --- |")?;
    for link in links.iter().filter(|link| is_shown(link)) {
        let confirmed = if link.verdict.confirmed { "" } else { ", not confirmed" };
        let cells = [link.url.as_str(), &evidence(link).join(", "), &place(link)].map(markdown_code);
        writeln!(out, "| {}{confirmed} | {} |", link.verdict.kind, cells.join(" | "))?;
    }
    Ok(())
}

fn is_shown(link: &Link<'_>) -> bool {
    !matches!(link.verdict.kind, Kind::Alive | Kind::Attested | Kind::Unverified)
}

/// `gone, confirmed: https://… (status 404, 3 times since 2026-11-01; content/en/Page.md:3 and 2 more)`
fn line(link: &Link<'_>) -> String {
    let confirmed = if link.verdict.confirmed { ", confirmed" } else { "" };
    let parts = [evidence(link).join(", "), place(link)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}{confirmed}: {} ({})", link.verdict.kind.as_str(), link.url, parts.join("; "))
}

/// What was seen, where the link leads now, and since when.
fn evidence(link: &Link<'_>) -> Vec<String> {
    let Verdict { times, since, .. } = link.verdict;
    let evidence = link.verdict.evidence;
    let to = evidence.and_then(|it| it.to.as_ref()).map(|to| format!("to {to}"));
    let drift = link.verdict.drift.map(|drift| format!("was \"{}\", is \"{}\"", drift.was.title, drift.now.title));
    let what = match evidence.and_then(|it| it.cause).map(Cause::words) {
        Some(cause) => Some(cause.to_owned()),
        None => evidence.and_then(|it| it.status).map(|status| format!("status {status}")),
    };
    let since =
        since.map(|since| if times > 1 { format!("{times} times since {since}") } else { format!("on {since}") });
    [to, drift, what, since].into_iter().flatten().collect()
}

/// The first use of a link, and how many more there are.
fn place(link: &Link<'_>) -> String {
    let place = link.uses.first().map(|(path, line)| format!("{path}:{line}")).unwrap_or_default();
    let more = if link.uses.len() > 1 { format!(" and {} more", link.uses.len() - 1) } else { String::new() };
    format!("{place}{more}")
}

fn object(link: &Link<'_>) -> serde_json::Value {
    let verdict = &link.verdict;
    let evidence = verdict.evidence;
    json!({
        "url": link.url.as_str(),
        "verdict": verdict.kind.as_str(),
        "confirmed": verdict.confirmed,
        "times": verdict.times,
        "since": verdict.since,
        "last": verdict.last,
        "last_ok": verdict.last_ok,
        "drift": verdict.drift,
        "status": evidence.and_then(|it| it.status),
        "cause": evidence.and_then(|it| it.cause).map(Cause::as_str),
        "to": evidence.and_then(|it| it.to.as_ref()),
        "certificate_until": evidence.and_then(|it| it.tls_until),
        "due": link.due,
        "archive": link.entry.and_then(Entry::archive),
        "uses": link.uses.iter().map(|(path, line)| json!({ "path": path, "line": line })).collect::<Vec<_>>(),
    })
}
