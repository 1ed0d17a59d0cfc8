//! The maintainers' entry: `cargo xtask X …` is `firstaid X …` on this repository, and the chores of the repository.

#[cfg(unix)]
mod bench;
#[cfg(unix)]
mod bench_links;
#[cfg(unix)]
mod bench_lsp;
#[cfg(unix)]
mod bench_translate;
mod docs;
mod new_rule;
mod registry;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use firstaid_cli::Outcome;

const CHORES: &str = "
Chores of this repository:
  test           All tests, as the README says
  ci             The gate, as CI runs it
  bench [DIR…]   Time the linter on 10,000 pages made of our own and those in DIR
  bench links    Time the probe on loopback, beside lychee
  bench lsp      Time the language server from a key to the findings, in a guide of 1,000 pages
  bench translate
                 Time catalogs of 10,000 pages, beside po4a and mdbook-i18n-helpers
  new-rule NAME  Begin a rule: its file, with cases, and its line in rules/mod.rs
  docs           Write docs/rules from the doc comments of the rules; --check only compares
  registry check|sort
                 Look the registries over, or put their entries in order
";

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default();
    let args: Vec<OsString> = std::env::args_os().collect();
    let rest = args.get(2..).unwrap_or_default();
    let done = match args.get(1).and_then(|chore| chore.to_str()) {
        Some("test") => run(Command::new("cargo").args(["test", "--workspace"]).args(rest).current_dir(&root)),
        Some("ci") => run(Command::new("bash").arg(".ci/run").current_dir(&root)),
        #[cfg(unix)]
        Some("bench") if rest.first().is_some_and(|it| it == "links") => bench_links::run(&root),
        #[cfg(unix)]
        Some("bench") if rest.first().is_some_and(|it| it == "lsp") => bench_lsp::run(&root),
        #[cfg(unix)]
        Some("bench") if rest.first().is_some_and(|it| it == "translate") => bench_translate::run(&root),
        #[cfg(unix)]
        Some("bench") => bench::run(&root, rest),
        #[cfg(unix)]
        Some("measure") => bench::measure(rest),
        Some("new-rule") => new_rule::run(&root, rest),
        Some("docs") => return exit_code(docs::run(&root, rest)),
        Some("registry") => return exit_code(registry::run(&root, rest)),
        Some("links") if args.get(2).is_some_and(|it| it == "probe") => return online(&root, &args[1..]),
        Some("translate") if is_draft_by_machine(rest) => return online(&root, &args[1..]),
        Some("lint") if rest.iter().any(|it| it == "--online-new") => return online(&root, &args[1..]),
        Some("lsp") => return online(&root, &args[1..]),
        Some("lint") if rest.is_empty() => return lint_all(&root),
        command => {
            let asks_for_help = matches!(command, None | Some("help" | "--help" | "-h"));
            let code = firstaid_cli::run(args, root).exit_code();
            if asks_for_help {
                eprint(CHORES);
            }
            return code;
        }
    };
    exit_code(done.map(|()| ExitCode::SUCCESS))
}

/// Lints the guide, then README.md and the handbook, which have a layout of their own. The worse outcome counts.
fn lint_all(root: &Path) -> ExitCode {
    let lint = |options: &[&OsStr]| {
        let args = ["firstaid", "lint"].map(OsStr::new).into_iter().chain(options.iter().copied());
        firstaid_cli::run(args.map(OsStr::to_owned), root.to_owned())
    };
    let guide = lint(&[]);
    let handbook = lint(&["--config".as_ref(), root.join("docs/lint.toml").as_ref()]);
    let handbook_is_worse = guide == Outcome::Clean || handbook == Outcome::Failed;
    if handbook_is_worse { handbook } else { guide }.exit_code()
}

fn exit_code(done: Result<ExitCode>) -> ExitCode {
    done.unwrap_or_else(|error| {
        eprint(&format!("error: {error:#}\n"));
        ExitCode::from(2)
    })
}

fn is_draft_by_machine(args: &[OsString]) -> bool {
    let names_machine = args.iter().any(|it| it.to_string_lossy().starts_with("--machine"));
    args.first().is_some_and(|it| it == "draft") && names_machine
}

/// The command with the network and the language server, which are compiled for those who ask for them. The guide is this one unless `--root`
/// says otherwise, and paths are those of whoever types.
fn online(root: &Path, args: &[OsString]) -> ExitCode {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "firstaid-cli", "--features", "online", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").args(args);
    let is_named = args.iter().any(|it| it == "--root" || it.to_string_lossy().starts_with("--root="));
    if !is_named {
        command.arg("--root").arg(root);
    }
    let code = command.status().ok().and_then(|status| u8::try_from(status.code()?).ok());
    ExitCode::from(code.unwrap_or(2))
}

#[expect(clippy::print_stderr, reason = "a chore talks to the person who runs it")]
fn eprint(text: &str) {
    eprint!("{text}");
}

/// Runs a command to its end; anything but success is an error.
fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}
