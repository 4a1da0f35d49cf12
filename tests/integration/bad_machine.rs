//! A machine that refuses: the old site stays whole, and nothing of others is touched.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kb_tests::{Run, TestSite, files_below};

use crate::{KB, kb};

fn small() -> TestSite {
    TestSite::new("title = \"T\"\n").article("a", "title: A\nid: aa", "Text.")
}

/// A site that takes a while to write.
fn large() -> TestSite {
    let site = TestSite::new("title = \"T\"\nlocales = [\"en\", \"de\"]\n");
    let text = "Some words that make a paragraph long enough. ".repeat(40);
    for n in 0..600 {
        site.write(
            &format!("articles/c{}/a{n}.md", n % 20),
            format!("---\ntitle: A {n}\nid: id{n}\n---\n\n## One\n\n{text}\n"),
        );
    }
    site
}

#[test]
fn an_output_folder_that_is_not_ours_is_never_deleted() {
    let site = small().file("public/thesis.txt", "years of work");
    let run = kb(&site, &["build"]);
    insta::assert_snapshot!(run.complaint(), @r#"
        exit code 3
        kb: `./public` exists and was not made by kb, so it is left alone
          help: empty it yourself, or choose another folder with --output
        "#);
    assert_eq!(site.read("public/thesis.txt"), "years of work");
    assert_eq!(files_below(&site.path("public")).len(), 1);
}

#[test]
fn the_output_may_not_be_the_site_itself_or_contain_it() {
    let site = small();
    let run = kb(&site, &["build", "--output", "."]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    let run = kb(&site, &["build", "--output", "articles"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    let run = kb(&site, &["build", "--output", ".."]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(site.path("articles/a.md").exists() && site.path("kb.toml").exists());
}

#[test]
fn an_output_that_is_a_file_is_left_alone() {
    let site = small().file("public", "a file");
    assert_eq!(kb(&site, &["build"]).code, Some(3));
    assert_eq!(site.read("public"), "a file");
}

#[test]
fn an_empty_folder_may_be_used() {
    let site = small();
    fs::create_dir(site.path("public")).expect("create");
    kb(&site, &["build"]).expect_success();
    assert!(site.path("public/en/index.html").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_link_as_output_stays_one() {
    let site = small();
    fs::create_dir(site.path("real")).expect("create");
    std::os::unix::fs::symlink("real", site.path("public")).expect("link");
    kb(&site, &["build"]).expect_success();
    kb(&site, &["build", "--force"]).expect_success();
    assert!(site.path("public").is_symlink());
    assert!(site.path("real/en/index.html").exists());
}

/// Runs `kb` as somebody who may not do everything; `None` where only root is
/// there and cannot become somebody else.
fn as_nobody(site: &TestSite, arguments: &[&str]) -> Option<Run> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let is_root = fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
    if !is_root {
        return Some(kb(site, arguments));
    }
    let has_setpriv = Command::new("setpriv").arg("--version").output().is_ok();
    if !has_setpriv {
        eprintln!("skipped: root may read everything, and there is no setpriv to become nobody");
        return None;
    }
    // A copy where nobody may run it: the build folder may be closed to others.
    let program = site.path("kb");
    fs::copy(KB, &program).expect("copy");
    for path in [site.dir(), &site.path("articles")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("permit");
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(arguments)
        .current_dir(site.dir());
    Some(Run::of(&mut command))
}

#[cfg(target_os = "linux")]
#[test]
fn an_unreadable_file_is_named_and_the_rest_is_built() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = small().article("secret", "title: Secret", "Text.").article(
        "closed/inside",
        "title: Inside",
        "Text.",
    );
    let set = |path: &str, mode| {
        fs::set_permissions(site.path(path), fs::Permissions::from_mode(mode)).expect("permit");
    };
    set("articles/secret.md", 0o000);
    set("articles/closed", 0o000);
    let run = as_nobody(&site, &["build"]);
    set("articles/closed", 0o755);
    let Some(run) = run else { return };
    insta::assert_snapshot!(run.complaint(), @r#"
        exit code 0
        articles/closed: error[unreadable]: cannot list: Permission denied (os error 13)
          help: give the user who builds the site the right to read it
        articles/secret.md: error[unreadable]: cannot read: Permission denied (os error 13)
          help: give the user who builds the site the right to read it
        "#);
    assert!(site.path("public/en/articles/a-aa/index.html").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_to_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = small();
    fs::create_dir(site.path("closed")).expect("create");
    fs::set_permissions(site.path("closed"), fs::Permissions::from_mode(0o555)).expect("permit");
    let Some(run) = as_nobody(&site, &["build", "--output", "closed/public"]) else { return };
    insta::assert_snapshot!(without_process(&run.complaint()), @r#"
        exit code 3
        kb: cannot write `closed/.public.kb-new-N`
          because: Permission denied (os error 13)
          help: the old site is untouched
        "#);
}

/// The staging folder's name ends in the number of its process.
fn without_process(text: &str) -> String {
    text.split_inclusive('`')
        .map(|part| match part.split_once(".kb-new-") {
            Some((before, after)) => {
                let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
                format!("{before}.kb-new-N{rest}")
            }
            None => part.to_owned(),
        })
        .collect()
}

/// Mounts a file system of one megabyte; `None` where that needs more rights.
#[cfg(target_os = "linux")]
fn in_small_disk(site: &TestSite, script: &str) -> Option<Run> {
    // In a name space of its own, so that the mount goes with the process.
    let probe = Command::new("unshare").args(["--mount", "true"]).output();
    let user: &[&str] = if probe.is_ok_and(|output| output.status.success()) {
        &[]
    } else {
        &["--user", "--map-root-user"]
    };
    let disk = site.path("disk");
    fs::create_dir_all(&disk).expect("create");
    let whole = format!("mount -t tmpfs -o size=1m none disk || exit 99\n{script}");
    let mut command = Command::new("unshare");
    command.args(user).args(["--mount", "sh", "-c", &whole]).current_dir(site.dir()).env("KB", KB);
    let run = Run::of(&mut command);
    if run.code == Some(99) || run.stderr.contains("unshare") {
        eprintln!("skipped: no right to mount a small disk: {}", run.stderr);
        return None;
    }
    Some(run)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = small();
    let script = "$KB build --quiet --locked --output disk/public || exit 98\n\
        find disk/public -type f | xargs cat | cksum > before\n\
        head -c 100000000 /dev/zero > disk/filler 2>/dev/null\n\
        printf -- '---\\ntitle: B\\nid: bb\\n---\\nText.\\n' > articles/b.md\n\
        $KB build --locked --output disk/public; code=$?\n\
        find disk/public -type f | xargs cat | cksum > after\n\
        ls -A disk > names\n\
        exit $code";
    let Some(run) = in_small_disk(&site, script) else { return };
    assert_ne!(run.code, Some(98), "a site fits while the disk is empty: {}", run.stderr);
    assert_eq!(site.read("before"), site.read("after"));
    assert_eq!(site.read("names"), "filler\npublic\n");
    let said = without_process(&run.complaint());
    let stable: Vec<&str> = said.split('`').step_by(2).collect();
    insta::assert_snapshot!(stable.join("`…`"), @r#"
        exit code 3
        kb: the disk is full while writing `…`
          help: make room and build again; the old site is untouched
        "#);
}

/// A limit on the size of files works without any right.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_may_not_grow_leaves_the_old_site() {
    let site = small();
    kb(&site, &["build", "--quiet", "--locked"]).expect_success();
    let before = files_below(&site.path("public"));
    site.write("articles/b.md", format!("# B\n\n{}", "Text. ".repeat(20_000)));
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" build --locked";
    command.args(["-c", script, KB]).current_dir(site.dir());
    let run = Run::of(&mut command);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("the old site is untouched"), "{}", run.stderr);
    assert_eq!(files_below(&site.path("public")), before);
    assert_eq!(staging_folders(&site), Vec::<String>::new());
}

fn staging_folders(site: &TestSite) -> Vec<String> {
    let names = fs::read_dir(site.dir()).expect("list");
    names
        .map(|entry| entry.expect("list").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".kb-new-"))
        .collect()
}

fn count_files(dir: &Path) -> usize {
    kb_generator::sources::files_below(dir).len()
}

#[cfg(target_os = "linux")]
#[test]
fn killed_in_the_middle_the_old_site_stays_whole_and_the_next_build_cleans_up() {
    let site = large();
    kb(&site, &["build", "--quiet", "--locked"]).expect_success();
    let before = files_below(&site.path("public"));
    for n in 0..600 {
        site.replace(&format!("articles/c{}/a{n}.md", n % 20), "Some words", "Other words");
    }
    let mut child = Run::command(KB, site.dir())
        .args(["build", "--quiet", "--locked"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("start");
    let begun = Instant::now();
    // Until it writes, and well before it has written everything.
    let is_writing =
        || staging_folders(&site).first().is_some_and(|name| count_files(&site.path(name)) > 20);
    while !is_writing() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never began to write");
        assert!(child.try_wait().expect("wait").is_none(), "it ended before it could be killed");
        thread::yield_now();
    }
    child.kill().expect("kill");
    child.wait().expect("wait");
    assert_eq!(staging_folders(&site).len(), 1, "it was in the middle");
    assert!(files_below(&site.path("public")) == before, "the old site is whole");

    kb(&site, &["build", "--quiet", "--locked"]).expect_success();
    assert_eq!(staging_folders(&site), Vec::<String>::new());
    let after = files_below(&site.path("public"));
    assert_eq!(after.len(), before.len());
    assert!(after != before, "the new site is there");
}
