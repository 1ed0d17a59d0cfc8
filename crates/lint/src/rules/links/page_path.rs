//! The path that a link on one page uses for another page.

use firstaid_content::Page;

use crate::PageContext;

/// The path from this page to another one: relative, or `absolute` from the root of the content (by the permalink of
/// the page, if it has one).
pub(crate) fn path_to(cx: &PageContext<'_>, page: &Page, absolute: bool) -> String {
    let content_path = |page: &'_ Page| -> String {
        let path = page.source.path();
        path.strip_prefix(&*cx.world.guide.prefix).unwrap_or(path).to_owned()
    };
    let to = content_path(page);
    if absolute {
        let permalink = page.front_matter.as_ref().and_then(|front_matter| front_matter.get_str("permalink"));
        return permalink.map_or_else(|| format!("/{to}"), str::to_owned);
    }
    let from = content_path(cx.page);
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().min(to.len()) - 1;
    let common = (0..folders).take_while(|&n| from[n] == to[n]).count();
    let up = std::iter::repeat_n("..", from.len() - 1 - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}
