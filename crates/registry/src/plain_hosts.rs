//! Hosts that must be asked without encryption: routers, and pages by which a network's login page is found.

static LIST: &str = include_str!("../data/plain_hosts.txt");

fn hosts() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.starts_with('#'))
}

/// Whether a host, in lower case, cannot have `https`. Subdomains count as their host.
pub fn is_plain_host(host: &str) -> bool {
    hosts().any(|plain| host.strip_suffix(plain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        let all: Vec<&str> = hosts().collect();
        assert!(all.is_sorted_by(|a, b| a < b));
        assert!(all.iter().all(|host| host.contains('.') && *host == host.to_lowercase()));
    }

    #[test]
    fn subdomains_count_as_their_host() {
        assert!(is_plain_host("fritz.box") && is_plain_host("www.routerlogin.net"));
        assert!(!is_plain_host("notfritz.box") && !is_plain_host("gnome.org"));
    }
}
