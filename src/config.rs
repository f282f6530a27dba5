//! How a server is told to run: flags, each with a `PARLEL_*` variable. Nothing else reads the
//! environment.

use crate::catalog::regions;
use crate::engine::{Lifecycle, Quotas, Settings};
use crate::keys::Credentials;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::PathBuf;
use wire::Timestamp;

const MAX_STATE_KIB: usize = 256 * 1024;
const KEPT_ANSWERS_KIB: usize = 16 * 1024;
const KEPT_ROWS_KIB: usize = 16 * 1024;
/// A new account's is 5 to 32.
const VCPU_LIMIT: u64 = 10_000;
const PATIENCE_SECONDS: u64 = 60;
const UNFINISHED_BODIES_KIB: usize = 64 * 1024;
const UNREAD_ANSWERS_KIB: usize = 512 * 1024;
const REQUEST_LOG_KIB: usize = 8 * 1024;

/// A local AWS EC2: point AWS_ENDPOINT_URL at it and run your program unchanged.
///
/// State lives in memory and is gone when the server stops, unless --data-dir keeps it. Any
/// credentials are accepted unless --auth says otherwise; the account and the region of a request
/// come from its signature.
#[derive(Debug, Clone, Parser)]
#[command(name = "parlel-ec2", version, max_term_width = 100)]
pub struct Config {
    /// Address or host name to listen on; 0.0.0.0 opens the server to other machines.
    #[arg(long, env = "PARLEL_HOST", default_value = "127.0.0.1", global = true)]
    pub host: String,

    /// Port to listen on; 0 takes a free one and prints it.
    #[arg(long, short, env = "PARLEL_PORT", default_value_t = 4700, global = true)]
    pub port: u16,

    /// Account of requests whose access key is not itself a 12-digit account id.
    #[arg(long, env = "PARLEL_ACCOUNT_ID", default_value = "000000000000", value_parser = account)]
    pub account_id: String,

    /// Region of requests that are not signed for one.
    #[arg(long, env = "PARLEL_REGION", default_value = "us-east-1", value_parser = region)]
    pub region: String,

    /// Seed of ids, addresses and keys: with the same seed the same requests get the same
    /// answers. Without it every start and every reset draws another one.
    #[arg(long, env = "PARLEL_SEED")]
    pub seed: Option<u64>,

    /// How resources change state: at once, or over AWS-like interim states and delays.
    #[arg(long, env = "PARLEL_LIFECYCLE", value_enum, default_value_t = LifecycleArg::Instant)]
    pub lifecycle: LifecycleArg,

    /// Stop the clock at this moment (2026-01-31T12:00:00Z); PUT /_parlel/clock moves it.
    #[arg(long, env = "PARLEL_CLOCK", value_parser = moment)]
    pub clock: Option<Moment>,

    /// Begin with the state in this file, which GET /_parlel/state wrote; its seed, clock and
    /// lifecycle hold. A reset begins with nothing.
    #[arg(long, env = "PARLEL_STATE", value_name = "FILE",
        conflicts_with_all = ["seed", "clock", "lifecycle"])]
    pub state: Option<PathBuf>,

    /// Keep the state in this directory, also when the server is killed: a change is answered once
    /// it is on the disk. What is kept there holds; --seed, --clock and --lifecycle say how an
    /// empty directory and a reset begin.
    #[arg(long, env = "PARLEL_DATA_DIR", value_name = "DIR", conflicts_with = "state")]
    pub data_dir: Option<PathBuf>,

    /// Largest state that PUT /_parlel/state takes, in KiB.
    #[arg(long, env = "PARLEL_MAX_STATE_KIB", default_value_t = MAX_STATE_KIB)]
    pub max_state_kib: usize,

    /// Largest request body, in KiB.
    #[arg(long, env = "PARLEL_MAX_BODY_KIB", default_value_t = 4096)]
    pub max_body_kib: usize,

    /// Memory for answers that are given again while nothing they show has changed, in KiB; 0
    /// works each answer out anew.
    #[arg(long, env = "PARLEL_KEPT_ANSWERS_KIB", default_value_t = KEPT_ANSWERS_KIB)]
    pub kept_answers_kib: usize,

    /// Memory for what was written of resources, which answers show again while nothing of it has
    /// changed, in KiB; 0 writes each one anew.
    #[arg(long, env = "PARLEL_KEPT_ROWS_KIB", default_value_t = KEPT_ROWS_KIB)]
    pub kept_rows_kib: usize,

    /// Token that the control routes below /_parlel ask for, as 'Authorization: Bearer TOKEN';
    /// without one they are open to whoever reaches the port. /_parlel/health needs none.
    #[arg(long, env = "PARLEL_CONTROL_TOKEN", hide_env_values = true, value_parser = token)]
    pub control_token: Option<String>,

    /// Whether the signatures of requests are checked: verify takes only those of --credentials,
    /// and of sessions that this server has handed out.
    #[arg(long, env = "PARLEL_AUTH", value_enum, default_value_t = AuthArg::Accept)]
    pub auth: AuthArg,

    /// File of the access keys to verify with, in the form of the SDKs' shared credentials file.
    #[arg(long, env = "PARLEL_CREDENTIALS", value_parser = credentials)]
    pub credentials: Option<Credentials>,

    /// How many vCPUs an account's On-Demand instances of a family may have in a region.
    #[arg(long, env = "PARLEL_VCPU_LIMIT", default_value_t = VCPU_LIMIT)]
    pub vcpu_limit: u64,

    /// Whether the other quotas are those of a new account, as five VPCs in a region, or raised.
    #[arg(long, env = "PARLEL_QUOTAS", value_enum, default_value_t = QuotasArg::Raised)]
    pub quotas: QuotasArg,

    /// Time for the head of a request, and between two on a connection, in seconds.
    #[arg(long, env = "PARLEL_HEAD_SECONDS", default_value_t = PATIENCE_SECONDS,
        value_parser = seconds())]
    pub head_seconds: u64,

    /// Time for the body of a request, in seconds.
    #[arg(long, env = "PARLEL_BODY_SECONDS", default_value_t = PATIENCE_SECONDS,
        value_parser = seconds())]
    pub body_seconds: u64,

    /// Time in which a client has to read its answer, or 64 KiB of it, in seconds.
    #[arg(long, env = "PARLEL_ANSWER_SECONDS", default_value_t = PATIENCE_SECONDS,
        value_parser = seconds())]
    pub answer_seconds: u64,

    /// Memory for request bodies that are being received, in KiB.
    #[arg(long, env = "PARLEL_UNFINISHED_BODIES_KIB", default_value_t = UNFINISHED_BODIES_KIB)]
    pub unfinished_bodies_kib: usize,

    /// Memory for answers that are being read, in KiB.
    #[arg(long, env = "PARLEL_UNREAD_ANSWERS_KIB", default_value_t = UNREAD_ANSWERS_KIB)]
    pub unread_answers_kib: usize,

    /// Memory for the log of requests that GET /_parlel/requests tells, in KiB; 0 keeps none.
    #[arg(long, env = "PARLEL_REQUEST_LOG_KIB", default_value_t = REQUEST_LOG_KIB)]
    pub request_log_kib: usize,

    /// What to log to stderr: error, warn, info, debug (a line a request) or trace.
    #[arg(long, env = "PARLEL_LOG", default_value = "info")]
    pub log: tracing::level_filters::LevelFilter,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Command {
    /// Ask the server that runs on this port for its health; exit code 0 if it is well.
    Health,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LifecycleArg {
    /// Interim states do not exist: what is launched is running.
    Instant,
    /// The first answer shows the interim state; later ones move on with the clock.
    Aws,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum AuthArg {
    /// Any request is taken for what it says.
    Accept,
    /// It has to be signed with a known key.
    Verify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum QuotasArg {
    /// As if each was raised beyond need.
    Raised,
    /// As of a new account.
    Default,
}

/// A moment given on the command line.
#[derive(Debug, Clone, Copy)]
pub struct Moment(pub(crate) Timestamp);

impl Default for Config {
    /// The flags' defaults; the environment is not read.
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 4700,
            account_id: "000000000000".to_owned(),
            region: "us-east-1".to_owned(),
            seed: None,
            lifecycle: LifecycleArg::Instant,
            clock: None,
            state: None,
            data_dir: None,
            max_state_kib: MAX_STATE_KIB,
            max_body_kib: 4096,
            kept_answers_kib: KEPT_ANSWERS_KIB,
            kept_rows_kib: KEPT_ROWS_KIB,
            control_token: None,
            auth: AuthArg::Accept,
            credentials: None,
            vcpu_limit: VCPU_LIMIT,
            quotas: QuotasArg::Raised,
            head_seconds: PATIENCE_SECONDS,
            body_seconds: PATIENCE_SECONDS,
            answer_seconds: PATIENCE_SECONDS,
            unfinished_bodies_kib: UNFINISHED_BODIES_KIB,
            unread_answers_kib: UNREAD_ANSWERS_KIB,
            request_log_kib: REQUEST_LOG_KIB,
            log: tracing::level_filters::LevelFilter::INFO,
            command: None,
        }
    }
}

impl Config {
    /// Reads the command line and the environment. What is wrong with them is said in one line, and
    /// the process ends with 2; so it does, with 0, once `--help` or `--version` is answered.
    #[must_use]
    pub fn read() -> Self {
        Self::try_parse().and_then(Self::checked).unwrap_or_else(|error| {
            if !error.use_stderr() {
                error.exit();
            }
            let text = error.render().to_string();
            // The second line has the values that there are.
            let reason: Vec<&str> =
                text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
            let reason = reason.join(" ");
            let reason = reason.trim_start_matches("error: ");
            let told = format!("parlel-ec2: {reason} (see parlel-ec2 --help)\n");
            // Whether anybody reads it or not.
            let _ = std::io::stderr().write_all(told.as_bytes());
            std::process::exit(2)
        })
    }

    fn checked(self) -> Result<Self, clap::Error> {
        if self.auth == AuthArg::Verify && self.credentials.is_none() {
            let message = "--auth verify needs --credentials FILE";
            return Err(Self::command().error(ErrorKind::MissingRequiredArgument, message));
        }
        Ok(self)
    }

    /// The variables of the environment that look like this program's and are not.
    #[must_use]
    pub fn unknown_variables() -> Vec<String> {
        let command = Self::command();
        let is_known = |name: &OsStr| command.get_arguments().any(|a| a.get_env() == Some(name));
        let names = std::env::vars_os().map(|(name, _)| name).filter(|name| !is_known(name));
        let names = names.filter_map(|name| name.into_string().ok());
        names.filter(|name| name.starts_with("PARLEL_")).collect()
    }

    /// The same configuration with a fixed seed and a clock that stands at `moment`, so that whole
    /// answers can be compared.
    ///
    /// # Panics
    /// If `at` is no moment.
    #[must_use]
    pub fn deterministic(self, seed: u64, at: &str) -> Self {
        let at = moment(at).expect("a moment such as 2026-01-31T12:00:00Z");
        Self { seed: Some(seed), clock: Some(at), ..self }
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings {
            seed: self.seed,
            lifecycle: match self.lifecycle {
                LifecycleArg::Instant => Lifecycle::Instant,
                LifecycleArg::Aws => Lifecycle::Aws,
            },
            clock_stopped_at: self.clock.map(|moment| moment.0),
            vcpu_limit: self.vcpu_limit,
            quotas: match self.quotas {
                QuotasArg::Raised => Quotas::Raised,
                QuotasArg::Default => Quotas::Default,
            },
            kept_rows_bytes: self.kept_rows_kib.saturating_mul(1024),
        }
    }
}

fn account(text: &str) -> Result<String, String> {
    if is_account_id(text) { Ok(text.to_owned()) } else { Err("not 12 digits".to_owned()) }
}

pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn region(text: &str) -> Result<String, String> {
    let region = regions::find(text);
    region.map(|region| region.name.to_owned()).ok_or_else(|| {
        let names: Vec<&str> = regions::all().iter().map(|region| region.name).collect();
        format!("no such region; there are {}", names.join(", "))
    })
}

fn token(text: &str) -> Result<String, String> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { Ok(text.to_owned()) } else { Err("not printable ASCII without blanks".into()) }
}

fn credentials(path: &str) -> Result<Credentials, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    text.parse()
}

fn seconds() -> impl TypedValueParser<Value = u64> {
    clap::value_parser!(u64).range(1..=86_400)
}

fn moment(text: &str) -> Result<Moment, String> {
    Timestamp::parse(text)
        .map(Moment)
        .ok_or_else(|| "not a moment like 2026-01-31T12:00:00Z".into())
}
