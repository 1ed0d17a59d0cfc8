//! axe-core, which looks for barriers on a page.

use super::browser::{Browser, program};
use super::peers::missing;
use super::repository;

/// The file that `.ci/run` takes from the npm package `axe-core`.
const AXE: &str = "target/peers/axe-core/axe.min.js";

/// All rules of axe-core but those that are experimental; each violation with its elements.
pub(crate) const RUN_AXE: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(it => \
                       it.id + ': ' + it.nodes.map(node => node.target.join(' ')).join(', ')))";

/// The browser and the source of axe-core; `None` where one is missing.
pub(crate) fn peers() -> Option<(Browser, String)> {
    let Some(program) = program() else {
        missing("chromium");
        return None;
    };
    let Ok(axe) = std::fs::read_to_string(repository().join(AXE)) else {
        missing("axe-core");
        return None;
    };
    Some((Browser::start(program), axe))
}
