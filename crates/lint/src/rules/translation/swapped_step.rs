use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds two consecutive steps of a numbered list that are in the other order than in the source.
///
/// ## Why
/// Steps are numbered because their order matters: who wipes a disk before the copy is made has lost it.
///
/// ## Example
/// ```markdown
/// 1. Borra el disco.
/// 2. Haz una copia en otro disco.
/// ```
/// where the source says "1. Make a copy on another disk. 2. Erase the disk."
///
/// ## Use instead
/// ```markdown
/// 1. Haz una copia en otro disco.
/// 2. Borra el disco.
/// ```
///
/// ## Fix
/// None: only a reader can tell whether the order was changed on purpose.
///
/// ## Not reported
/// Lists with another number of steps than the source; lists with bullets, whose order rarely matters. Steps are
/// recognised by the names, numbers, addresses and cognates that both languages spell alike, and by their length.
///
/// ## When not to use it
/// In languages that share no letters with the source: few steps are recognised there.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("swapped-step"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for swapped in translation.swapped_steps() {
        let message = "this step and the next one are in the other order than in the source";
        let finding = report.found(swapped.target, message).also([swapped.next]);
        report.push(translation.beside(finding, swapped.source));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    const SOURCE: &str = "# Copies\n\n1. Open the menu **Archive** of the application.\n2. Connect the external disk.\n\
        3. Restart the machine and wait ten minutes.\n";

    #[test]
    fn two_steps_in_the_other_order_are_found() {
        let steps = [
            (
                "es",
                "Abre el menú **Archivo** de la aplicación.",
                "Conecta el disco externo.",
                "Reinicia la máquina y espera diez minutos.",
            ),
            (
                "fr",
                "Ouvrez le menu **Archives** de l’application.",
                "Connectez le disque externe.",
                "Redémarrez la machine et patientez dix minutes.",
            ),
            (
                "it",
                "Apri il menu **Archivio** dell'applicazione.",
                "Connetti il disco esterno.",
                "Riavvia la macchina e attendi dieci minuti.",
            ),
            (
                "pt",
                "Abra o menu **Arquivo** da aplicação.",
                "Conecte o disco externo.",
                "Reinicie a máquina e aguarde dez minutos.",
            ),
        ];
        for (locale, one, two, three) in steps {
            let rule = || case("swapped-step").locale(locale).source(SOURCE);
            rule().finds(&format!("# Copias\n\n1. {one}\n2. {two}\n3. {three}\n"));
            let found = rule().run(&format!("# Copias\n\n1. {two}\n2. {one}\n3. {three}\n"));
            assert_eq!(found.len(), 1, "{locale}: {found:#?}");
            assert!(found[0].related.is_some());
        }
    }

    #[test]
    fn names_and_numbers_tell_steps_apart_in_any_script() {
        let source = "1. Install Thunderbird.\n2. Wait until 2024 is shown.\n";
        for (locale, right, swapped) in [
            (
                "ru",
                "1. Установите Thunderbird.\n2. Подождите, пока появится 2024.\n",
                "1. Подождите, пока появится 2024.\n2. Установите Thunderbird.\n",
            ),
            ("ar", "1. ثبت Thunderbird.\n2. انتظر حتى يظهر 2024.\n", "1. انتظر حتى يظهر 2024.\n2. ثبت Thunderbird.\n"),
            (
                "de",
                "1. Installiere Thunderbird.\n2. Warte, bis 2024 erscheint.\n",
                "1. Warte, bis 2024 erscheint.\n2. Installiere Thunderbird.\n",
            ),
        ] {
            case("swapped-step").locale(locale).source(source).finds(right);
            let found = case("swapped-step").locale(locale).source(source).run(swapped);
            assert_eq!(found.len(), 1, "{locale}: {found:#?}");
        }
    }

    #[test]
    fn bullets_and_lists_of_another_length_are_not_compared() {
        let bullets = SOURCE.replace(['1', '2', '3'], "-").replace("-.", "-");
        case("swapped-step").locale("es").source(&bullets).finds(
            "# Copias\n\n- Conecta el disco externo.\n- Abre el menú **Archivo** de la aplicación.\n- Reinicia la máquina y espera diez minutos.\n",
        );
        case("swapped-step")
            .locale("es")
            .source(SOURCE)
            .finds("# Copias\n\n1. Conecta el disco externo.\n2. Abre el menú **Archivo** de la aplicación.\n");
    }
}
