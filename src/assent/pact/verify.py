"""Pacts against an Api: a verdict for each interaction, with what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from assent.api.model import Api
from assent.api.servers import base_paths
from assent.findings import Consumer, Finding, OperationPlace, Severity
from assent.json import Json
from assent.judge.prepared import Prepared, prepare
from assent.pact.answering import response_findings
from assent.pact.asking import request_findings, sent
from assent.pact.model import Interaction, Kind, Pact
from assent.pact.rules import interaction_not_checked, interaction_unreadable, response_body_at_risk
from assent.records import dataclass, replace


class Compatibility(StrEnum):
    """What becomes of an interaction when the provider keeps to its description."""

    COMPATIBLE = "compatible"
    AT_RISK = "at_risk"
    INCOMPATIBLE = "incompatible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One interaction and everything that was found about it."""

    interaction: Interaction
    verdict: Compatibility
    findings: tuple[Finding, ...] = ()


class Verifier:
    """An Api made ready for many interactions. Paths may be written below the servers' base paths or without."""

    def __init__(self, api: Api) -> None:
        self.prepared: Prepared = prepare(api)
        bare = base_paths(api.servers) not in {(), ("",)}
        self._bare: Prepared | None = prepare(api, bases=("",)) if bare else None

    def verify(self, interaction: Interaction) -> Verification:
        """The verdict on one interaction."""
        findings = tuple(_of(interaction, one) for one in self._findings(interaction))
        verdict = _verdict(findings)
        if interaction.pending:
            findings = tuple(_pending(finding) for finding in findings)
        return Verification(interaction=interaction, verdict=verdict, findings=findings)

    def _findings(self, interaction: Interaction) -> Iterator[Finding]:
        for complaint in interaction.malformed:
            yield _about(interaction, interaction_unreadable.RULE.severity, f"{complaint.capitalize()}.")
        if interaction.kind is not Kind.HTTP:
            if interaction.kind is not Kind.UNKNOWN:
                yield _unchecked(
                    interaction, f"{interaction.kind.value} is no matter of an OpenAPI description."
                )
            return
        if interaction.plugin:
            yield _unchecked(interaction, f"Its contents belong to the plugin {interaction.plugin}.")
        if interaction.request is None:
            return
        request = sent(interaction.request)
        prepared = self.serving(request.method, request.path)
        status = interaction.response.status if interaction.response else None
        yield from request_findings(prepared, interaction.request, request, expected_status=status)
        if interaction.response is not None:
            yield from response_findings(prepared, request, interaction.response)

    def serving(self, method: str, path: str) -> Prepared:
        """The Api below its base paths, unless only without them the path leads anywhere."""
        if self._bare is not None and self.prepared.route(method, path) is None:
            if self._bare.route(method, path) is not None:
                return self._bare
        return self.prepared


def verify(api: Api, pacts: Iterable[Pact]) -> Iterator[Verification]:
    """The verdict on every interaction of the pacts, in their order."""
    verifier = Verifier(api)
    for pact in pacts:
        for interaction in pact.interactions:
            yield verifier.verify(interaction)


def strictly(verification: Verification) -> Verification:
    """The same with every risk as an error: what the provider may do, it will one day do."""
    findings = tuple(
        replace(finding, severity=Severity.ERROR)
        if finding.rule.id in AT_RISK and finding.severity is Severity.WARNING
        else finding
        for finding in verification.findings
    )
    return replace(verification, findings=findings)


def verification_json(verification: Verification, findings: list[Json]) -> dict[str, Json]:
    """One entry of the report's `interactions`; `findings` are its findings' JSON."""
    interaction = verification.interaction
    return {
        "consumer": interaction.consumer,
        "provider": interaction.provider,
        "description": interaction.description,
        "index": interaction.index,
        "verdict": verification.verdict.value,
        "findings": findings,
    }


def _verdict(findings: Iterable[Finding]) -> Compatibility:
    found = list(findings)
    if any(finding.severity is Severity.ERROR and finding.decided for finding in found):
        return Compatibility.INCOMPATIBLE
    if any(not finding.decided for finding in found):
        return Compatibility.UNDECIDED
    if any(finding.rule.id in AT_RISK for finding in found):
        return Compatibility.AT_RISK
    return Compatibility.COMPATIBLE


AT_RISK = frozenset({response_body_at_risk.RULE.id, "response-header-at-risk"})
"""What a provider may do, as against what this consumer does now."""


def _of(interaction: Interaction, finding: Finding) -> Finding:
    consumer = Consumer(name=interaction.consumer, interactions=(interaction.description,))
    return replace(finding, consumers=(consumer,), old=interaction.at)


def _pending(finding: Finding) -> Finding:
    """A pending interaction is reported and fails nothing."""
    if not finding.severity.at_least(Severity.WARNING):
        return finding
    applied = (*finding.applied, "The interaction is pending.")
    return replace(finding, severity=Severity.NOTE, applied=applied)


def _about(interaction: Interaction, severity: Severity, message: str) -> Finding:
    return Finding(
        rule=interaction_unreadable.RULE,
        severity=severity,
        message=message,
        operations=_place(interaction),
        subject=f"{interaction.consumer} {interaction.description} {message}",
    )


def _unchecked(interaction: Interaction, message: str) -> Finding:
    return Finding(
        rule=interaction_not_checked.RULE,
        severity=Severity.NOTE,
        message=message,
        operations=_place(interaction),
        subject=f"{interaction.consumer} {interaction.description}",
        decided=False,
    )


def _place(interaction: Interaction) -> tuple[OperationPlace, ...]:
    request = interaction.request
    return (OperationPlace(request.method, request.path),) if request else ()
