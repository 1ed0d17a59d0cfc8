//! Untrusted content: any input ends in a clear message, without a panic, in bounded time and memory.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use crate::support::{Run, Tree, firstaid, ignores_permissions, set_mode, shell, skipped};

const MIB: usize = 1 << 20;
/// Length in bytes of a page of one repeated mark or word: at quadratic cost it would take minutes.
const LONG: usize = MIB / 2;
const FORMATS: [&str; 3] = ["human", "concise", "jsonl"];

fn lint(tree: &Tree) -> Run {
    tree.lint(&["--format", "concise"])
}

/// Lints the page within 1 GiB of address space and reports in every format; one run, because reading takes longest.
#[track_caller]
fn survives(text: impl AsRef<[u8]>) -> Run {
    let tree = Tree::page(text);
    let run = bounded(&tree, "--format concise --output human=report.txt --output jsonl=report.jsonl");
    assert!(matches!(run.code, Some(0..=2)), "{:?}: {}", run.code, run.stderr);
    for report in ["report.txt", "report.jsonl"] {
        assert!(tree.path(report).exists(), "{report}: {}", run.stderr);
    }
    run
}

/// A run with at most 1 GiB of address space, and 32 MiB more for the program, which contains the network code.
fn bounded(tree: &Tree, args: &str) -> Run {
    shell(tree.root(), &format!("ulimit -v 1081344; timeout 60 \"$FIRSTAID\" lint --threads 2 {args}"))
}

#[test]
fn a_missing_root_is_named() {
    Tree::empty().lint(&["--root", "no/such"]).exits(2).warns("error: no/such: ");
}

#[test]
fn a_root_that_is_a_file_is_named() {
    Tree::empty().with("file", "").lint(&["--root", "file"]).exits(2).warns("error: file: not a folder");
}

#[test]
fn an_empty_guide_is_no_clean_guide() {
    Tree::empty().lint(&["--format=human"]).exits(2).warns("no pages found under `{locale}/{page}.md`");
    Tree::empty().with("firstaid.toml", "").lint(&["--format=human"]).exits(2).warns("no pages found");
}

#[test]
fn an_unreadable_page_is_a_finding() {
    if ignores_permissions() {
        return skipped("permissions do not stop this user (root), so no page is unreadable to the program");
    }
    let tree = Tree::page("Gmal\n").with("content/en/Closed.md", "Gmal\n");
    set_mode(&tree.path("content/en/Closed.md"), 0o000);
    lint(&tree).exits(1).says("content/en/Closed.md:1:1: error[unreadable-page]").says("content/en/Page.md:1:1: ");
}

#[test]
fn an_unreadable_folder_is_a_finding() {
    if ignores_permissions() {
        return skipped("permissions do not stop this user (root), so no folder is closed to the program");
    }
    let tree = Tree::page("Fine.\n").with("content/en/closed/Page.md", "Gmal\n");
    set_mode(&tree.path("content/en/closed"), 0o000);
    let run = lint(&tree);
    set_mode(&tree.path("content/en/closed"), 0o755);
    run.exits(1).says("content/en/closed").says("error[unreadable-page]");
}

#[test]
fn a_page_that_is_not_utf8_is_a_finding_where_it_breaks() {
    let run = lint(&Tree::page(b"Ostel\nab\xffGmal\n").with("content/en/Whole.md", "Fine.\n")).exits(1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("content/en/Page.md:1:1: error[stale-tool]"), "{lines:?}");
    assert!(lines[1].starts_with("content/en/Page.md:2:3: error[unreadable-page]"), "{lines:?}");
    assert_eq!(lines.len(), 2, "nothing is said of what could not be read");
}

#[test]
fn a_word_that_a_broken_byte_cuts_is_no_misspelling() {
    let tree = Tree::page(b"We recieve\xe9 mail.\n").with("content/en/Whole.md", "We recieve mail.\n");
    lint(&tree).exits(1).says("Whole.md:1:4: error[misspelled-word]").says("Page.md:1:11: error[unreadable-page]");
    assert_eq!(lint(&tree).stdout.matches("misspelled-word").count(), 1);
}

#[test]
fn a_guide_without_any_readable_page_fails() {
    lint(&Tree::page(b"\xff")).exits(2).says("not UTF-8");
}

#[test]
fn a_page_of_200_mb_is_not_read() {
    let tree = Tree::page("Fine.\n");
    // A sparse file: a line of as many zero bytes.
    let file = fs::File::create(tree.path("content/en/Huge.md")).expect("a file");
    file.set_len(200_000_000).expect("a length");
    let run = bounded(&tree, "--format concise").exits(1);
    run.says("content/en/Huge.md:1:1: error[unreadable-page]").says("larger than 4 MiB");
}

#[test]
fn a_line_of_four_megabytes_is_read_and_its_finding_cut_out() {
    let text = format!("{}Gmal {}", "word ".repeat(400_000), "word ".repeat(400_000));
    let run = survives(&text).exits(1).says("content/en/Page.md:1:2000001: error[misspelled-brand]");
    assert!(run.stdout.len() < 1000);
    let around = &text[1_900_000..2_100_000];
    let frame = Tree::page(around).lint(&["--format=human"]).exits(1).says("error[misspelled-brand]").stdout;
    assert!(frame.len() < 4000, "{frame}");
}

#[test]
fn a_loop_of_folders_ends() {
    let tree = Tree::page("Gmal\n");
    symlink("..", tree.path("content/en/loop")).expect("a link");
    symlink(".", tree.path("content/es")).expect("a link");
    let run = lint(&tree).exits(1);
    assert_eq!(run.stdout.matches("misspelled-brand").count(), 1, "{}", run.stdout);
}

#[test]
fn a_page_that_is_a_link_is_a_finding_and_never_shown() {
    let outside = Tree::empty().with("secret.md", "Secret Gmal\n");
    let tree = Tree::page("Fine.\n");
    symlink(outside.path("secret.md"), tree.path("content/en/Link.md")).expect("a link");
    symlink("no such file", tree.path("content/en/Dangling.md")).expect("a link");
    for format in FORMATS {
        let run = tree.lint(&["--format", format]).exits(1);
        assert_eq!(run.stdout.matches("a symbolic link").count(), 2, "{}", run.stdout);
        assert!(!run.stdout.contains("Secret") && !run.stdout.contains("Gmal"), "{}", run.stdout);
    }
}

#[test]
fn a_content_folder_out_of_the_root_is_refused() {
    let outside = Tree::empty().with("content/en/Page.md", "Secret Gmal\n").with("guide/firstaid.toml", "");
    let guide = outside.path("guide");
    symlink(outside.path("content"), guide.join("content")).expect("a link");
    let folder = outside.path("content").display().to_string();
    for config in ["", "[content]\nroot = \"../content\"\n", &format!("[content]\nroot = \"{folder}\"\n")] {
        fs::write(guide.join("firstaid.toml"), config).expect("a file");
        let run = Run::of(firstaid().arg("lint").current_dir(&guide)).exits(2).warns("out of the root");
        assert!(!run.stdout.contains("Secret"), "{}", run.stdout);
    }
}

#[test]
fn assets_out_of_the_root_are_refused_whether_or_not_they_exist() {
    let outside = Tree::empty().with("private/there.txt", "x").with("guide/content/en/Page.md", "[x](/there.txt)\n");
    symlink(outside.path("private"), outside.path("guide/link")).expect("a link");
    for assets in ["../private", "../missing", "static/../../private", "/etc", "link"] {
        outside.write("guide/firstaid.toml", format!("[content]\nassets = [\"{assets}\"]\n"));
        outside.lint(&["--root", "guide"]).exits(2).warns("out of the root");
    }
}

#[test]
fn registries_out_of_the_root_are_refused_and_never_shown() {
    let outside = Tree::empty().with("secret", "root:secret:0\n");
    let tree = Tree::page("Fine.\n").with("content/_data/keep", "");
    symlink(outside.path("secret"), tree.path("content/_data/tools.yaml")).expect("a link");
    let run = lint(&tree).exits(2).warns("tools.yaml").warns("out of the root");
    assert!(!run.stderr.contains("secret:0"), "{}", run.stderr);
    let outside = Tree::page("Secret\n").with("tools.yaml", "root:secret:0\n").with("guide/content/en/Page.md", "");
    for data in ["../..".to_owned(), outside.root().display().to_string()] {
        outside.write("guide/firstaid.toml", format!("[content]\ndata = \"{data}\"\n"));
        let run = outside.lint(&["--root", "guide"]).exits(2).warns("out of the root");
        assert!(!run.stderr.contains("secret:0"), "{}", run.stderr);
    }
}

#[test]
fn a_configuration_that_is_a_link_out_of_the_root_is_refused_and_never_shown() {
    let outside = Tree::empty().with("secret", "root:secret:0\n");
    let tree = Tree::empty().with("content/en/Page.md", "Fine.\n");
    symlink(outside.path("secret"), tree.path("firstaid.toml")).expect("a link");
    let run = lint(&tree).exits(2).warns("out of the root");
    assert!(!run.stderr.contains("secret:0"), "{}", run.stderr);
}

#[test]
fn an_alias_bomb_in_front_matter_is_a_finding() {
    let mut bomb = String::from("---\ntitle: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..40 {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        let n = n.to_string();
        bomb.extend(["k", &n, ": &a", &n, " [", &aliases, "]\n"]);
    }
    survives(format!("{bomb}---\n\nText.\n")).exits(1).says("error[invalid-field]").says("aliases");
}

#[test]
fn an_alias_bomb_in_a_registry_is_refused() {
    let mut bomb = String::from("- &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..40 {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        bomb.extend(["- &a", &n.to_string(), " [", &aliases, "]\n"]);
    }
    let tree = Tree::page("Fine.\n").with("content/_data/tools.yaml", &bomb);
    bounded(&tree, "").exits(2).warns("tools.yaml:");
}

#[test]
fn deep_nesting_of_anything_ends() {
    const DEPTH: usize = 10_000;
    let lists: Vec<String> = (0..1000).map(|n| format!("{}- x\n", " ".repeat(2 * n))).collect();
    let pages = [
        "[".repeat(DEPTH) + &"](x)".repeat(DEPTH),
        "![".repeat(DEPTH) + &"](x)".repeat(DEPTH),
        ">".repeat(DEPTH) + " x",
        "- ".repeat(DEPTH) + "x",
        "1. ".repeat(DEPTH) + "x",
        lists.concat(),
        "*a ".repeat(DEPTH) + &"b* ".repeat(DEPTH),
        "**a _b ".repeat(DEPTH) + &"_ ** ".repeat(DEPTH),
        "<a>".repeat(DEPTH) + &"</a>".repeat(DEPTH),
        "<!-- ".repeat(DEPTH),
        "`".repeat(DEPTH) + " x " + &"`".repeat(DEPTH - 1),
        "(".repeat(DEPTH) + "https://eff.org" + &")".repeat(DEPTH),
        format!("---\ntitle: {}x{}\n---\n", "[".repeat(DEPTH), "]".repeat(DEPTH)),
        format!("---\ntitle: {}x\n---\n", "{a: ".repeat(DEPTH)),
    ];
    for page in pages {
        let run = survives(&page);
        assert!(matches!(run.code, Some(0 | 1)), "{:?} {}", &page[..20], run.stderr);
    }
}

#[test]
fn a_long_row_of_one_mark_ends() {
    for mark in ["[", "*", "<", "&", "`", ">", "|", "#", "_", "!", "~", "(", "@", "\\", "\"", "-", "\n", " ", "\0"] {
        let tree = Tree::page(mark.repeat(LONG / mark.len()));
        let run = bounded(&tree, "--format concise");
        assert!(matches!(run.code, Some(0 | 1)), "{mark:?}: {:?} {}", run.code, run.stderr);
    }
}

#[test]
fn a_long_row_of_one_word_ends() {
    let words = [
        "a@",
        "[a](",
        "http://",
        "a.b/",
        "Gmal ",
        "<!--",
        "- x\n",
        "# x\n",
        "&amp;",
        "6CE6 ",
        "www.",
        "http:/a.b ",
        "[x](http://a.b) ",
        "\"a ",
        "(a\n\n",
        "“a\n\n",
    ];
    for word in words {
        let tree = Tree::page(word.repeat(LONG / word.len()));
        let run = bounded(&tree, "--statistics");
        assert!(matches!(run.code, Some(0 | 1)), "{word:?}: {:?} {}", run.code, run.stderr);
    }
}

#[test]
fn four_megabytes_of_a_single_word_end() {
    for part in ["é\u{301}", "gmal", "аб"] {
        let tree = Tree::page(part.repeat(4 * MIB / part.len()));
        let run = bounded(&tree, "--statistics");
        assert!(matches!(run.code, Some(0 | 1)), "{part:?}: {:?} {}", run.code, run.stderr);
    }
}

#[test]
fn a_page_whose_name_is_not_utf8_is_a_finding_and_never_written() {
    let tree = Tree::page("Fine.\n");
    let path = tree.path("content/en").join(OsStr::from_bytes(b"a\xff.md"));
    if fs::write(&path, "TAILS\n").is_err() {
        return skipped("this file system takes no such name");
    }
    lint(&tree).exits(1).says("a\u{fffd}.md:1:1: error[unreadable-page]").says("not UTF-8; rename it");
    // The reported name is not the name on disk, so a fix could create a second file.
    tree.lint(&["--fix"]);
    assert_eq!(fs::read_dir(tree.path("content/en")).expect("a folder").count(), 2);
    assert!(path.exists());
}

#[test]
fn pages_without_text_are_fine() {
    for text in
        ["", "\n", "\u{feff}", "---\ntitle: x\n---\n", "---\ntitle: x\n---", "---\n---\n", "\r\n\r\n", "---", "---\n"]
    {
        let run = lint(&Tree::page(text));
        assert!(matches!(run.code, Some(0 | 1)), "{text:?}: {}", run.stderr);
    }
    lint(&Tree::page("")).exits(0);
    lint(&Tree::page("---\ntitle: A title\n---\n")).exits(0);
}

#[test]
fn names_with_spaces_and_of_any_script_are_found_and_linked() {
    let tree = Tree::page("[a](My%20page.md) [b](<My page.md>) [c](Página-é.md) [d](%D0%9E%20%D0%BD%D0%B0%D1%81.md)\n")
        .with("content/en/My page.md", "Gmal\n")
        .with("content/en/Página-é.md", "Gmal\n")
        .with("content/en/О нас.md", "Gmal\n");
    let run = lint(&tree).exits(1);
    for name in ["My page.md", "Página-é.md", "О нас.md"] {
        assert!(run.stdout.contains(&format!("content/en/{name}:1:1: error")), "{}", run.stdout);
    }
    assert_eq!(run.stdout.lines().count(), 3, "every link is good: {}", run.stdout);
}

#[test]
fn a_link_out_of_the_root_is_a_finding_whether_or_not_something_is_there() {
    let page =
        "[a](../../../etc/passwd) [b](../../../../../../../../etc/passwd) [c](%2e%2e/%2e%2e/%2e%2e/etc/passwd)\n";
    let run = lint(&Tree::page(page)).exits(1);
    assert_eq!(run.stdout.matches("error[broken-path]").count(), 3, "{}", run.stdout);
}

/// Unclosed syntax of site generators.
#[test]
fn unclosed_tags_and_admonitions_cost_linear_time() {
    let nested: Vec<String> = (0..2000).map(|n| format!("{}!!! note\n", " ".repeat(4 * n.min(200)))).collect();
    let lines = |line: &str| line.repeat(20_000);
    for text in [
        "{".repeat(LONG),
        "{a".repeat(LONG / 2),
        "[[".repeat(LONG / 2),
        lines("{{< x "),
        lines("{{% x %}} {{ "),
        lines("{% raw %}\n"),
        lines("{% highlight a %} {% comment %} "),
        lines("{::comment}\n\n"),
        lines("{: #a b "),
        lines("`` ` "),
        lines("$$ a "),
        lines("> [!"),
        lines(":::note[a\n"),
        lines("!!! note\n\n"),
        lines("???\n"),
        lines("a\n: b\n"),
        lines("<b lang=fr>"),
        lines("<p lang=fr><i></b>"),
        lines("a{: lang=fr}\n\n"),
        format!("{}\n", "<a title=\"x\" ".repeat(20_000)),
        format!("{{\"{}", "{".repeat(LONG)),
        format!("+++\n{}\n+++\n", "a=[".repeat(20_000)),
        nested.concat(),
    ] {
        let run = bounded(&Tree::page(&text), "--format concise");
        assert!(matches!(run.code, Some(0 | 1)), "{:?}: {:?} {}", &text[..12], run.code, run.stderr);
    }
    let mdx = Tree::empty().with("firstaid.toml", "").with("content/en/Page.mdx", "{a ".repeat(LONG / 3));
    assert!(matches!(bounded(&mdx, "--format concise").code, Some(0 | 1)));
}
