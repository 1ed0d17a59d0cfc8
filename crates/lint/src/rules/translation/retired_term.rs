use std::collections::HashSet;

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::capitalizes_nouns;
use firstaid_mentions::names::{Mention, MentionKind};
use firstaid_registry::{EntryRef, Status};

use crate::translation::{OtherName, Translation, other_names};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds tools that a translated page names and its source does not, and names of products in the place of another
/// name.
///
/// ## Why
/// The source named the tool once and no longer does: it is dead or unsafe, or there is a better one. The translation
/// still sends its readers to it.
///
/// ## Example
/// ```markdown
/// Usa Signal o WhatsApp.
/// ```
/// where the source says "Use Signal."
///
/// ## Use instead
/// ```markdown
/// Usa Signal.
/// ```
///
/// ## Fix
/// None: the sentence around it must be updated.
///
/// ## Not reported
/// Names that may be ordinary words or stand in the source as a part of another name, former names ("formerly
/// Twitter"), names in the place of a pronoun or of a related name (Google for Google Play), and tools that
/// `stale-tool`, `renamed-tool` or `discouraged-tool` report at the same place. Each tool is reported once, those of
/// one block together.
///
/// ## When not to use it
/// Where translators add the tools of their region on purpose.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("retired-term"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let is_plain = |mention: &&Mention| !mention.ambiguous && !matches!(mention.kind, MentionKind::Former(_));
    let mut seen: HashSet<EntryRef> = HashSet::new();
    let mut found: Vec<(usize, Vec<(&Mention, Status)>)> = Vec::new();
    for mention in cx.mentions().iter().filter(is_plain) {
        let Some(tool) = cx.world.registry.tool(mention.entry) else { continue };
        let is_known = translation.source_names().contains(&mention.entry);
        if is_known || !seen.insert(mention.entry) || is_word(cx, translation, &mention.canonical) {
            continue;
        }
        let (block, _) = cx.prose.block_around(mention.range.start);
        match found.last_mut().filter(|(last, _)| *last == block) {
            Some((_, mentions)) => mentions.push((mention, tool.status)),
            None => found.push((block, vec![(mention, tool.status)])),
        }
    }
    let is_reported = |mention: &Mention| {
        cx.world.registry.tool(mention.entry).is_some()
            && !translation.source_names().contains(&mention.entry)
            && !is_word(cx, translation, &mention.canonical)
    };
    let swapped = other_names(cx, translation, is_reported);
    for (_, mut mentions) in found {
        // The finding is on a tool that is no longer alive, if there is one; it takes precedence over other rules
        // there.
        mentions.sort_by_key(|(_, status)| *status == Status::Alive);
        let names: Vec<&str> = mentions.iter().map(|(mention, _)| &*mention.canonical).collect();
        let mut ranges = mentions.iter().map(|(mention, _)| cx.prose.source_range(mention.range.clone()));
        let Some(first) = ranges.next() else { continue };
        let finding = report.found(first, format!("the source does not name {}", names.join(" and ")));
        report.push(finding.also(ranges).help("update the text around it from the source"));
    }
    for OtherName { targets, source } in swapped {
        let message = format!("the source has `{}` here", translation.source.source.slice(source));
        let mut targets = targets.into_iter();
        let Some(first) = targets.next() else { continue };
        report.push(translation.beside(report.found(first, message).also(targets), source));
    }
}

/// Whether a name is a word of the page's language, or stands in the source as a part of another name: "Tor" of "Tor
/// Browser", "X" of "OS X". One letter may be anything: the "Código X" of Xcode.
fn is_word(cx: &PageContext<'_>, translation: &Translation<'_>, name: &str) -> bool {
    let dictionaries = cx.world.dictionaries;
    let knows = |word: &str| dictionaries.has(cx.language()) && dictionaries.knows(cx.language(), word);
    // Where all nouns begin with a capital letter, borrowed ones do, too: "eine neue Session".
    let is_borrowed =
        || capitalizes_nouns(cx.language()) && dictionaries.has("en") && dictionaries.knows("en", &name.to_lowercase());
    name.chars().nth(1).is_none()
        || translation.source_has_word(name)
        || knows(name)
        || knows(&name.to_lowercase())
        || is_borrowed()
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn tools_that_the_source_dropped_are_found_once() {
        let source = "Use Signal for calls.\n\nWait.\n";
        case("retired-term")
            .locale("es")
            .source(source)
            .finds("Usa Signal o «WhatsApp» para llamadas.\n\nEspera a WhatsApp.\n");
        let message = &case("retired-term").locale("es").source(source).messages("Usa WhatsApp o Cryptocat.\n")[0];
        assert!(message.starts_with("the source does not name Cryptocat and WhatsApp"), "{message}");
    }

    #[test]
    fn what_the_source_names_anywhere_is_fine() {
        let source = "Use [Signal](https://signal.org/) or WHATSAPP.\n";
        case("retired-term").locale("de").source(source).finds("Nutze WhatsApp oder Signal.\n");
        case("retired-term").locale("de").finds("Nutze WhatsApp.\n");
    }

    #[test]
    fn parts_of_other_names_and_words_of_the_language_are_fine() {
        let case = |locale: &str, source: &str| case("retired-term").locale(locale).source(source);
        case("es", "Get it from the Tor Project.\n").finds("Descárgalo del Proyecto Tor.\n");
        case("es", "Get Xcode.\n").finds("Consigue el Código X.\n");
        case("de", "Log in anew.\n").finds("Beginnen Sie eine neue Session, ohne «WhatsApp».\n");
    }

    #[test]
    fn a_name_in_the_place_of_another_one_is_found() {
        let source = "Signal and Tuta are free.\n\nWait a day.\n\nAsk.\n\nWrite with the Proton plan to your friends.\n\nIt is easy.\n";
        let case = |locale: &str| case("retired-term").locale(locale).source(source);
        case("es").finds(
            "Signal y Tuta son gratuitos.\n\nEspera un día.\n\nPregunta.\n\nEscribe con el plan de «Tuta» a tus amistades.\n\nTuta es fácil.\n",
        );
        case("pt").finds(
            "Signal e Tuta são gratuitos.\n\nEspere um dia.\n\nPergunte.\n\nEscreva com o plano Proton do Tuta para os amigos.\n\nTuta é fácil.\n",
        );
    }

    #[test]
    fn only_a_name_of_the_source_is_a_name_in_whose_place_another_stands() {
        let source = "Signal and Tuta are free.\n\nWait a day.\n\nAsk.\n\nWrite from a Virtual Private Network to your \
            friends in the Garden Project.\n\nIt is easy.\n";
        case("retired-term").locale("es").source(source).finds(
            "Signal y Tuta son gratuitos.\n\nEspera un día.\n\nPregunta.\n\nEscribe con Tuta desde una VPN a tus \
             amistades del huerto.\n\nEs fácil.\n",
        );
    }

    #[test]
    fn a_name_behind_an_article_that_begins_the_sentence_is_a_name() {
        let source = "Wait a day.\n\nThe Tuta plan comes with 1 GB for mail.\n\nIt is easy.\n";
        case("retired-term")
            .locale("es")
            .source(source)
            .finds("Espera un día.\n\nEl plan de «Riseup» trae 1 GB para el correo.\n\nEs fácil.\n");
    }

    const SYSTEMS: &str = "Open the settings of Windows and wait.\n\nWait a day.\n\nThe key of the shed hangs beside the \
        door.\n\nHowever, Tor is slow in the garden.\n\nWait.\n\nPut the Android phone on the shelf, and take the other \
        Android phone with you.\n";

    #[test]
    fn a_system_in_the_place_of_another_one_is_found() {
        let case = |locale: &str| case("retired-term").locale(locale).source(SYSTEMS);
        case("es").finds(
            "Abre los ajustes de «Debian» y espera.\n\nEspera un día.\n\nLa llave del cobertizo cuelga junto a la puerta.\n\n\
             Sin embargo, «Google» es lento en el jardín.\n\nEspera.\n\nDeja el teléfono Android en el estante y llévate el \
             otro teléfono «Windows».\n",
        );
        case("fr").finds(
            "Ouvrez les paramètres de «Debian» et attendez.\n\nAttendez un jour.\n\nLa clé de la remise pend à côté de la \
             porte.\n\nCependant, Tor est lent dans le jardin.\n\nAttendez.\n\nPosez le téléphone Android sur l’étagère et \
             prenez l’autre avec vous.\n",
        );
        case("de").finds(
            "Öffne die Einstellungen von «Debian» und warte.\n\nWarte einen Tag.\n\nDer Schlüssel des Schuppens hängt neben \
             der Tür.\n\nAber Tor ist langsam im Garten.\n\nWarte.\n\nLege das Android-Handy ins Regal, und nimm das andere \
             mit.\n",
        );
        case("ru").finds(
            "Откройте настройки «Debian» и подождите.\n\nПодождите день.\n\nКлюч от сарая висит рядом с дверью.\n\nОднако \
             «Google» работает в саду медленно.\n\nЖдите.\n\nПоложите телефон Android на полку и возьмите другой с собой.\n",
        );
    }

    #[test]
    fn a_related_name_and_a_block_of_its_own_names_are_fine() {
        let source = "Get the app from Google Play and open it.\n\nWait.\n\nSearch for it with Bing or with \
            DuckDuckGo.\n";
        case("retired-term")
            .locale("es")
            .source(source)
            .finds("Descarga la aplicación de Google y ábrela.\n\nEspera.\n\nBúscala con Google, Yahoo o Baidu.\n");
    }

    #[test]
    fn a_dead_tool_is_a_stale_tool() {
        case("retired-term")
            .also_rule("stale-tool")
            .locale("es")
            .source("Use Signal.\n")
            .finds("Usa Signal u «Ostel».\n");
    }
}
