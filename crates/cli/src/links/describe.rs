use firstaid_ledger::{Cause, Observation};

/// An observation in a few words: `status 404, page not found`.
pub(crate) fn describe(seen: &Observation) -> String {
    let cause = seen.cause.map(Cause::words);
    let status = seen.status.map(|status| format!("status {status}"));
    let to = seen.to.as_ref().map(|to| format!("to {to}"));
    let mark = seen.mark.as_ref().map(|mark| format!("({mark})"));
    let parts: Vec<String> = status.into_iter().chain(cause.map(str::to_owned)).chain(to).chain(mark).collect();
    parts.join(", ")
}
