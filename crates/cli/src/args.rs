use clap::{Parser, Subcommand};

use crate::completions::CompletionsArgs;
use crate::domains::DomainsCommand;
use crate::explain::ExplainArgs;
use crate::identities::IdentitiesCommand;
use crate::init::InitArgs;
use crate::keys::KeysCommand;
use crate::links::LinksCommand;
use crate::lint::LintArgs;
#[cfg(feature = "lsp")]
use crate::lsp::LspArgs;
use crate::manual::ManualArgs;
use crate::preview::PreviewArgs;
use crate::proofread::ProofreadArgs;
#[cfg(feature = "report")]
use crate::report::ReportArgs;
use crate::rules::RulesArgs;
use crate::translate::TranslateCommand;

/// Linter and translation tools for digital-security guides
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
    /// Exit code 0: no finding at or above --fail-on; 1: findings; 2: could not run.
    Lint(LintArgs),
    /// Write the layout of a guide to firstaid.toml, as it is guessed
    Init(InitArgs),
    /// Probe links, and show and edit the ledger of what was observed
    #[command(subcommand)]
    Links(LinksCommand),
    /// Look up OpenPGP keys, and show the verdict on each
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Look up the registrations of domains, and show the verdict on each
    #[command(subcommand)]
    Domains(DomainsCommand),
    /// Review changes to fingerprints, e-mail addresses, phone numbers and hosts
    #[command(subcommand)]
    Identities(IdentitiesCommand),
    /// Manage translations: status, checks, catalogs, drafts
    #[command(subcommand)]
    Translate(TranslateCommand),
    /// Show translations beside their source in a browser, and edit them there
    ///
    /// Prints the address of a server on this computer. It contains a secret: whoever has it can read and edit. Each
    /// page is shown block by block with its state, changes of the source, findings, terms, labels of apps and similar
    /// texts; an edit is written as `translate sync` writes, to catalog and page. Ends with Ctrl-C.
    Preview(PreviewArgs),
    /// Ask a language model for edits, which `lint` then shows as suggestions
    Proofread(ProofreadArgs),
    /// Write the health of a guide as a static site
    #[cfg(feature = "report")]
    Report(ReportArgs),
    /// Run the language server on standard input and output
    #[cfg(feature = "lsp")]
    Lsp(LspArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule, with an example
    Explain(ExplainArgs),
    /// Print the completion script for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages
    Manual(ManualArgs),
}
