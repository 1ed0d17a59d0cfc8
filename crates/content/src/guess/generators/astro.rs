use crate::config::Generator;
use crate::guess::place::Place;
use crate::guess::site::Site;

/// Astro, and Starlight on top of it: <https://docs.astro.build/en/basics/project-structure/>.
pub(super) fn detect(place: &Place<'_>) -> Option<Site> {
    let config = place.read(&["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts"])?;
    let content = ["src/content/docs", "src/content", "src/pages"].into_iter().find(|folder| place.is_dir(folder))?;
    // Pages name pictures of `src` by a path from their own place, and those of `public` from the root of the site.
    let assets = ["public", "src/assets", "src/images"].into_iter().filter(|folder| place.is_dir(folder));
    let assets = assets.map(|folder| place.at(folder)).collect();
    Some(Site { assets, ..Site::new(Generator::Astro, place.at(content), &config) })
}
