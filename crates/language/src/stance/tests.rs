//! Each language's sentences, with what they say of the name in them.
//!
//! In `tests/<language>.txt` the name between `«` and `»` is asked about, other names stand between `‹` and `›`, and
//! `Newname` is what it is called today. A headline is a cue, `None`, `Advice` (none, or advised) or `Other` (any cue
//! but advice).

use super::*;

fn check(language: &str, text: &str) {
    let mut wanted = "";
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(headline) = line.strip_prefix("## ") {
            wanted = headline;
            continue;
        }
        let found = cue_of(language, line);
        let is_advice = matches!(found, None | Some(Cue::Advised));
        let is_right = match wanted {
            "Advice" => is_advice,
            "Other" => !is_advice,
            _ => found.map_or("None".to_owned(), |cue| format!("{cue:?}")) == wanted,
        };
        if !is_right {
            wrong.push(format!("{wanted}, not {found:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{language}: {wrong:#?}");
}

fn cue_of(language: &str, marked: &str) -> Option<Cue> {
    let mut text = String::new();
    let (mut names, mut asked, mut start) = (Vec::new(), 0, 0);
    for c in marked.chars() {
        match c {
            '«' | '‹' => start = text.len(),
            '»' | '›' => {
                asked = if c == '»' { start } else { asked };
                names.push(start..text.len());
            }
            _ => text.push(c),
        }
    }
    let sentence = Sentence::new(&text, 0..text.len(), &names);
    let is_new_name = |token: &Token<'_>| &text[token.range.clone()] == "Newname";
    let is_system = text[asked..].starts_with("Windows");
    let subject =
        Subject { is_new_name: &is_new_name, is_renamed: true, is_system, is_spelling: false, end_year: Some(2014) };
    cue(language, &sentence, sentence.token_at(asked)?, &subject)
}

#[test]
fn english_sentences() {
    check("en", include_str!("tests/en.txt"));
}

#[test]
fn spanish_sentences() {
    check("es", include_str!("tests/es.txt"));
}

#[test]
fn portuguese_sentences() {
    check("pt", include_str!("tests/pt.txt"));
}

#[test]
fn italian_sentences() {
    check("it", include_str!("tests/it.txt"));
}

#[test]
fn french_sentences() {
    check("fr", include_str!("tests/fr.txt"));
}

#[test]
fn german_sentences() {
    check("de", include_str!("tests/de.txt"));
}

#[test]
fn russian_sentences() {
    check("ru", include_str!("tests/ru.txt"));
}

#[test]
fn arabic_sentences() {
    check("ar", include_str!("tests/ar.txt"));
}

#[test]
fn headings_speak_for_their_sections() {
    let heading = |text: &str| heading_cue("en", &Sentence::new(text, 0..text.len(), &[]));
    assert_eq!(heading("Moving over from it"), Some(Cue::Left));
    assert_eq!(heading("Discontinued tools"), Some(Cue::Gone));
    assert_eq!(heading("Make a volume"), None);
}

#[test]
fn headers_speak_for_their_columns() {
    let says = |language: &str, text: &str, is_own| {
        header_cue(language, &Sentence::new(text, 0..text.len(), &[]), is_own).is_some()
    };
    for (language, own) in [
        ("en", "Then"),
        ("de", "Früher"),
        ("es", "Antes"),
        ("fr", "Autrefois"),
        ("it", "Prima"),
        ("pt", "Antes"),
        ("ru", "Раньше"),
        ("ar", "سابقا"),
    ] {
        assert!(says(language, own, true) && !says(language, own, false), "{language}");
    }
    for (language, any) in [
        ("en", "Last update"),
        ("de", "Letzte Version"),
        ("es", "Última versión"),
        ("fr", "Dernière version"),
        ("it", "Ultima versione"),
        ("pt", "Última versão"),
        ("ru", "Конец поддержки"),
        ("ar", "آخر تحديث"),
    ] {
        assert!(says(language, any, false), "{language}");
    }
    assert!(says("en", "Now", false) && !says("en", "Now", true) && says("en", "Used until 2015", true));
    assert!(!says("en", "Tool", true) && !says("en", "Use it for", false) && !says("de", "Programm", true));
}

#[test]
fn answers_deny_their_questions() {
    let denies = |language: &str, text: &str| is_denying_answer(language, &Sentence::new(text, 0..text.len(), &[]));
    for (language, answer) in [("en", "Not any more."), ("de", "Nein."), ("es", "No."), ("fr", "Non."), ("ru", "Нет.")]
    {
        assert!(denies(language, answer), "{language}");
    }
    assert!(!denies("en", "Yes, no doubt.") && !denies("de", "Ja.") && !denies("fr", ""));
}
