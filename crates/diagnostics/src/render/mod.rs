//! The output formats: each writes the findings of a run to a sink, in time linear in findings and bytes.

mod columns;
mod concise;
mod counts;
mod diff;
mod excerpt;
mod explanation;
mod format;
mod github;
mod gitlab;
mod group;
mod human;
mod jsonl;
mod junit;
mod place;
mod rdjson;
mod run;
mod sarif;
mod shown_paths;
mod statistics;
mod style;
#[cfg(test)]
mod testing;

pub use diff::render_diff;
pub use format::Format;
pub use run::{RuleInfo, Run};
pub use shown_paths::ShownPaths;
pub use statistics::{RuleCount, count_by_rule, render_counts, summary};
pub use style::Style;
