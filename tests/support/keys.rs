//! Key servers on loopback, and the `keys` commands.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::support::{Run, Tree, firstaid};

/// A server that answers each path with a body, or with status 404.
pub(crate) struct KeyServer {
    pub(crate) port: u16,
    pub(crate) requests: Arc<AtomicUsize>,
}

impl KeyServer {
    pub(crate) fn start(answer: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let server = Self { port: listener.local_addr().expect("an address").port(), requests: Arc::default() };
        let (answer, requests) = (Arc::new(answer), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let mut lines = (&mut reader).lines().map_while(Result::ok);
                let path = lines.next().and_then(|first| first.split(' ').nth(1).map(str::to_owned));
                lines.take_while(|line| !line.is_empty()).for_each(drop);
                requests.fetch_add(1, Ordering::SeqCst);
                let body = path.and_then(|path| answer(&path));
                let status = if body.is_some() { 200 } else { 404 };
                let body = body.unwrap_or_default();
                let head =
                    format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
                let mut stream = stream;
                // The client may have gone.
                let _ = stream.write_all(&[head.as_bytes(), &body].concat());
            }
        });
        server
    }

    /// The configuration of a guide that asks this server, as one of each kind.
    pub(crate) fn config(&self) -> String {
        let port = self.port;
        format!(
            "[links.probe]\nspacing = 0\n[keys]\nvks = [\"http://vks.test:{port}\"]\nhkp = [\"http://hkp.test:{port}\"]\n"
        )
    }

    /// The options that resolve the hosts of the configuration, and leave the directories of these domains unreachable.
    pub(crate) fn net(&self, domains: &[&str]) -> Vec<String> {
        let hosts = ["vks.test", "hkp.test"].map(|host| format!("{host}:{}:127.0.0.1", self.port));
        let directories = domains.iter().flat_map(|it| [it.to_string(), format!("openpgpkey.{it}")]);
        let directories = directories.map(|host| format!("{host}:443:127.0.0.1"));
        let resolve = hosts.into_iter().chain(directories).flat_map(|it| ["--resolve".to_owned(), it]);
        resolve.chain(["--allow-private".to_owned()]).collect()
    }
}

pub(crate) fn keys(tree: &Tree, args: &[&str]) -> Run {
    Run::of(firstaid().current_dir(tree.root()).arg("keys").args(args).args(["--today", "2026-11-23"]))
}

pub(crate) fn probe_keys(tree: &Tree, args: &[&str], net: &[String]) -> Run {
    let all: Vec<&str> =
        ["probe"].into_iter().chain(args.iter().copied()).chain(net.iter().map(String::as_str)).collect();
    keys(tree, &all)
}
