//! What runs on the disks of a machine, as the request says it.
//! <https://docs.aws.amazon.com/vm-import/latest/userguide/licensing-specify-option.html>

use crate::error::{Error, Result};
use crate::records::storage::images::Image;
use serde::{Deserialize, Serialize};
use wire::{ArchitectureValues, BootModeValues, ImportImageRequest, WireEnum as _};

/// Usage operations, with the details of the platform that EC2 tells for them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html>
const USAGES: [(&str, &str); 11] = [
    ("RunInstances", "Linux/UNIX"),
    ("RunInstances:0002", "Windows"),
    ("RunInstances:0800", "Windows BYOL"),
    ("RunInstances:0006", "Windows with SQL Server Standard"),
    ("RunInstances:0102", "Windows with SQL Server Enterprise"),
    ("RunInstances:0202", "Windows with SQL Server Web"),
    ("RunInstances:0010", "Red Hat Enterprise Linux"),
    ("RunInstances:00g0", "Red Hat BYOL Linux"),
    ("RunInstances:000g", "SUSE Linux"),
    ("RunInstances:0004", "SQL Server Standard"),
    ("RunInstances:0100", "SQL Server Enterprise"),
];

/// The usage operations of what AWS gives no license for.
const OWN_LICENSES: [&str; 3] = ["RunInstances", "RunInstances:0800", "RunInstances:00g0"];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct System {
    platform: Platform,
    /// Told from the start, as the request names it.
    #[serde(default)]
    names_platform: bool,
    license_type: Option<String>,
    pub hypervisor: Option<String>,
    pub boot_mode: Option<BootModeValues>,
    usage_operation: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Platform {
    Linux,
    Windows,
}

impl System {
    /// # Errors
    /// `InvalidParameterValue` for what is none of the documented values.
    // unverified (looked up 2026-11-26): the wordings.
    pub fn of(request: &ImportImageRequest) -> Result<Self> {
        let usage_operation = request.usage_operation.clone();
        if let Some(usage) = usage_operation.as_deref()
            && !USAGES.iter().any(|(known, _)| *known == usage)
        {
            return Err(Error::bad_parameter("usageOperation", usage, "There is no such one."));
        }
        let platform = match request.platform.as_deref() {
            Some("Linux") => Platform::Linux,
            Some("Windows") => Platform::Windows,
            Some(other) => {
                return Err(Error::bad_parameter("platform", other, "Expecting Linux or Windows."));
            }
            None => match usage_operation.as_deref().and_then(details) {
                Some(details) if details.starts_with("Windows") => Platform::Windows,
                _ => Platform::Linux,
            },
        };
        let (license_type, hypervisor) = (request.license_type.clone(), request.hypervisor.clone());
        if let Some(other) =
            license_type.as_deref().filter(|it| !["auto", "AWS", "BYOL"].contains(it))
        {
            return Err(Error::bad_parameter("licenseType", other, "Expecting AWS or BYOL."));
        }
        if let Some(other) = hypervisor.as_deref().filter(|it| *it != "xen") {
            return Err(Error::bad_parameter("hypervisor", other, "Expecting xen."));
        }
        let boot_mode = request.boot_mode;
        if boot_mode == Some(BootModeValues::UefiPreferred) {
            let reason = "Expecting legacy-bios or uefi.";
            return Err(Error::bad_parameter("bootMode", "uefi-preferred", reason));
        }
        let names_platform = request.platform.is_some();
        let mut disks = request.disk_containers.iter();
        if boot_mode == Some(BootModeValues::Uefi)
            && !names_platform
            && disks.any(|disk| disk.snapshot_id.is_some())
        {
            return Err(Error::missing("platform"));
        }
        Ok(Self { platform, names_platform, license_type, hypervisor, boot_mode, usage_operation })
    }

    /// What runs there, once it is found or where the request says it.
    pub fn told_platform(&self, is_found: bool) -> Option<String> {
        (is_found || self.names_platform).then(|| self.platform().to_owned())
    }

    /// Where the request names none, it is found: AWS's for a Windows server, and what is billed as
    /// one of AWS's; one's own otherwise.
    pub fn told_license_type(&self, is_found: bool) -> Option<String> {
        let found = if OWN_LICENSES.contains(&self.usage().0) { "BYOL" } else { "AWS" };
        self.license_type.clone().or_else(|| is_found.then(|| found.to_owned()))
    }

    const fn platform(&self) -> &'static str {
        match self.platform {
            Platform::Linux => "Linux",
            Platform::Windows => "Windows",
        }
    }

    /// Has an image be one of this system.
    // unverified (looked up 2026-11-26): AWS describes it by the version of the system, too, which
    // it finds.
    pub fn apply(&self, image: &mut Image) {
        let (usage_operation, details) = self.usage();
        image.description = Some(format!("AWS-VMImport service: {}", self.platform()));
        image.boot_mode = self.boot_mode;
        image.is_windows = self.platform == Platform::Windows;
        image.platform_details = details.into();
        image.usage_operation = usage_operation.into();
    }

    pub fn asked_usage_operation(&self) -> Option<String> {
        self.usage_operation.clone()
    }

    /// How the image is billed, and what EC2 says of it.
    fn usage(&self) -> (&str, &'static str) {
        let is_own = self.license_type.as_deref() == Some("BYOL");
        let usage = match (self.usage_operation.as_deref(), self.platform) {
            (Some(usage), _) => usage,
            (None, Platform::Linux) => "RunInstances",
            (None, Platform::Windows) if is_own => "RunInstances:0800",
            (None, Platform::Windows) => "RunInstances:0002",
        };
        (usage, details(usage).unwrap_or_default())
    }
}

fn details(usage: &str) -> Option<&'static str> {
    USAGES.iter().find(|(known, _)| *known == usage).map(|(_, details)| *details)
}

/// # Errors
/// `InvalidParameterValue` for one that cannot be imported.
pub(crate) fn architecture(asked: Option<&str>) -> Result<ArchitectureValues> {
    use ArchitectureValues::{Arm64, I386, X8664};
    let Some(text) = asked else { return Ok(X8664) };
    match ArchitectureValues::parse(text) {
        Some(architecture @ (I386 | X8664 | Arm64)) => Ok(architecture),
        // unverified (looked up 2026-11-26): the wording.
        _ => {
            let reason = "Expecting i386, x86_64 or arm64.";
            Err(Error::bad_parameter("architecture", text, reason))
        }
    }
}
