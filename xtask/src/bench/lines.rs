//! `cargo xtask bench lines`: the linter on pages of one long line, which stay cheap only if the time is linear in the
//! bytes.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::binary;
use super::measure::measure_ours;
use crate::print::eprint;

/// Sizes of the pages, in bytes. Each is twice the one before; the last is just under the limit of a page, 4 MiB.
const SIZES: [usize; 5] = [256 << 10, 512 << 10, 1 << 20, 2 << 20, (4 << 20) - 1];
const SIZE_NAMES: [&str; 5] = ["256 KiB", "512 KiB", "1 MiB", "2 MiB", "4 MiB"];

/// Runs of a page; the smallest time is printed.
const RUNS: usize = 3;
/// A page that takes more CPU seconds is run once.
const MAX_REPEATED_SECONDS: f64 = 3.0;

/// A page whose cost was once quadratic: its beginning, and the text that is repeated with a running number.
struct Input {
    name: &'static str,
    start: &'static str,
    repeated: fn(usize) -> String,
}

const INPUTS: [Input; 3] = [
    Input { name: "Ostel Ostel …", start: "", repeated: |_| "Ostel ".to_owned() },
    Input { name: "[a0] [a1] …", start: "", repeated: |n| format!("[a{n}] ") },
    Input { name: "<a b0='c' b1='c' …, unclosed", start: "<a", repeated: |n| format!(" b{n}='c'") },
];

pub(super) fn run(root: &Path) -> Result<()> {
    let firstaid = binary::build(root, &[])?;
    let guide = root.join("target/bench/lines");
    fs::create_dir_all(guide.join("content/en"))?;
    fs::write(guide.join("firstaid.toml"), "[content]\nroot = \"content\"\n")?;
    let words = ["lint", "--format", "jsonl", "--root"].map(OsString::from);
    let command: Vec<OsString> =
        [firstaid.into_os_string()].into_iter().chain(words).chain([guide.clone().into_os_string()]).collect();
    eprint("CPU seconds of lint on one line, and the ratio to the size before; 2 is linear\n\n");
    eprint(&format!("{:28}", ""));
    for name in SIZE_NAMES {
        eprint(&format!("  {name:>13}"));
    }
    eprint("\n");
    for input in &INPUTS {
        eprint(&format!("{:28}", input.name));
        let mut before: Option<f64> = None;
        for size in SIZES {
            fs::write(guide.join("content/en/Page.md"), input.page(size))?;
            let seconds = min_cpu_seconds(&command)?;
            let ratio = before.map_or(String::new(), |before| format!("x{:.1}", seconds / before));
            eprint(&format!("  {seconds:7.2} {ratio:>5}"));
            before = Some(seconds);
        }
        eprint("\n");
    }
    Ok(())
}

impl Input {
    /// A page of one line of at most `size` bytes.
    fn page(&self, size: usize) -> String {
        let mut page = self.start.to_owned();
        for n in 0.. {
            let next = (self.repeated)(n);
            if page.len() + next.len() >= size {
                break;
            }
            page.push_str(&next);
        }
        page.push('\n');
        page
    }
}

fn min_cpu_seconds(command: &[OsString]) -> Result<f64> {
    let mut min = f64::INFINITY;
    for _ in 0..RUNS {
        min = min.min(measure_ours(command)?.cpu_seconds);
        if min > MAX_REPEATED_SECONDS {
            break;
        }
    }
    Ok(min)
}
