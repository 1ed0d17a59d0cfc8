//! A running `firstaid preview`, and requests to it as any client could send them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{TODAY, Tree, firstaid};

/// Maximum time of an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview. Dropping it ends it.
pub(crate) struct DeskServer {
    child: Child,
    /// `127.0.0.1:PORT`
    pub(crate) host: String,
    pub(crate) token: String,
}

/// An answer of the server.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl DeskServer {
    pub(crate) fn start(tree: &Tree, args: &[&str]) -> Self {
        let mut command = firstaid();
        command.current_dir(tree.root()).arg("preview").args(args).args(["--today", TODAY]);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("piped")).read_line(&mut line).expect("UTF-8");
        let address = line.trim().strip_prefix("http://").expect("an address");
        let (host, token) = address.trim_end_matches('/').split_once('/').expect("a token");
        Self { child, host: host.to_owned(), token: token.to_owned() }
    }

    /// The address of a page.
    pub(crate) fn url(&self, page: &str) -> String {
        format!("http://{}/{}/{page}", self.host, self.token)
    }

    /// Sends bytes and reads until the server closes the connection.
    pub(crate) fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // The server may close before it has read everything.
        let _ = stream.write_all(bytes);
        let mut read = Vec::new();
        let _ = stream.read_to_end(&mut read);
        let text = String::from_utf8(read).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        stream
    }

    /// A request with these headers.
    #[track_caller]
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let text = format!("{method} {path} HTTP/1.1\r\n{}content-length: {length}\r\n\r\n{body}", headers.concat());
        self.send(text.as_bytes()).expect("an answer")
    }

    /// A page of the preview.
    #[track_caller]
    pub(crate) fn get(&self, page: &str) -> Answer {
        self.request("GET", &format!("/{}/{page}", self.token), &[("host", &self.host)], "")
    }

    /// Posts a form, as a browser does.
    #[track_caller]
    pub(crate) fn post(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        let form: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let origin = format!("http://{}", self.host);
        let headers = [
            ("host", &*self.host),
            ("origin", &origin),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.request("POST", &format!("/{}/{page}", self.token), &headers, &form.join("&"))
    }

    /// The form of the block whose source contains a text.
    #[track_caller]
    pub(crate) fn form(&self, locale: &str, name: &str, source: &str) -> Form {
        let page = self.get(&format!("page?locale={locale}&name={name}")).body;
        let block = page.split("<li id=\"b").find(|block| block.contains(source));
        let block = block.unwrap_or_else(|| panic!("no block with {source}: {page}"));
        let key = block.split('"').next().expect("a key").to_owned();
        let body = self.get(&format!("block?locale={locale}&name={name}&block={key}")).body;
        Form::read(locale, name, &key, &body)
    }

    /// Submits a form with another text.
    #[track_caller]
    pub(crate) fn submit(&self, form: &Form, text: &str) -> Answer {
        let Form { locale, name, key, version, .. } = form;
        let fields = [("locale", &**locale), ("name", name), ("block", key), ("version", version), ("text", text)];
        self.post("block", &fields)
    }

    /// Presses Ctrl-C.
    pub(crate) fn stop(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for DeskServer {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The form of a block.
pub(crate) struct Form {
    pub(crate) locale: String,
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) version: String,
    /// What the field has.
    pub(crate) text: String,
}

impl Form {
    #[track_caller]
    pub(crate) fn read(locale: &str, name: &str, key: &str, page: &str) -> Self {
        let between = |start: &str, end: &str| {
            let rest = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}")).1;
            rest.split_once(end).expect("an end").0.to_owned()
        };
        let version = between("name=\"version\" value=\"", "\"");
        let field = between("<textarea id=\"text\"", "</textarea>");
        // A browser drops the line feed that begins a field.
        let text = field.split_once(">\n").expect("a field").1.replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&quot;", "\"").replace("&amp;", "&");
        Self { locale: locale.to_owned(), name: name.to_owned(), key: key.to_owned(), version, text }
    }
}
