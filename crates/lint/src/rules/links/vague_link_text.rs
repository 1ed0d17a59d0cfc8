use std::borrow::Cow;

use firstaid_content::LinkStyle;
use firstaid_diagnostics::{RuleName, Severity};

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
/// addresses and images.
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
        if !matches!(link.style, LinkStyle::Inline | LinkStyle::Reference) || link.text.len() > MAX_TEXT as u32 {
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
        let vague = VAGUE_TEXTS.iter().filter(|(language, _)| *language == "en" || *language == cx.language());
        if vague.into_iter().any(|(_, texts)| texts.contains(&text.as_str())) {
            let finding =
                report.found(link.text, format!("the text `{}` does not say where the link leads", typed.trim()));
            report.push(finding.help("describe the target, so that the link makes sense on its own"));
        }
    }
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
    fn links_without_text_are_found() {
        case("vague-link-text").finds("a «[](https://eff.org)» b ![](a.png) [![](a.png)](b.md)\n");
    }

    #[test]
    fn descriptive_texts_addresses_and_code_are_fine() {
        case("vague-link-text").finds("[More on keys here](a.md) [eff.org/here](a.md) <https://eff.org> `[here](a)`\n");
    }
}
