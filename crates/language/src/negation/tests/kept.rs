//! Negations that a translation says in another way.

use super::*;

#[test]
fn other_ways_to_express_a_negation_pass() {
    for (language, source, target) in [
        ("es", "Never share it with anyone.", "No lo compartas con nadie."),
        ("es", "Do not open it.", "Evita abrirlo."),
        ("es", "There is no channel and no time.", "No hay canal ni tiempo."),
        ("fr", "Do not open it.", "Évitez de l’ouvrir."),
        ("fr", "Nobody can help.", "Personne ne peut aider."),
        ("de", "Do not use a number or a link.", "Nutze keine Nummer und keinen Link."),
        ("de", "It is not encrypted.", "Es ist unverschlüsselt."),
        ("ru", "No service for no reason.", "Без причины нет связи."),
        ("ru", "Not good: birthdays.", "Плохо: дни рождения."),
        ("ru", "If that room is not private, move.", "Если эта комната доступна посторонним, перейдите в другую."),
        ("ar", "The line is not encrypted.", "الخط غير مشفّر."),
        ("de", "Don't forget your charger.", "Denk an dein Ladegerät."),
        ("es", "It is not only for you.", "También es para ti."),
        ("fr", "It lists the files not managed by the shop.", "Il liste les fichiers gérés par d’autres."),
        ("de", "These are new parts not yet sold in the shop.", "Es sind neue Teile, auf die der Laden wartet."),
        ("es", "There is no limit to the number of keys.", "Puedes tener tantas llaves como quieras."),
        ("ru", "It can fail if there isn't enough room.", "Возможна ошибка, если места недостаточно."),
        ("pt", "They need the same size not to lose speed.", "Precisam do mesmo tamanho sem prejuízo da velocidade."),
        ("de", "You cannot find the same book in both shops.", "In beiden Läden gibt es unterschiedliche Bücher."),
        ("es", "Check that the lock isn't broken.", "Revisa si la cerradura está rota."),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}

#[test]
fn an_absence_in_other_words_passes() {
    let source = "Talk without being watched.";
    assert_eq!(
        changes("de", &[(source, "Sprich, ohne überwacht zu werden."), (source, "Sprich unbeobachtet und gefahrlos.")]),
        [None, None]
    );
    assert_eq!(
        changes(
            "es",
            &[
                ("Not the same.", "Diferente."),
                ("Under no circumstances reuse it.", "Bajo ninguna circunstancia lo reutilices.")
            ]
        ),
        [None, None]
    );
}

#[test]
fn idioms_prefixes_and_nouns_deny_too() {
    for (language, source, target) in [
        ("de", "We do not recommend it.", "Davon raten wir ab."),
        ("de", "It isn't necessarily true.", "Das ist nicht unbedingt wahr."),
        ("es", "Poor or no light.", "Luz escasa o nula."),
        ("es", "It is done in no time.", "Se hace en un abrir y cerrar de ojos."),
        ("fr", "Boxes that are not locked.", "Des boîtes non verrouillées."),
        ("fr", "It cannot be opened without a key.", "On l’ouvre avec une clé."),
        ("it", "Do not open it.", "Evita di aprirlo."),
        ("pt", "It doesn't matter.", "Tanto faz."),
        ("nl", "We do not advise it.", "Dat raden we af."),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}

#[test]
fn a_verb_or_adjective_that_denies_stands_for_a_negation() {
    for (language, target) in [
        ("it", "Chi resta privo di chiavi aspetta."),
        ("it", "È vietata la chiave persa."),
        ("es", "Abstente: la llave es inválida."),
        ("pt", "Abstenha-se de dar a chave."),
        ("fr", "Abstenez-vous de partager la clé."),
        ("de", "Der Versuch ist fehlgeschlagen."),
        ("nl", "Stop met het delen van de sleutel."),
        ("ru", "Ключ лишён смысла."),
        ("ru", "Ключи отличаются."),
        ("ar", "نادرا ما يشارك أحد المفتاح."),
        ("ar", "تفادي مشاركة المفتاح."),
    ] {
        assert_eq!(change("en", "Do not share the key.", language, target), None, "{target}");
    }
}

#[test]
fn an_ending_that_denies_stands_for_a_denied_noun() {
    assert_eq!(changes("de", &[("The garden has no weeds.", "Der Garten ist unkrautfrei.")]), [None]);
    assert_eq!(changes("de", &[("It does not need any wires.", "Es funktioniert drahtlos.")]), [None]);
    assert_eq!(changes("nl", &[("The garden has no weeds.", "De tuin is onkruidvrij.")]), [None]);
    assert_eq!(changes("nl", &[("Never pay for it.", "Betaal er kosteloos voor.")]), [Some(Change::Lost)]);
}

#[test]
fn a_check_is_a_hint_only_of_what_may_be_denied() {
    assert_eq!(changes("ru", &[("Check the pot.", "Не проверяйте горшок.")]), [Some(Change::Gained)]);
    assert_eq!(changes("es", &[("Check that the door is shut.", "No dejes la puerta abierta.")]), [None]);
}

#[test]
fn a_denial_put_otherwise_is_not_lost() {
    for (language, source, target) in [
        ("de", "They never answer until after lunch.", "Sie antworten erst nach dem Mittagessen."),
        ("de", "In some kitchens it still isn't.", "In manchen Küchen ist das immer noch so."),
        ("ru", "In some kitchens, it still isn't.", "На некоторых кухнях это всё ещё так."),
        ("nl", "If it doesn't, ask the cook.", "Vraag het anders aan de kok."),
        ("de", "She was asked, and chose not to.", "Sie wurde gefragt und entschied sich dagegen."),
        ("de", "Lock the shed when it is not in use.", "Schließe den Schuppen bei Nichtgebrauch ab."),
        (
            "de",
            "Not collecting the names of anonymous guests is required.",
            "Der Verzicht auf die Namen anonymer Gäste ist Pflicht.",
        ),
        ("fr", "It is available at no cost.", "C'est gratuit."),
        ("it", "Minimal to no heat is lost.", "Si disperde pochissimo calore."),
        ("ru", "You see the gate, but nothing about the garden.", "Видна калитка, но ничего о том, что в саду."),
        ("ru", "The bridge is not yet open to bicycles.", "Мост пока недоступен для велосипедов."),
        ("fr", "A ticket that you use once, and never again.", "Un billet que vous utilisez une seule fois."),
        ("es", "Never choose the none option.", "Nunca elijas la opción ninguna."),
        ("pl", "Never lend it to anybody, not even to a friend.", "Nigdy nikomu go nie pożyczaj, nawet znajomym."),
        ("de", "It was not finished for over a month.", "Es wurde erst nach über einem Monat fertig."),
        ("ru", "The bridge has never been more important.", "Мост важен как никогда."),
        ("de", "No.", "Nr."),
        ("ru", "No.", "№"),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}

#[test]
fn ukrainian_denies_as_its_neighbours_do() {
    let lost = ["Поділіться ключем.", "Завжди передавайте ключ сусідам.", "Показуйте ключ."];
    for target in lost {
        assert_eq!(change("en", "Never share the key.", "uk", target), Some(Change::Lost), "{target}");
    }
    for (source, target) in [
        ("Never share the key.", "Ніколи нікому не передавайте ключ."),
        ("Do not open the gate.", "Уникайте відкривати хвіртку."),
        ("The gate is not safe.", "Хвіртка небезпечна."),
        ("Don't forget the key.", "Пам’ятайте про ключ."),
        ("It doesn't cost anything.", "Це безкоштовно."),
        ("You cannot enter until you have the key.", "Увійти можна тільки з ключем."),
    ] {
        assert_eq!(change("en", source, "uk", target), None, "{source} -> {target}");
    }
    assert_eq!(change("en", "Open the gate.", "uk", "Не відкривайте хвіртку."), Some(Change::Gained));
    assert_eq!(change("en", "Remember the key.", "uk", "Не забудьте ключ."), None);
    assert_eq!(count("uk", "Не лише Signal, не пізніше понеділка, не забудьте."), Some(0));
}

#[test]
fn prefixes_and_other_verbs_deny_in_polish_and_ukrainian() {
    for (language, source, target) in [
        ("uk", "If the oven is not hot, wait.", "Якщо піч несправна, зачекайте."),
        ("uk", "If the lid won't open, pull.", "Якщо щось заважає кришці, потягніть."),
        ("uk", "If you do not remember the recipe, ask.", "Якщо ви забули рецепт, спитайте."),
        ("uk", "The gate needs no other key.", "Хвіртка відчиняється та ніяких інших ключів."),
        ("pl", "The lid that is not locked is red.", "Niezamknięta pokrywka jest czerwona."),
        ("pl", "The oven doesn't work any more.", "Piec jest zepsuty."),
        ("pl", "The bread does not look as expected.", "Chleb wygląda inaczej."),
        ("nl", "The cake is not hard to bake.", "De taart is makkelijk te bakken."),
        ("nl", "Baking bread is quite easy.", "Brood bakken is niet moeilijk."),
        ("pl", "Put your hands on the bowls.", "Połóż na nie ręce."),
        ("uk", "The small gate is not locked.", "Невелику хвіртку замкнено."),
        ("es", "The cake is not difficult.", "El pastel es fácil."),
        ("pt", "The oven might not start because of the wind.", "O forno pode falhar por causa do vento."),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
    for (language, source, target) in [
        ("uk", "Do not open the heavy gate.", "Негайно відкрийте важку хвіртку."),
        ("uk", "Never lock the small gate.", "Замкніть невелику хвіртку."),
        ("pl", "Do not open the red gates.", "Otwórz niektóre bramy."),
        ("nl", "The cake is not difficult.", "De taart is moeilijk."),
        ("de", "The cake is not difficult.", "Der Kuchen ist schwierig."),
    ] {
        assert_eq!(change("en", source, language, target), Some(Change::Lost), "{source} -> {target}");
    }
}

#[test]
fn a_denial_said_by_another_word_is_not_lost() {
    for (language, source, target) in [
        ("de", "The bell may not ring in the room you wanted.", "Vielleicht läutet es im falschen Zimmer."),
        ("de", "You don't need to sweep the yard.", "Das erspart Ihnen das Fegen des Hofs."),
        ("fr", "The drawer will not appear to have keys in it.", "Le tiroir semble vide."),
        ("fr", "The gate doesn't work properly.", "La grille pose problème."),
        ("fr", "Guests can't reach the cellar", "Impossibilité pour les hôtes d'accéder à la cave"),
        ("es", "The lamp does not work.", "La lámpara tiene un fallo."),
        ("it", "It does not close automatically.", "Va chiuso manualmente."),
        ("pt", "No further key is required.", "Outra chave é dispensada."),
        ("pt", "The shelf does not contain books.", "A estante está vazia."),
        ("ru", "What if the lamp isn't healthy?", "Что делать, если лампа неисправна?"),
        ("ru", "This would not be easy to repair.", "Починить это было бы непросто."),
        ("nl", "The tap does not work properly.", "De kraan hapert."),
        ("pl", "The tap does not open automatically.", "Kran otwiera się ręcznie."),
        ("ar", "The lamp does not work.", "المصباح معطل."),
        ("ru", "Nobody sees the lamp, not even the guard.", "Лампу не видит никто, даже сторож."),
        ("ru", "Do not lend it to anybody, not even to friends.", "Не давайте её никому, даже друзьям."),
        ("ru", "The guard does not see it, not even by day.", "Сторож её даже днём не видит."),
        ("ru", "It does not need a key, not even an old one.", "Для этого ключ не нужен, даже старый."),
        (
            "pt",
            "Though not as secure as other locks for all doors, it may be easier to use one for doors that do not matter.",
            "Embora não seja tão seguro quanto usar outras para tudo, pode ser mais fácil usar uma para portas que não \
             importam.",
        ),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}

#[test]
fn words_of_other_sentences_say_no_denial_otherwise() {
    for (language, source, target) in [
        ("de", "Do not lend the key.", "Verleihen Sie den leeren Schlüsselbund."),
        ("fr", "Never lend the key.", "Prêtez la clé vide."),
        ("pt", "If you don't have the key, ask.", "Se você tem a chave, pergunte."),
        ("it", "You do not see the garden.", "Vedi il giardino manualmente."),
        ("ru", "Do not lend the key.", "Одолжите ключ вручную."),
    ] {
        assert_eq!(change("en", source, language, target), Some(Change::Lost), "{source} -> {target}");
    }
}

#[test]
fn what_a_relative_clause_denies_may_be_put_otherwise() {
    assert_eq!(
        changes(
            "it",
            &[
                ("Choose a lamp that does not move.", "Scegliete una lampada fissa."),
                ("Leave the jars that you do not want.", "Lasciate gli altri vasi."),
                ("A key may help, but it does not have to.", "Una chiave può aiutare, o meno."),
            ]
        ),
        [None; 3]
    );
    assert_eq!(changes("pl", &[("If the jar is not empty, wait.", "Jeśli coś jest w słoju, poczekaj.")]), [None]);
    assert_eq!(changes("ru", &[("The lamp does not move.", "Лампа неподвижна.")]), [None]);
}
