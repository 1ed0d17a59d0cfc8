//! Hosts without a certificate that the public could check.

use std::net::IpAddr;

/// Whether a host (in lower case) has no certificate that the public could check, or needs none.
pub(super) fn is_private(host: &str) -> bool {
    const NAMES: [&str; 4] = ["localhost", "example.org", "example.com", "example.net"];
    const ENDINGS: [&str; 11] = [
        ".onion",
        ".i2p",
        ".test",
        ".example",
        ".invalid",
        ".local",
        ".localhost",
        ".internal",
        ".lan",
        ".home.arpa",
        ".example.org",
    ];
    if NAMES.contains(&host) || ENDINGS.iter().any(|ending| host.ends_with(ending)) || !host.contains(['.', ':']) {
        return true;
    }
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => {
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_documentation()
        }
        Ok(IpAddr::V6(ip)) => {
            let documentation = ip.segments()[..2] == [0x2001, 0xdb8];
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || documentation
        }
        Err(_) => false,
    }
}
