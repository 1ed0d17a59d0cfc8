//! Addresses of the Web Key Directory (draft-koch-openpgp-webkey-service).

use firstaid_ledger::Address;
use pgp::crypto::hash::HashAlgorithm;
use url::Url;

/// Where the keys of an address are: on a host of its own first, then on that of the domain. `port` is that of HTTPS,
/// save in tests.
pub(super) fn wkd_urls(address: &Address, port: u16) -> Vec<Url> {
    let (text, domain) = (address.as_str(), address.domain());
    let Some(local) = text.strip_suffix(domain).and_then(|it| it.strip_suffix('@')) else { return Vec::new() };
    let Ok(hash) = HashAlgorithm::Sha1.digest(local.as_bytes()) else { return Vec::new() };
    let hash = z_base_32(&hash);
    let bases = [
        format!("https://openpgpkey.{domain}:{port}/.well-known/openpgpkey/{domain}/hu/{hash}"),
        format!("https://{domain}:{port}/.well-known/openpgpkey/hu/{hash}"),
    ];
    let with_local = |base: &String| {
        let mut url = Url::parse(base).ok()?;
        url.query_pairs_mut().append_pair("l", local);
        Some(url)
    };
    bases.iter().filter_map(with_local).collect()
}

/// Bytes in groups of five bits (RFC 6189, section 5.1.6).
fn z_base_32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"ybndrfg8ejkmcpqxot1uwisza345h769";
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |byte| usize::from(byte >> (7 - n % 8) & 1));
    let groups = (bytes.len() * 8).div_ceil(5);
    (0..groups).map(|n| char::from(DIGITS[(0..5).fold(0, |value, k| value << 1 | bit(n * 5 + k))])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_places_of_the_draft() {
        // The example of the draft, section 3.1.
        let address = Address::parse("Joe.Doe@Example.ORG").unwrap();
        let urls: Vec<String> = wkd_urls(&address, 443).into_iter().map(String::from).collect();
        assert_eq!(
            urls,
            [
                "https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/\
                 iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=joe.doe",
                "https://example.org/.well-known/openpgpkey/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=joe.doe"
            ]
        );
    }
}
