//! Diagnostics and fixes, how fixes are applied, which findings are new, and the output formats.
//!
//! Text of pages passes through this crate on its way to a terminal, and is never written raw (see [`visible`]). This
//! crate must never decide what is wrong with a page.

mod apply;
mod baseline;
mod change;
mod commands;
mod diagnostic;
mod fingerprint;
mod fix;
mod json;
mod markdown;
mod render;
#[cfg(feature = "site")]
pub mod site;
mod text;
mod visible;

pub use apply::{Applied, apply_fixes, chosen_fixes, fixable};
pub use baseline::{Baseline, BaselineError, Compared, Stale};
pub use change::{Before, introduced_findings};
pub use diagnostic::{Diagnostic, FileDiagnostics, Note, NoteKind, Related, RuleName, Severity};
pub use fingerprint::{Fingerprint, Occurrence, fingerprint, occurrences};
pub use fix::{Applicability, Fix};
pub use json::json_line;
pub use markdown::{escape_markdown, markdown_code};
pub use render::{
    Format, RuleCount, RuleInfo, Run, ShownPaths, Style, count_by_rule, render_counts, render_diff, summary,
};
pub use text::Text;
pub use visible::{visible, visible_line, visible_on_page};
