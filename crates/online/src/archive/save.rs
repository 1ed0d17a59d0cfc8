use std::time::Duration;

use firstaid_ledger::LinkUrl;
use serde_json::Value;
use url::{Host, Url};

use super::copy::{PageCopy, day};
use crate::machine::Key;
use crate::prober::Prober;

/// How often an archive is asked whether a copy is made, and how long in between.
const MAX_ASKED: usize = 20;

/// Has an archive make a copy of a page, by the API of "Save Page Now" and with the user's own key. The reason if there is
/// none. The key is sent to `service` and nowhere else, never without TLS to another machine.
pub async fn save(
    prober: &Prober,
    service: &Url,
    archive: &str,
    key: &Key,
    page: &LinkUrl,
    wait: Duration,
) -> Result<PageCopy, String> {
    let is_here = match service.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        _ => false,
    };
    if service.scheme() != "https" && !is_here {
        return Err("the key is not sent without TLS".to_owned());
    }
    let job = answer(prober, service, key, Some(page)).await?;
    let job = job["job_id"].as_str().ok_or_else(|| message(&job))?.to_owned();
    if !job.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err("the answer names no job".to_owned());
    }
    let mut status = service.clone();
    status.set_path(&format!("{}/status/{job}", service.path().trim_end_matches('/')));
    for _ in 0..MAX_ASKED {
        let state = answer(prober, &status, key, None).await?;
        match state["status"].as_str() {
            Some("success") => {
                let time = state["timestamp"].as_str().unwrap_or_default();
                let address = format!("{}/web/{time}/{page}", archive.trim_end_matches('/'));
                let copy = day(time).and_then(|on| PageCopy::of(page, &address, on));
                return copy.ok_or_else(|| "the answer names no copy".to_owned());
            }
            Some("pending") => tokio::time::sleep(wait).await,
            _ => return Err(message(&state)),
        }
    }
    Err("the copy is not made yet; look for it later".to_owned())
}

/// Why there is no copy, in the archive's words.
fn message(answer: &Value) -> String {
    let text = answer["message"].as_str().unwrap_or("the archive made no copy");
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

async fn answer(prober: &Prober, url: &Url, key: &Key, page: Option<&LinkUrl>) -> Result<Value, String> {
    let host = prober.hosts.host(url);
    let _turn = host.turn(prober.settings.spacing).await;
    let cache = prober.origin_cache(url).map_err(|fault| fault.class.as_str().to_owned())?;
    let form = page.map(|page| format!("url={}", form_encoded(page.as_str())));
    let sent = prober.clients.send_with_key(&cache.client, url, key, form).await;
    let answer = sent.map_err(|fault| fault.cause.map_or(fault.class.as_str(), |it| it.as_str()).to_owned())?;
    match answer.status {
        200 => {
            serde_json::from_slice(&answer.body.unwrap_or_default()).map_err(|_| "the answer is not JSON".to_owned())
        }
        401 => Err("the archive does not accept the key".to_owned()),
        status => Err(format!("status {status}")),
    }
}

fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
