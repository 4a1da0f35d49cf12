//! The relay against a bare floor and against Node.js with `ws` and with
//! `socket.io`: memory, processor time and latency of the server process. The
//! load is a program of its own and does not count.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

mod peers;
mod server;

use self::server::{Kind, Load, Server};
use super::BenchOptions;
use super::figure::{Figure, Goal, publish};
use super::measure::Series;
use crate::places::Places;
use crate::run;

/// How much is done in each round.
struct Amount {
    rounds: usize,
    connections: u64,
    pairs: u64,
    /// Messages of each pair.
    each: u64,
    seconds: u64,
    stuck: u64,
}

const WHOLE: Amount =
    Amount { rounds: 5, connections: 2_000, pairs: 100, each: 100, seconds: 8, stuck: 1_000 };
const QUICK: Amount =
    Amount { rounds: 3, connections: 1_000, pairs: 50, each: 60, seconds: 4, stuck: 600 };
/// Messages a second while latency is measured.
const RATE: u64 = 1_000;
/// Every kind of server, ours first.
const KINDS: [Kind; 4] = [Kind::Helpwright, Kind::Floor, Kind::Ws, Kind::SocketIo];

/// What one kind of server costs, one value a round.
#[derive(Default)]
struct Costs {
    boot_ms: Series,
    idle_mib: Series,
    connection_kib: Series,
    message_us: Series,
    messages_per_second: Series,
    p50_ms: Series,
    p99_ms: Series,
    stuck_mib: Series,
}

/// The programs.
pub(super) struct Programs {
    server: PathBuf,
    floor: PathBuf,
    load: PathBuf,
    node: PathBuf,
    packages: PathBuf,
    peer: PathBuf,
}

pub(super) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    let amount = if options.quick { QUICK } else { WHOLE };
    let programs = build(places)?;
    let bytes = std::fs::metadata(&programs.server).context("the program is not there")?.len();
    let work = places.product("bench/relay");
    let mut costs: Vec<Costs> = KINDS.iter().map(|_| Costs::default()).collect();
    for round in 1..=amount.rounds {
        println!("round {round} of {}", amount.rounds);
        for (kind, costs) in KINDS.into_iter().zip(&mut costs) {
            measure(&programs, &work, kind, &amount, costs).with_context(|| kind.name())?;
        }
    }
    publish(places, "relay", &figures(&costs, bytes))
}

fn measure(
    programs: &Programs,
    work: &Path,
    kind: Kind,
    amount: &Amount,
    costs: &mut Costs,
) -> Result<()> {
    let server = Server::start(programs, work, kind)?;
    costs.boot_ms.push(server.boot_seconds * 1e3);
    costs.idle_mib.push(server.resident_kib()? / 1024.0);
    // What is needed once is there before the counting.
    Load::start(programs, &server, &["idle", "100"])?.end()?;
    let before = server.resident_kib()?;
    let load = Load::start(programs, &server, &["idle", &amount.connections.to_string()])?;
    costs.connection_kib.push((server.resident_kib()? - before) / amount.connections as f64);
    load.end()?;
    drop(server);

    let server = Server::start(programs, work, kind)?;
    let (pairs, each) = (amount.pairs.to_string(), amount.each.to_string());
    Load::start(programs, &server, &["closed", &pairs, "20"])?.end()?;
    let load = Load::start(programs, &server, &["closed", &pairs, &each])?;
    let before = server.cpu_seconds()?;
    let result = load.end()?;
    let messages = result["messages"].as_f64().context("no number of messages")?;
    costs.message_us.push((server.cpu_seconds()? - before) / messages * 1e6);
    let seconds = result["seconds"].as_f64().context("no time")?;
    costs.messages_per_second.push(messages / seconds);

    let (rate, seconds) = (RATE.to_string(), amount.seconds.to_string());
    let result = Load::start(programs, &server, &["open", &pairs, &rate, &seconds])?.end()?;
    costs.p50_ms.push(result["p50_us"].as_f64().context("no latency")? / 1e3);
    costs.p99_ms.push(result["p99_us"].as_f64().context("no latency")? / 1e3);

    let before = server.resident_kib()?;
    let mut load = Load::start(programs, &server, &["stuck", &amount.stuck.to_string()])?;
    load.next_line()?;
    costs.stuck_mib.push((server.resident_kib()? - before) / 1024.0);
    load.end()?;
    Ok(())
}

/// Submissions of forms that are kept in a second, and messages that the floor
/// hands on in a second: one value a round of each.
pub(super) fn submissions(places: &Places, rounds: usize) -> Result<(Series, Series)> {
    let programs = build(places)?;
    let work = places.product("bench/submissions");
    let mut both = [Series::default(), Series::default()];
    for _ in 0..rounds {
        for (kind, what, series) in [(Kind::Helpwright, "forms", 0), (Kind::Floor, "closed", 1)] {
            let server = Server::start(&programs, &work, kind)?;
            let result = Load::start(&programs, &server, &[what, "100", "50"])?.end()?;
            let messages = result["messages"].as_f64().context("no number of messages")?;
            both[series].push(messages / result["seconds"].as_f64().context("no time")?);
        }
    }
    let [forms, floor] = both;
    Ok((forms, floor))
}

fn figures(costs: &[Costs], bytes: u64) -> Vec<Figure> {
    let [ours, floor, peers @ ..] = costs else { return Vec::new() };
    let mut figures = Vec::new();
    let mut add = |what: &str, unit, of: &dyn Fn(&Costs) -> Series, goal| {
        let mut goal = Some(goal);
        for (kind, peer) in KINDS[2..].iter().zip(peers) {
            let figure = Figure::new(what, unit, of(ours)).against(kind.name(), of(peer));
            // The goal is stated once.
            figures.push(figure.goal(goal.take().unwrap_or(Goal::None)));
        }
        figures.push(Figure::new(what, unit, of(ours)).against(KINDS[1].name(), of(floor)));
    };
    let of_floor =
        |value: fn(&Costs) -> &Series| move |costs: &Costs| value(costs).over(value(floor));
    add(
        "memory per idle connection",
        "KiB",
        &|costs| costs.connection_kib.clone(),
        Goal::AtMost(8.0),
    );
    add("CPU per durable message", "µs", &|costs| costs.message_us.clone(), Goal::None);
    add(
        "CPU per durable message, of the floor's",
        "times",
        &of_floor(|costs| &costs.message_us),
        Goal::AtMost(2.5),
    );
    add(
        "durable messages per second, of the floor's",
        "times",
        &of_floor(|costs| &costs.messages_per_second),
        Goal::AtLeast(0.45),
    );
    add(
        "relay latency at 1,000 a second, p50, of the floor's",
        "times",
        &of_floor(|costs| &costs.p50_ms),
        Goal::AtMost(3.0),
    );
    add(
        "relay latency at 1,000 a second, p99, of the floor's",
        "times",
        &of_floor(|costs| &costs.p99_ms),
        Goal::AtMost(2.0),
    );
    add(
        "a reader who is stuck, more memory",
        "MiB",
        &|costs| costs.stuck_mib.clone(),
        Goal::AtMost(1.0),
    );
    add("boot to accept", "ms", &|costs| costs.boot_ms.clone(), Goal::AtMost(50.0));
    add("memory without connections", "MiB", &|costs| costs.idle_mib.clone(), Goal::AtMost(30.0));
    figures.push(
        Figure::exact("program, without assets", "MB", bytes as f64 / 1e6).goal(Goal::AtMost(25.0)),
    );
    figures
}

/// Compiles our own programs, and installs the peers.
fn build(places: &Places) -> Result<Programs> {
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo.args(["build", "--release", "--locked", "--package", "kb-server"]);
    cargo.args(["--bin", "kb-server", "--example", "floor", "--example", "load"]);
    run::compile("compile the relay, its floor and its load", &mut cargo)?;
    let release = places.native_target().join("release");
    let program = |name: &str| release.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let (node, packages) = peers::provide(places)?;
    Ok(Programs {
        server: program("kb-server"),
        floor: program("examples/floor"),
        load: program("examples/load"),
        node,
        packages,
        peer: places.root.join("xtask/src/bench/relay/peer.cjs"),
    })
}
