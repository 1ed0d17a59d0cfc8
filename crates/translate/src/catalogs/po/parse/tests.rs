use super::*;

fn error(text: &str) -> String {
    parse("es/Page.po", text).unwrap_err().to_string()
}

#[test]
fn carriage_returns_end_lines_and_lose_no_entry() {
    let text = "# Ana\n#, fuzzy\nmsgid \"a # b\"\nmsgstr \"c\"\n\n#. note\nmsgid \"d\"\nmsgstr \"\"\n\"e \"\n\"f\"\n";
    let wanted = parse("x.po", text).unwrap();
    for line_end in ["\r", "\r\n", "\r\r\n"] {
        let mut found = parse("x.po", &text.replace('\n', line_end)).unwrap();
        assert_eq!(found.style.crlf, line_end == "\r\n", "{line_end:?}");
        for (found, wanted) in found.entries.iter_mut().zip(&wanted.entries) {
            found.place = wanted.place.clone();
        }
        assert_eq!(found.entries, wanted.entries, "{line_end:?}");
    }
    let mixed = parse("x.po", &format!("{}\n", text.replace('\n', "\r"))).unwrap();
    assert_eq!(mixed.entries.len(), 2);
}

#[test]
fn all_parts_of_an_entry_are_read() {
    let text = "# mine\n#\n#no space\n#. theirs\n#: a.md:1 b.md:2\n#: \u{2068}c d.md\u{2069}:3\n#, fuzzy, range: 0..3\n\
                #, no-wrap\n#= todo\n#| msgctxt \"old c\"\n#| msgid \"\"\n#| \"old \"\n#| \"id\"\n#| msgid_plural \"olds\"\n\
                msgctxt \"c\"\nmsgid \"id\"\nmsgid_plural \"ids\"\nmsgstr[0] \"uno\"\nmsgstr[1] \"\"\n\"dos\"\n";
    let entry = &parse("x.po", text).unwrap().entries[0];
    assert_eq!(entry.comments, ["mine", "", "no space"]);
    assert_eq!(entry.extracted, ["theirs"]);
    assert_eq!(entry.references, ["a.md:1", "b.md:2", "\u{2068}c d.md\u{2069}:3"]);
    assert_eq!(entry.flags, ["fuzzy", "range: 0..3", "no-wrap", "todo"]);
    let previous = entry.previous.as_ref().unwrap();
    assert_eq!(
        (previous.context.as_deref(), &*previous.id, previous.plural.as_deref()),
        (Some("old c"), "old id", Some("olds"))
    );
    assert_eq!((entry.context.as_deref(), &*entry.id, entry.plural.as_deref()), (Some("c"), "id", Some("ids")));
    assert_eq!(entry.strings, ["uno", "dos"]);
    assert_eq!(&text[entry.place.id], "\"id\"");
    assert_eq!(&text[entry.place.strings[1]], "\"\"\n\"dos\"");
    assert_eq!(&text[entry.place.entry], text.trim_end());
}

#[test]
fn quirks_of_files_are_accepted() {
    let text = "\u{feff}\r\n# a\r\n\r\nmsgid \"x\"\r\nmsgstr \"1\"\r\n\"2\\r\\n\"\r\n\r\nmsgctxt \"\" msgid\"x\"msgstr\"y\"\
                \r\n#~| msgid \"o\"\r\n#~ msgid \"old\"\r\n#~ msgstr \"viejo\"\r\n# the end";
    let catalog = parse("x.po", text).unwrap();
    let [first, second, third] = &*catalog.entries else { panic!("{catalog:?}") };
    assert_eq!((&*first.comments, first.string()), (&["a".to_owned()][..], "12\r\n"));
    assert_eq!((second.context.as_deref(), second.string()), (Some(""), "y"));
    assert!(third.obsolete && third.previous.is_some());
    assert_eq!(catalog.trailing, ["# the end"]);
    assert_eq!(parse("x.po", "").unwrap(), Catalog::default());
}

#[test]
fn the_header_is_apart_with_its_comments_and_flags() {
    let text = "# Team\n#, fuzzy\nmsgid \"\"\nmsgstr \"Language: es\\n\"\n\nmsgctxt \"\"\nmsgid \"\"\nmsgstr \"x\"\n";
    let catalog = parse("x.po", text).unwrap();
    assert_eq!(catalog.header.get("language"), Some("es"));
    assert_eq!(catalog.header.entry().unwrap().comments, ["Team"]);
    assert!(catalog.header.entry().unwrap().is_fuzzy());
    assert_eq!(catalog.entries.len(), 1);
}

#[test]
fn errors_name_the_line_and_the_cause() {
    let cases = [
        ("msgid \"a\nmsgstr \"\"", "1: the string does not end on its line"),
        ("msgid \"a\"\nmsgstr \"b", "2: the string does not end on its line"),
        ("msgid \"a\"\nmsgstr \"\"\n\"\\w\"", "3: unknown escape `\\w`"),
        ("msgid \"\\303\"\nmsgstr \"\"", "1: the escapes are not valid UTF-8"),
        ("\nmsgidd \"a\"", "2: unknown keyword `msgidd`"),
        ("domain \"x\"", "1: unknown keyword `domain`"),
        ("\"x\"", "1: `msgid` is missing before `\"x\"`"),
        ("msgid \"a\"\n\nmsgid \"b\"", "3: `msgstr` is missing before `msgid`"),
        ("msgid \"a\"", "1: `msgstr` is missing"),
        ("msgid\nmsgstr \"a\"", "2: a string is missing before `msgstr`"),
        ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"", "3: `[` is missing before `\"c\"`"),
        ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"", "3: expected `msgstr[0]`, found `msgstr[1]`"),
        ("msgid \"a\"\nmsgstr[0] \"c\"", "2: a string is missing before `[0]`"),
        ("#~ msgid \"a\"\nmsgstr \"c\"", "2: one part of the entry is obsolete (`#~`) and another is not"),
        ("#| msgid \"a\"\n", "2: `msgid` is missing"),
        ("#| msgctxt \"a\"\nmsgid \"b\"", "2: `#|` is not expected here"),
        ("msgid \"a\"\nmsgstr \"\"\n\n#~ msgid \"a\"\n#~ msgstr \"\"", "4: the same message as on line 1"),
        ("msgid \"a\"\nmsgstr \"\"\n\n<<<<<<< ours\n", "4: an unresolved merge conflict"),
        (
            "\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=KLINGON-8\\n\"",
            "3: the charset `KLINGON-8` is not known; save the file as UTF-8",
        ),
        ("msgid \"a\"\nmsgstr \"\"\n\u{1}", "3: `\\u{1}` is not expected here"),
        (
            "msgid \"a\"\nmsgstr \"\"\n\"#-#-#-#-#  x.po  #-#-#-#-#\\n\"\n\"b\"\n",
            "3: several translations that `msgcat` put together (`#-#-#-#-#`); keep the right one",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text), format!("es/Page.po:{expected}"), "{text}");
    }
}
