//! Link targets inside the guide, also where a template writes them.

use std::borrow::Cow;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;

/// The target of a link inside the guide, percent escapes decoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target<'a> {
    /// The path, without query and fragment; empty for the page itself.
    pub path: Cow<'a, str>,
    /// The fragment as typed, without the hash sign.
    pub fragment: Option<&'a str>,
    pub(crate) by: By,
}

/// How a path is looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// As a browser does: relative to the page, or from the root of the site.
    Address,
    /// As Hugo's `ref` does: relative to the page, from the content folder, or by the file's name alone.
    Name,
    /// As Jekyll's `link` does: from the root of the source.
    File,
    /// As ikiwiki does: below the page, then below each folder above it.
    Wiki,
}

/// `{{ site.baseurl }}` and the like, which precede all addresses of the site.
static BASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\{\{-?\s*(?:site\.(?:base_?url|url)|\.Site\.BaseURL|base_?[uU]rl|config\.base_url)\s*-?\}\}")
        .expect("a valid pattern")
});

/// `{{ "/x" | relative_url }}`
static FILTERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^\{\{-?\s*["']([^"'{}]*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url)|relURL|absURL|url)\s*-?\}\}"#,
    )
    .expect("a valid pattern")
});

/// `{% link x.md %}`, `{% post_url 2015-01-31-x %}`, with `{{ site.baseurl }}` before it or not.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\{%-?\s*(link|post_url)\s+["']?([^\s"'{}%]+)["']?\s*-?%\}"#).expect("a valid pattern")
});

/// `{{< ref "x.md#top" >}}`, `{{% relref path="x.md" %}}`
static REF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\{\{[<%]-?\s*(?:rel)?ref\s+(?:path=)?["'`]?([^\s"'`<>%{}]+)["'`]?\s*-?[>%]\}\}$"#)
        .expect("a valid pattern")
});

impl<'a> Target<'a> {
    /// The target of a link as typed. `None` if it leads to another site, or if only the template decides where.
    pub fn new(url: &'a str) -> Option<Self> {
        if let Some(inner) = url.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            let (page, fragment) = inner.split_once('#').map_or((inner, None), |(page, id)| (page, Some(id)));
            return Some(Self { path: wiki_name(page), fragment, by: By::Wiki });
        }
        if !url.contains("{{") && !url.contains("{%") {
            return Self::plain(url, By::Address);
        }
        if let Some(hit) = REF.captures(url) {
            return Self::plain(hit.get(1)?.as_str(), By::Name);
        }
        let base = BASE.find(url).map_or(0, |base| base.end());
        let rest = &url[base..];
        if let Some(hit) = LINK.captures(rest) {
            let (tag, name) = (&hit[1], hit.get(2)?.as_str());
            let fragment = rest[hit[0].len()..].strip_prefix('#');
            let by = if tag == "link" { By::File } else { By::Name };
            return Some(Self { path: decoded(name), fragment, by });
        }
        if let Some(hit) = FILTERED.captures(rest) {
            let (path, after) = (hit.get(1)?.as_str(), &rest[hit[0].len()..]);
            if !(after.is_empty() || after.starts_with(['#', '?'])) {
                return None;
            }
            let target = Self::plain(path, By::Address)?;
            let path = if target.path.starts_with('/') { target.path } else { format!("/{}", target.path).into() };
            return Some(Self {
                path,
                fragment: target.fragment.or(after.split_once('#').map(|(_, it)| it)),
                ..target
            });
        }
        if base > 0 && (rest.is_empty() || rest.starts_with('/')) && !rest.contains("{{") && !rest.contains("{%") {
            return Self::plain(if rest.is_empty() { "/" } else { rest }, By::Address);
        }
        None
    }

    fn plain(url: &'a str, by: By) -> Option<Self> {
        let has_scheme = url.find(':').is_some_and(|at| {
            let scheme = &url.as_bytes()[..at];
            scheme.first().is_some_and(u8::is_ascii_alphabetic)
                && scheme.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        });
        // MDX: `pathname:///x` is a file of the site, and `@site/x` one of the repository.
        if has_scheme || url.starts_with("//") || url.starts_with(['@', '~']) {
            return None;
        }
        let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
        let path = rest.split('?').next().unwrap_or_default();
        Some(Self { path: decoded(path), fragment, by })
    }
}

/// The name of a page of ikiwiki as a link types it, with what no name has replaced (`linkpage` of its `IkiWiki.pm`).
fn wiki_name(typed: &str) -> Cow<'_, str> {
    let is_of_name = |c: char| c.is_alphanumeric() || "-+/.:_".contains(c);
    if typed.chars().all(is_of_name) {
        return Cow::Borrowed(typed);
    }
    let as_named = |c: char| match c {
        c if is_of_name(c) => c.to_string(),
        ' ' => "_".to_owned(),
        c => format!("__{}__", u32::from(c)),
    };
    Cow::Owned(typed.chars().map(as_named).collect())
}

fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        Target::new(url).map_or("unknown".to_owned(), |target| {
            format!("{:?} {} {}", target.by, target.path, target.fragment.unwrap_or("-"))
        })
    }

    #[test]
    fn templates_of_known_tags_have_a_target() {
        assert_eq!(shown("{{ site.baseurl }}/en/x/#top"), "Address /en/x/ top");
        assert_eq!(shown("{{ 'x' | relative_url }}#top"), "Address /x top");
        assert_eq!(shown("{{ site.baseurl }}{% link _docs/x.md %}#a"), "File _docs/x.md a");
        assert_eq!(shown("{% post_url 2015-01-31-x %}"), "Name 2015-01-31-x -");
        assert_eq!(shown("{{< ref \"x.md#a\" >}}"), "Name x.md a");
        assert_eq!(shown("{{%relref path=\"/x\" %}}"), "Name /x -");
    }

    #[test]
    fn links_of_a_wiki_have_a_page() {
        assert_eq!(shown("[[doc/first steps#top]]"), "Wiki doc/first_steps top");
        assert_eq!(shown("[[a (b)]]"), "Wiki a___40__b__41__ -");
    }

    #[test]
    fn other_templates_are_unknown() {
        for url in ["{{ page.url }}", "{{ site.url }}x", "/{{ lang }}/x", "{{ site.baseurl }}/{{ x }}", "{% if a %}b"] {
            assert_eq!(shown(url), "unknown", "{url}");
        }
    }

    #[test]
    fn addresses_of_other_sites_are_no_targets() {
        for url in ["https://eff.org", "//eff.org", "mailto:a@b.org", "tel:1", "@site/static/x.png"] {
            assert_eq!(shown(url), "unknown", "{url}");
        }
        assert_eq!(shown("a%20b.md?x#"), "Address a b.md ");
    }
}
