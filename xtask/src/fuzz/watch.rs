//! Runs a case: its panic becomes a message, and a case that does not end ends the process.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// The message of the last panic, on whatever thread.
static PANIC: Mutex<Option<String>> = Mutex::new(None);
/// The running case.
static RUNNING: Mutex<Option<Running>> = Mutex::new(None);

struct Running {
    since: Instant,
    max: Duration,
    /// What is done with a case that does not end, before the process ends.
    on_hang: Box<dyn FnOnce() + Send>,
}

/// Keeps the messages of panics, and watches for cases that do not end.
pub(super) fn begin() {
    set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let message = payload.downcast_ref::<String>().map(String::as_str);
        let message = message.or(payload.downcast_ref::<&str>().copied()).unwrap_or("a panic");
        let place = panic.location().map(|it| format!("{}:{}", it.file(), it.line())).unwrap_or_default();
        // The first panic is the cause of those on other threads.
        PANIC.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(format!("{place}: {message}"));
    }));
    thread::spawn(|| {
        loop {
            thread::sleep(Duration::from_secs(1));
            let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
            if running.as_ref().is_some_and(|it| it.since.elapsed() > it.max) {
                if let Some(running) = running.take() {
                    (running.on_hang)();
                }
                std::process::exit(1);
            }
        }
    });
}

/// Runs a case. The error is its own, that of a panic, or that of taking more than `max` of processor time; a case that
/// takes ten times as long by the clock ends the process.
pub(super) fn run(
    max: Duration,
    on_hang: impl FnOnce() + Send + 'static,
    case: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let running = Running { since: Instant::now(), max: max * 10, on_hang: Box::new(on_hang) };
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(running);
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    let before = processor_time();
    let done = catch_unwind(AssertUnwindSafe(case));
    let taken = processor_time().saturating_sub(before);
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take();
    match done {
        Err(_) => Err(PANIC.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()),
        Ok(Ok(())) if taken > max => Err(format!("took {taken:.1?}, more than {max:.1?}")),
        Ok(done) => done,
    }
}

/// Processor time of this process on all threads, which other processes of a busy machine do not lengthen.
fn processor_time() -> Duration {
    let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) else { return Duration::ZERO };
    let of = |time: nix::sys::time::TimeVal| {
        Duration::from_micros(u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or(0))
    };
    of(usage.user_time()) + of(usage.system_time())
}
