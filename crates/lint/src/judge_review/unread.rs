//! Files that the site serves, or is built from, and that the linter does not read.

use firstaid_content::ContentConfig;
use firstaid_content::paths::join;

/// Folders of layouts, includes and programs of site generators, wherever they are.
const PARTS: [&str; 11] = [
    "_layouts",
    "_includes",
    "_plugins",
    "_sass",
    "_theme",
    "archetypes",
    "layouts",
    "overrides",
    "partials",
    "theme",
    "themes",
];

/// Beginnings of the names of files, in the root, that decide how a site is built or served.
const SETTINGS: [&str; 18] = [
    "_config.",
    "_headers",
    "_redirects",
    ".gitmodules",
    ".htaccess",
    "astro.config.",
    "book.",
    "CNAME",
    "config.",
    "docusaurus.config.",
    "eleventy.config.",
    "hugo.",
    "mkdocs.",
    "netlify.",
    "robots.txt",
    "sidebars.",
    "vercel.",
    "zensical.",
];

/// Endings of files in which nothing can be read or run.
const PICTURES: [&str; 20] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "mp3", "mp4", "ogg", "opus", "wav", "webm", "woff",
    "woff2", "ttf", "otf", "pot", "journal",
];

/// What kind of file this is, if the site serves it or is built from it.
pub(super) fn kind(content: &ContentConfig, path: &str) -> Option<&'static str> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let end = name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
    let is_in = |folder: &String| {
        let folder = join("", folder).unwrap_or_default();
        folder.is_empty() || path.strip_prefix(&folder).is_some_and(|below| below.starts_with('/'))
    };
    let is_part = folders.split('/').any(|folder| PARTS.contains(&folder) || folder == ".vitepress");
    let is_setting = SETTINGS.iter().any(|start| name.starts_with(start));
    let is_hidden =
        folders.split('/').any(|folder| folder.starts_with('.') && folder != "." && folder != ".well-known");
    let is_served = is_in(&content.root) && !is_hidden || content.assets.iter().any(is_in);
    if PICTURES.contains(&&*end) || !(is_part || is_served || is_setting && folders.is_empty()) {
        return None;
    }
    Some(match &*end {
        _ if is_part => "a layout or part of the site",
        _ if is_setting => "a setting of the site",
        "md" | "markdown" | "mdown" | "mkd" | "mdx" | "html" | "htm" | "xhtml" | "rst" | "adoc" | "txt" => "a page",
        "js" | "mjs" | "cjs" | "ts" | "wasm" | "rb" | "py" => "a script",
        "css" | "scss" | "sass" | "less" => "a style sheet",
        "yml" | "yaml" | "toml" | "json" => "a setting of the site",
        _ => "a file",
    })
}
