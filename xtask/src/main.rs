//! The entry for maintainers: `cargo xtask X …` runs `firstaid X …` on this repository or a chore of the repository.

#[cfg(unix)]
mod bench;
#[cfg(unix)]
mod bundle;
mod docs;
#[cfg(unix)]
mod fuzz;
mod labels;
mod new_rule;
mod print;
mod process;
mod registry;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Result;
use firstaid_cli::Outcome;

use print::eprint;
use process::run;

const CHORES: &str = "
Chores of this repository:
  test           All tests, as the README says
  ci             The gate, as CI runs it
  bench [DIR…]   Time lint on 10,000 pages, made of our own and those in DIR, beside other tools
  bench build    Time a fresh clone up to its first finding; --rev REV also measures another commit
  bench lines    Time lint on one long line of up to 4 MiB
  bench links    Time the probe on loopback, beside lychee; with a number, so many links in shards
  bench lsp      Time the language server from a key to the findings, in a guide of 1,000 pages
  bench translate
                 Time catalogs of 10,000 pages, beside po4a and mdbook-i18n-helpers
  bundle [--output DIR] [--locale LOCALE]…
                 Make the guide to take along: HTML, EPUB and PDF of each locale, with checksums
  fuzz MINUTES [FORMAT…]
                 Put damaged files through the library; those that fail are saved in xtask/fuzz
  fuzz gate      The saved files and a few others, as the tests do
  new-rule FAMILY NAME
                 Create a rule: its file, with cases, and its line in the family's mod.rs
  docs           Write docs/rules from the doc comments of the rules; --check only compares
  labels PACK SOURCE…
                 Make the locale files of a label pack from an app's own string catalogs
  registry check|sort
                 Check the registries, or sort their entries

Other tools are found in FIRSTAID_BENCH_PATH and PATH.
";

/// The features of commands that open a socket.
const ONLINE: &str = "online,lsp";
/// Those, and OpenPGP, which takes longer to compile than the rest of the network: only look-ups of keys need it.
const KEYS: &str = "online,lsp,keys";
/// The report of a guide's health.
const REPORT: &str = "report";

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default();
    let args: Vec<OsString> = std::env::args_os().collect();
    let rest = args.get(2..).unwrap_or_default();
    let done = match args.get(1).and_then(|chore| chore.to_str()) {
        Some("test") => run(Command::new("cargo").args(["test", "--workspace"]).args(rest).current_dir(&root)),
        Some("ci") => run(Command::new("bash").arg(".ci/run").current_dir(&root)),
        #[cfg(unix)]
        Some("bench") => bench::run(&root, rest),
        #[cfg(unix)]
        Some("bundle") => bundle::run(&root, rest),
        #[cfg(unix)]
        Some("measure") => bench::measure_here(rest),
        #[cfg(unix)]
        Some("fuzz") => return exit_code(fuzz::run(&root, rest)),
        Some("new-rule") => new_rule::run(&root, rest),
        Some("docs") => return exit_code(docs::run(&root, rest)),
        Some("labels") => return exit_code(labels::run(rest)),
        Some("registry") => return exit_code(registry::run(&root, rest)),
        Some("links") if args.get(2).is_some_and(|it| it == "probe") => return full(&root, ONLINE, &args[1..]),
        Some("domains") if args.get(2).is_some_and(|it| it == "probe") => return full(&root, ONLINE, &args[1..]),
        Some("keys") if args.get(2).is_some_and(|it| it == "probe") => return full(&root, KEYS, &args[1..]),
        Some("preview" | "proofread") => return full(&root, ONLINE, &args[1..]),
        Some("translate") if is_draft_by_machine(rest) => return full(&root, ONLINE, &args[1..]),
        Some("lint") if rest.iter().any(|it| it == "--online-new") => return full(&root, ONLINE, &args[1..]),
        Some("lsp") => return full(&root, ONLINE, &args[1..]),
        Some("report") => return full(&root, REPORT, &args[1..]),
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

/// Runs the command with features that xtask itself is built without: the network, the language server, OpenPGP, the
/// report. The guide is this one unless `--root` names another; paths are relative to the working folder.
fn full(root: &Path, features: &str, args: &[OsString]) -> ExitCode {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "firstaid-cli", "--no-default-features"]);
    command.args(["--features", features, "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").args(args);
    let names_root = args.iter().any(|it| it == "--root" || it.to_string_lossy().starts_with("--root="));
    if !names_root {
        command.arg("--root").arg(root);
    }
    let code = command.status().ok().and_then(|status| u8::try_from(status.code()?).ok());
    ExitCode::from(code.unwrap_or(2))
}
