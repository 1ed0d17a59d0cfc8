use super::*;
use crate::testing::Reviewed;

const KEY: &str = "6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC";

const ORGANISATIONS: &str = "- name: Access Now
  site: https://www.accessnow.org/help/
  source: https://example.org/
  contacts:
    - email: help@accessnow.org
      key: \"6CE6 221C 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC\"
      source: x
      verified: 2026-01
    - phone: +352 247 88444
      source: x
";

/// A guide with these pages, by path, and this `organisations.yaml`.
fn world(pages: &[(&str, &str)], organisations: &str) -> Reviewed {
    let mut world = Reviewed::new(pages);
    world.registry.add_guide_file("organisations.yaml", organisations).unwrap();
    world.data = vec![SourceFile::new("_data/organisations.yaml", organisations)];
    world
}

/// The changes of identities, each as `PATH:LINES BEFORE > AFTER: STANDING`, with `-` for no identity.
fn changes(before: &Reviewed, after: &Reviewed) -> Vec<String> {
    let shown = |change: IdentityChange| {
        let IdentityChange { standing, path, before, after, lines, .. } = change;
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        let side = |side: Option<Box<str>>| side.unwrap_or_else(|| "-".into());
        format!("{path}:{} {} > {}: {standing}", lines.join(","), side(before), side(after))
    };
    identity_changes(before.side(), after.side()).into_iter().map(shown).collect()
}

/// The changes of identities if only the text of one page changes.
fn changes_of_page(before: &str, after: &str) -> Vec<String> {
    changes(&world(&[("en/A.md", before)], ORGANISATIONS), &world(&[("en/A.md", after)], ORGANISATIONS))
}

#[test]
fn a_key_with_one_digit_changed_looks_like_the_registered_one() {
    let text = format!("# A\n\nPGP: {KEY}\n");
    assert_eq!(
        changes_of_page(&text, &text.replace("A2BC", "A2BD")),
        [format!(
            "en/A.md:3 6CE6221C98ECF399A04C41B8C46BED3332E8A2BC > 6CE6221C98ECF399A04C41B8C46BED3332E8A2BD: \
         looks like {KEY} of Access Now, and is not"
        )]
    );
}

#[test]
fn an_added_identity_is_known_or_unknown_or_looks_like_a_known_one() {
    for (added, expected) in [
        (format!("PGP: {KEY}"), "known, of Access Now"),
        ("PGP: 1234 5678 98EC F399 A04C 41B8 C46B ED33 32E8 A2BC".to_owned(), "looks like"),
        ("PGP: 0123 89AB 4567 CDEF 3210 BA98 7654 FEDC 1357 9BDF".to_owned(), "in no registry"),
        ("PGP: CA57 2205 C002 4E06 BA70 BE89 EAAD CFFC 22BD 4CD5".to_owned(), "known, of CIRCL"),
        ("PGP: CA57 2205 C002 4E06 BA70 BE89 EAAD CFFC 22BD 4CD6".to_owned(), "looks like CA57 2205"),
        ("PGP key id: 0x22BD4CD5".to_owned(), "known, of CIRCL"),
        ("help@accessnow.org".to_owned(), "known, of Access Now"),
        ("desk@accessnow.org".to_owned(), "in no registry; the host is that of Access Now"),
        ("help@accesnow.org".to_owned(), "looks like help@accessnow.org of Access Now, and is not"),
        ("h\u{435}lp@accessnow.org".to_owned(), "looks like help@accessnow.org of Access Now, and is not"),
        ("you@example.org".to_owned(), "reserved for examples"),
        ("+352 247 88444".to_owned(), "known, of Access Now; confirmed by nobody"),
        ("+352 247 88445".to_owned(), "looks like +35224788444 of Access Now, and is not"),
        ("+49 30 1234567".to_owned(), "in no registry"),
        ("https://accesnow.org/".to_owned(), "looks like accessnow.org of Access Now, and is not"),
        ("https://www.accessnow.org/x".to_owned(), "known, of Access Now"),
        ("https://ostel.co/".to_owned(), "known"),
        ("https://no-such-thing.example.net/".to_owned(), "reserved for examples"),
        ("https://a-host-of-nobody.net/".to_owned(), "in no registry"),
        ("https://account.live.com/a".to_owned(), "known, of live.com"),
        ("https://iforgot.apple.com/".to_owned(), "known, of iforgot.apple.com"),
        ("https://developer.android.com/a".to_owned(), "known, of android.com"),
        ("https://icloud.com.a-host-of-nobody.net/".to_owned(), "looks like icloud.com"),
        ("5qlhz3jow7zhxtpx.onion".to_owned(), "known: dead"),
    ] {
        let changes = changes_of_page("x\n", &format!("x\n\n{added}\n"));
        let [change] = &changes[..] else { panic!("{added}: {changes:#?}") };
        assert!(change.starts_with("en/A.md:3 - > "), "{change}");
        assert!(change.contains(&format!(": {expected}")), "{change}");
    }
}

#[test]
fn an_identity_that_the_change_itself_registers_is_not_known() {
    let organisations =
        format!("{ORGANISATIONS}- name: Other\n  source: x\n  contacts:\n    - email: in@other.net\n      source: x\n");
    let before = world(&[("en/A.md", "x\n")], ORGANISATIONS);
    let after = world(&[("en/A.md", "x\n\nin@other.net\n")], &organisations);
    assert_eq!(
        changes(&before, &after),
        [
            "_data/organisations.yaml:14 - > in@other.net: this change registers it as Other's",
            "en/A.md:3 - > in@other.net: this change registers it as Other's",
        ]
    );
}

#[test]
fn registry_entries_changed_to_lookalikes_are_reported() {
    let pages = [("en/A.md", "x\n")];
    let altered =
        ORGANISATIONS.replace("help@accessnow", "help@accesnow").replace("A2BC", "A2BD").replace("88444", "88445");
    let changes = changes(&world(&pages, ORGANISATIONS), &world(&pages, &altered));
    assert_eq!(changes.len(), 3, "{changes:#?}");
    assert!(
        changes.iter().all(|it| it.starts_with("_data/organisations.yaml:") && it.contains("looks like")),
        "{changes:#?}"
    );
}

#[test]
fn moved_lines_renamed_pages_and_other_text_are_no_change() {
    let text = format!("# A\n\nWrite to help@accessnow.org\n\nPGP: {KEY}\n\n[x](https://eff.org/a)\n");
    assert_eq!(
        changes_of_page(&text, &text.replace("Write to", "Ask").replace("# A\n", "# B\n\nNew.\n")),
        Vec::<String>::new()
    );
    assert_eq!(changes_of_page(&text, &text.replace('\n', "\r\n")), Vec::<String>::new());
    let renamed = changes(&world(&[("en/A.md", &text)], ORGANISATIONS), &world(&[("en/B.md", &text)], ORGANISATIONS));
    assert_eq!(renamed, Vec::<String>::new());
}

#[test]
fn the_identities_of_a_removed_page_are_removed() {
    let text = "help@accessnow.org, again help@accessnow.org\n\nhelp@accessnow.org and x@nobody.net\n";
    let changes = changes(&world(&[("de/A.md", text)], ORGANISATIONS), &world(&[], ORGANISATIONS));
    assert_eq!(
        changes,
        ["de/A.md:3 x@nobody.net > -: in no registry", "de/A.md:1,3 help@accessnow.org > -: known, of Access Now",]
    );
}

#[test]
fn a_catalog_is_reported_where_it_differs_from_its_page() {
    let page = |address: &str| [("fr/A.md", format!("Écrivez à {address}\n"))];
    let catalog = |address: &str| {
        format!("msgid \"\"\nmsgstr \"\"\n\nmsgid \"Write to info@other.net\"\nmsgstr \"Écrivez à {address}\"\n")
    };
    let guide = |in_page: &str, in_catalog: &str| {
        let pages = page(in_page);
        let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, &**text)).collect();
        world(&pages, ORGANISATIONS).with_catalog("fr", &catalog(in_catalog))
    };
    let (known, other) = ("help@accessnow.org", "help@accesnow.org");
    let expected = "help@accessnow.org > help@accesnow.org: looks like help@accessnow.org of Access Now, and is not";
    assert_eq!(changes(&guide(known, known), &guide(known, other)), [format!("_catalogs/fr/A.po:5 {expected}")]);
    assert_eq!(changes(&guide(known, known), &guide(other, other)), [format!("fr/A.md:1 {expected}")]);
    assert_eq!(changes(&guide(known, known), &guide(known, known)), Vec::<String>::new());
}

#[test]
fn the_only_identity_of_a_kind_counts_as_changed_however_different() {
    assert_eq!(changes_of_page("Write to info@eff.org\n", "Write to desk@cpj.org\n").len(), 1);
    assert_eq!(changes_of_page("a@b.net\n\nc@d.net\n", "eeeeeeee@ffffff.net\n\nggggggg@hhhhhh.net\n").len(), 4);
}
