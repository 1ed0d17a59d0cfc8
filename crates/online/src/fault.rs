//! What can go wrong on the way to an answer, by the types of errors, never by their words.

use std::error::Error;
use std::io;

use firstaid_ledger::{Cause, Class};
use rustls::CertificateError;

use crate::LookupError;

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    pub(crate) class: Class,
    pub(crate) cause: Option<Cause>,
    /// Whether no connection came about: then it is the whole host that is down.
    pub(crate) at_connect: bool,
}

impl Fault {
    pub(crate) const fn new(class: Class, cause: Cause) -> Self {
        Self { class, cause: Some(cause), at_connect: false }
    }

    pub(crate) const PRIVATE: Self = Self::new(Class::Blocked, Cause::PrivateAddress);
    /// Its server asked to be left alone for longer than a run lasts. What it says itself is an answer, not this.
    pub(crate) const DEFERRED: Self = Self::new(Class::Blocked, Cause::RateLimit);
    pub(crate) const TIME_OUT: Self = Self::new(Class::Unstable, Cause::TimeOut);

    /// Whether it may be gone in a second.
    pub(crate) fn is_transient(self) -> bool {
        matches!(self.class, Class::Unstable | Class::Unreachable)
    }

    /// What an error of the client is. The chain of causes is searched for types that say it.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        let at_connect = error.is_connect();
        let found = search(error, at_connect).unwrap_or(if error.is_timeout() {
            (Class::Unstable, Some(Cause::TimeOut))
        } else {
            (Class::Unstable, Some(Cause::BadAnswer))
        });
        Self { class: found.0, cause: found.1, at_connect }
    }
}

type Found = (Class, Option<Cause>);

fn search(error: &(dyn Error + 'static), at_connect: bool) -> Option<Found> {
    let mut next = Some(error);
    let mut found = None;
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<LookupError>() {
            return Some(of_lookup(*error));
        }
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Some(of_tls(error));
        }
        if let Some(error) = error.downcast_ref::<hyper::Error>() {
            let broken_off = error.is_incomplete_message() || error.is_closed() || error.is_canceled();
            if error.is_parse() {
                return Some((Class::Unstable, Some(Cause::BadAnswer)));
            }
            found = broken_off.then_some((Class::Unstable, Some(Cause::Reset))).or(found);
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            // The error inside is no `source` of the one around it.
            let inside = error.get_ref().and_then(|inner| search(inner, at_connect));
            found = inside.or_else(|| of_io(error.kind(), at_connect)).or(found);
            if inside.is_some() {
                return inside;
            }
        }
        next = error.source();
    }
    found
}

fn of_lookup(error: LookupError) -> Found {
    match error {
        LookupError::NoSuchName => (Class::NoSuchHost, None),
        LookupError::Failed => (Class::Unreachable, Some(Cause::ServerFailure)),
        LookupError::TimeOut => (Class::Unreachable, Some(Cause::TimeOut)),
        LookupError::Private => (Class::Blocked, Some(Cause::PrivateAddress)),
    }
}

fn of_tls(error: &rustls::Error) -> Found {
    let rustls::Error::InvalidCertificate(error) = error else {
        return (Class::Unstable, Some(Cause::Handshake));
    };
    let cause = match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Cause::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Cause::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Cause::WrongHost,
        CertificateError::UnknownIssuer => Cause::UnknownIssuer,
        CertificateError::Revoked => Cause::Revoked,
        _ => Cause::BadCertificate,
    };
    (Class::TlsBroken, Some(cause))
}

fn of_io(kind: io::ErrorKind, at_connect: bool) -> Option<Found> {
    use io::ErrorKind as Kind;
    let cause = match kind {
        Kind::ConnectionRefused => Cause::Refused,
        Kind::TimedOut => Cause::TimeOut,
        // In the middle of a handshake.
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe if at_connect => {
            Cause::Handshake
        }
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => Cause::Reset,
        Kind::NetworkUnreachable | Kind::HostUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
            return Some((Class::Unreachable, Some(Cause::NoNetwork)));
        }
        _ => return None,
    };
    Some((Class::Unstable, Some(cause)))
}
