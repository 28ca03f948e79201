"""The kind `results`: a report of certain bodies tells the outcome of each of several subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer import resources
from reviewer.checks import bodies, report
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import Sentence, every
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, folded


class Subject(Frozen):
    """What must be told: the words that speak of it, and those that give an outcome in the same or the next sentence."""

    name: str
    words: str
    outcome: str


class Parameters(Frozen):
    bodies: str
    """Pattern of the names of bodies that this is for."""
    not_bodies: str
    """Pattern of names among them that it is not for."""
    needs: str
    """A section without which nothing can be said."""
    sections: tuple[str, ...]
    subjects: tuple[Subject, ...]
    missing: str
    """Variant: some subjects are spoken of, but not all, or without an outcome."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({"bodies": parameters.bodies, "not_bodies": parameters.not_bodies})
    for number, one in enumerate(parameters.subjects):
        yield from pattern_faults({"words": one.words, "outcome": one.outcome}, "subjects", str(number))


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    name = bodies.of_title(folded(context.report.identity.title)) or folded(context.report.identity.agency)
    if not compiled(parameters.bodies).search(name) or compiled(parameters.not_bodies).search(name):
        result.skipped = resources.sentence("K-BODY-OTHER")
        return result
    section = context.section(parameters.needs)
    if section is None or not section.text.strip():
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    sentences = tuple(every(context, parameters.sections))
    spoken = [one for one in parameters.subjects if any(compiled(one.words).search(line.text) for line in sentences)]
    told = [one for one in spoken if _told(one, sentences)]
    if len(told) == len(parameters.subjects):
        return result
    silent = [one.name for one in parameters.subjects if one not in spoken]
    vague = [one.name for one in spoken if one not in told]
    faults_said = []
    if silent:
        faults_said.append(resources.sentence("K-NOT-SPOKEN", names=report.joined(silent)))
    if vague:
        faults_said.append(resources.sentence("K-NO-OUTCOME", names=report.joined(vague)))
    result.findings.append(
        report.finding(
            rule,
            *silent,
            *vague,
            variant=parameters.missing if spoken else "",
            evidence=report.opening(context, parameters.needs),
            missing=report.joined([*silent, *vague]),
            what=resources.sentence("K-LIST").join(faults_said),
        )
    )
    return result


def _told(subject: Subject, sentences: Sequence[Sentence]) -> bool:
    """An outcome in the sentence that speaks of the subject, or in the next of its paragraph."""
    for index, sentence in enumerate(sentences):
        if not compiled(subject.words).search(sentence.text):
            continue
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        text = sentence.text
        if (
            following is not None
            and following.section == sentence.section
            and following.paragraph == sentence.paragraph
        ):
            text += "。" + following.text
        if compiled(subject.outcome).search(text):
            return True
    return False
