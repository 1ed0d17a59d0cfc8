use super::*;

fn found(language: &str, text: &str) -> Vec<String> {
    let mark = |it: Opposite| {
        let side = if it.side == Side::First { "" } else { "not " };
        let doubt = if it.is_sure { "" } else { "?" };
        format!("{doubt}{side}{} «{}»", it.pair, &text[it.range])
    };
    opposites(language, text).into_iter().map(mark).collect()
}

#[test]
fn both_sides_of_a_pair_are_found_in_every_language() {
    for (language, text, expected) in [
        ("en", "Unlock the gate.", "not lock «Unlock»"),
        ("es", "Desbloquea la verja.", "not lock «Desbloquea»"),
        ("fr", "Déverrouillez la grille.", "not lock «Déverrouillez»"),
        ("de", "Entsperren Sie das Tor.", "not lock «Entsperren»"),
        ("ru", "Разблокируйте калитку.", "not lock «Разблокируйте»"),
        ("ar", "البوابة غير مقفلة", "not lock «غير مقفلة»"),
        ("uk", "Розблокуйте хвіртку.", "not lock «Розблокуйте»"),
        ("uk", "Вимкніть радіо.", "not enable «Вимкніть»"),
        ("uk", "Зробіть це перед сном.", "before «перед»"),
        ("it", "Sblocca il cancello.", "not lock «Sblocca»"),
        ("pt", "Destranque o portão.", "not lock «Destranque»"),
        ("zh", "请解锁大门。", "not lock «解锁»"),
        ("zh", "請停用燈光。", "not enable «停用»"),
        ("fa", "چراغ را خاموش کنید.", "not enable «خاموش»"),
        ("tr", "Işığı devre dışı bırakın.", "not enable «devre dışı»"),
    ] {
        assert!(found(language, text).iter().any(|it| it == expected), "{language}: {:?}", found(language, text));
    }
}

#[test]
fn the_longest_phrase_wins_and_a_gap_is_no_part_of_it() {
    assert_eq!(found("en", "The call is not encrypted."), ["not encrypt «not encrypted»"]);
    assert_eq!(found("en", "Turn the radio off."), ["not enable «Turn the radio off»"]);
    assert_eq!(found("es", "al menos dos"), ["at least «al menos»"]);
    assert_eq!(found("en", "Call on Monday."), ["?enable «on»"]);
}

#[test]
fn a_side_in_place_of_the_other_turns_the_meaning_round() {
    for (language, before, after) in [
        ("en", "Leave the radio on.", "Leave the radio off."),
        ("en", "Sign before you ask.", "Sign after you ask."),
        ("en", "A harmless note", "A harmful note"),
        ("en", "It is a reliable lamp.", "It is an unreliable lamp."),
        ("en", "Carry it with a bag.", "Carry it without a bag."),
        ("de", "Die Lampe ist zuverlässig.", "Die Lampe ist unzuverlässig."),
        ("es", "Acepta la oferta.", "Rechaza la oferta."),
        ("fr", "Activez le son.", "Désactivez le son."),
        ("ru", "Это законно.", "Это незаконно."),
        ("ar", "الرسالة مشفرة", "الرسالة غير مشفرة"),
    ] {
        assert!(is_turned_round(language, before, after), "{language}: {before} -> {after}");
        assert!(is_turned_round(language, after, before), "{language}: {after} -> {before}");
    }
}

#[test]
fn other_changes_do_not() {
    for (before, after) in [
        ("Put it on the table.", "Put it on the red table."),
        ("Lock the door, then open the window.", "Open the window, then lock the door."),
        ("Write the adress.", "Write the address."),
        ("Go to the hall.", "Go into the hall."),
        ("Ask after lunch.", "Ask at noon."),
    ] {
        assert!(!is_turned_round("en", before, after), "{before} -> {after}");
    }
    assert!(!is_turned_round("tlh", "on", "off"));
}

/// Frequent words of each language that begin like one side of a pair, or often mean something else.
const NO_OPPOSITES: [(&str, &str); 8] = [
    (
        "en",
        "dental density Denmark dense dent secretary secretaries authority authorities authoritarian burner raisins eras \
         lowercase connectors lockdown locker publisher installments agreement exposition helpdesk stronghold",
    ),
    (
        "es",
        "entre entrevista entrega entonces para parte parece parque partido participar actividad actividades activista \
         importante importantes importancia incluso inclusive exclusivo exclusivamente borrador borracho solo solamente \
         solicitud solución derecho derechos iniciativa inicial terminal guardia según segundo siguiente significa signo \
         publicidad configuración configurar confirmar mantequilla secretario abril abrazo envidia \
         comprender comprobar compromiso todavía librería alternativa altura bajo bloque bloques silencio silencioso importes elevado elevada cerradura hasta últimamente familiares",
    ),
    (
        "fr",
        "activité activités activiste important importante importance importants souvent nuit nuits vendredi tiroir \
         poussière seulement également égalité courtier courtois hauteur financer finalement financement suivant \
         suivante définir définition déficit cryptomonnaie chiffres jeton jetons gardien ouvrage ouvrier fermement \
         comprendre exclusivement terminal débutant montréal cachet branches importent importun importune visiblement déclin vraiment personne différentiel conservateur",
    ),
    (
        "de",
        "auf zu über unter alle teilnehmen teilweise Teil sichern Sicherung sicherlich Privatsphäre Öffentlichkeit \
         verbindlich Behälter Speicher Speicherplatz ausschließlich vertraulich Möglichkeit möglichst Empfänger \
         erhältlich Sender Sendung Schicksal Startseite folgende folgenden Echtzeit Korrektur Schwachstelle erstellen \
         letztendlich höchstwahrscheinlich gleichzeitig andererseits andernfalls Merkmal merkwürdig nahm \
         Nahrung kürzlich kurzfristig vollständig vollkommen Frühstück Frühling spätestens Schadsoftware schade selber abgeschlossen
         abgeschlossene aufgeschlossen ausgeschlossen",
    ),
    (
        "ru",
        "понимать понимаю понимает примерно пример применение согласно согласованный входит входят входящий выходной \
         выходит дело делать делай сообщение сообщения сообщество показатель скромный скрипт скриншот \
         исключительно откровенно закрепить частности личность личности лично соединённые прекрасно прекрасный подпись \
         вернуть вернуться возвращение право права правило правительство друг друзья стереотип \
         до оставаться получается возможность видимо действительно начальник выключатель вредоносный невероятно скачок снизу исключение исключением исключения",
    ),
    (
        "ar",
        "بالفعل قطعة أولئك أولاد الأولاد تنسيق التنسيق تخفيض تخفيف سريع السريع نفسك نفسه شفرة بالإضافة فعل عطل حمل مسح \
         وصل اتصل فصل قطع عام خاص خاصة مشروع نصب تثقيف تذكرة أولوية نزلاء عرض آخر",
    ),
    (
        "it",
        "prima negozio negozi negativo altro altri altre altrimenti notte notizia notare attività attivista importante \
         importanti importanza invito invitare invidia avviene avviso avvicinare verso verità verificare \
         giustizia giustificare pubblicità segretario termine termini terminale iniziativa iniziale esclusivamente \
         fidanzato tenente tenero mantello aprile abilità cancello autenticazione mostruoso primavera collega conservatore uscite esca",
    ),
    (
        "pt",
        "negócio negócios negro ligeiramente light entre entrevista entrega para parte parece partir participar parceiro \
         saiba atividade atividades ativista importante importância inclusive exclusivamente aproveitar publicidade \
         secretário iniciativa inicial terminal configuração confirmar manteiga salvador alternativa \
         alterar fortalecer fracasso direito direitos igualmente página adicional abril abraço segurar até corretor saia",
    ),
];

#[test]
fn words_that_only_begin_like_a_side_are_no_evidence() {
    let all =
        NO_OPPOSITES.iter().flat_map(|(language, list)| list.split_whitespace().map(move |word| (*language, word)));
    let is_evidence = |(language, word): &(&str, &str)| opposites(language, word).iter().any(|it| it.is_sure);
    let wrong: Vec<_> = all.filter(is_evidence).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn phrases_that_are_unrelated_take_their_words() {
    for (language, text) in [
        ("en", "Raise your concerns, and raise awareness of them"),
        ("es", "El importe total es bajo"),
        ("ar", "كتبت من قبل فريق"),
        ("ar", "العمل عن بعد"),
        ("ar", "رد فعل"),
        ("de", "Lassen Sie sich Zeit, um alles zu lesen"),
    ] {
        let sure: Vec<_> = opposites(language, text).into_iter().filter(|it| it.is_sure).collect();
        assert!(sure.is_empty(), "{language}: {text} is {sure:?}");
    }
}

/// Forms of the pairs that tell whether a translation says the opposite, as guides use them: `pair first/second`.
const FORMS: [(&str, &str); 8] = [
    (
        "en",
        "accept Agree/Deny; accept Accept/Denied; add Add/Remove; allow Allow/Forbid; before before/after; \
         block Block/Unblock; enable Turn it on/Turn it off; encrypt encrypted/not encrypted; import Import/Export; \
         include Include/Exclude; increase Raise/Lower; install Install/Uninstall; legal legal/illegal; lock Lock/Unlock; \
         log in Log in/Log out; mute Mute/Unmute; online online/offline; visible visible/invisible",
    ),
    (
        "es",
        "accept Acepte/Rechace; accept Apruebe/Niegue; add Añada/Borre; add Agregue/Elimine; allow Permita/Prohíba; \
         before antes/después; block Bloquee/Desbloquee; enable Active/Desactive; enable Encienda/Apague; \
         encrypt cifrado/sin cifrar; import Importe/Exporte; import Importar/Exportar; include Incluya/Excluya; \
         include incluidos/excluidos; increase Suba/Baje; increase Aumente/Reduzca; install Instale/Desinstale; \
         legal legal/ilegal; lock Bloquea/Desbloquea; log in Entre en/Salga; log in Entrar/Salir; \
         log in Inicie sesión/Cierre sesión; online en línea/sin conexión; visible visible/invisible",
    ),
    (
        "fr",
        "accept Acceptez/Refusez; add Ajoutez/Supprimez; allow Autorisez/Interdisez; before avant/après; \
         block Bloquez/Débloquez; enable Activez/Désactivez; enable Allumez/Éteignez; encrypt chiffré/non chiffré; \
         encrypt Chiffrez/Déchiffrez; import Importez/Exportez; include Incluez/Excluez; increase Augmentez/Réduisez; \
         install Installez/Désinstallez; legal légal/illégal; lock Verrouillez/Déverrouillez; \
         log in Connectez/Déconnectez; online en ligne/hors ligne; visible visible/invisible",
    ),
    (
        "de",
        "accept Akzeptieren/Ablehnen; add hinzufügen/entfernen; allow Erlauben/Verbieten; before vorher/nachher; \
         block Blockieren/Entsperren; enable Aktivieren/Deaktivieren; enable einschalten/ausschalten; \
         encrypt verschlüsselt/unverschlüsselt; import importieren/exportieren; include einschließen/ausschließen; \
         increase erhöhen/verringern; install Installieren/Deinstallieren; legal legal/illegal; lock Sperren/Entsperren; \
         log in anmelden/abmelden; log in eingeloggt/ausgeloggt; mute stummschalten/Stummschaltung aufheben; \
         online online/offline; visible sichtbar/unsichtbar",
    ),
    (
        "ru",
        "accept Примите/Отклоните; accept Согласитесь/Откажитесь; add Добавьте/Удалите; add добавить/убрать; \
         allow Разрешите/Запретите; before перед/после; block Заблокируйте/Разблокируйте; enable Включите/Выключите; \
         encrypt зашифрован/не зашифрован; import Импортируйте/Экспортируйте; include включает/исключает; \
         increase повысить/понизить; increase Увеличьте/Уменьшите; install Установите/Удалите; legal законно/незаконно; \
         lock Заблокируйте/Разблокируйте; log in Войдите/Выйдите; log in Вход в/Выход из; online онлайн/офлайн; \
         visible видимый/невидимый",
    ),
    (
        "ar",
        "accept اقبل/ارفض; add أضف/احذف; allow اسمح/امنع; before قبل/بعد; enable فعل الخيار/عطل الخيار; \
         enable تفعيل/تعطيل; encrypt مشفر/غير مشفر; increase زيادة/تقليل; legal قانوني/غير قانوني; \
         lock أقفل/افتح قفل; log in سجل الدخول/سجل الخروج; visible مرئي/غير مرئي",
    ),
    (
        "it",
        "accept Accetta/Rifiuta; accept accettare/negare; add Aggiungi/Rimuovi; allow Permetti/Vieta; \
         before prima di/dopo; before prima che/dopo; block Blocca/Sblocca; enable Attiva/Disattiva; \
         enable Accendi/Spegni; encrypt cifrato/non cifrato; import Importare/Esportare; include Includi/Escludi; \
         increase Aumenta/Riduci; install Installa/Disinstalla; legal legale/illegale; lock Blocca/Sblocca; \
         log in Accedi/Esci; online online/offline; visible visibile/invisibile",
    ),
    (
        "pt",
        "accept Aceite/Recuse; accept aceitar/negar; add Adicione/Remova; add Acrescente/Apague; allow Permita/Proíba; \
         before antes/depois; block Bloqueie/Desbloqueie; enable Ative/Desative; enable Ligue/Desligue; \
         encrypt criptografado/não criptografado; import Importe/Exporte; import Importar/Exportar; \
         include Inclua/Exclua; increase Aumente/Reduza; install Instale/Desinstale; legal legal/ilegal; \
         lock Bloqueie/Desbloqueie; log in Entre na/Saia da; log in Entrar/Sair; online online/offline; \
         visible visível/invisível",
    ),
];

#[test]
fn forms_of_both_sides_are_found_in_every_language() {
    let mut missing = Vec::new();
    for (language, line) in
        FORMS.iter().flat_map(|(language, forms)| forms.split("; ").map(move |line| (*language, line)))
    {
        let pair = if line.starts_with("log in ") { "log in" } else { line.split(' ').next().unwrap() };
        let (first, second) = line[pair.len() + 1..].split_once('/').unwrap();
        for (text, side) in [(first, Side::First), (second, Side::Second)] {
            let all = opposites(language, text);
            if !all.iter().any(|it| (it.pair, it.side, it.is_sure) == (pair, side, true)) {
                missing.push((language, pair, text));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn words_with_many_meanings_turn_nothing_round_in_a_sentence_that_changed() {
    for (language, before, after) in [
        ("de", "Legen Sie den Stift auf den Tisch.", "Gehen Sie bitte zu dem Tisch."),
        ("de", "Das ist ein Weg.", "Der Weg führt aus der Stadt."),
        ("ru", "Идите до конца под мостом.", "Идите к концу над рекой."),
        ("es", "Habla con Ana ahora.", "Ana entra en casa."),
    ] {
        assert!(!is_turned_round(language, before, after), "{language}: {before} -> {after}");
    }
}
