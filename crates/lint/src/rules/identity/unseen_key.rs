use firstaid_diagnostics::{RuleName, Severity};
use firstaid_ledger::KeyKind;
use firstaid_text::TextRange;

use crate::engine::judged_key::{JudgedKey, of_kind};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds OpenPGP keys that `keys probe` found nowhere, and keys that it was never run for.
///
/// ## Why
/// A reader who wants to use such a key cannot fetch it. It may be mistyped, or never have been published. This is not
/// necessarily a defect, so the finding is only an info.
///
/// ## Example
/// ```markdown
/// PGP key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC
/// ```
///
/// ## Use instead
/// ```sh
/// firstaid keys probe --new
/// ```
///
/// ## Fix
/// None: if the owner publishes the key elsewhere, write its address as `key-url` into the guide's `organisations.yaml`.
///
/// ## Not reported
/// All keys of one kind on a page are one finding, at the first of them. Nothing is reported in a guide for whose keys
/// `keys probe` never ran. A key that a person confirmed with its owner, by `keys attest`, is not reported either.
///
/// ## When not to use it
/// In guides whose keys are given in person only.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unseen-key"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let rows: [(&'static [KeyKind], _, _, _); 2] = [
        (
            &[KeyKind::Unseen],
            "no source has this key",
            "no source has this key and {n} more on this page",
            "compare the digits with its owner's; `key-url` in the registry says where a key can be fetched",
        ),
        (
            &[KeyKind::Unprobed],
            "this key was never looked up",
            "this key and {n} more on this page were never looked up",
            "run `keys probe --new`",
        ),
    ];
    for (kinds, one, many, help) in rows {
        let found: Vec<&JudgedKey<'_>> = of_kind(cx.judged_keys(), kinds).collect();
        let Some((first, more)) = found.split_first() else { continue };
        let message = if more.is_empty() { one.to_owned() } else { many.replace("{n}", &more.len().to_string()) };
        let places =
            |key: &&JudgedKey<'_>| std::iter::once(key.range).chain(key.also.clone()).collect::<Vec<TextRange>>();
        let also = first.also.iter().copied().chain(more.iter().flat_map(places));
        report.push(report.found(first.range, message).also(also).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;
    use crate::testing::keys::{KEY, OTHER, PAGE, copy, seen};

    #[test]
    fn keys_that_no_source_has_are_one_finding_a_page() {
        let absent = seen(&["{\"on\":\"2026-11-20\",\"at\":\"vks:k.org\",\"result\":\"absent\"}".to_owned()]);
        let failed =
            seen(&["{\"on\":\"2026-11-20\",\"at\":\"vks:k.org\",\"result\":{\"failed\":\"time-out\"}}".to_owned()]);
        case("unseen-key").ledger(&absent).finds(PAGE);
        case("unseen-key").ledger(&failed).finds(PAGE);
        let messages = case("unseen-key").ledger(&failed).messages(&PAGE.replace(['«', '»'], ""));
        assert!(messages[0].starts_with("this key was never looked up"), "{messages:?}");
        let both = format!("PGP fingerprint: «{KEY}» and PGP fingerprint: «{OTHER}»\n");
        case("unseen-key").ledger(&absent).finds(&both);
        case("unseen-key").ledger(&seen(&[copy("hkp:k.org", "")])).finds(&PAGE.replace(['«', '»'], ""));
        case("unseen-key").ledger("{\"url\":\"https://a.org/\"}").finds(&PAGE.replace(['«', '»'], ""));
    }
}
