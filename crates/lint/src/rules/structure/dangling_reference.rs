use std::cell::LazyCell;
use std::sync::LazyLock;

use firstaid_content::{BlockKind, Token, TokenKind};
use firstaid_diagnostics::{RuleName, Severity};
use regex::{Regex, RegexBuilder};

use super::named_reference::{has_link, named_references, sentence};
use super::numbered_reference::{Numbers, references};
use super::own_headings::OwnHeadings;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds references to a place that does not exist: a section, step, figure or table that the page does not have, an
/// appendix that the guide does not have, "above" at the start of a page, "here" without a link; and "See" with the name
/// of another page that is no link.
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

/// Bytes that a thread keeps of the automaton of [`HERE`], whose counted repetitions have a state for each distance.
const MAX_DFA: usize = 512 << 10;

/// A sentence that ends in "here" and tells the reader to find something, or says that it can be found.
static HERE: LazyLock<Regex> = LazyLock::new(|| {
    RegexBuilder::new(
        r"(?x) (?:^|[.!?:]\s+|[(]) (?:
              (?:You\ can\ |Please\ |please\ )?(?i:find|read|download|click|learn|see|get\ (?:it|them|help|more|the))\b [^.!?\u{fffc}]{0,160}?
            | [A-Z] [^.!?\u{fffc}]{0,160}? \b(?:can\ be\ found|(?:is|are)\ (?:available|described)) [^.!?\u{fffc}]{0,60}?
            ) \s (?P<here>here) (?:[.!)]|$)",
    )
    .dfa_size_limit(MAX_DFA)
    .build()
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
        named_references(cx, report, block, &place, &|| &headings);
        for (hit, message) in references(cx, block, &numbers) {
            let range = place(hit.start, hit.end);
            if !has_link(cx, range) {
                report.push(report.found(range, message).help("write the number that it has now, or link to it"));
            }
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
        if may_end_in_here(block) {
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

/// Whether [`HERE`] may match: its automaton is large, and most blocks that have the word go on behind it.
fn may_end_in_here(block: &str) -> bool {
    let ends = |behind: &str| behind.is_empty() || behind.starts_with(['.', '!', ')']);
    block.contains(" here")
        && block
            .match_indices("here")
            .any(|(at, word)| block[..at].ends_with(char::is_whitespace) && ends(&block[at + word.len()..]))
}

/// The index of the first block below the title.
fn first_text(cx: &PageContext<'_>) -> Option<usize> {
    let title = |kind| matches!(kind, BlockKind::FrontMatter | BlockKind::FrontMatterText | BlockKind::Heading(_));
    cx.page.blocks.iter().position(|block| !title(block.kind))
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
