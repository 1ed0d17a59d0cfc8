//! Guides laid out for other site generators, without a `firstaid.toml`: each run must guess where the pages are, their
//! languages, and where their links lead.

use crate::support::{Run, Tree};

/// Rules on translations: the pages of these trees have too few words for them.
const OF_TRANSLATIONS: &str =
    "added-link,changed-punctuation,lost-link,lost-negation,missing-block,missing-page,orphan-page,untranslated-block";

fn lint(tree: &Tree) -> Run {
    tree.lint(&["--format", "concise", "--ignore", OF_TRANSLATIONS])
}

/// The findings, without severity and message: `path:line:column rule`.
fn places(run: &Run) -> Vec<String> {
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let rule = rest.split(['[', ']']).nth(1).expect("a rule");
        format!("{place} {rule}")
    };
    run.stdout.lines().map(place).collect()
}

/// The note on the guessed layout contains this, and these are all the findings.
#[track_caller]
pub(crate) fn guesses(tree: &Tree, guess: &str, expected: &[&str]) {
    let run = lint(tree);
    assert!(run.stderr.contains(guess), "no `{guess}` in: {}", run.stderr);
    assert_eq!(places(&run), expected, "{}{}", run.stdout, run.stderr);
}

#[test]
fn pages_at_the_root_beside_folders_of_locales() {
    let tree = Tree::empty()
        .with("index.md", "# Start\n\nSee [trust](Trust.md).\n")
        .with("Trust.md", "# Trust\n\nUse Ostel.\n")
        .with("CONTRIBUTING.md", "Use Ostel.\n")
        .with("ru/README.md", "[a](Trust.md)\n")
        .with("es/Trust.md", "# Confianza\n\nVéase [inicio](../index.md) y [nada](../nada.md).\n")
        .with("ru/index_RU.md", "# Начало\n")
        .with("ru/Trust_RU.md", "# Доверие\n");
    let expected = ["Trust.md:3:5 stale-tool", "es/Trust.md:3:38 broken-path", "ru/README.md:1:5 broken-path"];
    guesses(&tree, "source-pages = \"{page}.md\", locales.ru.pages = \"ru/{page}_RU.md\"", &expected);
}

#[test]
fn mkdocs_with_admonitions_and_tabs() {
    let page = "# Start\n\n!!! warning \"Not `x`\"\n\n    Use Ostel.\n\n    === \"Linux\"\n\n        Use Gmal. {: .small }\n\n??? note\n    - One\n\n```\n!!! note\n    Ostel\n```\n\n    Ostel\n";
    let tree = Tree::empty()
        .with("mkdocs.yml", "site_name: x\ntheme:\n  language: en\n")
        .with("README.md", "Use Ostel.\n")
        .with("docs/index.md", page)
        .with(
            "docs/guide/trust.md",
            "[a](../index.md#start) [b](../../) [c](keys.md) [d](../guide/trust/#x)\n\n## Ünïcode x { #x }\n\nText.\n",
        )
        .with("docs/guide/trust.fr.md", "[a](../index.md) [b](nulle-part.md)\n");
    let expected = [
        "docs/guide/trust.fr.md:1:22 broken-path",
        "docs/guide/trust.md:1:40 broken-path",
        "docs/guide/trust.md:1:53 broken-path",
        "docs/index.md:5:9 stale-tool",
        "docs/index.md:9:13 misspelled-brand",
    ];
    guesses(&tree, "root = \"docs\", source = \"en\"", &expected);
}

#[test]
fn jekyll_with_collections_and_languages_in_front_matter() {
    let post = "---\nlang: es\ntitle: Hola\n---\n\n[a]({% post_url 2020-01-31-hola %}) [b]({{ site.baseurl }}/faq/) [c]({% link _docs/x.md %})\n{% include note.html %}\n\n[d](#from-include)\n";
    let tree = Tree::empty()
        .with("_config.yml", "title: x\nlang: en\n")
        .with("_includes/note.html", "Ostel")
        .with("_site/index.md", "Ostel")
        .with("_posts/2020-01-31-hola.md", post)
        .with("_docs/x.md", "---\npermalink: /faq/\nparent: Start\n---\n\nText[^1] *mot*{: lang=\"fr\"}\n{: #p .small}\n\n[a](#p) [b](#q) [c]({{ \"/gone\" | relative_url }})\n\n[^1]: Gmal\n\n{% highlight sh %}\nOstel\n{% endhighlight %}\n{% comment %}Ostel{% endcomment %}\n")
        .with("index.markdown", "---\n---\n\n{% raw %}{{ Ostel }}{% endraw %} <img src=\"gone.png\" alt=\"Gmal\">\n");
    let expected = [
        "_docs/x.md:9:13 broken-anchor",
        "_docs/x.md:11:7 misspelled-brand",
        "index.markdown:4:13 stale-tool",
        "index.markdown:4:44 broken-path",
        "index.markdown:4:59 misspelled-brand",
    ];
    guesses(&tree, "source-pages = [\"{page}.md\", \"_docs/{page}.md\", \"_posts/{page}.md\"]", &expected);
}

#[test]
fn mdbook_and_gitbook_with_their_summaries() {
    let tree = Tree::empty()
        .with("book.toml", "[book]\nlanguage = \"en\"\nsrc = \"src\"\n")
        .with("src/SUMMARY.md", "- [Intro](intro.md)\n")
        .with("src/intro.md", "{{#include other.md}}\n\n[a](#somewhere) [b](gone.md) [c](../../std/index.html)\n")
        .with("src/other.md", "Use `{{` and Ostel `}}`.\n");
    let expected = ["src/intro.md:3:21 broken-path", "src/other.md:1:14 stale-tool"];
    guesses(&tree, "root = \"src\", source = \"en\"", &expected);

    let tree = Tree::empty()
        .with("LANGS.md", "* [English](en)\n* [Español](es)\n")
        .with("en/README.md", "{% hint style=\"info\" %}\nUse Ostel.\n{% endhint %}\n\n[a](SUMMARY.md) [b](gone.md)\n")
        .with("en/SUMMARY.md", "* [Start](README.md)\n")
        .with("es/README.md", "Texto.\n");
    guesses(&tree, "generator = \"gitbook\"", &["en/README.md:2:5 stale-tool", "en/README.md:5:21 broken-path"]);
}

#[test]
fn what_git_ignores_and_programs_write_is_no_page() {
    let tree = Tree::empty()
        .with(".gitignore", "drafts/\n")
        .with("page.md", "Text.\n")
        .with("drafts/page.md", "Ostel\n")
        .with("node_modules/x/page.md", "Ostel\n")
        .with("public/page.md", "Ostel\n")
        .with("_site/page.md", "Ostel\n")
        .with("CHANGELOG.md", "Ostel\n");
    guesses(&tree, "root = \".\"", &[]);
}

#[test]
fn raw_html_is_prose_with_links_and_languages() {
    let page = "<div class=\"note\">\n<p>Use Ostel &amp; more.</p>\n<pre>Gmal</pre>\n<script>var Gmal;</script>\n<a href=\"gone.md\">there</a> <code>Ostel</code>\n</div>\n\nText <kbd>Gmal</kbd> <span title=\"Thunderbrid\">x</span>\n";
    let run = lint(&Tree::page(page)).exits(1);
    let expected = [
        "content/en/Page.md:2:8 stale-tool",
        "content/en/Page.md:4:1 active-content",
        "content/en/Page.md:5:10 broken-path",
        "content/en/Page.md:8:35 misspelled-brand",
    ];
    assert_eq!(places(&run), expected, "{}", run.stdout);
}

#[test]
fn a_layout_of_several_parts_can_be_configured() {
    let config = "[content]\nroot = \".\"\nsource-pages = [\"guide/{page}.md\", \"blog/{page}.md\"]\npages = [\"{locale}/guide/{page}.md\", \"{locale}/blog/{page}.md\"]\nexclude = [\"guide/old\"]\nassets = [\"static\"]\ngenerator = \"hugo\"\nanchors = \"mkdocs\"\n";
    let tree = Tree::empty()
        .with("firstaid.toml", config)
        .with("static/a.png", "")
        .with("guide/a.md", "![a](/a.png) [b](../blog/a.md) [c](#uber-uns)\n\n## Über uns\n\nText.\n")
        .with("blog/a.md", "Text.\n")
        .with("guide/old/a.md", "Ostel\n")
        .with("es/guide/a.md", "---\nlang: fr\n---\n");
    let run = lint(&tree).exits(1);
    assert_eq!(places(&run), ["es/guide/a.md:2:7 language-mismatch"], "{}", run.stdout);
}

#[test]
fn gatsby_with_static_files_and_pages_by_plug_in() {
    let tree = Tree::empty()
        .with("gatsby-config.js", "module.exports = { plugins: [] };\n")
        .with("static/img/a.png", "")
        .with(
            "content/posts/2019-05-01-keys.md",
            "![a](/img/a.png) ![b](/img/b.png) [c](../../tools/x) [d](../2019-05-01-keys/)\n",
        );
    guesses(&tree, "generator = \"gatsby\"", &["content/posts/2019-05-01-keys.md:1:23 broken-path"]);
}

#[test]
fn folders_that_are_hidden_themed_or_not_checked_out() {
    let tree = Tree::empty()
        .with("mkdocs.yml", "site_name: x\ntheme:\n  name: material\n  custom_dir: overrides\n")
        .with(".gitmodules", "[submodule \"marks\"]\n\tpath = overrides/marks\n\turl = https://example.org/marks.git\n")
        .with("overrides/pictures/b.png", "")
        .with("docs/.well-known/security.txt", "")
        .with(
            "docs/index.md",
            "![a](marks/a.png) ![b](pictures/b.png) [c](.well-known/security.txt) ![d](pictures/d.png)\n",
        );
    guesses(&tree, "generator = \"mkdocs\"", &["docs/index.md:1:75 broken-path"]);
}

#[test]
fn docusaurus_with_older_versions_and_the_lists_that_it_makes() {
    let tree = Tree::empty()
        .with("docusaurus.config.js", "i18n: {\n  defaultLocale: 'en',\n},\n")
        .with("versions.json", "[\"2.0\", \"1.0\"]\n")
        .with(
            "docs/start.md",
            "[a](/docs/1.0/start) [b](/docs/next/start) [c](/blog/tags/phones) [d](/docs/3.0/start)\n",
        )
        .with("blog/2024-05-01-x.md", "Text.\n")
        .with("versioned_docs/version-2.0/start.md", "![a](/img/gone.png)\n")
        .with("versioned_docs/version-1.0/start.md", "Use Ostel.\n");
    let expected = [
        "docs/start.md:1:71 broken-path",
        "versioned_docs/version-1.0/start.md:1:5 stale-tool",
        "versioned_docs/version-2.0/start.md:1:6 broken-path",
    ];
    guesses(&tree, "versioned_docs/version-1.0/{page}.md", &expected);
}

#[test]
fn astro_and_eleventy_with_their_public_files() {
    let tree = Tree::empty()
        .with("astro.config.mjs", "export default defineConfig({});\n")
        .with("public/icon.svg", "")
        .with("src/assets/a.png", "")
        .with("src/content/docs/index.md", "![a](../../assets/a.png) ![b](/icon.svg) ![c](../../assets/b.png)\n");
    guesses(&tree, "generator = \"astro\"", &["src/content/docs/index.md:1:47 broken-path"]);

    let tree = Tree::empty()
        .with("eleventy.config.js", "export default function () { return { dir: { input: \"pages\" } }; }\n")
        .with("README.md", "Use Ostel.\n")
        .with("pages/index.md", "[tagged with phones](/tags/phones/) [the lost phone](/lost/) [gone](/lost/gone/)\n")
        .with("pages/lost.md", "Text.\n");
    guesses(&tree, "root = \"pages\"", &["pages/index.md:1:69 broken-path"]);
}

#[test]
fn a_guess_that_leads_nowhere_falls_back_and_says_so() {
    let tree = Tree::empty().with("mkdocs.yml", "docs_dir: !ENV FOLDER\n").with("docs/index.md", "Use Ostel.\n");
    guesses(
        &tree,
        "seems to keep its pages in `FOLDER`, and there is no such folder",
        &["docs/index.md:1:5 stale-tool"],
    );
}

#[test]
fn ikiwiki_with_directives_and_links_in_brackets() {
    let start = "[[!meta title=\"Guide to Gmal\"]]\n\n# Start\n\nRead [[the first\nsteps|doc/First steps]], [[doc/trust#Your_keys]] and [[what is gone|doc/gone]].\n[[!img lock.png alt=\"A lock of Twiter\" size=20x20]] [[EFF|http://eff.org/]]\n\n[[!toggleable id=\"x\" text=\"\"\"\n## More\n\nUse Ostel, [[friend|/doc/trust]] and [[stranger|trust]].\n\"\"\"]]\n\n[[!inline pages=\"news/* and !*/Discussion\" show=\"3\"]]\n\n<p>[[In HTML|doc/lost]] [plain](doc/trust/)</p>\n\n\\[[as it is]] `[[code]]` [[!tag gone]] [[ikiwiki/formatting]]\n";
    let tree = Tree::empty()
        .with("ikiwiki.setup", "# IkiWiki::Setup::Yaml\nsrcdir: wiki/src\npo_master_language: en|English\npo_slave_languages:\n- de|Deutsch\n")
        .with("README.md", "Use Ostel.\n")
        .with("wiki/src/index.mdwn", start)
        .with("wiki/src/lock.png", "")
        .with("wiki/src/doc/first_steps.mdwn", "# First steps\n\n[[trust]] [[One|one]] [[home|index]]\n")
        .with("wiki/src/doc/first_steps/one.mdwn", "[[Two|two/index]] [[three]] [[top|trust#nope]]\n")
        .with("wiki/src/doc/first_steps/two/index.mdwn", "[[trust.de]]\n")
        .with("wiki/src/doc/trust.mdwn", "# Your keys\n\nText.\n")
        .with("wiki/src/doc/trust.de.po", "msgid \"\"\n");
    let expected = [
        "wiki/src/doc/first_steps/one.mdwn:1:21 broken-path",
        "wiki/src/doc/first_steps/one.mdwn:1:35 broken-anchor",
        "wiki/src/index.mdwn:1:25 misspelled-brand",
        "wiki/src/index.mdwn:6:69 broken-path",
        "wiki/src/index.mdwn:7:32 misspelled-brand",
        "wiki/src/index.mdwn:7:59 insecure-link",
        "wiki/src/index.mdwn:12:5 stale-tool",
        "wiki/src/index.mdwn:12:49 broken-path",
        "wiki/src/index.mdwn:17:14 broken-path",
    ];
    let guess = "root = \"wiki/src\", source = \"en\", pages = \"{locale}/{page}.mdwn\", source-pages = \"{page}.mdwn\", generator = \"ikiwiki\"";
    guesses(&tree, guess, &expected);
    lint(&tree).warns("the catalog of ikiwiki's translations wiki/src/doc/trust.de.po is not read");
    let translated = Tree::empty()
        .with("index.mdwn", "See [[the help page|help]] for you and the team.\n")
        .with("help.mdwn", "This is the help for you and the team.\n")
        .with("help.de.mdwn", "[[Anfang|index]] [[nichts|nichts]]\n");
    guesses(&translated, "locales.de.pages = \"{page}.de.mdwn\"", &["help.de.mdwn:1:27 broken-path"]);
}

#[test]
fn lektor_with_fields_and_alternatives() {
    let start = "_model: page\n---\ntitle: Start with Gmal\n---\nbody:\n\n# Start\n\nUse Ostel. [a](about/) [b](/about/us/) [c](about/gone/) [d](/es/about/) [e](/2020/1/x/)\n\n![f](about/a.png) [g](/static/a.txt) [h](about/#keys) [i](about/#nope)\n---\n_template: ostel.html\n---\nnote: Readers with Twiter\n";
    let blocks = "body:\n\n#### text ####\ntext: Use Ostel on [the team](../) page\n----\nclass: Ostel\n#### text ####\ntext:\n\nUse Ostel.\n---\n_hidden: no\n---\n_slug: us\n";
    let tree = Tree::empty()
        .with("Guide.lektorproject", "[project]\nname = Guide\n\n[alternatives.en]\nprimary = yes\nlocale = en_US\n\n[alternatives.es]\nurl_prefix = /es/\nlocale = es\n")
        .with("content/contents.lr", start)
        .with("content/about/contents.lr", "title: About\n---\nbody:\n\n## Keys\n\n[a](../) [b](team/) [c](nobody/)\n")
        .with("content/about/contents+es.lr", "title: Acerca de todos\n---\nbody: [inicio](../) y [nada](nada/)\n")
        .with("content/about/team/contents.lr", blocks)
        .with("content/about/a.png", "")
        .with("assets/static/a.txt", "")
        .with("i18n/contents+es.po", "msgid \"\"\n");
    let expected = [
        "content/about/contents+es.lr:3:30 broken-path",
        "content/about/contents.lr:7:25 broken-path",
        "content/about/team/contents.lr:4:11 stale-tool",
        "content/about/team/contents.lr:10:5 stale-tool",
        "content/contents.lr:3:19 misspelled-brand",
        "content/contents.lr:9:5 stale-tool",
        "content/contents.lr:9:44 broken-path",
        "content/contents.lr:11:65 broken-anchor",
        "content/contents.lr:15:20 misspelled-brand",
    ];
    let guess = "source-pages = \"{page}.lr\", locales.es.pages = \"{page}+es.lr\", generator = \"lektor\"";
    guesses(&tree, guess, &expected);
    lint(&tree).warns("the catalog of Lektor's translations i18n/contents+es.po is not read");
}

#[test]
fn what_is_not_read_is_named_with_its_number() {
    let tree = Tree::empty()
        .with("a.md", "Text.\n")
        .with("b.rst", "Use Ostel.\n")
        .with("deep/c.rst", "")
        .with("locale/de/LC_MESSAGES/a.po", "");
    let run = lint(&tree).exits(0).warns("not read: 2 files of reStructuredText (.rst)");
    assert!(run.stderr.contains("locale/de/LC_MESSAGES/a.po is not read"), "{}", run.stderr);
    // Without a project, nothing else says that these are Lektor's.
    let run = Tree::empty().with("contents.lr", "title: A\n").lint(&["--format", "concise"]).exits(2);
    assert!(run.stderr.contains("1 file of Lektor (.lr)"), "{}", run.stderr);
}

#[test]
fn nextra_and_docsify_with_their_own_roots() {
    let tree = Tree::empty()
        .with("next.config.mjs", "import nextra from 'nextra';\nexport default nextra({})({});\n")
        .with("public/img/a.png", "")
        .with("content/en/index.mdx", "[a](/phones/lock) ![b](/img/a.png) ![c](/img/b.png)\n")
        .with("content/en/phones/lock.mdx", "[a](/) [b](./lock) [c](./gone)\n")
        .with("content/de/index.mdx", "![b](/img/a.png) ![c](/img/c.png)\n")
        .with("content/de/phones/lock.mdx", "[b](./lock)\n");
    let expected = [
        "content/de/index.mdx:1:23 broken-path",
        "content/en/index.mdx:1:41 broken-path",
        "content/en/phones/lock.mdx:1:24 broken-path",
    ];
    guesses(&tree, "generator = \"nextra\"", &expected);
    let tree = Tree::empty()
        .with("index.html", "<script src=\"//cdn.example.org/npm/docsify\"></script>\n")
        .with("_sidebar.md", "* [a](phones/lock.md)\n")
        .with("README.md", "[a](phones/lock.md) [b](/phones/lock) [c](#/phones/lock) [d](phones/) [e](gone.md)\n")
        .with("phones/README.md", "[a](phones/lock.md) [b](lock.md) [c](/)\n")
        .with("phones/lock.md", "Text.\n");
    guesses(&tree, "generator = \"docsify\"", &["README.md:1:75 broken-path"]);
}

#[test]
fn docusaurus_with_two_folders_of_documentation_one_beside_the_site() {
    let config = "module.exports = {\n  presets: [['classic', { docs: { path: '../docs' } }]],\n  plugins: [['@docusaurus/plugin-content-docs', { id: 'tools', path: 'tools', routeBasePath: 'tools' }]],\n};\n";
    let tree = Tree::empty()
        .with("website/docusaurus.config.js", config)
        .with("website/static/a.png", "")
        .with("docs/start.md", "[a](/tools/lock) [b](phones/) ![c](/a.png) [d](../website/tools/lock.md) [e](all/)\n")
        .with("docs/phones/one.md", "[a](../start.md) [b](/old/address)\n")
        .with("docs/all/_category_.json", "{\"link\": {\"type\": \"generated-index\", \"slug\": \"/all\"}}")
        .with("docs/all/one.md", "Text.\n")
        .with("website/tools/lock.md", "Use Ostel.\n")
        .with("website/i18n/es/docusaurus-plugin-content-docs-tools/current/lock.md", "Texto.\n")
        .with("website/i18n/es/docusaurus-plugin-content-docs/current/start.md", "Texto.\n")
        .with("website/i18n/es/docusaurus-plugin-content-docs/current/phones/one.md", "[a](../start.md)\n")
        .with("website/i18n/es/docusaurus-plugin-content-docs/current/all/one.md", "Texto.\n");
    let expected =
        ["docs/start.md:1:22 broken-path", "docs/start.md:1:48 broken-path", "website/tools/lock.md:1:5 stale-tool"];
    guesses(&tree, "website/tools/{page}.md", &expected);
}

#[test]
fn a_page_that_is_made_of_a_format_that_is_not_read_is_there() {
    let tree = Tree::empty()
        .with("_quarto.yml", "project:\n  type: book\n")
        .with("index.qmd", "# Start\n")
        .with("more.md", "[a](index.html) [b](index.qmd) [c](index) [d](gone.html)\n");
    let run = tree.lint(&["--format", "concise"]).exits(1);
    assert_eq!(places(&run), ["more.md:1:47 broken-path"]);
}
