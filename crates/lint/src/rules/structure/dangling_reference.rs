use std::cell::LazyCell;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, PageKey, Token, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::{TextRange, floor_char_boundary};
use regex::Regex;

use super::numbered_reference::{Numbers, references};
use super::own_headings::OwnHeadings;
use crate::engine::headings::{Appendices, SectionNames, words_of};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds references to a place that does not exist: a section, step, figure or table that the page does not have, an
/// appendix that the guide does not have, "above" at the start of a page, "here" without a link; and "See" with the name of another page that
/// is no link.
///
/// ## Why
/// The reader looks for help that the sentence promises and does not find it. Usually a long page was split into
/// several, or a link was lost.
///
/// ## Example
/// ```markdown
/// Find tips on creating a strong password here. More can be found in the Establishing Trust section.
/// ```
///
/// ## Use instead
/// ```markdown
/// Find tips on [creating a strong password](Passwords.md). More can be found in
/// [Establishing Trust](EstablishingTrust.md).
/// ```
///
/// ## Fix
/// None. If another page of the guide has the name of the section, the finding names it.
///
/// ## Not reported
/// Sentences with a link, sections whose words are part of a heading, and sections of other things, such as an app's
/// settings, a window, a channel or a website, also where the sentence before names them. Only English is checked.
///
/// ## When not to use it
/// In pages that are published together with text that the linter does not see.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("dangling-reference"), severity: Severity::Warning, check: Check::Page(check) };

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

/// "Above, we mention", at the start of a page.
static ABOVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:Above, (?:we|I|you|it)\b|As (?:we |already )*(?:mentioned|noted|described|discussed|explained|stated|listed|said) (?:above|earlier)\b|The (?:steps|tips|tools|advice|list|section) above\b)",
    )
    .expect("a valid pattern")
});

/// Fingerprints "at the top of this document".
static AT_TOP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bat the (?:top|beginning|start) of this (?:document|page|guide|section)\b")
        .expect("a valid pattern")
});

/// A sentence that ends in "here" and tells the reader to find something, or says that it can be found.
static HERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?:^|[.!?:]\s+|[(]) (?:
              (?:You\ can\ |Please\ |please\ )?(?i:find|read|download|click|learn|see|get\ (?:it|them|help|more|the))\b [^.!?\u{fffc}]{0,160}?
            | [A-Z] [^.!?\u{fffc}]{0,160}? \b(?:can\ be\ found|(?:is|are)\ (?:available|described)) [^.!?\u{fffc}]{0,60}?
            ) \s (?P<here>here) (?:[.!)]|$)",
    )
    .expect("a valid pattern")
});

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.language() != "en" {
        return;
    }
    let mut nothing_above = true;
    let numbers = Numbers::default();
    let headings = LazyCell::new(|| OwnHeadings::new(cx.page));
    let is_fingerprint = |token: &&Token| token.kind == TokenKind::Fingerprint;
    let first_fingerprint = LazyCell::new(|| cx.page.tokens.iter().find(is_fingerprint).map(|it| it.range.start()));
    for (at, index, block) in cx.prose.blocks() {
        let kind = cx.page.blocks[index as usize].kind;
        if matches!(kind, BlockKind::FrontMatter | BlockKind::FrontMatterText | BlockKind::Heading(_)) {
            continue;
        }
        let place = |from: usize, to: usize| cx.prose.source_range(at + from..at + to);
        // Only the first text of a page has nothing above it.
        if std::mem::take(&mut nothing_above)
            && first_text(cx) == Some(index as usize)
            && let Some(hit) = ABOVE.find(block)
        {
            let finding = report.found(place(hit.start(), hit.end()), "nothing is above this: the page begins here");
            report.push(finding.help("link to the page that this refers to"));
        }
        if block.contains(['"', '“']) {
            quoted_chapters(cx, report, block, &place, &headings);
        }
        if block.contains(" section") || block.contains(" chapter") {
            sections(cx, report, block, &place, &headings);
            plain_sections(cx, report, block, &place, &headings);
        }
        for (hit, message) in references(cx, block, &numbers) {
            let range = place(hit.start, hit.end);
            if !has_link(cx, range) {
                report.push(report.found(range, message).help("write the number that it has now, or link to it"));
            }
        }
        if block.contains("ee ") {
            pages_to_see(cx, report, block, &place, &headings);
        }
        if block.contains("Appendix ") || block.contains("Annex ") {
            appendices(cx, report, block, &place);
        }
        if block.contains("of this ") {
            for hit in AT_TOP.find_iter(block).filter(|hit| sentence(block, hit.start()).contains("fingerprint")) {
                let range = place(hit.start(), hit.end());
                if first_fingerprint.is_none_or(|first| first >= range.start()) {
                    let finding = report.found(range, "there are no fingerprints at the top of this page");
                    report.push(finding.help("link to the page that has them"));
                }
            }
        }
        if block.contains(" here") {
            for hit in HERE.captures_iter(block) {
                let (Some(all), Some(here)) = (hit.get(0), hit.name("here")) else { continue };
                let leads_on = block[all.end()..].trim_start_matches([' ', '(']).starts_with('\u{fffc}');
                if !leads_on && !idiom(all.as_str()) && !has_link(cx, place(all.start(), all.end())) {
                    let finding = report.found(place(here.start(), here.end()), "`here` is not a link");
                    report.push(finding.help("make the words that describe the target a link"));
                }
            }
        }
    }
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
        let page = page_named(cx, name.as_str()).or_else(|| page_with_section(cx, name.as_str()));
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
        let finding = report.found(range, format!("this page has no section `{}`", name.as_str()));
        report.push(match page {
            Some(path) => finding.help(format!("link to the page of that name, {path}")),
            None => finding.help("link to the place where it is now"),
        });
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
        let range = place(name.start(), name.end());
        // "under [Malware](…)": the link leads to the page that has it.
        let end = sentence(block, name.end());
        let end = end.as_ptr() as usize - block.as_ptr() as usize + end.len();
        if has_link(cx, place(name.start(), end.max(name.end()))) || headings.have(name.as_str()) {
            continue;
        }
        let page = page_named(cx, name.as_str()).or_else(|| page_with_section(cx, name.as_str()));
        let is_chapter = hit[0].starts_with(['C', 'c']) || hit[0].to_lowercase().starts_with("section");
        let behind = hit["behind"].trim_start();
        // Of a book or a site, or with its author.
        let is_of_another = behind.starts_with([',', '(', '\u{fffc}'])
            || ["of ", "in ", "on ", "by ", "from "].iter().any(|it| behind.starts_with(it));
        let finding = match page {
            Some(path) => {
                let finding = report.found(range, format!("`{}` is not on this page, and not a link", name.as_str()));
                finding.help(format!("link to the page that has it, {path}"))
            }
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
        let page = page_named(cx, name.as_str()).or_else(|| page_with_section(cx, name.as_str()));
        let is_own = hit.name("rest").is_some();
        if !is_own && (page.is_none() || ELSEWHERE.is_match(sentence(block, name.start()))) {
            continue;
        }
        let finding = report.found(range, format!("this page has no section `{}`", name.as_str()));
        report.push(match page {
            Some(path) => finding.help(format!("link to the page of that name, {path}")),
            None => finding.help("link to the place where it is now"),
        });
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
            let finding = report.found(range, format!("`{}` is not on this page, and not a link", name.as_str()));
            report.push(finding.help(format!("link to the page that has it, {path}")));
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

/// The path of another page that has a title or a section of this name.
fn page_with_section<'a>(cx: &PageContext<'a>, name: &str) -> Option<&'a str> {
    if !name.contains(' ') {
        return None;
    }
    let names = cx.world.section_names.get_or_init(|| SectionNames::new(cx.world.guide));
    let page = names.page(cx.world.guide, &cx.page.key.locale, name)?;
    (page.key != cx.page.key).then(|| page.source.path())
}

/// The index of the first block below the title.
fn first_text(cx: &PageContext<'_>) -> Option<usize> {
    let title = |kind| matches!(kind, BlockKind::FrontMatter | BlockKind::FrontMatterText | BlockKind::Heading(_));
    cx.page.blocks.iter().position(|block| !title(block.kind))
}

/// Maximum bytes of a sentence on either side of a hit: a block without end must not cost the square of its length.
const MAX_REACH: usize = 400;

/// The sentence around an offset of a block, as far as [`MAX_REACH`].
fn sentence(block: &str, at: usize) -> &str {
    let from = floor_char_boundary(block, at.saturating_sub(MAX_REACH));
    let to = floor_char_boundary(block, (at + MAX_REACH).min(block.len()));
    let start = block[from..at].rfind(['.', '!', '?']).map_or(from, |end| from + end + 1);
    let end = block[at..to].find(['.', '!', '?']).map_or(to, |end| at + end);
    &block[start..end]
}

fn has_link(cx: &PageContext<'_>, range: TextRange) -> bool {
    cx.page.tokens_at(range).any(|token| token.as_link().is_some())
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

/// Whether a match is an idiom: "See what happened here" refers to no page.
fn idiom(hit: &str) -> bool {
    let lower = hit.to_lowercase();
    [
        "see what",
        "see how",
        "see why",
        "see that",
        "see if",
        "see you",
        "from here",
        "out of here",
        "over here",
        "right here",
        "click and",
    ]
    .iter()
    .any(|idiom| lower.contains(idiom))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn chapters_that_the_guide_does_not_have_are_found() {
        let rule = case("dangling-reference");
        rule.finds("See the «Passwords» chapter for more. The «Lost Phones» section tells more.\n");
        rule.finds("Read chapter \"«Crossing Borders»\" first. Section “«Old Laptops»” is next.\n");
        for fine in [
            "# Passwords\n\nSee the Passwords chapter. The Passwords section tells more.\n",
            "We met the Berlin chapter. The Berlin chapter met us. Ask the Press Freedom chapter.\n",
            "Read chapter \"Secrets\" of her book, or section \"Data Use\" in your settings. She said: \"Read it.\"\n",
            "Read \"Crossing Borders\", a novel. Open the section \"Active Sessions\" of the menu.\n",
            "Read section \"Is It Safe\" under [Malware](malware.md).\n",
        ] {
            rule.finds(fine);
        }
    }

    #[test]
    fn sections_of_other_pages_are_found() {
        let case = case("dangling-reference").page("en/EstablishingTrust.md", "# Trust\n");
        case.finds("More can be found in the «Establishing Trust» section.\n");
        assert!(case.messages("See the Establishing Trust section.\n")[0].contains("EstablishingTrust.md"));
    }

    #[test]
    fn sections_that_do_not_exist_are_found() {
        case("dangling-reference")
            .finds("See the «Safer Computing» section below. The «Lost and Found» section, too.\n");
    }

    #[test]
    fn names_of_other_pages_and_their_sections_are_found() {
        let case = case("dangling-reference").page("en/B.md", "---\ntitle: Lost Phones\n---\n\n# Who Helps You\n");
        case.finds("The people in the «Who Helps You» section know.\n\nSee also «Lost Phones». Was it taken (see «Lost Phones»)?\n");
        case.finds(
            "See [Lost Phones](B.md). See Lost Phones now. We see Lost Things.\n\n## Lost Tablets\nSee Lost Tablets.\n",
        );
        case.finds("The «Lost Tablet» section may help.\n\n## Lost Tablets\na\n");
    }

    #[test]
    fn many_references_and_headings_cost_linear_time() {
        let page = format!("{}\n\n{}", "the Lost Tablet section. ".repeat(3000), "# Lost Tablets\n\n".repeat(3000));
        assert_eq!(case("dangling-reference").run(&page).len(), 3000);
    }

    #[test]
    fn appendices_that_no_page_has_are_found() {
        let other = case("dangling-reference").page("en/B.md", "# Appendix Phones: all of them\n");
        other.finds("See «Appendix GPG» for more, Appendix Phones for less, Appendix B of the law.\n");
        case("dangling-reference").finds("See Appendix GPG for more.\n");
    }

    #[test]
    fn sections_of_the_page_and_of_other_things_are_not_reported() {
        for text in [
            "See the Safer Computing section below.\n\n## Safer computing: what to do\n",
            "See [the Safer Computing section](x.md) and the [Safer Computing](x.md) section.\n",
            "Open the Privacy and Safety section of your account. In Settings, find the Linked Devices section.\n",
            "The FAQ section. See the section.\n",
        ] {
            case("dangling-reference").finds(text);
        }
    }

    #[test]
    fn sections_named_in_small_letters_are_found() {
        let case = case("dangling-reference").page("en/malware.md", "# Malware\n");
        case.finds("Proceed to the «malware» section now. See the «lost phones» section below.\n");
        case.finds("See the malware section.\n\n## What malware does\n\nSee the [malware](x.md) section.\n");
        case.finds("In the settings, see the malware section. See the other section.\n");
    }

    #[test]
    fn above_at_the_start_of_a_page_is_found() {
        case("dangling-reference").finds("---\ntitle: x\n---\n\n# Trust\n\n«Above, we» mention ways.\n");
        case("dangling-reference").finds("# Trust\n\ntext\n\nAbove, we mention ways.\n");
        case("dangling-reference").finds("# Trust\n\n![](x.png)\n\nAbove, we see a picture.\n");
    }

    #[test]
    fn missing_fingerprints_at_the_top_are_found() {
        let text = "Exchange key fingerprints (see some «at the top of this document»).\n";
        case("dangling-reference").finds(text);
        let key = "PGP: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";
        case("dangling-reference").finds(&format!("{key}\n\n{}", text.replace(['«', '»'], "")));
    }

    #[test]
    fn here_without_a_link_is_found() {
        case("dangling-reference").finds("Use it. Find tips on creating a strong password «here».\n\nClick «here»!\n");
        case("dangling-reference").finds("The list can be found «here».\n");
        for fine in [
            "Find tips [here](x.md). [Find tips](x.md) here. See what happened here. Stay here.\n",
            "Find it here: x\n",
        ] {
            case("dangling-reference").finds(fine);
        }
    }
}
