//! Shows how a page and a translation of it are paired: `cargo run -p firstaid-translate --example align -- A.md B.md`

use std::env::args;
use std::fs;

use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;
use firstaid_translate::{SURE, Segment, align, segments};

fn page(path: &str) -> Page {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let key = PageKey { locale: Locale::new("en").expect("a locale"), name: path.into() };
    parse(key, SourceFile::new(path, text), AnchorDialect::GitHub)
}

#[expect(clippy::print_stdout, reason = "it is what the example is for")]
fn main() {
    let [source, target] = [1, 2].map(|n| page(&args().nth(n).expect("two pages")));
    let (from, to) = (segments(&source), segments(&target));
    let shown = |all: &[Segment], mark: &str| {
        for (n, segment) in all.iter().enumerate() {
            let text: String = segment.message.replace('\n', " ").chars().take(110).collect();
            println!("   {mark} {}{n} {text}", segment.kind.name());
        }
    };
    for pair in align(&source, &from, &target, &to) {
        let sure = if pair.confidence >= SURE { "sure" } else { "    " };
        println!("{sure} {:.3} {:?} {:?}", pair.confidence, pair.source, pair.target);
        shown(&from[pair.source], "-");
        shown(&to[pair.target], "+");
    }
}
