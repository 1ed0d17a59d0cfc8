use std::str::FromStr;

use firstaid_ledger::LinkUrl;

use crate::site::site_of;

/// Part K of N of the links. All hosts of a site are in the same part, so that its requests stay spaced across
/// machines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard {
    /// From 1.
    part: u32,
    of: u32,
}

impl Shard {
    pub fn has(self, url: &LinkUrl) -> bool {
        self.has_host(url.host())
    }

    /// Whether the site of a host is in this part; a text that is no host counts by itself.
    pub fn has_host(self, host: &str) -> bool {
        let hash = site_of(host)
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        // The high bits of an FNV-1a hash are mixed better than the low ones.
        (hash >> 32) % u64::from(self.of) == u64::from(self.part - 1)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("write K/N, with K from 1 to N, such as 1/4".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_in_exactly_one_shard() {
        let shards: Vec<Shard> = (1..=4).map(|part| format!("{part}/4").parse().unwrap()).collect();
        let url = |text: String| LinkUrl::parse(&text).unwrap().0;
        let mut sizes = [0; 4];
        for n in 0..400 {
            let home = |shard: &Shard| shard.has(&url(format!("https://site{n}.co.uk/")));
            assert_eq!(shards.iter().filter(|shard| home(shard)).count(), 1);
            let part = shards.iter().position(home).unwrap();
            assert!(shards[part].has(&url(format!("http://www.site{n}.co.uk:8080/x"))));
            sizes[part] += 1;
        }
        assert!(sizes.iter().all(|size| (60..140).contains(size)), "{sizes:?}");
    }

    #[test]
    fn malformed_shards_are_refused() {
        for text in ["0/4", "5/4", "1", "a/b", "1/0", "-1/4"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
