use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use firstaid_translate::Side;

use crate::diff_format::DiffFormat;
use crate::guide_args::GuideArgs;
use crate::lint::LintArgs;
use crate::machine_access::MachineAccess;

#[derive(Subcommand)]
pub(crate) enum TranslateCommand {
    /// Show the coverage of each translation, and what is stale or missing
    Status(StatusArgs),
    /// Lint the pages and catalogs of one locale, each beside its source
    ///
    /// Exit codes are those of lint.
    Check(CheckArgs),
    /// Begin a locale: make a catalog for each page of the source
    Add(AddArgs),
    /// Update catalogs and translated pages from their sources and from each other
    ///
    /// A changed source makes its translations stale, a changed catalog updates the page, and a changed page updates
    /// its catalog. Text that was changed on both sides is a conflict: it is shown, and the files of its page are not
    /// written. A page that has text and no catalog is left as it is until it is imported. A translation that its page
    /// cannot show is listed, and readers get the source text. Exit code 1: there are conflicts or such translations,
    /// pages were left or, with --dry-run, files would be written.
    Sync(SyncArgs),
    /// Draft missing translations from the locale's translation memory, and with --machine by a machine
    ///
    /// Drafts are fuzzy and name their origin. The locales `en-XA` and `ar-XB` get pseudo-translations, to test a
    /// site's layout.
    Draft(DraftArgs),
    /// Import existing translations: pages that have no catalog, or XLIFF and TMX files
    ///
    /// Of XLIFF, units that are not taken are listed, and a translation that changed since the export stays; either is
    /// exit code 1. TMX fills untranslated segments with drafts. Of pages, certain pairs of segments become current,
    /// uncertain pairs fuzzy; unpaired segments are listed with their line.
    Import(ImportArgs),
    /// Export for other tools: XLIFF, TMX for a translation memory, TBX for the glossary
    Export(ExportArgs),
    /// Record that a person has compared translations with their source
    Review(ReviewArgs),
    /// Tell in English what the changes since a commit do to the translations: addresses, names, numbers, denials,
    /// steps, warnings, links, labels, terms and states
    ///
    /// For reviewers who do not read the language. Blank space, letter case, punctuation and fixed typos are no change.
    Diff(DiffArgs),
    /// Write a template (`.pot`) for each page of the source, for `msgmerge` and translation platforms
    Template(TemplateArgs),
}

#[derive(Args)]
pub(crate) struct StatusArgs {
    /// Only these locales
    pub(crate) locales: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    pub(crate) format: StatusFormat,
    /// Write a shields.io badge file for each locale into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) badges: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusFormat {
    /// Tables
    Human,
    /// One JSON object per page
    Jsonl,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// The locale, such as `es`
    #[arg(value_name = "LOCALE")]
    pub(crate) checked_locale: String,
    #[command(flatten)]
    pub(crate) lint: LintArgs,
}

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// Commit or branch to compare with
    pub(crate) rev: String,
    /// Only these locales
    pub(crate) locales: Vec<String>,
    /// Folder of the guide [default: the nearest upwards with a firstaid.toml, or else this folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Configuration file [default: firstaid.toml in the root]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(crate) format: DiffFormat,
}

#[derive(Args)]
pub(crate) struct AddArgs {
    /// The locale, such as `es` or `pt-BR`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Also begin a locale whose language is not known here
    #[arg(long)]
    pub(crate) unlisted: bool,
}

#[derive(Args)]
pub(crate) struct SyncArgs {
    /// Only these locales; one that the guide does not have yet is begun
    pub(crate) locales: Vec<String>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Which file wins where both were changed
    #[arg(long, value_enum, value_name = "FILE")]
    pub(crate) prefer: Option<SideArg>,
    /// List the files that would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SideArg {
    /// Changes of the page are discarded
    Catalog,
    /// The text of the page replaces that of the catalog
    Page,
}

impl From<SideArg> for Side {
    fn from(side: SideArg) -> Self {
        match side {
            SideArg::Catalog => Self::Catalog,
            SideArg::Page => Self::Page,
        }
    }
}

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    /// XLIFF and TMX files [default: the pages of the locale that have no catalog]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Add the terms of this TBX file to the glossary, forbidden ones and those that are not translated included
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "page", "again", "machine"])]
    pub(crate) tbx: Option<PathBuf>,
    /// Also import pages that have a catalog, and replace it
    #[arg(long)]
    pub(crate) again: bool,
    /// Also replace translations that changed since the XLIFF file was exported
    #[arg(long, requires = "files")]
    pub(crate) replace: bool,
    /// Name of the machine that made the translations, if no person has reviewed them
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// Show what would be imported, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    #[arg(long, value_enum, default_value_t = ExportFormat::Xliff)]
    pub(crate) format: ExportFormat,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// XLIFF 2.1
    Xliff,
    /// XLIFF 1.2, for older tools
    #[value(name = "xliff-1.2")]
    Xliff12,
    /// TMX 1.4b
    Tmx,
    /// TBX: the glossary with its forbidden terms and those that are not translated
    Tbx,
}

#[derive(Args)]
pub(crate) struct ReviewArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Name of the reviewer [default: git's user.name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Args)]
pub(crate) struct TemplateArgs {
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Write into this folder [default: `templates` in the folder of the catalogs]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct DraftArgs {
    /// The locale, such as `es`
    pub(crate) locale: String,
    #[command(flatten)]
    pub(crate) guide: GuideArgs,
    /// Only this page, by its name, such as `Passwords`
    #[arg(long, value_name = "PAGE")]
    pub(crate) page: Vec<String>,
    /// Minimum similarity of a match in the translation memory, in percent
    #[arg(
        long = "least",
        value_name = "PERCENT",
        default_value_t = 75,
        value_parser = clap::value_parser!(u8).range(60..=100)
    )]
    pub(crate) min_similarity: u8,
    /// Also use the translations in this TMX file
    #[arg(long, value_name = "FILE")]
    pub(crate) tmx: Vec<PathBuf>,
    /// Use this machine for texts without a match in the memory
    #[arg(long, value_enum)]
    pub(crate) machine: Option<MachineArg>,
    /// URL of the machine's server [default: on this computer; for DeepL its public server]
    #[arg(long, value_name = "URL", requires = "machine")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) access: MachineAccess,
    /// Show how much would be sent, and send and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MachineArg {
    Libretranslate,
    Deepl,
    /// Any server with OpenAI's API, such as a model on this computer
    Openai,
}
