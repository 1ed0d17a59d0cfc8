use std::ops::Range;
use std::sync::{Arc, LazyLock};

use firstaid_content::BlockKind;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_mentions::names::Mention;
use firstaid_registry::{OutdatedVersions, Status, Tool};
use firstaid_text::{TextRange, floor_char_boundary};
use regex::Regex;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds instructions for a version of a tool that is years old.
///
/// ## Why
/// Screens, steps and requirements have changed since. A reader looks for buttons that are gone, or installs the old
/// version, with the holes that were closed since.
///
/// ## Example
/// ```markdown
/// **Version used in this guide:** Tor Browser 7.0.2
/// ```
///
/// ## Use instead
/// ```markdown
/// **Version used in this guide:** Tor Browser 15.0
/// ```
///
/// ## Fix
/// None: the steps have to be compared with the current version.
///
/// ## Not reported
/// A version that is no instruction: since which one, up to which one or before which one something holds, what is
/// found in it, what a sentence tells of the past. The registry knows for some tools which versions are outdated; of
/// others nothing is said. Requirements that stand beside the version are listed with it.
///
/// ## When not to use it
/// In histories of programs.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("outdated-version"), severity: Severity::Warning, check: Check::Page(check) };

/// The label of a version, up to its value: `Version used in this guide:`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:versions?|versi[oó]n|vers[aã]o|версия|الإصدار)\b[^:.;!?]{0,40}:[\s\u{fffc}]*")
        .expect("a valid pattern")
});

/// What stands behind a name up to its version, which is the group.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ (?:\sbundle)? (?:\s(?:for\s)?(?:android|ios|windows|linux|macos|desktop))? \s* [:,(]? \s*
            (?:version\s|versión\s|версии\s|v\.?\s?)? (\d{1,3}(?:\.\d+){0,4}(?:[-\s]?(?:rc|beta|alpha)\w*)?) (?:[\s,.;:)!?]|$)",
    )
    .expect("a valid pattern")
});

/// A version where the value of a label begins.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:version\s|v\.?\s?)?(\d{1,3}(?:\.\d+){1,4}(?:[-\s]?(?:rc|beta|alpha)\w*)?)(?:[\s,;)]|\.?$)")
        .expect("a valid pattern")
});

/// A requirement beside a version: the system and its release, in the group.
static REQUIREMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)requirements?:[\s\u{fffc}]*((?:android|ios|windows|mac\s?os(?:\sx)?|os\sx|ubuntu|debian)\s[\d.]+\b)",
    )
    .expect("a valid pattern")
});

/// Words before a name, in its sentence, that make its version the one that readers install or see.
static INSTRUCTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:install|installing|installs|download|downloading|set up|setting up|(?:this|these|our|the) (?:example|guide|screenshot|tutorial)s? \w+)\b")
        .expect("a valid pattern")
});

/// Words before or behind a version that say since or until when something holds.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:since|from|until|before|prior|after|older|newer|later|earlier|up|above|below|introduced|added|removed|than|vulnerab\w+|was|were|had)\b|\+")
        .expect("a valid pattern")
});

/// Maximum characters between the words of an instruction and a name.
const MAX_TO_INSTRUCTION: usize = 60;

/// Bytes behind a label in which its value stands.
const MAX_VALUE: usize = 90;

/// An outdated version: its range in the prose, often with the name of the tool, and the entry.
struct Old<'a> {
    range: Range<usize>,
    tool: &'a Tool,
    outdated: &'a OutdatedVersions,
}

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut found = beside_names(cx);
    found.extend(fused_names(cx));
    found.extend(labelled(cx));
    found.sort_by_key(|old| old.range.start);
    found.dedup_by(|next, first| next.range.start < first.range.end);
    for Old { range, tool, outdated } in found {
        let typed = &cx.prose.text()[range.clone()];
        let whose = if typed.starts_with(char::is_alphabetic) { String::new() } else { format!(" of {}", tool.name) };
        let OutdatedVersions { below, since, source } = outdated;
        let message = format!("`{typed}` is an outdated version{whose}: version {below} has been out since {since}");
        let finding = report.found(cx.prose.source_range(range.clone()), message).also(requirements(cx, range.start));
        let finding = finding.help("compare the text with the current version, and name that one");
        report.push(finding.source(Arc::clone(source)));
    }
}

/// The tools on a page whose outdated versions are known, with the places of their names in the prose.
fn known<'a, 'c>(cx: &'c PageContext<'a>) -> impl Iterator<Item = (&'a Tool, &'a OutdatedVersions, &'c Mention)> {
    let registry = cx.world.registry;
    cx.mentions().iter().filter_map(|mention| {
        let tool = registry.tool(mention.entry)?;
        // Under a former name it is the same tool.
        let newer = || registry.tools.iter().find(|it| tool.replacement.contains(&it.name));
        let tool = match tool.status {
            _ if tool.outdated.is_some() => tool,
            Status::Renamed => newer()?,
            _ => return None,
        };
        Some((tool, tool.outdated.as_ref()?, mention))
    })
}

/// Versions behind the name of their tool, and in the value of a label before it, too: `16 (Orbot)`.
fn beside_names<'a>(cx: &PageContext<'a>) -> Vec<Old<'a>> {
    if known(cx).next().is_none() {
        return Vec::new();
    }
    let items = labelled_items(cx);
    let found = known(cx).filter_map(|(tool, outdated, mention)| {
        let (at, block) = cx.prose.block_around(mention.range.start);
        let (start, end) = (mention.range.start - at, mention.range.end - at);
        let item = items.get(items.partition_point(|item| item.end <= mention.range.start));
        let is_value = is_labelled(block, start) || item.is_some_and(|item| item.contains(&mention.range.start));
        let behind = VERSION.captures(window(block, end)).and_then(|hit| hit.get(1)).map(|hit| hit.range());
        if let Some(version) = behind {
            let stop = end + version.end;
            let is_advice = !mention.ambiguous && mention.stance.is_advice();
            let is_used = is_value || is_advice && is_instruction(block, start, stop);
            let is_old = is_used && outdated.includes(&block[end + version.start..stop]);
            return is_old.then(|| Old { range: mention.range.start..at + stop, tool, outdated });
        }
        let before = block[..start].strip_suffix('(').filter(|_| is_value)?.trim_end();
        let version = before.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next().filter(|it| !it.is_empty())?;
        let from = at + before.len() - version.len();
        outdated.includes(version).then(|| Old { range: from..from + version.len(), tool, outdated })
    });
    found.collect()
}

/// The blocks of lists whose lead is a label of versions, as ranges of the prose in order.
fn labelled_items(cx: &PageContext<'_>) -> Vec<Range<usize>> {
    let lists = &cx.page.lists;
    let mut items = Vec::new();
    let mut labelled: Option<TextRange> = None;
    for (at, index, block) in cx.prose.blocks() {
        let range = cx.page.blocks[index as usize].range;
        if labelled.is_some_and(|list| list.contains(range)) {
            items.push(at..at + block.len());
            continue;
        }
        let end = block.trim_end();
        let is_lead = end.ends_with(':') && labels(end).last().is_some_and(|label| label.end >= end.len());
        // Lists are in the order of their beginnings.
        let next = || lists.get(lists.partition_point(|list| list.range.start() < range.end())).map(|list| list.range);
        labelled = if is_lead { next() } else { None };
    }
    items
}

/// Versions in the value of a label that names no tool, on a page about one.
fn labelled<'a>(cx: &PageContext<'a>) -> Vec<Old<'a>> {
    let is_title = |mention: &Mention| {
        let range = cx.prose.source_range(mention.range.clone());
        let block = cx.page.blocks.iter().find(|block| block.range.contains(range));
        block.is_some_and(|block| matches!(block.kind, BlockKind::FrontMatter | BlockKind::Heading(1)))
    };
    let Some((tool, outdated, _)) = known(cx).find(|(.., mention)| is_title(mention)) else { return Vec::new() };
    let found = cx.prose.blocks().filter_map(|(at, _, block)| {
        let label = labels(block).next()?;
        let version = BARE.captures(window(block, label.end))?.get(1)?;
        let at = at + label.end;
        let is_old = outdated.includes(version.as_str());
        is_old.then(|| Old { range: at + version.start()..at + version.end(), tool, outdated })
    });
    found.collect()
}

/// Names with their version behind them without a blank: `OpenVAS7`.
fn fused_names<'a>(cx: &PageContext<'a>) -> Vec<Old<'a>> {
    let (text, tools) = (cx.prose.text(), &cx.world.registry.tools);
    let found = cx.words().iter().filter_map(|word| {
        let range = word.range();
        if !text.as_bytes()[range.end - 1].is_ascii_digit() {
            return None;
        }
        let name = text[range.clone()].trim_end_matches(|c: char| c.is_ascii_digit());
        if name.len() < 3 || name.len() == range.len() {
            return None;
        }
        let tool = tools.iter().find(|tool| tool.outdated.is_some() && tool.name == name)?;
        let outdated = tool.outdated.as_ref()?;
        // The word of a version ends at its first point.
        let start = range.start + name.len();
        let version = text[start..].split(|c: char| !c.is_ascii_digit() && c != '.').next()?.trim_end_matches('.');
        let (at, block) = cx.prose.block_around(range.start);
        let (from, end) = (range.start - at, start - at + version.len());
        let is_used = is_labelled(block, from) || is_instruction(block, from, end);
        (is_used && outdated.includes(version)).then(|| Old { range: range.start..at + end, tool, outdated })
    });
    found.collect()
}

/// Whether a place stands in the value of a label of versions.
fn is_labelled(block: &str, at: usize) -> bool {
    labels(block).any(|label| label.end <= at && at - label.end <= MAX_VALUE)
}

fn labels(block: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let has_mark = block.contains(':');
    LABEL.find_iter(if has_mark { block } else { "" }).map(|hit| hit.range())
}

fn is_instruction(block: &str, start: usize, end: usize) -> bool {
    let before = &block[floor_char_boundary(block, start.saturating_sub(120))..start];
    let sentence = before.rsplit(['.', '!', '?', ';']).next().unwrap_or_default();
    let behind = window(block, end);
    let behind = &behind[..floor_char_boundary(behind, behind.len().min(20))];
    let is_near = |before: &str| !before.contains(':') && before.chars().nth(MAX_TO_INSTRUCTION).is_none();
    let last = INSTRUCTION.find_iter(sentence).last();
    last.is_some_and(|hit| is_near(&sentence[hit.end()..])) && !BOUND.is_match(sentence) && !BOUND.is_match(behind)
}

/// At most [`MAX_VALUE`] bytes of a block from a place on.
fn window(block: &str, at: usize) -> &str {
    &block[at..floor_char_boundary(block, (at + MAX_VALUE).min(block.len()))]
}

/// The requirements in the block of a place.
fn requirements(cx: &PageContext<'_>, place: usize) -> Vec<TextRange> {
    let (at, block) = cx.prose.block_around(place);
    let hits = REQUIREMENT.captures_iter(block).filter_map(|hit| hit.get(1));
    hits.map(|hit| cx.prose.source_range(at + hit.start()..at + hit.end())).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn versions_that_a_guide_is_written_for_are_found() {
        let rule = || case("outdated-version");
        rule().finds("**Version used in this guide:** «Tor Browser Bundle: 3.6.2»\n");
        rule().finds("**Version used in this guide**: Ubuntu 16; «Tor Browser: 7.0.2»; «KeePassXC 2.2.0»\n");
        rule().finds("---\ntitle: VeraCrypt\n---\n**Licence:** Apache\n**Version used in this guide:** «1.16»\n");
        rule().finds("# Using Mailvelope\n\nVersion: «1.5.1»\n");
        rule().finds("**Version used in this guide**: «Signal iOS 2.8.1»\n");
        rule().finds("**Version used**: Version «16» (Orbot); 2.7.1 (KeePassXC)\n");
        rule().finds("**Version used in this guide:**\n\n- Linux\n- «Thunderbird 24.6.0»\n- Pidgin 2.14.1\n\n- text\n");
        rule().locale("es").finds("**Versión utilizada en esta guía:** «Tor Browser 7.0.2»\n");
    }

    #[test]
    fn instructions_for_old_versions_are_found() {
        case("outdated-version").finds("Download and install «Tails 4.1» on a stick.\n");
        case("outdated-version").finds("This example shows «Tor Browser version 7.0.2».\n");
        case("outdated-version").finds("In many fresh installs of OpenVAS 21 and installing «OpenVAS7», it fails.\n");
    }

    #[test]
    fn requirements_beside_the_version_are_listed() {
        let text = "# ObscuraCam\n\n**Requirements:** Android 2.3.3 and up\n**Version used here:** 2.0-RC2b\n";
        let found = case("outdated-version").run(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].also.iter().map(|&range| &text[range]).collect::<Vec<_>>(), ["Android 2.3.3"]);
    }

    #[test]
    fn current_versions_and_what_holds_since_one_are_left_alone() {
        let rule = || case("outdated-version");
        rule().finds("**Version used in this guide:** Tor Browser 15.0; KeePassXC 2.7.9\n");
        rule().finds("Since Tor Browser 8.5 the slider is in the toolbar. Install Tails 4 or later.\n");
        rule().finds("Firefox 60 added it. Versions before Tails 3.2 were vulnerable; Tor Browser 7.0.2 was one.\n");
        rule().finds("# Signal\n\nWe use version 2 of the licence. Ratio: 1.5\n\nConversion: 2.5\n");
        rule().finds("Install 3 apps: Signal 2 times, and Briar.\n");
    }
}
