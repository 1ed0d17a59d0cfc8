//! The commands and packages in the code of a page that belong to tools of the registry, and how it speaks of them.

use std::cell::LazyCell;

use firstaid_content::{Page, ProseText, TokenKind};
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_mentions::stance::{Stance, assign, day_of, is_before, is_change_log};
use firstaid_registry::{EntryRef, Registry};
use firstaid_text::TextRange;

/// A command or package of a tool, as typed in code.
pub(crate) struct ToolCommand {
    pub(crate) range: TextRange,
    pub(crate) entry: EntryRef,
    pub(crate) stance: Stance,
}

/// What package managers and shells call the removal of what is named behind it.
const REMOVALS: [&str; 14] = [
    "autopurge",
    "autoremove",
    "deinstall",
    "delete",
    "disable",
    "erase",
    "mask",
    "purge",
    "remove",
    "rm",
    "uninstall",
    "-R",
    "-Rns",
    "-Rs",
];

/// The commands of tools on a page, in order; a tool is listed once for each code span or block.
pub(crate) fn tool_commands(page: &Page, prose: &ProseText, registry: &Registry) -> Vec<ToolCommand> {
    let mut found: Vec<ToolCommand> = Vec::new();
    // The code spans with commands, as mentions in the prose; and for each command the number of spans up to it.
    let (mut spans, mut up_to): (Vec<Mention>, Vec<usize>) = (Vec::new(), Vec::new());
    let (day, is_history) = (LazyCell::new(|| day_of(page)), is_change_log(page));
    for code in page.tokens.iter().filter(|token| token.kind == TokenKind::Code) {
        let first = found.len();
        for line in page.source.slice(code.range).split(['\n', ';', '|', '&']) {
            let mut is_removed = false;
            for typed in words_of_command(line) {
                is_removed |= REMOVALS.contains(&typed);
                let Some(entry) = registry.tool_by_command(typed) else { continue };
                if found[first..].iter().any(|known| known.entry == entry) {
                    continue;
                }
                let end = registry.tool(entry).and_then(|tool| tool.since);
                let stance = match (*day).zip(end) {
                    _ if is_history => Stance::Dated,
                    Some((day, end)) if is_before(day, end) => Stance::Dated,
                    _ if is_removed => Stance::Left,
                    _ => Stance::Plain,
                };
                let start = (typed.as_ptr() as usize - page.text().as_ptr() as usize) as u32;
                found.push(ToolCommand { range: TextRange::new(start, start + typed.len() as u32), entry, stance });
            }
        }
        if let Some(ToolCommand { entry, .. }) = found.get(first)
            && let Some(range) = prose.prose_range(code.range)
        {
            let canonical = registry.name(*entry).into();
            let (entry, kind, stance) = (*entry, MentionKind::Right, Stance::Plain);
            spans.push(Mention { range, entry, kind, canonical, ambiguous: false, stance });
            up_to.resize(found.len(), spans.len());
        } else {
            up_to.resize(found.len(), 0);
        }
    }
    assign(&mut spans, page, prose, registry);
    for (command, up_to) in found.iter_mut().zip(up_to) {
        if let Some(span) = up_to.checked_sub(1)
            && command.stance == Stance::Plain
        {
            command.stance = spans[span].stance;
        }
    }
    found
}

fn words_of_command(line: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '(' | ')' | ',');
    line.split(is_end).filter(|typed| !typed.is_empty())
}
