//! What a check asks of its endpoint, as a create and a modify say it.

use crate::engine::Read;
use crate::error::{Error, Result, check_between, check_length};
use crate::records::compute::application_status_checks::{End, HealthCheckPath, Settings};
use crate::records::network::security_groups::{SecurityGroup, is_for};
use crate::records::network::subnets::Subnet;
use wire::{
    AggregationStatusEnum, CreateApplicationStatusCheckRequest,
    HealthCheckPathDestinationRequestObject, HealthCheckPathRequestObject, IpScopeEnum,
    IpVersionEnum, ModifyApplicationStatusCheckRequest, NetworkProtocolEnum,
};

const INTERVAL_SECONDS: i32 = 60;

const MAX_MATCHER_CHARS: usize = 64;

/// What both requests may say.
pub(crate) struct Asked<'a> {
    aggregation: Option<AggregationStatusEnum>,
    health_check_paths: &'a [HealthCheckPathRequestObject],
    protocol: Option<NetworkProtocolEnum>,
    port: Option<i32>,
    path: Option<&'a str>,
    device_index: Option<i32>,
    ip_version: Option<IpVersionEnum>,
    ip_scope: Option<IpScopeEnum>,
    interval: Option<i32>,
    timeout: Option<i32>,
    failure_threshold: Option<i32>,
    success_threshold: Option<i32>,
    status_code_matcher: Option<&'a str>,
    grace_period_seconds: Option<i32>,
}

/// What holds unless something else is asked for, as AWS's reference and Terraform's provider have
/// it.
pub(crate) fn usual(protocol: NetworkProtocolEnum, port: i32) -> Settings {
    Settings {
        aggregation: AggregationStatusEnum::Included,
        health_check_paths: Vec::new(),
        protocol,
        port,
        path: "/".to_owned(),
        device_index: 0,
        ip_version: IpVersionEnum::Ipv4,
        ip_scope: IpScopeEnum::Private,
        interval: INTERVAL_SECONDS,
        timeout: 6,
        failure_threshold: 2,
        success_threshold: 2,
        status_code_matcher: "200".to_owned(),
        grace_period_seconds: 300,
    }
}

impl<'a> Asked<'a> {
    pub fn of_create(request: &'a CreateApplicationStatusCheckRequest) -> Self {
        Self {
            aggregation: request.aggregation,
            health_check_paths: &request.health_check_paths,
            protocol: Some(request.protocol),
            port: Some(request.port),
            path: request.path.as_deref(),
            device_index: request.device_index,
            ip_version: request.ip_version,
            ip_scope: request.ip_scope,
            interval: request.interval,
            timeout: request.timeout,
            failure_threshold: request.failure_threshold,
            success_threshold: request.success_threshold,
            status_code_matcher: request.status_code_matcher.as_deref(),
            grace_period_seconds: request.initialization_grace_period_seconds,
        }
    }

    pub fn of_modify(request: &'a ModifyApplicationStatusCheckRequest) -> Self {
        Self {
            aggregation: request.aggregation,
            health_check_paths: &request.health_check_paths,
            protocol: request.protocol,
            port: request.port,
            path: request.path.as_deref(),
            device_index: request.device_index,
            ip_version: request.ip_version,
            ip_scope: request.ip_scope,
            interval: request.interval,
            timeout: request.timeout,
            failure_threshold: request.failure_threshold,
            success_threshold: request.success_threshold,
            status_code_matcher: request.status_code_matcher.as_deref(),
            grace_period_seconds: request.initialization_grace_period_seconds,
        }
    }

    /// Other settings with what was asked.
    pub fn settings(self, cx: Read<'_>, before: Settings) -> Result<Settings> {
        self.check()?;
        let paths = self.health_check_paths.iter().map(|asked| path(cx, asked));
        let paths = paths.collect::<Result<Vec<_>>>()?;
        let text = |asked: Option<&str>, before| asked.map_or(before, str::to_owned);
        Ok(Settings {
            aggregation: self.aggregation.unwrap_or(before.aggregation),
            health_check_paths: if paths.is_empty() { before.health_check_paths } else { paths },
            protocol: self.protocol.unwrap_or(before.protocol),
            port: self.port.unwrap_or(before.port),
            path: text(self.path, before.path),
            device_index: self.device_index.unwrap_or(before.device_index),
            ip_version: self.ip_version.unwrap_or(before.ip_version),
            ip_scope: self.ip_scope.unwrap_or(before.ip_scope),
            interval: self.interval.unwrap_or(before.interval),
            timeout: self.timeout.unwrap_or(before.timeout),
            failure_threshold: self.failure_threshold.unwrap_or(before.failure_threshold),
            success_threshold: self.success_threshold.unwrap_or(before.success_threshold),
            status_code_matcher: text(self.status_code_matcher, before.status_code_matcher),
            grace_period_seconds: self.grace_period_seconds.unwrap_or(before.grace_period_seconds),
        })
    }

    // The bounds are documented, and leave no timeout as long as the interval; unverified (looked
    // up 2026-11-26): codes and words.
    fn check(&self) -> Result<()> {
        if let Some(path) = self.path.filter(|path| !path.starts_with('/')) {
            return Err(Error::bad_parameter("path", path, "It must start with a slash."));
        }
        if let Some(other) = self.interval.filter(|interval| *interval != INTERVAL_SECONDS) {
            return Err(Error::bad_parameter("interval", other, "Expecting 60."));
        }
        for (parameter, asked, least) in [
            ("deviceIndex", self.device_index, 0),
            ("failureThreshold", self.failure_threshold, 1),
            ("successThreshold", self.success_threshold, 1),
        ] {
            if let Some(few) = asked.filter(|asked| *asked < least) {
                let reason = format!("It must be at least {least}.");
                return Err(Error::bad_parameter(parameter, few, &reason));
            }
        }
        if let Some(seconds) = self.timeout {
            check_between("timeout", seconds, 1..=30)?;
        }
        if let Some(seconds) = self.grace_period_seconds {
            check_between("initializationGracePeriodSeconds", seconds, 1..=600)?;
        }
        self.status_code_matcher.map_or(Ok(()), check_matcher)
    }
}

/// `200,202,300-399`
fn check_matcher(matcher: &str) -> Result<()> {
    check_length("statusCodeMatcher", Some(matcher), MAX_MATCHER_CHARS)?;
    let code = |text: &str| {
        let is_plain = text.len() == 3 && text.bytes().all(|it| it.is_ascii_digit());
        text.parse::<u16>().ok().filter(|code| is_plain && *code >= 100)
    };
    let is_good = |part: &str| match part.split_once('-') {
        None => code(part).is_some(),
        Some((first, last)) => {
            matches!((code(first), code(last)), (Some(first), Some(last)) if first < last)
        }
    };
    if matcher.split(',').all(is_good) {
        return Ok(());
    }
    let reason = "Expecting HTTP status codes and ranges of them, as in 200,202,300-399.";
    Err(Error::bad_parameter("statusCodeMatcher", matcher, reason))
}

/// That all of it is needed is said by Terraform's provider.
fn path(cx: Read<'_>, asked: &HealthCheckPathRequestObject) -> Result<HealthCheckPath> {
    let source = asked.source.as_ref();
    let (subnet, group) = (
        source.and_then(|source| source.subnet_id.as_deref()),
        source.and_then(|source| source.security_group_id.as_deref()),
    );
    let source = end(cx, "Source", (subnet, group))?;
    let destination = |asked: &HealthCheckPathDestinationRequestObject| {
        end(cx, "Destination", (asked.subnet_id.as_deref(), asked.security_group_id.as_deref()))
    };
    let destinations = asked.destinations.iter().flatten().map(destination);
    let destinations = destinations.collect::<Result<Vec<_>>>()?;
    if destinations.is_empty() {
        return Err(Error::missing("HealthCheckPath.Destination"));
    }
    Ok(HealthCheckPath { source, destinations })
}

// unverified (looked up 2026-11-26): the words for a group of another VPC, which are those of
// network interfaces.
fn end(cx: Read<'_>, of: &str, (subnet, group): (Option<&str>, Option<&str>)) -> Result<End> {
    let missing = |member| Error::missing(&format!("HealthCheckPath.{of}.{member}"));
    let subnet = cx.get::<Subnet>(subnet.ok_or_else(|| missing("SubnetId"))?)?;
    let group = cx.get::<SecurityGroup>(group.ok_or_else(|| missing("SecurityGroupId"))?)?;
    if !is_for(cx, group, &subnet.vpc_id) {
        let message = format!(
            "The security group '{}' and the subnet '{}' belong to different networks.",
            group.id, subnet.id
        );
        return Err(Error::new("InvalidParameter", message));
    }
    Ok(End { subnet_id: subnet.id.clone(), group_id: group.id.clone() })
}
