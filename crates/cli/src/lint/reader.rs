//! Who reads standard output, and whether they still do.

/// Calls `gone` once nobody reads standard output any more, though nothing is written to it. Of a terminal that is told
/// by signals, and where there is no way to ask, the next write tells.
#[cfg(unix)]
pub(super) fn when_gone(gone: impl FnOnce() + Send + 'static) {
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
        // Nothing is asked for: what is gone is told unasked.
        let mut watched = [PollFd::new(stdout.as_fd(), PollFlags::empty())];
        while poll(&mut watched, PollTimeout::NONE) == Err(Errno::EINTR) {}
        let happened = watched[0].revents().unwrap_or(PollFlags::empty());
        if happened.intersects(PollFlags::POLLERR | PollFlags::POLLHUP) {
            gone();
        }
    });
}

#[cfg(not(unix))]
pub(super) fn when_gone(_: impl FnOnce() + Send + 'static) {}
