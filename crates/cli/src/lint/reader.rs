//! Notices when nobody reads standard output any more.

/// Calls `on_closed` when the reader of standard output closes it, even while nothing is written. Does nothing for a
/// terminal, which sends a signal, and on systems without `poll`, where the next write fails.
#[cfg(unix)]
pub(super) fn when_closed(on_closed: impl FnOnce() + Send + 'static) {
    use std::io::{self, IsTerminal};
    use std::os::fd::AsFd;
    use std::thread;

    use nix::errno::Errno;
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

    if io::stdout().is_terminal() {
        return;
    }
    thread::spawn(move || {
        let stdout = io::stdout();
        // No events are requested: `POLLERR` and `POLLHUP` are always reported.
        let mut watched = [PollFd::new(stdout.as_fd(), PollFlags::empty())];
        while poll(&mut watched, PollTimeout::NONE) == Err(Errno::EINTR) {}
        let events = watched[0].revents().unwrap_or(PollFlags::empty());
        if events.intersects(PollFlags::POLLERR | PollFlags::POLLHUP) {
            on_closed();
        }
    });
}

#[cfg(not(unix))]
pub(super) fn when_closed(_: impl FnOnce() + Send + 'static) {}
