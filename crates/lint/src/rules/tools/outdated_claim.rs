use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::stance::{Sentence, is_denied};
use firstaid_language::statements::is_negated;
use firstaid_mentions::stance::day_of;
use firstaid_registry::Confidence;
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
/// Claims that the registry (`claims.yaml`) does not have, questions, sentences that deny a claim or say that it used
/// to be true, what stands below a heading such as "Myths", and pages that are dated before a claim became wrong.
///
/// ## When not to use it
/// On pages about the history of the subject.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("outdated-claim"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum length of the sentence that is searched on either side of a word, in bytes.
const MAX_REACH: usize = 200;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    let day = OnceCell::new();
    let mut reported_end = 0;
    // The sentence of the last word, which most often has the next word, too.
    let mut read: Option<(Range<usize>, Sentence<'_>)> = None;
    for word in cx.words().iter().filter(|word| word.class.in_claim) {
        let range = word.range();
        let lower = text[range.clone()].to_lowercase();
        let mut claims = cx.world.claims.around(&lower, cx.language()).peekable();
        if claims.peek().is_none() {
            continue;
        }
        let (block_start, block) = cx.prose.block_around(range.start);
        let (from, to) = sentence_around(block, range.start - block_start, range.end - block_start);
        let sentence = &block[from..to];
        let sentence_start = block_start + from;
        let place = sentence_start..block_start + to;
        if read.as_ref().is_none_or(|(last, _)| *last != place) {
            read = Some((place, Sentence::new(sentence, 0..sentence.len(), &[])));
        }
        let Some((_, tokens)) = &read else { continue };
        let in_sentence = range.start - sentence_start..range.end - sentence_start;
        for known in claims {
            let claim = &known.claim;
            let Some(hit) = known.find(sentence, tokens, &in_sentence) else { continue };
            let start = sentence_start + hit.start;
            let in_block = |word: &String| block.to_lowercase().contains(&word.to_lowercase());
            if start < reported_end
                // The name of an option: "ssl_use_sslv3".
                || text[..start].ends_with('_')
                || claim.near.as_ref().is_some_and(|word| !in_block(word))
                || sentence.trim_end().ends_with('?')
                || is_denied(cx.language(), tokens)
                || is_taken_back(cx.language(), &block[to..])
                || day.get_or_init(|| day_of(cx.page)).is_some_and(|day| day < claim.since)
                || is_below_denial(cx, start)
            {
                continue;
            }
            let end = sentence_start + hit.end;
            reported_end = end;
            let message = format!("this has not been true since {}", claim.since.when().trim_start_matches("in "));
            let finding = match claim.confidence {
                Confidence::Low => report.found(cx.prose.source_range(start..end), message).at_most(Severity::Info),
                _ => report.found(cx.prose.source_range(start..end), message),
            };
            report.push(finding.help(claim.now.clone()).source(Arc::clone(&claim.source)));
        }
    }
}

/// Whether what follows a sentence is a sentence in brackets that denies something: "(This does not work on most
/// phones.)"
fn is_taken_back(language: &str, behind: &str) -> bool {
    let Some(inside) = behind.trim_start_matches(['.', ' ', '*', '_']).strip_prefix('(') else { return false };
    let inside = inside.split(')').next().unwrap_or_default();
    let sentence = Sentence::new(inside, 0..inside.len(), &[]);
    is_denied(language, &sentence) || is_negated(language, &sentence, &(inside.len()..inside.len()))
}

/// Whether a heading above a place of the prose says that what stands below it is not true: "Myths".
fn is_below_denial(cx: &PageContext<'_>, at: usize) -> bool {
    let start = cx.prose.source_range(at..at).start();
    let above = cx.page.headings.partition_point(|heading| heading.range.start() <= start);
    let Some(heading) = cx.page.headings[..above].last() else { return false };
    is_denied(cx.language(), &Sentence::new(&heading.text, 0..heading.text.len(), &[]))
}

/// The start and end of the sentence around a word of a block, at most [`MAX_REACH`] from the word.
fn sentence_around(block: &str, start: usize, end: usize) -> (usize, usize) {
    let first = floor_char_boundary(block, start.saturating_sub(MAX_REACH));
    let last = floor_char_boundary(block, (end + MAX_REACH).min(block.len()));
    let before = &block[first..start];
    let after = &block[end..last];
    let ends = |text: &str, at: &usize| text.as_bytes().get(at + 1) == Some(&b' ');
    let mut stops = memchr::memrchr3_iter(b'.', b'!', b'?', before.as_bytes());
    let from = stops.find(|at| ends(before, at)).map_or(first, |at| first + at + 2);
    let mut stops = memchr::memchr3_iter(b'.', b'!', b'?', after.as_bytes());
    let to = stops.find(|at| ends(after, at)).map_or(last, |at| end + at + 1);
    (from, to)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use firstaid_registry::Registry;
    use serde::Deserialize;

    use crate::testing::case;

    /// Sentences that make a claim of the registry, and true ones beside them.
    #[derive(Deserialize)]
    struct Examples {
        claim: String,
        made: Vec<String>,
        fine: Vec<String>,
    }

    #[test]
    fn every_claim_is_found_in_three_sentences_and_not_in_two_true_ones() {
        let text = include_str!("../../../../registry/data/claim_examples.yaml");
        let all: Vec<Examples> = serde_yaml::from_str(text).unwrap();
        let mut by_language: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
        for claim in Registry::built_in().claims {
            let examples = all.iter().find(|it| it.claim == claim.claim);
            let Examples { made, fine, .. } = examples.unwrap_or_else(|| panic!("{}: no examples", claim.claim));
            assert!(made.len() >= 3 && fine.len() >= 2, "{}", claim.claim);
            let (all_made, all_fine) = by_language.entry(claim.language).or_default();
            all_made.extend_from_slice(made);
            all_fine.extend_from_slice(fine);
        }
        for (language, (made, fine)) in by_language {
            let case = case("outdated-claim").locale(&language);
            let found = |sentences: &[String]| {
                let page = sentences.join("\n\n") + "\n";
                let lines = case.run(&page);
                let lines = lines.iter().map(|found| page[..found.range.start() as usize].matches('\n').count() / 2);
                lines.collect::<BTreeSet<usize>>()
            };
            let lines = found(&made);
            let missed: Vec<&String> = (0..made.len()).filter(|n| !lines.contains(n)).map(|n| &made[n]).collect();
            assert!(missed.is_empty(), "not found: {missed:#?}");
            let wrong: Vec<&String> = found(&fine).into_iter().map(|n| &fine[n]).collect();
            assert!(wrong.is_empty(), "found: {wrong:#?}");
        }
    }

    #[test]
    fn outdated_claims_are_found() {
        case("outdated-claim").finds("«Change your password every 90 days». «WPA2 is the latest».\n");
        case("outdated-claim").finds("For Tails: take a card. The USB «stick is 2 gigabytes or larger».\n");
        case("outdated-claim").finds("The current «standard for trust is called OTR». Now «ZRTP is the standard».\n");
        case("outdated-claim").locale("de").finds("«Ändern Sie Ihr Passwort alle drei Monate».\n");
        assert!(case("outdated-claim").messages("WEP is secure\n")[0].contains("WPA3"));
    }

    #[test]
    fn denials_and_other_sentences_are_fine() {
        for text in [
            "WEP is not secure. It is a myth that WEP is secure. OTR is a protocol. Use a USB stick, 2 GB or larger.\n",
            "Change your password when it is known. Tails needs 8 GB or more. Windows 10 is no longer supported.\n",
            "Telegram is not end-to-end encrypted by default. Do not change your password every month. I don’t think WEP is secure.\n",
            "`WEP is secure` [a](WEP-is-secure.md)\n",
            "Is WEP secure? Many people believe that WEP is secure. WEP is secure, they say, but it never was.\n",
            "## Myths\n\nWEP is secure.\n",
            "Take the battery out of the phone before you leave. (This cannot be done on most phones.)\n",
            "---\ndate: 2016-03-01\n---\nChange your password every month.\n",
        ] {
            case("outdated-claim").finds(text);
        }
    }
}
