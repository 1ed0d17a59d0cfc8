use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use firstaid_diagnostics::{Format, Severity};
use jiff::civil::Date;

use crate::network_args::NetworkArgs;

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag on the command line")]
pub(crate) struct LintArgs {
    /// Show only findings in these files and folders; `-` reads one page from standard input
    pub(crate) paths: Vec<PathBuf>,
    /// Path of the page that standard input replaces; the file need not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// Folder of the guide [default: the nearest upwards with a firstaid.toml, or else this folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Show only findings in pages of this locale
    #[arg(long, value_name = "LOCALE")]
    pub(crate) locale: Option<String>,
    /// Hide findings in these files and folders; patterns as in a .gitignore of the root
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,
    /// Run only these rules, or the rules of these families
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not run these rules, or the rules of these families
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Apply safe fixes: those that do not change what a page says
    #[arg(long)]
    pub(crate) fix: bool,
    /// Also apply fixes that may change what a page says
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix (or --unsafe-fixes) would change, and change nothing
    #[arg(long, conflicts_with_all = ["output", "statistics"])]
    pub(crate) diff: bool,
    #[arg(long, value_parser = format_parser(), default_value = Format::Human.name())]
    pub(crate) format: Format,
    /// Write the findings to this file instead of standard output; with a format, as in `sarif=lint.sarif`, write an
    /// additional report
    #[arg(long, value_name = "[FORMAT=]FILE", value_parser = parse_output)]
    pub(crate) output: Vec<OutputArg>,
    /// Show only findings that the changes since this commit introduce, in changed lines or elsewhere
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "update_baseline"])]
    pub(crate) changed_since: Option<String>,
    /// Hide the findings that this file accepts
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept all findings: add them to the baseline, and remove entries that are no longer found
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "unsafe_fixes"])]
    pub(crate) update_baseline: bool,
    /// Lint again whenever a file of the guide changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff", "update_baseline", "online_new", "stdin_filename"])]
    pub(crate) watch: bool,
    /// Lowest severity that fails the run
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = SeverityArg::Error)]
    pub(crate) fail_on: SeverityArg,
    /// Exit with 0 even if there are findings
    #[arg(long, conflicts_with = "fail_on")]
    pub(crate) exit_zero: bool,
    /// Print findings only: no notes, no progress, no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Date of the run, for reproducible results [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    /// Count findings by rule instead of showing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Threads to use [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(crate) color: ColorArg,
    /// Before linting, visit the links that were never visited; with --changed-since those that the change adds, of which
    /// one that leads nowhere is a warning at once
    #[arg(long, help_heading = "Network")]
    pub(crate) online_new: bool,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
}

/// The value of `--output`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OutputArg {
    /// `None` for the format of `--format`.
    pub(crate) format: Option<Format>,
    pub(crate) path: PathBuf,
}

/// Parses `FORMAT=FILE` or `FILE`. A prefix that is not the name of a format belongs to the file name.
fn parse_output(text: &str) -> Result<OutputArg, String> {
    let named = text.split_once('=').and_then(|(name, path)| Some((Format::named(name)?, path)));
    let (format, path) = named.map_or((None, text), |(format, path)| (Some(format), path));
    if path.is_empty() {
        return Err("write FILE, or FORMAT=FILE such as sarif=lint.sarif".to_owned());
    }
    Ok(OutputArg { format, path: path.into() })
}

/// Takes the name of a format.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).map(|name| Format::named(&name).expect("the parser accepts only these names"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_a_format_only_if_it_names_one() {
        let parsed = |text: &str| parse_output(text).map(|it| (it.format, it.path.display().to_string()));
        assert_eq!(parsed("sarif=a=b.sarif"), Ok((Some(Format::Sarif), "a=b.sarif".to_owned())));
        assert_eq!(parsed("sarf=x"), Ok((None, "sarf=x".to_owned())));
        assert_eq!(parsed("x.txt"), Ok((None, "x.txt".to_owned())));
        assert!(parsed("sarif=").is_err());
    }
}
