use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_diagnostics::visible_line;
use firstaid_ledger::{DomainKind, DomainName, DomainVerdict, domain_verdict};
use firstaid_lint::guide_domains;
use serde_json::json;

use super::args::{DomainsFormat, DomainsStatusArgs};
use crate::guide::{open_guide, read_ledger};
use crate::outcome::Outcome;

type Row<'a> = (&'a DomainName, &'a [(String, u32)], DomainVerdict<'a>);

pub(super) fn run(args: &DomainsStatusArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let ledger = read_ledger(&opened.root, &opened.config)?.unwrap_or_default();
    let (policy, today) = (&opened.config.domains.policy, opened.today);
    let domains = guide_domains(&opened.guide);
    let rows = domains.iter();
    let rows = rows.map(|(domain, uses)| (domain, &uses[..], domain_verdict(ledger.domain(domain), policy, today)));
    let mut rows: Vec<Row<'_>> = rows.collect();
    rows.sort_by_key(|(domain, _, verdict)| (verdict.kind, *domain));
    let mut out = anstream::stdout().lock();
    match args.format {
        DomainsFormat::Jsonl => rows.iter().try_for_each(|row| writeln!(out, "{}", object(row)))?,
        DomainsFormat::Human => table(&rows, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn table(rows: &[Row<'_>], out: &mut impl Write) -> Result<()> {
    writeln!(out, "verdict         domains")?;
    for kind in DomainKind::ALL {
        let count = rows.iter().filter(|(.., verdict)| verdict.kind == kind).count();
        if count > 0 {
            writeln!(out, "{kind:14}  {count:7}")?;
        }
    }
    let shown = rows
        .iter()
        .filter(|(.., verdict)| !matches!(verdict.kind, DomainKind::Good | DomainKind::Attested | DomainKind::Unknown));
    for (n, (domain, uses, verdict)) in shown.enumerate() {
        if n == 0 {
            writeln!(out)?;
        }
        let ends = verdict.registration.and_then(|it| it.expires).map(|day| format!("until {day}; "));
        let place = uses.first().map(|(path, line)| format!("{path}:{line}")).unwrap_or_default();
        let line = format!("{}: {domain} ({}{place})", verdict.kind.as_str(), ends.unwrap_or_default());
        writeln!(out, "{}", visible_line(&line))?;
    }
    Ok(())
}

fn object((domain, uses, verdict): &Row<'_>) -> serde_json::Value {
    json!({
        "domain": domain,
        "verdict": verdict.kind.as_str(),
        "on": verdict.on,
        "attested": verdict.attested,
        "registration": verdict.registration,
        "before": verdict.before.map(|(on, registration)| json!({ "on": on, "registration": registration })),
        "uses": uses.iter().map(|(path, line)| json!({ "path": path, "line": line })).collect::<Vec<_>>(),
    })
}
