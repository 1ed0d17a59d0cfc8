//! Where guides of each generator keep their translations, and what is read of them without a configuration.

use crate::layouts::guesses;
use crate::support::Tree;

#[test]
fn hugo_with_folders_or_suffixes() {
    let tree = Tree::empty()
        .with("hugo.toml", "defaultContentLanguage = 'en'\n")
        .with("static/images/a.png", "")
        .with("content/_index.md", "+++\ntitle = \"Start\"\n+++\n\n![a](/images/a.png) [b](/docs/trust/#keys)\n")
        .with("content/docs/Trust.md", "---\naliases: [/old/trust]\n---\n\n## Keys\n\n[a]({{< ref \"_index.md\" >}}) [b](/old/trust/) [c]({{< relref \"gone\" >}})\n")
        .with("content/docs/Trust.es.md", "+++\nlanguage = \"en\"\n+++\n\n[a](/docs/nada/)\n");
    let expected = [
        "content/docs/Trust.es.md:2:12 language-mismatch",
        "content/docs/Trust.es.md:5:5 broken-path",
        "content/docs/Trust.md:7:51 broken-path",
    ];
    guesses(&tree, "locales.es.pages = \"{page}.es.md\", generator = \"hugo\"", &expected);

    let tree = Tree::empty()
        .with("config.toml", "languageCode = \"en-us\"\n")
        .with("content/en/page.md", "[a](/page/) [b](/en/page) [c](/tags/x/)\n")
        .with("content/es/page.md", "[a](/es/page/) [b](/es/nada/)\n");
    guesses(&tree, "root = \"content\"", &["content/es/page.md:1:20 broken-path"]);
}

#[test]
fn docusaurus_with_translations() {
    let tree = Tree::empty()
        .with("docusaurus.config.js", "i18n: {\n  defaultLocale: 'en',\n},\n")
        .with("static/img/a.png", "")
        .with("node_modules/x/README.md", "Ostel\n")
        .with("docs/01-intro.mdx", "---\nslug: /start\n---\n\nimport Tabs from '@theme/Tabs';\n\n:::note[Use Gmal]\n\nOstel {props.x}\n\n:::\n\n![a](/img/a.png) [b](./02-next.md#own-id)\n")
        .with("docs/02-next.md", "## Next {#own-id}\n\n[a](/docs/start) [b](./intro) [c](/docs/gone) [d](/api/x)\n")
        .with("docs/deep/more.md", "[a](02-next.md#own-id) [b](../02-next.md) [c](03-gone.md)\n")
        .with("i18n/es/docusaurus-plugin-content-docs/current/02-next.md", "## Más {#own-id}\n\n[a](./01-intro.mdx) [b](nada.md)\n");
    let expected = [
        "docs/01-intro.mdx:7:13 misspelled-brand",
        "docs/01-intro.mdx:9:1 stale-tool",
        // The page at `/docs/start` is at no other address.
        "docs/02-next.md:3:22 broken-path",
        "docs/02-next.md:3:35 broken-path",
        "docs/deep/more.md:1:47 broken-path",
        "i18n/es/docusaurus-plugin-content-docs/current/02-next.md:3:25 broken-path",
    ];
    guesses(&tree, "generator = \"docusaurus\"", &expected);
}

#[test]
fn folders_of_locales_deep_in_a_tree_and_pages_of_one_language() {
    let tree = Tree::empty()
        .with("README.md", "Ostel\n")
        .with("src/content/docs/fr/page.md", "La [sécurité](nulle-part.md).\n")
        .with("src/content/docs/de/page.md", "Ein Wort.\n")
        .with("src/content/docs/api/page.md", "Not a language.\n");
    guesses(&tree, "root = \"src/content/docs\"", &["src/content/docs/fr/page.md:1:15 broken-path"]);

    let text =
        "Cambie la contraseña de la cuenta por una que no esté en el equipo y para los demás servicios.\n".repeat(3);
    let tree = Tree::empty().with("guia/page.md", text).with("guia/other.md", "---\nlang: en\n---\nText.\n");
    guesses(&tree, "root = \".\", source = \"es\"", &[]);
}

#[test]
fn hugo_with_a_folder_of_another_name_for_each_language() {
    let tree = Tree::empty()
        .with("hugo.toml", "defaultContentLanguage = 'en'\n[languages.en]\ncontentDir = 'pages/english'\n[languages.fr]\ncontentDir = 'pages/french'\n")
        .with("pages/english/trust.md", "[a](/fr/trust/) [b](/trust/) [c](gone.md)\n")
        .with("pages/french/trust.md", "Utilisez Ostel.\n");
    let expected = ["pages/english/trust.md:1:34 broken-path", "pages/french/trust.md:1:10 stale-tool"];
    guesses(&tree, "source-pages = \"english/{page}.md\", locales.fr.pages = \"french/{page}.md\"", &expected);
}

#[test]
fn translations_in_a_tree_of_a_platform_beside_the_source() {
    let tree = Tree::empty()
        .with("mkdocs.yml", "site_name: x\ndocs_dir: !ENV [FOLDER, 'docs']\n")
        .with("docs/img/a.png", "")
        .with("docs/SUMMARY.md", "Use Ostel.\n")
        .with("docs/index.md", "![a](img/a.png) [b](phones/lost.md) [c](phones/)\n")
        .with("docs/phones/lost.md", "Call the police.\n")
        .with("i18n/de/docs/index.md", "Nutze Ostel. [b](phones/lost.md)\n")
        .with("i18n/de/docs/phones/lost.md", "Rufe die Polizei.\n")
        .with("notes/de/other.md", "Ostel\n");
    let expected = ["docs/index.md:1:41 broken-path", "i18n/de/docs/index.md:1:7 stale-tool"];
    guesses(&tree, "pages = \"i18n/{locale}/docs/{page}.md\", source-pages = \"docs/{page}.md\"", &expected);
}

#[test]
fn a_folder_is_a_locale_only_with_a_second_sign() {
    let tree = Tree::empty()
        .with("docs/index.md", "# Start\n\nThe first page of the guide.\n")
        .with("docs/phones.md", "# Phones\n\nWhat to do when they are lost.\n")
        .with("docs/it/index.md", "# IT\n\nThe people for computers of the office, and how to reach them.\n")
        .with("docs/it/printers.md", "# Printers\n\nUse Gmal to print.\n")
        .with("docs/es/index.md", "# Inicio\n\nLa primera de las páginas de la guía.\n");
    let run = tree.lint(&["--format", "concise"]);
    assert!(run.stderr.contains("not-locales = [\"it\"]"), "{}", run.stderr);
    assert!(run.stdout.contains("docs/it/printers.md:3:5: error[misspelled-brand]"), "{}", run.stdout);
    assert!(!run.stdout.contains("docs/it/index.md") && run.stdout.contains("missing-page"), "{}", run.stdout);
}

#[test]
fn translations_without_their_source_are_compared_with_nothing() {
    let tree = Tree::empty()
        .with("i18n/de/a.md", "# Anfang\n\nSchreibe an a@example.org.\n")
        .with("i18n/de/b.md", "# Mehr\n\nDie zweite Seite.\n")
        .with("i18n/fr/a.md", "# Début\n\nLa première page.\n");
    let run = tree
        .lint(&["--format", "concise"])
        .exits(0)
        .warns("no pages in `en`, so translations are compared with nothing");
    assert_eq!(run.stdout, "");
}

#[test]
fn pages_of_the_source_that_stand_in_for_a_translation() {
    let links = "[to the top](#_top) [keys](/es/guide/keys/) [trust](/es/guide/trust/) [none](/es/guide/none/)\n";
    let tree = Tree::empty()
        .with("astro.config.mjs", "export default defineConfig({ integrations: [starlight({})] });\n")
        .with("src/content/docs/index.md", links)
        .with("src/content/docs/guide/keys.md", "Text.\n")
        .with("src/content/docs/guide/trust.md", "Text.\n")
        .with("src/content/docs/es/guide/trust.md", "Texto.\n");
    guesses(&tree, "generator = \"astro\"", &["src/content/docs/index.md:1:78 broken-path"]);
}
