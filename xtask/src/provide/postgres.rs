//! A PostgreSQL of our own for tests: an empty cluster on a free port of the
//! loopback address, gone when the tests are over. It speaks TLS too, with a
//! certificate for `localhost` of an authority that is made for it.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result, bail};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use super::debian;
use crate::{provide, run};

/// The variable that tells tests where PostgreSQL is.
pub(crate) const VARIABLE: &str = "HELPWRIGHT_POSTGRES";

/// The variable that tells them the certificate of its authority.
pub(crate) const ROOT_VARIABLE: &str = "HELPWRIGHT_POSTGRES_ROOT";

/// A running cluster; stops when it is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    url: String,
}

impl Postgres {
    /// Makes and starts a cluster, after installing PostgreSQL if need be.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        // Not below the clone: root's folders are closed to the user under
        // whom PostgreSQL has to run then.
        let folder = env::temp_dir().join(format!("helpwright-postgres-{}", process::id()));
        // Left over from a killed process with the same number.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        make_certificates(&folder).context("cannot make certificates for PostgreSQL")?;
        if provide::is_root() {
            run::capture(Command::new("chown").args(["-R", "postgres"]).arg(&folder))
                .context("PostgreSQL does not run as root, and there is no user `postgres`")?;
        }
        let port = TcpListener::bind("127.0.0.1:0").context("no free port")?.local_addr()?.port();
        let server = Self {
            programs,
            folder,
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
        };
        let data = server.folder.join("data");
        let mut initdb = server.command("initdb");
        initdb.arg("--pgdata").arg(&data).args(["--auth", "trust", "--username", "postgres"]);
        initdb.args(["--encoding", "UTF8", "--locale", "C"]);
        run::quiet("make an empty PostgreSQL cluster", &mut initdb)?;
        let at = server.folder.display();
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' \
             -c max_connections=300 -c ssl=on -c ssl_cert_file={at}/server.crt \
             -c ssl_key_file={at}/server.key"
        );
        let mut start = server.command("pg_ctl");
        start.args(["start", "--wait", "--pgdata"]).arg(&data).arg("--log");
        start.arg(server.folder.join("log")).arg("--options").arg(options);
        run::quiet("start PostgreSQL", &mut start)?;
        Ok(server)
    }

    /// Address of a database in which others can be created.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The certificate of the authority whose name its own bears.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.join("root.crt")
    }

    fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if provide::is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        run::forget_this_cargo(&mut command);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--mode", "immediate", "--pgdata"]).arg(self.folder.join("data"));
        // The folder goes away all the same, and the machine is a test's.
        let _ = run::capture(&mut stop);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes `root.crt`, `server.crt` and `server.key`.
fn make_certificates(folder: &Path) -> Result<()> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let own = CertificateParams::new(["localhost".to_owned()])?.signed_by(&key, &authority)?;
    fs::write(folder.join("root.crt"), authority.pem())?;
    fs::write(folder.join("server.crt"), own.pem())?;
    let path = folder.join("server.key");
    fs::write(&path, key.serialize_pem())?;
    // PostgreSQL takes no key that others may read.
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

/// The folder of `initdb` and `pg_ctl`, which Debian keeps off `PATH`.
fn programs() -> Result<PathBuf> {
    if let Some(folder) = find()? {
        return Ok(folder);
    }
    debian::install(&["postgresql"], "install PostgreSQL 14 or later")?;
    match find()? {
        Some(folder) => Ok(folder),
        None => bail!("`initdb` is still not to be found after installing PostgreSQL"),
    }
}

fn find() -> Result<Option<PathBuf>> {
    let versions = Path::new("/usr/lib/postgresql");
    if let Ok(entries) = fs::read_dir(versions) {
        let mut folders: Vec<(u32, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let version = entry.file_name().to_str()?.parse().ok()?;
                Some((version, entry.path().join("bin")))
            })
            .filter(|(_, folder)| folder.join("initdb").is_file())
            .collect();
        folders.sort();
        if let Some((_, folder)) = folders.pop() {
            return Ok(Some(folder));
        }
    }
    let Some(initdb) = run::find_program(&["initdb"]) else { return Ok(None) };
    // A link, as packagers like to make, leads to the folder with the others.
    let initdb = initdb.canonicalize().context("cannot follow the link to `initdb`")?;
    Ok(initdb.parent().map(Path::to_owned))
}
