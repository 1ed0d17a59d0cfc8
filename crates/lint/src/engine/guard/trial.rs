//! A fix that is tried, and the differences that its rule is about.

use firstaid_content::{Markup, Part};
use firstaid_diagnostics::{Applicability, Diagnostic, Fix};
use firstaid_text::TextRange;

use crate::{Family, entry};

/// A fix that is tried.
pub(super) struct Trial<'d> {
    pub(super) fix: &'d Fix,
    family: Family,
}

impl<'d> Trial<'d> {
    pub(super) fn new(diagnostic: &'d Diagnostic) -> Option<Self> {
        let family = entry(diagnostic.rule.0)?.family;
        Some(Self { fix: diagnostic.fix.as_deref()?, family })
    }

    /// Whether an edit shares a byte with a range or stands at an end of it.
    fn touches(&self, range: TextRange) -> bool {
        self.fix.edits.iter().any(|edit| edit.range.start() <= range.end() && range.start() <= edit.range.end())
    }

    /// Whether the rule of the fix is about what differs.
    pub(super) fn may(&self, difference: &Difference<'_>) -> bool {
        let is_unsafe = self.fix.applicability < Applicability::Safe;
        match difference {
            Difference::Missing(part) | Difference::Extra(part, _) => match part.markup {
                Markup::Block(_) => self.family == Family::Structure,
                Markup::Link(_) => self.family == Family::Links && matches!(difference, Difference::Extra(..)),
                Markup::Url(_) | Markup::Identity(_) => self.family == Family::Links || is_unsafe,
                Markup::Html(_) | Markup::Code(_) | Markup::Inline(_) => is_unsafe && self.family != Family::Spelling,
                Markup::Field(_) => self.family == Family::FrontMatter,
                Markup::Footnote(_) | Markup::Template(_) => false,
            },
            Difference::Changed(old, new) => match (&old.markup, &new.markup) {
                (Markup::Link(link), Markup::Link(_)) => {
                    self.family == Family::Links || is_unsafe || self.touches(link.target)
                }
                (Markup::Url(_), _) => self.family == Family::Links || is_unsafe,
                (Markup::Html(old), Markup::Html(new)) => is_unsafe || skeleton(old).eq(skeleton(new)),
                (Markup::Block(_), _) => self.family == Family::Structure,
                (Markup::Field(_), _) => self.family == Family::FrontMatter,
                (Markup::Identity(_) | Markup::Code(_) | Markup::Inline(_), _) => is_unsafe,
                _ => false,
            },
        }
    }
}

/// What makes tags and markup of raw HTML, without names, values and text.
fn skeleton(html: &str) -> impl Iterator<Item = char> {
    let mut in_tag = false;
    html.chars().filter(move |c| {
        in_tag = *c == '<' || in_tag && *c != '>';
        matches!(c, '<' | '>' | '*' | '_' | '[' | ']' | '`') || in_tag && matches!(c, '/' | '=' | '"' | '\'')
    })
}

/// A part that is not the same before and after the fixes.
pub(super) enum Difference<'p> {
    /// Only before.
    Missing(&'p Part),
    /// Only after, with the range before the fixes that it stands for.
    Extra(&'p Part, TextRange),
    /// In one place and of one kind, but not the same.
    Changed(&'p Part, &'p Part),
}

impl Difference<'_> {
    /// The range in the page before the fixes.
    pub(super) fn range(&self) -> TextRange {
        match self {
            Self::Missing(part) | Self::Changed(part, _) => part.range,
            Self::Extra(_, range) => *range,
        }
    }
}
