//! Any page is cut into segments and rendered from them without the loss of a byte.

use std::path::{Path, PathBuf};

use firstaid_content::{AnchorDialect, ContentConfig, Layout, Page, parse};
use firstaid_testing::cases;
use firstaid_text::SourceFile;
use firstaid_translate::{Segment, fill, render, segments};
use proptest::prelude::*;

fn page(text: &str) -> Page {
    let layout = Layout::new(&ContentConfig::default()).expect("the default layout is valid");
    let key = layout.key("en/Page.md").expect("a page's path");
    parse(key, SourceFile::new("content/en/Page.md", text), AnchorDialect::GitHub)
}

/// The text of a segment with its own link targets.
fn text_of(segment: &Segment) -> String {
    fill(&segment.message, |n| Some(segment.slots.get(n.checked_sub(1)?)?.url.as_ref().into()))
}

/// Asserts that the segments are in order, apart and on character boundaries, and that rendering them returns the page.
fn assert_whole(text: &str) -> Vec<Segment> {
    let page = page(text);
    let segments = segments(&page);
    let mut at = 0;
    for segment in &segments {
        assert!(segment.range.start() >= at && !segment.range.is_empty(), "in order and apart: {segment:?}");
        assert!(text.get(segment.range.as_usize()).is_some(), "whole characters: {segment:?}");
        for slot in &segment.slots {
            assert!(segment.range.contains(slot.range), "{segment:?}");
        }
        at = segment.range.end();
    }
    assert_eq!(render(&page, &segments, |n| Some(text_of(&segments[n]))), text);
    segments
}

/// Asserts that translated segments, rendered into the page, are read back as the same segments.
fn assert_written_is_read(text: &str) {
    let before = assert_whole(text);
    let source = page(text);
    let mark = |segment: &Segment| format!("{} ж", text_of(segment));
    let translated = render(&source, &before, |n| Some(mark(&before[n])));
    let after = segments(&page(&translated));
    let kinds = |segments: &[Segment]| segments.iter().map(|it| it.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&after), kinds(&before), "{text}\n=>\n{translated}");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(text_of(after), mark(before), "{text}\n=>\n{translated}");
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            collect(&entry, found);
        } else if entry.extension().is_some_and(|it| it == "md" || it == "markdown" || it == "mdx") {
            found.push(entry);
        }
    }
}

/// The pages of this guide, and those in the folder that `FIRSTAID_PAGES` names.
#[test]
fn real_pages_are_rendered_byte_for_byte() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let mut files = Vec::new();
    collect(&own, &mut files);
    if let Some(more) = std::env::var_os("FIRSTAID_PAGES") {
        collect(Path::new(&more), &mut files);
    }
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        assert_whole(&text);
    }
}

#[test]
fn translated_pages_of_this_guide_read_back_as_written() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/en"), &mut files);
    for file in files {
        assert_written_is_read(&std::fs::read_to_string(file).unwrap());
    }
}

#[test]
fn translated_unusual_pages_read_back_as_written() {
    for text in [
        "---\ntitle: 'It''s'\nsummary: >-\n  one\n  two\ndescription: \"a \\\"b\\\"\"\n---\n\n# A #\n\nB\n",
        "---\ntitle: A: no mapping\n---\n",
        "> - a\n>   b\n>\n>   c\n\n1. x\n   y\n   - z\n",
        "| a | b |\n|---|---|\n| c \\| d | [e](f) |\n",
        "Setext\nof two\n======\n\nx[^1]\n\n[^1]: note\n    more\n",
        "\u{feff}# Mark\r\n\r\ntwo\r\nlines\r\n",
        "- [ ] open\n- [x] done\n",
        "![alt *x*](y.png \"t\") and <https://a.b> {1} {{2}}\n",
        "# A {#id}\n\nb\n{: lang=\"fr\"}\n\n## C ##  {#d .e}\n",
    ] {
        assert_written_is_read(text);
    }
}

#[test]
fn links_are_slots_and_addresses_are_text() {
    let found = assert_whole("See [a *b*](x.md#c \"t\"), <https://d.e/f>, https://g.hi, <i@j.org> and `[k](l)`.\n");
    assert_eq!(found[0].message, "See [a *b*]({1} \"t\"), <{2}>, {3}, <i@j.org> and `[k](l)`.");
    let urls: Vec<&str> = found[0].slots.iter().map(|slot| &*slot.url).collect();
    assert_eq!(urls, ["x.md#c", "https://d.e/f", "https://g.hi"]);
}

#[test]
fn comments_and_keys_control_what_is_translated() {
    let found = assert_whole(
        "<!-- translators: a verb -->\n\nBook\n\n<!-- firstaid: no-translate -->\n\n- Tor\n- Tails\n\n```\ncode\n```\n\n\
         <!-- firstaid: translate -->\n\n```\necho hello\n```\n",
    );
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["Book", "```\necho hello\n```"]);
    assert_eq!(found[0].notes, ["a verb".into()]);
    assert_eq!(assert_whole("---\ntitle: x\ntranslatable: false\n---\n\ny\n"), []);
}

#[test]
fn segments_know_the_heading_above_them() {
    let found = assert_whole("# A\n\nb\n\n## C\n\nd\n\n## E\n\n# F\n");
    let under: Vec<Option<u32>> = found.iter().map(|it| it.under).collect();
    assert_eq!(under, [None, Some(0), Some(0), Some(1), Some(0), None]);
}

/// Texts of random pieces of Markdown, front matter, templates and unusual characters.
fn atoms() -> impl Strategy<Value = String> {
    let atoms = [
        "word",
        "Слово",
        "كلمة",
        "漢字",
        "🙂",
        "é",
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "\t",
        "- ",
        "* ",
        "1. ",
        "> ",
        "> > ",
        "# ",
        "## ",
        "###",
        "\n===\n",
        "\n---\n",
        "---\n",
        "|",
        " | ",
        "\n|---|---|\n",
        "**",
        "*",
        "_",
        "`",
        "```\n",
        "~~~\n",
        "[",
        "](",
        ")",
        "]",
        "](x.md)",
        "[a](b)",
        "![",
        "<https://a.b>",
        "https://c.d/e",
        "<a@b.c>",
        "f@g.org",
        "[^1]",
        "\n[^1]: ",
        "[l]: m\n",
        "[n][l]",
        "<b>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<!-- c -->",
        "<!-- firstaid: translate -->\n",
        "&amp;",
        "&nbsp;",
        "\\",
        "{1}",
        "{{2}}",
        "{",
        "}",
        "{#id}",
        "{: .c}\n",
        "title: ",
        "summary: >-\n  ",
        "\u{feff}",
        "\u{a0}",
        "\u{202e}",
        "- [ ] ",
        "!!! note\n    ",
        "{{< x >}}",
        "{% y %}",
        "    ",
        "+++\n",
        "\"",
        "'",
    ];
    prop::collection::vec(prop::sample::select(atoms.to_vec()), 0..40).prop_map(|atoms| atoms.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2_000)))]

    #[test]
    fn any_page_is_rendered_byte_for_byte(text in atoms()) {
        assert_whole(&text);
        assert_whole(&format!("---\ntitle: x\nsummary: >-\n  y\n  z\n---\n\n{text}"));
    }
}
