//! The process of the editor. One that was killed leaves the server behind if another process holds the pipe open.

#[cfg(unix)]
pub(crate) struct Parent(nix::unistd::Pid);

#[cfg(unix)]
impl Parent {
    /// `None` if there is no such process now: an editor in another container has a number that means nothing here.
    pub(crate) fn new(id: i32) -> Option<Self> {
        let parent = Self(nix::unistd::Pid::from_raw(id));
        // Zero and less are groups of processes.
        (id > 0 && !parent.has_ended()).then_some(parent)
    }

    pub(crate) fn has_ended(&self) -> bool {
        nix::sys::signal::kill(self.0, None) == Err(nix::errno::Errno::ESRCH)
    }
}

/// On other systems the server ends with its standard input.
#[cfg(not(unix))]
pub(crate) enum Parent {}

#[cfg(not(unix))]
impl Parent {
    pub(crate) fn new(_: i32) -> Option<Self> {
        None
    }

    pub(crate) fn has_ended(&self) -> bool {
        match *self {}
    }
}
