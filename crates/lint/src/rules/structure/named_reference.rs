//! References to sections, chapters, pages and appendices by their names.

use std::sync::LazyLock;

use firstaid_content::PageKey;
use firstaid_diagnostics::Diagnostic;
use firstaid_text::{TextRange, floor_char_boundary};
use regex::Regex;

use super::own_headings::OwnHeadings;
use crate::engine::headings::{Appendices, SectionNames, words_of};
use crate::{PageContext, Report};

/// "the Establishing Trust section", with the words after it.
static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b[Tt]he\ [“\x22']?(?P<name>[A-Z][\w’-]*(?:\ (?:(?:and|or|of|the|to|in|on|for|a|with|your)\ )*[A-Z][\w’-]*)*)[”\x22']?
            \ (?P<kind>section|chapter)\b (?P<rest>\ (?:below|above|of\ this\ (?:guide|page|document|kit)))?
            (?P<end>\s*(?:[.,;:!?)]|$)|\ (?:for|tells|explains|describes|covers|lists|shows|says|discusses|gives|deals|goes)\b)?",
    )
    .expect("a valid pattern")
});

/// `chapter "Crossing Borders"`, with the words after it.
static QUOTED_CHAPTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b(?:[Cc]hapter|[Ss]ection|[Ss]ee|[Rr]ead)\ (?:called\ |named\ |on\ |about\ )?
            (?:“(?P<name>[A-Z][^”“\x22.]{3,60})”|\x22(?P<straight>[A-Z][^”“\x22.]{3,60})\x22)
            (?P<behind>[^.!?\n]{0,8})",
    )
    .expect("a valid pattern")
});

/// "proceed to the malware section", with the words after it.
static PLAIN_SECTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b(?:[Ss]ee|[Pp]roceed\ to|[Rr]efer\ to|[Rr]ead|[Cc]onsult|[Ss]kip\ to|[Ii]n|[Cc]heck)\ the
            \ (?P<name>[a-z][\w’-]{3,}(?:\ [a-z][\w’-]*){0,3})\ section\b
            (?P<rest>\ (?:below|above|of\ this\ (?:guide|page|document|kit)))?",
    )
    .expect("a valid pattern")
});

/// "See Lost Phones", at the end of a sentence or in brackets.
static SEE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) \b[Ss]ee\ (?:also\ )?[“\x22']?(?P<name>[A-Z][\w’'-]*(?:\ (?:(?:and|or|of|the|to|in|on|for|a|with|your)\ )*[A-Z][\w’'-]*)+)[”\x22']?
            \s*(?:[.;!?)]|$)",
    )
    .expect("a valid pattern")
});

/// "Appendix GPG", with the words after it.
static APPENDIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?P<all>(?:Appendix|Annex) [A-Z0-9][\w-]*)(?P<behind>[^.!?\n]{0,8})").expect("a valid pattern")
});

/// Words of a sentence about sections of something other than the guide.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:settings?|menu|tab|apps?|applications?|accounts?|website|site|profile|screen|preferences|options|description|video|click|tap|scroll|swipe|browser|window|dialog|dashboard|sidebar|channel|software|program|device|(?:go|navigate|head|switch)\ to)\b")
        .expect("a valid pattern")
});

/// Reports references of a block of prose to what neither the page nor the guide has. `place` gives the range in the
/// page of bytes of the block; `headings` are those of the page, which few blocks need.
pub(super) fn named_references<'h>(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    block: &str,
    place: &dyn Fn(usize, usize) -> TextRange,
    headings: &dyn Fn() -> &'h OwnHeadings<'h>,
) {
    // Most blocks with these marks and words have no name behind them: their patterns are not run, nor even compiled.
    if may_quote_chapter(block) {
        quoted_chapters(cx, report, block, place, headings());
    }
    if block.contains(" section") || block.contains(" chapter") {
        sections(cx, report, block, place, headings());
        plain_sections(cx, report, block, place, headings());
    }
    if may_name_page_to_see(block) {
        pages_to_see(cx, report, block, place, headings());
    }
    if block.contains("Appendix ") || block.contains("Annex ") {
        appendices(cx, report, block, place);
    }
}

fn may_quote_chapter(block: &str) -> bool {
    let begins_name = |at: usize| block[at..].starts_with(|c: char| c.is_ascii_uppercase());
    let is_behind_word = |at: usize| block[..at].ends_with(' ');
    block.match_indices(['"', '“']).any(|(at, quote)| is_behind_word(at) && begins_name(at + quote.len()))
}

fn may_name_page_to_see(block: &str) -> bool {
    block.match_indices("ee ").any(|(at, word)| {
        let behind = &block[at + word.len()..];
        let name = behind.strip_prefix("also ").unwrap_or(behind);
        let name = name.strip_prefix(['“', '"', '\'']).unwrap_or(name);
        block[..at].ends_with(['S', 's']) && name.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

fn sections(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    block: &str,
    place: &dyn Fn(usize, usize) -> TextRange,
    headings: &OwnHeadings<'_>,
) {
    for hit in SECTION.captures_iter(block) {
        let (Some(all), Some(name)) = (hit.get(0), hit.name("name")) else { continue };
        let own = hit.name("rest").is_some();
        let range = place(name.start(), name.end());
        if has_link(cx, range) || headings.have(name.as_str()) {
            continue;
        }
        let page = page_of(cx, name.as_str());
        if let Some(heading) = headings.similar(name.as_str()) {
            let finding = report.found(range, format!("this page has no section `{}`", name.as_str()));
            report.push(finding.help(format!("its section is called `{heading}`")));
            continue;
        }
        // "the Berlin chapter" may be people; a reader is told to read a text.
        let before = block[..all.start()].trim_end();
        let is_to_be_read = ["See", "see", "Read", "read", "in", "In"].iter().any(|it| before.ends_with(it));
        let is_loose = if &hit["kind"] == "chapter" { !is_to_be_read } else { !name.as_str().contains(' ') };
        let vague = hit.name("end").is_none() || is_loose;
        // "Open the app. Then go to …": what a sentence speaks of may stand in the one before.
        let before = sentence(block, all.start()).as_ptr() as usize - block.as_ptr() as usize;
        let is_elsewhere = || {
            let above = before.checked_sub(2).map_or("", |at| sentence(block, floor_char_boundary(block, at)));
            ELSEWHERE.is_match(sentence(block, all.start())) || ELSEWHERE.is_match(above)
        };
        // A page may be named "About" like a section of anything.
        let is_weak = page.is_none() || !name.as_str().contains(' ');
        if !own && (page.is_none() && vague || is_weak && is_elsewhere()) {
            continue;
        }
        report.push(no_section(report, range, name.as_str(), page));
    }
}

/// `chapter "Crossing Borders"`, where another page has that name; or none has, and the guide calls its parts chapters.
fn quoted_chapters(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    block: &str,
    place: &dyn Fn(usize, usize) -> TextRange,
    headings: &OwnHeadings<'_>,
) {
    for hit in QUOTED_CHAPTER.captures_iter(block) {
        let Some(name) = hit.name("name").or_else(|| hit.name("straight")) else { continue };
        let start = hit.get(0).map_or(0, |all| all.start());
        // "We began a section called": it is announced, and nobody is sent there.
        if block[..start].ends_with(" a ") || block[..start].ends_with(" new ") {
            continue;
        }
        let range = place(name.start(), name.end());
        // "under [Malware](…)": the link leads to the page that has it.
        let end = sentence(block, name.end());
        let end = end.as_ptr() as usize - block.as_ptr() as usize + end.len();
        if has_link(cx, place(name.start(), end.max(name.end()))) || headings.have(name.as_str()) {
            continue;
        }
        let page = page_of(cx, name.as_str());
        let is_chapter = hit[0].starts_with(['C', 'c']) || hit[0].to_lowercase().starts_with("section");
        let behind = hit["behind"].trim_start();
        // Of a book or a site, or with its author.
        let is_of_another = behind.starts_with([',', '(', '\u{fffc}'])
            || ["of ", "in ", "on ", "by ", "from "].iter().any(|it| behind.starts_with(it));
        let finding = match page {
            Some(path) => elsewhere(report, range, name.as_str(), path),
            None if is_chapter && !is_of_another && !ELSEWHERE.is_match(sentence(block, name.start())) => report
                .found(range, format!("this guide has no section `{}`", name.as_str()))
                .help("write the name that it has now, and link to it"),
            None => continue,
        };
        report.push(finding);
    }
}

/// `proceed to the malware section`, where another page has that name.
fn plain_sections(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    block: &str,
    place: &dyn Fn(usize, usize) -> TextRange,
    headings: &OwnHeadings<'_>,
) {
    for hit in PLAIN_SECTION.captures_iter(block) {
        let Some(name) = hit.name("name") else { continue };
        let range = place(name.start(), name.end());
        if has_link(cx, range) || headings.have(name.as_str()) || headings.have_word_of(name.as_str()) {
            continue;
        }
        let page = page_of(cx, name.as_str());
        let is_own = hit.name("rest").is_some();
        if !is_own && (page.is_none() || ELSEWHERE.is_match(sentence(block, name.start()))) {
            continue;
        }
        report.push(no_section(report, range, name.as_str(), page));
    }
}

/// `see Lost Phones.`, where another page has that name.
fn pages_to_see(
    cx: &PageContext<'_>,
    report: &mut Report<'_>,
    block: &str,
    place: &dyn Fn(usize, usize) -> TextRange,
    headings: &OwnHeadings<'_>,
) {
    for hit in SEE.captures_iter(block) {
        let Some(name) = hit.name("name") else { continue };
        let range = place(name.start(), name.end());
        if has_link(cx, range) || headings.have(name.as_str()) {
            continue;
        }
        if let Some(path) = page_with_section(cx, name.as_str()) {
            report.push(elsewhere(report, range, name.as_str(), path));
        }
    }
}

/// `Appendix GPG`, where the guide has appendices, and none of that name.
fn appendices(cx: &PageContext<'_>, report: &mut Report<'_>, block: &str, place: &dyn Fn(usize, usize) -> TextRange) {
    for hit in APPENDIX.captures_iter(block) {
        let (Some(all), Some(behind)) = (hit.name("all"), hit.name("behind")) else { continue };
        let range = place(all.start(), all.end());
        let words = words_of(all.as_str());
        let known = cx.world.appendices.get_or_init(|| Appendices::new(cx.world.guide)).of(&cx.page.key.locale);
        let has_it = known.iter().any(|heading| heading.windows(words.len()).any(|it| it == words));
        let is_of_another = ["of ", "to ", "in "].iter().any(|word| behind.as_str().trim_start().starts_with(word));
        if !known.is_empty() && !has_it && !is_of_another && !has_link(cx, range) {
            let finding = report.found(range, format!("this guide has no `{}`", all.as_str()));
            report.push(finding.help("write the name that it has now, and link to it"));
        }
    }
}

/// A name that is that of no section of the page; `page` is the path of another page that has it.
fn no_section(report: &Report<'_>, range: TextRange, name: &str, page: Option<&str>) -> Diagnostic {
    let finding = report.found(range, format!("this page has no section `{name}`"));
    match page {
        Some(path) => finding.help(format!("link to the page of that name, {path}")),
        None => finding.help("link to the place where it is now"),
    }
}

/// A name that another page has.
fn elsewhere(report: &Report<'_>, range: TextRange, name: &str, path: &str) -> Diagnostic {
    let finding = report.found(range, format!("`{name}` is not on this page, and not a link"));
    finding.help(format!("link to the page that has it, {path}"))
}

/// The path of another page of this name, or with a title or a section of it.
fn page_of<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    page_named(cx, name).or_else(|| page_with_section(cx, name))
}

/// The path of another page that has a title or a section of this name.
fn page_with_section<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    if !name.contains(' ') {
        return None;
    }
    let names = cx.world.section_names.get_or_init(|| SectionNames::new(cx.world.guide));
    let page = names.page(cx.world.guide, &cx.page.key.locale, name)?;
    (page.key != cx.page.key).then(|| page.source.path())
}

/// The page of the guide whose file has this name, however its words are joined.
fn page_named<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    let words: Vec<&str> = name.split(' ').collect();
    let forms = ["", "-", "_"].map(|joint| words.join(joint));
    let lower = ["-", "_"].map(|joint| words.join(joint).to_lowercase());
    forms.into_iter().chain(lower).find_map(|form| {
        let key = PageKey { locale: cx.page.key.locale.clone(), name: form.into() };
        let page = cx.world.guide.by_key(&key).filter(|page| page.key != cx.page.key)?;
        Some(page.source.path())
    })
}

/// Maximum bytes of a sentence on either side of a hit: a block without end must not cost the square of its length.
const MAX_REACH: usize = 400;

/// The sentence around an offset of a block, as far as [`MAX_REACH`].
pub(super) fn sentence(block: &str, at: usize) -> &str {
    let from = floor_char_boundary(block, at.saturating_sub(MAX_REACH));
    let to = floor_char_boundary(block, (at + MAX_REACH).min(block.len()));
    let start = block[from..at].rfind(['.', '!', '?']).map_or(from, |end| from + end + 1);
    let end = block[at..to].find(['.', '!', '?']).map_or(to, |end| at + end);
    &block[start..end]
}

pub(super) fn has_link(cx: &PageContext<'_>, range: TextRange) -> bool {
    cx.page.tokens_at(range).any(|token| token.as_link().is_some())
}
