use super::index::Guide;

/// Endings of files that a site generator fills in with data.
const TEMPLATES: [&str; 8] = [".hbs", ".htm", ".html", ".j2", ".liquid", ".mustache", ".njk", ".vue"];

impl Guide {
    /// The paths of files of the content folder that may be templates, pages left out, sorted.
    pub fn templates(&self) -> Vec<&str> {
        let files = self.files.iter().map(|file| &**file);
        let mut templates: Vec<&str> = files.filter(|file| TEMPLATES.iter().any(|end| file.ends_with(end))).collect();
        templates.sort_unstable();
        templates
    }
}

/// Whether a template or page reads a data file of the site by its name without ending: `site.data.NAME` of Jekyll,
/// `.Site.Data.NAME` of Hugo, `data["NAME"]`.
pub fn reads_data(text: &str, name: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let after_data = |at: usize| &text[at + "data".len()..];
    let places = text.match_indices("data").chain(text.match_indices("Data")).map(|(at, _)| after_data(at));
    places.into_iter().any(|rest| {
        let plain = rest.strip_prefix('.').and_then(|rest| rest.strip_prefix(name));
        let quoted = || rest.strip_prefix("[\"").or_else(|| rest.strip_prefix("['"))?.strip_prefix(name);
        plain.is_some_and(is_end) || quoted().is_some_and(|rest| rest.starts_with(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_that_read_a_data_file_are_told_from_others() {
        let reads = |text| reads_data(text, "teams");
        assert!(reads("{% for team in site.data.teams %}"));
        assert!(reads("{% assign team = site.data.teams | where: \"name\", x | first %}"));
        assert!(reads("{{ range .Site.Data.teams }}") && reads("{{ site.data['teams'][0] }}"));
        assert!(!reads("{{ site.data.teams_old }}") && !reads("{{ site.data.helpers }} teams"));
        assert!(!reads("{{ page.teams }}") && !reads("data"));
    }
}
