use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_text::TextRange;

use super::places::{Places, named};
use crate::engine::unseen::{Unseen, is_bidi};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds invisible characters that change the order in which text is displayed.
///
/// ## Why
/// With an override, `gro.ffe` is displayed as `eff.org`: readers and reviewers see another address than the one that
/// is copied or clicked. Pasted text often contains such characters.
///
/// ## Example
/// ```markdown
/// Write to U+202E gro.ffe@ofni
/// ```
///
/// ## Use instead
/// ```markdown
/// Write to info@eff.org
/// ```
///
/// ## Fix
/// Deletes the characters; unsafe, because the text may then read in another order.
///
/// ## Not reported
/// In prose of languages that are written from right to left: marks (U+200E, U+200F, U+061C), and isolates (U+2066 to
/// U+2069) that are closed in the block in which they open. Overrides and embeddings are always reported, and so is any
/// such character in an address, a fingerprint or code. Entities (`&lrm;`), which authors can see.
///
/// ## When not to use it
/// On pages that teach about these very characters: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("bidi-control"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let controls: Vec<Unseen> = cx.unseen().iter().copied().filter(|it| is_bidi(it.c)).collect();
    if controls.is_empty() {
        return;
    }
    let places = Places::new(cx);
    let balanced = if is_right_to_left(cx) { balanced(cx, &controls) } else { vec![false; controls.len()] };
    let mut wrong = controls.iter().zip(balanced).filter(|&(it, balanced)| {
        let in_prose = !places.in_identity(it.at) && !places.in_code(it.at);
        !(in_prose && is_right_to_left(cx) && (is_mark(it.c) || balanced))
    });
    let Some((&first, _)) = wrong.next() else { return };
    // Adjacent characters of one kind are one finding.
    let mut run = (first, first.end());
    for (&it, _) in wrong {
        if it.at == run.1 && it.c == run.0.c {
            run.1 = it.end();
        } else {
            push(&places, report, run);
            run = (it, it.end());
        }
    }
    push(&places, report, run);
}

fn push(places: &Places, report: &mut Report<'_>, (first, end): (Unseen, u32)) {
    let place = if places.in_identity(first.at) { " in an address or fingerprint" } else { "" };
    let does = if is_mark(first.c) { "is hidden here" } else { "changes the order in which text is shown" };
    let range = TextRange::new(first.at, end);
    let finding = report.found(range, format!("{}{place} {does}", named(first.c)));
    report.push(finding.fix(Fix::replace(range, "", Applicability::Unsafe)));
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn is_right_to_left(cx: &PageContext<'_>) -> bool {
    const LANGUAGES: [&str; 17] =
        ["ar", "arc", "azb", "ckb", "dv", "fa", "he", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 5] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo"];
    let script = cx.page.key.locale.as_str().split('-').nth(1).filter(|subtag| subtag.len() == 4);
    script.map_or_else(|| LANGUAGES.contains(&cx.language()), |script| SCRIPTS.contains(&script))
}

/// For each control, whether it opens or closes an isolate that is balanced within one block.
fn balanced(cx: &PageContext<'_>, controls: &[Unseen]) -> Vec<bool> {
    let mut balanced = vec![false; controls.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut block = None;
    for (n, it) in controls.iter().enumerate() {
        let next = cx.page.blocks.partition_point(|block| block.range.start() <= it.at);
        let here = next.checked_sub(1).filter(|&index| it.at < cx.page.blocks[index].range.end());
        if here != block {
            open.clear();
            block = here;
        }
        match it.c {
            '\u{2066}'..='\u{2068}' if here.is_some() => open.push(n),
            '\u{2069}' => {
                if let Some(opening) = open.pop() {
                    balanced[opening] = true;
                    balanced[n] = true;
                }
            }
            _ => {}
        }
    }
    balanced
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::case;

    #[test]
    fn controls_are_found_wherever_they_stand() {
        case("bidi-control")
            .finds("---\ntitle: a«\u{202e}»b\n---\n\na«\u{202d}»b«\u{202c}» `x«\u{2066}»y«\u{2069}»`\n");
        case("bidi-control").finds("[a](https://eff.org/«\u{200f}»x) «\u{200e}\u{200e}»\n\n```\n«\u{61c}»\n```\n");
        let messages = case("bidi-control").messages("a\u{202e}b\n");
        assert_eq!(messages, ["U+202E RIGHT-TO-LEFT OVERRIDE changes the order in which text is shown"]);
    }

    #[test]
    fn marks_and_balanced_isolates_are_allowed_in_right_to_left_languages() {
        let text = "استخدم \u{2066}Signal\u{2069} و\u{2068}info@eff.org\u{2069} الآن\u{200f}. \u{200e}GPG\u{200e}\n";
        for locale in ["ar", "fa", "he", "ckb", "pa-Arab"] {
            case("bidi-control").locale(locale).finds(text);
        }
        case("bidi-control").finds("«\u{2066}»Signal«\u{2069}»\n");
    }

    #[test]
    fn overrides_open_isolates_and_controls_in_addresses_are_always_found() {
        case("bidi-control").locale("ar").finds("«\u{202b}»نص«\u{202c}» «\u{2067}»نص\n\nنص «\u{2069}»\n");
        case("bidi-control")
            .locale("ar")
            .finds("[نص](https://eff«\u{200f}».org/) <https://eff.org/«\u{200f}»x> `«\u{200e}»`\n");
    }

    #[test]
    fn the_fix_deletes_and_is_never_safe() {
        case("bidi-control").fixes(Safe, "a\u{202e}b\n", "a\u{202e}b\n");
        case("bidi-control").fixes(Unsafe, "a\u{202e}b\u{202c} c\n", "ab c\n");
    }

    #[test]
    fn ordinary_text_and_entities_are_not_reported() {
        case("bidi-control").finds("“quoted” – text… &lrm; é 🙂\r\n");
    }
}
