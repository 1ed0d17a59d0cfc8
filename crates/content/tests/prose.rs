//! The prose of a page is the text that its readers see, without the syntax of site generators.

use firstaid_content::{AnchorDialect, Locale, OPAQUE, Page, PageKey, parse};
use firstaid_text::SourceFile;

fn page(text: &str) -> Page {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub)
}

/// The blocks of prose joined by ` | `, with `_` for text that only the generator knows.
fn prose(text: &str) -> String {
    let page = page(text);
    let prose = page.prose();
    let blocks = prose.blocks().map(|(.., block)| block.trim().replace(OPAQUE, "_"));
    blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn bodies_and_titles_of_admonitions_are_prose() {
    assert_eq!(
        prose("!!! warning \"The *title*\"\n\n    Body.\n\n        code\n\nAfter.\n"),
        "The title | Body. | After."
    );
    assert_eq!(
        prose("=== \"Tab\"\n    Body\n    more.\n\n    ??? note\n        Inner.\n"),
        "Tab | Body more. | Inner."
    );
    assert_eq!(prose(":::tip Title {.x}\n\nBody.\n\n:::\n"), "Title | Body.");
    assert_eq!(prose("> [!NOTE]\n> Body.\n\n> [!faq]- Why?\n> So.\n"), "Body. | Why? | So.");
    assert_eq!(prose("- Item\n\n    !!! note\n\n        Body.\n"), "Item | Body.");
    assert_eq!(prose("Term\n:   One\n    definition.\n: Two.\n"), "Term | One definition. | Two.");
}

#[test]
fn elements_that_say_so_hold_markdown() {
    assert_eq!(prose("<p class=\"x\" markdown>A *big* [tree](a.md) and <b>more</b></p>\n"), "A big tree and more");
    assert_eq!(prose("<div markdown=\"1\">\nSee [it](a.md)\n<p>*raw*</p></div>\n"), "See it | *raw*");
    assert_eq!(prose("<p markdown=\"0\">*raw*</p>\n\n<p data-x=\"markdown\">*raw*</p>\n"), "*raw* | *raw*");
    let page =
        page("<figure markdown>\n  <figcaption markdown>By [A. Body](https://example.org/x)</figcaption>\n</figure>\n");
    let links: Vec<_> = page.tokens.iter().filter_map(|token| token.as_link()).map(|link| &*link.url).collect();
    assert_eq!(links, ["https://example.org/x"]);
}

#[test]
fn text_that_resembles_admonitions_is_prose() {
    assert_eq!(prose("```\n!!! note\n    {{ x }}\n```\n\n    !!! note\n        x\n"), "");
    assert_eq!(prose("Really!!! Yes??? a :: b {x} 3 { 4\n"), "Really!!! Yes??? a :: b {x} 3 { 4");
    assert_eq!(prose("Write `{{` and then `}}` here.\n"), "Write _ and then _ here.");
    assert_eq!(prose("At 12:30:45, note:this:that, a:b:\n"), "At 12:30:45, note:this:that, a:b:");
}

#[test]
fn template_tags_are_unknown_or_nothing() {
    assert_eq!(prose("Hello {{ name }}, {% if x %}you{% endif %}.\n"), "Hello _, you.");
    assert_eq!(prose("{% for x in y %}\n- Item\n{% endfor %}\n"), "Item");
    assert_eq!(prose("{{< highlight sh >}}\nrm -r\n{{< /highlight >}}\n\nText {{% icon %}}.\n"), "Text _.");
    assert_eq!(prose("{% comment %}\nno\n\nno\n{% endcomment %}\nYes.{# no #}\n"), "Yes.");
    assert_eq!(
        prose("A :smile: and $$x^2$$ in [[Page|words]].\n{: .lead}\n*[A]: none\n\n[TOC]\n"),
        "A _ and _ in words."
    );
}

#[test]
fn text_of_raw_html_is_prose_and_its_code_is_not() {
    let html =
        "<div>\n<p>One &eacute;<br>two</p>\n<pre>x</pre><style>p {}</style>\n<img src=x alt=\"Shown\">\n</div>\n";
    assert_eq!(prose(html), "One é two | _ | _ | _ Shown _");
    assert_eq!(prose("Press <kbd>Ctrl</kbd> *<b>now</b>*.\n"), "Press _ now.");
}

#[test]
fn marked_languages_are_known_at_every_place() {
    let text = "One <i lang=\"fr\">deux</i> *drei*{: lang=de} four.\n\nCinq.\n{: lang=\"fr\"}\n\n<div lang=\"ru\">\n\nШесть\n\n</div>\n\n<p lang=\"es\">siete\n<p>eight\n";
    let page = page(text);
    let at = |word: &str| page.foreign_at(text.find(word).expect("a word") as u32).map(Locale::as_str);
    let words = ["One", "deux", "drei", "four", "Cinq", "Шесть", "siete", "eight"];
    let expected = [None, Some("fr"), Some("de"), None, Some("fr"), Some("ru"), Some("es"), None];
    assert_eq!(words.map(at), expected);
}

#[test]
fn ids_of_attribute_lists_are_anchors_and_includes_are_reported() {
    let ids = |text: &str| page(text).headings.iter().map(|it| it.anchor.to_string()).collect::<Vec<_>>();
    let text = "## A {#one}\n\n## B {: #two .x}\n\n## C\n{: #three}\n\nText\n\n## D {/* #four */}\n\n## E {{ x }}\n";
    assert_eq!(ids(text), ["one", "two", "three", "four", "e-"]);
    assert!(page(text).includes, "the id of the last heading is not known");
    for (text, includes) in
        [("{% include x.md %}\n", true), ("{{#include x}}\n", true), ("{{ x }} {% link y %}\n", false), ("x\n", false)]
    {
        assert_eq!(page(text).includes, includes, "{text}");
    }
}

#[test]
fn text_of_the_front_matter_is_prose_and_lines_of_it_are_markdown() {
    assert_eq!(
        prose("---\nsteps: |\n  * *One* [a](https://example.org/)\n  * Two\n\n  More.\n---\nBody.\n"),
        "One a | Two | More. | Body."
    );
    assert_eq!(
        prose("---\ntips:\n  - text: Write to them by letter only.\n    id: a-b\n---\n"),
        "Write to them by letter only."
    );
    assert_eq!(
        prose("---\nid: gmal-ostel\nimage: /img/a.png\nauthor: Ann Lee\ntags: [a, b]\nrun: a --b c d e f\n---\n"),
        ""
    );
    let page = page("---\nsteps: |\n  # One {#x}\n\n  - See [a](https://example.org/b) and `code`.\n---\n");
    assert_eq!((page.headings.len(), page.lists.len(), page.comments.len()), (0, 0, 0));
    let urls: Vec<_> = page.tokens.iter().map(|token| page.source.slice(token.range)).collect();
    assert_eq!(urls, ["https://example.org/b", "`code`"]);
}

#[test]
fn words_behind_tags_are_words() {
    assert_eq!(prose("{{< warning >}}Take care.{{< /warning >}}\n"), "_ Take care.");
    assert_eq!(prose("{{ brand }}ing <abbr title=\"a word\">w</abbr>\n"), "_ing _ a word _ w");
}

#[test]
fn code_of_mdx_is_no_prose_and_its_comments_are_comments() {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    let text = "export const a = {\n  b: 'Text',\n};\nexport default c\n\n# A\n\n{/* a note */}\n\nexport it now.\n";
    let page = parse(key, SourceFile::new("Page.mdx", text), AnchorDialect::GitHub);
    assert_eq!(page.prose().text(), "A\nexport it now.\n");
    let comment = &page.comments[0];
    assert_eq!(page.source.slice(comment.range), "{/* a note */}");
    assert_eq!(comment.block.map(|block| page.source.slice(block)), Some("export it now."));
}

#[test]
fn code_of_mdx_ends_with_its_paragraph_however_lines_end() {
    for end in ["\n", "\r\n", " \n"] {
        let text = "export const smile = ':-(';\n\n# Boats\n\nRow.\n".replace('\n', end);
        let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Boats".into() };
        let page = parse(key, SourceFile::new("Boats.mdx", text), AnchorDialect::GitHub);
        assert_eq!(page.prose().text(), "Boats\nRow.\n", "{end:?}");
    }
}

#[test]
fn attributes_of_links_are_no_prose() {
    for list in ["{.big}", "{ .big }", "{ .big .wide title=\"A b\" }", "{: .big }", "{ rel=nofollow }"] {
        assert_eq!(prose(&format!("The [gate](a.md){list} is open.\n")), "The gate is open.", "{list}");
        assert_eq!(
            prose(&format!("[:icon-gate: Gate](a.md){list}\n[:icon-shed:](b.md){list}\n")),
            "_ Gate _",
            "{list}"
        );
    }
}
