//! Damage to identities: fingerprints, phone numbers, e-mail addresses and hosts.

use firstaid_content::{Page, TokenKind};
use firstaid_text::TextRange;
use firstaid_translate::{Identity, IdentityKind, identities};

use super::{exchanged, replaced};

fn all_of(page: &Page, kinds: &[IdentityKind]) -> Vec<Identity> {
    let all = identities(page, TextRange::new(0, page.text().len() as u32));
    all.into_iter().filter(|it| kinds.contains(&it.kind)).collect()
}

/// The identities that consist of digits.
const NUMBERED: [IdentityKind; 2] = [IdentityKind::Fingerprint, IdentityKind::Phone];

/// The page with one character of a range changed, for each character for which `change` returns a replacement.
fn char_by_char(page: &Page, range: TextRange, change: impl Fn(char) -> Option<String>) -> Vec<String> {
    let chars = page.text()[range].char_indices();
    let places = chars.filter_map(|(at, c)| {
        let start = range.start() + at as u32;
        Some(replaced(page.text(), TextRange::new(start, start + c.len_utf8() as u32), &change(c)?))
    });
    places.collect()
}

pub(super) fn digit_dropped(page: &Page) -> Vec<String> {
    let drop = |c: char| c.is_ascii_hexdigit().then(String::new);
    all_of(page, &NUMBERED).iter().flat_map(|it| char_by_char(page, it.range, drop)).collect()
}

pub(super) fn digit_changed(page: &Page) -> Vec<String> {
    let change = |c: char| c.to_digit(10).map(|digit| ((digit + 1) % 10).to_string());
    all_of(page, &NUMBERED).iter().flat_map(|it| char_by_char(page, it.range, change)).collect()
}

pub(super) fn swapped(page: &Page) -> Vec<String> {
    let mut damaged = Vec::new();
    for kind in [IdentityKind::Fingerprint, IdentityKind::Phone, IdentityKind::Email] {
        let all = all_of(page, &[kind]);
        for (n, first) in all.iter().enumerate() {
            let others = all[n + 1..].iter().filter(|second| second.value != first.value);
            damaged.extend(others.map(|second| exchanged(page.text(), first.range, second.range)));
        }
    }
    damaged
}

pub(super) fn address_altered(page: &Page) -> Vec<String> {
    let letter = |c: char| c.is_ascii_lowercase().then_some(c);
    let drop = |c: char| letter(c).map(|_| String::new());
    let change = |c: char| letter(c).map(|c| if c == 'x' { "y".to_owned() } else { "x".to_owned() });
    let emails = all_of(page, &[IdentityKind::Email]);
    let each = |it: &Identity| [char_by_char(page, it.range, drop), char_by_char(page, it.range, change)].concat();
    emails.iter().flat_map(each).collect()
}

pub(super) fn dropped(page: &Page) -> Vec<String> {
    let kinds = [IdentityKind::Fingerprint, IdentityKind::Phone, IdentityKind::Email];
    all_of(page, &kinds).iter().map(|it| replaced(page.text(), it.range, "")).collect()
}

/// The hosts of links to other sites.
fn hosts(page: &Page) -> Vec<Identity> {
    all_of(page, &[IdentityKind::Host])
}

pub(super) fn host_altered(page: &Page) -> Vec<String> {
    let change = |c: char| c.is_ascii_lowercase().then(|| if c == 'q' { "k".to_owned() } else { "q".to_owned() });
    let prefix = |it: &Identity| if it.www { "www.".len() as u32 } else { 0 };
    let without_www = |it: &Identity| TextRange::new(it.range.start() + prefix(it), it.range.end());
    hosts(page).iter().flat_map(|it| char_by_char(page, without_www(it), change)).collect()
}

pub(super) fn host_exchanged(page: &Page) -> Vec<String> {
    hosts(page).iter().map(|it| replaced(page.text(), it.range, "helpdesk-example.org")).collect()
}

pub(super) fn fused(page: &Page) -> Vec<String> {
    let emails = all_of(page, &[IdentityKind::Email]);
    let glued = emails.iter().flat_map(|it| {
        let domain = it.value.split('@').nth(1).unwrap_or_default();
        ["https://www.", "https://", ""]
            .map(|head| replaced(page.text(), it.range, &format!("{head}{domain}/{}", it.value)))
    });
    glued.collect()
}

/// The targets of links to other sites.
fn sites(page: &Page) -> Vec<(&str, TextRange)> {
    let all = page.targets().map(|(url, range, _)| (url, range));
    all.filter(|(url, _)| url.starts_with("http")).collect()
}

pub(super) fn tracked(page: &Page) -> Vec<String> {
    let with = |end: &'static str| move |(url, range): (&str, TextRange)| (format!("{url}{end}"), range);
    let all = sites(page).into_iter().map(with("?utm_source=guide"));
    let all = all.chain(sites(page).into_iter().map(with("?ref=42")));
    all.map(|(url, range)| replaced(page.text(), range, &url)).collect()
}

pub(super) fn cut(page: &Page) -> Vec<String> {
    let front = |url: &str| Some(url[..url[8..].find('/')? + 9].to_owned()).filter(|front| front.len() + 3 < url.len());
    sites(page).into_iter().filter_map(|(url, range)| Some(replaced(page.text(), range, &front(url)?))).collect()
}

pub(super) fn homoglyph(page: &Page) -> Vec<String> {
    let change = |c: char| {
        let twin = match c {
            'a' => 'а',
            'e' => 'е',
            'o' => 'о',
            'p' => 'р',
            'c' => 'с',
            _ => return None,
        };
        Some(twin.to_string())
    };
    let override_before = |c: char| (c == 'o').then(|| format!("\u{202e}{c}"));
    let each =
        |it: &Identity| [char_by_char(page, it.range, change), char_by_char(page, it.range, override_before)].concat();
    hosts(page).iter().flat_map(each).collect()
}

pub(super) fn added(page: &Page) -> Vec<String> {
    let is_link = |token: &&firstaid_content::Token| matches!(token.kind, TokenKind::Link(_));
    let ends = page.tokens.iter().filter(is_link).map(|token| TextRange::empty(token.range.end()));
    ends.map(|end| replaced(page.text(), end, " (help@example.com)")).collect()
}
