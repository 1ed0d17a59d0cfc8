//! Formats that hold Markdown and are not Markdown: ikiwiki's `.mdwn` and Lektor's `.lr`.

use firstaid_content::{AnchorDialect, Locale, OPAQUE, Page, PageKey, parse};
use firstaid_text::SourceFile;

fn page(file: &str, text: &str) -> Page {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new(file, text), AnchorDialect::GitHub)
}

/// The blocks of prose joined by ` | `, with `_` for text that only the generator knows; every word is where its range
/// says.
fn prose(file: &str, text: &str) -> String {
    let page = page(file, text);
    let prose = page.prose();
    for word in prose.words() {
        assert_eq!(page.source.slice(prose.source_range(word.at..word.at + word.text.len())), word.text);
    }
    let blocks = prose.blocks().map(|(.., block)| block.trim().replace(OPAQUE, "_"));
    blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join(" | ")
}

/// Each link: its text, its target as typed and its URL.
fn links(file: &str, text: &str) -> Vec<String> {
    let page = page(file, text);
    let links = page.tokens.iter().filter_map(|token| token.as_link());
    links
        .map(|link| format!("{}>{}>{}", page.source.slice(link.text), page.source.slice(link.target), link.url))
        .collect()
}

#[test]
fn links_of_a_wiki_have_a_text_and_a_page() {
    let text =
        "Ü [[two\nlines|doc/a b#é]], [[page]], [[EFF|https://eff.org]], \\[[no]] `[[no]]` [[]] [[a|]] [[x\n\ny]]\n";
    let found = links("p.mdwn", text);
    assert_eq!(found, ["two\nlines>doc/a b#é>[[doc/a b#é]]", ">page>[[page]]", "EFF>https://eff.org>https://eff.org"]);
    assert_eq!(prose("p.mdwn", "See [[*the* page|doc/x]] or [[page]].\n"), "See the page or _.");
    assert_eq!(
        prose("p.mdwn", "<p>See [[the page|doc/x]]\n[[!img a.png alt=\"A lock\"]].</p>\n"),
        "See the page _A lock."
    );
    assert_eq!(prose("p.md", "See [[doc/x|the page]].\n"), "See the page.", "other wikis have the page first");
}

#[test]
fn directives_are_no_prose_and_their_texts_are() {
    for (text, shown) in [
        ("[[!meta title=\"A **title**\"]]\n[[!meta robots=\"no index\"]]\n\nText.\n", "A title | Text."),
        ("Click [[!img a.png alt=\"the lock\" class=\"x\"]] now\n", "Click _the lock now"),
        ("[[!img a.png class=\"x\"\n  size=\"20x\"]]\nText\n", "Text"),
        (
            "[[!toggleable id=\"x\" text=\"\"\"\n# Head\n\n- item [[!tag no]]\n\n\"\"\"]]\n\nAfter.\n",
            "Head | item | After.",
        ),
        ("[[!if test=\"a(b)\" then=\"\"\"One.\"\"\" else=\"\"\"Two.\"\"\"]]\n", "_One._Two."),
        ("[[!if test=\"a\" then=\"\"\"\nOne.\n\"\"\" else=\"\"\"\nTwo.\n\"\"\"]]\n", "One. | Two."),
        ("[[!toc levels=2]]\n\n[[!table data=\"a|b\"]]\n", ""),
        ("\u{feff}[[!meta description='''Füße''']]\r\n\r\nText\r\n", "Füße | Text"),
        ("[[!open\n\nText.\n", "[[!open | Text."),
    ] {
        assert_eq!(prose("p.mdwn", text), shown, "{text:?}");
    }
    assert_eq!(
        links("p.mdwn", "[[!img a/é.png link=\"doc\" alt=\"x\"]] [[!img b.png link=no]]\n"),
        [">a/é.png>[[a/é.png]]", ">doc>[[doc]]", ">b.png>[[b.png]]"]
    );
}

#[test]
fn fields_of_lektor_are_no_prose_and_their_texts_are() {
    for (text, shown) in [
        (
            "_model: page\n---\ntitle: Ünder *attack*\n---\nbody:\n\n# Head\n\nText\nmore.\n",
            "Ünder attack | Head | Text more.",
        ),
        ("sort_key: 10\n---\nimage: a-b.png\n---\npub_date: 2020-01-31\n", ""),
        ("body: Short [link](a/) here\n---\n_discoverable:\n\nno text\n", "Short link here"),
        (
            "body:\n\n#### text ####\ntext: A whole sentence\n----\nclass: wide\n#### html-x ####\nhtml:\n\nMore.\n",
            "A whole sentence | More.",
        ),
        ("\u{feff}title: One\r\n---\r\nbody:\r\n\r\nTwo\r\n", "One | Two"),
        ("body:\n\n----\n\nA rule and\n\n```\ncode: x\n---\n", "A rule and"),
        ("title:Über\n", "Über"),
        ("", ""),
    ] {
        assert_eq!(prose("contents.lr", text), shown, "{text:?}");
    }
    assert_eq!(links("a/contents.lr", "body:\n\n[é](../ü/)\n"), ["é>../ü/>../ü/"]);
}
