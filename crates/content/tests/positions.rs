//! Every range of a parsed page is exactly the bytes that it describes.
//!
//! Pages are generated from fragments whose tokens are known. The parser must find exactly those tokens, byte for byte.

use firstaid_content::{AnchorDialect, LinkStyle, Locale, Page, PageKey, TokenKind, parse};
use firstaid_testing::cases;
use firstaid_text::{SourceFile, TextRange};
use proptest::prelude::*;
use proptest::sample::select;

const FINGERPRINT: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

/// An expected token: its kind and its bytes.
type Expected = (&'static str, &'static str);

/// A piece of running text, and the tokens in it.
type Fragment = (&'static str, &'static [Expected]);

/// Fragments without markup, also valid in front matter.
const PLAIN: [Fragment; 13] = [
    ("plain words", &[]),
    ("nai\u{308}ve cafe\u{301}", &[]),
    ("🙂 🏳️‍🌈", &[]),
    ("защита почты", &[]),
    ("حماية الحساب قريبًا", &[]),
    ("中文", &[]),
    ("self-defence 2015", &[]),
    ("https://ssd.eff.org/a_b/?x=1&y=é", &[("url", "https://ssd.eff.org/a_b/?x=1&y=é")]),
    ("www.digitaldefenders.org", &[("url", "www.digitaldefenders.org")]),
    ("help@accessnow.org", &[("email", "help@accessnow.org")]),
    ("PGP fingerprint 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC", &[("fingerprint", FINGERPRINT)]),
    (
        "key 67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D2",
        &[("fingerprint", "67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D2")],
    ),
    ("\u{202b}שלום\u{202c}", &[]),
];

/// Fragments that only Markdown has.
const MARKED: [Fragment; 55] = [
    ("*emphasis*", &[]),
    ("{{ page.title }} und {% if é %}x{% endif %}", &[]),
    ("[é]({{ \"/é x\" | relative_url }}#a)", &[("text", "é"), ("target", "{{ \"/é x\" | relative_url }}#a")]),
    ("[x]({{< ref \"b c.md\" >}})", &[("text", "x"), ("target", "{{< ref \"b c.md\" >}}")]),
    ("{{< figure src=\"é.png\" >}}", &[]),
    ("{{% note %}}важно{{% /note %}}", &[]),
    ("*mot*{: lang=\"fr\"}", &[]),
    ("[é](y.md){: #ziel .knopf}", &[("text", "é"), ("target", "y.md"), ("anchor", "ziel")]),
    ("[é](y.md){ .button target=_blank }", &[("text", "é"), ("target", "y.md")]),
    ("[[Страница|текст]]", &[]),
    (":smile: 🙂 :+1:", &[]),
    ("$$\\frac{é}{2}$$", &[]),
    ("<span lang=\"ar\" title=\"é\">مرحبا</span>", &[]),
    ("<code>é</code>", &[("code", "é")]),
    ("Bild <img src=\"é.png\" alt=\"Bild é\">", &[("target", "é.png")]),
    ("<a href=\"{{ site.baseurl }}/é\">é</a>", &[("target", "{{ site.baseurl }}/é")]),
    ("{# é #}", &[]),
    ("**жирный** текст", &[]),
    ("a &amp; b \\* c", &[]),
    ("`gpg --version`", &[("code", "`gpg --version`")]),
    ("[🙂 link](https://example.org/a_(b))", &[("text", "🙂 link"), ("target", "https://example.org/a_(b)")]),
    ("[حماية](Trust.md#keys \"Titre\")", &[("text", "حماية"), ("target", "Trust.md#keys")]),
    ("[a](<b c.md>)", &[("text", "a"), ("target", "b c.md")]),
    ("[**strong** and `x]`](../y.md)", &[("text", "**strong** and `x]`"), ("code", "`x]`"), ("target", "../y.md")]),
    ("[x](y?a&amp;b)", &[("text", "x"), ("target", "y?a&amp;b")]),
    (
        "[https://eff.org](https://www.eff.org)",
        &[("text", "https://eff.org"), ("target", "https://www.eff.org"), ("url", "https://eff.org")],
    ),
    (
        "[write](mailto:info@eff.org?subject=x)",
        &[("text", "write"), ("target", "mailto:info@eff.org?subject=x"), ("email", "info@eff.org")],
    ),
    ("<https://cpj.org/é>", &[("target", "https://cpj.org/é")]),
    ("<ddp@hivos.org>", &[("target", "ddp@hivos.org"), ("email", "ddp@hivos.org")]),
    ("![alt é](img/a.png)", &[("text", "alt é"), ("target", "img/a.png")]),
    ("<a id=\"top\"></a>", &[("anchor", "top")]),
    ("<a href='z.md' name=é>t</a>", &[("target", "z.md"), ("anchor", "é")]),
    ("**[x](y.md)**", &[("text", "x"), ("target", "y.md")]),
    ("[![é](b.png)](c.md)", &[("text", "é"), ("target", "b.png"), ("text", "![é](b.png)"), ("target", "c.md")]),
    ("[a \\] b](c\\)d)", &[("text", "a \\] b"), ("target", "c\\)d")]),
    ("[a [b] c](d)", &[("text", "a [b] c"), ("target", "d")]),
    ("[a]( d 'é' )", &[("text", "a"), ("target", "d")]),
    ("[](d)", &[("text", ""), ("target", "d")]),
    ("[a]()", &[("text", "a"), ("target", "")]),
    ("[a](<>)", &[("text", "a"), ("target", "")]),
    ("[*](d) *x*", &[("text", "*"), ("target", "d")]),
    ("*help@accessnow.org*", &[("email", "help@accessnow.org")]),
    ("**https://eff.org/a**", &[("url", "https://eff.org/a")]),
    ("(https://eff.org/b)", &[("url", "https://eff.org/b")]),
    ("«https://eff.org/c»", &[("url", "https://eff.org/c")]),
    ("\"https://eff.org/d\"", &[("url", "https://eff.org/d")]),
    ("https://eff.org/?a&amp;b", &[("url", "https://eff.org/?a&amp;b")]),
    ("&lt;info@eff.org&gt;", &[("email", "info@eff.org")]),
    ("~~old~~ <br> x<!-- é -->", &[]),
    ("tel. **+352&nbsp;247 88444**", &[("phone", "+352&nbsp;247 88444")]),
    ("[é](tel:+35224788444)", &[("text", "é"), ("target", "tel:+35224788444"), ("phone", "tel:+35224788444")]),
    (
        "GPG: **67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D2**",
        &[("fingerprint", "67AC DDCF B909 4685 36DD BC03 F766 3861 965A 90D2")],
    ),
    (
        "ключ 67ac\u{a0}ddcf b909 4685 36dd  bc03 f766 3861 965a 90d2",
        &[("fingerprint", "67ac\u{a0}ddcf b909 4685 36dd  bc03 f766 3861 965a 90d2")],
    ),
    ("http://expyuzz4wqqyqhjn.onion/x", &[("url", "http://expyuzz4wqqyqhjn.onion/x")]),
    (
        "[t](http://expyuzz4wqqyqhjn.onion)",
        &[("text", "t"), ("target", "http://expyuzz4wqqyqhjn.onion"), ("onion", "expyuzz4wqqyqhjn.onion")],
    ),
];

/// A page, and the tokens that must be found in it.
#[derive(Debug, Clone)]
struct Made {
    text: String,
    expected: Vec<Expected>,
}

impl Made {
    fn line(&mut self, before: &str, fragments: &[Fragment], between: &str, after: &str) {
        let texts: Vec<&str> = fragments.iter().map(|(text, _)| *text).collect();
        self.text.push_str(before);
        self.text.push_str(&texts.join(between));
        self.text.push_str(after);
        self.text.push('\n');
        self.expected.extend(fragments.iter().flat_map(|(_, expected)| *expected));
    }
}

fn plain() -> impl Strategy<Value = Vec<Fragment>> {
    prop::collection::vec(select(&PLAIN[..]), 1..4)
}

fn inline() -> impl Strategy<Value = Vec<Fragment>> {
    let all: Vec<Fragment> = PLAIN.iter().chain(&MARKED).copied().collect();
    prop::collection::vec(select(all), 1..5)
}

fn page() -> impl Strategy<Value = Made> {
    let front_matter = prop::option::of(prop::collection::vec((0..4_u8, plain()), 0..4));
    let between = select(vec![" ", ", ", " – ", "; ", "\n"]);
    let blocks = prop::collection::vec((0..14_u8, inline(), between), 0..8);
    (any::<bool>(), any::<bool>(), front_matter, blocks).prop_map(|(mark, crlf, front_matter, blocks)| {
        let mut made = Made { text: String::new(), expected: Vec::new() };
        if let Some(fields) = front_matter {
            made.text.push_str("---\n");
            for ((style, fragments), key) in fields.iter().zip(["title", "summary", "description"]) {
                made.text.push_str(key);
                match style {
                    0 => made.line(": ", fragments, " ", ""),
                    1 => made.line(": \"", fragments, " ", "\""),
                    2 => made.line(": '", fragments, "\n  ", "'"),
                    _ => made.line(": >-\n  ", fragments, "\n  ", ""),
                }
            }
            made.text.push_str("---\n");
        }
        for (kind, fragments, between) in &blocks {
            let one_line = if *between == "\n" { " " } else { between };
            match kind {
                0 => made.line("## ", fragments, one_line, ""),
                1 => made.line("- ", fragments, one_line, "\n  - nested"),
                2 => made.line("10. ", fragments, "\n    ", ""),
                3 => made.line("> ", fragments, "\n> ", ""),
                // A row has no more cells than the table's head.
                4 => made.line("| a | b |\n| --- | --- |\n| ", &fragments[..fragments.len().min(2)], " | ", " |"),
                5 => made.line("* item\n\n  ", fragments, one_line, ""),
                7 => made.line("!!! warning \"é *x*\"\n\n    ", fragments, "\n    ", ""),
                8 => made.line("=== \"Ü\"\n\n    ??? note\n        ", fragments, one_line, "\n\n        - x"),
                9 => made.line(":::note[é]\n\n", fragments, between, "\n\n:::"),
                10 => made.line("Term\n:   ", fragments, "\n    ", "\n{: .é lang=\"de\"}"),
                11 => made.line("> [!TIP] É\n> ", fragments, "\n> ", ""),
                12 => made.line("{% include é.html %}\n\n{{< tabs >}}\n", fragments, one_line, "\n{{< /tabs >}}"),
                6 => made.line("1. - [ ] > ", fragments, one_line, "\n\n<!-- é -->"),
                _ => made.line("Text: ", fragments, between, ""),
            }
            made.text.push('\n');
        }
        if crlf {
            made.text = made.text.replace('\n', "\r\n");
        }
        if mark {
            made.text.insert(0, '\u{feff}');
        }
        made
    })
}

fn parsed(text: &str) -> Page {
    parsed_as("Page.md", text)
}

fn parsed_as(file: &str, text: &str) -> Page {
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new(file, text), AnchorDialect::GitHub)
}

/// The tokens of a page, as [`Expected`] describes them.
fn found(page: &Page) -> Vec<(&'static str, &str)> {
    let text = page.text();
    let mut found = Vec::new();
    for token in &page.tokens {
        match &token.kind {
            TokenKind::Link(link) => {
                found.push(("target", &text[link.target]));
                if !matches!(link.style, LinkStyle::Autolink | LinkStyle::Html) {
                    found.push(("text", &text[link.text]));
                }
            }
            TokenKind::Url(_) => found.push(("url", &text[token.range])),
            TokenKind::Email(_) => found.push(("email", &text[token.range])),
            TokenKind::Phone(_) => found.push(("phone", &text[token.range])),
            TokenKind::Fingerprint => found.push(("fingerprint", &text[token.range])),
            TokenKind::KeyId => found.push(("key-id", &text[token.range])),
            TokenKind::Onion(_) => found.push(("onion", &text[token.range])),
            TokenKind::Anchor(_) => found.push(("anchor", &text[token.range])),
            TokenKind::Code => found.push(("code", &text[token.range])),
        }
    }
    found
}

/// Every range the page holds.
fn ranges(page: &Page) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = Vec::new();
    for token in &page.tokens {
        ranges.push(token.range);
        ranges.extend(token.as_link().into_iter().flat_map(|link| [link.text, link.target]));
    }
    for list in &page.lists {
        ranges.push(list.range);
        ranges.extend(list.items.iter().flat_map(|item| [item.range, item.marker]));
    }
    ranges.extend(page.blocks.iter().map(|block| block.range));
    ranges.extend(page.headings.iter().map(|heading| heading.range));
    ranges.extend(page.comments.iter().flat_map(|comment| [Some(comment.range), comment.block]).flatten());
    ranges.extend(page.problems.iter().map(|problem| problem.range));
    for entry in page.front_matter.iter().flat_map(|front_matter| &front_matter.entries) {
        ranges.extend([entry.key_range, entry.value.range]);
    }
    ranges.extend(page.foreign.iter().map(|foreign| foreign.range));
    ranges.extend(page.front_matter.iter().map(|front_matter| front_matter.range));
    ranges
}

fn assert_in_file(page: &Page) {
    let text = page.text();
    for range in ranges(page) {
        // `get` is `None` out of the file and within a character.
        assert!(text.get(range.as_usize()).is_some(), "{range:?} of {text:?}");
    }
    let prose = page.prose();
    for word in prose.words() {
        let range = prose.source_range(word.at..word.at + word.text.len());
        assert!(text.get(range.as_usize()).is_some(), "{range:?} of {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(512)))]

    #[test]
    fn tokens_are_the_fragments_that_were_put_in(made in page()) {
        let page = parsed(&made.text);
        let mut found = found(&page);
        let mut expected = made.expected.clone();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected, "{}", made.text);
        prop_assert!(page.problems.is_empty(), "{:?}", page.problems);
        assert_in_file(&page);
    }

    #[test]
    fn words_lead_back_to_their_bytes(made in page()) {
        let page = parsed(&made.text);
        let prose = page.prose();
        for word in prose.words() {
            let range = prose.source_range(word.at..word.at + word.text.len());
            prop_assert_eq!(page.source.slice(range), word.text);
            let back = prose.prose_range(range);
            prop_assert_eq!(back, Some(word.at..word.at + word.text.len()));
        }
    }

    #[test]
    fn any_text_is_parsed(text in any::<String>()) {
        assert_in_file(&parsed(&text));
    }

    #[test]
    fn any_markup_is_parsed(text in "(---\n|\\+\\+\\+\n|\\{\\{|\\}\\}|\\{%|%\\}|\\{:|\\{#|!!! é\n|    |:::|=== \"|<pre|</|lang=fr>|\\$\\$|\\[\\[|\\[!|[a:#>*_`~|!<&;{}=$\\[\\]()\"' \t\r\n\u{e9}\u{301}\u{1f642}\u{feff}-]|<!--|-->|```|https://|@b.cc|\\]\\(|key 6CE6 221C 98EC ){0,40}") {
        assert_in_file(&parsed(&text));
    }

    #[test]
    fn any_text_of_other_formats_is_parsed(text in "(\\[\\[|\\[\\[!|\\]\\]|alt=|text=|\"\"\"|<<E\n|\nE|img |meta title=|#### a ####\n|---\n|----\n|_a: |title: |body:\n|- |> |```|    |<p>|[a#|=\"' \t\r\n\u{e9}\u{301}\u{1f642}\u{feff}]){0,40}") {
        for file in ["Page.mdwn", "contents.lr"] {
            assert_in_file(&parsed_as(file, &text));
        }
    }

    #[test]
    fn a_page_with_text_inserted_anywhere_is_parsed(made in page(), at in any::<prop::sample::Index>(), with in ".{0,3}") {
        let boundaries: Vec<usize> = made.text.char_indices().map(|(at, _)| at).chain([made.text.len()]).collect();
        let at = boundaries[at.index(boundaries.len())];
        let (before, after) = made.text.split_at(at);
        let rest: String = after.chars().skip(1).collect();
        assert_in_file(&parsed(&format!("{before}{with}{rest}")));
        assert_in_file(&parsed(before));
    }
}
