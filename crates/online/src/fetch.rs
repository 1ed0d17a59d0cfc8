//! The body at an address of a service for programs.

use firstaid_ledger::{Cause, Outcome};
use url::Url;

use crate::client::Body;
use crate::prober::Prober;

/// Requests an address, with the guard, the spacing and the limits of a prober.
pub(crate) async fn fetch(prober: &Prober, url: &Url) -> Outcome<Vec<u8>> {
    let failed = |why: &str| Outcome::Failed(why.to_owned());
    let visit = prober.visit(url, Body::Any).await;
    if url.scheme() == "https" && visit.end.scheme() != "https" {
        return failed("redirects to http");
    }
    match visit.result {
        Err(fault) => failed(fault.cause.map_or(fault.class.as_str(), Cause::as_str)),
        Ok(answer) if answer.status == 200 && answer.is_truncated => failed("too large"),
        Ok(answer) if answer.status == 200 => Outcome::Found(Box::new(answer.body.unwrap_or_default())),
        // Only the service that was asked can say that it has nothing.
        Ok(answer) if answer.status == 404 && visit.hops.is_empty() => Outcome::Absent,
        Ok(answer) => Outcome::Failed(format!("status {}", answer.status)),
    }
}
