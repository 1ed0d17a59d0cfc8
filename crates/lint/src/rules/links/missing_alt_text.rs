use std::collections::HashSet;
use std::sync::LazyLock;

use firstaid_content::html::{HtmlItem, scan_html};
use firstaid_content::{BlockKind, Link, LinkStyle, Page, Token};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::is_only_picture;
use firstaid_text::TextRange;
use regex::Regex;

use super::attributes::attributes_behind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds pictures without a text for those who cannot see them: without any, with a word that fits every picture
/// ("image"), or with the name of the file.
///
/// ## Why
/// A screen reader says "image", and a page with a lost picture shows nothing. Where the picture is a step of the
/// instructions, the step is missing for these readers.
///
/// ## Example
/// ```markdown
/// ![image](images/linked-devices.png)
/// ```
///
/// ## Use instead
/// ```markdown
/// ![The menu with the entry "Linked devices"](images/linked-devices.png)
/// ```
///
/// ## Fix
/// None: only a person who sees the picture can describe it.
///
/// ## Not reported
/// Pictures in a line of text or with a text beside them in one link, which may be decoration. HTML with an empty
/// `alt`, a `role` or `aria-hidden`, which is a decision. Each page has at most one finding, at the first such picture;
/// the others are listed with it. A translation is not reported for pictures of its source.
///
/// ## When not to use it
/// In a guide whose pictures are all decoration.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("missing-alt-text"), severity: Severity::Info, check: Check::Page(check) };

/// The name of a file with a picture.
static FILE_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^[^\s/]+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$").expect("a valid pattern"));

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut found: Vec<(&str, TextRange, &str)> = silent_pictures(cx.page);
    if let Some(source) = cx.source_page().filter(|_| !found.is_empty()) {
        let name = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
        let there: HashSet<String> = silent_pictures(source).into_iter().map(|(url, ..)| name(url)).collect();
        found.retain(|(url, ..)| !there.contains(&name(url)));
    }
    let Some(((_, first, what), others)) = found.split_first() else { return };
    let message = match others.len() {
        0 => (*what).to_owned(),
        n => format!("{what}, nor do {n} more on the page have a text that does"),
    };
    let finding = report.found(*first, message).also(others.iter().map(|(_, range, _)| *range));
    report.push(finding.help("write what a reader must know of the picture: `![The menu with …](…)`"));
}

/// The pictures of a page without a text that describes them: target, place, and what is wrong.
fn silent_pictures(page: &Page) -> Vec<(&str, TextRange, &'static str)> {
    let mut last_tag = None;
    let found = page.tokens.iter().filter_map(|token| {
        let link = token.as_link()?;
        let what = match link.style {
            LinkStyle::Image => in_markdown(page, token, link)?,
            // A tag is one link for each of its addresses.
            LinkStyle::Html if last_tag.replace(token.range) == Some(token.range) => return None,
            LinkStyle::Html => in_html(page, token)?,
            _ => return None,
        };
        Some((&*link.url, token.range, what))
    });
    found.collect()
}

const EMPTY: &str = "this picture has no text that says what it shows";
const VAGUE: &str = "the text of this picture does not say what it shows";

fn in_markdown(page: &Page, token: &Token, link: &Link) -> Option<&'static str> {
    let alt = page.text()[link.text].trim();
    if !alt.is_empty() {
        return is_generic(alt, &link.url).then_some(VAGUE);
    }
    let attributes = attributes_behind(page.text(), token.range.end());
    let is_decided = attributes.is_some_and(|it| ["role", "aria-", "alt"].iter().any(|name| it.contains(name)));
    (!is_decided && is_alone(page, token.range)).then_some(EMPTY)
}

/// Whether the lines of a picture have nothing else but pictures and the links around them, in a block of their own.
fn is_alone(page: &Page, range: TextRange) -> bool {
    let next = page.blocks.partition_point(|block| block.range.start() <= range.start());
    let Some(block) = page.blocks[..next].last().filter(|block| block.range.contains(range)) else { return false };
    let lines = page.source.lines();
    let line = lines.line_range(page.text(), lines.line(range.start()));
    let start = line.start().max(block.range.start());
    let end = line.end().min(block.range.end()).max(range.end());
    let before = page.text()[TextRange::new(start, range.start())].trim_end_matches(['[', '*', '_', ' ']);
    let after = &page.text()[TextRange::new(range.end(), end)];
    let is_picture = |text: &str| text.trim_start().starts_with("![") || text.trim().is_empty();
    let after = after.strip_prefix("](").and_then(|link| Some(link.split_once(')')?.1)).unwrap_or(after);
    block.kind != BlockKind::TableCell
        && (before.trim_matches(['>', ' ', '\t']).is_empty() || before.ends_with(')') && before.contains("!["))
        && is_picture(after.trim_start_matches(['*', '_', '\\', ' ']))
}

fn in_html(page: &Page, token: &Token) -> Option<&'static str> {
    let typed = &page.text()[token.range];
    if !typed.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("<img")) {
        return None;
    }
    let HtmlItem::Tag(tag) = scan_html(typed, token.range.start()).into_iter().next()? else {
        return None;
    };
    let value = |name: &str| tag.attributes.iter().find(|(own, _)| &**own == name).map(|(_, value)| *value);
    if &*tag.name != "img" || value("role").is_some() || value("aria-hidden").is_some() {
        return None;
    }
    let target = value("src").map_or("", |src| &page.text()[src]);
    match value("alt") {
        Some(alt) => is_generic(page.text()[alt].trim(), target).then_some(VAGUE),
        // An attribute without a value is an empty one.
        None => (!has_bare_alt(&page.text()[tag.range])).then_some(EMPTY),
    }
}

fn has_bare_alt(tag: &str) -> bool {
    tag.split_ascii_whitespace().any(|part| part.trim_end_matches(['/', '>']).eq_ignore_ascii_case("alt"))
}

/// Whether a text fits every picture, or is the name of the file.
fn is_generic(alt: &str, target: &str) -> bool {
    let lower = alt.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_numeric() || matches!(c, ' ' | '.' | '-' | '_' | '#'));
    let file = target.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_made = stem.contains('_') || stem.contains(|c: char| c.is_ascii_digit());
    is_only_picture(word) || FILE_NAME.is_match(alt) || is_made && alt == stem && !alt.contains(' ')
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn pictures_without_a_text_are_found_once_a_page() {
        let found = case("missing-alt-text").run("![](a.png)\n\n[![Picture 2](b.png)](c.md)\n\n![map.JPG](map.JPG)\n");
        assert_eq!((found.len(), found[0].also.len()), (1, 2));
        for page in ["«![](a.png)»\n", "- Tap it:\n\n  «![img_12](img_12.png)»\n", "[«![](a.png)»](b.md)\n"] {
            case("missing-alt-text").finds(page);
        }
        case("missing-alt-text").finds("«<img src=\"a.png\">» <img src=\"b.png\" alt=\"The gate\">\n");
        case("missing-alt-text").locale("de").finds("«![Bild 3](a.png)»\n");
    }

    #[test]
    fn described_pictures_and_decoration_are_fine() {
        for page in [
            "![The menu](a.png) ![Figure 2: the menu](b.png) ![Imagine a lock](c.png) ![VeraCrypt](VeraCrypt.png)\n",
            "Tap ![](gear.png) and [![](i.png) Signal](a.md)\n\n![](a.png){ role=\"presentation\" }\n",
            "<img src=\"a.png\" alt=\"\"> <img alt src=\"a.png\"> <img src=\"a.png\" aria-hidden=\"true\">\n",
            "| a | b |\n| --- | --- |\n| ![](a.png) | b |\n\n`![](a.png)`\n",
        ] {
            case("missing-alt-text").finds(page);
        }
    }

    #[test]
    fn a_tag_with_several_addresses_is_one_picture_and_read_once() {
        let found = case("missing-alt-text").run("<img src=\"a.png\" href=\"b\" src=\"c.png\">\n");
        assert_eq!((found.len(), found[0].also.len()), (1, 0));
        case("missing-alt-text").finds(&format!("<a {}>b</a>\n", "href=\"c\" ".repeat(20_000)));
        case("missing-alt-text").finds(&format!("«<img {}>»\n", "src=\"c\" ".repeat(20_000)));
    }

    #[test]
    fn attributes_stand_right_behind_their_picture() {
        case("missing-alt-text").finds("«![](a.png)»\n{ role }\n\n![](b.png){ role }\n");
        case("missing-alt-text").messages(&"![](a.png){ ".repeat(20_000));
    }

    #[test]
    fn a_translation_is_reported_for_pictures_of_its_own() {
        let case = || case("missing-alt-text").locale("de").source("![](en/a.png)\n");
        case().finds("![](de/a.png)\n");
        case().finds("![](de/a.png)\n\n«![](de/b.png)»\n");
    }
}
