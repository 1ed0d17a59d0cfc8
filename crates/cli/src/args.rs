use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use firstaid_diagnostics::{Format, Severity};
use jiff::civil::Date;

use crate::links::{LinksCommand, NetArgs};
use crate::translate::TranslateCommand;

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
    /// What is known of the links
    #[command(subcommand)]
    Links(LinksCommand),
    /// Fingerprints, addresses, phone numbers and hosts
    #[command(subcommand)]
    Identities(IdentitiesCommand),
    /// Translations: what they lack, and how they follow the source
    #[command(subcommand)]
    Translate(TranslateCommand),
    /// Serve an editor, over the Language Server Protocol on standard input and output
    #[cfg(feature = "lsp")]
    Lsp(LspArgs),
    /// List the rules
    Rules,
    /// Say what a rule is for, with an example
    Explain {
        /// The rule's name, as findings show it
        rule: String,
    },
    /// Print what completes this command in a shell
    Completions { shell: Shell },
    /// Write the manual pages
    Manual {
        /// The folder for them
        folder: PathBuf,
    },
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct LintArgs {
    /// Show only findings in these files and folders; `-` is a page from standard input
    pub(crate) paths: Vec<PathBuf>,
    /// The page that standard input takes the place of; it need not be there
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,
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
    /// Write the findings to this file; with a format before it, as `sarif=lint.sarif`, besides all else
    #[arg(long, value_name = "[FORMAT=]FILE", value_parser = output)]
    pub(crate) output: Vec<OutputArg>,
    /// Show only what the work since this commit brings: findings in lines that it adds or alters, and what it breaks
    /// elsewhere
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "update_baseline"])]
    pub(crate) changed_since: Option<String>,
    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept all findings: write them to the baseline, and take out of it what is no longer found
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "unsafe_fixes"])]
    pub(crate) update_baseline: bool,
    /// Lint again whenever a file of the guide changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff", "update_baseline", "online_new", "stdin_filename"])]
    pub(crate) watch: bool,
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
    /// First visit the links that were never probed
    #[arg(long, help_heading = "Network")]
    pub(crate) online_new: bool,
    #[command(flatten)]
    pub(crate) net: NetArgs,
}

/// A file for findings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct OutputArg {
    /// `None` for that of `--format`.
    pub(crate) format: Option<FormatArg>,
    pub(crate) path: PathBuf,
}

/// What stands before `=` and is no format is part of the file's name.
fn output(text: &str) -> Result<OutputArg, String> {
    let named = text.split_once('=').and_then(|(name, path)| Some((FormatArg::from_str(name, false).ok()?, path)));
    let (format, path) = named.map_or((None, text), |(format, path)| (Some(format), path));
    if path.is_empty() {
        return Err("write FILE, or FORMAT=FILE such as sarif=lint.sarif".to_owned());
    }
    Ok(OutputArg { format, path: path.into() })
}

#[derive(Subcommand)]
pub(crate) enum IdentitiesCommand {
    /// Show which the work since a commit adds, removes or alters, and what the registries say of each
    Diff(IdentitiesDiffArgs),
}

#[derive(Args)]
pub(crate) struct IdentitiesDiffArgs {
    /// The commit or branch to compare with
    pub(crate) rev: String,
    /// Folder of the guide
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A folder below the root with more registries than the guide's own
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Vec<String>,
    #[arg(long, value_enum, default_value_t = IdentitiesFormat::Human)]
    pub(crate) format: IdentitiesFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IdentitiesFormat {
    /// A line a change
    Human,
    /// A table, for a comment on a pull request
    Markdown,
    /// A JSON object a change
    Jsonl,
}

/// Where the guide is.
#[derive(Args)]
pub(crate) struct GuideArgs {
    /// Folder of the guide
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The date to go by [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
}

#[cfg(feature = "lsp")]
#[derive(Args)]
pub(crate) struct LspArgs {
    /// Folder of the guide [default: the folder that the editor has open]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The date to judge by [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    /// What editors like to add; there is no other way
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormatArg {
    /// Source frames
    Human,
    /// A line a finding
    Concise,
    /// A JSON object a line
    Jsonl,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitLab's code quality report
    Gitlab,
    /// A report as test runners write it
    Junit,
    /// Reviewdog's diagnostic format
    Rdjson,
    /// Counts by rule and locale, as a table for the summary of a pull request
    Markdown,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Self::Human,
            FormatArg::Concise => Self::Concise,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Github => Self::Github,
            FormatArg::Sarif => Self::Sarif,
            FormatArg::Gitlab => Self::Gitlab,
            FormatArg::Junit => Self::Junit,
            FormatArg::Rdjson => Self::Rdjson,
            FormatArg::Markdown => Self::Markdown,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_format_before_the_sign_is_one() {
        let parsed = |text: &str| output(text).map(|it| (it.format, it.path.display().to_string()));
        assert_eq!(parsed("sarif=a=b.sarif"), Ok((Some(FormatArg::Sarif), "a=b.sarif".to_owned())));
        assert_eq!(parsed("sarf=x"), Ok((None, "sarf=x".to_owned())));
        assert_eq!(parsed("x.txt"), Ok((None, "x.txt".to_owned())));
        assert!(parsed("sarif=").is_err());
    }
}
