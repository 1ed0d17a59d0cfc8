use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_mentions::url_parts::{UrlParts, is_template};
use firstaid_text::{Edit, TextRange, listed};

use super::shown_urls::shown_urls;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds parameters of addresses that only serve to track the reader, such as `utm_source` and `fbclid`.
///
/// ## Why
/// They connect the reader with the e-mail, the post or the account from which the address was copied.
///
/// ## Example
/// ```markdown
/// [Report](https://citizenlab.ca/report/?utm_source=newsletter&fbclid=IwAR0)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Report](https://citizenlab.ca/report/)
/// ```
///
/// ## Fix
/// Removes these parameters and keeps every other byte of the address; safe.
///
/// ## Not reported
/// Names with another meaning elsewhere (`si`, `ref_src`) are reported only on the sites where they track. Addresses of
/// archived copies are left alone, because the parameters are part of the archived address.
///
/// ## When not to use it
/// For links whose owner needs to know that readers come from the guide, if the guide says so.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("tracking-parameter"), severity: Severity::Warning, check: Check::Page(check) };

/// Parameters that track on any site, in lower case. All that begin with `utm_` do, too.
const ON_ANY_SITE: [&str; 31] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "igsh",
    "yclid",
    "ysclid",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "hsctatracking",
    "mkt_tok",
    "vero_id",
    "wickedid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "cmpid",
    "spm",
    "twclid",
    "ttclid",
    "_openstat",
    "li_fat_id",
];

/// Parameters that track on some sites only, with the sites.
const ON_SOME_SITES: [(&str, &[&str]); 3] = [
    ("si", &["youtube.com", "youtu.be", "open.spotify.com"]),
    ("ref_src", &["twitter.com", "x.com"]),
    ("ref_url", &["twitter.com", "x.com"]),
];

/// Hosts of web archives.
const ARCHIVES: [&str; 5] = ["archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for (url, range, token) in cx.page.targets() {
        let parts = UrlParts::shown(url);
        if parts.query.is_empty() {
            continue;
        }
        let host = parts.bare_host();
        let is_archive = ARCHIVES.iter().any(|name| is_below(&host, name));
        if !(parts.is_web() || parts.scheme.is_empty()) || is_archive || is_template(url) {
            continue;
        }
        let found = find_tracking(cx.text(range), &host);
        let (Some(first), Some(last)) = (found.names.first(), found.names.last()) else { continue };
        let place = TextRange::from(first.0.start..last.0.end).shift(range.start());
        let names: Vec<String> = found.names.iter().map(|(_, name)| format!("`{name}`")).collect();
        let verb = if names.len() == 1 { "tracks" } else { "track" };
        let message = format!("{} {verb} who follows the link", listed(&names, "and"));
        let edits = std::iter::once(range)
            .chain(shown_urls(cx, token, url))
            .flat_map(|place| {
                let cuts = find_tracking(cx.text(place), &host).cuts.into_iter();
                cuts.map(move |cut| Edit::delete(TextRange::from(cut).shift(place.start())))
            })
            .collect();
        let fix = Fix::new(format!("Remove {}", listed(&names, "and")), edits, Applicability::Safe);
        report.push(report.found(place, message).fix(fix));
    }
}

/// The tracking parameters of an address in the source. Ranges are bytes of the address.
#[derive(Default)]
struct Tracking {
    /// Range and name of each parameter.
    names: Vec<(Range<usize>, String)>,
    /// The ranges to delete: the parameters, each with one of its separators.
    cuts: Vec<Range<usize>>,
}

fn find_tracking(typed: &str, host: &str) -> Tracking {
    let mut found = Tracking::default();
    let end = typed.find('#').filter(|&at| !typed[..at].ends_with('&')).unwrap_or(typed.len());
    let Some(question) = typed[..end].find('?') else { return found };
    // The offset of the separator before each parameter, and the range of the parameter. A separator may be `&amp;`.
    let mut parameters: Vec<(usize, Range<usize>)> = Vec::new();
    let (mut before, mut at) = (question, question + 1);
    loop {
        let stop = typed[at..end].find('&').map_or(end, |len| at + len);
        parameters.push((before, at..stop));
        if stop == end {
            break;
        }
        before = stop;
        at = stop + if typed[stop..end].starts_with("&amp;") { "&amp;".len() } else { 1 };
    }
    let name = |range: &Range<usize>| {
        let pair = &typed[range.clone()];
        pair.split('=').next().unwrap_or_default().replace('\\', "")
    };
    let tracks: Vec<bool> = parameters.iter().map(|(_, range)| is_tracking(&name(range), host)).collect();
    let first_kept = tracks.iter().position(|tracks| !tracks);
    for (n, (before, range)) in parameters.iter().enumerate().filter(|(n, _)| tracks[*n]) {
        found.names.push((range.clone(), name(range)));
        match first_kept {
            Some(kept) if n < kept => {
                found.cuts.push(range.start..parameters[n + 1].1.start);
            }
            Some(_) => found.cuts.push(*before..range.end),
            None => {}
        }
    }
    if first_kept.is_none() {
        found.cuts.push(question..end);
    }
    found
}

/// Whether a parameter tracks on a host.
fn is_tracking(name: &str, host: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_")
        || ON_ANY_SITE.contains(&&*name)
        || ON_SOME_SITES.iter().any(|(known, hosts)| *known == name && hosts.iter().any(|site| is_below(host, site)))
}

/// Whether a host is a site or a subdomain of it.
fn is_below(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    #[test]
    fn tracking_parameters_of_an_address_are_one_finding() {
        case("tracking-parameter")
            .finds("[a](https://eff.org/?a=1&«utm_source=x&b=2&fbclid=y»#z) at https://eff.org?«gclid=1»\n");
        assert_eq!(
            case("tracking-parameter").messages("<https://eff.org/?utm_source=x&utm_medium=y>\n"),
            ["`utm_source` and `utm_medium` track who follows the link"]
        );
    }

    #[test]
    fn other_parameters_and_other_sites_are_left_alone() {
        case("tracking-parameter")
            .finds("[a](https://eff.org/?si=1&ref_src=2&q=utm_source) [b](https://eff.org/#?utm_source=x)\n");
        case("tracking-parameter")
            .finds("[a](https://youtu.be/x?«si=1») [b](https://web.archive.org/web/1/https://a.org?utm_x=1)\n");
        case("tracking-parameter").finds("[a](mailto:a@b.org?utm_source=x) [b](https://eff.org/?{{utm_source}})\n");
    }

    #[test]
    fn the_fix_keeps_every_other_byte() {
        for (before, after) in [
            ("https://e.org/?utm_source=x", "https://e.org/"),
            ("https://e.org/?utm_source=x#a", "https://e.org/#a"),
            ("https://e.org/?utm_source=x&a=1", "https://e.org/?a=1"),
            ("https://e.org/?utm_a=x&utm_b=y&a=1&&b=%20", "https://e.org/?a=1&&b=%20"),
            ("https://e.org/?a=1&utm_source=x", "https://e.org/?a=1"),
            ("https://e.org/?a=1&amp;utm_source=x&amp;b=2&amp;fbclid=1#c", "https://e.org/?a=1&amp;b=2#c"),
            ("https://e.org/?a=1&UTM_Source&b", "https://e.org/?a=1&b"),
        ] {
            case("tracking-parameter").fixes(Safe, &format!("[x]({before})\n"), &format!("[x]({after})\n"));
        }
    }

    #[test]
    fn the_fix_includes_the_address_in_the_link_text() {
        let before = "[https://e.org/?fbclid=1](https://e.org/?fbclid=1)\n";
        case("tracking-parameter").fixes(Safe, before, "[https://e.org/](https://e.org/)\n");
    }
}
