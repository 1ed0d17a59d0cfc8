//! Pseudo-languages, for tests of a site's layout: text that stays English is not translatable, and text that does not
//! fit will not fit in longer languages such as German.

use crate::segments::markup::{PartKind, parts};

/// The kinds of pseudo-language, named as in Android.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pseudo {
    /// Latin letters with accents, 40 % longer: `en-XA`.
    Accented,
    /// Arabic letters, which are right-to-left by themselves: `ar-XB`.
    RightToLeft,
}

/// Characters added for each ten letters.
const ADDED_PER_TEN: usize = 4;
const FILLER: &str = "lorem ipsum dolor sit amet consectetur ";

/// A message in a pseudo-language, in brackets. Markup, slots, code and identities stay; a message without other text
/// is returned unchanged.
pub fn pseudo(message: &str, kind: Pseudo) -> String {
    let parts = parts(message);
    let text = || parts.iter().filter(|part| part.kind == PartKind::Text).map(|part| &message[part.range.clone()]);
    let letters = text().flat_map(str::chars).filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return message.to_owned();
    }
    let mut out = String::with_capacity(message.len() * 2);
    out.push('⟦');
    for part in &parts {
        let typed = &message[part.range.clone()];
        match part.kind {
            PartKind::Text => out.extend(typed.chars().map(|c| kind.letter(c))),
            _ => out.push_str(typed),
        }
    }
    // The brackets are two of the added characters.
    let added = (letters * ADDED_PER_TEN).div_ceil(10).saturating_sub(2);
    if added > 0 {
        out.push(' ');
        out.extend(FILLER.trim_end().chars().chain([' ']).cycle().take(added).map(|c| kind.letter(c)));
    }
    out.truncate(out.trim_end().len());
    out.push('⟧');
    out
}

impl Pseudo {
    fn letter(self, c: char) -> char {
        const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz";
        const ACCENTED: &str = "áƀçđéƒĝĥíĵķĺɱñóþɋŕšţúṽŵẋýž";
        const ACCENTED_CAPITALS: &str = "ÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞɊŔŠŢÚṼŴẊÝŽ";
        const ARABIC: &str = "ابصدعفجحيزكلمنوپقرستثڤغخىظ";
        let Some(at) = PLAIN.find(c.to_ascii_lowercase()) else { return c };
        let letters = match self {
            Self::RightToLeft => ARABIC,
            Self::Accented if c.is_ascii_uppercase() => ACCENTED_CAPITALS,
            Self::Accented => ACCENTED,
        };
        letters.chars().nth(at).unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::segments::slots_in;

    #[test]
    fn letters_change_and_protected_parts_do_not() {
        let message = "Use [**Signal**]({1}) or `rm -rf`, mail help@accessnow.org & see eff.org.";
        let accented = pseudo(message, Pseudo::Accented);
        assert!(
            accented.starts_with("⟦Úšé [**Šíĝñáĺ**]({1}) óŕ `rm -rf`, ɱáíĺ help@accessnow.org & šéé eff.org. ĺóŕéɱ")
        );
        assert!(accented.ends_with('⟧'));
        let arabic = pseudo(message, Pseudo::RightToLeft);
        assert!(arabic.starts_with("⟦ثسع [**سيجنال**]({1}) ور `rm -rf`"), "{arabic}");
    }

    #[test]
    fn accented_text_is_40_percent_longer() {
        let message = "x".repeat(100);
        assert_eq!(pseudo(&message, Pseudo::Accented).chars().count(), 141);
        assert_eq!(pseudo("OK", Pseudo::Accented), "⟦ÓĶ⟧");
    }

    #[test]
    fn a_message_without_text_is_unchanged() {
        for message in ["{1}", "`code`", "help@accessnow.org", "", "112"] {
            assert_eq!(pseudo(message, Pseudo::Accented), message);
        }
    }

    proptest! {
        #[test]
        fn slots_are_kept_in_their_order(message in "([a-z]{1,4}|\\[[a-z]{1,3}\\]\\(\\{[1-3]\\}\\)|\\*\\*a\\*\\*| |`x`){0,9}") {
            for kind in [Pseudo::Accented, Pseudo::RightToLeft] {
                prop_assert_eq!(slots_in(&pseudo(&message, kind)), slots_in(&message));
            }
        }

        #[test]
        fn no_text_panics(message in any::<String>()) {
            pseudo(&message, Pseudo::RightToLeft);
        }
    }
}
