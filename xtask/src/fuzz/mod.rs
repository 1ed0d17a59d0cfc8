//! `cargo xtask fuzz`: damaged files of every format that strangers and other tools write go through the library. It must
//! neither panic nor hang, point only into the text, and lose no text of a translator.

mod checks;
mod format;
mod mutate;
#[path = "../../../crates/lint/src/testing/random.rs"]
mod random;
mod saved;
mod seeds;
mod watch;
mod world;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, bail};
use checks::check;
use format::Format;
use mutate::mutated;
use random::Random;
use world::World;

use crate::print::{eprint, print};

/// Rounds of the gate, each with cases of every format.
const GATE_ROUNDS: usize = 12;
/// Maximum size of a case, in bytes.
const MAX_BYTES: usize = 24 << 10;
/// Maximum processor time of a case: a page of 24 KiB takes a tenth without optimisation.
const MAX_TIME: Duration = Duration::from_secs(10);
/// Maximum characters of a failure that are shown.
const MAX_SHOWN: usize = 3000;
/// Times that a failing case is run to make it smaller.
const TRIES: usize = 400;

/// Runs for some minutes with cases that were not run before or, with `gate`, the saved cases and those of a fixed seed.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<ExitCode> {
    let args: Vec<&str> = args.iter().map(|arg| arg.to_str().unwrap_or_default()).collect();
    watch::begin();
    let mut fuzzer = Fuzzer { world: World::new(), failures: BTreeSet::new(), cases: 0 };
    match args.as_slice() {
        ["gate"] => {
            for (path, format, bytes) in saved::read(&saved::folder(root))? {
                if let Err(error) = fuzzer.run(format, &bytes, root) {
                    fuzzer.failures.insert(format!("{}: {error}", path.display()));
                }
            }
            fuzzer.rounds(root, 1, &Format::ALL, &mut |round, _| round < GATE_ROUNDS)?;
        }
        [minutes, formats @ ..] => {
            let Ok(minutes) = minutes.parse::<f64>() else { bail!("`{minutes}` is no number of minutes") };
            let named = |name: &&str| Format::ALL.into_iter().find(|format| format.name() == *name);
            let Some(named) = formats.iter().map(named).collect::<Option<Vec<_>>>() else {
                bail!("formats are {}", Format::ALL.map(Format::name).join(", "))
            };
            let formats = if named.is_empty() { Format::ALL.to_vec() } else { named };
            let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_nanos() as u64;
            let end = Instant::now() + Duration::try_from_secs_f64(60.0 * minutes)?;
            fuzzer.rounds(root, seed, &formats, &mut |_, _| Instant::now() < end)?;
        }
        [] => bail!("for how many minutes?"),
    }
    for failure in &fuzzer.failures {
        let end = failure.char_indices().nth(MAX_SHOWN).map_or(failure.len(), |(at, _)| at);
        eprint(&format!("{}\n", &failure[..end]));
    }
    print(&format!("{} cases, {} kinds of failure\n", fuzzer.cases, fuzzer.failures.len()));
    Ok(if fuzzer.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

struct Fuzzer {
    world: World,
    /// What does not hold, each kind once.
    failures: BTreeSet<String>,
    cases: usize,
}

impl Fuzzer {
    /// Runs cases of each format until `goes_on` says no; it gets the number of the round.
    fn rounds(
        &mut self,
        root: &Path,
        seed: u64,
        formats: &[Format],
        goes_on: &mut dyn FnMut(usize, &Self) -> bool,
    ) -> Result<()> {
        let seeds: Vec<_> = formats.iter().map(|&it| (it, seeds::seeds(root, &self.world, it))).collect();
        let (mut random, mut round) = (Random(seed), 0);
        while goes_on(round, self) {
            for (format, seeds) in &seeds {
                for _ in 0..format.weight() {
                    let bytes = mutated(&mut random, seeds, format.tokens(), MAX_BYTES);
                    if let Err(error) = self.run(*format, &bytes, root) {
                        self.record(root, *format, &bytes, &error)?;
                    }
                }
            }
            round += 1;
        }
        Ok(())
    }

    fn run(&mut self, format: Format, bytes: &[u8], root: &Path) -> Result<(), String> {
        self.cases += 1;
        let path = saved::path(&saved::folder(root), format, bytes);
        let (copy, shown) = (bytes.to_vec(), path.display().to_string());
        let on_hang = move || {
            let _ = saved::save(&path, &copy);
            eprint(&format!("{shown}: does not end\n"));
        };
        let world = &mut self.world;
        let done = watch::run(MAX_TIME, on_hang, || check(world, format, bytes));
        if done.is_err() {
            // A panic may leave a lock or a table half done.
            self.world = World::new();
        }
        done
    }

    /// Makes a failing case smaller and saves it, unless one of its kind is saved.
    fn record(&mut self, root: &Path, format: Format, bytes: &[u8], error: &str) -> Result<()> {
        let kind = |error: &str| error.chars().take_while(|c| !matches!(c, '"' | '[')).collect::<String>();
        let kind_of = format!("{}: {}: ", format.name(), kind(error));
        if self.failures.iter().any(|it| it.starts_with(&kind_of)) {
            return Ok(());
        }
        let is_same = |bytes: &[u8]| self.run(format, bytes, root).is_err_and(|it| kind(&it) == kind(error));
        let bytes = saved::shrunk(bytes, TRIES, is_same);
        let path = saved::path(&saved::folder(root), format, &bytes);
        saved::save(&path, &bytes)?;
        self.failures.insert(format!("{kind_of}{}: {error}", path.display()));
        Ok(())
    }
}
