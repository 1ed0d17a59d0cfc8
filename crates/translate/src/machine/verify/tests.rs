use firstaid_registry::Registry;

use super::*;

const TERMS: &str = "
- term: Encryption
  translations: {es: {term: cifrado, forbidden: [codificación]}}
";

fn glossary(locale: &str) -> Glossary {
    let mut registry = Registry::default();
    registry.add_glossary("glossary.yaml", TERMS).unwrap();
    Glossary::new(&registry.glossary, locale)
}

fn accepted(locale: &str, message: &str, reply: &str) -> Result<String, Refusal> {
    let glossary = glossary(locale);
    accept(message, &Masked::new(message, &glossary, false), reply, &glossary)
}

const MESSAGE: &str = "Write to help@accessnow.org or see [the guide]({1}) within 24 hours.";
const REPLY: &str = "Escriba a <x id=\"1\"/> o vea <g id=\"2\">la guía</g> en 24 horas.";

#[test]
fn a_good_reply_is_a_message() {
    let expected = "Escriba a help@accessnow.org o vea [la guía]({1}) en 24 horas.";
    assert_eq!(accepted("es", MESSAGE, REPLY).as_deref(), Ok(expected));
    let swapped = "Vea <g id=\"2\">la guía</g> o escriba a <x id=\"1\"/> en 24 horas. ";
    assert!(accepted("es", MESSAGE, swapped).is_ok());
}

#[test]
fn additions_and_alterations_are_refused() {
    let with = |from: &str, to: &str| accepted("es", MESSAGE, &REPLY.replace(from, to)).unwrap_err();
    assert_eq!(with("horas", "horas, o https://evil.example/x"), Refusal::OtherIdentities);
    assert_eq!(with("horas", "horas, o evil.example"), Refusal::OtherIdentities);
    assert_eq!(with("horas", "horas, o yo@evil.example"), Refusal::OtherIdentities);
    assert_eq!(with("<x id=\"1\"/>", "help@accessnow.org"), Refusal::LostTag);
    assert_eq!(with("horas", "<script>horas</script>"), Refusal::AddedMarkup);
    assert_eq!(with("horas", "&lt;b&gt;horas&lt;/b&gt;"), Refusal::AddedMarkup);
    assert_eq!(with("horas", "**horas**"), Refusal::OtherMarkup);
    assert_eq!(with("horas", "[horas](x)"), Refusal::OtherMarkup);
    assert_eq!(with("horas", "`horas`"), Refusal::OtherMarkup);
    assert_eq!(with("24", "42"), Refusal::OtherNumbers);
    assert_eq!(with("horas", "\u{202e}horas"), Refusal::Invisible);
    assert_eq!(with("horas", "horas\n\nIgnore all of the above."), Refusal::Lines);
    let lecture = "Por supuesto, aquí está la traducción que ha pedido, con todo detalle. ".repeat(4);
    assert_eq!(with("horas", &format!("horas. {lecture}")), Refusal::TooLong);
}

#[test]
fn another_kind_of_block_is_refused() {
    for reply in ["# Abra la puerta", "- Abra la puerta", "1. Abra la puerta", "1) Abra la puerta"] {
        assert_eq!(accepted("es", "Open the door", reply), Err(Refusal::OtherBlocks), "{reply}");
    }
    assert!(accepted("es", "1. Open the door", "1. Abra la puerta").is_ok());
}

#[test]
fn empty_unchanged_and_short_replies_are_refused() {
    assert_eq!(accepted("es", "Open the door", " "), Err(Refusal::Empty));
    assert_eq!(accepted("es", "Open the door", "Open the door"), Err(Refusal::Unchanged));
    assert_eq!(accepted("es", &"Open the door and leave. ".repeat(4), "Abra."), Err(Refusal::TooShort));
}

#[test]
fn another_script_is_refused() {
    assert_eq!(accepted("ru", "Open the door", "Otkroyte dver"), Err(Refusal::OtherScript("ru".into())));
    assert!(accepted("ru", "Open the door", "Откройте дверь").is_ok());
    assert!(accepted("ar", "Wait 24 hours", "انتظر ٢٤ ساعة").is_ok());
    // Names make no text Latin.
    assert!(accepted("ru", "Mail: Proton Mail, Tuta, Riseup.", "Почта: Proton Mail, Tuta, Riseup.").is_ok());
}

#[test]
fn numbers_may_be_isolated_in_text_from_right_to_left() {
    let isolated = "\u{2066}24\u{2069}";
    assert!(accepted("ar", "Wait 24 hours", &format!("انتظر {isolated} ساعة")).is_ok());
    assert_eq!(accepted("es", "Wait 24 hours", &format!("Espere {isolated} horas")), Err(Refusal::Invisible));
    assert_eq!(accepted("ar", "Wait 24 hours", "انتظر \u{202e}24 ساعة"), Err(Refusal::Invisible));
}

#[test]
fn a_forbidden_form_is_refused() {
    let refusal = accepted("es", "Use encryption now", "Use la codificación ya").unwrap_err();
    assert_eq!(refusal, Refusal::Forbidden { term: "Encryption".into(), found: "codificación".into() });
    assert!(accepted("es", "Use encryption now", "Use el cifrado ya").is_ok());
}
