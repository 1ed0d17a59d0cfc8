//! Hosts in prose, without a link: "go to eff.org".

use std::ops::Range;

use firstaid_diagnostics::Diagnostic;
use firstaid_mentions::url_parts::{UrlParts, looks_like_host};
use firstaid_registry::has_listed_suffix;
use firstaid_translate::SegmentKind;

use crate::translation::address::likeness;
use crate::translation::{Sides, Translation};
use crate::{PageContext, Report};

/// The findings on blocks that have one host less than their source, and another one in its place.
pub(super) fn altered_hosts(cx: &PageContext<'_>, report: &Report<'_>, of: &Translation<'_>) -> Vec<Diagnostic> {
    of.sides(&cx.prose)
        .filter(|sides| sides.source.contains('.'))
        .filter_map(|it| altered(cx, report, of, &it))
        .collect()
}

fn altered(cx: &PageContext<'_>, report: &Report<'_>, of: &Translation<'_>, sides: &Sides<'_>) -> Option<Diagnostic> {
    let in_source: Vec<_> = hosts(sides.source).collect();
    let is_code = sides.unit.source.iter().any(|segment| segment.kind == SegmentKind::Verbatim);
    if in_source.is_empty() || is_code {
        return None;
    }
    let in_target: Vec<_> = hosts(sides.target).collect();
    let has = |side: &[(Range<usize>, String)], host: &str| side.iter().any(|(_, other)| other == host);
    let lost: Vec<_> = in_source.iter().filter(|(_, host)| !has(&in_target, host)).collect();
    let gained: Vec<_> = in_target.iter().filter(|(_, host)| !has(&in_source, host)).collect();
    let ([(from, host)], [(to, other)]) = (&lost[..], &gained[..]) else { return None };
    let registry = cx.world.registry;
    let moved_to = registry.host(host, "/").and_then(|entry| entry.to.as_deref());
    let is_moved = moved_to.is_some_and(|to| UrlParts::new(to).bare_host() == *other);
    let (target, source) = (sides.target_range(to.clone()), sides.source_range(from.clone()));
    // What a link leads to is compared as a link.
    if is_moved
        || is_of_other_country(host, other)
        || cx.page.link_around(target).is_some()
        || likeness(registry, of.languages(), host, other).is_right()
    {
        return None;
    }
    Some(of.beside(report.found(target, format!("this host differs from the source, which has {host}")), source))
}

/// Whether two hosts are those of two countries: `us.pool.ntp.org` and `de.pool.ntp.org`.
fn is_of_other_country(host: &str, other: &str) -> bool {
    let country =
        |host: &'_ str| host.split_once('.').filter(|(label, _)| label.len() == 2).map(|(_, rest)| rest.to_owned());
    country(host).is_some_and(|rest| Some(rest) == country(other))
}

/// The hosts of a text, each in lower case without `www.`: words with a suffix of the Public Suffix List, perhaps with
/// a path. Not names such as `ASP.NET`.
fn hosts(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let is_edge = |c: char| !c.is_alphanumeric();
    let words = text.split(char::is_whitespace).filter(|word| word.contains('.'));
    words.filter_map(move |word| {
        let host = word.trim_matches(is_edge).split(['/', '\'', '’', ':']).next()?;
        let start = host.as_ptr() as usize - text.as_ptr() as usize;
        let is_product = host.chars().skip(1).any(char::is_uppercase);
        let is_host =
            host.is_ascii() && !is_product && looks_like_host(host) && has_listed_suffix(&host.to_lowercase());
        let in_email = word.contains('@');
        (is_host && !in_email).then(|| (start..start + host.len(), UrlParts::shown(host).bare_host().to_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn a_host_of_the_source_that_is_another_one_is_found() {
        let translated = |source: &str| case("lost-identity").locale("it").source(source);
        translated("Go to townhelp.net in the morning.\n").finds("Vai su «townhelp.com» al mattino.\n");
        translated("The mail is from bank-help.net and tutanota.com.\n")
            .finds("La mail viene da «bank-halp.net» e tutanota.com.\n");
        translated("Look at en.wikipedia.org today.\n").finds("Guarda it.wikipedia.org oggi.\n");
        translated("Go to townhelp.net in the morning.\n").finds("Vai al sito al mattino.\n");
        translated("See [townhelp.net](https://a.riverdesk.org/x) now.\n")
            .finds("Vedi [altro.net](https://a.riverdesk.org/x) ora.\n");
        translated("Take us.pool.ntp.org there.\n").finds("Prendi it.pool.ntp.org qui.\n");
        translated("It is ASP.NET, e.g. at 1.2 p.m.\n").finds("È ASP.NET, p.es. alle 1.2 di sera.\n");
    }

    #[test]
    fn hosts_are_words_with_a_public_suffix() {
        let found = |text: &str| hosts(text).map(|(range, host)| (text[range].to_owned(), host)).collect::<Vec<_>>();
        let pair = |typed: &str, host: &str| (typed.to_owned(), host.to_owned());
        assert_eq!(
            found("Go to (eff.org), or www.cpj.org/x."),
            [pair("eff.org", "eff.org"), pair("www.cpj.org", "cpj.org")]
        );
        assert_eq!(found("ASP.NET, z.B. 1.2, a.k.a., read.me.md, т.е. at help@eff.org U.S."), []);
    }
}
