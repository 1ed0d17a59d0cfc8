//! The day of which a page speaks: that of its latest date, from the front matter or else the name of the file.

use firstaid_content::{Node, Page, Value};
use firstaid_registry::PartialDate;

/// Keys of front matter with a date; a page that was looked through later could have known.
const KEYS: [&str; 12] = [
    "created",
    "date",
    "last_modified",
    "last_modified_at",
    "last_updated",
    "lastmod",
    "lastUpdated",
    "modified",
    "published",
    "publishDate",
    "reviewed",
    "updated",
];

/// Names of files and folders that list what changed in each version: the tools of their time belong to them. In lower
/// case, without a number and what joins it (`CHANGES-2020`, `v1-release-notes`).
const CHANGE_LOGS: [&str; 11] = [
    "change-log",
    "changelog",
    "changelogs",
    "changes",
    "history",
    "news",
    "newsfragments",
    "release-notes",
    "releasenotes",
    "releases",
    "whats-new",
];

/// Whether a page is a list of changes by its name, or lies in a folder of such lists directly.
pub fn is_change_log(page: &Page) -> bool {
    let path = page.source.path();
    let is_listed = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_lowercase().replace(['_', ' '], "-");
        let name = stem.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
        CHANGE_LOGS.contains(&name.trim_start_matches("v-")) || CHANGE_LOGS.contains(&name)
    };
    path.rsplit('/').take(2).any(is_listed)
}

/// Letters of a day such as `2019-05-01`.
const DAY: usize = 10;

/// The day of a post. A date without a day is the edition of a page that is kept, and no day of a post.
pub fn day_of(page: &Page) -> Option<PartialDate> {
    let entries = page.front_matter.iter().flat_map(|front_matter| &front_matter.entries);
    let dates = entries.filter(|entry| KEYS.contains(&&*entry.key)).flat_map(|entry| days(&entry.value));
    dates.max().or_else(|| day_in_name(page.source.path()))
}

/// The days in a value: itself, or those of the keys below it (`created`, `updated`).
fn days(value: &Node) -> Vec<PartialDate> {
    match &value.value {
        Value::Scalar { text, .. } => day(text.trim()).into_iter().collect(),
        Value::Mapping(entries) => entries.iter().filter_map(|entry| day(entry.value.as_str()?.trim())).collect(),
        Value::Sequence(_) | Value::Alias => Vec::new(),
    }
}

/// The day that a text begins with.
fn day(text: &str) -> Option<PartialDate> {
    let (day, rest) = text.split_at_checked(DAY)?;
    let is_whole = !rest.starts_with(|c: char| c.is_ascii_digit());
    PartialDate::parse(day).filter(|date| is_whole && date.day.is_some())
}

fn day_in_name(path: &str) -> Option<PartialDate> {
    day(path.rsplit('/').next().unwrap_or(path))
}

/// Whether a day lies before a date, as far as that is known.
pub fn is_before(day: PartialDate, date: PartialDate) -> bool {
    let first_of = |date: PartialDate| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
    first_of(day) < first_of(date)
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_text::SourceFile;

    use super::*;

    fn day_of_text(path: &str, text: &str) -> Option<String> {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "a".into() };
        let page = parse(key, SourceFile::new(path, text.to_owned()), AnchorDialect::default());
        day_of(&page).map(|date| date.to_string())
    }

    #[test]
    fn lists_of_changes_are_known_by_their_names() {
        let is_listed = |path: &str| {
            let key = PageKey { locale: Locale::new("en").unwrap(), name: "a".into() };
            is_change_log(&parse(key, SourceFile::new(path, "text\n".to_owned()), AnchorDialect::default()))
        };
        assert!(
            ["CHANGELOG.md", "docs/Release Notes.md", "changes-2020.md", "docs/news/3.1.md"].into_iter().all(is_listed)
        );
        assert!(
            ["changes/of/heart.md", "new.md", "history-of-locks.md", "docs/a.md"].into_iter().all(|it| !is_listed(it))
        );
    }

    #[test]
    fn the_latest_day_counts() {
        let nested = "---\ndate:\n  created: 2019-05-01\n  updated: 2020-02-03\n---\n";
        assert_eq!(day_of_text("a.md", nested).as_deref(), Some("3 February 2020"));
        assert_eq!(day_of_text("a.md", "---\ndate: 2019-05-01 09:00:00\n---\n").as_deref(), Some("1 May 2019"));
        assert_eq!(day_of_text("posts/2018-01-02-a.md", "text\n").as_deref(), Some("2 January 2018"));
    }

    #[test]
    fn an_edition_without_a_day_is_no_post() {
        assert_eq!(day_of_text("a.md", "---\ndate: 2015-08\n---\n"), None);
        assert_eq!(day_of_text("2018-a.md", "---\ntitle: 2015-08-01\n---\n"), None);
    }

    #[test]
    fn a_date_without_a_month_begins_with_its_year() {
        let date = |text: &str| PartialDate::parse(text).unwrap();
        assert!(is_before(date("2019-12-31"), date("2020")));
        assert!(!is_before(date("2020-03-01"), date("2020")) && !is_before(date("2014-05-02"), date("2014-05")));
    }
}
