//! On any page, a defect is reported at exactly its bytes, and fixes change no other bytes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, TokenKind, hex_digits, parse};
use firstaid_diagnostics::{Applicability, Diagnostic, apply_fixes};
use firstaid_lint::{Config, Linter, RuleSet, fix_guide};
use firstaid_registry::Registry;
use firstaid_testing::cases;
use firstaid_text::{SourceFile, TextRange};
use proptest::prelude::*;
use proptest::sample::select;

const PATH: &str = "en/Page.md";

/// The rule, the text before the defect, the bytes of the defect, the text after it.
type Defect = (&'static str, &'static str, &'static str, &'static str);

/// Defects of running text, in front matter too.
const PLAIN: [Defect; 3] = [
    ("misspelled-brand", "write with ", "Gmal", " today"),
    ("stale-tool", "call with ", "Ostel", " today"),
    ("brand-case", "start ", "TAILS", " today"),
];

/// Defects of a page's body.
const DEFECTS: [Defect; 13] = [
    PLAIN[0],
    PLAIN[1],
    PLAIN[2],
    ("misspelled-brand", "**", "Gmal", "**, [x](https://eff.org/)"),
    ("stale-tool", "[", "Ostel", "](https://eff.org/)"),
    ("insecure-link", "see ", "http://eff.org/", " today"),
    ("insecure-link", "[x](", "http://eff.org/", ")"),
    ("malformed-link", "see ", "https//eff.org", " today"),
    ("invalid-fingerprint", "PGP fingerprint: ", "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8", ""),
    ("placeholder-text", "", "[forthcoming]", ""),
    ("short-key-id", "PGP key ", "0x32E8A2BC", ""),
    ("bare-url", "see ", "www.digitaldefenders.org", " today"),
    ("tracking-parameter", "[x](https://eff.org/?", "utm_source=a", ")"),
];

/// Correct text with multi-byte, wide, combining and right-to-left characters, markup and escapes.
const NEUTRAL: [&str; 9] = [
    "",
    "plain words, ",
    "🙂 🏳️‍🌈 ",
    "nai\u{308}ve cafe\u{301}, ",
    "защита почты, ",
    "حماية الحساب، ",
    "中文、",
    "*emphasis* and `code`, ",
    "a &amp; b \\* c, ",
];

/// Blocks with a fixable defect beside an identity or in its spelling.
const WITH_IDENTITIES: [&str; 14] = [
    "[x](https://eff.org/?utm_source=a&b=c#d) and <http://www.torproject.org/>",
    "see www.eff.org, http://eff.org/a and https://eff.org.",
    "see https//eff.org, htps://cpj.org and [x]( https://rsf.org )",
    "- PGP fingerprint: 6ce6221c98ecf399a04c41b8c46bed3332e8a2bc",
    "PGP fingerprint: 6CE6221C 98ECF399 A04C41B8 C46BED33 32E8A2BC info@eff.org",
    "• write to help@accessnow.org\n• or to info@cpj.org",
    "##Write to to info@eff.org\n\ntext",
    "- one\n - info@eff.org\n - <http://eff.org/>\n- two\n - cafe\u{301}@eff.org",
    "Gmal, TAILS and info\u{200b}@eff.org, info@eff\u{ad}.org",
    "a different host then eff.org, an user of http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/",
    "[https://eff.org/](http://eff.org/), [info@eff.org](mailto:info@cpj.org)",
    "http\\://eff.org/a\\_b, https:\\\\eff.org\\b and [x](https:/eff.org)",
    "i.e info@eff.org,, or e.g info@cpj.org ..",
    "<a href=\"http://eff.org/?fbclid=1\">the the site</a>",
];

const LINES: [&str; 6] = ["", "## ", "- ", "> ", "1. ", "| a |\n| --- |\n| "];

static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    let config = Config::default();
    let rules = RuleSet::new(&config, &[], &[]).expect("all rules");
    Linter::new(Registry::built_in(), config, rules, jiff::civil::date(2026, 11, 23))
});

/// A page, and the rule and range of each finding that must be reported.
#[derive(Clone, Debug, Default)]
struct Made {
    text: String,
    seeded: Vec<(&'static str, TextRange)>,
}

impl Made {
    fn push(&mut self, before: &str, defect: Defect, end: &str) {
        let (rule, lead, offending, tail) = defect;
        self.text.push_str(before);
        self.text.push_str(lead);
        let start = self.text.len();
        self.text.push_str(offending);
        self.seeded.push((rule, TextRange::from(start..self.text.len())));
        self.text.push_str(tail);
        self.text.push_str(end);
    }
}

fn page() -> impl Strategy<Value = Made> {
    let plain = || (select(&NEUTRAL[..7]), select(&PLAIN[..]));
    let front_matter = prop::option::of((plain(), plain(), plain()));
    let line = (select(&LINES[..]), select(&NEUTRAL[..]), select(&DEFECTS[..]));
    let body = prop::collection::vec(line, 0..8);
    (any::<bool>(), any::<bool>(), any::<bool>(), front_matter, body).prop_map(
        |(mark, crlf, cut, front_matter, body)| {
            let mut made = Made::default();
            let newline = if crlf { "\r\n" } else { "\n" };
            let lines = |text: &str| text.replace('\n', newline);
            if mark {
                made.text.push('\u{feff}');
            }
            if let Some(((a, first), (b, second), (c, third))) = front_matter {
                made.text.push_str(&lines("---\ntitle: \""));
                made.push(a, first, &lines("\"\nsummary: >-\n  words\n  "));
                made.push(b, second, &lines("\ndescription: 'it''s "));
                made.push(c, third, &lines("'\n---\n\n"));
            }
            for (start, neutral, defect) in body {
                // A table row ends with its cell.
                let end = if start.starts_with('|') { " |\n\n" } else { "\n\n" };
                made.push(&format!("{}{neutral}", lines(start)), defect, &lines(end));
            }
            if cut {
                made.text.truncate(made.text.trim_end().len());
            }
            made
        },
    )
}

fn guide(text: &str) -> Guide {
    let layout = Layout::new(&ContentConfig::default()).expect("the default layout");
    let key = layout.key(PATH).expect("a page's path");
    let page = parse(key, SourceFile::new(PATH, text), AnchorDialect::GitHub);
    Guide::new(vec![page], Vec::new(), layout, AnchorDialect::GitHub, String::new())
}

fn lint(text: &str) -> Vec<Diagnostic> {
    LINTER.lint(&guide(text), &|| ()).into_iter().flat_map(|file| file.diagnostics).collect()
}

/// Applies fixes until none is left. Returns the text and the number of changed files.
fn fixed(text: &str, applicability: Applicability) -> (String, usize) {
    let mut guide = guide(text);
    let fixed = fix_guide(&LINTER, &mut guide, applicability, &|_| true);
    (guide.pages[0].text().to_owned(), fixed.files.len())
}

/// Every range of a finding and of its fix is whole characters of the text.
fn assert_whole_characters(text: &str, found: &[Diagnostic]) -> Result<(), TestCaseError> {
    for it in found {
        let edits = it.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range);
        for range in edits.chain([it.range]).chain(it.also.iter().copied()) {
            prop_assert!(text.get(range.as_usize()).is_some(), "{} at {range:?} of {text:?}", it.rule);
        }
    }
    Ok(())
}

/// The text between the edits of all fixes is in the fixed text, in the same order.
fn assert_rest_untouched(text: &str, found: &[Diagnostic], applicability: Applicability) -> Result<(), TestCaseError> {
    let after = apply_fixes(text, found, applicability).text;
    let fixes = found.iter().filter_map(|it| it.fix.as_ref()).filter(|fix| fix.applicability >= applicability);
    let mut edits: Vec<TextRange> = fixes.flat_map(|fix| &fix.edits).map(|edit| edit.range).collect();
    edits.sort_unstable();
    let (mut at, mut rest) = (0, after.as_str());
    for edit in edits {
        if let Some(kept) = text.get(at..edit.start() as usize) {
            let found = rest.find(kept);
            prop_assert!(found.is_some(), "{kept:?} of {text:?} is not in {after:?}");
            rest = &rest[found.unwrap_or_default() + kept.len()..];
        }
        at = at.max(edit.end() as usize);
    }
    prop_assert!(rest.ends_with(&text[at..]), "{:?} does not end {after:?}", &text[at..]);
    Ok(())
}

/// The hosts, e-mail addresses, onion hosts and fingerprints on a page.
fn identities(text: &str) -> BTreeSet<String> {
    let host = |url: &str| {
        let rest = url.split_once("://")?.1;
        let host = rest.split(['/', '?', '#', ':', '@', '\\', '<', '>']).next()?;
        host.contains('.').then(|| host.to_lowercase())
    };
    let page = &guide(text).pages[0];
    let tokens = page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Email(address) | TokenKind::Onion(address) => Some(address.to_lowercase()),
        TokenKind::Url(url) => host(url),
        TokenKind::Link(link) => host(&link.url),
        TokenKind::Fingerprint => Some(hex_digits(&text[token.range.as_usize()]).to_ascii_uppercase()),
        _ => None,
    });
    tokens.collect()
}

/// Safe fixes remove no identity from a page.
fn assert_identities_kept(text: &str) -> Result<(), TestCaseError> {
    let (after, _) = fixed(text, Applicability::Safe);
    let kept = identities(&after);
    let lost: Vec<String> = identities(text).into_iter().filter(|identity| !kept.contains(identity)).collect();
    prop_assert!(lost.is_empty(), "{lost:?} of {text:?} are not in {after:?}");
    Ok(())
}

fn assert_sound(text: &str) -> Result<(), TestCaseError> {
    let found = lint(text);
    assert_whole_characters(text, &found)?;
    for applicability in [Applicability::Safe, Applicability::Unsafe] {
        assert_rest_untouched(text, &found, applicability)?;
        let (once, _) = fixed(text, applicability);
        let (twice, changed) = fixed(&once, applicability);
        prop_assert_eq!(&twice, &once, "{:?} fixes of {:?}", applicability, text);
        prop_assert_eq!(changed, 0);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(512)) })]

    #[test]
    fn seeded_defects_are_reported_at_exactly_their_bytes(made in page()) {
        let found = lint(&made.text);
        for (rule, range) in &made.seeded {
            let hit = found.iter().filter(|it| it.rule.0 == *rule).any(|it| it.range == *range || it.also.contains(range));
            prop_assert!(
                hit,
                "{rule} does not find {:?} at {range:?} of {:?}: {found:#?}",
                &made.text[range.as_usize()],
                made.text
            );
        }
    }

    #[test]
    fn fixes_touch_only_their_edits_and_are_done_at_once(made in page()) {
        assert_sound(&made.text)?;
    }

    #[test]
    fn any_page_with_text_inserted_anywhere_is_sound(
        made in page(),
        at in any::<prop::sample::Index>(),
        with in "([\\[\\]()<>*`#|~\"' \t\r\n\u{e9}\u{301}\u{1f642}\u{feff}-]|<!-- firstaid: allow brand-case -->|http://|TAILS){0,4}",
    ) {
        let places: Vec<usize> = made.text.char_indices().map(|(at, _)| at).chain([made.text.len()]).collect();
        let (before, after) = made.text.split_at(places[at.index(places.len())]);
        let text = format!("{before}{with}{after}");
        // A comment in the middle of a fingerprint is read over, and may be removed.
        if !with.contains("<!--") {
            assert_identities_kept(&text)?;
        }
        assert_sound(&text)?;
    }

    #[test]
    fn safe_fixes_leave_identities_alone(blocks in prop::collection::vec(select(&WITH_IDENTITIES[..]), 1..6), crlf in any::<bool>()) {
        let text = blocks.join("\n\n");
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        prop_assert!(!lint(&text).is_empty());
        assert_identities_kept(&text)?;
        assert_sound(&text)?;
    }

    #[test]
    fn any_text_is_sound(text in any::<String>()) {
        assert_sound(&text)?;
    }
}
