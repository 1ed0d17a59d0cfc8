use std::borrow::Cow;

use firstaid_content::{BlockKind, LinkStyle, Token};
use firstaid_diagnostics::{RuleName, Severity};

use super::attributes::attributes_behind;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links whose whole text does not describe the target ("here", "click here", "read more"), and links without
/// text.
///
/// ## Why
/// Users of a screen reader jump from link to link, and readers in a hurry skim only the links. In print, the target of
/// such a link is lost.
///
/// ## Example
/// ```markdown
/// To check an address click [here](https://www.virustotal.com/).
/// ```
///
/// ## Use instead
/// ```markdown
/// Check an address [with VirusTotal](https://www.virustotal.com/).
/// ```
///
/// ## Fix
/// None: only a person who knows the target page can describe it.
///
/// ## Not reported
/// Only texts of the page's language and of English are known. Such a word inside a longer text is fine, and so are
/// addresses and images. So are buttons (`{ .md-button }`), a link that is all of a table's cell, whose row says what
/// it is about, and "more" at the end of a list ("calls, chats, and more").
///
/// ## When not to use it
/// In an old guide that is full of such links, until its other findings are fixed.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("vague-link-text"), severity: Severity::Warning, check: Check::Page(check) };

/// Vague link texts by language, in lower case.
const VAGUE_TEXTS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "here",
            "click here",
            "click",
            "click this link",
            "right here",
            "over here",
            "see here",
            "this",
            "that",
            "these",
            "those",
            "this link",
            "the link",
            "link",
            "links",
            "read more",
            "read more here",
            "more",
            "more here",
            "learn more",
            "find out more",
            "more info",
            "more information",
            "see more",
            "this page",
            "this site",
            "this website",
            "this article",
            "the website",
            "website",
            "webpage",
            "web page",
            "page",
            "site",
            "url",
            "go",
            "details",
            "continue",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "aqui",
            "haz clic aquí",
            "haga clic aquí",
            "clic aquí",
            "pincha aquí",
            "enlace",
            "este enlace",
            "el enlace",
            "leer más",
            "lee más",
            "ver más",
            "más",
            "más información",
            "esta página",
            "este sitio",
            "este sitio web",
            "página",
            "sitio web",
            "acá",
        ],
    ),
    (
        "fr",
        &[
            "ici",
            "cliquez ici",
            "cliquer ici",
            "lien",
            "ce lien",
            "le lien",
            "lire la suite",
            "en savoir plus",
            "plus d'informations",
            "plus d'infos",
            "cette page",
            "ce site",
            "ce site web",
            "site web",
            "page",
            "voir ici",
            "par ici",
            "là",
        ],
    ),
    (
        "de",
        &[
            "hier",
            "hier klicken",
            "klicken sie hier",
            "klick hier",
            "klicke hier",
            "link",
            "dieser link",
            "diesen link",
            "diesem link",
            "mehr",
            "mehr lesen",
            "weiterlesen",
            "mehr erfahren",
            "mehr informationen",
            "weitere informationen",
            "diese seite",
            "dieser seite",
            "diese website",
            "webseite",
            "website",
            "seite",
        ],
    ),
    (
        "ru",
        &[
            "здесь",
            "тут",
            "нажмите здесь",
            "нажмите сюда",
            "сюда",
            "ссылка",
            "эта ссылка",
            "по ссылке",
            "по этой ссылке",
            "этой ссылке",
            "ссылке",
            "подробнее",
            "читать далее",
            "далее",
            "узнать больше",
            "эта страница",
            "этот сайт",
            "сайт",
            "страница",
        ],
    ),
    (
        "ar",
        &[
            "هنا",
            "اضغط هنا",
            "انقر هنا",
            "إضغط هنا",
            "رابط",
            "الرابط",
            "هذا الرابط",
            "المزيد",
            "اقرأ المزيد",
            "للمزيد",
            "هذه الصفحة",
            "هذا الموقع",
            "الموقع",
            "الصفحة",
        ],
    ),
];

/// Maximum length of a link text that is checked, in bytes. A longer text is not vague.
const MAX_TEXT: usize = 100;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for token in cx.page.tokens.iter().filter(|token| !token.in_code) {
        let Some(link) = token.as_link() else { continue };
        let is_shown = match link.style {
            LinkStyle::Inline | LinkStyle::Reference => true,
            // Without a text it shows the title of its page.
            LinkStyle::Wiki => !link.text.is_empty(),
            _ => false,
        };
        if !is_shown || link.text.len() > MAX_TEXT as u32 {
            continue;
        }
        let typed = cx.text(link.text);
        if typed.trim().is_empty() {
            report.push(report.found(token.range, "this link has no text, so readers cannot see or hear it"));
            continue;
        }
        // In code, a word such as `links` is a name.
        if typed.starts_with('`') {
            continue;
        }
        let text = normalized(typed);
        if is_button(cx, token) || is_cell(cx, token) || ends_list(cx, token, &text) {
            continue;
        }
        let vague = VAGUE_TEXTS.iter().filter(|(language, _)| *language == "en" || *language == cx.language());
        if vague.into_iter().any(|(_, texts)| texts.contains(&text.as_str())) {
            let finding =
                report.found(link.text, format!("the text `{}` does not say where the link leads", typed.trim()));
            report.push(finding.help("describe the target, so that the link makes sense on its own"));
        }
    }
}

/// Whether the attributes behind a link make it a button, which stands below what it is about.
fn is_button(cx: &PageContext<'_>, token: &Token) -> bool {
    let list = attributes_behind(cx.page.text(), token.range.end());
    list.is_some_and(|list| list.contains("button") || list.contains("btn"))
}

/// Whether a link is the whole text of a table's cell.
fn is_cell(cx: &PageContext<'_>, token: &Token) -> bool {
    let place = cx.page.blocks.partition_point(|block| block.range.start() <= token.range.start());
    let innermost = cx.page.blocks[..place].last().filter(|block| block.range.contains(token.range));
    let cell = innermost.filter(|block| block.kind == BlockKind::TableCell);
    cell.is_some_and(|block| cx.text(block.range).trim_matches(['|', ' ', '\t']) == cx.text(token.range))
}

/// Whether a link is the last item of a list in a sentence: "calls, chats, and [more](…)".
fn ends_list(cx: &PageContext<'_>, token: &Token, text: &str) -> bool {
    const MORE: [&str; 7] = ["more", "más", "plus", "mehr", "weiteres", "другое", "المزيد"];
    const AND: [&str; 12] = ["and", "or", "&", "y", "o", "et", "ou", "und", "oder", "и", "или", "و"];
    let before = cx.page.text()[..token.range.start() as usize].trim_end_matches(['*', '_']);
    // Only a text that a blank precedes is looked at, so that each word is read once.
    MORE.contains(&text)
        && before.ends_with(' ')
        && before.trim_end_matches(' ').rsplit([' ', '\n']).next().is_some_and(|word| AND.contains(&word))
}

/// A link text in lower case with single spaces, without markup and punctuation around it.
fn normalized(typed: &str) -> String {
    let text: Cow<'_, str> =
        if typed.contains('’') { Cow::Owned(typed.replace('’', "'")) } else { Cow::Borrowed(typed) };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn vague_texts_are_found() {
        case("vague-link-text")
            .finds("[«here»](a.md) [«**Click here**»](a.md) [«Read\nmore…»](a.md) [«this link»][x]\n\n[x]: a.md\n");
        case("vague-link-text").locale("de").finds("[«hier»](a.md) [«here»](a.md) [aquí](a.md)\n");
        case("vague-link-text").locale("ar").finds("[«هنا»](a.md)\n");
        case("vague-link-text").locale("ru").finds("[«Здесь»](a.md)\n");
    }

    #[test]
    fn buttons_cells_and_the_end_of_a_list_are_fine() {
        case("vague-link-text").finds("[Learn more](a.md){ .md-button } and [«learn more»](a.md)\n");
        case("vague-link-text")
            .finds("| Name | Link |\n| --- | --- |\n| Tor | [More info](a.md) |\n| I2P | see [«here»](b.md) |\n");
        case("vague-link-text").finds("Calls, chats and [more](a.md), and [«here»](a.md). [«More»](b.md)\n");
    }

    #[test]
    fn links_without_text_are_found() {
        case("vague-link-text").finds("a «[](https://eff.org)» b ![](a.png) [![](a.png)](b.md)\n");
    }

    #[test]
    fn descriptive_texts_addresses_and_code_are_fine() {
        case("vague-link-text").finds("[More on keys here](a.md) [eff.org/here](a.md) <https://eff.org> `[here](a)`\n");
    }
}
