//! What holds for the sources of this repository, read as text.

mod architecture;
