//! Fingerprints of OpenPGP keys: their visible text, defects, and usual form.

use std::sync::LazyLock;

use regex::Regex;

/// Markup between and around groups in the source.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)&(?:nbsp|thinsp|ensp|emsp|#160|#xa0|#8239|#x202f);|<[^>]*>|\n[ \t]*>|[*_~\\]")
        .expect("a valid pattern")
});

/// The visible text of a fingerprint, in groups separated by spaces.
pub fn plain(typed: &str) -> String {
    MARKUP.replace_all(typed, |hit: &regex::Captures<'_>| if hit[0].len() > 1 { " " } else { "" }).into_owned()
}

/// The defect of a fingerprint, as a message; `None` if it is valid.
pub fn fault(typed: &str) -> Option<String> {
    let groups: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric()).filter(|group| !group.is_empty()).collect();
    for (n, group) in groups.iter().enumerate() {
        let Some(wrong) = group.chars().find(|c| !c.is_ascii_hexdigit()) else { continue };
        let place =
            if groups.len() > 1 { format!("group {} `{group}` contains", n + 1) } else { "it contains".to_owned() };
        let what = format!("`{wrong}`, which is not a hexadecimal digit{}", meant(wrong));
        return Some(format!("this fingerprint is damaged: {place} {what}"));
    }
    let digits = groups.iter().map(|group| group.len()).sum::<usize>();
    let fault = match digits {
        40 | 64 => return None,
        32 => {
            "this fingerprint has 32 of 40 digits: it is cut short, or an MD5 fingerprint of an old v3 key".to_owned()
        }
        0..40 => format!("this fingerprint has {digits} of 40 digits"),
        53..64 => format!("this fingerprint has {digits} of 64 digits"),
        _ => {
            let many = match digits - if digits > 64 { 64 } else { 40 } {
                1 => "one".to_owned(),
                many => many.to_string(),
            };
            let right = "an OpenPGP fingerprint has 40 (v4) or 64 (v6)";
            format!("this fingerprint has {digits} digits, {many} too many; {right}")
        }
    };
    let usual = groups.iter().filter(|group| group.len() == 4).count() * 2 >= groups.len();
    let odd = groups.iter().enumerate().find(|(_, group)| group.len() != 4).filter(|_| usual && groups.len() > 1);
    Some(match odd {
        Some((n, group)) => format!("{fault}: group {} `{group}` has {}", n + 1, group.len()),
        None => fault,
    })
}

/// The digit that is most often confused with a letter, for the message.
fn meant(wrong: char) -> &'static str {
    match wrong {
        'O' | 'o' | 'Q' => " (a zero?)",
        'I' | 'l' | 'i' | 'L' => " (a one?)",
        'Z' | 'z' => " (a two?)",
        'S' | 's' => " (a five?)",
        'G' => " (a six?)",
        'g' | 'q' => " (a nine?)",
        c if !c.is_ascii() => " (a letter of another script)",
        _ => "",
    }
}

/// The digits in groups of four, separated by spaces.
pub fn canonical(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 5 / 4);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && n % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
