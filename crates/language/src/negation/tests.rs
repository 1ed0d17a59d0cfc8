use super::*;

fn changes(language: &str, pairs: &[(&str, &str)]) -> Vec<Option<Change>> {
    pairs.iter().map(|(source, target)| change("en", source, language, target)).collect()
}

#[test]
fn negations_are_counted_in_each_language() {
    assert_eq!(count("en", "Never share it; don't reply, cannot"), Some(3));
    assert_eq!(count("es", "No lo compartas nunca con nadie"), Some(2));
    assert_eq!(count("fr", "Ne le partagez pas, n’ouvrez rien"), Some(2));
    assert_eq!(count("de", "Teilen Sie nichts, niemals, kein Wort"), Some(3));
    assert_eq!(count("ru", "Никогда никому не давайте код"), Some(1));
    assert_eq!(count("ar", "لا تشارك كلمة المرور أبدًا، ولا ترسلها"), Some(2));
    assert_eq!(count("tlh", "x"), None);
}

#[test]
fn phrases_with_a_negator_that_negate_nothing_do_not_count() {
    for (language, text) in [
        ("en", "Not only Signal, and no later than Monday; don't forget it"),
        ("es", "No solo Signal; no olvides el PIN"),
        ("fr", "Il n’affiche que votre nom. N’importe qui. N’oubliez pas le code"),
        ("de", "Nicht nur Signal. Vergiss das nicht."),
        ("ru", "Не только Signal, не менее двух, не забудьте"),
        ("ar", "لا تنس الرمز، لا بد من ذلك"),
    ] {
        assert_eq!(count(language, text), Some(0), "{text}");
    }
}

#[test]
fn a_lost_prohibition_is_found() {
    let source = "Never share your password.";
    for (language, target) in [
        ("es", "Comparte tu contraseña."),
        ("fr", "Partagez votre mot de passe."),
        ("de", "Teilen Sie Ihr Passwort."),
        ("ru", "Сообщайте свой пароль."),
        ("ar", "شارك كلمة مرورك."),
    ] {
        assert_eq!(change("en", source, language, target), Some(Change::Lost), "{target}");
    }
}

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
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
}

#[test]
fn an_adjective_without_its_negation_is_found() {
    assert_eq!(
        changes("ru", &[("It is not safe.", "Это безопасно."), ("It is not safe.", "Это опасно.")]),
        [Some(Change::Lost), None]
    );
    assert_eq!(changes("de", &[("It is not always safe.", "Es ist immer sicher.")]), [Some(Change::Lost)]);
}

#[test]
fn one_lost_negation_of_two_is_found() {
    let source = "Do not open links, and do not pay.";
    assert_eq!(
        changes(
            "fr",
            &[(source, "N’ouvrez pas les liens, et ne payez pas."), (source, "Ouvrez les liens, et ne payez pas.")]
        ),
        [None, Some(Change::Lost)]
    );
}

#[test]
fn a_lost_negator_that_belongs_to_a_phrase_is_found() {
    let until = "Do not send it until you have checked.";
    let only = "It works only on the true website, so a false page cannot steal it.";
    let lost = Some(Change::Lost);
    assert_eq!(
        changes(
            "ru",
            &[
                (until, "Не отправляйте это, пока не проверите."),
                (until, "Не отправляйте это, пока проверите."),
                (until, "Не отправляйте это, пока идёт проверка."),
                ("Wait until it is done.", "Подождите, пока закончится."),
                ("Leave no trace unless you save it.", "Не оставляйте следов, если только вы сохраните."),
                ("Add at least two.", "Добавьте не меньше двух."),
                ("Add at least two.", "Добавьте меньше двух."),
                ("Do not share it.", "Никому его сообщайте."),
                ("One is better than none.", "Один лучше, чем ни одного."),
            ]
        ),
        [None, lost, None, None, lost, None, lost, lost, None]
    );
    assert_eq!(
        changes(
            "ar",
            &[
                (only, "لا يعمل إلا على الموقع الحقيقي، لذلك لا تستطيع صفحة مزيفة سرقته."),
                (only, "يعمل فقط على الموقع الحقيقي، لذلك لا تستطيع صفحة مزيفة سرقته."),
                (only, "يعمل إلا على الموقع الحقيقي، لذلك لا تستطيع صفحة مزيفة سرقته."),
            ]
        ),
        [None, None, lost]
    );
}

#[test]
fn one_lost_negator_of_a_row_is_found() {
    let source = "Do not reset, delete, pay, or install.";
    let lost = Some(Change::Lost);
    assert_eq!(
        changes(
            "fr",
            &[
                (source, "Ne réinitialisez pas, n’effacez pas, ne payez pas, n’installez pas."),
                (source, "Ne réinitialisez pas, n’effacez pas, payez, n’installez pas."),
            ]
        ),
        [None, lost]
    );
    assert_eq!(
        changes(
            "es",
            &[
                (source, "No restablezcas, borres, pagues ni instales nada."),
                (source, "No restablezcas ni borres, no pagues, no instales."),
                (source, "No restablezcas, no borres, paga, no instales."),
            ]
        ),
        [None, None, lost]
    );
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
fn who_is_told_to_forget_has_lost_a_negation() {
    let source = "Don't forget the lamp.";
    assert_eq!(
        changes(
            "fr",
            &[(source, "Oubliez la lampe."), (source, "N’oubliez pas la lampe."), (source, "Pensez à la lampe.")]
        ),
        [Some(Change::Lost), None, None]
    );
}

#[test]
fn a_lost_prohibition_is_found_in_further_languages() {
    for (language, target) in [("it", "Apri la porta."), ("pt", "Abra a porta."), ("nl", "Open de deur.")] {
        assert_eq!(change("en", "Do not open the door.", language, target), Some(Change::Lost), "{target}");
    }
}

#[test]
fn a_word_that_looks_like_a_denial_does_not_hide_a_lost_one() {
    for (language, target) in [
        ("it", "Dai la chiave privata alla persona in Vietnam."),
        ("it", "Dai al manager i dati personali per disabilità."),
        ("es", "Comparte la llave y estarás a salvo."),
        ("es", "Comparte la llave invaluable y pide perdón."),
        ("pt", "Compartilhe a chave abstrata e peça perdão."),
        ("fr", "Partagez un peu la clé abstraite."),
        ("de", "Teile den Schlüssel mit der Fehlermeldung."),
        ("de", "Teile den Schlüssel über freie Software und leg los."),
        ("nl", "Deel de sleutel bij het stopcontact met vrije software."),
        ("nl", "Deel de sleutel draadloos, dat is vrij eenvoudig en kostenvrij."),
        ("de", "Teile den Schlüssel kostenlos, drahtlos und barrierefrei."),
        ("ru", "Дайте ключ, это отличный способ."),
        ("ru", "Дайте лишь ключ и кроме того приятный совет."),
        ("ar", "شارك المفتاح مع من يريدون هاتف أندرويد."),
        ("ar", "شارك المفتاح في النادي للاستفادة في العطلة."),
    ] {
        assert_eq!(change("en", "Do not share the key.", language, target), Some(Change::Lost), "{target}");
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
fn statements_are_no_prohibitions() {
    for text in ["Never share it.", "- Do not open it.", "If you can, do not pay.", "Wait, and don't reply."] {
        assert!(forbids("en", text), "{text}");
    }
    for text in ["They do not ask.", "It never ends.", "You cannot see it."] {
        assert!(!forbids("en", text), "{text}");
    }
}

#[test]
fn a_number_sign_denies_nothing() {
    let source = "Take the bus no. 4 to the station.";
    for (language, target) in
        [("ru", "Садитесь на автобус № 4."), ("fr", "Prenez le bus n° 4."), ("es", "Toma el autobús no. 4.")]
    {
        assert_eq!(changes(language, &[(source, target)]), [None], "{target}");
    }
    assert_eq!(changes("fr", &[("Do not call no. 4.", "Appelez le n° 4.")]), [Some(Change::Lost)]);
}

#[test]
fn a_word_that_denies_counts_once() {
    let source = "Don't lend keys that are not marked.";
    assert_eq!(changes("fr", &[(source, "Prêtez des clés non marquées.")]), [Some(Change::Lost)]);
    assert_eq!(changes("fr", &[(source, "Ne prêtez pas de clés non marquées.")]), [None]);
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

#[test]
fn a_denial_that_ends_no_clause_or_has_a_verb_is_still_lost() {
    let lost = [Some(Change::Lost)];
    assert_eq!(changes("de", &[("It doesn't close, ask the cook.", "Es schließt, frag den Koch.")]), lost);
    assert_eq!(changes("ru", &[("The bridge is not yet open.", "Мост уже открыт.")]), lost);
    assert_eq!(changes("de", &[("Never choose the second option.", "Wähle die zweite Möglichkeit.")]), lost);
    assert_eq!(changes("es", &[("It has no cost and no roof.", "Tiene precio y techo.")]), lost);
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
        ("es", "The cake is not difficult.", "El pastel es fácil."),
        ("pt", "The oven might not start because of the wind.", "O forno pode falhar por causa do vento."),
    ] {
        assert_eq!(change("en", source, language, target), None, "{source} -> {target}");
    }
    for (language, source, target) in [
        ("uk", "Do not open the heavy gate.", "Негайно відкрийте важку хвіртку."),
        ("uk", "The small gate is not locked.", "Невелику хвіртку замкнено."),
        ("pl", "Do not open the red gates.", "Otwórz niektóre bramy."),
        ("pl", "The gate is not difficult.", "Brama jest trudna."),
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
fn what_is_not_only_so_is_not_only_so() {
    for (language, source, target) in [
        ("es", "It is not just a lamp.", "Es solo una lámpara."),
        ("de", "It is not only a lamp.", "Es ist nur eine Lampe."),
        ("ru", "It is not just a lamp.", "Это просто лампа."),
    ] {
        assert_eq!(change("en", source, language, target), Some(Change::Lost), "{source} -> {target}");
    }
    for (language, source, target) in [
        ("es", "It is not just a lamp.", "No es solo una lámpara."),
        ("fr", "It is not only a lamp.", "Ce n'est pas qu'une lampe."),
        ("fr", "Bring all the lamps, not only yours.", "Apportez toutes les lampes, pas seulement la vôtre."),
        ("de", "It isn't just a lamp.", "Es ist mehr als eine Lampe."),
        ("it", "Not only lamps are sold here.", "Qui si vendono anche lampade."),
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
fn words_deny_only_what_their_condition_names() {
    let denied = |source: &str, target: &str| denials_of_translation(("en", source), ("pl", target));
    assert_eq!(denied("Bake the cake without burning it.", "Upiecz ciasto, unikając przypalenia."), Some(1));
    assert_eq!(denied("Avoid burning the cake.", "Unikaj przypalenia ciasta."), Some(0));
    assert_eq!(denials("pl", "Tylko ciasto."), Some(0));
}

#[test]
fn a_kept_not_only_hides_no_lost_denial() {
    let source = "Do not lend the key, it is not only yours.";
    for (language, target) in [
        ("de", "Verleihen Sie den Schlüssel, er gehört nicht nur Ihnen."),
        ("es", "Presta la llave, no solo es tuya."),
        ("ru", "Одолжите ключ, он не только ваш."),
    ] {
        assert_eq!(change("en", source, language, target), Some(Change::Lost), "{target}");
    }
    assert_eq!(change("en", "It is not only yours.", "de", "Er gehört nicht nur Ihnen."), None);
}
