use crate::key::PageKey;
use crate::page::Page;
use crate::token::TokenKind;

/// The parts of a page that other pages and the guide's index depend on.
///
/// While it stays the same, so do the findings on other pages, except on the page's own translations: those are
/// compared with all of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    key: PageKey,
    /// As typed; it holds title, permalink, aliases and dates.
    front_matter: Box<str>,
    /// Level, text and anchor of each.
    headings: Vec<(u8, Box<str>, Box<str>)>,
    /// From raw HTML and attribute lists.
    ids: Vec<Box<str>>,
    includes: bool,
    is_whole: bool,
}

impl Outline {
    pub fn new(page: &Page) -> Self {
        let front_matter = page.front_matter.as_ref().map(|it| page.source.slice(it.range));
        let ids = page.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Anchor(id) => Some(id.clone()),
            _ => None,
        });
        Self {
            key: page.key.clone(),
            front_matter: front_matter.unwrap_or_default().into(),
            headings: page.headings.iter().map(|it| (it.level, it.text.clone(), it.anchor.clone())).collect(),
            ids: ids.collect(),
            includes: page.includes,
            is_whole: page.is_whole(),
        }
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use super::*;
    use crate::{AnchorDialect, Locale, parse};

    fn outline(text: &str) -> Outline {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "A".into() };
        Outline::new(&parse(key, SourceFile::new("en/A.md", text), AnchorDialect::GitHub))
    }

    #[test]
    fn prose_is_not_part_of_the_outline() {
        let one = "---\ntitle: A\n---\n\n# Trust\n\nBody.\n";
        assert_eq!(outline(one), outline("---\ntitle: A\n---\n\nMore.\n\n# Trust\n\nBody and help@example.org.\n"));
        for other in [
            "---\ntitle: B\n---\n\n# Trust\n\nBody.\n",
            "---\ntitle: A\n---\n\n## Trust\n\nBody.\n",
            "---\ntitle: A\n---\n\n# Trusted\n\nBody.\n",
            "---\ntitle: A\n---\n\n# Trust\n\n<a id=\"x\"></a>Body.\n",
        ] {
            assert_ne!(outline(one), outline(other), "{other}");
        }
    }
}
