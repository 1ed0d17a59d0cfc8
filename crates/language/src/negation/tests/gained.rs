//! Negations that only a translation has.

use super::*;

#[test]
fn a_negation_behind_an_opener_is_no_gain() {
    let source = "Call them, so that they wait.";
    let target = "Bel ze zodat ze niet weggaan.";
    assert_eq!(changes("nl", &[(source, target)]), [None]);
}

#[test]
fn an_added_negation_is_found() {
    assert_eq!(
        changes("de", &[("Share the code with your helper.", "Teile den Code nicht mit deiner Hilfe.")]),
        [Some(Change::Gained)]
    );
    // Much is said with a negation in one language and without in the other.
    assert_eq!(changes("es", &[("If you are locked out", "Si no puedes entrar")]), [None]);
    assert_eq!(changes("ar", &[("Change the password.", "غيّر كلمة المرور.")]), [None]);
}

#[test]
fn an_idiom_with_a_negator_is_no_gain() {
    for (language, source, target) in [
        ("es", "Give thanks to your hosts.", "No olvides nunca dar las gracias a tus anfitriones."),
        ("fr", "The hall is called a jewel.", "Ce n'est pas pour rien que la salle est appelée un joyau."),
        ("fr", "The recipe, step by step", "La recette pas à pas"),
        ("it", "Read the sign.", "Non dimenticare mai di leggere il cartello."),
        ("it", "The garden is a jewel.", "Non a caso il giardino è un gioiello."),
        ("pt", "Read the sign.", "Não deixe de ler o cartaz."),
        ("nl", "Read the sign.", "Vergeet nooit het bord te lezen."),
        ("nl", "The hall is called a jewel.", "De zaal heet niet voor niets een juweel."),
        ("de", "The hall is called a jewel.", "Der Saal heißt nicht umsonst ein Juwel."),
        ("ru", "The hall is popular.", "Зал популярен как никогда."),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}
