use std::ops::Range;

use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::url_parts::UrlParts;
use crate::{Check, Family, PageContext, Report, Rule};

/// ## What it does
/// Finds onion addresses that lead nowhere: those of version 2, which Tor no longer reaches, and those that cannot be
/// addresses at all.
///
/// ## Why
/// Tor dropped version 2 (16 characters) in October 2021. Readers whose network blocks the ordinary site have no other
/// way, and a wrong address may be one that somebody registered to deceive.
///
/// ## Example
/// ```markdown
/// <http://expyuzz4wqqyqhjn.onion/>
/// ```
///
/// ## Use instead
/// ```markdown
/// <http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/>
/// ```
///
/// ## Fix
/// None: take the present address from the organisation's own site (`Onion-Location`).
///
/// ## Not reported
/// Of an address of version 3 the length, the letters and the version are checked, not the checksum: a wrong letter
/// in the middle is not seen. Stand-ins (`xxxxxxxxxxxxxxxx.onion`) are left alone.
///
/// ## When not to use it
/// On pages about the history of onion services: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dead-onion"), family: Family::Links, severity: Severity::Error, check: Check::Page(check) };

const V2: usize = 16;
const V3: usize = 56;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in &cx.page.tokens {
        let (host, range) = match &token.kind {
            TokenKind::Onion(host) => (&**host, token.range),
            // In text, the host of a URL is no token of its own.
            TokenKind::Url(url) => {
                let parts = UrlParts::new(url);
                if parts.host.is_empty() {
                    continue;
                }
                let plain = cx.text(token.range) == &**url;
                let Range { start, end } = parts.range_of(parts.host);
                let host = TextRange::new(start as u32, end as u32).shift(token.range.start());
                (parts.host, if plain { host } else { token.range })
            }
            _ => continue,
        };
        if token.in_link {
            // The target says it.
            continue;
        }
        let lower = host.to_ascii_lowercase();
        let Some(label) = lower.strip_suffix(".onion").and_then(|host| host.rsplit('.').next()) else { continue };
        if let Some(fault) = fault(label) {
            let finding = report.found(range, fault);
            report.push(finding.help("take the present address from the organisation's own site"));
        }
    }
}

/// Why there can be nothing at an onion label, if so.
fn fault(label: &str) -> Option<String> {
    if label.bytes().all(|b| Some(b) == label.bytes().next()) {
        return None;
    }
    let wrong = label.chars().find(|c| !matches!(c, 'a'..='z' | '2'..='7'));
    match (label.len(), wrong) {
        (V2, None) => Some("onion addresses of version 2 have been dead since October 2021".to_owned()),
        (V2 | V3, Some(wrong)) => {
            Some(format!("this is no onion address: `{wrong}` is none of its letters (a to z, 2 to 7)"))
        }
        // Five bits a character: the last eight are the version, 3.
        (V3, None) if label.ends_with(['d']) && label[..V3 - 1].ends_with(['a', 'i', 'q', 'y']) => None,
        (V3, None) => Some("this is no onion address: it does not end as those of version 3 do".to_owned()),
        (length, _) => Some(format!("this is no onion address: it has {length} characters of {V3}")),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    const V3: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid";

    #[test]
    fn addresses_of_version_2_are_found_in_text_and_links() {
        case("dead-onion").finds(
            "[site](http://«expyuzz4wqqyqhjn.onion»/a), «expyuzz4wqqyqhjn.onion», http://«www.expyuzz4wqqyqhjn.onion»/x\n",
        );
        case("dead-onion").finds("<http://«expyuzz4wqqyqhjn.onion»/>\n");
    }

    #[test]
    fn what_cannot_be_an_address_is_found() {
        for label in [&V3[1..], &V3.replace("wid", "wdd"), &V3.replace("wid", "wia"), &V3.replace('2', "1")] {
            case("dead-onion").finds(&format!("at «{label}.onion»\n"));
        }
    }

    #[test]
    fn addresses_of_version_3_and_stand_ins_are_fine() {
        for real in [
            V3,
            "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad",
            "facebookwkhpilnemxj7asaniu7vnjjbiltxjqhye3mhbshg7kx5tfyd",
            "xxxxxxxxxxxxxxxx",
        ] {
            case("dead-onion")
                .finds(&format!("[a](https://www.{real}.onion/), {real}.onion, www.eff.org, any .onion\n"));
        }
    }
}
