use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_language::negation::{Change, count, forbids};
use firstaid_translate::SegmentKind;

use crate::translation::{Sentences, Sides};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds sentences of a translation without the negation of their source ("never share" became "share"), or with a
/// negation that the source does not have.
///
/// ## Why
/// It turns advice into its opposite, and the sentence still reads well: only a comparison word by word shows it.
///
/// ## Example
/// ```markdown
/// Teilen Sie Ihr Passwort.
/// ```
/// where the source says "Never share your password."
///
/// ## Use instead
/// ```markdown
/// Teilen Sie Ihr Passwort niemals.
/// ```
///
/// ## Fix
/// None: the sentence must be translated again.
///
/// ## Not reported
/// Sentences that deny by any other means of the language: prefixes, "without", "avoid", "advise against", the opposite
/// of an adjective ("not good" and "плохо"). Negations of names, labels and idioms ("Do Not Track", "in no time").
/// Sentences with several negations that kept some, save prohibitions. Text that is still in the language of the
/// source. Segments and sentences that are not certainly translations of each other. Statements that are translated
/// freely: neither what they deny nor the verb beside the denial ("can", "is") is found in the translation. An added
/// negation is reported only in the main clause of a plain sentence, or of an auxiliary verb that the source affirms
/// ("can", "no puede"), because one language often negates what another does not ("if you are locked out", "si no
/// puedes entrar"). "Without" counts as added only where the source says "with". A lost negation is an error in a
/// prohibition, and a warning elsewhere. Only
/// translations from English are read, into {languages of negation.txt}; into
/// {languages of negation.txt with `lost in: prohibitions`}, only lost prohibitions are reported.
///
/// ## When not to use it
/// On pages that paraphrase their source.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lost-negation"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let languages = (translation.source_language(), cx.language());
    let mut above = Above::default();
    for (sides, sentences) in translation.sentences(&cx.prose) {
        // One finding a segment, the most severe.
        let found = sentences.iter().filter_map(|it| compared(languages.0, &sides, it, &above, report));
        let found = found.max_by_key(|finding| finding.severity).filter(|_| translation.is_plausible(sides.unit));
        above.pass(languages, &sides);
        report.extend(found);
    }
}

/// Whether the heading or introduction above a block denies: "Never:" above a list.
#[derive(Default)]
struct Above {
    in_source: bool,
    in_target: bool,
}

impl Above {
    fn pass(&mut self, (from, to): (&str, &str), sides: &Sides<'_>) {
        let is_heading = sides.unit.source.iter().any(|segment| matches!(segment.kind, SegmentKind::Heading(_)));
        if is_heading || sides.source.trim_end().ends_with(':') {
            let denies = |language: &str, text: &str| count(language, text).is_some_and(|count| count > 0);
            *self = Self { in_source: denies(from, sides.source), in_target: denies(to, sides.target) };
        }
    }
}

fn compared(
    from: &str,
    sides: &Sides<'_>,
    sentences: &Sentences,
    above: &Above,
    report: &Report<'_>,
) -> Option<Diagnostic> {
    let change = sides.negation_change(sentences)?;
    if sides.is_rest(sentences) || sides.is_outdone(sentences) {
        return None;
    }
    let message = match change {
        Change::Lost
            if (!above.in_target || above.in_source)
                && !sides.may_be_denied_otherwise(sentences)
                && sides.is_literal_loss(sentences) =>
        {
            "the source has a negation here, the translation does not"
        }
        // Languages of double negation deny below "Never:", too.
        // A denial in a label or quotation of the source may be one of the sentence in the translation.
        Change::Gained if !above.in_source && !sides.source_denies(sentences) && sides.is_literal_gain(sentences) => {
            let finding = "the translation has a negation here, the source does not";
            let found = report.found(sides.target_range(sentences.target.clone()), finding);
            return Some(sides.beside(found.at_most(Severity::Warning), sentences.source.clone()));
        }
        _ => return None,
    };
    let finding = report.found(sides.target_range(sentences.target.clone()), message);
    let finding = sides.beside(finding, sentences.source.clone());
    Some(if forbids(from, &sentences.source_text) { finding } else { finding.at_most(Severity::Warning) })
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::case;

    fn translated(locale: &str, source: &str) -> crate::testing::Case {
        case("lost-negation").locale(locale).source(source)
    }

    #[test]
    fn a_lost_prohibition_is_an_error() {
        let source = "# Safety\n\nUse Signal. Never share your password with anyone. Wait.\n";
        let page = "# Sicherheit\n\nNutzen Sie Signal. «Teilen Sie Ihr Passwort mit allen.» Warten Sie.\n";
        translated("de", source).finds(page);
        let found = translated("de", source).run(&page.replace(['«', '»'], ""));
        assert_eq!(found[0].severity, Severity::Error);
        assert!(found[0].related.is_some(), "{found:#?}");
    }

    #[test]
    fn a_lost_negation_of_a_statement_is_a_warning() {
        let found = translated("fr", "The subject line is not encrypted.\n").run("L’objet est chiffré.\n");
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn a_loss_is_found_in_italian_portuguese_and_dutch() {
        let source = "Wait. Do not lend the key to anybody.\n";
        translated("it", source).finds("Aspetta. «Presta la chiave a tutti.»\n");
        translated("pt", source).finds("Espere. «Empreste a chave a todos.»\n");
        translated("nl", source).finds("Wacht. «Leen de sleutel uit aan iedereen.»\n");
        translated("pl", source).finds("Poczekaj. «Pożyczaj klucz każdemu.»\n");
    }

    #[test]
    fn an_added_negation_is_found() {
        translated("es", "- Share the code with your helper.\n")
            .finds("- «No compartas el código con quien te ayuda.»\n");
    }

    #[test]
    fn an_added_denial_of_the_verb_is_found_in_any_clause() {
        let source = "When it rains, the gate can be opened by hand.\n";
        for (locale, wrong, right) in [
            (
                "es",
                "«Cuando llueve, la verja no puede abrirse a mano.»\n",
                "Cuando llueve, la verja puede abrirse a mano.\n",
            ),
            (
                "fr",
                "«Quand il pleut, la grille ne peut pas être ouverte à la main.»\n",
                "Quand il pleut, la grille peut être ouverte à la main.\n",
            ),
            (
                "de",
                "«Wenn es regnet, kann das Tor nicht von Hand geöffnet werden.»\n",
                "Wenn es regnet, kann das Tor von Hand geöffnet werden.\n",
            ),
            (
                "ru",
                "«Когда идет дождь, калитка не может быть открыта вручную.»\n",
                "Когда идет дождь, калитка может быть открыта вручную.\n",
            ),
            (
                "it",
                "«Quando piove, il cancello non può essere aperto a mano.»\n",
                "Quando piove, il cancello può essere aperto a mano.\n",
            ),
            (
                "pt",
                "«Quando chove, o portão não pode ser aberto à mão.»\n",
                "Quando chove, o portão pode ser aberto à mão.\n",
            ),
        ] {
            translated(locale, source).finds(wrong);
            translated(locale, source).finds(right);
        }
        translated("es", "If it is locked, only members can open the gate.\n")
            .finds("Si está cerrada, quien no es socio no puede abrir la verja.\n");
    }

    #[test]
    fn what_is_taken_away_is_found() {
        let source = "Walk in the park with a map.\n";
        for (locale, wrong, right) in [
            ("es", "«Pasea por el parque sin mapa.»\n", "Pasea por el parque con un mapa.\n"),
            ("fr", "«Promenez-vous dans le parc sans plan.»\n", "Promenez-vous dans le parc avec un plan.\n"),
            ("de", "«Gehen Sie ohne Karte in den Park.»\n", "Gehen Sie mit einer Karte in den Park.\n"),
            ("ru", "«Гуляйте по парку без карты.»\n", "Гуляйте по парку с картой.\n"),
        ] {
            translated(locale, source).finds(wrong);
            translated(locale, source).finds(right);
        }
        translated("fr", "Store the copy off-site, please.\n").finds("Stockez la copie hors site.\n");
        translated("es", "Meet outside the library.\n").finds("Reuníos sin entrar en la biblioteca.\n");
    }

    #[test]
    fn an_exception_must_not_become_the_condition() {
        let source = "Water the roses unless it rains.\n";
        for (locale, wrong, right) in [
            ("es", "«Riega las rosas si llueve.»\n", "Riega las rosas salvo si llueve.\n"),
            ("fr", "«Arrosez les roses s’il pleut.»\n", "Arrosez les roses sauf s’il pleut.\n"),
            ("de", "«Gieße die Rosen, wenn es regnet.»\n", "Gieße die Rosen, außer es regnet.\n"),
            ("ru", "«Поливайте розы, если идет дождь.»\n", "Поливайте розы, если не идет дождь.\n"),
            ("it", "«Annaffia le rose se piove.»\n", "Annaffia le rose a meno che piova.\n"),
            ("pt", "«Regue as rosas se chover.»\n", "Regue as rosas, salvo se chover.\n"),
        ] {
            translated(locale, source).finds(wrong);
            translated(locale, source).finds(right);
        }
        translated("es", "Avoid the road at night.\n").finds("«Toma la carretera de noche.»\n");
        translated("es", "Avoid the road at night.\n").finds("Mantente lejos de la carretera de noche.\n");
    }

    #[test]
    fn a_denial_in_the_sentence_beside_is_not_lost() {
        let source = "Phones separate their apps better than most computers do: an app can't reach the memory of another \
            one. Ask a friend for help.\n";
        translated("it", source).finds(
            "I telefoni separano le app meglio della maggior parte dei computer e dei portatili. Un'app non può \
             raggiungere la memoria di un'altra. Chiedi aiuto a un amico.\n",
        );
        translated("de", "It does not expose your messages to anybody.\n")
            .finds("Es hält Ihre Nachrichten vor allen geschützt.\n");
        translated("de", "It does not show your messages to anybody.\n").finds("«Es zeigt Ihre Nachrichten allen.»\n");
    }

    #[test]
    fn names_with_a_denial_do_not_hide_a_lost_one() {
        translated("pt", "Do not rely on Do Not Disturb at night.\n").finds("«Confie no Do Not Disturb à noite.»\n");
    }

    #[test]
    fn a_denial_in_a_relative_clause_alone_is_not_lost() {
        let source = "Seeds which are not sold in shops are in the shed.\n";
        translated("fr", source).finds("Les graines que les magasins refusent sont dans la remise.\n");
        translated("fr", source).finds("Les graines rares sont dans la remise.\n");
        translated("fr", "Seeds are not sold in shops.\n").finds("«Les graines sont vendues en magasin.»\n");
    }

    #[test]
    fn only_words_that_deny_themselves_hide_a_denial() {
        for source in ["Do not unlock the gate at night.\n", "Do not underestimate the rain.\n"] {
            assert_eq!(
                translated("es", source).run("Abre la verja por la noche cuando llueva.\n").len(),
                1,
                "{source}"
            );
        }
        translated("es", "It is not unusual to wait here.\n").finds("Es habitual esperar aquí.\n");
    }

    #[test]
    fn sentences_that_look_like_others_are_not_compared() {
        let source = "The gate does not close by itself.\n\nIn the evening, the municipal library in Ghent lends records and \
            illustrated atlases.\n";
        let page = "Por la tarde, la biblioteca municipal de Ghent presta discos.\n\nLa biblioteca municipal de Ghent tiene \
            atlas ilustrados.\n";
        translated("es", source).finds(page);
    }

    #[test]
    fn a_statement_that_is_put_otherwise_has_lost_nothing() {
        for (locale, source, page) in [
            (
                "de",
                "The old mill beside the river does not earn in a whole year what its roof costs.\n",
                "Für die alte Wassermühle am Fluss zahlt der Verein seit Jahren eine Menge Geld drauf.\n",
            ),
            (
                "fr",
                "After all that snow of last winter, we don't think that the roof of the shed will last.\n",
                "Le toit du hangar nous inquiète beaucoup après toute cette neige de l’hiver dernier.\n",
            ),
            // The clause behind the colon is missing as a whole.
            (
                "fr",
                "Our garden generally has better apples than the market of the village: They don't rot in the cellar, and \
                 smell of roses.\n",
                "Notre jardin donne en général de meilleures pommes que le marché du village en automne.\n",
            ),
        ] {
            translated(locale, source).finds(page);
        }
    }

    #[test]
    fn what_is_denied_or_its_verb_shows_that_a_denial_was_lost() {
        for (locale, source, page) in [
            ("es", "The visitors do not install the program.\n", "«Las visitas instalan el programa.»\n"),
            ("ru", "The gate may not open at night.\n", "«Калитка может открываться ночью.»\n"),
            ("de", "The keys are not hidden.\n", "«Die Schlüssel sind versteckt.»\n"),
            // What stands in brackets was dropped for certain.
            ("fr", "Water the garden in the evening (if there is no rain).\n", "«Arrosez le jardin le soir.»\n"),
        ] {
            translated(locale, source).finds(page);
        }
    }

    #[test]
    fn blocks_that_changed_places_are_not_compared() {
        let source = "# Garden\n\nThe best way to keep the roses alive is simply not cutting them in the first place.\n\n\
            - [The plan of the garden](plan.md)\n\nIn gardens with old trees, checking the conditions of the terrain for the \
            protection of the plants is important.\n\nAsk somebody for help.\n";
        let page = "# Jardín\n\nEn jardines con árboles viejos, es importante comprobar las condiciones del terreno para la \
            protección de las plantas.\n\n- [El plano del jardín](plan.md)\n\nPide ayuda a alguien.\n";
        translated("es", source).finds(page);
    }

    #[test]
    fn a_denial_in_a_quotation_of_the_translation_is_kept() {
        translated("de", "A red card indicates no login.\n").finds("Eine rote Karte steht für „kein Login“.\n");
    }

    #[test]
    fn the_rest_of_a_sentence_that_began_in_the_block_before_is_not_compared() {
        let source = "Note that the\n\n*results* of the operation are not registered in the archive.\n";
        let page = "Notare che non sono registrati nell’archivio i\n\n*risultati* dell’operazione.\n";
        translated("it", source).finds(page);
    }

    #[test]
    fn an_attribute_that_another_language_denies_is_not_gained() {
        translated("de", "The path is closed in winter.\n").finds("Der nicht geräumte Weg ist im Winter gesperrt.\n");
        translated("de", "The operator can open the gate.\n").finds("«Der Operator kann das Tor nicht öffnen.»\n");
    }

    #[test]
    fn denials_below_a_heading_that_denies_are_not_gained() {
        let source = "## Never:\n\n- Lend your key.\n- Leave the gate open.\n";
        translated("ru", source).finds("## Никогда:\n\n- Не одалживайте ключ.\n- Не оставляйте калитку открытой.\n");
        translated("pt", "## Always:\n\n- Check the gate.\n").finds("## Sempre:\n\n- «Não verifique o portão.»\n");
    }

    #[test]
    fn a_segment_has_one_finding() {
        let source = "It does not help. Never pay.\n";
        translated("ru", source).finds("Это помогает. «Платите.»\n");
    }

    #[test]
    fn an_edit_of_the_heading_above_is_seen() {
        let source = "## Never\n\n- Do not share your password with anybody on the phone.\n- Wait for our call.\n";
        let page = |heading: &str| {
            format!(
                "## {heading}\n\n- Teilen Sie Ihr Passwort mit jemandem am Telefon.\n- Warten Sie auf unseren Anruf.\n"
            )
        };
        let (denied, plain) = (page("Nicht"), page("Immer"));
        let lost = "the source has a negation here, the translation does not";
        // The heading lost its own negation, too.
        for (source, found) in [(source, vec![lost; 2]), (&source.replace("## Never", "## Always"), vec![lost])] {
            translated("de", source).edited(&[&denied, &plain, &denied]);
            assert_eq!(translated("de", source).edited(&[&plain, &denied, &plain]), found);
        }
    }

    #[test]
    fn faithful_translations_are_not_reported() {
        let source = "- Do not open it, and never reply.\n- If you are locked out, ask.\n- Avoid public Wi-Fi.\n";
        for (locale, page) in [
            ("es", "- No lo abras ni respondas nunca.\n- Si no puedes entrar, pregunta.\n- No uses Wi-Fi público.\n"),
            (
                "de",
                "- Öffne es nicht und antworte nie.\n- Wenn du ausgesperrt bist, frag.\n- Meide öffentliches WLAN.\n",
            ),
            (
                "ru",
                "- Не открывайте и никогда не отвечайте.\n- Если не можете войти, спросите.\n- Избегайте чужих сетей.\n",
            ),
        ] {
            translated(locale, source).finds(page);
        }
        let source = "- Do not open the door, and never answer.\n- You cannot enter without a key.\n";
        for (locale, page) in [
            ("it", "- Non aprire la porta e non rispondere mai.\n- Non puoi entrare senza una chiave.\n"),
            ("pt", "- Não abra a porta e nunca responda.\n- Não pode entrar sem uma chave.\n"),
            ("pl", "- Nie otwieraj drzwi i nigdy nie odpowiadaj.\n- Bez klucza nie wejdziesz.\n"),
            ("nl", "- Open de deur niet en antwoord nooit.\n- Je kunt niet naar binnen zonder sleutel.\n"),
        ] {
            translated(locale, source).finds(page);
        }
        translated("fi", "Never pay.\n").finds("Maksa.\n");
        case("lost-negation").locale("de").finds("Teilen Sie es.\n");
    }
}
