//! Safe fixes of all rules on pages of this guide and of made-up markup, damaged at random: they keep the shape of each
//! page, and a second run changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use firstaid_content::{AnchorDialect, ContentConfig, Guide, Layout, Markup, Page, parse};
use firstaid_diagnostics::Applicability;
use firstaid_registry::Registry;
use firstaid_text::SourceFile;

use crate::{Config, Linter, RuleSet, fix_guide};
use firstaid_testing::Random;

/// Number of damaged versions of each page.
const VERSIONS: usize = 4;

/// Number of damages to each version.
const DAMAGES: usize = 12;

/// Words and marks that rules fix, with markup around them, each put between two words of a page.
const DAMAGE: [&str; 30] = [
    "**AccessNow**:",
    "_Wordpress_?",
    "[AccessNow]",
    "[Virus Total][]",
    "[Wordpress][ref]",
    "recieve",
    "[^recieve]",
    "the the",
    "**the** the",
    "http://www.eff.org/",
    "[eff](http://www.eff.org/?utm_source=x)",
    "<http://tails.net>",
    "`sudo apt-get install wordpress gnupg`",
    "\n\n##Title\n\n",
    "\n\n* one:\n * two\n * three\n\n",
    "\n\n• one\n• two\n\n",
    "\n\n## Wordpress\n\n[here](#wordpress)\n\n",
    "\n\n| Wordpress | recieve |\n| --- | --- |\n| `Wordpress` | **AccessNow** |\n\n",
    "\n\n> Wordpress\n\n",
    "<b title=\"Wordpress\">AccessNow</b>",
    "{{ wordpress }}",
    "word , word",
    "*a*:*b*",
    "Est**ás** bien?",
    "Vraiment? Oui! **Oui**; non",
    "\u{200b}",
    "cafe\u{301}",
    "&nbsp;",
    "**",
    "[",
];

/// Definitions that some of the damages refer to.
const DEFINITIONS: &str = "\n\n[AccessNow]: /a\n[Virus Total]: /b\n[ref]: /c\n\n[^recieve]: Wordpress.\n";

fn pages() -> Vec<(String, String)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let mut pages = Vec::new();
    for locale in ["en", "fr", "es", "ru", "ar"] {
        for name in ["Passwords", "EstablishingTrust"] {
            let text = std::fs::read_to_string(content.join(locale).join(format!("{name}.md")));
            pages.push((locale.to_owned(), text.expect("a page of the guide")));
        }
    }
    pages
}

/// A text with damage at random places.
fn damaged(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    let body = text.match_indices("\n---\n").next().map_or(0, |(at, mark)| at + mark.len());
    for _ in 0..DAMAGES {
        let spaces: Vec<usize> = text[body..].match_indices(' ').map(|(at, _)| body + at).collect();
        if spaces.is_empty() {
            break;
        }
        let at = spaces[random.below(spaces.len())];
        if random.below(4) == 0 {
            // Whatever is there is lost, markup too.
            let end = text[at + 1..].char_indices().nth(1).map_or(text.len(), |(n, _)| at + 1 + n);
            text.replace_range(at..end, "");
        } else {
            text.insert_str(at + 1, &format!("{} ", DAMAGE[random.below(DAMAGE.len())]));
        }
    }
    text + DEFINITIONS
}

fn guide() -> Guide {
    let layout = Layout::new(&ContentConfig::default()).expect("the default layout is valid");
    let mut random = Random(11);
    let mut all = Vec::new();
    for (n, (locale, text)) in pages().into_iter().enumerate() {
        for version in 0..VERSIONS {
            let path = format!("{locale}/page-{n}-{version}.md");
            let key = layout.key(&path).expect("a page's path");
            let text = damaged(&text, &mut random);
            all.push(parse(key, SourceFile::new(format!("content/{path}"), text), AnchorDialect::Kramdown));
        }
    }
    all.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    Guide::new(all, Vec::new(), layout, AnchorDialect::Kramdown, "content/".to_owned())
}

/// How often each kind of markup occurs that no safe fix may add or remove, and what it says.
fn markup(page: &Page) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for part in page.shape() {
        let name = match part.markup {
            Markup::Link(link) => format!("link {:?}", link.style),
            Markup::Url(_) => "url".to_owned(),
            Markup::Html(_) => "html".to_owned(),
            Markup::Block(_) => continue,
            other => format!("{other:?}"),
        };
        *count.entry(name).or_insert(0) += 1;
    }
    count
}

#[test]
fn safe_fixes_keep_the_shape_of_pages_and_are_complete_at_once() {
    let (config, mut guide) = (Config::default(), guide());
    let rules = RuleSet::new(&config, &[], &[]).expect("the rules exist");
    let linter = Linter::new(Registry::built_in(), config, rules, jiff::civil::date(2026, 11, 23));
    let before: BTreeMap<String, BTreeMap<String, usize>> =
        guide.pages.iter().map(|page| (page.source.path().to_owned(), markup(page))).collect();
    let fixed = fix_guide(&linter, &mut guide, Applicability::Safe, &|_| true);
    assert!(fixed.count > guide.pages.len(), "only {} fixes", fixed.count);
    for page in &guide.pages {
        assert_eq!(markup(page), before[page.source.path()], "{}", page.source.path());
    }
    let again = fix_guide(&linter, &mut guide, Applicability::Safe, &|_| true);
    assert_eq!(again.files.iter().map(|file| &file.path).collect::<Vec<_>>(), Vec::<&String>::new());
}
