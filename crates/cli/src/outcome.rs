use std::process::ExitCode;

/// The result of a run; see [`Outcome::exit_code`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// No finding at or above `--fail-on`.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// The command could not run, or not to its end.
    Failed,
}

impl Outcome {
    /// 0 clean, 1 findings, 2 could not run.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        })
    }
}
