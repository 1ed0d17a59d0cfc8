/// An error in a registry file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct RegistryError {
    /// Path of the file as the user knows it.
    pub path: String,
    /// From 1.
    pub line: u64,
    pub message: String,
}
