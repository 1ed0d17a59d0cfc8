//! The addresses that a page may have on the site, which its generator makes from its path and front matter.
//!
//! There are several, because settings that are not read here decide between them: a link to any of them is fine.

use std::borrow::Cow;

use crate::anchor::github;
use crate::config::Generator;
use crate::locale::Locale;
use crate::node::Value;
use crate::page::Page;
use crate::paths::{folder, page_stem};

/// What decides the addresses of all pages of a site.
#[derive(Clone, Copy)]
pub(crate) struct Scheme<'a> {
    pub(crate) source: &'a Locale,
    pub(crate) generator: Option<Generator>,
    /// The latest of the versions that Docusaurus keeps; see [`latest_version`].
    pub(crate) latest: Option<&'a str>,
}

/// The addresses of a page whose file is at `below` in the content folder; without slashes at their ends.
pub(crate) fn addresses(page: &Page, below: &str, scheme: Scheme<'_>) -> Vec<String> {
    let Scheme { source, generator, latest } = scheme;
    let mut found: Vec<String> = Vec::new();
    let stem = page_stem(below).unwrap_or(below);
    let (locale, name) = (page.key.locale.as_str(), &*page.key.name);
    let mut paths: Vec<String> = vec![stem.to_owned(), format!("{locale}/{name}")];
    if page.key.locale == *source {
        paths.push(name.to_owned());
    }
    let front_matter = page.front_matter.as_ref();
    let field = |key: &str| front_matter.and_then(|it| it.get_str(key)).map(str::trim).filter(|it| !it.is_empty());
    // Jekyll replaces words that begin with a colon.
    let whole = ["permalink", "url"].into_iter().filter_map(field).filter(|url| !url.contains([':', '{']));
    found.extend(whole.map(|url| url.trim_end_matches(".html").to_owned()));
    for key in ["aliases", "redirect_from"] {
        let value = front_matter.and_then(|it| it.get(key)).map(|entry| &entry.value);
        let many = match value.map(|node| &node.value) {
            Some(Value::Sequence(nodes)) => nodes.iter().filter_map(|node| node.as_str()).collect(),
            _ => value.and_then(|node| node.as_str()).into_iter().collect::<Vec<_>>(),
        };
        found.extend(many.into_iter().map(str::to_owned));
    }
    for path in paths {
        let path = match generator {
            Some(Generator::Lektor) => without_contents(&path).to_owned(),
            Some(Generator::Astro) => without_name(&path, "index").to_owned(),
            // In Docusaurus a page named like its folder is its index, too.
            Some(Generator::Docusaurus) => match without_index(&path) {
                folder if folder.len() < path.len() => folder.to_owned(),
                _ => without_name(&path, &name_of_folder(&path)).to_owned(),
            },
            _ => without_index(&path).to_owned(),
        };
        let folder = folder(&path).to_owned();
        let of_lektor = (generator == Some(Generator::Lektor)).then(|| own_slug(page.text())).flatten();
        let top = path.split('/').next().unwrap_or_default();
        let mut own = Vec::new();
        for name in ["slug", "id"].into_iter().filter_map(field).chain(of_lektor) {
            let bare = name.trim_start_matches('/');
            own.push(match name.strip_prefix('/') {
                // In Docusaurus, from the root of the part of the site.
                Some(name) => format!("{top}/{name}"),
                None => format!("{folder}/{name}"),
            });
            // Posts of Docusaurus have no folders in their addresses.
            let is_post = generator == Some(Generator::Docusaurus) && top == "blog";
            own.extend(is_post.then(|| format!("{top}/{bare}")));
            own.extend((bare.len() < name.len() || generator == Some(Generator::Astro)).then(|| bare.to_owned()));
        }
        if generator == Some(Generator::Docusaurus) {
            let paths: Vec<&str> = own.iter().map(String::as_str).chain([&*path]).collect();
            let of_versions = latest.into_iter().flat_map(|latest| paths.iter().flat_map(|it| of_version(it, latest)));
            let of_versions: Vec<String> = of_versions.collect();
            found.extend(of_versions);
        }
        let is_replaced =
            field("slug").is_some() && matches!(generator, Some(Generator::Astro | Generator::Docusaurus));
        found.append(&mut own);
        if is_replaced {
            continue;
        }
        if generator == Some(Generator::Docusaurus) {
            found.push(without_number(&path).into_owned());
        }
        if generator == Some(Generator::Astro) {
            found.push(path.split('/').map(github).collect::<Vec<_>>().join("/"));
        }
        if generator == Some(Generator::Jekyll) {
            found.push(path.split('/').map(|part| part.trim_start_matches('_')).collect::<Vec<_>>().join("/"));
        }
        if let Some((before, year_and_rest)) = dated(&path) {
            let (date, name) = year_and_rest.split_at(10);
            let name = name.trim_start_matches('-');
            found.push(format!("{}/{name}", date.replace('-', "/")));
            let before = before.trim_start_matches('_').trim_end_matches('/');
            found.push(format!("{before}/{}/{name}", date.replace('-', "/")));
            found.push(format!("{before}/{name}"));
        }
        found.push(path);
    }
    let mut kept: Vec<String> = Vec::with_capacity(found.len());
    for address in found {
        let address = address.trim_matches('/');
        let ignores_case = matches!(generator, Some(Generator::Hugo | Generator::Ikiwiki));
        let address = if ignores_case { address.to_lowercase() } else { address.to_owned() };
        if !kept.contains(&address) {
            kept.push(address);
        }
    }
    kept
}

/// The addresses of a page that Docusaurus keeps in several versions: the latest of the older versions has the address
/// without a version, and the page of `docs/` that of the next one.
fn of_version(path: &str, latest: &str) -> Vec<String> {
    let path = without_number(path);
    let parts: Vec<&str> = path.split('/').collect();
    if let Some((before, version, rest)) = versioned(&parts) {
        let page = |middle: &[&str]| [before, middle, rest].concat().join("/");
        let without = (version == latest).then(|| page(&["docs"]));
        return [page(&["docs", version])].into_iter().chain(without).collect();
    }
    let docs = parts.iter().position(|part| *part == "docs");
    docs.map(|at| [&parts[..=at], &["next"], &parts[at + 1..]].concat().join("/")).into_iter().collect()
}

/// The folders above a version of the documentation, the version, and the path in it.
fn versioned<'a, 'p>(parts: &'a [&'p str]) -> Option<(&'a [&'p str], &'p str, &'a [&'p str])> {
    let at = parts.iter().position(|part| *part == "versioned_docs")?;
    Some((&parts[..at], parts.get(at + 1)?.strip_prefix("version-")?, &parts[at + 2..]))
}

/// The latest of the versions that a site keeps, by the paths of its pages.
pub(crate) fn latest_version<'p>(paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    let versions = paths.filter(|path| path.contains("versioned_docs")).filter_map(|path| {
        let parts: Vec<&str> = path.split('/').collect();
        versioned(&parts).map(|(_, version, _)| version)
    });
    versions.max_by_key(|version| {
        let numbers = version.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u64>().ok());
        (numbers.collect::<Vec<_>>(), *version)
    })
}

/// The path of a page, or of its folder if the page is the folder's index.
fn without_index(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_index = matches!(name, "index" | "_index") || name.eq_ignore_ascii_case("readme");
    if is_index { folder } else { path }
}

/// The path of a page, or of its folder if the page has this name.
fn without_name<'p>(path: &'p str, index: &str) -> &'p str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if without_number(name).eq_ignore_ascii_case(index) { folder } else { path }
}

/// The name of the folder that a page is in.
fn name_of_folder(path: &str) -> Cow<'_, str> {
    without_number(folder(path).rsplit('/').next().unwrap_or_default())
}

/// The last part of its address that a page of Lektor gives itself.
fn own_slug(text: &str) -> Option<&str> {
    let slug = text.lines().find_map(|line| line.strip_prefix("_slug:"))?.trim();
    (!slug.is_empty()).then_some(slug)
}

/// The folder of a page of Lektor, which is its address.
fn without_contents(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name.split('+').next() == Some("contents") { folder } else { path }
}

/// A path without the numbers that order files: `01-intro`.
pub(crate) fn without_number(path: &str) -> Cow<'_, str> {
    let bare = |part: &str| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let name = rest.trim_start_matches(['-', '_', '.', ' ']);
        (rest.len() < part.len() && name.len() < rest.len() && !name.is_empty()).then(|| name.to_owned())
    };
    if path.split('/').all(|part| bare(part).is_none()) {
        return Cow::Borrowed(path);
    }
    path.split('/').map(|part| bare(part).unwrap_or_else(|| part.to_owned())).collect::<Vec<_>>().join("/").into()
}

/// A path whose last part begins with a date, as those of posts do, split before the date.
fn dated(path: &str) -> Option<(&str, &str)> {
    let at = path.rfind('/').map_or(0, |slash| slash + 1);
    let name = &path.as_bytes()[at..];
    let is_date = name.len() > 10
        && name[..10].iter().enumerate().all(|(n, b)| if n == 4 || n == 7 { *b == b'-' } else { b.is_ascii_digit() });
    is_date.then(|| path.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_version_has_the_address_without_one() {
        let paths =
            ["docs/a.md", "versioned_docs/version-9.0/a.md", "versioned_docs/version-10.0/b/a.md", "x/versioned_docs"];
        let latest = latest_version(paths.into_iter()).expect("a version");
        assert_eq!(latest, "10.0");
        for (path, addresses) in [
            ("versioned_docs/version-10.0/b/a", &["docs/10.0/b/a", "docs/b/a"][..]),
            ("versioned_docs/version-9.0/a", &["docs/9.0/a"]),
            ("docs/a", &["docs/next/a"]),
            ("olddocs/a", &[]),
            ("my_versioned_docs/version-10.0/a", &[]),
        ] {
            assert_eq!(of_version(path, latest), addresses, "{path}");
        }
        assert_eq!(latest_version(["docs/a.md", "blog/b.md"].into_iter()), None);
    }
}
