use std::net::Ipv4Addr;

use firstaid_registry::registrable_domain;

/// The site that a host belongs to: its registrable domain, or the host itself if it is an IP address or a public
/// suffix.
pub(crate) fn site_of(host: &str) -> &str {
    let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
    if is_address { host } else { registrable_domain(host).unwrap_or(host) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_sites_of_their_own() {
        assert_eq!((site_of("[::1]"), site_of("127.0.0.1"), site_of("a.b.co.uk")), ("[::1]", "127.0.0.1", "b.co.uk"));
    }
}
