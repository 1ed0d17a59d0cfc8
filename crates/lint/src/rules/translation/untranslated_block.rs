use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use firstaid_content::Page;
use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::cues::says_english;
use firstaid_language::is_latin;
use firstaid_language::sentences::sentences;
use firstaid_text::{RangeSet, TextRange};
use firstaid_translate::{Segment, SegmentKind};

use super::hidden_texts::forgotten;
use super::unchanged_text::{
    is_button, is_command, is_identifier, is_image_text, is_name_in_source, is_name_of_person, is_name_of_site,
    is_picture, is_pictured, is_term_with_acronym,
};
use crate::translation::source_words::{Words, quotes, titles_of, words_in};
use crate::translation::{Reference, ReferenceKind, Translation};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds blocks, sentences, and texts of links inside the guide that are still in the language of the source; also
/// alternative texts and titles, on pages that translate others.
///
/// ## Why
/// Readers who need the translation cannot read them: for them, a step or a warning is missing.
///
/// ## Example
/// ```markdown
/// - Usa Signal.
/// - Turn on disappearing messages.
/// ```
///
/// ## Use instead
/// ```markdown
/// - Usa Signal.
/// - Activa los mensajes que desaparecen.
/// ```
///
/// ## Fix
/// None: translate it, or mark it as another language's, with `lang="en"` or a remark such as "(en inglés)".
///
/// ## Not reported
/// Text with a `lang` attribute, blocks with a remark that names the language, quotations, code, names, titles that are
/// links, pictures, shell commands, and terms that are the same in every language. Texts of one to three words are
/// reported only if they equal the source and none of their words is of the page's language. In languages without a
/// dictionary, blocks that equal their source are reported, and in other scripts blocks of words of the source's
/// language.
///
/// ## When not to use it
/// On pages that show texts of another language, such as examples of phishing messages.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("untranslated-block"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let from = translation.source_language();
    let dictionaries = cx.world.dictionaries;
    if from == cx.language() || !dictionaries.has(from) {
        return;
    }
    if !dictionaries.has(cx.language()) {
        return without_dictionary(cx, translation, report);
    }
    let titles = LazyCell::new(|| titles_of(cx));
    let translated_html = LazyCell::new(|| translated_html(translation));
    let mut reported: Vec<TextRange> = Vec::new();
    for (n, segment) in translation.segments.iter().enumerate() {
        let Some(prose) = cx.prose.prose_range(segment.range).filter(|_| !is_picture(cx, segment)) else { continue };
        let is_same = || is_same(translation, n, segment);
        // Nearly every segment has no odd word; this saves the costly checks below.
        if !has_odd_word(cx, &prose) && !is_same() {
            continue;
        }
        let text = &cx.prose.text()[prose.clone()];
        if is_remarked(text) {
            continue;
        }
        let words = Words { cx, from, titles: &titles, quotes: quotes(text, prose.start) };
        let cut: Vec<Range<usize>> =
            sentences(text).into_iter().map(|it| prose.start + it.start..prose.start + it.end).collect();
        let mut untranslated: Vec<&Range<usize>> = cut.iter().filter(|it| words.is_untranslated(it)).collect();
        let is_translated_elsewhere =
            || segment.kind == SegmentKind::Html && translated_html.contains(&*segment.message);
        let is_label = || words.is_label(&prose, segment) && !is_name_in_source(translation, text);
        if untranslated.is_empty() && is_same() && (is_label() || is_translated_elsewhere()) {
            untranslated = cut.iter().collect();
        }
        let is_name_of_section = || {
            matches!(segment.kind, SegmentKind::Heading(_) | SegmentKind::FrontMatter(_))
                && is_same()
                && (is_term_with_acronym(text) || is_name_of_site(translation, segment.range, text))
        };
        if is_command(text)
            || is_identifier(text)
            || is_same() && is_name_of_person(cx, from, text)
            || !untranslated.is_empty() && is_name_of_section()
        {
            continue;
        }
        let (Some(first), Some(last)) = (untranslated.first(), untranslated.last()) else { continue };
        let range = cx.prose.source_range(first.start..last.end);
        let name = name_of(from);
        let what = if untranslated.len() == cut.len() { segment.kind.name() } else { "sentence" };
        let finding = report.found(range, format!("this {what} is still in {name}"));
        reported.push(range);
        report.push(finding.help(HELP));
    }
    let reported = RangeSet::new(reported);
    link_texts(cx, translation, &reported, report);
    let mut hidden = forgotten(cx, translation).into_iter().filter(|range| !reported.overlaps(*range));
    if let Some(first) = hidden.next() {
        let name = name_of(from);
        let finding = report.found(first, format!("this text is still in {name}; the page translates others like it"));
        report.push(finding.also(hidden).help(HELP));
    }
}

/// Minimum words in lower case of a block by which a language without a dictionary is told from that of the source.
const MIN_LOWER_CASE: usize = 3;

/// Reports blocks that equal their source, and, on pages in another script, blocks of words of the source's language.
fn without_dictionary(cx: &PageContext<'_>, translation: &Translation<'_>, report: &mut Report<'_>) {
    let from = translation.source_language();
    let dictionaries = cx.world.dictionaries;
    let is_other_script = !is_latin(cx.language());
    let titles = if is_other_script { titles_of(cx) } else { RangeSet::default() };
    for (n, segment) in translation.segments.iter().enumerate() {
        let Some(prose) = cx.prose.prose_range(segment.range).filter(|_| !is_picture(cx, segment)) else { continue };
        let text = &cx.prose.text()[prose.clone()];
        if !is_other_script && !is_same(translation, n, segment) {
            continue;
        }
        let words = Words { cx, from, titles: &titles, quotes: quotes(text, prose.start) };
        let counted: Vec<&str> =
            words_in(cx, &prose).iter().filter(|it| words.counts(it)).map(|it| &cx.prose.text()[it.range()]).collect();
        let is_theirs =
            |word: &&&str| word.starts_with(|c: char| c.is_ascii_lowercase()) && dictionaries.knows(from, word);
        let theirs = counted.iter().filter(is_theirs).count();
        let is_left = counted.len() > MIN_LOWER_CASE && theirs >= MIN_LOWER_CASE && theirs * 2 >= counted.len();
        if is_left && !is_remarked(text) && !is_command(text) {
            let (name, what) = (name_of(from), segment.kind.name());
            let finding = report.found(cx.prose.source_range(prose), format!("this {what} is still in {name}"));
            report.push(finding.help(HELP));
        }
    }
}

/// The texts of HTML in the source that the page translates in some place: "Warning" is no word of French then.
fn translated_html<'t>(translation: &'t Translation<'_>) -> HashSet<&'t str> {
    let translated = translation.sure_units().filter_map(|unit| {
        let ([source], [target]) = (unit.source, unit.target) else { return None };
        // A tag of a tool around the same text is no translation.
        let is_translated = source.kind == SegmentKind::Html && !target.message.contains(&*source.message);
        is_translated.then_some(&*source.message)
    });
    translated.collect()
}

const HELP: &str = "translate it, or say that it is in another language";

/// Reports links with the text of a source link into the guide, or of a button; such a text is not the title of a
/// foreign work.
fn link_texts(cx: &PageContext<'_>, translation: &Translation<'_>, reported: &RangeSet, report: &mut Report<'_>) {
    let links = || translation.references().iter().filter(|link| link.is_link() && !link.text.is_empty());
    if links().next().is_none() {
        return;
    }
    let is_label = |page: &Page, link: &Reference| link.kind == ReferenceKind::Inside || is_button(page, link);
    let theirs = translation.source_references().iter().filter(|link| !link.text.is_empty());
    let theirs = theirs.filter(|link| link.is_link() && is_label(translation.source, link));
    let theirs: HashSet<&str> = theirs.map(|link| translation.source.source.slice(link.text).trim()).collect();
    let words =
        Words { cx, from: translation.source_language(), titles: &RangeSet::default(), quotes: RangeSet::default() };
    for link in links().filter(|link| theirs.contains(cx.text(link.text).trim())) {
        let Some(prose) = cx.prose.prose_range(link.text) else { continue };
        let is_reported = reported.overlaps(link.text);
        let is_name = || is_name_in_source(translation, &cx.prose.text()[prose.clone()]) || is_pictured(cx, link);
        // In one script, a loan word (`Repository`) is a word of both languages.
        let is_foreign_label = || !is_latin(cx.language()) && is_button(cx.page, link) && words.is_of_source(&prose);
        if !is_reported && !is_image_text(cx, link) && (words.is_foreign(&prose) || is_foreign_label()) && !is_name() {
            let name = name_of(translation.source_language());
            report.push(report.found(link.text, format!("the text of this link is still in {name}")).help(HELP));
        }
    }
}

fn name_of(language: &str) -> &'static str {
    if language == "en" { "English" } else { "the language of its source" }
}

/// Whether a segment has exactly the text of its source.
fn is_same(translation: &Translation<'_>, n: usize, segment: &Segment) -> bool {
    let sources = translation.pairs[translation.pair_of(n)].source.clone();
    translation.source_segments[sources].iter().any(|source| source.message == segment.message)
}

/// Whether the page's language does not know some word, or some word is in another script.
fn has_odd_word(cx: &PageContext<'_>, prose: &Range<usize>) -> bool {
    let text = cx.prose.text();
    let is_latin = is_latin(cx.language());
    words_in(cx, prose)
        .iter()
        .any(|word| word.class.suspect || !is_latin && text[word.range()].starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether a remark in the text says which language it is in.
fn is_remarked(text: &str) -> bool {
    text.match_indices(['(', '[']).any(|(at, _)| says_english(&text[at..]))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn translated(locale: &str, source: &str) -> Case {
        case("untranslated-block").locale(locale).source(source)
    }

    #[test]
    fn untranslated_blocks_are_found() {
        let source = "# Safe phones\n\nUse a strong password.\n\n- Turn on disappearing messages.\n- Wait.\n";
        translated("es", source)
            .finds("# «Safe phones»\n\nUsa una contraseña.\n\n- «Turn on disappearing messages.»\n- Espera.\n");
        translated("ru", source)
            .finds("# Телефоны\n\n«Use a strong password.»\n\n- Включите исчезающие сообщения.\n- Ждите.\n");
    }

    #[test]
    fn an_untranslated_sentence_among_others_is_found() {
        let source = "Use a strong password. Write it on paper. Keep it at home.\n";
        translated("fr", source).finds("Utilisez un bon mot de passe. «Write it on paper.» Gardez-le à la maison.\n");
        let message = translated("fr", source)
            .messages("Utilisez un bon mot de passe. Write it on paper. Gardez-le.\n")
            .remove(0);
        assert!(message.starts_with("this sentence is still in English"), "{message}");
    }

    #[test]
    fn headings_that_name_an_organisation_or_a_term_with_its_acronym_are_fine() {
        let source = "# Help\n\n## Witness Garden Network\n\nWrite to [them](https://wgn.example/).\n\n## Safe Harvest Treaty (SHT)\n\n\
            Read it.\n\n## Wrong Weather Report\n\nAsk [us](https://town.example/).\n";
        translated("es", source).finds(
            "# Ayuda\n\n## Witness Garden Network\n\n[Escríbeles](https://wgn.example/).\n\n## Safe Harvest Treaty (SHT)\n\n\
             Léelo.\n\n## «Wrong Weather Report»\n\n[Pregúntanos](https://town.example/).\n",
        );
    }

    #[test]
    fn a_label_that_equals_its_source_is_found() {
        let source =
            "- Key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC\n- Signal\n- Freedom House\n";
        translated("es", source).finds(
            "- «Key fingerprint: 6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC»\n- Signal\n- Freedom House\n",
        );
    }

    #[test]
    fn names_of_persons_and_commands_behind_a_prompt_are_left_alone() {
        let source = "---\ntitle: Yelena Okonkwo\n---\n\nroot@gate:~# gatectl -o garden -t fast root@gate:~# exit\n";
        translated("es", source).finds(source);
        let names = "---\ntitle: garden_tools\n---\n\n- Neil Quorvic\n- Andre Camfeld\n";
        translated("es", names).finds(names);
        let title = "---\ntitle: Gardener Tools\n---\n";
        translated("es", title).finds("---\ntitle: «Gardener Tools»\n---\n");
    }

    #[test]
    fn a_word_in_html_that_equals_its_source_is_found() {
        let source = "<p>Warning</p>\n\nWait.\n\n<p>Info</p>\n\nAsk.\n\n<p>Warning</p>\n";
        translated("fr", source)
            .finds("<p>Attention</p>\n\nAttendez.\n\n<p>Info</p>\n\nDemandez.\n\n<p>«Warning»</p>\n");
        let source = "<details>\n<summary>Warning</summary>\n</details>\n\n<p>Garden closed</p>\n\n<p>Signal</p>\n";
        translated("es", source)
            .finds("<details>\n<summary>«Warning»</summary>\n</details>\n\n<p>«Garden closed»</p>\n\n<p>Signal</p>\n");
    }

    #[test]
    fn a_name_in_html_and_text_inside_of_a_tool_s_tag_are_no_translations() {
        let source = "<div markdown>\n- FirstGarden\n- First garden of the city\n</div>\n\n<p>Downloads</p>\n\nWait.\n\n\
            <p>Downloads</p>\n";
        translated("de", source).finds(
            "<div markdown>\n- FirstGarden\n- Erster Garten der Stadt\n</div>\n\n<p><0>Downloads</0></p>\n\nWarte.\n\n\
             <p>Downloads</p>\n",
        );
    }

    #[test]
    fn the_untranslated_text_of_a_link_inside_the_guide_is_found() {
        let source =
            "Use [Signal](Signal.md) and see the [Resources](Resources.md) or [Surveillance](https://a.example/).\n";
        translated("de", source).finds(
            "Nutzen Sie [Signal](Signal.md) und sehen Sie die [«Resources»](Resources.md) oder [Surveillance](https://a.example/).\n",
        );
        translated("de", source).finds("Nutzen Sie die [Hinweise](Resources.md).\n");
    }

    #[test]
    fn the_untranslated_text_of_a_button_is_found() {
        let source = "[:icon-home: Homepage](https://garden.example){ .big-button }\n[:icon-code:](https://b.example){ .card }\n\n\
            [Read Our Full Review](Review.md){: .btn }\n\n- [Garden Planner](https://planner.example)\n";
        translated("ru", source).finds(
            "[«:icon-home: Homepage»](https://garden.example){ .big-button }\n[:icon-code:](https://b.example){ .card }\n\n\
             [«Read Our Full Review»](Review.md){: .btn }\n\n- [Garden Planner](https://planner.example)\n",
        );
        translated("es", source).finds(
            "[:icon-home: Página principal](https://garden.example){ .big-button }\n[:icon-code:](https://b.example){ .card }\n\n\
             [Lee nuestra reseña completa](Review.md){: .btn }\n\n- [Garden Planner](https://planner.example)\n",
        );
    }

    #[test]
    fn what_stands_beside_its_logo_is_a_name() {
        let source =
            "- ![Useful Tools logo](a.svg) [Useful Tools (Linux)](tools.md#shed)\n- [Useful Hints](hints.md)\n";
        translated("de", source).finds(
            "- ![Useful Tools logo](a.svg) [Useful Tools (Linux)](tools.md#shed)\n- [«Useful Hints»](hints.md)\n",
        );
    }

    #[test]
    fn remarks_lang_attributes_quotations_names_and_code_are_not_reported() {
        for text in [
            "- [How to turn on the lights in your house](https://example.org/) (en inglés)\n",
            "- [How to turn on the lights in your house](https://example.org/)\n",
            "<p lang=\"en\">Turn on the lights in your house.</p>\n",
            "Escribe “Turn on the lights in your house” y espera.\n",
            "`turn on the lights in your house`\n",
            "Security in a Box, Front Line Defenders, Signal\n",
            "El software de código abierto es Tor Browser.\n",
        ] {
            translated("es", text).finds(text);
        }
    }

    #[test]
    fn languages_without_a_dictionary_are_checked_too() {
        let source =
            "Wait.\n\nNever lend your garden tools to somebody whom you have not met.\n\nSignal and Tor Browser\n";
        for (locale, page) in [
            (
                "eu",
                "Itxaron.\n\n«Never lend your garden tools to somebody whom you have not met.»\n\nSignal and Tor Browser\n",
            ),
            ("am", "ቆይ።\n\n«Never lend the tools of your garden to strangers.»\n\nSignal እና Tor Browser\n"),
        ] {
            translated(locale, source).finds(page);
        }
    }

    #[test]
    fn pictures_commands_and_names_are_not_reported() {
        let source = "![Garden logo](a.png)\n\n_sudo apt install garden_\n\n$ brew install seeds\n\n## Stalwart\n\nIt is called Stalwart.\n\n## openTAP Tumbleweed\n\n## bitTAP policies\n";
        let page = "![Garden logo](a.png)\n\n_sudo apt install garden_\n\n$ brew install seeds\n\n## Stalwart\n\nSe llama Stalwart.\n\n## openTAP Tumbleweed\n\n## «bitTAP policies»\n";
        translated("es", source).finds(page);
    }

    #[test]
    fn pages_without_a_source_or_in_its_language_are_not_checked() {
        case("untranslated-block").locale("es").finds("Turn on the lights in your house.\n");
        translated("en-GB", "Turn on the lights in your house.\n").finds("Turn on the lights in your house.\n");
    }
}
