//! Application status checks: which endpoint of their instances EC2 would ask whether it is well,
//! whose instances these are, and of which nobody is told for now. No application runs in an
//! instance here, and nobody asks one. What that says of an instance stands in `status`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/application-status-checks.html>

pub(crate) mod status;

use crate::engine::{By, Hold, Index, Life, PartOf, Quota, Read, Record, Resource, Row, Text};
use crate::records::ids::{ApplicationStatusCheckId, InstanceId, SecurityGroupId, SubnetId};
use serde::{Deserialize, Serialize};
use wire::{
    AggregationStatusEnum, ApplicationStatusCheckResponseObject, CustomTagKeyValueResponsePair,
    HealthCheckPathDestinationResponseObject, HealthCheckPathResponseObject,
    HealthCheckPathSourceResponseObject, IpScopeEnum, IpVersionEnum, NetworkProtocolEnum,
    ResourceType, Timestamp,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ApplicationStatusCheck {
    pub settings: Settings,
    pub created: Timestamp,
    pub modified: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub aggregation: AggregationStatusEnum,
    pub health_check_paths: Vec<HealthCheckPath>,
    pub protocol: NetworkProtocolEnum,
    pub port: i32,
    pub path: String,
    pub device_index: i32,
    pub ip_version: IpVersionEnum,
    pub ip_scope: IpScopeEnum,
    pub interval: i32,
    pub timeout: i32,
    pub failure_threshold: i32,
    pub success_threshold: i32,
    pub status_code_matcher: String,
    pub grace_period_seconds: i32,
}

/// From where to where an endpoint is asked, if not from its own subnet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HealthCheckPath {
    pub source: End,
    pub destinations: Vec<End>,
}

/// The subnet and the security group of the network interface at an end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct End {
    pub subnet_id: SubnetId,
    pub group_id: SecurityGroupId,
}

impl HealthCheckPath {
    fn ends(&self) -> impl Iterator<Item = &End> {
        std::iter::once(&self.source).chain(&self.destinations)
    }

    fn view(&self) -> HealthCheckPathResponseObject {
        let destination = |end: &End| HealthCheckPathDestinationResponseObject {
            subnet_id: Some(end.subnet_id.to_string()),
            security_group_id: Some(end.group_id.to_string()),
        };
        HealthCheckPathResponseObject {
            source: Some(HealthCheckPathSourceResponseObject {
                subnet_id: Some(self.source.subnet_id.to_string()),
                security_group_id: Some(self.source.group_id.to_string()),
            }),
            destinations: Some(self.destinations.iter().map(destination).collect()),
        }
    }
}

impl ApplicationStatusCheck {
    const BY_SUBNET: By<Self, SubnetId> = By::new("health-check-path.subnet-id");
    const BY_GROUP: By<Self, SecurityGroupId> = By::new("health-check-path.security-group-id");
}

impl Resource for ApplicationStatusCheck {
    type View = ApplicationStatusCheckResponseObject;
    const PREFIX: &'static str = "asc";
    const TYPE: Option<ResourceType> = Some(ResourceType::ApplicationStatusCheck);
    // unverified (looked up 2026-11-26): the codes and the noun that come of it.
    const PLURAL: &'static str = "applicationStatusChecks";
    // Where all are asked for, those that were deleted are listed for a while; unverified (looked
    // up 2026-11-26): for how long.
    const LIFE: Option<Life> = Some(Life { making_millis: 0, leaving_millis: 0, ..Life::USUAL });
    // unverified (looked up 2026-11-26): that the ends of a path cannot go, as they have network
    // interfaces.
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_SUBNET), Hold::of(Self::BY_GROUP)];
    // The number is documented; unverified (looked up 2026-11-26): code and words.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 50,
        code: "ApplicationStatusCheckLimitExceeded",
        message: |_| "You can have up to 50 application status checks.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> ApplicationStatusCheckResponseObject {
        let of = &row.settings;
        let associations = cx.with(ApplicationStatusCheckAssociation::BY_CHECK, &row.id);
        let tags = associations.filter_map(|it| match &it.target {
            Target::Tag(key, value) => Some(CustomTagKeyValueResponsePair {
                key: Some(key.to_string()),
                value: Some(value.to_string()),
            }),
            Target::Instance(_) => None,
        });
        let paths = of.health_check_paths.iter().map(HealthCheckPath::view);
        ApplicationStatusCheckResponseObject {
            application_status_check_id: Some(row.id.to_string()),
            aggregation: Some(of.aggregation),
            health_check_paths: Some(paths.collect()),
            protocol: Some(of.protocol),
            port: Some(of.port),
            path: Some(of.path.clone()),
            device_index: Some(of.device_index),
            ip_version: Some(of.ip_version),
            ip_scope: Some(of.ip_scope),
            interval: Some(of.interval),
            timeout: Some(of.timeout),
            failure_threshold: Some(of.failure_threshold),
            success_threshold: Some(of.success_threshold),
            status_code_matcher: Some(of.status_code_matcher.clone()),
            initialization_grace_period_seconds: Some(of.grace_period_seconds),
            last_updated_at: Some(row.updated()),
            target_tag_associations: Some(tags.collect()),
            tags: row.tags.wire(),
            creation_time: Some(row.created),
            modify_time: row.modified,
            deletion_time: row.deleted,
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        for end in self.settings.health_check_paths.iter().flat_map(HealthCheckPath::ends) {
            index.add(Self::BY_SUBNET, &end.subnet_id);
            index.add(Self::BY_GROUP, &end.group_id);
        }
    }

    /// Terraform's provider takes an empty list for that there is none, and looks for no code.
    fn is_passed_over(_cx: Read<'_>, _id: &str) -> bool {
        true
    }
}

impl ApplicationStatusCheck {
    pub fn updated(&self) -> Timestamp {
        self.deleted.or(self.modified).unwrap_or(self.created)
    }
}

/// Which instances a check is for: one, or those that have a tag.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ApplicationStatusCheckAssociation {
    pub check_id: ApplicationStatusCheckId,
    pub target: Target,
    pub associated: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Target {
    Instance(InstanceId),
    Tag(Text, Text),
}

impl Target {
    /// As EC2 says what could be associated: the instance's id, or the tag as `key=value`.
    pub fn text(&self) -> String {
        match self {
            Self::Instance(id) => id.to_string(),
            Self::Tag(key, value) => format!("{key}={value}"),
        }
    }
}

impl ApplicationStatusCheckAssociation {
    pub const BY_CHECK: By<Self, ApplicationStatusCheckId> = By::new("application-status-check-id");
    pub const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
    /// By [`Target::text`], which those of two tags may share.
    pub const BY_TAG: By<Self, str> = By::new("tag");
}

impl Record for ApplicationStatusCheckAssociation {
    const PLURAL: &'static str = "applicationStatusCheckAssociations";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_INSTANCE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_CHECK, &self.check_id);
        match &self.target {
            Target::Instance(id) => index.add(Self::BY_INSTANCE, id),
            Target::Tag(..) => index.add(Self::BY_TAG, self.target.text().as_str()),
        }
    }
}

/// That nobody is told of what the checks of an instance find, whose id it has; it ends when they
/// are told again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ApplicationStatusCheckSuppression {
    pub instance_id: InstanceId,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
}

impl ApplicationStatusCheckSuppression {
    const BY_INSTANCE: By<Self, InstanceId> = By::new("instance-id");
}

impl Record for ApplicationStatusCheckSuppression {
    const PLURAL: &'static str = "applicationStatusCheckSuppressions";
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_INSTANCE)];

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_INSTANCE, &self.instance_id);
    }
}
