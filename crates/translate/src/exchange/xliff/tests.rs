//! Cases of export and import together.

use firstaid_content::Locale;
use proptest::prelude::*;

use super::{State, Translation, export, export_1_2, import};
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

fn exported_1_2(catalog: &Catalog) -> String {
    export_1_2(&locale("en"), &locale("es"), &[("Passwords", catalog)], State::of)
}

fn imported(text: &str, catalog: &Catalog) -> Result<Vec<Translation>, String> {
    let delivery =
        import("es.xlf", text, &locale("es"), &[("Passwords", catalog)]).map_err(|error| error.to_string())?;
    delivery.refused.first().map_or(Ok(delivery.translations.clone()), |error| Err(error.to_string()))
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
        <note category=\"firstaid:exported\">{:016x}</note>
      </notes>
      <originalData>
        <data id=\"d1\">{{1}}</data>
        <data id=\"d2\">{{2}}</data>
      </originalData>
      <segment state=\"translated\">
        <source>Read [this]({one}), {two} &amp; {again}</source>
        <target>Lee {two}, [esto]({one}) y {again}</target>
      </segment>
    ",
        crate::hash::hash("Lee {2}, [esto]({1}) y {1}".as_bytes())
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
    let changed = parse("x.po", &PO.replace("Bell", "Bells")).unwrap();
    let unit = text.split("<unit").nth(1).unwrap();
    let twice = text.replacen(unit, &format!("{unit}<unit{unit}"), 1);
    let cases = [
        (
            text.replace("original=\"Passwords\"", "original=\"Other\""),
            &catalog,
            "3: there is no catalog of the page `Other`",
        ),
        (text.replace("trgLang=\"es\"", "trgLang=\"fr\""), &catalog, "2: the language is `fr`, not `es`"),
        (text.replace("document:2.0", "document:3.0"), &catalog, "2: not XLIFF 1.2 or 2: the root element is `xliff`"),
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
fn bad_units_cost_no_good_ones() {
    let catalog = parse("x.po", PO).unwrap();
    let text = exported(&catalog).replace("<target>día</target>", "<target>día {1}</target>");
    let delivery = import("es.xlf", &text, &locale("es"), &[("Passwords", &catalog)]).unwrap();
    assert_eq!((delivery.translations.len(), delivery.refused.len()), (3, 1));
    let line = text.lines().position(|line| line.contains("día {1}")).unwrap() as u32 + 1;
    assert!((line - 8..line).contains(&delivery.refused[0].line));
    let of_a_page_that_is_gone = text.replacen("</file>", "</file><file id=\"f2\" original=\"Gone\"/>", 1);
    let delivery = import("es.xlf", &of_a_page_that_is_gone, &locale("es"), &[("Passwords", &catalog)]).unwrap();
    assert_eq!((delivery.translations.len(), delivery.refused.len()), (3, 2));
}

#[test]
fn a_region_of_the_language_is_the_language() {
    let catalog = parse("x.po", PO).unwrap();
    for (from, to) in [("trgLang=\"es\"", "trgLang=\"es-ES\""), ("target-language=\"es\"", "target-language=\"es_MX\"")]
    {
        for text in [exported(&catalog), exported_1_2(&catalog)] {
            assert_eq!(imported(&text.replace(from, to), &catalog).unwrap().len(), 4);
        }
    }
    let other = exported_1_2(&catalog).replace("target-language=\"es\"", "target-language=\"fr\"");
    assert!(imported(&other, &catalog).unwrap_err().contains("the language is `fr`, not `es`"));
}

#[test]
fn a_copy_of_the_source_is_no_translation() {
    let source = "<source>a <ph id=\"1\" dataRef=\"d1\"/></source>";
    let copy = source.replace("source", "target");
    for state in ["", " state=\"initial\""] {
        let (text, catalog) = with_unit(&format!("<segment{state}>{source}{copy}</segment>"));
        assert_eq!(imported(&text, &catalog).unwrap(), []);
    }
    let (text, catalog) = with_unit(&format!("<segment state=\"translated\">{source}{copy}</segment>"));
    assert_eq!(imported(&text, &catalog).unwrap().len(), 1);
}

#[test]
fn targets_stand_in_the_order_that_the_tool_gave() {
    let catalog =
        Catalog { entries: vec![Entry::untranslated(None, "Fill it. Boil it.".into())], ..Catalog::default() };
    let exported = exported(&catalog);
    let (start, end) = (exported.find("<segment").unwrap(), exported.find("    </unit>").unwrap());
    let segment = |source: &str, order: &str, target: &str| {
        format!("<segment state=\"final\"><source>{source}</source><target{order}>{target}</target></segment>")
    };
    let ignorable = "<ignorable><source> </source></ignorable>";
    let read = |inside: String| imported(&format!("{}{inside}{}", &exported[..start], &exported[end..]), &catalog);
    let text = |inside: String| read(inside).map(|found| found[0].text.clone());
    let (third, first) = (" order=\"3\"", " order=\"1\"");
    let as_typed = segment("Fill it.", "", "Füllen.") + ignorable + &segment("Boil it.", "", "Kochen.");
    assert_eq!(text(as_typed), Ok("Füllen. Kochen.".to_owned()));
    let turned = segment("Fill it.", third, "nach dem Füllen.") + ignorable + &segment("Boil it.", first, "Kochen");
    assert_eq!(text(turned), Ok("Kochen nach dem Füllen.".to_owned()));
    let without_white_space = segment("Fill it. ", " order=\"2\"", "Füllen. ") + &segment("Boil it.", first, "Kochen.");
    let run_together = segment("Fill it. ", "", "Füllen.") + &segment("Boil it.", "", "Kochen.");
    let in_japanese = segment("Fill it. ", "", "満たす。") + &segment("Boil it.", "", "沸かす。");
    assert_eq!(text(in_japanese), Ok("満たす。沸かす。".to_owned()));
    let twice = segment("Fill it.", first, "Füllen.") + ignorable + &segment("Boil it.", first, "Kochen.");
    for inside in [without_white_space, run_together, twice] {
        assert!(text(inside).unwrap_err().contains("cannot be put into the order"));
    }
}

#[test]
fn what_tools_do_to_version_1_is_undone() {
    let catalog = Catalog { entries: vec![Entry::untranslated(None, "a {1}".into())], ..Catalog::default() };
    let text = exported_1_2(&catalog);
    assert!(text.contains("<source>a <ph id=\"1\">{1}</ph></source>\n        <note"), "{text}");
    let read = |target: &str| {
        let whole = format!("</source><seg-source>x</seg-source>{target}");
        let found = imported(&text.replace("</source>", &whole), &catalog);
        found.map(|found| found.into_iter().map(|unit| (unit.text, unit.state)).collect::<Vec<_>>())
    };
    let marked =
        "<target><mrk mtype=\"seg\" mid=\"0\">una </mrk><mrk mtype=\"seg\"><ph id=\"1\">{1}</ph></mrk></target>";
    let una = || "una {1}".to_owned();
    assert_eq!(read(marked), Ok(vec![(una(), State::Translated)]));
    assert_eq!(
        read(&marked.replacen("<target>", "<target state=\"signed-off\">", 1)),
        Ok(vec![(una(), State::Reviewed)])
    );
    assert_eq!(read("<target state=\"needs-translation\">a <ph id=\"1\">{1}</ph></target>"), Ok(Vec::new()));
    assert!(read("<target>una</target>").unwrap_err().contains("the source has {1}, the translation none"));
    assert!(read("<target>una <g id=\"2\">{1}</g></target>").unwrap_err().contains("unexpected element `g`"));
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
        let expected: Vec<_> = catalog.entries.iter().map(|entry| (&*entry.id, entry.string())).collect();
        for text in [exported(&catalog), exported_1_2(&catalog)] {
            let found = imported(&text, &catalog).unwrap();
            let found: Vec<_> = found.iter().map(|unit| (&*unit.id, &*unit.text)).collect();
            prop_assert_eq!(&found, &expected);
        }
    }

    #[test]
    fn damaged_files_are_read_or_refused(at: prop::sample::Index, damage in "(<|>|&|\"|/|<ph|<target>|</unit>|.){0,3}", len in 0..6_usize) {
        let catalog = parse("x.po", PO).unwrap();
        for text in [exported(&catalog), exported_1_2(&catalog)] {
            let mut text: Vec<char> = text.chars().collect();
            let at = at.index(text.len());
            text.splice(at..text.len().min(at + len), damage.chars());
            let _ = imported(&String::from_iter(text), &catalog);
        }
    }
}
