use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::LinkStyle;
use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::cues::begins_sentence;
use firstaid_language::{Misspelling, NameWords, misspelling};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds a name that a page writes in two ways: many times in one way and once in another, in other capital letters or
/// one typo away. Also pictures of a logo whose text has the name of the section in other capital letters.
///
/// ## Why
/// Readers do not know whether the second name is another tool, and searches miss it.
///
/// ## Example
/// ```markdown
/// Install KeyBox. Open KeyBox, and give KeyBox a password. Keybox asks for it at each start.
/// ```
///
/// ## Use instead
/// ```markdown
/// Install KeyBox. Open KeyBox, and give KeyBox a password. KeyBox asks for it at each start.
/// ```
///
/// ## Fix
/// Writes the frequent form; unsafe, because the other one may be the right one.
///
/// ## Not reported
/// Words of the language, names of the registry (`brand-case` and `misspelled-brand` report those), plurals, words all
/// in capitals, parts of identifiers, and forms that the page has more than once.
///
/// ## When not to use it
/// On pages that compare spellings.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("inconsistent-name"), severity: Severity::Info, check: Check::Page(check) };

/// Minimum letters of a name.
const MIN_LETTERS: usize = 5;

/// Minimum letters of a name with a typo.
const MIN_LETTERS_OF_TYPO: usize = 7;

/// Minimum occurrences of the frequent form.
const MIN_FREQUENT: usize = 3;

/// Maximum names of a page that are compared with each other.
const MAX_NAMES: usize = 100;

/// The places of each form of a name in the prose.
type Forms<'a> = HashMap<&'a str, Vec<Range<usize>>>;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let forms = forms(cx);
    let is_frequent = |form: &&str| forms[form].len() >= MIN_FREQUENT;
    let mut frequent: Vec<&str> = forms.keys().copied().filter(is_frequent).collect();
    frequent.sort_unstable();
    frequent.truncate(MAX_NAMES);
    let mut rare: Vec<&str> = forms.keys().copied().filter(|form| forms[form].len() == 1).collect();
    rare.sort_unstable();
    for name in frequent.iter().filter(|name| has_inner_capital(name)) {
        let is_variant =
            |form: &&&str| form.eq_ignore_ascii_case(name) && differs_inside(cx, name, form, &forms[**form][0]);
        for form in rare.iter().filter(is_variant) {
            push(cx, report, &forms[form][0], name);
        }
    }
    // The dictionaries come last, as they are slower.
    for form in rare.into_iter().take(MAX_NAMES) {
        let is_meant = |name: &&&str| is_typo(form, name) && is_unknown(cx, name);
        if let Some(name) = frequent.iter().find(is_meant).filter(|_| is_unknown(cx, form)) {
            push(cx, report, &forms[form][0], name);
        }
    }
    logos(cx, report);
}

fn has_inner_capital(name: &str) -> bool {
    name.bytes().skip(1).any(|b| b.is_ascii_uppercase())
}

/// The words of a page that may be names by their length and their capitals, outside of names of the registry.
fn forms<'a>(cx: &'a PageContext<'_>) -> Forms<'a> {
    let text = cx.prose.text();
    let mut forms = Forms::new();
    for word in cx.words().iter().filter(|word| word.class.mixes_cases) {
        let (range, typed) = (word.range(), &text[word.range()]);
        if typed.len() >= MIN_LETTERS && !is_glued(text, &range) && !is_mentioned(cx, &range) {
            forms.entry(typed).or_default().push(range);
        }
    }
    forms
}

/// Whether a word is part of an identifier or an address.
fn is_glued(text: &str, word: &Range<usize>) -> bool {
    let is_glue = |c: char| matches!(c, '-' | '_' | '/' | '@' | '#' | '.' | '=' | '\\' | '&' | ':' | '(' | '[');
    let before = text[..word.start].chars().next_back();
    let mut after = text[word.end..].chars();
    let next = after.next();
    before.is_some_and(|c| is_glue(c) && !matches!(c, '(' | '[' | ':'))
        || next.is_some_and(|c| is_glue(c) && !matches!(c, '.' | ':') || c.is_alphanumeric())
        || matches!(next, Some('.' | ':')) && after.next().is_some_and(char::is_alphanumeric)
}

/// Whether a word is part of a name of the registry.
fn is_mentioned(cx: &PageContext<'_>, word: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end <= word.start);
    mentions.get(next).is_some_and(|mention| mention.range.start < word.end)
}

/// Whether two forms of the same letters differ in a capital inside of the word, which no place in a sentence explains.
fn differs_inside(cx: &PageContext<'_>, name: &str, form: &str, place: &Range<usize>) -> bool {
    let differs = name[1..] != form[1..];
    let is_first_only = !differs && !begins_sentence(&cx.prose.text()[..place.start]);
    name != form && (differs || is_first_only)
}

fn is_unknown(cx: &PageContext<'_>, word: &str) -> bool {
    let lower = word.to_lowercase();
    word.starts_with(char::is_uppercase)
        && ["en", cx.language()].iter().all(|language| !cx.world.dictionaries.knows(language, word))
        && !cx.world.dictionaries.knows(cx.language(), &lower)
        && !cx.world.names.has_word(&lower)
}

/// Whether a form is one typing mistake away from a name, and neither a plural nor another form of it.
fn is_typo(form: &str, name: &str) -> bool {
    if name.len() < MIN_LETTERS_OF_TYPO || !form[..2].eq_ignore_ascii_case(&name[..2]) {
        return false;
    }
    let (form, name) = (form.to_lowercase(), name.to_lowercase());
    let (short, long) = if form.len() < name.len() { (&form, &name) } else { (&name, &form) };
    let is_ending = long.strip_prefix(&**short).is_some_and(|ending| form.len() > name.len() || ending == "s");
    let is_close = misspelling(&form, &name).is_some_and(Misspelling::is_typical);
    form != name && !is_ending && is_close
}

fn push(cx: &PageContext<'_>, report: &mut Report<'_>, place: &Range<usize>, name: &str) {
    let typed = &cx.prose.text()[place.clone()];
    let range = cx.prose.source_range(place.clone());
    if cx.text(range) == typed {
        let finding = report.found(range, format!("`{typed}` is written `{name}` elsewhere on this page"));
        report.push(finding.fix(Fix::replace(range, name, Applicability::Unsafe)));
    }
}

/// Reports pictures of a logo (`![Signal logo](…)`) with another spelling than the heading that has the name.
fn logos(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let mut found: Vec<(&str, Vec<TextRange>)> = Vec::new();
    for token in &cx.page.tokens {
        let Some(link) = token.as_link().filter(|link| link.style == LinkStyle::Image) else { continue };
        let alt = cx.text(link.text);
        let Some(name) = [" logo", " icon"].iter().find_map(|ending| alt.strip_suffix(ending)) else { continue };
        let headings = || cx.page.headings.iter().map(|heading| &*heading.text);
        let is_right = headings().any(|heading| heading.contains(name));
        let Some(heading) = headings().find(|heading| heading.eq_ignore_ascii_case(name)).filter(|_| !is_right) else {
            continue;
        };
        let range = TextRange::new(link.text.start(), link.text.start() + name.len() as u32);
        match found.last_mut().filter(|(last, _)| *last == heading) {
            Some((_, places)) => places.push(range),
            None => found.push((heading, vec![range])),
        }
    }
    for (heading, places) in found {
        let (first, rest) = (places[0], places[1..].to_vec());
        let finding = report.found(first, format!("`{}` is written `{heading}` in the heading", cx.text(first)));
        let edits = places.iter().map(|&place| Edit::replace(place, heading)).collect();
        report.push(finding.also(rest).fix(Fix::new(format!("Write `{heading}`"), edits, Applicability::Unsafe)));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Unsafe;

    use crate::testing::case;

    #[test]
    fn a_name_in_other_capitals_is_found() {
        let rule = case("inconsistent-name");
        rule.finds("Use ZapVault. ZapVault is old, and ZapVault is free. Then «Zapvault» asks.\n");
        rule.fixes(
            Unsafe,
            "Use ZapVault. ZapVault is old, ZapVault is free. Then Zapvault asks.\n",
            "Use ZapVault. ZapVault is old, ZapVault is free. Then ZapVault asks.\n",
        );
        rule.finds("Use zapVault, zapVault and zapVault. ZapVault is old.\n");
    }

    #[test]
    fn a_name_with_a_typo_is_found() {
        let rule = case("inconsistent-name");
        rule.finds("Use Quorvexa. Quorvexa is old, and Quorvexa is free. Then «Quorvxa» asks.\n");
        rule.finds("Use Quorvexa. Quorvexa is old, and Quorvexa is free. Two Quorvexas, one Quorvexan, Xuorvexa.\n");
        rule.finds("Phones are old. Phones are free. Phones are new. A Phone.\n");
        rule.finds("Use ZapVault, ZapVault, ZapVault, ZAPVAULT, zapvault-cli, zapvault.org and `Zapvault`.\n");
        rule.finds("Use ZapVault, ZapVault, ZapVault, Zapvault and Zapvault.\n");
    }

    #[test]
    fn logos_have_the_name_of_their_heading() {
        let rule = case("inconsistent-name");
        rule.finds("## Zap Vault\n\n![«Zap vault» logo](a.png)\n\n![Zap Vault logo](b.png)\n");
        rule.finds("## Zap vault and Zap Vault\n\n![Zap vault logo](a.png) ![map](b.png)\n");
    }
}
