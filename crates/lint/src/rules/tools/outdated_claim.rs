use std::sync::Arc;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::floor_char_boundary;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds statements that were true once, or never were, and that guides hand on: "OTR is the current standard", a
/// padlock that makes a site safe, Tails on 2 gigabytes.
///
/// ## Why
/// Advice that has aged puts readers at risk as much as a tool that is gone, and no name in the sentence gives it away.
///
/// ## Example
/// ```markdown
/// Change your password every 90 days.
/// ```
///
/// ## Use instead
/// ```markdown
/// Change a password when somebody else may know it.
/// ```
///
/// ## Fix
/// None: say how it is now. The finding names it, with its source.
///
/// ## Not reported
/// What the registry of claims (`claims.yaml`) does not have, and sentences that deny or quote a claim, or say that it
/// was so.
///
/// ## When not to use it
/// In pages on the history of these things.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("outdated-claim"), severity: Severity::Warning, check: Check::Page(check) };

/// How far a sentence is looked at on either side of a word, in bytes.
const REACH: usize = 200;

/// Words in a sentence that does not make the claim.
const DENIED: [&str; 12] = [
    "myth",
    "used to",
    "no longer",
    "not true",
    "wrong",
    "false",
    "mito",
    "falso",
    "mythe",
    "falsch",
    "миф",
    "неверно",
];

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let mut end = 0;
    for word in cx.words().iter().filter(|word| word.class.in_claim) {
        let range = word.range();
        let lower = text[range.clone()].to_lowercase();
        let (block_at, block) = cx.prose.block_around(range.start);
        let (from, to) = sentence(block, range.start - block_at, range.end - block_at);
        let part = &block[from..to];
        for (claim, pattern) in cx.world.claims.around(&lower, cx.language()) {
            let Some(hit) = pattern.find(part) else { continue };
            let start = block_at + from + hit.start();
            let near = |word: &String| block.to_lowercase().contains(&word.to_lowercase());
            let told = part.to_lowercase();
            let turned = !claim.pattern.contains("not") && is_negated(&part[..hit.end()]);
            if turned
                || start < end
                || claim.near.as_ref().is_some_and(|word| !near(word))
                || DENIED.iter().any(|it| told.contains(it))
            {
                continue;
            }
            end = block_at + from + hit.end();
            let message = format!("this has not been so since {}", claim.since.when().trim_start_matches("in "));
            let finding = report.found(cx.prose.source_range(start..end), message);
            report.push(finding.help(claim.now.clone()).source(Arc::clone(&claim.source)));
        }
    }
}

/// Whether a sentence, up to the end of a claim in it, says no.
fn is_negated(text: &str) -> bool {
    const NO: &str =
        "not never no nobody neither cannot nicht nie kein keine pas jamais aucun nunca ningún не нет никогда";
    let is_no = |word: &str| {
        word.ends_with("n't") || word.ends_with("n’t") || NO.split(' ').any(|no| no == word.to_lowercase())
    };
    text.split([' ', ',', ';', ':', '(']).any(is_no)
}

/// The sentence around a word of a block, as far as [`REACH`].
fn sentence(block: &str, start: usize, end: usize) -> (usize, usize) {
    let first = floor_char_boundary(block, start.saturating_sub(REACH));
    let last = floor_char_boundary(block, (end + REACH).min(block.len()));
    let before = &block[first..start];
    let from = [". ", "! ", "? "].iter().filter_map(|stop| before.rfind(stop)).max().map_or(first, |at| first + at + 2);
    let after = &block[end..last];
    let to = [". ", "! ", "? "].iter().filter_map(|stop| after.find(stop)).min().map_or(last, |at| end + at + 1);
    (from, to)
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn claims_that_are_no_longer_true_are_found() {
        case("outdated-claim").finds("«Change your password every 90 days». «WPA2 is the latest».\n");
        case("outdated-claim").finds("For Tails: take a card. The «USB stick is 2 gigabytes or larger».\n");
        case("outdated-claim").finds("The current «standard for trust is called OTR», and «ZRTP is the standard».\n");
        case("outdated-claim").locale("de").finds("Ändern Sie Ihr «Passwort alle drei Monate».\n");
        assert!(case("outdated-claim").messages("WEP is secure\n")[0].contains("WPA3"));
    }

    #[test]
    fn other_sentences_are_fine() {
        for text in [
            "WEP is not secure. It is a myth that WEP is secure. OTR is a protocol. Use a USB stick, 2 GB or larger.\n",
            "Change your password when it is known. Tails needs 8 GB or more. Windows 10 is no longer supported.\n",
            "Telegram is not end-to-end encrypted by default. Do not change your password every month. I don’t think WEP is secure.\n",
            "`WEP is secure` [a](WEP-is-secure.md)\n",
        ] {
            case("outdated-claim").finds(text);
        }
    }
}
