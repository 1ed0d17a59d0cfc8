use firstaid_content::{LinkStyle, TokenKind};
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::NameWords;
use firstaid_mentions::idn;
use firstaid_mentions::url_parts::UrlParts;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds words, hosts and e-mail addresses that mix Latin letters with Cyrillic or Greek ones that look the same.
///
/// ## Why
/// `Gmаil` with a Cyrillic `а` looks exactly like Gmail. In an address it leads to somebody else; in a word, no search
/// finds it.
///
/// ## Example
/// ```markdown
/// Open Gm[U+0430]il.
/// ```
///
/// ## Use instead
/// ```markdown
/// Open Gmail.
/// ```
///
/// ## Fix
/// Replaces the letters by those of the script of the rest of the word; unsafe. Addresses have no fix.
///
/// ## Not reported
/// Compounds (`PGP-ключ`), Latin abbreviations with a Cyrillic ending (`VPNа`), units (`µs`, `kΩ`), and joined words
/// whose letters do not look alike. `lookalike-host` reports addresses that look like a known one.
///
/// ## When not to use it
/// On pages that show homographs on purpose: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("mixed-script"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    if !text.is_ascii() {
        for word in cx.words().iter().filter(|word| word.class.has_others) {
            let typed = &text[word.range()];
            for part in typed.split(['-', '\'', '’', '\u{2011}', '\u{ad}']) {
                let Some(mixed) = mixed(part) else { continue };
                let at = word.range().start + (part.as_ptr() as usize - typed.as_ptr() as usize);
                let range = cx.prose.source_range(at..at + part.len());
                if is_of_two_words(cx.text(range)) {
                    continue;
                }
                let known = cx.world.names.has_word(&mixed.meant.to_lowercase());
                let looks = if known { format!(", and the word looks like {}", mixed.meant) } else { String::new() };
                let finding = report.found(range, format!("`{part}` mixes scripts: {}{looks}", mixed.odd));
                let unbroken = cx.text(range) == part;
                let applicability = if unbroken { Applicability::Unsafe } else { Applicability::DisplayOnly };
                report.push(finding.fix(Fix::replace(range, mixed.meant, applicability)));
            }
        }
    }
    for token in &cx.page.tokens {
        let (address, range) = match &token.kind {
            TokenKind::Link(link) if link.style != LinkStyle::Reference => (&*link.url, link.target),
            TokenKind::Url(url) if !token.in_link => (&**url, token.range),
            TokenKind::Email(address) if !token.in_link => (&**address, token.range),
            _ => continue,
        };
        if address.is_ascii() && !address.contains("xn--") {
            continue;
        }
        let parts = UrlParts::shown(address);
        let mail = parts.is_scheme("mailto") || matches!(token.kind, TokenKind::Email(_));
        let name = if mail { address.split('?').next().unwrap_or_default() } else { parts.host };
        let name = idn::letters(name);
        let Some(mixed) = name.split(['.', '-', '@', '_', '+', ':']).find_map(mixed) else { continue };
        let asked = idn::ascii(name.rsplit('@').next().unwrap_or_default());
        let asked = asked.map(|host| format!("; the host is {host}")).unwrap_or_default();
        let finding = report.found(range, format!("the address mixes scripts: {}{asked}", mixed.odd));
        report.push(finding.help("type the address again, or copy it from its owner"));
    }
}

/// Whether a link begins or ends between two words of one script each: a blank is missing there.
fn is_of_two_words(markdown: &str) -> bool {
    let is_whole = |part: &str| mixed(part).is_none();
    markdown.contains(['[', ']']) && markdown.split(|c: char| !c.is_alphanumeric()).all(is_whole)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

/// A word in two scripts.
struct Mixed {
    /// The probable word, in one script.
    meant: String,
    /// The letters of the other script, for the message: "`а` (U+0430) is Cyrillic".
    odd: String,
}

/// Finds letters of one script in a word of another that look like letters of that one.
fn mixed(word: &str) -> Option<Mixed> {
    if word.is_ascii() {
        return None;
    }
    let of = |script: Script| word.chars().filter(move |&c| script_of(c) == Some(script));
    let (latin, cyrillic, greek) = (of(Script::Latin).count(), of(Script::Cyrillic).count(), of(Script::Greek).count());
    let (other, count) = if cyrillic > 0 { (Script::Cyrillic, cyrillic) } else { (Script::Greek, greek) };
    // In words of fewer than four letters, a Greek letter is part of a unit or a formula.
    if latin == 0 || count == 0 || other == Script::Greek && latin + greek < 4 || has_ending(word) {
        return None;
    }
    let as_latin = of(other).all(|c| latin_twin(c).is_some());
    let as_other = of(Script::Latin).all(|c| twin_in(other, c).is_some());
    let to_latin = match (as_latin, as_other) {
        (false, false) => return None,
        (true, true) => latin >= count,
        (to_latin, _) => to_latin,
    };
    let swap = |c: char| if to_latin { latin_twin(c) } else { twin_in(other, c) };
    let meant = word.chars().map(|c| swap(c).unwrap_or(c)).collect();
    let odd_script = if to_latin { other } else { Script::Latin };
    let mut odd: Vec<char> = of(odd_script).collect();
    odd.sort_unstable();
    odd.dedup();
    let name = match odd_script {
        Script::Latin => "Latin",
        Script::Cyrillic => "Cyrillic",
        Script::Greek => "Greek",
    };
    let listed: Vec<String> = odd.iter().map(|&c| format!("`{c}` (U+{:04X})", c as u32)).collect();
    let odd = format!("{} {} {name}", listed.join(", "), if odd.len() == 1 { "is" } else { "are" });
    Some(Mixed { meant, odd })
}

/// Whether a word is an abbreviation in capitals with a Cyrillic ending: `VPNа`.
fn has_ending(word: &str) -> bool {
    let capitals = word.chars().take_while(char::is_ascii_uppercase).count();
    let ending = &word[capitals..];
    capitals >= 2 && ending.chars().all(|c| script_of(c) == Some(Script::Cyrillic) && c.is_lowercase())
}

fn script_of(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => Some(Script::Latin),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{370}'..='\u{3ff}' if c.is_alphabetic() => Some(Script::Greek),
        _ => None,
    }
}

/// Letters that look the same: Latin, Cyrillic, Greek (a space where there is none), from the table of UTS #39.
const TWINS: [(char, char, char); 40] = [
    ('a', 'а', 'α'),
    ('c', 'с', ' '),
    ('d', 'ԁ', ' '),
    ('e', 'е', ' '),
    ('h', 'һ', ' '),
    ('i', 'і', 'ι'),
    ('j', 'ј', 'ϳ'),
    ('k', 'к', 'κ'),
    ('l', 'ӏ', ' '),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('q', 'ԛ', ' '),
    ('s', 'ѕ', ' '),
    ('u', ' ', 'υ'),
    ('v', 'ѵ', 'ν'),
    ('w', 'ԝ', ' '),
    ('x', 'х', 'χ'),
    ('y', 'у', 'γ'),
    ('ï', 'ї', 'ϊ'),
    ('ë', 'ё', ' '),
    ('A', 'А', 'Α'),
    ('B', 'В', 'Β'),
    ('C', 'С', ' '),
    ('E', 'Е', 'Ε'),
    ('H', 'Н', 'Η'),
    ('I', 'І', 'Ι'),
    ('J', 'Ј', ' '),
    ('K', 'К', 'Κ'),
    ('M', 'М', 'Μ'),
    ('N', ' ', 'Ν'),
    ('O', 'О', 'Ο'),
    ('P', 'Р', 'Ρ'),
    ('S', 'Ѕ', ' '),
    ('T', 'Т', 'Τ'),
    ('X', 'Х', 'Χ'),
    ('Y', 'У', 'Υ'),
    ('Z', ' ', 'Ζ'),
    ('Ï', 'Ї', 'Ϊ'),
    ('Ë', 'Ё', ' '),
    ('ó', ' ', 'ό'),
];

fn latin_twin(c: char) -> Option<char> {
    TWINS.iter().find(|twins| !c.is_ascii() && (twins.1 == c || twins.2 == c)).map(|twins| twins.0)
}

fn twin_in(script: Script, c: char) -> Option<char> {
    let twins = TWINS.iter().find(|twins| twins.0 == c)?;
    let twin = if script == Script::Cyrillic { twins.1 } else { twins.2 };
    (twin != ' ').then_some(twin)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn letters_of_another_script_are_found() {
        case("mixed-script").finds("«Gm\u{430}il», «Sign\u{430}l»-group, «T\u{3bf}rrent»\n");
        case("mixed-script").locale("ru").finds("Ваша «cвязь» и «Gm\u{430}il»-аккаунт\n");
        let messages = case("mixed-script").messages("Gm\u{430}il\n");
        assert_eq!(messages, ["`Gmаil` mixes scripts: `а` (U+0430) is Cyrillic, and the word looks like Gmail"]);
    }

    #[test]
    fn addresses_are_found() {
        case("mixed-script").finds("[a](«https://ex\u{430}mple.net/») <«https://ex\u{430}mple.net»>\n");
        case("mixed-script").finds("[a](https://ru.wikipedia.org/wiki/Tor_а) [б](https://пример.рф/)\n");
    }

    #[test]
    fn words_in_one_script_compounds_and_units_are_not_reported() {
        case("mixed-script").locale("ru").finds("PGP-ключ, VPN’а, SMSки, Facebook, связь, email-адрес, скайпLite\n");
        case("mixed-script")
            .locale("ru")
            .finds("От Apple[разработчика](https://a.org/), «Gm\u{430}[il»](https://a.org/)\n");
        case("mixed-script").finds("5 µs, 10 kΩ, Δx, μm, β-Carotin, Ελλάδα, naïve\n");
    }

    #[test]
    fn the_fix_is_unsafe() {
        case("mixed-script").fixes(Safe, "Gm\u{430}il\n", "Gm\u{430}il\n");
        case("mixed-script").fixes(Unsafe, "Gm\u{430}il, cвязь\n", "Gmail, связь\n");
    }
}
