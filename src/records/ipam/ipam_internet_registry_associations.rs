//! Associations of IPAMs with the registries of the internet, for route origin authorizations. No
//! registry answers here, so that none comes to be enabled.
//! <https://docs.aws.amazon.com/goto/WebAPI/ec2-2016-11-15/IpamInternetRegistryAssociation>

use crate::engine::{By, Index, Life, Now, PartOf, Phase, Read, Resource, Row, Timed};
use crate::error::Error;
use crate::records::account::arns::global_arn;
use crate::records::ids::IpamId;
use crate::records::ipam::states;
use serde::{Deserialize, Serialize};
use wire::{IpamInternetRegistryAssociationState as State, ResourceType, Rir, WireEnum as _};

// unverified (looked up 2026-11-26): what AWS says there.
const UNREACHABLE: &str = "The internet registry could not be reached.";

/// Of a certification authority that authorizes nothing: this program's own for documents.
const CERTIFICATE: &str = include_str!("../../metadata/signing.crt.pem");

impl IpamInternetRegistryAssociation {
    const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

// unverified (looked up 2026-11-26): the prefix, and that code and noun are as those of pools; that
// it goes with its IPAM.
impl Resource for IpamInternetRegistryAssociation {
    type View = wire::IpamInternetRegistryAssociation;
    const PREFIX: &'static str = "ipam-int-reg-assoc";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamInternetRegistryAssociation);
    const PLURAL: &'static str = "ipamInternetRegistryAssociations";
    const NOT_FOUND: &'static str = "InvalidIpamInternetRegistryAssociationId.NotFound";
    const NOUN: &'static str = "ipam-internet-registry-association ID";
    const LIFE: Option<Life> = Some(Life {
        states: ["create-in-progress", "pending-enable", "delete-in-progress", "delete-complete"],
        ..states::LIFE
    });
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamInternetRegistryAssociation {
        let state = state(row, cx.now());
        let arn = global_arn(cx, &format!("ipam-internet-registry-association/{}", row.id));
        wire::IpamInternetRegistryAssociation {
            owner_id: Some(cx.account().to_string()),
            ipam_internet_registry_association_id: Some(row.id.to_string()),
            ipam_internet_registry_association_arn: Some(arn),
            ipam_id: Some(row.ipam_id.to_string()),
            ipam_region: Some(cx.region().to_string()),
            rir: Some(row.rir),
            organization_handle: Some(row.organization_handle.clone()),
            description: row.description.clone(),
            state,
            state_message: (state == Some(State::EnableFailed)).then(|| UNREACHABLE.to_owned()),
            child_request_xml: (row.life_phase(cx.now()) == Phase::There).then(|| child(&row.id)),
            tags: row.tags.wire(),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamInternetRegistryAssociation {
    pub ipam_id: IpamId,
    pub rir: Rir,
    pub organization_handle: String,
    pub description: Option<String>,
    /// Since it was asked to be enabled.
    pub enabling: Option<Timed<State>>,
}

pub(crate) fn state(row: &Row<IpamInternetRegistryAssociation>, now: Now<'_>) -> Option<State> {
    let enabling = row.enabling.filter(|_| row.life_phase(now) == Phase::There);
    enabling.map(|enabling| enabling.at(now)).or_else(|| row.life_state(now))
}

/// The refusal of what the state does not allow.
// unverified (looked up 2026-11-26): code and words.
pub(crate) fn in_state(row: &Row<IpamInternetRegistryAssociation>, now: Now<'_>) -> Error {
    let state = state(row, now).map_or("", State::as_str);
    let message = format!("The internet registry association {} is in the state {state}.", row.id);
    Error::new("IncorrectState", message)
}

/// What to hand in at the registry, in the form of RFC 8183, section 5.2.1.
// unverified (looked up 2026-11-26): the handle.
fn child(id: &str) -> String {
    let certificate: String = CERTIFICATE.lines().filter(|it| !it.starts_with('-')).collect();
    format!(
        "<child_request xmlns=\"http://www.hactrn.net/uris/rpki/rpki-setup/\" version=\"1\" \
         child_handle=\"{id}\"><child_bpki_ta>{certificate}</child_bpki_ta></child_request>"
    )
}
