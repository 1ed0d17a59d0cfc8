//! What pages say, of values made up here.

use firstaid_diagnostics::Severity;

use super::{Typed, Unresolved, Which, conflicts, edit, home, listing, message, page};
use crate::preview::desk::{Decision, Edit, Resolution};
use crate::preview::view::{
    Between, Block, BlockState, Change, Choice, Conflict, ConflictSide, Finding, Home, Label, Language, Listing, Mark,
    Match, Notice, PageSummary, PageView, Part, Pictures, Shape, Summary, Term, Word,
};

fn language(locale: &str, is_right_to_left: bool) -> Language {
    Language { locale: locale.to_owned(), is_known: true, is_right_to_left }
}

fn block(key: &str, state: BlockState) -> Block {
    let is_missing = state == BlockState::Missing;
    let translation = if is_missing { "" } else { "**افتح** البريد" };
    Block {
        key: key.to_owned(),
        version: "1f".to_owned(),
        shape: Shape::Paragraph,
        quotes: 0,
        is_html: false,
        before: Between::default(),
        conflict: None,
        place: "Mail (paragraph)".to_owned(),
        message: format!("**Open** mail {key}"),
        translation: translation.to_owned(),
        source: format!("**Open** mail {key}"),
        shown: translation.to_owned(),
        marks: Vec::new(),
        state,
        change: None,
        findings: Vec::new(),
        terms: Vec::new(),
        labels: Vec::new(),
        matches: Vec::new(),
        targets: Vec::new(),
        notes: Vec::new(),
    }
}

fn view(blocks: Vec<Block>) -> PageView {
    PageView {
        guide: "Guide".to_owned(),
        name: "Mail".to_owned(),
        title: "البريد".to_owned(),
        source: language("en", false),
        language: language("ar", true),
        source_path: "en/Mail.md".to_owned(),
        path: None,
        blocks,
        after: Between::default(),
        pictures: Pictures::default(),
        conflicts: Vec::new(),
        conflict_version: "2f".to_owned(),
        notices: Vec::new(),
        findings: Vec::new(),
        is_editable: true,
        reviewer: None,
    }
}

#[track_caller]
fn has(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "no {text} in {html}");
    }
}

#[test]
fn both_sides_have_their_language_and_direction() {
    let html = page(&view(vec![block("a", BlockState::Translated)]), Which::All, 7);
    has(
        &html,
        &[
            "data-revision=\"7\"",
            "<h1><bdi lang=\"ar\">البريد</bdi></h1>",
            "<div class=\"side source\" lang=\"en\" dir=\"ltr\">",
            "<div class=\"side target\" lang=\"ar\" dir=\"rtl\">",
            "<strong>افتح</strong> البريد",
            "no page yet",
        ],
    );
    let mut unknown = view(vec![block("a", BlockState::Translated)]);
    unknown.language.is_known = false;
    let html = page(&unknown, Which::All, 7);
    assert!(!html.contains("lang=\"ar\""), "a name that browsers do not know is no language: {html}");
}

#[test]
fn every_state_has_words_and_the_filter_keeps_what_needs_work() {
    let states = [
        (BlockState::Missing, "missing", true),
        (BlockState::Draft("a model".to_owned()), "machine draft", true),
        (BlockState::Stale, "source changed", true),
        (BlockState::Fuzzy, "fuzzy", true),
        (BlockState::Refused("no {1}".to_owned()), "cannot be shown", true),
        (BlockState::Translated, "translated", false),
        (BlockState::Reviewed("Ana".to_owned()), "reviewed", false),
    ];
    let blocks = states.iter().enumerate().map(|(n, (state, ..))| block(&format!("k{n}"), state.clone()));
    let view = view(blocks.collect());
    let (all, work) = (page(&view, Which::All, 0), page(&view, Which::Work, 0));
    has(&all, &["All blocks (7)", "Needs work (5)", ": <bdi>a model</bdi>", ": <bdi>Ana</bdi>", ": <bdi>no {1}</bdi>"]);
    for (n, (_, name, needs_work)) in states.iter().enumerate() {
        let number = n + 1;
        has(&all, &[&format!("Block {number}: {name}"), &format!("block=k{n}\">Edit")]);
        assert_eq!(work.contains(&format!("mail k{n}")), *needs_work, "{name}");
    }
    let mut found = block("f", BlockState::Reviewed("Ana".to_owned()));
    found.findings.push(finding());
    assert!(found.needs_work(), "a finding is work, whoever reviewed the block");
}

fn finding() -> Finding {
    Finding {
        rule: "stale-tool",
        severity: Severity::Error,
        message: "Ostel is <gone>".to_owned(),
        excerpt: "Ostel".to_owned(),
        notes: vec!["use Signal".to_owned()],
    }
}

#[test]
fn all_that_is_known_of_a_block_is_there() {
    let mut all = block("a", BlockState::Stale);
    all.findings = vec![finding()];
    let (same, gone, new) = (Word::Same("in".into()), Word::Gone("3".into()), Word::New("5".into()));
    all.change = Some(Change { grade: "critical", reason: "a number changed".into(), words: vec![same, gone, new] });
    all.terms = vec![Term { source: "mail".into(), translation: "البريد".into(), note: Some("not post".into()) }];
    all.labels = vec![Label { app: "Thunderbird".into(), source: "Open".into(), shown: vec!["افتح".into()] }];
    all.matches = vec![Match {
        score: 80,
        is_conflicting: true,
        origin: "Phone".into(),
        source: "Open the phone".into(),
        text: "افتح الهاتف".into(),
    }];
    all.notes = vec!["a verb".into()];
    let html = page(&view(vec![all]), Which::All, 0);
    has(
        &html,
        &[
            "Ostel is &lt;gone&gt;",
            "use Signal",
            "The source changed (critical: a number changed):",
            "in <del><span class=\"hidden\">[removed: </span>3<span class=\"hidden\">]</span></del> <ins>",
            "1 term, 1 label, 1 similar text, 1 note",
            "not post",
            "<bdi>Thunderbird</bdi>",
            "80 % <bdi>Phone</bdi>",
            "other numbers, names or denials",
            "Note: <bdi>a verb</bdi>",
        ],
    );
}

#[test]
fn a_form_keeps_its_text_to_the_byte() {
    let mut one = block("a", BlockState::Translated);
    one.translation = "\n <b> & \"x\"\u{200f}\nzwei</textarea>".to_owned();
    one.targets = vec!["https://a.org/<x>".to_owned()];
    let html = edit(&view(vec![one]), Some(0), &Typed::Nothing, 0);
    has(
        &html,
        &[
            "data-form",
            "name=\"version\" value=\"1f\"",
            "lang=\"ar\" dir=\"rtl\">\n\n &lt;b&gt; &amp; &quot;x&quot;\u{200f}\nzwei&lt;/textarea&gt;</textarea>",
            "https://a.org/&lt;x&gt;",
            "<label for=\"text\">",
        ],
    );
}

#[test]
fn only_a_known_reviewer_can_review() {
    let mut view = view(vec![block("a", BlockState::Translated)]);
    assert!(!edit(&view, Some(0), &Typed::Nothing, 0).contains("reviewed by"));
    view.reviewer = Some("Ana <a@b>".to_owned());
    let button = "value=\"reviewed\">Save as reviewed by <bdi>Ana &lt;a@b&gt;</bdi></button>";
    has(&edit(&view, Some(0), &Typed::Nothing, 0), &[button]);
}

#[test]
fn what_was_not_saved_says_why_and_stays_in_the_form() {
    let typed = Edit {
        locale: "ar".to_owned(),
        name: "Mail".to_owned(),
        key: "a".to_owned(),
        version: "0".to_owned(),
        text: "mine <1>".to_owned(),
        is_unsure: true,
        is_reviewed: false,
    };
    let view = view(vec![block("a", BlockState::Translated)]);
    let shown = |block: Option<usize>, typed: Typed<'_>| edit(&view, block, &typed, 0);
    let refused = shown(Some(0), Typed::Refused { edit: &typed, why: "no {1}".to_owned() });
    has(&refused, &["role=\"alert\"", "no {1}", "aria-invalid=\"true\"", "\nmine &lt;1&gt;</textarea>", " checked"]);
    let conflict = shown(Some(0), Typed::Conflict { edit: &typed });
    has(&conflict, &["On disk now", "افتح", "Your text", "\nmine &lt;1&gt;</textarea>", "value=\"1f\""]);
    let gone = shown(None, Typed::Gone { edit: &typed });
    has(&gone, &["no such block any more", "readonly", "\nmine &lt;1&gt;</textarea>"]);
    assert!(!gone.contains("<form"), "there is nothing to save it to: {gone}");
    let locked = PageView { is_editable: false, ..view };
    let refused = edit(&locked, Some(0), &Typed::Refused { edit: &typed, why: "no catalog".to_owned() }, 0);
    has(&refused, &["no catalog", "readonly", "\nmine &lt;1&gt;</textarea>"]);
}

#[test]
fn a_page_that_cannot_be_edited_has_no_form_and_says_why() {
    let mut view = view(vec![block("a", BlockState::Untracked)]);
    view.is_editable = false;
    view.notices = vec![Notice { text: "it has no catalog".to_owned(), texts: vec![("page", "<b>".to_owned())] }];
    let html = page(&view, Which::All, 0);
    has(&html, &["it has no catalog", "<dt>page</dt><dd><bdi dir=\"auto\">&lt;b&gt;</bdi></dd>"]);
    assert!(!html.contains("class=\"edit\"") && !edit(&view, Some(0), &Typed::Nothing, 0).contains("<form"), "{html}");
}

#[test]
fn what_stands_between_blocks_is_shown_on_both_sides_and_not_among_what_needs_work() {
    let mut all = view(vec![block("a", BlockState::Missing), block("b", BlockState::Missing)]);
    let code = |text: &str| Part::Code(format!("```\n{text}\n```\n"));
    let html = Part::Html("<div><img src=\"a.png\" alt=\"A key\"></div>".to_owned());
    all.blocks[1].before = Between { source: vec![code("ls"), Part::Rule], page: vec![code("dir")] };
    all.after = Between { source: vec![html], page: vec![Part::Html("</div><!-- none -->".to_owned())] };
    all.pictures.source.insert("a.png".to_owned(), "1f".to_owned());
    let shown = page(&all, Which::All, 0);
    has(
        &shown,
        &[
            "Between the blocks, in the source:",
            "<code class=lines>ls",
            "<hr>",
            "Between the blocks, in the translation:",
            "<code class=lines>dir",
            "<img src=\"picture?id=1f\" alt=\"\" loading=\"lazy\"> A key",
        ],
    );
    let order = ["mail a", "<code class=lines>ls", "mail b", "picture?id"].map(|it| shown.find(it));
    assert!(order.is_sorted() && order[0].is_some(), "{order:?}");
    assert!(!page(&all, Which::Work, 0).contains("between"), "the filter leaves blocks alone");
}

#[test]
fn blocks_look_as_on_the_site() {
    for (shape, quotes, expected) in [
        (
            Shape::Item { depth: 2, mark: Mark::Number(7) },
            0,
            "<div class=\"item depth2\"><span class=\"marker\">7.</span>",
        ),
        (Shape::Item { depth: 1, mark: Mark::Task(true) }, 0, "aria-label=\"done\">☑"),
        (Shape::Heading(3), 0, "<div class=\"h3\">"),
        (Shape::Paragraph, 2, "<blockquote><blockquote><div class=\"text\">"),
    ] {
        let block = Block { shape, quotes, ..block("a", BlockState::Translated) };
        has(&page(&view(vec![block]), Which::All, 0), &[expected]);
    }
    let source = "See <a href=\"x\">*it*</a>".to_owned();
    let block = Block { is_html: true, source, ..block("a", BlockState::Translated) };
    has(&page(&view(vec![block]), Which::All, 0), &["See <span class=link>*it*</span>"]);
}

fn conflict(key: &str) -> Conflict {
    let side = |choice, text: &str| ConflictSide { choice, text: text.to_owned() };
    Conflict {
        key: key.to_owned(),
        what: "ar/Mail.md:3:1: changed <here>".to_owned(),
        place: "Mail (paragraph)".to_owned(),
        source: "Open mail".to_owned(),
        change: Vec::new(),
        sides: vec![side(Choice::Page, "افتح <b>"), side(Choice::Catalog, "شغّل")],
        takes_text: true,
    }
}

#[test]
fn a_conflict_is_told_at_its_block_and_resolved_in_a_form() {
    let mut all = view(vec![block("a", BlockState::Translated)]);
    (all.is_editable, all.conflicts, all.blocks[0].conflict) = (false, vec![conflict("c1")], Some("c1".to_owned()));
    let told = page(&all, Which::Work, 0);
    let link = "href=\"conflicts?locale=ar&amp;name=Mail#cc1\">Resolve";
    has(&told, &["1 conflict.", "Block 1: conflict", link, "On the page", "افتح &lt;b&gt;", "In the catalog", "شغّل"]);
    let form = conflicts(&all, None, 0);
    has(
        &form,
        &[
            "data-form",
            "name=\"version\" value=\"2f\"",
            "<legend>Conflict 1 of 1</legend>",
            "changed &lt;here&gt;",
            "name=\"choice-c1\" value=\"page\" required",
            "<label for=\"catalog-c1\">In the catalog</label>",
            "<div class=\"said\" lang=\"ar\" dir=\"rtl\">شغّل</div>",
            "name=\"text-c1\" aria-label=\"Another text\"",
            "\nافتح &lt;b&gt;</textarea>",
        ],
    );
    assert!(!form.contains(" checked"), "nobody has decided yet: {form}");
    all.conflicts.clear();
    has(&conflicts(&all, None, 0), &["This page has no conflicts."]);
}

#[test]
fn decisions_that_were_not_saved_stay_in_the_form() {
    let mut all = view(Vec::new());
    all.conflicts = vec![conflict("c1")];
    let decision = |key: &str, choice, text: &str| Decision { key: key.to_owned(), choice, text: text.to_owned() };
    let resolution = Resolution {
        locale: "ar".to_owned(),
        name: "Mail".to_owned(),
        version: "0".to_owned(),
        decisions: vec![decision("c1", Some(Choice::Text), "mine <1>"), decision("c9", None, "lost?")],
    };
    let unresolved = Unresolved { resolution: &resolution, why: "no {1}".to_owned() };
    has(
        &conflicts(&all, Some(&unresolved), 0),
        &[
            "role=\"alert\"",
            "no {1}",
            "value=\"text\" required checked",
            "\nmine &lt;1&gt;</textarea>",
            "no longer there",
            "readonly",
            "\nlost?</textarea>",
        ],
    );
}

#[test]
fn lists_lead_to_what_needs_work() {
    let summary = |name: &str, missing: usize, findings: usize| PageSummary {
        name: name.to_owned(),
        title: format!("{name}!"),
        is_title_translated: false,
        blocks: 9,
        missing,
        stale: 0,
        drafted: 0,
        reviewed: 4,
        findings,
        problem: None,
    };
    let pages = vec![summary("a&b", 1, 0), summary("found", 0, 2), summary("done", 0, 0)];
    let (guide, source, language) = ("Guide".to_owned(), language("en", false), language("ar", true));
    let list = Listing { guide: guide.clone(), source, language: language.clone(), pages };
    let (all, work) = (listing(&list, Which::All, 0), listing(&list, Which::Work, 0));
    has(
        &all,
        &["All pages (3)", "Needs work (2)", "page?locale=ar&amp;name=a%26b", "<bdi lang=\"en\" dir=\"ltr\">done!"],
    );
    assert!(work.contains("found!") && !work.contains("done!"), "{work}");
    let locales = vec![Summary { language, pages: 3, work: 1, blocks: 27, problems: 2 }];
    has(
        &home(&Home { guide, locales }, 0),
        &["pages?locale=ar", "3 pages, 2 of them not synced, 1 of 27 blocks need work"],
    );
    has(&message("Not found", "no <page>", 0), &["no &lt;page&gt;"]);
}
