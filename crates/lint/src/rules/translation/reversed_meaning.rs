use std::collections::BTreeMap;

use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_language::negation::{denials, denials_of_translation};
use firstaid_language::opposites::{Evidence, Opposite, Side, knows, opposites};

use super::denied_opposites::{MUST, is_denied_otherwise};
use crate::translation::{Sentences, Sides};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds sentences of a translation that say the opposite of their source: "turn on" for "turn off", "unlock" for
/// "lock", "after" for "before", "without" for "with", "impossible" for "possible"; also those that ask something else:
/// "may" for "must", "even if" for "only if".
///
/// ## Why
/// The sentence reads well and tells readers to do what the source warns of. No comparison of negations sees it.
///
/// ## Example
/// ```markdown
/// Activa la ubicación.
/// ```
/// where the source says "Turn off location."
///
/// ## Use instead
/// ```markdown
/// Desactiva la ubicación.
/// ```
///
/// ## Fix
/// None: the sentence must be translated again.
///
/// ## Not reported
/// Before and after, above and below are a warning: with its clauses exchanged a sentence says the same. So are "may"
/// for "must" and other conditions; "should" is neither, because translators often soften it. Sentences with another
/// number of words of the pair, or with more than one of them turned round, or another number of negations: "not
/// locked" may be "unlocked". Words of names and labels. Words that often have another meaning, such as "on". Sentences
/// that are not certainly translations of each other. Only texts in
/// {languages of opposites.txt} are read.
///
/// ## When not to use it
/// On pages that paraphrase their source.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("reversed-meaning"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let languages = (translation.source_language(), cx.language());
    if !knows(languages.0) || !knows(languages.1) {
        return;
    }
    for (sides, sentences) in translation.sentences(&cx.prose) {
        let found = sentences.iter().find_map(|sentences| reversed(languages, &sides, sentences, report));
        report.extend(found.filter(|_| translation.is_plausible(sides.unit)));
    }
}

/// Pairs whose opposites say the same with their sides exchanged.
const CONVERSES: [&str; 3] = ["before", "above", "left"];

/// A pair of which only the first side has one meaning.
const ALWAYS: &str = "always";

/// The words of a pair in a text.
#[derive(Default)]
struct Uses {
    /// By side: the number of words, and the last one that may be evidence.
    all: [usize; 2],
    evidence: [Option<Opposite>; 2],
    /// All words in order: the side, and the word if it may be evidence.
    order: Vec<(usize, Option<Opposite>)>,
}

impl Uses {
    fn is_one(&self, side: usize) -> bool {
        self.all[side] == 1 && self.all[1 - side] == 0
    }
}

/// Words before one side of a pair that make it mean the other, or nearly: "non-encrypted", "poco probable".
const WEAKENING: [&str; 17] = [
    "less",
    "little",
    "mało",
    "meno",
    "menos",
    "minder",
    "mniej",
    "moins",
    "non",
    "peu",
    "poco",
    "pouco",
    "weinig",
    "wenig",
    "weniger",
    "мало",
    "менее",
];

/// Whether a word that weakens it stands before a word, or it is joined to a prefix that turns it round: "de-install".
fn is_prefixed(before: &str) -> bool {
    let word = before.trim_end_matches(['-', ' ']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    WEAKENING.contains(&&*word.to_lowercase()) || before.ends_with('-') && matches!(word, "de" | "un" | "dis")
}

fn uses(language: &str, text: &str, opposites: Vec<Opposite>) -> BTreeMap<&'static str, Uses> {
    let mut found: BTreeMap<&'static str, Uses> = BTreeMap::new();
    // What is denied belongs to `lost-negation`: "not encrypted" may be "isn't encrypted".
    let is_denied = |it: &Opposite| denials(language, &text[it.range.clone()]).is_some_and(|count| count > 0);
    for opposite in opposites {
        let is_evidence = match opposite.evidence {
            Evidence::None => continue,
            Evidence::Opposite if is_denied(&opposite) => continue,
            Evidence::Opposite if is_prefixed(&text[..opposite.range.start]) => false,
            Evidence::Opposite | Evidence::Degree => opposite.is_sure,
            Evidence::Absence => true,
        };
        let uses = found.entry(opposite.pair).or_default();
        let side = usize::from(opposite.side == Side::Second);
        uses.all[side] += 1;
        uses.order.push((side, is_evidence.then(|| opposite.clone())));
        if is_evidence {
            uses.evidence[side] = Some(opposite);
        }
    }
    found
}

/// The only word of a pair in a sentence, and its opposite in the translation.
fn opposed<'u>(source: &'u Uses, target: &'u Uses, side: usize) -> Option<(&'u Opposite, &'u Opposite)> {
    let is_opposed = source.is_one(side) && target.is_one(1 - side);
    let (from, to) = source.evidence[side].as_ref().zip(target.evidence[1 - side].as_ref())?;
    // Languages say "with" in many ways; that it became "without" is not certain. `lost-negation` finds what is no
    // longer "never".
    let is_certain = match from.evidence {
        Evidence::Absence => (from.side == Side::Second) == (from.pair != ALWAYS),
        // Translators often tell readers to do what they can do.
        _ => from.pair != MUST || from.side == Side::First,
    };
    (is_opposed && is_certain).then_some((from, to))
}

/// Of several words of a pair, the one that its translation turned round: both sides have as many, in the same order.
fn turned_word<'u>(source: &'u Uses, target: &'u Uses) -> Option<(&'u Opposite, &'u Opposite)> {
    if source.order.len() < 2 || source.order.len() != target.order.len() {
        return None;
    }
    let mut differing = source.order.iter().zip(&target.order).filter(|(from, to)| from.0 != to.0);
    let (first, more) = (differing.next()?, differing.next());
    let all = source.order.iter().chain(&target.order);
    let is_evidence =
        |it: &Opposite| it.evidence == Evidence::Opposite && !CONVERSES.contains(&it.pair) && it.pair != ALWAYS;
    let is_certain = all.map(|(_, word)| word).all(|word| word.as_ref().is_some_and(is_evidence));
    if more.is_some() || !is_certain {
        return None;
    }
    first.0.1.as_ref().zip(first.1.1.as_ref())
}

fn reversed(
    (from, to): (&str, &str),
    sides: &Sides<'_>,
    sentences: &Sentences,
    report: &Report<'_>,
) -> Option<Diagnostic> {
    let (there, here) = (opposites(from, &sentences.source_text), opposites(to, &sentences.target_text));
    // Of most sentences nothing more needs to be known.
    let is_other_side = |it: &Opposite| here.iter().any(|other| other.pair == it.pair && other.side != it.side);
    if !there.iter().any(|it| it.evidence != Evidence::None && is_other_side(it)) {
        return None;
    }
    let there = uses(from, &sentences.source_text, there);
    let here = uses(to, &sentences.target_text, here);
    let turned = there.iter().filter_map(|(pair, source)| {
        let target = here.get(pair)?;
        [0, 1].into_iter().find_map(|side| opposed(source, target, side)).or_else(|| turned_word(source, target))
    });
    // The words of another pair may say the same: what is not online is offline, and what is off is not on.
    let explains = |source: &Opposite, target: &Opposite| {
        here.iter().any(|(pair, uses)| {
            *pair != source.pair
                && there.contains_key(pair)
                && uses.evidence.iter().flatten().any(|it| it.range == target.range)
        })
    };
    let source_text = (from, &*sentences.source_text);
    let denied = [denials(from, source_text.1)?, denials_of_translation(source_text, (to, &sentences.target_text))?];
    let (source, target) = turned.into_iter().find(|(source, target)| {
        !explains(source, target) && !is_denied_otherwise((from, to), sentences, (source, target), denied)
    })?;
    let word = &sides.source[sentences.source.start + source.range.start..sentences.source.start + source.range.end];
    let range = sentences.target.start + target.range.start..sentences.target.start + target.range.end;
    let is_degree = source.evidence == Evidence::Degree;
    let message = if is_degree {
        format!("this is not what `{word}` in the source says")
    } else {
        format!("this is the opposite of `{word}` in the source")
    };
    let finding = report.found(sides.target_range(range), message);
    // "Ask after you have tried" is "try before you ask": only a reader can tell whether the order is another.
    let is_doubtful = is_degree || CONVERSES.contains(&source.pair);
    let finding = if is_doubtful { finding.at_most(Severity::Warning) } else { finding };
    let place = sentences.source.start + source.range.start..sentences.source.start + source.range.end;
    Some(sides.beside(finding, place))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn reversed_meaning(locale: &str, source: &str) -> Case {
        case("reversed-meaning").locale(locale).source(source)
    }

    #[test]
    fn a_word_joined_to_a_prefix_says_the_opposite() {
        let source = "How do I de-install the old lamp?\n";
        reversed_meaning("it", source).finds("Come si disinstalla la vecchia lampada?\n");
        reversed_meaning("it", &source.replace("de-", "")).finds("Come si «disinstalla» la vecchia lampada?\n");
    }

    #[test]
    fn always_and_open_have_their_opposites() {
        reversed_meaning("es", "Always close the shed.\n").finds("«Nunca» cierre el cobertizo.\n");
        reversed_meaning("es", "Never leave the shed open.\n").finds("Deje el cobertizo siempre abierto.\n");
        reversed_meaning("it", "Open the gate in the morning.\n").finds("«Chiudete» il cancello al mattino.\n");
        reversed_meaning("fr", "Finish any open work, and log out.\n")
            .finds("Finissez votre travail et fermez votre session.\n");
    }

    #[test]
    fn an_opposite_may_be_denied_by_a_verb_or_a_word_beside_it() {
        reversed_meaning("pl", "At noon the sign becomes invisible.\n")
            .finds("W południe znak przestaje być widoczny.\n");
        reversed_meaning("it", "Invalid cards are not accepted at the gate.\n")
            .finds("Le carte non valide vengono rifiutate al cancello.\n");
    }

    #[test]
    fn an_order_may_be_told_from_its_end() {
        let source = "Choose a lamp after you have seen three.\n";
        let found = reversed_meaning("fr", source).run("Regardez trois lampes avant d'en choisir une.\n");
        assert!(found.iter().all(|it| it.severity == firstaid_diagnostics::Severity::Warning), "{found:#?}");
    }

    #[test]
    fn a_source_with_both_sides_reverses_nothing() {
        reversed_meaning("ar", "It allows one guest in, thereby preventing a crowd.\n")
            .finds("يتيح دخول ضيف واحد، وبذلك يمنع الازدحام.\n");
        reversed_meaning("fr", "Rules that increase comfort or lessen noise.\n")
            .finds("Des règles qui améliorent le confort ou réduisent le bruit.\n");
    }

    #[test]
    fn a_word_in_place_of_its_opposite_is_found() {
        for (locale, source, target) in [
            ("es", "Turn off the radio at night.\n", "«Enciende» la radio por la noche.\n"),
            ("fr", "Lock the garden gate.\n", "«Déverrouillez» la grille du jardin.\n"),
            ("ru", "Disable the lamp in the hall.\n", "«Включите» лампу в коридоре.\n"),
            ("it", "Lock the garden gate.\n", "«Sblocca» il cancello del giardino.\n"),
            ("nl", "Lock the garden gate.\n", "«Ontgrendel» het tuinhek.\n"),
            ("pl", "Turn off the radio at night.\n", "«Włącz» radio na noc.\n"),
            ("es", "Walk through the park without a map.\n", "Pasea por el parque «con» un mapa.\n"),
        ] {
            reversed_meaning(locale, source).finds(target);
        }
    }

    #[test]
    fn one_of_several_words_of_a_pair_may_be_turned_round() {
        let source = "Turn on the lamp in the hall and turn off the radio.\n";
        reversed_meaning("es", source).finds("Enciende la lámpara del pasillo y «enciende» la radio.\n");
        reversed_meaning("es", source).finds("Enciende la lámpara del pasillo y apaga la radio.\n");
        reversed_meaning("es", source).finds("Apaga la radio y enciende la lámpara del pasillo.\n");
        reversed_meaning("de", "Lock the gate at night and lock the shed.\n")
            .finds("Sperren Sie nachts das Tor und «entsperren» Sie den Schuppen.\n");
    }

    #[test]
    fn what_can_be_done_cannot_be_impossible() {
        let source = "It is possible to leave by the garden.\n";
        for (locale, wrong, right) in [
            ("es", "Es «imposible» salir por el jardín.\n", "Es posible salir por el jardín.\n"),
            ("fr", "Il est «impossible» de sortir par le jardin.\n", "Il est possible de sortir par le jardin.\n"),
            ("de", "Es ist «unmöglich», durch den Garten zu gehen.\n", "Es ist möglich, durch den Garten zu gehen.\n"),
            ("it", "È «impossibile» uscire dal giardino.\n", "È possibile uscire dal giardino.\n"),
            ("pt", "É «impossível» sair pelo jardim.\n", "É possível sair pelo jardim.\n"),
        ] {
            reversed_meaning(locale, source).finds(wrong);
            reversed_meaning(locale, source).finds(right);
        }
    }

    #[test]
    fn may_in_place_of_must_is_a_warning() {
        let source = "You must carry a lamp at night.\n";
        for (locale, wrong, right) in [
            ("es", "«Puedes» llevar una lámpara de noche.\n", "Debes llevar una lámpara de noche.\n"),
            ("fr", "Vous «pouvez» porter une lampe la nuit.\n", "Vous devez porter une lampe la nuit.\n"),
            ("de", "Du «kannst» nachts eine Lampe tragen.\n", "Du musst nachts eine Lampe tragen.\n"),
            ("ru", "Вы «можете» носить ночью фонарь.\n", "Вы должны носить ночью фонарь.\n"),
            ("it", "«Puoi» portare una lampada di notte.\n", "Devi portare una lampada di notte.\n"),
            ("pt", "Você «pode» levar uma lanterna à noite.\n", "Você deve levar uma lanterna à noite.\n"),
            ("ar", "«يمكنك» حمل مصباح في الليل.\n", "يجب حمل مصباح في الليل.\n"),
            ("pl", "«Możesz» nosić nocą lampę.\n", "Musisz nosić nocą lampę.\n"),
        ] {
            reversed_meaning(locale, source).finds(right);
            reversed_meaning(locale, source).finds(wrong);
            let found = reversed_meaning(locale, source).run(&wrong.replace(['«', '»'], ""));
            assert_eq!(found[0].severity, firstaid_diagnostics::Severity::Warning, "{locale}");
        }
    }

    #[test]
    fn duty_that_is_denied_or_softened_is_none() {
        for (locale, source, target) in [
            ("de", "You must not carry a lamp at night.\n", "Du darfst nachts keine Lampe tragen.\n"),
            ("es", "You must not carry a lamp at night.\n", "No puedes llevar lámpara de noche.\n"),
            ("fr", "You should carry a lamp at night.\n", "Vous pouvez porter une lampe la nuit.\n"),
            ("pl", "You can carry a lamp at night.\n", "Nocą należy nosić lampę.\n"),
            ("de", "The lamp must be able to burn all night.\n", "Die Lampe muss die ganze Nacht brennen können.\n"),
            ("es", "Only members may enter the hall.\n", "Para entrar en la sala debes ser socio.\n"),
        ] {
            reversed_meaning(locale, source).finds(target);
        }
    }

    #[test]
    fn a_condition_may_become_its_opposite() {
        let source = "Open the gate only if a friend rings.\n";
        for (locale, wrong, right) in [
            ("es", "Abre la verja «incluso si» llama un amigo.\n", "Abre la verja solo si llama un amigo.\n"),
            ("fr", "Ouvrez la grille «même si» un ami sonne.\n", "Ouvrez la grille seulement si un ami sonne.\n"),
            (
                "de",
                "Öffne das Tor, «auch wenn» ein Freund klingelt.\n",
                "Öffne das Tor nur, wenn ein Freund klingelt.\n",
            ),
            ("ru", "Открывайте калитку, «даже если» звонит друг.\n", "Открывайте калитку, только если звонит друг.\n"),
            ("it", "Apri il cancello «anche se» suona un amico.\n", "Apri il cancello solo se suona un amico.\n"),
            ("pt", "Abra o portão «mesmo se» um amigo tocar.\n", "Abra o portão somente se um amigo tocar.\n"),
        ] {
            reversed_meaning(locale, source).finds(wrong);
            reversed_meaning(locale, source).finds(right);
        }
    }

    #[test]
    fn to_hinder_what_is_easy_is_to_make_it_hard() {
        let source = "Close the shutters to make it harder for a thief to look inside.\n";
        reversed_meaning("fr", source)
            .finds("Fermez les volets pour empêcher un voleur de regarder facilement à l’intérieur.\n");
    }

    #[test]
    fn a_prefix_before_a_word_makes_it_no_evidence() {
        reversed_meaning("de", "Encrypt non-encrypted notes at once, and lock them.\n")
            .finds("Verschlüsseln Sie unverschlüsselte Notizen sofort, und schließen Sie sie weg.\n");
    }

    #[test]
    fn what_comes_then_comes_after() {
        reversed_meaning("ru", "He waved to us before leaving the hall.\n")
            .finds("Он помахал нам, а затем вышел из зала.\n");
        reversed_meaning("fr", "He waved to us before leaving the hall.\n")
            .finds("Il nous a fait signe et ensuite il est sorti.\n");
    }

    #[test]
    fn what_says_the_same_is_not_reported() {
        for (locale, source, target) in [
            ("es", "Turn off the radio at night.\n", "Apaga la radio por la noche.\n"),
            (
                "es",
                "Lamps that burn all day are de-activated.\n",
                "Las lámparas que arden todo el día son desactivadas.\n",
            ),
            ("es", "Do not lock the gate.\n", "Deja la verja desbloqueada.\n"),
            ("es", "Tap **Turn off** and wait.\n", "Pulsa **Encender** y espera.\n"),
            ("fi", "Lock the gate.\n", "Avaa portin lukko.\n"),
            ("pl", "Turn off the radio at night.\n", "Wyłącz radio na noc.\n"),
            ("de", "It breaks without the lamp enabled.\n", "Es geht nicht, wenn die Lampe deaktiviert ist.\n"),
            ("fr", "He told nobody until after lunch.\n", "Il ne l'a dit à personne avant la fin du déjeuner.\n"),
            ("fr", "## Addition or removal of a tree\n", "## Ajout ou suppression d'un arbre\n"),
        ] {
            reversed_meaning(locale, source).finds(target);
        }
    }
}
