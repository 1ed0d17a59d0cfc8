//! The Public Suffix List: which part of a host name somebody registered.
//!
//! A public suffix is a name below which anyone can register a domain: `org`, `co.uk`, `github.io`. The rules are in
//! `data/public_suffix.txt`, in lower case and in Unicode. They are looked up byte by byte, so hosts must be in lower
//! case, and a host in Punycode matches no rule of its Unicode form.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

static LIST: &str = include_str!("../data/public_suffix.txt");

/// The rules on a name.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// The name is a public suffix.
    is_suffix: bool,
    /// `*.name`: so is every name directly below it,
    has_wildcard: bool,
    /// `!name`: but not this one.
    is_exception: bool,
}

/// Every name of the list with all its parents: a name that is absent has no rules further down.
static RULES: LazyLock<HashMap<&str, Rules, FixedState>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Rules, FixedState> = HashMap::default();
    for rule in rules() {
        let name = rule.trim_start_matches(['!', '*', '.']);
        let rules = all.entry(name).or_default();
        match rule.as_bytes()[0] {
            b'*' => rules.has_wildcard = true,
            b'!' => rules.is_exception = true,
            _ => rules.is_suffix = true,
        }
        let mut rest = name;
        while let Some((_, parent)) = rest.split_once('.') {
            all.entry(parent).or_default();
            rest = parent;
        }
    }
    all
});

fn rules() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with("//"))
}

/// The domain that somebody registered: the public suffix of a host and one label more. `None` if the host is itself
/// a public suffix. A dot at the end of the host is dropped.
pub fn registrable_domain(host: &str) -> Option<&str> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let dot = suffix(host).start.checked_sub(1).filter(|&dot| dot > 0)?;
    Some(&host[label_start(host, dot)..])
}

/// Whether a rule of the list decides the public suffix of a host. Without one, the last label is the suffix.
pub fn has_listed_suffix(host: &str) -> bool {
    suffix(host.strip_suffix('.').unwrap_or(host)).is_listed
}

#[derive(Clone, Copy)]
struct Suffix {
    /// Its first byte in the host.
    start: usize,
    is_listed: bool,
}

/// The public suffix of a host that has no dot at its end. The longest rule that matches decides; an exception beats
/// them all.
fn suffix(host: &str) -> Suffix {
    let mut start = label_start(host, host.len());
    let mut found = Suffix { start, is_listed: false };
    let mut parent = Rules::default();
    loop {
        let rules = RULES.get(&host[start..]).copied();
        if rules.is_some_and(|rules| rules.is_exception) {
            let parent = host[start..].find('.').map_or(start, |dot| start + dot + 1);
            return Suffix { start: parent, is_listed: true };
        }
        // As in the crate psl, a wildcard does not cover a name that has rules of its own.
        if rules.map_or(parent.has_wildcard, |rules| rules.is_suffix) {
            found = Suffix { start, is_listed: true };
        }
        match rules {
            Some(rules) if start > 0 => parent = rules,
            _ => return found,
        }
        start = label_start(host, start - 1);
    }
}

/// The first byte of the label that ends at a byte of a host.
fn label_start(host: &str, end: usize) -> usize {
    host[..end].rfind('.').map_or(0, |dot| dot + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_rule_has_a_known_form() {
        assert!(rules().is_sorted_by(|a, b| a < b));
        for rule in rules() {
            let name = rule.strip_prefix("*.").or_else(|| rule.strip_prefix('!')).unwrap_or(rule);
            assert!(!name.is_empty() && !name.contains(['*', '!', ' ', '\t']), "{rule}");
            assert!(name.split('.').all(|label| !label.is_empty()) && name.to_lowercase() == name, "{rule}");
            assert!(!rule.starts_with('!') || name.contains('.'), "{rule}");
        }
    }

    /// The test data of <https://publicsuffix.org/list/> (CC0), hosts in lower case and in Unicode.
    #[test]
    fn registrable_domains() {
        for (host, domain) in [
            // A top-level domain that is not in the list
            ("example", None),
            ("example.example", Some("example.example")),
            ("a.b.example.example", Some("example.example")),
            // One rule
            ("biz", None),
            ("domain.biz", Some("domain.biz")),
            ("a.b.domain.biz", Some("domain.biz")),
            // Rules on two levels
            ("com", None),
            ("example.com", Some("example.com")),
            ("a.b.example.com", Some("example.com")),
            ("uk.com", None),
            ("example.uk.com", Some("example.uk.com")),
            ("a.b.example.uk.com", Some("example.uk.com")),
            ("test.ac", Some("test.ac")),
            // A wildcard and nothing else
            ("mm", None),
            ("c.mm", None),
            ("b.c.mm", Some("b.c.mm")),
            ("a.b.c.mm", Some("b.c.mm")),
            // Three levels, a wildcard and an exception
            ("jp", None),
            ("test.jp", Some("test.jp")),
            ("www.test.jp", Some("test.jp")),
            ("ac.jp", None),
            ("www.test.ac.jp", Some("test.ac.jp")),
            ("kyoto.jp", None),
            ("test.kyoto.jp", Some("test.kyoto.jp")),
            ("ide.kyoto.jp", None),
            ("a.b.ide.kyoto.jp", Some("b.ide.kyoto.jp")),
            ("c.kobe.jp", None),
            ("a.b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("city.kobe.jp", Some("city.kobe.jp")),
            ("www.city.kobe.jp", Some("city.kobe.jp")),
            // A wildcard and an exception
            ("ck", None),
            ("test.ck", None),
            ("a.b.test.ck", Some("b.test.ck")),
            ("www.ck", Some("www.ck")),
            ("www.www.ck", Some("www.ck")),
            // The United States
            ("us", None),
            ("test.us", Some("test.us")),
            ("ak.us", None),
            ("www.test.ak.us", Some("test.ak.us")),
            ("k12.ak.us", None),
            ("www.test.k12.ak.us", Some("test.k12.ak.us")),
            // Unicode
            ("食狮.com.cn", Some("食狮.com.cn")),
            ("www.食狮.公司.cn", Some("食狮.公司.cn")),
            ("shishi.公司.cn", Some("shishi.公司.cn")),
            ("公司.cn", None),
            ("www.食狮.中国", Some("食狮.中国")),
            ("中国", None),
            // The private section
            ("github.io", None),
            ("www.example.github.io", Some("example.github.io")),
        ] {
            assert_eq!(registrable_domain(host), domain, "{host}");
        }
    }

    #[test]
    fn odd_hosts_have_no_domain_or_an_odd_one() {
        for (host, domain) in [
            ("", None),
            (".", None),
            (".com", None),
            ("com.", None),
            ("www.example.com.", Some("example.com")),
            ("localhost", None),
            ("A.COM", Some("A.COM")),
            ("mtls.run.app", Some("run.app")),
        ] {
            assert_eq!(registrable_domain(host), domain, "{host}");
        }
    }

    #[test]
    fn unknown_top_level_domains_are_no_listed_suffixes() {
        for host in ["com", "eff.org", "eff.org.", "www.ck", "x.ck", "example.onion", "a.中国"] {
            assert!(has_listed_suffix(host), "{host}");
        }
        for host in ["", "eff.rog", "localhost", "ck", "EFF.ORG", "a.xn--fiqs8s"] {
            assert!(!has_listed_suffix(host), "{host}");
        }
    }
}
