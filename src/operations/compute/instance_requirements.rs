//! Which instance types have the attributes that somebody requires: read-only, out of the
//! catalogue. What types have is in `accelerators`, whether that is enough in `matching`.

use crate::effects::compute::fleets::checks::check_context;
use crate::engine::{Operation, Read, operations, page};
use crate::error::Result;
use crate::records::compute::instance_requirements::{Wanted, matching};
use wire::{
    GetInstanceTypesFromInstanceRequirementsRequest,
    GetInstanceTypesFromInstanceRequirementsResult, InstanceTypeInfoFromInstanceRequirements,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Read GetInstanceTypesFromInstanceRequirements => get_instance_types;
};

/// Those of the region, whatever capacity there is.
fn get_instance_types(
    cx: Read<'_>,
    request: &GetInstanceTypesFromInstanceRequirementsRequest,
) -> Result<GetInstanceTypesFromInstanceRequirementsResult> {
    check_context(cx, request.context.as_deref())?;
    let size = page::size_from_one(request.max_results)?;
    let paging = cx.paging(Some(size), request.next_token.as_deref())?;
    let wanted = Wanted {
        architectures: &request.architecture_types,
        virtualization_types: &request.virtualization_types,
        requirements: &request.instance_requirements,
    };
    let matching = matching(&wanted, cx.region(), cx.now())?;
    let names = matching.into_iter().map(|kind| {
        let instance_type = Some(kind.name.to_owned());
        (kind.name.to_owned(), InstanceTypeInfoFromInstanceRequirements { instance_type })
    });
    let page = paging.cut_sorted(names)?;
    Ok(GetInstanceTypesFromInstanceRequirementsResult {
        instance_types: Some(page.items),
        next_token: page.next_token,
    })
}
