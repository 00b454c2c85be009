"""
What it checks
    Whether the file's signatures fit its content, and come from whom the policy trusts.

Why it matters
    A signature that no longer fits proves that the file was changed.

Passes
    Every signature fits, nothing was changed after it, and the policy's certificates vouch for it, if it names any.

Fails
    One does not fit, the file was changed after signing, or somebody else signed. An unsigned file is no finding.

Cannot tell
    A signature cannot be checked: it is damaged (a person must look), or the library for it is not installed
    (information).

Policy parameters
    `trusted_certificates` (none): SHA-256 fingerprints of certificates, in hexadecimal digits, of which one must be the
    signer's or vouch for it. Without any, signers are not judged.

Source
    ISO 32000-1, 12.8.
"""

from __future__ import annotations

from dataclasses import dataclass

from degree_verify.model.case import Case
from degree_verify.model.outcome import Outcome, Severity, Status
from degree_verify.rules.definition import Rule, not_applicable, passed

RULE = Rule("signature-invalid", "authenticity", "Signature invalid", Severity.REJECT)


@dataclass(frozen=True, slots=True)
class Params:
    trusted_certificates: tuple[str, ...] = ()
    """SHA-256 fingerprints in hexadecimal digits; none: signers are not judged."""


def check(case: Case, params: Params) -> Outcome:
    document = case.document
    if document is None or not document.facts.signatures:
        return not_applicable(RULE)
    signatures = document.facts.signatures
    signers = [signature.signer for signature in signatures if signature.signer]
    if any(signature.intact is False for signature in signatures):
        return Outcome(RULE.name, Status.FAILED, {"signers": signers})
    if any(signature.changed_after for signature in signatures):
        return Outcome(RULE.name, Status.FAILED, {"signers": signers}, message="failed.changed")
    unchecked = [signature.problem for signature in signatures if signature.intact is None]
    if unchecked == ["pyhanko-missing"]:
        return Outcome(RULE.name, Status.CANNOT_TELL, {}, (), "cannot-tell.library", Severity.INFO)
    if unchecked:
        return Outcome(RULE.name, Status.CANNOT_TELL, {"problems": unchecked})
    trusted = {fingerprint.lower().replace(":", "") for fingerprint in params.trusted_certificates}
    if trusted and not all(trusted.intersection(signature.certificates) for signature in signatures):
        return Outcome(RULE.name, Status.FAILED, {"signers": signers}, message="failed.foreign")
    return passed(RULE, signers=signers)
