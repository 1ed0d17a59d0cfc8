use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::translation::{Change, Likeness, Reference, ReferenceKind, Translation};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links of the source that are missing in its translation, or that lead to another place in the guide there.
///
/// ## Why
/// The source links to the place to get a tool or to read on; readers of the translation get only a name, and search
/// for it. The first result may be a copy with malware.
///
/// ## Example
/// ```markdown
/// Instala Signal.
/// ```
///
/// ## Use instead
/// ```markdown
/// Instala [Signal](https://signal.org/).
/// ```
///
/// ## Fix
/// None: only a translator knows where in the sentence the link belongs.
///
/// ## Not reported
/// Links that moved to the block before or after. Editions of a site in the language of the page, links to the guide's
/// own pages in any locale, images of another name, and a link that the source has twice in a block and the translation
/// once. `lost-identity` reports a changed address, `missing-block` a missing block.
///
/// ## When not to use it
/// In a guide whose translations leave links out on purpose.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lost-link"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let (sources, targets) = (translation.source_references(), translation.references());
    for change in translation.changes() {
        match *change {
            Change::Lost { source, pair } if sources[source].is_link() => {
                let source = &sources[source];
                let Some(range) = place(translation, source, pair) else { continue };
                let message = format!("the {} to {} is missing", source.name(), source.value);
                report.push(translation.beside(report.found(range, message), source.whole));
            }
            Change::Altered { source, target, likeness: Likeness::OtherPage | Likeness::OtherSite } => {
                let (source, target) = (&sources[source], &targets[target]);
                if source.kind == ReferenceKind::Inside && target.kind == ReferenceKind::Inside {
                    let message =
                        format!("this leads to another place in the guide; the source leads to {}", source.value);
                    report.push(translation.beside(report.found(target.range, message), source.range));
                }
            }
            _ => {}
        }
    }
}

/// Where the link should be: the words of its text, if the block has them unchanged, or else the block.
fn place(of: &Translation<'_>, source: &Reference, pair: usize) -> Option<TextRange> {
    /// Bytes; shorter texts may stand anywhere by chance.
    const MIN_TEXT_LEN: usize = 3;
    let block = of.unit(pair)?.target_range();
    let words = of.source.source.slice(source.text).trim_matches(|c: char| !c.is_alphanumeric());
    let at = of.page.source.slice(block).find(words).filter(|_| words.len() >= MIN_TEXT_LEN);
    Some(at.map_or(block, |at| TextRange::from(at..at + words.len()).shift(block.start())))
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_scheme_alone_is_no_link() {
        case("lost-link")
            .locale("es")
            .source("The address (\"https://\") begins so, unlike https://garden.example/map.\n")
            .finds("«La dirección cifrada no es otra.»\n");
    }

    #[test]
    fn an_address_that_html_links_is_there() {
        let source = "Write to <info@garden.example>, or see [the map](https://garden.example/map).\n";
        let lost_link = || case("lost-link").locale("es").source(source);
        lost_link().finds(
            "<p>\nEscribe a <a href=\"mailto:info@garden.example\">info@garden.example</a>, o mira <a \
             href=\"https://garden.example/map\">el mapa</a>.\n</p>\n",
        );
        lost_link().finds("«Escribe a <info@garden.example>, o mira el mapa.»\n");
    }
}
