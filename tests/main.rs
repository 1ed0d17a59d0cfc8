//! End-to-end tests: the real `firstaid` on guides in temporary folders. One program, so that it is linked once.

mod action;
mod adoption;
mod archive;
mod bad_input;
mod baseline;
mod changes;
mod clean;
mod cli;
mod control_characters;
mod data_files;
mod determinism;
mod diagnostics;
#[cfg(feature = "keys")]
mod domains;
#[cfg(feature = "lsp")]
mod editors;
mod evidence;
#[cfg(unix)]
mod first_day;
#[cfg(unix)]
mod first_gate;
mod fix;
mod formats;
mod generators;
mod identity_changes;
#[cfg(feature = "lsp")]
mod judge;
#[cfg(feature = "keys")]
mod keys;
mod language_server;
mod layouts;
#[cfg(feature = "online")]
mod links;
#[cfg(feature = "online")]
mod links_interrupted;
mod locale_layouts;
mod packages;
mod peers;
mod pofilter;
#[cfg(feature = "online")]
mod preview;
#[cfg(feature = "online")]
mod preview_access;
#[cfg(all(unix, feature = "online"))]
mod preview_browser;
#[cfg(feature = "online")]
mod preview_conflicts;
mod proofread;
mod readme;
mod repeated_defects;
#[cfg(feature = "report")]
mod report;
#[cfg(all(unix, feature = "report"))]
mod report_browser;
#[cfg(unix)]
mod screens;
mod standard_input;
mod support;
mod translate;
mod translate_interrupted;
mod translate_tools;
mod translation_review;
mod watch;
mod workflows;
mod xliff;
