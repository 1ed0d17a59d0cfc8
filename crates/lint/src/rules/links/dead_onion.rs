use std::ops::Range;

use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use sha3::{Digest, Sha3_256};

use crate::{Check, PageContext, Report, Rule};
use firstaid_mentions::url_parts::UrlParts;

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
/// Stand-ins (`xxxxxxxxxxxxxxxx.onion`) are left alone. An address of version 3 carries a checksum, so a slip in it is
/// seen, save one in 65,536; that nobody answers there is not.
///
/// ## When not to use it
/// On pages about the history of onion services: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dead-onion"), severity: Severity::Error, check: Check::Page(check) };

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
        (V3, None) => {
            (!is_v3(label)).then(|| "this is no onion address: a character is wrong, the checksum says".to_owned())
        }
        (length, _) => Some(format!("this is no onion address: it has {length} characters of {V3}")),
    }
}

/// Whether 56 letters of base32 are a key of 32 bytes, its checksum of 2 and the version 3 (Tor's rend-spec-v3,
/// "Encoding onion addresses").
fn is_v3(label: &str) -> bool {
    let mut bytes = Vec::with_capacity(35);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in label.bytes() {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'a' };
        bits = bits << 5 | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let [key @ .., first, second, version] = &bytes[..] else { return false };
    let sum = Sha3_256::new().chain_update(b".onion checksum").chain_update(key).chain_update([3]).finalize();
    *version == 3 && [*first, *second] == sum[..2]
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

    #[test]
    fn every_slip_in_an_address_of_version_3_is_found() {
        const V3: &str = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad";
        let letters = "abcdefghijklmnopqrstuvwxyz234567";
        for at in 0..V3.len() {
            for letter in letters.chars().filter(|&letter| !V3[at..].starts_with(letter)) {
                let changed = format!("{}{letter}{}", &V3[..at], &V3[at + 1..]);
                assert!(super::fault(&changed).is_some(), "{changed}");
            }
            let shorter = format!("{}{}", &V3[..at], &V3[at + 1..]);
            assert!(super::fault(&shorter).is_some(), "{shorter}");
        }
        for at in 1..V3.len() {
            let (a, b) = (&V3[at - 1..at], &V3[at..=at]);
            let swapped = format!("{}{b}{a}{}", &V3[..at - 1], &V3[at + 1..]);
            assert!(a == b || super::fault(&swapped).is_some(), "{swapped}");
        }
    }
}
