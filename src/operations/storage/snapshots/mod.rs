//! EBS snapshots: the record, its view, and what a volume takes over from one. How they are made is
//! in `create`, how they are found and deleted in `describe`, who may use them in `permissions` and
//! `block_public_access`, those of other accounts in `shared`, what keeps them in `lock`, where
//! they are kept in `tier`.

pub(crate) mod block_public_access;
pub(crate) mod create;
pub(crate) mod describe;
pub(crate) mod keys;
pub(crate) mod lock;
pub(crate) mod permissions;
pub(crate) mod tier;

use crate::engine::{Operation, operations};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateSnapshot => create::create_snapshot, refuses ["OutpostArn"];
    Write CreateSnapshots => create::create_snapshots, refuses ["OutpostArn"];
    Write CopySnapshot => create::copy_snapshot, visits "SourceRegion", refuses [
        "DestinationAvailabilityZone", "DestinationOutpostArn",
    ];
    Read  DescribeSnapshots => describe::describe_snapshots;
    Read  DescribeSnapshotAttribute => permissions::describe_snapshot_attribute;
    Write ModifySnapshotAttribute => permissions::modify_snapshot_attribute;
    Write ResetSnapshotAttribute => permissions::reset_snapshot_attribute;
    Write EnableSnapshotBlockPublicAccess => block_public_access::enable;
    Write DisableSnapshotBlockPublicAccess => block_public_access::disable;
    Read  GetSnapshotBlockPublicAccessState => block_public_access::state;
    Write AssociateKmsKeyId => keys::associate_kms_key_id;
    Write DisassociateKmsKeyId => keys::disassociate_kms_key_id;
    Write LockSnapshot => lock::lock_snapshot;
    Read  DescribeLockedSnapshots => lock::describe_locked_snapshots;
    Write UnlockSnapshot => lock::unlock_snapshot;
    Write ModifySnapshotTier => tier::modify_snapshot_tier;
    Write RestoreSnapshotTier => tier::restore_snapshot_tier;
    Read  DescribeSnapshotTierStatus => tier::describe_snapshot_tier_status;
    Write DeleteSnapshot => describe::delete_snapshot;
};
