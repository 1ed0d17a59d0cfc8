pub(crate) mod invalid_field;
pub(crate) mod language_mismatch;
pub(crate) mod missing_field;
pub(crate) mod permalink_mismatch;
pub(crate) mod review_overdue;
pub(crate) mod unknown_field;
