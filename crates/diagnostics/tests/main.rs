//! Reports of findings on hostile pages. One program, so that it is linked once.

mod hostile;
