//! Site generators as oracles: a link is a finding where the generator renders it dead, and nowhere else.
//!
//! Each tree is written after the generator's documentation. A link has a label before it, `L01`, by which it is found
//! again in what the generator renders. Without the generator, a test says so and passes, unless
//! `FIRSTAID_REQUIRE_PEERS` is set.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::support::{Run, Tree, has_peers, repository};

/// Runs a generator in a tree. It tells nobody of it.
fn build(tree: &Tree, program: &str, args: &[&str]) -> Run {
    let mut command = Command::new(program);
    command.current_dir(tree.root()).args(args).env("CI", "1").env("NO_COLOR", "1");
    command
        .env("ASTRO_TELEMETRY_DISABLED", "1")
        .env("DOCUSAURUS_DISABLE_TELEMETRY", "1")
        .env("NO_UPDATE_NOTIFIER", "1");
    Run::of(&mut command).exits(0)
}

/// The folder of the packages of npm that a program is in.
fn packages(program: &str) -> PathBuf {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut programs = std::env::split_paths(&folders).map(|folder| folder.join(program));
    let program = programs.find_map(|program| fs::canonicalize(program).ok()).expect("the program");
    program.ancestors().find(|it| it.ends_with("node_modules")).expect("its folder").to_owned()
}

/// Gives a tree the packages of npm of a program, which looks for its parts in the folders above the pages.
fn link_packages(tree: &Tree, program: &str) {
    std::os::unix::fs::symlink(packages(program), tree.path("node_modules")).expect("a symbolic link");
}

/// Copies the tree of `tests/generators/` with a name.
fn fixture(name: &str, tree: Tree) -> Tree {
    fn copy(from: &Path, below: &Path, tree: &Tree) {
        for entry in fs::read_dir(from.join(below)).expect("a folder of the tree") {
            let below = below.join(entry.expect("an entry").file_name());
            match fs::read(from.join(&below)) {
                Ok(bytes) => tree.write(below.to_str().expect("a path in UTF-8"), bytes),
                Err(_) => copy(from, &below, tree),
            }
        }
    }
    copy(&repository().join("tests/generators").join(name), Path::new(""), &tree);
    tree
}

/// The links that the linter finds broken in a tree are these.
#[track_caller]
fn finds(tree: &Tree, dead: &[&str]) {
    assert_eq!(broken(tree), dead.iter().map(|label| (*label).to_owned()).collect(), "found");
}

/// The links that the linter finds broken and those that are dead on the site in the folder `site` are these.
#[track_caller]
fn agrees(tree: &Tree, site: &str, dead: &[&str]) {
    let rendered = dead_on_site(&tree.path(site));
    assert_eq!(rendered, dead.iter().map(|label| (*label).to_owned()).collect(), "dead on the site");
    fs::remove_dir_all(tree.path(site)).expect("the site is removed");
    assert_eq!(broken(tree), rendered, "found, and dead on the site");
}

/// The labels of the links that the linter finds broken.
fn broken(tree: &Tree) -> BTreeSet<String> {
    let label = Regex::new(r"L\d\d").expect("a valid pattern");
    let run = tree.lint(&["--select", "broken-path,broken-anchor", "--format", "jsonl"]);
    let of_place = |place: &serde_json::Value| {
        let path = tree.path(place["path"].as_str().expect("a path"));
        let text = fs::read_to_string(path).expect("a page");
        let line = usize::try_from(place["line"].as_u64().expect("a line")).expect("a small number");
        let line = text.lines().nth(line - 1).expect("the line");
        label.find(line).unwrap_or_else(|| panic!("no label: {line}")).as_str().to_owned()
    };
    // The same defect in a translation is told at the source.
    let labels = run.json().into_iter().flat_map(|finding| {
        let also = finding["also"].as_array().into_iter().flatten();
        std::iter::once(&finding).chain(also).map(of_place).collect::<Vec<_>>()
    });
    labels.collect()
}

/// The labels of the links that lead nowhere on a site.
fn dead_on_site(site: &Path) -> BTreeSet<String> {
    let labelled = Regex::new(
        r#"[>\s](L\d\d)(?:</?(?:p|strong|span|label|input)[^>]*>|\s)*(?:<(?:a|img)\b[^>]*?\s(?:href|src)=["']?([^"'\s>]*))?"#,
    );
    let labelled = labelled.expect("a valid pattern");
    let mut pages = Vec::new();
    html_files(site, &mut pages);
    let mut works: BTreeMap<String, bool> = BTreeMap::new();
    for page in &pages {
        let html = fs::read_to_string(page).expect("a page of the site");
        // What ikiwiki makes of a link to the page that it stands on.
        let html = html.replace("<span class=\"selflink\">", "<a href=\"#\">");
        for found in labelled.captures_iter(&html) {
            let leads = found.get(2).is_some_and(|target| leads_somewhere(site, page, target.as_str()));
            *works.entry(found[1].to_owned()).or_default() |= leads;
        }
    }
    assert!(works.len() > 5, "links on the site: {works:?} of {pages:?}");
    works.into_iter().filter(|(_, works)| !works).map(|(label, _)| label).collect()
}

fn html_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the site") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            html_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "html") {
            found.push(path);
        }
    }
    found.sort();
}

/// Whether a target on a page of a site leads to a file of it, and to a place in that file if it names one.
fn leads_somewhere(site: &Path, page: &Path, target: &str) -> bool {
    let target = target.replace("&amp;", "&");
    let target = target.strip_prefix("https://example.org").unwrap_or(&target).replace("%20", " ");
    // A small picture that is a part of its page.
    if target.starts_with("data:") {
        return true;
    }
    let (path, place) = target.split_once('#').map_or((&*target, ""), |(path, place)| (path, place));
    let path = path.split('?').next().unwrap_or_default();
    let folder = page.parent().expect("a folder");
    let mut file = match path.strip_prefix('/') {
        _ if path.is_empty() => page.to_owned(),
        Some(path) => site.join(path),
        None => folder.join(path),
    };
    // A browser goes no higher than the root of the site.
    let below = fs::canonicalize(&file).is_ok_and(|file| file.starts_with(fs::canonicalize(site).expect("the site")));
    if file.is_dir() && below {
        file = file.join("index.html");
    } else if !file.exists() && !path.ends_with('/') {
        file.as_mut_os_string().push(".html");
    }
    let inside = fs::canonicalize(&file).is_ok_and(|file| file.starts_with(fs::canonicalize(site).expect("the site")));
    if place.is_empty() || !inside {
        return inside;
    }
    let html = fs::read_to_string(&file).unwrap_or_default();
    [format!("id=\"{place}\""), format!("name=\"{place}\""), format!("id={place}")].iter().any(|id| html.contains(id))
}

#[test]
fn mkdocs() {
    if !has_peers(&["mkdocs"]) {
        return;
    }
    let start = "# Start\n\n- L01 [a](guide/trust.md)\n- L02 [a](guide/trust.md#your-keys)\n- L03 [a](guide/trust.md#nope)\n- L04 [a](guide/gone.md)\n- L05 [a](guide/trust/)\n- L06 [a](/guide/trust/)\n- L07 [a](../guide/trust.md)\n- L08 ![a](img/lock.png)\n- L09 ![a](img/none.png)\n- L10 [a](Guide/trust.md)\n- L11 [a](#start)\n- L12 [a](#nope)\n- L13 [a](guide/)\n- L14 [a](sub/)\n- L15 [a](sub/index.md)\n- L16 [a](guide/trust)\n- L17 <a href=\"guide/trust/\">a</a>\n- L18 [a](files/a.txt)\n- L19 [a](own/theme.txt)\n";
    let trust = "# Trust\n\n## Your keys\n\n- L20 [a](keys.md)\n- L21 [a](../index.md)\n- L22 ![a](../img/lock.png)\n- L23 [a](keys/)\n- L24 [a](../keys/)\n- L25 [a](../keys.md)\n- L26 [a](../../)\n- L27 [a](../sub/README.md)\n- L28 [a](./keys.md#keys)\n- L29 [a](trust.md#your-keys)\n";
    let tree = Tree::empty()
        .with(
            "mkdocs.yml",
            "site_name: Guide\nsite_url: https://example.org/\ntheme:\n  name: mkdocs\n  custom_dir: theme\n",
        )
        .with("theme/own/theme.txt", "x")
        .with("docs/index.md", start)
        .with("docs/guide/trust.md", trust)
        .with("docs/guide/keys.md", "# Keys\n\nText.\n")
        .with("docs/sub/index.md", "# Sub\n\nText.\n")
        .with("docs/img/lock.png", "x")
        .with("docs/files/a.txt", "x");
    build(&tree, "mkdocs", &["build", "--quiet", "--site-dir", "out"]);
    agrees(&tree, "out", &["L03", "L04", "L07", "L09", "L10", "L12", "L13", "L23", "L25", "L27"]);
}

#[test]
fn ikiwiki() {
    if !has_peers(&["ikiwiki"]) {
        return;
    }
    let start = "# Start\n\n- L01 [[a|doc/trust]]\n- L02 [[doc/trust]]\n- L03 [[a|doc/trust#Your_keys]]\n- L04 [[a|doc/trust#nope]]\n- L05 [[a|doc/gone]]\n- L06 [[a|/doc/trust]]\n- L07 [[a|Doc/Trust]]\n- L08 [[a|trust]]\n- L09 [[a\nb|doc/first steps]]\n- L10 [[files/a.txt]]\n- L11 [[a|files/b.txt]]\n- L14 [a](doc/trust/)\n- L15 [a](doc/gone/)\n- L16 [[a|ikiwiki/formatting]]\n- L17 [[a|index]]\n";
    let steps = "[[!meta title=\"Steps\"]]\n\n- L20 [[trust]]\n- L21 [[one]]\n- L22 [[a|first_steps/one]]\n- L23 [[a|doc/first_steps/one]]\n- L24 [[a|two]]\n- L25 [[index]]\n- L26 [[a|../index]]\n\n[[!toggleable id=\"x\" text=\"\"\"\n- L27 [[trust]]\n- L28 [[a|two]]\n\"\"\"]]\n";
    let tree = Tree::empty()
        .with("wiki/index.mdwn", start)
        .with("wiki/files/a.txt", "x")
        .with("wiki/doc/first_steps.mdwn", steps)
        .with(
            "wiki/doc/first_steps/one.mdwn",
            "- L30 [[trust]]\n- L31 [[a|/trust]]\n- L32 [[first_steps]]\n- L33 [[two]]\n",
        )
        .with("wiki/doc/trust.mdwn", "# Your keys\n\n- L34 [[one]]\n- L36 [[trust]]\n");
    let folder = |name: &str| tree.path(name).to_str().expect("a path in UTF-8").to_owned();
    let setup = format!(
        "# IkiWiki::Setup::Yaml\nwikiname: Guide\nsrcdir: {}\ndestdir: {}\nurl: https://example.org\nadd_plugins:\n- toggle\n- headinganchors\nrcs: ''\n",
        folder("wiki"),
        folder("out")
    );
    let tree = tree.with("ikiwiki.setup", setup);
    build(&tree, "ikiwiki", &["--setup", "ikiwiki.setup"]);
    agrees(&tree, "out", &["L04", "L05", "L08", "L11", "L15", "L24", "L26", "L28", "L31", "L33", "L34"]);
}

#[test]
fn lektor() {
    if !has_peers(&["lektor"]) {
        return;
    }
    let start = "title: Start\n---\nbody:\n\n- L01 [a](about/)\n- L02 [a](/about/us/)\n- L03 [a](about/gone/)\n- L04 [a](/about/gone/)\n- L05 [a](/static/a.txt)\n- L06 ![a](about/a.png)\n- L07 ![a](about/b.png)\n- L08 [a](/es/about/)\n- L09 [a](about/us)\n- L10 [a](.)\n- L11 [a](../about/)\n";
    let about = "title: About\n---\nbody:\n\n- L20 [a](../)\n- L22 [a](us/)\n- L23 [a](./a.png)\n- L24 [a](about/)\n- L25 [a](nobody/)\n";
    let tree = Tree::empty()
        .with("Guide.lektorproject", "[project]\nname = Guide\n\n[alternatives.en]\nprimary = yes\nlocale = en_US\n\n[alternatives.es]\nurl_prefix = /es/\nlocale = es\n")
        .with("models/page.ini", "[model]\nname = Page\n\n[fields.title]\ntype = string\n\n[fields.body]\ntype = markdown\n")
        .with("templates/page.html", "<title>{{ this.title }}</title>{{ this.body }}\n")
        .with("content/contents.lr", start)
        .with("content/about/contents.lr", about)
        .with("content/about/contents+es.lr", "title: Acerca\n---\nbody:\n\n- L30 [a](../)\n- L31 [a](us/)\n- L32 [a](nada/)\n")
        .with("content/about/team/contents.lr", "_slug: us\n---\ntitle: Team\n---\nbody:\n\n- L40 [a](../)\n- L41 [a](../us/)\n- L42 [a](../../)\n")
        .with("content/about/a.png", "x")
        .with("assets/static/a.txt", "x");
    build(&tree, "lektor", &["build", "--output-path", "out"]);
    agrees(&tree, "out", &["L03", "L04", "L07", "L24", "L25", "L32"]);
}

#[test]
fn hugo() {
    if !has_peers(&["hugo"]) {
        return;
    }
    let start = "---\ntitle: Start\n---\n\n- L01 [a](docs/trust/)\n- L02 [a](/docs/trust/#your-keys)\n- L03 [a](/docs/trust/#nope)\n- L04 [a](/docs/gone/)\n- L05 [a]({{< ref \"docs/trust.md\" >}})\n- L06 [a]({{< relref \"trust\" >}})\n- L07 ![a](/img/lock.png)\n- L08 ![a](img/lock.png)\n- L09 [a](/docs/)\n- L10 [a](/old/trust/)\n- L11 [a](/es/docs/trust/)\n- L12 [a](/tags/phones/)\n- L14 [a](#nope)\n- L15 [a](/index.xml)\n- L16 [a](/docs/draft/)\n- L17 [a](docs/draft/)\n";
    let trust = "---\ntitle: Trust\naliases: [/old/trust]\ntags: [phones]\n---\n\n## Your keys\n\n- L20 [a](../keys/)\n- L22 [a](../)\n- L23 [a](../../)\n- L24 [a](/docs/own/)\n- L25 [a](/docs/second/)\n- L26 ![a](../bundle/a.png)\n- L27 [a](../bundle/)\n";
    let tree = Tree::empty()
        .with("hugo.toml", "baseURL = 'https://example.org/'\ndefaultContentLanguage = 'en'\n[languages.en]\nweight = 1\n[languages.es]\nweight = 2\n")
        .with("layouts/_default/single.html", "{{ .Content }}\n")
        .with("layouts/_default/list.html", "{{ .Content }}\n")
        .with("layouts/index.html", "{{ .Content }}\n")
        .with("static/img/lock.png", "x")
        .with("content/_index.md", start)
        .with("content/docs/_index.md", "---\ntitle: Docs\n---\n")
        .with("content/docs/trust.md", trust)
        .with("content/docs/trust.es.md", "---\ntitle: Confianza\n---\n\n- L30 [a](/es/docs/trust/)\n- L31 [a](/es/docs/nada/)\n")
        .with("content/docs/keys.md", "---\ntitle: Keys\n---\n")
        .with("content/docs/third.md", "---\ntitle: Own\nslug: own\n---\n")
        .with("content/docs/fourth.md", "---\ntitle: Second\nurl: /docs/second/\n---\n")
        .with("content/docs/bundle/index.md", "---\ntitle: Bundle\n---\n\n- L40 ![a](a.png)\n- L41 ![a](b.png)\n- L42 [a](../trust/)\n")
        .with("content/docs/draft.md", "---\ntitle: Draft\ndraft: true\n---\n")
        .with("content/docs/bundle/a.png", "x");
    build(&tree, "hugo", &["--quiet", "--destination", "out"]);
    agrees(&tree, "out", &["L03", "L04", "L14", "L16", "L17", "L31", "L41"]);
}

#[test]
fn jekyll() {
    if !has_peers(&["jekyll"]) {
        return;
    }
    let start = "---\ntitle: Start\n---\n\n- L01 [a](trust.md)\n- L02 [a](trust.html)\n- L03 [a](/trust.html#your-keys)\n- L04 [a](/trust.html#nope)\n- L05 [a](gone.md)\n- L06 [a]({% link trust.md %})\n- L07 [a]({% post_url 2020-01-31-hello %})\n- L08 [a]({{ \"/guide/keys/\" | relative_url }})\n- L09 [a](/2020/01/31/hello.html)\n- L10 ![a](/assets/lock.png)\n- L11 ![a](assets/none.png)\n- L12 [a](/docs/first.html)\n- L13 [a](guide/keys/)\n- L14 [a](/docs/gone.html)\n- L15 [a](#nope)\n- L16 [a](/docs/second.html)\n";
    let tree = Tree::empty()
        .with("_config.yml", "url: https://example.org\nplugins: [jekyll-relative-links]\ncollections:\n  docs:\n    output: true\nexclude: [out]\n")
        .with("index.md", start)
        .with("trust.md", "---\n---\n\n## Your keys\n\n- L20 [a](index.md)\n- L21 [a](_docs/first.md)\n- L22 [a](guide/keys.md)\n")
        .with("guide/keys.md", "---\npermalink: /guide/keys/\n---\n\n- L30 [a](../trust.md)\n- L31 [a](/trust)\n- L32 [a](trust.md)\n")
        .with("_posts/2020-01-31-hello.md", "---\n---\n\n- L40 [a](/trust.html)\n")
        .with("_docs/first.md", "---\n---\n\n- L50 [a](/guide/keys/)\n- L51 [a](second.md)\n")
        .with("assets/lock.png", "x");
    build(&tree, "jekyll", &["build", "--quiet", "--destination", "out"]);
    agrees(&tree, "out", &["L04", "L05", "L11", "L14", "L15", "L16", "L32", "L51"]);
}

#[test]
fn eleventy() {
    if !has_peers(&["eleventy"]) {
        return;
    }
    let start = "# Start\n\n- L01 [a](guide/trust/)\n- L02 [a](/guide/trust/)\n- L03 [a](/guide/gone/)\n- L04 [a](guide/gone/)\n- L05 ![a](/img/lock.png)\n- L07 [a](/own/)\n- L08 [a](#nope)\n- L09 [a]({{ '/guide/keys/' | url }})\n- L10 [a](/guide/)\n";
    let trust =
        "# Trust\n\n- L20 [a](../keys/)\n- L21 [a](keys/)\n- L22 [a](../../)\n- L23 [a](/own/)\n- L24 [a](../)\n";
    let tree = Tree::empty()
        .with("eleventy.config.js", "module.exports = function (config) {\n  config.addPassthroughCopy({ 'public': '/' });\n  return { dir: { input: 'pages', output: 'out' } };\n};\n")
        .with("public/img/lock.png", "x")
        .with("pages/index.md", start)
        .with("pages/guide/trust.md", trust)
        .with("pages/guide/keys.md", "# Keys\n\n- L30 [a](/guide/trust/)\n")
        .with("pages/guide/index.md", "# Guide\n\n- L40 [a](trust/)\n- L41 [a](nobody/)\n")
        .with("pages/third.md", "---\npermalink: /own/\n---\n\n- L50 [a](/)\n");
    build(&tree, "eleventy", &["--quiet"]);
    agrees(&tree, "out", &["L03", "L04", "L08", "L21", "L41"]);
}

#[test]
fn vitepress() {
    if !has_peers(&["vitepress"]) {
        return;
    }
    let start = "# Start\n\n- L01 [a](guide/trust.md)\n- L02 [a](/guide/trust#your-keys)\n- L03 [a](/guide/trust#nope)\n- L04 [a](./guide/gone.md)\n- L05 [a](/guide/gone)\n- L06 ![a](/img/lock.png)\n- L07 [a](guide/trust.html)\n- L08 [a](guide/)\n- L09 [a](#nope)\n";
    let trust = "# Trust\n\n## Your keys\n\n- L20 [a](keys)\n- L21 [a](../index.md)\n- L22 [a](../)\n- L23 [a](./nobody)\n- L24 [a](/)\n";
    let tree = Tree::empty()
        .with(".vitepress/config.mjs", "export default { title: 'Guide', ignoreDeadLinks: true, outDir: 'out' };\n")
        .with("public/img/lock.png", "x")
        .with("index.md", start)
        .with("guide/trust.md", trust)
        .with("guide/index.md", "# Guide\n\n- L30 [a](trust)\n")
        .with("guide/keys.md", "# Keys\n\nText.\n");
    link_packages(&tree, "vitepress");
    build(&tree, "vitepress", &["build"]);
    agrees(&tree, "out", &["L03", "L04", "L05", "L09", "L23"]);
}

#[test]
fn mdbook() {
    let tree = fixture("mdbook", Tree::empty());
    finds(&tree, &MDBOOK);
    if !has_peers(&["mdbook"]) {
        return;
    }
    build(&tree, "mdbook", &["build", "--dest-dir", "out"]);
    agrees(&tree, "out", &MDBOOK);
}

/// Pages that are not in `SUMMARY.md`, folders without an index, and indexes that are called `README`, as their files
/// are and as what is made of them is not.
const MDBOOK: [&str; 22] = [
    "L03", "L04", "L12", "L15", "L16", "L18", "L19", "L20", "L22", "L25", "L29", "L30", "L31", "L32", "L35", "L40",
    "L41", "L44", "L47", "L58", "L63", "L70",
];

#[test]
fn docusaurus() {
    let tree = fixture("docusaurus", Tree::empty());
    finds(&tree, &DOCUSAURUS);
    if !has_peers(&["docusaurus"]) {
        return;
    }
    link_packages(&tree, "docusaurus");
    // The theme of the tree shows pages and nothing around them: a tenth of the work, and the same links.
    build(&tree, "docusaurus", &["build", "--no-minify", "--out-dir", "out/kit"]);
    agrees(&tree, "out", &DOCUSAURUS);
}

/// Folders without a page, with a category that has no page; drafts and partials; addresses that a slug replaces; pages
/// of another plug-in by their files.
const DOCUSAURUS: [&str; 28] = [
    "L03", "L04", "L08", "L09", "L12", "L13", "L18", "L21", "L23", "L24", "L27", "L28", "L29", "L35", "L39", "L41",
    "L48", "L59", "L62", "L63", "L64", "L65", "L74", "L77", "L85", "L92", "L94", "L98",
];

#[test]
fn starlight() {
    finds(&fixture("starlight", Tree::empty()), &STARLIGHT);
    if !has_peers(&["astro"]) {
        return;
    }
    // Astro takes the packages for files of the site if these have no folder in common with it.
    let packages = packages("astro");
    let tree = fixture("starlight", Tree::inside(packages.parent().expect("a folder")));
    // A repository of its own: the one around ignores what it builds.
    fs::create_dir(tree.path(".git")).expect("a folder");
    build(&tree, "astro", &["build"]);
    agrees(&tree, "out", &STARLIGHT);
}

/// Files of pages, folders without a page, drafts, and addresses that a slug replaces.
const STARLIGHT: [&str; 23] = [
    "L01", "L04", "L05", "L08", "L12", "L13", "L14", "L17", "L20", "L27", "L31", "L36", "L46", "L49", "L50", "L57",
    "L61", "L65", "L68", "L69", "L72", "L74", "L77",
];
