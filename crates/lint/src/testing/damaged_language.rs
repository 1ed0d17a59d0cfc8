//! Translations with one mistake each: a dropped negation, a block left in English, an entity left by a tool. The right
//! rule finds each, no other rule reports it, and the translations without a mistake have no findings.

use firstaid_diagnostics::Diagnostic;

use crate::testing::{Case, case};
use firstaid_testing::Random;

const LOCALES: [&str; 5] = ["es", "fr", "de", "ru", "ar"];

/// A line of the source; for each of [`LOCALES`], its translation, and that translation without its negation (empty if
/// it has none).
type Line = (&'static str, [(&'static str, &'static str); 5]);

const LINES: [Line; 16] = [
    (
        "# Safer messages",
        [
            ("# Mensajes más seguros", ""),
            ("# Des messages plus sûrs", ""),
            ("# Sicherere Nachrichten", ""),
            ("# Более безопасные сообщения", ""),
            ("# رسائل أكثر أمانًا", ""),
        ],
    ),
    (
        "Choose a strong password and keep it on paper.",
        [
            ("Elige una contraseña fuerte y guárdala en papel.", ""),
            ("Choisissez un mot de passe fort et gardez-le sur papier.", ""),
            ("Wähle ein starkes Passwort und bewahre es auf Papier auf.", ""),
            ("Выберите надёжный пароль и храните его на бумаге.", ""),
            ("اختر كلمة مرور قوية واحتفظ بها على ورقة.", ""),
        ],
    ),
    (
        "- Never share your password with anyone.",
        [
            ("- Nunca compartas tu contraseña con nadie.", "- Comparte tu contraseña con alguien."),
            ("- Ne partagez jamais votre mot de passe.", "- Partagez votre mot de passe."),
            ("- Teile dein Passwort nie mit anderen.", "- Teile dein Passwort mit anderen."),
            ("- Никогда никому не сообщайте свой пароль.", "- Сообщайте всем свой пароль."),
            ("- لا تشارك كلمة مرورك مع أحد أبدًا.", "- شارك كلمة مرورك مع أحد."),
        ],
    ),
    (
        "- Do not open links in messages that you did not expect.",
        [
            ("- No abras enlaces en mensajes que no esperabas.", "- Abre enlaces en mensajes que no esperabas."),
            (
                "- N’ouvrez pas les liens de messages que vous n’attendiez pas.",
                "- Ouvrez les liens de messages que vous n’attendiez pas.",
            ),
            (
                "- Öffne keine Links in Nachrichten, die du nicht erwartet hast.",
                "- Öffne Links in Nachrichten, die du nicht erwartet hast.",
            ),
            (
                "- Не открывайте ссылки в сообщениях, которых не ждали.",
                "- Открывайте ссылки в сообщениях, которых не ждали.",
            ),
            ("- لا تفتح روابط في رسائل لم تكن تتوقعها.", "- افتح روابط في رسائل لم تكن تتوقعها."),
        ],
    ),
    (
        "- Wait for an answer before you send more.",
        [
            ("- Espera una respuesta antes de enviar más.", ""),
            ("- Attendez une réponse avant d’en envoyer plus.", ""),
            ("- Warte auf eine Antwort, bevor du mehr sendest.", ""),
            ("- Дождитесь ответа, прежде чем отправлять ещё.", ""),
            ("- انتظر الرد قبل أن ترسل المزيد.", ""),
        ],
    ),
    (
        "The subject line of an email is not encrypted.",
        [
            ("El asunto de un correo no está cifrado.", "El asunto de un correo está cifrado."),
            ("L’objet d’un e-mail n’est pas chiffré.", "L’objet d’un e-mail est chiffré."),
            (
                "Die Betreffzeile einer E-Mail ist nicht verschlüsselt.",
                "Die Betreffzeile einer E-Mail ist verschlüsselt.",
            ),
            ("Тема электронного письма не шифруется.", "Тема электронного письма шифруется."),
            ("سطر الموضوع في البريد الإلكتروني غير مشفّر.", "سطر الموضوع في البريد الإلكتروني مشفّر."),
        ],
    ),
    (
        "If the page asks for your code, do not type it.",
        [
            ("Si la página te pide el código, no lo escribas.", "Si la página te pide el código, escríbelo."),
            ("Si la page demande votre code, ne le tapez pas.", "Si la page demande votre code, tapez-le."),
            (
                "Wenn die Seite nach deinem Code fragt, gib ihn nicht ein.",
                "Wenn die Seite nach deinem Code fragt, gib ihn ein.",
            ),
            ("Если страница спрашивает ваш код, не вводите его.", "Если страница спрашивает ваш код, введите его."),
            ("إذا طلبت الصفحة رمزك، فلا تكتبه.", "إذا طلبت الصفحة رمزك، فاكتبه."),
        ],
    ),
    (
        "Nobody at the helpdesk needs your password.",
        [
            ("Nadie en el servicio de ayuda necesita tu contraseña.", "El servicio de ayuda necesita tu contraseña."),
            (
                "Personne au service d’aide n’a besoin de votre mot de passe.",
                "Le service d’aide a besoin de votre mot de passe.",
            ),
            ("Niemand beim Helpdesk braucht dein Passwort.", "Der Helpdesk braucht dein Passwort."),
            ("Никому в службе поддержки не нужен ваш пароль.", "Службе поддержки нужен ваш пароль."),
            ("لا يحتاج أحد في مكتب المساعدة إلى كلمة مرورك.", "يحتاج مكتب المساعدة إلى كلمة مرورك."),
        ],
    ),
    (
        "Keep the old phone in another room until help arrives.",
        [
            ("Deja el teléfono viejo en otra habitación hasta que llegue la ayuda.", ""),
            ("Gardez l’ancien téléphone dans une autre pièce jusqu’à l’arrivée de l’aide.", ""),
            ("Lass das alte Handy in einem anderen Zimmer, bis Hilfe kommt.", ""),
            ("Держите старый телефон в другой комнате, пока не придёт помощь.", ""),
            ("اترك الهاتف القديم في غرفة أخرى حتى تصل المساعدة.", ""),
        ],
    ),
    (
        "A phone without updates is not safe.",
        [
            ("Un teléfono sin actualizaciones no es seguro.", "Un teléfono sin actualizaciones es seguro."),
            ("Un téléphone sans mises à jour n’est pas sûr.", "Un téléphone sans mises à jour est sûr."),
            ("Ein Handy ohne Updates ist nicht sicher.", "Ein Handy ohne Updates ist sicher."),
            ("Телефон без обновлений не безопасен.", "Телефон без обновлений безопасен."),
            ("الهاتف بلا تحديثات ليس آمنًا.", "الهاتف بلا تحديثات آمن."),
        ],
    ),
    (
        "Ask a trusted friend for advice.",
        [
            ("Pide consejo a una persona de confianza.", ""),
            ("Demandez conseil à une personne de confiance.", ""),
            ("Frag eine vertraute Person um Rat.", ""),
            ("Попросите совета у близкого человека.", ""),
            ("اطلب النصيحة من صديق تثق به.", ""),
        ],
    ),
    (
        "You cannot know who reads the chat.",
        [
            ("No puedes saber quién lee el chat.", "Puedes saber quién lee el chat."),
            ("Vous ne pouvez pas savoir qui lit la conversation.", "Vous pouvez savoir qui lit la conversation."),
            ("Du kannst nicht wissen, wer den Chat mitliest.", "Du kannst wissen, wer den Chat mitliest."),
            ("Вы не можете знать, кто читает чат.", "Вы можете знать, кто читает чат."),
            ("لا يمكنك أن تعرف من يقرأ المحادثة.", "يمكنك أن تعرف من يقرأ المحادثة."),
        ],
    ),
    (
        "There is no rule that fits everyone.",
        [
            ("No hay ninguna regla que sirva para todo el mundo.", "Hay una regla que sirve para todo el mundo."),
            ("Aucune règle ne convient à tout le monde.", "Une règle convient à tout le monde."),
            ("Es gibt keine Regel, die für alle passt.", "Es gibt eine Regel, die für alle passt."),
            ("Нет правила, которое подходит всем.", "Есть правило, которое подходит всем."),
            ("لا توجد قاعدة تناسب الجميع.", "توجد قاعدة تناسب الجميع."),
        ],
    ),
    (
        "Avoid public computers for important work.",
        [
            ("No uses computadoras públicas para trabajos importantes.", ""),
            ("Évitez les ordinateurs publics pour les travaux importants.", ""),
            ("Nutze keine öffentlichen Computer für wichtige Arbeit.", ""),
            ("Избегайте общих компьютеров для важной работы.", ""),
            ("تجنب الحواسيب العامة في الأعمال المهمة.", ""),
        ],
    ),
    (
        "The helper does not have to see your files.",
        [
            ("Quien te ayuda no tiene que ver tus archivos.", "Quien te ayuda tiene que ver tus archivos."),
            ("La personne qui aide n’a pas à voir vos fichiers.", "La personne qui aide doit voir vos fichiers."),
            ("Die helfende Person muss deine Dateien nicht sehen.", "Die helfende Person muss deine Dateien sehen."),
            ("Помощнику не обязательно видеть ваши файлы.", "Помощнику обязательно видеть ваши файлы."),
            ("ليس على من يساعدك أن يرى ملفاتك.", "على من يساعدك أن يرى ملفاتك."),
        ],
    ),
    (
        "Write down what happened and when.",
        [
            ("Anota qué pasó y cuándo.", ""),
            ("Notez ce qui s’est passé et quand.", ""),
            ("Schreib auf, was passiert ist und wann.", ""),
            ("Запишите, что случилось и когда.", ""),
            ("اكتب ما حدث ومتى.", ""),
        ],
    ),
];

fn found(locale: &str, texts: &[String]) -> Vec<Vec<Diagnostic>> {
    let source = LINES.iter().map(|(source, _)| *source).collect::<Vec<_>>().join("\n\n");
    let others = ["untranslated-block", "leftover-markup", "locale-typography", "changed-punctuation", "retired-term"];
    let rules = others.into_iter().fold(case("lost-negation"), Case::also_rule);
    rules.found_in(locale, &source, texts)
}

/// The page of a locale (an index into [`LOCALES`]) with the line at `damaged` replaced; an index beyond the lines
/// replaces none.
fn page(locale: usize, damaged: usize, line: &str) -> String {
    let lines = LINES.iter().enumerate().map(|(n, (_, lines))| if n == damaged { line } else { lines[locale].0 });
    lines.collect::<Vec<_>>().join("\n\n")
}

/// The damaged lines that the rule misses or on which another rule reports something, too.
fn missed(locale: usize, rule: &str, damages: &[(usize, String)]) -> Vec<String> {
    let texts: Vec<String> = damages.iter().map(|(at, line)| page(locale, *at, line)).collect();
    let found = found(LOCALES[locale], &texts);
    let is_found = |found: &[Diagnostic]| !found.is_empty() && found.iter().all(|it| it.rule.0 == rule);
    let rules = |found: &[Diagnostic]| found.iter().map(|it| it.rule.0).collect::<Vec<_>>().join(", ");
    let pairs = damages.iter().zip(&found).filter(|(_, found)| !is_found(found));
    pairs.map(|((_, line), found)| format!("{}: {line} [{}]", LOCALES[locale], rules(found))).collect()
}

#[test]
fn faithful_pages_have_no_findings() {
    for (n, locale) in LOCALES.into_iter().enumerate() {
        let found = found(locale, &[page(n, LINES.len(), "")]);
        assert!(found.iter().all(Vec::is_empty), "{locale}: {found:#?}");
    }
}

#[test]
fn a_dropped_negation_is_found() {
    for n in 0..LOCALES.len() {
        let negated = LINES.iter().enumerate().filter(|(_, (_, lines))| !lines[n].1.is_empty());
        let damages: Vec<(usize, String)> = negated.map(|(at, (_, lines))| (at, lines[n].1.to_owned())).collect();
        assert_eq!(missed(n, "lost-negation", &damages), Vec::<String>::new());
    }
}

/// A short sentence whose words exist in both languages could be of either: 5 % may be missed.
#[test]
fn a_block_left_in_english_is_found() {
    let damages: Vec<(usize, String)> =
        LINES.iter().enumerate().map(|(at, (source, _))| (at, (*source).to_owned())).collect();
    let missed: Vec<String> = (0..LOCALES.len()).flat_map(|n| missed(n, "untranslated-block", &damages)).collect();
    assert!(missed.len() * 20 <= damages.len() * LOCALES.len(), "{missed:#?}");
}

#[test]
fn an_entity_that_a_tool_left_is_found() {
    let mut random = Random(11);
    for n in 0..LOCALES.len() {
        let mut damages = Vec::new();
        for (at, (_, lines)) in LINES.iter().enumerate() {
            let line = lines[n].0;
            // After a short word, a no-break space is correct typography in some languages.
            let is_wrong = |&(place, _): &(usize, &str)| {
                line[..place].rsplit(' ').next().is_some_and(|word| word.chars().count() > 2)
            };
            let mut places: Vec<usize> = line.match_indices(' ').filter(is_wrong).map(|(place, _)| place).collect();
            places.push(line.len());
            for _ in 0..5 {
                let place = places[random.below(places.len())];
                damages.push((at, format!("{}&nbsp;{}", &line[..place], line[place..].trim_start())));
            }
        }
        assert_eq!(missed(n, "leftover-markup", &damages), Vec::<String>::new());
    }
}
