//! Chromium without a window, driven by its own protocol over a pipe.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::peers::is_installed;

const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Maximum time of an answer. The first one waits for the start.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Screens: width, colours, medium, and a name for pictures.
pub(crate) const SCREENS: [(u32, &str, &str, &str); 4] = [
    (360, "light", "screen", "phone"),
    (360, "dark", "screen", "phone-dark"),
    (1280, "light", "screen", "desktop"),
    (1280, "dark", "screen", "desktop-dark"),
];

/// One tab of a browser with a profile of its own. Dropping it ends the browser.
pub(crate) struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    last_id: u64,
    /// Events that came since the last call of [`Browser::take_events`].
    events: Vec<Value>,
    _profile: TempDir,
}

/// A Chromium that is installed.
pub(crate) fn program() -> Option<&'static str> {
    PROGRAMS.into_iter().find(|name| is_installed(name))
}

/// The strings of an array.
#[track_caller]
pub(crate) fn strings(value: &Value) -> Vec<String> {
    value.as_array().expect("an array").iter().map(|it| it.as_str().expect("a string").to_owned()).collect()
}

/// What the page asked for, and what the browser refused it, since the last call.
pub(crate) fn requests_and_errors(browser: &mut Browser) -> (Vec<String>, Vec<String>) {
    let (mut requests, mut errors) = (Vec::new(), Vec::new());
    for event in browser.take_events() {
        match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                requests.push(event["params"]["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            Some("Log.entryAdded") if event["params"]["entry"]["level"] == "error" => {
                errors.push(event["params"]["entry"]["text"].to_string());
            }
            Some("Network.loadingFailed") => errors.push(event["params"]["errorText"].to_string()),
            _ => {}
        }
    }
    (requests, errors)
}

impl Browser {
    pub(crate) fn start(program: &str) -> Self {
        let profile = TempDir::new().expect("a temporary folder");
        // The protocol is spoken on descriptors 3 and 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", program])
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-default-apps"])
            .args(["--disable-sync", "--remote-debugging-pipe", "--force-prefers-reduced-motion"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (to, from) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        let (from, events) = (BufReader::new(from), Vec::new());
        let mut browser = Self { child, to, from, session: None, last_id: 0, events, _profile: profile };
        let tab = browser.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let session = browser.call("Target.attachToTarget", json!({ "targetId": tab, "flatten": true }));
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Network", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    fn read(&mut self, deadline: Instant) -> Value {
        assert!(Instant::now() < deadline, "the browser does not answer");
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the pipe of the browser");
        assert_eq!(bytes.pop(), Some(0), "the browser ended");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    /// Calls a method of the protocol and waits for its result.
    #[track_caller]
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert_eq!(answer["error"], Value::Null, "{method}");
        answer["result"].clone()
    }

    /// Calls a method of the protocol and waits for its answer, which may be an error.
    #[expect(clippy::needless_pass_by_value, reason = "callers write the object in place")]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the pipe of the browser");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.read(deadline);
            if answer["id"] == self.last_id {
                return answer;
            }
            self.events.push(answer);
        }
    }

    /// Opens an address and waits until all of it is loaded.
    #[track_caller]
    pub(crate) fn open(&mut self, url: &str) {
        let is_loaded = |event: &Value| event["method"] == "Page.loadEventFired";
        self.events.retain(|event| !is_loaded(event));
        let opened = self.call("Page.navigate", json!({ "url": url }));
        assert_eq!(opened["errorText"], Value::Null, "{url}");
        let deadline = Instant::now() + PATIENCE;
        while !self.events.iter().any(is_loaded) {
            let event = self.read(deadline);
            self.events.push(event);
        }
    }

    /// The value of an expression, after its promise.
    #[track_caller]
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let result = self.call("Runtime.evaluate", params);
        assert_eq!(result["exceptionDetails"], Value::Null, "{}", expression.chars().take(200).collect::<String>());
        result["result"]["value"].clone()
    }

    pub(crate) fn take_events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }

    /// Sets the width of the screen, its colours, and whether it is paper.
    pub(crate) fn show_on(&mut self, width: u32, scheme: &str, medium: &str) {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", screen);
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Saves a picture of the whole page.
    pub(crate) fn save_picture(&mut self, path: &Path) {
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true }));
        let decode = Command::new("base64").arg("-d").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut decode = decode.expect("base64");
        let mut input = decode.stdin.take().expect("piped");
        let text = picture["data"].as_str().unwrap_or_default().to_owned();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = decode.wait_with_output().expect("base64");
        writer.join().expect("no panic").expect("written");
        std::fs::write(path, output.stdout).expect("a written file");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
