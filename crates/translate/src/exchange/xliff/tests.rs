//! Cases of export and import together.

use firstaid_content::Locale;
use proptest::prelude::*;

use super::{State, Translation, export, import};
use crate::catalogs::po::{Catalog, Entry, parse};

fn locale(tag: &str) -> Locale {
    Locale::new(tag).unwrap()
}

const PO: &str = "#. Passwords > heading\n# ask Ana\nmsgctxt \"h1\"\nmsgid \"Read [this]({1}), {2} & {1}\"\n\
    msgstr \"Lee {2}, [esto]({1}) y {1}\"\n\n#, fuzzy\nmsgid \"Bell\\a\"\nmsgstr \"Timbre\\a\"\n\nmsgid \"New\"\nmsgstr \"\"\n\n\
    msgid \"day\"\nmsgid_plural \"days\"\nmsgstr[0] \"día\"\nmsgstr[1] \"días\"\n\n#~ msgid \"Old\"\n#~ msgstr \"Viejo\"\n";

fn exported(catalog: &Catalog) -> String {
    export(&locale("en"), &locale("es"), &[("Passwords", catalog)], State::of)
}

fn imported(text: &str, catalog: &Catalog) -> Result<Vec<Translation>, String> {
    import("es.xlf", text, &locale("es"), &[("Passwords", catalog)]).map_err(|error| error.to_string())
}

#[test]
fn a_unit_has_its_notes_placeholders_and_state() {
    let text = exported(&parse("x.po", PO).unwrap());
    let unit = &text[text.find("<unit").unwrap()..text.find("</unit>").unwrap()];
    let ph = |id: &str, data: &str, shown: &str| {
        format!(
            "<ph id=\"{id}\" dataRef=\"{data}\" equiv=\"{shown}\" disp=\"{shown}\" canCopy=\"no\" canDelete=\"no\"/>"
        )
    };
    let (one, two, again) = (ph("1", "d1", "{1}"), ph("2", "d2", "{2}"), ph("1-2", "d1", "{1}"));
    let expected = format!(
        "<unit id=\"u15eca3dd1d63ff4d\" name=\"h1\" canResegment=\"no\">
      <notes>
        <note category=\"location\">Passwords &gt; heading</note>
        <note category=\"translator\">ask Ana</note>
      </notes>
      <originalData>
        <data id=\"d1\">{{1}}</data>
        <data id=\"d2\">{{2}}</data>
      </originalData>
      <segment state=\"translated\">
        <source>Read [this]({one}), {two} &amp; {again}</source>
        <target>Lee {two}, [esto]({one}) y {again}</target>
      </segment>
    "
    );
    assert_eq!(unit, expected);
    assert!(
        text.contains(
            "<segment state=\"initial\" subState=\"firstaid:fuzzy\">\n        <source>Bell<cp hex=\"0007\"/>"
        )
    );
    assert!(text.contains("<segment state=\"initial\">\n        <source>New</source>\n      </segment>"));
    assert!(!text.contains("Old"));
}

#[test]
fn translations_are_identified_by_message_and_form() {
    let catalog = parse("x.po", PO).unwrap();
    let text = exported(&catalog).replace("state=\"translated\"", "state=\"final\"");
    let found = imported(&text, &catalog).unwrap();
    let found: Vec<_> = found.iter().map(|unit| (&*unit.id, unit.form, &*unit.text, unit.state)).collect();
    let expected = [
        ("Read [this]({1}), {2} & {1}", 0, "Lee {2}, [esto]({1}) y {1}", State::Final),
        ("Bell\u{7}", 0, "Timbre\u{7}", State::Initial),
        ("day", 0, "día", State::Final),
        ("day", 1, "días", State::Final),
    ];
    assert_eq!(found, expected);
}

/// A file with one unit, whose inside is given, for the message `a {1}`.
fn with_unit(inside: &str) -> (String, Catalog) {
    let catalog = Catalog { entries: vec![Entry::untranslated(None, "a {1}".into())], ..Catalog::default() };
    let text = exported(&catalog);
    let (start, end) = (text.find("<segment").unwrap(), text.find("    </unit>").unwrap());
    (format!("{}{inside}{}", &text[..start], &text[end..]), catalog)
}

#[test]
fn what_tools_do_to_segments_is_undone() {
    let ph = "<ph id=\"1\" dataRef=\"d1\"/>";
    let (text, catalog) = with_unit(&format!(
        "<segment state=\"reviewed\"><source><mrk id=\"m\" type=\"term\">a</mrk></source><target>una</target></segment>\
         <ignorable><source> </source></ignorable>\
         <segment state=\"translated\"><source><sm id=\"s\"/>{ph}<em startRef=\"s\"/></source><target>{ph}<!-- ok --></target></segment>"
    ));
    let found = imported(&text, &catalog).unwrap();
    assert_eq!((&*found[0].text, found[0].state), ("una {1}", State::Translated));
}

#[test]
fn damaged_units_are_refused() {
    let source = "<source>a <ph id=\"1\" dataRef=\"d1\"/></source>";
    let cases = [
        (
            format!("<segment>{source}<target>una</target></segment>"),
            "`u0000` differ: the source has {1}, the translation none",
        ),
        (
            format!("<segment>{source}<target>una {{1}} {{2}}</target></segment>"),
            "the source has {1}, the translation {1} {2}",
        ),
        (format!("<segment>{source}<target><ph id=\"1\"/></target></segment>"), "unexpected element `ph`"),
        (format!("<segment>{source}<target><pc id=\"9\">x</pc></target></segment>"), "unexpected element `pc`"),
        (
            format!("<segment>{source}<target><cp hex=\"D800\"/></target></segment>"),
            "`D800` is not the code of a character",
        ),
        (
            format!("<segment state=\"done\">{source}<target>{{1}}</target></segment>"),
            "`done` is not a state of a segment",
        ),
        ("<segment><source>b</source><target>c</target></segment>".to_owned(), "is not the one that was exported"),
        ("<segment><target>c</target></segment>".to_owned(), "`source` is missing"),
        (
            "<segment><source>a </source><target>x</target></segment><segment><source>{1}</source></segment>"
                .to_owned(),
            "is translated only in part",
        ),
        (format!("<segment>{source}<target>una</segment>"), "broken XML: expected 'target' tag, not 'segment'"),
    ];
    for (inside, expected) in cases {
        let (text, catalog) = with_unit(&inside);
        let error = imported(&text, &catalog).unwrap_err();
        let id = text.split("unit id=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(error.starts_with("es.xlf:") && error.contains(&expected.replace("u0000", id)), "{error}");
    }
}

#[test]
fn foreign_and_outdated_files_are_refused() {
    let catalog = parse("x.po", PO).unwrap();
    let text = exported(&catalog);
    let changed = parse("x.po", &PO.replace("New", "Newer")).unwrap();
    let unit = text.split("<unit").nth(3).unwrap();
    let twice = text.replacen(unit, &format!("{unit}<unit{unit}"), 1);
    let cases = [
        (
            text.replace("original=\"Passwords\"", "original=\"Other\""),
            &catalog,
            "3: `Other` is not among the requested pages",
        ),
        (text.replace("trgLang=\"es\"", "trgLang=\"fr\""), &catalog, "2: the language is `fr`, not `es`"),
        (text.replace("document:2.0", "document:1.2"), &catalog, "2: not XLIFF 2: the root element is `xliff`"),
        (text.clone(), &changed, "is in no catalog: its source has changed since the export"),
        (twice, &catalog, "occurs twice"),
        (text.replace("<xliff", "<!DOCTYPE x><xliff"), &catalog, "es.xlf:1: broken XML: XML with DTD detected"),
    ];
    for (text, catalog, expected) in cases {
        let error = imported(&text, catalog).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn unit_ids_never_change() {
    let mut entry = Entry::untranslated(None, String::new());
    assert_eq!(super::unit::unit_id(&entry, 0), "ucbf29ce484222325");
    entry.context = Some("a".into());
    entry.id = "b".into();
    entry.plural = Some("c".into());
    assert_eq!(super::unit::unit_id(&entry, 1), "ue5c5c119041c204e.1");
}

proptest! {
    #[test]
    fn exported_texts_are_imported_unchanged(
        texts in proptest::collection::hash_map("([^\0]|\\{[0-9]{1,2}\\}|\r|\n|\t){1,20}", "[^\0{}]{1,20}", 1..4),
    ) {
        let entries: Vec<Entry> = texts
            .into_iter()
            .map(|(id, text)| {
                let placeholders: String = crate::exchange::placeholder::placeholders(&id).concat();
                Entry { strings: vec![format!("{text}{placeholders}")], ..Entry::untranslated(None, id) }
            })
            .collect();
        let catalog = Catalog { entries, ..Catalog::default() };
        let found = imported(&exported(&catalog), &catalog).unwrap();
        let found: Vec<_> = found.iter().map(|unit| (&*unit.id, &*unit.text)).collect();
        let expected: Vec<_> = catalog.entries.iter().map(|entry| (&*entry.id, entry.string())).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn damaged_files_are_read_or_refused(at: prop::sample::Index, damage in "(<|>|&|\"|/|<ph|<target>|</unit>|.){0,3}", len in 0..6_usize) {
        let catalog = parse("x.po", PO).unwrap();
        let mut text: Vec<char> = exported(&catalog).chars().collect();
        let at = at.index(text.len());
        text.splice(at..text.len().min(at + len), damage.chars());
        let _ = imported(&String::from_iter(text), &catalog);
    }
}
