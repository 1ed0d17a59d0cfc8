use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use firstaid_diagnostics::{Format, Severity};
use jiff::civil::Date;

/// Keeps a digital-security guide true.
#[derive(Parser)]
#[command(name = "firstaid", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check the pages of a guide
    ///
    /// Exit code 0: nothing at or above --fail-on; 1: findings; 2: could not run.
    Lint(LintArgs),
    /// List the rules
    Rules,
    /// Say what a rule is for, with an example
    Explain {
        /// The rule's name, as findings show it
        rule: String,
    },
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct LintArgs {
    /// Show only findings in these files and folders
    pub(crate) paths: Vec<PathBuf>,
    /// Folder of the guide
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Show only findings in pages of this locale
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Mend what can be mended without changing what a page says
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply fixes that may change what a page says, too
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix (or --unsafe-fixes) would change, and change nothing
    #[arg(long, conflicts_with_all = ["output", "statistics"])]
    pub(crate) diff: bool,
    #[arg(long, value_enum, default_value_t = FormatArg::Human)]
    pub(crate) format: FormatArg,
    /// Write the findings to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The severity from which on findings fail the run
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = SeverityArg::Error)]
    pub(crate) fail_on: SeverityArg,
    /// The date to judge by, for a result that can be repeated [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    /// Count findings by rule instead of showing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(crate) color: ColorArg,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Source frames
    Human,
    /// A line a finding
    Concise,
    /// A JSON object a line
    Jsonl,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Concise => Self::Concise,
            FormatArg::Jsonl => Self::Jsonl,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SeverityArg {
    Error,
    Warning,
    Info,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Error => Self::Error,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Info => Self::Info,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    Auto,
    Always,
    Never,
}
