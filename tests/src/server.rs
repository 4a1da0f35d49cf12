//! `kb-server` as a process with a database of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use kb_server::config::Config;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::clock::HandClock;

/// Widget key of the brand `pedalo`.
pub const KEY: &str = "wk_0123456789abcdef0123456789abcdef";
/// Origin of its pages.
pub const ORIGIN: &str = "http://pages.example";
/// Password of every agent of a test.
pub const PASSWORD: &str = "a long sentence as password";

/// The variable that tells where PostgreSQL is.
const POSTGRES: &str = "HELPWRIGHT_POSTGRES";

/// Where a relay keeps everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file in the server's folder.
    Sqlite,
    /// A new database of the PostgreSQL that [`POSTGRES`] names.
    Postgres,
}

impl Database {
    /// The setting for a new, empty database; `None`, after saying so, where
    /// there is no PostgreSQL.
    fn setting(self) -> Option<String> {
        if self == Self::Sqlite {
            return Some("sqlite:helpwright.db".to_owned());
        }
        let Some(url) = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty()) else {
            println!("left out: {POSTGRES} names no PostgreSQL; `cargo xtask test` brings one");
            return None;
        };
        let name = crate::new_id().replace('-', "_");
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("PostgreSQL");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        let server = url.rsplit_once('/').map_or(url.as_str(), |(server, _)| server);
        Some(format!("{server}/{name}"))
    }
}

/// A relay; stops when it is dropped.
pub struct TestServer {
    /// What starts the program, where it is not started by itself.
    starter: Vec<String>,
    program: &'static str,
    dir: TempDir,
    database: String,
    port: u16,
    process: Option<Child>,
    clock: Option<Arc<HandClock>>,
    here: Option<Here>,
}

/// A relay on a thread of the test, with the test's clock.
struct Here {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Here {
    fn start(dir: &Path, clock: Arc<HandClock>) -> (Self, u16) {
        let (stop, stopped) = oneshot::channel();
        let (told, port) = mpsc::channel();
        let dir = dir.to_owned();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async move {
                let config = Config::load(&dir.join("server.toml")).expect("right settings");
                let listen = config.listen;
                let app = kb_server::open(config, &dir, clock).await.expect("opens");
                let listener = tokio::net::TcpListener::bind(listen).await.expect("a port");
                told.send(listener.local_addr().expect("an address").port()).expect("heard");
                let stopped = async { drop(stopped.await) };
                kb_server::serve(app, listener, stopped).await.expect("serves");
            });
        });
        let port = port.recv().expect("the relay starts");
        (Self { stop, thread }, port)
    }
}

impl TestServer {
    /// Starts one on a free port with a file as database. `settings` are
    /// sections of its `server.toml`.
    pub fn start(program: &'static str, settings: &str) -> Self {
        Self::start_on(program, Database::Sqlite, settings).expect("SQLite is always there")
    }

    /// As [`Self::start`], as last argument of another program.
    pub fn start_by(starter: &[&str], program: &'static str, settings: &str) -> Self {
        let starter = starter.iter().map(|&word| word.to_owned()).collect();
        Self::start_with(starter, program, "sqlite:helpwright.db", settings)
    }

    /// As [`Self::start`] on any database; `None` where it is not to be had.
    pub fn start_on(program: &'static str, database: Database, settings: &str) -> Option<Self> {
        Some(Self::start_with(Vec::new(), program, &database.setting()?, settings))
    }

    /// Address of a new, empty PostgreSQL database, where there is one.
    pub fn empty_postgres() -> Option<String> {
        Database::Postgres.setting()
    }

    /// A relay on a database that is there already.
    pub fn start_on_existing(program: &'static str, database: &str, settings: &str) -> Self {
        Self::start_with(Vec::new(), program, database, settings)
    }

    /// Another process on the same database, which is PostgreSQL.
    pub fn start_beside(&self, settings: &str) -> Self {
        Self::start_with(Vec::new(), self.program, &self.database, settings)
    }

    fn start_with(
        starter: Vec<String>,
        program: &'static str,
        database: &str,
        settings: &str,
    ) -> Self {
        let mut server = Self::new(program, database);
        server.starter = starter;
        server.configure(settings, "");
        server.start_again();
        server
    }

    fn new(program: &'static str, database: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let database = database.to_owned();
        let starter = Vec::new();
        Self { starter, program, dir, database, port: 0, process: None, clock: None, here: None }
    }

    /// Starts a relay in this process, whose clock the test moves; `None`
    /// where the database is not to be had. `pedalo` are settings of that
    /// brand.
    pub fn start_with_clock(
        program: &'static str,
        database: Database,
        clock: Arc<HandClock>,
        settings: &str,
        pedalo: &str,
    ) -> Option<Self> {
        let mut server = Self::new(program, &database.setting()?);
        server.configure(settings, pedalo);
        server.clock = Some(clock);
        server.start_again();
        Some(server)
    }

    /// Another relay in this process, on the same database and clock.
    pub fn start_beside_here(&self, settings: &str, pedalo: &str) -> Self {
        let mut server = Self::new(self.program, &self.database);
        server.configure(settings, pedalo);
        server.clock.clone_from(&self.clock);
        server.start_again();
        server
    }

    /// Writes other settings; `pedalo` are those of that brand. They count
    /// from the next start or [`Self::hang_up`] on.
    pub fn configure(&self, settings: &str, pedalo: &str) {
        let text = format!(
            "listen = \"127.0.0.1:{}\"\ndatabase = \"{}\"\n{settings}\n\
             [brands.pedalo]\nname = \"Pedalo\"\nkey = \"{KEY}\"\norigins = [\"{ORIGIN}\"]\n\
             {pedalo}\n[brands.paperwhale]\nname = \"Paperwhale\"\nkey = \"wk_other_0123456789\"\n\
             origins = [\"http://books.example\"]\n",
            self.port, self.database
        );
        std::fs::write(self.path("server.toml"), text).expect("write server.toml");
    }

    /// A file of the server's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The folder of `server.toml` and the database.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Host and port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Address of a path over HTTP.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// Where it keeps everything, as its settings say.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Process number.
    pub fn pid(&self) -> u32 {
        self.process.as_ref().expect("the server runs").id()
    }

    /// A command of this server.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.current_dir(self.dir.path()).args(arguments);
        command
    }

    /// Adds an agent with [`PASSWORD`].
    pub fn add_agent(&self, name: &str, role: &str) {
        let email = format!("{name}@example.com");
        let mut process = self
            .command(&["add-agent", "--email", &email, "--name", name, "--role", role])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("start kb-server");
        let mut input = process.stdin.take().expect("a pipe");
        writeln!(input, "{PASSWORD}").expect("write the password");
        drop(input);
        assert!(process.wait().expect("wait").success(), "cannot add agent {name}");
    }

    /// Writes into the database past the server.
    pub fn execute(&self, sql: &str) {
        if self.database.starts_with("sqlite:") {
            let file = rusqlite::Connection::open(self.path("helpwright.db")).expect("opens");
            file.execute_batch(sql).expect("writes");
        } else {
            let mut client =
                postgres::Client::connect(&self.database, postgres::NoTls).expect("PostgreSQL");
            client.batch_execute(sql).expect("writes");
        }
    }

    /// Kills the process as the system does when memory is short: no line of
    /// its code runs any more.
    pub fn kill(&mut self) {
        let mut process = self.process.take().expect("the server runs");
        process.kill().expect("kill");
        process.wait().expect("wait");
    }

    /// Tells the process that its settings were changed.
    pub fn hang_up(&self) {
        let pid = self.pid().to_string();
        assert!(Command::new("kill").args(["-HUP", &pid]).status().expect("kill").success());
    }

    /// What the process has logged so far.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(self.path("server.log")).unwrap_or_default()
    }

    /// Stops a relay with the test's clock.
    pub fn stop_here(&mut self) {
        let here = self.here.take().expect("the relay runs here");
        // It ends by itself only after a panic, which the join shows.
        let _ = here.stop.send(());
        here.thread.join().expect("the relay ends well");
    }

    /// Asks the process to stop and waits until it has; the exit code.
    pub fn stop(&mut self) -> Option<i32> {
        let mut process = self.process.take().expect("the server runs");
        let pid = process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        process.wait().expect("wait").code()
    }

    /// What the server logs; shown where a test fails.
    fn log(&self) -> Stdio {
        let mut options = std::fs::OpenOptions::new();
        options.create(true).append(true).open(self.path("server.log")).expect("a log").into()
    }

    /// Starts a stopped or killed server on the same port and database.
    pub fn start_again(&mut self) {
        if let Some(clock) = &self.clock {
            let (here, port) = Here::start(self.dir.path(), Arc::clone(clock));
            self.here = Some(here);
            self.listened(port);
            return;
        }
        let mut words = self.starter.iter().map(String::as_str).chain([self.program, "serve"]);
        let mut process = Command::new(words.next().expect("a program"))
            .args(words)
            .current_dir(self.dir.path())
            .stdout(Stdio::piped())
            .stderr(self.log())
            .spawn()
            .expect("start kb-server");
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("a pipe"));
        output.read_line(&mut line).expect("the first line");
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok());
        self.process = Some(process);
        self.listened(port.unwrap_or_else(|| panic!("kb-server said `{line}`")));
    }

    /// Keeps the port for the next start.
    fn listened(&mut self, port: u16) {
        self.port = port;
        let text = std::fs::read_to_string(self.path("server.toml")).expect("read");
        let text = text.replacen("127.0.0.1:0\"", &format!("127.0.0.1:{}\"", self.port), 1);
        std::fs::write(self.path("server.toml"), text).expect("write");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // It may have ended by itself.
            let _ = process.kill();
            let _ = process.wait();
        }
        if let Some(here) = self.here.take() {
            // The failing test tells more than its relay.
            let _ = here.stop.send(());
            let _ = here.thread.join();
        }
        if std::thread::panicking() {
            println!("kb-server logged:\n{}", self.logged());
        }
    }
}
