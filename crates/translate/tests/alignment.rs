//! Alignment of pages and their translations: which segments belong together.

use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;
use firstaid_translate::{Pair, SURE, align, segments};

fn page(text: &str) -> Page {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub)
}

fn pairs(source: &str, target: &str) -> Vec<Pair> {
    let (source, target) = (page(source), page(target));
    align(&source, &segments(&source), &target, &segments(&target))
}

/// Pairs as `source=target`: segments by index, joined by `+`; `-` for none; `?` after a pair below [`SURE`].
fn shown(pairs: &[Pair]) -> String {
    let side = |range: &std::ops::Range<usize>| {
        if range.is_empty() {
            "-".to_owned()
        } else {
            range.clone().map(|n| n.to_string()).collect::<Vec<_>>().join("+")
        }
    };
    let pair = |pair: &Pair| {
        let doubt = if pair.confidence < SURE { "?" } else { "" };
        format!("{}={}{doubt}", side(&pair.source), side(&pair.target))
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join(" ")
}

/// The pairs as [`shown`] writes them, without their `?`.
fn found(source: &str, target: &str) -> String {
    shown(&pairs(source, target)).replace('?', "")
}

const SOURCE: &str = "\
---
title: My account was taken
summary: First steps
---
# My account was taken

Somebody else may be reading your messages right now. Stay calm and write down what you saw, and when.

## Find out what happened

Look at the list of recent activity. Google shows it at [your security page](https://myaccount.google.com/security), \
other services under \"sessions\".

- Do you see a device that you do not know?
- Did you receive a mail about a new password?
- Do friends tell you about strange messages?

If you answer one of these questions with yes, go on below.

## Get it back

1. Use a computer that you trust.
2. Open the recovery page of the service.
3. Set a new password of at least 20 characters.
4. Turn on the second factor, with Aegis or a hardware key.

## Ask for help

Write to help@accessnow.org. They answer within 2 hours, in 9 languages.
";

const SPANISH: &str = "\
---
title: Me han quitado la cuenta
summary: Primeros pasos
---
# Me han quitado la cuenta

Puede que otra persona esté leyendo tus mensajes ahora mismo. Mantén la calma y anota qué viste y cuándo.

## Averigua qué pasó

Mira la lista de actividad reciente. Google la muestra en \
[tu página de seguridad](https://myaccount.google.com/security), otros servicios en «sesiones».

- ¿Ves un dispositivo que no conoces?
- ¿Recibiste un correo sobre una contraseña nueva?
- ¿Tus amistades te hablan de mensajes extraños?

Si respondes que sí a una de estas preguntas, sigue leyendo.

## Recupérala

1. Usa un ordenador en el que confíes.
2. Abre la página de recuperación del servicio.
3. Pon una contraseña nueva de al menos 20 caracteres.
4. Activa el segundo factor, con Aegis o una llave física.

## Pide ayuda

Escribe a help@accessnow.org. Responden en 2 horas, en 9 idiomas.
";

fn without(text: &str, part: &str) -> String {
    assert!(text.contains(part), "{part}");
    text.replacen(part, "", 1)
}

fn with(text: &str, part: &str, other: &str) -> String {
    assert!(text.contains(part), "{part}");
    text.replacen(part, other, 1)
}

/// Pairs of each segment in a range with the segment `offset` places further in the target, as [`shown`] writes them.
fn straight(range: std::ops::Range<usize>, offset: isize) -> String {
    let pair = |n: usize| format!("{n}={}", n.checked_add_signed(offset).expect("a segment"));
    range.map(pair).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_complete_translation_is_paired_in_order() {
    assert_eq!(shown(&pairs(SOURCE, SPANISH)), straight(0..17, 0));
    assert_eq!(shown(&pairs(SPANISH, SOURCE)), straight(0..17, 0));
}

#[test]
fn a_missing_item_affects_no_other_pair() {
    let target = without(SPANISH, "2. Abre la página de recuperación del servicio.\n");
    assert_eq!(found(SOURCE, &target), format!("{} 12=- {}", straight(0..12, 0), straight(13..17, -1)));
}

#[test]
fn a_missing_section_affects_no_other_pair() {
    let start = SPANISH.find("## Averigua").expect("a heading");
    let end = SPANISH.find("## Recup").expect("a heading");
    let target = format!("{}{}", &SPANISH[..start], &SPANISH[end..]);
    let dropped = (4..10).map(|n| format!("{n}=-")).collect::<Vec<_>>().join(" ");
    assert_eq!(found(SOURCE, &target), format!("{} {dropped} {}", straight(0..4, 0), straight(10..17, -6)));
}

#[test]
fn merged_paragraphs_are_one_pair() {
    let target = with(
        SPANISH,
        "y cuándo.\n\n## Averigua",
        "y cuándo. [Este formulario](https://example.org/diary) te ayuda a no olvidar nada.\n\n## Averigua",
    );
    let source = with(
        SOURCE,
        "and when.\n",
        "and when.\n\n[This form](https://example.org/diary) helps you to forget nothing.\n",
    );
    assert_eq!(found(&source, &target), format!("{} 3+4=3 {}", straight(0..3, 0), straight(5..18, -1)));
}

#[test]
fn a_split_paragraph_is_one_pair() {
    let target = with(SPANISH, "reciente. Google", "reciente.\n\nGoogle");
    let target = with(&target, "Mira la lista", "Con paciencia y sin prisa, mira con mucho cuidado la lista completa");
    let source = with(SOURCE, "Look at the list", "Patiently and without hurry, look very carefully at the whole list");
    assert_eq!(found(&source, &target), format!("{} 5=5+6 {}", straight(0..5, 0), straight(6..17, 1)));
}

#[test]
fn swapped_neighbours_are_found() {
    let target = without(SPANISH, "1. Usa un ordenador en el que confíes.\n");
    let target = with(&target, "4. Activa", "3. Usa un ordenador en el que confíes.\n4. Activa");
    let swapped = with(SPANISH, "3. Pon una contraseña nueva de al menos 20 caracteres.\n", "");
    let swapped = with(&swapped, "física.\n", "física.\n4. Pon una contraseña nueva de al menos 20 caracteres.\n");
    assert_eq!(found(SOURCE, &swapped), format!("{} 13=14 14=13 15=15 16=16", straight(0..13, 0)));
    // If no word, number or length distinguishes the segments, the pairs are not sure.
    assert!(pairs(SOURCE, &target).iter().filter(|pair| pair.source.start == 11).all(|pair| pair.confidence < SURE));
}

#[test]
fn a_moved_section_is_found() {
    let start = SPANISH.find("## Averigua").expect("a heading");
    let end = SPANISH.find("## Recup").expect("a heading");
    let target = format!("{}{}\n{}", &SPANISH[..start], &SPANISH[end..], &SPANISH[start..end]);
    let found = pairs(SOURCE, &target);
    let at = |n: usize| found.iter().find(|pair| pair.source.contains(&n)).map(|pair| pair.target.clone());
    assert_eq!((at(5), at(12), at(16)), (Some(12..13), Some(6..7), Some(10..11)));
}

#[test]
fn a_heading_of_another_level_is_the_same_heading() {
    let target = SPANISH.replace("\n## ", "\n### ");
    assert_eq!(found(SOURCE, &target), straight(0..17, 0));
}

#[test]
fn headings_that_became_bold_lines_are_still_headings() {
    let target =
        SPANISH.replace("## Averigua qué pasó", "**Averigua qué pasó**").replace("## Pide ayuda", "**Pide ayuda**");
    assert_eq!(found(SOURCE, &target), straight(0..17, 0));
}

#[test]
fn an_untranslated_block_belongs_to_its_source() {
    let target = with(
        SPANISH,
        "Si respondes que sí a una de estas preguntas, sigue leyendo.",
        "If you answer one of these questions with yes, go on below.",
    );
    assert_eq!(shown(&pairs(SOURCE, &target)), straight(0..17, 0));
}

#[test]
fn a_note_of_the_translator_is_unpaired() {
    let target = with(
        SPANISH,
        "## Pide ayuda\n",
        "*Nota de la traducción: en tu país puede haber otras leyes.*\n\n## Pide ayuda\n",
    );
    assert_eq!(found(SOURCE, &target), format!("{} -=15 {}", straight(0..15, 0), straight(15..17, 1)));
}

#[test]
fn lists_with_blank_lines_and_other_nesting_are_the_same_lists() {
    let target = SPANISH.replace("\n- ¿", "\n\n  - ¿").replace("\n2. ", "\n\n2. ").replace("\n3. ", "\n\n3. ");
    assert_eq!(found(SOURCE, &target), straight(0..17, 0));
}

#[test]
fn pages_in_different_scripts_are_paired() {
    let source = "# Trust\n\nA key has a fingerprint, of 40 digits.\n\nAsk for it on another channel, such as Signal, and compare \
                  every digit of it before you write anything that matters.\n\nKeep it.\n";
    let target = "# الثقة\n\nلكل مفتاح بصمة من ٤٠ خانة.\n\nملاحظة من المترجم.\n\nاطلبها عبر قناة أخرى مثل Signal وقارن كل خانة \
                  منها قبل أن تكتب أي شيء مهم.\n\nاحتفظ بها.\n";
    assert_eq!(found(source, target), "0=0 1=1 -=2 2=3 3=4");
}

#[test]
fn front_matter_is_paired_by_its_keys() {
    let source = "---\ntitle: A\nsummary: B\n---\nText.\n";
    let target = "---\nsummary: Be\ndescription: De\n---\nTexto.\n";
    assert_eq!(shown(&pairs(source, target)), "0=- 1=0 -=1 2=2");
}

#[test]
fn a_page_without_segments_has_no_pairs() {
    assert_eq!(shown(&pairs("", "")), "");
    assert_eq!(shown(&pairs("One.\n\nTwo.\n", "")), "0=- 1=-");
    assert_eq!(shown(&pairs("", "One.\n\nTwo.\n")), "-=0 -=1");
}

/// Larger than the limit of the full search, so that only a band around anchors is searched.
#[test]
fn a_large_page_is_paired_through_its_anchors() {
    let block = |n: usize, word: &str| {
        if n.is_multiple_of(5) {
            format!("{word} https://example.org/{n}\n\n")
        } else {
            format!("{}\n\n", vec![word; n % 7 + 3].join(" "))
        }
    };
    let source: String = (0..1500).map(|n| block(n, "word.")).collect();
    let target: String = (0..1500).filter(|n| !(300..500).contains(n)).map(|n| block(n, "mot.")).collect();
    let found = pairs(&source, &target);
    let is_right = |pair: &&Pair| match (pair.source.start, pair.target.start) {
        _ if pair.source.is_empty() => false,
        (300..500, _) => pair.target.is_empty(),
        (n, m) => pair.target.len() == 1 && n == if m < 300 { m } else { m + 200 },
    };
    assert!(found.iter().filter(is_right).count() >= 1450, "{}", shown(&found));
}

/// A long page: the body of a page repeated as chapters, each with its own numbers, addresses and names.
fn book(page: &str, chapters: &[usize]) -> String {
    let body = &page[page.find("# ").expect("a heading")..];
    let chapter = |n: &usize| {
        let own = [("accessnow", format!("example{n}")), ("Aegis", format!("Key{n}")), ("Google", format!("Site{n}"))];
        let numbered = body.replace(" 20 ", &format!(" {} ", n + 20)).replace("/security", &format!("/security{n}"));
        own.iter().fold(numbered, |text, (word, other)| text.replace(word, other))
    };
    chapters.iter().map(chapter).collect()
}

/// Number of segments of each chapter.
const CHAPTER: usize = 15;

#[test]
fn a_change_in_a_long_page_is_found_where_it_is() {
    let chapters: Vec<usize> = (0..12).collect();
    let target = book(SPANISH, &chapters);
    let fifth = target.match_indices("2. Abre").nth(5).expect("a chapter").0;
    let target = format!(
        "{}{}",
        &target[..fifth],
        without(&target[fifth..], "2. Abre la página de recuperación del servicio.\n")
    );
    let at = 5 * CHAPTER + 10;
    let all = pairs(&book(SOURCE, &chapters), &target);
    let expected = format!("{} {at}=- {}", straight(0..at, 0), straight(at + 1..12 * CHAPTER, -1));
    assert_eq!(shown(&all).replace('?', ""), expected);
    let is_far = |pair: &&Pair| pair.source.start.abs_diff(at) > 2 * CHAPTER;
    assert!(all.iter().filter(is_far).all(|pair| pair.confidence >= SURE), "{}", shown(&all));
}

#[test]
fn a_chapter_moved_across_a_long_page_is_found() {
    let target = book(SPANISH, &[0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 11]);
    let all = pairs(&book(SOURCE, &(0..12).collect::<Vec<_>>()), &target);
    let moved = all.iter().filter(|pair| CHAPTER <= pair.source.start && pair.source.start < 2 * CHAPTER);
    let right = moved.filter(|pair| pair.target.start == pair.source.start + 9 * CHAPTER).count();
    assert!(right * 3 >= CHAPTER * 2, "{}", shown(&all));
    assert!(
        all.iter().all(|pair| pair.confidence < SURE || pair.source.is_empty() || pair.target.is_empty() || {
            let (from, to) = (pair.source.start / CHAPTER, pair.target.start / CHAPTER);
            to == match from {
                0 | 11 => from,
                1 => 10,
                _ => from - 1,
            }
        }),
        "{}",
        shown(&all)
    );
}
