//! Hosts that cannot have, or do not need, a certificate of a public authority.

use std::net::IpAddr;

/// Whether a host (in lower case) is private, local, reserved for examples (RFC 2606, RFC 6761), or on an overlay
/// network.
pub(crate) fn is_private(host: &str) -> bool {
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
            let is_documentation = ip.segments()[..2] == [0x2001, 0xdb8];
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || is_documentation
        }
        Err(_) => false,
    }
}
