"""Which figures of a text speak of something the tables count, seen from the words around them.

A figure is left alone where its words speak of another body, another year, a part of the year, or of things that only
look like applications (信访, 留言, 提案); what is left alone is never judged.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reports.schema import Schema

from . import phrases, quantities
from .numbers import Figure, Sort, numbers
from .quantities import Quantity
from .sentences import Sentence, clause_end, clause_start, item_end, sentences, unwrapped
from .vocabulary import APPLICATIONS, BOTH, FEES, LITIGATION, OTHER_TOPIC, RECONSIDERATION, Means, Word, words


class Mention(NamedTuple):
    """A figure and what it counts. ``certain`` is False where the words may well mean something else.

    ``start`` is where the words begin that say so: ``text[start:figure.unit_end]`` is 已办结85件.
    """

    figure: Figure
    sentence: Sentence
    quantity: Quantity
    certain: bool
    start: int
    topic: str


_AMOUNTS = (Sort.COUNT, Sort.MONEY, Sort.PERCENT, Sort.POINTS)
_UNITS = frozenset("件份宗起例封条项个部次") | {"", "件次"}
_SURE_UNITS = frozenset("件份宗起例封")
_COMPARED = "比较与同跟对含"
_BESIDE = 6  # characters
_ONCE_MORE = ("平均", "首次")


@lru_cache(maxsize=64)
def mentions(schema: Schema, year: int, text: str, organ: str = "") -> tuple[Mention, ...]:
    """The figures of a text that can be compared with the tables of ``organ``'s report of ``year``."""
    return tuple(_Reading(schema, year, text, organ).mentions())


class _Reading:
    """One pass over a text; remembers what was last spoken of."""

    def __init__(self, schema: Schema, year: int, text: str, organ: str) -> None:
        self.schema, self.year, self.text, self.organ = schema, year, unwrapped(text), organ
        self.topic, self.block = "", -1
        self.about_applications = self.added = False

    def mentions(self) -> Iterable[Mention]:
        figures = numbers(self.text)
        place = 0
        for sentence in sentences(self.text):
            while place < len(figures) and figures[place].start < sentence.start:
                place += 1
            first = place
            while place < len(figures) and figures[place].start < sentence.end:
                place += 1
            self._enter(sentence)
            inside = figures[first:place]
            if any(figure.sort in (Sort.COUNT, Sort.MONEY) for figure in inside) or phrases.NEVER.search(
                self.text, sentence.start, sentence.end
            ):
                yield from self._sentence(sentence, inside)
            else:
                found = phrases.QUICK_TOPIC.findall(self.text, sentence.start, sentence.end)
                self.topic = _topic_named(found[-1]) if found else self.topic

    def _enter(self, sentence: Sentence) -> None:
        if sentence.block != self.block:
            self.block = sentence.block
            found = phrases.QUICK_TOPIC.search(sentence.head)
            self.topic = _topic_named(found[0]) if found else ""
            self.about_applications = bool(found) and self.topic == APPLICATIONS

    def _sentence(self, sentence: Sentence, figures: tuple[Figure, ...]) -> Iterable[Mention]:
        start, end = sentence.start, sentence.end
        found = [*words(self.schema, self.text, start, end)]
        strong = (
            self.topic == APPLICATIONS
            or self.about_applications
            or any(word.key == APPLICATIONS and word.end - word.start > 2 for word in found)
        )
        found = [
            word
            for place, word in enumerate(found)
            if word.key != APPLICATIONS or (strong and not _of_another(word, found[place - 1] if place else None))
        ]
        before = start
        counted: set[Quantity] = set()
        both = {quantities.step(self.schema, "received"), quantities.step(self.schema, "carried_in")}
        self.added = False
        for figure in figures:
            if figure.sort in (Sort.COUNT, Sort.MONEY):
                mention = self._figure(sentence, figure, figures, found, before)
                if mention:
                    yield mention
                    counted.add(mention.quantity)
                    # 收到2件，上年结转1件，合计3件: the sum of these two.
                    self.added = counted == both
            if figure.sort in _AMOUNTS:
                before = figure.unit_end
        yield from self._respectively(sentence, found, figures)
        yield from self._never(sentence, found, figures)
        topics = [word.key for word in found if word.means is Means.TOPIC]
        if self.about_applications:
            self.topic = APPLICATIONS
        elif topics:
            self.topic = topics[-1]

    def _figure(
        self, sentence: Sentence, figure: Figure, figures: tuple[Figure, ...], found: list[Word], before: int
    ) -> Mention | None:
        if figure.approximate or (figure.sort is Sort.COUNT and figure.unit not in _UNITS):
            return None
        text = self.text
        if not figure.unit and phrases.DIGITS_AFTER.match(text, figure.end):
            return None  # a number cut in two by the end of a line
        following = next(
            (other.start for other in figures if other.start >= figure.unit_end and other.sort in _AMOUNTS),
            sentence.end,
        )
        clause_from = max(before, clause_start(text, sentence.start, figure.start))
        until = min(following, item_end(text, figure.unit_end, sentence.end))
        behind = [word for word in found if figure.unit_end <= word.start < until]
        ahead = [word for word in found if clause_from <= word.start and word.end <= figure.start]
        gap = [word for word in found if before <= word.start and word.end <= figure.start]
        start = clause_from
        telling = (Means.STEP, Means.RESULT, Means.APPLICANT, Means.OUTCOME, Means.DOCUMENT)
        if not any(word.means in (*telling, Means.TOPIC) for word in (*ahead, *behind)) and phrases.ONLY_LEAD.fullmatch(
            text, clause_from, figure.start
        ):
            ahead = gap
            start = ahead[-1].start if ahead else start
        if self._elsewhen(sentence, figure, figures, found, ahead):
            return None
        if self._part_of_another(sentence, figure, figures, found):
            return None
        if any(word.means in (Means.ELSEWHERE, Means.APART) for word in (*ahead, *behind)):
            return None
        if any(word.means is Means.CHANGE and figure.start - word.end < 5 for word in ahead):
            return None
        topic = self._topic(figure, found, ahead, behind)
        said = text[start : figure.start]
        quantity, certain = self._quantity(topic, said, ahead, behind, figure, sentence)
        if quantity is None:
            return None
        if figure.sort is Sort.COUNT and figure.unit not in _SURE_UNITS:
            certain = False
        if phrases.WHOLE_AREA.search(said) and phrases.ONESELF.search(text, figure.end, sentence.end):
            return None  # 全市共收到申请1520件，我局收到86件
        if self._other_body(said):
            bodies = sum(
                self._other_body(match[0]) for match in phrases.BODY_STEP.finditer(text, sentence.start, sentence.end)
            )
            if "其中" in text[sentence.start : figure.start] or bodies > 1:
                return None
            certain = False
        begin = start + len(said) - len(said.lstrip("，,、 （(\n“"))
        return Mention(figure, sentence, quantity, certain, begin, topic)

    def _other_body(self, said: str) -> bool:
        """Whether a body with a name of its own, not the reporting one's, stands before the figure."""
        match = phrases.BODY.search(said)
        if not match:
            return False
        own = match[0][0] in "我本全" or match[0] in self.organ or match[0][-4:] in self.organ
        return not own

    def _part_of_another(
        self, sentence: Sentence, figure: Figure, figures: tuple[Figure, ...], found: list[Word]
    ) -> bool:
        """Whether the figure goes on with another body's: 县政府本级收到申请33件，办结30件，其中予以公开20件."""
        text = self.text
        begin = max(sentence.start, text.rfind("；", sentence.start, figure.start) + 1)
        border = text.rfind("其中", begin, figure.start)
        if border < 0:
            border = clause_start(text, begin, figure.start)
            if not phrases.GOES_ON.match(text, border):
                return False
        of_another = False
        for whole in figures:
            if begin <= whole.start < border and whole.sort is Sort.COUNT:
                start = clause_start(text, begin, whole.start)
                elsewhere = any(w.means is Means.ELSEWHERE and start <= w.start < whole.start for w in found)
                # 办结30件 still speaks of the body named before it; 我局收到86件 does not.
                of_another = elsewhere or (of_another and not phrases.OWN.search(text, start, whole.start))
        return of_another

    def _topic(self, figure: Figure, found: list[Word], ahead: list[Word], behind: list[Word]) -> str:
        near = [word for word in ahead if word.means is Means.TOPIC]
        if near:
            return near[-1].key
        after = [word for word in behind if word.means is Means.TOPIC]
        if after:
            return after[0].key
        earlier = [word for word in found if word.means is Means.TOPIC and word.end <= figure.start]
        return earlier[-1].key if earlier else self.topic

    def _elsewhen(
        self, sentence: Sentence, figure: Figure, figures: tuple[Figure, ...], found: list[Word], ahead: list[Word]
    ) -> bool:
        """Whether the figure is of another year, of a part of the year or of several years."""
        text, other = self.text, False
        clause_from = clause_start(text, sentence.start, figure.start)
        steps = [word for word in found if word.means is Means.STEP and word.key.startswith("carried")]
        marks: list[tuple[int, int, bool]] = [
            (word.start, word.end, True) for word in found if word.means is Means.EARLIER and word.end <= figure.start
        ]
        marks += [
            (match.start(), match.end(), False)
            for match in phrases.THIS_YEAR.finditer(text, sentence.start, figure.start)
        ]
        for stamp in figures:
            if stamp.start >= figure.start:
                break
            if any(word.start <= stamp.start < word.end for word in steps):
                continue
            if stamp.sort is Sort.YEAR:
                marks.append((stamp.start, stamp.end, stamp.value != self.year))
            elif stamp.sort is Sort.DATE and (stamp.value not in (1, 12) or self._one_month(stamp)):
                marks.append((stamp.start, stamp.end, True))
        for place, end, elsewhen in sorted(marks):
            compared = text[max(0, place - 1) : place] in _COMPARED and place > sentence.start
            if elsewhen and (compared or text[place:end] in _ONCE_MORE):
                other = other or place >= clause_from
            else:
                other = elsewhen
        if "累计" in text[clause_from : figure.start]:
            return other or not any(not elsewhen for _, _, elsewhen in marks)
        return other

    def _one_month(self, stamp: Figure) -> bool:
        """12月份 by itself is a month; 1至12月份 and 截至12月份 are the year."""
        said = self.text[stamp.start : stamp.end]
        return said.endswith("份") and not re.search(
            r"[至到截止—\-~]\s*$", self.text[max(0, stamp.start - 3) : stamp.start]
        )

    def _quantity(
        self, topic: str, said: str, ahead: list[Word], behind: list[Word], figure: Figure, sentence: Sentence
    ) -> tuple[Quantity | None, bool]:
        if figure.sort is Sort.MONEY:
            if topic != FEES or "处理费" in self.text[sentence.start : sentence.end] or re.search("减|免|其中", said):
                return None, False
            return quantities.charges(self.schema), bool(re.search("收取|金额|征收|收费", said))
        if topic == APPLICATIONS:
            return self._of_applications(said, ahead, behind, figure)
        if topic in quantities.DISPUTES:
            return self._of_disputes(topic, said, ahead, behind, figure, sentence)
        if topic in quantities.DOCUMENTS:
            return self._of_documents(topic, said, ahead, behind, sentence)
        if topic in quantities.DECISIONS:
            return self._of_decisions(topic, said, ahead, behind, figure)
        return None, False

    def _of_applications(
        self, said: str, ahead: list[Word], behind: list[Word], figure: Figure
    ) -> tuple[Quantity | None, bool]:
        schema = self.schema
        # 公民、法人或其他组织通过网站提出的申请共12件 is not about a kind of applicant.
        near = [word for word in (*ahead, *behind) if word.start >= figure.end or figure.start - word.end <= _BESIDE]
        channels = [word for word in ahead if word.means is Means.CHANNEL]
        # 通过网站等渠道共收到 is all of them, 共收到网上申请 is those of one channel.
        if channels and not re.search("共|总|合计", self.text[channels[-1].end : figure.start]):
            return None, False
        if "分别" in said:
            return None, False
        if phrases.BARE_RESULT.fullmatch(said) and phrases.PARTLY.match(self.text, figure.unit_end):
            return quantities.result(schema, "granted"), True
        for side in (ahead, behind):
            results = [word for word in side if word.means is Means.RESULT]
            columns = [word for word in side if word.means is Means.APPLICANT and word in near]
            steps = [word for word in side if word.means is Means.STEP]
            keys = [word.key for word in steps]
            if results:
                if columns:
                    return None, False
                return quantities.result(schema, self._row_in_front(results) or results[-1].key), True
            if columns and not (side is behind and len(columns) > 1):
                return (
                    (quantities.applicants(schema, columns[-1].key), len(columns) == 1)
                    if len(columns) == 1
                    else (None, False)
                )
            if not keys:
                continue
            if side is behind and phrases.EVERY.match(self.text, figure.unit_end):
                return quantities.step(schema, "any" if set(keys) <= {"received", "handled"} else keys[-1]), True
            if "carried_in" in keys and "received" in keys:
                return quantities.step(schema, "received"), True
            if "carried_out" in keys:
                return quantities.step(schema, "carried_out"), True
            if keys[-1] == "handled" and "received" in keys:
                return quantities.step(schema, "any"), True
            if "carried_in" in keys and self.text[steps[-1].start : steps[-1].end] in ("办理", "处理"):
                return quantities.step(schema, "carried_in"), True
            if keys[-1] == "handled" and steps[-1].end - steps[-1].start == 2 and re.search("办理|处理", said):
                return quantities.step(schema, "either"), True
            return quantities.step(schema, keys[-1]), True
        if re.search("合计|共计|总计|共", said) and self.added:
            return quantities.step(schema, "received_and_carried"), True
        named = any(word.key == APPLICATIONS for word in (*ahead, *behind))
        return (quantities.step(schema, "any"), False) if named else (None, False)

    def _row_in_front(self, results: list[Word]) -> str:
        """The row of 本机关不掌握相关政府信息无法提供23件; of 本机关不掌握等原因无法提供, a group, empty."""
        row, group = results[-2:] if len(results) > 1 else (results[-1], results[-1])
        between = self.text[row.end : group.start]
        is_of = row.key != group.key and row.key in group.key.split()
        return row.key if is_of and not re.search("[等、及和与或]", between) else ""

    def _of_disputes(
        self, topic: str, said: str, ahead: list[Word], behind: list[Word], figure: Figure, sentence: Sentence
    ) -> tuple[Quantity | None, bool]:
        around = [*ahead, *behind]
        outcomes = [
            word.key
            for word in (ahead if any(w.means is Means.OUTCOME for w in ahead) else behind)
            if word.means is Means.OUTCOME
        ]
        remaining = phrases.REMAINING.fullmatch(said)
        if not outcomes and not remaining and not any(word.means is Means.TOPIC for word in around):
            return None, False
        if topic == BOTH and figure.value and re.search("[各均]|分别", said):
            return None, False
        if "分别" in said:
            return None, False
        kinds = {word.key for word in around if word.means is Means.TOPIC} - {APPLICATIONS}
        if len(kinds) > 1:
            return None, False
        own = (
            "信息公开" in self.text[sentence.start : sentence.end]
            or "信息公开" in sentence.head
            or self.about_applications
        )
        doing = (
            any((word.means is Means.STEP or (word.means is Means.DOCUMENT and word.key == "apart")) for word in ahead)
            and "被" not in said
        )
        if self._of_all_disputes(sentence, figure, doing):
            return None, False
        if not outcomes and not remaining and not any(word.means is Means.TOPIC for word in ahead):
            # 3件行政复议案件 names the total; 120件做了复议决定 does not.
            lead = self.text[figure.unit_end : next(w.start for w in behind if w.means is Means.TOPIC)]
            if not phrases.ABOUT.fullmatch(lead):
                return None, False
        outcome = outcomes[-1] if outcomes else "other" if remaining else "total"
        if outcome != "total" and topic in (RECONSIDERATION, LITIGATION):
            passed = self.text[sentence.start : figure.start]
            if "复议" in passed and "诉讼" in passed:
                # 行政复议5件、行政诉讼1件，其中维持2件: of the last one, of both, or of the first one.
                first = LITIGATION if topic == RECONSIDERATION else RECONSIDERATION
                every = [quantities.dispute(self.schema, kind, outcome) for kind in (topic, BOTH, first)]
                together = tuple(cells for quantity in every for cells in quantity.alternatives)
                return Quantity(every[0].code, together), False
        return quantities.dispute(self.schema, topic, outcome), own and not doing

    def _of_all_disputes(self, sentence: Sentence, figure: Figure, doing: bool) -> bool:
        """Whether all cases are counted, whatever they are about: 办理诉讼案件32件，其中政府信息公开案件4件."""
        passed, rest = self.text[sentence.start : figure.start], self.text[figure.end : sentence.end]
        if re.search("(?:与|和)[^，；]{0,6}信息公开[^，；]{0,4}无关|[不未]涉及[^，；]{0,4}信息公开", rest):
            return True
        if "信息公开" in passed:
            return False
        doing = doing or bool(re.search("(?:受理|办理|审理|审结)[^，；]{0,4}(?:行政)?(?:复议|诉讼|应诉)", passed))
        return doing or bool(re.search("其中[^，；]{0,8}信息公开", rest))

    def _of_documents(
        self, topic: str, said: str, ahead: list[Word], behind: list[Word], sentence: Sentence
    ) -> tuple[Quantity | None, bool]:
        verbs = [word.key for word in ahead if word.means is Means.DOCUMENT] or [
            word.key for word in behind if word.means is Means.DOCUMENT
        ]
        topics = {word.key for word in (*ahead, *behind) if word.means is Means.TOPIC}
        if not verbs or "apart" in verbs or topics - {topic} or len({*verbs} - {"published"}) > 1:
            return None, False
        if verbs[-1] == "published" and (len(set(verbs)) > 1 or "newly_published" not in _columns(self.schema)):
            return None, False
        if phrases.REVISED.search(self.text, sentence.start, sentence.end):
            return None, False  # 含新制定5件、修改4件: parts of another count
        certain = verbs[-1] != "published" and not phrases.OTHER_SCOPE.search(said)
        return quantities.documents(self.schema, topic, verbs[-1]), certain

    def _of_decisions(
        self, topic: str, said: str, ahead: list[Word], behind: list[Word], figure: Figure
    ) -> tuple[Quantity | None, bool]:
        if figure.unit not in ("件", "宗", "起", "例") or not any(word.key == topic for word in (*ahead, *behind)):
            return None, False
        apart = any(word.means is Means.DOCUMENT or word.key == OTHER_TOPIC for word in (*ahead, *behind))
        if apart or re.search("事项|目录|清单|信息|案卷|案例|公示|名录|指南|收到|受理|申请|接收", said):
            return None, False
        return quantities.decisions(self.schema, topic), "决定" in said

    def _respectively(self, sentence: Sentence, found: list[Word], figures: tuple[Figure, ...]) -> Iterable[Mention]:
        """予以公开、部分公开分别为38件、12件: the results in their order, where each has one figure."""
        match = phrases.RESPECTIVELY.search(self.text, sentence.start, sentence.end)
        if not match:
            return
        begin = clause_start(self.text, sentence.start, match.start())
        named = [word for word in found if begin <= word.start < match.start()]
        results = [
            rows
            for word in named
            if word.means is Means.RESULT
            # 予以公开、部分公开 is one word elsewhere, said of the sum of the two.
            for rows in (word.key.split() if word.key == "granted partly_granted" else [word.key])
        ]
        until = clause_end(self.text, match.end(), sentence.end)
        said = [figure for figure in figures if match.end() <= figure.start < until]
        alone = all(word.means is Means.RESULT or word.key == APPLICATIONS for word in named)
        single = len(re.findall("[、和及与]", self.text[begin : match.start()])) == len(results) - 1
        exact = all(figure.sort is Sort.COUNT and figure.unit in _SURE_UNITS for figure in said)
        if len(results) < 2 or len(results) != len(said) or not (alone and single and exact):
            return
        for rows, figure in zip(results, said, strict=True):
            if not figure.approximate and not self._elsewhen(sentence, figure, figures, found, []):
                quantity = quantities.result(self.schema, rows)
                yield Mention(figure, sentence, quantity, True, begin, APPLICATIONS)

    def _never(self, sentence: Sentence, found: list[Word], figures: tuple[Figure, ...]) -> Iterable[Mention]:
        """未收到…申请, 无行政复议、行政诉讼: a 0 that is said in words."""
        text, schema = self.text, self.schema
        for match in phrases.NEVER.finditer(text, sentence.start, sentence.end):
            until = clause_end(text, match.end(), sentence.end)
            named = [
                word
                for word in found
                if word.means is Means.TOPIC and match.end() <= word.start < until and word.end <= until
            ]
            if not named or any(word.key == OTHER_TOPIC for word in named):
                continue
            rest = text[match.end() : until]
            for word in named:
                rest = rest.replace(text[word.start : word.end], "", 1)
            if not phrases.NEVER_REST.fullmatch(rest.strip()) or any(match.end() <= f.start < until for f in figures):
                continue
            stated = Figure(match.start(), until, until, Sort.COUNT, 0)
            if self._elsewhen(sentence, stated, figures, found, []):
                continue
            topics = dict.fromkeys(word.key for word in named)
            if quantities.DISPUTES & topics.keys():
                topics.pop(APPLICATIONS, None)  # 未发生因政府信息公开申请行政复议
            for topic in topics:
                if topic == APPLICATIONS:
                    if "结转" not in rest:
                        yield Mention(stated, sentence, quantities.step(schema, "received"), True, match.start(), topic)
                elif topic in quantities.DISPUTES:
                    certain = "信息公开" in text[sentence.start : sentence.end]
                    quantity = quantities.dispute(schema, topic, "total")
                    yield Mention(stated, sentence, quantity, certain, match.start(), topic)


def _of_another(word: Word, before: Word | None) -> bool:
    """Whether a bare 申请 is that of the topic right before it: 行政许可申请."""
    return bool(
        before
        and before.means is Means.TOPIC
        and before.key != APPLICATIONS
        and before.end == word.start
        and word.end - word.start == len("申请")
    )


def _topic_named(word: str) -> str:
    return {"行政复议": "reconsideration", "行政诉讼": "litigation"}.get(word, APPLICATIONS)


def _columns(schema: Schema) -> tuple[str, ...]:
    return schema.tables["documents"].column_keys


__all__ = ["Mention", "mentions"]
