use std::collections::{HashMap, HashSet};

use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_language::words::words;
use firstaid_mentions::labels::{Mark, StepLabel};
use firstaid_registry::{Labels, label_form};

use super::finding::{named, pack, sourced, with_fix};
use super::moved::{misplaced, renamed, tells_both};
use super::paired::{PairedLabel, paired_labels};
use crate::translation::labels::{expected_labels, source_locale};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds labels of an app's menus, settings and buttons in steps that the app does not show in the page's language:
/// left in English, translated freely, misspelled, or renamed since; and paths ("Settings → Privacy") whose labels do
/// not lead to each other.
///
/// ## Why
/// "Choose **Lock everything**" helps nobody whose screen says something else. Readers in a hurry look for the words of
/// the page, and do not find them.
///
/// ## Example
/// ```markdown
/// ## Firefox
///
/// Wähle **Settings** → **Datensicherheit**.
/// ```
///
/// ## Use instead
/// ```markdown
/// ## Firefox
///
/// Wähle **Einstellungen** → **Datenschutz & Sicherheit**.
/// ```
///
/// ## Fix
/// Writes what the app shows, as an unsafe fix, where that is one label.
///
/// ## Not reported
/// Text outside of steps. Labels where more than one app, another app, or an edition for telephones may be meant. A
/// label that is nowhere in the app is an info, and only where other labels of the page are the app's. A name in older
/// versions beside the present one. Paths of which the pack does not say where their labels stand. Differences in
/// letter case, quotation marks and ellipses.
///
/// ## When not to use it
/// Where a guide describes another version of an app than the label packs have.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unknown-label"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum labels of a page that are the app's, for another one to be reported as unknown to it.
const MIN_KNOWN: usize = 2;

/// Maximum words in quotation marks that are reported as no label of the app; more are a sentence that is quoted.
const MAX_QUOTED_WORDS: usize = 6;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let paired = paired_labels(cx);
    let mut seen: HashSet<u32> = HashSet::new();
    // The source names a label that the app does not have: that is the finding, and not how it was translated.
    let mut unknown: HashSet<u32> = HashSet::new();
    for pair in &paired {
        if expected_labels(cx, pair.source).is_empty() {
            unknown.insert(pair.target.start());
            continue;
        }
        seen.insert(pair.target.start());
        let found = judge_pair(cx, report, pair);
        report.extend(found);
    }
    let labels = cx.step_labels();
    let known = known_by_pack(cx, labels);
    for label in labels.iter().filter(|label| !seen.contains(&label.range.start())) {
        // A label that was renamed, or is unknown, is a finding of the source's page.
        let is_cause = !unknown.contains(&label.range.start());
        let is_sure = known.get(&label.pack).is_some_and(|&count| count >= MIN_KNOWN) && is_cause;
        let found = if is_cause && is_like_label(cx, label) { renamed(cx, report, label) } else { None };
        let found = found.or_else(|| judge(cx, report, label, is_sure));
        report.extend(found);
    }
    let misplaced: Vec<Diagnostic> = labels.iter().filter_map(|label| misplaced(cx, report, label)).collect();
    report.extend(misplaced);
}

/// The number of labels of the page that the app of a pack has, in the page's language or in that of the source.
fn known_by_pack(cx: &PageContext<'_>, labels: &[StepLabel]) -> HashMap<usize, usize> {
    let mut known = HashMap::new();
    for label in labels.iter().filter(|label| is_shown(cx, label.pack, &label.text) || is_english(cx, label)) {
        *known.entry(label.pack).or_default() += 1;
    }
    known
}

fn tables<'a>(cx: &PageContext<'a>, index: usize) -> impl Iterator<Item = &'a Labels> {
    pack(cx, index).labels(cx.page.key.locale.as_str())
}

/// Whether an app shows a text as a label in the page's locale.
fn is_shown(cx: &PageContext<'_>, index: usize, text: &str) -> bool {
    pack(cx, index).shows(text, cx.page.key.locale.as_str())
}

fn is_english(cx: &PageContext<'_>, label: &StepLabel) -> bool {
    pack(cx, label.pack).shows(&label.text, source_locale(cx))
}

/// What an app shows in the page's locale for a label in English.
fn translations<'a>(cx: &PageContext<'a>, index: usize, text: &str) -> Vec<&'a str> {
    pack(cx, index).translations(text, source_locale(cx), cx.page.key.locale.as_str())
}

/// A label of a translation, by the label of the source that it stands for.
fn judge_pair(cx: &PageContext<'_>, report: &Report<'_>, pair: &PairedLabel<'_>) -> Option<Diagnostic> {
    let PairedLabel { source, target } = *pair;
    let typed = cx.text(target);
    let shown = expected_labels(cx, source);
    if is_shown(cx, source.pack, typed) {
        return None;
    }
    let app = &pack(cx, source.pack).app;
    let message = if label_form(typed) == label_form(&source.text) {
        format!("`{typed}` is left in English; {app} shows {}", named(&shown))
    } else {
        format!("{app} shows {} for `{}`, not `{typed}`", named(&shown), source.text)
    };
    let is_former = !pack(cx, source.pack).renamed(typed, cx.page.key.locale.as_str()).is_empty();
    if is_former && tells_both(cx, &StepLabel { range: target, text: typed.into(), ..source.clone() }) {
        return None;
    }
    let translation = cx.translation()?;
    let finding = sourced(cx, source.pack, report.found(target, message));
    let finding = if is_former { finding.note(format!("older versions show `{typed}`")) } else { finding };
    Some(translation.beside(with_fix(cx, finding, target, &shown), source.range))
}

/// A label by itself. `is_sure` if the page has others of the app.
fn judge(cx: &PageContext<'_>, report: &Report<'_>, label: &StepLabel, is_sure: bool) -> Option<Diagnostic> {
    let StepLabel { range, ref text, pack: index, .. } = *label;
    if !is_like_label(cx, label) || tables(cx, index).next().is_none() || is_shown(cx, index, text) {
        return None;
    }
    let app = &pack(cx, index).app;
    if !pack(cx, index).renamed(text, cx.page.key.locale.as_str()).is_empty() {
        return None;
    }
    if is_english(cx, label) {
        let shown = translations(cx, index, text);
        let message = format!("`{text}` is left in English; {app} shows {}", named(&shown));
        let finding = sourced(cx, index, report.found(range, message));
        return (!shown.is_empty()).then(|| with_fix(cx, finding, range, &shown));
    }
    let near: Vec<&str> = tables(cx, index).flat_map(|labels| labels.nearest(text)).collect();
    if !near.is_empty() {
        let message = format!("{app} has no label `{text}`; it shows {}", named(&near));
        return Some(with_fix(cx, sourced(cx, index, report.found(range, message)), range, &near));
    }
    // An older or misspelled label in English.
    let tables_in_english = pack(cx, index).labels(source_locale(cx)).filter(|_| cx.language() != source_locale(cx));
    let near_in_english = tables_in_english.flat_map(|labels| labels.nearest(text));
    let shown: Vec<&str> = near_in_english.flat_map(|label| translations(cx, index, label)).collect();
    if !shown.is_empty() {
        let message = format!("`{text}` is left in English; {app} shows {}", named(&shown));
        return Some(with_fix(cx, sourced(cx, index, report.found(range, message)), range, &shown));
    }
    let is_marked_as_label = match label.mark {
        Mark::Strong | Mark::Keys => true,
        Mark::Quotes => words(text).len() <= MAX_QUOTED_WORDS,
        Mark::Emphasis | Mark::Code => label.parent.is_some(),
    };
    let message = format!("{app} has no label `{text}`");
    (is_sure && is_marked_as_label && !label.follows_site)
        .then(|| sourced(cx, index, report.found(range, message)).at_most(Severity::Info))
}

/// Whether a text may be a label at all, rather than a stressed word or a name.
fn is_like_label(cx: &PageContext<'_>, label: &StepLabel) -> bool {
    /// Maximum words of a label; the longest that apps have.
    const MAX_WORDS: usize = 14;
    let text = &*label.text;
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let shouts = letters().count() > 2 && letters().all(char::is_uppercase) && !text.contains(' ');
    let is_name =
        || cx.mentions().iter().any(|mention| cx.prose.source_range(mention.range.clone()).contains(label.range));
    text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !shouts
        && words(text).len() <= MAX_WORDS
        && !text.contains(['/', '\\', '=', '_'])
        && !is_name()
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::{Applicability, Severity};
    use firstaid_registry::Registry;

    use crate::testing::{Case, case};

    const HEADER: &str =
        "app: Otterbox\nplatform: desktop\nversion: '3'\nsource: made up\nlicence: CC0-1.0\ndate: 2026\n";

    /// Key, and the label in each of [`LOCALES`].
    const LABELS: [(&str, [&str; 3]); 8] = [
        ("prefs", ["Settings", "Einstellungen", "الإعدادات"]),
        ("lock", ["Lock the vault…", "Tresor sperren…", "قفل الخزنة"]),
        ("lock-close", ["Lock when the lid is closed", "Beim Zuklappen sperren", "القفل عند الإغلاق"]),
        ("shred", ["Shred files", "Dateien vernichten", "تمزيق الملفات"]),
        ("open", ["Open with {}", "Mit {} öffnen", "فتح بواسطة {}"]),
        ("guard", ["Guard & Watch", "Schutz & Wache", "الحماية والمراقبة"]),
        ("strict", ["Strict", "Streng", "صارم"]),
        ("drop", ["Drop-off", "Drop-off", "تسليم"]),
    ];
    const LOCALES: [&str; 3] = ["en", "de", "ar"];

    fn otterbox() -> Case {
        let file = |n: usize| {
            let lines: String = LABELS.iter().flat_map(|(key, labels)| [*key, "\t", labels[n], "\n"]).collect();
            (format!("{}.tsv", LOCALES[n]), lines.into_bytes())
        };
        let mut registry = Registry::built_in();
        registry.add_label_pack("otterbox/pack.yaml", HEADER, (0..LOCALES.len()).map(file)).unwrap();
        case("unknown-label").registry(registry)
    }

    #[test]
    fn labels_of_the_app_are_its_own_in_any_way_of_writing() {
        otterbox().finds(
            "# Otterbox\n\nOpen **Settings** → **Guard & Watch** and choose “strict”.\n\nClick `Lock the vault...`, then \
             **Open with Firefox**.\n\n- [ ] **Shred files**\n",
        );
    }

    #[test]
    fn a_misspelled_label_is_found_and_fixed() {
        let page = "# Otterbox\n\nClick on the **«Guard & Wacht»** button.\n\nTap **Settings** > **«Shread files»**.\n";
        otterbox().finds(page);
        let after = "# Otterbox\n\nClick on the **Guard & Watch** button.\n\nTap **Settings** > **Shred files**.\n";
        otterbox().fixes(Applicability::Unsafe, &page.replace(['«', '»'], ""), after);
    }

    #[test]
    fn a_label_left_in_english_is_found_without_a_source() {
        let case = otterbox().locale("de");
        case.finds("# Otterbox\n\nWähle **«Shred files»** und danach **Drop-off**.\n");
        assert_eq!(
            case.messages("Öffne in Otterbox die **Settings**.\n"),
            ["`Settings` is left in English; Otterbox shows `Einstellungen`\n  Otterbox 3, 2026: made up"]
        );
        case.fixes(
            Applicability::Unsafe,
            "Klicke in Otterbox auf „Lock the vault“.\n",
            "Klicke in Otterbox auf „Tresor sperren“.\n",
        );
    }

    #[test]
    fn a_free_translation_is_found_by_its_source() {
        let source =
            "# Otterbox\n\nOpen **Settings** and check **Lock when the lid is closed**.\n\nThen choose **Strict**.\n";
        let german = "# Otterbox\n\nÖffne die **Einstellungen** und aktiviere **«Sperren, wenn der Deckel zu ist»**.\n\n\
                      Wähle dann **Streng**.\n";
        otterbox().locale("de").source(source).finds(german);
        let arabic = "# أوتربوكس\n\nافتح **الإعدادات** وفعّل **«القفل عند غلق الغطاء»**.\n\nثم اختر **صارم**.\n";
        otterbox().locale("ar").source(source).finds(arabic);
        let messages = otterbox().locale("de").source(source).messages(&german.replace(['«', '»'], ""));
        let expected = "Otterbox shows `Beim Zuklappen sperren` for `Lock when the lid is closed`, not `Sperren, wenn \
                        der Deckel zu ist`";
        assert!(messages[0].starts_with(expected), "{messages:?}");
    }

    #[test]
    fn labels_in_another_order_are_still_paired() {
        let source = "# Otterbox\n\nChoose **Strict** below **Settings**.\n";
        otterbox()
            .locale("de")
            .source(source)
            .finds("# Otterbox\n\nWähle unter **Einstellungen** die Stufe **Streng**.\n");
    }

    #[test]
    fn a_label_that_is_nowhere_is_an_info_beside_known_ones() {
        let page = "# Otterbox\n\n- Open **Settings**.\n- Choose **Strict**.\n- Tap **«Burn the drawer»**.\n";
        otterbox().finds(page);
        let found = otterbox().run(&page.replace(['«', '»'], ""));
        assert_eq!((found[0].severity, found[0].fix.is_none()), (Severity::Info, true));
        otterbox().finds("# Otterbox\n\nTap **Burn the drawer**.\n");
        // The labels of a site.
        otterbox().finds(
            "# Otterbox\n\nOpen **Settings**, choose **Strict**.\n\n1. Visit [your account](https://otterbox.example)\n\
             2. Click **Burn the drawer**\n",
        );
    }

    #[test]
    fn another_app_or_platform_is_left_alone() {
        for page in [
            "# Otterbox for Android\n\nTap **Shread files**.\n",
            "# Otterbox\n\n## On a phone\n\nTap **Shread files**.\n",
            "# Otterbox\n\n## Tor Browser\n\nClick **Shread files**.\n",
            "# Otterbox\n\nIn Thunderbird and Otterbox, click **Shread files**.\n",
            "# Otterbox\n\n**On iOS:**\n\nTap **Shread files**.\n",
            "# Otterbox and Firefox\n\nClick **Shread files**.\n",
            "# Vaults\n\nOtterbox is a vault.\n\nClick **Shread files**.\n",
            "# Otterbox\n\n- On Android:\n  - Tap **Shread files**.\n",
        ] {
            otterbox().finds(page);
        }
        otterbox().finds("# Vaults\n\nIn Otterbox:\n\n1. Open **Settings**\n2. Click **«Shread files»**\n");
        otterbox().finds("# Firefox\n\nOpen Otterbox. Click **«Shread files»**.\n");
    }

    #[test]
    fn stressed_words_and_names_are_no_labels() {
        otterbox().finds(
            "# Otterbox\n\nOpen **Settings** and choose **Strict**. **Never** click links that **Strangers** send. \
             Do **NOT** open **ATTACHMENTS**. Open **Firefox**. Choose a **long** password; **Stricc** is a word.\n",
        );
    }

    #[test]
    fn a_locale_without_labels_is_not_checked() {
        otterbox()
            .locale("fr")
            .source("# Otterbox\n\nOpen **Settings**.\n")
            .finds("# Otterbox\n\nOuvrez **Réglages**.\n");
    }

    /// Otterbox with the tree of its menus, and labels of older versions.
    fn otterbox_with_history() -> Case {
        let file = |n: usize| {
            let lines: String = LABELS.iter().flat_map(|(key, labels)| [*key, "\t", labels[n], "\n"]).collect();
            (format!("{}.tsv", LOCALES[n]), lines.into_bytes())
        };
        let more = [
            ("parents.tsv", "guard\tprefs\nstrict\tguard\nshred\topen\n"),
            ("former.tsv", "en\tguard\tProtection\nde\tguard\tAbwehr\n"),
        ];
        let more = more.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let mut registry = Registry::built_in();
        registry.add_label_pack("otterbox/pack.yaml", HEADER, (0..LOCALES.len()).map(file).chain(more)).unwrap();
        case("unknown-label").registry(registry)
    }

    #[test]
    fn a_label_of_an_older_version_is_told_with_the_present_one() {
        let page = "# Otterbox\n\nOpen **Settings** and choose **«Protection»**.\n";
        otterbox_with_history().finds(page);
        let messages = otterbox_with_history().messages(&page.replace(['«', '»'], ""));
        let expected = "Otterbox 3 shows `Guard & Watch`; `Protection` is what older versions show\n";
        assert!(messages[0].starts_with(expected), "{messages:?}");
        otterbox_with_history().finds(
            "# Otterbox\n\nOpen **Settings** and choose **Guard & Watch** or **Protection** (older versions).\n",
        );
        let source = "# Otterbox\n\nOpen **Settings** and choose **Guard & Watch**.\n";
        let german = "# Otterbox\n\nÖffne **Einstellungen** und wähle **«Abwehr»**.\n";
        otterbox_with_history().locale("de").source(source).finds(german);
        let messages = otterbox_with_history().locale("de").source(source).messages(&german.replace(['«', '»'], ""));
        assert!(messages[0].contains("`Schutz & Wache`") && messages[0].contains("older versions show `Abwehr`"));
    }

    #[test]
    fn a_former_label_of_the_source_is_not_reported_in_its_translation() {
        let source = "# Otterbox\n\nOpen **Settings** and choose **Protection**.\n";
        let german = "# Otterbox\n\nÖffne **Einstellungen** und wähle **Abwehr**.\n";
        otterbox_with_history().locale("de").source(source).finds(german);
        otterbox_with_history().locale("de").finds(&german.replace("Abwehr", "«Abwehr»"));
    }

    #[test]
    fn a_path_of_a_translation_is_that_of_its_source() {
        let source = "# Otterbox\n\nOpen **Settings** → **Shred files**.\n";
        otterbox_with_history()
            .locale("de")
            .source(source)
            .finds("# Otterbox\n\nÖffne **Einstellungen** → **Dateien vernichten**.\n");
    }

    #[test]
    fn labels_of_firefox_have_places() {
        let page = "# Firefox\n\nOpen **File** → **«Page Style»**, or **View** → **Page Style**.\n";
        case("unknown-label").finds(page);
        let messages = case("unknown-label").messages(&page.replace(['«', '»'], ""));
        assert!(messages[0].starts_with("Firefox has `Page Style` below `View`, not below `File`"));
    }

    #[test]
    fn a_path_is_checked_along_its_order() {
        otterbox_with_history().finds(
            "# Otterbox\n\nOpen **Settings** → **Guard & Watch** → **Strict**.\n\nOpen **Settings** → **Strict**.\n\n\
             Open **Settings** → **Lock the vault**.\n",
        );
        let page = "# Otterbox\n\nOpen **Settings** → **«Shred files»**, then **Strict** → **«Guard & Watch»**.\n";
        otterbox_with_history().finds(page);
        let messages = otterbox_with_history().messages(&page.replace(['«', '»'], ""));
        assert!(messages[1].starts_with("Otterbox has `Guard & Watch` below `Settings`, not below `Strict`"));
        otterbox_with_history().locale("de").finds("# Otterbox\n\nÖffne **Streng** → **«Schutz & Wache»**.\n");
    }

    #[test]
    fn labels_of_firefox_ship_with_us() {
        case("unknown-label").locale("de").finds("# Firefox\n\nÖffne **Einstellungen** → **«Privacy & Security»**.\n");
    }
}
