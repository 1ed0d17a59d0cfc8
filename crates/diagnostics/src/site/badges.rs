//! Badges: small images with a number, to show on other pages. They need no font and no other file.

use maud::{Markup, html};

use super::health::{Health, Tone, When};
use super::parts::{by_severity, counted, findings};
use super::text::text;
use super::{SiteFile, names};

/// Width of a letter in a badge, in tenths of a pixel: the average of a sans-serif font of 11 pixels.
const LETTER: usize = 66;

pub(super) struct Badge {
    pub(super) path: String,
    label: String,
    message: String,
    tone: Tone,
}

impl Badge {
    fn new(subject: &str, label: &str, message: String, tone: Tone) -> Self {
        Self { path: names::badge(subject), label: label.to_owned(), message, tone }
    }

    /// What the badge says, for people who do not see it.
    pub(super) fn words(&self) -> String {
        text(&format!("{}: {}", self.label, self.message)).into_owned()
    }
}

/// The badges of a guide: findings, links, reviews, and one a language.
pub(super) fn all(health: &Health<'_>) -> Vec<Badge> {
    let [errors, warnings, _] = by_severity(health.files.iter().flat_map(findings));
    let found = match (errors, warnings) {
        (0, 0) => ("none".to_owned(), Tone::Good),
        (0, _) => (counted(warnings, "warning", "warnings"), Tone::Doubtful),
        _ => (counted(errors, "error", "errors"), Tone::Bad),
    };
    let dead = health.links.iter().filter(|link| link.tone == Tone::Bad).count();
    let links = match (health.has_ledger, dead) {
        (false, _) => ("unknown".to_owned(), Tone::Unknown),
        (true, 0) => ("none dead".to_owned(), Tone::Good),
        (true, dead) => (format!("{dead} dead"), Tone::Bad),
    };
    let due = health.due.iter().filter(|it| it.when == When::Now).count();
    let due = if due == 0 { ("nothing".to_owned(), Tone::Good) } else { (due.to_string(), Tone::Doubtful) };
    let mut badges = vec![
        Badge::new("findings", "findings", found.0, found.1),
        Badge::new("links", "links", links.0, links.1),
        Badge::new("due", "due", due.0, due.1),
    ];
    badges.extend(health.languages.iter().filter(|it| !it.is_source).map(|it| {
        let share = it.translated.map(super::Translated::share);
        let tone = match share {
            Some(100) => Tone::Good,
            Some(80..) => Tone::Doubtful,
            Some(_) => Tone::Bad,
            None => Tone::Unknown,
        };
        let message = share.map_or("not imported".to_owned(), |share| format!("{share} %"));
        // A locale cannot take the place of the badges above: they have a name that is no locale.
        Badge::new(&format!("in-{}", it.locale), it.locale, message, tone)
    }));
    badges
}

pub(super) fn files<'a>(health: &Health<'_>) -> impl Iterator<Item = SiteFile<'a>> {
    all(health).into_iter().map(|badge| SiteFile::new(badge.path.clone(), move || svg(&badge)))
}

fn svg(badge: &Badge) -> String {
    let width = |text: &str| (text.chars().count() * LETTER).div_ceil(10) + 12;
    let (label, message) = (text(&badge.label), text(&badge.message));
    let (left, right) = (width(&label), width(&message));
    let all = left + right;
    let fill = match badge.tone {
        Tone::Bad => "#a32020",
        Tone::Doubtful => "#7a5200",
        Tone::Unknown => "#4d5866",
        Tone::Good => "#1d6b33",
    };
    let word = |at: usize, width: usize, word: &str| -> Markup {
        html! { text x=(at + width / 2) y="14" textLength=(width - 12) lengthAdjust="spacingAndGlyphs" { (word) } }
    };
    let image = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(all) height="20" role="img" aria-label=(badge.words()) {
            title { (badge.words()) }
            rect width=(left) height="20" fill="#30363d" {}
            rect x=(left) width=(right) height="20" fill=(fill) {}
            g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" {
                (word(0, left, &label))
                (word(left, right, &message))
            }
        }
    };
    image.into_string()
}

/// The icon of the site: a cross in a square.
pub(super) fn icon() -> String {
    let cross = "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z";
    let image = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" { path fill="#a32020" d=(cross) {} }
    };
    image.into_string()
}
