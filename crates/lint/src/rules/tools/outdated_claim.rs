use std::sync::Arc;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::stance::{Sentence, is_denied};
use firstaid_text::floor_char_boundary;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds statements that are no longer true, or never were, but are common in guides: "OTR is the current standard", a
/// padlock that makes a site safe, Tails on 2 gigabytes.
///
/// ## Why
/// Outdated advice puts readers at risk as much as a dead tool does, and there is no name in the sentence to look up.
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
/// None: rewrite the statement. The finding says what is true now, with a source.
///
/// ## Not reported
/// Claims that the registry (`claims.yaml`) does not have, and sentences that deny a claim or say that it used to be
/// true.
///
/// ## When not to use it
/// On pages about the history of the subject.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("outdated-claim"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum length of the sentence that is searched on either side of a word, in bytes.
const MAX_REACH: usize = 200;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let mut reported_end = 0;
    for word in cx.words().iter().filter(|word| word.class.in_claim) {
        let range = word.range();
        let lower = text[range.clone()].to_lowercase();
        let (block_start, block) = cx.prose.block_around(range.start);
        let (from, to) = sentence_around(block, range.start - block_start, range.end - block_start);
        let sentence = &block[from..to];
        for (claim, pattern) in cx.world.claims.around(&lower, cx.language()) {
            let Some(hit) = pattern.find(sentence) else { continue };
            let start = block_start + from + hit.start();
            let in_block = |word: &String| block.to_lowercase().contains(&word.to_lowercase());
            let tokens = Sentence::new(sentence, 0..sentence.len(), &[]);
            let is_negated_claim = !claim.pattern.contains("not") && is_negated(&sentence[..hit.end()]);
            if is_negated_claim
                || start < reported_end
                || claim.near.as_ref().is_some_and(|word| !in_block(word))
                || is_denied(cx.language(), &tokens)
            {
                continue;
            }
            let end = block_start + from + hit.end();
            reported_end = end;
            let message = format!("this has not been true since {}", claim.since.when().trim_start_matches("in "));
            let finding = report.found(cx.prose.source_range(start..end), message);
            report.push(finding.help(claim.now.clone()).source(Arc::clone(&claim.source)));
        }
    }
}

/// Whether a text, a sentence up to the end of the claim, has a negation.
fn is_negated(text: &str) -> bool {
    const NEGATIONS: &str =
        "not never no nobody neither cannot nicht nie kein keine pas jamais aucun nunca ningún не нет никогда";
    let is_negation = |word: &str| {
        word.ends_with("n't") || word.ends_with("n’t") || NEGATIONS.split(' ').any(|it| it == word.to_lowercase())
    };
    text.split([' ', ',', ';', ':', '(']).any(is_negation)
}

/// The start and end of the sentence around a word of a block, at most [`MAX_REACH`] from the word.
fn sentence_around(block: &str, start: usize, end: usize) -> (usize, usize) {
    let first = floor_char_boundary(block, start.saturating_sub(MAX_REACH));
    let last = floor_char_boundary(block, (end + MAX_REACH).min(block.len()));
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
    fn outdated_claims_are_found() {
        case("outdated-claim").finds("«Change your password every 90 days». «WPA2 is the latest».\n");
        case("outdated-claim").finds("For Tails: take a card. The «USB stick is 2 gigabytes or larger».\n");
        case("outdated-claim").finds("The current «standard for trust is called OTR», and «ZRTP is the standard».\n");
        case("outdated-claim").locale("de").finds("Ändern Sie Ihr «Passwort alle drei Monate».\n");
        assert!(case("outdated-claim").messages("WEP is secure\n")[0].contains("WPA3"));
    }

    #[test]
    fn denials_and_other_sentences_are_fine() {
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
