use std::ops::Range;

use firstaid_content::TokenKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::url_parts::UrlParts;
use firstaid_text::TextRange;
use sha3::{Digest, Sha3_256};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds onion addresses that cannot work: those of version 2, which Tor no longer supports, and invalid ones.
///
/// ## Why
/// Tor removed version 2 (16 characters) in October 2021. Readers whose network blocks the ordinary site depend on the
/// onion address, and a wrong one may belong to an attacker.
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
/// None: copy the current address from the organisation's own site (`Onion-Location`).
///
/// ## Not reported
/// Placeholders (`xxxxxxxxxxxxxxxx.onion`) are left alone. A version 3 address has a checksum, which detects all typos
/// but one in 65,536. The rule does not check whether a service answers.
///
/// ## When not to use it
/// On pages about the history of onion services: suppress the rule there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dead-onion"), severity: Severity::Error, check: Check::Page(check) };

/// Length of an address of version 2, in characters without `.onion`.
const V2_LEN: usize = 16;

/// Length of an address of version 3, in characters without `.onion`.
const V3_LEN: usize = 56;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in &cx.page.tokens {
        let (host, range) = match &token.kind {
            TokenKind::Onion(host) => (&**host, token.range),
            // The host of a bare URL has no token of its own.
            TokenKind::Url(url) => {
                let parts = UrlParts::new(url);
                if parts.host.is_empty() {
                    continue;
                }
                let is_verbatim = cx.text(token.range) == &**url;
                let Range { start, end } = parts.range_of(parts.host);
                let host = TextRange::new(start as u32, end as u32).shift(token.range.start());
                (parts.host, if is_verbatim { host } else { token.range })
            }
            _ => continue,
        };
        if token.in_link {
            // The target is reported instead.
            continue;
        }
        let lower = host.to_ascii_lowercase();
        let Some(label) = lower.strip_suffix(".onion").and_then(|host| host.rsplit('.').next()) else { continue };
        if let Some(fault) = fault(label) {
            let finding = report.found(range, fault);
            report.push(finding.help("copy the current address from the organisation's own site"));
        }
    }
}

/// Why an onion label cannot be an address, if it cannot. Placeholders of a single repeated character are accepted.
fn fault(label: &str) -> Option<String> {
    if label.bytes().all(|b| Some(b) == label.bytes().next()) {
        return None;
    }
    let wrong = label.chars().find(|c| !matches!(c, 'a'..='z' | '2'..='7'));
    match (label.len(), wrong) {
        (V2_LEN, None) => Some("version 2 onion addresses stopped working in October 2021".to_owned()),
        (V2_LEN | V3_LEN, Some(wrong)) => {
            Some(format!("invalid onion address: `{wrong}` is not one of its characters (a to z, 2 to 7)"))
        }
        (V3_LEN, None) => (!is_v3(label)).then(|| "invalid onion address: the checksum does not match".to_owned()),
        (length, _) => Some(format!("invalid onion address: it has {length} characters instead of {V3_LEN}")),
    }
}

/// Whether 56 characters of base32 decode to a key (32 bytes), its checksum (2 bytes) and the version (1 byte, 3). See
/// "Encoding onion addresses" in Tor's rend-spec-v3.
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
    fn version_2_addresses_are_found_in_text_and_links() {
        case("dead-onion").finds(
            "[site](http://«expyuzz4wqqyqhjn.onion»/a), «expyuzz4wqqyqhjn.onion», http://«www.expyuzz4wqqyqhjn.onion»/x\n",
        );
        case("dead-onion").finds("<http://«expyuzz4wqqyqhjn.onion»/>\n");
    }

    #[test]
    fn invalid_addresses_are_found() {
        for label in [&V3[1..], &V3.replace("wid", "wdd"), &V3.replace("wid", "wia"), &V3.replace('2', "1")] {
            case("dead-onion").finds(&format!("at «{label}.onion»\n"));
        }
    }

    #[test]
    fn version_3_addresses_and_placeholders_are_fine() {
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
    fn every_typo_in_a_version_3_address_is_found() {
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
