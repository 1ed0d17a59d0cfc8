//! What a rule says: diagnostics and fixes, how fixes are applied, and the renderers that show them.
//!
//! Text from pages passes through here on its way to a terminal; nothing of it is ever written raw
//! (see [`visible`]). This crate must never decide what is wrong with a page.

mod apply;
mod diagnostic;
mod fix;
mod render;
mod visible;

pub use apply::{Applied, apply_fixes, chosen_fixes};
pub use diagnostic::{Diagnostic, FileDiagnostics, Note, NoteKind, Related, RuleName, Severity};
pub use fix::{Applicability, Fix};
pub use render::{Format, Style, render_diff, render_statistics, summary};
pub use visible::{visible, visible_line};
