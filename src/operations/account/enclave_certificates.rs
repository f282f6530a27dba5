//! Which roles may use a certificate of ACM in an enclave. Certificates and roles are other
//! services': their ARNs are looked at, and whether there is such a thing is not.
//! <https://docs.aws.amazon.com/enclaves/latest/user/nitro-enclave-refapp.html>

use crate::engine::{By, Id, Index, Operation, Read, Record, Row, Tags, Text, Write, operations};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use wire::{
    AssociateEnclaveCertificateIamRoleRequest, AssociateEnclaveCertificateIamRoleResult,
    AssociatedRole, DisassociateEnclaveCertificateIamRoleRequest,
    DisassociateEnclaveCertificateIamRoleResult, GetAssociatedEnclaveCertificateIamRolesRequest,
    GetAssociatedEnclaveCertificateIamRolesResult,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write AssociateEnclaveCertificateIamRole => associate;
    Read  GetAssociatedEnclaveCertificateIamRoles => get_associated;
    Write DisassociateEnclaveCertificateIamRole => disassociate;
};

/// See `API_AssociateEnclaveCertificateIamRole` in AWS's reference.
const MAX_ROLES: usize = 16;

/// Its row's id is the key of the object in S3 that has the certificate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EnclaveCertificateRole {
    certificate: Text,
    role: Text,
    /// The key of KMS that the private key is encrypted with; AWS's own.
    kms_key_id: Text,
}

impl EnclaveCertificateRole {
    const BY_CERTIFICATE: By<Self, str> = By::new("certificate-arn");
}

impl Record for EnclaveCertificateRole {
    const PLURAL: &'static str = "enclaveCertificateRoles";

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_CERTIFICATE, &*self.certificate);
    }
}

fn associate(
    cx: &mut Write<'_>,
    request: &AssociateEnclaveCertificateIamRoleRequest,
) -> Result<AssociateEnclaveCertificateIamRoleResult> {
    let (certificate, role) = check(&request.certificate_arn, &request.role_arn)?;
    let id = object_key(certificate, role);
    // unverified (looked up 2026-11-26): that the same again is no mistake.
    if cx.find::<EnclaveCertificateRole>(&id).is_none() {
        let rows = cx.read().with(EnclaveCertificateRole::BY_CERTIFICATE, certificate);
        let rows: Vec<_> = rows.collect();
        if rows.len() >= MAX_ROLES {
            // unverified (looked up 2026-11-26): code and words; the number is documented.
            let message =
                format!("No more than {MAX_ROLES} roles can be associated with {certificate}.");
            return Err(Error::new("ResourceLimitExceeded", message));
        }
        let kms_key_id = match rows.first() {
            Some(other) => other.kms_key_id.clone(),
            None => cx.ids().uuid().into(),
        };
        let record = EnclaveCertificateRole {
            certificate: certificate.into(),
            role: role.into(),
            kms_key_id,
        };
        cx.insert(id.clone(), record, Tags::default());
    }
    let shown = cx.find::<EnclaveCertificateRole>(&id).map(|row| view(row, cx.read()));
    let shown = shown.unwrap_or_default();
    Ok(AssociateEnclaveCertificateIamRoleResult {
        certificate_s3_bucket_name: shown.certificate_s3_bucket_name,
        certificate_s3_object_key: shown.certificate_s3_object_key,
        encryption_kms_key_id: shown.encryption_kms_key_id,
    })
}

fn get_associated(
    cx: Read<'_>,
    request: &GetAssociatedEnclaveCertificateIamRolesRequest,
) -> Result<GetAssociatedEnclaveCertificateIamRolesResult> {
    let certificate = check_certificate(request.certificate_arn.as_deref().unwrap_or_default())?;
    let rows = cx.with(EnclaveCertificateRole::BY_CERTIFICATE, certificate);
    let associated_roles = Some(rows.map(|row| view(row, cx)).collect());
    Ok(GetAssociatedEnclaveCertificateIamRolesResult { associated_roles })
}

fn disassociate(
    cx: &mut Write<'_>,
    request: &DisassociateEnclaveCertificateIamRoleRequest,
) -> Result<DisassociateEnclaveCertificateIamRoleResult> {
    let (certificate, role) = check(&request.certificate_arn, &request.role_arn)?;
    let id = object_key(certificate, role);
    if cx.find::<EnclaveCertificateRole>(&id).is_none() {
        // unverified (looked up 2026-11-26): code and words.
        let message = format!("The role {role} is not associated with {certificate}.");
        return Err(Error::new("InvalidAssociation.NotFound", message));
    }
    cx.remove::<EnclaveCertificateRole>(&id);
    Ok(DisassociateEnclaveCertificateIamRoleResult { r#return: Some(true) })
}

/// As the examples of the AWS CLI have it.
fn object_key(certificate: &str, role: &str) -> Id<EnclaveCertificateRole> {
    Id::new(format!("{role}/{certificate}"))
}

fn view(row: &Row<EnclaveCertificateRole>, cx: Read<'_>) -> AssociatedRole {
    AssociatedRole {
        associated_role_arn: Some(row.role.to_string()),
        certificate_s3_bucket_name: Some(format!("aws-ec2-enclave-certificate-{}", cx.region())),
        certificate_s3_object_key: Some(row.id.to_string()),
        encryption_kms_key_id: Some(row.kms_key_id.to_string()),
    }
}

/// The service, and how the resource begins.
const CERTIFICATE: (&str, &str) = ("acm", "certificate/");

const ROLE: (&str, &str) = ("iam", "role/");

fn check<'a>(certificate: &'a str, role: &'a str) -> Result<(&'a str, &'a str)> {
    let certificate = check_certificate(certificate)?;
    if is_arn(role, ROLE) {
        return Ok((certificate, role));
    }
    // unverified (looked up 2026-11-26): code and words.
    Err(Error::bad_parameter("roleArn", role, "It is not a valid ARN."))
}

/// What aws-list-all is answered, which names no certificate (looked up 2026-11-26).
fn check_certificate(arn: &str) -> Result<&str> {
    if is_arn(arn, CERTIFICATE) {
        return Ok(arn);
    }
    let message = "The request must contain a valid certificate arn";
    Err(Error::new("InvalidCertificateArn.Malformed", message))
}

fn is_arn(arn: &str, (service, resource): (&str, &str)) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts[..], ["arn", _, of, _, _, what] if of == service && what.starts_with(resource))
}
