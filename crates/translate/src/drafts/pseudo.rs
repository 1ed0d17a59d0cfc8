//! A language that nobody speaks, for tests of the layout: what is not in it was not translated, and what does not fit
//! will not fit in German.

use crate::segments::markup::{PartKind, parts};

/// The kinds of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pseudo {
    /// Latin letters with accents, 40 % longer: `en-XA`.
    Accented,
    /// Arabic letters, which run from right to left of themselves: `ar-XB`.
    RightToLeft,
}

/// Letters added to each ten.
const LONGER_BY: usize = 4;
const FILLER: &str = "lorem ipsum dolor sit amet consectetur ";

/// A message in a pseudo-language, in brackets. Markup, slots, code and identities are as they were, and a message of
/// nothing else comes back as it is.
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
    // The brackets are two of the signs that make it longer.
    let longer = (letters * LONGER_BY).div_ceil(10).saturating_sub(2);
    if longer > 0 {
        out.push(' ');
        out.extend(FILLER.trim_end().chars().chain([' ']).cycle().take(longer).map(|c| kind.letter(c)));
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
    fn letters_change_and_what_is_held_does_not() {
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
    fn it_is_two_fifths_longer() {
        let message = "x".repeat(100);
        assert_eq!(pseudo(&message, Pseudo::Accented).chars().count(), 141);
        assert_eq!(pseudo("OK", Pseudo::Accented), "⟦ÓĶ⟧");
    }

    #[test]
    fn what_has_no_text_is_as_it_was() {
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
        fn any_text_has_a_pseudo_text(message in any::<String>()) {
            pseudo(&message, Pseudo::RightToLeft);
        }
    }
}
