//! Which IP addresses may be connected to. A link from a stranger's pull request must not make the machine that probes
//! it connect to its own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Allows or refuses IP addresses. Every address is checked after it is resolved and before it is connected to; so are
/// literal addresses in URLs.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allows_all: bool,
    exceptions: Vec<SocketAddr>,
}

impl Guard {
    /// Allows addresses of the public internet only.
    pub fn public() -> Self {
        Self::default()
    }

    /// Allows every address: `--allow-private`.
    pub fn none() -> Self {
        Self { allows_all: true, exceptions: Vec::new() }
    }

    /// Also allows one address and port.
    #[must_use]
    pub fn except(mut self, address: SocketAddr) -> Self {
        self.exceptions.push(address);
        self
    }

    pub fn allows(&self, address: SocketAddr) -> bool {
        self.allows_all || is_public(address.ip()) || self.exceptions.contains(&address)
    }
}

/// Whether an address is of the public internet, by the special-purpose registries of IANA (RFC 6890). An IPv4
/// address inside an IPv6 one (mapped, compatible, NAT64, 6to4) counts as itself; Teredo is never public.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || a == 10
        || a == 127
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 0 && matches!(c, 0 | 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 168)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
        || a >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let v4 = |at: usize| is_public_v4(Ipv4Addr::from((u32::from(parts[at]) << 16) | u32::from(parts[at + 1])));
    match parts {
        // Unspecified and loopback; protocol assignments, Teredo, benchmarks, ORCHID; documentation
        [0, 0, 0, 0, 0, 0, 0, _] | [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // Compatible, mapped, translated; NAT64 (RFC 6052)
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => v4(6),
        // 6to4
        [0x2002, ..] => v4(1),
        // Global unicast, 2000::/3; all else is local, multicast or unassigned.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(ip: &str) -> bool {
        is_public(ip.parse().unwrap())
    }

    #[test]
    fn private_and_special_addresses_are_not_public() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:0:10.0.0.1",
            "::10.0.0.1",
            "::0.0.0.2",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::10.0.0.1",
            "100::1",
            "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:0a00:0001::1",
            "2002:7f00:0001::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(ip), "{ip}");
        }
    }

    #[test]
    fn public_addresses_are_public() {
        for ip in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:0101:0101::1",
        ] {
            assert!(public(ip), "{ip}");
        }
    }

    #[test]
    fn an_exception_is_one_address_and_port() {
        let address = |text: &str| text.parse::<SocketAddr>().unwrap();
        let guard = Guard::public().except(address("127.0.0.1:80"));
        assert!(guard.allows(address("127.0.0.1:80")) && guard.allows(address("1.1.1.1:1")));
        assert!(!guard.allows(address("127.0.0.1:81")) && !guard.allows(address("[::1]:80")));
        assert!(Guard::none().allows(address("10.0.0.1:1")));
    }
}
