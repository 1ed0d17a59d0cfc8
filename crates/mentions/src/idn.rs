//! Internationalised host names: in Unicode for comparison, in ASCII for messages (UTS #46).

use std::borrow::Cow;

/// The host with its `xn--` labels decoded.
pub fn letters(host: &str) -> Cow<'_, str> {
    if !host.split('.').any(|label| label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"))) {
        return Cow::Borrowed(host);
    }
    // An invalid name is decoded as far as possible.
    Cow::Owned(idna::domain_to_unicode(host).0)
}

/// The ASCII form that resolvers use; `None` if it is the host itself, or the host is invalid.
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
