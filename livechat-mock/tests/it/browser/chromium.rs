//! A headless Chromium, driven over a pipe by its DevTools protocol.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// What looks like a hang to a test.
const PATIENCE: Duration = Duration::from_secs(60);

const OPTIONS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    // Containers have little shared memory.
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
];

/// A browser with one page; gone when dropped.
pub(crate) struct Chromium {
    child: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    profile: PathBuf,
    number: u64,
    session: Option<String>,
    complaints: Vec<String>,
}

/// Where the browser is, if there is one.
fn executable() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file())
}

impl Chromium {
    /// Starts one; `None`, and a line that says so, where there is none that works.
    pub(crate) fn start(name: &str) -> Option<Self> {
        let Some(executable) = executable() else {
            eprintln!("SKIPPED: there is no chromium");
            return None;
        };
        let profile = env::temp_dir().join(format!("livechat-mock-chromium-{}-{name}", std::process::id()));
        let mut child = Command::new("sh")
            // It reads from descriptor 3 and writes to descriptor 4.
            .args(["-c", r#"exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null"#, "sh"])
            .arg(&executable)
            .args(OPTIONS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (commands, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            for message in BufReader::new(answers).split(0) {
                let Ok(message) = message else { return };
                if sender.send(serde_json::from_slice(&message).unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut browser = Self { child, commands, messages, profile, number: 0, session: None, complaints: Vec::new() };
        if !browser.is_there() {
            eprintln!("SKIPPED: {} does not start", executable.display());
            return None;
        }
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    fn is_there(&mut self) -> bool {
        let question = json!({"id": 0, "method": "Browser.getVersion"});
        let is_asked = self.commands.write_all(format!("{question}\0").as_bytes()).is_ok();
        is_asked && self.messages.recv_timeout(PATIENCE).is_ok()
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.number += 1;
        let mut command = json!({"id": self.number, "method": method, "params": params});
        if let Some(session) = &self.session {
            command["sessionId"] = session.as_str().into();
        }
        self.commands.write_all(format!("{command}\0").as_bytes()).unwrap();
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the browser answers");
            if message["id"] == self.number {
                return message.get("error").map_or_else(|| Ok(message["result"].clone()), |error| Err(error.clone()));
            }
            let is_complaint = match message["method"].as_str() {
                Some("Runtime.exceptionThrown") => true,
                Some("Log.entryAdded") => message["params"]["entry"]["level"] == "error",
                _ => false,
            };
            if is_complaint {
                self.complaints.push(message["params"].to_string());
            }
        }
    }

    pub(crate) fn open(&mut self, url: &str) {
        self.call("Page.navigate", &json!({"url": url}));
    }

    /// What an expression is worth in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        self.try_value(expression).unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    fn try_value(&mut self, expression: &str) -> Result<Value, Value> {
        let result = self.try_call("Runtime.evaluate", &json!({"expression": expression, "returnByValue": true}))?;
        if result.get("exceptionDetails").is_some() {
            return Err(result);
        }
        Ok(result["result"]["value"].clone())
    }

    /// Waits until an expression holds. While another page is loaded, it may have no worth at all.
    #[track_caller]
    pub(crate) fn wait(&mut self, expression: &str) {
        let since = Instant::now();
        while self.try_value(expression) != Ok(Value::Bool(true)) {
            if since.elapsed() > PATIENCE {
                let shown = self.value("document.body.innerText");
                panic!("{expression} does not come true: {shown}\n{:#?}", self.complaints);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Takes any certificate from now on.
    pub(crate) fn trust_all(&mut self) {
        self.call("Security.setIgnoreCertificateErrors", &json!({"ignore": true}));
    }

    /// Presses a key, with what it writes.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            " " => (32, " "),
            _ => (0, ""),
        };
        let event =
            |kind, text| json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", &event(if text.is_empty() { "rawKeyDown" } else { "keyDown" }, text));
        self.call("Input.dispatchKeyEvent", &event("keyUp", ""));
    }

    /// Lets the page be so wide, in light or dark.
    pub(crate) fn show(&mut self, width: u32, height: u32, scheme: &str) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", &size);
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.call("Emulation.setEmulatedMedia", &scheme);
    }

    /// What an asynchronous expression comes to.
    pub(crate) fn resolved(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let result = self.call("Runtime.evaluate", &params);
        assert!(result["exceptionDetails"].is_null(), "{}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// A picture of what is shown, as PNG in base64.
    pub(crate) fn picture(&mut self) -> String {
        let picture = self.call("Page.captureScreenshot", &json!({"format": "png"}));
        picture["data"].as_str().unwrap().to_owned()
    }

    /// Chooses a file in the field that this selects.
    pub(crate) fn choose_file(&mut self, selector: &str, file: &Path) {
        let document = self.call("DOM.getDocument", &json!({}));
        let field = json!({"nodeId": document["root"]["nodeId"], "selector": selector});
        let field = self.call("DOM.querySelector", &field)["nodeId"].clone();
        self.call("DOM.setFileInputFiles", &json!({"nodeId": field, "files": [file]}));
    }

    pub(crate) fn write(&mut self, text: &str) {
        self.call("Input.insertText", &json!({"text": text}));
    }

    /// Errors in the page's console since the last time: exceptions, what the policy forbids, what did not load.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
