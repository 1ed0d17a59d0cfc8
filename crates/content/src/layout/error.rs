/// Why a configuration gives no layout.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LayoutError {
    #[error("content.source: `{0}` is not a locale; write a tag such as `en` or `pt-BR`")]
    Source(String),
    #[error("content.locales: `{0}` is not a locale; write a tag such as `ru` or `pt-BR`")]
    Locale(String),
    #[error("{key}: `{pattern}` needs `{{page}}` once")]
    NoPage { key: String, pattern: String },
    #[error("content.pages: `{0}` needs `{{locale}}` once; give `source-pages` and `locales` for a tree without it")]
    NoLocale(String),
}
