//! Whether an English word takes `a` or `an`, by its sound.
//!
//! Where the letters leave the sound open, the answer is `None`, so that no right article is reported.

/// Abbreviations that are read letter by letter and begin with F, H, L, M, N, R, S or X: "an SSH key".
const SPELLED: &str = "FBI FTP FTPS FSF GHQ HDD HDMI HIV HQ HTML HTTP HTTPS HTTP2 L2TP LCD LGBT LGBTQ LGBTI LTE MD5 MDM MFA MMS MP3 MP4 MPEG \
    MX NDA NDI NFC NGO NSA NSL NTFS NTP RDP RFC RFID RPC RSA RSS RTF SDK SMS SMTP SOS SSD SSH SSID SSL SSO SVG XML XMPP XSS";

/// Abbreviations that are read as a word, or in either way.
const READ: &str = "SHA RAM ROM SIM SAML NATO NASA LAN MAC HIPAA LUKS FIDO SOCKS SWAT RAID NAT MAN SQL LED FAQ SIP URL UNESCO UNICEF UNHCR \
    UNIX UEFI UFED UAV UFO OSCE OTR EICAR";

/// Begins of words that sound like "you" or, as "one", like "w".
const YOU: &str = "unique unit united universal universe universit union uniform unified unify unicod unicorn unilateral unison usa use usi \
    usu usur util utopi ubiq uran european euro eulog euphem euphor ewe one- once";

/// Begins of words whose H is silent.
const SILENT_H: &str = "hour honest honor honour heir";

/// Begins of words that look like one of [`YOU`] and do not sound so.
const NOT_YOU: &str = "unit- unidentif uninten unim unin";

/// Words whose H is sounded, and that people write `an` before.
const HEARD_H: &str = "hack hacker hard hash head help hidden high home host hosted house huge human hundred";

/// Whether a word, in any case, is an indefinite article.
pub fn is_indefinite_article(word: &str) -> bool {
    word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an")
}

/// Whether the word takes `an`; `None` if that is not certain. `is_english` knows whether a word, in any case, is
/// English.
pub fn takes_an(word: &str, is_english: impl Fn(&str) -> bool) -> Option<bool> {
    let part = word.split(['-', '\u{2011}', '’', '\'']).next().unwrap_or(word);
    let mut letters = part.chars();
    let first = letters.next()?;
    if !part.is_ascii() {
        return None;
    }
    if first.is_ascii_digit() {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let teens = digits == 2 && (part.starts_with("11") || part.starts_with("18"));
        return Some(first == '8' || teens).filter(|_| part.len() == digits);
    }
    let capitals = part.bytes().filter(u8::is_ascii_uppercase).count();
    if part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return by_letters(part, first, word.len() > part.len());
    }
    if part.len() == 1 && word.len() > 1 {
        return by_letters(&part.to_ascii_uppercase(), first.to_ascii_uppercase(), true);
    }
    if capitals == 0 && part.len() > 1 {
        // Abbreviations in small letters: "an ssh key". Of those that are read as a word, most are words of their own.
        let upper = part.to_ascii_uppercase();
        if has(SPELLED, &upper) {
            return Some(true);
        }
        if matches!(part, "faq" | "sha" | "sql" | "url") {
            return None;
        }
    }
    if part.len() > 1 && capitals <= usize::from(first.is_ascii_uppercase()) && is_english(part) {
        return by_sound(&word.to_ascii_lowercase(), &part.to_ascii_lowercase());
    }
    None
}

/// Whether the first letter of a word alone shows that its article is right. So it is for nearly every word.
pub fn fits_by_first_letter(word: &str, is_an: bool) -> bool {
    match word.as_bytes().first() {
        Some(b'a' | b'i') => is_an,
        Some(b'b'..=b'd' | b'g' | b'j' | b'k' | b'p'..=b'q' | b't' | b'v'..=b'w' | b'y'..=b'z') => !is_an,
        _ => false,
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

fn by_letters(part: &str, first: char, joined: bool) -> Option<bool> {
    if part.len() == 1 && !joined || has(READ, part) {
        return None;
    }
    match first {
        'A' | 'E' | 'I' | 'O' => Some(true),
        'U' => (part.len() == 1 || matches!(part, "US" | "UK" | "UN" | "USB" | "UDP" | "URI" | "UI" | "UUID"))
            .then_some(false),
        'F' | 'H' | 'L' | 'M' | 'N' | 'R' | 'S' | 'X' => (part.len() == 1 || has(SPELLED, part)).then_some(true),
        _ => Some(false),
    }
}

fn by_sound(word: &str, part: &str) -> Option<bool> {
    let begins = |list: &str| list.split(' ').any(|it| word.starts_with(it));
    match part.as_bytes()[0] {
        b'e' if part.starts_with("eu") || part.starts_with("ew") => begins(YOU).then_some(false),
        b'a' | b'e' | b'i' => Some(true),
        b'o' if part == "one" || part == "once" => Some(false),
        b'o' => (!part.starts_with("oui") && !part.starts_with("one")).then_some(true),
        b'u' if begins(NOT_YOU) => Some(true),
        b'u' if begins(YOU) => Some(false),
        b'u' => (["un", "up", "ul", "um", "ur", "ut", "ug"].iter().any(|it| part.starts_with(it))
            && !part.starts_with("uni"))
        .then_some(true),
        b'h' if begins(SILENT_H) => Some(true),
        b'h' => has(HEARD_H, part).then_some(false),
        b'y' => (part.len() > 3 && matches!(part.as_bytes()[1], b'a' | b'e' | b'o')).then_some(false),
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_follow_the_sound() {
        let an = |word| takes_an(word, |_| true);
        for word in [
            "apple",
            "hour",
            "SSH",
            "HTTPS",
            "SMS",
            "FBI",
            "X-ray",
            "ISP",
            "e-mail",
            "unsafe",
            "8",
            "18",
            "11",
            "umbrella",
            "RSA",
            "unintended",
            "ssh",
            "L2TP",
        ] {
            assert_eq!(an(word), Some(true), "{word}");
        }
        for word in [
            "user", "one-time", "USB", "PGP", "VPN", "unique", "European", "10", "host", "U-turn", "key", "1", "64-bit",
        ] {
            assert_eq!(an(word), Some(false), "{word}");
        }
        for word in ["SQL", "URL", "historic", "SAML", "XKCD", "iPhone", "Ю", "mTLS", "A", "herb", "SHA-1", "sql"] {
            assert_eq!(an(word), None, "{word}");
        }
        assert_eq!(takes_an("Ubuntu", |_| false), None);
    }
}
