//! What a rule says: diagnostics and fixes, how fixes are applied, which findings are new, and the renderers that show
//! them.
//!
//! Text from pages passes through here on its way to a terminal; nothing of it is ever written raw
//! (see [`visible`]). This crate must never decide what is wrong with a page.

mod apply;
mod baseline;
mod change;
mod commands;
mod diagnostic;
mod fingerprint;
mod fix;
mod markdown;
mod render;
mod visible;

pub use apply::{Applied, apply_fixes, chosen_fixes};
pub use baseline::{Baseline, BaselineError, Compared, Stale};
pub use change::{Before, brought};
pub use diagnostic::{Diagnostic, FileDiagnostics, Note, NoteKind, Related, RuleName, Severity};
pub use fingerprint::{Fingerprint, Occurrence, fingerprint, occurrences};
pub use fix::{Applicability, Fix};
pub use markdown::{escape_markdown, markdown_code};
pub use render::json::line as json_line;
pub use render::{Format, RuleInfo, Run, Style, render_diff, render_statistics, summary};
pub use visible::{visible, visible_line};
