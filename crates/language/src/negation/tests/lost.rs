//! Negations that a translation has lost.

use super::*;

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
fn a_denied_participle_of_a_main_clause_is_lost() {
    for source in ["The key is not stored in the shed.", "Keys are not yet sold here.", "It has not been used."] {
        assert_eq!(change("en", source, "es", "La llave está guardada aquí."), Some(Change::Lost), "{source}");
    }
}

#[test]
fn a_loss_is_found_in_chinese_persian_and_turkish() {
    let source = "Do not lend the key.";
    for (language, lost, kept) in [
        ("zh", "借出钥匙。", "不要借出钥匙。"),
        ("zh", "請借出鑰匙。", "請勿借出鑰匙。"),
        ("fa", "کلید را قرض بدهید.", "کلید را قرض ندهید."),
        ("tr", "Anahtarı ödünç verin.", "Anahtarı ödünç vermeyin."),
    ] {
        assert_eq!(changes(language, &[(source, lost), (source, kept)]), [Some(Change::Lost), None], "{lost}");
    }
    for language in ["zh", "fa", "tr"] {
        let changes = changes(language, &[("The lamp does not burn in the rain.", "x")]);
        assert_eq!(changes, [None], "{language}: statements are often paraphrased");
    }
}

#[test]
fn a_kept_denial_is_seen_in_chinese_persian_and_turkish() {
    for (language, source, target) in [
        ("zh", "Never use the lamp in the rain.", "这盏灯在雨中不亮。"),
        ("zh", "Never use the lamp in the rain.", "這盞燈在雨中無法點亮。"),
        ("fa", "Never use the lamp in the rain.", "چراغ در باران روشن نیست."),
        ("fa", "Never use the lamp in the rain.", "چراغ در باران نمی‌سوزد."),
        ("tr", "Never use the lamp in the rain.", "Lamba yağmurda yanmaz."),
        ("tr", "Never use the lamp in the rain.", "Lambayı hiçbir zaman yağmurda yakma."),
    ] {
        assert_eq!(changes(language, &[(source, target)]), [None], "{target}");
    }
    for (language, target) in [
        ("zh", "这盏灯在雨中和不同的夜里都亮着。"),
        ("fa", "چراغ در باران روشن است و نمایش می‌دهد."),
        ("tr", "Lamba yağmurda yanıyor."),
    ] {
        assert_eq!(changes(language, &[("Never use the lamp in the rain.", target)]), [Some(Change::Lost)], "{target}");
    }
}

#[test]
fn not_only_beside_a_lost_denial_hides_nothing() {
    let source = "The shed is not only a store; do not sleep in it.";
    for (language, target) in [
        ("es", "El cobertizo no es solo un almacén; duerme en él."),
        ("fr", "La remise n'est pas seulement un dépôt ; dormez-y."),
        ("it", "Il capanno non è solo un deposito; dormici."),
        ("pt", "O galpão não é apenas um depósito; durma nele."),
        ("zh", "这个棚子不只是仓库；可以在里面睡觉。"),
    ] {
        assert_eq!(changes(language, &[(source, target)]), [Some(Change::Lost)], "{target}");
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
fn a_denial_that_ends_no_clause_or_has_a_verb_is_still_lost() {
    let lost = [Some(Change::Lost)];
    assert_eq!(changes("de", &[("It doesn't close, ask the cook.", "Es schließt, frag den Koch.")]), lost);
    assert_eq!(changes("ru", &[("The bridge is not yet open.", "Мост уже открыт.")]), lost);
    assert_eq!(changes("de", &[("Never choose the second option.", "Wähle die zweite Möglichkeit.")]), lost);
    assert_eq!(changes("es", &[("It has no cost and no roof.", "Tiene precio y techo.")]), lost);
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
