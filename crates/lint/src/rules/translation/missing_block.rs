use firstaid_diagnostics::{RuleName, Severity};
use firstaid_translate::{Segment, SegmentKind};

use crate::translation::dropped_sentences;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds paragraphs, headings, list items and table cells of the source that are missing in a translated page, and
/// sentences that are missing in a paragraph or an item.
///
/// ## Why
/// Readers of the translation do not know that something is missing. Often nobody left it out on purpose: an editor
/// lost it, or it was added to the source later.
///
/// ## Example
/// ```markdown
/// # Contraseñas
/// ```
///
/// ## Use instead
/// ```markdown
/// # Contraseñas
///
/// Una contraseña larga es mejor que una complicada.
/// ```
///
/// ## Fix
/// None. The finding is at the block after which the missing one belongs, and shows the source.
///
/// ## Not reported
/// Several consecutive missing blocks are one finding. Blocks that were joined, split or moved, and those in whose
/// place the page has blocks of its own, which may be a free translation. `lost-step` reports steps and warnings,
/// `missing-field` fields of the front matter.
///
/// ## When not to use it
/// On pages that abridge their source: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("missing-block"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for gap in translation.gaps() {
        let missing: Vec<&Segment> =
            gap.missing.iter().filter(|(_, is_step)| !is_step).map(|(segment, _)| *segment).collect();
        let missing: Vec<&Segment> =
            missing.into_iter().filter(|segment| !translation.seems_present(segment, gap.pair)).collect();
        let Some(first) = missing.first() else { continue };
        let message = match missing.len() {
            1 => format!("a {} of the source is missing after this", name(&first.kind)),
            more => format!("{more} blocks of the source are missing after this"),
        };
        let finding = report.found(translation.gap_after(gap.pair), message);
        report.push(translation.beside(finding, first.range));
    }
    for lacking in dropped_sentences(cx, translation).filter(|it| !it.warns) {
        report.push(lacking.finding(report, "a sentence of the source is missing in this block"));
    }
}

fn name(kind: &SegmentKind) -> &str {
    if let SegmentKind::Verbatim = kind { "block of code" } else { kind.name() }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn missing_block(source: &str) -> Case {
        case("missing-block").locale("es").source(source)
    }

    const SOURCE: &str = "# Passwords\n\nA long password is better than a complicated one.\n\n\
        Use a password manager, such as [KeePassXC](https://keepassxc.org/).\n\n## Second step\n\n\
        Your account asks for a code from your phone, so the password alone opens nothing.\n";

    #[test]
    fn a_paragraph_that_is_left_out_is_found_where_it_belongs() {
        missing_block(SOURCE).finds(
            "# Contraseñas\n\nUna contraseña larga es mejor que una «complicada.»\n\n## Segundo paso\n\n\
             Tu cuenta pide un código de tu teléfono, así que la contraseña sola no abre nada.\n",
        );
    }

    #[test]
    fn several_in_a_row_are_one_finding() {
        let source = "# Passwords\n\nWork from a device that you trust, at home or at a friend's.\n\n\
            A long password is better than a complicated one.\n\n\
            Use a password manager, such as [KeePassXC](https://keepassxc.org/).\n\n## Second step\n\n\
            Your account asks for a code from your phone, so the password alone opens nothing.\n\n\
            Keep the 10 backup codes on paper, at a place that only you know.\n";
        let page = "# Contraseñas\n\nTrabaja desde un dispositivo en el que confíes, en casa o en la de un «amigo.»\n\n\
            ## Segundo paso\n\n\
            Tu cuenta pide un código de tu teléfono, así que la contraseña sola no abre nada.\n\n\
            Guarda en papel los 10 códigos de respaldo, en un lugar que solo tú conozcas.\n";
        missing_block(source).finds(page);
        let found = missing_block(source).run(&page.replace(['«', '»'], ""));
        assert_eq!(found[0].message, "2 blocks of the source are missing after this");
        let beside = found[0].related.as_ref().unwrap();
        assert_eq!(beside.source.slice(beside.range), "A long password is better than a complicated one.");
    }

    #[test]
    fn a_block_in_another_form_is_not_missing() {
        let end =
            "\n\n## Second step\n\nYour account asks for a code from your phone, so the password opens nothing.\n";
        let fin = "\n\n## Segundo paso\n\nTu cuenta pide un código de tu teléfono, y la contraseña no abre nada.\n";
        for (source, page) in [
            (
                "# Lamps\n\nThe hall has two lamps, and both are on.\n\nThe garden behind the house has three lamps.",
                "# Lámparas\n\nEl pasillo tiene dos lámparas, y ambas están encendidas.\n\n```\nEl jardín detrás de la casa tiene \
                 tres lámparas.\n```",
            ),
            (
                "# Lamps\n\n**Where:** Madrid, Lima and Quito  \n**Size:** Small\n\n**Open?** No",
                "# Lámparas\n\n**Dónde:** Madrid, Lima y Quito  \n**Tamaño:** Pequeño  \n**¿Abierto?** No",
            ),
        ] {
            missing_block(&format!("{source}{end}")).finds(&format!("{page}{fin}"));
        }
    }

    #[test]
    fn items_without_a_blank_behind_their_marks_are_there() {
        let source = "# Meeting\n\nBring along to the meeting in the hall of the house:\n\n- A hat;\n- Gloves;\n- Bread.\n\n\
            The garden behind the house has three lamps, and all of them are off.\n";
        let page = "# Reunión\n\nTrae a la reunión en el pasillo de la casa:\n\n*Un sombrero;\n*Guantes;\n*Pan.\n\n\
            El jardín detrás de la casa tiene tres lámparas, y todas están apagadas.\n";
        missing_block(source).finds(page);
        missing_block(source)
            .finds(&page.replace("\n\n*Un sombrero;\n*Guantes;\n*Pan.", "").replace("casa:", "«casa:»"));
    }

    #[test]
    fn a_sentence_that_is_left_out_is_found() {
        // The other paragraphs say how long a translation into this language is.
        let source = "The garden behind the house belongs to everybody who lives in the street. We water it in turns, from April \
            to the end of the summer.\n\nThe tools are in the shed beside the gate. Put them back when you have finished, and \
            close the door behind you.\n\nThe library opens in the morning and closes in the late evening. Is there a card with \
            your name and your picture on it, and did you bring it along today? The lamp beside the door is on while somebody \
            is there.\n";
        let whole = "El jardín detrás de la casa es de todas las personas que viven en la calle. Lo regamos por turnos, desde \
            abril hasta el final del verano.\n\nLas herramientas están en el cobertizo junto a la verja. Devuélvelas cuando \
            hayas terminado y cierra la puerta al salir.\n\nLa biblioteca abre por la mañana y cierra a última hora de la \
            tarde. ¿Hay una tarjeta con tu nombre y tu foto, y la has traído hoy? La lámpara junto a la puerta está encendida \
            mientras hay alguien.\n";
        missing_block(source).finds(whole);
        let cut = whole
            .replace("¿Hay una tarjeta con tu nombre y tu foto, y la has traído hoy? ", "")
            .replace("alguien.", "«alguien.»");
        missing_block(source).finds(&cut);
    }

    #[test]
    fn a_short_sentence_is_missed_unless_the_other_blocks_join_theirs() {
        let block = (
            "The door of house # is open by day. Ring the bell beside it twice.",
            "La puerta de la casa # está abierta de día. Toca dos veces el timbre que hay al lado.",
        );
        let cut = (
            "Write to the people who look after the garden before you come. They live in the street. Bring a pair \
            of gloves and your own lunch, too.",
            "Escribe antes de venir a las personas que cuidan del jardín. Trae también un \
            par de guantes y tu propia «comida.»",
        );
        let page = |kept: usize, of: fn((&'static str, &'static str)) -> &'static str| {
            let kept = (0..kept).map(|n| of(block).replace('#', &n.to_string()) + "\n\n");
            kept.collect::<String>() + of(cut) + "\n"
        };
        missing_block(&page(14, |it| it.0)).finds(&page(14, |it| it.1));
        missing_block(&page(2, |it| it.0)).finds(&page(2, |it| it.1));
        // A translator who joins sentences elsewhere may have done so here.
        let joined = page(14, |it| it.1).replace("día. Toca", "día; toca").replace(['«', '»'], "");
        missing_block(&page(14, |it| it.0)).finds(&joined);
    }

    #[test]
    fn a_short_sentence_is_missed_whose_product_is_named_nowhere() {
        let page = |block: &str, cut: &str| {
            let kept = (0..3).map(|n| block.replace('#', &n.to_string()) + "\n\n");
            kept.collect::<String>() + cut + "\n"
        };
        let source = |sentence: &str| {
            let cut = format!(
                "Write to the people who look after the garden before you come. {sentence} Bring a pair of gloves and \
                 your own lunch, too."
            );
            page("The door of house # is open by day. Ring the bell beside it twice.", &cut)
        };
        let target = |last: &str| {
            let cut = format!(
                "Escribe antes de venir a las personas que cuidan del jardín. Trae también un par de guantes y tu propia {last}"
            );
            page("La puerta de la casa # abre de día. Toca dos veces el timbre de al lado.", &cut)
        };
        missing_block(&source("They write on Signal.")).finds(&target("«comida.»"));
        missing_block(&source("They write on paper.")).finds(&target("comida."));
    }

    #[test]
    fn a_sentence_is_missed_in_a_block_that_lost_most_of_its_length() {
        let source = "# Garden\n\nWe water the garden in turns, from April to the end of the summer.\n\nThe key is under the stone. \
            Bring your own gloves and a hat to the meetings in July and August, because the sun is strong at noon.\n\n## Shed\n\n\
            Put the tools back when you have finished, and close the door behind you.\n";
        let page = "# Jardín\n\nRegamos el jardín por turnos, desde abril hasta el final del verano.\n\nLa llave está debajo de la \
            «piedra.»\n\n## Cobertizo\n\nDevuelve las herramientas cuando hayas terminado y cierra la puerta al salir.\n";
        missing_block(source).finds(page);
    }

    #[test]
    fn names_in_another_order_or_in_the_block_before_are_there() {
        let source = "# Garden\n\nWho does what, in the order of the years:\n\n- Maria Berg: waters\n- Jon Falk: digs\n\
            - Ada Holm: sows\n\nThe tools stand in the shed behind the house.\n\n- Garden 2.1\n- Shed 1.4.18\n\n## Contact\n\n\
            Write to the people of the garden, not to the city.\n";
        let page = "# Jardín\n\nQuién hace qué, en el orden de los años:\n\n- Ada Holm: siembra\n- Maria Berg: riega\n\
            - Jon Falk: cava\n\nLas herramientas están en el cobertizo detrás de la casa.\n\n- Garden 2.1\nShed 1.4.18\n\n\
            ## Contacto\n\nEscribe a la gente del jardín, no a la ciudad.\n";
        missing_block(source).finds(page);
        let cut = "- Maria Berg: «riega»\n- Ada Holm: siembra\n";
        let all = "- Ada Holm: siembra\n- Maria Berg: riega\n- Jon Falk: cava\n";
        missing_block(source).finds(&page.replace(all, cut));
    }

    #[test]
    fn a_whole_translation_has_none() {
        missing_block(SOURCE).finds(
            "# Contraseñas\n\nUna contraseña larga es mejor que una complicada.\n\n\
             Usa un gestor de contraseñas, como [KeePassXC](https://keepassxc.org/).\n\n## Segundo paso\n\n\
             Tu cuenta pide un código de tu teléfono, así que la contraseña sola no abre nada.\n",
        );
    }

    #[test]
    fn sentences_that_the_only_block_of_a_page_lacks_are_found() {
        let source = "# Shed\n\nThe shed stands behind the house of the old gardener, under three tall trees. Its key hangs on a \
            nail beside the kitchen door, where everybody can reach it. Lamps and ropes are in the box at the back, and the \
            ladder leans against the wall.\n";
        missing_block(source).finds(
            "# Cobertizo\n\nEl cobertizo está detrás de la casa del viejo jardinero, bajo tres árboles «altos.»\n",
        );
    }

    #[test]
    fn names_in_another_order_are_there() {
        let mut people =
            ["Ada Berg", "Bo Dahl", "Cleo Frisk", "Dan Holm", "Eva Jansson", "Finn Krok", "Gry Lund", "Hal Moe"];
        let list = |people: &[&str], does: &str| {
            let items: Vec<String> = people.iter().map(|name| format!("- {name} -> {does}\n")).collect();
            items.concat()
        };
        let source = format!("# People\n\n{}", list(&people, "waters plants"));
        people.reverse();
        missing_block(&source).finds(&format!("# Gente\n\n{}", list(&people, "riega plantas")));
    }

    #[test]
    fn a_line_that_stands_below_each_heading_is_there_when_it_is_joined_to_another() {
        let gardens = ["Ada Berg", "Bo Dahl", "Cleo Frisk", "Dan Holm"];
        let there = |name: &str, gap: &str| {
            format!(
                "## {name}\n\n**Where:** Behind the old mill, beside the river and the bridge  \n**Open:** Morning  \n\
                 {gap}**Are dogs allowed?** Yes\n\n**What:** {name} grows apples, pears and many sorts of old roses.\n\n"
            )
        };
        let here = |name: &str| {
            format!(
                "## {name}\n\n**Dónde:** Detrás del viejo molino, junto al río y al puente  \n**Abre:** Mañana  \n\
                 **¿Se admiten perros?** Sí\n\n**Qué:** {name} cultiva manzanas, peras y muchas clases de rosas.\n\n"
            )
        };
        let source: String = gardens.iter().zip(["", "", "\n", ""]).map(|(name, gap)| there(name, gap)).collect();
        let page: String = gardens.iter().map(|name| here(name)).collect();
        missing_block(&source).finds(&page);
    }
}
