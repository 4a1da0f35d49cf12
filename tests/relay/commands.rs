//! `kb-server` as engineers meet it who run it themselves: what it says when
//! something is missing, and copies that can be relied on.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use kb_tests::{Agent, Database, TestServer, Visitor, new_id};
use tempfile::TempDir;

use crate::{KB_SERVER, WIDE, relay};

/// Longer than any command that fails may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with a `server.toml`.
struct Home(TempDir);

impl Home {
    /// With these lines before the settings of a brand.
    fn new(lines: &str) -> Self {
        let home = Self::empty();
        let brand = "[brands.pedalo]\nname = \"Pedalo\"\nkey = \"wk_0123456789abcdef\"\n\
             origins = [\"https://www.pedalo.example\"]\n";
        home.write("server.toml", format!("listen = \"127.0.0.1:0\"\n{lines}\n{brand}"));
        home
    }

    fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).expect("write");
    }

    /// What a command that must fail says.
    fn complaint(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(KB_SERVER);
        command.current_dir(self.0.path()).args(arguments);
        complaint(&mut command, "")
    }
}

/// Exit code and complaint of a command that must fail, and soon.
fn complaint(command: &mut Command, input: &str) -> String {
    let output = run(command, input);
    assert!(!output.status.success(), "{command:?} succeeded");
    let text = String::from_utf8_lossy(&output.stderr);
    format!("exit code {}\n{}", output.status.code().unwrap_or(-1), text.trim_end())
}

/// Runs a command to its end; one that does not end fails the test.
fn run(command: &mut Command, input: &str) -> Output {
    use std::io::Write as _;

    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("start kb-server");
    let mut pipe = process.stdin.take().expect("a pipe");
    // It may have ended before it asked for anything.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    let deadline = Instant::now() + PATIENCE;
    while process.try_wait().expect("wait").is_none() {
        if Instant::now() > deadline {
            process.kill().expect("kill");
            panic!("{command:?} still runs after {PATIENCE:?}");
        }
        std::thread::yield_now();
    }
    process.wait_with_output().expect("wait")
}

#[test]
fn without_settings_one_is_told_where_to_begin() {
    insta::assert_snapshot!(Home::empty().complaint(&["serve"]), @r"
        exit code 1
        error: cannot read `server.toml`; write one (the smallest is in `kb-server --help`), or name another with `--config`: No such file or directory (os error 2)
        ");
}

#[test]
fn wrong_settings_are_told_with_their_place() {
    let wrong = |lines: &str| Home::new(lines).complaint(&["check-config"]);
    insta::assert_snapshot!(wrong("public_url ="), @r"
        exit code 1
        error: server.toml:2:13: string values must be quoted, expected literal string
        ");
    insta::assert_snapshot!(wrong("databse = \"sqlite:x\""), @r"
        exit code 1
        error: server.toml:2:1: there is no setting `databse`; did you mean `database`?
        ");
    insta::assert_snapshot!(wrong("public_url = \"https://chat.example/\""), @r"
        exit code 1
        error: server.toml:2:1: `https://chat.example/` is no origin; write scheme, host and port in lower case and no slash at the end, such as `https://www.example.com`
        ");
    let home = Home::empty();
    home.write("server.toml", "listen = \"localhost:4200\"\n");
    insta::assert_snapshot!(home.complaint(&["serve"]), @r"
        exit code 1
        error: server.toml:1:10: `localhost:4200` is no address to listen on; write the number of an address and a port, such as `127.0.0.1:4200`, `0.0.0.0:4200` or `[::]:4200`
        ");
    let home = Home::new("");
    let text = fs::read_to_string(home.path("server.toml")).expect("read");
    home.write("server.toml", format!("{text}\nsite = \"nowhere\"\n"));
    let complaint = home.complaint(&["check-config"]);
    assert!(complaint.contains("`site` of brand `pedalo` names no folder"), "{complaint}");
    let brand = |line: &str| {
        let home = Home::new("");
        let text = fs::read_to_string(home.path("server.toml")).expect("read");
        let key = line.split(' ').next().expect("a key");
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(key)).collect();
        home.write("server.toml", format!("{}\n{line}\n", kept.join("\n")));
        home.complaint(&["serve"])
    };
    insta::assert_snapshot!(brand("origins = [\"www.pedalo.example\"]"), @r"
        exit code 1
        error: server.toml:6:1: `www.pedalo.example` is no origin; write scheme, host and port in lower case and no slash at the end, such as `https://www.example.com`
        ");
    insta::assert_snapshot!(brand("color = \"teal\""), @r"
        exit code 1
        error: server.toml:7:1: `teal` is no colour; write it as `#0b5fff`
        ");
    insta::assert_snapshot!(brand("key = \"secret\""), @r"
        exit code 1
        error: server.toml:6:1: the key of brand `pedalo` has fewer than 16 characters; make one with `kb-server new-key`
        ");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = other.local_addr().expect("an address").to_string();
    let home = Home::empty();
    home.write("server.toml", format!("listen = \"{host}\"\n"));
    let said = home.complaint(&["serve"]).replace(&host, "HOST");
    insta::assert_snapshot!(said, @r"
        exit code 1
        error: cannot listen on HOST: another program listens there; end it, or write another port into `listen` in server.toml
        ");
}

#[test]
fn what_is_no_database_of_ours_is_left_as_it_is() {
    let home = Home::new("database = \"sqlite:notes.db\"");
    let text = "A text file that somebody took for a database, long enough to be looked into.";
    home.write("notes.db", text);
    insta::assert_snapshot!(home.complaint(&["serve"]), @r"
        exit code 1
        error: cannot use the database `notes.db`: it is no SQLite database; name another file, or bring a backup back with `kb-server restore`
        ");
    assert_eq!(fs::read_to_string(home.path("notes.db")).expect("read"), text);

    let home = Home::new("database = \"sqlite:bookmarks.db\"");
    let other = rusqlite::Connection::open(home.path("bookmarks.db")).expect("opens");
    other.execute_batch("CREATE TABLE bookmark (address TEXT)").expect("a table");
    insta::assert_snapshot!(home.complaint(&["serve"]), @r"
        exit code 1
        error: cannot use the database `bookmarks.db`: it is the database of another program; name a new file
        ");
    let tables: u32 = other
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(tables, 1, "our tables were put into a foreign database");
}

#[test]
fn a_database_in_the_wrong_place_is_told_with_what_to_do() {
    let serve = |database: &str| {
        Home::new(&format!("database = \"sqlite:{database}\"")).complaint(&["serve"])
    };
    insta::assert_snapshot!(serve("data/chat.db"), @r"
        exit code 1
        error: cannot use the database `data/chat.db`: its folder is not there; make it first
        ");
    insta::assert_snapshot!(serve("."), @r"
        exit code 1
        error: cannot use the database `.`: it is a folder; name a file in it
        ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    let home = Home::new("database = \"sqlite:closed/chat.db\"");
    fs::create_dir(home.path("closed")).expect("create");
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permit");
    };
    mode(home.0.path(), 0o755);
    mode(&home.path("closed"), 0o555);
    let is_root = fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
    let mut command = if is_root {
        // Root may write everywhere; a copy of the program where nobody may
        // run it: the build folder may be closed to others.
        fs::copy(KB_SERVER, home.path("kb-server")).expect("copy");
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command.arg(home.path("kb-server"));
        command
    } else {
        Command::new(KB_SERVER)
    };
    if is_root && Command::new("setpriv").arg("--version").output().is_err() {
        println!("left out: root may write everywhere, and there is no setpriv to become nobody");
        return;
    }
    command.current_dir(home.0.path()).arg("serve");
    insta::assert_snapshot!(complaint(&mut command, ""), @r"
        exit code 1
        error: cannot use the database `closed/chat.db`: the user who runs kb-server needs the right to read and write it and its folder, in which SQLite keeps two files more
        ");
}

#[test]
fn a_database_of_a_newer_program_is_not_touched() {
    let home = Home::new("");
    let first = home.complaint(&["add-agent", "--email", "kim@example.com", "--name", "Kim"]);
    insta::assert_snapshot!(first, @r"
        exit code 1
        error: a password has at least 15 characters; a sentence is easy to remember
        ");
    let database = rusqlite::Connection::open(home.path("helpwright.db")).expect("opens");
    database.pragma_update(None, "user_version", 9_999).expect("a version");
    let said = home.complaint(&["serve"]);
    assert!(said.contains("the database has version 9999, this kb-server knows "), "{said}");
}

#[test]
fn a_database_that_another_program_has_locked_is_told() {
    let home = Home::new("");
    home.complaint(&["add-agent", "--email", "kim@example.com", "--name", "Kim"]);
    let other = rusqlite::Connection::open(home.path("helpwright.db")).expect("opens");
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").expect("locks");
    insta::assert_snapshot!(home.complaint(&["serve"]), @r"
        exit code 1
        error: cannot use the database `helpwright.db`: another program has locked it; end that one and start again
        ");
}

#[test]
fn two_servers_do_not_work_with_one_file() {
    let server = relay();
    let said = complaint(&mut server.command(&["serve"]), "");
    insta::assert_snapshot!(said, @r"
        exit code 1
        error: a kb-server works with the database `helpwright.db`; stop it first
        ");
    assert_eq!(Visitor::connected(&server).send(&new_id(), &new_id(), "undisturbed"), Ok(1));
}

#[test]
fn a_postgresql_that_does_not_answer_is_given_up() {
    // Takes connections, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let place = silent.local_addr().expect("an address").to_string();
    let serve = |url: &str| Home::new(&format!("database = \"{url}\"")).complaint(&["serve"]);
    let said = serve(&format!("postgres://chat:very-secret@{place}/chat"));
    insta::assert_snapshot!(said.replace(&place, "HOST"), @r"
        exit code 1
        error: cannot connect to PostgreSQL at HOST: no answer within 10 s
        ");
    drop(silent);
    let said = serve(&format!("postgres://chat:very-secret@{place}/chat"));
    insta::assert_snapshot!(said.replace(&place, "HOST"), @r"
        exit code 1
        error: cannot connect to PostgreSQL at HOST: error connecting to server: Connection refused (os error 111)
        ");
    let said = serve("postgres://chat:very-secret@127.0.0.1/chat?sslmode=yes");
    insta::assert_snapshot!(said, @r"
        exit code 1
        error: this is no address of a PostgreSQL database: `sslmode` is disable, prefer, require, verify-ca or verify-full
        ");
    let url = "postgres://chat:very-secret@127.0.0.1/chat?sslmode=verify-full&sslrootcert=no.pem";
    insta::assert_snapshot!(serve(url), @r"
        exit code 1
        error: cannot read certificates in `no.pem`: I/O error: No such file or directory (os error 2)
        ");
}

#[test]
fn files_for_browsers_that_are_not_there_are_told() {
    insta::assert_snapshot!(Home::new("assets = \"widgets\"").complaint(&["serve"]), @r"
        exit code 1
        error: cannot read the files for browsers in `widgets`, which `assets` in server.toml names: No such file or directory (os error 2)
        ");
}

#[test]
fn an_agent_is_added_with_a_long_password_and_a_known_role() {
    let home = Home::new("");
    let add = |arguments: &[&str], password: &str| {
        let mut command = Command::new(KB_SERVER);
        command.current_dir(home.0.path()).arg("add-agent").args(arguments);
        complaint(&mut command, password)
    };
    let kim = ["--email", "kim@example.com", "--name", "Kim"];
    insta::assert_snapshot!(add(&kim, "short\n"), @r"
        exit code 1
        error: a password has at least 15 characters; a sentence is easy to remember
        ");
    insta::assert_snapshot!(add(&[&kim[..], &["--role", "boss"]].concat(), ""), @r"
        exit code 2
        error: invalid value 'boss' for '--role <ROLE>'
          [possible values: owner, admin, manager, content-admin, agent, collaborator]

        For more information, try '--help'.
        ");
    insta::assert_snapshot!(add(&["--email", "kim", "--name", "Kim"], ""), @r"
        exit code 1
        error: an agent has an address such as `kim@example.com` and a name
        ");
}

#[test]
fn every_command_says_what_it_does() {
    let help = |arguments: &[&str]| {
        let home = Home::empty();
        let mut command = Command::new(KB_SERVER);
        let output = run(command.current_dir(home.0.path()).args(arguments), "");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let whole = help(&["--help"]);
    let commands: Vec<&str> = whole
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 7, "{whole}");
    for name in commands {
        let text = help(&[name, "--help"]);
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.len() > 20 && text.contains(&format!(" {name} ")) && text.contains("Usage:"),
            "{text}"
        );
    }
}

/// A relay whose visitor has written `words`; closed again.
fn history(words: &[&str]) -> (TestServer, Visitor, String) {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    for word in words {
        visitor.send(&conversation, &new_id(), word).expect("stored");
    }
    (server, visitor, conversation)
}

/// What the server has of a conversation.
fn words(visitor: &mut Visitor, conversation: &str, count: u64) -> Vec<String> {
    visitor.connect(&[(conversation, 0)]).expect("welcome");
    let word = |_| match visitor.await_entry().1.content {
        kb_protocol::chat::Content::Message { body, .. } => body,
        other => panic!("{other:?}"),
    };
    (0..count).map(word).collect()
}

#[test]
fn a_backup_of_a_running_server_is_restored_and_served() {
    let (mut server, mut visitor, conversation) = history(&["one", "two"]);
    let run_one = |server: &TestServer, arguments: &[&str]| {
        let output = run(&mut server.command(arguments), "");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).trim().to_owned())
    };
    let (is_done, said) = run_one(&server, &["backup", "copy.db"]);
    assert!(is_done, "{said}");
    visitor.send(&conversation, &new_id(), "three").expect("stored");
    let (is_done, said) = run_one(&server, &["backup", "copy.db"]);
    assert!(!is_done, "wrote over a backup");
    insta::assert_snapshot!(said, @"error: cannot write `copy.db`: it is there already; a backup goes into a new file");

    let (is_done, said) = run_one(&server, &["restore", "--force", "copy.db"]);
    assert!(!is_done, "restored under a running server");
    insta::assert_snapshot!(said, @"error: a kb-server works with the database `helpwright.db`; stop it first");
    assert_eq!(visitor.send(&conversation, &new_id(), "four"), Ok(4), "undisturbed");

    visitor.cut();
    assert_eq!(server.stop(), Some(0));
    let (is_done, said) = run_one(&server, &["restore", "copy.db"]);
    assert!(!is_done, "replaced a database unasked");
    insta::assert_snapshot!(said, @"error: cannot write `helpwright.db`: a database is there already; with `--force` it is replaced and kept beside it");
    let (is_done, said) = run_one(&server, &["restore", "--force", "copy.db"]);
    assert!(is_done, "{said}");
    insta::assert_snapshot!(said, @r"
        helpwright.db.before-restore: the database that was here before
        helpwright.db: as it was in `copy.db`; start the server
        ");
    server.start_again();
    assert_eq!(words(&mut visitor, &conversation, 2), ["one", "two"]);
    assert_eq!(visitor.send(&conversation, &new_id(), "another three"), Ok(3));
    Agent::connected(&server, "kim");

    // What was there before is whole, and can come back the same way.
    visitor.cut();
    assert_eq!(server.stop(), Some(0));
    fs::rename(server.path("helpwright.db.before-restore"), server.path("kept.db")).expect("kept");
    let (is_done, said) = run_one(&server, &["restore", "--force", "kept.db"]);
    assert!(is_done, "{said}");
    server.start_again();
    assert_eq!(words(&mut visitor, &conversation, 4), ["one", "two", "three", "four"]);
    let left: Vec<String> = fs::read_dir(server.dir())
        .expect("readable")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".part") || name.ends_with(".restoring"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_log_of_the_old_database_is_not_played_into_the_restored_one() {
    let (mut server, mut visitor, conversation) = history(&["one"]);
    assert!(run(&mut server.command(&["backup", "copy.db"]), "").status.success());
    visitor.send(&conversation, &new_id(), "two").expect("stored");
    visitor.cut();
    // Killed, it leaves its log behind.
    server.kill();
    assert!(server.path("helpwright.db-wal").exists(), "nothing is tested without a log");
    assert!(run(&mut server.command(&["restore", "--force", "copy.db"]), "").status.success());
    server.start_again();
    assert_eq!(words(&mut visitor, &conversation, 1), ["one"]);
    // The second message was in the log; it is in what was kept.
    let kept = rusqlite::Connection::open(server.path("helpwright.db.before-restore"));
    let count: u32 = kept
        .expect("opens")
        .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(count, 2);
}

#[test]
fn a_damaged_database_is_replaced_and_kept() {
    let (mut server, mut visitor, conversation) = history(&["one"]);
    assert!(run(&mut server.command(&["backup", "copy.db"]), "").status.success());
    visitor.cut();
    server.kill();
    // The log would hold some of it.
    fs::remove_file(server.path("helpwright.db-wal")).expect("remove");
    fs::write(server.path("helpwright.db"), "overwritten by an accident").expect("write");
    let said = complaint(&mut server.command(&["serve"]), "");
    insta::assert_snapshot!(said, @r"
        exit code 1
        error: cannot use the database `helpwright.db`: it is no SQLite database; name another file, or bring a backup back with `kb-server restore`
        ");
    let restored = run(&mut server.command(&["restore", "--force", "copy.db"]), "");
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    server.start_again();
    assert_eq!(words(&mut visitor, &conversation, 1), ["one"]);
    let kept = fs::read(server.path("helpwright.db.before-restore")).expect("kept");
    assert_eq!(kept, b"overwritten by an accident");
}

#[test]
fn what_is_no_whole_backup_is_not_restored() {
    let (server, _, _) = history(&["one"]);
    let home = Home::new("");
    let backup = |to: &Path| {
        let to = to.to_str().expect("text");
        assert!(run(&mut server.command(&["backup", to]), "").status.success());
    };
    home.write("letter.txt", "Dear Kim, this is no database, however long I make this letter.");
    insta::assert_snapshot!(home.complaint(&["restore", "letter.txt"]), @r"
        exit code 1
        error: cannot use the database `letter.txt`: it is no backup of kb-server
        ");
    insta::assert_snapshot!(home.complaint(&["restore", "missing.db"]), @r"
        exit code 1
        error: cannot use the database `missing.db`: there is no such file
        ");
    home.write("empty.db", "");
    insta::assert_snapshot!(home.complaint(&["restore", "empty.db"]), @r"
        exit code 1
        error: cannot use the database `empty.db`: it is empty, and no backup
        ");

    backup(&home.path("cut.db"));
    let whole = fs::read(home.path("cut.db")).expect("read");
    home.write("cut.db", &whole[..whole.len() / 2]);
    insta::assert_snapshot!(home.complaint(&["restore", "cut.db"]), @r"
        exit code 1
        error: cannot use the database `cut.db`: it is damaged; take another backup
        ");

    backup(&home.path("newer.db"));
    let newer = rusqlite::Connection::open(home.path("newer.db")).expect("opens");
    newer.pragma_update(None, "user_version", 9_999).expect("a version");
    drop(newer);
    let said = home.complaint(&["restore", "newer.db"]);
    assert!(said.contains("the database has version 9999"), "{said}");
    assert!(!home.path("helpwright.db").exists(), "something was restored");
}

#[test]
fn a_database_of_the_first_version_is_brought_up_to_date_with_a_copy_of_the_old() {
    let home = Home::new("");
    let old = rusqlite::Connection::open(home.path("helpwright.db")).expect("opens");
    old.execute_batch(include_str!("../../server/migrations/sqlite/0001_conversations.sql"))
        .expect("the first shape");
    old.pragma_update(None, "user_version", 1).expect("a version");
    old.execute_batch("INSERT INTO customer (id, brand, created_at) VALUES ('ann', 'pedalo', 1)")
        .expect("a customer");
    drop(old);
    home.complaint(&["add-agent", "--email", "kim@example.com", "--name", "Kim"]);
    let version = |name: &str| {
        let database = rusqlite::Connection::open(home.path(name)).expect("opens");
        let version: u32 =
            database.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a version");
        let customers: u32 = database
            .query_row("SELECT count(*) FROM customer WHERE id = 'ann'", [], |row| row.get(0))
            .expect("a number");
        (version, customers)
    };
    let (known, customers) = version("helpwright.db");
    assert_eq!(customers, 1);
    if known > 1 {
        assert_eq!(version(&format!("helpwright.db.before-{known}")), (1, 1));
    }
}

#[test]
fn backups_of_postgresql_are_left_to_its_own_program() {
    let home = Home::new("database = \"postgres://chat@127.0.0.1/chat\"");
    let said = home.complaint(&["backup", "copy.db"]);
    insta::assert_snapshot!(said, @r"
        exit code 1
        error: `database` in the settings names PostgreSQL; use `pg_dump` and `pg_restore`
        ");
    assert_eq!(home.complaint(&["restore", "copy.db"]), said);
}

#[test]
fn a_server_on_postgresql_over_tls_knows_whom_it_talks_to() {
    let Some(url) = TestServer::empty_postgres() else { return };
    let Ok(root) = std::env::var("HELPWRIGHT_POSTGRES_ROOT") else {
        println!("left out: HELPWRIGHT_POSTGRES_ROOT names no certificate of that PostgreSQL");
        return;
    };
    let other = Home::empty();
    other.write("other.pem", include_str!("../fixtures/other-authority.pem"));
    let with = |options: &str| format!("{url}?{options}");
    // The certificate is made out to `localhost`.
    let named = |options: &str| with(options).replacen("127.0.0.1", "localhost", 1);
    let serves = |url: &str| {
        let server = TestServer::start_on_existing(KB_SERVER, url, WIDE);
        assert_eq!(Visitor::connected(&server).send(&new_id(), &new_id(), "hidden"), Ok(1));
    };
    let refuses = |url: &str| Home::new(&format!("database = \"{url}\"")).complaint(&["serve"]);
    serves(&with("sslmode=require"));
    serves(&with(&format!("sslmode=verify-ca&sslrootcert={root}")));
    serves(&named(&format!("sslmode=verify-full&sslrootcert={root}")));
    serves(&with("sslmode=disable"));

    let said = refuses(&with(&format!("sslmode=verify-full&sslrootcert={root}")));
    assert!(said.contains("not valid for name"), "{said}");
    let foreign = other.path("other.pem");
    let said = refuses(&with(&format!("sslmode=verify-ca&sslrootcert={}", foreign.display())));
    assert!(said.contains("invalid peer certificate: UnknownIssuer"), "{said}");
    let _ = Database::Postgres;
}
