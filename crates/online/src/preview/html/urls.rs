//! Addresses inside the preview, relative to the token.

use url::form_urlencoded::Serializer;

/// Which pages or blocks are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::preview) enum Which {
    All,
    /// Those that need work.
    Work,
}

fn address(path: &str, fields: &[(&str, &str)]) -> String {
    let address = format!("{path}?");
    let start = address.len();
    Serializer::for_suffix(address, start).extend_pairs(fields).finish()
}

fn show(which: Which) -> &'static [(&'static str, &'static str)] {
    match which {
        Which::All => &[],
        Which::Work => &[("show", "work")],
    }
}

pub(in crate::preview) fn pages_url(locale: &str, which: Which) -> String {
    address("pages", &[&[("locale", locale)], show(which)].concat())
}

pub(in crate::preview) fn page_url(locale: &str, name: &str, which: Which) -> String {
    address("page", &[&[("locale", locale), ("name", name)], show(which)].concat())
}

/// The place of a block in its page.
pub(in crate::preview) fn place_url(locale: &str, name: &str, which: Which, key: &str) -> String {
    // A key from a form may be anything.
    let place: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}#b{place}", page_url(locale, name, which))
}

pub(in crate::preview) fn block_url(locale: &str, name: &str, key: &str) -> String {
    address("block", &[("locale", locale), ("name", name), ("block", key)])
}

/// The form of the conflicts of a page.
pub(in crate::preview) fn conflicts_url(locale: &str, name: &str) -> String {
    address("conflicts", &[("locale", locale), ("name", name)])
}

pub(in crate::preview) fn picture_url(id: &str) -> String {
    address("picture", &[("id", id)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded() {
        assert_eq!(page_url("de", "a/b&c=#", Which::Work), "page?locale=de&name=a%2Fb%26c%3D%23&show=work");
        assert_eq!(place_url("de", "A", Which::All, "1\r\n#2"), "page?locale=de&name=A#b12");
    }
}
