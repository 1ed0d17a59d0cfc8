use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use firstaid_diagnostics::visible_line;
use firstaid_ledger::KeyKind;
use firstaid_lint::guide_keys;
use serde_json::json;

use super::args::{KeysFormat, KeysStatusArgs};
use super::judged::{Judged, judged};
use crate::guide::{open_guide, read_ledger};
use crate::outcome::Outcome;

pub(super) fn run(args: &KeysStatusArgs, root: PathBuf) -> Result<Outcome> {
    let opened = open_guide(&args.guide, root)?;
    let ledger = read_ledger(&opened.root, &opened.config)?.unwrap_or_default();
    let keys = guide_keys(&opened.guide, &opened.registry);
    let all = judged(&keys, &ledger, &opened.config.keys.policy, opened.today);
    let mut out = anstream::stdout().lock();
    match args.format {
        KeysFormat::Jsonl => all.iter().try_for_each(|key| writeln!(out, "{}", object(key)))?,
        KeysFormat::Human => table(&all, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn table(all: &[Judged<'_>], out: &mut impl Write) -> Result<()> {
    writeln!(out, "verdict           keys  confirmed")?;
    for kind in KeyKind::ALL {
        let of_kind = || all.iter().filter(|key| key.verdict.kind == kind);
        if of_kind().count() > 0 {
            let confirmed = of_kind().filter(|key| key.verdict.confirmed).count();
            writeln!(out, "{kind:16}  {:4}  {confirmed:9}", of_kind().count())?;
        }
    }
    for (n, key) in all.iter().filter(|key| key.is_finding()).enumerate() {
        if n == 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", visible_line(&key.line()))?;
    }
    Ok(())
}

fn object(judged: &Judged<'_>) -> serde_json::Value {
    let Judged { key, verdict } = judged;
    let instead = verdict.instead.map(|(address, keys)| json!({ "address": address, "keys": keys }));
    json!({
        "key": key.key,
        "verdict": verdict.kind.as_str(),
        "confirmed": verdict.confirmed,
        "sources": verdict.sources,
        "facts": verdict.facts,
        "ends": verdict.ends,
        "instead": instead,
        "missing": verdict.missing,
        "attested": verdict.attested,
        "addresses": key.used.addresses,
        "uses": key.uses.iter().map(|(path, line)| json!({ "path": path, "line": line })).collect::<Vec<_>>(),
    })
}
