//! What `translate` must leave alone: pages that were never imported, files that cannot be read, folders of other people.

use crate::support::{Run, TODAY, Tree, firstaid};

const SOURCE: &str = "---\ntitle: Keys\n---\n\n# Keys\n\nKeep the spare key with a neighbour.\n\nRead [the list](https://ssd.eff.org/keys).\n";
const SPANISH: &str = "---\ntitle: Llaves\n---\n\n# Llaves\n\nDeja la otra llave a un vecino.\n\nLee [la lista](https://ssd.eff.org/keys).\n";

fn translate(tree: &Tree, args: &[&str]) -> Run {
    let mut command = firstaid();
    command.current_dir(tree.root()).arg("translate").args(args).args(["--today", TODAY]);
    Run::of(&mut command)
}

fn read(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.read(path)).expect("UTF-8")
}

/// A guide whose page was translated by hand, without a catalog.
fn translated() -> Tree {
    Tree::page(SOURCE).with("content/es/Page.md", SPANISH)
}

#[test]
fn a_page_without_a_catalog_is_named_and_stays() {
    let tree = translated();
    let before = tree.snapshot();
    translate(&tree, &["sync", "es"]).exits(1).says("content/es/Page.md: not synced").says("`translate import es`");
    translate(&tree, &["sync"]).exits(1).warns("1 page is not imported");
    translate(&tree, &["sync", "es", "--prefer", "catalog"]).exits(1);
    translate(&tree, &["draft", "es"]).exits(0);
    let status = translate(&tree, &["status", "es"]).exits(0).says("not imported");
    assert!(!status.stdout.contains("0 %"), "{}", status.stdout);
    assert!(tree.snapshot() == before);
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    assert_eq!(read(&tree, "content/es/Page.md"), SPANISH);
    // A lost catalog leaves the page as it is, too.
    std::fs::remove_file(tree.path("content/_catalogs/es/Page.po")).unwrap();
    translate(&tree, &["sync", "es"]).exits(1);
    assert_eq!(read(&tree, "content/es/Page.md"), SPANISH);
}

#[test]
fn a_file_that_is_no_page_of_the_guide_is_not_replaced() {
    let tree = translated();
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    tree.write("content/.gitignore", "es/\n");
    translate(&tree, &["sync", "es"]).exits(1).says("content/es/Page.md: not written");
    assert_eq!(read(&tree, "content/es/Page.md"), SPANISH);
}

#[test]
fn a_locale_is_begun_by_its_language_and_not_by_a_misspelling() {
    let tree = translated();
    let before = tree.snapshot();
    translate(&tree, &["sync", "esp"]).exits(2).warns("did you mean `es`?");
    translate(&tree, &["add", "xx"]).exits(2).warns("`xx` is not a language");
    translate(&tree, &["add", "es"]).exits(2).warns("the guide has `es` already");
    assert!(tree.snapshot() == before);
    translate(&tree, &["add", "pt-BR"]).exits(0).warns("1 file written");
    translate(&tree, &["add", "qaa", "--unlisted"]).exits(0);
    assert!(read(&tree, "content/_catalogs/qaa/Page.po").contains("msgid \"Keys\""));
}

#[test]
fn a_catalog_in_another_charset_is_decoded_or_costs_its_page() {
    let tree = translated();
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    let path = "content/_catalogs/es/Page.po";
    let text = read(&tree, path).replace("Deja la otra llave a un vecino.", "Déjala a un vecino.");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin-1 character")).collect();
    tree.write(path, &latin);
    let line = text.lines().position(|line| line.contains("Déjala")).unwrap() + 1;
    translate(&tree, &["sync", "es"]).exits(1).says(&format!("{path}:{line}: not synced")).says("Latin-1");
    tree.lint(&["--format", "concise"]).exits(1).says(&format!("{path}:{line}:1: error[unreadable-catalog]"));
    assert!(tree.read(path) == latin && read(&tree, "content/es/Page.md") == SPANISH);

    let named = text.replace("charset=UTF-8", "charset=ISO-8859-1");
    tree.write(path, named.chars().map(|c| c as u32 as u8).collect::<Vec<_>>());
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(read(&tree, "content/es/Page.md").contains("Déjala a un vecino."));
    let synced = read(&tree, path);
    assert!(synced.contains("charset=UTF-8") && synced.contains("Déjala"), "{synced}");
}

#[test]
fn an_unresolved_merge_stops_its_file_alone() {
    let merge = "\n<<<<<<< HEAD\nAsk Ana.\n=======\nAsk Bea.\n>>>>>>> topic\n";
    let tree = translated().with("content/en/Other.md", "# Other\n\nText of the other page.\n");
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    tree.write("content/en/Page.md", format!("{SOURCE}{merge}"));
    tree.write("content/en/Other.md", "# Other\n\nNew text of the other page.\n");
    translate(&tree, &["sync", "es"]).exits(1).says("content/en/Page.md:11: not synced: an unresolved merge");
    assert!(!read(&tree, "content/_catalogs/es/Page.po").contains("Bea"));
    assert!(read(&tree, "content/_catalogs/es/Other.po").contains("New text"));
    tree.lint(&["--format", "concise"]).exits(1).says("content/en/Page.md:11:1: error[conflict-marker]");
    let before = tree.read("content/en/Page.md");
    tree.lint(&["--fix", "--unsafe-fixes"]).exits(1);
    assert!(tree.read("content/en/Page.md") == before);

    tree.write("content/en/Page.md", SOURCE);
    tree.write("content/es/Page.md", format!("{SPANISH}{merge}"));
    translate(&tree, &["sync", "es"]).exits(1).says("content/es/Page.md:11: not synced");
    assert!(!read(&tree, "content/_catalogs/es/Page.po").contains("Bea"));
}

#[test]
fn a_renamed_source_page_keeps_its_translation() {
    let tree = translated();
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    std::fs::create_dir(tree.path("content/en/home")).unwrap();
    std::fs::rename(tree.path("content/en/Page.md"), tree.path("content/en/home/Keys.md")).unwrap();
    translate(&tree, &["sync", "es", "--dry-run"]).exits(1);
    assert!(!tree.path("content/_catalogs/es/home/Keys.po").exists());
    translate(&tree, &["sync", "es"]).exits(0).says("`Page` is now `home/Keys`").says("delete this page");
    assert_eq!(read(&tree, "content/es/home/Keys.md"), SPANISH);
    assert!(!tree.path("content/_catalogs/es/Page.po").exists());
    tree.lint(&["--format", "concise"]).says("content/es/Page.md:2:8: warning[orphan-page]");
    std::fs::remove_file(tree.path("content/es/Page.md")).unwrap();
    translate(&tree, &["sync", "es"]).exits(0).warns("0 files written");

    // A page that is gone leaves its catalog to the memory.
    std::fs::remove_file(tree.path("content/en/home/Keys.md")).unwrap();
    tree.write(
        "content/en/New.md",
        "# New\n\nSomething else, and of more than a few words.\n\nRead [the list](https://ssd.eff.org/keys).\n",
    );
    translate(&tree, &["sync", "es"]).exits(0);
    tree.lint(&["--format", "concise"]).says("content/_catalogs/es/home/Keys.po:1:1: warning[orphan-catalog]");
    translate(&tree, &["draft", "es"]).exits(0).warns("1 from the memory");
    assert!(read(&tree, "content/_catalogs/es/New.po").contains("Lee [la lista]"));
}

#[test]
fn of_two_catalogs_of_one_page_none_is_replaced() {
    let tree = translated().with("content/en/Other.md", "# Other\n\nText of the other page.\n");
    translate(&tree, &["add", "pt-BR"]).exits(0);
    let (own, other) = ("content/_catalogs/pt-BR/Page.po", "content/_catalogs/pt_BR/Page.po");
    let draft = |text: &str| {
        read(&tree, own).replace("msgid \"Keys\"\nmsgstr \"\"", &format!("msgid \"Keys\"\nmsgstr \"{text}\""))
    };
    tree.write(other, draft("Chaves"));
    tree.write(own, draft("As chaves"));
    tree.write("content/en/Page.md", format!("{SOURCE}\nA new line.\n"));
    let before = [read(&tree, own), read(&tree, other)];
    let problem = format!("this page has two catalogs: {own} and {other}; merge them");
    translate(&tree, &["sync", "pt-BR", "--page", "Page"]).exits(1).says(&format!("not synced: {problem}"));
    translate(&tree, &["sync", "--prefer", "catalog"]).exits(1).says(&problem);
    translate(&tree, &["status", "pt-BR"]).exits(0).says(&problem).says("Page      not read");
    translate(&tree, &["review", "pt-BR", "--by", "Ana", "--page", "Page"]).warns(&problem);
    translate(&tree, &["export", "pt-BR"]).exits(0).warns(&problem);
    tree.lint(&["--format", "concise"]).exits(1).says(&format!("{own}:1:1: error[unreadable-catalog]")).says(&problem);
    tree.write("content/pt-BR/Page.md", SPANISH);
    translate(&tree, &["import", "pt-BR", "--again", "--page", "Page"]).exits(1).says(&problem);
    std::fs::remove_file(tree.path("content/pt-BR/Page.md")).unwrap();
    assert_eq!([read(&tree, own), read(&tree, other)], before);
    // The folder of the other spelling keeps what it alone has, and new pages get the folder with the locale's name.
    std::fs::remove_file(tree.path(own)).unwrap();
    translate(&tree, &["sync", "pt-BR"]).exits(0);
    assert!(read(&tree, other).contains("Chaves") && read(&tree, other).contains("A new line."));
    assert!(!tree.path(own).exists());
}

#[test]
fn a_page_that_is_not_imported_counts_as_missing() {
    let tree = translated();
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    translate(&tree, &["status", "es", "--badges", "out"]).exits(0);
    let complete = read(&tree, "out/es.json");
    tree.write("content/en/Other.md", "# Other\n\nText of the other page.\n");
    tree.write("content/es/Other.md", "# Otra\n\nTexto de la otra página.\n");
    let status = translate(&tree, &["status", "es", "--badges", "out"]).exits(0).says("Other     not imported");
    let total = status.stdout.lines().find(|line| line.starts_with("total")).expect("totals").to_owned();
    assert!(!total.contains("100 %") && read(&tree, "out/es.json") != complete, "{total}");
}

#[test]
fn a_misspelt_locale_is_refused_by_every_command() {
    let tree = translated();
    for args in [&["draft", "esp"][..], &["status", "esp"], &["export", "esp"], &["import", "esp"], &["sync", "esp"]] {
        translate(&tree, args).exits(2).warns("`esp` is not a language that is known here");
    }
    translate(&tree, &["review", "esp", "--by", "Ana"]).exits(2).warns("did you mean `es`?");
    translate(&tree, &["add", "esp", "--unlisted"]).exits(0);
    translate(&tree, &["status", "esp"]).exits(0);
}

#[test]
fn a_catalog_names_the_file_of_a_memory_without_its_folders() {
    let tree = translated();
    translate(&tree, &["add", "fr"]).exits(0);
    let memory = "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>Keys</seg></tuv>\
                  <tuv xml:lang=\"fr\"><seg>Clés</seg></tuv></tu></body></tmx>";
    tree.write("private name/memory.tmx", memory);
    let file = tree.path("private name/memory.tmx").display().to_string();
    translate(&tree, &["import", "fr", &file]).exits(0);
    let catalog = read(&tree, "content/_catalogs/fr/Page.po");
    assert!(catalog.contains("Clés") && catalog.contains("memory.tmx") && !catalog.contains("private"), "{catalog}");
}

#[test]
fn nothing_is_written_outside_of_the_root() {
    for config in
        ["[translation]\ncatalogs = \"../../out\"\n", "[content.locales.es]\npages = \"../../out/{page}.md\"\n"]
    {
        let tree = Tree::empty().with("guide/firstaid.toml", config).with("guide/content/en/Page.md", SOURCE);
        let tree = tree
            .with("guide/content/es/Page.md", SPANISH)
            .with("out/Page.md", "mine\n")
            .with("out/es/Page.po", "mine\n");
        let before = tree.snapshot();
        for args in [
            &["sync", "es"][..],
            &["sync", "de"],
            &["import", "es"],
            &["add", "fr"],
            &["sync", "es", "--prefer", "catalog"],
        ] {
            let mut command = firstaid();
            command.current_dir(tree.path("guide")).arg("translate").args(args).args(["--today", TODAY]);
            Run::of(&mut command);
            let out = |files: &[(std::path::PathBuf, Vec<u8>)]| {
                files.iter().filter(|(path, _)| path.starts_with(tree.path("out"))).cloned().collect::<Vec<_>>()
            };
            assert!(out(&tree.snapshot()) == out(&before), "{config} {args:?}");
        }
    }
}

#[test]
#[cfg(unix)]
fn no_temporary_file_outside_of_the_root_is_removed() {
    use std::os::unix::fs::symlink;
    let (tree, outside) = (translated(), Tree::empty().with(".firstaid-99999999-0.tmp", "half"));
    let left = "content/_catalogs/es/.firstaid-99999999-0.tmp";
    tree.write(left, "half");
    translate(&tree, &["import", "es"]).exits(0);
    assert!(!tree.path(left).exists());
    tree.write("content/en/.firstaid-99999999-0.tmp", "half");
    tree.write("content/en/Page.md", format!("{SOURCE}\nWrite with Wordpress.\n"));
    symlink(outside.path("de"), tree.path("content/_catalogs/de")).unwrap();
    symlink(outside.root(), tree.path("content/fr")).unwrap();
    for locale in ["de", "fr"] {
        translate(&tree, &["sync", locale]);
    }
    tree.lint(&["--fix"]);
    assert!(!tree.path("content/en/.firstaid-99999999-0.tmp").exists());
    assert!(outside.path(".firstaid-99999999-0.tmp").exists());
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_are_refused_and_links_inside_stay() {
    use std::os::unix::fs::symlink;
    let tree = translated().with("store/Page.po", "");
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    let path = tree.path("content/_catalogs/es/Page.po");
    std::fs::rename(&path, tree.path("store/Page.po")).unwrap();
    symlink("../../../store/Page.po", &path).unwrap();
    tree.write("content/en/Page.md", format!("{SOURCE}\nA new line.\n"));
    translate(&tree, &["sync", "es"]).exits(0);
    assert!(path.is_symlink() && read(&tree, "store/Page.po").contains("A new line."));

    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), tree.path("content/_catalogs/fr")).unwrap();
    translate(&tree, &["sync", "fr"]).exits(2).warns("leads out of the root");
    assert!(std::fs::read_dir(outside.path()).unwrap().next().is_none());
}

#[test]
fn temporary_files_of_killed_runs_are_removed() {
    let tree = translated().with("content/_catalogs/es/.firstaid-99999999-0.tmp", "half a");
    let tree =
        tree.with("content/es/.firstaid-99999998-3.tmp", "half a").with("content/es/.firstaid-notes.tmp", "mine");
    translate(&tree, &["import", "es"]).exits(0);
    translate(&tree, &["sync", "es"]).exits(0);
    let left: Vec<String> = tree.snapshot().into_iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(left.iter().all(|path| !path.contains("99999")) && left.iter().any(|path| path.ends_with("notes.tmp")));
}

#[test]
fn a_check_of_one_locale_says_nothing_of_others() {
    let tree = translated().with("content/am/Page.md", "# ቁልፎች\n\nመለዋወጫ ቁልፉን ለጎረቤት ስጥ።\n");
    let run = translate(&tree, &["check", "es", "--format", "concise"]);
    assert!(!run.stderr.contains("`am`"), "{}", run.stderr);
    translate(&tree, &["check", "am", "--format", "concise"]).warns("`am`");
}

#[test]
fn pages_of_a_wiki_and_of_lektor_are_adopted_as_they_are() {
    let help = |title: &str, read: &str, steps: &str, lock: &str| {
        format!(
            "[[!meta title=\"{title}\"]]\n\n{read} [[{steps}|steps]], [[EFF|https://www.eff.org/]].\n\n[[!img a.png alt=\"{lock}\"]]\n\n[[!toggleable id=\"x\" text=\"\"\"\n\n- {title} [[steps]]\n\n\"\"\"]]\n"
        )
    };
    let about = |title: &str, calls: &str| {
        format!("title: {title}\n---\nbody:\n\n{title}: [{calls}](../).\n\n---\n_slug: x\n---\nsummary: {calls}\n")
    };
    let wiki = Tree::empty()
        .with("index.mdwn", "Start.\n")
        .with("help.mdwn", help("Help for all", "Read", "the first\nsteps", "A lock"))
        .with("help.de.mdwn", help("Hilfe für alle", "Lies", "die ersten\nSchritte", "Ein Schloss"))
        .with(
            "firstaid.toml",
            "[content]\nroot = \".\"\nsource-pages = \"{page}.mdwn\"\nlocales.de.pages = \"{page}.de.mdwn\"\n",
        );
    let lektor = Tree::empty()
        .with("content/about/contents.lr", about("About us all", "the list of calls"))
        .with("content/about/contents+de.lr", about("Über uns alle", "die Liste der Anrufe"))
        .with("firstaid.toml", "[content]\nsource-pages = \"{page}.lr\"\nlocales.de.pages = \"{page}+de.lr\"\n");
    for (tree, source, page, old, new) in [
        (&wiki, "help.mdwn", "help.de.mdwn", "https://www.eff.org/", "https://ssd.eff.org/"),
        (&lektor, "content/about/contents.lr", "content/about/contents+de.lr", "_slug: x", "_slug: y"),
    ] {
        let before = read(tree, page);
        translate(tree, &["import", "de"]).exits(0).warns("1 pages");
        translate(tree, &["sync", "de"]).exits(0);
        assert_eq!(read(tree, page), before);
        // What is no text goes from the source into the page.
        tree.write(source, read(tree, source).replace(old, new));
        translate(tree, &["sync", "de"]).exits(0);
        assert_eq!(read(tree, page), before.replace(old, new));
    }
}
