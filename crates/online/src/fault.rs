//! Why a request got no answer, worked out from the types of errors, never from their messages.

use std::error::Error;
use std::io;

use firstaid_ledger::{Cause, Class};
use rustls::CertificateError;

use crate::resolver::LookupError;

/// Why a request got no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    pub(crate) class: Class,
    pub(crate) cause: Option<Cause>,
    /// Whether no connection was made, which means that the whole host is down.
    pub(crate) at_connect: bool,
}

impl Fault {
    pub(crate) const fn new(class: Class, cause: Cause) -> Self {
        Self { class, cause: Some(cause), at_connect: false }
    }

    pub(crate) const PRIVATE: Self = Self::new(Class::Blocked, Cause::PrivateAddress);
    /// No request was sent, because the server asked for a longer wait than a run lasts. The answer that asked for it
    /// is not a fault.
    pub(crate) const DEFERRED: Self = Self::new(Class::Blocked, Cause::RateLimit);
    /// The server did not send an intermediate certificate, and it could not be fetched either.
    pub(crate) const MISSING_INTERMEDIATE: Self = Self::new(Class::Unreachable, Cause::MissingIntermediate);
    pub(crate) const TIME_OUT: Self = Self::new(Class::Unstable, Cause::TimeOut);

    /// Whether another try may succeed.
    pub(crate) fn is_transient(self) -> bool {
        matches!(self.class, Class::Unstable | Class::Unreachable)
    }

    /// Classifies an error of the client by the first error of a known type in its chain of causes.
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

type ClassAndCause = (Class, Option<Cause>);

fn search(error: &(dyn Error + 'static), at_connect: bool) -> Option<ClassAndCause> {
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
            let is_reset = error.is_incomplete_message() || error.is_closed() || error.is_canceled();
            if error.is_parse() {
                return Some((Class::Unstable, Some(Cause::BadAnswer)));
            }
            found = is_reset.then_some((Class::Unstable, Some(Cause::Reset))).or(found);
        }
        if let Some(error) = error.downcast_ref::<io::Error>() {
            // `source` skips the inner error of an I/O error.
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

fn of_lookup(error: LookupError) -> ClassAndCause {
    match error {
        LookupError::NoSuchName => (Class::NoSuchHost, None),
        LookupError::Failed => (Class::Unreachable, Some(Cause::ServerFailure)),
        LookupError::TimeOut => (Class::Unreachable, Some(Cause::TimeOut)),
        LookupError::Private => (Class::Blocked, Some(Cause::PrivateAddress)),
    }
}

fn of_tls(error: &rustls::Error) -> ClassAndCause {
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

fn of_io(kind: io::ErrorKind, at_connect: bool) -> Option<ClassAndCause> {
    use io::ErrorKind as Kind;
    let cause = match kind {
        Kind::ConnectionRefused => Cause::Refused,
        Kind::TimedOut => Cause::TimeOut,
        // The connection broke during the TLS handshake.
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
