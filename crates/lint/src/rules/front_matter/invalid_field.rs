use firstaid_content::{Entry, Generator, Locale, ProblemKind, ScalarStyle, Value};
use firstaid_diagnostics::{RuleName, Severity};
use jiff::civil::Date;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds front matter that is not valid YAML, duplicate keys, and values that are invalid for their key: dates that do
/// not exist or are in the future, languages that are not locale tags, permalinks that are not addresses.
///
/// ## Why
/// Site generators silently leave a page with broken front matter out, or show it without its title. A typo in a review
/// date makes an old page look up to date.
///
/// ## Example
/// ```markdown
/// ---
/// title:
/// date: 2015-13
/// published: "false"
/// ---
/// ```
///
/// ## Use instead
/// ```markdown
/// ---
/// title: Secure Communication
/// date: 2015-08
/// published: false
/// ---
/// ```
///
/// ## Fix
/// None: only the author knows what was meant.
///
/// ## Not reported
/// Dates without a day or month, or with a time; dates below `date` (`created`, `updated`). `null` for `reviewed` and
/// `layout`. Keys without a meaning for the site. `missing-field` reports empty values of required keys.
///
/// ## When not to use it
/// Where other programs give these keys another meaning.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("invalid-field"), severity: Severity::Error, check: Check::Page(check) };

/// Message and help about a value.
type Complaint = (String, &'static str);

const FIELDS: [&str; 11] = [
    "author",
    "date",
    "lang",
    "language",
    "layout",
    "parent",
    "permalink",
    "published",
    "reviewed",
    "summary",
    "title",
];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let problems = || cx.page.problems.iter().filter(|problem| problem.kind == ProblemKind::FrontMatter);
    for problem in problems() {
        report.push(report.found(problem.range, problem.message.clone()));
    }
    let Some(front_matter) = &cx.page.front_matter else { return };
    for entry in FIELDS.iter().filter_map(|key| front_matter.get(key)) {
        let is_reported = problems().any(|problem| problem.range.overlaps(entry.key_range.cover(entry.value.range)));
        if is_reported {
            continue;
        }
        let Some((message, help)) = complaint(cx, entry) else { continue };
        let range = if entry.value.range.is_empty() { entry.key_range } else { entry.value.range };
        report.push(report.found(range, message).help(help));
    }
}

/// Whether a key has the meaning that this rule assumes; other site generators and their themes use some of the keys
/// differently.
fn is_own(cx: &PageContext<'_>, key: &str) -> bool {
    let front_matter = &cx.world.config.front_matter;
    let is_listed = front_matter.required.iter().chain(&front_matter.optional).any(|own| own == key);
    // Gatsby itself reads none.
    let is_free = matches!(cx.world.guide.generator(), None | Some(Generator::Gatsby));
    is_listed || is_free || matches!(key, "date" | "lang" | "language" | "published")
}

fn complaint(cx: &PageContext<'_>, entry: &Entry) -> Option<Complaint> {
    let key = &*entry.key;
    if !is_own(cx, key) {
        return None;
    }
    let (text, style) = match &entry.value.value {
        Value::Alias => return None,
        Value::Scalar { text, style } => (text.trim(), *style),
        Value::Sequence(_) => return Some((format!("`{key}` is a list"), "write one value")),
        // Blog plugins give a post several dates: `created`, `updated`.
        Value::Mapping(dates) if key == "date" && !dates.is_empty() => return nested_dates(cx, dates),
        Value::Mapping(_) => return Some((format!("`{key}` is a list of keys"), "write one value")),
    };
    if entry.value.is_null() || text.is_empty() {
        let required = cx.world.config.front_matter.required.iter().any(|required| required == key);
        let may_be_null = key == "reviewed" || key == "layout" && !text.is_empty();
        return (!required && !may_be_null)
            .then(|| (format!("`{key}` has no value"), "write the value, or remove the key"));
    }
    match key {
        "date" | "reviewed" => date(key, text, cx.world.today),
        "language" | "lang" => Locale::new(text)
            .is_none()
            .then(|| (format!("`{key}` is not a language tag"), "write a tag such as `en` or `pt-BR`")),
        "published" => {
            let plain = style == ScalarStyle::Plain;
            let boolean = plain && matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE");
            (!boolean).then(|| (format!("`{key}` is not `true` or `false`"), "write `true` or `false`, without quotes"))
        }
        "permalink" if !text.starts_with('/') => {
            Some((format!("`{key}` does not begin with `/`"), "write the address from the root of the site"))
        }
        "permalink" if text.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#')) => {
            Some((format!("`{key}` has a space, `?` or `#` in it"), "write a path alone, such as `/en/Passwords/`"))
        }
        "parent" if !text.starts_with('/') => Some((
            format!("`{key}` does not begin with `/`"),
            "write the permalink of the page above this one, such as `/en/`",
        )),
        _ => None,
    }
}

fn date(key: &str, text: &str, today: Date) -> Option<Complaint> {
    let help = "write it as YYYY, YYYY-MM or YYYY-MM-DD";
    match first_day(text) {
        None => Some((format!("`{key}` is not a date that exists"), help)),
        Some(day) if day > today => Some((format!("`{key}` is in the future"), "write the day of the change itself")),
        Some(_) => None,
    }
}

/// What is wrong with the dates below `date`.
fn nested_dates(cx: &PageContext<'_>, dates: &[Entry]) -> Option<Complaint> {
    dates.iter().find_map(|entry| match entry.value.as_str() {
        Some(text) => date(&entry.key, text.trim(), cx.world.today),
        None => Some((format!("`{}` is no date", entry.key), "write one value")),
    })
}

/// The first day of a date, which may be a year or a month.
fn first_day(text: &str) -> Option<Date> {
    let is_time = |time: &str| {
        time.starts_with(|c: char| c.is_ascii_digit())
            && time.bytes().all(|b| b.is_ascii_digit() || b":.+- ZUTC".contains(&b))
    };
    let day = text.split_once(['T', ' ']).filter(|(day, time)| day.len() == 10 && is_time(time));
    let mut parts = day.map_or(text, |(day, _)| day).split('-');
    let mut number = |len: usize| match parts.next() {
        None => Some(1),
        Some(part) if part.len() == len && part.bytes().all(|b| b.is_ascii_digit()) => part.parse::<i16>().ok(),
        Some(_) => None,
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    date.filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn invalid_yaml_is_found() {
        case("invalid-field").finds("---\ntitle: x\n«summary: \"open»\ndate: 2015\n---\ntext\n");
        case("invalid-field").finds("---\ntitle: x\n«title»: y\n---\ntext\n");
        case("invalid-field").finds("«---»\ntitle: x\n\n# Heading\n");
    }

    #[test]
    fn dates_of_any_precision_are_fine() {
        for date in ["2015", "2015-08", "2015-08-31", "2024-02-29", "\"2015-08\"", "2016-03-01 10:00:00 +0100"] {
            case("invalid-field").finds(&format!("---\ndate: {date}\nreviewed: {date}\n---\n"));
        }
        case("invalid-field").finds("---\nreviewed: null\n---\n");
        case("invalid-field").finds("---\nreviewed:\n---\n");
    }

    #[test]
    fn dates_that_do_not_exist_or_are_in_the_future_are_found() {
        for date in ["2015-13", "2015-02-30", "August 2015", "15-08", "2015-8-1", "2015-08-01-02", "[2015]"] {
            case("invalid-field").finds(&format!("---\ndate: «{date}»\n---\n"));
        }
        case("invalid-field").finds("---\ndate: «2026-11-24»\nreviewed: «2027»\n---\n");
        case("invalid-field").finds("---\ndate: 2026-11\nreviewed: 2026-11-23\n---\n");
    }

    #[test]
    fn each_field_is_checked_by_its_kind() {
        case("invalid-field").finds(
            "---\nlanguage: «english»\npublished: «\"false\"»\npermalink: «en/x/»\nparent: «en»\ntitle: «[a, b]»\n---\n",
        );
        case("invalid-field").finds("---\npermalink: «/en/My page/»\nlang: pt_BR\nlayout: null\ncolour: [a]\n---\n");
    }

    #[test]
    fn an_empty_value_is_found_at_its_key_unless_it_is_required() {
        case("invalid-field").finds("---\n«title»:\nsummary: «\"\"»\n---\n");
        case("invalid-field").config("[front-matter]\nrequired = [\"title\"]\n").finds("---\ntitle:\n---\n");
    }

    #[test]
    fn the_message_says_what_is_wrong() {
        let messages = case("invalid-field").messages("---\r\ndate: 2015-13\r\n---\r\n");
        assert_eq!(messages, ["`date` is not a date that exists\n  write it as YYYY, YYYY-MM or YYYY-MM-DD"]);
    }
}
