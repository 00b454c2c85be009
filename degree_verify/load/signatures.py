"""Signatures of a PDF: whole, changed after signing, by whom. Nothing is fetched."""

from __future__ import annotations

import hashlib
import logging
from io import BytesIO
from typing import Any

from degree_verify.model.file import Signature

MOST_SIGNATURES = 8
"""A paper has one or none; a file with more is not searched for further ones."""

NO_LIBRARY, UNKNOWN_KIND = "pyhanko-missing", "unknown-kind"

for _library in ("pyhanko", "pyhanko_certvalidator"):  # their warnings repeat what stands in the file
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def read_signatures(data: bytes, *, said_to_be_signed: bool) -> tuple[Signature, ...]:
    """The signatures of a file, oldest first; empty for an unsigned one. `said_to_be_signed`: by its form's flags.

    Without pyHanko (the extra `signatures`) a signed file gives one signature that was not checked.
    """
    # The range stands uncompressed in every signed file, as its place is part of it; where another program saved the
    # file again, or the signature is damaged, the flag alone is left.
    if b"/ByteRange" not in data and not said_to_be_signed:
        return ()
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 (few files are signed)
        from pyhanko.sign.fields import enumerate_sig_fields  # noqa: PLC0415
    except ImportError:
        return (Signature("", None, problem=NO_LIBRARY),)
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        found = reader.embedded_signatures[:MOST_SIGNATURES]
        known = {str(signature.field_name) for signature in reader.embedded_signatures}
        signed = [str(name) for name, *_ in enumerate_sig_fields(reader, filled_status=True)]
    except MemoryError:
        raise
    except Exception as error:  # the library raises many types on damaged files; that it cannot be checked is the fact
        return (Signature("", None, problem=type(error).__name__),)
    # The library leaves out those of a kind that it does not know.
    others = [Signature(name, None, problem=UNKNOWN_KIND) for name in signed if name not in known]
    return (*(_checked(signature) for signature in found), *others[:MOST_SIGNATURES])


def _checked(signature: Any) -> Signature:
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    name = str(signature.field_name)
    try:
        held = [signature.signer_cert, *signature.other_embedded_certs]
        # What a signature is worth is for the policy to say, by fingerprint; here it is only asked whether the
        # certificates vouch for each other.
        roots = [one for one in held if one.self_issued] or held[:1]
        context = ValidationContext(trust_roots=roots, other_certs=held, allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except MemoryError:
        raise
    except Exception as error:  # as above
        return Signature(name, None, problem=type(error).__name__)
    path = list(status.validation_path.iter_certs(include_root=True)) if status.validation_path else held[:1]
    whole = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    allowed = status.modification_level in (None, ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    return Signature(
        field=name,
        intact=status.intact and status.valid,
        changed_after=not whole or not allowed,
        signer=str(signature.signer_cert.subject.human_friendly),
        certificates=tuple(hashlib.sha256(one.dump()).hexdigest() for one in reversed(path)),
    )
