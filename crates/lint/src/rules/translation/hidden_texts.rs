//! Texts that readers do not see at first: alternative texts of pictures, and titles that show when one points at a
//! link.
//!
//! Many translators leave all of them in English, and logos have names; a page that translates some of them shows which
//! others were forgotten.

use firstaid_content::{LinkStyle, Page};
use firstaid_language::NameWords;
use firstaid_text::TextRange;

use crate::PageContext;
use crate::rules::links::attributes::attributes_behind;
use crate::translation::Translation;

/// The texts of a page that equal those of its source and are words of its language, where the page translates others.
pub(super) fn forgotten(cx: &PageContext<'_>, of: &Translation<'_>) -> Vec<TextRange> {
    /// Minimum share of the texts that are translated, as the divisor of the number that are not.
    const SHARE: usize = 3;
    let (mut left, mut translated) = (Vec::new(), 0);
    for unit in of.sure_units() {
        let (there, here) = (texts(of.source, unit.source_range()), texts(cx.page, unit.target_range()));
        if there.len() != here.len() {
            continue;
        }
        for (there, here) in there.into_iter().zip(here) {
            let typed = of.source.source.slice(there);
            if !is_of_source(cx, of.source_language(), typed) {
                continue;
            }
            if typed == cx.text(here) {
                left.push(here);
            } else {
                translated += 1;
            }
        }
    }
    if translated * SHARE >= left.len() { left } else { Vec::new() }
}

/// The alternative texts and titles in a range of a page, in order.
fn texts(page: &Page, range: TextRange) -> Vec<TextRange> {
    let first = page.tokens.partition_point(|token| token.range.start() < range.start());
    let inside = page.tokens[first..].iter().take_while(|token| token.range.start() < range.end());
    let mut found = Vec::new();
    for token in inside.filter(|token| !token.in_code) {
        let Some(link) = token.as_link() else { continue };
        if link.style == LinkStyle::Image && !link.text.is_empty() {
            found.push(link.text);
        }
        found.extend(title_behind(page.text(), token.range.end()));
    }
    found
}

/// The value of `title="…"` in the list of attributes behind a place.
fn title_behind(text: &str, end: u32) -> Option<TextRange> {
    const KEY: &str = "title=\"";
    let list = attributes_behind(text, end)?;
    let at = list.find(KEY)? + KEY.len();
    let len = list[at..].find('"').filter(|len| *len > 0)?;
    // The brace is one byte.
    let start = end + 1 + at as u32;
    Some(TextRange::new(start, start + len as u32))
}

/// Whether a text has a word of the source's language that is neither one of the page's nor a part of a name.
fn is_of_source(cx: &PageContext<'_>, from: &str, text: &str) -> bool {
    let (dictionaries, speller) = (cx.world.dictionaries, cx.world.speller);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(2).is_some());
    words.into_iter().any(|word| {
        let lower = word.to_lowercase();
        let may_be_name = word.starts_with(char::is_uppercase) && cx.world.names.has_word(&lower);
        // "iOS" and "NTFS" are no words, whatever a dictionary has.
        let is_plain = word.chars().skip(1).all(char::is_lowercase);
        is_plain
            && !may_be_name
            && dictionaries.knows(from, &lower)
            && !speller.is_native(cx.language(), word)
            && !speller.is_native(cx.language(), &lower)
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn translated(locale: &str, source: &str) -> Case {
        case("untranslated-block").locale(locale).source(source)
    }

    const SOURCE: &str = "Open the gate.\n\n![Picture of the garden](a.png)\n\nWait for the others here.\n\n\
        ![Gatekeeper symbol](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"Opening Hours\" }\n";

    #[test]
    fn an_alternative_text_that_was_forgotten_is_found() {
        for (locale, page) in [
            (
                "es",
                "Abre la verja.\n\n![Imagen del jardín](a.png)\n\nEspera aquí a los demás.\n\n![«Gatekeeper symbol»](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"Horario\" }\n",
            ),
            (
                "de",
                "Öffne das Tor.\n\n![Bild des Gartens](a.png)\n\nWarte hier auf die anderen.\n\n![Zeichen des Wärters](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"«Opening Hours»\" }\n",
            ),
            (
                "fr",
                "Ouvrez la grille.\n\n![Image du jardin](a.png)\n\nAttendez les autres ici.\n\n![«Gatekeeper symbol»](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"Opening Hours\" }\n",
            ),
            (
                "ru",
                "Откройте ворота.\n\n![«Picture of the garden»](a.png)\n\nПодождите остальных здесь.\n\n![Знак сторожа](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"Часы работы\" }\n",
            ),
        ] {
            translated(locale, SOURCE).finds(page);
        }
    }

    #[test]
    fn one_translated_text_says_nothing_of_many() {
        let rows = |text: &str| format!("Wait.\n\n![{text}](a.png)\n\n").repeat(4);
        let source = format!("{SOURCE}\n{}", rows("Watering schedule"));
        translated("es", &source).finds(&format!(
            "Abre la verja.\n\n![Imagen del jardín](a.png)\n\nEspera aquí a los demás.\n\n\
             ![Gatekeeper symbol](b.png)\n\n[:door:](https://garden.example/x){{ .card title=\"Opening Hours\" }}\n\n{}",
            rows("Watering schedule").replace("Wait.", "Espera.")
        ));
    }

    #[test]
    fn texts_are_left_alone_where_the_page_translates_none_and_names_always() {
        translated("es", SOURCE).finds(
            "Abre la verja.\n\n![Picture of the garden](a.png)\n\nEspera aquí a los demás.\n\n\
             ![Gatekeeper symbol](b.png)\n\n[:door:](https://garden.example/x){ .card title=\"Opening Hours\" }\n",
        );
        let source = "Open it.\n\n![Picture of the garden](a.png)\n\nWait here.\n\n![Tor Browser](b.png)\n\n\
            Ask.\n\n![NTFS](c.png)\n";
        translated("es", source).finds(
            "Ábrelo.\n\n![Imagen del jardín](a.png)\n\nEspera aquí.\n\n![Tor Browser](b.png)\n\nPregunta.\n\n![NTFS](c.png)\n",
        );
    }
}
