//! What holds for the sources of this repository, read as text, and for the files that are made of them.

mod architecture;
mod chore;
mod fuzz;
mod graph;
mod up_to_date;
