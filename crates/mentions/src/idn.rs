//! Internationalised host names: as letters for comparing, in ASCII for showing (UTS #46).

use std::borrow::Cow;

/// The host with its `xn--` labels as the letters that they stand for.
pub fn letters(host: &str) -> Cow<'_, str> {
    if !host.split('.').any(|label| label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))) {
        return Cow::Borrowed(host);
    }
    // What is no valid name comes out as far as it can be read.
    Cow::Owned(idna::domain_to_unicode(host).0)
}

/// What a resolver is asked for; `None` if it is the host itself, or the host is no name at all.
pub fn ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii(host).ok().filter(|ascii| ascii != host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_converted_both_ways() {
        assert_eq!(letters("xn--bcher-kva.example"), "b\u{fc}cher.example");
        assert_eq!(letters("eff.org"), "eff.org");
        assert_eq!(ascii("b\u{fc}cher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(ascii("eff.org"), None);
    }
}
