//! What a launch says of its instances beyond image and network, against what their type can do.

use crate::catalog::Architecture;
use crate::catalog::instance_types::InstanceType;
use crate::catalog::instance_types::{
    self, BandwidthWeighting, BootMode, EbsOptimizedSupport, ProcessorFeature, Support,
};
use crate::engine::{Millis, Read, Row, Text};
use crate::error::{Error, Result};
use crate::records::account::account_settings::{self, Credits};
use crate::records::compute::instances::launch::settings::{DEFAULT_TYPE, MAX_USER_DATA_BYTES};
use crate::records::compute::instances::{MetadataOptions, PrivateDnsOptions, Switches};
use crate::records::durations;
use crate::records::ids::VpcId;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_encryption_controls::check_encrypts as check_vpc_encrypts;
use crate::records::storage::images::Image;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::{
    AmdSevSnpSpecification, ArchitectureValues, BootModeValues, HostnameType,
    HttpTokensEnforcedState, HttpTokensState, InstanceBandwidthWeighting,
    InstanceMetadataEndpointState, InstanceMetadataOptionsState, InstanceMetadataProtocolState,
    InstanceMetadataTagsState, NestedVirtualizationSpecification, RunInstancesRequest,
    VirtualizationType, WireEnum as _,
};

/// How long metadata options take to apply where transitions take time.
pub(crate) const METADATA_MILLIS: Millis = durations::INSTANCES_METADATA_OPTIONS;

pub(crate) fn instance_type(request: &RunInstancesRequest) -> Result<&'static InstanceType> {
    find_type(request.instance_type.as_deref().unwrap_or(DEFAULT_TYPE))
}

/// # Errors
/// `InvalidParameterValue` for a type that does not exist.
pub(crate) fn find_type(name: &str) -> Result<&'static InstanceType> {
    instance_types::find(name)
        .ok_or_else(|| Error::invalid_value(format!("Invalid value '{name}' for InstanceType.")))
}

/// Whether an image can start on a type.
pub(crate) fn check_image(image: &Image, kind: &'static InstanceType) -> Result<()> {
    if image.instance_types.as_ref().is_some_and(|types| !types.allow(kind.name)) {
        // "AMI allowed instance types" of AWS's guide shows the answer.
        return Err(Error::combination(
            "This AMI does not support the specified instance type. Check DescribeImages for \
             InstanceTypeSpecification, and try again.",
        ));
    }
    check_architecture(image.architecture, kind)?;
    check_virtualization(image.virtualization_type, kind)?;
    check_ena(image.ena_support, kind)?;
    check_boot(image.boot_mode, image.tpm_support, kind)
}

/// # Errors
/// `InvalidParameterCombination` if what an image boots with is not there on the type.
pub(crate) fn check_boot(
    boot_mode: Option<BootModeValues>,
    tpm_support: bool,
    kind: &'static InstanceType,
) -> Result<()> {
    let needs_uefi = boot_mode == Some(BootModeValues::Uefi);
    if needs_uefi && !kind.boot_modes.contains(&BootMode::Uefi) {
        // RhinoSecurityLabs/cloudgoat#247
        return Err(Error::invalid_value(format!(
            "The {} instance type does not support an AMI with a boot mode of UEFI. Only instance \
             types built on the Nitro System support UEFI. Specify an instance type that supports \
             UEFI, and try again.",
            kind.name
        )));
    }
    if tpm_support && !kind.nitro_tpm {
        // unverified (looked up 2026-11-26): code and message.
        return Err(Error::combination(format!(
            "The instance type '{}' does not support an AMI with NitroTPM.",
            kind.name
        )));
    }
    Ok(())
}

/// # Errors
/// `InvalidParameterValue` if the type's processor is another one.
pub(crate) fn check_architecture(
    wanted: ArchitectureValues,
    kind: &'static InstanceType,
) -> Result<()> {
    let wanted = wanted.as_str();
    let known = &kind.processor.architectures;
    if known.iter().any(|architecture| architecture.as_str() == wanted) {
        return Ok(());
    }
    let mut known: Vec<_> = known.iter().copied().map(Architecture::as_str).collect();
    known.sort_unstable_by(|a, b| b.cmp(a));
    Err(Error::invalid_value(format!(
        "The architecture '{}' of the specified instance type does not match the architecture \
         '{wanted}' of the specified AMI. Specify an instance type and an AMI that have matching \
         architectures, and try again. You can use 'describe-instance-types' or \
         'describe-images' to discover the architecture of the instance type or AMI.",
        known.join(",")
    )))
}

/// # Errors
/// `InvalidParameterCombination` if an image of that virtualization does not start on the type.
pub(crate) fn check_virtualization(
    wanted: VirtualizationType,
    kind: &'static InstanceType,
) -> Result<()> {
    use instance_types::VirtualizationType as Known;
    let is_paravirtual = wanted == VirtualizationType::Paravirtual;
    if is_paravirtual && !kind.virtualization_types.contains(&Known::Paravirtual) {
        // As recorded in wardviaene/devops-box#6.
        return Err(Error::combination(format!(
            "Virtualization type 'hvm' is required for instances of type '{}'. Ensure that you are \
             using an AMI with virtualization type 'hvm'. For more information, see \
             http://docs.aws.amazon.com/AWSEC2/latest/UserGuide/virtualization_types.html",
            kind.name
        )));
    }
    // Every type that there is takes an HVM image, the oldest ones too: getmoto/moto#9791.
    Ok(())
}

/// # Errors
/// `InvalidParameterCombination` if the type needs ENA and the image has none.
pub(crate) fn check_ena(supported: bool, kind: &'static InstanceType) -> Result<()> {
    if supported || kind.network.ena_support != Support::Required {
        return Ok(());
    }
    Err(Error::combination(format!(
        "Enhanced networking with the Elastic Network Adapter (ENA) is required for the '{}' \
         instance type. Ensure that you are using an AMI that is enabled for ENA.",
        kind.name
    )))
}

/// # Errors
/// For a type that does not encrypt what it sends, in a VPC that has it encrypted.
pub(crate) fn check_encrypts(
    cx: Read<'_>,
    vpc_id: &VpcId,
    kind: &'static InstanceType,
) -> Result<()> {
    let noun = format!("instances of the type {}", kind.name);
    check_vpc_encrypts(cx, vpc_id, kind.network.encryption_in_transit, &noun)
}

pub(crate) fn check_ebs_optimized(wanted: bool, kind: &'static InstanceType) -> Result<()> {
    if wanted && kind.ebs.optimized_support == EbsOptimizedSupport::Unsupported {
        let message = "EBS-optimized instances are not supported for your requested \
                       configuration. Please check the documentation for supported \
                       configurations.";
        return Err(Error::new("Unsupported", message));
    }
    Ok(())
}

/// <https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave.html>
// unverified (looked up 2026-11-26): both wordings.
pub(crate) fn check_enclave(switches: &Switches, kind: &'static InstanceType) -> Result<()> {
    if switches.enclave && !kind.nitro_enclaves {
        let message = format!("The instance type '{}' does not support Nitro Enclaves.", kind.name);
        return Err(Error::combination(message));
    }
    if switches.enclave && switches.hibernation {
        let message = "Hibernation and Nitro Enclaves cannot be enabled on the same instance.";
        return Err(Error::combination(message));
    }
    Ok(())
}

pub(crate) fn check_hibernation(
    kind: &'static InstanceType,
    root_is_encrypted: bool,
) -> Result<()> {
    if !kind.hibernation {
        // unverified (looked up 2026-11-26): the wording.
        let message = format!("The instance type '{}' does not support hibernation.", kind.name);
        return Err(Error::new("UnsupportedHibernationConfiguration", message));
    }
    if !root_is_encrypted {
        let message = "For hibernation, the root device volume must be encrypted.";
        return Err(Error::new("UnsupportedHibernationConfiguration", message));
    }
    Ok(())
}

/// Cores and threads per core, unless these are what the type has anyway.
pub(crate) fn cpu(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<Option<(u32, u32)>> {
    let Some(options) = &request.cpu_options else { return Ok(None) };
    if options.core_count.is_none() && options.threads_per_core.is_none() {
        return Ok(None);
    }
    check_cpu(kind, options.core_count, options.threads_per_core)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sev-snp.html>
pub(crate) fn amd_sev_snp(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<Option<AmdSevSnpSpecification>> {
    let wanted = request.cpu_options.as_ref().and_then(|options| options.amd_sev_snp);
    if wanted.is_some() && !kind.processor.features.contains(&ProcessorFeature::AmdSevSnp) {
        // unverified (looked up 2026-11-26): code and message, and that `disabled` is refused too.
        let message = format!("The instance type '{}' does not support AMD SEV-SNP.", kind.name);
        return Err(Error::combination(message));
    }
    Ok(wanted)
}

pub(crate) fn nested(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<Option<NestedVirtualizationSpecification>> {
    let options = request.cpu_options.as_ref();
    nested_virtualization(options.and_then(|options| options.nested_virtualization), kind)
}

/// # Errors
/// `UnsupportedOperation` for a type whose processor cannot; the code is told in
/// aws/karpenter-provider-aws#9043.
// unverified (looked up 2026-11-26): the wording, and that `disabled` is refused too.
pub(crate) fn nested_virtualization(
    wanted: Option<NestedVirtualizationSpecification>,
    kind: &'static InstanceType,
) -> Result<Option<NestedVirtualizationSpecification>> {
    if wanted.is_some()
        && !kind.processor.features.contains(&ProcessorFeature::NestedVirtualization)
    {
        let message =
            format!("The instance type '{}' does not support nested virtualization.", kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(wanted)
}

/// # Errors
/// `MissingParameter` unless both are given, `UnsupportedOperation` for a type that leaves no
/// choice, `InvalidParameterValue` for a number that the type does not offer.
pub(crate) fn check_cpu(
    kind: &'static InstanceType,
    cores: Option<i32>,
    threads: Option<i32>,
) -> Result<Option<(u32, u32)>> {
    let (Some(cores), Some(threads)) = (cores, threads) else {
        let message =
            "When specifying CpuOptions you must specify both CoreCount and ThreadsPerCore.";
        return Err(Error::new("MissingParameter", message));
    };
    let processor = &kind.processor;
    // <https://github.com/aws/aws-parallelcluster> reads this message.
    if processor.valid_cores.is_empty() {
        let message =
            format!("The {} instance type does not support specifying CpuOptions.", kind.name);
        return Err(Error::new("UnsupportedOperation", message));
    }
    let valid = |value: i32, usual: u32, choices: &[u32]| {
        let value = u32::try_from(value).ok()?;
        (value == usual || choices.contains(&value)).then_some(value)
    };
    let refused = |name, value| {
        // unverified (looked up 2026-11-26): no recording has the wording.
        let reason = format!("The instance type {} does not support it.", kind.name);
        Error::bad_parameter(name, value, &reason)
    };
    let chosen_cores = valid(cores, processor.cores, &processor.valid_cores)
        .ok_or_else(|| refused("coreCount", cores))?;
    let chosen_threads =
        valid(threads, processor.threads_per_core, &processor.valid_threads_per_core)
            .ok_or_else(|| refused("threadsPerCore", threads))?;
    let usual = (processor.cores, processor.threads_per_core);
    let chosen = (chosen_cores, chosen_threads);
    Ok((chosen != usual).then_some(chosen))
}

pub(crate) fn credits(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<Option<Credits>> {
    let Some(specification) = &request.credit_specification else {
        return Ok(default_credits(cx, kind));
    };
    let text = specification.cpu_credits.as_deref().unwrap_or_default();
    if !kind.burstable_performance {
        let message = format!("The {} instance type does not support T2 Unlimited.", kind.name);
        return Err(Error::new("InstanceCreditSpecification.NotSupported", message));
    }
    parse_credits(text).map(Some)
}

/// What the account has said, and what is usual where it has said nothing.
pub(crate) fn default_credits(cx: Read<'_>, kind: &'static InstanceType) -> Option<Credits> {
    let credits = || account_settings::of(cx).credits.of(kind.family());
    kind.burstable_performance.then(credits)
}

/// # Errors
/// `InvalidCpuCredits` for anything but `standard` and `unlimited`.
pub(crate) fn parse_credits(text: &str) -> Result<Credits> {
    match text {
        "standard" => Ok(Credits::Standard),
        "unlimited" => Ok(Credits::Unlimited),
        // The code and what it says are those of AWS's list of codes.
        // unverified (looked up 2026-11-26): the wording.
        _ => Err(Error::new(
            "InvalidCpuCredits",
            "The specified CpuCredit value is invalid. Valid values are standard and unlimited.",
        )),
    }
}

pub(crate) fn bandwidth(
    request: &RunInstancesRequest,
    kind: &'static InstanceType,
) -> Result<InstanceBandwidthWeighting> {
    let options = request.network_performance_options.as_ref();
    let wanted = options.and_then(|options| options.bandwidth_weighting);
    let wanted = wanted.unwrap_or(InstanceBandwidthWeighting::Default);
    check_bandwidth(wanted, kind)?;
    Ok(wanted)
}

/// # Errors
/// `InvalidParameterValue` for a weighting that the type does not offer.
pub(crate) fn check_bandwidth(
    wanted: InstanceBandwidthWeighting,
    kind: &'static InstanceType,
) -> Result<()> {
    let known = BandwidthWeighting::parse(wanted.as_str());
    let offered = known.is_some_and(|known| kind.network.bandwidth_weightings.contains(&known));
    if wanted == InstanceBandwidthWeighting::Default || offered {
        return Ok(());
    }
    // unverified (looked up 2026-11-26): no recording has the wording.
    let reason = format!("The instance type {} does not support it.", kind.name);
    Err(Error::bad_parameter("bandwidthWeighting", wanted.as_str(), &reason))
}

/// The request goes before the account, and the account before the image.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html>
pub(crate) fn metadata(
    cx: Read<'_>,
    request: &RunInstancesRequest,
    image: &Image,
) -> Result<MetadataOptions> {
    let state = cx.transition(
        InstanceMetadataOptionsState::Pending,
        InstanceMetadataOptionsState::Applied,
        METADATA_MILLIS,
    );
    let (tokens, hop_limit) = if image.imds_v2_required {
        (HttpTokensState::Required, 2)
    } else {
        (HttpTokensState::Optional, 1)
    };
    let account = &account_settings::of(cx).instance_metadata;
    let mut options = MetadataOptions {
        state,
        tokens: account.tokens.unwrap_or(tokens),
        hop_limit: account.hop_limit.unwrap_or(hop_limit),
        endpoint: account.endpoint.unwrap_or(InstanceMetadataEndpointState::Enabled),
        ipv6: InstanceMetadataProtocolState::Disabled,
        tags: account.tags.unwrap_or(InstanceMetadataTagsState::Disabled),
    };
    if let Some(asked_for) = &request.metadata_options {
        let (tokens, hops) = (asked_for.http_tokens, asked_for.http_put_response_hop_limit);
        check_endpoint(asked_for.http_endpoint, tokens, hops)?;
        options.tokens = asked_for.http_tokens.unwrap_or(options.tokens);
        options.endpoint = asked_for.http_endpoint.unwrap_or(options.endpoint);
        options.ipv6 = asked_for.http_protocol_ipv6.unwrap_or(options.ipv6);
        options.tags = asked_for.instance_metadata_tags.unwrap_or(options.tags);
        options.hop_limit = hop_limit_of(asked_for.http_put_response_hop_limit, options.hop_limit)?;
    }
    if options.tokens == HttpTokensState::Optional && are_tokens_enforced(cx) {
        // In EC2's guide to troubleshooting launches, with the code.
        let message = "You can't launch instances with IMDSv1 because httpTokensEnforced is \
                       enabled for this account. Either launch the instance with \
                       httpTokens=required or contact your account owner to disable \
                       httpTokensEnforced using the ModifyInstanceMetadataDefaults API or the \
                       account settings in the EC2 console.";
        return Err(Error::new("UnsupportedOperation", message));
    }
    Ok(options)
}

/// What is asked for of an endpoint that the same request turns off: recorded of a change in 2019,
/// and Terraform leaves both out of such requests, of launches, too.
///
/// # Errors
/// `InvalidParameterValue`.
// unverified (looked up 2026-11-26): the words for the hop limit; and that a change of an endpoint
// that is there already need not name it, as that one of 2019 had to.
pub(crate) fn check_endpoint(
    endpoint: Option<InstanceMetadataEndpointState>,
    tokens: Option<HttpTokensState>,
    hop_limit: Option<i32>,
) -> Result<()> {
    let given = match (tokens, hop_limit) {
        (Some(_), _) => "HttpTokens",
        (_, Some(_)) => "HttpPutResponseHopLimit",
        _ => return Ok(()),
    };
    if endpoint != Some(InstanceMetadataEndpointState::Disabled) {
        return Ok(());
    }
    Err(Error::invalid_value(format!(
        "The HttpEndpoint is not set to 'enabled' in this request. To specify a value for {given}, \
         set HttpEndpoint to 'enabled'."
    )))
}

/// Whether the account has instances use tokens for their metadata, whatever a launch says.
pub(crate) fn are_tokens_enforced(cx: Read<'_>) -> bool {
    let enforced = account_settings::of(cx).instance_metadata.enforced;
    enforced == Some(HttpTokensEnforcedState::Enabled)
}

/// # Errors
/// `InvalidParameterValue` outside 1 to 64.
pub(crate) fn hop_limit_of(asked_for: Option<i32>, otherwise: i32) -> Result<i32> {
    match asked_for {
        None => Ok(otherwise),
        Some(limit @ 1..=64) => Ok(limit),
        // unverified (looked up 2026-11-26): no recording has the wording.
        Some(limit) => Err(Error::bad_parameter(
            "httpPutResponseHopLimit",
            limit,
            "Expecting a value between 1 and 64.",
        )),
    }
}

/// What the launch says of host names, and the subnet where it says nothing.
pub(crate) fn private_dns(
    request: &RunInstancesRequest,
    subnet: &Row<Subnet>,
) -> Result<PrivateDnsOptions> {
    let options = request.private_dns_name_options.as_ref();
    let hostname_type = options.and_then(|options| options.hostname_type);
    hostname_type.map_or(Ok(()), |wanted| check_hostname(wanted, subnet))?;
    Ok(PrivateDnsOptions {
        hostname_type: hostname_type.unwrap_or(subnet.hostname_type),
        a_record: options
            .and_then(|options| options.enable_resource_name_dns_a_record)
            .unwrap_or(subnet.resource_name_dns_a_record),
        aaaa_record: options
            .and_then(|options| options.enable_resource_name_dns_aaaa_record)
            .unwrap_or(subnet.resource_name_dns_aaaa_record),
    })
}

/// # Errors
/// `InvalidParameterValue` for a name made of an IPv4 address where there is none. See
/// `API_PrivateDnsNameOptionsRequest` in AWS's reference.
// unverified (looked up 2026-11-26): code and wording.
pub(crate) fn check_hostname(wanted: HostnameType, subnet: &Row<Subnet>) -> Result<()> {
    if wanted != HostnameType::IpName || subnet.cidr.is_some() {
        return Ok(());
    }
    Err(Error::invalid_value(format!(
        "Invalid value 'ip-name' for hostname-type. The subnet ({}) is IPv6-only.",
        subnet.id
    )))
}

const MAX_ENCODED_BYTES: usize = 25_600;

pub(crate) fn user_data(request: &RunInstancesRequest) -> Result<Option<Text>> {
    let text = request.user_data.as_deref().filter(|text| !text.is_empty());
    let Some(text) = text else { return Ok(None) };
    if text.len() > MAX_ENCODED_BYTES {
        // As in the transcript 27467810940 of 2025, of a script of 19 KB.
        let message = format!("Encoded User data is limited to {MAX_ENCODED_BYTES} bytes");
        return Err(Error::invalid_value(message));
    }
    let bytes = STANDARD.decode(text.split_ascii_whitespace().collect::<String>());
    // aws/aws-cli#19, hashicorp/packer#2616
    let bytes = bytes.map_err(|_| Error::invalid_value("Invalid BASE64 encoding of user data"))?;
    check_user_data(&bytes).map(Some)
}

/// User data as it is kept: in base64.
///
/// # Errors
/// `InvalidParameterValue` beyond 16 KB.
pub(crate) fn check_user_data(bytes: &[u8]) -> Result<Text> {
    if bytes.len() > MAX_USER_DATA_BYTES {
        // supergiant/capacity#148
        let message = format!("User data is limited to {MAX_USER_DATA_BYTES} bytes");
        return Err(Error::invalid_value(message));
    }
    Ok(STANDARD.encode(bytes).into())
}
